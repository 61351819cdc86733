//! Corpus to Documents: reads and extracts in parallel, in a deterministic order.
//!
//! The only user of rayon. It does not know the index: the caller passes Documents from one to
//! the other. What is kept from one run to the next, so that only changed notes are read, is in
//! [`memory`].

mod explain;
mod memory;
mod questions;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use rayon::prelude::*;

pub use self::explain::explain;
pub(crate) use self::memory::Memory;
use self::memory::{NoteMemory, Remembered, Taught};
use self::questions::{Questions, SAMPLE};
use crate::corpus::{Corpus, Note, NoteFile};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::document::{Document, DocumentId};
use crate::error::{Error, ErrorKind, Result};
use crate::extract::{self, Extraction, Learned, Parsed};

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

/// Whether to stop now; asked every so often, from any thread.
pub(crate) type Stop<'a> = &'a (dyn Fn() -> bool + Sync);

/// Takes the Documents of a note, given its place among all notes; from any thread.
pub(crate) type Sink<'a> = &'a (dyn Fn(usize, Vec<Document>) -> Result<()> + Sync);

/// What reading a corpus gave, but for the Documents.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// Whether nothing was taken over from an earlier run.
    pub(crate) is_whole: bool,
    /// About all notes, without Documents.
    pub(crate) ingest: Ingest,
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
    Ok(read(corpus, progress)?.0)
}

/// Reads every note, and tells what is remembered of them, too.
fn read(corpus: &Corpus, progress: Progress<'_>) -> Result<(Ingest, Memory)> {
    let nothing = Memory::default();
    for attempt in 0..=ATTEMPTS {
        let survey = Survey::new(corpus, &nothing, attempt, &|| false)?;
        let found = Mutex::new(Vec::new());
        let sink = |at: usize, documents: Vec<Document>| {
            // No code that can panic runs while it is held.
            found.lock().unwrap_or_else(PoisonError::into_inner).push((at, documents));
            Ok(())
        };
        let Some(Reading { mut ingest, memory, .. }) = survey.read(progress, &|| false, &sink)?
        else {
            continue;
        };
        let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.sort_unstable_by_key(|(at, _)| *at);
        ingest.documents.reserve_exact(memory.n_documents());
        ingest.documents.extend(found.into_iter().flat_map(|(_, documents)| documents));
        for (document, talk) in ingest.documents.iter_mut().zip(memory.talks()) {
            document.talk = extract::named(talk);
        }
        return Ok((ingest, memory));
    }
    Err(Error::new(ErrorKind::Io, "the notes change faster than they can be read"))
}

/// How often reading starts again when notes change between the two looks at them. The time after
/// that, their texts are kept from one to the other, however many they are.
pub(crate) const ATTEMPTS: usize = 3;

/// Bytes of notes that are kept parsed from the first look at them to the second, in about three times
/// as much memory; other notes are read and parsed twice, mostly from the system's memory.
const KEPT_BYTES: u64 = 32 * 1024 * 1024;

/// A corpus once every note was looked at: what differs from an earlier run is known, and what all
/// notes together teach.
#[derive(Debug)]
pub(crate) struct Survey<'a> {
    corpus: &'a Corpus,
    earlier: &'a Memory,
    notes: Vec<(NoteFile, State<'a>)>,
    diagnostics: Vec<Diagnostic>,
    learned: Learned,
    facts: Vec<extract::Fact>,
    /// Paths of the notes whose earlier Documents no longer stand.
    pub(crate) replaced: Vec<String>,
    /// Bytes of the notes that are still to be split.
    pub(crate) bytes: u64,
}

/// A note in this run.
#[derive(Debug)]
enum State<'m> {
    /// As it was remembered, with its Documents.
    Stands(Remembered<'m>),
    /// To be split: as it was remembered, or looked at just now.
    Split { parsed: Option<Box<Parsed>>, found: Box<NoteMemory> },
}

