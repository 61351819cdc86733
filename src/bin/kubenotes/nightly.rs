//! One update of the index as `index` and `rebuild` run it: with progress, logs, signals and
//! reports.

use std::time::{Duration, Instant};

use anyhow::Result;
use kubenotes::{
    Hooks, Index, Mode, Query, Refusal, SearchOptions, UpdateOptions, UpdateReport, update,
};

use crate::args::{Format, LogFormat, ReportArgs};
use crate::build;
use crate::commands::{eval, exit_for_skipped};
use crate::config::Settings;
use crate::failure::{self, Exit};
use crate::output::text::plural;
use crate::output::{Output, json};
use crate::{report, signals};

/// Readers may be about to open a generation that is this young.
const MINIMUM_AGE: Duration = Duration::from_secs(3600);

/// The same where somebody updates by hand, again and again.
const MINIMUM_AGE_BY_HAND: Duration = Duration::from_secs(300);

/// What a run is to do.
#[derive(Debug)]
pub(crate) struct Job<'a> {
    pub(crate) command: &'static str,
    pub(crate) options: UpdateOptions,
    pub(crate) reports: &'a ReportArgs,
    /// Whether skipped notes are an exit code of their own.
    pub(crate) strict: bool,
    /// Whether queries must be answered before the new index is published.
    pub(crate) asks_queries: bool,
}

/// How every update begins.
pub(crate) fn options(mode: Mode, settings: &Settings) -> Result<UpdateOptions> {
    let mut options = UpdateOptions::default();
    options.mode = mode;
    // Taken before the first note is read, so that whatever changes from now on counts as changed.
    options.started_at = jiff::Timestamp::now().to_string();
    options.corpus = build::absolute(settings)?;
    let rebuild = &settings.rebuild;
    options.retention.keep = rebuild.keep.unwrap_or(options.retention.keep);
    let minutes = rebuild.minimum_age_minutes.map(|minutes| minutes.saturating_mul(60));
    let by_default = match mode {
        Mode::Rebuild => MINIMUM_AGE,
        Mode::Incremental => MINIMUM_AGE_BY_HAND,
    };
    options.retention.minimum_age = minutes.map_or(by_default, Duration::from_secs);
    Ok(options)
}

/// Runs `job`, says what happened, and writes its reports whatever the outcome.
pub(crate) fn run(job: &Job<'_>, settings: &Settings, output: &Output) -> Result<Exit> {
    let started = Instant::now();
    if let Some(format) = job.reports.log_format {
        listen_to_logs(format);
    }
    signals::listen()?;
    let mut done = UpdateReport::default();
    let result = update_index(&job.options, job.asks_queries, settings, output, &mut done);
    let exit = match &result {
        Ok(()) => exit_for_skipped(done.skipped, job.strict),
        Err(error) => failure::exit(error),
    };
    let facts = report::Facts {
        command: job.command,
        started_at: &job.options.started_at,
        took: started.elapsed(),
        exit,
        error: result.as_ref().err(),
        report: &done,
    };
    log(&facts);
    report::write(&facts, job.reports, &settings.index, output);
    if facts.error.is_none() {
        tell(&facts, settings, output)?;
    }
    result.map(|()| exit)
}

/// Builds the index of somebody who searches and has none yet.
pub(crate) fn first(settings: &Settings, output: &Output) -> Result<UpdateReport> {
    let mut done = UpdateReport::default();
    update_index(&options(Mode::Incremental, settings)?, false, settings, output, &mut done)?;
    Ok(done)
}

/// Brings the index up to date.
fn update_index(
    options: &UpdateOptions,
    asks_queries: bool,
    settings: &Settings,
    output: &Output,
    done: &mut UpdateReport,
) -> Result<()> {
    let progress = output.progress("reading notes");
    let at = |n, all| progress.at(n, all);
    let phase = |name: &'static str| {
        tracing::info!(phase = name, "begin");
        match name {
            "read" => progress.next("reading notes"),
            "lock" => {}
            _ => progress.next("writing the index"),
        }
    };
    let check = |index: &Index| check_queries(settings, index);
    let mut hooks = Hooks::default();
    hooks.progress = Some(&at);
    hooks.phase = Some(&phase);
    hooks.stop = Some(&signals::came);
    hooks.check = asks_queries.then_some(&check);
    let corpus = build::open(&settings.corpus, settings)?;
    update(&corpus, &settings.index, options, &hooks, done).map_err(|error| {
        let context = match error.kind() {
            kubenotes::ErrorKind::CorpusUnreadable => "cannot read the notes",
            _ => "cannot build the index",
        };
        anyhow::Error::from(error).context(context)
    })
}

