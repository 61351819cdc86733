//! What the parsers read: the note's text with every line end as `\n` and without characters that
//! nobody sees, and the way back from its offsets to the note's own bytes and lines.
//!
//! Most notes need no change and are borrowed as they are.

use std::borrow::Cow;

/// A note's text, made plain for the parsers.
#[derive(Debug)]
pub(super) struct Source<'a> {
    text: Cow<'a, str>,
    offsets: OffsetMap,
    /// Where each line of `text` begins.
    line_starts: Vec<usize>,
}

impl<'a> Source<'a> {
    pub(super) fn new(original: &'a str) -> Source<'a> {
        let mut offsets = OffsetMap::default();
        let text = match next_odd(original, 0) {
            None => Cow::Borrowed(original),
            Some(first) => Cow::Owned(normalise(original, first, &mut offsets)),
        };
        let mut line_starts = Vec::with_capacity(text.len() / 40 + 1);
        line_starts.push(0);
        line_starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        Source { text, offsets, line_starts }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The byte of the note that byte `at` of [`Source::text`] comes from. `near` is kept between
    /// questions: most are about the same place or a little further on.
    pub(super) fn original(&self, at: usize, near: &mut usize) -> usize {
        self.offsets.map_near(at, near)
    }

    /// How many lines there are; the last one may be empty.
    pub(super) fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// Where the 0-based line begins.
    pub(super) fn line_start(&self, line: usize) -> usize {
        self.line_starts.get(line).copied().unwrap_or(self.text.len())
    }

    /// The 0-based line without its line end.
    pub(super) fn line(&self, line: usize) -> &str {
        let (start, next) = (self.line_start(line), self.line_start(line + 1));
        let text = &self.text[start..next];
        text.strip_suffix('\n').unwrap_or(text)
    }

    /// The 0-based line of byte `at`. `near` is kept between questions: most are about the same
    /// place or a little further on.
    pub(super) fn line_of(&self, at: usize, near: &mut usize) -> usize {
        *near = advance(&self.line_starts, *near, |&start| start <= at);
        near.saturating_sub(1)
    }
}

/// How many of the sorted `items` hold, looked for from `near` on first.
fn advance<T>(items: &[T], near: usize, holds: impl Fn(&T) -> bool) -> usize {
    const STEPS: usize = 4;
    let next_fails = |count: usize| items.get(count).is_none_or(|item| !holds(item));
    if near == 0 || items.get(near - 1).is_some_and(&holds) {
        for count in near..near + STEPS {
            if next_fails(count) {
                return count.min(items.len());
            }
        }
    }
    items.partition_point(holds)
}

/// Which offset of one text stands for which offset of another.
#[derive(Clone, Debug, Default)]
pub(super) struct OffsetMap {
    /// From the first offset on, the other text continues at the second one. Ascending; empty
    /// when the texts are the same.
    jumps: Vec<(usize, usize)>,
}

impl OffsetMap {
    /// From `here` on, the other text continues at `there`.
    pub(super) fn jump(&mut self, here: usize, there: usize) {
        match self.jumps.last_mut() {
            Some(last) if last.0 == here => last.1 = there,
            _ => self.jumps.push((here, there)),
        }
    }

    pub(super) fn map(&self, at: usize) -> usize {
        if self.jumps.is_empty() {
            return at;
        }
        self.map_after(self.jumps.partition_point(|jump| jump.0 <= at), at)
    }

    /// The same for a row of questions that go forward, mostly.
    fn map_near(&self, at: usize, near: &mut usize) -> usize {
        if self.jumps.is_empty() {
            return at;
        }
        *near = advance(&self.jumps, *near, |jump| jump.0 <= at);
        self.map_after(*near, at)
    }

    /// `at` mapped by the last of the first `count` jumps.
    fn map_after(&self, count: usize, at: usize) -> usize {
        match count.checked_sub(1).and_then(|last| self.jumps.get(last)) {
            Some((here, there)) => there + (at - here),
            None => at,
        }
    }
}

/// What becomes of a character in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Keep,
    Remove,
    Space,
    LineEnd,
    Unreadable,
}

fn fate(character: char) -> Fate {
    match character {
        '\r' => Fate::LineEnd,
        '\0' => Fate::Unreadable,
        // Form feed, next line, no-break and other spaces, line and paragraph separators.
        '\u{c}' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' => Fate::Space,
        '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Fate::Space,
        // Soft hyphen, zero-width characters, direction marks, word joiner, byte order mark.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => Fate::Remove,
        '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => Fate::Remove,
        _ => Fate::Keep,
    }
}

/// A character that was decoded from an entity, as it goes into an outline.
pub(super) fn decoded(character: char) -> Option<char> {
    match fate(character) {
        Fate::Keep if character == '\n' => Some(' '),
        Fate::Keep => Some(character),
        Fate::Remove => None,
        Fate::Space | Fate::LineEnd => Some(' '),
        Fate::Unreadable => Some('\u{fffd}'),
    }
}

/// The first character from `from` on that [`fate`] does not keep.
fn next_odd(text: &str, from: usize) -> Option<usize> {
    /// Large enough to be searched many bytes at once, small enough to be searched again.
    const CHUNK: usize = 256;
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let end = bytes.len().min(at + CHUNK);
        let chunk = &bytes[at..end];
        let control = memchr::memchr3(b'\r', 0, 0x0c, chunk).map(|offset| at + offset);
        if !chunk.is_ascii() {
            let mut from = at;
            let limit = control.unwrap_or(end);
            while let Some(next) = bytes[from..limit].iter().position(|&byte| is_lead(byte)) {
                if begins_odd(&bytes[from + next..]) {
                    return Some(from + next);
                }
                from += next + 1;
            }
        }
        if control.is_some() {
            return control;
        }
        at = end;
    }
    None
}

