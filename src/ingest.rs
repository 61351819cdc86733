//! Corpus to Documents: reads and extracts in parallel, in a deterministic order.
//!
//! The only user of rayon. It does not know the index: the caller passes Documents from one to
//! the other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::corpus::{Corpus, Note};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::document::Document;
use crate::error::Result;
use crate::extract::{self, Extraction, Learned};

/// What a corpus says.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Ingest {
    /// In the order of their notes' paths, then of their lines.
    pub documents: Vec<Document>,
    /// What is wrong with notes, by path and line.
    pub diagnostics: Vec<Diagnostic>,
    /// How many notes were read.
    pub notes: usize,
    /// How many notes were skipped, each with a diagnostic.
    pub skipped: usize,
    /// Bytes of the notes that were read.
    pub bytes: u64,
    /// Digest of the notes' paths and texts: changes when any note does.
    pub fingerprint: String,
}

/// Reads every note of `corpus` and splits it into Documents.
///
/// `progress` is called with the number of notes done and of all notes, from any thread.
///
/// # Errors
///
/// Only when the corpus itself is missing or cannot be listed: a bad note is a diagnostic.
pub fn ingest(corpus: &Corpus, progress: Option<&(dyn Fn(usize, usize) + Sync)>) -> Result<Ingest> {
    let (files, mut diagnostics) = corpus.find()?;
    let read: Vec<_> = files.par_iter().map(|file| corpus.read(file)).collect();
    let mut notes: Vec<Note> = Vec::with_capacity(read.len());
    for outcome in read {
        match outcome {
            Ok((note, remark)) => {
                notes.push(note);
                diagnostics.extend(remark);
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    // First pass: what certain headlines teach. Second pass: read every note with it.
    let certain: Vec<_> = notes
        .par_iter()
        .map(|note| guarded(|| extract::certain_speakers(&note.text)).unwrap_or_default())
        .collect();
    let learned = Learned::from_speakers(certain.iter().flatten());
    let done = AtomicUsize::new(0);
    let extractions: Vec<Extraction> = notes
        .par_iter()
        .map(|note| {
            let extraction = guarded(|| extract::extract(&note.path, &note.text, &learned))
                .unwrap_or_else(|| unreadable(note));
            if let Some(progress) = progress {
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, notes.len());
            }
            extraction
        })
        .collect();
    let mut result = Ingest {
        notes: notes.len(),
        bytes: notes.iter().map(|note| note.text.len() as u64).sum(),
        fingerprint: fingerprint(&notes),
        ..Ingest::default()
    };
    for extraction in extractions {
        result.documents.extend(extraction.documents);
        diagnostics.extend(extraction.diagnostics);
    }
    extract::assign_talks(&mut result.documents);
    diagnostics.sort();
    diagnostics.dedup();
    result.skipped = diagnostics.iter().filter(|diagnostic| diagnostic.is_skip()).count();
    result.diagnostics = diagnostics;
    Ok(result)
}

/// Runs `work`; a panic is `None`. Nothing a note says may end the run.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

fn unreadable(note: &Note) -> Extraction {
    Extraction {
        documents: Vec::new(),
        diagnostics: vec![Diagnostic::new(
            &note.path,
            DiagnosticKind::ReadFailed,
            "skipped: the note could not be split (a defect in kubenotes, please report it)",
        )],
    }
}

/// Two hashes of every note would hide a swap: path and text are hashed with their lengths.
fn fingerprint(notes: &[Note]) -> String {
    let mut hasher = blake3::Hasher::new();
    for note in notes {
        for part in [&note.path, &note.text] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hasher.finalize().to_hex().as_str()[..32].to_owned()
}
