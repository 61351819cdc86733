//! What is known of a generation: the public [`Manifest`], and the file list that only this
//! module's neighbours need.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::disk;
use super::reader::Lengths;
use crate::document::{Document, Event, Kind, Region};
use crate::error::{Error, ErrorKind, Result};

/// Version of everything that is on disk: layout, schema, analysis, encoding of Documents. An index
/// of another version is rebuilt, never read.
pub(super) const FORMAT_VERSION: u32 = 4;

/// The manifest's file in a generation's folder.
pub(super) const MANIFEST: &str = "manifest.json";

/// How the line of a manifest begins that holds the hash of all its other bytes.
const CHECKSUM: &str = "\"checksum\": \"";

/// Hexadecimal digits of a hash.
const HASH_DIGITS: usize = 64;

/// What is known of a published generation; `manifest.json` in its folder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Manifest {
    /// Version of the on-disk format.
    pub format_version: u32,
    /// The generation's id: ids grow, whatever the clock says.
    pub generation: String,
    /// The generation that it took the place of.
    pub previous: Option<String>,
    /// When its notes were read, RFC 3339 in UTC; empty for an index in memory.
    pub built_at: String,
    /// Version of kubenotes that built it.
    pub built_by: String,
    /// Digest of the vocabularies by which notes were read; after a `+`, that of what was added to
    /// them.
    pub lexicon: String,
    /// How many Documents it holds.
    pub documents: u64,
    /// How many of them each conference has, by name and year; `unknown` for those of none.
    pub events: BTreeMap<String, u64>,
    /// How many of them each kind has.
    pub kinds: BTreeMap<String, u64>,
    /// How many notes were read.
    pub notes: u64,
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
    /// See [`Manifest::notes`].
    pub notes: u64,
    /// Version of what was added to the vocabularies; empty for nothing.
    pub lexicon: String,
    /// When the build began, RFC 3339 in UTC.
    pub built_at: String,
}

/// How many Documents there are, in all and of each sort.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    documents: u64,
    events: BTreeMap<String, u64>,
    kinds: BTreeMap<String, u64>,
}

impl Counts {
    /// Counts in `n` Documents of one sort.
    pub(crate) fn add(&mut self, kind: Kind, event: Option<&Event>, year: Option<u16>, n: u64) {
        self.documents += n;
        let series = event.and_then(|event| event.series.as_deref());
        let region = event.and_then(|event| event.region).map(Region::name);
        let year = year.map(|year| year.to_string());
        let parts: Vec<&str> = [series, region, year.as_deref()].into_iter().flatten().collect();
        let event = if parts.is_empty() { "unknown".to_owned() } else { parts.join(" ") };
        *self.events.entry(event).or_default() += n;
        *self.kinds.entry(kind.name().to_owned()).or_default() += n;
    }

    pub(crate) fn of(documents: &[Document]) -> Counts {
        let mut counts = Counts::default();
        for document in documents {
            counts.add(document.kind, document.event.as_ref(), document.year, 1);
        }
        counts
    }

    pub(crate) fn documents(&self) -> u64 {
        self.documents
    }
}

impl Manifest {
    pub(super) fn new(generation: String, counts: Counts, provenance: &Provenance) -> Manifest {
        Manifest {
            format_version: FORMAT_VERSION,
            generation,
            built_at: provenance.built_at.clone(),
            built_by: env!("CARGO_PKG_VERSION").to_owned(),
            lexicon: match &*provenance.lexicon {
                "" => env!("KUBENOTES_LEXICON").to_owned(),
                additions => format!("{}+{additions}", env!("KUBENOTES_LEXICON")),
            },
            documents: counts.documents,
            events: counts.events,
            kinds: counts.kinds,
            corpus_fingerprint: provenance.corpus_fingerprint.clone(),
            corpus: provenance.corpus.clone(),
            notes: provenance.notes,
            ..Manifest::default()
        }
    }
}

