//! Who may write: one process at a time, by a lock of the operating system on `LOCK`.
//!
//! The kernel frees the lock of a process that is gone, whatever became of it: what the file says,
//! or that it is there, means nothing. Readers never take it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};

/// The lock's file in an index folder.
const LOCK: &str = "LOCK";

/// The most that is read of what a holder says of itself.
const MAX_HOLDER_BYTES: u64 = 300;

/// Held by the one writer; freed when it is dropped.
#[derive(Debug)]
pub(super) struct WriteLock {
    file: File,
}

impl WriteLock {
    /// Takes the lock of the index folder `dir`, which must exist. `since` is what another writer
    /// is told.
    ///
    /// # Errors
    ///
    /// [`Locked`](ErrorKind::Locked), at once, when another process holds it.
    pub(super) fn take(dir: &Path, since: &str) -> Result<WriteLock> {
        let path = dir.join(LOCK);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(|e| Error::io("open", &path, e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Who holds it is good to know, and no reason to fail in another way.
                let read = (&mut file).take(MAX_HOLDER_BYTES).read_to_string(&mut holder);
                let holder = match (read, holder.trim()) {
                    (Ok(_), text) if !text.is_empty() => format!(": {text}"),
                    _ => String::new(),
                };
                let message = format!("another run is writing the index{holder}");
                return Err(Error::new(ErrorKind::Locked, message).at(dir));
            }
            Err(TryLockError::Error(e)) => return Err(Error::io("lock", &path, e)),
        }
        let holder = format!("process {} on {} since {since}\n", std::process::id(), host());
        // The lock holds without the words.
        let _ = file.set_len(0).and_then(|()| file.write_all(holder.as_bytes()));
        Ok(WriteLock { file })
    }
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        // Its words would only be old.
        let _ = self.file.set_len(0);
        // Closing the file frees the lock, but not while a child of this process that was forked
        // and does not run its own program yet has the file open, too.
        let _ = self.file.unlock();
    }
}

/// The machine's name, for whoever shares the folder between machines.
fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname")
        .or_else(|_| std::env::var("HOSTNAME").or_else(|_| std::env::var("COMPUTERNAME")));
    match name {
        Ok(name) if !name.trim().is_empty() => name.trim().to_owned(),
        _ => "this machine".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_the_first_is() {
        let dir = tempfile::tempdir().unwrap();
        let held = WriteLock::take(dir.path(), "2026-01-01T03:00:00Z").unwrap();
        let error = WriteLock::take(dir.path(), "later").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Locked);
        let message = error.to_string();
        assert!(message.contains(&format!("process {} on ", std::process::id())), "{message}");
        assert!(message.contains("since 2026-01-01T03:00:00Z"), "{message}");
        drop(held);
        drop(WriteLock::take(dir.path(), "later").unwrap());
        // Once a child that was forked at the wrong moment held it a little longer.
        let held = WriteLock::take(dir.path(), "later").unwrap();
        let inherited = held.file.try_clone().unwrap();
        drop(held);
        drop(WriteLock::take(dir.path(), "later").unwrap());
        drop(inherited);
        // What a dead holder left in the file holds nobody up.
        std::fs::write(dir.path().join(LOCK), "process 1 on nowhere").unwrap();
        WriteLock::take(dir.path(), "later").unwrap();
    }
}
