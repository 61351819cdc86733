//! Whole notes, each as small as its shape allows.

use super::properties::hold;
use crate::document::{Document, Kind, Region};

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
pub(super) fn check(path: &str, text: &str, expected: &[&str]) {
    let documents = hold(path, text).documents;
    let sessions: Vec<String> =
        documents.iter().filter(|document| document.kind != Kind::Section).map(line).collect();
    assert_eq!(sessions, expected, "{text}");
}

pub(super) const A: &str = "session: Keep Calm and Scale - Liz Rice of Isovalent";
pub(super) const B: &str = "session: Envoy in the Wild - Matt Klein of Lyft";

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
fn people_of_a_list_item_go_on_behind_the_end_of_a_line() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## The talks\n\n* Keep Calm and Scale by Liz Rice,\n  Isovalent: this talk was about\n  calm.\n* Envoy in the Wild by Matt\n  Klein, Lyft: the proxy again.\n",
        &[A, B],
    );
}

#[test]
fn fields_in_other_words_stand_before_the_people() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Keep Calm and Scale\n\n**Ort:** Saal 3\n\n**Seite:** https://example.org/a\n\n**Speakers:**\n- Liz RICE, Isovalent\n\n## Envoy in the Wild\n\n**Ort:** Saal 4\n\n**Speakers:**\n- Matt Klein, Lyft\n",
        &[A, B],
    );
}

#[test]
fn headings_without_a_blank_and_with_numbers() {
    check(
        "kubecon-eu-2021.md",
        "#notes of friday\n###2/7 Keep Calm and Scale - Liz Rice, Isovalent\n - a note\n\n###3/7 Envoy in the Wild - Matt Klein, Lyft\n - a note\n",
        &[A, B],
    );
}

#[test]
fn a_list_of_contents_repeats_the_headings() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n1. [Keep Calm and Scale - Liz Rice, Isovalent](#a)\n2. [Envoy in the Wild - Matt Klein, Lyft](#b)\n\n## 1. Keep Calm and Scale - Liz Rice, Isovalent\n\nText.\n\n## 2. Envoy in the Wild - Matt Klein, Lyft\n\nText.\n",
        &[A, B],
    );
}

#[test]
fn a_heading_may_go_on_with_the_one_before() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Keep Calm and Scale - Liz Rice, Isovalent\n\nText.\n\n## Keep Calm and Scale (Part 2)\n\nText.\n\n## Envoy in the Wild - Matt Klein, Lyft\n\nText.\n",
        &[A, B],
    );
}

#[test]
fn days_of_technical_sessions_are_containers() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Advanced Session Day 1\n\n### Keep Calm and Scale - Liz Rice, Isovalent\n\nText.\n\n## Advanced Session Day 2\n\n### Envoy in the Wild - Matt Klein, Lyft\n\nText.\n",
        &[A, B],
    );
}

#[test]
fn a_recording_may_be_embedded_below_the_notes() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Keep Calm and Scale\n\nA word on calm.\n\n{{< youtube \"abc\" >}}\n\n## Envoy in the Wild\n\nA word on proxies.\n\n{% youtube def %}\n",
        &["session: Keep Calm and Scale", "session: Envoy in the Wild"],
    );
    // Where nothing speaks of an event, the recording decides.
    check(
        "notes.md",
        "## Keep Calm and Scale\n\nA word on calm.\n\n{{< youtube \"abc\" >}}\n\n## Packing\n\nSocks.\n",
        &["session: Keep Calm and Scale"],
    );
}

#[test]
fn an_event_alone_says_little_of_what_stands_below_it() {
    let body = "## It is running hot in here\n\nThe halls had no windows at all.\n";
    check("notes.md", &format!("# KubeCon EU 2021\n\n{body}"), &[]);
    let expected = ["session: It is running hot in here"];
    check("notes.md", &format!("# KubeCon EU 2021 - Day 1\n\n{body}"), &expected);
}

#[test]
fn titles_of_words_that_programmes_are_made_of() {
    for title in ["Intro to AI", "The Best Part", "Opening"] {
        check(
            "kubecon-eu-2021.md",
            &format!("# KubeCon EU 2021\n\n## {title}\n\nSpeaker: Liz Rice, Isovalent\n\nText.\n"),
            &[&format!("session: {title} - Liz Rice of Isovalent")],
        );
    }
}

