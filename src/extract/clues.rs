//! Clues to an event in a piece of text: a title, a path, a heading, a link's host, a sentence.

mod dates;
mod series;
mod words;

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::document::Region;
use crate::lexicon::{
    Set,
    events::{NOTED_YEARS, Named, YEARS, events},
    fold_letters,
    phrases::phrases,
};

use self::dates::{date_at, month_names, short_year, year};
use self::series::{numbered_evening, place_after, place_before, place_within};
use self::words::{Word, Words};

/// What a piece of text says about an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Clues {
    /// The text names KubeCon or CloudNativeCon.
    pub(crate) kubecon: bool,
    /// Another conference, its place included.
    pub(crate) series: Option<String>,
    /// The other conference is an evening of talks, one of many: `Kubernetes Meetup Tokyo #15`.
    pub(crate) meetup: bool,
    /// An event held beside a KubeCon.
    pub(crate) colocated: Option<&'static str>,
    /// The first region that is named, by itself or by a city.
    pub(crate) region: Option<Region>,
    pub(crate) years: Vec<u16>,
    pub(crate) dates: Vec<Date>,
    /// A day without a year, as `(month, day)`.
    pub(crate) day: Option<(i8, i8)>,
    /// Nothing is said but which event, day or part of the programme this is.
    pub(crate) whole: bool,
}

/// Reads the clues of `text`, which is short: a line, a path.
pub(crate) fn read(text: &str) -> Clues {
    let folded = fold_letters(text);
    let mut words = Words::of(&folded);
    let mut n_before = 0;
    let mut whole = true;
    // Nearly all texts have no clue at all.
    loop {
        let Some(word) = words.next() else {
            return Clues { whole: whole && n_before > 0, ..Clues::default() };
        };
        if is_clue(word.text, &words) {
            break;
        }
        whole = whole && is_filler(word.text);
        n_before += 1;
    }
    let words: Vec<Word<'_>> = Words::of(&folded).collect();
    let mut clues = Clues { whole, ..Clues::default() };
    let mut vague = None;
    let mut n_vague = 0;
    let mut i = n_before;
    while i < words.len() {
        let word = words[i];
        if !clues.whole && !may_be_clue(word.text) {
            i += 1;
            continue;
        }
        if let Some(hashtag) = hashtag(word.text) {
            clues.kubecon = true;
            clues.region = clues.region.or(hashtag.region);
            i += 1;
            if let Some(year) = words.get(i).and_then(short_year) {
                clues.years.push(year);
                i += 1;
            }
            continue;
        }
        if matches!(
            word.text,
            "kubecon"
                | "kubecons"
                | "cloudnativecon"
                | "kubeconcloudnativecon"
                | "kcnc"
                | "kubecom"
        ) {
            clues.kubecon = true;
            if let Some(year) = words.get(i + 1).and_then(short_year) {
                clues.years.push(year);
                i += 1;
            }
            i += 1;
            continue;
        }
        if DAYS.contains(&word.text) && words.get(i + 1).is_some_and(|next| is_count(next.text)) {
            i += 2;
            continue;
        }
        if let Some((date, len)) = date_at(&words[i..]) {
            match date {
                Ok(date) => {
                    clues.dates.push(date);
                    clues.years.extend(
                        u16::try_from(date.year()).ok().filter(|year| NOTED_YEARS.contains(year)),
                    );
                }
                Err(day) => clues.day = clues.day.or(Some(day)),
            }
            i += len;
            continue;
        }
        if let Some((named, len)) = events().name_at(&words[i..]) {
            let mut end = i + len;
            match named {
                Named::Place(region) => clues.region = clues.region.or(Some(region)),
                Named::Colocated { name, vague: false } => {
                    clues.colocated = clues.colocated.or(Some(name));
                }
                Named::Colocated { name, vague: true } => {
                    vague = Some(name);
                    n_vague += len;
                }
                Named::Series { name, placed } => {
                    let place = place_after(&words[end..], text, placed)
                        .or_else(|| place_before(&words[..i], words[i], text, placed));
                    let region = place.as_ref().and_then(|place| place.region);
                    clues.region = clues.region.or(region).or_else(|| place_within(&words[i..end]));
                    let name = match &place {
                        Some(place) => format!("{name} {}", place.name),
                        None => name.to_owned(),
                    };
                    let counted = name.contains("Meetup");
                    clues.series.get_or_insert(name);
                    end += place.map_or(0, |place| place.n_words);
                    // `devopsdays-geneve-20`
                    if let Some(year) = year_behind(&words[end..], text).filter(|_| !counted) {
                        clues.years.push(year);
                        end += 1;
                    }
                }
            }
            i = end;
            continue;
        }
        if let Some(year) = year(word.text) {
            clues.years.push(year);
        } else if let Some(region) = short_place_of_event(&words, i) {
            clues.region = clues.region.or(Some(region));
        } else if let Some(region) = region_code(word.text) {
            // Two letters are a region only next to the event: checked below.
            if next_to_event(&words, i) {
                clues.region = clues.region.or(Some(region));
                // `kubecon-eu-19`
                if let Some(year) = year_behind(&words[i + 1..], text) {
                    clues.years.push(year);
                    i += 1;
                }
            } else {
                clues.whole = false;
            }
        } else if clues.whole && !is_filler(word.text) {
            clues.whole = false;
        }
        i += 1;
    }
    let evening = || numbered_evening(text, clues.region.is_some());
    if let Some(name) = if clues.kubecon { None } else { evening() } {
        clues.series.get_or_insert_with(|| name.to_owned());
        clues.whole = true;
        clues.meetup = true;
    }
    clues.meetup |= clues.series.as_ref().is_some_and(|name| name.contains("Meetup"));
    if clues.kubecon && clues.series.is_none() {
        clues.years.retain(|year| YEARS.contains(year));
    }
    // An ordinary phrase is an event only where nothing else is said.
    if clues.whole || n_vague > 0 && clues.kubecon {
        clues.colocated = clues.colocated.or(vague);
    } else if n_vague > 0 {
        clues.whole = false;
    }
    clues
}

