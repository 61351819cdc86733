//! What a first pass over a corpus teaches the second: names and companies from headlines that can
//! be read in only one way.

use std::collections::{BTreeMap, HashMap};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Speaker;
use crate::lexicon::{company_key, fold_letters};

/// Names and companies that notes gave beyond doubt. Empty for a note that is read alone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Learned {
    people: FxHashSet<String>,
    given_names: FxHashSet<String>,
    companies: FxHashMap<String, String>,
}

impl Learned {
    /// Collects from speakers of certain headlines; the order they come in does not matter.
    pub(crate) fn from_speakers<'a>(speakers: impl IntoIterator<Item = &'a Speaker>) -> Learned {
        let mut people = FxHashSet::default();
        let mut given_names = FxHashSet::default();
        // The most frequent spelling stands for a company; the smallest one when two tie.
        let mut spellings: HashMap<String, BTreeMap<String, usize>> = HashMap::new();
        for speaker in speakers {
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
        Learned { people, given_names, companies }
    }

    /// Whether anything was learned at all: without it nothing need be folded.
    pub(crate) fn knows_people(&self) -> bool {
        !self.people.is_empty()
    }

    pub(crate) fn is_person(&self, folded: &str) -> bool {
        self.people.contains(folded)
    }

    pub(crate) fn is_given_name(&self, folded: &str) -> bool {
        self.given_names.contains(folded)
    }

    pub(crate) fn is_company(&self, name: &str) -> bool {
        !self.companies.is_empty() && self.companies.contains_key(&company_key(name))
    }
}
