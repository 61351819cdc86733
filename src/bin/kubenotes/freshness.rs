//! Whether an index still is what its notes say, by the times of files alone: cheap enough to be
//! asked with every search. It reads no note.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Result;
use kubenotes::{Corpus, Manifest};

use crate::build;
use crate::config::Settings;

/// How an index stands to the notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// It holds them as they are, or they are out of reach.
    Fresh,
    /// Notes were changed, added or removed since.
    Changed,
    /// It was built from other notes than those that were named.
    OtherNotes,
}

impl Freshness {
    /// Compares the index that `manifest` describes with its notes.
    pub(crate) fn of(manifest: &Manifest, settings: &Settings) -> Result<Freshness> {
        if settings.corpus_named && build::absolute(settings)? != manifest.corpus {
            return Ok(Freshness::OtherNotes);
        }
        let Ok(built_at) = manifest.built_at.parse::<jiff::Timestamp>() else {
            return Ok(Freshness::Fresh);
        };
        // An index may be used where its notes are not: that does not make it stale.
        let files = Corpus::open(&manifest.corpus).and_then(|corpus| corpus.find());
        let Ok((files, _)) = files else { return Ok(Freshness::Fresh) };
        // A folder's time tells of notes that came or went.
        let mut folders = BTreeSet::new();
        for root in &manifest.corpus {
            folders.insert(PathBuf::from(root));
        }
        for file in &files {
            folders.extend(file.location.parent().map(Path::to_owned));
        }
        let mut places = files.iter().map(|file| &file.location).chain(&folders);
        let built_at = SystemTime::from(built_at);
        let changed = places.any(|place| changed_at(place).is_some_and(|at| at > built_at));
        Ok(if changed { Freshness::Changed } else { Freshness::Fresh })
    }

    pub(crate) fn is_stale(self) -> bool {
        self != Freshness::Fresh
    }

    /// What to tell whoever relies on the index.
    pub(crate) fn notice(self) -> Option<&'static str> {
        match self {
            Freshness::Fresh => None,
            Freshness::Changed => {
                Some("notes have changed since they were indexed; `kubenotes index` brings them in")
            }
            Freshness::OtherNotes => {
                Some("the index was built from other notes; `kubenotes index` reads these")
            }
        }
    }
}

fn changed_at(path: &Path) -> Option<SystemTime> {
    path.symlink_metadata().and_then(|metadata| metadata.modified()).ok()
}
