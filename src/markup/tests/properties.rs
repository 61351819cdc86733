//! What holds for any text: nothing panics, nothing is lost, every offset is right.

use proptest::prelude::*;

use super::super::{BlockKind, Outline, parse};
use super::hold;

proptest! {
    #[test]
    fn any_text_has_an_outline(note in "\\PC{0,200}|[\\x00-\\x7f\u{a0}\u{200b}é• \n\r\t]{0,200}") {
        hold(&note, &parse(&note));
    }

    #[test]
    fn text_with_the_signs_of_markup_has_an_outline(
        parts in prop::collection::vec(prop::sample::select(FRAGMENTS), 0..60),
    ) {
        let note = parts.concat();
        hold(&note, &parse(&note));
    }

    #[test]
    fn plain_text_keeps_its_words_in_their_order(
        parts in prop::collection::vec(prop::sample::select(PLAIN), 0..60),
    ) {
        let note = number(&parts);
        let outline = parse(&note);
        hold(&note, &outline);
        prop_assume!(outline.front_matter.is_none());
        prop_assert_eq!(words(&outline.text), words(&note), "{:?}", note);
    }

    #[test]
    fn markdown_keeps_every_word(
        parts in prop::collection::vec(prop::sample::select(MARKDOWN), 0..60),
    ) {
        let note = number(&parts);
        let outline = parse(&note);
        hold(&note, &outline);
        let mut in_text = words(&outline.text);
        in_text.sort();
        let repeated = in_text.windows(2).find(|pair| pair[0] == pair[1]);
        prop_assert!(repeated.is_none(), "{:?} twice\n{}\n{:?}", repeated, note, outline);
        let elsewhere = words(&beside_text(&outline));
        for word in words(&note) {
            let is_kept = in_text.binary_search(&word).is_ok() || elsewhere.contains(&word);
            prop_assert!(is_kept, "{} is lost\n{}\n{:?}", word, note, outline);
        }
    }

    #[test]
    fn whole_blocks_keep_their_words_in_their_order(
        blocks in prop::collection::vec(prop::sample::select(BLOCKS), 0..12),
    ) {
        let note = number(&blocks);
        let outline = parse(&note);
        hold(&note, &outline);
        prop_assert_eq!(words(&outline.text), words(&note), "{:?}", note);
    }
}

/// Notes that lost a word, or said one twice.
#[test]
fn notes_that_lost_a_word_once() {
    for note in [
        "W1![W2](W3 \"W4\")",
        "\n[//]: # (W1)\n`\n[//]: # (W2)\n",
        "- [ ] W1\n[W2]: W3\n**\n  - W4\n```\n\n```\n\n[W5]: W6\n",
        "- ```W1\n``",
        "![[W1](W2)[^W3]](",
        "---\n{{< W1 >}}\n---\n",
        "![[W1]]\\[W2](W3)",
        "| W1 | W2 |\n|---|---|\n`[[W3|W4]][[W5|W6]]",
        "# W1 #\n[^W2]:<https://W3.io>",
        "# W0\n\n[\\\n]:[W1](W2) ",
        "- [ ] W1](<!W2<!-- W3 -->",
        "- [^W1]:> \n| W2 | W3 |\n|---|---|\nW4",
        "<b>W1\n\n[ ] W2</div>\n</b>\n\n\n• W3\n- W4",
        "<table><tr><td>\n\n[a]: b \"W1\"\n</td><td>W2",
    ] {
        let outline = parse(note);
        hold(note, &outline);
        let kept = words(&(outline.text.clone() + &beside_text(&outline)));
        for word in words(note) {
            assert!(kept.contains(&word), "{word} of {note:?} is lost: {outline:?}");
        }
    }
}

/// Puts `W1`, `W2` … for each `$` of the joined parts: no word is there twice.
fn number(parts: &[&str]) -> String {
    let mut note = String::new();
    for (number, part) in parts.concat().split('$').enumerate() {
        if number > 0 {
            note.push_str(&format!("W{number}"));
        }
        note.push_str(part);
    }
    note
}

/// The numbered words of a text. Two can stand together when the markup between them is gone.
fn words(text: &str) -> Vec<String> {
    let digits = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count();
    text.match_indices('W')
        .map(|(at, _)| &text[at..at + 1 + digits(&text[at + 1..])])
        .filter(|word| word.len() > 1)
        .map(str::to_owned)
        .collect()
}

/// What an outline keeps where it is no text: addresses, the languages of code, settings.
fn beside_text(outline: &Outline) -> String {
    let mut beside = format!("{:?}", outline.front_matter);
    for link in &outline.links {
        beside.push_str(&link.url);
    }
    for block in &outline.blocks {
        if let BlockKind::Code { info } = &block.kind {
            beside.push_str(info);
        }
    }
    beside
}

