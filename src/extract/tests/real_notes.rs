//! What holds for any text, on notes as people write them: the sample notes and the labelled ones.

use std::collections::BTreeMap;
use std::path::Path;

use super::explain::adds_up;
use super::properties::hold;
use super::{certain_speakers, extract};
use crate::corpus::{Corpus, Note};
use crate::document::{Document, Kind};
use crate::extract::learn::Learned;

/// Every note below `dir`, a folder of the project.
fn notes(dir: &str) -> Vec<Note> {
    let corpus = Corpus::open(&[Path::new(env!("CARGO_MANIFEST_DIR")).join(dir)]).expect(dir);
    let (files, _) = corpus.find().expect(dir);
    let notes = files.iter().map(|file| corpus.read(file).expect("a note that can be read").0);
    notes.collect()
}

fn all_notes() -> Vec<Note> {
    let notes: Vec<Note> = ["corpus", "tests/gold/notes"].into_iter().flat_map(notes).collect();
    assert!(notes.len() > 40, "only {} notes", notes.len());
    notes
}

/// Session ids by the lines of their headlines.
fn sessions(documents: &[Document]) -> BTreeMap<u32, String> {
    let sessions = documents.iter().filter(|document| document.kind != Kind::Section);
    sessions.map(|document| (document.source.line_start, document.id.0.clone())).collect()
}

#[test]
fn nothing_is_lost_and_every_line_is_right() {
    for note in all_notes() {
        hold(&note.path, &note.text);
        adds_up(&note.path, &note.text);
    }
}

#[test]
fn ids_do_not_depend_on_other_notes() {
    let notes = all_notes();
    let taught: Vec<_> = notes.iter().flat_map(|note| certain_speakers(&note.text)).collect();
    let learned = Learned::from_speakers(&taught);
    for note in notes {
        let alone = sessions(&extract(&note.path, &note.text, &Learned::default()).documents);
        let among = sessions(&extract(&note.path, &note.text, &learned).documents);
        for (line, id) in &alone {
            assert!(among.get(line).is_none_or(|other| other == id), "{}:{line}", note.path);
        }
    }
}

/// A session keeps its id when all that follows it is cut off.
#[test]
fn ids_do_not_depend_on_the_sessions_that_follow() {
    let mut all = 0;
    let mut lost: Vec<String> = Vec::new();
    for note in all_notes() {
        let documents = extract(&note.path, &note.text, &Learned::default()).documents;
        let lines: Vec<&str> = note.text.split_inclusive('\n').collect();
        for document in documents.iter().filter(|document| document.kind != Kind::Section) {
            let end = (document.source.line_end as usize).min(lines.len());
            let cut = lines[..end].concat();
            let after = sessions(&extract(&note.path, &cut, &Learned::default()).documents);
            all += 1;
            if after.get(&document.source.line_start) != Some(&document.id.0) {
                lost.push(format!("{}:{}", note.path, document.source.line_start));
            }
        }
    }
    // Only what its neighbours make a session is none without them: a bullet, the first of a list.
    assert!(lost.len() * 20 <= all, "{} of {all} are lost: {lost:?}", lost.len());
}
