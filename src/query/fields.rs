//! Field names and their values: `year:>=2020`, `kinds:lightning-talks`, `speaker:hightower`.
//!
//! The same functions read fields of the query's text and flags of the command line.

use std::ops::RangeInclusive;

use super::ast::{Filter, TextField};
use super::understand::event_named;
use crate::Kind;

/// A field as named before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Text(TextField),
    Year,
    Kind,
    Path,
}

/// Every field with the spellings of its name; the first one is the name.
const FIELDS: [(Field, &[&str]); 9] = [
    (Field::Text(TextField::Title), &["title", "titles"]),
    (Field::Text(TextField::Speaker), &["speaker", "speakers"]),
    (Field::Text(TextField::Company), &["company", "companies"]),
    (Field::Text(TextField::Event), &["event", "events"]),
    (Field::Year, &["year", "years"]),
    (Field::Kind, &["kind", "kinds"]),
    (Field::Text(TextField::Project), &["project", "projects"]),
    (Field::Text(TextField::Body), &["body"]),
    (Field::Path, &["path", "paths"]),
];

/// What a message says the fields are.
pub(super) const FIELD_NAMES: &str =
    "title, speaker, company, event, year, kind, project, body, path";

/// What a message says the kinds are.
const KIND_NAMES: &str =
    "session, keynote, lightning, tutorial, panel, workshop, maintainer, section";

/// Words for the kinds, in the singular.
const KINDS: [(&str, Kind); 22] = [
    ("session", Kind::Session),
    ("talk", Kind::Session),
    ("presentation", Kind::Session),
    ("breakout", Kind::Session),
    ("breakout session", Kind::Session),
    ("keynote", Kind::Keynote),
    ("keynote talk", Kind::Keynote),
    ("sponsored keynote", Kind::Keynote),
    ("lightning", Kind::Lightning),
    ("lightning talk", Kind::Lightning),
    ("lightning session", Kind::Lightning),
    ("tutorial", Kind::Tutorial),
    ("panel", Kind::Panel),
    ("panel discussion", Kind::Panel),
    ("panel session", Kind::Panel),
    ("workshop", Kind::Workshop),
    ("hands on", Kind::Workshop),
    ("lab", Kind::Workshop),
    ("maintainer", Kind::Maintainer),
    ("maintainer track", Kind::Maintainer),
    ("maintainer talk", Kind::Maintainer),
    ("section", Kind::Section),
];

impl Field {
    /// The field of this name, in any case, singular or plural.
    pub(super) fn named(name: &str) -> Option<Field> {
        FIELDS
            .iter()
            .find(|(_, names)| names.iter().any(|known| known.eq_ignore_ascii_case(name)))
            .map(|(field, _)| *field)
    }

    /// The field whose name `name` seems to be a misspelling of.
    pub(super) fn meant_by(name: &str) -> Option<&'static str> {
        // Shorter words are too near to each other for a slip to be told from another word.
        if name.len() < 4 || name.len() > 10 || !name.bytes().all(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        let name = name.to_ascii_lowercase();
        let slips = if name.len() < 7 { 1 } else { 2 };
        FIELDS
            .iter()
            .find(|(_, names)| names.iter().any(|known| edit_distance(&name, known) <= slips))
            .map(|(_, names)| names[0])
    }

    /// Whether several words in parentheses after the field must all hold, as a name's or a
    /// title's must; one of several years or kinds is all that a session can have.
    pub(super) fn takes_all(self) -> bool {
        matches!(self, Field::Text(_))
    }

    /// The conditions that `value` states, any of which is to hold, or what is wrong with it.
    pub(super) fn conditions(self, value: &str) -> Result<Vec<Filter>, String> {
        match self {
            Field::Text(TextField::Event) => Ok(vec![match event_named(value) {
                Some(event) => Filter::Event(event),
                None => Filter::Text { field: TextField::Event, value: value.to_owned() },
            }]),
            Field::Text(field) => Ok(vec![Filter::Text { field, value: value.to_owned() }]),
            Field::Path => Ok(vec![Filter::Path(value.to_owned())]),
            Field::Kind => match kind(value) {
                Some(kind) => Ok(vec![Filter::Kind(kind)]),
                None => Err(format!("`{value}` is not a kind; the kinds are {KIND_NAMES}")),
            },
            Field::Year => value
                .split(',')
                .map(|part| years(part).map(Filter::Year))
                .collect::<Option<Vec<Filter>>>()
                .ok_or_else(|| {
                    format!(
                        "`{value}` is not a year or a range of years such as 2019..2022 or >=2020"
                    )
                }),
        }
    }
}

