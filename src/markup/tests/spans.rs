//! Where things are: bytes and lines of the note, marks and cells of the text.

use super::super::{BlockKind, Outline, Style, parse};
use super::hold;

fn outline(note: &str) -> Outline {
    let outline = parse(note);
    hold(note, &outline);
    outline
}

#[test]
fn spans_are_bytes_of_the_note() {
    fn check(note: &str, expected: &[&str]) {
        let outline = outline(note);
        let spans: Vec<&str> = outline.blocks.iter().map(|b| &note[b.span.clone()]).collect();
        assert_eq!(spans, expected, "{note:?}");
    }
    check("# A\r\n\r\n- b\u{200b}\u{a0}c\r\n- d\r\n", &["# A", "b\u{200b}\u{a0}c", "d"]);
    check("---\ntitle: x\n---\nText *b*\n\n```\nc\n```\n", &["Text *b*", "```\nc\n```"]);
    check("Title\n\n  • one\n    two\nthree.", &["Title", "• one\n    two\nthree."]);
    check("# a\n\n    - b c d\n    - e\n", &["# a", "b c d", "e"]);
    check("<ul><li>a <b>b</b></li>\n<li>c</li></ul>", &["a <b>b</b>", "c"]);
    check("| a |\n|---|\n| b |\n", &["| a |", "| b |"]);
}

#[test]
fn lines_of_the_text_know_their_source_line() {
    let note = "# a\n\n- b\n  c\n\n```\nd\n\ne\n```\n\n| f |\n|---|\n| g |";
    let outline = outline(note);
    let lines: Vec<(&str, u32)> = outline
        .lines
        .iter()
        .map(|line| (outline.text[line.start..].lines().next().unwrap_or(""), line.line))
        .collect();
    let expected =
        [("a", 1), ("b", 3), ("c", 4), ("d", 7), ("", 8), ("e", 9), ("f", 12), ("g", 14)];
    assert_eq!(lines, expected);
    assert_eq!(outline.line_at(outline.text.find('e').expect("a word")), 9);
    assert_eq!(outline.line_at(0), 1);
    assert_eq!(outline.line_at(usize::MAX), 14);
}

#[test]
fn blank_lines_before_a_block() {
    let blank = |note: &str| -> Vec<bool> {
        outline(note).blocks.iter().map(|block| block.after_blank).collect()
    };
    assert_eq!(
        blank("# a\nb\n\nc\n- d\n\n- e\n> f\n>\n> g"),
        [false, false, true, false, true, false, true]
    );
    assert_eq!(blank("\nA title\n\ntext of it\n- b\n \n- c"), [true, true, false, true]);
}

#[test]
fn marks_lie_in_their_block() {
    fn check(note: &str, expected: &[(&str, Style)]) {
        let outline = outline(note);
        let marks: Vec<(&str, Style)> =
            outline.marks.iter().map(|m| (&outline.text[m.range.clone()], m.style)).collect();
        assert_eq!(marks, expected, "{note:?}");
    }
    check(
        "**a *b*** `c` ~~d~~ __e__",
        &[
            ("a b", Style::Strong),
            ("b", Style::Emphasis),
            ("c", Style::Code),
            ("d", Style::Strikethrough),
            ("e", Style::Strong),
        ],
    );
    check("# **a** b", &[("a", Style::Strong)]);
    check(
        "<b>a <i>b</i></b> <code>c</code> <s>d",
        &[
            ("a b", Style::Strong),
            ("b", Style::Emphasis),
            ("c", Style::Code),
            ("d", Style::Strikethrough),
        ],
    );
    check("<div><strong>a\nb</strong> c</div>", &[("a\nb", Style::Strong)]);
    // One that goes on below a heading that the parser did not see.
    check(
        "x **a\n#Day 1\nb** c",
        &[("a", Style::Strong), ("Day 1", Style::Strong), ("b", Style::Strong)],
    );
    check("a ** b **** c", &[]);
}

#[test]
fn cells_of_a_row() {
    let outline =
        outline("| a | | c |\n|---|---|---|\n|  |  |\n| `d` | e \\| f |\n| 1 | 2 | 3 | 4 |");
    let rows: Vec<Vec<&str>> = outline
        .blocks
        .iter()
        .map(|block| match &block.kind {
            BlockKind::TableRow { cells, .. } => {
                cells.iter().map(|cell| &outline.text[cell.clone()]).collect()
            }
            _ => Vec::new(),
        })
        .collect();
    assert_eq!(rows, [vec!["a", "", "c"], vec!["d", "e | f"], vec!["1", "2", "3", "4"]]);
}
