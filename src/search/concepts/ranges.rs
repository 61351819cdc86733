//! Which neighbouring words of a query are one name, and what else that name may be.

use std::ops::Range;

use super::alternative::Alternative;
use super::{Concepts, Findings, Typed};
use crate::error::Result;
use crate::query::{Class, expand};
use crate::search::fields::{ALIAS, CATEGORY, KIN, RUN_TOGETHER};

impl Concepts<'_> {
    /// Aliases and categories, by the words they stand for. No two ranges of several words overlap
    /// unless they are the same.
    pub(super) fn lexicon_ranges(
        &mut self,
        run: &[Typed<'_>],
        findings: &mut Findings,
    ) -> Result<Vec<(Range<usize>, Vec<Alternative>)>> {
        let mut flat = Vec::new();
        let mut owners = Vec::new();
        for (at, typed) in run.iter().enumerate() {
            for part in &typed.word.parts {
                flat.push(part.exact.as_str());
                owners.push(at);
            }
        }
        let mut ranges: Vec<(Range<usize>, Vec<Alternative>)> = Vec::new();
        for expansion in expand(self.lexicon, &flat) {
            if expansion.is_kin() {
                findings.kin = true;
                if !self.kin {
                    continue;
                }
            }
            let Range { start, end } = expansion.words;
            let owner = |at: usize| owners.get(at).copied();
            let (Some(first), Some(last)) = (owner(start), end.checked_sub(1).and_then(owner))
            else {
                continue;
            };
            // A name that begins or ends inside a compound is none.
            if start.checked_sub(1).and_then(owner) == Some(first) || owner(end) == Some(last) {
                continue;
            }
            let range = first..last + 1;
            if overlaps(&ranges, &range) {
                continue;
            }
            let mut others = Vec::new();
            for alternative in expansion.alternatives {
                let weight = match alternative.class {
                    Class::Alias => ALIAS,
                    Class::Category => CATEGORY,
                    Class::Kin => KIN,
                };
                others.extend(self.alternative(&alternative.words.join(" "), weight, findings)?);
            }
            match ranges.iter_mut().find(|(known, _)| *known == range) {
                Some((_, known)) => known.extend(others),
                None => ranges.push((range, others)),
            }
        }
        Ok(ranges)
    }

    /// Neighbours that some notes write as one word: `git ops` as `gitops`.
    pub(super) fn add_run_together(
        &mut self,
        run: &[Typed<'_>],
        ranges: &mut Vec<(Range<usize>, Vec<Alternative>)>,
        findings: &mut Findings,
    ) -> Result<()> {
        for (at, pair) in run.windows(2).enumerate() {
            let [one, next] = pair else { continue };
            let range = at..at + 2;
            if one.function || next.function || overlaps(ranges, &range) {
                continue;
            }
            let parts = one.word.parts.iter().chain(&next.word.parts);
            let joined: String = parts.map(|part| part.exact.as_str()).collect();
            let Some(alternative) = self.alternative(&joined, RUN_TOGETHER, findings)? else {
                continue;
            };
            match ranges.iter_mut().find(|(known, _)| *known == range) {
                Some((_, known)) => known.push(alternative),
                None => ranges.push((range, vec![alternative])),
            }
        }
        Ok(())
    }
}

/// The alternatives of exactly this range, which are taken out.
pub(super) fn take(
    ranges: &mut [(Range<usize>, Vec<Alternative>)],
    range: &Range<usize>,
) -> Vec<Alternative> {
    let found = ranges.iter_mut().find(|(known, _)| known == range);
    found.map(|(_, others)| std::mem::take(others)).unwrap_or_default()
}

/// Whether a range of several words lies across another one.
fn overlaps(ranges: &[(Range<usize>, Vec<Alternative>)], range: &Range<usize>) -> bool {
    range.len() > 1
        && ranges.iter().any(|(known, _)| {
            known.len() > 1 && known != range && known.start < range.end && range.start < known.end
        })
}
