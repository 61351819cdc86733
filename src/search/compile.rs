//! A query's tree to a plan: what must match, what may, and which words to light up.

mod named;
mod unsaid;

use std::rc::Rc;

use self::named::Named;
use self::unsaid::Unsaid;
use super::concepts::{Clause, Concepts, Findings, Typed};
use super::fields::{COMPANIES, ENOUGH, EVENT, FieldId, PREFERRED, RANKED, SPEAKERS, TITLE};
use super::filters::Filters;
use super::plan::{All, Plan, Sum, idf};
use super::terms::{FormTerm, Terms, exact_row};
use crate::analysis::{Analyzer, Profile};
use crate::error::Result;
use crate::query::{Condition, Expr, Filter, Lexicon, Node, TextField, Understood};

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

/// A query as the index can answer it.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) plan: Plan,
    pub(super) findings: Findings,
    pub(super) warnings: Vec<String>,
}

/// What is to be compiled.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reading<'q> {
    /// A query's tree as it was typed.
    Tree(Option<&'q Expr>),
    /// A sentence and what it means.
    Sentence(&'q Understood),
    /// The same; what does not say whether it meets a condition follows what does.
    Lenient(&'q Understood),
}

/// Compiles a query for the index of `terms`, with others of a project's kind when `kin` are asked
/// for.
pub(super) fn compile(
    reading: Reading<'_>,
    terms: Terms<'_>,
    lexicon: &Lexicon,
    kin: bool,
) -> Result<Compiled> {
    let fields: Vec<FieldId> = (0..RANKED.len()).collect();
    let analyzer = Analyzer::new(Profile::Prose);
    let mut compiler = Compiler {
        concepts: Concepts { terms, lexicon, fields: &fields, analyzer, kin },
        findings: Findings::default(),
        warnings: Vec::new(),
    };
    let plan = match reading {
        Reading::Tree(Some(root)) => compiler.expr(root)?,
        Reading::Tree(None) => None,
        Reading::Sentence(sentence) => compiler.sentence(sentence, false)?,
        Reading::Lenient(sentence) => compiler.sentence(sentence, true)?,
    };
    let plan = plan.unwrap_or(Plan::Nothing);
    let Compiler { findings, warnings, .. } = compiler;
    Ok(Compiled { plan, findings, warnings })
}

struct Compiler<'a> {
    concepts: Concepts<'a>,
    findings: Findings,
    warnings: Vec<String>,
}

/// A node of a query, and whether it only connects others.
#[derive(Clone, Copy)]
struct Part<'q> {
    expr: &'q Expr,
    function: bool,
}

impl<'q> Part<'q> {
    /// Of a query that is no sentence: little words are known by a list.
    fn typed(expr: &'q Expr) -> Part<'q> {
        let function = match &expr.node {
            Node::Word { text, prefix: false } => is_function_word(text),
            _ => false,
        };
        Part { expr, function }
    }
}

/// The parts of one level of a query.
#[derive(Default)]
struct Level {
    clauses: Vec<Clause>,
    filters: Filters,
    n_filters: usize,
    named: Vec<Named>,
    unsaid: Vec<Unsaid>,
    wished: Vec<Plan>,
    preferred: Vec<Plan>,
    excluded: Vec<Plan>,
}

impl Level {
    /// `None` for what says nothing: no word and no filter.
    fn into_plan(self) -> Option<Plan> {
        let Level { clauses, filters, n_filters, named, unsaid, wished, preferred, excluded } =
            self;
        if clauses.is_empty() && n_filters == 0 && excluded.is_empty() {
            return None;
        }
        let mut all = All { excluded, wished, optional: preferred, ..All::default() };
        filters.into_all(&mut all);
        for Named { names, mentions } in named {
            all.filters.push(Plan::Best(vec![names.clone(), mentions.clone()]));
            all.optional.push(mentions);
            all.wished.push(names);
        }
        for Unsaid { meets, silent } in unsaid {
            all.filters.push(Plan::Best(vec![meets.clone(), silent]));
            all.wished.push(meets);
        }
        // Where nothing else is asked for, they are what was meant.
        let only_function_words = clauses.iter().all(|clause| clause.function)
            && all.filters.is_empty()
            && all.predicates.is_empty();
        let mut some = Vec::new();
        for Clause { plan, function } in clauses {
            if function && !only_function_words {
                all.optional.push(plan);
            } else {
                some.push(plan);
            }
        }
        if some.len() > 1 {
            all.required.push(Plan::Sum(Sum { plans: some, least: ENOUGH }));
        } else {
            all.required.append(&mut some);
        }
        if all.filters.is_empty()
            && all.predicates.is_empty()
            && all.optional.is_empty()
            && all.excluded.is_empty()
            && all.required.len() == 1
        {
            return all.required.pop();
        }
        Some(Plan::All(all))
    }
}

/// The ranked field that a filter is on.
fn field_of(filter: &Filter) -> Option<FieldId> {
    match filter {
        Filter::Text { field: TextField::Speaker, .. } => Some(SPEAKERS),
        Filter::Text { field: TextField::Company, .. } => Some(COMPANIES),
        Filter::Text { field: TextField::Title, .. } => Some(TITLE),
        Filter::Text { field: TextField::Event, .. } | Filter::Event(_) => Some(EVENT),
        _ => None,
    }
}

impl Compiler<'_> {
    /// `None` for what says nothing: no word in it.
    fn expr(&mut self, expr: &Expr) -> Result<Option<Plan>> {
        match &expr.node {
            Node::Words(parts) => self.level(parts),
            Node::And(parts) => {
                // Each on its own level: filters on one field are no alternatives here.
                let mut all = All::default();
                for part in parts {
                    all.required.extend(self.level(std::slice::from_ref(part))?);
                }
                Ok((!all.required.is_empty()).then_some(Plan::All(all)))
            }
            Node::Or(parts) => {
                let mut plans = Vec::with_capacity(parts.len());
                for part in parts {
                    plans.extend(self.expr(part)?);
                }
                Ok((!plans.is_empty()).then_some(Plan::Sum(Sum { plans, least: 0.0 })))
            }
            Node::Not(_) | Node::Filter(_) | Node::Word { .. } => {
                self.level(std::slice::from_ref(expr))
            }
            Node::Phrase(text) => self.phrase(text),
        }
    }

