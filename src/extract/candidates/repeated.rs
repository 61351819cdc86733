//! Candidates that repeat others: lists of contents, and headings that go on with the one before.

use rustc_hash::FxHashMap;

use super::{Candidate, Carrier};
use crate::extract::links;
use crate::lexicon::fold_letters;
use crate::lexicon::phrases::phrases;
use crate::markup::{LinkSpan, Outline};

/// How two headlines are compared: folded, letters and digits only.
pub(super) fn title_key(title: &str) -> String {
    let folded = fold_letters(title);
    if folded.is_ascii() {
        let mut key = folded.into_owned();
        key.retain(|c| c.is_ascii_alphanumeric());
        return key;
    }
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What repeats a heading opens nothing of its own: an item of a list of contents, and a heading that
/// goes on with the notes of the one before, `Title (Part 2)`.
pub(super) fn drop_repeated(outline: &Outline, found: &mut Vec<Candidate>) {
    let is_heading = |candidate: &Candidate| matches!(candidate.carrier, Carrier::Heading(_));
    let is_entry = |candidate: &Candidate| {
        let to_heading = |link: &LinkSpan| link.url.starts_with('#');
        matches!(candidate.carrier, Carrier::Item(_))
            && (candidate.own.sum() > 0.0
                || links::links_in(outline, &candidate.headline).any(to_heading))
    };
    let headings = found.iter().filter(|candidate| is_heading(candidate));
    let keys: Vec<(String, usize)> =
        headings.map(|heading| (title_key(&heading.reading.title), heading.at)).collect();
    // What has no letters says nothing that could be repeated.
    let titles = keys.iter().filter(|(key, _)| !key.is_empty());
    let headed: FxHashMap<&str, usize> = titles.map(|(key, at)| (key.as_str(), *at)).collect();
    let mut own_keys = keys.iter().map(|(key, _)| key.as_str());
    let mut last = "";
    found.retain(|candidate| {
        if is_heading(candidate) {
            let own = own_keys.next().unwrap_or_default();
            let names_nobody =
                candidate.reading.speakers.is_empty() && candidate.beside.speakers.is_empty();
            let goes_on = without_part(&candidate.reading.title)
                .is_some_and(|title| names_nobody && !last.is_empty() && title_key(title) == last);
            if !goes_on {
                last = own;
            }
            return !goes_on;
        }
        let below = || headed.get(title_key(&candidate.reading.title).as_str());
        !(is_entry(candidate) && below().is_some_and(|at| *at > candidate.at))
    });
}

/// A title without what says that more of it follows: `(Part 2)`, `(cont.)`, `- continued`.
fn without_part(title: &str) -> Option<&str> {
    let is_mark = |c: char| !c.is_alphanumeric();
    let rest = title.trim_end_matches(|c: char| is_mark(c) || c.is_ascii_digit());
    let habits = &phrases().habits;
    let start = habits.parts.iter().chain(&habits.continued).find_map(|word| {
        let start = rest.len().checked_sub(word.len())?;
        rest.get(start..)?.eq_ignore_ascii_case(word).then_some(start)
    })?;
    rest[..start].ends_with(is_mark).then(|| rest[..start].trim_end_matches(is_mark))
}
