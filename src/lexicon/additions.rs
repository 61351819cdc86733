//! What a user adds to the lists by which notes are read, and the lists with it.
//!
//! The lists are asked in hundreds of places deep inside of reading, for every word. So they are
//! not handed down to each: [`with`] sets which lists hold while a note is read, on its thread,
//! and what is read depends only on the note and on these.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::events::{self, Edition, Events, KUBECON};
use super::fold::fold_letters;
use super::phrases::{self, Detail, Phrases};
use super::words::{self, Job, Words};
use crate::document::{Kind, Region};
use crate::error::{Error, ErrorKind, Result};

/// Words, names and events that notes use and kubenotes does not know: the table `[lexicon]` of
/// `kubenotes.toml`.
///
/// Case and accents do not matter. Names are evidence and never proof: a line is read by its shape
/// and its place, too.
///
/// ```toml
/// [lexicon]
/// companies = ["Frobnitz", ["Quux Industries", "QI"]]   # the first spelling of a list is the name
/// people = ["Ysolde Quux"]
/// given_names = ["Ysolde"]
/// job_words = ["wrangler"]
/// topics = ["gossip"]                                   # headings that stand for no session
/// colocated = [["Mesh Breakfast", "MeshBrunch"]]        # events beside a KubeCon
/// labels.speaker = ["storyteller"]                      # also session, title, company, other
/// kinds.workshop = ["dojo"]
///
/// [[lexicon.events]]                                    # another conference
/// name = "PlatformFest"
/// also = ["Platform Fest"]
/// city = "Graz"
/// region = "Europe"
/// year = 2024
///
/// [[lexicon.events]]                                    # a KubeCon that is not known yet
/// region = "Europe"
/// year = 2031
/// city = "Graz"
/// first = "2031-04-01"
/// last = "2031-04-04"
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LexiconAdditions {
    /// Companies and other organisations.
    pub companies: Vec<Names>,
    /// Full names of people.
    pub people: Vec<String>,
    /// Given names.
    pub given_names: Vec<String>,
    /// Words that are jobs, such as `engineer`.
    pub job_words: Vec<String>,
    /// Headings that stand for no session, such as `Takeaways`.
    pub topics: Vec<String>,
    /// Events held beside a KubeCon.
    pub colocated: Vec<Names>,
    /// Words before a colon that say what follows.
    pub labels: LabelAdditions,
    /// Labels that say what kind of session follows.
    pub kinds: BTreeMap<String, Vec<String>>,
    /// Conferences.
    pub events: Vec<EventAddition>,
}

/// One name, or several spellings of it of which the first one is the name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Names {
    /// A name.
    One(String),
    /// Its spellings.
    Many(Vec<String>),
}

/// Words before a colon that say what follows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LabelAdditions {
    /// A session's title, such as `Talk`.
    pub session: Vec<String>,
    /// A title on a line below the heading.
    pub title: Vec<String>,
    /// Who spoke.
    pub speaker: Vec<String>,
    /// For whom they spoke.
    pub company: Vec<String>,
    /// Anything else about a session, such as `Room`.
    pub other: Vec<String>,
}

/// A conference: a KubeCon + CloudNativeCon unless it has another name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct EventAddition {
    /// The series; a KubeCon needs none, but region, year, first and last day.
    pub name: Option<String>,
    /// Other spellings of the series' name; of a KubeCon, other names of its city.
    pub also: Vec<String>,
    /// Where in the world.
    pub region: Option<Region>,
    /// The year.
    pub year: Option<u16>,
    /// The city, which speaks for the region.
    pub city: Option<String>,
    /// The first day, as `2031-04-01`.
    pub first: Option<String>,
    /// The last day.
    pub last: Option<String>,
}

impl Names {
    /// The name first.
    pub(super) fn spellings(&self) -> &[String] {
        match self {
            Names::One(name) => std::slice::from_ref(name),
            Names::Many(names) => names,
        }
    }
}

