//! From notes to a published index, with a progress bar: what `index`, `rebuild` and a first
//! `search` have in common.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use kubenotes::{Corpus, Index, Ingest, Kind, Manifest, Provenance};

use crate::config::Settings;
use crate::output::Output;
use crate::output::text::plural;

/// What was built.
#[derive(Debug)]
pub(crate) struct Build {
    pub(crate) ingest: Ingest,
    pub(crate) manifest: Manifest,
    pub(crate) took: Duration,
}

/// Reads the notes and publishes an index of them.
pub(crate) fn build(settings: &Settings, output: &Output) -> Result<Build> {
    let started = Instant::now();
    // Taken before the first note is read, so that whatever changes from now on counts as changed.
    let built_at = jiff::Timestamp::now().to_string();
    let progress = output.progress("reading notes");
    let ingest = read(&settings.corpus, &|done, all| progress.at(done, all))?;
    progress.next("writing the index");
    let provenance = Provenance {
        corpus_fingerprint: ingest.fingerprint.clone(),
        corpus: absolute(settings)?,
        built_at,
    };
    let manifest = Index::publish(&settings.index, &ingest.documents, &provenance)
        .context("cannot build the index")?;
    Ok(Build { ingest, manifest, took: started.elapsed() })
}

/// Reads the notes below `dirs`.
pub(crate) fn read(
    dirs: &[impl AsRef<Path>],
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Ingest> {
    Corpus::open(dirs)
        .and_then(|corpus| kubenotes::ingest(&corpus, Some(progress)))
        .context("cannot read the notes")
}

/// The corpus folders, whatever the current folder.
pub(crate) fn absolute(settings: &Settings) -> Result<Vec<String>> {
    let absolute = |dir| -> std::io::Result<String> {
        Ok(std::path::absolute(dir)?.to_string_lossy().into_owned())
    };
    settings.corpus.iter().map(absolute).collect::<Result<_, _>>().context("cannot find the notes")
}

/// How many of the documents are sessions.
pub(crate) fn sessions(ingest: &Ingest) -> usize {
    ingest.documents.iter().filter(|document| document.kind != Kind::Section).count()
}

/// `123 sessions and 45 sections from 17 notes`
pub(crate) fn summary(ingest: &Ingest) -> String {
    let sessions = sessions(ingest);
    format!(
        "{} and {} from {}",
        plural(sessions, "session", "sessions"),
        plural(ingest.documents.len() - sessions, "section", "sections"),
        plural(ingest.notes, "note", "notes")
    )
}

/// Names the notes that were skipped, and says every other remark when asked for more.
pub(crate) fn report_diagnostics(ingest: &Ingest, output: &Output) {
    for diagnostic in &ingest.diagnostics {
        if diagnostic.is_skip() {
            output.warning(format_args!("skipped {diagnostic}"));
        } else if output.verbose {
            output.notice(format_args!("remark: {diagnostic}"));
        }
    }
}

/// Says how many remarks there are that were not shown.
pub(crate) fn report_unsaid(ingest: &Ingest, output: &Output) {
    let remarks = ingest.diagnostics.iter().filter(|diagnostic| !diagnostic.is_skip()).count();
    if remarks > 0 && !output.verbose {
        let remarks = plural(remarks, "remark", "remarks");
        output.notice(format_args!("{remarks} about the notes; -v shows them"));
    }
}
