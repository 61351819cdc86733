//! From a draft to the published generation: what is written when, so that nothing but the whole
//! old index or the whole new one is ever seen.
//!
//! The steps are: build aside, sync, check from disk, rename the folder, sync, rename `CURRENT`
//! (the one commit point), sync, remove old generations. Whoever kills the process, cuts the power
//! or fills the disk does so between two of them.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::draft::DraftFolder;
use super::fault::step;
use super::lock::WriteLock;
use super::manifest::{Counts, MANIFEST, Manifest, ManifestFile, Provenance};
use super::packing::{DICTIONARY, Packing};
use super::talks::{Groups, TALKS};
use super::verify::Trust;
use super::writer::Feed;
use super::{Index, Retention, disk, generation, guarded, open_folder, verify};
use crate::document::Document;
use crate::error::{Error, ErrorKind, Result};

/// Free space that is always left, in bytes.
const SPARE_BYTES: u64 = 16 * 1024 * 1024;

/// The one writer of an index folder: it holds the folder's lock.
#[derive(Debug)]
pub(crate) struct IndexWriter {
    dir: PathBuf,
    _lock: WriteLock,
}

impl IndexWriter {
    /// Takes the lock of the index folder `dir`, which is made if it is not there, and removes what
    /// dead runs left in it. `since` is what another writer is told.
    ///
    /// # Errors
    ///
    /// [`Locked`](ErrorKind::Locked), at once, when another process is writing.
    pub(crate) fn open(dir: &Path, since: &str) -> Result<IndexWriter> {
        disk::create_folders(&generation::folders(dir))?;
        let lock = WriteLock::take(dir, since)?;
        step("locked");
        generation::remove_leftovers(dir)?;
        step("leftovers-removed");
        Ok(IndexWriter { dir: dir.to_owned(), _lock: lock })
    }

    /// The published generation; `None` when there is none yet.
    pub(crate) fn published(&self) -> Result<Option<Index>> {
        match Index::open(&self.dir) {
            Ok(index) => Ok(Some(index)),
            Err(error) if error.kind() == ErrorKind::IndexMissing => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether there is room for `needed` more bytes, as far as can be told beforehand.
    ///
    /// # Errors
    ///
    /// [`NoSpace`](ErrorKind::NoSpace) when there is not.
    pub(crate) fn check_space(&self, needed: u64) -> Result<()> {
        // A file system that does not say is asked by writing to it.
        let Ok(free) = fs4::available_space(&self.dir) else { return Ok(()) };
        let needed = needed.saturating_add(SPARE_BYTES);
        if free >= needed {
            return Ok(());
        }
        let message = format!("{free} bytes are free where the index needs about {needed}");
        Err(Error::new(ErrorKind::NoSpace, message).at(&self.dir))
    }

    /// Begins a new generation. Dropped unpublished, it is removed.
    pub(crate) fn draft(&self) -> Result<Draft<'_>> {
        let (id, path) = generation::create(&self.dir)?;
        step("draft-created");
        let previous = generation::current(&self.dir).ok();
        let folder = DraftFolder::open(&path)?;
        Ok(Draft { writer: self, id, previous, path, folder, keep: false })
    }

    /// Makes the older generation `id` the published one, after a check.
    pub(crate) fn roll_back(&self, id: &str) -> Result<Manifest> {
        let folder = generation::folder(&self.dir, id);
        verify::verify_folder(&folder, id, Trust::None).into_result(&folder)?;
        let Some(file) = ManifestFile::read(&folder)? else {
            return Err(verify::no_generation(&self.dir));
        };
        generation::swap(&self.dir, id)?;
        disk::sync(&self.dir)?;
        step("index-synced");
        Ok(file.manifest)
    }

    /// Removes old generations.
    pub(crate) fn prune(&self, retention: Retention, now: SystemTime) -> Result<()> {
        let published = generation::current(&self.dir)?;
        let manifest = ManifestFile::read(&generation::folder(&self.dir, &published))?;
        let previous = manifest.and_then(|file| file.manifest.previous);
        generation::prune(&self.dir, previous.as_deref(), retention, now)
    }
}

/// A generation that is being built: a folder that no reader looks into.
#[derive(Debug)]
pub(crate) struct Draft<'w> {
    writer: &'w IndexWriter,
    id: String,
    previous: Option<String>,
    path: PathBuf,
    folder: DraftFolder,
    keep: bool,
}

