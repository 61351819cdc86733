//! Plain text to blocks: pasted text and quick notes without markup. Lists are seen by their
//! bullets and indentation, headings by standing alone.

use std::ops::Range;

use super::builder::{Builder, Depth};
use super::habits::{self, Shape};
use super::source::Source;
use super::{BlockKind, HeadingStyle, Style};

/// Reads the whole source.
pub(super) fn read(builder: &mut Builder<'_>) {
    let unwrapped = is_unwrapped(builder.source);
    let mut reader =
        Reader { builder, unwrapped, indents: Vec::new(), previous: Previous::Boundary };
    let count = reader.builder.source.line_count();
    let mut line = 0;
    while line < count {
        line += reader.line(line);
    }
}

/// Reads lines whose form means nothing as paragraphs: settings that are not valid.
pub(super) fn read_lines(builder: &mut Builder<'_>, bytes: Range<usize>) {
    let source = builder.source;
    let mut at = bytes.start;
    for line in source.text()[bytes].split_inclusive('\n') {
        let text = line.trim_ascii();
        if text.is_empty() {
            builder.close(at);
        } else {
            if builder.is_open() {
                builder.newline();
            } else {
                builder.open(BlockKind::Paragraph, at, Depth::default());
            }
            builder.push(text, at);
        }
        at += line.len();
    }
    builder.close(at);
}

struct Reader<'b, 'a> {
    builder: &'b mut Builder<'a>,
    /// Each line is a paragraph.
    unwrapped: bool,
    /// The columns at which the items of the list around the current line begin, outermost first.
    indents: Vec<usize>,
    previous: Previous,
}

/// What stood on the line before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Previous {
    /// Nothing: a blank line, a rule, or the start.
    Boundary,
    Heading,
    Item,
    Text,
}

impl Reader<'_, '_> {
    /// Reads one line and returns how many were used.
    fn line(&mut self, number: usize) -> usize {
        let source = self.builder.source;
        let (start, line) = (source.line_start(number), source.line(number));
        let text = line.trim_ascii();
        if text.is_empty() {
            self.builder.close(start);
            self.previous = Previous::Boundary;
            return 1;
        }
        let at = start + (line.len() - line.trim_ascii_start().len());
        let end = at + text.len();
        if habits::is_rule(text) {
            self.builder.rule(at..end, Depth::default());
            self.indents.clear();
            self.previous = Previous::Boundary;
            return 1;
        }
        if self.previous == Previous::Text && self.unwrapped {
            self.builder.close(start);
            self.previous = Previous::Boundary;
        }
        let indent = habits::indentation(line);
        if let Some(Shape::Item { ordered, skip }) = self.item(number, text) {
            self.begin_item(ordered, indent, at);
            self.push_item(&text[skip..], at + skip);
            self.previous = Previous::Item;
            return 1;
        }
        if self.previous == Previous::Item && !self.leaves_item(number, indent, text) {
            self.builder.newline();
            self.push(text, at);
            return 1;
        }
        if indent == 0 {
            self.indents.clear();
        }
        if let Some((kind, used)) = self.heading(number, text) {
            self.indents.clear();
            let skip = match kind {
                BlockKind::Heading { level, style: HeadingStyle::Atx } => usize::from(level),
                BlockKind::Heading { level, style: HeadingStyle::Equals } => usize::from(level) + 1,
                _ => 0,
            };
            self.builder.open(kind, at, Depth::default());
            self.push(text[skip..].trim_ascii_start(), at + skip);
            let last = number + used - 1;
            self.builder.close(source.line_start(last) + source.line(last).len());
            self.previous = Previous::Heading;
            return used;
        }
        if self.previous == Previous::Text {
            self.builder.newline();
        } else {
            self.builder.open(BlockKind::Paragraph, at, self.depth_of_text(indent));
        }
        self.push(text, at);
        self.previous = Previous::Text;
        1
    }

    /// A list item; after a paragraph's line, a dash may go on with its sentence.
    fn item(&self, number: usize, text: &str) -> Option<Shape> {
        if self.previous == Previous::Text && text.starts_with(['–', '—']) {
            return None;
        }
        let source = self.builder.source;
        habits::item(text).or_else(|| {
            let before = if number == 0 { "" } else { source.line(number - 1) };
            habits::bare_item(text, before, source.line(number + 1))
        })
    }

    fn begin_item(&mut self, ordered: bool, indent: usize, at: usize) {
        while self.indents.last().is_some_and(|&outer| indent < outer) {
            self.indents.pop();
        }
        // One column more is a slip, not a level.
        if self.indents.last().is_none_or(|&outer| indent > outer + 1) {
            self.indents.push(indent);
        }
        let list = u8::try_from(self.indents.len()).unwrap_or(u8::MAX);
        let kind = BlockKind::ListItem { ordered, checked: None };
        self.builder.open(kind, at, Depth { list, quote: 0 });
    }

