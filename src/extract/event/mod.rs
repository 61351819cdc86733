//! Which event a note and its sessions belong to: many weak clues, weighed.
//!
//! A title says more than a folder, a folder more than a sentence, and the event's own date more
//! than the date of writing. Where nothing speaks, nothing is said.

mod votes;

use crate::document::{Event, Region};
use crate::extract::clues::Clues;
use crate::extract::tally::{Field, Place, Trail};
use crate::lexicon::events::{KUBECON, YEARS, events};
use jiff::civil::Date;
use std::collections::BTreeMap;

use self::votes::{Votes, weight};
pub(crate) use self::votes::{of_note, split_camel};

/// What the note as a whole says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NoteEvent {
    pub(crate) series: Option<String>,
    pub(crate) region: Option<Region>,
    pub(crate) colocated: Option<&'static str>,
    pub(crate) year: Option<u16>,
    /// The day, where the note has only one.
    pub(crate) date: Option<Date>,
    /// Two years that both speak loud: no year is taken when they are equal, else the first.
    pub(crate) two_years: Option<(u16, u16)>,
    /// Where all that stands, for `ingest --explain`.
    pub(crate) trail: Trail,
}

/// A year speaks nearly as loud as another when it does not speak twice as loud.
const TWICE: f32 = 2.0;

fn resolve(
    votes: Votes,
    colocated: Option<&'static str>,
    written: Option<Date>,
    trail: Trail,
) -> NoteEvent {
    let mut found = NoteEvent { colocated, trail, ..NoteEvent::default() };
    let other = heaviest_series(&votes);
    found.series = match other {
        Some((weight, series)) if weight > votes.kubecon => Some(series.to_owned()),
        _ if votes.kubecon >= 0.5 => Some(KUBECON.to_owned()),
        _ => None,
    };
    let kubecon = found.series.as_deref() == Some(KUBECON);
    // A day that the note begins with is its own, or that of writing it.
    let written = written.or(votes.opening.filter(|_| kubecon));
    let is_possible = |year: &u16| !kubecon || YEARS.contains(year);
    let mut years: Vec<(f32, u16)> = votes
        .years
        .iter()
        .filter(|(year, _)| is_possible(year))
        .map(|(year, weight)| (*weight, *year))
        .collect();
    years.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    match years[..] {
        [(first, a), (second, b), ..] if first == second && first >= weight::OPENING => {
            found.two_years = Some((a, b));
        }
        [(first, year), (second, other), ..] => {
            found.year = Some(year);
            let is_close = second >= weight::SETTING && second * TWICE >= first;
            found.two_years = is_close.then_some((year, other));
        }
        [(_, year)] => found.year = Some(year),
        [] => {}
    }
    // All votes, and the heaviest one.
    let mut regions: BTreeMap<Region, (f32, f32)> = BTreeMap::new();
    for ((region, with, named), (weight, heaviest)) in &votes.regions {
        let of_year = with.is_none() || found.year.is_none() || *with == found.year;
        if of_year && (found.series.is_none() || named.agrees(kubecon)) {
            let votes = regions.entry(*region).or_default();
            *votes = (votes.0 + weight, votes.1.max(*heaviest));
        }
    }
    // Of two that weigh the same, the one that is said in the more telling place. A note that says as much
    // of two in the same place is about both.
    let order = |a: &(f32, f32), b: &(f32, f32)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1));
    let most = regions.values().copied().max_by(order);
    let mut best = regions.iter().filter(|(_, votes)| Some(**votes) == most);
    if let (Some((region, _)), None) = (best.next(), best.next()) {
        found.region = Some(*region);
    }
    reasons(&votes, &mut found);
    if kubecon && let Some(written) = written {
        // The event's own year is never later than the writing, and rarely much earlier.
        if found.year.is_none() && found.two_years.is_none() && weight::WRITTEN > 0.0 {
            found.year = match found.region {
                Some(_) => events().last_before(found.region, written).map(|edition| edition.year),
                None => events().last_before(None, written).map(|edition| edition.year),
            };
            found.trail.say(Field::Year, Place::Nowhere, "the last KubeCon before it was written");
        }
    } else if !kubecon
        && found.year.is_none()
        && found.series.is_some()
        && let Some(day) = votes.opening
    {
        found.year = u16::try_from(day.year()).ok();
        found.trail.say(Field::Year, Place::Nowhere, "the first day that it says");
    } else if found.year.is_none()
        && found.series.is_some()
        && let Some(written) = written
    {
        found.year = u16::try_from(written.year()).ok();
        found.trail.say(Field::Year, Place::Nowhere, "the day it was written");
    }
    if kubecon
        && found.region.is_none()
        && let Some(year) = found.year
    {
        let mut editions = events().editions_in(year);
        if let (Some(only), None) = (editions.next(), editions.next()) {
            found.region = Some(only.region);
            found.trail.say(Field::Region, Place::Nowhere, "the only KubeCon of that year");
        }
        let known = found.region.is_some();
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
        if !known {
            let rule = "the KubeCon that was on that day";
            found.trail.say(Field::Region, Place::Nowhere, rule);
        }
    }
    if let [date] = votes.dates[..]
        && Some(date) != written
    {
        found.date = Some(date)
            .filter(|date| found.year.is_none_or(|year| i16::try_from(year) == Ok(date.year())));
    }
    found
}

