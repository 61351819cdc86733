//! HTML in notes: tags go, text stays. Inline tags become marks and links, headings, lists and
//! tables the blocks that they are, everything else a block of HTML text.
//!
//! This is no HTML parser: it knows tags, not the tree.

use super::builder::{Builder, Depth};
use super::source::{self, OffsetMap};
use super::tag::{self, Piece, Tag};
use super::{BlockKind, HeadingStyle, Style};

/// One inline tag or comment, as it stands in a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Inline<'t> {
    Break,
    Comment(&'t str),
    Image {
        url: String,
        alt: String,
    },
    Open {
        name: &'static str,
        style: Option<Style>,
        url: Option<String>,
    },
    Close {
        name: &'static str,
    },
    /// Nothing that shows.
    Other,
    /// Angle brackets that are no HTML, such as `Vec<String>`.
    Text(&'t str),
}

/// Reads one tag or comment.
pub(super) fn inline(text: &str) -> Inline<'_> {
    let mut pieces = tag::Pieces::new(text);
    let (piece, range) = match pieces.next() {
        Some(next) => next,
        None => return Inline::Other,
    };
    if range.end < text.len() {
        return Inline::Text(text);
    }
    match piece {
        Piece::Comment(comment) => Inline::Comment(comment),
        Piece::Text(text) => Inline::Text(text),
        Piece::Hidden => Inline::Other,
        Piece::Tag(tag) => match tag.name {
            "br" => Inline::Break,
            name if tag.closes => Inline::Close { name },
            "img" => Inline::Image {
                url: tag.attribute("src").unwrap_or_default(),
                alt: tag.attribute("alt").unwrap_or_default(),
            },
            "a" => Inline::Open { name: "a", style: None, url: tag.attribute("href") },
            name => match style(name) {
                Some(style) => Inline::Open { name, style: Some(style), url: None },
                None => Inline::Other,
            },
        },
    }
}

fn style(name: &str) -> Option<Style> {
    match name {
        "b" | "strong" => Some(Style::Strong),
        "i" | "em" => Some(Style::Emphasis),
        "code" | "kbd" | "tt" | "samp" => Some(Style::Code),
        "s" | "del" | "strike" => Some(Style::Strikethrough),
        _ => None,
    }
}

/// The HTML lists that are open: they can go on over several blocks of HTML.
#[derive(Debug, Default)]
pub(super) struct Lists {
    ordered: Vec<bool>,
}

impl Lists {
    pub(super) fn clear(&mut self) {
        self.ordered.clear();
    }
}

/// Reads a block of HTML.
pub(super) fn read_block(
    builder: &mut Builder<'_>,
    text: &str,
    offsets: &OffsetMap,
    depth: Depth,
    lists: &mut Lists,
) {
    let html = BlockKind::Html { comment: false };
    let mut reader =
        Reader { builder, offsets, depth, lists, next: html, spans: Vec::new(), in_row: false };
    for (piece, range) in tag::Pieces::new(text) {
        match piece {
            Piece::Tag(tag) => reader.tag(&tag, range.start),
            Piece::Text(text) => reader.text(text, range.start),
            Piece::Comment(comment) => {
                let inside = range.start + text[range.clone()].find(comment).unwrap_or(0);
                reader.verbatim(true, comment, inside);
            }
            Piece::Hidden => {
                reader.verbatim(false, &text[range.clone()], range.start);
            }
        }
    }
    reader.end(text.len());
}

struct Reader<'b, 'a> {
    builder: &'b mut Builder<'a>,
    offsets: &'b OffsetMap,
    depth: Depth,
    lists: &'b mut Lists,
    /// What the next text begins.
    next: BlockKind,
    /// Open marks and links, with the tag that closes them.
    spans: Vec<(&'static str, Span)>,
    in_row: bool,
}

enum Span {
    Mark(usize),
    Link(usize),
}

impl Reader<'_, '_> {
    fn tag(&mut self, tag: &Tag<'_>, at: usize) {
        match tag.name {
            "br" => self.line_end(),
            "hr" => {
                self.end(at);
                let at = self.offsets.map(at);
                self.builder.rule(at..at + 1, self.depth);
            }
            "img" => self.reference(tag.attribute("src"), tag.attribute("alt"), true, at),
            "iframe" | "video" | "audio" | "source" | "embed" if !tag.closes => {
                self.reference(tag.attribute("src"), tag.attribute("title"), false, at);
            }
            "a" => self.span(tag, at),
            name if style(name).is_some() => self.span(tag, at),
            "tr" => {
                self.end(at);
                self.in_row = false;
            }
            "td" | "th" => self.cell(tag, at),
            "table" | "thead" | "tbody" | "tfoot" => {
                self.end(at);
                self.in_row = false;
            }
            name if tag::is_inline(name) => {}
            _ if self.in_row => self.line_end(),
            name => {
                self.end(at);
                self.begin(name, tag.closes);
            }
        }
    }

    /// A block begins, or goes on after one has ended.
    fn begin(&mut self, name: &str, closes: bool) {
        self.next = BlockKind::Html { comment: false };
        match (name, closes) {
            ("ul" | "ol", false) => self.lists.ordered.push(name == "ol"),
            ("ul" | "ol", true) => {
                self.lists.ordered.pop();
            }
            ("li", false) => {
                let ordered = self.lists.ordered.last().copied().unwrap_or(false);
                self.next = BlockKind::ListItem { ordered, checked: None };
            }
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => {
                let level = name.as_bytes()[1] - b'0';
                self.next = BlockKind::Heading { level, style: HeadingStyle::Atx };
            }
            _ => {}
        }
    }

