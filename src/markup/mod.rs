//! Turns a note's text into an [`Outline`]: a flat list of blocks with byte spans and line numbers,
//! the same for Markdown and for plain text.
//!
//! What a note *is* is decided by its content, not by its extension. Nothing here knows what a
//! session is.
//!
//! `source` makes line ends and invisible characters plain, `front_matter` takes the settings off
//! the top, `dialect` chooses between `markdown` (with `html`) and `plain`, which share `habits`, and
//! both write through `builder`. Every step is linear in the note, whatever it holds.

mod builder;
mod definitions;
mod dialect;
mod front_matter;
mod habits;
mod html;
mod indented;
mod markdown;
mod plain;
mod source;
mod tag;
mod urls;

use std::borrow::Cow;
use std::ops::Range;

use builder::{Builder, Depth};
use front_matter::Top;
use markdown::Passage;
use source::{OffsetMap, Source};

pub(crate) use front_matter::FrontMatter;

/// A note's text with its markup removed, and what stood where.
///
/// All block texts lie one after the other in `text`, each followed by `\n`. A Document is a run
/// of consecutive blocks, so its body is one slice of `text`.
///
/// Everything readable is in `text`, `links` or `front_matter`: markup goes, words stay. What has no
/// place in its block (a link's title, a comment in a sentence, the text of a definition) is a block
/// of its own right after it. Lines never go back from one block to the next. In `text` there are no
/// other line ends than `\n`, no NUL, no other white space than spaces and tabs, and nothing
/// invisible but the joiners of emoji.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Outline {
    /// What the front matter said, where there was valid front matter.
    pub(crate) front_matter: Option<FrontMatter>,
    /// Why front matter was read as text: `(1-based line, message)`.
    pub(crate) problems: Vec<(u32, String)>,
    /// The text of all blocks, markup removed.
    pub(crate) text: String,
    /// Blocks in the order of the note; their `text` ranges tile `Outline::text`.
    pub(crate) blocks: Vec<Block>,
    /// Lines of `text` in order: each begins at `start` and stands on source line `line`.
    pub(crate) lines: Vec<Line>,
    /// Runs of `text` with a style, by start; each lies in one block.
    pub(crate) marks: Vec<Mark>,
    /// Links and images, by start of their text, and addresses that stand in the text as they are;
    /// each lies in one block. The text is empty for a reference without text.
    pub(crate) links: Vec<LinkSpan>,
}

/// One block: a heading, a paragraph, a list item's own text, a table row …
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    /// Bytes of the note's source; those of a list item begin at its text or at its marker.
    pub(crate) span: Range<usize>,
    /// Bytes of [`Outline::text`], with the closing `\n`.
    pub(crate) text: Range<usize>,
    /// 1-based first and last source line.
    pub(crate) line_start: u32,
    pub(crate) line_end: u32,
    /// How many lists the block is in: 0 outside, 1 for a top-level item.
    pub(crate) list_depth: u8,
    /// How many block quotes the block is in.
    pub(crate) quote_depth: u8,
    /// Whether a blank line stands before the block in the source.
    pub(crate) after_blank: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum BlockKind {
    /// `level` 1 to 6. In plain text a heading *candidate*: a short line standing alone that reads
    /// like a title, level 1.
    Heading {
        level: u8,
        style: HeadingStyle,
    },
    Paragraph,
    /// The first paragraph of a list item; what follows in the item are blocks of their own with
    /// the same `list_depth`. A line that hangs on to an item for want of a blank line, and reads
    /// like something new, is a paragraph.
    ListItem {
        ordered: bool,
        checked: Option<bool>,
    },
    /// A table's head or body row: one range of [`Outline::text`] for each cell, also for those
    /// beyond the head's; empty ones at the end are left out. Cells are separated by `\t` in the
    /// text, and have `\n` where they have `<br>`.
    TableRow {
        head: bool,
        cells: Vec<Range<usize>>,
    },
    /// A fenced or indented code block; `info` is the first word of the fence's info string, and
    /// what follows it is the first line of the text.
    Code {
        info: String,
    },
    /// Text that was HTML: its tags removed, or the inside of a comment. Headings, list items and
    /// table rows in HTML are blocks of those kinds.
    Html {
        comment: bool,
    },
    /// A thematic break. Its text is empty (only the `\n`).
    Rule,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadingStyle {
    /// `# Title`, and `#Title` where the note does so.
    Atx,
    /// Underlined with `===` or `---`.
    Setext,
    /// `== Title` as in AsciiDoc, `= Title =` as in wikis.
    Equals,
    /// A plain-text line that reads like a title.
    Plain,
}

/// Where a line of [`Outline::text`] begins and which source line it stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) start: usize,
    pub(crate) line: u32,
}

/// A styled run of [`Outline::text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) range: Range<usize>,
    pub(crate) style: Style,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Strong,
    Emphasis,
    Code,
    Strikethrough,
}

/// A link or image over a run of [`Outline::text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkSpan {
    pub(crate) range: Range<usize>,
    pub(crate) url: String,
    pub(crate) image: bool,
}

impl Outline {
    /// A block's text without the closing newline.
    pub(crate) fn text_of(&self, block: &Block) -> &str {
        self.text[block.text.clone()].trim_end_matches('\n')
    }

    /// The title in the front matter.
    pub(crate) fn front_title(&self) -> Option<&str> {
        self.front_matter.as_ref()?.title.as_deref()
    }

    /// The source line of byte `at` of [`Outline::text`].
    pub(crate) fn line_at(&self, at: usize) -> u32 {
        let after = self.lines.partition_point(|line| line.start <= at);
        self.lines[..after].last().map_or(1, |line| line.line)
    }
}

/// Reads a note's text. Total: any text has an outline.
pub(crate) fn parse(text: &str) -> Outline {
    let source = Source::new(text);
    let mut builder = Builder::new(&source);
    let mut front_matter = None;
    let mut problems = Vec::new();
    let (start, is_post) = match front_matter::read(source.text()) {
        Top::Text => (0, false),
        Top::Settings { settings, end } => {
            front_matter = Some(settings);
            (end, true)
        }
        Top::Broken { line, message, inside, end } => {
            problems.push((line, message));
            plain::read_lines(&mut builder, inside);
            (end, end > 0)
        }
    };
    let rest = &source.text()[start..];
    if is_post || dialect::is_markdown(rest) {
        let mut offsets = OffsetMap::default();
        if start > 0 {
            offsets.jump(0, start);
        }
        let depth = Depth::default();
        let passage = Passage { text: Cow::Borrowed(rest), offsets, depth, rereads: 0 };
        markdown::read(&mut builder, &passage);
    } else {
        plain::read(&mut builder);
    }
    let mut outline = builder.finish();
    outline.front_matter = front_matter;
    outline.problems = problems;
    urls::add_bare_links(&mut outline);
    outline
}

#[cfg(test)]
mod tests;
