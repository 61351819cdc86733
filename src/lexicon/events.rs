//! KubeCons and their places and days, the events held beside them, and other conferences.

use std::str::FromStr;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::fold::fold_letters;
use super::table::Table;
use crate::document::Region;

/// The canonical name of the series that this project is about.
pub(crate) const KUBECON: &str = "KubeCon + CloudNativeCon";

/// The years in which a KubeCon can have been noted: a year out of them is a slip.
pub(crate) const YEARS: std::ops::RangeInclusive<u16> = 2015..=2035;

/// The years in which any conference can have been noted.
pub(crate) const NOTED_YEARS: std::ops::RangeInclusive<u16> = 2009..=2035;

/// So many days before a KubeCon it has begun for many: contributors meet, and days are held beside it.
const DAYS_BEFORE: i32 = 2;

/// One KubeCon + CloudNativeCon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edition {
    pub(crate) region: Region,
    pub(crate) year: u16,
    /// First day, co-located days included.
    pub(crate) first: Date,
    pub(crate) last: Date,
}

/// What a run of words names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Place(Region),
    /// An event held beside a KubeCon; `vague` for a name that is an ordinary phrase, too.
    Colocated {
        name: &'static str,
        vague: bool,
    },
    /// Another conference; with `placed`, a place belongs to its name (`KCD Austria`).
    Series {
        name: &'static str,
        placed: bool,
    },
}

/// What is called by a word and those behind it.
#[derive(Clone)]
struct Name {
    behind: Vec<String>,
    named: Named,
}

/// The events, for look-up.
#[derive(Clone)]
pub(crate) struct Events {
    editions: Vec<Edition>,
    /// By its first word, the longest first.
    named: Table<String, Vec<Name>>,
    /// Places of two or three letters (`UK`, `LA`), which are as often something else.
    short_places: Table<String, Region>,
    /// Years and regions of other conferences, by their names.
    series: Vec<(String, u16, Region)>,
}

#[derive(Deserialize)]
struct EventsFile {
    edition: Vec<EditionEntry>,
    place: Vec<PlaceEntry>,
}

#[derive(Deserialize)]
struct EditionEntry {
    region: Region,
    year: u16,
    city: Option<String>,
    first: String,
    last: String,
    #[serde(default)]
    also: Vec<String>,
}

#[derive(Deserialize)]
struct PlaceEntry {
    name: String,
    region: Region,
    #[serde(default)]
    also: Vec<String>,
}

#[derive(Deserialize)]
struct ColocatedFile {
    colocated: Vec<NamedEntry>,
    series: Vec<NamedEntry>,
}

#[derive(Deserialize)]
struct NamedEntry {
    name: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    pattern_place: bool,
}

static EVENTS: LazyLock<Events> = LazyLock::new(|| {
    let events: EventsFile =
        toml::from_str(include_str!("events.toml")).expect("a test reads the embedded file");
    let beside: ColocatedFile =
        toml::from_str(include_str!("colocated.toml")).expect("a test reads the embedded file");
    let mut found = Events {
        editions: Vec::new(),
        named: Table::default(),
        short_places: Table::default(),
        series: Vec::new(),
    };
    for entry in events.edition {
        found.editions.push(Edition {
            region: entry.region,
            year: entry.year,
            first: Date::from_str(&entry.first).expect("a test reads the embedded file"),
            last: Date::from_str(&entry.last).expect("a test reads the embedded file"),
        });
        for city in entry.city.iter().chain(&entry.also) {
            if !fold_letters(city).contains("virtual") && city.len() > 3 {
                found.add(city, Named::Place(entry.region));
            }
        }
    }
    for entry in events.place {
        for name in entry.also.iter().chain([&entry.name]) {
            if name.len() > 3 || *name == entry.name {
                found.add(name, Named::Place(entry.region));
            } else {
                found.short_places.insert(fold_letters(name).into_owned(), entry.region);
            }
        }
    }
    for (entries, colocated) in [(beside.series, false), (beside.colocated, true)] {
        for entry in entries {
            let name: &'static str = entry.name.leak();
            for spelling in entry.also.iter().map(String::as_str).chain([name]) {
                // `Velocity` is a conference and an ordinary word of titles.
                if !colocated && super::words::words().class(&fold_letters(spelling)).title {
                    continue;
                }
                found.add(
                    spelling,
                    if colocated {
                        Named::Colocated { name, vague: is_vague(spelling) }
                    } else {
                        // An abbreviation written out keeps the notes' form: `Kubernetes Community Days`.
                        let spelled_out =
                            name.chars().all(char::is_uppercase) && spelling.contains(' ');
                        let name = if spelled_out { spelling.to_owned().leak() } else { name };
                        Named::Series { name, placed: entry.pattern_place }
                    },
                );
            }
        }
    }
    found
});

/// Whether a name is an ordinary phrase unless it is all that is said: `Data on Kubernetes`.
fn is_vague(spelling: &str) -> bool {
    let folded = fold_letters(spelling);
    let eventful =
        ["con", "conf", "day", "days", "summit", "rejekts", "commons", "day zero", "fest"];
    !eventful.iter().any(|end| folded.ends_with(end))
        || folded.split(' ').count() == 1 && folded.len() < 6
}

/// The events.
#[inline]
pub(crate) fn events() -> &'static Events {
    super::additions::current().map_or_else(builtin, |lists| &lists.events)
}

/// The events without additions.
pub(super) fn builtin() -> &'static Events {
    &EVENTS
}

impl Events {
    /// Adds an event beside a KubeCon by its spellings, the name first.
    pub(super) fn add_colocated(&mut self, spellings: &[String]) {
        let Some(name) = spellings.first() else { return };
        let name: &'static str = name.clone().leak();
        for spelling in spellings {
            self.add(spelling, Named::Colocated { name, vague: is_vague(spelling) });
        }
    }

