//! The parts of an event's name: `KubeCon`, the name of another event, a place, a year.

use super::Cluster;
use crate::Region;
use crate::lexicon::events::{KUBECON, YEARS};
use crate::lexicon::fold::fold;
use crate::lexicon::places::{MAX_WORDS as MAX_PLACE_WORDS, place};
use crate::lexicon::vocabulary::Lexicon;
use crate::query::understand::roles::Roles;
use crate::query::understand::sentence::Sentence;
use crate::query::understand::{BARE, KnownEvent, Vocabulary, is_ordinary};

/// The most words that an event's name is looked for in.
const MAX_NAME_WORDS: usize = 6;

/// A part of what an event is called.
pub(super) enum Part {
    KubeCon(Option<Region>, Option<u16>),
    Named { events: Vec<KnownEvent>, certain: bool },
    Place(Region, Vec<u16>),
    Year(u16),
    Virtual,
}

/// What part of an event's name begins at `at`, and of how many words it is.
pub(super) fn part_at(
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
            let rare = || !is_ordinary(spelling, documents, BARE, vocabulary);
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
pub(super) fn kubecon(folded: &str) -> Option<(Option<Region>, Option<u16>)> {
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
pub(in crate::query::understand) fn year(folded: &str) -> Option<u16> {
    let year = folded.parse().ok().filter(|year| YEARS.contains(year))?;
    (folded.len() == 4).then_some(year)
}

fn short_year(folded: &str) -> Option<u16> {
    let year = 2000 + folded.parse::<u16>().ok().filter(|_| folded.len() == 2)?;
    YEARS.contains(&year).then_some(year)
}
