//! Which files of a folder are notes.

use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};

use super::{NoteFile, Root, read};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::error::{Error, ErrorKind, Result};

/// The names of notes end with one of these, in capitals or not.
const EXTENSIONS: [&str; 4] = ["md", "markdown", "mdx", "txt"];

/// Ignore rules for this program alone, in the form of a `.gitignore`.
const IGNORE_FILE: &str = ".kubenotesignore";

/// Whether `dir` is a folder, or a link to one, that can be listed.
pub(super) fn check_listable(dir: &Path) -> Result<()> {
    fs::read_dir(dir).map(drop).map_err(|error| unreadable(dir, error))
}

fn unreadable(dir: &Path, cause: io::Error) -> Error {
    let message = match cause.kind() {
        io::ErrorKind::NotFound => "there is no such folder of notes",
        io::ErrorKind::NotADirectory => "the corpus is not a folder",
        _ => "the folder of notes cannot be listed",
    };
    Error::new(ErrorKind::CorpusUnreadable, message).at(dir).because(cause)
}

/// Whether a file or a folder belongs to an index that lies among the notes: `CURRENT`, which has no
/// ending, reads like one of them.
fn is_of_index(path: &Path) -> bool {
    let beside = |name: &str| path.with_file_name(name);
    match path.file_name().and_then(|name| name.to_str()) {
        Some("generations") => beside("LOCK").is_file(),
        Some("CURRENT" | "LOCK") => beside("generations").is_dir(),
        _ => false,
    }
}

/// Adds the notes below `root` to `files`, in no order.
pub(super) fn walk(
    root: &Root,
    files: &mut Vec<NoteFile>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<()> {
    check_listable(&root.dir)?;
    if let Some(blocked) = blocked_rules(&root.dir) {
        let message = "the folder's ignore file is no file";
        return Err(Error::new(ErrorKind::CorpusUnreadable, message).at(&blocked));
    }
    let blocked = Arc::new(Mutex::new(Vec::new()));
    let found_blocked = Arc::clone(&blocked);
    let walk = WalkBuilder::new(&root.dir)
        .hidden(true)
        .follow_links(false)
        // Only rules in the corpus count: not those of the folders above it, or of its owner.
        .parents(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .git_ignore(true)
        .ignore(true)
        .add_custom_ignore_filename(IGNORE_FILE)
        .filter_entry(move |entry| {
            if is_of_index(entry.path()) {
                return false;
            }
            let is_folder =
                entry.depth() > 0 && entry.file_type().is_some_and(|kind| kind.is_dir());
            match is_folder.then(|| blocked_rules(entry.path())).flatten() {
                Some(rules) => {
                    found_blocked.lock().unwrap_or_else(PoisonError::into_inner).push(rules);
                    false
                }
                None => true,
            }
        })
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                if let Some(problem) = entry.error() {
                    report_rules(root, problem, entry.path(), diagnostics);
                }
                look_at(root, entry, files, diagnostics);
            }
            Err(error) => diagnostics.push(walk_problem(root, &error)),
        }
    }
    for rules in blocked.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        let message = "no regular file: the notes beside and below it are not read";
        let path = relative(root, &rules);
        diagnostics.push(Diagnostic::new(path, DiagnosticKind::ReadFailed, message));
    }
    Ok(())
}

/// A folder's ignore file that is a pipe or a device: reading its rules might never end.
fn blocked_rules(dir: &Path) -> Option<PathBuf> {
    [".gitignore", ".ignore", IGNORE_FILE]
        .iter()
        .map(|name| dir.join(name))
        .find(|rules| fs::metadata(rules).is_ok_and(|about| !about.is_file() && !about.is_dir()))
}

fn look_at(
    root: &Root,
    entry: DirEntry,
    files: &mut Vec<NoteFile>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(kind) = entry.file_type() else { return };
    if entry.depth() == 0 || kind.is_dir() {
        return;
    }
    let location = entry.into_path();
    let name = Name::of(&location);
    if kind.is_file() {
        if name == Name::Note || name == Name::Bare && read::looks_like_text(&location) {
            files.push(NoteFile { path: relative(root, &location), location });
        }
        return;
    }
    // What a link leads to decides whether it could be a note, or a folder of them.
    let leads_to_notes = || {
        fs::metadata(&location)
            .is_ok_and(|target| target.is_dir() || (target.is_file() && name == Name::Bare))
    };
    if name == Name::Note || (kind.is_symlink() && leads_to_notes()) {
        let message = format!("{}, not read", describe(kind));
        let path = relative(root, &location);
        diagnostics.push(Diagnostic::new(path, DiagnosticKind::NotAFile, message));
    }
}