#[test]
fn a_bold_title_and_people_in_a_sentence() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Sessions\n\nNext was **Keep Calm and Scale** by Liz Rice. It was calm.\n\n**Envoy in the Wild** by Matt Klein was wild.\n",
        &["session: Keep Calm and Scale - Liz Rice", "session: Envoy in the Wild - Matt Klein"],
    );
}

#[test]
fn times_in_bold_before_titles() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n**10:30** Keep Calm and Scale (Liz Rice, Isovalent)\n\nSome words.\n\n**11:30** Envoy in the Wild (Matt Klein, Lyft)\n\nMore words.\n",
        &[A, B],
    );
}

#[test]
fn an_employer_may_stand_before_the_name() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Keep Calm and Scale\n\nIn this talk Isovalent's Liz Rice showed how.\n",
        &[A],
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
fn a_title_may_begin_as_forms_do() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Want to Scale? Keep Calm! - Liz Rice (Isovalent)\n\n- a note\n\n## Want to learn more about us?\n\n- a form\n",
        &["session: Want to Scale? Keep Calm! - Liz Rice of Isovalent"],
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
    assert_eq!(event.region, Some(Region::Europe));
    assert_eq!((session.year, session.date.as_deref()), (Some(2021), Some("2021-05-06")));
    assert_eq!(session.headings, ["KubeCon EU 2021", "6 May"]);
}

/// How a handle is read is for the headline to say; that one ends a headline says that it was given.
#[test]
fn a_handle_signs_a_headline() {
    let check = |first: &str, expected: usize| {
        let text = format!(
            "# Recap of KubeCon NA 2018\n\n## {first}\n\nText.\n\n## Keep Calm and Scale - Liz Rice, Isovalent\n\nText.\n\n## Envoy in the Wild - Matt Klein, Lyft\n\nText.\n"
        );
        let documents = hold("notes.md", &text).documents;
        let n_sessions = documents.iter().filter(|document| document.kind != Kind::Section).count();
        assert_eq!(n_sessions, expected, "{first}");
    };
    check("KubeCon 2018 in Numbers (@adabyron)", 3);
    check("KubeCon 2018 in Numbers - @adabyron", 3);
    check("KubeCon 2018 in Numbers", 2);
}

#[test]
fn who_made_a_thing_gave_no_talk_about_it() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Runtimes\n\n- frobnik: a scheduler that was donated by Docker Inc.\n- another one: small and built by Google\n",
        &[],
    );
}

#[test]
fn a_heading_of_people_is_the_byline_of_the_one_above() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## 10:00 Keep Calm and Scale\n\n### Liz Rice (@lizrice), Isovalent\n\n- a note\n\n## 11:00 Envoy in the Wild\n\n### Matt Klein (@mattklein), Lyft\n\n- a note\n\n## 12:00 Pods on Boats\n\n### 土田 太郎 (@tt), 船株式会社\n\n- a note\n",
        &[A, B, "session: Pods on Boats - 土田 太郎 of 船株式会社"],
    );
}

#[test]
fn what_is_below_an_evening_is_a_talk() {
    check(
        "evenings/04.md",
        "# Cloud Native Kansai #04\n\n## Boats by the Dozen\n\n- a note\n\n## How Mountains Are Moved\n\n- a note\n",
        &["session: Boats by the Dozen", "session: How Mountains Are Moved"],
    );
}

#[test]
fn titles_without_capitals_are_told_by_their_length() {
    check(
        "cndt2022.md",
        "# CloudNative Days Tokyo 2022\n\n## 船団をKubernetesで動かすための工夫\n\n- a note\n\n## 一万個のメトリクスを保存する方法について\n\n- a note\n\n## 監視を始める前に考えておくべきこと\n\n- a note\n",
        &[
            "session: 船団をKubernetesで動かすための工夫",
            "session: 一万個のメトリクスを保存する方法について",
            "session: 監視を始める前に考えておくべきこと",
        ],
    );
}

#[test]
fn parts_of_a_talk_are_none() {
    check(
        "kcd-shanghai-2024.md",
        "# KCD Shanghai 2024\n\n## 05 - Keep Calm and Scale - Liz Rice, Isovalent\n\nText.\n\n## Part 01: Being Calm\n\nText.\n\n## Part 02: Being Large\n\nText.\n",
        &[A],
    );
}
