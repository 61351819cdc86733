//! A generation while it is built: the folder as the engine sees it.
//!
//! The engine syncs every file as it writes it, and one of its own after each. Nobody relies on a
//! draft, so nothing is synced here: all of it is, once, before it is published. What is written is
//! hashed on its way, so that the manifest says what was meant and not what came to be.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};

use super::disk::{self, NewFile};
use super::engine_error;
use super::manifest::FileEntry;
use crate::error::{Error, ErrorKind, Result};

/// The folder of a draft, and what was written into it.
#[derive(Clone, Debug)]
pub(super) struct DraftFolder {
    folder: PathBuf,
    /// Reads what was written, also through maps of its own.
    read: MmapDirectory,
    files: Arc<Mutex<BTreeMap<String, FileEntry>>>,
    /// Whether the disk was full: the engine's threads do not say why they failed.
    is_full: Arc<AtomicBool>,
}

impl DraftFolder {
    /// The draft in the folder `folder`, which is empty.
    pub(super) fn open(folder: &Path) -> Result<DraftFolder> {
        let read = MmapDirectory::open(folder).map_err(|e| engine_error(e.into()).at(folder))?;
        Ok(DraftFolder {
            folder: folder.to_owned(),
            read,
            files: Arc::default(),
            is_full: Arc::default(),
        })
    }

    /// Gives the draft a file of an older generation.
    pub(super) fn adopt(&self, entry: &FileEntry, from: &Path) -> Result<()> {
        let linked = disk::link(&from.join(&entry.name), &self.folder.join(&entry.name))?;
        self.record(FileEntry { linked, ..entry.clone() });
        Ok(())
    }

    /// Writes a file that is none of the engine's.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.folder.join(name);
        let write = || {
            let mut file = Recorded::create(self, Path::new(name))?;
            file.write_all(bytes)?;
            file.finish()
        };
        write().map_err(|e| Error::io("write", &path, e))
    }

    /// What went wrong, once the engine has failed with `error`.
    pub(super) fn explain(&self, error: Error) -> Error {
        if self.is_full.load(Ordering::Relaxed) && error.kind() != ErrorKind::NoSpace {
            let message = "no space is left for the index";
            return Error::new(ErrorKind::NoSpace, message).because(error);
        }
        error
    }

    /// Remembers a full disk.
    fn noted<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.inspect_err(|error| {
            if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
                self.is_full.store(true, Ordering::Relaxed);
            }
        })
    }

    /// What is in the draft, by name.
    pub(super) fn files(&self) -> Vec<FileEntry> {
        self.lock().values().cloned().collect()
    }

    fn record(&self, entry: FileEntry) {
        self.lock().insert(entry.name.clone(), entry);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, FileEntry>> {
        // No code that can panic runs while it is held.
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes that are written, and hashed, at once. The engine hands them over in small pieces, which take
/// three times as long to hash.
const PIECE: usize = 1 << 16;

/// A file that is hashed while it is written.
#[derive(Debug)]
struct Recorded {
    draft: DraftFolder,
    name: String,
    file: NewFile,
    /// What is not written yet.
    piece: Vec<u8>,
    hasher: blake3::Hasher,
    length: u64,
}

impl Recorded {
    fn create(draft: &DraftFolder, path: &Path) -> io::Result<Recorded> {
        let name = path.to_str().ok_or(io::ErrorKind::InvalidFilename)?.to_owned();
        let file = draft.noted(disk::create(&draft.folder.join(path)))?;
        let (draft, hasher) = (draft.clone(), blake3::Hasher::new());
        Ok(Recorded { draft, name, file, piece: Vec::new(), hasher, length: 0 })
    }

    fn write_piece(&mut self) -> io::Result<()> {
        self.draft.noted(self.file.write_all(&self.piece))?;
        self.hasher.update(&self.piece);
        self.length += self.piece.len() as u64;
        self.piece.clear();
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.flush()?;
        self.draft.record(FileEntry {
            name: self.name.clone(),
            length: self.length,
            blake3: self.hasher.finalize().to_hex().to_string(),
            linked: false,
        });
        Ok(())
    }
}

impl Write for Recorded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // What is larger is taken piece by piece, so that no file is there twice.
        let n = bytes.len().min(PIECE);
        self.piece.extend_from_slice(bytes.get(..n).unwrap_or(bytes));
        if self.piece.len() >= PIECE {
            self.write_piece()?;
        }
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_piece()?;
        self.file.flush()
    }
}

impl TerminatingWrite for Recorded {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.finish()
    }
}

impl Directory for DraftFolder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.read.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.noted(disk::remove_file(&self.folder.join(path))).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => DeleteError::FileDoesNotExist(path.to_owned()),
            _ => DeleteError::IoError { io_error: Arc::new(e), filepath: path.to_owned() },
        })?;
        // One that could not be removed goes on belonging to the draft, and does no harm.
        if let Some(name) = path.to_str() {
            self.lock().remove(name);
        }
        Ok(())
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.read.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = Recorded::create(self, path).map_err(|e| match e.kind() {
            io::ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(path.to_owned()),
            _ => OpenWriteError::wrap_io_error(e, path.to_owned()),
        })?;
        Ok(BufWriter::new(Box::new(file)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.read.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let name = path.to_str().ok_or(io::ErrorKind::InvalidFilename)?;
        let aside = self.folder.join(format!("{name}.new"));
        let write = || {
            disk::create(&aside)?.write_all(bytes)?;
            disk::rename(&aside, &self.folder.join(path))
        };
        if let Err(error) = self.noted(write()) {
            // The engine may try again; that a leftover stays is no worse than the error.
            let _ = disk::remove_file(&aside);
            return Err(error);
        }
        self.record(FileEntry::of(name, bytes));
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        // A draft belongs to the run that holds the index's own lock.
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
