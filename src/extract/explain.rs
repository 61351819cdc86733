//! Why a note was split and read as it was.
//!
//! Nothing is decided here: the note is split once more by the same code, which is asked to write
//! its reasons down.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::document::{Document, DocumentId, Kind, Origin};
use crate::extract::candidates::Carrier;
use crate::extract::learn::Learned;
use crate::extract::structure::SESSION;
use crate::extract::tally::{Field, Part, Place, Tally, Trail};
use crate::extract::{Parsed, Split, split};
use crate::markup::Outline;

/// Why a note was split and read as it was; see [`explain`](crate::explain).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Explanation {
    /// Path of the note, relative to its corpus.
    pub path: String,
    /// Whether it reads as a post: prose, whose headings are topics more often than sessions.
    pub is_post: bool,
    /// Whether anything in it names an event, which speaks for sessions.
    pub names_event: bool,
    /// The evidence from which on a candidate is a session.
    pub needed: f32,
    /// Everything that could head a session, in order.
    pub candidates: Vec<ExplainedCandidate>,
    /// The Documents of the note, in order.
    pub documents: Vec<ExplainedDocument>,
    /// What its writer may want to mend.
    pub diagnostics: Vec<Diagnostic>,
}

/// Something that could head a session, and the evidence for and against it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExplainedCandidate {
    /// Its 1-based line.
    pub line: u32,
    /// Its words, as they stand in the note without markup.
    pub text: String,
    /// What carries it: `heading 2`, `bold line`, `table row`, `list item` …
    pub carrier: String,
    /// Evidence from itself and from the lines beside it.
    pub own: Vec<Evidence>,
    /// Evidence from the note as a whole: its neighbours, what it stands below, the file's name.
    pub around: Vec<Evidence>,
    /// The sum of all evidence.
    pub total: f32,
    /// What it was taken for.
    pub decision: Decision,
    /// Why, where the sum alone did not decide.
    pub because: Option<String>,
}

/// One piece of evidence that a session begins somewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Evidence {
    /// How much it says: above zero for a session, below zero against one.
    pub points: f32,
    /// What was seen.
    pub why: String,
}

/// What a candidate was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Decision {
    /// It heads a session.
    Session,
    /// It heads a section that belongs to no session.
    Section,
    /// It is a part of the Document in which it stands.
    Part,
}

/// A Document, and where its fields stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExplainedDocument {
    /// The Document's id.
    pub id: DocumentId,
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub source: Origin,
    /// Every field that the note supports.
    pub fields: Vec<ExplainedField>,
    /// Where the other Documents about the same talk stand.
    pub talk: Vec<Origin>,
}

/// A field of a Document, and where it was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExplainedField {
    /// `title`, `kind`, `speakers`, `companies`, `series`, `region`, `colocated`, `year` or `date`.
    pub field: String,
    /// Its value; several are separated by `; `.
    pub value: String,
    /// The 1-based line it stands on; `None` when it stands in the path or the front matter, or
    /// follows from another field.
    pub line: Option<u32>,
    /// By which rule it was read.
    pub rule: String,
}

/// Explains the note at `path`.
pub(crate) fn explain(path: &str, text: &str, learned: &Learned) -> Explanation {
    let Parsed { outline, certain } = Parsed::new(text, learned.lists());
    let mut tallies: Vec<Tally> = Vec::new();
    let reader = learned.reader(&certain).explaining();
    let split = reader.read(|| split(path, &outline, &reader, |tally| tallies.push(tally)));
    let documents = split.documents.iter().map(|(document, trail)| ExplainedDocument {
        id: document.id.clone(),
        kind: document.kind,
        title: document.title.clone(),
        source: document.source.clone(),
        fields: fields(&outline, document, trail),
        talk: Vec::new(),
    });
    Explanation {
        path: path.to_owned(),
        is_post: split.habit.post,
        names_event: split.habit.of_event,
        needed: SESSION,
        documents: documents.collect(),
        candidates: candidates(&outline, &split, &tallies),
        diagnostics: split.diagnostics,
    }
}

