//! People, companies, kinds, years and events in a sentence, wherever they stand.

use std::ops::{Range, RangeInclusive};

use super::events::{self, Certainty};
use super::roles::Roles;
use super::sentence::Sentence;
use super::{KnownName, Vocabulary};
use crate::Kind;
use crate::query::ast::{Filter, TextField};
use crate::query::events::EventFilter;

/// The most words that a person's or company's name is looked for in.
const MAX_NAME_WORDS: usize = 6;

/// Something found in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Found {
    /// Speakers, as the index spells them, and how many Documents they have.
    Speakers(Vec<String>, u64),
    Companies(Vec<String>, u64),
    /// `plural` for `keynotes`, which asks for them more than `keynote` does.
    Kind {
        kind: Kind,
        plural: bool,
    },
    Years(Vec<RangeInclusive<u16>>),
    /// With the years that it is said to be of.
    Event(EventFilter, Vec<u16>, Certainty),
}

impl Found {
    pub(super) fn into_filters(self) -> Vec<Filter> {
        let text = |names: Vec<String>, field| {
            names.into_iter().map(|value| Filter::Text { field, value }).collect()
        };
        match self {
            Found::Speakers(names, _) => text(names, TextField::Speaker),
            Found::Companies(names, _) => text(names, TextField::Company),
            Found::Kind { kind, .. } => vec![Filter::Kind(kind)],
            Found::Years(years) => years.into_iter().map(Filter::Year).collect(),
            Found::Event(event, years, _) => vec![Filter::Event(EventFilter { years, ..event })],
        }
    }

    /// The field that it is a condition on.
    pub(super) fn field_name(&self) -> &'static str {
        match self {
            Found::Speakers(..) => "speaker",
            Found::Companies(..) => "company",
            Found::Kind { .. } => "kind",
            Found::Years(_) => "year",
            Found::Event(..) => "event",
        }
    }
}

