//! What a first pass over a corpus teaches the second: names and companies from headlines that can
//! be read in only one way.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Speaker;
use crate::extract::candidates::certain::Certain;
use crate::extract::headline::Reading;
use crate::extract::tally::{Tally, Trail};
use crate::lexicon::{self, Lists, company_key, fold_letters};

/// Names and companies that notes gave beyond doubt. Empty for a note that is read alone.
///
/// What a reader asks can be written down: the same note is read in the same way as long as every
/// answer it was given stays the same.
#[derive(Debug, Default)]
pub(crate) struct Learned {
    known: Arc<Known>,
    /// What the note that is read says beyond doubt.
    certain: Arc<Certain>,
    asked: Option<Mutex<FxHashSet<u64>>>,
    /// Whoever reads wants to know why.
    explains: bool,
    /// The words that are known, unless they are the built-in ones.
    lists: Option<&'static Lists>,
}

/// One thing that was learned: the question it answers, and the answer.
pub(crate) type Fact = (u64, u64);

#[derive(Clone, Debug, Default)]
struct Known {
    people: FxHashSet<String>,
    given_names: FxHashSet<String>,
    companies: FxHashMap<String, String>,
}

impl Learned {
    /// Collects from speakers of certain headlines; the order they come in does not matter.
    pub(crate) fn from_speakers(
        speakers: impl IntoIterator<Item = impl Borrow<Speaker>>,
    ) -> Learned {
        let mut people = FxHashSet::default();
        let mut given_names = FxHashSet::default();
        // The most frequent spelling stands for a company; the smallest one when two tie.
        let mut spellings: FxHashMap<String, BTreeMap<String, usize>> = FxHashMap::default();
        for speaker in speakers {
            let speaker = speaker.borrow();
            let folded = fold_letters(&speaker.name).into_owned();
            if let Some((given, _)) = folded.split_once(' ') {
                given_names.insert(given.to_owned());
                people.insert(folded);
            }
            if let Some(company) = &speaker.company {
                *spellings
                    .entry(company_key(company))
                    .or_default()
                    .entry(company.clone())
                    .or_default() += 1;
            }
        }
        let companies = spellings
            .into_iter()
            .filter_map(|(key, counts)| {
                let most = counts.values().copied().max()?;
                let spelling = counts.into_iter().find(|(_, count)| *count == most)?.0;
                Some((key, spelling))
            })
            .collect();
        let known = Arc::new(Known { people, given_names, companies });
        Learned { known, ..Learned::default() }
    }

    /// The same, for a reader who knows the words of `lists`.
    pub(crate) fn with_lexicon(self, lists: Option<&'static Lists>) -> Learned {
        let Some(lists) = lists else { return self };
        let mut known = Arc::unwrap_or_clone(self.known);
        known.people.extend(lists.people.iter().cloned());
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

    /// How the headline at `range` reads, if the note that is read leaves no doubt.
    pub(super) fn certain(&self, range: &Range<usize>) -> Option<&Reading> {
        self.certain.at(range)
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
        let asked = self.asked.map(|asked| asked.into_inner());
        let asked = asked.map(|asked| asked.unwrap_or_else(PoisonError::into_inner));
        let mut asked: Vec<u64> = asked.into_iter().flatten().collect();
        asked.sort_unstable();
        asked
    }

    /// All that was learned, sorted.
    pub(crate) fn facts(&self) -> Vec<Fact> {
        let Known { people, given_names, companies } = &*self.known;
        let people = people.iter().map(|name| (question(PERSON, name), 0));
        let given = given_names.iter().map(|name| (question(GIVEN_NAME, name), 0));
        let companies =
            companies.iter().map(|(key, spelling)| (question(COMPANY, key), hash(spelling)));
        let mut facts: Vec<Fact> = people.chain(given).chain(companies).collect();
        facts.sort_unstable();
        facts
    }

    fn ask(&self, sort: u64, key: &str) {
        if let Some(asked) = &self.asked {
            asked.lock().unwrap_or_else(PoisonError::into_inner).insert(question(sort, key));
        }
    }

    /// Whether it is worth asking for people: something was learned, or the questions count.
    pub(crate) fn knows_people(&self) -> bool {
        self.asked.is_some() || !self.known.people.is_empty()
    }

    pub(crate) fn is_person(&self, folded: &str) -> bool {
        self.ask(PERSON, folded);
        self.known.people.contains(folded)
    }

    pub(crate) fn is_given_name(&self, folded: &str) -> bool {
        self.ask(GIVEN_NAME, folded);
        self.known.given_names.contains(folded)
    }

    pub(crate) fn is_company(&self, name: &str) -> bool {
        if self.asked.is_none() && self.known.companies.is_empty() {
            return false;
        }
        self.is_company_of_key(&company_key(name))
    }

    /// The same by the company's [`company_key`].
    pub(crate) fn is_company_of_key(&self, key: &str) -> bool {
        self.ask(COMPANY, key);
        self.known.companies.contains_key(key)
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
