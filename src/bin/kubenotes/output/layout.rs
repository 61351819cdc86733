//! Fits text into columns: how wide it is, where it may break, what is left out when it must be
//! short. Counts columns as terminals do, CJK and emoji as two, and never splits a character from
//! the marks that belong to it.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// A piece of text in one style.
#[derive(Clone, Debug)]
pub(crate) struct Span<'a> {
    pub(crate) text: &'a str,
    pub(crate) style: Style,
}

impl<'a> Span<'a> {
    pub(crate) fn new(text: &'a str, style: Style) -> Span<'a> {
        Span { text, style }
    }
}

/// How many columns `text` takes.
pub(crate) fn columns(text: &str) -> usize {
    // Most text is plain, and no table need be asked for it.
    if is_plain(text) { text.len() } else { text.width() }
}

/// Whether each byte is a character of one column.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Writes `spans` as lines of at most `width` columns, or as one line without a `width`. The first
/// line continues what stands on it already, `indent` columns wide; the others begin with as many
/// spaces. Runs of white space count as one space.
pub(crate) fn write_wrapped(
    out: &mut dyn Write,
    spans: &[Span<'_>],
    indent: usize,
    width: Option<usize>,
) -> io::Result<()> {
    // Below twenty columns of text nothing reads well: let the terminal do what it can.
    let room = width.map_or(usize::MAX, |width| width.saturating_sub(indent).max(20));
    let mut out = Styled { out, current: Style::new() };
    let mut column = 0;
    for word in words(spans) {
        let space = usize::from(word.spaced && column > 0);
        if column > 0 && column + space + word.width() > room {
            out.new_line(indent)?;
            column = 0;
        } else if space == 1 {
            out.space(word.pieces.first().map(|piece| piece.style))?;
            column += 1;
        }
        for piece in &word.pieces {
            let mut unwritten = piece.text;
            // Only a word that is longer than a whole line is ever cut.
            while column + columns(unwritten) > room {
                let (fits, rest) = split_at_column(unwritten, room - column);
                if column == 0 && fits.is_empty() {
                    break;
                }
                out.text(fits, piece.style)?;
                out.new_line(indent)?;
                column = 0;
                unwritten = rest;
            }
            out.text(unwritten, piece.style)?;
            column += columns(unwritten);
        }
    }
    out.new_line(0)
}

/// Writes escape sequences only where the style changes, and none that reaches over a line's end.
struct Styled<'a> {
    out: &'a mut dyn Write,
    current: Style,
}

impl Styled<'_> {
    fn text(&mut self, text: &str, style: Style) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.change_to(style)?;
        self.out.write_all(text.as_bytes())
    }

    /// A space before what is in style `next`: styled when both sides are alike.
    fn space(&mut self, next: Option<Style>) -> io::Result<()> {
        if next != Some(self.current) {
            self.change_to(Style::new())?;
        }
        self.out.write_all(b" ")
    }

    fn new_line(&mut self, indent: usize) -> io::Result<()> {
        self.change_to(Style::new())?;
        write!(self.out, "\n{:indent$}", "")
    }

    fn change_to(&mut self, style: Style) -> io::Result<()> {
        if style != self.current {
            write!(self.out, "{:#}{style}", self.current)?;
            self.current = style;
        }
        Ok(())
    }
}

/// The end of `text` in at most `width` columns, after `…` where something is left out.
pub(crate) fn keep_end(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut start = text.len();
    for (at, cluster) in clusters(text).into_iter().rev() {
        if columns(&text[at..]) + 1 > width {
            break;
        }
        debug_assert!(at + cluster.len() <= text.len());
        start = at;
    }
    format!("…{}", &text[start..])
}

/// What must stay on one line, in one or more styles.
struct Word<'a> {
    pieces: Vec<Span<'a>>,
    /// Whether a space stands before it.
    spaced: bool,
}

impl Word<'_> {
    fn width(&self) -> usize {
        self.pieces.iter().map(|piece| columns(piece.text)).sum()
    }
}

/// Splits at white space and around wide characters, between which any line may end.
fn words<'a>(spans: &[Span<'a>]) -> Vec<Word<'a>> {
    let mut words: Vec<Word<'a>> = Vec::new();
    // What stands before the cluster at hand: white space, and a wide cluster.
    let (mut spaced, mut after_wide) = (true, false);
    for span in spans {
        let mut start = None; // of the piece at hand
        for (at, cluster) in clusters(span.text) {
            let end_piece = |words: &mut Vec<Word<'a>>, start: &mut Option<usize>| {
                if let (Some(start), Some(word)) = (start.take(), words.last_mut()) {
                    word.pieces.push(Span::new(&span.text[start..at], span.style));
                }
            };
            if cluster.chars().all(char::is_whitespace) {
                end_piece(&mut words, &mut start);
                (spaced, after_wide) = (true, false);
                continue;
            }
            let wide = columns(cluster) > 1;
            if spaced || ((wide || after_wide) && !sticks_to_what_precedes(cluster)) {
                end_piece(&mut words, &mut start);
                words.push(Word { pieces: Vec::new(), spaced });
            }
            start = start.or(Some(at));
            (spaced, after_wide) = (false, wide);
        }
        if let (Some(start), Some(word)) = (start, words.last_mut()) {
            word.pieces.push(Span::new(&span.text[start..], span.style));
        }
    }
    words
}

/// Punctuation that no line should begin with.
fn sticks_to_what_precedes(cluster: &str) -> bool {
    cluster.starts_with(|c: char| ".,;:!?)]}…、。，．！？：；）］｝」』】》〉”’ー".contains(c))
}

