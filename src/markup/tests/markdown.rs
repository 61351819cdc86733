//! Markdown, as CommonMark has it and as note-takers write it.

use super::check;

#[test]
fn headings() {
    check(
        "# One #\ntext\n\nTwo\n===\nThree\n---",
        &["h1 L1 \"One\"", "p L2 \"text\"", "h1 L4-5 \"Two\"", "h2 L6-7 \"Three\""],
    );
    check("###### Six\n####### seven", &["h6 L1 \"Six\"", "p L2 \"####### seven\""]);
    check("#\n\n# \n\n## a", &["h2 L5 \"a\""]);
    check(
        "# **Keynote:** `kubectl` & [more](u)",
        &["h1 L1 \"Keynote: kubectl & more\"", "[more](u)"],
    );
}

#[test]
fn headings_without_a_space() {
    check(
        "#Day 1\ntext\n##Keynotes\n- a",
        &["h1 L1 \"Day 1\"", "p L2 \"text\"", "h2 L3 \"Keynotes\"", "li.1 L4 \"a\""],
    );
    check("#2.1 Performance\n\n#KEYNOTES", &["h1 L1 \"2.1 Performance\"", "h1 L3 \"KEYNOTES\""]);
    check("#第一天\n\n#1 reason to come", &["h1 L1 \"第一天\"", "p L3 \"#1 reason to come\""]);
    // Hashtags.
    check("# a\n#kubecon", &["h1 L1 \"a\"", "p L2 \"#kubecon\""]);
    check(
        "# a\n\n#KubeCon is near\n\n#CloudNative #K8s",
        &["h1 L1 \"a\"", "p L3 \"#KubeCon is near\"", "p L5 \"#CloudNative #K8s\""],
    );
    check("# a\n\n- #Day 1", &["h1 L1 \"a\"", "li.1 L3 \"#Day 1\""]);
    check("text #Day 1\n\n# b", &["p L1 \"text #Day 1\"", "h1 L3 \"b\""]);
}

#[test]
fn headings_with_equals_signs() {
    check(
        "== Scaling Flux\n* Jane\n\n= Wiki page =\n=== Deeper ===",
        &["h2 L1 \"Scaling Flux\"", "li.1 L2 \"Jane\"", "h1 L4 \"Wiki page\"", "h3 L5 \"Deeper\""],
    );
    check("# a\n\n= value\n== 5", &["h1 L1 \"a\"", "p L3 \"= value\"", "h2 L4 \"5\""]);
}

#[test]
fn dashes_below_text_that_is_no_title() {
    check(
        "# a\n\nOne line\nand another\n---\nNext",
        &["h1 L1 \"a\"", "p L3-4 \"One line\\nand another\"", "rule L5", "p L6 \"Next\""],
    );
    check(
        "# a\n\nThis is a sentence.\n---",
        &["h1 L1 \"a\"", "p L3 \"This is a sentence.\"", "rule L4"],
    );
    check("# a\n\nA title\n-----", &["h1 L1 \"a\"", "h2 L3-4 \"A title\""]);
}

#[test]
fn paragraphs_keep_their_lines() {
    check(
        "# a\n\none\ntwo  \nthree\\\nfour",
        &["h1 L1 \"a\"", "p L3-6 \"one\\ntwo\\nthree\\nfour\""],
    );
    check("**a**: `b`  *c*\n~~d~~ e", &["p L1-2 \"a: b  c\\nd e\""]);
    check("# a\r\n\r\none\r\ntwo\rthree", &["h1 L1 \"a\"", "p L3-5 \"one\\ntwo\\nthree\""]);
    check(
        "# a\u{a0}b\n\n\u{200b}c\u{ad}d &amp; e&nbsp;f &#10; \\*g\\*",
        &["h1 L1 \"a b\"", "p L3 \"cd & e f   *g*\""],
    );
    check("\u{feff}# a", &["h1 L1 \"a\""]);
    check("#\u{a0}No-break\n\n-\u{a0}item", &["h1 L1 \"No-break\"", "li.1 L3 \"item\""]);
}

#[test]
fn lists() {
    check(
        "# a\n- b\n  - c\n    - d\n- e",
        &["h1 L1 \"a\"", "li.1 L2 \"b\"", "li.2 L3 \"c\"", "li.3 L4 \"d\"", "li.1 L5 \"e\""],
    );
    check(
        "# a\n1. b\n2) c\n\n   more\n",
        &["h1 L1 \"a\"", "ol.1 L2 \"b\"", "ol.1 L3 \"c\"", "p.1 L5 \"more\""],
    );
    check(
        "# a\n\n- b\n\n- c\n\n  d",
        &["h1 L1 \"a\"", "li.1 L3 \"b\"", "li.1 L5 \"c\"", "p.1 L7 \"d\""],
    );
    check(
        "# a\n- [ ] b\n- [x] c\n- [y] d",
        &["h1 L1 \"a\"", "li [ ].1 L2 \"b\"", "li [x].1 L3 \"c\"", "li.1 L4 \"[y] d\""],
    );
    check(
        "# a\n- # b\n- ```\n  c\n  ```\n- > d\n-\n- - e",
        &["h1 L1 \"a\"", "h1.1 L2 \"b\"", "code.1 L3-5 \"c\"", "li.1>1 L6 \"d\"", "li.2 L8 \"e\""],
    );
    check("# a\n- b\n  c\n  and d", &["h1 L1 \"a\"", "li.1 L2-4 \"b\\nc\\nand d\""]);
}

