//! Why a note was split and read as it was, for eyes.

use std::io::{self, Write};

use kubenotes::{Decision, Evidence, ExplainedCandidate, ExplainedDocument, Explanation};

use super::layout::{Span, write_wrapped};
use super::text::plural;
use super::{Look, sanitize_line};

/// How far everything but the line numbers stands from the edge.
const INDENT: usize = 7;

/// The longest headline that is shown in full, in characters: prose in a list is told by its start.
const MAX_HEADLINE: usize = 90;

/// Writes everything about one note.
pub(crate) fn write_explanation(
    out: &mut dyn Write,
    look: Look,
    explained: &Explanation,
) -> io::Result<()> {
    let palette = look.palette;
    let path = sanitize_line(&explained.path);
    let sort = match (explained.is_post, explained.names_event) {
        (true, true) => "a post about an event",
        (true, false) => "a post that names no event",
        (false, true) => "notes of an event",
        (false, false) => "notes that name no event",
    };
    writeln!(out, "{0}{path}{0:#}: {sort}", palette.path)?;
    let candidates = &explained.candidates;
    let shown: Vec<_> = candidates.iter().filter(|candidate| is_shown(candidate)).collect();
    let needed = explained.needed;
    writeln!(out, "\nWhat could head a session, and what speaks for it ({needed} is enough):\n")?;
    for candidate in &shown {
        write_candidate(out, look, candidate)?;
    }
    let left_out = candidates.len() - shown.len();
    if left_out > 0 {
        let left_out = plural(left_out, "other line", "other lines");
        writeln!(out, "{0}{left_out} with nothing that speaks for a session{0:#}", palette.dim)?;
    }
    writeln!(out, "\nWhere the fields of its documents stand:\n")?;
    for document in &explained.documents {
        write_document(out, look, document)?;
    }
    for diagnostic in &explained.diagnostics {
        writeln!(out, "remark: {}", sanitize_line(&diagnostic.to_string()))?;
    }
    Ok(())
}

/// A note's many bullets are told together, unless one comes near to heading a session.
fn is_shown(candidate: &ExplainedCandidate) -> bool {
    candidate.decision != Decision::Part
        || candidate.total > 0.0
        || candidate.carrier.starts_with("heading")
}

fn write_candidate(
    out: &mut dyn Write,
    look: Look,
    candidate: &ExplainedCandidate,
) -> io::Result<()> {
    let palette = look.palette;
    let decision = match candidate.decision {
        Decision::Session => "session",
        Decision::Section => "section",
        _ => "no session",
    };
    let text = shortened(&sanitize_line(&candidate.text));
    let end = format!(" ({}, {:.1}): ", candidate.carrier, candidate.total);
    let spans = [
        Span::new(&text, palette.title),
        Span::new(&end, palette.dim),
        Span::new(decision, palette.kind),
    ];
    write!(out, "{0}{1:>5}{0:#}  ", palette.path, candidate.line)?;
    write_wrapped(out, &spans, INDENT, look.width)?;
    for (name, evidence) in [("itself", &candidate.own), ("the note", &candidate.around)] {
        if !evidence.is_empty() {
            write_line(out, look, &format!("{name}: {}", in_one_line(evidence)))?;
        }
    }
    match &candidate.because {
        Some(because) => write_line(out, look, &format!("decided by: {because}")),
        None => Ok(()),
    }
}

fn in_one_line(evidence: &[Evidence]) -> String {
    let told = evidence.iter().map(|part| format!("{:+.1} {}", part.points, part.why));
    told.collect::<Vec<_>>().join("; ")
}

fn write_document(out: &mut dyn Write, look: Look, document: &ExplainedDocument) -> io::Result<()> {
    let palette = look.palette;
    let source = &document.source;
    let title = sanitize_line(&document.title);
    let title = if title.is_empty() { "(untitled)" } else { &title };
    let end = format!(" ({}, to line {}, {})", document.kind, source.line_end, document.id);
    let spans = [Span::new(title, palette.title), Span::new(&end, palette.dim)];
    write!(out, "{0}{1:>5}{0:#}  ", palette.path, source.line_start)?;
    write_wrapped(out, &spans, INDENT, look.width)?;
    for field in &document.fields {
        let line = field.line.map(|line| format!("line {line}, ")).unwrap_or_default();
        let told = format!("{}: {}  ({line}{})", field.field, field.value, field.rule);
        write_line(out, look, &sanitize_line(&told))?;
    }
    if !document.talk.is_empty() {
        let places = document.talk.iter().map(|at| format!("{}:{}", at.path, at.line_start));
        let places = places.collect::<Vec<_>>().join(", ");
        write_line(out, look, &sanitize_line(&format!("talk: the same as {places}")))?;
    }
    Ok(())
}

/// A line that belongs to the one above it, and goes on further in.
fn write_line(out: &mut dyn Write, look: Look, text: &str) -> io::Result<()> {
    write!(out, "{:1$}", "", INDENT + 2)?;
    let spans = [Span::new(text, look.palette.dim)];
    write_wrapped(out, &spans, INDENT + 4, look.width)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_HEADLINE) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
