//! What neighbouring words of a query may be called in the notes, and which of it the index holds.
//!
//! A clause is one thing that was asked for: a word, or several that make one name. Its plan is the
//! best of what was typed and of every other way to say it: aliases, projects of a category, words
//! run together or taken apart, and what was probably meant where a word is unknown.

mod alternative;
mod ranges;

use std::rc::Rc;

use self::alternative::{Also as _, Alternative, SPLIT_BELOW};
use self::ranges::take;
use super::correct::Correction;
use super::fields::{APART, CATEGORY, ENOUGH, FieldId, KIN};
use super::plan::{All, Plan, Sum, Word, idf};
use super::snippet::Wanted;
use super::terms::{FormTerm, Terms, exact_row, stemmed_row};
use crate::analysis::{Analyzer, QueryWord};
use crate::error::Result;
use crate::query::{Lexicon, Numeronym};

/// A word of the query.
#[derive(Clone, Debug)]
pub(super) struct Typed<'q> {
    pub(super) text: &'q str,
    pub(super) word: QueryWord,
    /// Whether it only connects others.
    pub(super) function: bool,
}

/// One thing that was asked for.
#[derive(Debug)]
pub(super) struct Clause {
    pub(super) plan: Plan,
    pub(super) function: bool,
}

/// What is known after the words were looked up.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    /// Each word in the forms that were looked up, in the query's order.
    pub(super) words: Vec<Rc<Word>>,
    pub(super) wanted: Wanted,
    /// What was looked up for each word, name, prefix and phrase, by what was typed.
    pub(super) leaves: Vec<(String, Plan)>,
    /// Words that no document holds in any form.
    pub(super) unknown: Vec<String>,
    /// Whether a project is asked for of whose kind there are others.
    pub(super) kin: bool,
    /// Fields that every match has what was asked for in.
    pub(super) filtered: Vec<FieldId>,
    /// For each word that was probably meant otherwise: what was typed, and what was meant.
    pub(super) corrections: Vec<Correction>,
}

/// Looks words up.
pub(super) struct Concepts<'a> {
    pub(super) terms: Terms<'a>,
    pub(super) lexicon: &'a Lexicon,
    pub(super) fields: &'a [FieldId],
    pub(super) analyzer: Analyzer,
    /// Whether others of a project's kind are looked up, too.
    pub(super) kin: bool,
}