impl LexiconAdditions {
    /// A digest that changes whenever anything is added, changed or taken away; empty for nothing.
    pub fn version(&self) -> String {
        if *self == LexiconAdditions::default() {
            return String::new();
        }
        let json = serde_json::to_vec(self).expect("strings and numbers are JSON");
        blake3::hash(&json).to_hex().as_str()[..16].to_owned()
    }

    /// The built-in lists and these. Equal additions share them for as long as the program runs:
    /// what is read from notes may name them.
    ///
    /// # Errors
    ///
    /// [`Invalid`](ErrorKind::Invalid) when a kind or a day is none.
    pub(crate) fn build(&self) -> Result<&'static Lists> {
        static BUILT: Mutex<Vec<&'static Lists>> = Mutex::new(Vec::new());
        let version = self.version();
        let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = built.iter().find(|known| known.version == version) {
            return Ok(known);
        }
        let lists: &'static Lists = Box::leak(Box::new(self.extend(version)?));
        built.push(lists);
        Ok(lists)
    }

    fn extend(&self, version: String) -> Result<Lists> {
        let (mut words, mut phrases) = (words::builtin().clone(), phrases::builtin().clone());
        let mut events = events::builtin().clone();
        for names in &self.companies {
            words.add_company(names.spellings());
        }
        let given_of_people = self.people.iter().filter_map(|name| name.split_once(' '));
        for name in self.given_names.iter().map(String::as_str).chain(given_of_people.map(|n| n.0))
        {
            words.add(name, |class| (class.given, class.title) = (true, false));
        }
        for word in &self.job_words {
            words.add(word, |class| class.job = Some(Job::Head));
        }
        for topic in &self.topics {
            phrases.add_topic(topic);
        }
        let labels = &self.labels;
        for (labels, detail) in [
            (&labels.other, Detail::Other),
            (&labels.company, Detail::Company),
            (&labels.title, Detail::Title),
            (&labels.speaker, Detail::Speaker),
        ] {
            labels.iter().for_each(|label| phrases.add_detail(label, detail));
        }
        labels.session.iter().for_each(|label| phrases.add_label(label, None));
        for (name, labels) in &self.kinds {
            let kind = Kind::from_str(name).map_err(|_| {
                let known = Kind::ALL.map(Kind::name).join(", ");
                invalid(format!("`{name}` is no kind of session; there are {known}"))
            })?;
            labels.iter().for_each(|label| phrases.add_label(label, Some(kind)));
        }
        for names in &self.colocated {
            events.add_colocated(names.spellings());
        }
        for event in &self.events {
            event.add_to(&mut events)?;
        }
        let people = self.people.iter().map(|name| fold_letters(name).into_owned()).collect();
        Ok(Lists { words, phrases, events, people, version })
    }
}

impl EventAddition {
    fn add_to(&self, events: &mut Events) -> Result<()> {
        let name = self.name.as_deref().filter(|name| *name != KUBECON);
        let what = name.unwrap_or("a KubeCon");
        let day = |day: &Option<String>| -> Result<Option<Date>> {
            let parse = |day: &String| {
                Date::from_str(day).map_err(|_| invalid(format!("`{day}` is no day of {what}")))
            };
            day.as_ref().map(parse).transpose()
        };
        let (first, last) = (day(&self.first)?, day(&self.last)?);
        if last.is_some_and(|last| first.is_none_or(|first| first > last)) {
            return Err(invalid(format!("{what} ends before it begins")));
        }
        let year_of = |day: Date| u16::try_from(day.year()).ok();
        let year = self.year.or(first.and_then(year_of));
        if first.and_then(year_of).is_some_and(|of_day| Some(of_day) != year) {
            return Err(invalid(format!("the days of {what} are in another year")));
        }
        let edition = match (self.region, year, first, last.or(first)) {
            (Some(region), Some(year), Some(first), Some(last)) => {
                Some(Edition { region, year, first, last })
            }
            _ => None,
        };
        let places = match name {
            Some(name) => {
                events.add_series(name, &self.also);
                &[][..]
            }
            None => {
                let edition = edition.ok_or_else(|| {
                    invalid("a KubeCon needs `region`, `year`, `first` and `last`".to_owned())
                })?;
                events.add_edition(edition);
                &self.also[..]
            }
        };
        if let Some(region) = self.region {
            for place in self.city.iter().chain(places) {
                events.add_place(place, region);
            }
            if let Some((name, year)) = name.zip(year) {
                events.add_series_edition(name, year, region);
            }
        }
        Ok(())
    }
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::Invalid, message)
}

