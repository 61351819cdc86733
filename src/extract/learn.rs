//! What a first pass over a corpus teaches the second: names and companies from headlines that can
//! be read in only one way.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::document::Speaker;
use crate::extract::candidates::certain::Certain;
use crate::extract::headline::Reading;
use crate::extract::tally::{Tally, Trail};
use crate::lexicon::{self, Lists, company_key, fold_letters, words};

/// Names and companies that notes gave beyond doubt. Empty for a note that is read alone.
///
/// What a reader asks can be written down: the same note is read in the same way as long as every
/// answer it was given stays the same.
#[derive(Debug, Default)]
pub(crate) struct Learned {
    /// The answers to all questions that have one.
    known: Arc<FxHashMap<u64, u64>>,
    /// The headlines of the note that is read, as they read to whoever knows of no other note.
    certain: Arc<Certain>,
    asked: Option<Mutex<Asked>>,
    /// Whoever reads wants to know why.
    explains: bool,
    /// The words that are known, unless they are the built-in ones.
    lists: Option<&'static Lists>,
}

/// One thing that was learned: the question it answers, and the answer.
pub(crate) type Fact = (u64, u64);

/// Questions in the order they were asked in, some of them several times.
#[derive(Debug, Default)]
struct Asked(Vec<u64>);

impl Asked {
    fn push(&mut self, question: u64) {
        // What is asked again and again takes no more room than twice what is asked once.
        if self.0.len() == self.0.capacity() {
            self.unite();
            self.0.reserve(self.0.len().max(64));
        }
        self.0.push(question);
    }

    /// Sorts them, each once.
    fn unite(&mut self) {
        self.0.sort_unstable();
        self.0.dedup();
    }
}

impl Learned {
    /// Collects from speakers of certain headlines; the order they come in does not matter.
    pub(crate) fn from_speakers(
        speakers: impl IntoIterator<Item = impl Borrow<Speaker>>,
    ) -> Learned {
        let mut known: FxHashMap<u64, u64> = FxHashMap::default();
        // The most frequent spelling stands for a company; the smallest one when two tie.
        let mut spellings: FxHashMap<String, BTreeMap<String, usize>> = FxHashMap::default();
        for speaker in speakers {
            let speaker = speaker.borrow();
            let folded = fold_letters(&speaker.name).into_owned();
            if let Some((given, _)) = folded.split_once(' ') {
                known.insert(question(GIVEN_NAME, given), 0);
                known.insert(question(PERSON, &folded), 0);
            }
            if let Some(company) = &speaker.company {
                *spellings
                    .entry(company_key(company))
                    .or_default()
                    .entry(company.clone())
                    .or_default() += 1;
            }
        }
        known.extend(spellings.into_iter().filter_map(|(key, counts)| {
            let most = counts.values().copied().max()?;
            let spelling = counts.into_iter().find(|(_, count)| *count == most)?.0;
            Some((question(COMPANY, &key), hash(&spelling)))
        }));
        Learned { known: Arc::new(known), ..Learned::default() }
    }

    /// Nothing, for whoever reads a note's headlines first; their questions are written down.
    pub(super) fn nothing(lists: Option<&'static Lists>) -> Learned {
        Learned { asked: Some(Mutex::default()), ..Learned::default() }.with_lexicon(lists)
    }

    /// The same, for a reader who knows the words of `lists`.
    pub(crate) fn with_lexicon(self, lists: Option<&'static Lists>) -> Learned {
        let Some(lists) = lists else { return self };
        let mut known = Arc::unwrap_or_clone(self.known);
        known.extend(lists.people.iter().map(|name| (question(PERSON, name), 0)));
        Learned { known: Arc::new(known), lists: Some(lists), ..self }
    }

    /// Reads by the words that are known.
    pub(crate) fn read<T>(&self, work: impl FnOnce() -> T) -> T {
        lexicon::with(self.lists, work)
    }

    /// The same, for the reader of one note; its questions are written down.
    pub(super) fn reader(&self, certain: &Arc<Certain>) -> Learned {
        let (known, certain) = (Arc::clone(&self.known), Arc::clone(certain));
        Learned { known, certain, asked: Some(Mutex::default()), ..*self }
    }

    /// The same, for readers whose reasons are written down.
    pub(super) fn explaining(&self) -> Learned {
        let (known, certain) = (Arc::clone(&self.known), Arc::clone(&self.certain));
        Learned { known, certain, asked: None, explains: true, ..*self }
    }