/// What notes are made of, and what breaks parsers.
#[rustfmt::skip]
const FRAGMENTS: &[&str] = &[
    "\n", "\n", "\n\n", "\n    ", "\n\t", "\r\n", "\r", " ", "  \n", "\\", "# ", "\n# ", "\n## ",
    "#Day 1", "\n#Day 2\n", "\n== Wiki ==\n", "\n= T\n", "\n===\n", "\n---\n", "\n- - -\n", "- ",
    "\n- ", "\n  - ", "\n* ", "\n1. ", "\n    - ", "\n\t\t- ", "\n• ", "\n  • ", "– ", "> ", "\n> ",
    "\n>> ", "\n```\n", "\n```yaml x\n", "~~~", "`", "``", "*", "**", "_", "__", "~~", "[", "]",
    "](", ")", "![", "[a](b \"c\")", "\n[a]: b \"c\"\n", "[a]", "[a][b]", "[[w]]", "[[w|t]]",
    "\n[//]: # (note)\n", "[^1]", "\n[^1]: x\n", "<", ">", "<br>", "<b>", "</b>", "<!--", "-->",
    "\n<!--", "\n<div>", "</div>\n", "\n<ul><li>", "</li></ul>", "\n<table><tr><td>", "</td><td>",
    "</tr>", "<h2>", "</h2>", "<a href=\"u\">", "</a>", "<img src=x alt='y z'>", "\n<script>",
    "</script>", "<your name>", "<T a=b/>", "&amp;", "&nbsp;", "&#10;", "&#0;", "&",
    "| a | b |\n", "\n|---|---|\n", "| 1 | 2 | 3 |\n", "|", "[ ] ", "[x] ", "\n- [x] ", "word",
    "Two words", "é", "中文", "👩\u{200d}💻", "\u{a0}", "\u{200b}", "\u{feff}", "\0",
    "https://a.b/c_d(e)", "<https://x.y>", "Title: A - B, C", "{{< x >}}", "{% y %}", "\n+++\n",
    "title: x\n", "\n...\n", "{\"a\": 1}\n",
];

/// What plain text is made of; each `$` is a word.
#[rustfmt::skip]
const PLAIN: &[&str] = &[
    "$", "$ $", "$ $ $", " ", "\n", "\n", "\n\n", "\n\n\n", "\r\n", "\n- $", "\n  - $", "\n\t* $", "\n• $",
    "\n    • $", "\n– $", "\n-$", "\n---\n", "\n===\n", "\n***\n", "\n====== $", "$: $", "$ - $, $", "\n[ ] $", "- [x] $",
    "\u{a0}", "\u{200b} ", "\t", ".", ",", ":", "?", " (", ") ", "\n> $", " * ", "\n*", " & ", " < ", " > ",
    "\n#$", "\n$\n$\n", "“$”", "\n        $", "$'$", "https://$.io/$", "\n|", " / ", "\n#", "_$_",
];

/// What Markdown is made of, whole and in pieces; each `$` is a word. HTML is left out: what a broken
/// tag swallows is an attribute.
#[rustfmt::skip]
const MARKDOWN: &[&str] = &[
    "$", "$ ", "$ $", " ", "\n", "\n", "\n\n", "\n\n", "\r\n", "  \n", "\\\n", "\n# $ #\n", "\n## $", "\n#Day $", "\n== $ ==\n",
    "\n===\n", "\n---\n", "\n***\n", "\n- $", "\n  - $", "\n- ", "\n    - $", "\n\t- $", "\n\n    $ $ $\n", "\n\n    $ = {\n",
    "\n1. $", "\n   $", "\n• $", "\n  • $", "\n- [ ] $", "\n- [x] $", "\n> $", "\n>> $", "> ", "\n```\n", "\n```$ $\n", "\n~~~\n",
    "`", "``", "*", "**", "_", "__", "~~", "[", "]", "(", ")", "![", "](", "](<", "![$]($ \"$\")", "[$]($)", "[$]($ '$')",
    "\n[$]: $\n", "\n[$]: $ \"$\"\n", "\n[$]: <$>\n  '$'\n", "\n[^$]: $\n", "[^$]", "[$][]", "[$][$]", "[[$]]", "[[$|$]]",
    "\n[//]: # ($)\n", "<https://$.io>", "<$@$.io>", "https://$.io/$ ", "| $ | $ |\n", "\n| $ | $ |\n|---|---|\n", "| $ | $ | $ |\n", "|", "\n|-|-|\n",
    "<!-- $ -->", "\n<!-- $\n$ -->\n", "<br>", "&amp;", "&nbsp;", "&", "\\", "!", "\"", "'", ":", "#", "\t", "\u{a0}", "\u{200b}",
    "{{< $ >}}", "{% $ %}", "<$>", "\n$: $\n",
];

/// Whole blocks, each of which ends: the order of their words is known.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "# $ $\n\n", "$ $\n===\n\n", "$\n---\n\n", "$ $\n$ $\n\n", "- $\n- $\n  - $\n\n", "- $\n\n  $\n- $\n\n", "1. $\n2. $\n\n",
    "> $\n> $\n\n", "```\n$\n\n$\n```\n\n", "| $ | $ |\n|---|---|\n| $ | $ |\n| $ | $ | $ |\n\n", "**$** _$_ `$` ~~$~~ [$](u)\n\n",
    "![$](u) <b>$</b> <br> $\n\n", "<div>\n$ <b>$</b>\n<p>$</p>\n</div>\n\n", "<ul><li>$</li>\n<li>$</li></ul>\n\n", "<h2>$</h2>\n\n",
    "<table><tr><th>$</th><td>$ $</td></tr></table>\n\n", "<!-- $\n$ -->\n\n", "* * *\n\n", "- [ ] $\n- [x] $\n\n", "#Day $\n- $\n\n",
    "== $ ==\n\n", "$\n• $\n  • $\n\n", "$\n    - $\n    - $\n\n", "[$][u] $\n\n[u]: v\n\n", "<details><summary>$</summary>\n$\n</details>\n\n",
    "- $\n$ $\n- $\n\n", "<script>\n$\n</script>\n\n", "[[$]] https://$.io $\n\n", "$ $\n2. $\n\n",
];
