//! Splits a note into Documents and reads their titles, speakers, companies, event and year.
//!
//! Pure and total: a note's text in, Documents and diagnostics out. The steps, each a module:
//! [`candidates`] finds everything that could head a session and judges it by itself;
//! [`structure`] decides from the note as a whole; [`assemble`] fills in the Documents;
//! [`learn`] carries what certain headlines of one note teach about uncertain ones of another.

mod assemble;
mod beside;
mod candidates;
mod clues;
mod event;
mod headline;
mod kind;
mod labels;
mod learn;
mod links;
mod people;
mod sentence;
mod structure;
mod talks;
#[cfg(test)]
mod tests;
mod token;

use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::document::{Document, Speaker};
use crate::markup;

pub(crate) use learn::{Fact, Learned};
pub(crate) use talks::{Talk, cluster, id_of, named, number, talk};

/// What one note says.
#[derive(Debug, Default)]
pub(crate) struct Extraction {
    pub(crate) documents: Vec<Document>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// The speakers of headlines that can be read in only one way: what a note teaches about others.
pub(crate) fn certain_speakers(text: &str) -> Vec<Speaker> {
    let outline = markup::parse(text);
    let mut found = Vec::new();
    for candidate in candidates::find(&outline, &Learned::default()) {
        let reading = candidate.reading;
        if reading.certainty >= 2.0 && reading.runner_up < reading.certainty - 1.0 {
            let full = |speaker: &Speaker| speaker.name.contains(' ');
            if reading.speakers.iter().all(full) && !reading.companies.is_empty() {
                found.extend(reading.speakers);
            }
        }
    }
    found
}

/// Splits and reads the note at `path`.
pub(crate) fn extract(path: &str, text: &str, learned: &Learned) -> Extraction {
    let outline = markup::parse(text);
    let candidates = candidates::find(&outline, learned);
    let event = event::of_note(path, &outline, &candidates);
    let habit = structure::Habit { post: is_post(&outline), of_event: event.series.is_some() };
    let openings = structure::openings(path, &outline, &candidates, habit);
    let mut diagnostics: Vec<Diagnostic> = outline
        .problems
        .iter()
        .map(|(line, message)| {
            Diagnostic::new(path, DiagnosticKind::FrontMatter, message.clone()).on_line(*line)
        })
        .collect();
    let note =
        assemble::Note { path, outline: &outline, candidates: &candidates, event: &event, learned };
    let documents = assemble::documents(&note, &openings);
    diagnose(path, &candidates, &openings, &event, &documents, &mut diagnostics);
    Extraction { documents, diagnostics }
}

/// What a note-taker can mend.
fn diagnose(
    path: &str,
    candidates: &[candidates::Candidate],
    openings: &[structure::Opening],
    event: &event::NoteEvent,
    documents: &[Document],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let sessions = || documents.iter().filter(|document| document.kind != crate::Kind::Section);
    if sessions().next().is_some() && sessions().all(|document| document.event.is_none()) {
        diagnostics.push(Diagnostic::new(
            path,
            DiagnosticKind::NoEvent,
            "nothing says which event these sessions were given at",
        ));
    }
    if let Some((first, second)) = event.two_years {
        diagnostics.push(Diagnostic::new(
            path,
            DiagnosticKind::TwoYears,
            format!("{first} and {second} are equally likely the event's year"),
        ));
    }
    for (opening, document) in openings.iter().zip(documents) {
        let Some(candidate) = opening.candidate.filter(|_| opening.session) else { continue };
        let reading = &candidates[candidate].reading;
        if reading.certainty > 0.0
            && reading.runner_up > 0.0
            && reading.certainty - reading.runner_up < 0.1
        {
            diagnostics.push(
                Diagnostic::new(
                    path,
                    DiagnosticKind::AmbiguousHeadline,
                    format!(
                        "title and speakers can be read in two ways; taken as \"{}\"",
                        document.title
                    ),
                )
                .on_line(document.source.line_start),
            );
        }
    }
}

/// Whether a note is a post: front matter, and paragraphs of prose rather than bullets.
fn is_post(outline: &markup::Outline) -> bool {
    let Some(front) = &outline.front_matter else {
        return prose_share(outline) > 0.85 && outline.text.len() > 3_000;
    };
    front.title.is_some()
        && (front.date.is_some() || front.author.is_some())
        && prose_share(outline) > 0.3
}

/// The share of a note's text that is paragraphs of several sentences.
fn prose_share(outline: &markup::Outline) -> f32 {
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
