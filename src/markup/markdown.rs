//! Markdown to blocks, through pulldown-cmark's events; the only user of that crate.
//!
//! It reads CommonMark with tables, strikethrough and task lists, and then what note-takers mean
//! where CommonMark says otherwise: see [`habits`](super::habits), and
//! [`indented`](super::indented) for text that is indented like code.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::builder::{Builder, Depth};
use super::habits::{self, Shape};
use super::html::{self, Inline};
use super::source::OffsetMap;
use super::{BlockKind, HeadingStyle, Style, definitions, indented};

const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_TASKLISTS);

/// A text to read and where it stands.
pub(super) struct Passage<'t> {
    pub(super) text: Cow<'t, str>,
    /// From bytes of `text` to bytes of the source.
    pub(super) offsets: OffsetMap,
    pub(super) depth: Depth,
    /// How many times text that was indented like code was read anew to come here.
    pub(super) rereads: u8,
}

/// Reads `passage` into `builder`.
pub(super) fn read(builder: &mut Builder<'_>, passage: &Passage<'_>) {
    let parser = Parser::new_ext(&passage.text, OPTIONS);
    let definitions = parser.reference_definitions().iter().next().is_some();
    let definitions = definitions::Labels::new(&passage.text, definitions);
    let mut reader = Reader {
        builder,
        passage,
        definitions,
        ordered: Vec::new(),
        quotes: 0,
        leaf: Leaf::None,
        item: None,
        line_start: false,
        last_break: 0,
        skip_to: 0,
        last_end: 0,
        seen: 0,
        indents: Vec::new(),
        spans: Vec::new(),
        asides: Vec::new(),
        scratch: String::new(),
        scratch_offsets: OffsetMap::default(),
        html_lists: html::Lists::default(),
    };
    for (event, range) in parser.into_offset_iter() {
        reader.event(event, range);
    }
    reader.close(passage.text.len());
    reader.definitions_before(passage.text.len());
}

/// Which block the events are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaf {
    None,
    /// Paragraphs and list items: their lines are read by habit.
    Lines,
    /// A line of dashes below text that is no title: the text is a paragraph, the dashes a rule.
    RuledLines,
    Heading,
    Fenced,
    Indented,
    Html,
    Row,
}

/// A list item whose text has not begun.
#[derive(Clone, Copy, Debug)]
struct Item {
    ordered: bool,
    checked: Option<bool>,
}

/// Something open in a line: its place in the outline's marks or links.
#[derive(Debug)]
enum Span {
    Mark(usize),
    Link {
        link: usize,
        title: Option<Aside>,
    },
    /// An HTML tag that was opened in a paragraph.
    Tag {
        name: &'static str,
        inner: Option<Box<Span>>,
    },
}

/// Text that is no part of the block it was met in, and follows it as a block of its own.
#[derive(Debug)]
struct Aside {
    text: String,
    comment: bool,
    span: Range<usize>,
}

impl Span {
    fn end(&self, builder: &mut Builder<'_>) {
        match self {
            Span::Mark(mark) => builder.end_mark(*mark),
            Span::Link { link, .. } => {
                builder.end_link(*link);
            }
            Span::Tag { inner: Some(inner), .. } => inner.end(builder),
            Span::Tag { inner: None, .. } => {}
        }
    }

    /// Goes on in the block that is open now.
    fn resume(&mut self, builder: &mut Builder<'_>) {
        match self {
            Span::Mark(mark) => *mark = builder.resume_mark(*mark),
            Span::Link { link, .. } => *link = builder.resume_link(*link),
            Span::Tag { inner: Some(inner), .. } => inner.resume(builder),
            Span::Tag { inner: None, .. } => {}
        }
    }
}

struct Reader<'b, 'a, 't> {
    builder: &'b mut Builder<'a>,
    passage: &'b Passage<'t>,
    definitions: definitions::Labels,
    /// The lists around the current event: whether each is ordered.
    ordered: Vec<bool>,
    quotes: usize,
    leaf: Leaf,
    item: Option<Item>,
    /// Whether the next event begins a line whose shape counts.
    line_start: bool,
    /// Where the line break before that line is.
    last_break: usize,
    /// Text before this byte is a marker that was read already.
    skip_to: usize,
    last_end: usize,
    /// Blocks up to this byte are in the outline.
    seen: usize,
    /// The columns of the items that were found in the current paragraph.
    indents: Vec<usize>,
    spans: Vec<Span>,
    asides: Vec<Aside>,
    scratch: String,
    scratch_offsets: OffsetMap,
    html_lists: html::Lists,
}

