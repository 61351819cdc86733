//! Evidence for one way to part a title from its people: how the title ends, and what a separator
//! stands between.

use super::Reads;
use crate::extract::people::People;
use crate::extract::token::is_cjk;
use crate::lexicon::vocabulary::Lexicon;
use crate::lexicon::{fold_letters, words};

/// Whether a company stands behind the last dash: `Ada Byron - Acme`.
pub(super) fn ends_in_company(people: &str) -> bool {
    let behind = |dash| people.rsplit_once(dash).map(|(_, last)| last);
    [" - ", " – "].into_iter().filter_map(behind).any(|last| words().company(last).is_some())
}

/// Whether a company's name is neither that of a project, of which a title may speak as well, nor a
/// word: `Docker: Past, Present and Future`, `Target: A Story`.
pub(super) fn names_only_a_company(company: &str) -> bool {
    const WORDS: [&str; 8] =
        ["chef", "puppet", "elastic", "sentry", "snowflake", "orange", "slack", "unity"];
    let folded = fold_letters(company);
    !words().class(&folded).title
        && !WORDS.contains(&folded.as_ref())
        && Lexicon::builtin().project_spellings(&folded).is_empty()
}

/// Whether a company alone stands before a comma, and a long title with no other comma behind it:
/// `Spotify, how all their clusters went away`.
pub(super) fn is_company_before(company: &str, title: &str) -> bool {
    let is_company = |text: &str| words().company(text).is_some();
    let first = title.split(' ').next().unwrap_or("");
    title.split_whitespace().nth(4).is_some()
        && !title.contains(',')
        && is_company(company)
        && !is_company(first)
        && names_only_a_company(company)
}

/// Whether what stands behind a comma is a company's name and nothing else, and what stands before it
/// is no list of companies, and has no stronger separator.
pub(super) fn is_company_behind(title: &str, company: &str) -> bool {
    if title.contains(" - ") || title.contains(['–', '—', '|', ';']) {
        return false;
    }
    let is_company = |text: &str| words().company(text).is_some();
    let last = title.rsplit([',', ' ']).next().unwrap_or("");
    is_company(company) && title.split_whitespace().nth(1).is_some() && !is_company(last)
}

/// What speaks against a title that ends in a person, or in a company that is known: the comma or the
/// semicolon behind it stands between people.
pub(super) fn inside_a_list<'a>(title: &'a str, reads: &mut Reads<'a>) -> f32 {
    let Some((_, last)) = title.rsplit_once(", ") else { return 0.0 };
    let is_person = |people: &People| {
        people.speakers.len() == 1
            && people.companies.is_empty()
            && people.speakers[0].name.contains(' ')
            && people.evidence() > 1.0
    };
    let inside = words().company(last).is_some()
        || reads.people(last).is_some_and(|people| is_person(&people));
    if inside { -3.0 } else { 0.0 }
}

/// Whether nothing but handles stand behind a separator: `Title by @ada`, `Title - @ada & @grace`,
/// `Title @ada`. Nobody is named, but the title ends there.
pub(super) fn is_handles(text: &str, rule: &str) -> bool {
    let mut words = text.split([' ', ',', '&']).filter(|word| !word.is_empty()).peekable();
    match rule {
        // The separator took the sign; a company is written with a capital and is read as one.
        "at" => {
            !text.contains(' ')
                && text.starts_with(|c: char| c.is_ascii_alphabetic())
                && !crate::lexicon::words().class(&fold_letters(text)).title
        }
        "by" | "dash" | "bar" | "slash" | "brackets" => {
            words.peek().is_some() && words.all(|word| word.starts_with('@'))
        }
        _ => false,
    }
}

/// How well the rest reads as a title.
pub(super) fn title_evidence(title: &str) -> f32 {
    let is_ascii = title.is_ascii();
    // More than one make no difference.
    let n_words = title.split_whitespace().take(2).count();
    let cjk = if is_ascii { 0 } else { title.chars().filter(|c| is_cjk(*c)).count() };
    // A title does not end in a preposition or an article: the cut is inside a phrase.
    let last = fold_letters(title.rsplit(' ').next().unwrap_or(""));
    let dangling = matches!(
        last.as_ref(),
        "the"
            | "a"
            | "an"
            | "of"
            | "for"
            | "with"
            | "and"
            | "&"
            | "to"
            | "in"
            | "your"
            | "from"
            | "by"
            | "on"
            | "moderator"
            | "speaker"
            | "speakers"
            | "host"
    );
    let mut evidence = match (n_words, cjk) {
        (0, _) => -5.0,
        (1, 0..=3) => -0.6,
        _ => 0.0,
    };
    if dangling {
        evidence -= 2.0;
    }
    evidence
}
