//! What holds for any text: nothing panics, nothing is lost, every line and offset is right, and
//! what one session says never changes the name of another.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::extract;
use crate::document::{Document, Kind, Speaker};
use crate::extract::Extraction;
use crate::extract::learn::Learned;
use crate::markup;

/// Fewer than elsewhere, for each takes longer.
fn config() -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig { cases: (config.cases / 8 * 5).max(1), ..config }
}

/// Words of a text in order.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Checks everything that holds for the Documents of any note.
#[track_caller]
pub(super) fn hold(path: &str, text: &str) -> Extraction {
    let outline = markup::parse(text);
    let extraction = extract(path, text, &Learned::default());
    let documents = &extraction.documents;
    let bodies: Vec<&str> = documents.iter().map(|document| document.body.as_str()).collect();
    assert_eq!(words(&bodies.join("\n")), words(&outline.text), "words of {text:?}");

    // A carriage return ends a line, with or without a line feed.
    let n_lines = 1 + text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    let n_lines = u32::try_from(n_lines).expect("a short note");
    let mut last: Option<&Document> = None;
    let mut ids = BTreeSet::new();
    for document in documents {
        let source = &document.source;
        assert_eq!(source.path, path);
        assert!(1 <= source.line_start && source.line_start <= source.line_end, "{document:?}");
        assert!(source.line_end <= n_lines, "{document:?} of {n_lines} lines");
        if let Some(last) = last {
            assert!(last.source.line_end <= source.line_start, "{last:?}\n{document:?}");
        }
        last = Some(document);
        assert!(ids.insert(&document.id), "the same name twice: {documents:?}");

        assert_eq!(document.body_lines.len(), document.body.split('\n').count(), "{document:?}");
        let lines = &document.body_lines;
        assert!(lines.iter().all(|line| (source.line_start..=source.line_end).contains(line)));
        assert!(lines.is_sorted(), "{document:?}");

        let mut end = 0;
        for code in &document.code {
            assert!(end <= code.start && code.start <= code.end, "{document:?}");
            assert!(document.body.get(code.clone()).is_some(), "{code:?} of {document:?}");
            end = code.end;
        }
    }
    extraction
}

/// What headlines, bylines and labels are made of.
const FRAGMENTS: &[&str] = &[
    "# ",
    "## ",
    "### ",
    "- ",
    "  - ",
    "* ",
    "1. ",
    "> ",
    "| ",
    " | ",
    "|",
    "\n",
    "\n\n",
    "\n---\n",
    "\n| --- | --- |\n",
    "**",
    "`",
    "```\n",
    "<!-- ",
    " -->",
    "~~",
    "[",
    "](https://sched.co/1abc)",
    "](https://youtu.be/x)",
    "![",
    "Speaker: ",
    "Speakers\n",
    "Title: ",
    "Company: ",
    "Session 3: ",
    "Keynote: ",
    "Keynotes",
    "Day 1",
    "Lightning Talks",
    "KubeCon EU 2021",
    "GitOpsCon",
    "6 May 2021",
    "10:00 - 10:30 ",
    "[I] ",
    "(NA)",
    "Takeaways",
    "Ada Lovelace",
    "Liz Rice",
    "MAX KÖRBÄCHER",
    "Kelsey Hightower",
    "草間一人",
    "さん",
    "于昺蛟",
    "Acme",
    "Red Hat",
    "Isovalent, Inc.",
    "CTO",
    "Engineer at ",
    " - ",
    " – ",
    " | ",
    ": ",
    ", ",
    "; ",
    " & ",
    " and ",
    " by ",
    " with ",
    " from ",
    " @ ",
    " / ",
    "(",
    ")",
    "…",
    "...",
    "\"",
    "“",
    "”",
    "«",
    "»",
    "The Art of ",
    "Hiding Yourself",
    "Cluster API",
    "Intro",
    "Deep Dive",
    "In this talk ",
    " showed how ",
    " presented ",
    "。",
    "：",
    "，",
    "\u{a0}",
    "\u{200b}",
    "\u{fe0f}",
    "⚡",
    "$\\textcolor{red}{",
    "}$",
    "${Talk}",
    "\t",
    "\r\n",
    "@handle",
    "é",
    "1.2 ",
    "x",
    "---\ntitle: Notes\ndate: 2021-05-06\n---\n",
    "== ",
    "ß",
    "İ",
    "ﬃ",
];

