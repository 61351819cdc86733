//! Posts and pages, which tell of sessions in prose, in lists and in titles that say what follows.

use super::notes::{A, B, check};

#[test]
fn the_items_of_an_announced_list_are_sessions() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Talks I saw\n\n- Pods on Boats and What They Carry\n- Moving Mountains of Metrics – and where to put them\n\n## What I take home\n\n- Nobody Runs Their Own Metrics\n- Boats Are for Summer Holidays\n",
        &["session: Pods on Boats and What They Carry", "session: Moving Mountains of Metrics"],
    );
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Monday\n\nIt began with two keynotes:\n\n- Pods on Boats and What They Carry\n- Moving Mountains of Metrics\n",
        &["keynote: Pods on Boats and What They Carry", "keynote: Moving Mountains of Metrics"],
    );
    // What follows a title may be a sentence.
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Monday\n\nHere is a bit about the keynotes:\n\n- 7 Years of Boats in Bergen: About what the team learned as they moved a fleet to another harbour\n- Moving Mountains to a Sustainable Future: This one got me thinking about what metrics really cost us\n",
        &[
            "keynote: 7 Years of Boats in Bergen",
            "keynote: Moving Mountains to a Sustainable Future",
        ],
    );
    // What is written like a note is one.
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Keep Calm and Scale - Liz Rice, Isovalent\n\nHeard in other talks:\n\n- everybody runs their metrics on boats\n- nobody knows where to put them\n\n## Envoy in the Wild - Matt Klein, Lyft\n\nText.\n",
        &[A, B],
    );
}

#[test]
fn the_title_may_stand_behind_a_label_below_a_heading_that_says_little() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Talk 1\n\n__Topic__: Pods on Boats\n\n- Text.\n\n## Evening Keynote\n\n__Topic__: Moving Mountains\n\n- Text.\n",
        &["session: Pods on Boats", "keynote: Moving Mountains"],
    );
}

#[test]
fn a_line_of_two_names_that_nobody_knows_is_a_byline() {
    check(
        "kubecon-eu-2021/boats.md",
        "# Pods on Boats\n\n* Thorv McCarn & Amrith Chandrasek\n* a fleet is many pods\n* and some boats\n",
        &["session: Pods on Boats - Thorv McCarn, Amrith Chandrasek"],
    );
}

#[test]
fn a_name_alone_below_the_title_of_a_note_is_its_speaker() {
    check(
        "kubecon-eu-2021/boats.md",
        "# Pods on Boats\n\nThorv McCarn\n\n## Fleets\n\nText.\n",
        &["session: Pods on Boats - Thorv McCarn"],
    );
    check(
        "kubecon-eu-2021/boats.md",
        "# Pods on Boats\n\n- Thorv McCarn\n- Slides: https://example.org/s\n\nText.\n",
        &["session: Pods on Boats - Thorv McCarn"],
    );
    check(
        "kubecon-eu-2021/boats.md",
        "# Pods on Boats\n## Liz Rice\n## From Fastly, 120 engineers\n\n### Goals\n\nText.\n",
        &["session: Pods on Boats - Liz Rice of Fastly"],
    );
    for line in ["From Monolith to Mesh - they moved.", "From Java, moving to Go.", "From Berlin"] {
        check(
            "kubecon-eu-2021/boats.md",
            &format!("# Pods on Boats\n\nLiz Rice\n\n{line}\n"),
            &["session: Pods on Boats - Liz Rice"],
        );
    }
    check(
        "kubecon-eu-2021/boats.md",
        "# How We Broke Production\n\n- Murphy's Law\n- DNS\n\nText.\n",
        &["session: How We Broke Production"],
    );
    check(
        "kubecon-eu-2021/boats.md",
        "# Pods on Boats\n\nSidecar Pattern\n\n## Fleets\n\nText.\n",
        &["session: Pods on Boats"],
    );
}

