//! The index: its schema, how Documents are written to it, how it is published and opened.
//!
//! On disk an index is a folder with `CURRENT`, which names the published generation, and
//! `generations/<id>/`. A generation is built aside, then published by an atomic rename of
//! `CURRENT`, and never written again, so that a reader never sees half an index.

use std::path::Path;

use crate::document::Document;
use crate::error::Result;
use crate::search::Searcher;

/// An index that was opened, or built in memory.
#[derive(Debug)]
pub struct Index {}

/// What is known of a published generation; `manifest.json` in its folder.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Manifest {
    /// Version of the on-disk format.
    pub format_version: u32,
    /// The generation's id: ids grow, whatever the clock says.
    pub generation: String,
    /// When it was built, RFC 3339 in UTC; empty for an index in memory.
    pub built_at: String,
    /// Version of kubenotes that built it.
    pub built_by: String,
    /// How many Documents it holds.
    pub documents: u64,
    /// Digest of the corpus it was built from: changes when any note does.
    pub corpus_fingerprint: String,
    /// The corpus folders it was built from, absolute.
    pub corpus: Vec<String>,
}

/// What the caller knows of a corpus that is to be published.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// See [`Manifest::corpus_fingerprint`].
    pub corpus_fingerprint: String,
    /// See [`Manifest::corpus`].
    pub corpus: Vec<String>,
    /// When the build began, RFC 3339 in UTC.
    pub built_at: String,
}

impl Index {
    /// Builds an index in memory.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    pub fn in_memory(documents: &[Document]) -> Result<Index> {
        let _ = documents;
        Ok(Index {})
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
        let _ = (dir, documents, provenance);
        Ok(Manifest::default())
    }

    /// Opens the published generation of the index folder `dir`.
    ///
    /// # Errors
    ///
    /// [`IndexMissing`](crate::ErrorKind::IndexMissing) when there is none,
    /// [`IndexFormat`](crate::ErrorKind::IndexFormat) when another version wrote it, and
    /// [`IndexDamaged`](crate::ErrorKind::IndexDamaged) when it cannot be read.
    pub fn open(dir: &Path) -> Result<Index> {
        Err(crate::Error::new(crate::ErrorKind::IndexMissing, "there is no index").at(dir))
    }

    /// What is known of the opened generation.
    pub fn manifest(&self) -> Manifest {
        Manifest::default()
    }

    /// A searcher over this index. It can be shared between threads.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    pub fn searcher(&self) -> Result<Searcher> {
        Ok(Searcher {})
    }
}
