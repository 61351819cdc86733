//! Collects the clues of a note: of its path, its front matter, its headings, links and sentences.

use super::{NoteEvent, resolve};
use crate::document::Region;
use crate::extract::candidates::Candidate;
use crate::extract::clues::Clues;
use crate::extract::tally::{Place, Trail};
use crate::extract::{clues, links};
use crate::lexicon::events::events;
use crate::markup::Outline;
use jiff::civil::Date;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How much a clue weighs by where it stands.
pub(super) mod weight {
    pub(in crate::extract::event) const TITLE: f32 = 10.0;
    pub(in crate::extract::event) const PATH: f32 = 8.0;
    pub(in crate::extract::event) const SETTING: f32 = 6.0;
    /// A later heading speaks for what stands below it, and only a little for the whole note.
    pub(in crate::extract::event) const HEADING: f32 = 1.5;
    pub(in crate::extract::event) const SCHEDULE: f32 = 5.0;
    pub(in crate::extract::event) const OPENING: f32 = 3.0;
    pub(in crate::extract::event) const TEXT: f32 = 0.7;
    /// However many sentences name KubeCon: the title of a meetup says more.
    pub(in crate::extract::event) const ALL_MENTIONS: f32 = 8.0;
    /// The date of writing is weaker than anything that the note says of the event.
    pub(in crate::extract::event) const WRITTEN: f32 = 0.3;
}

/// The text at a note's beginning that introduces the event, in bytes.
const OPENING_BYTES: usize = 1_200;

/// More mentions than any note needs to make its event clear.
const MAX_MENTIONS: usize = 40;

#[derive(Default)]
pub(super) struct Votes {
    pub(super) kubecon: f32,
    /// By key: all votes, the heaviest one, and the name that it used.
    pub(super) series: BTreeMap<String, (f32, f32, String)>,
    /// A region may go with a year, and with a conference: it counts only when they are the event's.
    /// All votes and the heaviest one.
    pub(super) regions: BTreeMap<(Region, Option<u16>, Named), (f32, f32)>,
    pub(super) years: BTreeMap<u16, f32>,
    pub(super) days: Vec<(i8, i8)>,
    pub(super) dates: Vec<Date>,
    /// The first day that the opening lines say.
    pub(super) opening: Option<Date>,
    /// The votes one by one, where somebody wants to know why.
    pub(super) cast: Option<Vec<Vote>>,
}

/// Which conference stands beside a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    None,
    KubeCon,
    Other,
}

impl Named {
    fn by(clues: &Clues) -> Named {
        match (clues.kubecon, clues.series.is_some()) {
            (true, false) => Named::KubeCon,
            (false, true) => Named::Other,
            _ => Named::None,
        }
    }

    /// Whether what was said of it can be said of the event: of KubeCon, or of another one.
    pub(super) fn agrees(self, is_kubecon: bool) -> bool {
        self != if is_kubecon { Named::Other } else { Named::KubeCon }
    }
}

/// What one place of a note says of the event.
#[derive(Debug)]
pub(super) struct Vote {
    pub(super) clues: Clues,
    pub(super) weight: f32,
    pub(super) at: Place,
    pub(super) rule: &'static str,
}

impl Votes {
    /// Counts what `clues` say of the event. A year or a place counts only beside an event's name
    /// unless `about_event` says that the text is about nothing else.
    fn add(
        &mut self,
        clues: &Clues,
        weight: f32,
        about_event: bool,
        at: Place,
        rule: &'static str,
    ) {
        if let Some(cast) = &mut self.cast {
            cast.push(Vote { clues: clues.clone(), weight, at, rule });
        }
        if clues.kubecon || clues.colocated.is_some() {
            self.kubecon += if clues.kubecon { weight } else { weight * 0.1 };
        }
        if let Some(series) = &clues.series {
            let votes = self.series.entry(series_key(series)).or_default();
            votes.0 += weight;
            if weight > votes.1 {
                (votes.1, votes.2) = (weight, series.clone());
            }
        }
        for date in &clues.dates {
            if let Some(edition) = events().edition_on(*date) {
                let key = (edition.region, Some(edition.year), Named::KubeCon);
                self.add_region(key, weight);
                *self.years.entry(edition.year).or_default() += weight;
            }
            if about_event {
                self.dates.push(*date);
            }
        }
        if !clues.names_event() && !about_event {
            return;
        }
        if let Some(region) = clues.region {
            let key = (region, clues.years.first().copied(), Named::by(clues));
            self.add_region(key, if clues.names_event() { weight } else { weight * 0.5 });
        }
        for year in clues.years.iter().take(1) {
            *self.years.entry(*year).or_default() +=
                if clues.names_event() { weight } else { weight * 0.5 };
        }
        self.days.extend(clues.day);
    }
}

