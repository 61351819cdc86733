//! From a query to its answer: runs the plan, orders the matches, makes hits of a page of them.

use std::cmp::Ordering;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;

use super::answer::{Answer, FacetCount, FacetField, GroupMember, Hit, SearchOptions, Sort};
use super::compile::{Compiled, Mode, Reading, compile};
use super::concepts::Findings;
use super::correct::Correction;
use super::facets;
use super::fields::{FieldId, RANKED};
use super::plan::{Plan, Word};
use super::related;
use super::rerank::{DEPTH, rerank};
use super::scan::{Match, Matches, scan};
use super::snippet::{Wanted, snippet};
use super::terms::Terms;
use super::vocabulary::IndexVocabulary;
use crate::analysis::Analyzer;
use crate::document::{Document, DocumentId};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{Fields, Index, NumberColumn, Segments, column, engine_error, guarded};
use crate::query::{Lexicon, Query, Understood, plain, understand};

/// When fewer documents than this say enough of what was asked, any that says some of it will do.
const FEW: usize = 20;

/// Answers queries from one generation of an index.
#[derive(Clone, Debug)]
pub struct Searcher {
    segments: Arc<Segments>,
    index: Index,
    lexicon: &'static Lexicon,
}

impl Index {
    /// A searcher over this index. It can be shared between threads.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    pub fn searcher(&self) -> Result<Searcher> {
        let segments = Arc::clone(&self.segments);
        Ok(Searcher { segments, index: self.clone(), lexicon: Lexicon::builtin() })
    }
}

impl Searcher {
    /// Goes over to what has been published since, and says whether that is another generation.
    /// Queries that are being answered meanwhile, by clones of this searcher, are not disturbed.
    ///
    /// # Errors
    ///
    /// As for [`Index::open`]; the searcher is then what it was.
    pub fn refresh(&mut self) -> Result<bool> {
        let is_new = self.index.refresh()?;
        if is_new {
            *self = self.index.searcher()?;
        }
        Ok(is_new)
    }

    /// Answers `query`.
    ///
    /// # Errors
    ///
    /// When the index is damaged or the engine fails; never because of what the query says.
    pub fn search(&self, query: &Query, options: &SearchOptions) -> Result<Answer> {
        guarded(|| self.answer(query, options))
    }

    /// The Document with the given id, whole.
    ///
    /// # Errors
    ///
    /// [`NoSuchDocument`](ErrorKind::NoSuchDocument) when there is none.
    pub fn document(&self, id: &DocumentId) -> Result<Document> {
        guarded(|| self.segments.document(self.number_of(id)?))
    }

    /// Every value of `field` with its count, most frequent first, then by value.
    ///
    /// # Errors
    ///
    /// When the index is damaged or the engine fails.
    pub fn facets(&self, field: FacetField) -> Result<Vec<FacetCount>> {
        guarded(|| {
            let all = scan(&Plan::Everything, &self.segments)?.matches;
            facets::count(field, &self.segments, all.iter().map(|found| found.doc))
        })
    }

    /// Documents like the one with the given id, best first; never itself nor another about the
    /// same talk.
    ///
    /// # Errors
    ///
    /// [`NoSuchDocument`](ErrorKind::NoSuchDocument) when there is none.
    pub fn related(&self, id: &DocumentId, limit: usize) -> Result<Vec<Hit>> {
        guarded(|| {
            let doc = self.number_of(id)?;
            let document = self.segments.document(doc)?;
            let (plan, wanted) = related::like(&document, self.terms())?;
            let mut matches = scan(&plan, &self.segments)?.matches;
            let same = self.segments.about_talk_of(doc);
            matches.retain(|found| same.binary_search(&found.doc).is_err());
            let ranked = self.ranked(&mut matches, limit.saturating_mul(2))?;
            let options = SearchOptions { limit, ..SearchOptions::default() };
            let (hits, _) = self.page(&ranked, &options, &wanted, &[])?;
            Ok(hits)
        })
    }

