//! Events in a sentence: `KubeCon EU 2023`, `kubecon valencia`, `#KCCNCEU22`, `ArgoCon`, `EU 2019`.
//!
//! KubeCon and its places are known beforehand; every other event by what the index holds.

mod parts;

use std::ops::Range;

pub(super) use self::parts::year;
use self::parts::{Part, kubecon, part_at};
use super::roles::{PREPOSITION, Roles};
use super::sentence::{Sentence, atoms_of};
use super::{KnownEvent, Vocabulary};
use crate::lexicon::events::KUBECON;
use crate::query::events::EventFilter;

/// Words that name an event, with its years.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct EventPhrase {
    pub(super) range: Range<usize>,
    pub(super) event: EventFilter,
    pub(super) years: Vec<u16>,
    pub(super) certainty: Certainty,
}

/// How sure it is that an event is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// It can be nothing else.
    Certain,
    /// It is, when a `talks in` or `at` stands before it.
    IfAttached,
    /// It may be; all that is said is that it was at a KubeCon, say.
    Hint,
}

#[derive(Default)]
struct Cluster {
    event: EventFilter,
    given_years: Vec<u16>,
    place_years: Vec<u16>,
    named: Option<bool>,
    kubecon: bool,
    place: bool,
}

/// The event that all of `value` names, where it is one that is known without an index.
pub(in crate::query) fn event_named(value: &str) -> Option<EventFilter> {
    let sentence = Sentence { children: &[], atoms: atoms_of(value) };
    let phrase = phrase_at(&sentence, 0, true, &NoVocabulary)?;
    let whole = phrase.range == (0..sentence.atoms.len());
    whole.then_some(EventFilter { years: phrase.years, ..phrase.event })
}

struct NoVocabulary;

impl Vocabulary for NoVocabulary {
    fn speakers(&self, _folded: &str) -> Vec<super::KnownName> {
        Vec::new()
    }
    fn companies(&self, _folded: &str) -> Vec<super::KnownName> {
        Vec::new()
    }
    fn events(&self, _folded: &str) -> Vec<KnownEvent> {
        Vec::new()
    }
    fn word_frequency(&self, _folded: &str) -> u64 {
        0
    }
}

/// Every event that the sentence names.
pub(super) fn find(sentence: &Sentence<'_>, vocabulary: &dyn Vocabulary) -> Vec<EventPhrase> {
    // Where neither a KubeCon nor a year is named, a city must be introduced by an `in`: `austin` may
    // be anybody, and the places need not be read.
    let dated = sentence
        .atoms
        .iter()
        .any(|atom| year(&atom.text).is_some() || kubecon(&atom.text).is_some());
    let mut phrases = Vec::new();
    let mut at = 0;
    while at < sentence.atoms.len() {
        let placed = at.checked_sub(1).is_some_and(|before| sentence.is(before, PREPOSITION));
        match phrase_at(sentence, at, dated || placed, vocabulary) {
            Some(phrase) => {
                at = phrase.range.end;
                phrases.push(phrase);
            }
            None => at += 1,
        }
    }
    phrases
}

/// The longest event phrase that begins at `start`.
fn phrase_at(
    sentence: &Sentence<'_>,
    start: usize,
    places: bool,
    vocabulary: &dyn Vocabulary,
) -> Option<EventPhrase> {
    let mut cluster = Cluster::default();
    let mut end = start;
    loop {
        // `KubeCon in Valencia`, `KubeCon and CloudNativeCon`
        let mut next = end;
        while end > start
            && sentence.is(next, Roles::IN | Roles::AT | Roles::ARTICLE | Roles::AND)
            && next < end + 2
        {
            next += 1;
        }
        let mut found = part_at(sentence, next, &cluster, places, vocabulary);
        if found.is_none() && next > end {
            next = end;
            found = part_at(sentence, end, &cluster, places, vocabulary);
        }
        let Some((part, len)) = found else { break };
        if !cluster.add(part) {
            break;
        }
        end = next + len;
    }
    cluster.phrase(start..end)
}

impl Cluster {
    /// Takes a part in, unless it contradicts what is there: then it begins another phrase.
    fn add(&mut self, part: Part) -> bool {
        match part {
            Part::KubeCon(region, year) => {
                if region.is_some() && self.event.region.is_some() && region != self.event.region {
                    return false;
                }
                self.kubecon = true;
                self.event.region = self.event.region.or(region);
                self.given_years.extend(year);
            }
            Part::Named { events, certain } => {
                if self.named.is_some() {
                    return false;
                }
                self.named = Some(certain);
                for event in events {
                    let names = if event.colocated {
                        &mut self.event.colocated
                    } else {
                        &mut self.event.series
                    };
                    names.push(event.name);
                }
            }
            Part::Place(region, years) => {
                if self.event.region.is_some_and(|known| known != region) {
                    return false;
                }
                self.event.region = Some(region);
                self.place = true;
                self.place_years.extend(years);
            }
            Part::Year(year) => self.given_years.push(year),
            Part::Virtual => {}
        }
        true
    }

    fn phrase(mut self, range: Range<usize>) -> Option<EventPhrase> {
        let dated = !self.given_years.is_empty();
        let certainty = match (self.kubecon, self.named) {
            (_, Some(true)) => Certainty::Certain,
            (true, _) if self.event.region.is_some() || dated => Certainty::Certain,
            (true, _) => Certainty::Hint,
            (false, Some(false)) if dated || self.place => Certainty::Certain,
            (false, Some(false)) => Certainty::IfAttached,
            (false, None) if self.place && dated => Certainty::Certain,
            (false, None) if self.place => Certainty::IfAttached,
            (false, None) => return None,
        };
        if self.kubecon && self.event.colocated.is_empty() {
            self.event.series.push(KUBECON.to_owned());
        }
        // A city stands for its years, unless a year is given.
        let years = if dated { self.given_years } else { self.place_years };
        Some(EventPhrase { range, event: self.event, years, certainty })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_that_are_known_beforehand() {
        let check = |value: &str, expected: Option<&str>| {
            let found = event_named(value).map(|event| event.to_string());
            let expected = expected.map(|name| name.replace("KubeCon", KUBECON));
            assert_eq!(found, expected, "{value}");
        };
        check("KubeCon", Some("KubeCon"));
        check("KubeCon + CloudNativeCon", Some("KubeCon"));
        check("KubeCon EU 2023", Some("KubeCon Europe 2023"));
        check("2023 kubecon europe", Some("KubeCon Europe 2023"));
        check("kubecon-na-2019", Some("KubeCon North America 2019"));
        check("KubeCon + CloudNativeCon North America '21", Some("KubeCon North America 2021"));
        check("kubecon valencia", Some("KubeCon Europe 2022"));
        check("KubeCon in San Diego", Some("KubeCon North America 2019"));
        check("kubecon london 2025", Some("KubeCon Europe 2025"));
        check("kubecon china", Some("KubeCon China"));
        check("#KCCNCEU22", Some("KubeCon Europe 2022"));
        check("kubeconna", Some("KubeCon North America"));
        check("kccncna2023", Some("KubeCon North America 2023"));
        check("eu", Some("Europe"));
        check("Amsterdam", Some("Europe 2023 2026"));
        check("EU 2019", Some("Europe 2019"));
        check("GitOpsCon", None);
        check("kubecon flux", None);
        check("kubeconfig", None);
        check("2019", None);
        check("", None);
    }
}