/// What a file's name says about whether it is a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Note,
    /// No extension: its bytes decide.
    Bare,
    Other,
}

impl Name {
    fn of(path: &Path) -> Name {
        let Some(extension) = path.extension().and_then(OsStr::to_str) else { return Name::Bare };
        if EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension)) {
            return Name::Note;
        }
        // `Day 2. Keynotes` and `v1.2 - what is new` have no extension.
        let is_extension = !extension.is_empty()
            && extension.len() <= 12
            && extension
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-+~".contains(&byte));
        if is_extension { Name::Other } else { Name::Bare }
    }
}

/// What stands where a file should.
pub(super) fn describe(kind: FileType) -> &'static str {
    if kind.is_symlink() {
        return "a symbolic link";
    }
    if kind.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    "no regular file"
}

/// The path of a note: relative to the corpus, `/` between its parts, unreadable characters
/// replaced.
fn relative(root: &Root, location: &Path) -> String {
    let inside = location.strip_prefix(&root.dir).unwrap_or(location);
    let mut path = root.name.clone().unwrap_or_default();
    for part in inside.components() {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(&part.as_os_str().to_string_lossy());
    }
    if path.is_empty() { ".".to_owned() } else { path }
}

fn walk_problem(root: &Root, error: &ignore::Error) -> Diagnostic {
    let mut place = Place::default();
    let cause = place.follow(error);
    let path = relative(root, place.path.as_deref().unwrap_or(&root.dir));
    Diagnostic::new(path, DiagnosticKind::ReadFailed, format!("cannot be read: {cause}"))
}

/// Names the rules of an ignore file that are no rules.
fn report_rules(
    root: &Root,
    problem: &ignore::Error,
    near: &Path,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if let ignore::Error::Partial(problems) = problem {
        for problem in problems {
            report_rules(root, problem, near, diagnostics);
        }
        return;
    }
    let mut place = Place::default();
    let cause = place.follow(problem);
    let path = relative(root, place.path.as_deref().unwrap_or(near));
    let message = format!("this ignore rule is not valid: {cause}");
    let mut diagnostic = Diagnostic::new(path, DiagnosticKind::IgnoreRule, message);
    diagnostic.line = place.line.and_then(|line| u32::try_from(line).ok());
    diagnostics.push(diagnostic);
}

/// Where an error of the walk happened.
#[derive(Default)]
struct Place {
    path: Option<PathBuf>,
    line: Option<u64>,
}

impl Place {
    /// Collects the place from the layers around an error and returns its cause.
    fn follow(&mut self, error: &ignore::Error) -> String {
        match error {
            ignore::Error::WithPath { path, err } => {
                self.path = Some(path.clone());
                self.follow(err)
            }
            ignore::Error::WithLineNumber { line, err } => {
                self.line = Some(*line);
                self.follow(err)
            }
            ignore::Error::WithDepth { err, .. } => self.follow(err),
            ignore::Error::Loop { child, .. } => {
                self.path = Some(child.clone());
                "a symbolic link leads back to a folder above it".to_owned()
            }
            other => other.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_notes() {
        fn check(name: &str, expected: Name) {
            assert_eq!(Name::of(Path::new(name)), expected, "{name}");
        }
        for note in ["a.md", "B.MD", "c.Markdown", "d.mdx", "e.txt", "a.b.md", "Day 2. Notes.txt"] {
            check(note, Name::Note);
        }
        for bare in ["README", "Day 2", "Day 2. Keynotes", "v1.2 - what is new", "trailing."] {
            check(bare, Name::Bare);
        }
        for other in ["a.png", "b.html", "c.md~", "d.tar.gz", "e.rs", "f.txt-orig"] {
            check(other, Name::Other);
        }
    }
}
