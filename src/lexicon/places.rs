//! Where a city, country or region lies, and which KubeCons were held there.
//!
//! The same data as [`events`](super::events), for queries: they ask for one place now and then
//! and must be quick about it, so that this reads only a few kinds of line of the file and no
//! dates. A test holds the two together.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::fold;
use crate::document::Region;

/// A place by its region, and the years in which a KubeCon was in it (none for a country).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) region: Region,
    pub(crate) years: Vec<u16>,
}

/// The most words that a place's name has.
pub(crate) const MAX_WORDS: usize = 3;

/// The place that some folded words name.
pub(crate) fn place(folded: &str) -> Option<&'static Place> {
    PLACES.get(folded)
}

static PLACES: LazyLock<HashMap<String, Place>> = LazyLock::new(|| {
    let mut places = HashMap::with_capacity(512);
    let mut entry = Entry::default();
    for line in include_str!("events.toml").lines() {
        if line.starts_with("[[") {
            std::mem::take(&mut entry).add_to(&mut places);
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let value = value.trim();
        match key.trim() {
            "region" => entry.region = value.trim_matches('"').parse().ok(),
            "year" => entry.year = value.parse().ok(),
            "city" | "name" | "also" => entry.names.extend(value.split('"').skip(1).step_by(2)),
            _ => {}
        }
    }
    entry.add_to(&mut places);
    places
});

#[derive(Default)]
struct Entry {
    region: Option<Region>,
    year: Option<u16>,
    names: Vec<&'static str>,
}

impl Entry {
    fn add_to(self, places: &mut HashMap<String, Place>) {
        let Some(region) = self.region else { return };
        for name in self.names {
            let folded = fold(name);
            // `SF`, `LA` and `UK` are as often something else.
            if folded.len() < 4 || folded == "virtual" || folded.split(' ').count() > MAX_WORDS {
                continue;
            }
            let place = places.entry(folded).or_insert(Place { region, years: Vec::new() });
            if place.region == region {
                place.years.extend(self.year.filter(|year| !place.years.contains(year)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::events::{Named, events};

    #[test]
    fn places_know_their_kubecons() {
        let check = |name: &str, expected: Option<(Region, &[u16])>| {
            let found = place(name).map(|place| (place.region, place.years.as_slice()));
            assert_eq!(found, expected, "{name}");
        };
        check("valencia", Some((Region::Europe, &[2022])));
        check("salt lake city", Some((Region::NorthAmerica, &[2024, 2026])));
        check("seattle", Some((Region::NorthAmerica, &[2016, 2018])));
        check("上海", Some((Region::China, &[2018, 2019, 2023, 2026])));
        check("copenhagen", Some((Region::Europe, &[2018])));
        check("københavn", None);
        check("kobenhavn", Some((Region::Europe, &[2018])));
        check("austria", Some((Region::Europe, &[])));
        check("virtual", None);
        check("la", None);
        check("kubecon", None);
    }

    #[test]
    fn places_are_those_of_the_events() {
        for (name, place) in PLACES.iter().filter(|(name, _)| name.is_ascii()) {
            let words: Vec<&str> = name.split(' ').collect();
            match events().name_at(&words) {
                Some((Named::Place(region), len)) if len == words.len() => {
                    assert_eq!(region, place.region, "{name}");
                }
                found => panic!("{name} is {found:?} among the events"),
            }
            for year in &place.years {
                let held =
                    |edition: crate::lexicon::events::Edition| edition.region == place.region;
                assert!(events().editions_in(*year).any(held), "{name} {year}");
            }
        }
        assert!(PLACES.len() > 100);
    }
}
