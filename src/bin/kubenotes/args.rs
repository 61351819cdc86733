//! What can be typed: every command, flag and default, as clap reads them. The doc comments are
//! the help. Nothing is looked up here; [`crate::config`] makes settings of what was typed.

mod nightly;
mod search;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use nightly::{IndexArgs, LogFormat, RebuildArgs, ReportArgs, RollbackArgs, VerifyArgs};
pub(crate) use search::{FacetArg, SearchArgs};

const EXAMPLES: &str = "\
Examples:
  kubenotes search sessions about Flux
  kubenotes search 'talks by Liz Rice about eBPF at KubeCon EU 2023'
  kubenotes open 1
  kubenotes facets company

Exit codes:
  0 found, or done     1 nothing found       2 usage, or any other error
  3 notes were skipped (only with --strict)  10 no index    11 index is locked
  12 index is damaged  20 refused to publish 21 disk full   22 corpus unreadable
  130, 143 ended by a signal, with nothing half done";

/// Search the notes that people take at KubeCon + CloudNativeCon
///
/// kubenotes reads folders of Markdown and plain text as people really write them, splits them into
/// sessions with titles, speakers, companies, events and years, and answers ranked queries.
#[derive(Debug, Parser)]
#[command(name = "kubenotes", version, after_help = EXAMPLES, max_term_width = 100)]
#[command(arg_required_else_help = true, infer_subcommands = false)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Common options")]
pub(crate) struct CommonArgs {
    /// Folder of notes, repeatable [default: corpus] [env: KUBENOTES_CORPUS]
    #[arg(long, value_name = "DIR", global = true, env = "KUBENOTES_CORPUS", hide_env = true)]
    pub(crate) corpus: Vec<PathBuf>,

    /// Folder of the index [default: index] [env: KUBENOTES_INDEX]
    #[arg(long, value_name = "DIR", global = true, env = "KUBENOTES_INDEX", hide_env = true)]
    pub(crate) index: Option<PathBuf>,

    /// Settings file [default: kubenotes.toml in this folder or one above it]
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,

    /// Results as text, json (one object) or jsonl (one a line) [default: text]
    #[arg(long, value_enum, value_name = "FORMAT", global = true, default_value_t)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) format: Format,

    /// Colours and links: auto (a terminal without NO_COLOR), always, never
    #[arg(long, value_enum, value_name = "WHEN", global = true, default_value_t)]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub(crate) color: ColorWhen,

    /// Say nothing but results and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Say more: every remark about the notes, and how long things took
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

/// The form in which results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Text,
    Json,
    Jsonl,
}

/// When to use colours and links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWhen {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Search(Box<SearchArgs>),
    Show(ShowArgs),
    Related(RelatedArgs),
    Open(OpenArgs),
    Facets(FacetsArgs),
    Index(IndexArgs),
    Rebuild(Box<RebuildArgs>),
    /// Say what is indexed and whether the notes have changed since
    Status,
    Verify(VerifyArgs),
    Rollback(RollbackArgs),
    Ingest(IngestArgs),
    Eval(EvalArgs),
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  kubenotes completions bash \
                            > ~/.local/share/bash-completion/completions/kubenotes")]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print a manual page
    #[command(after_help = "Example:\n  kubenotes man search | man -l -")]
    Man {
        /// The command it is about; kubenotes itself without one
        command: Option<String>,
    },
}

/// Show one document in full
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  kubenotes show 1\n  kubenotes show --format json 1")]
pub(crate) struct ShowArgs {
    /// Id of a document, or rank of a hit in the last search
    #[arg(value_name = "ID|RANK")]
    pub(crate) target: String,
}

/// List documents that are like one of them
#[derive(Debug, Args)]
pub(crate) struct RelatedArgs {
    /// Id of a document, or rank of a hit in the last search
    #[arg(value_name = "ID|RANK")]
    pub(crate) target: String,

    /// The most documents to list [default: 10]
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, hide_default_value = true)]
    #[arg(value_parser = search::limit())]
    pub(crate) limit: usize,
}

/// Open a note at its line in your editor
///
/// The editor is the one that VISUAL or EDITOR names.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  kubenotes search -n 3 flux && kubenotes open 2")]
pub(crate) struct OpenArgs {
    /// Id of a document, or rank of a hit in the last search
    #[arg(value_name = "ID|RANK")]
    pub(crate) target: String,
}

/// List the values of a field with their counts
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  kubenotes facets speaker -n 20")]
pub(crate) struct FacetsArgs {
    /// The field
    #[arg(value_enum)]
    pub(crate) field: FacetArg,

    /// The most values to list [default: all]
    #[arg(short = 'n', long, value_name = "N", value_parser = search::limit())]
    pub(crate) limit: Option<usize>,
}

/// Read notes and print their documents, without an index
///
/// Shows how notes are split into sessions, and what is read from them. Remarks about the notes
/// go to stderr. With --explain it says why: for each line that could head a session what speaks for
/// it and what against, and for each document where every field stands.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  kubenotes ingest notes --format jsonl | jq .title\n  \
                        kubenotes ingest notes --explain --note 2023/amsterdam.md")]
pub(crate) struct IngestArgs {
    /// Folders of notes [default: the corpus]
    #[arg(value_name = "DIR")]
    pub(crate) dirs: Vec<PathBuf>,

    /// Say why notes are split and read as they are
    #[arg(long)]
    pub(crate) explain: bool,

    /// Explain only the note at this path, relative to its folder
    #[arg(long, value_name = "NOTE", requires = "explain")]
    pub(crate) note: Option<String>,

    /// Exit with 3 when notes were skipped
    #[arg(long)]
    pub(crate) strict: bool,
}

/// Measure answers against queries whose right answers are known
///
/// QUERIES.json is a list of objects with `id`, `query`, `type` and `relevant`, a list of objects
/// with `file`, `line` and `grade` (1 to 3). A hit stands for the first relevant line among its own,
/// or for one up to two lines before them, and each line counts once. Printed are nDCG@10 with gain 2^grade - 1, MRR of the
/// first grade of 2 or more, and recall@10; then nDCG@10 of each type.
#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    /// The queries
    #[arg(value_name = "QUERIES.json")]
    pub(crate) queries: PathBuf,

    /// List the N queries with the worst answers
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) worst: usize,
}
