//! How a hit got its score. Runs each part of the query once more, so only for who asks.

use super::answer::{Hit, ScoreExplanation};
use super::plan::Plan;
use super::scan::{Match, scan};
use super::searcher::Searcher;
use crate::error::Result;

/// What is less than this is the rounding of sums.
const NEGLIGIBLE: f32 = 0.001;

impl Searcher {
    /// Explains `hits`, whose numbers are `docs`; `matches` have the scores before the closer look.
    pub(super) fn explain(
        &self,
        hits: &mut [Hit],
        docs: &[u32],
        matches: &[Match],
        leaves: &[(String, Plan)],
    ) -> Result<()> {
        let score_of = |matches: &[Match], doc: u32| {
            let at = matches.binary_search_by_key(&doc, |found| found.doc).ok()?;
            Some(self.weighed(*matches.get(at)?).ok()?.score)
        };
        let mut parts: Vec<Vec<(String, f32)>> = vec![Vec::new(); hits.len()];
        for (typed, plan) in leaves {
            let found = scan(plan, &self.segments)?.matches;
            for (parts, &doc) in parts.iter_mut().zip(docs) {
                let score = score_of(&found, doc);
                parts.extend(score.map(|score| (typed.clone(), score)));
            }
        }
        for ((hit, mut parts), &doc) in hits.iter_mut().zip(parts).zip(docs) {
            let sum: f32 = parts.iter().map(|(_, score)| score).sum();
            let base = score_of(matches, doc).unwrap_or(hit.score);
            if (base - sum).abs() > NEGLIGIBLE * base {
                parts.push((String::new(), base - sum));
            }
            let closeness = if base > 0.0 { hit.score / base } else { 1.0 };
            hit.explanation = Some(ScoreExplanation { parts, closeness });
        }
        Ok(())
    }
}
