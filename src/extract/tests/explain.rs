//! An explanation is the decision told once more: what it says adds up to what was decided.

use super::extract;
use crate::extract::learn::Learned;
use crate::extract::{Decision, ExplainedDocument, explain};

/// Explains `text`, and checks what holds for the explanation of any note.
#[track_caller]
pub(super) fn adds_up(path: &str, text: &str) -> Vec<ExplainedDocument> {
    let explained = explain(path, text, &Learned::default());
    let documents = extract(path, text, &Learned::default()).documents;
    let told: Vec<_> = explained.documents.iter().map(|of| (&of.id, &of.source)).collect();
    let read: Vec<_> = documents.iter().map(|of| (&of.id, &of.source)).collect();
    assert_eq!(told, read, "{text:?}");
    for candidate in &explained.candidates {
        let sum: f32 = candidate.own.iter().chain(&candidate.around).map(|part| part.points).sum();
        assert!((sum - candidate.total).abs() < 1e-3, "{candidate:?} of {text:?}");
        let enough = candidate.total >= explained.needed;
        let agrees = enough == (candidate.decision == Decision::Session);
        assert!(agrees || candidate.because.is_some(), "{candidate:?} of {text:?}");
    }
    let n_lines = 1 + text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    for field in explained.documents.iter().flat_map(|document| &document.fields) {
        assert!(field.line.is_none_or(|line| 1 <= line && line as usize <= n_lines), "{field:?}");
        assert!(!field.rule.is_empty(), "{field:?}");
    }
    explained.documents
}

const NOTE: &str = "\
# KubeCon EU 2021

Some words before the first talk.

## 6 May

### Tutorial: Clusters from Git with Flux - Ada Berg, Acme

Drift is undone.

### What We Learned from a Thousand Builds

Speaker: Bo Lind
Company: Initech

More words.

### Of Meshes and Other Knots

In this talk, Liz Moreau from Globex untied them, at ServiceMeshCon.
";

#[test]
fn every_field_says_where_it_stands() {
    let documents = adds_up("a.md", NOTE);
    let check = |title: &str, field: &str, expected: (Option<u32>, &str)| {
        let document = documents.iter().find(|document| document.title == title).expect(title);
        let found = document.fields.iter().find(|found| found.field == field);
        let found = found.map(|found| (found.line, found.rule.as_str()));
        assert_eq!(found, Some(expected), "{field} of {title}");
    };
    let flux = "Clusters from Git with Flux";
    check(flux, "title", (Some(7), "the headline: a dash between title and people"));
    check(flux, "speakers", (Some(7), "the headline: a dash between title and people"));
    check(flux, "companies", (None, "the speakers' companies"));
    check(flux, "kind", (Some(7), "a label in the headline"));
    check(flux, "series", (Some(1), "a heading above"));
    check(flux, "year", (Some(1), "a heading above"));
    check(flux, "date", (Some(5), "a heading above"));
    let builds = "What We Learned from a Thousand Builds";
    check(builds, "title", (Some(11), "the headline, all of it a title"));
    check(builds, "speakers", (Some(13), "a label such as `Speaker:` below"));
    check(builds, "kind", (None, "enough evidence"));
    let meshes = "Of Meshes and Other Knots";
    check(meshes, "speakers", (Some(20), "the first sentence"));
    check(meshes, "colocated", (Some(20), "its first sentence"));
}

#[test]
fn what_the_note_says_only_once_stands_where_it_says_it() {
    let check = |path: &str, text: &str, field: &str, expected: (Option<u32>, &str)| {
        let documents = adds_up(path, text);
        let last = documents.last().expect("a document");
        let found = last.fields.iter().find(|found| found.field == field);
        let found = found.map(|found| (found.line, found.rule.as_str()));
        assert_eq!(found, Some(expected), "{field} of {text}");
    };
    let talk = "## Keep Calm and Page Nobody - Ada Berg, Acme\n\nText.\n";
    check("kubecon-eu-2021/a.md", talk, "year", (None, "the note's path"));
    check(
        "a.md",
        &format!("Notes from KubeCon EU 2021.\n\n{talk}"),
        "year",
        (Some(1), "a sentence"),
    );
    let front = format!("---\ntitle: My KubeCon NA 2022\n---\n\n{talk}");
    check("a.md", &front, "region", (None, "the title in the front matter"));
    let linked = format!("{talk}\n<https://kccnceu2022.sched.com/event/abc>\n");
    check("a.md", &linked, "series", (Some(5), "links to a schedule"));
    check("day1/lightning-talks.md", talk, "kind", (None, "the note's path"));
}
