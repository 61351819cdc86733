//! Every change to an index folder: each creation, write, sync, rename, link and removal goes
//! through here, so that a test can make any one of them fail and knows what has reached the disk.
//!
//! Decides nothing about what is written, nor in which order.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::fault::{self, Op};
use crate::error::{Error, Result};

/// A new file. Its bytes are on the disk only after [`sync`].
#[derive(Debug)]
pub(super) struct NewFile {
    file: File,
    path: std::path::PathBuf,
}

/// Creates the file `path`, which must not exist yet.
pub(super) fn create(path: &Path) -> io::Result<NewFile> {
    fault::run(Op::Create, path, || File::create_new(path))
        .map(|file| NewFile { file, path: path.to_owned() })
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        fault::run(Op::Write, &self.path, || self.file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes a file that must not exist yet.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    create(path).and_then(|mut file| file.write_all(bytes)).map_err(|e| Error::io("write", path, e))
}

/// Makes the folder `path` and those above it that are missing. The parents of new folders are
/// synced, so that a new index folder outlives a power cut.
pub(super) fn create_folders(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent {
        create_folders(parent)?;
    }
    match create_folder(path) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists || !path.is_dir() => {
            Err(Error::io("create", path, e))
        }
        _ => sync(parent.unwrap_or(Path::new("."))),
    }
}

/// Makes the folder `path`, which must not exist yet.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    fault::run(Op::Create, path, || fs::create_dir(path))
}

/// Waits until a file's bytes, or a folder's entries, are on the disk.
pub(super) fn sync(path: &Path) -> Result<()> {
    // Folders cannot be opened, and need no sync, on Windows.
    if cfg!(windows) && path.is_dir() {
        return Ok(());
    }
    fault::run(Op::Sync, path, || File::open(path)?.sync_all())
        .map_err(|e| Error::io("sync", path, e))
}

/// Renames, replacing what is there.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fault::run_two(Op::Rename, from, to, || fs::rename(from, to))
}

/// A second name for a file that never changes again; a copy where there can be none. Says whether
/// it is a link.
pub(super) fn link(from: &Path, to: &Path) -> Result<bool> {
    let linked = fault::run_two(Op::Link, from, to, || fs::hard_link(from, to));
    match linked {
        Ok(()) => Ok(true),
        // Whatever stands against a link, such as a file system without them, a copy may work.
        Err(_) => {
            let copied = File::open(from).and_then(|mut source| {
                let mut target = create(to)?;
                io::copy(&mut source, &mut target)
            });
            copied.map(|_| false).map_err(|e| Error::io("copy", from, e))
        }
    }
}

/// Removes a file.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    fault::run(Op::Remove, path, || fs::remove_file(path))
}

/// Removes a folder and all that is in it.
pub(super) fn remove_folder(path: &Path) -> Result<()> {
    fault::run(Op::Remove, path, || fs::remove_dir_all(path))
        .map_err(|e| Error::io("remove", path, e))
}

/// Lets everybody read a file and nobody write it: a reader may be another user.
pub(super) fn make_read_only(path: &Path) -> Result<()> {
    #[cfg(unix)]
    let permissions = {
        use std::os::unix::fs::PermissionsExt as _;
        fs::Permissions::from_mode(0o444)
    };
    // Elsewhere a read-only file could not be removed when its generation is.
    #[cfg(not(unix))]
    let permissions = fs::metadata(path).map_err(|e| Error::io("look at", path, e))?.permissions();
    fault::run(Op::Permit, path, || fs::set_permissions(path, permissions))
        .map_err(|e| Error::io("set the permissions of", path, e))
}

/// Lets everybody list a folder, and its owner change it.
pub(super) fn make_listable(path: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fault::run(Op::Permit, path, || {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        })
        .map_err(|e| Error::io("set the permissions of", path, e))?;
    }
    let _ = path;
    Ok(())
}
