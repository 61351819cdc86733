//! How what parts of a plan match becomes what the whole of it matches.

use tantivy::{DocId, TERMINATED};

use super::Span;
use super::word::{PhraseNode, WordCursor};
use crate::search::fields::MENTIONED;
use crate::search::filters::Test;
use crate::search::plan::ROUNDED;
use crate::search::window::{Mask, Pool, Window};

/// A plan with cursors over one segment's postings.
pub(super) enum Node<'a> {
    Nothing,
    Everything,
    Word(WordCursor<'a>),
    Phrase(PhraseNode<'a>),
    All(AllNode<'a>),
    Best(Vec<Node<'a>>),
    Sum(Box<SumNode<'a>>),
    Constant(Box<Node<'a>>, f32),
}

pub(super) struct AllNode<'a> {
    /// The cheapest first; whether its score counts.
    pub(super) required: Vec<(Node<'a>, bool)>,
    pub(super) tests: Vec<Test>,
    pub(super) optional: Vec<Node<'a>>,
    pub(super) excluded: Vec<Node<'a>>,
    pub(super) wished: Vec<Node<'a>>,
}

pub(super) struct SumNode<'a> {
    /// Each with what it says. A document without one of these cannot say enough.
    pub(super) required: Vec<(Node<'a>, f32)>,
    /// A document that has none of these cannot say enough. Empty where some are required.
    pub(super) essential: Vec<(Node<'a>, f32)>,
    /// What says the most first.
    pub(super) others: Vec<(Node<'a>, f32)>,
    /// What a document has to say.
    pub(super) least: f32,
    pub(super) whole: f32,
    /// Of the last window: the documents that say all of it.
    pub(super) whole_in: Mask,
}

impl Node<'_> {
    /// No document before the result and from `from` on matches.
    pub(super) fn candidate(&mut self, from: DocId) -> DocId {
        match self {
            Node::Nothing => TERMINATED,
            Node::Everything => from,
            Node::Word(word) => {
                let leaves = word.fields.iter_mut().flat_map(|field| &mut field.leaves);
                leaves.map(|leaf| leaf.seek(from)).min().unwrap_or(TERMINATED)
            }
            Node::Phrase(phrase) => {
                let fields = phrase.fields.iter_mut();
                fields.map(|field| field.cursor.candidate(from)).min().unwrap_or(TERMINATED)
            }
            Node::All(all) => {
                all.required.iter_mut().fold(from, |from, (node, _)| node.candidate(from))
            }
            Node::Best(nodes) => {
                nodes.iter_mut().map(|node| node.candidate(from)).min().unwrap_or(TERMINATED)
            }
            Node::Sum(sum) => {
                if sum.required.is_empty() {
                    let nodes = sum.essential.iter_mut();
                    nodes.map(|(node, _)| node.candidate(from)).min().unwrap_or(TERMINATED)
                } else {
                    let nodes = sum.required.iter_mut();
                    nodes.fold(from, |from, (node, _)| node.candidate(from))
                }
            }
            Node::Constant(node, _) => node.candidate(from),
        }
    }

    /// Adds the matches among the documents of `span` to `out`, which is empty; only `allowed` ones
    /// where that is given.
    pub(super) fn fill(
        &mut self,
        span: Span,
        allowed: Option<&Mask>,
        out: &mut Window,
        pool: &mut Pool,
    ) {
        match self {
            Node::Nothing => {}
            Node::Everything => {
                out.mask = allowed.copied().unwrap_or_else(|| span.mask());
                out.scores.fill(1.0);
            }
            Node::Word(word) => word.fill(span, allowed, out, pool),
            Node::Phrase(phrase) => phrase.fill(span, allowed, out),
            Node::All(all) => all.fill(span, allowed, out, pool),
            Node::Best(nodes) => {
                let Some((first, others)) = nodes.split_first_mut() else { return };
                first.fill(span, allowed, out, pool);
                for node in others {
                    let mut part = pool.take();
                    node.fill(span, allowed, &mut part, pool);
                    out.merge(&part, f32::max);
                    pool.give(part);
                }
            }
            Node::Sum(sum) => sum.fill(span, allowed, out, pool),
            Node::Constant(node, score) => {
                node.fill(span, allowed, out, pool);
                out.scores.fill(*score);
            }
        }
    }

    /// Leaves those of the documents `found` in the window filled last that hold everything asked
    /// for, and not only enough of it.
    pub(super) fn keep_whole(&self, found: &mut Mask) {
        match self {
            Node::Sum(sum) => found.intersect(&sum.whole_in),
            Node::All(all) => all.required.iter().for_each(|(node, _)| node.keep_whole(found)),
            _ => {}
        }
    }
}

impl SumNode<'_> {
    fn fill(&mut self, span: Span, allowed: Option<&Mask>, out: &mut Window, pool: &mut Pool) {
        let SumNode { required, essential, others, .. } = self;
        let mut all = required.iter_mut().chain(essential.iter_mut()).chain(others.iter_mut());
        // One part by itself says all there is to say.
        if let (Some((node, _)), None) = (all.next(), all.next()) {
            node.fill(span, allowed, out, pool);
            self.whole_in = out.mask;
            return;
        }
        let mut said = pool.take();
        if let Some(((first, importance), rest)) = required.split_first_mut() {
            first.fill(span, allowed, out, pool);
            out.mask.for_each(|at| said.scores[at] = *importance);
            for (node, importance) in rest {
                let mut part = pool.take();
                node.fill(span, Some(&out.mask), &mut part, pool);
                out.mask.intersect(&part.mask);
                out.mask.for_each(|at| {
                    out.scores[at] += part.scores[at];
                    said.scores[at] += *importance;
                });
                pool.give(part);
            }
        }
        for (node, importance) in essential {
            let mut part = pool.take();
            node.fill(span, allowed, &mut part, pool);
            let new = part.mask.without(&out.mask);
            part.mask.and(&out.mask).for_each(|at| said.scores[at] += *importance);
            new.for_each(|at| said.scores[at] = *importance);
            out.merge(&part, |known, more| known + more);
            pool.give(part);
        }
        for (node, importance) in others {
            let mut part = pool.take();
            node.fill(span, Some(&out.mask), &mut part, pool);
            part.mask.intersect(&out.mask);
            part.mask.for_each(|at| {
                out.scores[at] += part.scores[at];
                said.scores[at] += *importance;
            });
            pool.give(part);
        }
        let candidates = out.mask;
        self.whole_in = Mask::EMPTY;
        candidates.for_each(|at| {
            if said.scores[at] < self.least {
                out.mask.remove(at);
            }
            if said.scores[at] >= self.whole * ROUNDED {
                self.whole_in.insert(at);
            }
        });
        pool.give(said);
    }
}

impl AllNode<'_> {
    fn fill(&mut self, span: Span, allowed: Option<&Mask>, out: &mut Window, pool: &mut Pool) {
        let ranks = self.required.iter().any(|(_, scores)| *scores);
        let mut required = self.required.iter_mut();
        match required.next() {
            Some((node, scores)) => {
                node.fill(span, allowed, out, pool);
                if !*scores {
                    // Where nothing is ranked, all are alike.
                    out.scores.fill(if ranks { 0.0 } else { 1.0 });
                }
            }
            None => Node::Everything.fill(span, allowed, out, pool),
        }
        for test in &self.tests {
            let mask = out.mask;
            mask.for_each(|at| {
                if !test.passes(span.base + at as u32) {
                    out.mask.remove(at);
                }
            });
        }
        for (node, scores) in required {
            if out.mask.is_empty() {
                return;
            }
            let mut part = pool.take();
            node.fill(span, Some(&out.mask), &mut part, pool);
            out.mask.intersect(&part.mask);
            if *scores {
                out.mask.for_each(|at| out.scores[at] += part.scores[at]);
            }
            pool.give(part);
        }
        for node in &mut self.excluded {
            let mut part = pool.take();
            node.fill(span, Some(&out.mask), &mut part, pool);
            out.mask.subtract(&part.mask);
            pool.give(part);
        }
        for node in &mut self.optional {
            let mut part = pool.take();
            node.fill(span, Some(&out.mask), &mut part, pool);
            part.mask.intersect(&out.mask);
            part.mask.for_each(|at| out.scores[at] += part.scores[at]);
            pool.give(part);
        }
        for node in &mut self.wished {
            let mut part = pool.take();
            node.fill(span, Some(&out.mask), &mut part, pool);
            out.mask.without(&part.mask).for_each(|at| out.scores[at] *= MENTIONED);
            pool.give(part);
        }
    }
}
