//! Makes text of notes safe to print: a terminal obeys what it reads, and notes are strangers'.

use std::borrow::Cow;

/// `text` without control characters, bidirectional overrides and invisible characters, which can
/// move the cursor, forge output or hide it. Line breaks stay, and a tab becomes a space.
pub(crate) fn sanitize(text: &str) -> Cow<'_, str> {
    clean(text, |c| match c {
        '\n' => Some('\n'),
        '\t' => Some(' '),
        _ => None,
    })
}

/// The same for what stands on one line: line breaks become spaces.
pub(crate) fn sanitize_line(text: &str) -> Cow<'_, str> {
    clean(text, |c| matches!(c, '\n' | '\t' | '\r' | '\u{2028}' | '\u{2029}').then_some(' '))
}

/// Drops every unsafe character that `instead` has no other character for.
fn clean(text: &str, instead: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    match text.find(is_unsafe) {
        None => Cow::Borrowed(text),
        Some(first) => {
            let (safe, rest) = text.split_at(first);
            let mut cleaned = String::with_capacity(text.len());
            cleaned.push_str(safe);
            cleaned.extend(rest.chars().filter_map(|c| match is_unsafe(c) {
                true => instead(c),
                false => Some(c),
            }));
            Cow::Owned(cleaned)
        }
    }
}

fn is_unsafe(c: char) -> bool {
    c.is_control() // C0 with tab and line breaks, DEL, C1
        || matches!(c,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' // bidirectional
            | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' // invisible, though not the joiners that emoji and scripts need
            | '\u{2028}' | '\u{2029}' // line and paragraph separators
            | '\u{FFF9}'..='\u{FFFB}') // interlinear annotation
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_gone() {
        for (text, expected) in [
            ("plain text", "plain text"),
            ("\x1b[31mred\x1b[0m", "[31mred[0m"),
            ("\x1b]8;;http://evil\x07click\x1b]8;;\x07", "]8;;http://evilclick]8;;"),
            ("one\r\ntwo\tthree", "one\ntwo three"),
            ("over\rwrite \u{8}\u{7f}\u{9b}2J", "overwrite 2J"),
            ("abc\u{202e}fed\u{2066}x", "abcfedx"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("👩\u{200d}💻 and नमस्ते", "👩\u{200d}💻 and नमस्ते"), // joiners are part of writing
        ] {
            assert_eq!(sanitize(text), expected);
        }
        assert_eq!(sanitize_line("one\ntwo\u{2028}three"), "one two three");
    }

    proptest! {
        #[test]
        fn nothing_unsafe_is_left_and_nothing_else_is_lost(text in "(\\PC|\\pC|[\x00-\x1f\u{80}-\u{9f}\u{202a}-\u{202e}]){0,60}") {
            let line = sanitize_line(&text);
            prop_assert!(!line.contains(is_unsafe));
            let block = sanitize(&text);
            prop_assert!(!block.contains(|c| c != '\n' && is_unsafe(c)));
            let kept = |text: &str| text.chars().filter(|c| !is_unsafe(*c) && *c != ' ').collect::<String>();
            prop_assert_eq!(kept(&line), kept(&text));
            prop_assert_eq!(kept(&block), kept(&text));
            prop_assert_eq!(sanitize_line(&line), line.clone()); // once is enough
        }
    }
}
