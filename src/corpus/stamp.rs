//! Whether a note may have changed since it was read, without reading it.

use std::fs::{self, Metadata};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::{Corpus, NoteFile};

/// Some file systems tell times to two seconds: a file that was changed this recently can change
/// again and look the same.
const SETTLED: Duration = Duration::from_secs(3);

/// Size and times of a note's file. Two that are equal mean that the note is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    length: u64,
    /// Nanoseconds since 1970.
    modified: u64,
    /// When the file was last given other bytes, another name or other permissions; 0 where the
    /// system does not say. Unlike the time of modification it cannot be set.
    touched: u64,
}

impl Corpus {
    /// The stamp of a note that was found; `None` when it says nothing, as for a note in memory,
    /// or for one that was changed just before `now`.
    pub(crate) fn stamp(&self, file: &NoteFile, now: SystemTime) -> Option<Stamp> {
        if file.location.as_os_str().is_empty() {
            return None;
        }
        let about = fs::symlink_metadata(&file.location).ok()?;
        let modified = about.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let stamp = Stamp {
            length: about.len(),
            modified: u64::try_from(modified.as_nanos()).ok()?,
            touched: touched(&about),
        };
        let last = Duration::from_nanos(stamp.modified.max(stamp.touched));
        let since = now.duration_since(SystemTime::UNIX_EPOCH).ok()?.checked_sub(last)?;
        (since >= SETTLED).then_some(stamp)
    }
}

#[cfg(unix)]
fn touched(about: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    let seconds = u64::try_from(about.ctime()).unwrap_or(0);
    seconds.saturating_mul(1_000_000_000).saturating_add(about.ctime_nsec().try_into().unwrap_or(0))
}

#[cfg(not(unix))]
fn touched(_: &Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_settled_file_has_a_stamp() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.md"), "one").unwrap();
        let corpus = Corpus::open(&[dir.path()]).unwrap();
        let (files, _) = corpus.find().unwrap();
        let now = SystemTime::now();
        assert_eq!(corpus.stamp(&files[0], now), None);
        assert_eq!(corpus.stamp(&files[0], SystemTime::UNIX_EPOCH), None);
        let later = now + Duration::from_secs(60);
        let stamp = corpus.stamp(&files[0], later).unwrap();
        assert_eq!(corpus.stamp(&files[0], later), Some(stamp));
        fs::write(dir.path().join("a.md"), "three").unwrap();
        assert_ne!(corpus.stamp(&files[0], later), Some(stamp));
        fs::remove_file(dir.path().join("a.md")).unwrap();
        assert_eq!(corpus.stamp(&files[0], later), None);
        let memory = Corpus::from_notes([("a.md", "one")]);
        assert_eq!(memory.stamp(&memory.find().unwrap().0[0], later), None);
    }
}