/// A talk's headline that can be read in one way.
fn headline(n: usize) -> String {
    const TITLES: [&str; 6] = [
        "The Art of Hiding Yourself",
        "Growing Clusters on Rocky Ground",
        "What Nobody Tells You about Webhooks",
        "Envoy in the Wild",
        "Debugging the Undebuggable",
        "Paging Doctor Prometheus",
    ];
    const PEOPLE: [&str; 4] =
        ["Lorenzo Fontana, Sysdig", "Liz Rice, Isovalent", "Matt Klein, Lyft", "Ada Byron, Acme"];
    format!("{} Part {n} - {}", TITLES[n % TITLES.len()], PEOPLE[n % PEOPLE.len()])
}

/// A note of sessions with these bodies.
fn note(bodies: &[String]) -> String {
    let mut text = "# KubeCon EU 2021\n\n".to_owned();
    for (n, body) in bodies.iter().enumerate() {
        text += &format!("## {}\n\n{body}\n\n", headline(n));
    }
    text
}

/// Title and id of every session of `text`.
fn named(text: &str, learned: &Learned) -> Vec<(String, String)> {
    let documents = extract("a/b.md", text, learned).documents;
    let sessions = documents.into_iter().filter(|document| document.kind != Kind::Section);
    sessions.map(|document| (document.title, document.id.0)).collect()
}

/// Prose without headings of its own.
fn body() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "Hiding processes is easier than it seems.",
        "- a bullet about admission",
        "  - and one below it",
        "The demo failed twice.",
        "`kubectl get pods` shows nothing",
        "More about [the project](https://example.org/x).",
        "",
    ]);
    prop::collection::vec(line, 0..6).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_is_split(
        text in "\\PC{0,200}|[\\x00-\\x7f\u{a0}\u{200b}é• \n\r\t]{0,200}",
        path in "[a-z0-9A-Z_./ -]{0,30}|\\PC{0,20}",
    ) {
        hold(&path, &text);
    }

    #[test]
    fn text_like_notes_is_split(
        parts in prop::collection::vec(prop::sample::select(FRAGMENTS), 0..60),
        path in prop::sample::select(vec!["a.md", "kubecon-eu-2021/the-art-of-hiding.md", "day1.txt"]),
    ) {
        hold(path, &parts.concat());
        super::explain::adds_up(path, &parts.concat());
    }

    #[test]
    fn text_like_notes_is_split_whatever_was_learned(
        parts in prop::collection::vec(prop::sample::select(FRAGMENTS), 0..40),
    ) {
        let text = parts.concat();
        let taught = ["Title Byron", "Hiding Yourself", "Cluster Api"].map(|name| Speaker {
            name: name.to_owned(),
            company: Some("Deep Dive".to_owned()),
        });
        let documents = extract("a.md", &text, &Learned::from_speakers(&taught)).documents;
        let bodies: Vec<&str> = documents.iter().map(|document| document.body.as_str()).collect();
        let (bodies, outline) = (bodies.join("\n"), markup::parse(&text));
        prop_assert_eq!(words(&bodies), words(&outline.text));
    }

    #[test]
    fn a_session_keeps_its_name_when_others_change(
        bodies in prop::collection::vec(body(), 2..6),
        changed in any::<prop::sample::Index>(),
        other in body(),
    ) {
        let before = named(&note(&bodies), &Learned::default());
        prop_assert_eq!(before.len(), bodies.len());

        let mut with_other = bodies.clone();
        with_other[changed.index(bodies.len())] = other.clone();
        prop_assert_eq!(&named(&note(&with_other), &Learned::default()), &before);

        let mut appended = bodies.clone();
        appended.push(other);
        let after = named(&note(&appended), &Learned::default());
        prop_assert_eq!(&after[..before.len()], &before[..]);

        // What another note teaches.
        let taught = Speaker { name: "Ada Byron".to_owned(), company: Some("Acme".to_owned()) };
        prop_assert_eq!(&named(&note(&bodies), &Learned::from_speakers([&taught])), &before);
    }
}

#[test]
fn sessions_of_one_headline_have_names_of_their_own() {
    let twice = "# KubeCon EU 2021\n\n## Keep Calm - Liz Rice, Isovalent\n\nOne.\n\n## Keep Calm - Liz Rice, Isovalent\n\nTwo.\n";
    let before = hold("a.md", twice).documents;
    let after = hold("a.md", &format!("{twice}\n## Keep Calm - Liz Rice, Isovalent\n\nThree.\n"));
    let ids = |documents: &[Document]| -> Vec<String> {
        documents.iter().map(|document| document.id.0.clone()).collect()
    };
    assert_eq!(ids(&after.documents)[..before.len()], ids(&before)[..]);
}