/// All that is found, without overlaps, in the order of the sentence. The longest name wins, then
/// what stands first in [`Found`]'s order of certainty: an event, a kind, a year, a person.
pub(super) fn find(
    sentence: &Sentence<'_>,
    vocabulary: &dyn Vocabulary,
) -> Vec<(Range<usize>, Found)> {
    let mut found: Vec<(Range<usize>, Found)> = Vec::new();
    let mut rest: Vec<(Range<usize>, Found)> = Vec::new();
    for phrase in events::find(sentence, vocabulary) {
        // A place may be part of a name: `The New York Times`.
        let sure = phrase.certainty != Certainty::IfAttached;
        let list = if sure { &mut found } else { &mut rest };
        list.push((phrase.range, Found::Event(phrase.event, phrase.years, phrase.certainty)));
    }
    let taken = |found: &[(Range<usize>, Found)], range: &Range<usize>| {
        found.iter().any(|(other, _)| other.start < range.end && range.start < other.end)
    };
    for at in 0..sentence.atoms.len() {
        rest.extend(kind_at(sentence, at));
        rest.extend(years_at(sentence, at));
        rest.extend(names_at(sentence, at, vocabulary));
    }
    // Stable: at the same length, what was found first.
    rest.sort_by_key(|(range, _)| std::cmp::Reverse(range.len()));
    for (range, what) in rest {
        if !taken(&found, &range) {
            found.push((range, what));
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The longest person's name and the longest company's name from `at`.
fn names_at(
    sentence: &Sentence<'_>,
    at: usize,
    vocabulary: &dyn Vocabulary,
) -> Vec<(Range<usize>, Found)> {
    let mut found: Vec<(Range<usize>, Found)> = Vec::new();
    let (mut speakers, mut companies) = (false, false);
    for len in (1..=MAX_NAME_WORDS).rev() {
        let range = at..at + len;
        let Some(run) = sentence.run(range.clone()) else { continue };
        // A little word alone is no name: `will`, `may`, `an`.
        if len == 1 && (sentence.is(at, Roles::ALL) || run.chars().nth(1).is_none()) {
            continue;
        }
        if !speakers {
            let known = vocabulary.speakers(&run);
            if !known.is_empty() {
                speakers = true;
                let (names, documents) = totals(known);
                found.push((range.clone(), Found::Speakers(names, documents)));
            }
        }
        if !companies {
            let mut known = vocabulary.companies(&run);
            for alias in vocabulary.lexicon().aliases_of(&run) {
                known.extend(vocabulary.companies(alias));
            }
            if !known.is_empty() {
                companies = true;
                let (names, documents) = totals(known);
                let company = (range.clone(), Found::Companies(names, documents));
                // A name that is both is more likely what it is more often.
                match found.last() {
                    Some((other, Found::Speakers(_, fewer)))
                        if *other == range && *fewer < documents =>
                    {
                        found.insert(found.len() - 1, company);
                    }
                    _ => found.push(company),
                }
            }
        }
    }
    found
}

fn totals(known: Vec<KnownName>) -> (Vec<String>, u64) {
    let documents = known.iter().map(|name| name.documents).sum();
    let mut names: Vec<String> = known.into_iter().map(|name| name.name).collect();
    names.dedup();
    (names, documents)
}

/// Words for kinds of session, in the singular, the longer ones first.
const KINDS: [(&str, Kind); 15] = [
    ("maintainer track session", Kind::Maintainer),
    ("maintainer track talk", Kind::Maintainer),
    ("maintainer track", Kind::Maintainer),
    ("maintainer talk", Kind::Maintainer),
    ("maintainer session", Kind::Maintainer),
    ("sponsored keynote", Kind::Keynote),
    ("keynote talk", Kind::Keynote),
    ("keynote", Kind::Keynote),
    ("lightning talk", Kind::Lightning),
    ("lightning session", Kind::Lightning),
    ("tutorial", Kind::Tutorial),
    ("panel discussion", Kind::Panel),
    ("panel", Kind::Panel),
    ("workshop", Kind::Workshop),
    ("hands on workshop", Kind::Workshop),
];

fn kind_at(sentence: &Sentence<'_>, at: usize) -> Option<(Range<usize>, Found)> {
    (1..=3).rev().find_map(|len| {
        let run = sentence.run(at..at + len).filter(|run| !run.is_empty())?;
        if sentence.get(at)?.quoted {
            return None;
        }
        let singular = run.strip_suffix('s');
        KINDS.iter().find_map(|(name, kind)| {
            let plural = singular == Some(*name);
            let is = plural || run == *name;
            is.then(|| (at..at + len, Found::Kind { kind: *kind, plural }))
        })
    })
}

/// `2021`, `2019-2021`, `between 2019 and 2021`, `since 2020`, `before 2019`.
fn years_at(sentence: &Sentence<'_>, at: usize) -> Option<(Range<usize>, Found)> {
    let year = |at: usize| {
        let whole = sentence.run(at..at + 1)?;
        events::year(&whole)
    };
    let years =
        |range: Range<usize>, years: RangeInclusive<u16>| Some((range, Found::Years(vec![years])));
    // One word of two years.
    if let Some(run) = sentence.run(at..at + 2)
        && sentence.get(at)?.child == sentence.get(at + 1)?.child
        && let Some((from, to)) = run.split_once(' ')
        && let (Some(from), Some(to)) = (events::year(from), events::year(to))
    {
        return years(at..at + 2, from.min(to)..=from.max(to));
    }
    let first = year(at)?;
    let before = |roles: Roles| at.checked_sub(1).is_some_and(|before| sentence.is(before, roles));
    if sentence.is(at + 1, Roles::UNTIL)
        && let Some(last) = year(at + 2).filter(|last| *last > first)
    {
        let and = sentence.is(at + 1, Roles::AND);
        if !and || before(Roles::BETWEEN) {
            let start = if before(Roles::BETWEEN) { at - 1 } else { at };
            return years(start..at + 3, first..=last);
        }
    }
    if before(Roles::SINCE) {
        return years(at - 1..at + 1, first..=u16::MAX);
    }
    if before(Roles::AFTER) {
        return years(at - 1..at + 1, first.saturating_add(1)..=u16::MAX);
    }
    if before(Roles::BEFORE) {
        return years(at - 1..at + 1, 0..=first.saturating_sub(1));
    }
    years(at..at + 1, first..=first)
}
