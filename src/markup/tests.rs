//! How notes look and which outlines they have: tables of cases, and what holds for any text.

mod front_matter;
mod hostile;
mod html;
mod markdown;
mod plain;
mod properties;
mod spans;

use std::fmt::Write as _;

use super::*;

/// An outline on a few lines: kind, depth, line and text of each block, and its links and marks.
fn show(outline: &Outline) -> String {
    let mut shown = String::new();
    for block in &outline.blocks {
        let kind = match &block.kind {
            BlockKind::Heading { level, style: HeadingStyle::Plain } => format!("h{level}?"),
            BlockKind::Heading { level, .. } => format!("h{level}"),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::ListItem { ordered, checked } => {
                let check = match checked {
                    Some(true) => " [x]",
                    Some(false) => " [ ]",
                    None => "",
                };
                format!("{}{check}", if *ordered { "ol" } else { "li" })
            }
            BlockKind::TableRow { head, .. } => if *head { "th" } else { "tr" }.to_owned(),
            BlockKind::Code { info } => format!("code {info}").trim().to_owned(),
            BlockKind::Html { comment } => if *comment { "comment" } else { "html" }.to_owned(),
            BlockKind::Rule => "rule".to_owned(),
        };
        let depth = match (block.list_depth, block.quote_depth) {
            (0, 0) => String::new(),
            (list, 0) => format!(".{list}"),
            (list, quote) => format!(".{list}>{quote}"),
        };
        let lines = match (block.line_start, block.line_end) {
            (start, end) if start == end => format!("{start}"),
            (start, end) => format!("{start}-{end}"),
        };
        let text = outline.text_of(block);
        let text = if text.is_empty() { String::new() } else { format!(" {text:?}") };
        writeln!(shown, "{kind}{depth} L{lines}{text}").expect("writing to a string");
        for link in outline.links.iter().filter(|link| {
            block.text.contains(&link.range.start) && link.range.end < block.text.end
        }) {
            let text = &outline.text[link.range.clone()];
            let sign = if link.image { "!" } else { "" };
            writeln!(shown, "  {sign}[{text}]({})", link.url).expect("writing to a string");
        }
    }
    shown
}

/// Checks the outline of `note`, of which leading and trailing line ends are cut off.
#[track_caller]
fn check(note: &str, expected: &[&str]) {
    let outline = parse(note);
    hold(note, &outline);
    let shown = show(&outline);
    let shown: Vec<&str> = shown.lines().map(str::trim_start).collect();
    assert_eq!(shown, expected, "\n--- note\n{note}\n---");
}

/// What holds for the outline of any note.
fn hold(note: &str, outline: &Outline) {
    let text = &outline.text;
    let mut end = 0;
    let mut last_start = 0;
    for block in &outline.blocks {
        assert_eq!(block.text.start, end, "blocks tile the text: {block:?}");
        end = block.text.end;
        assert!(text[block.text.clone()].ends_with('\n'), "{block:?}");
        assert!(note.get(block.span.clone()).is_some(), "span in the note: {block:?}");
        assert!(last_start <= block.span.start, "blocks are in order: {block:?}");
        last_start = block.span.start;
        assert!(1 <= block.line_start && block.line_start <= block.line_end, "{block:?}");
        assert!(block.line_end as usize <= count_lines(note), "{block:?}");
        if let BlockKind::TableRow { cells, .. } = &block.kind {
            let mut last = block.text.start;
            for cell in cells {
                assert!(last <= cell.start && cell.start <= cell.end, "{block:?}");
                assert!(cell.end < block.text.end && text.get(cell.clone()).is_some(), "{block:?}");
                last = cell.end;
            }
        }
    }
    assert_eq!(end, text.len(), "blocks tile the text");
    let starts: Vec<usize> = outline.lines.iter().map(|line| line.start).collect();
    let expected: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .filter(|&start| start < text.len())
        .collect();
    assert_eq!(starts, expected, "every line of the text has its entry");
    assert!(outline.lines.is_sorted_by_key(|line| line.line), "lines in order: {outline:?}");
    let block_of = |at: usize| {
        let after = outline.blocks.partition_point(|block| block.text.start <= at);
        outline.blocks[..after].last()
    };
    for mark in &outline.marks {
        assert!(text.get(mark.range.clone()).is_some() && !mark.range.is_empty(), "{mark:?}");
        assert!(
            block_of(mark.range.start).is_some_and(|b| mark.range.end < b.text.end),
            "{mark:?}"
        );
    }
    assert!(outline.marks.is_sorted_by_key(|mark| mark.range.start));
    for link in &outline.links {
        assert!(text.get(link.range.clone()).is_some(), "{link:?}");
        assert!(
            block_of(link.range.start).is_some_and(|b| link.range.end < b.text.end),
            "{link:?}"
        );
    }
    assert!(outline.links.is_sorted_by_key(|link| link.range.start));
    assert!(!text.contains(['\0', '\r', '\u{200b}', '\u{feff}', '\u{a0}']), "{text:?}");
}

fn count_lines(note: &str) -> usize {
    let note = note.replace("\r\n", "\n").replace('\r', "\n");
    note.split('\n').count()
}
