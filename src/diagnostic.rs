//! What is wrong with a note, as data: never a panic, never silence.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something about a note that its writer, or whoever runs the index, may want to know.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Path relative to the corpus, with `/` between its parts.
    pub path: String,
    /// The 1-based line it is about, where it is about one.
    pub line: Option<u32>,
    /// What sort of thing it is.
    pub kind: DiagnosticKind,
    /// What was found, in words, without the path.
    pub message: String,
}

impl Diagnostic {
    /// A diagnostic about a whole note.
    pub fn new(path: impl Into<String>, kind: DiagnosticKind, message: impl Into<String>) -> Self {
        Diagnostic { path: path.into(), line: None, kind, message: message.into() }
    }

    /// The same about one 1-based `line`.
    #[must_use]
    pub fn on_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// Whether the note was left out of the index because of this.
    pub fn is_skip(&self) -> bool {
        use DiagnosticKind::{Binary, NotAFile, ReadFailed, TooLarge};
        matches!(self.kind, TooLarge | Binary | NotAFile | ReadFailed)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// What sort of thing a [`Diagnostic`] reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DiagnosticKind {
    /// The file is larger than the limit; skipped.
    TooLarge,
    /// The file is not text; skipped.
    Binary,
    /// A symbolic link, a pipe or the like where a note could be; skipped.
    NotAFile,
    /// The file or folder could not be read; skipped.
    ReadFailed,
    /// A rule in an ignore file that cannot be understood; left out of account.
    IgnoreRule,
    /// The file is not UTF-8; read as another encoding.
    Encoding,
    /// Front matter that is not valid, or not closed; read as text.
    FrontMatter,
    /// No event could be found for the note's sessions.
    NoEvent,
    /// The note speaks of two years and none wins.
    TwoYears,
    /// A headline that can be read in two ways that are equally good.
    AmbiguousHeadline,
    /// Two names that differ by so little that they may be one.
    NearDuplicateName,
}