    fn level(&mut self, parts: &[Expr]) -> Result<Option<Plan>> {
        let mut level = Level::default();
        let parts: Vec<Part<'_>> = parts.iter().map(Part::typed).collect();
        self.collect(&parts, &mut level)?;
        Ok(level.into_plan())
    }

    fn sentence(&mut self, sentence: &Understood, lenient: bool) -> Result<Option<Plan>> {
        let mut level = Level::default();
        let words = sentence.words.iter().map(|expr| Part { expr, function: false });
        let optional = sentence.optional.iter().map(|expr| Part { expr, function: true });
        let mut parts: Vec<Part<'_>> = words.chain(optional).collect();
        parts.sort_by_key(|part| part.expr.span.start);
        parts.extend(sentence.typed.iter().map(Part::typed));
        self.collect(&parts, &mut level)?;
        for condition in &sentence.required {
            self.light_up(condition);
            level.n_filters += 1;
            if let Some(named) = self.named(condition)? {
                level.named.push(named);
                continue;
            }
            if lenient && let Some(unsaid) = self.unsaid(condition)? {
                level.unsaid.push(unsaid);
                continue;
            }
            for filter in &condition.any {
                level.filters.add(filter, self.concepts.terms)?;
                self.findings.filtered.extend(field_of(filter));
            }
        }
        // What says another event or year follows what says none.
        for condition in &sentence.given_up {
            if let Some(Unsaid { meets, silent }) = self.unsaid(condition)? {
                level.wished.push(Plan::Best(vec![meets, silent]));
            }
        }
        let content = level.clauses.iter().filter(|clause| !clause.function);
        let worth: f32 = content.map(|clause| clause.plan.importance()).sum();
        for condition in &sentence.preferred {
            let mut filters = Filters::default();
            for filter in &condition.any {
                filters.add(filter, self.concepts.terms)?;
            }
            let mut all = All::default();
            filters.into_all(&mut all);
            level.preferred.push(Plan::Constant(Box::new(Plan::All(all)), worth * PREFERRED));
            self.light_up(condition);
        }
        Ok(level.into_plan())
    }

    /// Lights up the words that a condition was read from.
    fn light_up(&mut self, condition: &Condition) {
        for expr in &condition.words {
            let (Node::Word { text, .. } | Node::Phrase(text)) = &expr.node else { continue };
            for part in self.concepts.analyzer.query_word(text).parts {
                self.findings.wanted.begin_word();
                self.findings.wanted.term(part.exact, 1.0);
            }
        }
    }

