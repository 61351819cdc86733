//! Markdown to blocks, through pulldown-cmark's events; the only user of that crate.
//!
//! It reads CommonMark with tables, strikethrough and task lists, and then what note-takers mean
//! where CommonMark says otherwise: see [`habits`](super::habits), and
//! [`indented`](super::indented) for text that is indented like code.
//!
//! Here is what becomes of each event; `blocks`, `lines` and `spans` hold what is done then.

mod blocks;
mod lines;
mod spans;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::builder::{Builder, Depth};
use super::habits;
use super::source::OffsetMap;
use super::{BlockKind, Style, definitions, html};
use spans::{Aside, Span};

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
                let attributes = habits::attribute_list(&self.passage.text[range.end..]);
                self.skip_to = self.skip_to.max(range.end + attributes);
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
