//! `kubenotes index` and `kubenotes rebuild`

use anyhow::Result;

use crate::args::{BuildArgs, Format};
use crate::build;
use crate::config::Settings;
use crate::failure::Exit;
use crate::output::{Output, json};

pub(crate) fn run(args: &BuildArgs, settings: &Settings, output: &Output) -> Result<Exit> {
    let built = build::build(settings, output)?;
    let (ingest, manifest) = (&built.ingest, &built.manifest);
    let mut results = output.results();
    if output.format == Format::Text {
        build::report_diagnostics(ingest, output);
        build::report_unsaid(ingest, output);
        results.text(|out, _| {
            let place = settings.index.display();
            writeln!(out, "indexed {} in {place}", build::summary(ingest))
        })?;
    } else {
        results.json(&json::BuildWire {
            generation: &manifest.generation,
            documents: manifest.documents,
            sessions: build::sessions(ingest),
            notes: ingest.notes,
            skipped: ingest.skipped,
            bytes: ingest.bytes,
            took_ms: built.took.as_millis().try_into().unwrap_or(u64::MAX),
            diagnostics: &ingest.diagnostics,
        })?;
    }
    results.finish()?;
    if output.verbose {
        output.notice(format_args!("generation {}, {:.1?}", manifest.generation, built.took));
    }
    Ok(exit_for_skipped(ingest.skipped, args.strict))
}

/// How a command ends that had to skip notes.
pub(super) fn exit_for_skipped(skipped: usize, strict: bool) -> Exit {
    if strict && skipped > 0 { Exit::Skipped } else { Exit::Done }
}