/// Whether a character beyond ASCII that [`fate`] does not keep can begin with this byte.
fn is_lead(byte: u8) -> bool {
    const LEADS: [bool; 256] = {
        let mut leads = [false; 256];
        let mut next = 0;
        while next < 5 {
            leads[[0xc2, 0xe1, 0xe2, 0xe3, 0xef][next]] = true;
            next += 1;
        }
        leads
    };
    LEADS[usize::from(byte)]
}

/// Whether the bytes begin with a character beyond ASCII that [`fate`] does not keep.
fn begins_odd(bytes: &[u8]) -> bool {
    match bytes {
        [0xc2, second, ..] => matches!(second, 0x85 | 0xa0 | 0xad),
        [0xe1, 0x9a, 0x80, ..] | [0xe3, 0x80, 0x80, ..] | [0xef, 0xbb, 0xbf, ..] => true,
        [0xe2, 0x80, third, ..] => matches!(third, 0x80..=0x8f | 0xa8..=0xaf),
        [0xe2, 0x81, third, ..] => matches!(third, 0x9f | 0xa0 | 0xa6..=0xa9),
        _ => false,
    }
}

fn normalise(original: &str, first: usize, offsets: &mut OffsetMap) -> String {
    let mut text = String::with_capacity(original.len());
    let mut copied = 0;
    let mut next = Some(first);
    while let Some(at) = next {
        let Some(character) = original[at..].chars().next() else { break };
        let mut after = at + character.len_utf8();
        if joins_emoji(original, at, character) {
            next = next_odd(original, after);
            continue;
        }
        text.push_str(&original[copied..at]);
        match fate(character) {
            Fate::Keep | Fate::Remove => {}
            Fate::Space => text.push(' '),
            Fate::LineEnd => {
                text.push('\n');
                if original[after..].starts_with('\n') {
                    after += 1;
                }
            }
            Fate::Unreadable => text.push('\u{fffd}'),
        }
        offsets.jump(text.len(), after);
        copied = after;
        next = next_odd(original, after);
    }
    text.push_str(&original[copied..]);
    text
}

/// Whether the zero-width joiner at `at` holds an emoji together, such as a woman and a laptop.
fn joins_emoji(text: &str, at: usize, character: char) -> bool {
    const JOINER: char = '\u{200d}';
    let is_emoji =
        |c: char| matches!(c, '\u{fe0f}' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    character == JOINER
        && text[..at].chars().next_back().is_some_and(is_emoji)
        && text[at + JOINER.len_utf8()..].chars().next().is_some_and(is_emoji)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_and_line_ends() {
        fn check(original: &str, text: &str) {
            let source = Source::new(original);
            assert_eq!(source.text(), text, "{original:?}");
            for (at, _) in text.char_indices() {
                let back = source.original(at, &mut 0);
                assert!(original.is_char_boundary(back), "{original:?} at {at}");
            }
            assert_eq!(source.original(text.len(), &mut 0), original.len(), "{original:?}");
        }
        check("", "");
        check("plain – text with “quotes”", "plain – text with “quotes”");
        check("\u{feff}# Title", "# Title");
        check("one\r\ntwo\rthree\n", "one\ntwo\nthree\n");
        check("\r\r\n\n", "\n\n\n");
        check("a\u{a0}b\u{3000}c\u{2003}d", "a b c d");
        check("zero\u{200b}width soft\u{ad}hyphen", "zerowidth softhyphen");
        check("a\0b", "a\u{fffd}b");
        check("👩\u{200d}💻 and a\u{200d}b", "👩\u{200d}💻 and ab");
        check(&format!("{}\u{a0}", "é".repeat(200)), &format!("{} ", "é".repeat(200)));
    }

    #[test]
    fn every_character_is_met_as_it_is_judged() {
        for character in '\0'..=char::MAX {
            let met = next_odd(character.encode_utf8(&mut [0; 4]), 0).is_some();
            assert_eq!(met, fate(character) != Fate::Keep, "{character:?}");
        }
    }

    #[test]
    fn offsets_lead_back_to_the_note() {
        let source = Source::new("a\r\nb\u{200b}c\u{a0}d");
        assert_eq!(source.text(), "a\nbc d");
        for near in 0..6 {
            let back = (0..=source.text().len()).map(|at| source.original(at, &mut near.clone()));
            assert_eq!(back.collect::<Vec<_>>(), [0, 1, 3, 7, 8, 10, 11]);
        }
    }

    #[test]
    fn lines_are_found_from_anywhere() {
        let source = Source::new("one\ntwo\n\nfour\nfive\nsix");
        assert_eq!(source.line_count(), 6);
        assert_eq!(source.line(2), "");
        assert_eq!(source.line(5), "six");
        for near in 0..8 {
            for (at, line) in [(0, 0), (3, 0), (4, 1), (8, 2), (9, 3), (19, 5), (22, 5)] {
                assert_eq!(
                    source.line_of(at, &mut near.clone()),
                    line,
                    "byte {at} from line {near}"
                );
            }
        }
    }
}
