//! Puts an [`Outline`] together: opens and closes blocks, and keeps text, lines, marks and links
//! in step. Both parsers write through it, so an outline's invariants are held here.

use super::source::{self, Source};
use super::{Block, BlockKind, HeadingStyle, Line, LinkSpan, Mark, Outline, Style};

/// An outline in the making. Offsets that go in are bytes of [`Source::text`].
#[derive(Debug)]
pub(super) struct Builder<'a> {
    pub(super) source: &'a Source<'a>,
    out: Outline,
    open: Option<Open>,
    /// Whether the current line of text has its entry in `Outline::lines`.
    line_begun: bool,
    /// Where the source was asked about last.
    near_line: usize,
    near_jump: usize,
    /// The 1-based line of the line of text, and of the block, that was written last: lines never
    /// go back, not even for what a paragraph put aside for after it.
    last_line: u32,
    last_block_line: u32,
    /// Where the block begins that was written last.
    last_start: usize,
}

/// The block that is being written.
#[derive(Debug)]
struct Open {
    kind: BlockKind,
    start: usize,
    text_start: usize,
    depth: Depth,
    marks_before: usize,
    links_before: usize,
}

/// How many lists and block quotes a block is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Depth {
    pub(super) list: u8,
    pub(super) quote: u8,
}

