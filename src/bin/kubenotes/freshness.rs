//! Whether an index still is what its notes say, by the times of files alone. It reads no note.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Result;
use kubenotes::{Corpus, Manifest};

use crate::build;
use crate::config::Settings;

/// The largest index whose notes are looked at with every search, in documents. Looking costs about
/// a millisecond a thousand; a search of a large index would wait for it longer than for its answer.
const GLANCE_DOCUMENTS: u64 = 2_000;

/// How an index stands to the notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// It holds them as they are.
    Fresh,
    /// Notes were changed, added or removed since.
    Changed,
    /// It was built from other notes than those that were named.
    OtherNotes,
    /// Its notes were read with other words than those of the settings.
    OtherWords,
    /// Nobody has looked, or the notes are out of reach.
    Unknown,
}

impl Freshness {
    /// Compares the index that `manifest` describes with its notes.
    pub(crate) fn of(manifest: &Manifest, settings: &Settings) -> Result<Freshness> {
        Ok(if is_of_other_notes(manifest, settings)? {
            Freshness::OtherNotes
        } else if is_of_other_words(manifest, settings) {
            Freshness::OtherWords
        } else {
            look(manifest)
        })
    }

    /// The same where it is cheap; [`Freshness::Unknown`] where it is not.
    pub(crate) fn at_a_glance(manifest: &Manifest, settings: &Settings) -> Result<Freshness> {
        let is_of_others =
            is_of_other_notes(manifest, settings)? || is_of_other_words(manifest, settings);
        if manifest.documents > GLANCE_DOCUMENTS && !is_of_others {
            return Ok(Freshness::Unknown);
        }
        Freshness::of(manifest, settings)
    }

    /// Whether the index is out of date; `None` when that is not known.
    pub(crate) fn is_stale(self) -> Option<bool> {
        match self {
            Freshness::Fresh => Some(false),
            Freshness::Changed | Freshness::OtherNotes | Freshness::OtherWords => Some(true),
            Freshness::Unknown => None,
        }
    }

    /// What to tell whoever relies on the index.
    pub(crate) fn notice(self) -> Option<&'static str> {
        match self {
            Freshness::Fresh | Freshness::Unknown => None,
            Freshness::Changed => {
                Some("notes have changed since they were indexed; `kubenotes index` brings them in")
            }
            Freshness::OtherNotes => {
                Some("the index was built from other notes; `kubenotes index` reads these")
            }
            Freshness::OtherWords => Some(
                "the table `[lexicon]` has changed since; `kubenotes index` reads the notes anew",
            ),
        }
    }
}

fn is_of_other_notes(manifest: &Manifest, settings: &Settings) -> Result<bool> {
    // Paths are compared by their parts: `notes/` is `notes`.
    let indexed = manifest.corpus.iter().map(Path::new);
    let named = build::absolute(settings)?;
    Ok(settings.corpus_named && !indexed.eq(named.iter().map(Path::new)))
}

fn is_of_other_words(manifest: &Manifest, settings: &Settings) -> bool {
    // What was added to the built-in vocabularies stands after a `+`.
    let added = manifest.lexicon.split_once('+').map_or("", |(_, added)| added);
    added != settings.lexicon.version()
}

/// Compares the times of notes and folders with the index's own.
fn look(manifest: &Manifest) -> Freshness {
    let Ok(built_at) = manifest.built_at.parse::<jiff::Timestamp>() else {
        return Freshness::Unknown;
    };
    // An index may be used where its notes are not: that does not make it stale.
    let files = Corpus::open(&manifest.corpus).and_then(|corpus| corpus.find());
    let Ok((files, _)) = files else { return Freshness::Unknown };
    // A folder's time tells of notes that came or went.
    let mut folders: BTreeSet<PathBuf> = manifest.corpus.iter().map(PathBuf::from).collect();
    folders.extend(files.iter().filter_map(|file| file.location.parent().map(Path::to_owned)));
    let mut places = files.iter().map(|file| &file.location).chain(&folders);
    let built_at = SystemTime::from(built_at);
    let changed = places.any(|place| changed_at(place).is_some_and(|at| at > built_at));
    if changed { Freshness::Changed } else { Freshness::Fresh }
}

fn changed_at(path: &Path) -> Option<SystemTime> {
    path.symlink_metadata().and_then(|metadata| metadata.modified()).ok()
}
