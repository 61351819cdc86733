//! Runs a plan over the postings: every match with its score, in the order of the documents.
//!
//! Works through windows of consecutive documents, a term at a time within each, so that the inner
//! loops are straight runs over blocks of postings. What a window cannot match is not read: the
//! rarest part of a plan says which windows are looked at, and in them which documents.

use tantivy::fastfield::AliveBitSet;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, TERMINATED};

use super::fields::{FieldId, MENTIONED, RANKED, SECTION, TIE};
use super::filters::Test;
use super::phrase::PhraseCursor;
use super::plan::{All, Phrase, Plan, Sum, Word};
use super::window::{Mask, Pool, WIDTH, Window};
use crate::document::Kind;
use crate::error::Result;
use crate::index::{FieldReader, Fields, NumberColumn, Segment, Segments, engine_error};

/// A document that matches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    /// Its number in the whole index.
    pub(super) doc: u32,
    pub(super) score: f32,
}

/// How many documents a term is looked up in one by one, instead of reading along, for each that it
/// is expected to have in a window.
const SEEK_COST: u64 = 8;

/// Sums of the same numbers in another order differ by less than this.
const ROUNDED: f32 = 0.9999;

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
        let kinds = segment.numbers(NumberColumn::Kind)?;
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
            let living = alive.map(|alive| span.living(alive));
            node.fill(span, living.as_ref(), &mut window, &mut pool);
            for at in window.mask.iter() {
                let doc = base + at as u32;
                let is_section = kinds.first(doc) == Some(Kind::Section as u64);
                let worth = if is_section { SECTION } else { 1.0 };
                matches.push(Match { doc: segment.base + doc, score: window.scores[at] * worth });
            }
            from = base + WIDTH as u32;
        }
        pool.give(window);
        hold_all |= node.held_all();
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

/// What is the usual length of each field, which BM25 measures a document's by.
struct Lengths<'a> {
    segments: &'a Segments,
}

impl<'a> Lengths<'a> {
    fn new(segments: &'a Segments) -> Lengths<'a> {
        Lengths { segments }
    }

    /// BM25's part that only depends on a field's length, by the length's code.
    fn table(&self, field: FieldId) -> Result<Box<[f32; 256]>> {
        let ranked = &RANKED[field];
        let mean = self.segments.mean_length((ranked.field)(Fields::get()))?;
        let mut table = Box::new([0.0; 256]);
        for (id, slot) in (0..=u8::MAX).zip(table.iter_mut()) {
            let length = FieldNormReader::id_to_fieldnorm(id) as f32 / mean;
            *slot = ranked.saturation * (1.0 - ranked.length + ranked.length * length);
        }
        Ok(table)
    }
}

/// A plan with cursors over one segment's postings.
enum Node<'a> {
    Nothing,
    Everything,
    Word(WordCursor<'a>),
    Phrase(PhraseNode<'a>),
    All(AllNode<'a>),
    Best(Vec<Node<'a>>),
    Sum(SumNode<'a>),
    Constant(Box<Node<'a>>, f32),
}

struct WordCursor<'a> {
    fields: Vec<WordField<'a>>,
}

struct WordField<'a> {
    scorer: Scorer<'a>,
    leaves: Vec<LeafCursor>,
}

/// BM25 of one field.
struct Scorer<'a> {
    norms: Option<&'a FieldNormReader>,
    table: Box<[f32; 256]>,
    saturation: f32,
}

struct LeafCursor {
    postings: BlockSegmentPostings,
    /// The next document of the current block.
    at: usize,
    weight: f32,
}

struct PhraseNode<'a> {
    fields: Vec<(PhraseCursor, Scorer<'a>, f32)>,
}

struct AllNode<'a> {
    /// The cheapest first; whether its score counts.
    required: Vec<(Node<'a>, bool)>,
    tests: Vec<Test>,
    optional: Vec<Node<'a>>,
    excluded: Vec<Node<'a>>,
    wished: Vec<Node<'a>>,
}

struct SumNode<'a> {
    /// With what each says.
    nodes: Vec<(Node<'a>, f32)>,
    /// Of `nodes`, from here on: a document without any of them cannot say enough.
    essential: usize,
    /// What a document has to say.
    least: f32,
    whole: f32,
    held_all: bool,
}

struct Binder<'a> {
    segment: &'a Segment,
    ordinal: usize,
    lengths: &'a Lengths<'a>,
}

impl<'a> Binder<'a> {
    fn bind(&mut self, plan: &Plan) -> Result<Node<'a>> {
        Ok(match plan {
            Plan::Nothing => Node::Nothing,
            Plan::Everything => Node::Everything,
            Plan::Word(word) => Node::Word(self.word(word)?),
            Plan::Phrase(phrase) => Node::Phrase(self.phrase(phrase)?),
            Plan::All(all) => Node::All(self.all(all)?),
            Plan::Best(plans) => Node::Best(self.bind_each(plans)?),
            Plan::Sum(sum) => Node::Sum(self.sum(sum)?),
            Plan::Constant(plan, score) => Node::Constant(Box::new(self.bind(plan)?), *score),
        })
    }

    fn bind_each(&mut self, plans: &[Plan]) -> Result<Vec<Node<'a>>> {
        plans.iter().map(|plan| self.bind(plan)).collect()
    }

