//! What is kept of a corpus from one run to the next: of each note how its file looks, what it
//! teaches and asks, and what of its Documents is compared with those of other notes.
//!
//! With it, reading only what has changed gives what reading everything would: the text of a note
//! that stays as it is matters to no other note.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::questions::Questions;
use crate::corpus::Stamp;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, DocumentId, Event, Kind, Speaker, TalkId};
use crate::extract::{self, Fact, Name, Talk};

/// How hard it is compressed: harder brings little.
const ZSTD_LEVEL: i32 = 3;

/// No more bytes than this come out of one that was compressed: most of them are hashes.
const MAX_RATIO: usize = 1_000;

/// How many bytes say how long it is before it is compressed.
const LENGTH_BYTES: usize = size_of::<u64>();

/// What is kept of a corpus.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// What all notes together teach, sorted.
    pub(super) learned: Vec<Fact>,
    /// Questions that so many notes ask that every note counts as asking them; sorted.
    pub(super) common: Vec<u64>,
    /// By path.
    pub(super) notes: Vec<NoteMemory>,
}

/// What is kept of a note.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct NoteMemory {
    pub(super) path: String,
    pub(super) stamp: Option<Stamp>,
    /// Of its text.
    pub(super) hash: [u8; 32],
    /// Of its text.
    pub(super) bytes: u64,
    /// What was remarked when it was read.
    pub(super) remark: Option<Diagnostic>,
    /// What was remarked when it was split.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What it teaches.
    pub(super) certain: Taught,
    /// What its reading depends on.
    pub(super) asked: Questions,
    pub(super) documents: Vec<DocumentMemory>,
    /// Who speaks and for whom, to be compared with other notes.
    pub(super) names: Vec<Name>,
    pub(super) sorts: Vec<Sort>,
}

/// Those whom headlines name that can be read in only one way. They are asked for once a run, and
/// encoded take a fifth of the memory.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Taught(Box<[u8]>);

impl Taught {
    pub(super) fn new(speakers: &[&Speaker]) -> Taught {
        Taught(postcard::to_stdvec(speakers).expect("plain data, into memory").into())
    }

    /// None, when they are damaged: what one note teaches is no more than a hint.
    pub(super) fn speakers(&self) -> Vec<Speaker> {
        postcard::from_bytes(&self.0).unwrap_or_default()
    }
}

/// What is kept of a Document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct DocumentMemory {
    number: u64,
    /// What is compared to tell its talk.
    talk: Option<Talk>,
    is_session: bool,
}

/// Documents of a note that are counted together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Sort {
    kind: Kind,
    event: Option<Event>,
    year: Option<u16>,
    count: u32,
}

/// A note that is as it was, and the look of its file now.
#[derive(Debug)]
pub(super) struct Remembered<'m> {
    pub(super) memory: &'m NoteMemory,
    pub(super) stamp: Option<Stamp>,
}

/// Which notes came, changed and went, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NoteChanges {
    pub(crate) added: Vec<String>,
    pub(crate) changed: Vec<String>,
    pub(crate) removed: Vec<String>,
}

impl Memory {
    /// As compact bytes, behind those of `out`.
    pub(crate) fn into_bytes(mut self, mut out: Vec<u8>) -> Vec<u8> {
        // A word of a title is told by its place in a list, small for the frequent ones.
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        self.for_each_hash(|hash| *counts.entry(*hash).or_default() += 1);
        let mut words: Vec<(Reverse<u32>, u32)> =
            counts.into_iter().map(|(word, count)| (Reverse(count), word)).collect();
        words.sort_unstable();
        let words: Vec<u32> = words.into_iter().map(|(_, word)| word).collect();
        let places: FxHashMap<u32, u32> = words.iter().copied().zip(0..).collect();
        self.for_each_hash(|hash| *hash = places.get(hash).copied().unwrap_or(u32::MAX));
        // What is compressed is as large as all the rest, and never there at once.
        let start = out.len();
        out.resize(start + LENGTH_BYTES, 0);
        let encoder = zstd::Encoder::new(out, ZSTD_LEVEL);
        let plain = Counted { inner: encoder.expect("the level is one of zstd's"), length: 0 };
        let plain = postcard::to_io(&(words, self), BufWriter::new(plain));
        let plain = plain.ok().and_then(|plain| plain.into_inner().ok());
        let plain = plain.expect("plain data, into memory");
        let mut bytes = plain.inner.finish().expect("as above");
        for (to, from) in bytes.iter_mut().skip(start).zip(plain.length.to_le_bytes()) {
            *to = from;
        }
        bytes
    }

