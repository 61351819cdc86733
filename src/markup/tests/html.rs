//! HTML in notes.

use super::check;

#[test]
fn inline_tags() {
    check(
        "# a\n<b>b</b> and <i>c</i><br>d <span style=\"x\">e</span> <a href=\"u\">f</a> <img src=\"g.png\" alt=\"h\">",
        &["h1 L1 \"a\"", "p L2 \"b and c\\nd e f h\"", "[f](u)", "![h](g.png)"],
    );
    // Angle brackets that are no HTML.
    check(
        "# a\nkubectl get <name> of Vec<String> if 1 < 2 <3",
        &["h1 L1 \"a\"", "p L2 \"kubectl get <name> of Vec<String> if 1 < 2 <3\""],
    );
    check("# a\nb <!-- c\nd --> e", &["h1 L1 \"a\"", "p L2-3 \"b  e\"", "comment L3 \"c d\""]);
    // Tags that nobody closes, and that nobody opened.
    check("# a\n<b>b\n\nc</b> d</a>", &["h1 L1 \"a\"", "p L2 \"b\"", "p L4 \"c d\""]);
}

#[test]
fn blocks() {
    check(
        "<h2 id=\"x\">Flux &amp; friends</h2>\n<p>By <b>Jane</b><br/>of Acme</p>\n<p align=center>Next &eacute; &bogus; &#8211;</p>",
        &[
            "h2 L1 \"Flux & friends\"",
            "html L2 \"By Jane\\nof Acme\"",
            "html L3 \"Next é &bogus; –\"",
        ],
    );
    check(
        "<ul>\n<li>a\n<ol><li>b</li></ol></li>\n<li>c</li>\n</ul>\n\nd",
        &["li.1 L2 \"a\"", "ol.2 L3 \"b\"", "li.1 L4 \"c\"", "p L7 \"d\""],
    );
    check(
        "<table>\n<tr><th>Talk</th><th>By</th></tr>\n<tr><td> Flux <i>2</i></td>\n<td><p>Jane</p><p>Joe</p></td></tr>\n</table>",
        &["th L2 \"Talk\\tBy\"", "tr L3-4 \"Flux 2 \\tJane Joe\""],
    );
    check(
        "<details><summary>Notes</summary>\n\n- a\n\n</details>",
        &["html L1 \"Notes\"", "li.1 L3 \"a\""],
    );
    check(
        "<div>a</div><hr><div>\n  b\n  c\n</div>",
        &["html L1 \"a\"", "rule L1", "html L2-3 \"b\\nc\""],
    );
}

#[test]
fn comments_and_scripts() {
    check(
        "# a\n\n<!--\n## b\n- c\n-->\n\nd",
        &["h1 L1 \"a\"", "comment L4-5 \"## b\\n- c\"", "p L8 \"d\""],
    );
    check("<!-- not closed\n\na\n", &["comment L1-3 \"not closed\\na\""]);
    check(
        "<script>\nlet a = \"<b>\";\n</script>\n\n<!DOCTYPE html>\n",
        &["html L2 \"let a = \\\"<b>\\\";\"", "html L5 \"<!DOCTYPE html>\""],
    );
}

#[test]
fn references() {
    check(
        "<iframe src=\"https://a.b/c\" title=\"The talk\"></iframe>\n\n<img src='d.png'>\n\n<figure><img src=e.png alt=\"F\"/><figcaption>G</figcaption></figure>",
        &[
            "html L1 \"The talk\"",
            "[The talk](https://a.b/c)",
            "html L3",
            "![](d.png)",
            "html L5 \"F\"",
            "![F](e.png)",
            "html L5 \"G\"",
        ],
    );
}