#[test]
fn lists_that_commonmark_reads_as_text() {
    check(
        "# a\ntext\n    - b\n        - c\n    - d",
        &["h1 L1 \"a\"", "p L2 \"text\"", "li.1 L3 \"b\"", "li.2 L4 \"c\"", "li.1 L5 \"d\""],
    );
    check(
        "# a\ntext\n\t- b\n\t- [x] c\nmore",
        &["h1 L1 \"a\"", "p L2 \"text\"", "li.1 L3 \"b\"", "li [x].1 L4 \"c\"", "p L5 \"more\""],
    );
    check(
        "# a\n- b\n        - c\n        - d",
        &["h1 L1 \"a\"", "li.1 L2 \"b\"", "li.2 L3 \"c\"", "li.2 L4 \"d\""],
    );
    check(
        "# a\n• b\n  • c\n•d\n▪ e",
        &["h1 L1 \"a\"", "li.1 L2 \"b\"", "li.2 L3 \"c\"", "li.1 L4 \"d\"", "li.1 L5 \"e\""],
    );
    check("# a\n– b\n– c", &["h1 L1 \"a\"", "li.1 L2 \"b\"", "li.1 L3 \"c\""]);
    check(
        "# a\nA sentence\n– with a dash",
        &["h1 L1 \"a\"", "p L2-3 \"A sentence\\n– with a dash\""],
    );
    check(
        "# a\n\n    - b says a lot\n      - c\n    - d",
        &["h1 L1 \"a\"", "li.1 L3 \"b says a lot\"", "li.2 L4 \"c\"", "li.1 L5 \"d\""],
    );
    check(
        "# a\n\n\tJane spoke about how they scale.\n\tIt was good to hear.",
        &["h1 L1 \"a\"", "p L3-4 \"Jane spoke about how they scale.\\nIt was good to hear.\""],
    );
}

#[test]
fn items_without_a_space() {
    check(
        "## a\n-Flux is everywhere\n-flux\n  -in a list\n*Argo, too",
        &[
            "h2 L1 \"a\"",
            "li.1 L2 \"Flux is everywhere\"",
            "li.1 L3 \"flux\"",
            "li.2 L4 \"in a list\"",
            "li.1 L5 \"Argo, too\"",
        ],
    );
    check(
        "## a\n*emphasis on\ntwo lines*\n\n-v for more\n\n\\-Not This One\n\n*one* of *two*",
        &[
            "h2 L1 \"a\"",
            "p L2-3 \"emphasis on\\ntwo lines\"",
            "p L5 \"-v for more\"",
            "p L7 \"-Not This One\"",
            "p L9 \"one of two\"",
        ],
    );
}

#[test]
fn a_line_below_an_item_that_is_no_part_of_it() {
    check(
        "# a\n- b\n- c\nScaling Flux - Jane Doe\n- d",
        &[
            "h1 L1 \"a\"",
            "li.1 L2 \"b\"",
            "li.1 L3 \"c\"",
            "p L4 \"Scaling Flux - Jane Doe\"",
            "li.1 L5 \"d\"",
        ],
    );
    check("# a\n- b\nand so on", &["h1 L1 \"a\"", "li.1 L2-3 \"b\\nand so on\""]);
    check(
        "# a\n- a line that is as long as the ones that an editor breaks on its own\nKubernetes wrapped",
        &[
            "h1 L1 \"a\"",
            "li.1 L2-3 \"a line that is as long as the ones that an editor breaks on its own\\nKubernetes wrapped\"",
        ],
    );
}

#[test]
fn code() {
    check(
        "# a\n```yaml title=\"x\"\nb: 1\n\n  c: 2\n```\nd",
        &["h1 L1 \"a\"", "code yaml L2-6 \"title=\\\"x\\\"\\nb: 1\\n\\n  c: 2\"", "p L7 \"d\""],
    );
    check(
        "# a\n\n    kubectl get pods\n    helm ls --all\n\nb",
        &["h1 L1 \"a\"", "code L3-4 \"kubectl get pods\\nhelm ls --all\"", "p L6 \"b\""],
    );
    check(
        "# a\n\n    apiVersion: v1\n    kind: Pod",
        &["h1 L1 \"a\"", "code L3-4 \"apiVersion: v1\\nkind: Pod\""],
    );
    check("~~~\nnot closed\n# B", &["code L1-3 \"not closed\\n# B\""]);
    check("# a\n```rust\n```", &["h1 L1 \"a\"", "code rust L2-3"]);
}