impl Votes {
    fn add_region(&mut self, key: (Region, Option<u16>, Named), weight: f32) {
        let votes = self.regions.entry(key).or_default();
        *votes = (votes.0 + weight, votes.1.max(weight));
    }
}

/// Weighs every clue of a note.
pub(crate) fn of_note(
    path: &str,
    outline: &Outline,
    candidates: &[Candidate],
    trail: Trail,
) -> NoteEvent {
    let mut votes = Votes { cast: trail.writes().then(Vec::new), ..Votes::default() };
    let mut colocated = None;
    let mut written = None;
    path_clues(path, outline.front_matter.is_some(), &mut votes, &mut colocated, &mut written);
    if let Some(front) = &outline.front_matter {
        if let Some(title) = &front.title {
            let clues = clues::read(title);
            colocated = colocated.or(clues.colocated.filter(|_| clues.whole));
            votes.add(
                &clues,
                weight::TITLE,
                false,
                Place::FrontMatter,
                "the title in the front matter",
            );
        }
        written = front
            .date
            .as_deref()
            .and_then(|date| clues::read(date).dates.first().copied())
            .or(written);
        let settings = front
            .tags
            .iter()
            .map(String::as_str)
            .chain(front.other.iter().map(|(_, value)| value.as_str()));
        for setting in settings.filter(|setting| setting.len() < 300).take(40) {
            let clues = clues::read(setting);
            if clues.names_event() {
                let rule = "a setting in the front matter";
                votes.add(&clues, weight::SETTING, false, Place::FrontMatter, rule);
            }
        }
    }
    let mut first = true;
    for candidate in candidates {
        let heading = candidate.carrier.rank() <= 7;
        if !heading || !(candidate.clues.names_event() || candidate.container) {
            continue;
        }
        let whole = candidate.container || candidate.clues.whole;
        let weight =
            if first && candidate.at < OPENING_BYTES { weight::TITLE } else { weight::HEADING };
        let rule = if weight == weight::TITLE { "the first heading" } else { "a heading" };
        first = false;
        let weight = if whole { weight } else { weight * 0.5 };
        let at = candidate.place();
        votes.add(&candidate.clues, weight, whole, at, rule);
    }
    votes.opening = opening_day(outline);
    schedule_hosts(outline, &mut votes);
    let told = votes.kubecon;
    mentions(outline, &mut votes);
    votes.kubecon = votes.kubecon.min(told + weight::ALL_MENTIONS);
    resolve(votes, colocated, written, trail)
}

/// One key for a series and its abbreviation written out.
fn series_key(series: &str) -> String {
    let folded = crate::lexicon::fold_letters(series).into_owned();
    folded.replace("kubernetes community days", "kcd").replace("kubernetes community day", "kcd")
}

/// Folders and the file's name. A post named after its day of writing says only that.
fn path_clues(
    path: &str,
    is_post: bool,
    votes: &mut Votes,
    colocated: &mut Option<&'static str>,
    written: &mut Option<Date>,
) {
    let segments: Vec<&str> = path.split('/').collect();
    let posts = is_post || segments.iter().any(|segment| segment.trim_matches('_') == "posts");
    let last = segments.len().saturating_sub(1);
    for (index, segment) in segments.iter().enumerate() {
        let stem = if index == last {
            segment.rsplit_once('.').map_or(*segment, |(stem, _)| stem)
        } else {
            segment
        };
        let spaced = split_camel(stem);
        let mut clues = clues::read(&spaced);
        if index == last
            && posts
            && clues.dates.iter().all(|date| events().edition_on(*date).is_none())
        {
            *written = clues.dates.pop().or(*written);
            // The year that the date brought goes with it.
            if written.is_some() && !clues.years.is_empty() {
                clues.years.remove(0);
            }
        }
        *colocated = colocated.or(clues.colocated);
        let about_event = !clues.years.is_empty() || !clues.dates.is_empty();
        votes.add(&clues, weight::PATH, about_event, Place::Path, "the note's path");
    }
    // `2019/0416-…`: a folder of the year and a day.
    for pair in segments.windows(2) {
        if pair[0].len() == 4 {
            let clues = clues::read(&format!("{} {}", pair[0], pair[1].get(..4).unwrap_or("")));
            votes.dates.extend(clues.dates);
        }
    }
}

