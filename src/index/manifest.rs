//! What is known of a generation: the public [`Manifest`], and the file list that only this
//! module's neighbours need.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

/// Version of everything that is on disk: layout, schema, analysis, encoding of Documents. An index
/// of another version is rebuilt, never read.
pub(super) const FORMAT_VERSION: u32 = 1;

/// The manifest's file in a generation's folder.
pub(super) const MANIFEST: &str = "manifest.json";

/// What is known of a published generation; `manifest.json` in its folder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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

impl Manifest {
    pub(super) fn new(generation: String, documents: u64, provenance: &Provenance) -> Manifest {
        Manifest {
            format_version: FORMAT_VERSION,
            generation,
            built_at: provenance.built_at.clone(),
            built_by: env!("CARGO_PKG_VERSION").to_owned(),
            documents,
            corpus_fingerprint: provenance.corpus_fingerprint.clone(),
            corpus: provenance.corpus.clone(),
        }
    }
}

/// `manifest.json` as it is written: the manifest and every file of the generation but itself.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ManifestFile {
    #[serde(flatten)]
    pub(super) manifest: Manifest,
    pub(super) files: Vec<FileEntry>,
}

/// One file of a generation.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FileEntry {
    pub(super) name: String,
    pub(super) length: u64,
    /// BLAKE3 in hexadecimal digits.
    pub(super) blake3: String,
}

/// Lists and hashes the files of the folder `dir`, by name.
pub(super) fn list_files(dir: &Path) -> Result<Vec<FileEntry>> {
    let entries = fs::read_dir(dir).map_err(|e| Error::io("list the generation", dir, e))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| Error::io("list the generation", dir, e))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let mut hasher = blake3::Hasher::new();
        let mut file = fs::File::open(&path).map_err(|e| Error::io("open", &path, e))?;
        let length =
            std::io::copy(&mut file, &mut hasher).map_err(|e| Error::io("read", &path, e))?;
        let blake3 = hasher.finalize().to_hex().to_string();
        files.push(FileEntry { name: name.to_owned(), length, blake3 });
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}

impl ManifestFile {
    /// Writes it into the folder `dir`.
    pub(super) fn write(&self, dir: &Path) -> Result<()> {
        let path = dir.join(MANIFEST);
        let mut json = serde_json::to_vec_pretty(self).expect("strings and numbers are JSON");
        json.push(b'\n');
        let mut file = fs::File::create(&path).map_err(|e| Error::io("create", &path, e))?;
        file.write_all(&json).map_err(|e| Error::io("write", &path, e))
    }

    /// Reads it from the folder `dir`; `None` when there is no such file.
    pub(super) fn read(dir: &Path) -> Result<Option<ManifestFile>> {
        let path = dir.join(MANIFEST);
        let json = match fs::read(&path) {
            Ok(json) => json,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Error::io("read", &path, e)),
        };
        /// The one thing that every format version says in the same way.
        #[derive(Deserialize)]
        struct Version {
            format_version: u32,
        }
        let damaged = |e: serde_json::Error| {
            Error::new(ErrorKind::IndexDamaged, "the manifest is damaged").at(&path).because(e)
        };
        let Version { format_version } = serde_json::from_slice(&json).map_err(damaged)?;
        if format_version != FORMAT_VERSION {
            let message = format!(
                "the index has format version {format_version}, this program reads {FORMAT_VERSION}"
            );
            return Err(Error::new(ErrorKind::IndexFormat, message).at(dir));
        }
        serde_json::from_slice(&json).map(Some).map_err(damaged)
    }

    /// Whether every file is there at its length. What is in them is checked elsewhere: this is
    /// what opening can afford.
    pub(super) fn check_lengths(&self, dir: &Path) -> Result<()> {
        for entry in &self.files {
            let path = dir.join(&entry.name);
            let length = match fs::metadata(&path) {
                Ok(metadata) => metadata.len(),
                Err(e) => {
                    let message = "a file of the index is missing";
                    return Err(Error::new(ErrorKind::IndexDamaged, message).at(&path).because(e));
                }
            };
            if length != entry.length {
                let message =
                    format!("a file of the index has {length} bytes instead of {}", entry.length);
                return Err(Error::new(ErrorKind::IndexDamaged, message).at(&path));
            }
        }
        Ok(())
    }
}