/// Says which vote weighed most of those that agree with what was found.
fn reasons(votes: &Votes, found: &mut NoteEvent) {
    let Some(cast) = &votes.cast else { return };
    let mut say = |field: Field, agrees: &dyn Fn(&Clues) -> bool| {
        let agreeing = cast.iter().filter(|vote| agrees(&vote.clues));
        // The first of several that weigh the same.
        let heaviest = agreeing.reduce(|a, b| if b.weight > a.weight { b } else { a });
        if let Some(vote) = heaviest {
            found.trail.say(field, vote.at, vote.rule);
        }
    };
    let on = |date: &Date| events().edition_on(*date);
    let (series, region, year) = (found.series.clone(), found.region, found.year);
    let is_kubecon = series.as_deref() == Some(KUBECON);
    say(Field::Series, &|clues| match is_kubecon {
        true => clues.kubecon || clues.colocated.is_some(),
        false => series.is_some() && clues.series == series,
    });
    say(Field::Region, &|clues| {
        let of_date = clues.dates.iter().filter_map(on).map(|edition| edition.region);
        region.is_some() && of_date.chain(clues.region).any(|other| Some(other) == region)
    });
    say(Field::Year, &|clues| {
        let of_date = clues.dates.iter().filter_map(on).map(|edition| edition.year);
        let first = clues.years.first().copied();
        year.is_some() && of_date.chain(first).any(|other| Some(other) == year)
    });
    say(Field::Colocated, &|clues| found.colocated.is_some() && clues.colocated == found.colocated);
    say(Field::Date, &|clues| !clues.dates.is_empty());
}

/// The conference that most speaks for, other than KubeCon, and how much. Who leaves out the place
/// means the one that is named with it: `CloudNative Days` is that of Tokyo.
fn heaviest_series(votes: &Votes) -> Option<(f32, &str)> {
    let is_short_for = |short: &str, long: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
    };
    /// A note that names more lists them: which is short for which is not looked for.
    const MAX_SERIES: usize = 32;
    let full = votes.series.iter().map(|(key, (weight, _, name))| {
        if votes.series.len() > MAX_SERIES {
            return (*weight, name.as_str());
        }
        // Of two places it may be either.
        let n_full = |short: &str| {
            votes.series.keys().filter(|full| is_short_for(short, full)).take(2).count()
        };
        let short = votes.series.iter().filter(|(short, _)| is_short_for(short, key));
        let short = short.filter(|(short, _)| n_full(short) == 1).map(|(_, (weight, ..))| weight);
        (weight + short.sum::<f32>(), name.as_str())
    });
    full.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
}