fn split_at_column(text: &str, width: usize) -> (&str, &str) {
    let mut column = 0;
    for (at, cluster) in clusters(text) {
        column += columns(cluster);
        if column > width {
            return text.split_at(at);
        }
    }
    (text, "")
}

/// The characters that a reader sees, with their byte offsets: a letter with its marks, an emoji
/// with its modifiers and joined parts, a flag.
fn clusters(text: &str) -> Vec<(usize, &str)> {
    const JOINER: char = '\u{200D}';
    if is_plain(text) {
        return (0..text.len()).map(|at| (at, &text[at..=at])).collect();
    }
    let is_flag_half = |c: char| ('\u{1F1E6}'..='\u{1F1FF}').contains(&c);
    let mut starts = Vec::with_capacity(text.len());
    let mut previous = None;
    let mut flag_halves = 0;
    for (at, c) in text.char_indices() {
        flag_halves = if is_flag_half(c) { flag_halves + 1 } else { 0 };
        let continues = previous.is_some()
            && (c.width() == Some(0)
                || ('\u{1F3FB}'..='\u{1F3FF}').contains(&c)
                || previous == Some(JOINER)
                || (flag_halves > 0 && flag_halves % 2 == 0));
        if !continues {
            starts.push(at);
        }
        previous = Some(c);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| (start, &text[start..end])).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrapped(texts: &[&str], indent: usize, width: Option<usize>) -> String {
        let spans: Vec<_> = texts.iter().map(|text| Span::new(text, Style::new())).collect();
        let mut out = Vec::new();
        write_wrapped(&mut out, &spans, indent, width).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_break_at_spaces_and_hang_below_their_first_column() {
        let text = "the quick brown fox jumps over the lazy dog";
        assert_eq!(
            wrapped(&[text], 3, Some(23)),
            "the quick brown fox\n   jumps over the lazy\n   dog\n"
        );
        assert_eq!(wrapped(&[text], 3, None), format!("{text}\n"));
        assert_eq!(wrapped(&["  a \n b  "], 0, Some(40)), "a b\n");
        assert_eq!(wrapped(&[], 0, Some(40)), "\n");
    }

    #[test]
    fn a_span_that_ends_inside_a_word_does_not_break_it() {
        assert_eq!(
            wrapped(&["aaaaaaaaaaaa bbbb", "bbbbbb c"], 0, Some(20)),
            "aaaaaaaaaaaa\nbbbbbbbbbb c\n"
        );
        assert_eq!(wrapped(&["one ", "two", " three"], 0, Some(40)), "one two three\n");
    }

    #[test]
    fn a_style_ends_with_its_line_and_covers_what_is_between_its_words() {
        let bold = Style::new().bold();
        let spans =
            [Span::new("a ", Style::new()), Span::new("bb cc", bold), Span::new("d e", bold)];
        let mut out = Vec::new();
        write_wrapped(&mut out, &spans, 0, None).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a \x1b[1mbb ccd e\x1b[0m\n");

        let long = [Span::new("aaaaaaaaaaaaaaa bbbbbbbbbb", bold)];
        let mut out = Vec::new();
        write_wrapped(&mut out, &long, 2, Some(22)).unwrap();
        let lines = "\x1b[1maaaaaaaaaaaaaaa\x1b[0m\n  \x1b[1mbbbbbbbbbb\x1b[0m\n";
        assert_eq!(String::from_utf8(out).unwrap(), lines);
    }

    #[test]
    fn cjk_breaks_anywhere_but_before_punctuation() {
        assert_eq!(
            wrapped(&["東京で開催されたイベントです。次回も"], 0, Some(29)),
            "東京で開催されたイベントで\nす。次回も\n"
        );
    }

    #[test]
    fn a_word_longer_than_a_line_is_cut() {
        let address = "https://example.org/a/very/long/address";
        assert_eq!(
            wrapped(&["see ", address], 0, Some(20)),
            "see\nhttps://example.org/\na/very/long/address\n"
        );
    }

    #[test]
    fn emoji_and_marks_are_one_character() {
        for (text, count) in
            [("👩\u{200d}💻", 1), ("👍🏽", 1), ("🇪🇺🇯🇵", 2), ("e\u{301}a", 2), ("日本", 2), ("", 0)]
        {
            assert_eq!(clusters(text).len(), count, "{text}");
        }
        assert_eq!((columns("日本"), columns("👩\u{200d}💻"), columns("e\u{301}")), (4, 2, 1));
    }

    #[test]
    fn the_end_of_a_path_is_kept() {
        assert_eq!(keep_end("2021/eu.md:140", 20), "2021/eu.md:140");
        assert_eq!(keep_end("notes/2021/valencia.md:140", 16), "…valencia.md:140");
        assert_eq!(keep_end("メモ/東京.md", 7), "…京.md");
    }

    proptest! {
        #[test]
        fn every_line_fits_and_no_word_is_lost(
            // No span begins inside a cluster, such as between the halves of a flag.
            texts in proptest::collection::vec("([a-z ][a-z 日本。👩🇪🇺\u{301}\u{200d}]{0,30})?", 0..4),
            indent in 0usize..6,
            width in 30usize..50,
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let written = wrapped(&texts, indent, Some(width));
            for (n, line) in written.lines().enumerate() {
                let used = columns(line) + if n == 0 { indent } else { 0 };
                prop_assert!(used <= width, "{used} > {width}: {line:?}");
            }
            let kept = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(kept(&written), kept(&texts.concat()));
        }
    }
}