    /// How the headline at `range` reads, if it is known from the first look at its note: it leaves no
    /// doubt, or nothing that it depends on was learned since.
    pub(super) fn reading(&self, range: &Range<usize>) -> Option<&Reading> {
        let first = self.certain.at(range)?;
        if first.is_certain {
            return Some(first.reading);
        }
        if first.asked.iter().any(|question| self.known.contains_key(question)) {
            return None;
        }
        if let Some(asked) = &self.asked {
            let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
            first.asked.iter().for_each(|question| asked.push(*question));
        }
        Some(first.reading)
    }

    /// The words that are known, unless they are the built-in ones.
    pub(super) fn lists(&self) -> Option<&'static Lists> {
        self.lists
    }

    /// An empty sum of evidence.
    pub(crate) fn tally(&self) -> Tally {
        Tally::new(self.explains)
    }

    /// No places yet.
    pub(crate) fn trail(&self) -> Trail {
        Trail::new(self.explains)
    }

    /// What was asked, sorted.
    pub(crate) fn into_asked(self) -> Vec<u64> {
        let mut all = Vec::new();
        self.hand_over(&mut all);
        all
    }

    /// Moves what was asked to the end of `all`, sorted.
    pub(super) fn hand_over(&self, all: &mut Vec<u64>) {
        if let Some(asked) = &self.asked {
            let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.unite();
            all.append(&mut asked.0);
        }
    }

    /// All that was learned, sorted.
    pub(crate) fn facts(&self) -> Vec<Fact> {
        let mut facts: Vec<Fact> =
            self.known.iter().map(|(question, answer)| (*question, *answer)).collect();
        facts.sort_unstable();
        facts
    }

    /// Whether the question about `key` has an answer.
    fn ask(&self, sort: u64, key: &str) -> bool {
        if !self.is_worth_asking() {
            return false;
        }
        let question = question(sort, key);
        if let Some(asked) = &self.asked {
            asked.lock().unwrap_or_else(PoisonError::into_inner).push(question);
        }
        self.known.contains_key(&question)
    }

    /// Whether something was learned, or the questions count.
    pub(crate) fn is_worth_asking(&self) -> bool {
        self.asked.is_some() || !self.known.is_empty()
    }

    pub(crate) fn is_person(&self, folded: &str) -> bool {
        self.ask(PERSON, folded)
    }

    pub(crate) fn is_given_name(&self, folded: &str) -> bool {
        self.ask(GIVEN_NAME, folded)
    }

    pub(crate) fn is_company(&self, name: &str) -> bool {
        self.is_worth_asking() && self.is_company_of_key(&company_key(name))
    }

    /// Whether the lists or other notes know a company of that name.
    pub(crate) fn is_known_company(&self, name: &str) -> bool {
        let key = company_key(name);
        words().company_of_key(&key).is_some() || self.is_company_of_key(&key)
    }

    /// The same as [`is_company`](Learned::is_company) by the company's [`company_key`].
    pub(crate) fn is_company_of_key(&self, key: &str) -> bool {
        self.ask(COMPANY, key)
    }
}

const PERSON: u64 = 1;
const GIVEN_NAME: u64 = 2;
const COMPANY: u64 = 3;

fn question(sort: u64, key: &str) -> u64 {
    hash(key) ^ sort.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A hash that is the same in every run and on every machine: FNV-1a, its bits mixed once more.
pub(crate) fn hash(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaker(name: &str, company: &str) -> Speaker {
        Speaker { name: name.to_owned(), company: Some(company.to_owned()) }
    }

    #[test]
    fn what_is_asked_is_what_is_learned() {
        let learned = Learned::from_speakers(&[speaker("Ada Berg", "Acme")]);
        let reader = learned.reader(&Arc::default());
        assert!(reader.is_person("ada berg") && reader.is_given_name("ada"));
        assert!(reader.is_company("Acme"));
        assert!(!reader.is_person("ada"));
        let asked = reader.into_asked();
        assert_eq!(asked.len(), 4);
        for (question, _) in learned.facts() {
            assert!(asked.binary_search(&question).is_ok());
        }
        // What nobody knows yet is asked as well.
        let reader = Learned::default().reader(&Arc::default());
        assert!(!reader.is_company("Acme"));
        assert_eq!(reader.into_asked().len(), 1);
    }

    #[test]
    fn another_spelling_is_another_fact() {
        let one = Learned::from_speakers(&[speaker("Ada Berg", "Acme")]).facts();
        let other = Learned::from_speakers(&[speaker("Ada Berg", "ACME")]).facts();
        assert_eq!(one.len(), 3);
        assert_ne!(one, other);
        assert_eq!(one.iter().filter(|fact| other.contains(fact)).count(), 2);
    }
}
