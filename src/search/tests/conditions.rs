//! What is answered when nothing meets all that a sentence asks for.

use super::{answer, ids, note, searcher};
use crate::document::{Kind, Region};
use crate::{Query, SearchOptions, Searcher, Sort};

fn notes() -> Searcher {
    searcher(&[
        note("a", "Flux", "flux").at(Region::Europe, 2021).by("Liz Rice", "Isovalent"),
        note("b", "Flux", "flux").at(Region::Europe, 2022).kind(Kind::Keynote),
        note("c", "Flux", "flux").at(Region::NorthAmerica, 2021).kind(Kind::Keynote),
        note("d", "Argo", "argo").at(Region::NorthAmerica, 2019).kind(Kind::Keynote),
    ])
}

#[test]
fn conditions_are_given_up_one_at_a_time() {
    let notes = notes();
    for (query, expected, warnings) in [
        ("flux keynotes kubecon eu 2022", "b", ""),
        ("keynotes about flux kubecon eu 2021", "a", "kind:keynote"),
        ("keynotes by liz rice", "a", "kind:keynote"),
        ("keynotes about argo kubecon eu 2019", "d", "event:\"KubeCon + CloudNativeCon Europe\""),
        ("argo kubecon na 2021", "d", "year:2021"),
        ("flux kubecon na 2019", "c", "year:2019"),
        (
            "lightning talks about argo kubecon eu 2019",
            "d",
            "kind:lightning, event:\"KubeCon + CloudNativeCon Europe\"",
        ),
    ] {
        let found = answer(&notes, query);
        assert_eq!(ids(&found).join(" "), expected, "{query}");
        let expected: Vec<String> = Some(warnings)
            .filter(|given_up| !given_up.is_empty())
            .map(|given_up| format!("nothing is found with {given_up}: it is left out"))
            .into_iter()
            .collect();
        assert_eq!(found.warnings, expected, "{query}");
        assert_eq!(found.relaxed, !expected.is_empty(), "{query}");
    }
}

#[test]
fn what_was_typed_as_a_filter_is_never_given_up() {
    let notes = notes();
    for query in ["argo kind:lightning", "flux kubecon na year:2020", "keynotes year:2020"] {
        assert_eq!(answer(&notes, query).total, 0, "{query}");
    }
}

#[test]
fn little_words_beside_a_condition_keep_nothing_out() {
    let notes = notes();
    for (query, total) in [("keynotes in 2021 for me", 1), ("what happened at kubecon eu", 2)] {
        assert_eq!(answer(&notes, query).total, total, "{query}");
    }
}

#[test]
fn what_does_not_say_when_and_where_follows_what_does() {
    let unsaid = |id| note(id, "Flux", "flux");
    let series = |note: super::Note| {
        note.with(|document| {
            let event = document.event.as_mut().unwrap();
            event.region = None;
        })
    };
    let notes = searcher(&[
        unsaid("a").at(Region::Europe, 2021),
        series(unsaid("b").at(Region::Europe, 2021)),
        unsaid("c"),
        unsaid("d").at(Region::Europe, 2019),
        unsaid("e").at(Region::NorthAmerica, 2021),
        note("f", "Argo", "argo"),
    ]);
    let follow = "few notes name that event or year: those that name none follow";
    for (query, expected, warning) in [
        ("flux kubecon eu 2021", "a b c", follow),
        ("flux in 2021", "a b e c", follow),
        // Whoever asks for an event alone gets what is known to be of it.
        ("kubecon eu 2021", "a", ""),
        // What was typed as a filter is one.
        ("flux year:2019", "d", ""),
    ] {
        let found = answer(&notes, query);
        assert_eq!(ids(&found).join(" "), expected, "{query}");
        assert_eq!(found.warnings.join(" "), warning, "{query}");
    }
    // Where nothing meets it, what says none stands above what says another one.
    let found = answer(&notes, "flux kubecon eu 2023");
    assert!(found.relaxed, "{:?}", found.warnings);
    assert_eq!(found.hits[0].document.id.0, "a");
    // Behind no score there is no order to follow in.
    let by_date = SearchOptions { sort: Sort::Date, ..SearchOptions::default() };
    let found = notes.search(&Query::parse("flux kubecon eu 2021"), &by_date).unwrap();
    assert_eq!(ids(&found), ["a"]);
}
