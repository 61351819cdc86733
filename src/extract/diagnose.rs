//! What a note-taker can mend in one note.

use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::extract::assemble::{Assembled, Note};
use crate::extract::structure::Opening;

/// Two readings of a headline are equally good when their certainties differ by less.
const TOO_CLOSE: f32 = 0.1;

/// What is to be said about a note that was split at `openings` into `documents`.
pub(super) fn note(
    note: &Note<'_>,
    openings: &[Opening],
    documents: &[Assembled],
) -> Vec<Diagnostic> {
    let path = note.path;
    let mut found: Vec<Diagnostic> = Vec::new();
    for (line, message) in &note.outline.problems {
        let diagnostic = Diagnostic::new(path, DiagnosticKind::FrontMatter, message.clone());
        found.push(diagnostic.on_line(*line));
    }
    let documents = || documents.iter().map(|(document, _)| document);
    let sessions = || documents().filter(|document| document.kind != crate::Kind::Section);
    if sessions().next().is_some() && sessions().all(|document| document.event.is_none()) {
        let message = "nothing says which event these sessions were given at";
        found.push(Diagnostic::new(path, DiagnosticKind::NoEvent, message));
    }
    if let Some((first, second)) = note.event.two_years {
        let message = match note.event.year {
            Some(year) => {
                format!("both {first} and {second} may be the event's year; taken as {year}")
            }
            None => format!("{first} and {second} are equally likely the event's year"),
        };
        found.push(Diagnostic::new(path, DiagnosticKind::TwoYears, message));
    }
    for (opening, document) in openings.iter().zip(documents()) {
        let Some(candidate) = opening.candidate.filter(|_| opening.session) else { continue };
        let reading = &note.candidates[candidate].reading;
        if reading.certainty > 0.0
            && reading.runner_up > 0.0
            && reading.certainty - reading.runner_up < TOO_CLOSE
        {
            let people = document.speakers.iter().map(|speaker| speaker.name.as_str());
            let people: Vec<&str> =
                people.chain(document.companies.iter().map(String::as_str)).collect();
            let message = format!(
                "title and speakers can be read in two ways; taken as \"{}\" by {}",
                document.title,
                people.join(", ")
            );
            let diagnostic = Diagnostic::new(path, DiagnosticKind::AmbiguousHeadline, message);
            found.push(diagnostic.on_line(document.source.line_start));
        }
    }
    found
}