#[test]
fn quotes_and_rules() {
    check(
        "# a\n> b\n> c\n>\n> - d\n> > e\n\n* * *",
        &["h1 L1 \"a\"", "p.0>1 L2-3 \"b\\nc\"", "li.1>1 L5 \"d\"", "p.0>2 L6 \"e\"", "rule L8"],
    );
}

#[test]
fn tables() {
    check(
        "| Talk | Speaker |\n|---|:--:|\n| **Flux** | [Jane](u) |\n| x |\n| 1 | 2 | 3 |",
        &[
            "th L1 \"Talk\\tSpeaker\"",
            "tr L3 \"Flux\\tJane\"",
            "[Jane](u)",
            "tr L4 \"x\"",
            "tr L5 \"1\\t2\\t3\"",
        ],
    );
    check("a | b\n--|--\n | c<br>d", &["th L1 \"a\\tb\"", "tr L3 \"c\\nd\""]);
}

#[test]
fn links_and_images() {
    check(
        "# a\n[b](https://c.d \"E f\") ![g](h.png) <https://i.j> <k@l.m>",
        &[
            "h1 L1 \"a\"",
            "p L2 \"b g https://i.j k@l.m\"",
            "[b](https://c.d)",
            "![g](h.png)",
            "[https://i.j](https://i.j)",
            "[k@l.m](mailto:k@l.m)",
            "p L2 \"E f\"",
        ],
    );
    check(
        "![](a.png)\n\n[![b](c.png)](d)",
        &["p L1", "![](a.png)", "p L3 \"b\"", "[b](d)", "![b](c.png)"],
    );
    check(
        "# a\n[[Jane Doe]] and [[talks/flux|the talk]] ![[b.png]] \\[[c]]",
        &[
            "h1 L1 \"a\"",
            "p L2 \"Jane Doe and the talk b.png [[c]]\"",
            "[Jane Doe](Jane Doe)",
            "[the talk](talks/flux)",
            "![b.png](b.png)",
        ],
    );
    check("# a\n[[b](u), [c](v)]", &["h1 L1 \"a\"", "p L2 \"[b, c]\"", "[b](u)", "[c](v)"]);
    check(
        "# a\nsee https://b.c/d_e_f, (https://g.h/i(j)) or *https://k.l*.",
        &[
            "h1 L1 \"a\"",
            "p L2 \"see https://b.c/d_e_f, (https://g.h/i(j)) or https://k.l.\"",
            "[https://b.c/d_e_f](https://b.c/d_e_f)",
            "[https://g.h/i(j)](https://g.h/i(j))",
            "[https://k.l](https://k.l)",
        ],
    );
    check(
        "# a\n参考https://b.c/d。然后 `https://e.f` ftp://g.h ://i",
        &[
            "h1 L1 \"a\"",
            "p L2 \"参考https://b.c/d。然后 https://e.f ftp://g.h ://i\"",
            "[https://b.c/d](https://b.c/d)",
            "[https://e.f](https://e.f)",
        ],
    );
}

#[test]
fn link_definitions() {
    check(
        "# a\nSee [Jane][1] and [Joe][].\n\n[1]: https://b.c\n[Joe]: https://d.e 'The page'\n[slides]: https://f.g",
        &[
            "h1 L1 \"a\"",
            "p L2 \"See Jane and Joe.\"",
            "[Jane](https://b.c)",
            "[Joe](https://d.e)",
            "p L5 \"The page\"",
            "p L6 \"slides\"",
            "[slides](https://f.g)",
        ],
    );
    check(
        "# a\n\n[//]: # (not shown)\n\nb[^1]\n\n[^1]: word\n[^2]: https://c.d\n",
        &[
            "h1 L1 \"a\"",
            "comment L3 \"not shown\"",
            "p L5 \"b^1\"",
            "[^1](word)",
            "p L7 \"word\"",
            "p L8",
            "[](https://c.d)",
        ],
    );
}

#[test]
fn nothing_in_a_site_s_own_notation_is_lost() {
    check(
        "# a\n{{< youtube id=\"x_y_z\" >}}\n{% include a.html %}\n::: tip\nb\n:::",
        &[
            "h1 L1 \"a\"",
            "p L2-6 \"{{< youtube id=\\\"x_y_z\\\" >}}\\n{% include a.html %}\\n::: tip\\nb\\n:::\"",
        ],
    );
    check(
        "# a\nimport X from './x'\n\n<X id=\"1\">b</X>\n\n<Y />",
        &["h1 L1 \"a\"", "p L2 \"import X from './x'\"", "p L4 \"b\""],
    );
}

#[test]
fn attributes_behind_a_span_are_markup() {
    check("See [a](u){:target=\"_blank\"} now", &["p L1 \"See a now\"", "[a](u)"]);
    check("# a\n\n**b**{: .loud} and *c*{rel=x}", &["h1 L1 \"a\"", "p L3 \"b and c\""]);
    check("[a](u){% include b %}", &["p L1 \"a{% include b %}\"", "[a](u)"]);
    check("[a](u){not closed", &["p L1 \"a{not closed\"", "[a](u)"]);
    check("[a](u) {: .b}", &["p L1 \"a {: .b}\"", "[a](u)"]);
}