    pub(super) fn terms(&self) -> Terms<'_> {
        Terms::new(&self.segments)
    }

    fn answer(&self, query: &Query, options: &SearchOptions) -> Result<Answer> {
        let terms = self.terms();
        let mut warnings: Vec<String> =
            query.warnings.iter().map(|warning| warning.message.clone()).collect();
        let mut understood = understand(query, &IndexVocabulary { terms });
        let tree = Reading::Tree(query.root.as_ref());
        let mut outcome = self.run(understood.as_ref().map_or(tree, Reading::Sentence), terms)?;
        if outcome.matches.is_empty()
            && understood.as_ref().is_some_and(|understood| !understood.required.is_empty())
        {
            let words = plain(query);
            outcome = self.run(words.as_ref().map_or(tree, Reading::Sentence), terms)?;
            if !outcome.matches.is_empty() {
                warnings.push(format!("{} is searched for as words", reading_of(understood)));
            }
            understood = words;
        }
        let Outcome { matches, compiled, relaxed } = outcome;
        warnings.extend(compiled.warnings);

        let total = matches.len();
        let mut counted = Vec::with_capacity(options.facets.len());
        for &field in &options.facets {
            let docs = matches.iter().map(|found| found.doc);
            counted.push((field, facets::count(field, &self.segments, docs)?));
        }
        let Findings { words, wanted, corrections, filtered, .. } = compiled.findings;
        let ranked = |n| self.ranked_closely(matches.clone(), &words, query, n);
        let page = |ranked: &[Match]| self.page(ranked, options, &wanted, &matches);
        let (mut hits, numbers) = match options.sort {
            Sort::Score => {
                let best = ranked(options.offset.saturating_add(options.limit))?;
                let first = page(&best)?;
                if first.0.len() < options.limit && best.len() < total {
                    // So many are about the same talks that a page takes more of them.
                    page(&ranked(total)?)?
                } else {
                    first
                }
            }
            Sort::Date => page(&self.by_date(matches.clone())?)?,
            Sort::Title => page(&self.by_title(matches.clone())?)?,
        };
        self.tell_fields(&mut hits, &numbers, &words, &filtered)?;
        Ok(Answer {
            total,
            hits,
            relaxed,
            interpreted: understood.and_then(|understood| understood.interpreted),
            facets: counted,
            suggestion: suggestion(&query.text, &corrections),
            warnings,
        })
    }

    /// Every match of a reading; when few hold all words, also those that hold some of them.
    fn run(&self, reading: Reading<'_>, terms: Terms<'_>) -> Result<Outcome> {
        let compiled = compile(reading, Mode::Enough, terms, self.lexicon)?;
        let Matches { matches, hold_all } = scan(&compiled.plan, &self.segments)?;
        if matches.len() >= FEW || compiled.findings.words.is_empty() {
            let relaxed = !hold_all && !matches.is_empty();
            return Ok(Outcome { matches, compiled, relaxed });
        }
        let compiled = compile(reading, Mode::Any, terms, self.lexicon)?;
        let Matches { matches, hold_all } = scan(&compiled.plan, &self.segments)?;
        Ok(Outcome { relaxed: !hold_all && !matches.is_empty(), matches, compiled })
    }

    /// Best first, the best of them after a closer look. Orders at least `wanted` of them.
    fn ranked_closely(
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
    fn ranked(&self, matches: &mut [Match], n: usize) -> Result<Vec<Match>> {
        let ids = Ids::new(&self.segments)?;
        let order = |one: &Match, other: &Match| ids.order(one, other);
        if n < matches.len() {
            matches.select_nth_unstable_by(n, order);
        }
        let mut best = matches.get(..n.min(matches.len())).unwrap_or_default().to_vec();
        best.sort_unstable_by(order);
        Ok(best)
    }

    fn sort(&self, matches: &mut [Match]) -> Result<()> {
        let ids = Ids::new(&self.segments)?;
        matches.sort_unstable_by(|one, other| ids.order(one, other));
        Ok(())
    }

    fn by_date(&self, matches: Vec<Match>) -> Result<Vec<Match>> {
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

    fn by_title(&self, matches: Vec<Match>) -> Result<Vec<Match>> {
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

    /// The hits that are asked for, and their numbers in the index. With `matches`, in the order of
    /// the documents, the others about each talk are told.
    fn page(
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
            hits.push(Hit { score: found.score, document, snippet, matched: Vec::new(), group });
        }
        Ok((hits, shown.iter().map(|found| found.doc).collect()))
    }

    /// The other matches about the talk of `shown`, best first.
    fn others(&self, shown: u32, matches: &[Match]) -> Result<Vec<GroupMember>> {
        let mut others = Vec::new();
        for doc in self.segments.about_talk_of(shown) {
            if doc != shown
                && let Ok(at) = matches.binary_search_by_key(&doc, |found| found.doc)
            {
                others.extend(matches.get(at).copied());
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
    fn tell_fields(
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

    fn number(&self, column: NumberColumn, doc: u32) -> Result<Option<u64>> {
        let Some((segment, doc)) = self.segments.locate(doc) else { return Ok(None) };
        Ok(segment.numbers(column)?.first(doc))
    }

    /// The number of the Document with the given id.
    fn number_of(&self, id: &DocumentId) -> Result<u32> {
        self.segments.with_id(id)?.ok_or_else(|| {
            let message = format!("no document has the id '{id}'");
            Error::new(ErrorKind::NoSuchDocument, message)
        })
    }
}

/// What was found, before it is ordered.
struct Outcome {
    /// In the order of the documents.
    matches: Vec<Match>,
    compiled: Compiled,
    relaxed: bool,
}

/// How a sentence was read, in words.
fn reading_of(understood: Option<Understood>) -> String {
    let interpreted = understood.and_then(|understood| understood.interpreted).unwrap_or_default();
    let kinds = interpreted.kind.iter().map(|kind| kind.name().to_owned());
    let years = interpreted.year.into_iter().flat_map(|years| [years.from, years.to]);
    let names = [interpreted.speaker, interpreted.company, interpreted.event].concat();
    let years = years.flatten().map(|year| year.to_string());
    let mut all: Vec<String> = names.into_iter().chain(kinds).chain(years).collect();
    all.dedup();
    format!("nothing is known of that with {}: it", all.join(", "))
}

/// The query with the words that were probably meant.
fn suggestion(query: &str, corrections: &[Correction]) -> Option<String> {
    let corrected = corrections.iter().fold(query.to_owned(), |text, correction| {
        text.replacen(correction.typed.as_str(), &correction.meant, 1)
    });
    (!corrections.is_empty()).then_some(corrected)
}

/// Whether the document is in the list; asked in ascending order.
fn holds(postings: &mut BlockSegmentPostings, doc: u32) -> bool {
    let at = postings.seek(doc);
    postings.docs().get(at) == Some(&doc)
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
