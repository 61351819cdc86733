//! The passages that hits show.

use proptest::prelude::*;

use super::{answer, note, searcher};
use crate::Snippet;

fn snippet(title: &str, body: &str, query: &str) -> Snippet {
    let found = answer(&searcher(&[note("a", title, body)]), query);
    found.hits.into_iter().next().expect("the note is found").snippet
}

/// Compares the passage with its highlights in brackets.
#[track_caller]
fn check(title: &str, body: &str, query: &str, expected: &str) -> Snippet {
    let snippet = snippet(title, body, query);
    let mut marked = snippet.text.clone();
    for &(from, to) in snippet.highlights.iter().rev() {
        marked.insert(to, ']');
        marked.insert(from, '[');
    }
    assert_eq!(marked, expected, "{query}");
    snippet
}

#[test]
fn every_form_lights_up() {
    let body = "We run Operators with kube-proxy and ArgoCD.";
    for (query, expected) in [
        ("operator", "We run [Operators] with kube-proxy and ArgoCD."),
        ("kubeproxy", "We run Operators with [kube-proxy] and ArgoCD."),
        ("kube-proxy", "We run Operators with [kube-proxy] and ArgoCD."),
        ("argo", "We run Operators with kube-proxy and [ArgoCD]."),
        ("oper*", "We run [Operators] with kube-proxy and ArgoCD."),
        ("\"run operators\"", "We [run Operators] with kube-proxy and ArgoCD."),
        ("operator -absent", "We run [Operators] with kube-proxy and ArgoCD."),
    ] {
        check("Title", body, query, expected);
    }
    check("Title", "Max Ko\u{308}rbächer spoke", "korbacher", "Max [Ko\u{308}rbächer] spoke");
    check("Title", "使用服务网格的人", "服务网格", "使用[服务网格]的人");
    check("The mesh", "", "mesh", "The [mesh]");
}

#[test]
fn the_headline_is_passed_over_unless_it_alone_matches() {
    let body = "First line about it.\nSecond line with a mesh.";
    let found = check("The mesh", body, "mesh", "Second line with a [mesh].");
    assert_eq!(found.line, 12);
    let found =
        check("The flux", body, "flux", "The [flux] First line about it. Second line with a mesh.");
    assert_eq!(found.line, 10);
    let found = check("The mesh", "Plain text.", "title:mesh", "Plain text.");
    assert_eq!(found.line, 11);
}

#[test]
fn a_long_body_is_cut_around_the_match() {
    let filler = "lorem ipsum dolor sit amet consetetur sadipscing elitr ".repeat(20);
    let body = format!("{filler}\n{filler}needle in it {filler}");
    let found = snippet("Title", &body, "needle");
    assert!(found.text.starts_with("… "), "{}", found.text);
    assert!(found.text.ends_with(" …"), "{}", found.text);
    assert!(found.text.chars().count() < 240, "{}", found.text);
    let (from, to) = found.highlights[0];
    assert_eq!(&found.text[from..to], "needle");
    assert_eq!(found.line, 12);
}

#[test]
fn the_passage_with_most_of_the_words_wins() {
    let filler = "lorem ipsum dolor sit amet consetetur sadipscing elitr ".repeat(10);
    let body =
        format!("flux here. {filler}\nflux and flux and flux. {filler}\nflux with helm. {filler}");
    let found = snippet("Title", &body, "flux helm");
    assert!(found.text.starts_with("flux with helm."), "{}", found.text);
    assert_eq!(found.line, 13);
}

/// Fewer than elsewhere, for each builds an index.
fn config() -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig { cases: (config.cases / 4).max(1), ..config }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn highlights_are_on_character_boundaries(
        body in r"([a-cé网🚀 \n-]|mesh|Mesh's|\u{301}){0,80}",
        query in "(mesh|a|网|é|b\\*| ){1,4}",
    ) {
        let found = answer(&searcher(&[note("a", "mesh a 网 é b", &body)]), &query);
        for hit in found.hits {
            let Snippet { text, highlights, line } = hit.snippet;
            let mut last = 0;
            for (from, to) in highlights {
                prop_assert!(from >= last && from < to && text.get(from..to).is_some());
                last = to;
            }
            prop_assert!(!text.contains('\n'));
            prop_assert!(hit.document.body_lines.contains(&line));
        }
    }
}
