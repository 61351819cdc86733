//! Evidence that a candidate heads a session, from itself alone.

use super::{Candidate, Carrier};
use crate::extract::clues;
use crate::extract::clues::Clues;
use crate::extract::headline::Reading;
use crate::lexicon::fold_letters;
use crate::lexicon::phrases::phrases;

/// Evidence that a candidate heads a session, from itself alone. About 3 and more is strong.
pub(super) fn own_score(candidate: &Candidate, text: &str) -> f32 {
    let Candidate { reading, beside, carrier, .. } = candidate;
    if candidate.container {
        return -6.0;
    }
    let n_words = reading.title.split_whitespace().count();
    let cjk = reading.title.chars().filter(|c| crate::extract::token::is_cjk(*c)).count();
    let mut score = 0.0;
    if reading.labelled {
        score += 3.0;
    }
    if reading.kind.is_some() {
        score += 1.0;
    }
    if reading.certainty > 0.0 {
        score += match (reading.people_only, reading.speakers.is_empty()) {
            (true, _) if reading.companies.is_empty() => 0.3,
            (true, _) => 1.2,
            (false, true) => 2.2,
            (false, false) => 2.2 + reading.certainty.min(2.0),
        };
    }
    if reading.timed {
        score += 1.5;
    }
    if reading.tagged {
        score += 0.6;
    }
    if candidate.session_link {
        score += 2.5;
    }
    if beside.is_certain() {
        score += if beside.title.is_some() { 4.5 } else { 3.0 };
    }
    score += match (n_words, cjk) {
        (0 | 1, 0..=3) => -0.8,
        (2, 0..=3) => -0.2,
        (3, 0..=3) => 0.2,
        _ => 0.8,
    };
    if reading.title.contains([':', '：']) || reading.title.ends_with(['?', '!', '？', '！']) {
        score += 0.3;
    }
    if beside.sentence && beside.labelled == beside.byline {
        score += 1.8;
    }
    // `"Some saying" - Somebody` in a list is a quotation.
    if matches!(carrier, Carrier::Item(_))
        && text.starts_with(['"', '“', '„'])
        && reading.companies.is_empty()
        && !candidate.session_link
    {
        score -= 4.0;
    }
    // `In this talk …` right below.
    if beside.says_session {
        score += 1.2;
    }
    // A talk's title seldom names the conference; a post's nearly always does, and the people below
    // it wrote the post.
    let named_event = candidate.clues.kubecon || candidate.clues.series.is_some();
    if named_event && reading.speakers.is_empty() && !reading.labelled && !beside.labelled {
        score -= if beside.byline { 5.5 } else { 2.5 };
    }
    if candidate.topic {
        score -= 4.0;
    }
    if text.contains("${") || text.contains("{{") {
        score -= 5.0;
    }
    if is_chrome(text) {
        score -= 20.0;
    }
    match carrier {
        // A list item is a note unless much speaks for more.
        Carrier::Item(depth) => score -= 1.5 + 0.7 * f32::from(depth.saturating_sub(1)),
        Carrier::PlainLine => score -= 0.8,
        Carrier::BoldLine => score -= 0.5,
        _ => {}
    }
    score
}

/// Captions, forms and footers that a paste brings along.
fn is_chrome(text: &str) -> bool {
    let folded = fold_letters(text);
    [
        "do you need help",
        "picture",
        "want to ",
        "work with us",
        "contact us",
        "screenshot of",
        "image:",
        "photo:",
        "figure ",
        "fig. ",
        "source:",
        "copyright",
        "all rights reserved",
        "posted by",
        "posted on",
        "published on",
        "read time",
        "min read",
        "sign up",
        "subscribe",
    ]
    .iter()
    .any(|start| folded.starts_with(start))
}

/// Whether a headline says only which event, day or part of the programme follows.
pub(super) fn is_container(reading: &Reading, clues: &Clues) -> bool {
    if clues.whole {
        return true;
    }
    if reading.certainty > 0.0 {
        return false;
    }
    // `Keynotes`, `GitOpsCon lightning talks`, `Keynotes & Announcements`: nothing but kinds and
    // words of a programme.
    let folded = fold_letters(&reading.title);
    if phrases().label(folded.trim()).is_some() {
        return true;
    }
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let (mut rest, mut n_kinds, mut plural) = (Vec::new(), 0, false);
    let mut i = 0;
    while i < words.len() {
        let len = (1..=2).rev().find(|len| {
            words
                .get(i..i + len)
                .is_some_and(|run| phrases().label(&run.join(" ")).flatten().is_some())
        });
        match len {
            Some(len) => {
                n_kinds += 1;
                plural |= words[i + len - 1].ends_with('s');
                i += len;
            }
            None => {
                rest.push(words[i]);
                i += 1;
            }
        }
    }
    // `Day 2 Keynote`: what is left says only which one.
    let programme = !rest.is_empty() && clues::read(&rest.join(" ")).whole;
    n_kinds > 0 && (programme || plural && rest.is_empty())
}

pub(super) fn is_topic(text: &str, reading: &Reading) -> bool {
    let trim = |text: &str| {
        fold_letters(
            text.trim_matches(|c: char| !c.is_alphanumeric() && c != '?' && c != ')').trim(),
        )
        .into_owned()
    };
    if reading.certainty > 0.0 && !reading.people_only || reading.labelled {
        return false;
    }
    phrases().is_topic(&trim(text)) || phrases().is_topic(&trim(&reading.title))
}
