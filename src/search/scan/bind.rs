//! A plan to a tree of cursors over one segment's postings.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;

use super::node::{AllNode, Node, ROUNDED, SumNode};
use super::word::{LeafCursor, PhraseNode, Scorer, WordCursor, WordField};
use crate::error::Result;
use crate::index::{FieldReader, Fields, Segment, Segments, engine_error};
use crate::search::fields::{FieldId, RANKED};
use crate::search::filters::Test;
use crate::search::phrase::PhraseCursor;
use crate::search::plan::{All, Phrase, Plan, Sum, Word};
use crate::search::window::Mask;

/// What is the usual length of each field, which BM25 measures a document's by.
pub(super) struct Lengths<'a> {
    segments: &'a Segments,
}

impl<'a> Lengths<'a> {
    pub(super) fn new(segments: &'a Segments) -> Lengths<'a> {
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

pub(super) struct Binder<'a> {
    pub(super) segment: &'a Segment,
    pub(super) ordinal: usize,
    pub(super) lengths: &'a Lengths<'a>,
}

impl<'a> Binder<'a> {
    pub(super) fn bind(&mut self, plan: &Plan) -> Result<Node<'a>> {
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
        Ok(SumNode { nodes, essential, least: least * ROUNDED, whole, whole_in: Mask::EMPTY })
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
