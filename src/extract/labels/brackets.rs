//! What stands in brackets around a title: levels, rooms, media, days.

use crate::lexicon::{fold_letters, phrases::phrases};

/// What stands in brackets before a title, and the title.
pub(super) fn bracketed(text: &str) -> Option<(&str, &str)> {
    let close = match text.chars().next()? {
        '[' => ']',
        '(' => ')',
        '【' => '】',
        '（' => '）',
        _ => return None,
    };
    let open_len = text.chars().next().map_or(0, char::len_utf8);
    let end = text.find(close)?;
    let rest = text[end + close.len_utf8()..].trim_start();
    (!rest.is_empty() && !rest.starts_with('(')).then(|| (&text[open_len..end], rest))
}

/// Where the bracket opens that closes at the end of `text`.
pub(super) fn open_bracket(text: &str) -> Option<usize> {
    let close = text.chars().next_back()?;
    let open = match close {
        ')' => '(',
        ']' => '[',
        '）' => '（',
        '】' => '【',
        _ => return None,
    };
    text.rfind(open)
}

/// Whether what stands in brackets is a mark: a level, a room, a medium, `NA`.
pub(super) fn is_tag(inside: &str) -> bool {
    const TAGS: [&str; 33] = [
        "na",
        "n/a",
        "i",
        "a",
        "b",
        "any",
        "all",
        "beginner",
        "intermediate",
        "advanced",
        "video",
        "slides",
        "recording",
        "youtube",
        "link",
        "sponsored",
        "sponsor",
        "gold sponsor",
        "remote",
        "virtual",
        "recorded",
        "live",
        "missed",
        "cancelled",
        "canceled",
        "wip",
        "draft",
        "notes",
        "no notes",
        "repeat",
        "encore",
        "diamond sponsor",
        "platinum sponsor",
    ];
    let folded = fold_letters(inside.trim());
    if TAGS.contains(&folded.as_ref()) {
        return true;
    }
    // `Day 2`, `Thursday`.
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    if words().any(|word| phrases().is_day_word(word))
        && words().all(|word| phrases().is_day_word(word) || number(word))
    {
        return true;
    }
    let first = folded.split([' ', ':', '-']).next().unwrap_or("");
    // `A08`, `G102`: a room.
    let code = inside.len() <= 5
        && inside.starts_with(|c: char| c.is_ascii_uppercase())
        && inside.len() >= 2
        && inside[1..].bytes().all(|byte| byte.is_ascii_digit());
    // `Security track`, `Go devroom`; but `(in the room)`.
    let last = folded.rsplit(' ').next().unwrap_or("");
    let is_phrase = folded.split(' ').any(|word| {
        matches!(
            word,
            "the" | "a" | "in" | "on" | "off" | "of" | "at" | "to" | "for" | "your" | "my"
        )
    });
    let room = code
        || !is_phrase
            && matches!(
                last,
                "room" | "devroom" | "track" | "stage" | "hall" | "theater" | "theatre"
            )
        || matches!(
            first,
            "room"
                | "hall"
                | "raum"
                | "salle"
                | "sala"
                | "level"
                | "track"
                | "zaal"
                | "auditorium"
                | "ballroom"
                | "theater"
                | "theatre"
        );
    room && inside.len() <= 40
}
