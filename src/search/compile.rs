//! A query's tree to a plan: what must match, what may, and which words to light up.

use std::rc::Rc;

use super::fields::{FieldId, RANKED};
use super::filters::Filters;
use super::plan::{All, Plan, Word, idf};
use super::snippet::Wanted;
use super::terms::Terms;
use crate::analysis::{Analyzer, Profile};
use crate::error::Result;
use crate::query::{Expr, Node};

/// Words that say how others belong together. Alone they are words like any other; beside others
/// they rank and never decide whether a document matches.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "an", "and", "any", "are", "as", "at", "be", "by", "can", "did", "do", "does",
    "for", "from", "had", "has", "have", "how", "i", "in", "into", "is", "it", "its", "me", "my",
    "of", "on", "or", "our", "s", "so", "t", "that", "the", "their", "them", "there", "they",
    "this", "to", "us", "was", "we", "were", "what", "when", "where", "which", "who", "why",
    "will", "with", "without", "you", "your",
];

/// The most words of a compound that are looked at.
const MAX_PARTS: usize = 32;

/// Whether every word must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// All words.
    Strict,
    /// Some of them, the more the better.
    Relaxed,
}

/// A query as the index can answer it.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) plan: Plan,
    /// The query's words in their order, for whoever looks at where they stand.
    pub(super) words: Vec<Rc<Word>>,
    /// What to light up.
    pub(super) wanted: Wanted,
    /// Words that no document holds in any form.
    pub(super) unknown: Vec<String>,
    pub(super) warnings: Vec<String>,
}

/// Compiles `root` for the index of `terms`.
pub(super) fn compile(root: Option<&Expr>, mode: Mode, terms: Terms<'_>) -> Result<Compiled> {
    let mut compiler = Compiler {
        terms,
        mode,
        analyzer: Analyzer::new(Profile::Prose),
        words: Vec::new(),
        wanted: Wanted::default(),
        unknown: Vec::new(),
        warnings: Vec::new(),
        fields: (0..RANKED.len()).collect(),
    };
    let plan = match root {
        Some(root) => compiler.expr(root)?.unwrap_or(Plan::Nothing),
        None => Plan::Nothing,
    };
    let Compiler { words, wanted, unknown, warnings, .. } = compiler;
    Ok(Compiled { plan, words, wanted, unknown, warnings })
}

struct Compiler<'a> {
    terms: Terms<'a>,
    mode: Mode,
    analyzer: Analyzer,
    words: Vec<Rc<Word>>,
    wanted: Wanted,
    unknown: Vec<String>,
    warnings: Vec<String>,
    fields: Vec<FieldId>,
}

/// The parts of one level of a query.
#[derive(Default)]
struct Level {
    /// With whether it is a function word.
    plans: Vec<(Plan, bool)>,
    filters: Filters,
    n_filters: usize,
    excluded: Vec<Plan>,
}

