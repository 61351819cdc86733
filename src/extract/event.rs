//! Which event a note and its sessions belong to: many weak clues, weighed.
//!
//! A title says more than a folder, a folder more than a sentence, and the event's own date more
//! than the date of writing. Where nothing speaks, nothing is said.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::document::{Event, Region};
use crate::extract::candidates::Candidate;
use crate::extract::clues::{self, Clues};
use crate::extract::links;
use crate::lexicon::events::{KUBECON, events};
use crate::markup::Outline;

/// What the note as a whole says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NoteEvent {
    pub(crate) series: Option<String>,
    pub(crate) region: Option<Region>,
    pub(crate) colocated: Option<&'static str>,
    pub(crate) year: Option<u16>,
    /// The day, where the note has only one.
    pub(crate) date: Option<Date>,
    /// The two years that speak equally loud, where no year wins.
    pub(crate) two_years: Option<(u16, u16)>,
}

/// How much a clue weighs by where it stands.
mod weight {
    pub(super) const TITLE: f32 = 10.0;
    pub(super) const PATH: f32 = 8.0;
    pub(super) const SETTING: f32 = 6.0;
    /// A later heading speaks for what stands below it, and only a little for the whole note.
    pub(super) const HEADING: f32 = 1.5;
    pub(super) const SCHEDULE: f32 = 5.0;
    pub(super) const OPENING: f32 = 3.0;
    pub(super) const TEXT: f32 = 0.7;
    /// The date of writing is weaker than anything that the note says of the event.
    pub(super) const WRITTEN: f32 = 0.3;
}

/// The text at a note's beginning that introduces the event, in bytes.
const OPENING_BYTES: usize = 1_200;

/// More mentions than any note needs to make its event clear.
const MAX_MENTIONS: usize = 40;

#[derive(Default)]
struct Votes {
    kubecon: f32,
    /// By key: all votes, the heaviest one, and the name that it used.
    series: BTreeMap<String, (f32, f32, String)>,
    /// A region may go with a year: it counts only when that year is the event's.
    regions: BTreeMap<(Region, Option<u16>), f32>,
    years: BTreeMap<u16, f32>,
    days: Vec<(i8, i8)>,
    dates: Vec<Date>,
}

impl Votes {
    /// Counts what `clues` say of the event. A year or a place counts only beside an event's name
    /// unless `about_event` says that the text is about nothing else.
    fn add(&mut self, clues: &Clues, weight: f32, about_event: bool) {
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
                *self.regions.entry((edition.region, Some(edition.year))).or_default() += weight;
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
            *self.regions.entry((region, clues.years.first().copied())).or_default() +=
                if clues.names_event() { weight } else { weight * 0.5 };
        }
        for year in clues.years.iter().take(1) {
            *self.years.entry(*year).or_default() +=
                if clues.names_event() { weight } else { weight * 0.5 };
        }
        self.days.extend(clues.day);
    }
}

