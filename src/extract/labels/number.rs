//! Numbers before a title: of a list, of a section, of a session.

use crate::document::Kind;
use crate::lexicon::{fold_letters, phrases::phrases};

/// `1.`, `2)`, `#3`, `1.2.`, each before a word; also `Talk 4 -` and `Session #3:`.
pub(super) fn number(text: &str) -> Option<(&str, Option<Kind>)> {
    let hashed = text.strip_prefix('#').unwrap_or(text);
    let len = digits(hashed);
    if let Some(after) = ordinal_label(text) {
        return Some(after);
    }
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
        // `05 - Title`
        let dashed =
            ["- ", "– ", "— "].iter().find_map(|dash| rest.strip_prefix(' ')?.strip_prefix(dash));
        if let Some(after) =
            dashed.filter(|after| len <= 2 && after.starts_with(char::is_alphabetic))
        {
            return Some((after, None));
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
/// that has none. `2.0` and `1.29` are versions, `24/7` and `1/2` parts of a title.
fn numbered_in_two(text: &str) -> Option<&str> {
    let first_len = digits(text);
    let separator = text[first_len..].chars().next().filter(|c| matches!(c, '.' | '/'))?;
    let rest = &text[first_len + 1..];
    let second_len = digits(rest);
    let first: u32 = text[..first_len].parse().ok()?;
    let second: u32 = rest.get(..second_len)?.parse().ok()?;
    let is_count = match separator {
        '/' => first <= second && second > 2,
        _ => first_len == 1 && second_len == 1 && second > 0,
    };
    let title = rest[second_len..].strip_prefix(' ')?.trim_start_matches([' ', '-', '–', ':']);
    let begins = title.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let has_words = title.split_whitespace().nth(1).is_some() || !title.is_ascii();
    (is_count && begins && has_words).then_some(title)
}

/// What follows `1st talk: ` or `2ème conférence : `, and the kind of session that was counted.
fn ordinal_label(text: &str) -> Option<(&str, Option<Kind>)> {
    /// Bytes of an ordinal and what it counts.
    const MAX_LABEL: usize = 32;
    let len = digits(text);
    if !(1..=2).contains(&len) {
        return None;
    }
    let (label, title) = text.split_once(':').filter(|(label, _)| label.len() <= MAX_LABEL)?;
    let (ending, counted) = label.get(len..)?.trim().split_once(' ')?;
    let ending = fold_letters(ending);
    const ENDINGS: [&str; 12] =
        ["st", "nd", "rd", "th", "er", "ere", "e", "eme", ".", "a", "o", "re"];
    if !ENDINGS.contains(&ending.as_ref()) {
        return None;
    }
    let folded = fold_letters(counted.trim());
    let title = title.trim_start();
    if title.is_empty() {
        None
    } else if phrases().is_counted_label(&folded) {
        Some((title, None))
    } else {
        phrases().label(&folded).map(|kind| (title, kind))
    }
}

/// How many digits `text` begins with.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Where the number of a counted label stands: behind `Talk `, `Lightning Talk `.
fn counted_label(text: &str) -> Option<(usize, Option<Kind>)> {
    /// Bytes before the number.
    const MAX_LABEL: usize = 24;
    let is_number = |byte: u8| byte.is_ascii_digit() || byte == b'#';
    let number = text.bytes().take(MAX_LABEL + 1).position(is_number)?;
    let folded = fold_letters(text[..number].trim());
    if phrases().is_counted_label(&folded) {
        return Some((number, None));
    }
    phrases().label(&folded).map(|kind| (number, kind))
}