impl Compiler<'_> {
    /// `None` for what says nothing: no word in it.
    fn expr(&mut self, expr: &Expr) -> Result<Option<Plan>> {
        match &expr.node {
            Node::Words(parts) => self.level(parts, self.mode),
            Node::And(parts) => {
                // Each on its own level: filters on one field are no alternatives here.
                let mut all = All::default();
                for part in parts {
                    let part = self.level(std::slice::from_ref(part), Mode::Strict)?;
                    all.required.extend(part);
                }
                Ok((!all.required.is_empty()).then_some(Plan::All(all)))
            }
            Node::Not(_) | Node::Filter(_) => self.level(std::slice::from_ref(expr), Mode::Strict),
            Node::Or(parts) => {
                let mut plans = Vec::with_capacity(parts.len());
                for part in parts {
                    plans.extend(self.expr(part)?);
                }
                Ok((!plans.is_empty()).then_some(Plan::Sum(plans)))
            }
            Node::Word { text, prefix } => self.word(text, *prefix),
            Node::Phrase(text) => self.phrase(text),
        }
    }

    fn level(&mut self, parts: &[Expr], mode: Mode) -> Result<Option<Plan>> {
        let mut level = Level::default();
        self.collect(parts, &mut level)?;
        let Level { plans, filters, n_filters, excluded } = level;
        if plans.is_empty() && n_filters == 0 && excluded.is_empty() {
            return Ok(None);
        }
        let mut all = All { excluded, ..All::default() };
        filters.into_all(&mut all);
        let only_function_words = plans.iter().all(|(_, function)| *function);
        let mut some = Vec::new();
        for (plan, function) in plans {
            if function && !only_function_words {
                all.optional.push(plan);
            } else if mode == Mode::Strict {
                all.required.push(plan);
            } else {
                some.push(plan);
            }
        }
        if !some.is_empty() {
            all.required.push(Plan::Some(some));
        }
        if all.filters.is_empty()
            && all.predicates.is_empty()
            && all.optional.is_empty()
            && all.excluded.is_empty()
            && all.required.len() == 1
        {
            return Ok(all.required.pop());
        }
        Ok(Some(Plan::All(all)))
    }

    fn collect(&mut self, parts: &[Expr], level: &mut Level) -> Result<()> {
        for part in parts {
            match &part.node {
                Node::Words(inner) => self.collect(inner, level)?,
                Node::Filter(filter) => {
                    level.filters.add(filter, self.terms)?;
                    level.n_filters += 1;
                }
                Node::Or(any) if part.node.field_name().is_some() => {
                    for alternative in any {
                        if let Node::Filter(filter) = &alternative.node {
                            level.filters.add(filter, self.terms)?;
                            level.n_filters += 1;
                        }
                    }
                }
                Node::Not(inner) => {
                    // What is excluded is neither lit up nor looked for nearby.
                    let (words, unknown) = (self.words.len(), self.unknown.len());
                    let wanted = self.wanted.clone();
                    level.excluded.extend(self.expr(inner)?);
                    self.words.truncate(words);
                    self.unknown.truncate(unknown);
                    self.wanted = wanted;
                }
                _ => {
                    let function = match &part.node {
                        Node::Word { text, prefix: false } => is_function_word(text),
                        _ => false,
                    };
                    level.plans.extend(self.expr(part)?.map(|plan| (plan, function)));
                }
            }
        }
        Ok(())
    }

    fn word(&mut self, text: &str, prefix: bool) -> Result<Option<Plan>> {
        let mut typed = self.analyzer.query_word(text);
        typed.parts.truncate(MAX_PARTS);
        if typed.parts.is_empty() {
            return Ok(None);
        }
        let is_ideograph = |text: &str| !text.is_ascii() && text.chars().count() == 1;
        if let [only] = typed.parts.as_slice()
            && (prefix || is_ideograph(&only.exact))
        {
            return self.prefix(&only.exact).map(Some);
        }
        if prefix && let Some(whole) = typed.whole.clone() {
            return self.prefix(&whole).map(Some);
        }
        let (plan, words) = self.terms.typed(&typed, &self.fields)?;
        self.wanted.begin_word();
        if plan.is_nothing() {
            self.unknown.push(text.to_owned());
        }
        for (part, word) in typed.parts.iter().zip(&words) {
            for form in self.terms.forms(part) {
                self.wanted.term(form.term, word.idf);
            }
        }
        if let Some(whole) = typed.whole {
            self.wanted.term(whole, plan.importance());
        }
        self.words.extend(words);
        Ok(Some(plan))
    }

    fn prefix(&mut self, prefix: &str) -> Result<Plan> {
        let (word, capped) = self.terms.prefix(prefix, self.fields.iter().copied())?;
        if capped {
            self.warnings.push(format!("too many words begin with '{prefix}': not all are used"));
        }
        if word.leaves.is_empty() {
            self.unknown.push(format!("{prefix}*"));
        }
        self.wanted.begin_word();
        self.wanted.prefix(prefix.to_owned(), word.idf);
        Ok(Plan::Word(Rc::new(word)))
    }

    fn phrase(&mut self, text: &str) -> Result<Option<Plan>> {
        self.wanted.begin_word();
        let typed = self.analyzer.query_word(text);
        let row: Vec<(u32, String)> = typed
            .parts
            .iter()
            .take(MAX_PARTS)
            .map(|part| (part.offset, part.exact.clone()))
            .collect();
        if row.is_empty() {
            return Ok(None);
        }
        if let [(_, only)] = row.as_slice() {
            // One word in quotes: that form and no other.
            let term = typed.whole.unwrap_or_else(|| only.clone());
            let forms = [super::terms::FormTerm { term, weight: 1.0, prose_only: false }];
            let word = self.terms.word(only, &forms, self.fields.iter().copied())?;
            if word.leaves.is_empty() {
                self.unknown.push(format!("\"{text}\""));
            }
            let [form] = forms;
            self.wanted.term(form.term, word.idf);
            let word = Rc::new(word);
            self.words.push(Rc::clone(&word));
            return Ok(Some(Plan::Word(word)));
        }
        let phrase = self.terms.phrase(&row, self.fields.iter().copied())?;
        if phrase.fields.is_empty() {
            self.unknown.push(format!("\"{text}\""));
        }
        let importance = idf(phrase.df, self.terms.n_documents);
        self.wanted.phrase(row.into_iter().map(|(_, term)| term).collect(), importance);
        Ok(Some(Plan::Phrase(Rc::new(phrase))))
    }
}

/// Whether `text` is one of the words that only connect others.
pub(super) fn is_function_word(text: &str) -> bool {
    let lower = text.to_lowercase();
    FUNCTION_WORDS.binary_search(&lower.as_str()).is_ok()
}
