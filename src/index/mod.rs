//! The index: its schema, how Documents are written to it, how it is published and opened.
//!
//! On disk an index is a folder with `CURRENT`, which names the published generation, and
//! `generations/<id>/`. A generation is built aside, then published by an atomic rename of
//! `CURRENT`, and never written again, so that a reader never sees half an index.

mod codec;
mod disk;
mod draft;
mod fault;
mod generation;
mod lock;
mod manifest;
mod packing;
mod publish;
mod reader;
mod schema;
mod talks;
mod verify;
mod writer;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};

pub(crate) use self::fault::step;
pub use self::generation::Retention;
pub(crate) use self::manifest::Counts;
pub use self::manifest::{Manifest, Provenance};
pub(crate) use self::publish::{Draft, IndexWriter};
pub(crate) use self::reader::{FieldReader, NumberColumn, Segment, Segments};
pub(crate) use self::schema::{
    Fields, MAX_TITLE_KEY, NAME_END, NameKind, column, name_key, title_key,
};
pub(crate) use self::talks::Groups;
pub use self::verify::Verification;
pub(crate) use self::writer::Feed;

use self::manifest::{MANIFEST, ManifestFile};
use self::packing::{DICTIONARY, Packing};
use self::talks::{TALKS, Talks};
use crate::document::{Document, DocumentId};
use crate::error::{Error, ErrorKind, Result};

/// How often opening starts again when the published generation changes under its hands.
const OPEN_ATTEMPTS: usize = 8;

/// An index that was opened, or built in memory.
#[derive(Clone, Debug)]
pub struct Index {
    pub(crate) segments: Arc<Segments>,
    pub(crate) manifest: Arc<Manifest>,
    /// The index folder; `None` in memory.
    dir: Option<Arc<Path>>,
}

impl Index {
    /// Builds an index in memory.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    pub fn in_memory(documents: &[Document]) -> Result<Index> {
        guarded(|| {
            let segments = Arc::new(writer::in_memory(documents)?);
            let counts = Counts::of(documents);
            let manifest = Manifest::new(String::new(), counts, &Provenance::default());
            Ok(Index { segments, manifest: Arc::new(manifest), dir: None })
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
        let writer = IndexWriter::open(dir, &provenance.built_at)?;
        let draft = writer.draft()?;
        let bytes = documents.iter().map(|document| document.body.len() as u64).sum();
        let feed = draft.create(bytes)?;
        draft.add(&feed, documents)?;
        draft.write(feed, || Groups::of(documents.iter()))?;
        let index = draft.finish(Counts::of(documents), provenance)?;
        draft.publish()?;
        writer.prune(Retention::default(), SystemTime::now())?;
        Ok(index.manifest())
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
        Manifest::clone(&self.manifest)
    }

    /// Opens what has been published since, and says whether that is another generation. Searchers
    /// of the old one go on as they are. After an error this index is what it was.
    ///
    /// # Errors
    ///
    /// As for [`Index::open`]; never for an index in memory.
    pub fn refresh(&mut self) -> Result<bool> {
        let Some(dir) = &self.dir else { return Ok(false) };
        if generation::current(dir)? == self.manifest.generation {
            return Ok(false);
        }
        *self = Index::open(&Arc::clone(dir))?;
        Ok(true)
    }

    /// The ids of all generations in the index folder `dir`, oldest first.
    ///
    /// # Errors
    ///
    /// When the folder cannot be listed.
    pub fn generations(dir: &Path) -> Result<Vec<String>> {
        generation::ids(dir)
    }

    /// Reads all of generation `id` in the index folder `dir`, of the published one for `None`, and
    /// says what is wrong with it.
    ///
    /// # Errors
    ///
    /// [`IndexMissing`](ErrorKind::IndexMissing) when there is no index,
    /// [`IndexDamaged`](ErrorKind::IndexDamaged) when it does not name its generation,
    /// [`IndexFormat`](ErrorKind::IndexFormat) when another version wrote it, and
    /// [`Invalid`](ErrorKind::Invalid) when it has none of that id.
    pub fn verify(dir: &Path, id: Option<&str>) -> Result<Verification> {
        verify::verify(dir, id)
    }

    /// Publishes the older generation `id` again, after a check; for `None` the one before the
    /// published. `since`, when this began, is what another writer is told.
    ///
    /// # Errors
    ///
    /// [`Invalid`](ErrorKind::Invalid) when there is no such generation,
    /// [`IndexDamaged`](ErrorKind::IndexDamaged) when it is not whole, and
    /// [`Locked`](ErrorKind::Locked) when another process is writing.
    pub fn roll_back(dir: &Path, id: Option<&str>, since: &str) -> Result<Manifest> {
        // Asked before anything is written: where there is no index, none is made.
        generation::current(dir)?;
        let writer = IndexWriter::open(dir, since)?;
        let published = generation::current(dir)?;
        let ids = generation::ids(dir)?;
        let target = match id {
            Some(id) => ids.iter().find(|known| *known == id),
            None => ids.iter().rev().find(|known| **known < published),
        };
        let Some(target) = target else {
            return Err(match id {
                Some(_) => verify::no_generation(dir),
                None => {
                    let message = "there is no older generation to go back to";
                    Error::new(ErrorKind::Invalid, message).at(dir)
                }
            });
        };
        writer.roll_back(target)
    }

    /// Bytes of all files of the opened generation; 0 in memory.
    pub(crate) fn bytes(&self) -> Result<u64> {
        let Some(dir) = &self.dir else { return Ok(0) };
        let file = ManifestFile::read(&generation::folder(dir, &self.manifest.generation))?;
        Ok(file.map_or(0, |file| file.bytes()))
    }

    /// The Document with the given id.
    pub(crate) fn document(&self, id: &DocumentId) -> Result<Option<Document>> {
        guarded(|| {
            let found = self.segments.with_id(id)?;
            found.map(|doc| self.segments.document(doc)).transpose()
        })
    }

    /// A file that was attached to the opened generation; `None` when it has none of that name.
    pub(crate) fn attachment(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(dir) = &self.dir else { return Ok(None) };
        let path = generation::folder(dir, &self.manifest.generation).join(name);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Error::io("read", &path, e)),
        }
    }
}