    fn reader(&self, field: FieldId) -> Result<&'a FieldReader> {
        self.segment.field((RANKED[field].field)(Fields::get()))
    }

    fn scorer(&self, field: FieldId, reader: &'a FieldReader) -> Result<Scorer<'a>> {
        let table = self.lengths.table(field)?;
        Ok(Scorer { norms: reader.norms.as_ref(), table, saturation: RANKED[field].saturation })
    }

    fn word(&mut self, word: &Word) -> Result<WordCursor<'a>> {
        let mut fields = Vec::new();
        for group in word.leaves.chunk_by(|one, next| one.field == next.field) {
            let Some(field) = group.first().map(|leaf| leaf.field) else { continue };
            let reader = self.reader(field)?;
            let mut leaves = Vec::with_capacity(group.len());
            for leaf in group {
                let Some(Some(info)) = leaf.infos.get(self.ordinal) else { continue };
                let postings = reader
                    .inverted
                    .read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)
                    .map_err(|e| engine_error(e.into()))?;
                let weight = leaf.weight * word.idf * RANKED[field].weight;
                leaves.push(LeafCursor { postings, at: 0, weight });
            }
            if !leaves.is_empty() {
                fields.push(WordField { scorer: self.scorer(field, reader)?, leaves });
            }
        }
        Ok(WordCursor { fields })
    }

    fn phrase(&mut self, phrase: &Phrase) -> Result<PhraseNode<'a>> {
        let mut fields = Vec::new();
        for in_field in &phrase.fields {
            if let Some(cursor) = PhraseCursor::open(in_field, self.segment, self.ordinal)? {
                let scorer = self.scorer(cursor.field, self.reader(cursor.field)?)?;
                let weight = phrase.idf * RANKED[cursor.field].weight;
                fields.push((cursor, scorer, weight));
            }
        }
        Ok(PhraseNode { fields })
    }

    fn sum(&mut self, sum: &Sum) -> Result<SumNode<'a>> {
        let mut plans: Vec<(&Plan, f32)> =
            sum.plans.iter().map(|plan| (plan, plan.importance())).collect();
        plans.sort_by(|one, other| one.1.total_cmp(&other.1));
        let whole: f32 = plans.iter().map(|(_, importance)| importance).sum();
        let least = whole * sum.least;
        let mut so_far = 0.0;
        let says_too_little = |(_, importance): &&(&Plan, f32)| {
            so_far += importance;
            so_far < least * ROUNDED
        };
        let essential = plans.iter().take_while(says_too_little).count();
        let nodes = plans
            .into_iter()
            .map(|(plan, importance)| Ok((self.bind(plan)?, importance)))
            .collect::<Result<_>>()?;
        Ok(SumNode { nodes, essential, least: least * ROUNDED, whole, held_all: false })
    }

    fn all(&mut self, all: &All) -> Result<AllNode<'a>> {
        let scored = all.required.iter().map(|plan| (plan, true));
        let mut required: Vec<_> =
            scored.chain(all.filters.iter().map(|plan| (plan, false))).collect();
        required.sort_by_key(|(plan, _)| plan.cost());
        let required = required
            .into_iter()
            .map(|(plan, scores)| Ok((self.bind(plan)?, scores)))
            .collect::<Result<_>>()?;
        let tests = all
            .predicates
            .iter()
            .map(|predicate| Test::new(predicate, self.segment))
            .collect::<Result<_>>()?;
        let [optional, excluded, wished] = [&all.optional, &all.excluded, &all.wished];
        Ok(AllNode {
            required,
            tests,
            optional: self.bind_each(optional)?,
            excluded: self.bind_each(excluded)?,
            wished: self.bind_each(wished)?,
        })
    }
}