/// The event held beside a KubeCon that `text` names. In a sentence, which most often names none, this is
/// all that counts.
pub(crate) fn colocated(text: &str) -> Option<&'static str> {
    let folded = fold_letters(text);
    let mut words = Words::of(&folded);
    while let Some(word) = words.next() {
        if names_from(word.text, &words) {
            return read(text).colocated;
        }
    }
    None
}

impl Clues {
    /// Whether anything at all was found.
    pub(crate) fn names_event(&self) -> bool {
        self.kubecon || self.series.is_some() || self.colocated.is_some()
    }
}

/// The year in two digits that ends an event's name, and not the day of a date: `19` of
/// `kubecon-eu-19`, of `DevOpsDays '19`. Behind a space alone it counts something.
fn year_behind(words: &[Word<'_>], text: &str) -> Option<u16> {
    let word = words.first().filter(|word| words.len() == 1 && word.text.len() == 2)?;
    let before = text.get(..text.rfind(word.text)?)?.chars().next_back()?;
    let is_joined = before.is_alphabetic() || matches!(before, '-' | '_' | '\'' | '’');
    short_year(word).filter(|_| is_joined)
}

/// Whether a word is a clue or begins one with those `behind` it: most do not, and change nothing or say
/// that the text is about something else.
fn is_clue(word: &str, behind: &Words<'_>) -> bool {
    may_stand_alone(word) || names_from(word, behind)
}

/// Whether a word begins the name of an event or a place with those `behind` it.
fn names_from(word: &str, behind: &Words<'_>) -> bool {
    events().name_from(word, behind.clone().map(|word| word.text)).is_some()
}

/// Whether a word can be a clue or begin one, whatever stands behind it.
fn may_be_clue(word: &str) -> bool {
    may_stand_alone(word) || events().name_begins_with(word)
}

/// Whether a word can be a clue that is no name of an event or a place.
fn may_stand_alone(word: &str) -> bool {
    static ALONE: LazyLock<Set<&str>> = LazyLock::new(|| {
        let regions = REGION_CODES.iter().map(|(code, _)| *code);
        DAYS.into_iter().chain(regions).chain(month_names()).collect()
    });
    word.as_bytes().first().is_some_and(u8::is_ascii_digit)
        || is_event_short(word)
        || ALONE.contains(word)
        || events().short_place(word).is_some()
}

/// Whether a word is KubeCon's name, a short one of it, or begins with one.
pub(crate) fn is_event_short(word: &str) -> bool {
    word.starts_with(['k', 'c'])
        && ["kubeco", "kc", "cloudnative", "colocated"].iter().any(|start| word.starts_with(start))
}

struct Hashtag {
    region: Option<Region>,
}

/// The short names under which schedules and tweets go: `kccnceu`, `colocatedeventsna`, `kubeconeu`.
fn hashtag(word: &str) -> Option<Hashtag> {
    if !word.starts_with(['k', 'c']) {
        return None;
    }
    let rest = word
        .strip_prefix("kccnc")
        .or_else(|| word.strip_prefix("colocatedevents"))
        .or_else(|| word.strip_prefix("kubeconcloudnativecon"))
        .or_else(|| word.strip_prefix("kubecon").filter(|rest| !rest.is_empty() && *rest != "s"))?;
    let region = match rest {
        "eu" | "europe" => Some(Region::Europe),
        "na" | "northamerica" => Some(Region::NorthAmerica),
        "cn" | "china" | "china2018" | "osschn" | "osscn" | "ossaidevchn" | "ossopenaidevchn" => {
            Some(Region::China)
        }
        "in" | "ind" | "india" => Some(Region::India),
        "jpn" | "jp" | "japan" => Some(Region::Japan),
        "" => None,
        // Another word that begins so.
        _ if word.starts_with("kubecon") => return None,
        _ => None,
    };
    Some(Hashtag { region })
}

/// Regions by the letters that stand for them.
const REGION_CODES: [(&str, Region); 6] = [
    ("eu", Region::Europe),
    ("na", Region::NorthAmerica),
    ("us", Region::NorthAmerica),
    ("usa", Region::NorthAmerica),
    ("cn", Region::China),
    ("jp", Region::Japan),
];

fn region_code(word: &str) -> Option<Region> {
    REGION_CODES.iter().find(|(code, _)| *code == word).map(|(_, region)| *region)
}

fn next_to_event(words: &[Word<'_>], at: usize) -> bool {
    let near = &words[at.saturating_sub(3)..(at + 3).min(words.len())];
    near.iter().any(|word| {
        word.text.starts_with("kubecon")
            || word.text.ends_with("con")
            || word.text == "cloudnativecon"
            || word.text.starts_with("colocatedevents")
    })
}

/// `KubeCon LA`, `kubecon-sf-2021`: where nothing but a year follows. In a sentence `la` is a word.
fn short_place_of_event(words: &[Word<'_>], at: usize) -> Option<Region> {
    let region = events().short_place(words[at].text)?;
    let event = words.get(at.checked_sub(1)?)?;
    let ends = words.get(at + 1).is_none_or(|next| year(next.text).is_some());
    (is_event_short(event.text) && ends).then_some(region)
}

/// Words behind which a number counts the days of an event: the `1` of `Day 1 (Nov 13)` is no day of a
/// month.
const DAYS: [&str; 6] = ["day", "tag", "jour", "dia", "dag", "giorno"];

fn is_count(word: &str) -> bool {
    word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Words that may stand beside an event's name and change nothing.
fn is_filler(word: &str) -> bool {
    phrases().is_day_word(word)
        || phrases().is_container_word(word)
        || is_count(word)
        || matches!(
            word,
            "st" | "nd" | "rd" | "th" | "h" | "virtual" | "edition" | "cncf" | "con" | "s"
        )
}

#[cfg(test)]
mod tests;
