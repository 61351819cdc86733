//! Reading notes with a progress bar, and how what was read is summed up.

use std::path::Path;

use anyhow::{Context as _, Result};
use kubenotes::{Corpus, Diagnostic, Ingest, Kind};

use crate::config::Settings;
use crate::output::Output;
use crate::output::text::plural;

/// The notes below `dirs`, to be read with the words of the settings.
pub(crate) fn open(dirs: &[impl AsRef<Path>], settings: &Settings) -> Result<Corpus> {
    let corpus = Corpus::open(dirs).context("cannot read the notes")?;
    corpus.with_lexicon(&settings.lexicon).context("cannot use the table `[lexicon]`")
}

/// Reads the notes below `dirs`.
pub(crate) fn read(
    dirs: &[impl AsRef<Path>],
    settings: &Settings,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Ingest> {
    kubenotes::ingest(&open(dirs, settings)?, Some(progress)).context("cannot read the notes")
}

/// The corpus folders, whatever the current folder.
pub(crate) fn absolute(settings: &Settings) -> Result<Vec<String>> {
    let absolute = |dir| -> std::io::Result<String> {
        Ok(std::path::absolute(dir)?.to_string_lossy().into_owned())
    };
    settings.corpus.iter().map(absolute).collect::<Result<_, _>>().context("cannot find the notes")
}

/// `123 sessions and 45 sections from 17 notes`
pub(crate) fn summary(sessions: u64, sections: u64, notes: usize) -> String {
    let plural = |n: u64, one, many| plural(n.try_into().unwrap_or(usize::MAX), one, many);
    format!(
        "{} and {} from {}",
        plural(sessions, "session", "sessions"),
        plural(sections, "section", "sections"),
        plural(notes as u64, "note", "notes")
    )
}

/// The same of what was read.
pub(crate) fn summary_of(ingest: &Ingest) -> String {
    let sections = ingest.documents.iter().filter(|document| document.kind == Kind::Section);
    let sections = sections.count() as u64;
    summary(ingest.documents.len() as u64 - sections, sections, ingest.notes)
}

/// Names the notes that were skipped, and says every other remark when asked for more.
pub(crate) fn report_diagnostics(diagnostics: &[Diagnostic], output: &Output) {
    for diagnostic in diagnostics {
        if diagnostic.is_skip() {
            output.warning(format_args!("skipped {diagnostic}"));
        } else if output.verbose {
            output.notice(format_args!("remark: {diagnostic}"));
        }
    }
}

/// Says how many remarks there are that were not shown.
pub(crate) fn report_unsaid(diagnostics: &[Diagnostic], output: &Output) {
    let remarks = diagnostics.iter().filter(|diagnostic| !diagnostic.is_skip()).count();
    if remarks > 0 && !output.verbose {
        let remarks = plural(remarks, "remark", "remarks");
        output.notice(format_args!("{remarks} about the notes; -v shows them"));
    }
}