    fn push_item(&mut self, text: &str, at: usize) {
        match habits::checkbox(text) {
            Some((done, skip)) => {
                self.builder.check(done);
                self.push(&text[skip..], at + skip);
            }
            None => self.push(text, at),
        }
    }

    /// Adds a line. One that is bold as a whole is marked so; other stars are text.
    fn push(&mut self, text: &str, at: usize) {
        match bold(text) {
            Some(inside) => {
                let mark = self.builder.begin_mark(Style::Strong);
                self.builder.push(inside, at);
                self.builder.end_mark(mark);
            }
            None => self.builder.push(text, at),
        }
    }

    /// Whether a line below an item's line is no part of it.
    fn leaves_item(&self, number: usize, indent: usize, text: &str) -> bool {
        let before = self.builder.source.line(number.saturating_sub(1));
        let outer = self.indents.last().copied().unwrap_or(0);
        indent <= outer && habits::leaves_item(before, text)
    }

    /// An indented paragraph belongs to the item above it.
    fn depth_of_text(&self, indent: usize) -> Depth {
        let items = self.indents.iter().filter(|&&outer| outer < indent).count();
        Depth { list: u8::try_from(items).unwrap_or(u8::MAX), quote: 0 }
    }

    /// A heading at this line, and how many lines it takes.
    fn heading(&self, number: usize, text: &str) -> Option<(BlockKind, usize)> {
        let heading = |level, style| BlockKind::Heading { level, style };
        match habits::shape(text, false) {
            Some(Shape::Hash { level, .. }) => return Some((heading(level, HeadingStyle::Atx), 1)),
            Some(Shape::Equals { level, .. }) => {
                return Some((heading(level, HeadingStyle::Equals), 1));
            }
            _ => {}
        }
        if self.previous == Previous::Text
            || !habits::reads_like_a_title(bold(text).unwrap_or(text))
        {
            return None;
        }
        let next = self.builder.source.line(number + 1).trim_ascii();
        if let Some(level) = underline(next) {
            return Some((heading(level, HeadingStyle::Setext), 2));
        }
        let begins = matches!(self.previous, Previous::Boundary | Previous::Item);
        (begins && stands_alone(text, next)).then(|| (heading(1, HeadingStyle::Plain), 1))
    }
}

/// Whether the lines of a text are paragraphs, as in what is pasted from a page: several are longer
/// than anybody wraps lines, and fewer go on with a sentence of the line before.
fn is_unwrapped(source: &Source) -> bool {
    /// In columns: a letter of Han and kana takes two.
    const MAX_WRAPPED: usize = 160;
    const MANY: usize = 2;
    let columns = |c: char| if c < '\u{2e80}' { 1 } else { 2 };
    let is_long = |line: &str| {
        line.len() > MAX_WRAPPED && line.chars().map(columns).sum::<usize>() > MAX_WRAPPED
    };
    let lines = || (0..source.line_count()).map(|number| source.line(number).trim_ascii());
    let n_long = lines().filter(|line| is_long(line)).count();
    let goes_on = |(line, next): &(&str, &str)| {
        !line.is_empty() && !is_long(line) && next.starts_with(char::is_lowercase)
    };
    n_long >= MANY && n_long > lines().zip(lines().skip(1)).filter(goes_on).count()
}

/// The inside of a line that is `**bold**` from end to end.
fn bold(line: &str) -> Option<&str> {
    let inside = line.strip_prefix("**")?.strip_suffix("**")?.trim_ascii();
    (!inside.is_empty() && !inside.contains('*')).then_some(inside)
}

/// The level of the heading that a line of `===` or `---` underlines.
fn underline(line: &str) -> Option<u8> {
    let is_line_of = |sign| line.len() >= 3 && line.bytes().all(|byte| byte == sign);
    if is_line_of(b'=') {
        Some(1)
    } else if is_line_of(b'-') {
        Some(2)
    } else {
        None
    }
}

/// Whether the line after a title-like line shows that the title ends there: nothing, a list, a
/// label, or prose that is much longer.
fn stands_alone(title: &str, next: &str) -> bool {
    /// Titles are shorter than this when text follows right below, in bytes.
    const MAX_TITLE: usize = 100;
    next.is_empty()
        || habits::is_rule(next)
        || title.len() <= MAX_TITLE
            && (habits::item(next).is_some() || next.len() > MAX_TITLE.max(title.len() * 3 / 2))
}
