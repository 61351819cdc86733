//! Runs a plan over the postings: every match with its score, in the order of the documents.
//!
//! Works through windows of consecutive documents, a term at a time within each, so that the inner
//! loops are straight runs over blocks of postings. What a window cannot match is not read: the
//! rarest part of a plan says which windows are looked at, and in them which documents.

mod bind;
mod node;
mod word;

use self::bind::{Binder, Lengths};
use super::plan::Plan;
use super::window::{Mask, Pool, WIDTH};
use crate::error::Result;
use crate::index::Segments;

/// A document that matches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    /// Its number in the whole index.
    pub(super) doc: u32,
    /// What the scan gives it says nothing of what kind of Document it is: see
    /// [`Searcher::weighed`](super::searcher::Searcher::weighed).
    pub(super) score: f32,
}

/// Every document that matches `plan`.
pub(super) fn scan(plan: &Plan, segments: &Segments) -> Result<Matches> {
    let mut matches = Vec::new();
    if plan.is_nothing() {
        return Ok(Matches::default());
    }
    let mut hold_all = false;
    let lengths = Lengths::new(segments);
    let mut pool = Pool::default();
    for (ordinal, segment) in segments.iter().enumerate() {
        let mut binder = Binder { segment, ordinal, lengths: &lengths };
        let mut node = binder.bind(plan)?;
        let n_docs = segment.reader.max_doc();
        let alive = segment.reader.alive_bitset();
        let mut window = pool.take();
        let mut from = 0;
        loop {
            let candidate = node.candidate(from);
            if candidate >= n_docs {
                break;
            }
            let base = candidate / WIDTH as u32 * WIDTH as u32;
            let span = Span { base, end: (base + WIDTH as u32).min(n_docs), n_docs };
            window.mask = Mask::EMPTY;
            node.fill(span, None, &mut window, &mut pool);
            let mut found = window.mask;
            if let Some(alive) = alive {
                window.mask.for_each(|at| {
                    if alive.is_deleted(base + at as u32) {
                        found.remove(at);
                    }
                });
            }
            found.for_each(|at| {
                let doc = segment.base + base + at as u32;
                matches.push(Match { doc, score: window.scores[at] });
            });
            if !hold_all {
                // Told of what is found and of nothing else: a document that was deleted, or that a
                // filter keeps out, holds nothing.
                node.keep_whole(&mut found);
                hold_all = !found.is_empty();
            }
            from = base + WIDTH as u32;
        }
        pool.give(window);
    }
    Ok(Matches { matches, hold_all })
}

/// What a plan matches.
#[derive(Debug, Default)]
pub(super) struct Matches {
    /// In the order of the documents.
    pub(super) matches: Vec<Match>,
    /// Whether any of them holds everything that was asked for.
    pub(super) hold_all: bool,
}

/// Whether any document matches `plan`.
pub(super) fn matches_any(plan: &Plan, segments: &Segments) -> Result<bool> {
    // Plans that this is asked of are rare words in a row: a whole scan is short.
    Ok(!scan(plan, segments)?.matches.is_empty())
}

/// A window's documents.
#[derive(Clone, Copy, Debug)]
struct Span {
    base: u32,
    end: u32,
    /// Of the whole segment.
    n_docs: u32,
}

impl Span {
    /// All documents.
    fn mask(self) -> Mask {
        Mask::first((self.end - self.base) as usize)
    }
}
