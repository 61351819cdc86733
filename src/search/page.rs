//! From matches to hits: a page of them, the others about each talk, and where their words stand.

use std::rc::Rc;

use rustc_hash::FxHashSet;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;

use super::answer::{GroupMember, Hit, SearchOptions};
use super::fields::{FieldId, RANKED};
use super::plan::Word;
use super::scan::Match;
use super::searcher::Searcher;
use super::snippet::{Wanted, snippet};
use crate::analysis::Analyzer;
use crate::document::Document;
use crate::error::Result;
use crate::index::{Fields, engine_error};

impl Searcher {
    /// The hits that are asked for, and their numbers in the index. With `matches`, in the order of
    /// the documents, the others about each talk are told.
    pub(super) fn page(
        &self,
        ranked: &[Match],
        options: &SearchOptions,
        wanted: &Wanted,
        matches: &[Match],
    ) -> Result<(Vec<Hit>, Vec<u32>)> {
        let mut shown: Vec<Match> = Vec::with_capacity(options.limit.min(ranked.len()));
        let mut talks = FxHashSet::default();
        let mut passed = 0;
        for found in ranked {
            if shown.len() == options.limit {
                break;
            }
            if options.group && !talks.insert(self.segments.first_about_talk_of(found.doc)) {
                continue;
            }
            if passed < options.offset {
                passed += 1;
            } else {
                shown.push(*found);
            }
        }
        let mut analyzer = Analyzer::for_terms(wanted.terms());
        let mut hits = Vec::with_capacity(shown.len());
        for found in &shown {
            let document = self.segments.document(found.doc)?;
            let snippet = snippet(&document, wanted, &mut analyzer);
            let group = if options.group && !matches.is_empty() {
                self.others(found.doc, matches)?
            } else {
                Vec::new()
            };
            hits.push(Hit {
                score: found.score,
                document,
                snippet,
                matched: Vec::new(),
                group,
                explanation: None,
            });
        }
        Ok((hits, shown.iter().map(|found| found.doc).collect()))
    }

    /// The other matches about the talk of `shown`, best first.
    pub(super) fn others(&self, shown: u32, matches: &[Match]) -> Result<Vec<GroupMember>> {
        let mut others = Vec::new();
        for doc in self.segments.about_talk_of(shown) {
            if doc != shown
                && let Ok(at) = matches.binary_search_by_key(&doc, |found| found.doc)
            {
                others.extend(matches.get(at).map(|found| self.weighed(*found)).transpose()?);
            }
        }
        self.sort(&mut others)?;
        let mut group = Vec::with_capacity(others.len());
        for found in others {
            let Document { id, source, .. } = self.segments.document(found.doc)?;
            group.push(GroupMember { id, source });
        }
        Ok(group)
    }

    /// Says of each hit in which fields its words stand.
    pub(super) fn tell_fields(
        &self,
        hits: &mut [Hit],
        docs: &[u32],
        words: &[Rc<Word>],
        filtered: &[FieldId],
    ) -> Result<()> {
        let mut order: Vec<usize> = (0..hits.len()).collect();
        order.sort_by_key(|&at| docs.get(at));
        for (field, ranked) in RANKED.iter().enumerate() {
            if filtered.contains(&field) {
                hits.iter_mut().for_each(|hit| hit.matched.push(ranked.name));
                continue;
            }
            for (ordinal, segment) in self.segments.iter().enumerate() {
                let leaves = words.iter().flat_map(|word| &word.leaves);
                for leaf in leaves.filter(|leaf| leaf.field == field) {
                    let Some(Some(info)) = leaf.infos.get(ordinal) else { continue };
                    let reader = segment.field((ranked.field)(Fields::get()))?;
                    let mut postings = reader
                        .inverted
                        .read_block_postings_from_terminfo(info, IndexRecordOption::Basic)
                        .map_err(|e| engine_error(e.into()))?;
                    for &at in &order {
                        let (Some(hit), Some(&doc)) = (hits.get_mut(at), docs.get(at)) else {
                            continue;
                        };
                        let Some(doc) = doc.checked_sub(segment.base) else { continue };
                        if doc < segment.reader.max_doc()
                            && hit.matched.last() != Some(&ranked.name)
                            && holds(&mut postings, doc)
                        {
                            hit.matched.push(ranked.name);
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether the document is in the list; asked in ascending order.
fn holds(postings: &mut BlockSegmentPostings, doc: u32) -> bool {
    let at = postings.seek(doc);
    postings.docs().get(at) == Some(&doc)
}