impl Reader<'_, '_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::SoftBreak | Event::HardBreak => self.line_break(range.start),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Code(_) | Event::InlineHtml(_) if range.start < self.skip_to => {}
            Event::Code(text) => {
                self.inline(range.start);
                let mark = self.builder.begin_mark(Style::Code);
                self.builder.push(&text, self.at(range.start));
                self.builder.end_mark(mark);
                self.last_end = range.end;
            }
            Event::Html(text) => self.collect(&text, range),
            Event::InlineHtml(text) => self.inline_html(&text, range),
            Event::Rule => {
                self.leave_html();
                self.begin_block(range.start);
                self.item = None;
                self.builder.rule(self.span(&range), self.depth());
                self.seen = range.end;
            }
            Event::TaskListMarker(checked) => {
                if let Some(item) = &mut self.item {
                    item.checked = Some(checked);
                }
            }
            // Not switched on; their text would be kept all the same.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text, range);
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.leave_html();
                self.begin_block(range.start);
                self.begin_lines(Leaf::Lines, range.start);
            }
            Tag::Heading { level, .. } => {
                self.leave_html();
                self.begin_block(range.start);
                self.heading(level, range);
            }
            Tag::BlockQuote(_) => {
                self.begin_block(range.start);
                self.quotes += 1;
            }
            Tag::CodeBlock(kind) => {
                self.begin_block(range.start);
                self.code(kind, range);
            }
            Tag::HtmlBlock => {
                self.begin_block(range.start);
                self.begin_collecting(Leaf::Html);
            }
            Tag::List(first) => {
                self.begin_block(range.start);
                self.ordered.push(first.is_some());
            }
            Tag::Item => {
                self.begin_block(range.start);
                let ordered = self.ordered.last().copied().unwrap_or(false);
                self.item = Some(Item { ordered, checked: None });
            }
            Tag::Table(_) => {
                self.leave_html();
                self.begin_block(range.start);
            }
            Tag::TableHead | Tag::TableRow => {
                self.item = None;
                let kind = BlockKind::TableRow { head: tag == Tag::TableHead, cells: Vec::new() };
                self.leaf = Leaf::Row;
                self.line_start = false;
                self.last_end = range.start;
                self.builder.open(kind, self.at(range.start), self.depth());
            }
            Tag::TableCell => self.builder.begin_cell(self.at(range.start)),
            Tag::Emphasis => self.begin_mark(Style::Emphasis, range.start),
            Tag::Strong => self.begin_mark(Style::Strong, range.start),
            Tag::Strikethrough => self.begin_mark(Style::Strikethrough, range.start),
            Tag::Link { link_type, dest_url, title, .. } => {
                let title = own_title(link_type, &title);
                if link_type == LinkType::Email {
                    self.begin_link(&format!("mailto:{dest_url}"), false, title, range);
                } else {
                    self.begin_link(&dest_url, false, title, range);
                }
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                self.begin_link(&dest_url, true, own_title(link_type, &title), range);
            }
            // Not switched on.
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => {
                self.close(range.end);
                self.seen = range.end;
            }
            TagEnd::Heading(_) => self.end_heading(range),
            TagEnd::BlockQuote(_) => {
                self.close(self.last_end);
                self.quotes = self.quotes.saturating_sub(1);
                self.seen = self.seen.max(range.end);
            }
            TagEnd::CodeBlock if self.leaf == Leaf::Indented => self.end_indented(range),
            TagEnd::CodeBlock => {
                self.close(range.end);
                self.seen = range.end;
            }
            TagEnd::HtmlBlock => self.end_html(range),
            TagEnd::List(_) => {
                self.close(self.last_end);
                self.ordered.pop();
            }
            TagEnd::Item => {
                self.close(self.last_end);
                self.item = None;
            }
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(range),
            TagEnd::Table => self.seen = range.end,
            TagEnd::TableCell => {
                self.builder.end_cell();
                self.last_end = range.end;
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image => {
                self.last_end = range.end;
                self.end_span();
            }
            TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    // --- blocks ---

    /// Closes what is open and adds the definitions that stand before `start`.
    fn begin_block(&mut self, start: usize) {
        self.close(start);
        self.definitions_before(start);
    }

    fn begin_lines(&mut self, leaf: Leaf, start: usize) {
        self.leaf = leaf;
        self.line_start = true;
        self.last_break = start;
        self.indents.clear();
    }

    fn heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        let text = &self.passage.text[range.clone()];
        let is_atx = text.starts_with('#');
        if !is_atx && level == HeadingLevel::H2 && !reads_like_a_heading(text) {
            self.begin_lines(Leaf::RuledLines, range.start);
            return;
        }
        self.item = None;
        let style = if is_atx { HeadingStyle::Atx } else { HeadingStyle::Setext };
        let kind = BlockKind::Heading { level: level as u8, style };
        self.builder.open(kind, self.at(range.start), self.depth());
        self.leaf = Leaf::Heading;
        self.line_start = false;
    }

    fn end_heading(&mut self, range: Range<usize>) {
        if self.leaf == Leaf::RuledLines {
            self.close(self.last_end);
            let text = self.passage.text[range.clone()].trim_ascii_end();
            let rule = range.start + text.rfind('\n').map_or(0, |at| at + 1);
            let end = range.start + text.len();
            self.builder.rule(self.span(&(rule..end)), self.depth());
        }
        self.close(range.end);
        self.seen = range.end;
    }

    fn code(&mut self, kind: CodeBlockKind<'_>, range: Range<usize>) {
        let CodeBlockKind::Fenced(info) = kind else {
            self.begin_collecting(Leaf::Indented);
            return;
        };
        self.item = None;
        let (name, more) =
            info.trim_ascii().split_once(char::is_whitespace).unwrap_or((info.trim_ascii(), ""));
        let kind = BlockKind::Code { info: name.to_owned() };
        self.builder.open(kind, self.at(range.start), self.depth());
        if !more.trim_ascii().is_empty() {
            self.builder.push_decoded(more.trim_ascii(), self.at(range.start));
            self.builder.newline();
        }
        self.leaf = Leaf::Fenced;
    }

    fn begin_collecting(&mut self, leaf: Leaf) {
        self.leaf = leaf;
        self.scratch.clear();
        self.scratch_offsets = OffsetMap::default();
    }

    /// Puts aside text whose block is read when it is complete.
    fn collect(&mut self, text: &str, range: Range<usize>) {
        self.scratch_offsets.jump(self.scratch.len(), self.at(range.start));
        self.scratch.push_str(text);
        self.last_end = range.end;
    }

    fn end_indented(&mut self, range: Range<usize>) {
        let text = std::mem::take(&mut self.scratch);
        let offsets = std::mem::take(&mut self.scratch_offsets);
        self.leaf = Leaf::None;
        let depth = self.depth();
        if self.passage.rereads < indented::MAX_REREADS && indented::is_prose(&text) {
            self.item = None;
            let passage = indented::unindent(&text, &offsets, depth, self.passage.rereads + 1);
            read(self.builder, &passage);
        } else {
            self.item = None;
            let span = self.span(&range);
            self.builder.open(BlockKind::Code { info: String::new() }, span.start, depth);
            for (at, line) in lines(&text) {
                self.builder.push_verbatim(line, offsets.map(at));
            }
            self.builder.close(span.end);
        }
        self.scratch = text;
        self.seen = range.end;
    }

    fn end_html(&mut self, range: Range<usize>) {
        self.leaf = Leaf::None;
        self.item = None;
        let depth = self.depth();
        html::read_block(
            self.builder,
            &self.scratch,
            &self.scratch_offsets,
            depth,
            &mut self.html_lists,
        );
        self.seen = range.end;
    }

    /// HTML lists end where Markdown goes on.
    fn leave_html(&mut self) {
        self.html_lists.clear();
    }

    /// The cells beyond the head's are no cells to CommonMark, and text to us.
    fn end_row(&mut self, range: Range<usize>) {
        let rest = self.passage.text.get(self.last_end..range.end).unwrap_or("");
        let mut at = self.last_end;
        for cell in rest.split('|') {
            let text = cell.trim_ascii();
            if !text.is_empty() {
                let start = self.at(at + (cell.len() - cell.trim_ascii_start().len()));
                self.builder.begin_cell(start);
                self.builder.push(text, start);
                self.builder.end_cell();
            }
            at += cell.len() + 1;
        }
        self.close(range.end);
        self.seen = range.end;
    }

    /// Leaves the block that the events were in.
    fn close(&mut self, end: usize) {
        // What is still open are HTML tags that nobody closed.
        while !self.spans.is_empty() {
            self.end_span();
        }
        self.flush(end);
        self.seen = self.seen.max(self.last_end);
        self.leaf = Leaf::None;
        self.line_start = false;
        self.indents.clear();
    }

    /// Closes the open block, and adds what was put aside in it; the paragraph may go on.
    fn flush(&mut self, end: usize) {
        for span in &self.spans {
            span.end(self.builder);
        }
        self.builder.close(self.at(end));
        if !self.asides.is_empty() {
            let depth = self.depth();
            for aside in std::mem::take(&mut self.asides) {
                let kind = if aside.comment {
                    BlockKind::Html { comment: true }
                } else {
                    BlockKind::Paragraph
                };
                let span = self.span(&aside.span);
                self.builder.block(kind, span, depth, &aside.text, None);
            }
        }
    }

    fn definitions_before(&mut self, start: usize) {
        if self.definitions.is_empty() {
            return;
        }
        if let Some(gap) = self.passage.text.get(self.seen..start) {
            for found in self.definitions.rest_in(gap) {
                let span = self.seen + found.span.start..self.seen + found.span.end;
                let (span, depth) = (self.span(&span), self.depth());
                let kind = if found.comment {
                    BlockKind::Html { comment: true }
                } else {
                    BlockKind::Paragraph
                };
                self.builder.block(kind, span, depth, &found.text, found.url.as_deref());
            }
            self.seen = start;
        }
    }

    /// Goes on in a new block with a line of the paragraph that was open.
    fn split(&mut self, kind: BlockKind, at: usize, depth: Depth) {
        self.flush(self.last_break);
        self.builder.open(kind, self.at(at), depth);
        for span in &mut self.spans {
            span.resume(self.builder);
        }
    }

    // --- lines ---

    /// Prepares for inline content that begins at byte `at`.
    fn inline(&mut self, at: usize) {
        if self.leaf == Leaf::None {
            // Text of a list item that is not in a paragraph of its own.
            self.definitions_before(at);
            self.begin_lines(Leaf::Lines, at);
        }
        if self.line_start {
            self.line_start = false;
            self.begin_line(at);
        }
    }

    fn begin_line(&mut self, at: usize) {
        let text = &*self.passage.text;
        let shape = match text.as_bytes().get(at) {
            Some(b'#' | b'=' | b'-' | b'*' | b'+' | b'0'..=b'9' | 0xe2 | 0xc2) => {
                let end = memchr::memchr(b'\n', &text.as_bytes()[at..])
                    .map_or(text.len(), |length| at + length);
                let columns = self.columns_before(at);
                habits::shape(&text[at..end], columns >= 4).map(|shape| (shape, columns))
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

    /// Opens a block for a line with a shape of its own, unless the shape means nothing here.
    fn begin_shaped(&mut self, shape: Shape, columns: usize, at: usize) -> bool {
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
    fn leaves_item(&self, at: usize) -> bool {
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
    fn columns_before(&self, at: usize) -> usize {
        let text = &*self.passage.text;
        let blank = text[..at].trim_end_matches([' ', '\t']).len();
        habits::indentation(&text[blank..at])
    }

    fn line_break(&mut self, at: usize) {
        if self.builder.is_open() {
            self.builder.newline();
        }
        self.last_break = at;
        self.line_start = matches!(self.leaf, Leaf::Lines | Leaf::RuledLines);
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
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
        self.inline(range.start);
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

    // --- inside lines ---

    /// Reads `[[page]]`, `[[page|text]]` or `![[picture.png]]` at byte `at`, if there is one. The
    /// parser's own reading of them loses text where brackets are nested.
    fn wikilink(&mut self, at: usize) -> bool {
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

    fn begin_mark(&mut self, style: Style, at: usize) {
        self.inline(at);
        let mark = self.builder.begin_mark(style);
        self.spans.push(Span::Mark(mark));
    }

    fn begin_link(&mut self, url: &str, image: bool, title: &str, range: Range<usize>) {
        self.inline(range.start);
        let link = self.builder.begin_link(url, image);
        let title = (!title.is_empty()).then(|| Aside {
            text: one_line(title),
            comment: false,
            span: range,
        });
        self.spans.push(Span::Link { link, title });
    }

    fn end_span(&mut self) {
        // HTML tags that were left open inside end here, too.
        while let Some(Span::Tag { .. }) = self.spans.last() {
            if let Some(Span::Tag { inner: Some(inner), .. }) = self.spans.pop() {
                self.close_span(*inner);
            }
        }
        if let Some(span) = self.spans.pop() {
            self.close_span(span);
        }
    }

    fn close_span(&mut self, span: Span) {
        match span {
            Span::Mark(mark) => self.builder.end_mark(mark),
            Span::Link { link, title } => {
                let text = self.builder.end_link(link);
                // A title that repeats the text says nothing.
                let title = title.filter(|title| !text.contains(title.text.as_str()));
                self.asides.extend(title);
            }
            Span::Tag { .. } => {}
        }
    }

    fn inline_html(&mut self, text: &str, range: Range<usize>) {
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
                let inner = match (style, url) {
                    (_, Some(url)) => {
                        let link = self.builder.begin_link(&url, false);
                        Some(Box::new(Span::Link { link, title: None }))
                    }
                    (Some(style), None) => {
                        Some(Box::new(Span::Mark(self.builder.begin_mark(style))))
                    }
                    (None, None) => None,
                };
                if inner.is_some() {
                    self.spans.push(Span::Tag { name, inner });
                }
            }
            Inline::Close { name } => self.close_tag(name),
            Inline::Other => {}
            Inline::Text(text) => self.builder.push(&one_line(text), at),
        }
    }

    /// Closes the innermost open tag of this name, if it was opened inside the same span.
    fn close_tag(&mut self, name: &str) {
        let open = self
            .spans
            .iter()
            .rev()
            .take(8)
            .take_while(|span| matches!(span, Span::Tag { .. }))
            .position(|span| matches!(span, Span::Tag { name: open, .. } if *open == name));
        if let Some(above) = open {
            for span in self.spans.split_off(self.spans.len() - above - 1).into_iter().rev() {
                if let Span::Tag { inner: Some(inner), .. } = span {
                    self.close_span(*inner);
                }
            }
        }
    }

    // --- places ---

    fn at(&self, at: usize) -> usize {
        self.passage.offsets.map(at)
    }

    fn span(&self, range: &Range<usize>) -> Range<usize> {
        self.at(range.start)..self.at(range.end)
    }

    fn depth(&self) -> Depth {
        let add =
            |base: u8, more: usize| base.saturating_add(u8::try_from(more).unwrap_or(u8::MAX));
        Depth {
            list: add(self.passage.depth.list, self.ordered.len() + self.indents.len()),
            quote: add(self.passage.depth.quote, self.quotes),
        }
    }
}

/// The title of a link that stands with the link. That of a definition is text where the definition
/// is, however many links use it.
fn own_title(link_type: LinkType, title: &str) -> &str {
    if link_type == LinkType::Inline { title } else { "" }
}

/// Whether text with a line of dashes below it is meant as a heading: one line, no sentence.
fn reads_like_a_heading(text: &str) -> bool {
    let mut lines = text.trim_ascii_end().split('\n');
    let title = lines.next().unwrap_or("").trim_ascii();
    let is_one_line = lines.next().is_some() && lines.next().is_none();
    let is_sentence = title.ends_with(['.', ',', ';']) && !title.ends_with("...");
    is_one_line && !is_sentence && title.len() <= 240
}

/// The lines of `text` with their line ends, and where each begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    })
}

/// `text` with its runs of white space as one space.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
