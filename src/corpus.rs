//! Finds and reads notes: ignore rules, encodings, size limits. The only reader of note files.
//!
//! Whether a file is a note is decided here by its name and its bytes; what a note says is for
//! others. A file that could be a note and is left out always has its [`Diagnostic`].

mod decode;
mod read;
mod stamp;
mod walk;

pub(crate) use stamp::Stamp;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::lexicon::{LexiconAdditions, Lists};

/// The largest note that is read, in bytes. A day's notes are a few ten thousand.
pub(crate) const MAX_NOTE_BYTES: u64 = 8 * 1024 * 1024;

/// Folders of notes, or notes in memory.
#[derive(Clone, Debug)]
pub struct Corpus {
    roots: Vec<Root>,
    /// By path.
    memory: Vec<Note>,
    /// The words that its notes use, unless they are the built-in ones.
    lists: Option<&'static Lists>,
}

/// A folder of notes.
#[derive(Clone, Debug)]
struct Root {
    dir: PathBuf,
    /// What the paths of its notes begin with, when there are several folders.
    name: Option<String>,
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
    /// Where the file is on disk; empty for a note in memory.
    pub location: PathBuf,
}

impl Corpus {
    /// The notes below `dirs`: files named `.md`, `.markdown`, `.mdx` or `.txt`, and text files
    /// without an extension. Hidden files, and what a `.gitignore`, `.ignore` or `.kubenotesignore`
    /// below a folder rules out, are left aside. With several folders, each path begins with its
    /// folder's name, and a number where two folders have the same one.
    ///
    /// # Errors
    ///
    /// [`CorpusUnreadable`](crate::ErrorKind::CorpusUnreadable) when a folder is missing or cannot be listed.
    pub fn open<P: AsRef<Path>>(dirs: &[P]) -> Result<Corpus> {
        let mut names = HashSet::new();
        let mut roots = Vec::with_capacity(dirs.len());
        for dir in dirs.iter().map(AsRef::as_ref) {
            walk::check_listable(dir)?;
            let name = (dirs.len() > 1).then(|| unique(folder_name(dir), &mut names));
            roots.push(Root { dir: dir.to_owned(), name });
        }
        Ok(Corpus { roots, memory: Vec::new(), lists: None })
    }

    /// Notes that are in memory already, as pairs of path and text. A later note replaces an
    /// earlier one of the same path.
    pub fn from_notes<P: Into<String>, T: Into<String>>(
        notes: impl IntoIterator<Item = (P, T)>,
    ) -> Corpus {
        let mut memory: Vec<Note> = notes
            .into_iter()
            .map(|(path, text)| Note { path: path.into(), text: text.into() })
            .collect();
        memory.reverse();
        memory.sort_by(|a, b| a.path.cmp(&b.path));
        memory.dedup_by(|later, earlier| later.path == earlier.path);
        Corpus { roots: Vec::new(), memory, lists: None }
    }

    /// The same notes, to be read with words, names and events of their own.
    ///
    /// ```
    /// use kubenotes::{Corpus, LexiconAdditions, ingest};
    ///
    /// let note = "# PlatformFest 2024\n\n## Paved Roads - Ada Berg, Acme\n\nText.\n";
    /// let additions: LexiconAdditions = serde_json::from_value(serde_json::json!({
    ///     "events": [{"name": "PlatformFest", "year": 2024, "region": "Europe"}],
    /// }))?;
    /// let corpus = Corpus::from_notes([("a.md", note)]).with_lexicon(&additions)?;
    /// let event = ingest(&corpus, None)?.documents[1].event.clone().unwrap_or_default();
    /// assert_eq!(event.series.as_deref(), Some("PlatformFest"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Invalid`](crate::ErrorKind::Invalid) when an addition cannot be used, such as an event on
    /// a day that is none.
    pub fn with_lexicon(self, additions: &LexiconAdditions) -> Result<Corpus> {
        // The built-in lists need no copy.
        let lists = match *additions == LexiconAdditions::default() {
            true => None,
            false => Some(additions.build()?),
        };
        Ok(Corpus { lists, ..self })
    }

    /// The words that the notes use, unless they are the built-in ones.
    pub(crate) fn lists(&self) -> Option<&'static Lists> {
        self.lists
    }

    /// See [`LexiconAdditions::version`]; empty when nothing was added.
    pub(crate) fn lexicon_version(&self) -> &'static str {
        self.lists.map_or("", Lists::version)
    }

    /// Finds every note, in the order of their paths, and names what was left out.
    ///
    /// # Errors
    ///
    /// [`CorpusUnreadable`](crate::ErrorKind::CorpusUnreadable) when a folder is missing or cannot be listed.
    pub fn find(&self) -> Result<(Vec<NoteFile>, Vec<Diagnostic>)> {
        let in_memory =
            |note: &Note| NoteFile { path: note.path.clone(), location: PathBuf::new() };
        let mut files: Vec<NoteFile> = self.memory.iter().map(in_memory).collect();
        let mut diagnostics = Vec::new();
        for root in &self.roots {
            walk::walk(root, &mut files, &mut diagnostics)?;
        }
        files.sort_unstable();
        diagnostics.sort_unstable();
        Ok((files, diagnostics))
    }

    /// Where the note at the corpus-relative `path` is on disk, whether or not it is still there;
    /// `None` when it can be in none of the folders.
    pub fn locate(&self, path: &str) -> Option<PathBuf> {
        self.roots.iter().find_map(|root| {
            let below = match &root.name {
                Some(name) => path.strip_prefix(name.as_str())?.strip_prefix('/')?,
                None => path,
            };
            Some(root.dir.join(below))
        })
    }

    /// Reads one note that [`Corpus::find`] found. A note that cannot be used is an `Err` with the
    /// reason; one that can be may come with a remark, such as its encoding.
    pub fn read(&self, file: &NoteFile) -> Result<(Note, Option<Diagnostic>), Diagnostic> {
        match self.memory.binary_search_by(|note| note.path.cmp(&file.path)) {
            Ok(found) => read::from_memory(&self.memory[found]),
            Err(_) => read::from_disk(file),
        }
    }
}

/// The name of a folder, also of one that is given as `.` or `..`.
fn folder_name(dir: &Path) -> String {
    let named = dir.file_name().map(ToOwned::to_owned);
    let resolved = || dir.canonicalize().ok()?.file_name().map(ToOwned::to_owned);
    match named.or_else(resolved) {
        Some(name) => name.to_string_lossy().into_owned(),
        None => "notes".to_owned(),
    }
}

/// `name`, or `name-2`, `name-3` … when it is taken.
fn unique(name: String, taken: &mut HashSet<String>) -> String {
    let mut candidate = name.clone();
    let mut number = 2;
    while !taken.insert(candidate.clone()) {
        candidate = format!("{name}-{number}");
        number += 1;
    }
    candidate
}

#[cfg(test)]
mod tests;