impl<'a> Survey<'a> {
    /// Looks at the notes of `corpus`: which differ from what `earlier` remembers, and of which the
    /// reading depends on what the changed ones teach. `attempt` counts up to [`ATTEMPTS`].
    ///
    /// # Errors
    ///
    /// When the corpus is missing or cannot be listed, and [`Interrupted`](ErrorKind::Interrupted)
    /// as soon as `stop` says so.
    pub(crate) fn new(
        corpus: &'a Corpus,
        earlier: &'a Memory,
        attempt: usize,
        stop: Stop<'_>,
    ) -> Result<Survey<'a>> {
        let now = SystemTime::now();
        let (files, mut diagnostics) = corpus.find()?;
        check(stop)?;
        let room = if attempt < ATTEMPTS { KEPT_BYTES } else { u64::MAX };
        let kept = AtomicU64::new(0);
        let looked: Vec<_> = files
            .into_par_iter()
            .map(|file| {
                check(stop)?;
                let mut looked = look(corpus, &file, earlier, now);
                if let Ok(State::Split { parsed, found }) = &mut looked
                    && kept.fetch_add(found.bytes, Ordering::Relaxed) > room
                {
                    *parsed = None;
                }
                Ok((file, looked))
            })
            .collect::<Result<_>>()?;
        let mut notes = Vec::with_capacity(looked.len());
        for (file, outcome) in looked {
            match outcome {
                Ok(state) => notes.push((file, state)),
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        // What certain headlines teach: a note is split with it unless its questions have the
        // answers that they had.
        let certain = notes.iter().flat_map(|(_, state)| match state {
            State::Stands(known) => known.memory.certain.speakers(),
            State::Split { found, .. } => found.certain.speakers(),
        });
        let learned = Learned::from_speakers(certain).with_lexicon(corpus.lists());
        let facts = learned.facts();
        let news = memory::differences(&earlier.learned, &facts);
        let is_common = |question: &u64| earlier.common.binary_search(question).is_ok();
        let all_ask = news.iter().any(is_common);
        let mut bytes = 0;
        let mut replaced = Vec::new();
        for (file, state) in &mut notes {
            if let State::Stands(known) = state
                && (all_ask || known.memory.asked.any_of(&news))
            {
                let found = NoteMemory { stamp: known.stamp, ..known.memory.clone() };
                *state = State::Split { parsed: None, found: Box::new(found) };
            }
            if let State::Split { found, .. } = state {
                bytes += found.bytes;
                if earlier.note(&file.path).is_some() {
                    replaced.push(file.path.clone());
                }
            }
        }
        let is_there = |path: &String| notes.binary_search_by(|(file, _)| file.path.cmp(path));
        let paths = earlier.notes.iter().map(|note| &note.path);
        replaced.extend(paths.filter(|path| is_there(path).is_err()).cloned());
        replaced.sort_unstable();
        Ok(Survey { corpus, earlier, notes, diagnostics, learned, facts, replaced, bytes })
    }

    /// Whether nothing is taken over from an earlier run.
    pub(crate) fn is_whole(&self) -> bool {
        self.earlier.is_empty()
    }

    /// Whether no note has to be split, and none is gone.
    pub(crate) fn is_idle(&self) -> bool {
        self.replaced.is_empty()
            && self.notes.iter().all(|(_, state)| matches!(state, State::Stands(_)))
    }

    /// Splits the notes that have to be, and hands their Documents to `sink`, each with a talk of
    /// its own. With those of the other notes they are what reading everything would give. `None`
    /// when a note has changed in between.
    ///
    /// # Errors
    ///
    /// Those of `sink`, and [`Interrupted`](ErrorKind::Interrupted) as soon as `stop` says so.
    pub(crate) fn read(
        self,
        progress: Progress<'_>,
        stop: Stop<'_>,
        sink: Sink<'_>,
    ) -> Result<Option<Reading>> {
        let Survey { corpus, earlier, notes, mut diagnostics, learned, facts, .. } = self;
        let done = AtomicUsize::new(0);
        let n_notes = notes.len();
        let go_on = |(at, (file, state)): (usize, (NoteFile, State<'_>))| {
            check(stop)?;
            let done_with = match state {
                State::Stands(known) => Some((known.into_memory(), None)),
                State::Split { parsed, found } => {
                    split(corpus, &file, parsed, found, &learned, &|found| sink(at, found))?
                }
            };
            if let Some(progress) = progress {
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, n_notes);
            }
            Ok(done_with)
        };
        // From some of the notes it is told what notes commonly ask.
        let every = if earlier.is_empty() { (n_notes / SAMPLE).max(1) } else { usize::MAX };
        let (some, others): (Vec<_>, Vec<_>) =
            notes.into_iter().enumerate().partition(|(at, _)| (at + 1).is_multiple_of(every));
        let some: Option<Vec<_>> = some.into_par_iter().map(&go_on).collect::<Result<_>>()?;
        let Some(some) = some else { return Ok(None) };
        let common = match earlier.is_empty() {
            true => questions::common(some.iter().filter_map(|(_, asked)| asked.as_deref())),
            false => earlier.common.clone(),
        };
        let keep = |(mut note, asked): (NoteMemory, Option<Vec<u64>>)| {
            if let Some(asked) = asked {
                note.asked = Questions::new(&asked, &common);
            }
            note
        };
        let others: Option<Vec<_>> =
            others.into_par_iter().map(|note| Ok(go_on(note)?.map(keep))).collect::<Result<_>>()?;
        let Some(mut notes) = others else { return Ok(None) };
        notes.extend(some.into_iter().map(keep));
        notes.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        let said = |note: &NoteMemory| -> Vec<Diagnostic> {
            note.remark.iter().chain(&note.diagnostics).cloned().collect()
        };
        diagnostics.extend(notes.iter().flat_map(said));
        let names = notes.iter().map(|note| (note.path.as_str(), &note.names[..]));
        diagnostics.extend(extract::near_duplicates(names));
        diagnostics.sort();
        diagnostics.dedup();
        let memory = Memory { learned: facts, common, notes };
        let ingest = Ingest {
            documents: Vec::new(),
            notes: memory.notes.len(),
            skipped: diagnostics.iter().filter(|diagnostic| diagnostic.is_skip()).count(),
            bytes: memory.notes.iter().map(|note| note.bytes).sum(),
            diagnostics,
            fingerprint: memory.fingerprint(),
        };
        Ok(Some(Reading { is_whole: earlier.is_empty(), ingest, memory }))
    }
}

fn check(stop: Stop<'_>) -> Result<()> {
    match stop() {
        true => Err(Error::new(ErrorKind::Interrupted, "asked to stop")),
        false => Ok(()),
    }
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
        return Ok(State::Stands(Remembered { memory: known, stamp }));
    }
    let (note, remark) = corpus.read(file)?;
    let hash = hash(&note);
    if let Some(known) = known
        && known.hash == hash
        && known.remark == remark
    {
        return Ok(State::Stands(Remembered { memory: known, stamp }));
    }
    let bytes = note.text.len() as u64;
    let parsed = guarded(|| Box::new(Parsed::new(&note.text, corpus.lists())));
    let certain = Taught::new(&parsed.as_ref().map_or_else(Vec::new, |note| note.taught()));
    let found = NoteMemory {
        path: note.path,
        stamp,
        hash,
        bytes,
        remark,
        certain,
        ..NoteMemory::default()
    };
    Ok(State::Split { parsed, found: Box::new(found) })
}

