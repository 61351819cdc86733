//! Settings at the top of a note.

use super::super::{FrontMatter, parse};
use super::{check, hold, show};

/// Checks the settings of `note`, and the outline of the text below them.
#[track_caller]
fn check_settings(note: &str, expected: &FrontMatter, outline: &[&str]) {
    let parsed = parse(note);
    assert_eq!(parsed.front_matter.as_ref(), Some(expected), "\n--- note\n{note}\n---");
    assert_eq!(parsed.problems, []);
    check(note, outline);
}

/// Checks that `note` has no settings, why not, and its outline.
#[track_caller]
fn check_text(note: &str, problem: Option<(u32, &str)>, outline: &[&str]) {
    let parsed = parse(note);
    assert_eq!(parsed.front_matter, None, "\n--- note\n{note}\n---");
    match (problem, parsed.problems.as_slice()) {
        (None, []) => {}
        (Some((line, message)), [(found, text)]) if *found == line && text.contains(message) => {}
        (_, problems) => panic!("{problems:?} for\n{note}"),
    }
    check(note, outline);
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[test]
fn yaml() {
    check_settings(
        "---\ntitle: \"KubeCon: the notes\"\ndate: 2021-05-06\nauthor: Jane Doe\ntags: [flux, gitops]\ncategories:\n  - flux\n  - cloud\ndraft: false\nweight: 3\nevent:\n  city: Valencia\n  rooms: [1, 2]\nempty:\n---\n\n# One",
        &FrontMatter {
            title: Some("KubeCon: the notes".to_owned()),
            date: Some("2021-05-06".to_owned()),
            author: Some("Jane Doe".to_owned()),
            tags: strings(&["flux", "gitops", "cloud"]),
            other: pairs(&[
                ("draft", "false"),
                ("weight", "3"),
                ("event.city", "Valencia"),
                ("event.rooms", "1"),
                ("event.rooms", "2"),
            ]),
        },
        &["h1 L17 \"One\""],
    );
    check_settings(
        "\u{feff}\n---\r\nTitle: A\r\nauthors: [{name: B, url: c}, D]\r\nkeywords: e, f\r\n...\r\nText",
        &FrontMatter {
            title: Some("A".to_owned()),
            author: Some("B, D".to_owned()),
            tags: strings(&["e", "f"]),
            ..FrontMatter::default()
        },
        &["p L7 \"Text\""],
    );
    check_settings("---\n---\n# One", &FrontMatter::default(), &["h1 L3 \"One\""]);
    check_settings(
        "---\n# written by a tool\ntitle: A\n---\n",
        &FrontMatter { title: Some("A".to_owned()), ..FrontMatter::default() },
        &[],
    );
}

#[test]
fn toml() {
    check_settings(
        "+++\ntitle = 'KCD Austria'\ndate = 2024-10-14T08:00:00+02:00\ntags = [\n  'a',\n]\n[params]\ncity = \"Wien\"\n+++\nText",
        &FrontMatter {
            title: Some("KCD Austria".to_owned()),
            date: Some("2024-10-14T08:00:00+02:00".to_owned()),
            tags: strings(&["a"]),
            other: pairs(&[("params.city", "Wien")]),
            ..FrontMatter::default()
        },
        &["p L10 \"Text\""],
    );
}

#[test]
fn json() {
    check_settings(
        "{\n  \"title\": \"A\",\n  \"tags\": [\"b\", 1]\n}\n\nText",
        &FrontMatter {
            title: Some("A".to_owned()),
            tags: strings(&["b", "1"]),
            ..FrontMatter::default()
        },
        &["p L6 \"Text\""],
    );
    check_text("{{< toc >}}\n\n# a", None, &["p L1 \"{{< toc >}}\"", "h1 L3 \"a\""]);
    check_text(
        "{\"a\": 1} is what they sent\n\n# b",
        None,
        &["p L1 \"{\\\"a\\\": 1} is what they sent\"", "h1 L3 \"b\""],
    );
    check_text(
        "{\n \"title\": \"A\"\n \"b\": 1\n}\n\n# b",
        Some((3, "not valid")),
        &["p L1-4 \"{\\n\\\"title\\\": \\\"A\\\"\\n\\\"b\\\": 1\\n}\"", "h1 L6 \"b\""],
    );
}

#[test]
fn settings_that_are_not_valid_are_text() {
    check_text(
        "---\ntitle: A: B: C\nspeaker: [Jane\n---\n# One",
        Some((2, "not valid")),
        &["p L2-3 \"title: A: B: C\\nspeaker: [Jane\"", "h1 L5 \"One\""],
    );
    check_text(
        "+++\ntitle = A\n+++\n# One",
        Some((2, "not valid")),
        &["p L2 \"title = A\"", "h1 L4 \"One\""],
    );
    check_text(
        "---\ntitle: A\n\nText of the post",
        Some((1, "not closed by a line `---`")),
        &["rule L1", "p L2 \"title: A\"", "h1? L4 \"Text of the post\""],
    );
    let long = format!("---\ntitle: A\n{}---\nText", "x: y\n".repeat(20_000));
    assert!(parse(&long).front_matter.is_none());
    assert_eq!(parse(&long).problems.len(), 1);
}

#[test]
fn a_rule_at_the_top_is_no_settings() {
    check_text(
        "---\n\n# Slide one\n\n---\n\n# Slide two",
        None,
        &["rule L1", "h1 L3 \"Slide one\"", "rule L5", "h1 L7 \"Slide two\""],
    );
    check_text(
        "---\n# Slide\nSpeaker: Jane\n---\n",
        None,
        &["rule L1", "h1 L2 \"Slide\"", "h2 L3-4 \"Speaker: Jane\""],
    );
    check_text(
        "---\nJust prose here.\n---\n\n# a",
        None,
        &["rule L1", "p L2 \"Just prose here.\"", "rule L3", "h1 L5 \"a\""],
    );
    check_text(
        "Text\n\n---\ntitle: A\n---\n\n# a",
        None,
        &["p L1 \"Text\"", "rule L3", "h2 L4-5 \"title: A\"", "h1 L7 \"a\""],
    );
    check_text("---", None, &["rule L1"]);
}

/// Anchors that refer to anchors, nine deep: a billion words if somebody counted them.
#[test]
fn an_alias_bomb_is_refused() {
    let mut bomb = "---\na0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..9 {
        let inner = level - 1;
        let list = vec![format!("*a{inner}"); 9].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{list}]\n"));
    }
    bomb.push_str("---\n# One");
    let outline = parse(&bomb);
    hold(&bomb, &outline);
    assert_eq!(outline.front_matter, None);
    assert_eq!(outline.problems.len(), 1);
    assert!(show(&outline).ends_with("h1 L12 \"One\"\n"));
}
