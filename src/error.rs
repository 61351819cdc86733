//! What can go wrong outside of notes and queries: one opaque error with a kind and a path.
//!
//! What is wrong with a note is a [`Diagnostic`](crate::Diagnostic), and what is wrong with a
//! query is a warning in its answer; neither is ever an error.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What sort of thing went wrong. The command line maps each kind to an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no index at the given place.
    IndexMissing,
    /// The index was written by a version whose format this one does not read: rebuild it.
    IndexFormat,
    /// The index is damaged.
    IndexDamaged,
    /// Another writer holds the lock.
    Locked,
    /// A guard refused to publish; what was published stays.
    Refused,
    /// No space is left on the device.
    NoSpace,
    /// The corpus is missing or cannot be listed.
    CorpusUnreadable,
    /// The run was asked to stop, and did before anything was published.
    Interrupted,
    /// No document has the given id.
    NoSuchDocument,
    /// A file or folder could not be read or written.
    Io,
    /// A setting or an argument has a value that cannot be used.
    Invalid,
    /// The search engine failed for another reason.
    Engine,
}

impl ErrorKind {
    /// The kind's name on the wire, in kebab-case.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::IndexMissing => "index-missing",
            ErrorKind::IndexFormat => "index-format",
            ErrorKind::IndexDamaged => "index-damaged",
            ErrorKind::Locked => "locked",
            ErrorKind::Refused => "refused",
            ErrorKind::NoSpace => "no-space",
            ErrorKind::CorpusUnreadable => "corpus-unreadable",
            ErrorKind::Interrupted => "interrupted",
            ErrorKind::NoSuchDocument => "no-such-document",
            ErrorKind::Io => "io",
            ErrorKind::Invalid => "invalid",
            ErrorKind::Engine => "engine",
        }
    }
}

/// An error: a kind, what was tried, the path where there is one, and the cause.
///
/// ```
/// let missing = std::path::Path::new("/nowhere/to/be/found");
/// let error = kubenotes::Index::open(missing).unwrap_err();
/// assert_eq!(error.kind(), kubenotes::ErrorKind::IndexMissing);
/// assert_eq!(error.path(), Some(missing));
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    path: Option<PathBuf>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        Error(Box::new(Inner { kind, message: message.into(), path: None, source: None }))
    }

    /// An I/O error; a full disk gets its own kind, because a script reacts to it differently.
    pub(crate) fn io(tried: &str, path: &Path, source: io::Error) -> Error {
        let kind = match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorKind::NoSpace,
            _ => ErrorKind::Io,
        };
        Error::new(kind, format!("cannot {tried}")).at(path).because(source)
    }

    pub(crate) fn at(mut self, path: &Path) -> Error {
        self.0.path = Some(path.to_owned());
        self
    }

    pub(crate) fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        self.0.source = Some(source.into());
        self
    }

    /// What sort of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The file or folder it happened at, where there is one.
    pub fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        if let Some(path) = &self.0.path {
            write!(f, ": {}", path.display())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, message, path, source } = &*self.0;
        f.debug_struct("Error")
            .field("kind", kind)
            .field("message", message)
            .field("path", path)
            .field("source", source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
