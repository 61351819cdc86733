//! The leaves of a plan: words and phrases, with their scores by BM25.

use std::rc::Rc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::{DocId, TERMINATED};

use super::Span;
use super::bind::Table;
use crate::search::fields::TIE;
use crate::search::phrase::PhraseCursor;
use crate::search::window::{Mask, Pool, WIDTH, Window};

/// How many documents a term is looked up in one by one, instead of reading along, for each that it
/// is expected to have in a window.
pub(super) const SEEK_COST: u64 = 8;

pub(super) struct WordCursor<'a> {
    pub(super) fields: Vec<WordField<'a>>,
}

pub(super) struct WordField<'a> {
    pub(super) scorer: Scorer<'a>,
    pub(super) leaves: Vec<LeafCursor>,
}

/// BM25 of one field.
pub(super) struct Scorer<'a> {
    pub(super) norms: Option<&'a FieldNormReader>,
    pub(super) table: Rc<Table>,
    pub(super) saturation: f32,
}

pub(super) struct LeafCursor {
    pub(super) postings: BlockSegmentPostings,
    /// The next document of the current block.
    pub(super) at: usize,
    pub(super) weight: f32,
}

pub(super) struct PhraseNode<'a> {
    pub(super) fields: Vec<PhraseField<'a>>,
}

pub(super) struct PhraseField<'a> {
    pub(super) cursor: PhraseCursor,
    /// The terms of the rarer places, the rarest first: documents that lack one are told by reading
    /// along, in a fraction of the time that looking each up takes.
    pub(super) places: Vec<Vec<LeafCursor>>,
    pub(super) scorer: Scorer<'a>,
    pub(super) weight: f32,
}

impl WordCursor<'_> {
    /// The best field counts in full, the others a little.
    pub(super) fn fill(
        &mut self,
        span: Span,
        allowed: Option<&Mask>,
        out: &mut Window,
        pool: &mut Pool,
    ) {
        let Some((first, others)) = self.fields.split_first_mut() else { return };
        first.fill(span, allowed, out);
        if others.is_empty() {
            return;
        }
        // What the other fields say of the documents that have the word in several: few.
        let mut rest = pool.take();
        let mut raise = |at: usize, score: f32| {
            if !out.mask.contains(at) {
                out.mask.insert(at);
                out.scores[at] = score;
            } else if score > out.scores[at] {
                rest.add(at, out.scores[at]);
                out.scores[at] = score;
            } else {
                rest.add(at, score);
            }
        };
        for field in others {
            if let [leaf] = field.leaves.as_mut_slice() {
                let scorer = &field.scorer;
                leaf.visit(span, allowed, |at, tf, weight| {
                    raise(at, scorer.score(span.base + at as u32, tf, weight));
                });
                continue;
            }
            let mut part = pool.take();
            field.fill(span, allowed, &mut part);
            part.mask.for_each(|at| raise(at, part.scores[at]));
            pool.give(part);
        }
        rest.mask.for_each(|at| out.scores[at] += TIE * rest.scores[at]);
        pool.give(rest);
    }
}

impl WordField<'_> {
    /// The best form counts. `out` is empty.
    pub(super) fn fill(&mut self, span: Span, allowed: Option<&Mask>, out: &mut Window) {
        debug_assert!(out.mask.is_empty());
        let scorer = &self.scorer;
        let Some((first, others)) = self.leaves.split_first_mut() else { return };
        first.visit(span, allowed, |at, tf, weight| {
            out.mask.insert(at);
            out.scores[at] = scorer.score(span.base + at as u32, tf, weight);
        });
        for leaf in others {
            leaf.visit(span, allowed, |at, tf, weight| {
                out.raise(at, scorer.score(span.base + at as u32, tf, weight));
            });
        }
    }
}

impl Scorer<'_> {
    fn score(&self, doc: DocId, tf: u32, weight: f32) -> f32 {
        let length = self.norms.map_or(0, |norms| norms.fieldnorm_id(doc));
        let tf = tf as f32;
        weight * (tf * (self.saturation + 1.0)) / (tf + self.table[length as usize])
    }
}

impl LeafCursor {
    /// In how many documents of the segment the term stands.
    pub(super) fn df(&self) -> u64 {
        u64::from(self.postings.doc_freq())
    }

    /// The first document from `from` on; never goes back.
    pub(super) fn seek(&mut self, from: DocId) -> DocId {
        loop {
            match self.postings.docs().get(self.at) {
                Some(&doc) if doc >= from => return doc,
                Some(_) => self.at = self.postings.seek(from),
                // The end of the block, or of the list, whose last block is empty.
                None if self.postings.docs().is_empty() => return TERMINATED,
                None => {
                    self.postings.advance();
                    self.at = 0;
                }
            }
        }
    }

    /// Calls `found` with each document's place in the window, how often the term stands in it, and
    /// the term's weight.
    fn visit(
        &mut self,
        span: Span,
        allowed: Option<&Mask>,
        mut found: impl FnMut(usize, u32, f32),
    ) {
        let weight = self.weight;
        let Some(mask) = allowed else {
            return self.read_along(span, |at, tf| found(at, tf, weight));
        };
        let expected = self.df() * WIDTH as u64 / u64::from(span.n_docs.max(1));
        if mask.len() as u64 * SEEK_COST >= expected {
            return self.read_along(span, |at, tf| {
                if mask.contains(at) {
                    found(at, tf, weight);
                }
            });
        }
        mask.for_each(|at| {
            let doc = span.base + at as u32;
            if self.seek(doc) == doc {
                found(at, self.postings.freqs().get(self.at).copied().unwrap_or(1), weight);
            }
        });
    }

    /// Calls `found` with the place of each of the term's documents in the window, and how often the
    /// term stands in it.
    fn read_along(&mut self, span: Span, mut found: impl FnMut(usize, u32)) {
        self.seek(span.base);
        loop {
            let docs = self.postings.docs().get(self.at..).unwrap_or_default();
            let ends_behind = docs.last().is_some_and(|&last| last >= span.end);
            let n =
                if ends_behind { docs.partition_point(|&doc| doc < span.end) } else { docs.len() };
            let freqs = self.postings.freqs().get(self.at..).unwrap_or_default();
            if freqs.len() < n {
                docs.iter().take(n).for_each(|&doc| found((doc - span.base) as usize, 1));
            } else {
                let pairs = docs.iter().zip(freqs).take(n);
                pairs.for_each(|(&doc, &tf)| found((doc - span.base) as usize, tf));
            }
            if ends_behind {
                self.at += n;
                return;
            }
            if docs.is_empty() && self.postings.docs().is_empty() {
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

impl PhraseNode<'_> {
    pub(super) fn fill(&mut self, span: Span, allowed: Option<&Mask>, out: &mut Window) {
        for field in &mut self.fields {
            let mut holds_all: Option<Mask> = allowed.copied();
            for place in &mut field.places {
                let mut holds = Mask::EMPTY;
                for leaf in place {
                    leaf.visit(span, holds_all.as_ref(), |at, _, _| holds.insert(at));
                }
                holds_all = Some(holds);
            }
            holds_all.unwrap_or(Mask::EMPTY).for_each(|at| {
                let doc = span.base + at as u32;
                let tf = field.cursor.frequency(doc);
                if tf > 0 {
                    out.raise(at, field.scorer.score(doc, tf, field.weight));
                }
            });
        }
    }
}