    fn cell(&mut self, tag: &Tag<'_>, at: usize) {
        self.builder.end_cell();
        if tag.closes {
            return;
        }
        if !self.in_row {
            self.end(at);
            self.in_row = true;
            let kind = BlockKind::TableRow { head: tag.name == "th", cells: Vec::new() };
            self.builder.open(kind, self.offsets.map(at), self.depth);
        }
        self.builder.begin_cell(self.offsets.map(at));
    }

    fn text(&mut self, text: &str, at: usize) {
        let mut at = at;
        for line in text.split_inclusive('\n') {
            let content = line.strip_suffix('\n').unwrap_or(line);
            let blank = content.trim_ascii().is_empty();
            if !blank {
                let indent = content.len() - content.trim_ascii_start().len();
                self.open(at + indent);
            }
            if !blank || self.builder.is_open() {
                self.push(content, at);
            }
            if content.len() < line.len() {
                self.line_end();
            }
            at += line.len();
        }
    }

    fn push(&mut self, text: &str, at: usize) {
        let written = self.builder.open_text();
        let begins_cell = self.in_row && (written.is_empty() || written.ends_with(['\t', ' ']));
        let mut rest = if begins_cell { text.trim_ascii_start() } else { text };
        let mut at = at + (text.len() - rest.len());
        while let Some(start) = memchr::memchr(b'&', rest.as_bytes()) {
            self.builder.push(&rest[..start], self.offsets.map(at));
            rest = &rest[start..];
            at += start;
            let length = match tag::entity(rest) {
                Some((character, length)) => {
                    if let Some(character) = source::decoded(character) {
                        let text = &mut [0; 4];
                        self.builder.push(character.encode_utf8(text), self.offsets.map(at));
                    }
                    length
                }
                None => {
                    self.builder.push("&", self.offsets.map(at));
                    1
                }
            };
            rest = &rest[length..];
            at += length;
        }
        self.builder.push(rest, self.offsets.map(at));
    }

    /// Opens the block that text at byte `at` begins, if none is open.
    fn open(&mut self, at: usize) {
        if self.builder.is_open() {
            return;
        }
        let mut depth = self.depth;
        let lists = u8::try_from(self.lists.ordered.len()).unwrap_or(u8::MAX);
        let is_item = matches!(self.next, BlockKind::ListItem { .. });
        depth.list = depth.list.saturating_add(lists.max(u8::from(is_item)));
        let next = std::mem::replace(&mut self.next, BlockKind::Html { comment: false });
        self.builder.open(next, self.offsets.map(at), depth);
    }

    fn line_end(&mut self) {
        if self.in_row {
            let text = self.builder.open_text();
            if !text.is_empty() && !text.ends_with([' ', '\t']) {
                self.builder.push(" ", 0);
            }
        } else {
            self.builder.newline();
        }
    }

    fn reference(&mut self, url: Option<String>, text: Option<String>, image: bool, at: usize) {
        let Some(url) = url else { return };
        self.open(at);
        let link = self.builder.begin_link(&url, image);
        let text = text.unwrap_or_default();
        for word in text.split_whitespace() {
            if !self.builder.open_text().ends_with([' ', '\t', '\n']) {
                self.builder.push(" ", self.offsets.map(at));
            }
            self.builder.push(word, self.offsets.map(at));
        }
        self.builder.end_link(link);
    }

    fn span(&mut self, tag: &Tag<'_>, at: usize) {
        if tag.closes {
            let open = self.spans.iter().rev().take(8).position(|(name, _)| *name == tag.name);
            if let Some(above) = open {
                self.end_spans(self.spans.len() - above - 1);
            }
            return;
        }
        self.open(at);
        let span = match style(tag.name) {
            Some(style) => Span::Mark(self.builder.begin_mark(style)),
            None => match tag.attribute("href") {
                Some(url) => Span::Link(self.builder.begin_link(&url, false)),
                None => return,
            },
        };
        self.spans.push((tag.name, span));
    }

    fn end_spans(&mut self, keep: usize) {
        for (_, span) in self.spans.drain(keep..).rev() {
            match span {
                Span::Mark(mark) => self.builder.end_mark(mark),
                Span::Link(link) => {
                    self.builder.end_link(link);
                }
            }
        }
    }

    /// A comment, or the inside of a script, with its lines as they are.
    fn verbatim(&mut self, comment: bool, text: &str, at: usize) {
        self.end(at);
        let kind = BlockKind::Html { comment };
        let lead = text.len() - text.trim_ascii_start().len();
        self.builder.open(kind, self.offsets.map(at + lead), self.depth);
        let mut at = at;
        for line in text.split_inclusive('\n') {
            let content = line.trim_ascii();
            if !content.is_empty() {
                let indent = line.len() - line.trim_ascii_start().len();
                self.builder.push(content, self.offsets.map(at + indent));
            }
            self.builder.newline();
            at += line.len();
        }
        self.builder.close(self.offsets.map(at));
    }

    fn end(&mut self, at: usize) {
        self.end_spans(0);
        self.builder.close(self.offsets.map(at));
        self.next = BlockKind::Html { comment: false };
    }
}
