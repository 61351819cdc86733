//! Where generations are and which is published: names, `CURRENT`, the swap, pruning.
//!
//! Knows files and folders, nothing of what is in them.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};

/// Generations that are kept, the published one included.
const KEPT: usize = 3;

/// Digits of an id, so that ids sort as names do.
const ID_DIGITS: usize = 10;

const CURRENT: &str = "CURRENT";
const GENERATIONS: &str = "generations";
/// What a generation's folder is called while it is built: `<id>.tmp`.
const UNFINISHED: &str = ".tmp";

/// The folder of generation `id`.
pub(super) fn folder(index: &Path, id: &str) -> PathBuf {
    index.join(GENERATIONS).join(id)
}

/// The id of the published generation.
pub(super) fn current(index: &Path) -> Result<String> {
    let path = index.join(CURRENT);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Err(Error::new(ErrorKind::IndexMissing, "there is no index").at(index));
        }
        Err(e) if e.kind() == io::ErrorKind::InvalidData => {
            return Err(unreadable(&path).because(e));
        }
        Err(e) => return Err(Error::io("read", &path, e)),
    };
    let id = text.trim_end();
    // Nothing but an id is ever joined to a path.
    if number(id).is_none() {
        return Err(unreadable(&path));
    }
    Ok(id.to_owned())
}

fn unreadable(path: &Path) -> Error {
    Error::new(ErrorKind::IndexDamaged, "the index does not name its generation").at(path)
}

fn number(id: &str) -> Option<u64> {
    (id.len() == ID_DIGITS && id.bytes().all(|b| b.is_ascii_digit())).then(|| id.parse().ok())?
}

/// A generation that is being built: a folder that no reader looks into. Dropped unpublished, it
/// is removed.
#[derive(Debug)]
pub(super) struct Unfinished {
    index: PathBuf,
    pub(super) id: String,
    pub(super) folder: PathBuf,
}

impl Unfinished {
    /// Makes the folder of the next generation.
    pub(super) fn create(index: &Path) -> Result<Unfinished> {
        let generations = index.join(GENERATIONS);
        fs::create_dir_all(&generations).map_err(|e| Error::io("create", &generations, e))?;
        let mut next = 1 + ids(&generations)?.last().copied().unwrap_or(0);
        loop {
            let id = format!("{next:0ID_DIGITS$}");
            let folder = generations.join(format!("{id}{UNFINISHED}"));
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(Unfinished { index: index.to_owned(), id, folder }),
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => next += 1,
                Err(e) => return Err(Error::io("create", &folder, e)),
            }
        }
    }

    /// Syncs the generation and makes it the published one. The rename of `CURRENT` is the one
    /// moment in which readers change over.
    pub(super) fn publish(self) -> Result<()> {
        let entries = fs::read_dir(&self.folder).map_err(|e| Error::io("list", &self.folder, e))?;
        for entry in entries {
            let path = entry.map_err(|e| Error::io("list", &self.folder, e))?.path();
            make_readable(&path)?;
            sync(&path)?;
        }
        sync(&self.folder)?;
        let folder = folder(&self.index, &self.id);
        fs::rename(&self.folder, &folder).map_err(|e| Error::io("rename", &self.folder, e))?;
        let generations = self.index.join(GENERATIONS);
        sync(&generations)?;

        let next = self.index.join(format!("{CURRENT}.{}{UNFINISHED}", self.id));
        let mut file = File::create(&next).map_err(|e| Error::io("create", &next, e))?;
        writeln!(file, "{}", self.id).map_err(|e| Error::io("write", &next, e))?;
        file.sync_all().map_err(|e| Error::io("sync", &next, e))?;
        let current = self.index.join(CURRENT);
        fs::rename(&next, &current).map_err(|e| Error::io("rename", &next, e))?;
        sync(&self.index)?;
        prune(&generations, &self.id)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Nobody looks into it, and the next writer takes the next id: failing to remove it costs
        // space only. After a publish the folder is no longer there.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The numbers of all generations, unfinished ones included, in ascending order.
fn ids(generations: &Path) -> Result<Vec<u64>> {
    let entries = fs::read_dir(generations).map_err(|e| Error::io("list", generations, e))?;
    let mut ids = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|e| Error::io("list", generations, e))?;
        let name = entry.file_name();
        let name = name.to_str().unwrap_or_default();
        ids.extend(number(name.strip_suffix(UNFINISHED).unwrap_or(name)));
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// Removes all but the last generations; never `published` nor one that is being built.
fn prune(generations: &Path, published: &str) -> Result<()> {
    let kept = ids(generations)?.into_iter().rev().skip(KEPT);
    for old in kept {
        let id = format!("{old:0ID_DIGITS$}");
        let folder = generations.join(&id);
        if id != published && folder.is_dir() {
            fs::remove_dir_all(&folder).map_err(|e| Error::io("remove", &folder, e))?;
        }
    }
    Ok(())
}

/// The engine makes some files for its owner only; a reader may be another user.
fn make_readable(path: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o644))
            .map_err(|e| Error::io("set the permissions of", path, e))?;
    }
    let _ = path;
    Ok(())
}

/// Waits until a file's bytes, or a folder's entries, are on the disk.
fn sync(path: &Path) -> Result<()> {
    // Folders cannot be opened, and need no sync, on Windows.
    if cfg!(windows) && path.is_dir() {
        return Ok(());
    }
    File::open(path).and_then(|file| file.sync_all()).map_err(|e| Error::io("sync", path, e))
}