/// `manifest.json` as it is written: the manifest, every file of the generation but itself, and what
/// opening need not count.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ManifestFile {
    #[serde(flatten)]
    pub(super) manifest: Manifest,
    pub(super) files: Vec<FileEntry>,
    /// How long each field is, which ranking measures documents by.
    pub(super) lengths: BTreeMap<String, Lengths>,
    /// Hash of the file's bytes with zeros in place of these digits.
    checksum: String,
}

/// One file of a generation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileEntry {
    pub(super) name: String,
    pub(super) length: u64,
    /// BLAKE3 in hexadecimal digits.
    pub(super) blake3: String,
    /// Whether the draft has it from an older generation, as a second name of the same file.
    #[serde(skip)]
    pub(super) linked: bool,
}

impl FileEntry {
    pub(super) fn of(name: &str, bytes: &[u8]) -> FileEntry {
        FileEntry {
            name: name.to_owned(),
            length: bytes.len() as u64,
            blake3: blake3::hash(bytes).to_hex().to_string(),
            linked: false,
        }
    }

    /// Reads the file in the folder `dir` from the disk; what is wrong with it, in words.
    pub(super) fn problem(&self, dir: &Path) -> Option<String> {
        let path = dir.join(&self.name);
        let read = || {
            let mut hasher = blake3::Hasher::new();
            hasher.update_reader(fs::File::open(&path)?)?;
            Ok::<_, std::io::Error>((hasher.count(), hasher.finalize()))
        };
        match read() {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                Some(format!("{} is missing", self.name))
            }
            Err(e) => Some(format!("{} cannot be read: {e}", self.name)),
            Ok((length, _)) if length != self.length => {
                Some(format!("{} has {length} bytes instead of {}", self.name, self.length))
            }
            Ok((_, hash)) if hash.to_hex().as_str() != self.blake3 => {
                Some(format!("{} holds other bytes than were written", self.name))
            }
            Ok(_) => None,
        }
    }
}

impl ManifestFile {
    pub(super) fn new(
        manifest: Manifest,
        files: Vec<FileEntry>,
        lengths: BTreeMap<String, Lengths>,
    ) -> ManifestFile {
        ManifestFile { manifest, files, lengths, checksum: "0".repeat(HASH_DIGITS) }
    }

    /// Writes it into the folder `dir`.
    pub(super) fn write(&self, dir: &Path) -> Result<()> {
        let mut json = serde_json::to_string_pretty(self).expect("strings and numbers are JSON");
        json.push('\n');
        let (sum, at) = checksum(json.as_bytes()).expect("it was just written");
        json.replace_range(at..at + HASH_DIGITS, &sum);
        disk::write(&dir.join(MANIFEST), json.as_bytes())
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
        let damaged = || Error::new(ErrorKind::IndexDamaged, "the manifest is damaged").at(&path);
        let Version { format_version } =
            serde_json::from_slice(&json).map_err(|e| damaged().because(e))?;
        if format_version != FORMAT_VERSION {
            let message = format!(
                "the index has format version {format_version}, this program reads {FORMAT_VERSION}"
            );
            return Err(Error::new(ErrorKind::IndexFormat, message).at(dir));
        }
        let file: ManifestFile = serde_json::from_slice(&json).map_err(|e| damaged().because(e))?;
        if checksum(&json).is_none_or(|(sum, _)| sum != file.checksum) {
            return Err(damaged());
        }
        Ok(Some(file))
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

    /// Bytes of all its files.
    pub(super) fn bytes(&self) -> u64 {
        self.files.iter().map(|entry| entry.length).sum()
    }
}

/// The hash of a manifest's bytes with zeros in place of the hash that it holds, and where that is.
fn checksum(json: &[u8]) -> Option<(String, usize)> {
    let marker = CHECKSUM.as_bytes();
    let at = memchr::memmem::rfind(json, marker)? + marker.len();
    let before = json.get(..at)?;
    let after = json.get(at + HASH_DIGITS..)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(before).update("0".repeat(HASH_DIGITS).as_bytes()).update(after);
    Some((hasher.finalize().to_hex().to_string(), at))
}