    /// Adds another conference.
    pub(super) fn add_series(&mut self, name: &str, also: &[String]) {
        let name: &'static str = name.to_owned().leak();
        for spelling in also.iter().map(String::as_str).chain([name]) {
            self.add(spelling, Named::Series { name, placed: false });
        }
    }

    /// Adds a KubeCon.
    pub(super) fn add_edition(&mut self, edition: Edition) {
        self.editions.push(edition);
    }

    /// Adds the year and the region of another conference.
    pub(super) fn add_series_edition(&mut self, name: &str, year: u16, region: Region) {
        self.series.push((name.to_owned(), year, region));
    }

    pub(super) fn add_place(&mut self, name: &str, region: Region) {
        self.add(name, Named::Place(region));
    }

    /// Where another conference was held in `year`, if it is known to have been in one region only.
    pub(crate) fn region_of_series(&self, name: &str, year: u16) -> Option<Region> {
        let mut regions = self
            .series
            .iter()
            .filter(|(series, in_year, _)| series == name && *in_year == year)
            .map(|(_, _, region)| *region);
        let first = regions.next();
        first.filter(|first| regions.all(|other| other == *first))
    }

    fn add(&mut self, spelling: &str, named: Named) {
        let folded = fold_letters(spelling);
        let mut words = words_of(&folded).map(str::to_owned);
        let Some(first) = words.next() else { return };
        let behind: Vec<String> = words.collect();
        let names = self.named.get_or_default(first);
        names.retain(|name| name.behind != behind);
        let at = names.partition_point(|name| name.behind.len() > behind.len());
        names.insert(at, Name { behind, named });
    }

    /// Whether a name of an event or a place begins with the folded `word`.
    pub(crate) fn name_begins_with(&self, word: &str) -> bool {
        self.named.contains(word)
    }

    /// Where the folded `word` lies if it is short for a place: to be asked of what can be nothing else.
    pub(crate) fn short_place(&self, word: &str) -> Option<Region> {
        /// No longer one is among them.
        const MAX_LETTERS: usize = 3;
        (word.len() <= MAX_LETTERS).then(|| self.short_places.get(word).copied()).flatten()
    }

    /// The longest name that `words` (folded) begin with, and how many words it has.
    pub(crate) fn name_at<T: AsRef<str>>(&self, words: &[T]) -> Option<(Named, usize)> {
        let (first, rest) = words.split_first()?;
        self.name_from(first.as_ref(), rest.iter().map(AsRef::as_ref))
    }

    /// The same of a word and those behind it.
    #[inline]
    pub(crate) fn name_from<'w>(
        &self,
        first: &str,
        behind: impl Iterator<Item = &'w str> + Clone,
    ) -> Option<(Named, usize)> {
        let names = self.named.get(first)?;
        let mut rest = behind;
        let second = rest.next();
        let follows = |name: &&Name| match name.behind.split_first() {
            Some((next, others)) => {
                let mut words = rest.clone();
                second == Some(next) && others.iter().all(|word| words.next() == Some(word))
            }
            None => true,
        };
        let name = names.iter().find(follows)?;
        Some((name.named, 1 + name.behind.len()))
    }

    /// The KubeCon during which `date` lies.
    pub(crate) fn edition_on(&self, date: Date) -> Option<Edition> {
        self.editions.iter().copied().find(|edition| edition.first <= date && date <= edition.last)
    }

    /// The KubeCons of a year.
    pub(crate) fn editions_in(&self, year: u16) -> impl Iterator<Item = Edition> + '_ {
        self.editions.iter().copied().filter(move |edition| edition.year == year)
    }

    /// The last KubeCon of `region` that was over, or under way, on `date`, or began right after it.
    pub(crate) fn last_before(&self, region: Option<Region>, date: Date) -> Option<Edition> {
        self.editions
            .iter()
            .copied()
            .filter(|edition| {
                let days_to_it = (edition.first - date).get_days();
                days_to_it <= DAYS_BEFORE && region.is_none_or(|region| region == edition.region)
            })
            .max_by_key(|edition| edition.first)
    }

    /// The day of `month` on which a KubeCon of `year` took place.
    pub(crate) fn holds_day(
        &self,
        year: u16,
        region: Option<Region>,
        month: i8,
        day: i8,
    ) -> Option<Date> {
        let date = Date::new(i16::try_from(year).ok()?, month, day).ok()?;
        self.edition_on(date)
            .filter(|edition| region.is_none_or(|region| region == edition.region))
            .map(|_| date)
    }
}

/// The words of a folded text: runs of letters and digits.
pub(crate) fn words_of(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_are_read() {
        let events = events();
        let date = Date::constant(2021, 5, 6);
        assert_eq!(events.edition_on(date).map(|edition| edition.region), Some(Region::Europe));
        assert!(events.editions.iter().all(|edition| edition.first <= edition.last));
        assert!(
            events
                .editions
                .iter()
                .all(|edition| i16::try_from(edition.year) == Ok(edition.first.year()))
        );
        assert_eq!(events.name_at(&["valencia"]), Some((Named::Place(Region::Europe), 1)));
        assert_eq!(
            events.name_at(&["service", "mesh", "con", "2021"]),
            Some((Named::Colocated { name: "ServiceMeshCon", vague: false }, 3))
        );
        assert!(matches!(
            events.name_at(&["kcd", "austria"]),
            Some((Named::Series { placed: true, .. }, 1))
        ));
        assert_eq!(events.editions_in(2015).count(), 1);
    }
}