impl Node<'_> {
    /// No document before the result and from `from` on matches.
    fn candidate(&mut self, from: DocId) -> DocId {
        match self {
            Node::Nothing => TERMINATED,
            Node::Everything => from,
            Node::Word(word) => {
                let leaves = word.fields.iter_mut().flat_map(|field| &mut field.leaves);
                leaves.map(|leaf| leaf.seek(from)).min().unwrap_or(TERMINATED)
            }
            Node::Phrase(phrase) => {
                let fields = phrase.fields.iter_mut();
                fields.map(|(cursor, ..)| cursor.candidate(from)).min().unwrap_or(TERMINATED)
            }
            Node::All(all) => {
                all.required.iter_mut().fold(from, |from, (node, _)| node.candidate(from))
            }
            Node::Best(nodes) => {
                nodes.iter_mut().map(|node| node.candidate(from)).min().unwrap_or(TERMINATED)
            }
            Node::Sum(sum) => {
                let nodes = sum.nodes.iter_mut().skip(sum.essential);
                nodes.map(|(node, _)| node.candidate(from)).min().unwrap_or(TERMINATED)
            }
            Node::Constant(node, _) => node.candidate(from),
        }
    }

    /// Adds the matches among the documents of `span` to `out`, which is empty; only `allowed` ones
    /// where that is given.
    fn fill(&mut self, span: Span, allowed: Option<&Mask>, out: &mut Window, pool: &mut Pool) {
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
                for node in nodes {
                    let mut part = pool.take();
                    node.fill(span, allowed, &mut part, pool);
                    part.mask.iter().for_each(|at| out.raise(at, part.scores[at]));
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
}

impl Node<'_> {
    /// Whether a document was met that holds everything.
    fn held_all(&self) -> bool {
        match self {
            Node::Sum(sum) => sum.held_all,
            Node::All(all) => all.required.iter().all(|(node, _)| node.held_all()),
            _ => true,
        }
    }
}

impl SumNode<'_> {
    fn fill(&mut self, span: Span, allowed: Option<&Mask>, out: &mut Window, pool: &mut Pool) {
        let mut said = pool.take();
        let (others, essential) = self.nodes.split_at_mut(self.essential);
        for (node, importance) in essential.iter_mut() {
            let mut part = pool.take();
            node.fill(span, allowed, &mut part, pool);
            for at in part.mask.iter() {
                out.add(at, part.scores[at]);
                said.add(at, *importance);
            }
            pool.give(part);
        }
        for (node, importance) in others.iter_mut().rev() {
            let mut part = pool.take();
            node.fill(span, Some(&out.mask), &mut part, pool);
            part.mask.intersect(&out.mask);
            for at in part.mask.iter() {
                out.scores[at] += part.scores[at];
                said.scores[at] += *importance;
            }
            pool.give(part);
        }
        let candidates = out.mask;
        for at in candidates.iter() {
            if said.scores[at] < self.least {
                out.mask.remove(at);
            }
            self.held_all |= said.scores[at] >= self.whole * ROUNDED;
        }
        pool.give(said);
    }
}

impl Span {
    /// All documents.
    fn mask(self) -> Mask {
        Mask::first((self.end - self.base) as usize)
    }