fn open_generation(dir: &Path, id: &str) -> Result<Index> {
    let index = open_folder(&generation::folder(dir, id))?;
    if index.manifest.generation != id {
        let message = "the published generation has another one's manifest";
        return Err(damaged(message).at(&generation::folder(dir, id)));
    }
    Ok(Index { dir: Some(dir.into()), ..index })
}

/// Opens the generation, or the finished draft, in `folder`.
fn open_folder(folder: &Path) -> Result<Index> {
    let Some(file) = ManifestFile::read(folder)? else {
        let message = "the published generation has no manifest";
        return Err(Error::new(ErrorKind::IndexDamaged, message).at(&folder.join(MANIFEST)));
    };
    file.check_lengths(folder)?;
    let segments = guarded(|| open_segments(folder));
    let segments = segments.map_err(|e| e.at(folder))?;
    if segments.n_documents() != file.manifest.documents {
        return Err(damaged("the index does not hold the documents it should").at(folder));
    }
    let segments = segments.with_lengths(&file.lengths);
    Ok(Index { segments: Arc::new(segments), manifest: Arc::new(file.manifest), dir: None })
}

/// Opens the engine's files, and ours beside them, in the folder of a generation.
fn open_segments(folder: &Path) -> Result<Segments> {
    let read = |name| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|e| Error::io("read", &path, e))
    };
    let (talks, packing) = (Talks::from_bytes(read(TALKS)?), Packing::new(read(DICTIONARY)?));
    Segments::open(&reader::open_engine(folder)?, talks, packing)
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
            let of_system = of_system(io);
            Some((of_system.unwrap_or(io).kind(), of_system.is_some()))
        }
        _ => None,
    };
    let (kind, message) = match (&error, io_kind) {
        (_, Some((io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded, _))) => {
            (ErrorKind::NoSpace, "no space is left for the index")
        }
        // What the system did not say, the engine found out from what it read.
        (_, Some((io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData, _) | (_, false)))
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

/// What the system said, also where the engine hands it on inside an error of its own.
fn of_system(error: &io::Error) -> Option<&io::Error> {
    if error.raw_os_error().is_some() {
        return Some(error);
    }
    let inner = error.get_ref()?;
    // Its dictionary of terms does not name the source of an error.
    let inner = match inner.downcast_ref::<tantivy_fst::Error>() {
        Some(tantivy_fst::Error::Io(inner)) => inner,
        _ => inner.downcast_ref()?,
    };
    of_system(inner)
}

/// The index says something that cannot be.
pub(crate) fn damaged(message: &str) -> Error {
    Error::new(ErrorKind::IndexDamaged, message)
}

#[cfg(test)]
mod tests;
