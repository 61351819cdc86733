//! What is inside of lines: styles, links, HTML tags, and text that is put aside.

use std::ops::Range;

use super::super::Style;
use super::super::builder::Builder;
use super::super::html::{self, Inline};
use super::{Leaf, Reader, one_line};

/// How many open spans are kept track of. More are nobody's writing, and following each of them over
/// each block would take quadratic time.
pub(super) const MAX_OPEN: usize = 32;

/// Something open in a line.
#[derive(Debug)]
pub(super) struct Span {
    over: Over,
    /// The HTML tag that began it, if one did.
    tag: Option<&'static str>,
}

/// What is open: its place in the outline's marks or links.
#[derive(Debug)]
enum Over {
    Mark(usize),
    Link { link: usize, title: Option<Aside> },
}

/// Text that is no part of the block it was met in, and follows it as a block of its own.
#[derive(Debug)]
pub(super) struct Aside {
    pub(super) text: String,
    pub(super) comment: bool,
    pub(super) span: Range<usize>,
}

impl Span {
    /// Ends it in the block that is open now.
    pub(super) fn end(&self, builder: &mut Builder<'_>) {
        match self.over {
            Over::Mark(mark) => builder.end_mark(mark),
            Over::Link { link, .. } => {
                builder.end_link(link);
            }
        }
    }

    /// Goes on in the block that is open now.
    pub(super) fn resume(&mut self, builder: &mut Builder<'_>) {
        match &mut self.over {
            Over::Mark(mark) => *mark = builder.resume_mark(*mark),
            Over::Link { link, .. } => *link = builder.resume_link(*link),
        }
    }
}

impl Reader<'_, '_, '_> {
    /// Reads `[[page]]`, `[[page|text]]` or `![[picture.png]]` at byte `at`, if there is one. The
    /// parser's own reading of them loses text where brackets are nested.
    pub(super) fn wikilink(&mut self, at: usize) -> bool {
        let (before, source) = self.passage.text.split_at(at);
        let image = source.starts_with('!');
        let Some(inside) = source[usize::from(image)..].strip_prefix("[[") else { return false };
        let Some(length) = inside.find(['[', ']', '\n']) else { return false };
        if length == 0 || !inside[length..].starts_with("]]") || before.ends_with('\\') {
            return false;
        }
        let inside = &inside[..length];
        if self.leaf == Leaf::Row && inside.contains('|') {
            // There it ends the cell.
            return false;
        }
        let (page, text) = inside.split_once('|').unwrap_or((inside, ""));
        let (page, text) = (page.trim_ascii(), text.trim_ascii());
        let link = self.builder.begin_link(page, image);
        self.builder.push(if text.is_empty() { page } else { text }, self.at(at));
        self.builder.end_link(link);
        self.skip_to = at + usize::from(image) + 2 + length + 2;
        true
    }

    pub(super) fn begin_mark(&mut self, style: Style, at: usize) {
        self.inline(at);
        let mark = self.builder.begin_mark(style);
        self.begin_span(Over::Mark(mark), None);
    }

    pub(super) fn begin_link(&mut self, url: &str, image: bool, title: &str, range: Range<usize>) {
        self.inline(range.start);
        let link = self.builder.begin_link(url, image);
        let title = (!title.is_empty()).then(|| Aside {
            text: one_line(title),
            comment: false,
            span: range,
        });
        self.begin_span(Over::Link { link, title }, None);
    }

    fn begin_span(&mut self, over: Over, tag: Option<&'static str>) {
        if self.spans.len() < MAX_OPEN || tag.is_none() {
            self.spans.push(Span { over, tag });
        }
    }

    /// Ends the innermost span of Markdown, and HTML tags that were left open inside of it.
    pub(super) fn end_span(&mut self) {
        while let Some(span) = self.spans.pop() {
            let is_tag = span.tag.is_some();
            self.close_span(span);
            if !is_tag {
                break;
            }
        }
    }

    fn close_span(&mut self, span: Span) {
        // Deeper ones are not carried on over blocks: where they began may be in another one.
        let is_tracked = self.spans.len() < MAX_OPEN;
        match span.over {
            Over::Mark(mark) if is_tracked => self.builder.end_mark(mark),
            Over::Mark(_) => {}
            Over::Link { link, title } => {
                let text = if is_tracked { self.builder.end_link(link) } else { "" };
                // A title that repeats the text says nothing.
                let title = title.filter(|title| !text.contains(title.text.as_str()));
                self.asides.extend(title);
            }
        }
    }

    pub(super) fn inline_html(&mut self, text: &str, range: Range<usize>) {
        self.inline(range.start);
        let at = self.at(range.start);
        self.last_end = range.end;
        match html::inline(text) {
            Inline::Break => self.builder.newline(),
            Inline::Comment(comment) => {
                let text = one_line(comment);
                if !text.is_empty() {
                    self.asides.push(Aside { text, comment: true, span: range });
                }
            }
            Inline::Image { url, alt } => {
                let link = self.builder.begin_link(&url, true);
                self.builder.push_decoded(&one_line(&alt), at);
                self.builder.end_link(link);
            }
            Inline::Open { name, style, url } => {
                if let Some(url) = url {
                    let link = self.builder.begin_link(&url, false);
                    self.begin_span(Over::Link { link, title: None }, Some(name));
                } else if let Some(style) = style {
                    let mark = self.builder.begin_mark(style);
                    self.begin_span(Over::Mark(mark), Some(name));
                }
            }
            Inline::Close { name } => self.close_tag(name),
            Inline::Other => {}
            Inline::Text(text) => self.builder.push(&one_line(text), at),
        }
    }

    /// Closes the innermost open tag of this name, if it was opened inside the same span.
    fn close_tag(&mut self, name: &str) {
        let inside = self.spans.iter().rev().take_while(|span| span.tag.is_some());
        let Some(above) = inside.take(MAX_OPEN).position(|span| span.tag == Some(name)) else {
            return;
        };
        for span in self.spans.split_off(self.spans.len() - above - 1).into_iter().rev() {
            self.close_span(span);
        }
    }
}
