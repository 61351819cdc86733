//! A plan to a tree of cursors over one segment's postings.

use std::cell::RefCell;
use std::rc::Rc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;

use super::node::{AllNode, Node, SumNode};
use super::word::{LeafCursor, PhraseField, PhraseNode, Scorer, WordCursor, WordField};
use crate::error::Result;
use crate::index::{FieldReader, Fields, Segment, Segments, engine_error};
use crate::search::fields::{FieldId, RANKED};
use crate::search::filters::Test;
use crate::search::phrase::PhraseCursor;
use crate::search::plan::{All, Leaf, Phrase, Plan, ROUNDED, Sum, Word};
use crate::search::window::Mask;

/// BM25's part that only depends on a field's length, by the length's code.
pub(super) type Table = [f32; 256];

/// What is the usual length of each field, which BM25 measures a document's by.
pub(super) struct Lengths<'a> {
    segments: &'a Segments,
    /// By field: many words of a plan are looked up in the same.
    tables: RefCell<[Option<Rc<Table>>; RANKED.len()]>,
}

impl<'a> Lengths<'a> {
    pub(super) fn new(segments: &'a Segments) -> Lengths<'a> {
        Lengths { segments, tables: RefCell::default() }
    }

    fn table(&self, field: FieldId) -> Result<Rc<Table>> {
        if let Some(known) = &self.tables.borrow()[field] {
            return Ok(Rc::clone(known));
        }
        let ranked = &RANKED[field];
        let mean = self.segments.mean_length((ranked.field)(Fields::get()))?;
        let mut table = [0.0; 256];
        for (id, slot) in (0..=u8::MAX).zip(table.iter_mut()) {
            let length = FieldNormReader::id_to_fieldnorm(id) as f32 / mean;
            *slot = ranked.saturation * (1.0 - ranked.length + ranked.length * length);
        }
        let table = Rc::new(table);
        self.tables.borrow_mut()[field] = Some(Rc::clone(&table));
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
            Plan::Sum(sum) => Node::Sum(Box::new(self.sum(sum)?)),
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

    /// `None` where the segment lacks the term.
    fn leaf(&self, leaf: &Leaf, reader: &FieldReader, weight: f32) -> Result<Option<LeafCursor>> {
        let Some(Some(info)) = leaf.infos.get(self.ordinal) else { return Ok(None) };
        let postings = reader
            .inverted
            .read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)
            .map_err(|e| engine_error(e.into()))?;
        Ok(Some(LeafCursor { postings, at: 0, weight }))
    }

    fn word(&mut self, word: &Word) -> Result<WordCursor<'a>> {
        let mut fields = Vec::new();
        for group in word.leaves.chunk_by(|one, next| one.field == next.field) {
            let Some(field) = group.first().map(|leaf| leaf.field) else { continue };
            let reader = self.reader(field)?;
            let mut leaves = Vec::with_capacity(group.len());
            for leaf in group {
                leaves.extend(self.leaf(
                    leaf,
                    reader,
                    leaf.weight * word.idf * RANKED[field].weight,
                )?);
            }
            if !leaves.is_empty() {
                fields.push(WordField { scorer: self.scorer(field, reader)?, leaves });
            }
        }
        // What stands in the longest lists is read along; the others are compared with it.
        let longest = |field: &WordField<'_>| field.leaves.iter().map(LeafCursor::df).sum::<u64>();
        if let Some((at, _)) = fields.iter().enumerate().max_by_key(|(_, field)| longest(field)) {
            fields.swap(0, at);
        }
        Ok(WordCursor { fields })
    }

    fn phrase(&mut self, phrase: &Phrase) -> Result<PhraseNode<'a>> {
        let mut fields = Vec::new();
        for in_field in &phrase.fields {
            let Some(cursor) = PhraseCursor::open(in_field, self.segment, self.ordinal)? else {
                continue;
            };
            let reader = self.reader(cursor.field)?;
            let places = in_field.slots.iter().map(|(_, leaves)| {
                leaves.iter().filter_map(|leaf| self.leaf(leaf, reader, 1.0).transpose()).collect()
            });
            let mut places: Vec<Vec<LeafCursor>> = places.collect::<Result<_>>()?;
            let df = |leaves: &Vec<LeafCursor>| leaves.iter().map(LeafCursor::df).sum::<u64>();
            places.sort_by_key(df);
            // What half of all documents hold keeps few out.
            let most = u64::from(self.segment.reader.max_doc()) / 2;
            places.truncate(places.partition_point(|leaves| df(leaves) < most).max(1));
            let scorer = self.scorer(cursor.field, reader)?;
            let weight = phrase.idf * RANKED[cursor.field].weight;
            fields.push(PhraseField { cursor, places, scorer, weight });
        }
        Ok(PhraseNode { fields })
    }

    fn sum(&mut self, sum: &Sum) -> Result<SumNode<'a>> {
        let mut plans: Vec<(&Plan, f32)> =
            sum.plans.iter().map(|plan| (plan, plan.importance())).collect();
        let whole = sum.whole();
        let least = whole * sum.least * ROUNDED;
        let spare = sum.spare();
        let mut required: Vec<(&Plan, f32)> =
            plans.extract_if(.., |(_, importance)| *importance > spare).collect();
        required.sort_by_key(|(plan, _)| plan.cost());
        plans.sort_by(|one, other| other.1.total_cmp(&one.1));
        // Documents that have what is required are known; without such, those that have any of as
        // many plans as it takes.
        let mut left: f32 = plans.iter().map(|(_, importance)| importance).sum();
        let says_enough = |(_, importance): &&(&Plan, f32)| {
            let enough = left >= least;
            left -= importance;
            enough
        };
        let essential = match required.is_empty() {
            true => plans.iter().take_while(says_enough).count(),
            false => 0,
        };
        let mut bind_each = |plans: &[(&Plan, f32)]| -> Result<Vec<_>> {
            plans.iter().map(|(plan, says)| Ok((self.bind(plan)?, *says))).collect()
        };
        let (essential, others) = plans.split_at(essential);
        Ok(SumNode {
            required: bind_each(&required)?,
            essential: bind_each(essential)?,
            others: bind_each(others)?,
            least,
            whole,
            whole_in: Mask::EMPTY,
        })
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
