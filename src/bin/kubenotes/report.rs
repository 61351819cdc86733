//! What a run leaves for the morning: a report as JSON, and figures for Prometheus.
//!
//! Both are written aside and renamed, so that whoever reads them sees a whole file. A report that
//! cannot be written is a warning: what was published is published.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Error, Result};
use kubenotes::{Index, UpdateReport};
use serde::Serialize;

use crate::args::ReportArgs;
use crate::failure::{self, Exit};
use crate::output::Output;

/// What there is to report.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) command: &'static str,
    /// RFC 3339 in UTC.
    pub(crate) started_at: &'a str,
    pub(crate) took: Duration,
    pub(crate) exit: Exit,
    pub(crate) error: Option<&'a Error>,
    pub(crate) report: &'a UpdateReport,
}

/// The file of `--report`.
#[derive(Debug, Serialize)]
struct Wire<'a> {
    command: &'a str,
    version: &'a str,
    started_at: &'a str,
    took_ms: u64,
    exit: u8,
    error: Option<ErrorWire>,
    #[serde(flatten)]
    report: &'a UpdateReport,
}

#[derive(Debug, Serialize)]
struct ErrorWire {
    kind: &'static str,
    message: String,
}

/// Writes what `args` ask for.
pub(crate) fn write(facts: &Facts<'_>, args: &ReportArgs, index: &Path, output: &Output) {
    let report = args.report.as_deref().map(|file| write_report(facts, file));
    let metrics = args.metrics.as_deref().map(|file| write_metrics(facts, file, index));
    for error in [report, metrics].into_iter().flatten().filter_map(Result::err) {
        let message = format!("{error:#}");
        tracing::warn!(error = message, "no report");
        // Told even where everything else is quiet: in the morning it is missed.
        output.alert(message);
    }
}

fn write_report(facts: &Facts<'_>, file: &Path) -> Result<()> {
    let error = facts
        .error
        .map(|error| ErrorWire { kind: failure::kind(error), message: format!("{error:#}") });
    let wire = Wire {
        command: facts.command,
        version: env!("CARGO_PKG_VERSION"),
        started_at: facts.started_at,
        took_ms: facts.took.as_millis().try_into().unwrap_or(u64::MAX),
        exit: facts.exit as u8,
        error,
        report: facts.report,
    };
    let mut json = serde_json::to_vec_pretty(&wire).context("cannot write the report")?;
    json.push(b'\n');
    replace(file, &json).with_context(|| format!("cannot write the report {}", file.display()))
}

const LAST_SUCCESS: &str = "kubenotes_last_success_timestamp_seconds";

fn write_metrics(facts: &Facts<'_>, file: &Path, index: &Path) -> Result<()> {
    // A failed run does not move the time of the last good one.
    let now = jiff::Timestamp::now().as_second();
    let last_success = match facts.error {
        None => Some(now),
        Some(_) => fs::read_to_string(file).ok().as_deref().and_then(last_success),
    };
    let published = Index::open(index).map(|index| index.manifest()).ok();
    let text = metrics(facts, now, last_success, published.as_ref());
    replace(file, text.as_bytes())
        .with_context(|| format!("cannot write the metrics {}", file.display()))
}

fn last_success(metrics: &str) -> Option<i64> {
    metrics.lines().find_map(|line| line.strip_prefix(LAST_SUCCESS)?.trim().parse().ok())
}

