//! Splits a note into Documents and reads their titles, speakers, companies, event and year.
//!
//! Pure and total: a note's text in, Documents and diagnostics out. The steps, each a module:
//! [`candidates`] finds everything that could head a session and judges it by itself;
//! [`structure`] decides from the note as a whole; [`assemble`] fills in the Documents;
//! [`learn`] carries what certain headlines of one note teach about uncertain ones of another.

mod announce;
mod assemble;
mod beside;
mod bytes;
mod candidates;
mod clues;
mod diagnose;
mod event;
mod explain;
mod headline;
mod kind;
mod labels;
mod learn;
mod line;
mod links;
mod near;
mod people;
mod sentence;
mod structure;
mod talks;
mod tally;
#[cfg(test)]
mod tests;
mod token;

use self::assemble::Assembled;
use std::sync::Arc;

use self::candidates::Candidate;
use self::candidates::certain::Certain;
use self::structure::{Habit, Opening};
use self::tally::Tally;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Speaker};
use crate::lexicon::Lists;
use crate::markup::{self, Outline};

pub(crate) use explain::explain;
pub use explain::{
    Decision, Evidence, ExplainedCandidate, ExplainedDocument, ExplainedField, Explanation,
};
pub(crate) use learn::{Fact, Learned};
pub(crate) use near::{Name, names, near_duplicates};
pub(crate) use talks::{Talk, cluster, id_of, named, number, talk};

/// A note's text with its blocks told apart, and its headlines that can be read in only one way: what
/// is read first for what it teaches, and then for what it says.
#[derive(Debug)]
pub(crate) struct Parsed {
    outline: Outline,
    certain: Arc<Certain>,
}

impl Parsed {
    /// Parses `text`, and reads its certain headlines by the words of `lists`.
    pub(crate) fn new(text: &str, lists: Option<&'static Lists>) -> Parsed {
        let outline = markup::parse(text);
        let alone = Learned::nothing(lists);
        let certain = alone.read(|| Certain::of(&outline, &alone));
        Parsed { outline, certain: Arc::new(certain) }
    }

    /// The speakers of its certain headlines: what the note teaches about others.
    pub(crate) fn taught(&self) -> Vec<&Speaker> {
        self.certain.speakers().collect()
    }
}

/// What one note says.
#[derive(Debug, Default)]
pub(crate) struct Extraction {
    pub(crate) documents: Vec<Document>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What was asked of what notes teach, sorted: with the same answers a note reads the same.
    pub(crate) asked: Vec<u64>,
}

/// Splits and reads the note at `path`.
pub(crate) fn extract(path: &str, note: &Parsed, learned: &Learned) -> Extraction {
    let reader = learned.reader(&note.certain);
    let split = reader.read(|| split(path, &note.outline, &reader, |_| {}));
    let documents = split.documents.into_iter().map(|(document, _)| document).collect();
    Extraction { documents, diagnostics: split.diagnostics, asked: reader.into_asked() }
}

/// Everything that is known of a note once it is split.
struct Split {
    candidates: Vec<Candidate>,
    habit: Habit,
    openings: Vec<Opening>,
    /// One for each opening.
    documents: Vec<Assembled>,
    diagnostics: Vec<Diagnostic>,
}

/// Splits the note of `outline`; `weighed` is told all the evidence of each candidate.
fn split(path: &str, outline: &Outline, learned: &Learned, weighed: impl FnMut(Tally)) -> Split {
    let candidates = candidates::find(outline, learned);
    let event = event::of_note(path, outline, &candidates, learned.trail());
    let habit = Habit {
        post: is_post(outline),
        of_event: event.series.is_some(),
        among_conferences: structure::is_among_conferences(path),
        of_sessions: outline.front_title().is_some_and(announce::announces),
    };
    let openings = structure::openings(path, outline, &candidates, habit, weighed);
    let path_kind = kind::of_path(path);
    let note = assemble::Note {
        path,
        outline,
        candidates: &candidates,
        event: &event,
        path_kind,
        learned,
    };
    let documents = assemble::documents(&note, &openings);
    let diagnostics = diagnose::note(&note, &openings, &documents);
    Split { candidates, habit, openings, documents, diagnostics }
}

/// Whether a note is a post: front matter, and paragraphs of prose rather than bullets.
fn is_post(outline: &Outline) -> bool {
    let Some(front) = &outline.front_matter else {
        return prose_share(outline) > 0.85 && outline.text.len() > 3_000;
    };
    front.title.is_some()
        && (front.date.is_some() || front.author.is_some())
        && prose_share(outline) > 0.3
}

/// The share of a note's text that is paragraphs of several sentences.
fn prose_share(outline: &Outline) -> f32 {
    let mut prose = 0;
    for block in &outline.blocks {
        if matches!(block.kind, markup::BlockKind::Paragraph)
            && block.list_depth == 0
            && block.text.len() > 200
        {
            prose += block.text.len();
        }
    }
    prose as f32 / outline.text.len().max(1) as f32
}