/// The kind that a word or two name, in the singular or plural, with hyphens or spaces.
pub(super) fn kind(value: &str) -> Option<Kind> {
    let words: Vec<String> = value
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let name = words.join(" ");
    let singular = name.strip_suffix('s').unwrap_or(&name);
    KINDS.iter().find(|(known, _)| *known == name || *known == singular).map(|(_, kind)| *kind)
}

/// The years that a comparison with one stands for.
type YearsFrom = fn(u16) -> RangeInclusive<u16>;

/// Reads `2021`, `2019..2022`, `2019-2022`, `..2020`, `2020..`, `>=2020`, `>2020`, `<=2020`,
/// `<2020`. The ends of an open range are `0` and `u16::MAX`.
pub(super) fn years(value: &str) -> Option<RangeInclusive<u16>> {
    let value = value.trim();
    // A full stop ends the sentence, two leave the range open.
    let value = value.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(value);
    let operators: [(&str, YearsFrom); 7] = [
        (">=", |year| year..=u16::MAX),
        ("≥", |year| year..=u16::MAX),
        ("<=", |year| 0..=year),
        ("≤", |year| 0..=year),
        (">", |year| year.saturating_add(1)..=u16::MAX),
        ("<", |year| 0..=year.saturating_sub(1)),
        ("=", |year| year..=year),
    ];
    for (operator, range) in operators {
        if let Some(bound) = value.strip_prefix(operator) {
            return year(bound).map(range);
        }
    }
    for separator in ["...", "..", "…", "-", "–", "—"] {
        let Some((from, to)) = value.split_once(separator) else { continue };
        return match (from.trim(), to.trim()) {
            ("", "") => None,
            ("", to) => year(to).map(|to| 0..=to),
            (from, "") => year(from).map(|from| from..=u16::MAX),
            (from, to) => {
                let (from, to) = (year(from)?, year(to)?);
                Some(from.min(to)..=from.max(to))
            }
        };
    }
    year(value).map(|year| year..=year)
}

/// A year of four digits, or of two in this century.
fn year(text: &str) -> Option<u16> {
    let text = text.trim();
    let text = text.strip_prefix(['\'', '’']).unwrap_or(text);
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: u16 = text.parse().ok()?;
    match text.len() {
        4 if number >= 1000 => Some(number),
        2 => Some(2000 + number),
        _ => None,
    }
}

/// Insertions, deletions, substitutions and swaps of neighbours between two short ASCII words.
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            if i == 0 || j == 0 {
                rows[i][j] = i + j;
                continue;
            }
            let substitution = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = substitution.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_ranges() {
        let check = |value: &str, expected: Option<RangeInclusive<u16>>| {
            assert_eq!(years(value), expected, "{value}");
        };
        check("2021", Some(2021..=2021));
        check("'21", Some(2021..=2021));
        check("2019..2022", Some(2019..=2022));
        check("2022..2019", Some(2019..=2022));
        check("2021-2023", Some(2021..=2023));
        check("2021–2023", Some(2021..=2023));
        check("..2020", Some(0..=2020));
        check("2020..", Some(2020..=u16::MAX));
        check(">=2020", Some(2020..=u16::MAX));
        check(">2020", Some(2021..=u16::MAX));
        check("<2020", Some(0..=2019));
        check("<=2020", Some(0..=2020));
        check("= 2020", Some(2020..=2020));
        for wrong in ["", "..", "soon", "20211", "203", ">=", "2019..x", "99999999", "0021", "+201"]
        {
            check(wrong, None);
        }
    }

    #[test]
    fn kinds_in_many_words() {
        let check = |value: &str, expected: Option<Kind>| {
            assert_eq!(kind(value), expected, "{value}");
        };
        check("keynotes", Some(Kind::Keynote));
        check("Lightning-Talks", Some(Kind::Lightning));
        check("lightning", Some(Kind::Lightning));
        check("talk", Some(Kind::Session));
        check("panels", Some(Kind::Panel));
        check("maintainer_track", Some(Kind::Maintainer));
        check("hands-on", Some(Kind::Workshop));
        check("deployment", None);
        check("", None);
        for kind in Kind::ALL {
            check(kind.name(), Some(kind));
        }
    }

    #[test]
    fn misspelt_field_names() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(Field::meant_by(name), expected, "{name}");
        };
        check("speker", Some("speaker"));
        check("spaeker", Some("speaker"));
        check("compnay", Some("company"));
        check("tilte", Some("title"));
        check("boby", Some("body"));
        check("https", None);
        check("invent", None);
        check("re", None);
        check("envoy", None);
    }
}