    /// Forgets all but which notes and Documents there were: what a rebuild asks.
    pub(crate) fn forget_readings(&mut self) {
        self.learned = Vec::new();
        for note in &mut self.notes {
            note.certain = Taught::default();
            note.asked = Questions::default();
            note.names = Vec::new();
            note.sorts = Vec::new();
            note.documents.iter_mut().for_each(|document| document.talk = None);
        }
    }

    /// Forgets how the notes' files looked: every note is compared by its text.
    pub(crate) fn forget_files(&mut self) {
        self.notes.iter_mut().for_each(|note| note.stamp = None);
    }

    /// `None` when the bytes are none that this version writes.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Memory> {
        let (len, bytes) = bytes.split_first_chunk()?;
        // What is damaged does not ask for all memory.
        let len = usize::try_from(u64::from_le_bytes(*len)).ok()?;
        let len = (len / MAX_RATIO <= bytes.len()).then_some(len)?;
        let plain = zstd::bulk::decompress(bytes, len).ok()?;
        let (words, mut memory): (Vec<u32>, Memory) = postcard::from_bytes(&plain).ok()?;
        let mut is_whole = true;
        memory.for_each_hash(|place| match words.get(*place as usize) {
            Some(word) => *place = *word,
            None => is_whole = false,
        });
        is_whole.then_some(memory)
    }

    fn for_each_hash(&mut self, mut with: impl FnMut(&mut u32)) {
        let documents = self.notes.iter_mut().flat_map(|note| &mut note.documents);
        for talk in documents.filter_map(|document| document.talk.as_mut()) {
            talk.for_each_hash(&mut with);
        }
    }

    /// The note at `path`.
    pub(super) fn note(&self, path: &str) -> Option<&NoteMemory> {
        let at = self.notes.binary_search_by(|note| note.path.as_str().cmp(path)).ok()?;
        self.notes.get(at)
    }

    /// Digest of the notes' paths and texts.
    pub(crate) fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for note in &self.notes {
            // With its length, so that no path runs into the next note's.
            hasher.update(&(note.path.len() as u64).to_le_bytes());
            hasher.update(note.path.as_bytes());
            hasher.update(&note.hash);
        }
        hasher.finalize().to_hex().as_str()[..32].to_owned()
    }

    /// The number of the Document that each Document's talk is named after, in the order of notes
    /// and Documents.
    pub(super) fn talks(&self) -> Vec<u64> {
        let documents = self.notes.iter().flat_map(|note| &note.documents);
        let compared: Vec<_> =
            documents.map(|document| (document.number, document.talk.as_ref())).collect();
        extract::cluster(&compared)
    }

    /// The talks that several Documents are about, each with their ids.
    pub(crate) fn shared_talks(&self) -> Vec<(TalkId, Vec<DocumentId>)> {
        let documents = self.notes.iter().flat_map(|note| &note.documents);
        let numbers = documents.map(|document| document.number);
        let mut named: Vec<(u64, u64)> = self.talks().into_iter().zip(numbers).collect();
        named.sort_unstable();
        named.dedup();
        let talks = named.chunk_by(|one, other| one.0 == other.0);
        let talks = talks.filter(|talk| talk.len() > 1);
        talks
            .filter_map(|talk| {
                let ids = talk.iter().map(|(_, number)| extract::id_of(*number)).collect();
                Some((extract::named(talk.first()?.0), ids))
            })
            .collect()
    }

    /// Calls `count` with each sort of Documents, and how many there are in a note.
    pub(crate) fn for_each_sort(
        &self,
        mut count: impl FnMut(Kind, Option<&Event>, Option<u16>, u32),
    ) {
        for sort in self.notes.iter().flat_map(|note| &note.sorts) {
            count(sort.kind, sort.event.as_ref(), sort.year, sort.count);
        }
    }

    /// Whether nothing is remembered.
    pub(crate) fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// How many Documents all notes have.
    pub(crate) fn n_documents(&self) -> usize {
        self.notes.iter().map(|note| note.documents.len()).sum()
    }

    /// What is different from `earlier`.
    pub(crate) fn changes_since(&self, earlier: &Memory) -> NoteChanges {
        let mut changes = NoteChanges::default();
        for note in &self.notes {
            match earlier.note(&note.path) {
                None => changes.added.push(note.path.clone()),
                Some(known) if known.hash != note.hash => changes.changed.push(note.path.clone()),
                Some(_) => {}
            }
        }
        let gone = earlier.notes.iter().filter(|note| self.note(&note.path).is_none());
        changes.removed = gone.map(|note| note.path.clone()).collect();
        changes
    }

    /// Numbers of the sessions in `earlier` that are no longer there, by note and place.
    pub(crate) fn sessions_gone_since(&self, earlier: &Memory) -> Vec<u64> {
        let mut now: Vec<u64> = self
            .notes
            .iter()
            .flat_map(|note| note.documents.iter().map(|document| document.number))
            .collect();
        now.sort_unstable();
        earlier
            .notes
            .iter()
            .flat_map(|note| &note.documents)
            .filter(|document| document.is_session && now.binary_search(&document.number).is_err())
            .map(|document| document.number)
            .collect()
    }
}

