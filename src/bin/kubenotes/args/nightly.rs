//! What can be typed for the commands that write an index or look after it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Bring the index up to date with the notes
///
/// Only notes that have changed are read. The new index is built aside and takes the old one's place
/// in one step, and answers as one that was built anew would.
#[derive(Debug, Args)]
pub(crate) struct IndexArgs {
    /// Exit with 3 when notes were skipped
    #[arg(long)]
    pub(crate) strict: bool,

    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

/// Build the index anew, as a nightly job does
///
/// The new index is built aside and takes the old one's place in one step: whoever searches
/// meanwhile sees the old index or the new one, and a failed run changes nothing. A new index that
/// looks wrong is not published (exit 20) but kept for a look: one without documents, with far fewer
/// than the published one, from notes of which many cannot be read, or that does not answer what
/// kubenotes.toml says it must.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  kubenotes rebuild --report last.json --metrics kubenotes.prom")]
pub(crate) struct RebuildArgs {
    /// Exit with 3 when notes were skipped
    #[arg(long)]
    pub(crate) strict: bool,

    /// Publish this time even if there are far fewer documents than before
    #[arg(long)]
    pub(crate) allow_shrink: bool,

    /// Publish this time even if there are no documents
    #[arg(long)]
    pub(crate) allow_empty: bool,

    /// Publish this time even if many notes cannot be read
    #[arg(long)]
    pub(crate) allow_unreadable: bool,

    /// Keep the N newest generations [default: 3]; the published one, the one before and those
    /// younger than an hour are always kept
    #[arg(long, value_name = "N")]
    pub(crate) keep: Option<usize>,

    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

/// Where to say what a run did.
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// Write what happened as JSON, whatever the outcome
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,

    /// Write what happened in the text format of Prometheus
    #[arg(long, value_name = "FILE")]
    pub(crate) metrics: Option<PathBuf>,

    /// Log each step on stderr, as text or json
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    pub(crate) log_format: Option<LogFormat>,
}

/// The form of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// Check every byte of the index
///
/// Reads every file of a generation, compares it with what was written, and asks for some of its
/// documents. Exits with 12 when anything is wrong.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The generation [default: the published one]
    #[arg(value_name = "GENERATION")]
    pub(crate) generation: Option<String>,

    /// Check all generations that are kept
    #[arg(long, conflicts_with = "generation")]
    pub(crate) all: bool,
}

/// Publish an older generation of the index again
///
/// `kubenotes status` lists those that are kept. The next `index` or `rebuild` publishes a new one.
#[derive(Debug, Args)]
pub(crate) struct RollbackArgs {
    /// The generation [default: the one before the published one]
    #[arg(value_name = "GENERATION")]
    pub(crate) generation: Option<String>,
}
