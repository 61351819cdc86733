//! What can stand between a title and its people.

use crate::extract::bytes::{leading, next_mark};

/// A separator between a title and its people: the evidence it needs, and its name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Separator {
    /// Byte range in the headline.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Evidence that the people must bring: a comma says less than a dash.
    pub(super) needs: f32,
    pub(super) rule: &'static str,
    /// Whether people may stand before it, too.
    pub(super) reversible: bool,
    /// Whether the note's other headlines have a company alone behind it.
    pub(super) lone_companies: bool,
}

/// Every place that can separate a title from its people.
pub(super) fn separators(text: &str) -> Vec<Separator> {
    let mut found = Vec::new();
    let mut add = |start: usize, end: usize, needs: f32, rule: &'static str, reversible: bool| {
        found.push(Separator { start, end, needs, rule, reversible, lone_companies: false });
    };
    let mut depth = 0usize;
    let mut from = 0;
    while let Some((at, c)) = next_mark(text, from) {
        let end = at + c.len_utf8();
        from = end;
        let rest = &text[at..];
        match c {
            '(' | '[' | '（' if depth == 0 && at > 0 => {
                depth += 1;
                // `Title (Ada Byron, Acme)` closes at the very end.
                if rest.ends_with([')', ']', '）']) {
                    add(at, end, 1.8, "brackets", false);
                }
            }
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '–' | '—' | '－' | '→' => add(at, end, 0.8, "dash", true),
            '=' | '-' if rest[1..].starts_with("> ") => add(at, at + 2, 0.8, "dash", true),
            '|' | '｜' => add(at, end, 0.9, "bar", true),
            '-' if rest.starts_with("- ")
                && text[..at].ends_with([' ', '"', '?', '!', '”', ')']) =>
            {
                add(at, end, 0.8, "dash", true);
            }
            '-' if rest.starts_with("--") => add(at, at + 2, 0.8, "dash", true),
            '-' if text[..at].ends_with(' ') && !rest.starts_with("- ") => {
                add(at, end, 1.4, "dash", false);
            }
            ':' | '：' => add(at, end, 2.2, "colon", true),
            ';' | '；' => add(at, end, 1.6, "semicolon", false),
            ',' | '，' => add(at, end, 3.2, "comma", true),
            '.' if rest.starts_with("...") || rest.starts_with(".. ") => {
                let len = rest.bytes().take_while(|byte| *byte == b'.').count();
                // The dots belong to the cut title.
                add(at + len, at + len, 1.4, "ellipsis", false);
            }
            '…' => add(end, end, 1.4, "ellipsis", false),
            '／' => add(at, end, 1.4, "slash", false),
            '/' if text[..at].ends_with(' ') => add(at, end, 2.0, "slash", false),
            '@' if text[..at].ends_with(' ') => add(at, end, 1.6, "at", false),
            '\t' => add(at, end, 0.8, "tab", true),
            ' ' if rest.starts_with("   ") => add(at, end, 1.4, "gap", true),
            ' ' => {
                let Some((len, needs, rule)) = preposition(&rest[1..]) else { continue };
                add(at, at + 1 + len, needs, rule, false);
            }
            _ => {}
        }
    }
    found
}

/// `by `, `with ` … before people: length, evidence needed, name.
fn preposition(rest: &str) -> Option<(usize, f32, &'static str)> {
    const WORDS: [(&str, (f32, &str)); 21] = [
        ("presented by ", (0.0, "by")),
        ("moderated by ", (0.0, "by")),
        ("hosted by ", (0.2, "by")),
        ("Presented by ", (0.0, "by")),
        ("Moderated by ", (0.0, "by")),
        ("Hosted by ", (0.2, "by")),
        ("by ", (0.2, "by")),
        ("By ", (0.2, "by")),
        ("BY ", (0.4, "by")),
        ("with ", (2.0, "with")),
        ("w/ ", (1.0, "with")),
        ("from ", (2.2, "from")),
        ("featuring ", (0.6, "with")),
        ("feat. ", (0.6, "with")),
        ("par ", (0.6, "by")),
        ("von ", (1.0, "by")),
        ("door ", (0.8, "by")),
        ("por ", (0.8, "by")),
        ("de ", (2.6, "by")),
        ("mit ", (2.0, "with")),
        ("avec ", (2.0, "with")),
    ];
    // The first byte rules out most of them.
    let first = *rest.as_bytes().first()?;
    if !matches!(
        first,
        b'B' | b'H' | b'M' | b'P' | b'a' | b'b' | b'd' | b'f' | b'h' | b'm' | b'p' | b'v' | b'w'
    ) {
        return None;
    }
    let (word, (needs, rule)) = leading(rest, &WORDS)?;
    Some((word.len(), *needs, rule))
}
