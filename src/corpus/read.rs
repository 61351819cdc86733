//! One note's bytes: never more than the limit, never from anything but a regular file.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

use super::decode::{self, Decoded};
use super::{MAX_NOTE_BYTES, Note, NoteFile, walk};
use crate::diagnostic::{Diagnostic, DiagnosticKind};

type Outcome = Result<(Note, Option<Diagnostic>), Diagnostic>;

/// A note that is in memory, by the same limit as one on disk.
pub(super) fn from_memory(note: &Note) -> Outcome {
    if note.text.len() as u64 > MAX_NOTE_BYTES {
        return Err(too_large(&note.path, note.text.len() as u64));
    }
    let text = note.text.strip_prefix('\u{feff}').unwrap_or(&note.text);
    Ok((Note { path: note.path.clone(), text: text.to_owned() }, None))
}

/// A note on disk. One that changes while it is read is read once more.
pub(super) fn from_disk(file: &NoteFile) -> Outcome {
    let mut attempt = bytes(file)?;
    if attempt.changed {
        attempt = bytes(file)?;
    }
    if attempt.changed {
        let message = "changed while it was read, twice";
        return Err(Diagnostic::new(&file.path, DiagnosticKind::ReadFailed, message));
    }
    match decode::decode(attempt.bytes) {
        Decoded::Text { text, remark } => {
            let remark = remark.map(|(line, message)| {
                Diagnostic::new(&file.path, DiagnosticKind::Encoding, message).on_line(line)
            });
            Ok((Note { path: file.path.clone(), text }, remark))
        }
        Decoded::Binary(message) => {
            Err(Diagnostic::new(&file.path, DiagnosticKind::Binary, message))
        }
    }
}

struct Attempt {
    bytes: Vec<u8>,
    changed: bool,
}

fn bytes(file: &NoteFile) -> Result<Attempt, Diagnostic> {
    let failed = |error: io::Error| {
        let message = format!("cannot be read: {error}");
        Diagnostic::new(&file.path, DiagnosticKind::ReadFailed, message)
    };
    let check = |about: &Metadata| {
        if !about.is_file() {
            let message = format!("{}, not read", walk::describe(about.file_type()));
            return Err(Diagnostic::new(&file.path, DiagnosticKind::NotAFile, message));
        }
        if about.len() > MAX_NOTE_BYTES {
            return Err(too_large(&file.path, about.len()));
        }
        Ok(())
    };
    check(&fs::symlink_metadata(&file.location).map_err(failed)?)?;
    let mut open = open(&file.location).map_err(failed)?;
    // Something else may have taken its place since.
    let before = open.metadata().map_err(failed)?;
    check(&before)?;
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or(0) + 1);
    (&mut open).take(MAX_NOTE_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    let after = open.metadata().map_err(failed)?;
    if bytes.len() as u64 > MAX_NOTE_BYTES {
        return Err(too_large(&file.path, after.len().max(bytes.len() as u64)));
    }
    // Some file systems do not know when a file was changed.
    let same_time = before.modified().ok() == after.modified().ok();
    let changed = !same_time || before.len() != after.len() || after.len() != bytes.len() as u64;
    Ok(Attempt { bytes, changed })
}

fn too_large(path: &str, length: u64) -> Diagnostic {
    let message = format!("{length} bytes, more than the {MAX_NOTE_BYTES} that are read");
    Diagnostic::new(path, DiagnosticKind::TooLarge, message)
}

/// Opens a file without following a link and without waiting for the other end of a pipe.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(libc::O_NONBLOCK | libc::O_NOFOLLOW);
    }
    options.open(path)
}

/// Whether a file without an extension begins like text. One that cannot be read does, so that
/// reading it says why.
pub(super) fn looks_like_text(path: &Path) -> bool {
    let mut start = Vec::with_capacity(decode::SAMPLE_BYTES);
    let sampled =
        open(path).and_then(|file| file.take(decode::SAMPLE_BYTES as u64).read_to_end(&mut start));
    match sampled {
        Ok(_) => decode::begins_like_text(&start),
        Err(_) => true,
    }
}