/// What is `published` now, and how this run went, as of `now` in seconds since 1970.
fn metrics(
    facts: &Facts<'_>,
    now: i64,
    last_success: Option<i64>,
    published: Option<&kubenotes::Manifest>,
) -> String {
    let mut text = String::new();
    let mut gauge = |name: &str, help: &str, value: f64| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}");
    };
    let done = facts.report;
    if let Some(last_success) = last_success {
        gauge(LAST_SUCCESS, "When a run last ended well.", last_success as f64);
    }
    gauge("kubenotes_last_run_timestamp_seconds", "When the last run ended.", now as f64);
    gauge("kubenotes_last_run_exit_code", "How it ended.", f64::from(facts.exit as u8));
    gauge("kubenotes_last_run_duration_seconds", "How long it took.", facts.took.as_secs_f64());
    gauge(
        "kubenotes_last_run_published",
        "Whether it published a generation.",
        f64::from(u8::from(done.published)),
    );
    for (name, help, n) in [
        ("kubenotes_last_run_notes", "Notes it found.", done.notes),
        ("kubenotes_last_run_skipped_notes", "Notes it could not use.", done.skipped),
        ("kubenotes_last_run_added_notes", "Notes that had come.", done.added.len()),
        ("kubenotes_last_run_changed_notes", "Notes that had changed.", done.changed.len()),
        ("kubenotes_last_run_removed_notes", "Notes that had gone.", done.removed.len()),
        ("kubenotes_last_run_gone_sessions", "Sessions that had gone.", done.sessions_gone_total),
        ("kubenotes_last_run_refusals", "Guards that refused to publish.", done.refused.len()),
    ] {
        gauge(name, help, n as f64);
    }
    if let Some(published) = published {
        let generation = published.generation.parse().unwrap_or(0.0);
        gauge("kubenotes_generation", "The published generation.", generation);
        gauge("kubenotes_documents", "Documents it holds.", published.documents as f64);
        if let Ok(built_at) = published.built_at.parse::<jiff::Timestamp>() {
            let built_at = built_at.as_second() as f64;
            gauge("kubenotes_built_timestamp_seconds", "When its notes were read.", built_at);
        }
    }
    if !done.phases.is_empty() {
        let name = "kubenotes_last_run_phase_seconds";
        let _ = writeln!(text, "# HELP {name} How long its phases took.\n# TYPE {name} gauge");
        for phase in &done.phases {
            let seconds = phase.took_ms as f64 / 1000.0;
            let _ = writeln!(text, "{name}{{phase=\"{}\"}} {seconds}", phase.name);
        }
    }
    text
}

/// Writes `bytes` beside `file` and renames it over `file`. A link stays and its target is replaced;
/// what is no regular file, such as `/dev/stdout` or a pipe, is written to.
fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(file);
    let file = target.as_deref().unwrap_or(file);
    if fs::metadata(file).is_ok_and(|data| !data.is_file() && !data.is_dir()) {
        return File::options().write(true).open(file)?.write_all(bytes);
    }
    let name = file.file_name().ok_or(io::ErrorKind::InvalidFilename)?.to_string_lossy();
    // Collectors read every file of their folder by its ending: this one has another.
    let aside = file.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let write = || {
        let mut new = File::create(&aside)?;
        new.write_all(bytes)?;
        new.sync_all()?;
        fs::rename(&aside, file)
    };
    write().inspect_err(|_| {
        // The error that matters is told; a leftover that cannot be removed is not worth another.
        let _ = fs::remove_file(&aside);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_run_does_not_move_the_last_success() {
        let report = UpdateReport::default();
        let facts = Facts {
            command: "rebuild",
            started_at: "2026-01-01T03:00:00Z",
            took: Duration::from_millis(1500),
            exit: Exit::Refused,
            error: None,
            report: &report,
        };
        let text = metrics(&facts, 1_700_000_100, Some(1_700_000_000), None);
        assert_eq!(last_success(&text), Some(1_700_000_000));
        assert!(text.contains("\nkubenotes_last_run_exit_code 20\n"), "{text}");
        assert!(text.contains("\nkubenotes_last_run_duration_seconds 1.5\n"), "{text}");
        assert_eq!(last_success(&metrics(&facts, 1, None, None)), None);
        for line in text.lines() {
            let is_comment = line.starts_with("# HELP ") || line.starts_with("# TYPE ");
            let mut parts = line.split(' ');
            let is_sample = parts.next().is_some_and(|name| name.starts_with("kubenotes_"))
                && parts.next().is_some_and(|value| value.parse::<f64>().is_ok())
                && parts.next().is_none();
            assert!(is_comment || is_sample, "{line}");
        }
    }

    #[test]
    fn a_report_replaces_the_last_one_or_leaves_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("last.json");
        replace(&file, b"one").unwrap();
        replace(&file, b"two").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        replace(&dir.path().join("none/last.json"), b"one").unwrap_err();
        fs::create_dir(dir.path().join("folder")).unwrap();
        replace(&dir.path().join("folder"), b"one").unwrap_err();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