impl<'a> Builder<'a> {
    pub(super) fn new(source: &'a Source<'a>) -> Builder<'a> {
        let mut out = Outline::default();
        out.text.reserve(source.text().len() + 16);
        out.lines.reserve(source.line_count());
        out.blocks.reserve(source.line_count().min(1 << 14) / 2);
        Builder {
            source,
            out,
            open: None,
            line_begun: false,
            near_line: 0,
            near_jump: 0,
            last_line: 1,
            last_block_line: 1,
            last_start: 0,
        }
    }

    pub(super) fn finish(mut self) -> Outline {
        let end = self.source.text().len();
        self.close(end);
        self.out.marks.retain(|mark| !mark.range.is_empty());
        self.out
    }

    /// The kind of the block that is open.
    pub(super) fn open_kind(&self) -> Option<&BlockKind> {
        self.open.as_ref().map(|open| &open.kind)
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// The text of the open block so far.
    pub(super) fn open_text(&self) -> &str {
        self.open.as_ref().map_or("", |open| &self.out.text[open.text_start..])
    }

    /// Opens a block, closing the one before it.
    pub(super) fn open(&mut self, kind: BlockKind, start: usize, depth: Depth) {
        self.close(start);
        self.open = Some(Open {
            kind,
            start,
            text_start: self.out.text.len(),
            depth,
            marks_before: self.out.marks.len(),
            links_before: self.out.links.len(),
        });
    }

    /// Sets the checkbox of the list item that is open.
    pub(super) fn check(&mut self, done: bool) {
        if let Some(Open { kind: BlockKind::ListItem { checked, .. }, .. }) = &mut self.open {
            *checked = Some(done);
        }
    }

    /// Adds text without line ends that begins at byte `at`. White space at the start of a line
    /// is left out.
    pub(super) fn push(&mut self, text: &str, at: usize) {
        let text = if self.line_begun { text } else { text.trim_start_matches([' ', '\t']) };
        if !text.is_empty() {
            self.begin_line(at);
            self.out.text.push_str(text);
        }
    }

    /// Adds text as it is, with its leading white space; each of its lines on its own line.
    pub(super) fn push_verbatim(&mut self, text: &str, at: usize) {
        let mut at = at;
        for line in text.split_inclusive('\n') {
            let content = line.strip_suffix('\n').unwrap_or(line);
            if !content.is_empty() {
                self.begin_line(at);
                self.out.text.push_str(content);
            }
            if content.len() < line.len() {
                self.end_line(at + content.len());
            }
            at += line.len();
        }
    }

    /// Adds text that was decoded from an entity.
    pub(super) fn push_decoded(&mut self, text: &str, at: usize) {
        for character in text.chars().filter_map(source::decoded) {
            self.push(character.encode_utf8(&mut [0; 4]), at);
        }
    }

    /// Ends the line of text, if there is anything on it.
    pub(super) fn newline(&mut self) {
        if self.line_begun {
            self.out.text.push('\n');
            self.line_begun = false;
        }
    }

    /// Ends the line of text, which may be empty; the line end stands at byte `at`.
    fn end_line(&mut self, at: usize) {
        self.begin_line(at);
        self.out.text.push('\n');
        self.line_begun = false;
    }

    /// Begins the next cell of the open table row.
    pub(super) fn begin_cell(&mut self, at: usize) {
        let Some(cells) = self.open_cells() else { return };
        let separated = !cells.is_empty();
        self.begin_line(at);
        if separated {
            self.out.text.push('\t');
        }
        let start = self.out.text.len();
        if let Some(cells) = self.open_cells() {
            cells.push(start..start);
        }
    }

    pub(super) fn end_cell(&mut self) {
        let end = self.out.text.len();
        let Some(start) = self.open_cells().and_then(|cells| cells.last()).map(|cell| cell.start)
        else {
            return;
        };
        let end = start + self.out.text[start..end].trim_ascii_end().len();
        if let Some(cell) = self.open_cells().and_then(|cells| cells.last_mut()) {
            cell.end = end;
        }
    }

    fn open_cells(&mut self) -> Option<&mut Vec<std::ops::Range<usize>>> {
        match &mut self.open {
            Some(Open { kind: BlockKind::TableRow { cells, .. }, .. }) => Some(cells),
            _ => None,
        }
    }

    /// Begins a styled run; the answer goes to [`Builder::end_mark`].
    pub(super) fn begin_mark(&mut self, style: Style) -> usize {
        let at = self.out.text.len();
        self.out.marks.push(Mark { range: at..at, style });
        self.out.marks.len() - 1
    }

    pub(super) fn end_mark(&mut self, mark: usize) {
        if let Some(mark) = self.out.marks.get_mut(mark) {
            mark.range.end = self.out.text.len().max(mark.range.start);
        }
    }

    /// Begins a link or image; the answer goes to [`Builder::end_link`].
    pub(super) fn begin_link(&mut self, url: &str, image: bool) -> usize {
        let at = self.out.text.len();
        self.out.links.push(LinkSpan { range: at..at, url: url.to_owned(), image });
        self.out.links.len() - 1
    }

    /// Ends a link and returns the text it is over.
    pub(super) fn end_link(&mut self, link: usize) -> &str {
        match self.out.links.get_mut(link) {
            Some(link) => {
                link.range.end = self.out.text.len().max(link.range.start);
                &self.out.text[link.range.clone()]
            }
            None => "",
        }
    }

    /// Begins the same mark again, in the block that is open now.
    pub(super) fn resume_mark(&mut self, mark: usize) -> usize {
        match self.out.marks.get(mark).map(|mark| mark.style) {
            Some(style) => self.begin_mark(style),
            None => mark,
        }
    }

    /// Begins the same link again, in the block that is open now.
    pub(super) fn resume_link(&mut self, link: usize) -> usize {
        match self.out.links.get(link).cloned() {
            Some(before) => self.begin_link(&before.url, before.image),
            None => link,
        }
    }

    /// Adds a block of one piece of text without line ends, which links to `url` when given.
    pub(super) fn block(
        &mut self,
        kind: BlockKind,
        span: std::ops::Range<usize>,
        depth: Depth,
        text: &str,
        url: Option<&str>,
    ) {
        self.open(kind, span.start, depth);
        let link = url.map(|url| self.begin_link(url, false));
        self.push(text, span.start);
        if let Some(link) = link {
            self.end_link(link);
        }
        self.close(span.end);
    }

    /// Adds a thematic break.
    pub(super) fn rule(&mut self, span: std::ops::Range<usize>, depth: Depth) {
        self.open(BlockKind::Rule, span.start, depth);
        self.close(span.end);
    }

    /// Closes the open block, which ends before byte `end`. One that says nothing, in text, links
    /// or the language of its code, leaves no trace.
    pub(super) fn close(&mut self, end: usize) {
        let Some(mut open) = self.open.take() else { return };
        self.trim_end(&mut open);
        let is_empty = self.out.text.len() == open.text_start;
        let says_something = match &open.kind {
            BlockKind::Rule => true,
            BlockKind::Code { info } => !info.is_empty(),
            _ => self.out.links.len() > open.links_before,
        };
        if is_empty && !says_something {
            if self.line_begun {
                self.out.lines.pop();
                self.line_begun = false;
            }
            return;
        }
        let start = open.start.max(self.last_start);
        let end = end.max(start);
        self.last_start = start;
        let end = start + self.source.text()[start..end].trim_ascii_end().len();
        if is_empty {
            self.begin_line(start);
        }
        self.out.text.push('\n');
        self.line_begun = false;
        let line_start = self.line_of(start);
        let after_blank = self.is_blank_before(line_start, open.depth);
        let line_end = line_number(self.line_of(end.saturating_sub(1).max(start)));
        let line_start = line_number(line_start).max(self.last_block_line);
        self.last_block_line = line_end.max(line_start);
        self.last_line = self.last_block_line;
        let from = self.source.original(start, &mut self.near_jump);
        let span = from..self.source.original(end, &mut self.near_jump);
        self.out.blocks.push(Block {
            kind: open.kind,
            span,
            text: open.text_start..self.out.text.len(),
            line_start,
            line_end: self.last_block_line,
            list_depth: open.depth.list,
            quote_depth: open.depth.quote,
            after_blank,
        });
    }

    /// Removes white space, and a wiki heading's closing `==`, from the end of the open block.
    fn trim_end(&mut self, open: &mut Open) {
        let text = &self.out.text[open.text_start..];
        let trimmed = match &open.kind {
            BlockKind::Code { .. } => text.trim_end_matches('\n'),
            BlockKind::Heading { style: HeadingStyle::Equals, .. } => {
                text.trim_ascii_end().trim_end_matches('=').trim_ascii_end()
            }
            _ => text.trim_ascii_end(),
        };
        if trimmed.len() == text.len() {
            return;
        }
        let end = open.text_start + trimmed.len();
        self.out.text.truncate(end);
        while self
            .out
            .lines
            .last()
            .is_some_and(|line| line.start > end || (line.start == end && end == open.text_start))
        {
            self.out.lines.pop();
        }
        self.line_begun = end > open.text_start;
        let clamp = |range: &mut std::ops::Range<usize>| {
            range.start = range.start.min(end);
            range.end = range.end.min(end);
        };
        for mark in &mut self.out.marks[open.marks_before..] {
            clamp(&mut mark.range);
        }
        for link in &mut self.out.links[open.links_before..] {
            clamp(&mut link.range);
        }
        if let BlockKind::TableRow { cells, .. } = &mut open.kind {
            while cells.last().is_some_and(|cell| cell.start > end || cell.is_empty()) {
                cells.pop();
            }
        }
    }

    fn begin_line(&mut self, at: usize) {
        if !self.line_begun {
            self.line_begun = true;
            let line = line_number(self.line_of(at)).max(self.last_line);
            self.last_line = line;
            self.out.lines.push(Line { start: self.out.text.len(), line });
        }
    }

    fn line_of(&mut self, at: usize) -> usize {
        self.source.line_of(at, &mut self.near_line)
    }

    fn is_blank_before(&self, line: usize, depth: Depth) -> bool {
        let Some(before) = line.checked_sub(1) else { return false };
        let mut bytes = self.source.line(before).as_bytes().iter();
        bytes.all(|byte| matches!(byte, b' ' | b'\t') || (*byte == b'>' && depth.quote > 0))
    }
}

/// The 1-based number of a 0-based line.
pub(super) fn line_number(line: usize) -> u32 {
    u32::try_from(line + 1).unwrap_or(u32::MAX)
}
