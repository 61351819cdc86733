//! Corpus to Documents: reads and extracts in parallel, in a deterministic order.
//!
//! The only user of rayon. It does not know the index: the caller passes Documents from one to
//! the other. What is kept from one run to the next, so that only changed notes are read, is in
//! [`memory`].

mod explain;
mod memory;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

pub use self::explain::explain;
pub(crate) use self::memory::Memory;
use self::memory::{NoteMemory, Questions, Remembered};
use crate::corpus::{Corpus, Note, NoteFile};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::document::{Document, DocumentId, TalkId};
use crate::error::{Error, ErrorKind, Result};
use crate::extract::{self, Extraction, Learned};

/// How often reading starts again when notes change under its hands.
const ATTEMPTS: usize = 3;

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

/// A callback that is told how many notes are done, and of how many; from any thread.
pub(crate) type Progress<'a> = Option<&'a (dyn Fn(usize, usize) + Sync)>;

/// What reading a corpus gave, as a difference to what an earlier run remembers.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// Whether nothing was taken over from an earlier run.
    pub(crate) is_whole: bool,
    /// About all notes, but with the Documents of [`replaced`](Reading::replaced) notes only.
    pub(crate) ingest: Ingest,
    /// Paths of the notes whose earlier Documents no longer stand.
    pub(crate) replaced: Vec<String>,
    /// Documents of other notes that are about another talk than before, and which.
    pub(crate) moved: Vec<(DocumentId, TalkId)>,
    /// What the next run is to know.
    pub(crate) memory: Memory,
}

/// Reads every note of `corpus` and splits it into Documents.
///
/// `progress` is called with the number of notes done and of all notes, from any thread.
///
/// # Errors
///
/// Only when the corpus itself is missing or cannot be listed: a bad note is a diagnostic.
pub fn ingest(corpus: &Corpus, progress: Option<&(dyn Fn(usize, usize) + Sync)>) -> Result<Ingest> {
    Ok(read(corpus, &Memory::default(), progress, &|| false)?.ingest)
}

/// Reads the notes of `corpus` that differ from what `earlier` remembers, and those whose reading
/// depends on what the changed ones teach. What comes out is what reading all of them would give.
///
/// # Errors
///
/// When the corpus is missing or cannot be listed, and [`Interrupted`](ErrorKind::Interrupted) as
/// soon as `stop` says so.
pub(crate) fn read(
    corpus: &Corpus,
    earlier: &Memory,
    progress: Progress<'_>,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Reading> {
    for _ in 0..ATTEMPTS {
        if let Some(reading) = attempt(corpus, earlier, progress, stop)? {
            return Ok(reading);
        }
    }
    // Notes that change all the time are read once each, all of them.
    match attempt(corpus, &Memory::default(), progress, stop)? {
        Some(reading) => Ok(reading),
        None => Err(Error::new(ErrorKind::Io, "the notes change faster than they can be read")),
    }
}

/// A note in this run.
enum State<'m> {
    /// As it was remembered, down to its text.
    Known(Remembered<'m>),
    /// Read anew, with what its certain headlines teach.
    Read { note: Note, found: Box<NoteMemory> },
}

/// `None` when a note that had to be read again is no longer what it was.
fn attempt(
    corpus: &Corpus,
    earlier: &Memory,
    progress: Progress<'_>,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Option<Reading>> {
    let check = || match stop() {
        true => Err(Error::new(ErrorKind::Interrupted, "asked to stop")),
        false => Ok(()),
    };
    let now = SystemTime::now();
    let (files, mut diagnostics) = corpus.find()?;
    check()?;
    let looked: Vec<_> = files.par_iter().map(|file| look(corpus, file, earlier, now)).collect();
    check()?;
    let mut states = Vec::with_capacity(looked.len());
    for (file, outcome) in files.iter().zip(looked) {
        match outcome {
            Ok(state) => states.push((file, state)),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }

    // First pass: what certain headlines teach. Second pass: read every note with it, but for those
    // whose questions have the answers that they had.
    let certain = states.iter().flat_map(|(_, state)| match state {
        State::Known(known) => &known.memory.certain,
        State::Read { found, .. } => &found.certain,
    });
    let learned = Learned::from_speakers(certain).with_lexicon(corpus.lists());
    let facts = learned.facts();
    let news = memory::differences(&earlier.learned, &facts);
    let done = AtomicUsize::new(0);
    let n_notes = states.len();
    let second: Vec<Option<NoteReading<'_>>> = states
        .into_par_iter()
        .map(|(file, state)| {
            if stop() {
                return None;
            }
            let reading = second_pass(corpus, file, state, &learned, &news);
            if let Some(progress) = progress {
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, n_notes);
            }
            reading
        })
        .collect();
    check()?;
    let Some(notes) = second.into_iter().collect::<Option<Vec<_>>>() else { return Ok(None) };
    Ok(Some(assemble(notes, earlier, facts, diagnostics)))
}