#[test]
fn links_may_lead_to_the_speaker_and_the_company() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n### [Liz Rice](https://example.org/l) - [Lyft](https://example.org/s): Pods on Boats\n\nText.\n",
        &["session: Pods on Boats - Liz Rice of Lyft"],
    );
    // What no dash sets off is a part of the title.
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n### Liz Rice - Sharing Boats: A Tour of the Fleet\n\nText.\n",
        &["session: Sharing Boats: A Tour of the Fleet - Liz Rice"],
    );
}

#[test]
fn a_title_in_a_sentence_may_be_called_a_talk() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## For Java\n\nThe **Pods on Boats: From Zero to Fleet** talk was fun, as is *everything* on boats.\n\n## For metrics\n\nI also watched \"Moving Mountains of Old Metrics\" where some folks told of theirs.\n",
        &["session: Pods on Boats: From Zero to Fleet", "session: Moving Mountains of Old Metrics"],
    );
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## For Java\n\nThe **Pods on Boats from Zero to Fleet** book was fun, and \"Nothing Is Better Than That\" our motto at each talk.\n",
        &[],
    );
}

#[test]
fn what_leads_to_a_project_is_no_session() {
    check(
        "kubecon-eu-2021/day1.md",
        "# Day 1\n\n## [Boats: Pods at Sea](https://boats.example.org/)\n\nText.\n\n## [Fleet - Many Boats](https://github.com/boats/fleet)\n\nText.\n\n## [Pods on Boats](https://example.org/talks/boats)\n\nText.\n",
        &["session: Pods on Boats"],
    );
}

#[test]
fn a_handle_says_that_a_line_is_a_byline() {
    check(
        "kubecon-eu-2021/talks.md",
        "# Pods on Boats\n\nThorv McCarn - @thorv\n\n* a fleet\n\n# Moving Mountains\n\nAmrith Chandrasek (@amrith)\n\n* of metrics\n",
        &["session: Pods on Boats - Thorv McCarn", "session: Moving Mountains - Amrith Chandrasek"],
    );
}

#[test]
fn a_caption_counts_where_nothing_else_names_the_speaker() {
    let note = |below: &str| {
        format!(
            "# KubeCon EU 2021\n\n## Session: Pods on Boats\n\n![Matt Klein presenting boats](/a.png)\n\n{below}\n"
        )
    };
    let with = |name: &str| format!("session: Pods on Boats - {name}");
    check("kubecon-eu-2021.md", &note("It is a fleet."), &[&with("Matt Klein")]);
    check("kubecon-eu-2021.md", &note("Liz Rice showed a fleet."), &[&with("Liz Rice")]);
}

#[test]
fn what_a_link_is_called_is_no_prose() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Pods on Boats\n\n* [Page de la session](https://kccnceu2021.sched.com/event/ab/pods-on-boats-liz-rice)\n\nLiz Rice nous montre une flotte.\n",
        &["session: Pods on Boats - Liz Rice"],
    );
    // The address says which of the names is the speaker's.
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## [Pods on Boats](https://kccnceu2021.sched.com/event/ab/pods-on-boats-thorv-mccarn)\n\nIt is a fleet, and Thorv McCarn likes boats more than Anna Berg does.\n",
        &["session: Pods on Boats - Thorv McCarn"],
    );
}

#[test]
fn a_link_to_a_session_may_have_its_event_before_it_and_more_links_behind_it() {
    check(
        "a.md",
        "# Security at KubeCon\n\nMore on that:\n\n- [KubeCon NA 2017 - Pods on Boats and What They Carry](https://youtu.be/a) - [Slides](https://example.org/s) - [Demo](https://example.org/d)\n- [Moving Mountains: A Guided Tour](https://youtu.be/b) ([slides](https://example.org/s))\n",
        &["session: Pods on Boats and What They Carry", "session: Moving Mountains: A Guided Tour"],
    );
}

