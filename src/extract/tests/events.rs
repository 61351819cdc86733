//! Which event a note's sessions were at.

use super::properties::hold;
use crate::document::{Kind, Region};

/// Series and region of the only session of a note.
#[track_caller]
fn event(path: &str, text: &str, expected: (&str, Option<Region>, Option<u16>)) {
    let documents = hold(path, text).documents;
    let session = documents.iter().find(|document| document.kind != Kind::Section);
    let session = session.expect("a session");
    let event = session.event.clone().unwrap_or_default();
    let found = (event.series.as_deref().unwrap_or_default(), event.region, session.year);
    assert_eq!(found, expected, "{path}: {text}");
}

#[test]
fn a_talk_about_kubecon_at_another_conference() {
    event(
        "meetups/17.md",
        "# Cloud Native Meetup Tokyo 17\n\n## What KubeCon Europe Was About - Liz Rice, Isovalent\n\n- a note\n",
        ("Cloud Native Meetup Tokyo", Some(Region::Japan), None),
    );
    // Its place is not the meetup's.
    event(
        "meetups/18.md",
        "# Cloud Native Meetup Tokyo 18\n\nAll about KubeCon North America 2019.\n\n## Keep Calm and Scale - Liz Rice, Isovalent\n\n- a note\n\n## What KubeCon North America 2019 Was About - Matt Klein, Lyft\n\n- a note\n",
        ("Cloud Native Meetup Tokyo", Some(Region::Japan), Some(2019)),
    );
}

#[test]
fn an_evening_was_on_the_first_day_that_its_note_says() {
    event(
        "evenings/12.md",
        "# Cloud Native Meetup Bergen #12\n\nTuesday, 14 February 2023, by the sea.\n\n## Keep Calm and Scale - Liz Rice, Isovalent\n\n- a note\n",
        ("Cloud Native Meetup Bergen", Some(Region::Europe), Some(2023)),
    );
}

#[test]
fn a_series_without_its_place_is_the_one_that_has_it() {
    event(
        "cndt.md",
        "---\ntitle: CloudNative Days Tokyo 2022\n---\n\nCloudNative Days are CloudNative Days, and CloudNative Days again.\n\n## Keep Calm and Scale - Liz Rice, Isovalent\n\nAt CloudNative Days.\n",
        ("CloudNative Days Tokyo", Some(Region::Japan), Some(2022)),
    );
}

#[test]
fn a_note_about_two_places_is_of_neither() {
    event(
        "videos.md",
        "# Videos\n\nSchedule (North America): https://kccncna2023.sched.com/\n\nSchedule (Europe): https://kccnceu2023.sched.com/\n\n## Keep Calm and Scale - Liz Rice, Isovalent\n\n- a note\n",
        ("KubeCon + CloudNativeCon", None, Some(2023)),
    );
}

#[test]
fn the_path_says_more_than_a_link_in_the_opening_lines() {
    event(
        "KubeCon-EU-2020.md",
        "## Keep Calm and Scale - Liz Rice, Isovalent\n\n- a note\n\n## Outlook\n\n[KubeCon North America](https://events.linuxfoundation.org/kubecon-cloudnativecon-north-america/) is coming up soon!\n",
        ("KubeCon + CloudNativeCon", Some(Region::Europe), Some(2020)),
    );
}

#[test]
fn no_kubecon_was_held_in_the_year_of_another_conference() {
    event(
        "notes.md",
        "# KubeCon notes\n\n## Kubernetes since Velocity 2010 - Liz Rice, Isovalent\n\n- a note\n\n## What we learned from QCon 2012 and OSCON 2013 - Matt Klein, Lyft\n\n- a note\n",
        ("KubeCon + CloudNativeCon", None, None),
    );
}

#[test]
fn sentences_that_name_kubecon_weigh_less_than_a_title() {
    let about = "KubeCon Europe 2019 was on. ".repeat(20);
    event(
        "evenings/5.md",
        &format!(
            "# Cloud Native Meetup Bergen #5\n\n{about}\n\n## Keep Calm and Scale - Liz Rice, Isovalent\n\n- a note\n"
        ),
        ("Cloud Native Meetup Bergen", Some(Region::Europe), Some(2019)),
    );
}

#[test]
fn an_event_is_read_behind_letters_of_any_length() {
    event(
        "notes.md",
        "```\nKCD \nü\n```\n\nWe were at KubeCon Europe 2021.\n\n## Keep Calm and Scale - Liz Rice, Isovalent\n\n- a note\n",
        ("KubeCon + CloudNativeCon", Some(Region::Europe), Some(2021)),
    );
}

#[test]
fn the_day_before_an_event_belongs_to_it() {
    event(
        "_posts/2018-05-01-arrival.md",
        "---\ntitle: KubeCon in Copenhagen\n---\n\n## Keep Calm and Scale - Liz Rice, Isovalent\n\n- a note\n",
        ("KubeCon + CloudNativeCon", Some(Region::Europe), Some(2018)),
    );
}

#[test]
fn no_kubecon_that_never_took_place() {
    event(
        "2018-seattle/notes.md",
        "# KubeCon NA 2018\n\n## Talks about KubeCon Japan\n\n### Keep Calm and Scale - Liz Rice, Isovalent\n\n- a note\n",
        ("KubeCon + CloudNativeCon", None, Some(2018)),
    );
}
