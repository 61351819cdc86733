//! Where Markdown's blocks begin and end.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, HeadingLevel};

use super::super::builder::Depth;
use super::super::source::OffsetMap;
use super::super::{BlockKind, HeadingStyle, html, indented};
use super::spans::MAX_OPEN;
use super::{Leaf, Reader, read};

impl Reader<'_, '_, '_> {
    /// Closes what is open and adds the definitions that stand before `start`.
    pub(super) fn begin_block(&mut self, start: usize) {
        self.close(start);
        self.definitions_before(start);
    }

    pub(super) fn begin_lines(&mut self, leaf: Leaf, start: usize) {
        self.leaf = leaf;
        self.line_start = true;
        self.last_break = start;
        self.indents.clear();
    }

    pub(super) fn heading(&mut self, level: HeadingLevel, range: Range<usize>) {
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

    pub(super) fn end_heading(&mut self, range: Range<usize>) {
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

    pub(super) fn code(&mut self, kind: CodeBlockKind<'_>, range: Range<usize>) {
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

    pub(super) fn begin_collecting(&mut self, leaf: Leaf) {
        self.leaf = leaf;
        self.scratch.clear();
        self.scratch_offsets = OffsetMap::default();
    }

    /// Puts aside text whose block is read when it is complete.
    pub(super) fn collect(&mut self, text: &str, range: Range<usize>) {
        self.scratch_offsets.jump(self.scratch.len(), self.at(range.start));
        self.scratch.push_str(text);
        self.last_end = range.end;
    }

    pub(super) fn end_indented(&mut self, range: Range<usize>) {
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

    pub(super) fn end_html(&mut self, range: Range<usize>) {
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
    pub(super) fn leave_html(&mut self) {
        self.html_lists.clear();
    }

    /// The cells beyond the head's are no cells to CommonMark, and text to us.
    pub(super) fn end_row(&mut self, range: Range<usize>) {
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
    pub(super) fn close(&mut self, end: usize) {
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
    pub(super) fn flush(&mut self, end: usize) {
        for span in self.spans.iter().take(MAX_OPEN) {
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

    pub(super) fn definitions_before(&mut self, start: usize) {
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
    pub(super) fn split(&mut self, kind: BlockKind, at: usize, depth: Depth) {
        self.flush(self.last_break);
        self.builder.open(kind, self.at(at), depth);
        for span in self.spans.iter_mut().take(MAX_OPEN) {
            span.resume(self.builder);
        }
    }
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
