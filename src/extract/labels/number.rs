//! Numbers before a title: of a list, of a section, of a session.

use crate::document::Kind;
use crate::lexicon::{fold_letters, phrases::phrases};

/// `1.`, `2)`, `#3`, `1.2.`, each before a word; also `Talk 4 -` and `Session #3:`.
pub(super) fn number(text: &str) -> Option<(&str, Option<Kind>)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hashed = text.strip_prefix('#').unwrap_or(text);
    let len = digits(hashed);
    if (1..=3).contains(&len) {
        let mut rest = &hashed[len..];
        while let Some(after) = rest.strip_prefix('.').filter(|after| digits(after) > 0) {
            rest = &after[digits(after)..];
        }
        // `1.2 Title` and `3/10 Title`; a version is followed by its own words.
        if let Some(after) = numbered_in_two(hashed) {
            return Some((after, None));
        }
        let closed = rest.strip_prefix(['.', ')', ']']);
        if let Some(after) = closed.filter(|after| after.starts_with([' ', '\u{a0}'])) {
            return Some((after.trim_start(), None));
        }
        if hashed.len() < text.len() && rest.starts_with([' ', ':']) {
            return Some((rest.trim_start_matches([':', ' ', '-']), None));
        }
        return None;
    }
    let (start, kind) = counted_label(text)?;
    let rest = text[start..].trim_start_matches(['#', ' ']);
    let len = digits(rest);
    let after = rest[len..].trim_start();
    let after = after.strip_prefix([':', '-', '–', '—', '.', ')', '：', '|'])?.trim_start();
    (len > 0 && len <= 3 && !after.is_empty()).then_some((after, kind))
}

/// What follows `1.2 ` or `3/10 ` where it begins a title: with a capital or a letter of a script
/// that has none.
fn numbered_in_two(text: &str) -> Option<&str> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let separator = text[first..].chars().next().filter(|c| matches!(c, '.' | '/'))?;
    let second = &text[first + 1..];
    let len = digits(second);
    // `1.29` is a version; so many parts have no note's sections.
    let is_count = separator == '/' || first == 1 && len == 1;
    let title = second[len..].strip_prefix(' ')?.trim_start_matches([' ', '-', '–', ':']);
    let begins =
        title.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase());
    let has_words = title.split_whitespace().nth(1).is_some() || !title.is_ascii();
    (is_count && (1..=3).contains(&len) && begins && has_words).then_some(title)
}

/// Where the number of a counted label stands: behind `Talk `, `Lightning Talk `.
fn counted_label(text: &str) -> Option<(usize, Option<Kind>)> {
    let number = text.find(|c: char| c.is_ascii_digit() || c == '#').filter(|at| *at <= 24)?;
    let folded = fold_letters(text[..number].trim());
    if phrases().is_counted_label(&folded) {
        return Some((number, None));
    }
    phrases().label(&folded).map(|kind| (number, kind))
}