/// Weighs every clue of a note.
pub(crate) fn of_note(path: &str, outline: &Outline, candidates: &[Candidate]) -> NoteEvent {
    let mut votes = Votes::default();
    let mut colocated = None;
    let mut written = None;
    path_clues(path, outline.front_matter.is_some(), &mut votes, &mut colocated, &mut written);
    if let Some(front) = &outline.front_matter {
        if let Some(title) = &front.title {
            let clues = clues::read(title);
            colocated = colocated.or(clues.colocated.filter(|_| clues.whole));
            votes.add(&clues, weight::TITLE, false);
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
                votes.add(&clues, weight::SETTING, false);
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
        first = false;
        votes.add(&candidate.clues, if whole { weight } else { weight * 0.5 }, whole);
    }
    schedule_hosts(outline, &mut votes);
    mentions(outline, &mut votes);
    resolve(votes, colocated, written)
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
        votes.add(&clues, weight::PATH, !clues.years.is_empty() || !clues.dates.is_empty());
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
    let mut last = ' ';
    for (at, c) in stem.char_indices() {
        let keeps = stem[at..].starts_with("Con")
            || stem[at..].starts_with("Native")
            || stem[at..].starts_with("Ops");
        if c.is_uppercase() && last.is_lowercase() && !keeps {
            out.push(' ');
        }
        out.push(c);
        last = c;
    }
    out
}

fn schedule_hosts(outline: &Outline, votes: &mut Votes) {
    let mut hosts: BTreeMap<&str, usize> = BTreeMap::new();
    for link in outline.links.iter().take(2_000) {
        if let Some(hint) = links::event_hint(&link.url) {
            *hosts.entry(hint).or_default() += 1;
        }
    }
    let total: usize = hosts.values().sum();
    for (host, count) in hosts {
        let clues = clues::read(host);
        votes.add(&clues, weight::SCHEDULE * count as f32 / total as f32, false);
    }
}

/// Sentences that name KubeCon or another conference.
fn mentions(outline: &Outline, votes: &mut Votes) {
    let text = &outline.text;
    let mut found = 0;
    let mut from = 0;
    while found < MAX_MENTIONS {
        let Some(at) = next_mention(text, from) else { break };
        let line_start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[at..].find('\n').map_or(text.len(), |len| at + len);
        // Around the mention, not the whole paragraph: the next sentence may be about another year.
        let start = floor(text, at.saturating_sub(40).max(line_start));
        let end = floor(text, (at + 90).min(line_end)).max(at);
        let clues = clues::read(&text[start..end]);
        let weight = if at < OPENING_BYTES { weight::OPENING } else { weight::TEXT };
        if clues.names_event() {
            votes.add(&clues, weight, false);
            found += 1;
        }
        from = end.max(at + 6);
    }
}

/// The next place at or after `from` where a conference may be named.
fn next_mention(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at + 3 < bytes.len() {
        let hit = match bytes[at] | 0x20 {
            b'k' => {
                starts(bytes, at, b"kubecon")
                    || starts(bytes, at, b"kccnc")
                    || starts(bytes, at, b"kcd ")
                    || starts(bytes, at, b"kubernetes community day")
            }
            b'c' => {
                starts(bytes, at, b"cloudnativecon")
                    || starts(bytes, at, b"cloudnative day")
                    || starts(bytes, at, b"cloud native days")
            }
            b'd' => starts(bytes, at, b"devopsdays") || starts(bytes, at, b"devops days"),
            b'o' => starts(bytes, at, b"open source summit"),
            _ => false,
        };
        if hit {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn starts(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    bytes.get(at..at + word.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(word))
        && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric())
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn resolve(votes: Votes, colocated: Option<&'static str>, written: Option<Date>) -> NoteEvent {
    let mut found = NoteEvent { colocated, ..NoteEvent::default() };
    let other = votes.series.values().max_by(|a, b| a.0.total_cmp(&b.0).then(b.2.cmp(&a.2)));
    found.series = match other {
        Some((weight, _, series)) if *weight > votes.kubecon => Some(series.clone()),
        _ if votes.kubecon >= 0.5 => Some(KUBECON.to_owned()),
        _ => None,
    };
    let kubecon = found.series.as_deref() == Some(KUBECON);
    let mut years: Vec<(f32, u16)> =
        votes.years.iter().map(|(year, weight)| (*weight, *year)).collect();
    years.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    match years[..] {
        [(first, a), (second, b), ..] if first == second && first >= weight::OPENING => {
            found.two_years = Some((a, b))
        }
        [(_, year), ..] => found.year = Some(year),
        [] => {}
    }
    let mut regions: BTreeMap<Region, f32> = BTreeMap::new();
    for ((region, with), weight) in &votes.regions {
        if with.is_none() || found.year.is_none() || *with == found.year {
            *regions.entry(*region).or_default() += weight;
        }
    }
    found.region = heaviest(&regions).map(|(region, _)| region);
    if kubecon && let Some(written) = written {
        // The event's own year is never later than the writing, and rarely much earlier.
        if found.year.is_none() && found.two_years.is_none() && weight::WRITTEN > 0.0 {
            found.year = match found.region {
                Some(_) => events().last_before(found.region, written).map(|edition| edition.year),
                None => events().last_before(None, written).map(|edition| edition.year),
            };
        }
    } else if found.year.is_none()
        && found.series.is_some()
        && let Some(written) = written
    {
        found.year = u16::try_from(written.year()).ok();
    }
    if kubecon
        && found.region.is_none()
        && let Some(year) = found.year
    {
        let mut editions = events().editions_in(year);
        if let (Some(only), None) = (editions.next(), editions.next()) {
            found.region = Some(only.region);
        }
        // `6 May` in a heading, and a KubeCon of that year was on.
        let days = votes
            .days
            .iter()
            .filter_map(|(month, day)| events().holds_day(year, None, *month, *day));
        found.region = found.region.or(days
            .filter_map(|date| events().edition_on(date))
            .map(|edition| edition.region)
            .next());
        let dated = votes.dates.iter().filter_map(|date| events().edition_on(*date));
        found.region = found.region.or(dated.map(|edition| edition.region).next());
    }
    if let [date] = votes.dates[..]
        && Some(date) != written
    {
        found.date = Some(date)
            .filter(|date| found.year.is_none_or(|year| i16::try_from(year) == Ok(date.year())));
    }
    found
}

fn heaviest<K: Clone + Ord>(votes: &BTreeMap<K, f32>) -> Option<(K, f32)> {
    let mut best: Option<(K, f32)> = None;
    for (key, weight) in votes {
        if best.as_ref().is_none_or(|(_, most)| weight > most) {
            best = Some((key.clone(), *weight));
        }
    }
    best
}

/// The event of one Document: the note's, as the headings above it and its own headline refine it.
pub(crate) struct Scope {
    pub(crate) event: Option<Event>,
    pub(crate) year: Option<u16>,
    pub(crate) date: Option<Date>,
}

/// Refines the note's event by `above`, clues from the outermost heading to the Document's own
/// headline and first sentence.
pub(crate) fn of_document<'a>(
    note: &NoteEvent,
    above: impl Iterator<Item = (&'a Clues, bool)>,
) -> Scope {
    let mut series = note.series.clone();
    let (mut region, mut year, mut date) = (note.region, note.year, note.date);
    let mut colocated = note.colocated;
    let mut day = None;
    for (clues, container) in above {
        if let Some(other) = clues.series.as_ref().filter(|_| container) {
            series = Some(other.clone());
            region = clues.region;
            year = clues.years.first().copied().or(year);
        } else if clues.kubecon {
            series = Some(KUBECON.to_owned());
            if let Some(named) = clues.years.first().copied() {
                if year.is_some_and(|year| year != named) {
                    region = None;
                }
                year = Some(named);
            }
            region = clues.region.or(region);
        }
        colocated = clues.colocated.or(colocated);
        if let Some(on) = clues.dates.first().copied().filter(|_| clues.whole) {
            date = Some(on);
            if let Some(edition) = events().edition_on(on) {
                year = Some(edition.year);
                region = Some(edition.region);
            }
        }
        day = clues.day.filter(|_| clues.whole).or(day);
    }
    if let (Some((month, on)), Some(year)) = (day, year)
        && let Ok(year) = i16::try_from(year)
    {
        date = Date::new(year, month, on).ok().or(date);
    }
    let event =
        Event { series, region: region.filter(|_| true), colocated: colocated.map(str::to_owned) };
    // A region alone names no event.
    let event = (event.series.is_some() || event.colocated.is_some()).then_some(event);
    Scope { year: year.filter(|_| event.is_some() || date.is_some()), event, date }
}
