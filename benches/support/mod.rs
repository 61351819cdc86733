//! A corpus that is made up on the spot, the same on every machine: which notes do the benches read?
//!
//! Words come with the frequencies of real text, a few of them everywhere and many of them once or
//! twice; notes come in the shapes that note-takers use, about twenty sessions in fifteen kilobytes.
//! Nothing here measures anything.

// Each bench is a crate of its own and uses a part of this.
#![allow(dead_code, reason = "each bench uses another part")]
#![allow(unreachable_pub, reason = "a module of several bench crates")]

mod text;

use std::path::Path;

use kubenotes::Corpus;

use self::text::Writer;

/// How many sessions a note has.
const SESSIONS_PER_NOTE: usize = 20;

/// Sizes to measure, in sessions: `KUBENOTES_BENCH_SESSIONS=1000,100000`, or two that are quick.
/// `cargo test --benches` only checks the answers, for which a few notes do.
pub fn sizes() -> Vec<usize> {
    if !std::env::args().any(|argument| argument == "--bench") {
        return vec![400];
    }
    match std::env::var("KUBENOTES_BENCH_SESSIONS") {
        Ok(sizes) => sizes
            .split(',')
            .map(|size| size.trim().parse().expect("KUBENOTES_BENCH_SESSIONS holds numbers"))
            .collect(),
        Err(_) => vec![1_000, 10_000],
    }
}

/// A size in words: `10k`.
pub fn label(sessions: usize) -> String {
    if sessions >= 1_000 { format!("{}k", sessions / 1_000) } else { sessions.to_string() }
}

/// One session as the corpus means it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    pub title: String,
    pub speaker: String,
    pub company: &'static str,
    pub year: u16,
}

/// Notes in memory and what they say.
#[derive(Clone, Debug)]
pub struct Synthetic {
    /// Pairs of path and text, by path.
    pub notes: Vec<(String, String)>,
    pub talks: Vec<Talk>,
}

impl Synthetic {
    /// Notes of `sessions` sessions. The notes of a smaller corpus are the first of a larger one.
    pub fn new(sessions: usize) -> Synthetic {
        let mut made = Synthetic { notes: Vec::new(), talks: Vec::with_capacity(sessions) };
        let mut number = 0;
        while made.talks.len() < sessions {
            let n_talks = SESSIONS_PER_NOTE.min(sessions - made.talks.len());
            let note = Writer::new(number).note(n_talks, &mut made.talks);
            made.notes.push(note);
            number += 1;
        }
        made.notes.sort();
        made
    }

    /// Bytes of all notes.
    pub fn bytes(&self) -> u64 {
        self.notes.iter().map(|(_, text)| text.len() as u64).sum()
    }

    /// The notes as the library takes them.
    pub fn corpus(&self) -> Corpus {
        Corpus::from_notes(self.notes.iter().map(|(path, text)| (path.as_str(), text.as_str())))
    }

    /// Writes every note below `dir`.
    pub fn write(&self, dir: &Path) {
        for (path, text) in &self.notes {
            let path = dir.join(path);
            let folder = path.parent().expect("a note lies in a folder");
            std::fs::create_dir_all(folder).expect("the bench's folder can be written");
            std::fs::write(path, text).expect("the bench's folder can be written");
        }
    }
}
