//! Events in a sentence: `KubeCon EU 2023`, `kubecon valencia`, `#KCCNCEU22`, `ArgoCon`, `EU 2019`.
//!
//! KubeCon and its places are known beforehand; every other event by what the index holds.

use std::ops::Range;

use super::roles::{PREPOSITION, Roles};
use super::sentence::{Sentence, atoms_of};
use super::{KnownEvent, Vocabulary};
use crate::Region;
use crate::lexicon::events::KUBECON;
use crate::lexicon::fold::fold;
use crate::lexicon::places::{MAX_WORDS as MAX_PLACE_WORDS, place};
use crate::lexicon::vocabulary::Lexicon;
use crate::query::events::EventFilter;

/// The most words that an event's name is looked for in.
const MAX_NAME_WORDS: usize = 6;

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

enum Part {
    KubeCon(Option<Region>, Option<u16>),
    Named { events: Vec<KnownEvent>, certain: bool },
    Place(Region, Vec<u16>),
    Year(u16),
    Virtual,
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

/// What part of an event's name begins at `at`, and of how many words it is.
fn part_at(
    sentence: &Sentence<'_>,
    at: usize,
    cluster: &Cluster,
    places: bool,
    vocabulary: &dyn Vocabulary,
) -> Option<(Part, usize)> {
    let word = sentence.get(at)?;
    let alone = word.first && word.last;
    if let Some((region, year)) = kubecon(&word.text) {
        return Some((Part::KubeCon(region, year), 1));
    }
    if sentence.run(at..at + 2).as_deref() == Some("cloudnative con") {
        return Some((Part::KubeCon(None, None), 2));
    }
    if alone && let Some(year) = year(&word.text) {
        return Some((Part::Year(year), 1));
    }
    let begun = cluster.kubecon || cluster.named.is_some() || cluster.place;
    if alone
        && begun
        && let Some(year) = short_year(&word.text)
    {
        return Some((Part::Year(year), 1));
    }
    // Little words begin no name; `in` and `no` are none of the abbreviations either.
    if word.roles != Roles::NONE {
        return None;
    }
    if let Some((events, certain, len)) = named(sentence, at, vocabulary) {
        return Some((Part::Named { events, certain }, len));
    }
    for len in (1..=MAX_PLACE_WORDS).rev() {
        let Some(run) = sentence.run(at..at + len) else { continue };
        if let Some(region) = region(&run) {
            return Some((Part::Place(region, Vec::new()), len));
        }
        // `GitOpsCon Detroit`
        if (places || cluster.named == Some(true))
            && let Some(place) = place(&run)
        {
            return Some((Part::Place(place.region, place.years.clone()), len));
        }
    }
    // `KubeCon EU 2020 Virtual`, but not `kubecon virtual kubelet`.
    if begun
        && word.text == "virtual"
        && sentence.get(at + 1).is_none_or(|next| year(&next.text).is_some())
    {
        return Some((Part::Virtual, 1));
    }
    // `kubecon-eu-2023`: the parts of what is one word.
    let before = at.checked_sub(1).and_then(|before| sentence.get(before));
    if !begun || before.is_none_or(|before| before.child != word.child) {
        return None;
    }
    let part = region(&word.text).map(|region| Part::Place(region, Vec::new()));
    part.or_else(|| year(&word.text).map(Part::Year)).map(|part| (part, 1))
}

/// Events that the index knows by the words from `at`, and whether the words can be nothing else.
fn named(
    sentence: &Sentence<'_>,
    at: usize,
    vocabulary: &dyn Vocabulary,
) -> Option<(Vec<KnownEvent>, bool, usize)> {
    (1..=MAX_NAME_WORDS).rev().find_map(|len| {
        let run = sentence.run(at..at + len)?;
        let mut spellings = vec![run];
        spellings.extend(other_spellings(spellings.first()?, vocabulary.lexicon()));
        spellings.iter().find_map(|spelling| {
            let mut events = vocabulary.events(spelling);
            events.retain(|event| event.name != KUBECON);
            let eventful = is_eventful(spelling);
            // Of a name that does not end as names of events do, all must be said.
            if !eventful || is_generic(spelling) {
                events.retain(|event| fold(&event.name) == *spelling);
            }
            if events.is_empty() {
                return None;
            }
            let documents = events.iter().map(|event| event.documents).sum();
            let rare = || !super::is_ordinary(spelling, documents, super::BARE, vocabulary);
            let certain = eventful || (spelling.contains(' ') && rare());
            Some((events, certain, len))
        })
    })
}

/// `kcd munich` as `kubernetes community days munich`.
fn other_spellings(run: &str, lexicon: &Lexicon) -> Vec<String> {
    let ends = run.match_indices(' ').map(|(at, _)| at).chain([run.len()]);
    let mut spellings = Vec::new();
    for (head, rest) in ends.filter_map(|end| run.split_at_checked(end)) {
        for alias in lexicon.aliases_of(head) {
            spellings.push(format!("{alias}{rest}"));
        }
    }
    spellings
}

/// Whether the words end as names of events do, so that the rest of the name need not be said.
fn is_eventful(folded: &str) -> bool {
    let last = folded.rsplit(' ').next().unwrap_or(folded);
    matches!(
        last,
        "day" | "days" | "summit" | "conf" | "conference" | "rejekts" | "commons" | "fest" | "kcd"
    ) || (last.len() > 5 && (last.ends_with("con") || last.ends_with("days")))
}

/// Whether the word alone could be any event.
fn is_generic(folded: &str) -> bool {
    matches!(folded, "day" | "days" | "summit" | "conf" | "conference" | "fest" | "commons")
}

/// Reads `kubecon`, `cloudnativecon` and tags such as `kccnceu22`.
fn kubecon(folded: &str) -> Option<(Option<Region>, Option<u16>)> {
    let names = ["kubeconcloudnativecon", "cloudnativecon", "kubecon", "kccncon", "kccnc"];
    let mut rest = names.iter().find_map(|name| folded.strip_prefix(name))?;
    let (mut found_region, mut found_year) = (None, None);
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix("virtual") {
            rest = behind;
            continue;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (head, behind) = if digits > 0 {
            let (number, behind) = rest.split_at_checked(digits)?;
            found_year = Some(year(number).or_else(|| short_year(number))?);
            (number, behind)
        } else {
            let codes = ["northamerica", "europe", "china", "india", "japan", "asia"];
            let short = ["eu", "na", "cn", "in", "jp"];
            let code = codes.iter().chain(&short).find(|code| rest.starts_with(**code))?;
            found_region = Some(region(code).or_else(|| region_of_code(code))?);
            rest.split_at_checked(code.len())?
        };
        debug_assert!(!head.is_empty());
        rest = behind;
    }
    Some((found_region, found_year))
}

fn region_of_code(code: &str) -> Option<Region> {
    match code {
        "northamerica" => Some(Region::NorthAmerica),
        "cn" => Some(Region::China),
        "in" => Some(Region::India),
        "jp" => Some(Region::Japan),
        _ => None,
    }
}

fn region(folded: &str) -> Option<Region> {
    match folded {
        "eu" | "europe" | "european" | "emea" => Some(Region::Europe),
        "na" | "north america" | "usa" => Some(Region::NorthAmerica),
        "china" => Some(Region::China),
        "india" => Some(Region::India),
        "japan" => Some(Region::Japan),
        "asia" | "apac" => Some(Region::Asia),
        _ => None,
    }
}

/// A year in which there can have been a KubeCon.
pub(super) fn year(folded: &str) -> Option<u16> {
    let year = folded.parse().ok().filter(|year| (2014..=2035).contains(year))?;
    (folded.len() == 4).then_some(year)
}

fn short_year(folded: &str) -> Option<u16> {
    let year: u16 = folded.parse().ok()?;
    (folded.len() == 2 && (15..=35).contains(&year)).then_some(2000 + year)
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