#[test]
fn a_list_of_recordings_is_a_list_of_sessions() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n#### What to watch\n\n1. [Pods on Boats](https://www.youtube.com/watch?v=a)\n\n    Liz Rice shows how a fleet is run.\n\n2. [Moving Mountains](https://www.youtube.com/watch?v=b)\n\n    It is all about metrics.\n",
        &["session: Pods on Boats - Liz Rice", "session: Moving Mountains"],
    );
    // The recordings of one session are no sessions.
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Keep Calm and Scale - Liz Rice, Isovalent\n\n- [Video](https://www.youtube.com/watch?v=a)\n- [Slides](https://sched.co/abc)\n",
        &[A],
    );
}

#[test]
fn the_title_in_the_front_matter_may_head_the_note() {
    let front = |title: &str| format!("---\ntitle: \"{title}\"\ntags: [kubecon-eu-2021]\n---\n\n");
    let parts = "## Abstract\n\nHow to scale.\n\n## What I learned\n\nTo be calm.\n";
    check("a.md", &format!("{}{parts}", front("Keep Calm and Scale - Liz Rice, Isovalent")), &[A]);
    check(
        "b.md",
        &format!("{}{parts}", front("Lightning Talk: Pods on Boats")),
        &["lightning: Pods on Boats"],
    );
    let recording = "[Recording](https://www.youtube.com/watch?v=a)\n\n";
    check(
        "c.md",
        &format!("{}{recording}{parts}", front("Pods on Boats")),
        &["session: Pods on Boats"],
    );
    // What is called after its event and its writer holds sessions, and is none.
    check(
        "d.md",
        &format!(
            "{}## {}\n\nText.\n",
            front("KubeCon EU 2021 - Ada Byron"),
            "Keep Calm and Scale - Liz Rice, Isovalent"
        ),
        &[A],
    );
}

#[test]
fn below_what_announces_sessions_titles_are_sessions() {
    check(
        "2021-05-08-kubecon.md",
        "---\ntitle: My favourite talks of KubeCon EU\ndate: 2021-05-08\n---\n\n## How Pods Learned to Sail\n\nSailing is hard.\n\n## Moving Mountains of Metrics\n\nSo is this.\n\n## Conclusion\n\nMore next year.\n",
        &["session: How Pods Learned to Sail", "session: Moving Mountains of Metrics"],
    );
}

#[test]
fn lines_of_a_pasted_page_are_paragraphs() {
    let prose = "It took them a year to get there, and what they told of it was worth every minute, of which there were more than anybody had planned for, and nobody left before the last.";
    check(
        "kubecon-eu-2021.txt",
        &format!(
            "What I saw at KubeCon EU 2021\n{prose}\nKeep Calm and Scale - Liz Rice, Isovalent\n{prose}\nIt was good.\nEnvoy in the Wild - Matt Klein, Lyft\n{prose}\n"
        ),
        &[A, B],
    );
}

#[test]
fn who_spoke_may_stand_before_a_title_in_a_sentence() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\nFirst Liz Rice from Isovalent gave a talk on [\"Keep Calm and Scale as You Are\"](https://example.org/a), about calm.\n\nTwo others stood out:\n\n- Matt Klein made the case in *\"Why Envoy Is in the Wild\"* that it should stay there.\n- The coffee was \"Not as Bad as Last Year\" I heard.\n",
        &[
            "session: Keep Calm and Scale as You Are - Liz Rice of Isovalent",
            "session: Why Envoy Is in the Wild - Matt Klein",
        ],
    );
}

#[test]
fn a_day_and_a_time_below_a_title_are_its_own() {
    check(
        "kubecon-eu-2021.md",
        "What to see at KubeCon EU 2021\n\nHow Pods Learned to Sail\n\nWednesday, May 5, 16:25\n\nThey sail, and this is how.\n\nMoving Mountains of Metrics\n\nKeynote, Thursday, May 6, 10:25\n\nThey move, too.\n",
        &["session: How Pods Learned to Sail", "keynote: Moving Mountains of Metrics"],
    );
}

