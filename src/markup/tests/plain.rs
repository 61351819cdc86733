//! Plain text: pasted, or written without any markup.

use super::check;

#[test]
fn a_line_that_stands_alone_may_be_a_heading() {
    check(
        "Scaling Flux - Jane Doe, Acme\n\nThey run it everywhere.\n\nQuestions?\n",
        &[
            "h1? L1 \"Scaling Flux - Jane Doe, Acme\"",
            "p L3 \"They run it everywhere.\"",
            "h1? L5 \"Questions?\"",
        ],
    );
    check(
        "eBPF for everyone\n\nkubectl in depth\n\nTakeaways:\n\n“Quoted” title",
        &[
            "h1? L1 \"eBPF for everyone\"",
            "p L3 \"kubectl in depth\"",
            "p L5 \"Takeaways:\"",
            "h1? L7 \"“Quoted” title\"",
        ],
    );
    check(
        "服务网格的未来\n\n很好的演讲。",
        &["h1? L1 \"服务网格的未来\"", "p L3 \"很好的演讲。\""],
    );
    // Two lines of one paragraph.
    check(
        "Jane Doe spoke about\nhow to scale",
        &["p L1-2 \"Jane Doe spoke about\\nhow to scale\""],
    );
    check(
        "See https://a.b\n\nend.",
        &["p L1 \"See https://a.b\"", "[https://a.b](https://a.b)", "p L3 \"end.\""],
    );
}

#[test]
fn a_title_right_above_its_notes() {
    check(
        "Scaling Flux\n- a\n- b\nNext talk\n- c",
        &[
            "h1? L1 \"Scaling Flux\"",
            "li.1 L2 \"a\"",
            "li.1 L3 \"b\"",
            "h1? L4 \"Next talk\"",
            "li.1 L5 \"c\"",
        ],
    );
    let prose = "This session was about how a team of four moved all of their clusters to one tool, and why it took them a year.";
    check(
        &format!("Scaling Flux\n{prose}"),
        &["h1? L1 \"Scaling Flux\"", &format!("p L2 {prose:?}")],
    );
}

#[test]
fn underlined_headings() {
    check(
        "Day one\n=======\nKeynotes\n--------\nwords of a day",
        &["h1 L1-2 \"Day one\"", "h2 L3-4 \"Keynotes\"", "p L5 \"words of a day\""],
    );
    check(
        "#Day 1\n\nwords\n\n---\n\nmore words",
        &["h1 L1 \"Day 1\"", "p L3 \"words\"", "rule L5", "p L7 \"more words\""],
    );
}

#[test]
fn lists() {
    check(
        "- a\n  - b\n    c goes on\n\t* d\n- e\n1. f\n\n2) g\n• h\n•i\n+ [x] j",
        &[
            "li.1 L1 \"a\"",
            "li.2 L2-3 \"b\\nc goes on\"",
            "li.3 L4 \"d\"",
            "li.1 L5 \"e\"",
            "ol.1 L6 \"f\"",
            "ol.1 L8 \"g\"",
            "li.1 L9 \"h\"",
            "li.1 L10 \"i\"",
            "li [x].1 L11 \"j\"",
        ],
    );
    check(
        "- a\n\n  more of a\n\nno more",
        &["li.1 L1 \"a\"", "p.1 L3 \"more of a\"", "p L5 \"no more\""],
    );
    check(
        "text goes\n– on\n- and on\n2019. was a year.",
        &["p L1-2 \"text goes\\n– on\"", "li.1 L3 \"and on\"", "p L4 \"2019. was a year.\""],
    );
    check("-5 degrees\n*stars* and -flags", &["p L1-2 \"-5 degrees\\n*stars* and -flags\""]);
}

#[test]
fn markup_is_text_here() {
    check(
        "a < b & c_d_e &amp; f*g*h\n> quoted\n\t| i |",
        &["p L1-3 \"a < b & c_d_e &amp; f*g*h\\n> quoted\\n| i |\""],
    );
}

#[test]
fn a_line_that_is_bold() {
    check(
        "**Know your users**\n\ntext of it",
        &["h1? L1 \"Know your users\"", "p L3 \"text of it\""],
    );
    check("one\n** a ** b\n** c **", &["p L1-3 \"one\\n** a ** b\\nc\""]);
}

#[test]
fn line_ends_and_spaces() {
    check("one\rtwo\r\nthree\n", &["p L1-3 \"one\\ntwo\\nthree\""]);
    check("\u{feff}one\u{a0}two\u{200b}\n\u{3000}three", &["p L1-2 \"one two\\nthree\""]);
    check("", &[]);
    check("\n \n\t\n", &[]);
}
