//! The lines of paragraphs and list items: which of them begin something of their own.

use std::ops::Range;

use super::super::builder::Depth;
use super::super::habits::{self, Shape};
use super::super::{BlockKind, HeadingStyle};
use super::{Item, Leaf, Reader};

impl Reader<'_, '_, '_> {
    /// Prepares for inline content that begins at byte `at`.
    pub(super) fn inline(&mut self, at: usize) {
        self.inline_from(at, false);
    }

    fn inline_from(&mut self, at: usize, is_text: bool) {
        if self.leaf == Leaf::None {
            // Text of a list item that is not in a paragraph of its own.
            self.definitions_before(at);
            self.begin_lines(Leaf::Lines, at);
        }
        if self.line_start {
            self.line_start = false;
            self.begin_line(at, is_text);
        }
    }

    /// Begins a line of a paragraph; `is_text` when it begins with text rather than markup.
    fn begin_line(&mut self, at: usize, is_text: bool) {
        let is_escaped = self.passage.text[..at].ends_with('\\');
        let shape = match self.passage.text.as_bytes().get(at) {
            _ if is_escaped => None,
            Some(b'#' | b'=' | b'-' | b'*' | b'+' | b'0'..=b'9' | 0xe2 | 0xc2) => {
                self.shape(at, is_text)
            }
            _ => None,
        };
        if let Some((shape, columns)) = shape
            && self.begin_shaped(shape, columns, at)
        {
            return;
        }
        if !self.builder.is_open() {
            let kind = match self.item.take() {
                Some(Item { ordered, checked }) => BlockKind::ListItem { ordered, checked },
                None => BlockKind::Paragraph,
            };
            self.builder.open(kind, self.at(at), self.depth());
        } else if self.leaves_item(at) {
            let depth = Depth { list: self.passage.depth.list, ..self.depth() };
            self.split(BlockKind::Paragraph, at, depth);
        } else if matches!(self.builder.open_kind(), Some(BlockKind::Heading { .. })) {
            // Below a heading that was found in the paragraph.
            self.split(BlockKind::Paragraph, at, self.depth());
        } else if !self.indents.is_empty() && self.columns_before(at) == 0 {
            self.indents.clear();
            self.split(BlockKind::Paragraph, at, self.depth());
        }
    }

    /// The shape of the line whose text begins at byte `at`, and its indentation in columns.
    fn shape(&self, at: usize, is_text: bool) -> Option<(Shape, usize)> {
        let text = &*self.passage.text;
        let line_at = |from: usize| text[from..].split('\n').next().unwrap_or("");
        let line = line_at(at);
        let columns = self.columns_before(at);
        let bare = || {
            let after = line_at((at + line.len() + 1).min(text.len()));
            let start = text[..at].rfind('\n').unwrap_or(0);
            let before = text[..start].rsplit('\n').next().unwrap_or("");
            habits::bare_item(line, before, after)
        };
        let shape = habits::shape(line, columns >= 4);
        let shape = if is_text { shape.or_else(bare) } else { shape };
        shape.map(|shape| (shape, columns))
    }

    /// Opens a block for a line with a shape of its own, unless the shape means nothing here.
    pub(super) fn begin_shaped(&mut self, shape: Shape, columns: usize, at: usize) -> bool {
        let heading = |level, style| BlockKind::Heading { level, style };
        let (kind, skip) = match shape {
            // An item that begins like a heading is an item.
            Shape::Hash { .. } | Shape::Equals { .. } if self.item.is_some() => return false,
            Shape::Hash { level, skip } => (heading(level, HeadingStyle::Atx), skip),
            Shape::Equals { level, skip } => (heading(level, HeadingStyle::Equals), skip),
            Shape::Item { ordered, skip } => {
                let is_first = !self.builder.is_open();
                let dash = self.passage.text[at..].starts_with(['–', '—', '·']);
                if self.item.is_some() || (dash && !is_first && self.indents.is_empty()) {
                    return false;
                }
                while self.indents.last().is_some_and(|&outer| columns < outer) {
                    self.indents.pop();
                }
                if self.indents.last().is_none_or(|&outer| columns > outer + 1) {
                    self.indents.push(columns);
                }
                (BlockKind::ListItem { ordered, checked: None }, skip)
            }
        };
        if !matches!(shape, Shape::Item { .. }) {
            self.indents.clear();
        }
        self.split(kind, at, self.depth());
        self.skip_to = at + skip;
        if matches!(shape, Shape::Item { .. })
            && let Some((done, length)) = habits::checkbox(&self.passage.text[self.skip_to..])
        {
            self.builder.check(done);
            self.skip_to += length;
        }
        true
    }

    /// Whether the line at `at` only hangs on to a list item because no blank line is between.
    pub(super) fn leaves_item(&self, at: usize) -> bool {
        let text = &*self.passage.text;
        if self.ordered.is_empty() || self.quotes > 0 || !text[..at].ends_with('\n') {
            return false;
        }
        let before = text[..at - 1].rsplit('\n').next().unwrap_or("");
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n);
        matches!(self.builder.open_kind(), Some(BlockKind::ListItem { .. }))
            && habits::leaves_item(before, &text[at..end])
    }

    /// The columns of white space before byte `at` on its line.
    pub(super) fn columns_before(&self, at: usize) -> usize {
        let text = &*self.passage.text;
        let blank = text[..at].trim_end_matches([' ', '\t']).len();
        habits::indentation(&text[blank..at])
    }

    pub(super) fn line_break(&mut self, at: usize) {
        if self.builder.is_open() {
            self.builder.newline();
        }
        self.last_break = at;
        self.line_start = matches!(self.leaf, Leaf::Lines | Leaf::RuledLines);
    }

    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        match self.leaf {
            Leaf::Fenced => {
                self.builder.push_verbatim(text, self.at(range.start));
                return;
            }
            Leaf::Indented | Leaf::Html => {
                self.collect(text, range);
                return;
            }
            _ => {}
        }
        self.inline_from(range.start, true);
        self.last_end = range.end;
        if range.start < self.skip_to {
            if range.end > self.skip_to
                && let Some(rest) = text.get(self.skip_to - range.start..)
            {
                self.builder.push(rest, self.at(self.skip_to));
            }
            return;
        }
        if text.starts_with(['[', '!']) && self.wikilink(range.start) {
            return;
        }
        let is_decoded = self.passage.text.as_bytes().get(range.start) == Some(&b'&');
        if is_decoded {
            self.builder.push_decoded(text, self.at(range.start));
        } else {
            self.builder.push(text, self.at(range.start));
        }
    }
}