impl Draft<'_> {
    /// Begins a generation of about `bytes` bytes of text, from nothing.
    pub(crate) fn create(&self, bytes: u64) -> Result<Feed> {
        self.explained(|| Feed::create(self.folder.clone(), bytes))
    }

    /// Begins a generation of what `base` holds, without the Documents of the notes at `paths`, and
    /// with about `bytes` bytes of text more.
    pub(crate) fn revise(&self, base: &Index, paths: &[String], bytes: u64) -> Result<Feed> {
        let from = generation::folder(&self.writer.dir, &base.manifest.generation);
        let Some(file) = ManifestFile::read(&from)? else {
            return Err(verify::no_generation(&self.writer.dir));
        };
        let folder = &self.folder;
        for entry in file.files.iter().filter(|entry| is_segment(&entry.name)) {
            folder.adopt(entry, &from)?;
        }
        let read = |name| {
            let path = from.join(name);
            std::fs::read(&path).map_err(|e| Error::io("read", &path, e))
        };
        // The engine replaces these, and a name must not be shared with the old generation's.
        for name in ["meta.json", ".managed.json"] {
            folder.write(name, &read(name)?)?;
        }
        let packing = Packing::new(read(DICTIONARY)?);
        step("links-made");
        self.explained(|| Feed::revise(folder.clone(), paths, bytes, packing))
    }

    /// Writes `documents`, from any thread.
    pub(crate) fn add(&self, feed: &Feed, documents: &[Document]) -> Result<()> {
        self.explained(|| feed.add(documents))
    }

    /// Writes the rest of what was added, then which Documents are about one talk.
    pub(crate) fn write(&self, feed: Feed, groups: impl FnOnce() -> Groups) -> Result<()> {
        let (talks, packing) = self.explained(|| feed.finish(groups))?;
        self.folder.write(TALKS, talks.as_bytes())?;
        self.folder.write(DICTIONARY, packing.dictionary())?;
        step("segments-written");
        Ok(())
    }

    fn explained<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        guarded(work).map_err(|e| self.folder.explain(e).at(&self.path))
    }

    /// Adds a file that is none of the engine's.
    pub(crate) fn attach(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.folder.write(name, bytes)
    }

    /// Brings the draft to the disk for good, checks it from there, and opens it.
    pub(crate) fn finish(&self, counts: Counts, provenance: &Provenance) -> Result<Index> {
        let files = self.folder.files();
        // What has a name in an older generation, too, was synced when that one was published.
        for entry in files.iter().filter(|entry| !entry.linked) {
            let path = self.path.join(&entry.name);
            disk::make_read_only(&path)?;
            disk::sync(&path)?;
        }
        step("files-synced");
        let mut manifest = Manifest::new(self.id.clone(), counts, provenance);
        manifest.previous.clone_from(&self.previous);
        let path = self.path.join(MANIFEST);
        let lengths = self.explained(|| super::open_segments(&self.path)?.all_lengths())?;
        ManifestFile::new(manifest, files, lengths).write(&self.path)?;
        disk::make_read_only(&path)?;
        disk::sync(&path)?;
        step("manifest-written");
        disk::make_listable(&self.path)?;
        disk::sync(&self.path)?;
        step("draft-synced");
        verify::verify_folder(&self.path, &self.id, Trust::Hashes).into_result(&self.path)?;
        step("draft-verified");
        open_folder(&self.path)
    }

    /// Makes the finished draft the published generation. An error leaves the old one published,
    /// but for that of the last sync: it leaves the new one.
    pub(crate) fn publish(mut self) -> Result<()> {
        let dir = &self.writer.dir;
        let settled = generation::folder(dir, &self.id);
        let swapped = generation::settle(dir, &self.id, &self.path)
            .and_then(|()| generation::swap(dir, &self.id));
        if let Err(error) = swapped {
            // Nothing names the generation: it becomes a draft again, to be removed. If that fails,
            // too, it is one more generation that can be rolled forward to.
            let _ = disk::rename(&settled, &self.path);
            return Err(error);
        }
        // From here on it is the published one, and stays.
        self.keep = true;
        disk::sync(dir)?;
        step("index-synced");
        Ok(())
    }

    /// Keeps the draft for a look, and says where.
    pub(crate) fn reject(mut self) -> Result<PathBuf> {
        let kept = generation::reject(&self.writer.dir, &self.id, &self.path)?;
        self.keep = true;
        Ok(kept)
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if !self.keep {
            // Nobody looks into it, and the next run removes it: failing costs space only.
            let _ = disk::remove_folder(&self.path);
        }
    }
}

/// Whether a file is part of a segment: those never change, whatever becomes of the index.
fn is_segment(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit())
}