#[test]
fn a_heading_that_links_to_slides_is_a_session() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n# [How Pods Learned to Sail](https://static.sched.com/hosted_files/kccnceu2021/ab/pods.pdf)\n\n- a note\n\n# [Helm](https://helm.sh)\n\n- a note\n",
        &["session: How Pods Learned to Sail"],
    );
}

#[test]
fn a_file_called_after_an_event_is_about_it() {
    check(
        "kubecon-detroit-wrapup.txt",
        "It was great to see you all, and we had a good time.\n",
        &[],
    );
}

#[test]
fn a_title_seldom_ends_like_a_sentence() {
    let note =
        |heading: &str| format!("# KubeCon EU 2021\n\n## {heading}\n\nThis talk was long.\n");
    check("kubecon-eu-2021.md", &note("And then pods went to sea."), &[]);
    let expected = "session: And then pods went to sea";
    check("kubecon-eu-2021.md", &note("And then pods went to sea"), &[expected]);
}

#[test]
fn the_front_matter_may_give_the_people() {
    let expected = "session: Keep Calm and Scale - Liz Rice of Isovalent";
    for (front, note) in [
        ("title: Keep Calm and Scale\nspeaker: Liz Rice\ncompany: Isovalent", "Text.\n"),
        ("title: Keep Calm and Scale\nspeaker: Liz Rice, Isovalent", "## Notes\n\n- a note\n"),
        (
            "title: Keep Calm and Scale\nspeakers:\n  - name: Liz Rice\n    company: Isovalent",
            "# Keep Calm and Scale\n\nText.\n",
        ),
    ] {
        check("a.md", &format!("---\n{front}\nevent: KubeCon EU 2021\n---\n\n{note}"), &[expected]);
    }
}

#[test]
fn people_may_stand_on_the_line_below_a_title() {
    check(
        "kubecon-eu-2021.txt",
        "KubeCon EU 2021\n\nKeep Calm and Scale\nLiz Rice, Isovalent\nThey kept calm for a year.\n\nEnvoy in the Wild\nMatt Klein, Lyft\nIt was wild.\n",
        &[A, B],
    );
}

#[test]
fn several_titles_behind_labels_are_several_sessions() {
    check(
        "kubecon-eu-2021.txt",
        "KubeCon EU 2021 notes\n\nTitle: Keep Calm and Scale\nSpeaker: Liz Rice\nCompany: Isovalent\nText.\n\nTitle: Envoy in the Wild\nSpeaker: Matt Klein\nCompany: Lyft\nText.\n",
        &[A, B],
    );
}

#[test]
fn a_link_in_a_sentence_of_a_list_is_a_reference() {
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Odds and Ends\n\n- [a boat for pods](https://www.youtube.com/watch?v=a) that somebody built at home\n- [How Pods Learned to Sail](https://www.youtube.com/watch?v=b)\n",
        &["session: How Pods Learned to Sail"],
    );
}

#[test]
fn a_folder_of_conference_notes_holds_notes_of_conferences() {
    let mut note = "# Pods on Boats - Liz Rice, Isovalent\n\nText.\n\n".to_owned();
    for of in ["Mountains", "Harbours", "Schedulers", "Metrics"] {
        note += &format!("# Moving All of the {of}\n\nText.\n\n");
    }
    let sure = "session: Pods on Boats - Liz Rice of Isovalent";
    check("work/somewhere-2019.md", &note, &[sure]);
    check("conference-app/README.md", &note, &[sure]);
    check(
        "conference_notes/somewhere-2019.md",
        &note,
        &[
            sure,
            "session: Moving All of the Mountains",
            "session: Moving All of the Harbours",
            "session: Moving All of the Schedulers",
            "session: Moving All of the Metrics",
        ],
    );
}