    fn collect(&mut self, parts: &[Part<'_>], level: &mut Level) -> Result<()> {
        let mut run: Vec<Typed<'_>> = Vec::new();
        for &Part { expr, function } in parts {
            if let Node::Word { text, prefix: false } = &expr.node {
                let mut word = self.concepts.analyzer.query_word(text);
                word.parts.truncate(MAX_PARTS);
                let is_ideograph = match word.parts.as_slice() {
                    [only] => !only.exact.is_ascii() && only.exact.chars().count() == 1,
                    _ => false,
                };
                if is_ideograph {
                    // One ideograph is in the index as the beginning of two.
                    level.clauses.extend(self.prefix(text)?);
                } else if !word.parts.is_empty() {
                    run.push(Typed { text, word, function });
                }
                continue;
            }
            let clauses = self.concepts.clauses(&std::mem::take(&mut run), &mut self.findings)?;
            level.clauses.extend(clauses);
            match &expr.node {
                Node::Words(inner) => {
                    let inner: Vec<Part<'_>> = inner.iter().map(Part::typed).collect();
                    self.collect(&inner, level)?;
                }
                Node::Filter(filter) => {
                    level.filters.add(filter, self.concepts.terms)?;
                    level.n_filters += 1;
                    self.findings.filtered.extend(field_of(filter));
                }
                Node::Or(any) if expr.node.field_name().is_some() => {
                    for alternative in any {
                        if let Node::Filter(filter) = &alternative.node {
                            level.filters.add(filter, self.concepts.terms)?;
                            level.n_filters += 1;
                            self.findings.filtered.extend(field_of(filter));
                        }
                    }
                }
                Node::Not(inner) => {
                    // What is excluded is neither lit up nor looked for nearby.
                    let before = std::mem::take(&mut self.findings);
                    let excluded = self.expr(inner);
                    self.findings = before;
                    level.excluded.extend(excluded?);
                }
                Node::Word { text, .. } => level.clauses.extend(self.prefix(text)?),
                Node::And(_) | Node::Or(_) | Node::Phrase(_) => {
                    let plan = self.expr(expr)?;
                    level.clauses.extend(plan.map(|plan| Clause { plan, function }));
                }
            }
        }
        level.clauses.extend(self.concepts.clauses(&run, &mut self.findings)?);
        Ok(())
    }

    fn prefix(&mut self, text: &str) -> Result<Option<Clause>> {
        let typed = self.concepts.analyzer.query_word(text);
        let prefix = match (typed.parts.as_slice(), typed.whole) {
            ([], _) => return Ok(None),
            (_, Some(whole)) => whole,
            (parts, None) => parts.iter().map(|part| part.exact.as_str()).collect(),
        };
        let Concepts { terms, fields, .. } = &self.concepts;
        let (word, capped) = terms.prefix(&prefix, fields.iter().copied())?;
        if capped {
            self.warnings.push(format!("too many words begin with '{prefix}': not all are used"));
        }
        if word.leaves.is_empty() {
            self.findings.unknown.push(format!("{prefix}*"));
        }
        self.findings.wanted.begin_word();
        let plan = Plan::Word(Rc::new(word));
        self.findings.leaves.push((format!("{prefix}*"), plan.clone()));
        self.findings.wanted.prefix(prefix, plan.importance());
        Ok(Some(Clause { plan, function: false }))
    }

    fn phrase(&mut self, text: &str) -> Result<Option<Plan>> {
        self.findings.wanted.begin_word();
        let Concepts { terms, fields, analyzer, .. } = &mut self.concepts;
        let typed = analyzer.query_word(text);
        let mut row = exact_row(&typed);
        row.truncate(MAX_PARTS);
        if let ([_], Some(only)) = (row.as_slice(), typed.parts.first()) {
            // One word in quotes: that form and no other.
            let term = typed.whole.unwrap_or_else(|| only.exact.clone());
            let forms = [FormTerm { term, weight: 1.0, prose_only: false }];
            let word = terms.word(&forms, fields.iter().copied())?;
            if word.leaves.is_empty() {
                self.findings.unknown.push(format!("\"{text}\""));
            }
            let [form] = forms;
            self.findings.wanted.term(form.term, word.idf);
            let word = Rc::new(word);
            self.findings.words.push(Rc::clone(&word));
            let plan = Plan::Word(word);
            self.findings.leaves.push((format!("\"{text}\""), plan.clone()));
            return Ok(Some(plan));
        }
        if row.is_empty() {
            return Ok(None);
        }
        let phrase = terms.phrase(&row, fields.iter().copied())?;
        if phrase.fields.is_empty() {
            self.findings.unknown.push(format!("\"{text}\""));
        }
        let importance = idf(phrase.df, terms.n_documents);
        let row = row.into_iter().filter_map(|(_, terms)| terms.into_iter().next()).collect();
        self.findings.wanted.phrase(row, importance);
        let plan = Plan::Phrase(Rc::new(phrase));
        self.findings.leaves.push((format!("\"{text}\""), plan.clone()));
        Ok(Some(plan))
    }
}

/// Whether `text` is one of the words that only connect others.
pub(super) fn is_function_word(text: &str) -> bool {
    let lower = text.to_lowercase();
    FUNCTION_WORDS.binary_search(&lower.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_are_in_order() {
        assert!(FUNCTION_WORDS.is_sorted());
        assert!(is_function_word("The") && !is_function_word("flux"));
    }
}
