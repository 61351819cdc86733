//! Which Documents are about one talk.

use super::extract;
use crate::document::{Document, Event, Kind, Region, Speaker, TalkId};
use crate::extract::learn::Learned;
use crate::extract::talks::{cluster, named, number, talk};

/// The sessions of a note with one session of this headline.
fn session(path: &str, headline: &str) -> Document {
    let text = format!("# KubeCon EU 2021\n\n## {headline}\n\nText.\n");
    let mut documents = extract(path, &text, &Learned::default()).documents;
    documents.retain(|document| document.kind != Kind::Section);
    assert_eq!(documents.len(), 1, "{headline}");
    documents.remove(0)
}

/// The talk of each of `documents`.
fn talks(documents: Vec<Document>) -> Vec<TalkId> {
    let compared: Vec<_> = documents.iter().map(talk).collect();
    let numbered = documents.iter().zip(&compared);
    let numbered: Vec<_> =
        numbered.map(|(document, talk)| (number(&document.id), talk.as_ref())).collect();
    cluster(&numbered).into_iter().map(named).collect()
}

#[test]
fn note_takers_write_one_title_differently() {
    let short = session("a.md", "Hacking into Kubernetes Security - Ellen Körbes, Tilt");
    let long =
        session("b.md", "HACKING INTO KUBERNETES SECURITY FOR BEGINNERS - Ellen Korbes, Tilt");
    let other = session("c.md", "Hacking into Kubernetes Security - Liz Rice, Isovalent");
    let found = talks(vec![short.clone(), long.clone(), other.clone()]);
    assert_eq!(found[0], found[1]);
    assert_ne!(found[0], found[2]);
    let reversed = talks(vec![other, long, short]);
    assert_eq!((&reversed[2], &reversed[1], &reversed[0]), (&found[0], &found[1], &found[2]));
}

#[test]
fn another_year_or_region_is_another_talk() {
    let first = session("a.md", "Hacking into Kubernetes Security - Ellen Körbes, Tilt");
    let mut later = first.clone();
    later.id.0 = "00000000000000ff".to_owned();
    later.year = Some(2022);
    let found = talks(vec![first.clone(), later.clone()]);
    assert_ne!(found[0], found[1]);
    later.year = first.year;
    later.event = Some(Event { region: Some(Region::China), ..first.event.clone().unwrap() });
    let found = talks(vec![first, later]);
    assert_ne!(found[0], found[1]);
}

#[test]
fn a_title_of_two_words_says_too_little() {
    let mut one = session("a.md", "Envoy Mobile - Matt Klein, Lyft");
    let mut other = one.clone();
    other.id.0 = "00000000000000ff".to_owned();
    let found = talks(vec![one.clone(), other.clone()]);
    assert_ne!(found[0], found[1]);
    // Without speakers only nearly equal titles are one talk.
    let nobody: Vec<Speaker> = Vec::new();
    for document in [&mut one, &mut other] {
        document.speakers.clone_from(&nobody);
        document.title = "Growing Clusters on Rocky Ground".to_owned();
    }
    let found = talks(vec![one.clone(), other.clone()]);
    assert_eq!(found[0], found[1]);
    other.title = "Growing Clusters on Rocky Ground and How to Stop".to_owned();
    let found = talks(vec![one, other]);
    assert_ne!(found[0], found[1]);
}
