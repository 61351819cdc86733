//! Why the notes of a corpus were split and read as they were.

use std::collections::BTreeMap;

use super::{guarded, read};
use crate::corpus::Corpus;
use crate::document::{Document, TalkId};
use crate::error::Result;
use crate::extract::{self, Explanation, Learned};

/// Says of the note at the corpus-relative path `only`, or of every note, what was taken for a
/// session and why, and where each field of its Documents was read.
///
/// All notes of `corpus` are read, whichever is explained: what one teaches helps to read the
/// others, and which Documents are about one talk is only known from all of them. Notes come in the
/// order of their paths; a note that is not there, or that had to be skipped, has no explanation.
///
/// ```
/// use kubenotes::{Corpus, Decision, explain};
///
/// let corpus = Corpus::from_notes([(
///     "2021/eu.md",
///     "# KubeCon EU 2021\n\n## Clusters from Git with Flux - Ada Berg, Acme\n\nDrift is undone.\n",
/// )]);
/// let explained = explain(&corpus, Some("2021/eu.md"))?.remove(0);
/// let headline = &explained.candidates[1];
/// assert_eq!((headline.line, headline.decision), (3, Decision::Session));
/// assert!(headline.own.iter().any(|evidence| evidence.why == "a title and people"));
/// let year = explained.documents[1].fields.iter().find(|field| field.field == "year");
/// assert_eq!(year.and_then(|year| year.line), Some(1));
/// # Ok::<(), kubenotes::Error>(())
/// ```
///
/// # Errors
///
/// Only when the corpus itself is missing or cannot be listed.
pub fn explain(corpus: &Corpus, only: Option<&str>) -> Result<Vec<Explanation>> {
    let (ingest, memory) = read(corpus, None)?;
    let certain = memory.notes.iter().flat_map(|note| note.certain.speakers());
    let learned = Learned::from_speakers(certain).with_lexicon(corpus.lists());
    let mut talks: BTreeMap<&TalkId, Vec<&Document>> = BTreeMap::new();
    for document in &ingest.documents {
        talks.entry(&document.talk).or_default().push(document);
    }
    let mut found = Vec::new();
    let (files, _) = corpus.find()?;
    for file in files.iter().filter(|file| only.is_none_or(|only| only == file.path)) {
        let Ok((note, _)) = corpus.read(file) else { continue };
        let explained = guarded(|| extract::explain(&note.path, &note.text, &learned));
        let Some(mut explained) = explained else { continue };
        // What all notes together say of this one, too.
        let of_note = ingest.diagnostics.iter().filter(|of| of.path == note.path);
        explained.diagnostics = of_note.cloned().collect();
        for document in &mut explained.documents {
            let read = ingest.documents.iter().find(|read| read.id == document.id);
            let about = read.and_then(|read| talks.get(&read.talk)).into_iter().flatten();
            let others = about.filter(|other| other.id != document.id);
            document.talk = others.map(|other| other.source.clone()).collect();
        }
        found.push(explained);
    }
    Ok(found)
}
