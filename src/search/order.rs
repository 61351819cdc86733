//! In which order matches are answers: by score, date or title, and always a total order.

use std::cmp::Ordering;
use std::rc::Rc;

use super::fields::SECTION;
use super::plan::Word;
use super::rerank::{DEPTH, rerank};
use super::scan::Match;
use super::searcher::Searcher;
use crate::document::Kind;
use crate::error::Result;
use crate::index::{NumberColumn, Segments, column, engine_error};
use crate::query::Query;

impl Searcher {
    /// Best first, the best of them after a closer look. Orders at least `wanted` of them.
    pub(super) fn ranked_closely(
        &self,
        matches: &[Match],
        words: &[Rc<Word>],
        query: &Query,
        wanted: usize,
    ) -> Result<Vec<Match>> {
        let mut ranked = self.ranked(matches, DEPTH.max(wanted.saturating_mul(2)))?;
        let depth = ranked.len().min(DEPTH);
        if let Some(best) = ranked.get_mut(..depth) {
            rerank(best, words, &query.text, &self.segments)?;
            self.sort(best)?;
        }
        Ok(ranked)
    }

    /// The best `n` matches, best first.
    pub(super) fn ranked(&self, matches: &[Match], n: usize) -> Result<Vec<Match>> {
        let ids = Ids::new(&self.segments)?;
        let mut best = with_best_scores(matches, n, |found| self.weighed(found))?;
        best.sort_unstable_by(|one, other| ids.order(one, other));
        best.truncate(n);
        Ok(best)
    }

    /// A match with the score that it has among all kinds of Documents: one that is no session is
    /// worth less than a session of equal merit.
    pub(super) fn weighed(&self, found: Match) -> Result<Match> {
        let kind = self.number(NumberColumn::Kind, found.doc)?;
        let worth = if kind == Some(Kind::Section as u64) { SECTION } else { 1.0 };
        Ok(Match { score: found.score * worth, ..found })
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
        keyed.into_iter().map(|(.., found)| self.weighed(found)).collect()
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
        keyed.into_iter().map(|(.., found)| self.weighed(found)).collect()
    }
}

/// Of `matches` the `n` with the highest scores, and all others with the score of the last of them:
/// ids, which decide between equals, are looked up for these alone. What `weighed` makes of a match
/// is worth no more than before, and only asked for where that could be enough.
fn with_best_scores(
    matches: &[Match],
    n: usize,
    weighed: impl Fn(Match) -> Result<Match>,
) -> Result<Vec<Match>> {
    let by_score = |one: &Match, other: &Match| other.score.total_cmp(&one.score);
    let mut best: Vec<Match> = Vec::new();
    let mut least = f32::NEG_INFINITY;
    let mut room = n.max(1).saturating_mul(4);
    let tighten = |best: &mut Vec<Match>| {
        if n > 0 && n < best.len() {
            let (_, last, _) = best.select_nth_unstable_by(n - 1, by_score);
            let last = last.score;
            best.retain(|found| found.score.total_cmp(&last).is_ge());
            return last;
        }
        f32::NEG_INFINITY
    };
    for found in matches.iter().filter(|_| n > 0) {
        if found.score >= least {
            let found = weighed(*found)?;
            if found.score >= least {
                best.push(found);
            }
        }
        if best.len() >= room {
            least = tighten(&mut best);
            // Where many are equal, they are not looked through again for each that comes.
            room = room.max(best.len().saturating_mul(2));
        }
    }
    tighten(&mut best);
    Ok(best)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_best_scores_are_those_of_all_in_order(
            scores in prop::collection::vec(0u8..12, 0..300),
            n in 0usize..40,
        ) {
            let matches: Vec<Match> = (0..)
                .zip(&scores)
                .map(|(doc, score)| Match { doc, score: f32::from(*score) })
                .collect();
            let weighed = |found: Match| {
                let worth = if found.doc.is_multiple_of(3) { 0.5 } else { 1.0 };
                Match { score: found.score * worth, ..found }
            };
            let order = |one: &Match, other: &Match| {
                other.score.total_cmp(&one.score).then(one.doc.cmp(&other.doc))
            };
            let mut all: Vec<Match> = matches.iter().copied().map(weighed).collect();
            all.sort_unstable_by(order);
            let mut best = with_best_scores(&matches, n, |found| Ok(weighed(found))).unwrap();
            best.sort_unstable_by(order);
            let last = n.min(all.len()).checked_sub(1).map(|last| all[last].score);
            all.retain(|found| last.is_some_and(|last| found.score >= last));
            prop_assert_eq!(best, all);
        }
    }
}
