//! Times of day beside a title.

use crate::lexicon::{fold_letters, phrases::phrases};

/// A time of day or a span of two: `10:00 - 10:30`, `(9:00am`, `14h30`, `9am-10am`, also after a
/// short date (`Nov 13, 3:25pm`). Returns what follows.
pub(crate) fn time(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(['(', '[', '*', '@', ' ']);
    let dated = match rest.starts_with(|c: char| c.is_ascii_digit()) {
        true => None,
        false => short_date(rest),
    };
    let mut rest = clock(dated.unwrap_or(rest))?;
    for dash in ["-", "–", "—", "~", "〜", "to ", "bis ", "à "] {
        if let Some(second) =
            rest.trim_start().strip_prefix(dash).and_then(|rest| clock(rest.trim_start()))
        {
            rest = second;
            break;
        }
    }
    let zone = rest.trim_start();
    let len = zone.bytes().take_while(u8::is_ascii_uppercase).count();
    if (3..=4).contains(&len) && matches!(&zone[len - 1..len], "T" | "C" | "Z") {
        rest = &zone[len..];
    }
    Some(rest.trim_start_matches([')', ']', '*', ' ']))
}

/// `Nov 13, ` or `Tuesday ` before a time.
fn short_date(text: &str) -> Option<&str> {
    let (word, rest) = text.split_once([' ', ','])?;
    let rest = rest.trim_start_matches([',', ' ']);
    // A day or an hour follows, which is told sooner than a word is looked up.
    if !rest.starts_with(|c: char| c.is_ascii_digit())
        || !phrases().is_day_word(&fold_letters(word.trim_end_matches('.')))
    {
        return None;
    }
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    let day = &rest[len..];
    if (1..=2).contains(&len) && day.starts_with([',', ' ']) {
        return Some(day.trim_start_matches([',', ' ']));
    }
    Some(rest)
}

/// One time of day: `10:00`, `9:05 am`, `9am`, `14h30`, `14.30 Uhr`.
fn clock(text: &str) -> Option<&str> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&len) || text[..len].parse::<u8>().is_ok_and(|hour| hour > 24) {
        return None;
    }
    let rest = &text[len..];
    let minutes = rest
        .strip_prefix([':', 'h', '.', '：'])
        .filter(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() == 2);
    let after = minutes.map_or(rest, |rest| &rest[2..]);
    let spaced = after.trim_start();
    let half = ["am", "pm", "AM", "PM", "a.m.", "p.m.", "Am", "Pm", "Uhr", "uhr"]
        .iter()
        .find_map(|half| spaced.strip_prefix(half))
        .filter(|rest| !rest.starts_with(char::is_alphanumeric));
    match (minutes, half) {
        (_, Some(rest)) => Some(rest),
        // A dot between digits is as often a version: `1.21 release`.
        (Some(_), None) if !rest.starts_with('.') && !after.starts_with(char::is_alphanumeric) => {
            Some(after)
        }
        _ => None,
    }
}
