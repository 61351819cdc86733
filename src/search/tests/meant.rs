//! Words that were probably meant otherwise.

use super::{Note, answer, ids, note, searcher};
use crate::Searcher;

/// Fifty sessions that say `kubernetes`, and what is to be found among them.
fn notes(more: &[Note]) -> Searcher {
    let mut notes: Vec<Note> = (0..50)
        .map(|n| {
            note(&format!("{n:04}"), "Monday", "kubernetes and the service mesh, in a container")
        })
        .collect();
    notes.extend_from_slice(more);
    searcher(&notes)
}

#[track_caller]
fn check(notes: &Searcher, query: &str, first: &str, suggestion: Option<&str>) {
    let found = answer(notes, query);
    assert_eq!(found.suggestion.as_deref(), suggestion, "{query}");
    assert_eq!(ids(&found).first().copied().unwrap_or_default(), first, "{query}");
}

#[test]
fn a_slip_in_one_note_is_no_correction() {
    let notes = notes(&[
        note("a", "Tuesday", "wonen at work, and the prometheus of old"),
        note("b", "Terraform", "without a word more"),
    ]);
    for (query, first, suggestion) in [
        ("women work", "a", None),
        ("women", "", None),
        // A title was thought about.
        ("terrafrom", "b", Some("terraform")),
        ("kubernates", "0000", Some("kubernetes")),
    ] {
        check(&notes, query, first, suggestion);
    }
}

#[test]
fn a_slip_that_note_takers_make_finds_what_is_meant() {
    let notes = notes(&[
        note("a", "Slip", "kuberentes was hard to write"),
        note("b", "Kubernetec", "a name is what it says"),
        note("c", "Short", "kubernetes"),
        note("d", "Runtimes", "containerd, the name of a project"),
    ]);
    for (query, first, suggestion) in [
        ("kuberentes", "a", Some("kubernetes")),
        ("kuberentes mesh", "a", Some("kubernetes mesh")),
        ("containerd", "d", None),
        ("kubernetec", "b", None),
        ("\"kuberentes\"", "a", None),
        ("kubernetes", "c", None),
    ] {
        check(&notes, query, first, suggestion);
    }
    assert_eq!(answer(&notes, "kuberentes").total, 52);
}

#[test]
fn what_was_meant_is_looked_up_as_if_it_had_been_typed() {
    let notes = notes(&[
        note("a", "Short", "how k8s is run"),
        note("b", "Linkerd", "and no mesh"),
        note("c", "Sidecars", "mesh of a service"),
    ]);
    for (typed, meant) in [
        ("kubernates", "kubernetes"),
        ("kuberntes", "kubernetes"),
        ("servcie mesh", "service mesh"),
        ("service messh", "service mesh"),
        ("linkred service mesh", "linkerd service mesh"),
    ] {
        let found = answer(&notes, typed);
        assert_eq!(found.suggestion.as_deref(), Some(meant), "{typed}");
        let expected = answer(&notes, meant);
        assert_eq!((ids(&found), found.total), (ids(&expected), expected.total), "{typed}");
    }
}
