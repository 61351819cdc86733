//! Whether a generation is whole: every byte of every file, the engine's own checksums, counts, and
//! a few documents that must be found.
//!
//! The engine opens, and answers, with some of its files damaged or gone. So none of these checks
//! stands for another.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tantivy::postings::Postings as _;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, Term};

use super::manifest::{MANIFEST, ManifestFile};
use super::reader::{self, Segments};
use super::schema::{Fields, tokenizers};
use super::{damaged, engine_error, generation, guarded};
use crate::error::{Error, ErrorKind, Result};

/// How many documents of a segment are looked at for one that can be asked for.
const CANARIES: u32 = 64;

/// What a check of a generation found.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Verification {
    /// The generation that was checked.
    pub generation: String,
    /// How many files were read.
    pub files: usize,
    /// Bytes of all files.
    pub bytes: u64,
    /// How many Documents it holds.
    pub documents: u64,
    /// What is wrong with it, each in words. A sound generation has none.
    pub problems: Vec<String>,
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    pub(crate) fn into_result(self, folder: &Path) -> Result<Verification> {
        match self.problems.first() {
            None => Ok(self),
            Some(problem) => {
                let message = format!("the generation is damaged: {problem}");
                Err(Error::new(ErrorKind::IndexDamaged, message).at(folder))
            }
        }
    }
}

/// Checks generation `id` of the index folder `dir`; the published one for `None`.
pub(super) fn verify(dir: &Path, id: Option<&str>) -> Result<Verification> {
    let id = match id {
        Some(id) if generation::is_id(id) => id.to_owned(),
        Some(_) => return Err(no_generation(dir)),
        None => generation::current(dir)?,
    };
    let folder = generation::folder(dir, &id);
    if !folder.is_dir() && generation::current(dir).is_ok_and(|current| current != id) {
        return Err(no_generation(dir));
    }
    // What another version wrote is not damaged.
    if let Some(error) = ManifestFile::read(&folder).err()
        && error.kind() == ErrorKind::IndexFormat
    {
        return Err(error);
    }
    Ok(verify_folder(&folder, &id, Trust::None))
}

pub(super) fn no_generation(dir: &Path) -> Error {
    Error::new(ErrorKind::Invalid, "the index has no such generation").at(dir)
}

/// What is known beforehand of a generation that is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    None,
    /// Its manifest has the hashes of what this process gave to be written. The engine's checksums are
    /// of the same bytes: they could find nothing more, in as much time and with every file mapped.
    Hashes,
}

/// Checks the generation `id` in `folder`.
pub(super) fn verify_folder(folder: &Path, id: &str, trust: Trust) -> Verification {
    let mut found = Verification { generation: id.to_owned(), ..Verification::default() };
    let file = match ManifestFile::read(folder) {
        Ok(Some(file)) => file,
        Ok(None) => {
            found.problems.push(format!("{MANIFEST} is missing"));
            return found;
        }
        Err(error) => {
            found.problems.push(error.to_string());
            return found;
        }
    };
    if file.manifest.generation != id {
        found.problems.push(format!("{MANIFEST} is that of {}", file.manifest.generation));
    }
    found.files = file.files.len() + 1;
    found.bytes = file.bytes();
    found.documents = file.manifest.documents;
    found.problems.extend(file.files.iter().filter_map(|entry| entry.problem(folder)));
    match unknown_files(folder, &file) {
        Ok(unknown) => found.problems.extend(unknown),
        Err(error) => found.problems.push(error.to_string()),
    }
    if let Err(error) = guarded(|| check_engine(folder, &file, trust)) {
        found.problems.push(error.to_string());
    }
    found
}

/// Files that no manifest names.
fn unknown_files(folder: &Path, file: &ManifestFile) -> Result<Vec<String>> {
    let known: BTreeSet<&str> = file.files.iter().map(|entry| entry.name.as_str()).collect();
    let mut unknown = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| Error::io("list", folder, e))? {
        let name = entry.map_err(|e| Error::io("list", folder, e))?.file_name();
        let name = name.to_string_lossy();
        if name != MANIFEST && !known.contains(&*name) {
            unknown.push(format!("{name} does not belong to the generation"));
        }
    }
    Ok(unknown)
}

fn check_engine(folder: &Path, file: &ManifestFile, trust: Trust) -> Result<()> {
    if trust == Trust::None {
        let index = reader::open_engine(folder)?;
        let broken = index.validate_checksum().map_err(engine_error)?;
        if let Some(path) = broken.iter().min() {
            return Err(damaged("the engine's checksum does not match").at(path));
        }
    }
    let segments = super::open_segments(folder)?;
    if segments.n_documents() != file.manifest.documents {
        return Err(damaged("it does not hold the documents it should"));
    }
    check_canaries(&segments)
}

/// Looks for a document of each segment by its note, by a word of its title and by two words in a
/// row, and reads it.
fn check_canaries(segments: &Segments) -> Result<()> {
    let fields = Fields::get();
    let mut analyzer = tokenizers()
        .get(super::schema::PROSE)
        .ok_or_else(|| damaged("the index lacks an analyzer"))?;
    for segment in segments.iter() {
        let alive = (0..segment.reader.max_doc()).filter(|doc| !segment.reader.is_deleted(*doc));
        for (n, doc) in (0..CANARIES).zip(alive) {
            let document = segments.document(segment.base + doc)?;
            let of_note = segments.with_term(fields.path, &document.source.path)?;
            if !of_note.contains(&(segment.base + doc)) {
                return Err(damaged("a document is not found by its note"));
            }
            let mut words: Vec<(String, u32)> = Vec::new();
            let mut tokens = analyzer.token_stream(&document.title);
            while let Some(token) = tokens.next() {
                words.push((token.text.clone(), token.position as u32));
            }
            let inverted = &segment.field(fields.title)?.inverted;
            let is_at = |word: &str, position: u32| -> Result<bool> {
                let term = Term::from_field_text(fields.title, word);
                let postings = inverted
                    .read_postings(&term, IndexRecordOption::WithFreqsAndPositions)
                    .map_err(|e| engine_error(e.into()))?;
                let Some(mut postings) = postings else { return Ok(false) };
                let mut positions = Vec::new();
                if postings.seek(doc) == doc {
                    postings.positions(&mut positions);
                }
                Ok(positions.contains(&position))
            };
            for (word, position) in &words {
                if !is_at(word, *position)? {
                    return Err(damaged("a document is not found by its title"));
                }
            }
            // One with a phrase is enough, once the first few are read.
            if words.len() > 1 && n >= 2 {
                break;
            }
        }
    }
    Ok(())
}
