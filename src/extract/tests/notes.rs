//! Whole notes, each as small as its shape allows.

use super::properties::hold;
use crate::document::{Document, Kind};

/// A Document as one line: `kind: title - speakers (companies) @ line`.
fn line(document: &Document) -> String {
    let speakers: Vec<String> = document
        .speakers
        .iter()
        .map(|speaker| match &speaker.company {
            Some(company) => format!("{} of {company}", speaker.name),
            None => speaker.name.clone(),
        })
        .collect();
    let mut line = format!("{}: {}", document.kind, document.title);
    if !speakers.is_empty() {
        line += &format!(" - {}", speakers.join(", "));
    }
    line
}

/// The sessions of `text` in order, without the sections.
#[track_caller]
fn check(path: &str, text: &str, expected: &[&str]) {
    let documents = hold(path, text).documents;
    let sessions: Vec<String> =
        documents.iter().filter(|document| document.kind != Kind::Section).map(line).collect();
    assert_eq!(sessions, expected, "{text}");
}

const A: &str = "session: Keep Calm and Scale - Liz Rice of Isovalent";
const B: &str = "session: Envoy in the Wild - Matt Klein of Lyft";

#[test]
fn every_shape_carries_sessions() {
    let path = "kubecon-eu-2021.md";
    check(
        path,
        "# KubeCon EU 2021\n\n## Keep Calm and Scale - Liz Rice, Isovalent\n\nText.\n\n## Envoy in the Wild - Matt Klein, Lyft\n\nText.\n",
        &[A, B],
    );
    check(
        path,
        "**Keep Calm and Scale - Liz Rice, Isovalent**\n\nText.\n\n**Envoy in the Wild - Matt Klein, Lyft**\n\nText.\n",
        &[A, B],
    );
    check(
        path,
        "- Keep Calm and Scale - Liz Rice, Isovalent\n  - a note\n- Envoy in the Wild - Matt Klein, Lyft\n  - a note\n",
        &[A, B],
    );
    check(
        path,
        "| Title | Speaker |\n| --- | --- |\n| Keep Calm and Scale | Liz Rice, Isovalent |\n| Envoy in the Wild | Matt Klein, Lyft |\n",
        &[A, B],
    );
    check(
        path,
        "## Keep Calm and Scale\n\nSpeaker: Liz Rice, Isovalent\n\nText.\n\n## Envoy in the Wild\n\nSpeaker: Matt Klein, Lyft\n\nText.\n",
        &[A, B],
    );
    check(
        path,
        "## Keep Calm and Scale\n\n**Speakers**\n\n- Liz Rice, Isovalent\n\n## Envoy in the Wild\n\n**Speakers**\n\n- Matt Klein, Lyft\n",
        &[A, B],
    );
    check(
        path,
        "## Keep Calm and Scale\n\nIn this talk Liz Rice from Isovalent showed how.\n\n## Envoy in the Wild\n\nMatt Klein from Lyft explained it.\n",
        &[A, B],
    );
    check(
        "kubecon-eu-2021.txt",
        "KubeCon EU 2021\n\nKeep Calm and Scale - Liz Rice, Isovalent\n\nIt was about calm.\n\nEnvoy in the Wild - Matt Klein, Lyft\n\nIt was about wildlife.\n",
        &[A, B],
    );
}

#[test]
fn headings_inside_a_session_are_parts_of_it() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Keep Calm and Scale - Liz Rice, Isovalent\n\n### Demo\n\nText.\n\n### Questions\n\nText.\n\n## Envoy in the Wild - Matt Klein, Lyft\n\n### Demo\n\nText.\n",
        &[A, B],
    );
}

#[test]
fn containers_and_topics_are_sections() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Day 1\n\n### Keep Calm and Scale - Liz Rice, Isovalent\n\nText.\n\n## Takeaways\n\nText.\n\n## Day 2\n\n### Envoy in the Wild - Matt Klein, Lyft\n\nText.\n",
        &[A, B],
    );
    check("packing.md", "# Packing list\n\n- socks\n- charger\n", &[]);
    check("empty.md", "\n\n", &[]);
}

#[test]
fn a_kind_comes_from_a_label_or_from_above() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Keynotes\n\n### Keep Calm and Scale - Liz Rice, Isovalent\n\nText.\n\n## Sessions\n\n### Lightning Talk: Envoy in the Wild - Matt Klein, Lyft\n\nText.\n",
        &[
            "keynote: Keep Calm and Scale - Liz Rice of Isovalent",
            "lightning: Envoy in the Wild - Matt Klein of Lyft",
        ],
    );
}

#[test]
fn a_file_can_be_one_session() {
    check(
        "kubecon-eu-2021/keep-calm-and-scale.md",
        "# Keep Calm and Scale\n\n## Speakers\n\n- Liz Rice, Isovalent\n\n## Notes\n\nText about calm.\n",
        &[A],
    );
}

#[test]
fn every_session_knows_its_event() {
    let text =
        "# KubeCon EU 2021\n\n## 6 May\n\n### Keep Calm and Scale - Liz Rice, Isovalent\n\nText.\n";
    let documents = hold("notes.md", text).documents;
    let session = documents.iter().find(|document| document.kind == Kind::Session).unwrap();
    let event = session.event.as_ref().unwrap();
    assert_eq!(event.series.as_deref(), Some("KubeCon + CloudNativeCon"));
    assert_eq!(event.region, Some(crate::document::Region::Europe));
    assert_eq!((session.year, session.date.as_deref()), (Some(2021), Some("2021-05-06")));
    assert_eq!(session.headings, ["KubeCon EU 2021", "6 May"]);
}
