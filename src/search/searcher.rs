//! From a query to its answer: runs the plan, orders the matches, makes hits of a page of them.

use std::sync::Arc;

use super::answer::{Answer, FacetCount, FacetField, Hit, SearchOptions, Sort};
use super::compile::{Compiled, Reading, compile};
use super::concepts::Findings;
use super::correct::Correction;
use super::facets;
use super::plan::Plan;
use super::related;
use super::scan::{Match, Matches, scan};
use super::terms::Terms;
use super::vocabulary::IndexVocabulary;
use crate::document::{Document, DocumentId};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{Index, NumberColumn, Segments, guarded};
use crate::query::{
    Expr, LessStrict, Lexicon, Node, Query, Understood, VocabularyAdditions, plain, understand,
};

/// When fewer documents than this say enough of what was asked, any that says some of it will do: of 20,
/// 30 and 50 the one that ranks best.
const FEW: usize = 30;

/// Fewer hits than this leave room for others of the kind that was asked for.
const PAGE: usize = 10;

/// Answers queries from one generation of an index.
#[derive(Clone, Debug)]
pub struct Searcher {
    pub(super) segments: Arc<Segments>,
    index: Index,
    /// `None` for the one that is built in.
    lexicon: Option<Arc<Lexicon>>,
}

impl Index {
    /// A searcher over this index. It can be shared between threads.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    pub fn searcher(&self) -> Result<Searcher> {
        let segments = Arc::clone(&self.segments);
        Ok(Searcher { segments, index: self.clone(), lexicon: None })
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
            self.segments = Arc::clone(&self.index.segments);
        }
        Ok(is_new)
    }

    /// This searcher with words of your own besides the vocabulary that is built in.
    #[must_use]
    pub fn with_additions(mut self, additions: &VocabularyAdditions) -> Searcher {
        self.lexicon =
            (!additions.is_empty()).then(|| Arc::new(Lexicon::builtin().extended(additions)));
        self
    }

    fn lexicon(&self) -> &Lexicon {
        match &self.lexicon {
            Some(own) => own,
            None => Lexicon::builtin(),
        }
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
            let ranked = self.ranked(&matches, limit.saturating_mul(2))?;
            let options = SearchOptions { limit, ..SearchOptions::default() };
            let (hits, _) = self.page(&ranked, &options, &wanted, &[])?;
            Ok(hits)
        })
    }

    pub(super) fn terms(&self) -> Terms<'_> {
        Terms::new(&self.segments)
    }

    fn answer(&self, query: &Query, options: &SearchOptions) -> Result<Answer> {
        let mut warnings: Vec<String> =
            query.warnings.iter().map(|warning| warning.message.clone()).collect();
        let mut understood =
            understand(query, &IndexVocabulary { terms: self.terms(), lexicon: self.lexicon() });
        let tree = Reading::Tree(query.root.as_ref());
        // Only below the others: where that is not the order, or where they would be counted, no.
        let kin = options.sort == Sort::Score && options.facets.is_empty();
        let mut outcome = self.run(understood.as_ref().map_or(tree, Reading::Sentence), kin)?;
        let few = kin && (1..PAGE).contains(&outcome.matches.len());
        if let Some(sentence) = understood.as_ref().filter(|_| few)
            && sentence.asks_when_or_where()
        {
            let more = self.run(Reading::Lenient(sentence), kin)?;
            if more.matches.len() > outcome.matches.len() {
                let follow = "few notes name that event or year: those that name none follow";
                warnings.push(follow.to_owned());
                outcome = more;
            }
        }
        let less_strict = match &understood {
            Some(strict) if outcome.matches.is_empty() => strict.less_strict(),
            _ => Vec::new(),
        };
        for LessStrict { understood: less_strict, without } in less_strict {
            let found = self.run(Reading::Sentence(&less_strict), kin)?;
            if !found.matches.is_empty() {
                warnings.push(format!("nothing is found with {without}: it is left out"));
                outcome = Outcome { relaxed: true, ..found };
                understood = Some(less_strict);
                break;
            }
        }
        if outcome.matches.is_empty()
            && understood.as_ref().is_some_and(|understood| !understood.required.is_empty())
        {
            let words = plain(query);
            outcome = self.run(words.as_ref().map_or(tree, Reading::Sentence), kin)?;
            if !outcome.matches.is_empty() {
                warnings.push(format!("{} is searched for as words", reading_of(understood)));
            }
            understood = words;
        }
        let Outcome { matches, compiled, relaxed } = outcome;
        warnings.extend(compiled.warnings);
        let Findings { words, wanted, leaves, unknown, corrections, filtered, .. } =
            compiled.findings;
        warnings.extend(unknown.iter().map(|word| format!("no note says {word}")));
        if matches.is_empty() && unknown.is_empty() {
            warnings.extend(self.without_conditions(query)?);
        }

        let total = matches.len();
        let mut counted = Vec::with_capacity(options.facets.len());
        for &field in &options.facets {
            let docs = matches.iter().map(|found| found.doc);
            counted.push((field, facets::count(field, &self.segments, docs)?));
        }
        let ranked = |n| self.ranked_closely(&matches, &words, query, n);
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
        if options.explain {
            self.explain(&mut hits, &numbers, &matches, &leaves)?;
        }
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

    /// What a query that finds nothing would find without its filters, in words.
    fn without_conditions(&self, query: &Query) -> Result<Option<String>> {
        let Some(Node::Words(parts)) = query.root.as_ref().map(|root| &root.node) else {
            return Ok(None);
        };
        let is_word = |part: &&Expr| matches!(part.node, Node::Word { .. } | Node::Phrase(_));
        let words: Vec<Expr> = parts.iter().filter(is_word).cloned().collect();
        if words.is_empty() || words.len() == parts.len() {
            return Ok(None);
        }
        let words = Expr::new(0..0, Node::Words(words));
        let found = self.run(Reading::Tree(Some(&words)), false)?.matches.len();
        Ok((found > 0).then(|| format!("without its conditions the query finds {found} documents")))
    }

    /// Every match of a reading; when few hold all words, also those that hold some of them, and
    /// when these are not a page and `kin` may follow, those of other projects of its kind.
    fn run(&self, reading: Reading<'_>, kin: bool) -> Result<Outcome> {
        let terms = self.terms();
        let mut compiled = compile(reading, terms, self.lexicon(), false)?;
        let Matches { matches, hold_all } = scan(&compiled.plan, &self.segments)?;
        if matches.len() >= FEW || compiled.findings.words.is_empty() {
            let relaxed = !hold_all && !matches.is_empty();
            return Ok(Outcome { matches, compiled, relaxed });
        }
        compiled.plan.relax();
        let Matches { matches, hold_all } = scan(&compiled.plan, &self.segments)?;
        let relaxed = !hold_all && !matches.is_empty();
        if kin && compiled.findings.kin && (1..PAGE).contains(&matches.len()) {
            let mut wider = compile(reading, terms, self.lexicon(), true)?;
            wider.plan.relax();
            let more = scan(&wider.plan, &self.segments)?.matches;
            if more.len() > matches.len() {
                let follow = "few notes say so: those about similar projects follow";
                wider.warnings.push(follow.to_owned());
                return Ok(Outcome { matches: more, compiled: wider, relaxed });
            }
        }
        Ok(Outcome { matches, compiled, relaxed })
    }

    pub(super) fn number(&self, column: NumberColumn, doc: u32) -> Result<Option<u64>> {
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
    format!("nothing is found with {}: it", all.join(", "))
}

/// The query with the words that were probably meant.
fn suggestion(query: &str, corrections: &[Correction]) -> Option<String> {
    let corrected = corrections.iter().fold(query.to_owned(), |text, correction| {
        text.replacen(correction.typed.as_str(), &correction.meant, 1)
    });
    (!corrections.is_empty()).then_some(corrected)
}
