//! What is kept of a corpus from one run to the next: of each note how its file looks, what it
//! teaches and asks, and what of its Documents is compared with those of other notes.
//!
//! With it, reading only what has changed gives what reading everything would: the text of a note
//! that stays as it is matters to no other note.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::corpus::Stamp;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Event, Kind, Speaker};
use crate::extract::{self, Fact, Name, Talk};

/// What is kept of a corpus.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// What all notes together teach, sorted.
    pub(super) learned: Vec<Fact>,
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
    pub(super) certain: Vec<Speaker>,
    /// What its reading depends on.
    pub(super) asked: Questions,
    pub(super) documents: Vec<DocumentMemory>,
    /// Who speaks and for whom, to be compared with other notes.
    pub(super) names: Vec<Name>,
    pub(super) sorts: Vec<Sort>,
}

/// Questions, as a Bloom filter: a note asks thousands, of which every one is in it; that one is in
/// it which was never asked, every few hundred times, costs reading a note for nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Questions(Vec<u8>);

impl Questions {
    const BITS_EACH: usize = 12;

    pub(super) fn new(questions: &[u64]) -> Questions {
        let mut filter = Questions(vec![0; (questions.len() * Self::BITS_EACH).div_ceil(8)]);
        for question in questions {
            for bit in filter.bits(*question) {
                if let Some(byte) = filter.0.get_mut(bit / 8) {
                    *byte |= 1 << (bit % 8);
                }
            }
        }
        filter
    }

    fn may_hold(&self, question: u64) -> bool {
        self.bits(question)
            .into_iter()
            .all(|bit| self.0.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1))
    }

    /// Where a question's bits are, by halves of its hash that step on in their own ways.
    fn bits(&self, question: u64) -> [usize; 4] {
        let n = (self.0.len() * 8).max(1) as u64;
        let (start, step) = (question >> 32, question & 0xffff_ffff | 1);
        [0, 1, 2, 3].map(|at| (start.wrapping_add(step.wrapping_mul(at)) % n) as usize)
    }
}

/// What is kept of a Document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct DocumentMemory {
    number: u64,
    /// The number of the Document that its talk is named after.
    named_after: u64,
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
pub(super) struct Remembered<'m> {
    pub(super) memory: &'m NoteMemory,
    pub(super) stamp: Option<Stamp>,
}

/// A Document that is about another talk than was remembered.
pub(super) struct Moved {
    pub(super) document: u64,
    pub(super) talk: u64,
}

/// Which notes came, changed and went, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NoteChanges {
    pub(crate) added: Vec<String>,
    pub(crate) changed: Vec<String>,
    pub(crate) removed: Vec<String>,
}

impl Memory {
    pub(super) fn new(learned: Vec<Fact>) -> Memory {
        Memory { learned, notes: Vec::new() }
    }

    /// As compact bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("plain data, into memory")
    }

    /// Forgets how the notes' files looked: every note is compared by its text.
    pub(crate) fn forget_files(&mut self) {
        self.notes.iter_mut().for_each(|note| note.stamp = None);
    }

    /// `None` when the bytes are none that this version writes.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Memory> {
        postcard::from_bytes(bytes).ok()
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

    /// Tells every Document's talk anew, and says which are about another than before.
    pub(super) fn assign_talks(&mut self) -> Vec<Moved> {
        let documents = || self.notes.iter().flat_map(|note| &note.documents);
        let compared: Vec<_> =
            documents().map(|document| (document.number, document.talk.as_ref())).collect();
        let names = extract::cluster(&compared);
        let mut moved = Vec::new();
        let documents = self.notes.iter_mut().flat_map(|note| &mut note.documents);
        for (document, name) in documents.zip(names) {
            if document.named_after != name {
                document.named_after = name;
                moved.push(Moved { document: document.number, talk: name });
            }
        }
        moved
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
    /// Whether the answer to anything it asked may be among `news`.
    pub(super) fn asks_any(&self, news: &[u64]) -> bool {
        news.iter().any(|question| self.asked.may_hold(*question))
    }

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
                named_after: UNNAMED,
                talk: extract::talk(document),
                is_session: document.kind != Kind::Section,
            })
            .collect();
    }
}

/// Stands for a talk that has no name yet.
const UNNAMED: u64 = u64::MAX;

impl Remembered<'_> {
    pub(super) fn into_memory(self) -> NoteMemory {
        NoteMemory { stamp: self.stamp, ..self.memory.clone() }
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

    #[test]
    fn differences_are_answers_that_came_went_or_changed() {
        let before = [(1, 0), (2, 7), (4, 1)];
        let now = [(2, 8), (3, 0), (4, 1)];
        assert_eq!(differences(&before, &now), [1, 2, 3]);
        assert_eq!(differences(&before, &before), [0; 0]);
        assert_eq!(differences(&[], &now), [2, 3, 4]);
    }

    #[test]
    fn every_question_is_kept_and_few_others() {
        let questions: Vec<u64> = (0..500u32).map(random).collect();
        let kept = Questions::new(&questions);
        assert!(questions.iter().all(|question| kept.may_hold(*question)));
        let others = (500..10_500u32).filter(|n| kept.may_hold(random(*n))).count();
        assert!(others < 200, "{others} of 10,000");
        assert!(!Questions::new(&[]).may_hold(7));
    }

    fn random(n: u32) -> u64 {
        let hash = blake3::hash(&n.to_le_bytes());
        let bytes = hash.as_bytes().first_chunk().copied().unwrap_or_default();
        u64::from_le_bytes(bytes)
    }

    #[test]
    fn memory_round_trips_and_damage_is_none() {
        let note = NoteMemory { path: "a.md".to_owned(), bytes: 3, ..NoteMemory::default() };
        let memory = Memory { learned: vec![(1, 2)], notes: vec![note] };
        let bytes = memory.to_bytes();
        assert_eq!(Memory::from_bytes(&bytes), Some(memory));
        assert_eq!(Memory::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(Memory::from_bytes(&[0xff; 64]), None);
    }
}