/// Finds out whether a note is as it was; reads it unless its file is plainly the same.
fn look<'m>(
    corpus: &Corpus,
    file: &NoteFile,
    earlier: &'m Memory,
    now: SystemTime,
) -> Result<State<'m>, Diagnostic> {
    // Before the note is read: a change in between shows the next time.
    let stamp = corpus.stamp(file, now);
    let known = earlier.note(&file.path);
    if let Some(known) = known
        && stamp.is_some()
        && known.stamp == stamp
    {
        return Ok(State::Known(Remembered { memory: known, stamp }));
    }
    let (note, remark) = corpus.read(file)?;
    let hash = *blake3::hash(note.text.as_bytes()).as_bytes();
    if let Some(known) = known
        && known.hash == hash
        && known.remark == remark
    {
        return Ok(State::Known(Remembered { memory: known, stamp }));
    }
    let certain =
        guarded(|| extract::certain_speakers(&note.text, corpus.lists())).unwrap_or_default();
    let bytes = note.text.len() as u64;
    let path = note.path.clone();
    let found = NoteMemory { path, stamp, hash, bytes, remark, certain, ..NoteMemory::default() };
    Ok(State::Read { note, found: Box::new(found) })
}

/// A note once everything that can be said of it alone is.
struct NoteReading<'m> {
    memory: NoteState<'m>,
    /// Empty when its earlier Documents stand.
    documents: Vec<Document>,
}

enum NoteState<'m> {
    Known(Remembered<'m>),
    Read(Box<NoteMemory>),
}

/// Splits a note unless its earlier Documents stand. `None` when its text has changed since it was
/// looked at.
fn second_pass<'m>(
    corpus: &Corpus,
    file: &NoteFile,
    state: State<'m>,
    learned: &Learned,
    news: &[u64],
) -> Option<NoteReading<'m>> {
    let (note, mut found) = match state {
        State::Known(known) if !known.memory.asks_any(news) => {
            let memory = NoteState::Known(known);
            return Some(NoteReading { memory, documents: Vec::new() });
        }
        State::Known(known) => {
            let (note, _) = corpus.read(file).ok()?;
            if *blake3::hash(note.text.as_bytes()).as_bytes() != known.memory.hash {
                return None;
            }
            (note, Box::new(NoteMemory { stamp: known.stamp, ..known.memory.clone() }))
        }
        State::Read { note, found } => (note, found),
    };
    let asking = learned.writing_down();
    let Extraction { documents, diagnostics } =
        guarded(|| extract::extract(&note.path, &note.text, &asking))
            .unwrap_or_else(|| unreadable(&note));
    found.asked = Questions::new(&asking.into_asked());
    found.remember(&documents, diagnostics);
    Some(NoteReading { memory: NoteState::Read(found), documents })
}

/// Puts the notes together: talks, counts, and the difference to what was.
fn assemble(
    notes: Vec<NoteReading<'_>>,
    earlier: &Memory,
    facts: Vec<extract::Fact>,
    mut diagnostics: Vec<Diagnostic>,
) -> Reading {
    let mut reading =
        Reading { is_whole: earlier.is_empty(), memory: Memory::new(facts), ..Reading::default() };
    let ingest = &mut reading.ingest;
    for NoteReading { memory, documents } in notes {
        let memory = match memory {
            NoteState::Known(known) => known.into_memory(),
            NoteState::Read(found) => {
                if earlier.note(&found.path).is_some() {
                    reading.replaced.push(found.path.clone());
                }
                *found
            }
        };
        ingest.documents.extend(documents);
        ingest.bytes += memory.bytes;
        diagnostics.extend(memory.remark.iter().chain(&memory.diagnostics).cloned());
        reading.memory.notes.push(memory);
    }
    let gone = |note: &&NoteMemory| reading.memory.note(&note.path).is_none();
    reading.replaced.extend(earlier.notes.iter().filter(gone).map(|note| note.path.clone()));
    reading.replaced.sort_unstable();

    let moved = reading.memory.assign_talks();
    let mut names: FxHashMap<u64, u64> =
        moved.iter().map(|moved| (moved.document, moved.talk)).collect();
    for document in &mut ingest.documents {
        if let Some(name) = names.remove(&extract::number(&document.id)) {
            document.talk = extract::named(name);
        }
    }
    let id_and_talk = |(id, talk)| (extract::id_of(id), extract::named(talk));
    reading.moved = names.into_iter().map(id_and_talk).collect();
    reading.moved.sort();

    let names = reading.memory.notes.iter().map(|note| (note.path.as_str(), &note.names[..]));
    diagnostics.extend(extract::near_duplicates(names));
    diagnostics.sort();
    diagnostics.dedup();
    ingest.notes = reading.memory.notes.len();
    ingest.skipped = diagnostics.iter().filter(|diagnostic| diagnostic.is_skip()).count();
    ingest.diagnostics = diagnostics;
    ingest.fingerprint = reading.memory.fingerprint();
    reading
}

/// The id of the Document that is remembered as `number`.
pub(crate) fn document_id(number: u64) -> DocumentId {
    extract::id_of(number)
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
