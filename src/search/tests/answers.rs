//! What an answer says besides its hits.

use super::{answer, ids, note, searcher};
use crate::document::{DocumentId, Kind, Region};
use crate::{ErrorKind, FacetField, FacetValue, Query, SearchOptions};

#[test]
fn limits_and_offsets() {
    let notes: Vec<_> = (0..5).map(|n| note(&format!("{n:016x}"), "Same", "body")).collect();
    let notes = searcher(&notes);
    for (limit, offset, expected) in
        [(0, 0, 0), (2, 0, 2), (10, 3, 2), (10, 5, 0), (usize::MAX, 0, 5), (1, usize::MAX, 0)]
    {
        let options = SearchOptions { limit, offset, ..SearchOptions::default() };
        let found = notes.search(&Query::parse("same"), &options).unwrap();
        assert_eq!((found.hits.len(), found.total), (expected, 5), "{limit} {offset}");
    }
}

#[test]
fn notes_about_one_talk_are_one_hit() {
    let notes = searcher(&[
        note("a", "Flux", "flux flux").talk("t"),
        note("b", "Flux", "flux and other things of no interest").talk("t"),
        note("c", "Flux", "not that one, but flux").talk("u"),
        note("d", "Argo", "no word of it").talk("t"),
    ]);
    let found = answer(&notes, "flux");
    assert_eq!(ids(&found).len(), 2);
    assert_eq!(found.total, 3);
    let grouped = found.hits.iter().find(|hit| hit.document.talk.0 == "t").unwrap();
    assert_eq!(grouped.group.len(), 1);
    assert_ne!(grouped.group[0].id, grouped.document.id);
    let options = SearchOptions { group: false, ..SearchOptions::default() };
    let found = notes.search(&Query::parse("flux"), &options).unwrap();
    assert_eq!(found.hits.len(), 3);
    assert!(found.hits.iter().all(|hit| hit.group.is_empty()));
}

#[test]
fn a_page_is_full_although_many_are_about_one_talk() {
    let mut notes: Vec<_> =
        (0..400).map(|n| note(&format!("{n:016x}"), "Flux Flux", "flux").talk("t")).collect();
    notes.extend((0..3).map(|n| note(&format!("f{n:015x}"), "Other", "flux at the very end")));
    assert_eq!(answer(&searcher(&notes), "flux").hits.len(), 4);
}

#[test]
fn facets_count_matches_and_merge_spellings() {
    let notes = searcher(&[
        note("a", "Mesh", "x").by("Liz Rice", "Red Hat").at(Region::Europe, 2021),
        note("b", "Mesh", "x").by("Liz Rice", "RedHat").at(Region::Europe, 2022),
        note("c", "Mesh", "x").by("Max Körbächer", "Red Hat").kind(Kind::Keynote),
        note("d", "Other", "y").by("Max Korbacher", "").at(Region::China, 2021),
    ]);
    let text = |text: &str| FacetValue::Text(text.to_owned());
    let all = |field| -> Vec<_> {
        notes.facets(field).unwrap().into_iter().map(|facet| (facet.value, facet.count)).collect()
    };
    assert_eq!(all(FacetField::Company), [(text("Red Hat"), 3)]);
    assert_eq!(all(FacetField::Speaker), [(text("Liz Rice"), 2), (text("Max Korbacher"), 2)]);
    assert_eq!(
        all(FacetField::Year),
        [(FacetValue::Number(2021), 2), (FacetValue::Number(2022), 1)]
    );
    assert_eq!(all(FacetField::Kind), [(text("session"), 3), (text("keynote"), 1)]);
    assert_eq!(
        all(FacetField::Event),
        [(text("KubeCon + CloudNativeCon Europe"), 2), (text("KubeCon + CloudNativeCon China"), 1)]
    );
    let options = SearchOptions {
        facets: vec![FacetField::Year, FacetField::Kind],
        limit: 1,
        ..SearchOptions::default()
    };
    let found = notes.search(&Query::parse("mesh"), &options).unwrap();
    let counts: Vec<u64> = found
        .facets
        .iter()
        .map(|(_, counts)| counts.iter().map(|facet| facet.count).sum())
        .collect();
    assert_eq!(counts, [2, 3]);
}

#[test]
fn related_documents_share_rare_words() {
    let notes = searcher(&[
        note("a", "Tracing with Jaeger", "spans, sampling and propagation of trace context")
            .talk("t"),
        note("b", "Tracing again", "spans and sampling of traces, with trace context").talk("u"),
        note("c", "Tracing with Jaeger", "spans, sampling and propagation of trace context")
            .talk("t"),
        note("d", "Storage", "volumes, snapshots, claims"),
        note("e", "Cheese", "and wine"),
    ]);
    let related = notes.related(&DocumentId("a".to_owned()), 10).unwrap();
    let found: Vec<&str> = related.iter().map(|hit| hit.document.id.0.as_str()).collect();
    assert_eq!(found, ["b"]);
    assert!(notes.related(&DocumentId("e".to_owned()), 10).unwrap().is_empty());
    let missing = DocumentId("nobody".to_owned());
    assert_eq!(notes.related(&missing, 1).unwrap_err().kind(), ErrorKind::NoSuchDocument);
    assert_eq!(notes.document(&missing).unwrap_err().kind(), ErrorKind::NoSuchDocument);
}

#[test]
fn fields_that_matched_are_named() {
    let notes = searcher(&[note("a", "Flux", "for Weaveworks by liz")
        .by("Liz Rice", "Weaveworks")
        .with(|document| document.headings = vec!["GitOps Flux day".to_owned()])]);
    let found = answer(&notes, "flux liz");
    assert_eq!(found.hits[0].matched, ["title", "speakers", "headings", "body"]);
}

#[test]
fn an_index_of_nothing_answers() {
    let empty = searcher(&[]);
    assert_eq!(answer(&empty, "flux OR year:2021 OR -x").total, 0);
    assert!(empty.facets(FacetField::Speaker).unwrap().is_empty());
}
