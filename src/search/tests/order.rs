//! Which document comes first.

use super::{answer, check, ids, note, searcher};
use crate::document::Kind;
use crate::{Query, SearchOptions, Sort};

#[test]
fn the_title_counts_more_than_the_body() {
    let notes = searcher(&[
        note("a", "Storage at scale", "we also use flux and flux and more flux"),
        note("b", "Flux for everyone", "an introduction"),
        note("c", "Nothing", "of interest"),
    ]);
    check(&notes, "flux", "b a");
}

#[test]
fn the_exact_form_counts_more_than_the_stem() {
    let notes = searcher(&[
        note("a", "One", "we do operations all day"),
        note("b", "Two", "we do operators all day"),
        note("c", "Three", "we do nothing all day"),
    ]);
    check(&notes, "operators", "b a");
    check(&notes, "operations", "a b");
}

#[test]
fn an_exact_title_comes_first() {
    let long = "Linkerd in depth: everything about Linkerd in depth and more depth";
    let notes = searcher(&[
        note("a", "Linkerd in depth and other meshes", long),
        note("b", "Linkerd in depth", "short"),
        note("c", "In depth", "Linkerd Linkerd Linkerd in depth in depth"),
    ]);
    let found = answer(&notes, "linkerd in depth");
    assert_eq!(ids(&found)[0], "b");
}

#[test]
fn words_in_a_row_count_more() {
    let notes = searcher(&[
        note("a", "One", "the service was a big and unwieldy thing until it met the mesh of doom"),
        note("b", "Two", "the service mesh was a big and unwieldy thing until it met the doom of"),
    ]);
    check(&notes, "service mesh", "b a");
}

#[test]
fn sections_stand_below_sessions() {
    let notes = searcher(&[
        note("a", "Chaos", "chaos engineering").kind(Kind::Section),
        note("b", "Chaos", "chaos engineering"),
    ]);
    check(&notes, "chaos", "b a");
}

#[test]
fn ties_are_broken_by_id() {
    let notes = ["c", "a", "d", "b"].map(|id| note(id, "Same title", "same body"));
    check(&searcher(&notes), "same", "a b c d");
    let many: Vec<_> = (0..300).rev().map(|n| note(&format!("{n:016x}"), "Same", "body")).collect();
    let notes = searcher(&many);
    let options = |offset| SearchOptions { offset, limit: 50, ..SearchOptions::default() };
    let mut all = Vec::new();
    for offset in (0..300).step_by(50) {
        let page = notes.search(&Query::parse("same"), &options(offset)).unwrap();
        assert_eq!(page.total, 300);
        all.extend(page.hits.into_iter().map(|hit| hit.document.id.0));
    }
    assert_eq!(all, (0..300).map(|n| format!("{n:016x}")).collect::<Vec<_>>());
}

#[test]
fn documents_with_all_words_stand_above_those_with_some() {
    let notes = searcher(&[
        note("a", "Flux Flux Flux", "flux and flux again"),
        note("b", "A long story", "about many things, of which flux was one and rollout another"),
        note("c", "Neither", "of them"),
    ]);
    let found = answer(&notes, "flux rollout");
    assert_eq!(ids(&found), ["b", "a"]);
    assert!(!found.relaxed);
    let found = answer(&notes, "flux unheard");
    assert_eq!(ids(&found), ["a", "b"]);
    assert!(found.relaxed);
}

#[test]
fn what_comes_up_again_and_again_stands_above_what_is_mentioned() {
    let filler = "and so on ".repeat(200);
    let once = format!("etcd etcd etcd {filler}");
    let often = "etcd and so on ".repeat(3) + &"and so on ".repeat(60);
    let often = often.repeat(3);
    let notes = searcher(&[
        note("a", "Monday", &once),
        note("b", "Tuesday", &often),
        note("c", "Wednesday", &filler),
    ]);
    assert_eq!(ids(&answer(&notes, "etcd")), ["b", "a"]);
}

/// What a filter keeps out once counted as a document that holds every word.
#[test]
fn what_is_kept_out_holds_no_word() {
    let of = |year| move |document: &mut crate::Document| document.year = Some(year);
    let notes = searcher(&[
        note("a", "Flux", "flux and its rollout").with(of(2022)),
        note("b", "Flux again", "flux alone").with(of(2023)),
    ]);
    for (query, found, relaxed) in [
        ("flux rollout", &["a", "b"][..], false),
        ("flux rollout year:2023", &["b"], true),
        ("flux rollout year:2022", &["a"], false),
        ("flux rollout -its", &["b"], true),
    ] {
        let answer = answer(&notes, query);
        assert_eq!((&*ids(&answer), answer.relaxed), (found, relaxed), "{query}");
    }
}

#[test]
fn other_orders() {
    let date = |date: &'static str, year| {
        move |document: &mut crate::Document| {
            document.date = Some(date.to_owned()).filter(|date| !date.is_empty());
            document.year = year;
        }
    };
    let notes = searcher(&[
        note("a", "beta", "x").with(date("2021-05-06", Some(2021))),
        note("b", "Alpha", "x").with(date("", Some(2021))),
        note("c", "gamma", "x").with(date("", None)),
        note("d", "\"Älpha\" again", "x").with(date("2023-04-20", Some(2023))),
    ]);
    for (sort, expected) in
        [(Sort::Date, ["d", "a", "b", "c"]), (Sort::Title, ["b", "d", "a", "c"])]
    {
        let options = SearchOptions { sort, ..SearchOptions::default() };
        let found = notes.search(&Query::parse("x"), &options).unwrap();
        assert_eq!(ids(&found), expected, "{sort:?}");
    }
}
