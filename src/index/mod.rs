//! The index: its schema, how Documents are written to it, how it is published and opened.
//!
//! On disk an index is a folder with `CURRENT`, which names the published generation, and
//! `generations/<id>/`. A generation is built aside, then published by an atomic rename of
//! `CURRENT`, and never written again, so that a reader never sees half an index.

mod codec;
mod generation;
mod manifest;
mod reader;
mod schema;
mod writer;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};

pub use self::manifest::{Manifest, Provenance};
pub(crate) use self::reader::{FieldReader, NumberColumn, Segment, Segments};
pub(crate) use self::schema::{Fields, NAME_END, NameKind, column, key, name_key, title_key};

use self::generation::Unfinished;
use self::manifest::{MANIFEST, ManifestFile};
use crate::document::Document;
use crate::error::{Error, ErrorKind, Result};

/// How often opening starts again when the published generation changes under its hands.
const OPEN_ATTEMPTS: usize = 8;

/// An index that was opened, or built in memory.
#[derive(Clone, Debug)]
pub struct Index {
    pub(crate) segments: Arc<Segments>,
    manifest: Manifest,
}

impl Index {
    /// Builds an index in memory.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    pub fn in_memory(documents: &[Document]) -> Result<Index> {
        guarded(|| {
            let index = writer::in_memory(documents)?;
            let segments = Arc::new(Segments::open(&index)?);
            let n = segments.n_documents();
            let manifest = Manifest::new(String::new(), n, &Provenance::default());
            Ok(Index { segments, manifest })
        })
    }

    /// Builds a generation from `documents` in the index folder `dir`, publishes it, and says what
    /// was published. Readers see the old index or the new one, never a mixture.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written or the engine fails; nothing is published then.
    pub fn publish(
        dir: &Path,
        documents: &[Document],
        provenance: &Provenance,
    ) -> Result<Manifest> {
        let unfinished = Unfinished::create(dir)?;
        guarded(|| writer::in_folder(documents, &unfinished.folder))?;
        remove_locks(&unfinished.folder)?;
        let files = manifest::list_files(&unfinished.folder)?;
        let manifest = Manifest::new(unfinished.id.clone(), documents.len() as u64, provenance);
        ManifestFile { manifest: manifest.clone(), files }.write(&unfinished.folder)?;
        unfinished.publish()?;
        Ok(manifest)
    }

    /// Opens the published generation of the index folder `dir`.
    ///
    /// # Errors
    ///
    /// [`IndexMissing`](crate::ErrorKind::IndexMissing) when there is none,
    /// [`IndexFormat`](crate::ErrorKind::IndexFormat) when another version wrote it, and
    /// [`IndexDamaged`](crate::ErrorKind::IndexDamaged) when it cannot be read.
    pub fn open(dir: &Path) -> Result<Index> {
        let mut id = generation::current(dir)?;
        for _ in 0..OPEN_ATTEMPTS {
            let opened = open_generation(dir, &id);
            if opened.is_ok() {
                return opened;
            }
            // A generation that was published and pruned meanwhile is no damage.
            let now = generation::current(dir)?;
            if now == id {
                return opened;
            }
            id = now;
        }
        open_generation(dir, &id)
    }

    /// What is known of the opened generation.
    pub fn manifest(&self) -> Manifest {
        self.manifest.clone()
    }
}

fn open_generation(dir: &Path, id: &str) -> Result<Index> {
    let folder = generation::folder(dir, id);
    let Some(file) = ManifestFile::read(&folder)? else {
        let message = "the published generation has no manifest";
        return Err(Error::new(ErrorKind::IndexDamaged, message).at(&folder.join(MANIFEST)));
    };
    file.check_lengths(&folder)?;
    let segments = guarded(|| Segments::open(&reader::open_engine(&folder)?));
    let segments = segments.map_err(|e| e.at(&folder))?;
    if segments.n_documents() != file.manifest.documents {
        return Err(damaged("the index does not hold the documents it should").at(&folder));
    }
    Ok(Index { segments: Arc::new(segments), manifest: file.manifest })
}

/// The engine leaves its lock files behind: nobody takes a lock in a published generation.
fn remove_locks(folder: &Path) -> Result<()> {
    for name in [".tantivy-writer.lock", ".tantivy-meta.lock"] {
        let path = folder.join(name);
        match std::fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io("remove", &path, e));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Runs `f`, which calls the engine, and turns a panic into an error: the engine panics on some
/// damaged files that it trusts.
pub(crate) fn guarded<T>(f: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(f)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned()));
        let error = damaged("the index cannot be read");
        Err(match text {
            Some(text) => error.because(text),
            None => error,
        })
    })
}

/// An error of the engine as one of ours, by what a caller can do about it.
pub(crate) fn engine_error(error: TantivyError) -> Error {
    let io_kind = match &error {
        TantivyError::IoError(io)
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: io, .. })
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: io, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: io, .. }) => {
            Some(io.kind())
        }
        _ => None,
    };
    let (kind, message) = match (&error, io_kind) {
        (_, Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)) => {
            (ErrorKind::NoSpace, "no space is left for the index")
        }
        (_, Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData))
        | (
            TantivyError::DataCorruption(_)
            | TantivyError::DeserializeError(_)
            | TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_)),
            _,
        ) => (ErrorKind::IndexDamaged, "the index is damaged"),
        (TantivyError::IncompatibleIndex(_), _)
        | (TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_)), _) => {
            (ErrorKind::IndexFormat, "the index was written by another version of the engine")
        }
        (_, Some(_)) => (ErrorKind::Io, "a file of the index cannot be read or written"),
        _ => (ErrorKind::Engine, "the search engine failed"),
    };
    Error::new(kind, message).because(error)
}

/// The index says something that cannot be.
pub(crate) fn damaged(message: &str) -> Error {
    Error::new(ErrorKind::IndexDamaged, message)
}

#[cfg(test)]
mod tests;