/// Splits a note, and says what is to be remembered of it and what it asked. `None` when it has
/// changed since it was looked at.
fn split(
    corpus: &Corpus,
    file: &NoteFile,
    parsed: Option<Box<Parsed>>,
    mut found: Box<NoteMemory>,
    learned: &Learned,
    sink: &dyn Fn(Vec<Document>) -> Result<()>,
) -> Result<Option<(NoteMemory, Option<Vec<u64>>)>> {
    let parsed = match parsed {
        Some(parsed) => Some(parsed),
        None => match corpus.read(file) {
            Ok((note, _)) if hash(&note) == found.hash => {
                guarded(|| Box::new(Parsed::new(&note.text, corpus.lists())))
            }
            _ => return Ok(None),
        },
    };
    let Extraction { documents, diagnostics, asked } = parsed
        .and_then(|note| guarded(|| extract::extract(&file.path, &note, learned)))
        .unwrap_or_else(|| unreadable(&file.path));
    found.remember(&documents, diagnostics);
    sink(documents)?;
    Ok(Some((*found, Some(asked))))
}

fn hash(note: &Note) -> [u8; 32] {
    *blake3::hash(note.text.as_bytes()).as_bytes()
}

/// The id of the Document that is remembered as `number`.
pub(crate) fn document_id(number: u64) -> DocumentId {
    extract::id_of(number)
}

/// Runs `work`; a panic is `None`. Nothing a note says may end the run.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

fn unreadable(path: &str) -> Extraction {
    Extraction {
        documents: Vec::new(),
        asked: Vec::new(),
        diagnostics: vec![Diagnostic::new(
            path,
            DiagnosticKind::ReadFailed,
            "skipped: the note could not be split (a defect in kubenotes, please report it)",
        )],
    }
}