impl Concepts<'_> {
    /// The clauses of neighbouring words. Of an unknown word all is looked up that would be of what
    /// was meant: `obsevability` by its short name, too, and `servcie mesh` as one name.
    pub(super) fn clauses(
        &mut self,
        run: &[Typed<'_>],
        findings: &mut Findings,
    ) -> Result<Vec<Clause>> {
        let before = findings.clone();
        let clauses = self.look_up(run, findings)?;
        let new = findings.corrections.iter().skip(before.corrections.len());
        let instead: Vec<Correction> = new.filter(|new| new.instead).cloned().collect();
        if instead.is_empty() {
            return Ok(clauses);
        }
        let run: Vec<Typed<'_>> = run
            .iter()
            .map(|typed| match instead.iter().find(|correction| correction.typed == typed.text) {
                Some(Correction { meant, .. }) => {
                    Typed { word: self.analyzer.query_word(meant), ..typed.clone() }
                }
                None => typed.clone(),
            })
            .collect();
        *findings = before;
        let clauses = self.look_up(&run, findings)?;
        findings.corrections.extend(instead);
        Ok(clauses)
    }

    fn look_up(&mut self, run: &[Typed<'_>], findings: &mut Findings) -> Result<Vec<Clause>> {
        let mut ranges = self.lexicon_ranges(run, findings)?;
        self.add_run_together(run, &mut ranges, findings)?;
        let mut clauses = Vec::with_capacity(run.len());
        let mut at = 0;
        while at < run.len() {
            let name = ranges.iter().find(|(range, _)| range.start == at && range.len() > 1);
            let end = name.map_or(at + 1, |(range, _)| range.end);
            let words = run.get(at..end).unwrap_or_default();
            let mut inner = Vec::with_capacity(words.len());
            for (step, typed) in words.iter().enumerate() {
                let place = at + step..at + step + 1;
                let others = take(&mut ranges, &place);
                let plan = self.word(typed, others, findings)?;
                inner.push(Clause { plan, function: typed.function });
            }
            if end - at > 1 {
                let others = take(&mut ranges, &(at..end));
                clauses.push(self.name(words, inner, others, findings)?);
            } else {
                clauses.extend(inner);
            }
            if let Some(clause) = clauses.last() {
                let typed: Vec<&str> = words.iter().map(|typed| typed.text).collect();
                findings.leaves.push((typed.join(" "), clause.plan.clone()));
            }
            at = end;
        }
        Ok(clauses)
    }

    /// One word, compounds included.
    fn word(
        &mut self,
        typed: &Typed<'_>,
        mut others: Vec<Alternative>,
        findings: &mut Findings,
    ) -> Result<Plan> {
        // What is of its kind does not make a word known.
        let kin: Vec<Alternative> = others.extract_if(.., |other| other.weight <= KIN).collect();
        let (mut plan, mut words) = self.as_typed(&typed.word, findings)?;
        let is_known = !plan.is_nothing();
        let mut slip = None;
        if let [part] = typed.word.parts.as_slice()
            && !typed.word.is_symbol
        {
            let exact = part.exact.as_str();
            if let Plan::Word(word) = &plan
                && is_known
                && others.is_empty()
            {
                slip = self.slip_of(typed, word, findings)?;
            }
            let is_short = Numeronym::parse(exact).is_some();
            let is_long = is_known && slip.is_none();
            if (is_long && !is_short) || (is_short && others.is_empty()) {
                others.extend(self.numeronym(exact, findings)?);
            }
            let df = if let Plan::Word(word) = &plan { word.df } else { 0 };
            if df < SPLIT_BELOW {
                others.extend(self.split(exact, findings)?);
            }
            if !is_known && others.is_empty() {
                others.extend(self.meant(typed.text, exact, findings)?);
            }
            if !is_known && others.is_empty() {
                others.extend(self.numeronym(exact, findings)?);
            }
        }
        if let Some(slip) = slip {
            words.iter_mut().for_each(|word| word.also(std::slice::from_ref(&slip)));
            let Alternative { plan: mut meant, weight, idf, .. } = slip;
            weigh(&mut meant, weight * idf);
            plan = Plan::Best(vec![plan, meant]);
        }
        if !is_known && others.is_empty() {
            findings.unknown.push(typed.text.to_owned());
        }
        if !typed.function {
            words.iter_mut().for_each(|word| word.also(&others));
            findings.words.append(&mut words);
        }
        if others.is_empty() && kin.is_empty() {
            return Ok(plan);
        }
        // All ways to say it are as telling as the most frequent of them, but for those that only
        // belong to it.
        let same = others.iter().filter(|other| other.weight > CATEGORY).map(|other| other.df);
        let df = same.chain(typed_df(&plan)).max().unwrap_or(0);
        let telling = if df > 0 { idf(df, self.terms.n_documents) } else { plan.importance() };
        let mut options = Vec::with_capacity(others.len() + 1);
        if is_known {
            if typed_df(&plan).is_some() {
                weigh(&mut plan, telling);
            }
            options.push(plan);
        }
        for Alternative { plan: mut other, weight, idf: own, .. } in others.into_iter().chain(kin) {
            weigh(&mut other, weight * if telling > 0.0 { telling } else { own });
            options.push(other);
        }
        Ok(Plan::Best(options))
    }

    /// Several words that make one name: in a row, by another name, or at least all of them.
    fn name(
        &mut self,
        words: &[Typed<'_>],
        inner: Vec<Clause>,
        others: Vec<Alternative>,
        findings: &mut Findings,
    ) -> Result<Clause> {
        let content = inner.iter().filter(|clause| !clause.function);
        let telling: f32 = content.map(|clause| clause.plan.importance()).sum();
        let mut options = Vec::with_capacity(others.len() + 2);
        let mut offset = 0;
        let mut row = Vec::new();
        for typed in words {
            let parts = stemmed_row(&typed.word);
            let n = parts.iter().map(|(at, _)| at + 1).max().unwrap_or(0);
            row.extend(parts.into_iter().map(|(at, forms)| (offset + at, forms)));
            offset += n;
        }
        let phrase = self.terms.phrase(&row, self.fields.iter().copied())?;
        if phrase.df > 0 {
            let mut plan = Plan::Phrase(Rc::new(phrase));
            weigh(&mut plan, telling);
            options.push(plan);
        }
        let n_words: usize = words.iter().map(|typed| typed.word.parts.len()).sum();
        let first = findings.words.len().saturating_sub(n_words);
        for word in findings.words.iter_mut().skip(first) {
            word.also(&others);
        }
        for Alternative { plan: mut other, weight, idf: own, .. } in others {
            weigh(&mut other, weight * if telling > 0.0 { telling } else { own });
            options.push(other);
        }
        let mut all = All::default();
        for Clause { mut plan, function } in inner {
            lessen(&mut plan, APART);
            if function { all.optional.push(plan) } else { all.required.push(plan) }
        }
        all.required = vec![Plan::Sum(Sum { plans: all.required, least: ENOUGH })];
        options.push(Plan::All(all));
        Ok(Clause { plan: Plan::Best(options), function: false })
    }

    /// A word as typed; a compound as one word, in a row, or its words apart.
    fn as_typed(
        &mut self,
        typed: &QueryWord,
        findings: &mut Findings,
    ) -> Result<(Plan, Vec<Rc<Word>>)> {
        let fields = || self.fields.iter().copied();
        findings.wanted.begin_word();
        let mut options = Vec::new();
        if let Some(whole) = &typed.whole {
            let forms = [FormTerm { term: whole.clone(), weight: 1.0, prose_only: false }];
            let word = Rc::new(self.terms.word(&forms, fields())?);
            if !word.leaves.is_empty() {
                findings.wanted.term(whole.clone(), word.idf);
                options.push(Plan::Word(Rc::clone(&word)));
                if typed.is_symbol {
                    // C++ is not C.
                    return Ok((options.swap_remove(0), vec![word]));
                }
            }
        }
        let mut words = Vec::with_capacity(typed.parts.len());
        for part in &typed.parts {
            let forms = self.terms.forms(part)?;
            let word = Rc::new(self.terms.word(&forms, fields())?);
            forms.into_iter().for_each(|form| findings.wanted.term(form.term, word.idf));
            words.push(word);
        }
        if let [word] = words.as_slice() {
            return Ok((Plan::Word(Rc::clone(word)), words));
        }
        let phrase = self.terms.phrase(&exact_row(typed), fields())?;
        if phrase.df > 0 {
            options.push(Plan::Phrase(Rc::new(phrase)));
        }
        let mut apart = Plan::All(All {
            required: words.iter().cloned().map(Plan::Word).collect(),
            ..All::default()
        });
        lessen(&mut apart, APART);
        options.push(apart);
        Ok((Plan::Best(options), words))
    }
}

/// In how many documents a lone word stands; `None` for what is more than one word.
fn typed_df(plan: &Plan) -> Option<u64> {
    match plan {
        Plan::Word(word) if word.df > 0 => Some(word.df),
        _ => None,
    }
}

/// Makes a word or phrase as telling as `idf` says.
fn weigh(plan: &mut Plan, idf: f32) {
    match plan {
        Plan::Word(word) => Rc::make_mut(word).idf = idf,
        Plan::Phrase(phrase) => Rc::make_mut(phrase).idf = idf,
        _ => {}
    }
}

/// Makes every match of the plan worth less.
fn lessen(plan: &mut Plan, factor: f32) {
    match plan {
        Plan::Nothing | Plan::Everything | Plan::Constant(..) => {}
        Plan::Word(word) => Rc::make_mut(word).idf *= factor,
        Plan::Phrase(phrase) => Rc::make_mut(phrase).idf *= factor,
        Plan::All(all) => {
            all.required.iter_mut().chain(&mut all.optional).for_each(|plan| lessen(plan, factor));
        }
        Plan::Best(plans) | Plan::Sum(Sum { plans, .. }) => {
            plans.iter_mut().for_each(|plan| lessen(plan, factor));
        }
    }
}