/// The event of one Document: the note's, as the headings above it and its own headline refine it.
pub(crate) struct Scope {
    pub(crate) event: Option<Event>,
    pub(crate) year: Option<u16>,
    pub(crate) date: Option<Date>,
}

/// Fields of a Document that are read from its note's event.
pub(crate) const EVENT_FIELDS: [Field; 5] =
    [Field::Series, Field::Region, Field::Colocated, Field::Year, Field::Date];

/// Clues that refine a note's event for one Document.
pub(crate) struct Above<'a> {
    pub(crate) clues: &'a Clues,
    /// The text says only which event, day or part of the programme follows.
    pub(crate) container: bool,
    pub(crate) at: Place,
    pub(crate) rule: &'static str,
}

/// Refines the note's event by `above`, clues from the outermost heading to the Document's own
/// headline and first sentence.
pub(crate) fn of_document<'a>(
    note: &NoteEvent,
    above: impl Iterator<Item = Above<'a>>,
    trail: &mut Trail,
) -> Scope {
    let mut series = note.series.clone();
    let (mut region, mut year, mut date) = (note.region, note.year, note.date);
    let mut colocated = note.colocated;
    for field in EVENT_FIELDS {
        trail.take_over(&note.trail, field);
    }
    let mut day = None;
    for Above { clues, container, at, rule } in above {
        let mut says = |field, says: bool| {
            if says {
                trail.say(field, at, rule);
            }
        };
        if let Some(other) = clues.series.as_ref().filter(|_| container) {
            series = Some(other.clone());
            region = clues.region;
            year = clues.years.first().copied().or(year);
            says(Field::Series, true);
            says(Field::Region, region.is_some());
            says(Field::Year, !clues.years.is_empty());
        } else if clues.kubecon
            // At another conference it is what the talk is about.
            && (container || series.as_deref().is_none_or(|series| series == KUBECON))
        {
            series = Some(KUBECON.to_owned());
            if let Some(named) = clues.years.first().copied() {
                if year.is_some_and(|year| year != named) {
                    region = None;
                }
                year = Some(named);
            }
            region = clues.region.or(region);
            says(Field::Series, true);
            says(Field::Region, clues.region.is_some());
            says(Field::Year, !clues.years.is_empty());
        }
        colocated = clues.colocated.or(colocated);
        says(Field::Colocated, clues.colocated.is_some());
        if let Some(on) = clues.dates.first().copied().filter(|_| clues.whole) {
            date = Some(on);
            says(Field::Date, true);
            if let Some(edition) = events().edition_on(on) {
                year = Some(edition.year);
                region = Some(edition.region);
                says(Field::Year, true);
                says(Field::Region, true);
            }
        }
        day = clues.day.filter(|_| clues.whole).or(day);
        says(Field::Date, clues.day.is_some() && clues.whole);
    }
    if let (Some((month, on)), Some(year)) = (day, year)
        && let Ok(year) = i16::try_from(year)
    {
        date = Date::new(year, month, on).ok().or(date);
    }
    if region.is_none()
        && let (Some(series), Some(year)) = (&series, year)
    {
        region = events().region_of_series(series, year);
        trail.say(Field::Region, Place::Nowhere, "where it was held that year");
    }
    if let (Some(KUBECON), Some(at), Some(year)) = (series.as_deref(), region, year) {
        // One that never took place: either may be wrong, and the place says less.
        let mut held = events().editions_in(year).peekable();
        region = region.filter(|_| held.peek().is_none() || held.any(|one| one.region == at));
    }
    let event = Event { series, region, colocated: colocated.map(str::to_owned) };
    // A region alone names no event.
    let event = (event.series.is_some() || event.colocated.is_some()).then_some(event);
    Scope { year: year.filter(|_| event.is_some() || date.is_some()), event, date }
}