/// `DevOpsNotes` as words; `KubeCon` and its like stay whole.
pub(crate) fn split_camel(stem: &str) -> String {
    let mut out = String::with_capacity(stem.len() + 8);
    let (mut last, mut n_capitals) = (' ', 0);
    for (at, c) in stem.char_indices() {
        let keeps = stem[at..].starts_with("Con")
            || stem[at..].starts_with("Native")
            || stem[at..].starts_with("Ops");
        // `NYCDevOps`: a word begins at the last capital of several.
        let small = stem[at + c.len_utf8()..].starts_with(char::is_lowercase);
        let ends_acronym = n_capitals > 2 && small && !stem[at..].starts_with("Con");
        if c.is_uppercase() && (last.is_lowercase() || ends_acronym) && !keeps {
            out.push(' ');
        }
        out.push(c);
        n_capitals = if c.is_uppercase() { n_capitals + 1 } else { 0 };
        last = c;
    }
    out
}

fn schedule_hosts(outline: &Outline, votes: &mut Votes) {
    // How many links there are to each, and where the first one stands.
    let mut hosts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for link in outline.links.iter().take(2_000) {
        if let Some(hint) = links::event_hint(&link.url) {
            hosts.entry(hint).or_insert((0, link.range.start)).0 += 1;
        }
    }
    let total: usize = hosts.values().map(|(count, _)| count).sum();
    for (host, (count, at)) in hosts {
        let clues = clues::read(host);
        let weight = weight::SCHEDULE * count as f32 / total as f32;
        votes.add(&clues, weight, false, Place::Text(at), "links to a schedule");
    }
}

/// The first day in the opening lines: when an evening was.
fn opening_day(outline: &Outline) -> Option<Date> {
    /// Bytes in which a note says when it was, once it has a title.
    const MAX_BYTES: usize = 300;
    let text = &outline.text[..outline.text.floor_char_boundary(MAX_BYTES)];
    text.lines().find_map(|line| clues::read(line).dates.first().copied())
}

/// Sentences that name KubeCon or another conference.
fn mentions(outline: &Outline, votes: &mut Votes) {
    let text = &outline.text;
    let mut found = 0;
    let mut from = 0;
    while found < MAX_MENTIONS {
        let Some(at) = next_mention(text, from) else { break };
        // Around the mention, not the whole paragraph: the next sentence may be about another year.
        let before = text.floor_char_boundary(at.saturating_sub(40));
        let start = text[before..at].rfind('\n').map_or(before, |len| before + len + 1);
        let after = text.floor_char_boundary(at + 90).max(at);
        let end = text[at..after].find('\n').map_or(after, |len| at + len);
        let clues = clues::read(&text[start..end]);
        let weight = if at < OPENING_BYTES { weight::OPENING } else { weight::TEXT };
        if clues.names_event() {
            votes.add(&clues, weight, false, Place::Text(at), "a sentence");
            found += 1;
        }
        from = text.ceil_char_boundary(end.max(at + 6));
    }
}

/// The next place at or after `from` where a conference may be named.
fn next_mention(text: &str, from: usize) -> Option<usize> {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| {
        let names = "kubecon|kccnc|kcd |kubernetes community day|cloudnativecon|cloudnative day\
                     |cloud native days|devopsdays|devops days|open source summit";
        Regex::new(&format!("(?i-u){names}")).expect("words without special characters")
    });
    let begins_word = |at: &usize| *at == 0 || !text.as_bytes()[at - 1].is_ascii_alphanumeric();
    let mut at = from;
    while let Some(found) = text.get(at..).and_then(|rest| NAMES.find(rest)) {
        let start = at + found.start();
        if begins_word(&start) {
            return Some(start);
        }
        at = start + 1;
    }
    None
}