    /// Those that were not deleted: nothing is said of the others, not even that they hold a word.
    fn living(self, alive: &AliveBitSet) -> Mask {
        let mut mask = self.mask();
        for at in 0..(self.end - self.base) as usize {
            if alive.is_deleted(self.base + at as u32) {
                mask.remove(at);
            }
        }
        mask
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
            for at in mask.iter() {
                if !test.passes(span.base + at as u32) {
                    out.mask.remove(at);
                }
            }
        }
        for (node, scores) in required {
            if out.mask.is_empty() {
                return;
            }
            let mut part = pool.take();
            node.fill(span, Some(&out.mask), &mut part, pool);
            out.mask.intersect(&part.mask);
            if *scores {
                out.mask.iter().for_each(|at| out.scores[at] += part.scores[at]);
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
            part.mask.iter().for_each(|at| out.scores[at] += part.scores[at]);
            pool.give(part);
        }
        for node in &mut self.wished {
            let mut part = pool.take();
            node.fill(span, Some(&out.mask), &mut part, pool);
            let mut others = out.mask;
            others.subtract(&part.mask);
            others.iter().for_each(|at| out.scores[at] *= MENTIONED);
            pool.give(part);
        }
    }
}

impl WordCursor<'_> {
    /// The best field counts in full, the others a little.
    fn fill(&mut self, span: Span, allowed: Option<&Mask>, out: &mut Window, pool: &mut Pool) {
        if let [field] = self.fields.as_mut_slice() {
            field.fill(span, allowed, out);
            return;
        }
        let mut sum = pool.take();
        for field in &mut self.fields {
            if let [leaf] = field.leaves.as_mut_slice() {
                let scorer = &field.scorer;
                leaf.visit(span, allowed, |at, tf, weight| {
                    let score = scorer.score(span.base + at as u32, tf, weight);
                    out.raise(at, score);
                    sum.add(at, score);
                });
                continue;
            }
            let mut part = pool.take();
            field.fill(span, allowed, &mut part);
            for at in part.mask.iter() {
                out.raise(at, part.scores[at]);
                sum.add(at, part.scores[at]);
            }
            pool.give(part);
        }
        for at in out.mask.iter() {
            let best = out.scores[at];
            out.scores[at] = best + TIE * (sum.scores[at] - best);
        }
        pool.give(sum);
    }
}

impl WordField<'_> {
    /// The best form counts.
    fn fill(&mut self, span: Span, allowed: Option<&Mask>, out: &mut Window) {
        let scorer = &self.scorer;
        for leaf in &mut self.leaves {
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
    /// The first document from `from` on; never goes back.
    fn seek(&mut self, from: DocId) -> DocId {
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
        if let Some(mask) = allowed {
            let expected =
                u64::from(self.postings.doc_freq()) * WIDTH as u64 / u64::from(span.n_docs.max(1));
            if mask.len() as u64 * SEEK_COST < expected {
                for at in mask.iter() {
                    let doc = span.base + at as u32;
                    if self.seek(doc) == doc {
                        found(at, self.frequency(self.at), weight);
                    }
                }
                return;
            }
        }
        self.seek(span.base);
        loop {
            let docs = self.postings.docs();
            let in_span = docs.get(self.at..).unwrap_or_default();
            for (step, &doc) in in_span.iter().enumerate() {
                if doc >= span.end {
                    self.at += step;
                    return;
                }
                let at = (doc - span.base) as usize;
                if allowed.is_none_or(|mask| mask.contains(at)) {
                    found(at, self.frequency(self.at + step), weight);
                }
            }
            if docs.is_empty() {
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }

    fn frequency(&self, at: usize) -> u32 {
        self.postings.freqs().get(at).copied().unwrap_or(1)
    }
}

impl PhraseNode<'_> {
    fn fill(&mut self, span: Span, allowed: Option<&Mask>, out: &mut Window) {
        for (cursor, scorer, weight) in &mut self.fields {
            let mut doc = cursor.candidate(span.base);
            while doc < span.end {
                let at = (doc - span.base) as usize;
                if allowed.is_none_or(|mask| mask.contains(at)) {
                    let tf = cursor.frequency(doc);
                    if tf > 0 {
                        out.raise(at, scorer.score(doc, tf, *weight));
                    }
                }
                doc = cursor.candidate(doc + 1);
            }
        }
    }
}
