//! Notes that nobody wrote by hand: deep, long, unbalanced.

use super::super::{BlockKind, parse};
use super::hold;

/// Ten thousand levels neither overflow the stack nor the depth.
#[test]
fn deep_nesting() {
    let levels = 10_000;
    for sign in ["> ", "- ", "* ", "1. ", "[", "![", "<div>", "<ul><li>", "*a ", "**", "[[", "<b>"]
    {
        for end in ["a", "a\n\nb"] {
            let note = format!("# a\n\n{}{end}", sign.repeat(levels));
            let outline = parse(&note);
            hold(&note, &outline);
            assert!(outline.text.contains('a'), "{sign:?}");
        }
    }
    let steps: String = (0..400).map(|level| format!("{}- a\n", "  ".repeat(level))).collect();
    for note in [format!("# a\n\n{steps}"), steps] {
        let outline = parse(&note);
        hold(&note, &outline);
        let items = outline.blocks.iter().filter(|b| matches!(b.kind, BlockKind::ListItem { .. }));
        let depths: Vec<u8> = items.map(|item| item.list_depth).collect();
        assert_eq!(depths.len(), 400);
        assert_eq!(depths[..3], [1, 2, 3]);
        assert_eq!(depths[399], u8::MAX);
    }
}

/// A million bytes of what is left open everywhere: done in a moment, or this test takes minutes.
#[test]
fn what_is_left_open() {
    for part in [
        "<a ",
        "<a b=\"",
        "<!--",
        "</",
        "<!",
        "&",
        "&amp;",
        "[a]: b\n",
        "[^a]: ",
        "](",
        "`",
        "``` ",
        "\n\n    a b c ",
        "\n<div>",
        "<b>",
        "\n\t- a b c",
        "\u{a0}",
        "\r",
        "\u{200b}a",
        "[[a|",
        "https://",
        "://",
        "\n#a",
        "| a ",
        "{\"a\":",
        "<https://x.y>[w]",
        "https://a[b](u)",
        "http://-",
        "https://a))]]",
    ] {
        let note = format!("# a\n\n{}", part.repeat(1_000_000 / part.len()));
        let outline = parse(&note);
        assert!(outline.text.len() <= 2 * note.len(), "{part:?}");
    }
}

/// What goes on over a block goes on over the next one, but not a thousand of them.
#[test]
fn open_spans_over_many_blocks() {
    let lines = 1_000;
    for (begin, end) in [("<b>", ""), ("**", "b**"), ("<a href=x>", ""), ("*", "b*")] {
        let note = format!("{}{}", format!("{begin}a\n#Day 1\n").repeat(lines), end.repeat(lines));
        let outline = parse(&note);
        hold(&note, &outline);
        assert!(outline.marks.len() + outline.links.len() < 100 * lines, "{begin:?}");
    }
}

/// Every short row of a wide table is filled up with empty cells by the parser.
#[test]
fn a_wide_table_does_not_grow() {
    let columns = 500;
    let note =
        format!("{}\n{}\n{}", "|a".repeat(columns), "|-".repeat(columns), "|b\n".repeat(2_000));
    let outline = parse(&note);
    hold(&note, &outline);
    assert!(outline.text.len() < note.len());
    let cells = outline.blocks.iter().map(|block| match &block.kind {
        BlockKind::TableRow { cells, .. } => cells.len(),
        _ => 0,
    });
    assert!(cells.sum::<usize>() <= columns + 2_000);
}