fn candidates(outline: &Outline, split: &Split, tallies: &[Tally]) -> Vec<ExplainedCandidate> {
    let candidates = split.candidates.iter().zip(tallies).enumerate();
    let explained = candidates.map(|(index, (candidate, tally))| {
        let opening = split.openings.iter().find(|opening| opening.candidate == Some(index));
        let decision = match opening {
            Some(opening) if opening.session => Decision::Session,
            Some(_) => Decision::Section,
            None => Decision::Part,
        };
        let enough = tally.sum() >= SESSION;
        let because = match opening {
            // Something else opened at the same place, or took the whole note.
            None if enough => Some("what it stands in opened before it"),
            Some(opening) if opening.session != enough => Some(opening.rule),
            _ => None,
        };
        // The note's evidence was added to its own.
        let (own, around) = tally.parts().split_at(candidate.own.parts().len());
        ExplainedCandidate {
            line: outline.line_at(candidate.headline.start),
            text: candidate.headline_text(outline),
            carrier: name_of(candidate.carrier),
            own: own.iter().map(evidence).collect(),
            around: around.iter().map(evidence).collect(),
            total: tally.sum(),
            decision,
            because: because.map(str::to_owned),
        }
    });
    explained.collect()
}

fn evidence(part: &Part) -> Evidence {
    Evidence { points: part.points, why: part.why.to_owned() }
}

fn name_of(carrier: Carrier) -> String {
    match carrier {
        Carrier::FrontMatter => "front matter".to_owned(),
        Carrier::Heading(level) => format!("heading {level}"),
        Carrier::PlainLine => "plain line".to_owned(),
        Carrier::BoldLine => "bold line".to_owned(),
        Carrier::LinkLine => "link line".to_owned(),
        Carrier::Row => "table row".to_owned(),
        Carrier::Item(_) => "list item".to_owned(),
        Carrier::Mention => "mention".to_owned(),
    }
}

/// The fields that have a value, in the order of the wire format.
fn fields(outline: &Outline, document: &Document, trail: &Trail) -> Vec<ExplainedField> {
    let speaker = |speaker: &crate::document::Speaker| match &speaker.company {
        Some(company) => format!("{}, {company}", speaker.name),
        None => speaker.name.clone(),
    };
    let event = document.event.clone().unwrap_or_default();
    let speakers = document.speakers.iter().map(speaker).collect::<Vec<_>>().join("; ");
    let values = [
        (Field::Title, "title", document.title.clone()),
        (Field::Kind, "kind", document.kind.to_string()),
        (Field::Speakers, "speakers", speakers),
        (Field::Companies, "companies", document.companies.join("; ")),
        (Field::Series, "series", event.series.unwrap_or_default()),
        (
            Field::Region,
            "region",
            event.region.map(|region| region.to_string()).unwrap_or_default(),
        ),
        (Field::Colocated, "colocated", event.colocated.unwrap_or_default()),
        (Field::Year, "year", document.year.map(|year| year.to_string()).unwrap_or_default()),
        (Field::Date, "date", document.date.clone().unwrap_or_default()),
    ];
    let values = values.into_iter().filter(|(_, _, value)| !value.is_empty());
    let explained = values.map(|(field, name, value)| {
        let source = trail.of(field);
        let line = match source.map(|source| source.at) {
            // What stands below a headline begins behind the line's end.
            Some(Place::Text(at)) => Some(outline.line_at(first_letter(outline, at))),
            _ => None,
        };
        let rule = source.map_or("what the rest of the note says", |source| source.rule);
        ExplainedField { field: name.to_owned(), value, line, rule: in_words(rule).to_owned() }
    });
    explained.collect()
}

/// The first byte at or behind `at` that is no white space.
fn first_letter(outline: &Outline, at: usize) -> usize {
    let rest = outline.text.get(at..).unwrap_or("");
    at + (rest.len() - rest.trim_start().len())
}

/// What a headline's rule is called where somebody reads it.
fn in_words(rule: &'static str) -> &'static str {
    match rule {
        "" | "title" => "the headline, all of it a title",
        "dash" => "the headline: a dash between title and people",
        "bar" => "the headline: a bar between title and people",
        "colon" => "the headline: a colon between title and people",
        "semicolon" => "the headline: a semicolon between title and people",
        "comma" => "the headline: a comma between title and people",
        "brackets" => "the headline: people in brackets",
        "ellipsis" => "the headline: people behind a cut title",
        "slash" => "the headline: a slash between title and people",
        "at" => "the headline: an `@` between title and people",
        "tab" | "gap" => "the headline: a gap between title and people",
        "by" => "the headline: a word such as `by` before the people",
        "with" => "the headline: a word such as `with` before the people",
        "from" => "the headline: `from` before the people",
        "by a handle" => "the headline: `by` before a handle",
        "people first" => "the headline: people before the title",
        "people only" => "the headline: nothing but people",
        "run together" => "the headline: people begin at a given name",
        "marked title" => "the headline: its title is a link or bold",
        "quoted title" => "a title in quotes, with people behind it",
        other => other,
    }
}
