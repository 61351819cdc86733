//! Where generations are and which is published: names, `CURRENT`, its swap, what is kept.
//!
//! Knows files and folders, nothing of what is in them. Everything that writes here is called by
//! whoever holds the [lock](super::lock).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::disk;
use super::fault::step;
use super::manifest::MANIFEST;
use crate::error::{Error, ErrorKind, Result};

/// Digits of an id, so that ids sort as names do.
const ID_DIGITS: usize = 10;

const CURRENT: &str = "CURRENT";
const GENERATIONS: &str = "generations";
/// What a generation's folder is called while it is built: `<id>.tmp`.
const UNFINISHED: &str = ".tmp";
/// What a generation's folder is called while it is removed: `dead-<id>`.
const DEAD: &str = "dead-";
/// What the folder of a generation is called that a guard refused: `rejected-<id>`.
const REJECTED: &str = "rejected-";

/// How many generations are kept, and for how long at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retention {
    /// The number of newest generations that are kept. The published one and the one that it took
    /// the place of are kept in any case.
    pub keep: usize,
    /// No younger generation is removed: somebody may be about to open it.
    pub minimum_age: Duration,
}

impl Default for Retention {
    fn default() -> Retention {
        Retention { keep: 3, minimum_age: Duration::ZERO }
    }
}

/// The folder of all generations.
pub(super) fn folders(index: &Path) -> PathBuf {
    index.join(GENERATIONS)
}

/// The folder of generation `id`.
pub(super) fn folder(index: &Path, id: &str) -> PathBuf {
    folders(index).join(id)
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
    if !is_id(id) {
        return Err(unreadable(&path));
    }
    Ok(id.to_owned())
}

fn unreadable(path: &Path) -> Error {
    Error::new(ErrorKind::IndexDamaged, "the index does not name its generation").at(path)
}

/// Whether `text` can be the id of a generation.
pub(super) fn is_id(text: &str) -> bool {
    number(text).is_some()
}

fn number(id: &str) -> Option<u64> {
    (id.len() == ID_DIGITS && id.bytes().all(|b| b.is_ascii_digit())).then(|| id.parse().ok())?
}

fn name(number: u64) -> String {
    format!("{number:0ID_DIGITS$}")
}

/// What is in the folder of generations, by name.
fn entries(index: &Path) -> Result<Vec<String>> {
    let generations = folders(index);
    let list = match fs::read_dir(&generations) {
        Ok(list) => list,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(Error::io("list", &generations, e)),
    };
    let mut names = Vec::new();
    for entry in list {
        let entry = entry.map_err(|e| Error::io("list", &generations, e))?;
        names.extend(entry.file_name().into_string());
    }
    names.sort_unstable();
    Ok(names)
}

/// The ids of the generations that can be published, oldest first.
pub(super) fn ids(index: &Path) -> Result<Vec<String>> {
    let mut names = entries(index)?;
    names.retain(|name| is_id(name));
    Ok(names)
}

/// Makes the folder of a new generation, whose id is greater than any there was, and says both.
pub(super) fn create(index: &Path) -> Result<(String, PathBuf)> {
    let known = entries(index)?;
    let numbers = known.iter().filter_map(|name| {
        let id = [DEAD, REJECTED].iter().find_map(|mark| name.strip_prefix(mark)).unwrap_or(name);
        number(id.strip_suffix(UNFINISHED).unwrap_or(id))
    });
    // What CURRENT names counts even when its folder is lost.
    let published = current(index).ok().and_then(|id| number(&id));
    let id = name(1 + numbers.chain(published).max().unwrap_or(0));
    let path = folders(index).join(format!("{id}{UNFINISHED}"));
    disk::create_folder(&path).map_err(|e| Error::io("create", &path, e))?;
    Ok((id, path))
}

/// Gives the finished draft in the folder `draft` the name of its generation.
pub(super) fn settle(index: &Path, id: &str, draft: &Path) -> Result<()> {
    disk::rename(draft, &folder(index, id)).map_err(|e| Error::io("rename", draft, e))?;
    step("draft-renamed");
    disk::sync(&folders(index))?;
    step("generations-synced");
    Ok(())
}

/// Makes generation `id` the published one. The rename of `CURRENT` is the one moment in which
/// readers change over.
pub(super) fn swap(index: &Path, id: &str) -> Result<()> {
    let next = index.join(format!("{CURRENT}.{id}{UNFINISHED}"));
    let prepare = || {
        disk::write(&next, format!("{id}\n").as_bytes())?;
        disk::make_read_only(&next)?;
        disk::sync(&next)?;
        step("current-written");
        let current = index.join(CURRENT);
        disk::rename(&next, &current).map_err(|e| Error::io("rename", &next, e))
    };
    if let Err(error) = prepare() {
        // Nobody reads it, and the next run removes it.
        let _ = disk::remove_file(&next);
        return Err(error);
    }
    step("current-renamed");
    Ok(())
}

/// Keeps the refused draft in the folder `draft` for a look, in place of any that was refused
/// before, and says where.
pub(super) fn reject(index: &Path, id: &str, draft: &Path) -> Result<PathBuf> {
    for old in entries(index)?.iter().filter(|name| name.starts_with(REJECTED)) {
        disk::remove_folder(&folders(index).join(old))?;
    }
    let kept = folders(index).join(format!("{REJECTED}{id}"));
    disk::rename(draft, &kept).map_err(|e| Error::io("rename", draft, e))?;
    step("draft-rejected");
    Ok(kept)
}

/// Removes what dead runs left behind.
pub(super) fn remove_leftovers(index: &Path) -> Result<()> {
    for name in entries(index)? {
        if name.ends_with(UNFINISHED) || name.starts_with(DEAD) {
            remove(&folders(index).join(name))?;
        }
    }
    let list = fs::read_dir(index).map_err(|e| Error::io("list", index, e))?;
    for entry in list {
        let entry = entry.map_err(|e| Error::io("list", index, e))?;
        let name = entry.file_name();
        let name = name.to_str().unwrap_or_default();
        if name.starts_with(CURRENT) && name.ends_with(UNFINISHED) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

fn remove(path: &Path) -> Result<()> {
    if path.is_dir() {
        return disk::remove_folder(path);
    }
    disk::remove_file(path).map_err(|e| Error::io("remove", path, e))
}

/// Removes old generations; never the published one nor `previous`. A generation has another name
/// before the first of its files goes, so that nobody opens a part of it.
pub(super) fn prune(
    index: &Path,
    previous: Option<&str>,
    retention: Retention,
    now: SystemTime,
) -> Result<()> {
    let published = current(index)?;
    for id in ids(index)?.iter().rev().skip(retention.keep) {
        if *id == published || Some(id.as_str()) == previous {
            continue;
        }
        let path = folder(index, id);
        if age(&path, now) < retention.minimum_age {
            continue;
        }
        let dead = folders(index).join(format!("{DEAD}{id}"));
        disk::rename(&path, &dead).map_err(|e| Error::io("rename", &path, e))?;
        step("dead-renamed");
        disk::remove_folder(&dead)?;
    }
    step("pruned");
    Ok(())
}

/// How long ago a generation was finished. One from the future, by a clock that was put back, is
/// young.
fn age(folder: &Path, now: SystemTime) -> Duration {
    let finished = fs::metadata(folder.join(MANIFEST)).and_then(|about| about.modified());
    match finished {
        Ok(finished) => now.duration_since(finished).unwrap_or_default(),
        // Without a manifest it is no generation.
        Err(_) => Duration::MAX,
    }
}