impl NoteMemory {
    /// Keeps what will be asked about `documents`.
    pub(super) fn remember(&mut self, documents: &[Document], diagnostics: Vec<Diagnostic>) {
        self.diagnostics = diagnostics;
        let mut sorts: BTreeMap<(Kind, Option<&Event>, Option<u16>), u32> = BTreeMap::new();
        for document in documents {
            *sorts.entry((document.kind, document.event.as_ref(), document.year)).or_default() += 1;
        }
        let sort = |((kind, event, year), count): ((_, Option<&Event>, _), _)| Sort {
            kind,
            event: event.cloned(),
            year,
            count,
        };
        self.sorts = sorts.into_iter().map(sort).collect();
        self.names = extract::names(documents);
        self.documents = documents
            .iter()
            .map(|document| DocumentMemory {
                number: extract::number(&document.id),
                talk: extract::talk(document),
                is_session: document.kind != Kind::Section,
            })
            .collect();
    }
}

impl Remembered<'_> {
    pub(super) fn into_memory(self) -> NoteMemory {
        NoteMemory { stamp: self.stamp, ..self.memory.clone() }
    }
}

/// Counts what is written.
struct Counted<W> {
    inner: W,
    length: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.length += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The questions that `now` answers in another way than `before`, both sorted.
pub(super) fn differences(before: &[Fact], now: &[Fact]) -> Vec<u64> {
    let mut news: Vec<u64> = Vec::new();
    for (some, others) in [(before, now), (now, before)] {
        let new = some.iter().filter(|fact| others.binary_search(fact).is_err());
        news.extend(new.map(|(question, _)| *question));
    }
    news.sort_unstable();
    news.dedup();
    news
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Origin;

    #[test]
    fn differences_are_answers_that_came_went_or_changed() {
        let before = [(1, 0), (2, 7), (4, 1)];
        let now = [(2, 8), (3, 0), (4, 1)];
        assert_eq!(differences(&before, &now), [1, 2, 3]);
        assert_eq!(differences(&before, &before), [0; 0]);
        assert_eq!(differences(&[], &now), [2, 3, 4]);
    }

    #[test]
    fn memory_round_trips_and_damage_is_none() {
        let source = Origin { path: "a.md".to_owned(), line_start: 1, line_end: 2 };
        let mut document = Document::new(DocumentId("00000000000000ff".to_owned()), source);
        document.kind = Kind::Session;
        document.title = "Running Flux with Flux".to_owned();
        document.speakers = vec![Speaker { name: "Ada Berg".to_owned(), company: None }];
        let mut note = NoteMemory { path: "a.md".to_owned(), bytes: 3, ..NoteMemory::default() };
        note.asked = Questions::new(&[7], &[]);
        note.certain = Taught::new(&document.speakers.iter().collect::<Vec<_>>());
        assert_eq!(note.certain.speakers(), document.speakers);
        note.remember(&[document], Vec::new());
        let memory = Memory { learned: vec![(1, 2)], common: vec![9], notes: vec![note] };
        let mut others = memory.clone();
        others.forget_readings();
        assert_eq!(others.sessions_gone_since(&memory), [0; 0]);
        assert_eq!(Memory::default().sessions_gone_since(&others), [0xff]);
        assert_eq!(others.changes_since(&memory), NoteChanges::default());
        let bytes = memory.clone().into_bytes(Vec::new());
        assert_eq!(memory.clone().into_bytes(vec![1, 2])[2..], bytes);
        assert_eq!(Memory::from_bytes(&bytes), Some(memory));
        for len in 0..bytes.len() {
            assert_eq!(Memory::from_bytes(&bytes[..len]), None);
        }
        assert_eq!(Memory::from_bytes(&[0xff; 64]), None);
    }
}