/// Which of the configured queries `index` does not answer well enough.
fn check_queries(settings: &Settings, index: &Index) -> kubenotes::Result<Vec<Refusal>> {
    let rebuild = &settings.rebuild;
    let mut refusals = Vec::new();
    let searcher = index.searcher()?;
    for canary in &rebuild.canaries {
        let answer = searcher.search(&Query::parse(canary), &SearchOptions::default())?;
        if answer.total == 0 || answer.relaxed {
            let message = format!("`{canary}` is not answered");
            refusals.push(Refusal { guard: "canary", message });
        }
    }
    if let Some(queries) = &rebuild.queries {
        // Without a floor the file must be usable all the same.
        let floor = rebuild.ndcg10.unwrap_or(0.0);
        let message = match eval::mean_quality(queries, index) {
            Ok(quality) if quality.ndcg10 >= floor => return Ok(refusals),
            Ok(quality) => format!("nDCG@10 is {:.3}, less than {floor}", quality.ndcg10),
            Err(error) => format!("the queries cannot be asked: {error:#}"),
        };
        refusals.push(Refusal { guard: "relevance", message });
    }
    Ok(refusals)
}

/// Prints what happened.
fn tell(facts: &report::Facts<'_>, settings: &Settings, output: &Output) -> Result<()> {
    let done = facts.report;
    let mut results = output.results();
    if output.format == Format::Text {
        build::report_diagnostics(&done.diagnostics, output);
        build::report_unsaid(&done.diagnostics, output);
        if let Some(problem) = &done.unreadable_index {
            output.notice(format_args!("the old index was replaced: {problem}"));
        }
        let sections = done.documents - done.sessions;
        let summary = build::summary(done.sessions, sections, done.notes);
        results.text(|out, _| {
            let verb = if done.unchanged { "nothing has changed:" } else { "indexed" };
            writeln!(out, "{verb} {summary} in {}", settings.index.display())
        })?;
    } else {
        results.json(&json::BuildWire {
            generation: done.generation.as_deref().unwrap_or_default(),
            unchanged: done.unchanged,
            documents: done.documents,
            sessions: done.sessions,
            notes: done.notes,
            skipped: done.skipped,
            bytes: done.bytes,
            took_ms: facts.took.as_millis().try_into().unwrap_or(u64::MAX),
            diagnostics: &done.diagnostics,
        })?;
    }
    results.finish()?;
    if output.verbose {
        let (added, changed, removed) = (done.added.len(), done.changed.len(), done.removed.len());
        output.notice(format_args!(
            "generation {}, {:.1?}; {} added, {changed} changed, {removed} removed",
            done.generation.as_deref().unwrap_or_default(),
            facts.took,
            plural(added, "note", "notes"),
        ));
    }
    Ok(())
}

/// Log lines go to stderr. What a test or an embedder has set up before stays.
fn listen_to_logs(format: LogFormat) {
    let builder = tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false);
    let _ = match format {
        LogFormat::Text => builder.with_ansi(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
}

fn log(facts: &report::Facts<'_>) {
    let done = facts.report;
    for phase in &done.phases {
        tracing::info!(phase = phase.name, took_ms = phase.took_ms, "end");
    }
    for diagnostic in done.diagnostics.iter().filter(|diagnostic| diagnostic.is_skip()) {
        tracing::warn!(note = diagnostic.path, reason = diagnostic.message, "skipped");
    }
    let exit = facts.exit as u8;
    let took_ms = u64::try_from(facts.took.as_millis()).unwrap_or(u64::MAX);
    match facts.error {
        None => tracing::info!(
            exit,
            took_ms,
            generation = done.generation,
            documents = done.documents,
            notes = done.notes,
            skipped = done.skipped,
            unchanged = done.unchanged,
            "done"
        ),
        Some(error) => {
            let error = format!("{error:#}");
            tracing::error!(exit, took_ms, published = done.published, error, "failed");
        }
    }
}
