//! Any bytes as a note: nothing panics, every Document and every span in it is in bounds, and
//! nothing is lost.

#![no_main]

use std::collections::HashSet;

use kubenotes::{Corpus, Document, Ingest, explain, ingest};
use libfuzzer_sys::fuzz_target;

/// A word that no note has.
const WORD: &str = "zyzzyvazz";

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    // The first line is the path.
    let (path, text) = text.split_once('\n').unwrap_or(("", &text));
    let path = if path.is_empty() { "kubecon-eu-2021/a.md" } else { path };
    let found = read(path, text);
    // Markup and invisible characters are not read, and may stand inside the word.
    let is_visible = char::is_ascii_alphanumeric;
    // Nor are tags: what stood around one may be the word without it.
    let is_there = found.documents.iter().any(|document| document.body.contains(WORD));
    if found.skipped > 0
        || is_there
        || text.chars().filter(is_visible).collect::<String>().contains(WORD)
    {
        return;
    }
    check(&found.documents, text);
    adds_up(path, text, &found.documents);

    // What is written at the end is in one Document, unless it is a part of a link or a setting.
    let marked = read(path, &format!("{text}\n\n{WORD}\n"));
    let holding = marked.documents.iter().filter(|document| document.body.contains(WORD)).count();
    let may_be_hidden = text.contains(['<', '[']) || text.contains("---") || text.contains("+++");
    assert!(holding == 1 || holding == 0 && may_be_hidden, "{holding} documents hold a word");
});

fn read(path: &str, text: &str) -> Ingest {
    let read = ingest(&Corpus::from_notes([(path, text)]), None).expect("it is in memory");
    let defects = read.diagnostics.iter().filter(|found| found.message.contains("a defect"));
    assert_eq!(defects.count(), 0, "reading panicked");
    read
}

fn check(documents: &[Document], text: &str) {
    let n_lines = 1 + text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    let mut ids = HashSet::new();
    let mut last = 1;
    for document in documents {
        let source = &document.source;
        assert!(last <= source.line_start && source.line_start <= source.line_end, "{source:?}");
        assert!(source.line_end as usize <= n_lines, "{source:?} of {n_lines} lines");
        last = source.line_end;
        assert!(ids.insert(&document.id), "one id twice");
        assert_eq!(document.body_lines.len(), document.body.split('\n').count());
        assert!(document.body_lines.is_sorted());
        for code in &document.code {
            assert!(document.body.get(code.clone()).is_some(), "{code:?} is off a boundary");
        }
    }
}

fn adds_up(path: &str, text: &str, documents: &[Document]) {
    let explained = explain(&Corpus::from_notes([(path, text)]), None).expect("it is in memory");
    let explained = explained.first().expect("what is read is explained");
    let told = explained.documents.iter().map(|document| &document.id);
    assert!(told.eq(documents.iter().map(|document| &document.id)), "told is not read");
    for candidate in &explained.candidates {
        let sum: f32 = candidate.own.iter().chain(&candidate.around).map(|part| part.points).sum();
        assert!((sum - candidate.total).abs() < 0.01, "{candidate:?}");
    }
}