/// The lists by which notes are read.
pub(crate) struct Lists {
    pub(super) words: Words,
    pub(super) phrases: Phrases,
    pub(super) events: Events,
    /// Folded full names.
    pub(crate) people: Vec<String>,
    version: String,
}

impl fmt::Debug for Lists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lists").field("version", &self.version).finish_non_exhaustive()
    }
}

impl Lists {
    /// See [`LexiconAdditions::version`].
    pub(crate) fn version(&'static self) -> &'static str {
        &self.version
    }
}

thread_local! {
    /// The lists that hold now; none for the built-in ones.
    static CURRENT: Cell<Option<&'static Lists>> = const { Cell::new(None) };
}

/// The lists that hold now, unless they are the built-in ones.
#[inline]
pub(super) fn current() -> Option<&'static Lists> {
    CURRENT.get()
}

/// Does `work` by `lists`, or by the built-in ones. What was before holds again afterwards, also
/// when `work` panics.
pub(crate) fn with<T>(lists: Option<&'static Lists>, work: impl FnOnce() -> T) -> T {
    struct Restore(Option<&'static Lists>);
    impl Drop for Restore {
        fn drop(&mut self) {
            CURRENT.set(self.0);
        }
    }
    let _restore = Restore(CURRENT.replace(lists));
    work()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn additions(toml: &str) -> LexiconAdditions {
        toml::from_str(toml).expect("additions")
    }

    #[test]
    fn additions_hold_only_where_they_are_asked_for() {
        let lists =
            additions("companies = ['Frobnitz']\ngiven_names = ['Ysolde']").build().unwrap();
        let known = || (words::words().company("FROBNITZ"), words::words().is_given_name("ysolde"));
        assert_eq!(known(), (None, false));
        assert_eq!(with(Some(lists), known), (Some("Frobnitz"), true));
        let after_panic = std::panic::catch_unwind(|| with(Some(lists), || panic!("a defect")));
        assert!(after_panic.is_err());
        assert_eq!(known(), (None, false));
        assert_eq!(with(Some(lists), || with(None, known)), (None, false));
    }

    #[test]
    fn equal_additions_are_built_once() {
        let one = additions("people = ['Ysolde Quux']");
        assert!(std::ptr::eq(one.build().unwrap(), one.clone().build().unwrap()));
        let other = additions("people = ['Ysolde Quuux']");
        assert_ne!(one.version(), other.version());
        assert!(!std::ptr::eq(one.build().unwrap(), other.build().unwrap()));
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let check = |toml: &str, expected: &str| {
            let error = additions(toml).build().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Invalid, "{toml}");
            assert!(error.to_string().contains(expected), "{error}");
        };
        check("kinds.seminar = ['x']", "`seminar` is no kind");
        check("events = [{ name = 'Fest', first = 'May' }]", "`May` is no day of Fest");
        check("events = [{ region = 'Europe', year = 2031 }]", "a KubeCon needs");
        let twisted = "{ name = 'Fest', first = '2031-04-02', last = '2031-04-01' }";
        check(&format!("events = [{twisted}]"), "Fest ends before it begins");
        check("events = [{ name = 'Fest', year = 2030, first = '2031-04-02' }]", "another year");
        assert!(toml::from_str::<LexiconAdditions>("company = ['x']").is_err());
        assert!(toml::from_str::<LexiconAdditions>("labels.who = ['x']").is_err());
    }
}
