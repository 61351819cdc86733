//! In which order matches are answers: by score, date or title, and always a total order.

use std::cmp::Ordering;
use std::rc::Rc;

use super::plan::Word;
use super::rerank::{DEPTH, rerank};
use super::scan::Match;
use super::searcher::Searcher;
use crate::error::Result;
use crate::index::{NumberColumn, Segments, column, engine_error};
use crate::query::Query;

impl Searcher {
    /// Best first, the best of them after a closer look. Orders at least `wanted` of them.
    pub(super) fn ranked_closely(
        &self,
        mut matches: Vec<Match>,
        words: &[Rc<Word>],
        query: &Query,
        wanted: usize,
    ) -> Result<Vec<Match>> {
        let mut ranked = self.ranked(&mut matches, DEPTH.max(wanted.saturating_mul(2)))?;
        let depth = ranked.len().min(DEPTH);
        if let Some(best) = ranked.get_mut(..depth) {
            rerank(best, words, &query.text, &self.segments)?;
            self.sort(best)?;
        }
        Ok(ranked)
    }

    /// The best `n` matches, best first.
    pub(super) fn ranked(&self, matches: &mut [Match], n: usize) -> Result<Vec<Match>> {
        let ids = Ids::new(&self.segments)?;
        let order = |one: &Match, other: &Match| ids.order(one, other);
        if n < matches.len() {
            matches.select_nth_unstable_by(n, order);
        }
        let mut best = matches.get(..n.min(matches.len())).unwrap_or_default().to_vec();
        best.sort_unstable_by(order);
        Ok(best)
    }

    pub(super) fn sort(&self, matches: &mut [Match]) -> Result<()> {
        let ids = Ids::new(&self.segments)?;
        matches.sort_unstable_by(|one, other| ids.order(one, other));
        Ok(())
    }

    pub(super) fn by_date(&self, matches: Vec<Match>) -> Result<Vec<Match>> {
        let mut keyed = Vec::with_capacity(matches.len());
        for found in matches {
            let date = self.number(NumberColumn::Date, found.doc)?.unwrap_or(0);
            keyed.push((date, self.number(NumberColumn::Id, found.doc)?, found));
        }
        keyed.sort_unstable_by(|one, other| {
            other.0.cmp(&one.0).then(one.1.cmp(&other.1)).then(one.2.doc.cmp(&other.2.doc))
        });
        Ok(keyed.into_iter().map(|(.., found)| found).collect())
    }

    pub(super) fn by_title(&self, matches: Vec<Match>) -> Result<Vec<Match>> {
        let mut titles = Vec::new();
        for segment in self.segments.iter() {
            let column = segment.reader.fast_fields().str(column::TITLE).map_err(engine_error)?;
            titles.push((segment.base, column));
        }
        let mut keyed = Vec::with_capacity(matches.len());
        for found in matches {
            let at = titles.partition_point(|(base, _)| *base <= found.doc);
            let mut title = String::new();
            if let Some((base, Some(column))) = at.checked_sub(1).and_then(|at| titles.get(at))
                && let Some(ordinal) = column.ords().first(found.doc - base)
            {
                column.ord_to_str(ordinal, &mut title).map_err(|e| engine_error(e.into()))?;
            }
            keyed.push((title, self.number(NumberColumn::Id, found.doc)?, found));
        }
        keyed.sort_unstable_by(|one, other| {
            one.0.cmp(&other.0).then(one.1.cmp(&other.1)).then(one.2.doc.cmp(&other.2.doc))
        });
        Ok(keyed.into_iter().map(|(.., found)| found).collect())
    }
}

/// The total order of matches: the higher score, then the smaller id.
struct Ids<'a> {
    segments: &'a Segments,
}

impl<'a> Ids<'a> {
    fn new(segments: &'a Segments) -> Result<Ids<'a>> {
        for segment in segments.iter() {
            segment.numbers(NumberColumn::Id)?;
        }
        Ok(Ids { segments })
    }

    fn order(&self, one: &Match, other: &Match) -> Ordering {
        other
            .score
            .total_cmp(&one.score)
            .then_with(|| self.id(one.doc).cmp(&self.id(other.doc)))
            .then_with(|| one.doc.cmp(&other.doc))
    }

    fn id(&self, doc: u32) -> Option<u64> {
        let (segment, doc) = self.segments.locate(doc)?;
        segment.numbers(NumberColumn::Id).ok()?.first(doc)
    }
}
