//! `kubenotes ingest`

use anyhow::{Context as _, Result};
use kubenotes::Corpus;

use super::{exit_for, exit_for_skipped};
use crate::args::{Format, IngestArgs};
use crate::build;
use crate::config::Settings;
use crate::failure::Exit;
use crate::output::document::{Place, write_summary};
use crate::output::explain::write_explanation;
use crate::output::{Output, json};

pub(crate) fn run(args: &IngestArgs, settings: &Settings, output: &Output) -> Result<Exit> {
    let dirs = if args.dirs.is_empty() { &settings.corpus } else { &args.dirs };
    if args.explain {
        return explain(&build::open(dirs, settings)?, args.note.as_deref(), output);
    }
    let progress = output.progress("reading notes");
    let ingest = build::read(dirs, settings, &|done, all| progress.at(done, all))?;
    drop(progress);
    if output.format != Format::Json {
        for diagnostic in &ingest.diagnostics {
            if diagnostic.is_skip() {
                output.warning(format_args!("skipped {diagnostic}"));
            } else {
                output.notice(format_args!("remark: {diagnostic}"));
            }
        }
    }
    let mut results = output.results();
    match output.format {
        Format::Json => results.json(&json::IngestWire {
            documents: &ingest.documents,
            diagnostics: &ingest.diagnostics,
            notes: ingest.notes,
            skipped: ingest.skipped,
        })?,
        Format::Jsonl => ingest.documents.iter().try_for_each(|doc| results.json(doc))?,
        Format::Text => results.text(|out, look| {
            ingest.documents.iter().try_for_each(|document| {
                let source = &document.source;
                let place = Place { path: &source.path, line: source.line_start, url: None };
                write_summary(out, look, document, place, 0)?;
                writeln!(out)
            })
        })?,
    }
    results.finish()?;
    output.notice(build::summary_of(&ingest));
    Ok(exit_for_skipped(ingest.skipped, args.strict))
}

/// Says why notes are split and read as they are.
fn explain(corpus: &Corpus, note: Option<&str>, output: &Output) -> Result<Exit> {
    let explained = kubenotes::explain(corpus, note).context("cannot read the notes")?;
    let mut results = output.results();
    match output.format {
        Format::Json => results.json(&explained)?,
        Format::Jsonl => explained.iter().try_for_each(|note| results.json(note))?,
        Format::Text => results.text(|out, look| {
            explained.iter().enumerate().try_for_each(|(n, note)| {
                if n > 0 {
                    writeln!(out)?;
                }
                write_explanation(out, look, note)
            })
        })?,
    }
    results.finish()?;
    if let Some(note) = note.filter(|_| explained.is_empty()) {
        output.notice(format_args!("there is no note {note}"));
    }
    Ok(exit_for(explained.len()))
}
