//! What an update did, as data: for a person in the morning, and for a machine.

use serde::Serialize;

use crate::diagnostic::Diagnostic;

/// What an update did, as far as it came.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct UpdateReport {
    /// Whether a new generation was published.
    pub published: bool,
    /// Whether there was nothing to do.
    pub unchanged: bool,
    /// The generation that is published now, where this run knows it to be up to date.
    pub generation: Option<String>,
    /// The generation that was published before.
    pub previous: Option<String>,
    /// Why the index that was there could not be used.
    pub unreadable_index: Option<String>,
    /// How many notes were read or, when they had not changed, taken over.
    pub notes: usize,
    /// How many Documents they hold.
    pub documents: u64,
    /// How many of these are sessions.
    pub sessions: u64,
    /// Bytes of the notes.
    pub bytes: u64,
    /// Bytes of the published generation's files.
    pub index_bytes: u64,
    /// Notes that came since the last generation, by path.
    pub added: Vec<String>,
    /// Notes whose text has changed, by path.
    pub changed: Vec<String>,
    /// Notes that went, by path.
    pub removed: Vec<String>,
    /// How many notes were skipped.
    pub skipped: usize,
    /// What is wrong with notes; those that were skipped with the reason.
    pub diagnostics: Vec<Diagnostic>,
    /// How many sessions of the last generation are no longer there under their headline.
    pub sessions_gone_total: usize,
    /// Those sessions; no more than a thousand of them.
    pub sessions_gone: Vec<GoneSession>,
    /// Why the new generation was not published.
    pub refused: Vec<Refusal>,
    /// Where it is kept for a look.
    pub rejected: Option<String>,
    /// How long everything took, in order.
    pub phases: Vec<Phase>,
}

/// A session that was there the last time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct GoneSession {
    /// The talk's title.
    pub title: String,
    /// The note it was in.
    pub path: String,
}

/// Why a guard does not let a generation pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The guard's name, in kebab-case.
    pub guard: &'static str,
    /// What it found, in words.
    pub message: String,
}

/// A part of an update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Phase {
    /// `lock`, `read`, `build`, `check`, `publish` or `prune`.
    pub name: &'static str,
    /// In milliseconds.
    pub took_ms: u64,
}
