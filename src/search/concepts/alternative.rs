//! Other ways to say a word that no list of aliases knows: run together, taken apart, abbreviated by
//! its number of letters, begun, or misspelt.

use std::rc::Rc;

use super::{Concepts, Findings, Typed};
use crate::error::Result;
use crate::query::Numeronym;
use crate::search::correct::{Correction, correct, correct_slip};
use crate::search::fields::{ALIAS, BODY, CATEGORY, CODE, CORRECTED, PREFIX, RUN_TOGETHER};
use crate::search::plan::{Plan, Word, idf};
use crate::search::scan::matches_any;
use crate::search::terms::stemmed_row;

/// A word that is rarer than this is also looked for as two.
pub(super) const SPLIT_BELOW: u64 = 10;
/// Letters that a part of a word that is taken apart has at least.
const MIN_SPLIT: usize = 3;
/// Letters of an unknown word that may be the beginning of another.
const MIN_PREFIX: usize = 4;
/// Words as long as this are written with the number of their letters, as `i18n` is.
const MIN_NUMERONYM: usize = 8;

/// Another way to say some of the words.
pub(super) struct Alternative {
    pub(super) plan: Plan,
    pub(super) weight: f32,
    pub(super) df: u64,
    pub(super) idf: f32,
}

impl Concepts<'_> {
    /// Some words as one alternative; `None` where the index holds none of it.
    pub(super) fn alternative(
        &mut self,
        text: &str,
        weight: f32,
        findings: &mut Findings,
    ) -> Result<Option<Alternative>> {
        let typed = self.analyzer.query_word(text);
        let (plan, df) = match typed.parts.as_slice() {
            [] => return Ok(None),
            [part] => {
                let forms = self.terms.forms(part)?;
                let word = self.terms.word(&forms, self.fields.iter().copied())?;
                let df = word.df;
                if df > 0 {
                    findings.wanted.begin_word();
                    forms.into_iter().for_each(|form| findings.wanted.term(form.term, word.idf));
                }
                (Plan::Word(Rc::new(word)), df)
            }
            parts => {
                let row = stemmed_row(&typed);
                let phrase = self.terms.phrase(&row, self.fields.iter().copied())?;
                let df = phrase.df;
                if df > 0 {
                    findings.wanted.begin_word();
                    let row = parts.iter().map(|part| part.exact.clone()).collect();
                    findings.wanted.phrase(row, phrase.idf);
                }
                (Plan::Phrase(Rc::new(phrase)), df)
            }
        };
        let idf = idf(df, self.terms.n_documents);
        Ok((df > 0).then_some(Alternative { plan, weight, df, idf }))
    }

    /// `i18n` for the long word, and the most frequent of the long words for `i18n`.
    pub(super) fn numeronym(
        &mut self,
        exact: &str,
        findings: &mut Findings,
    ) -> Result<Option<Alternative>> {
        if let Some(numeronym) = Numeronym::parse(exact) {
            let begins = exact.get(..exact.chars().next().map_or(0, char::len_utf8));
            let begins = begins.unwrap_or_default();
            let stands_for = |term: &str| numeronym.stands_for(term);
            let long = self.terms.most_frequent(BODY, begins, stands_for)?;
            return long.map_or(Ok(None), |long| self.alternative(&long, ALIAS, findings));
        }
        if exact.len() >= MIN_NUMERONYM
            && exact.is_ascii()
            && let (Some(first), Some(last)) = (exact.get(..1), exact.get(exact.len() - 1..))
        {
            let short = format!("{first}{}{last}", exact.len() - 2);
            if Numeronym::parse(&short).is_some() {
                return self.alternative(&short, ALIAS, findings);
            }
        }
        Ok(None)
    }

    /// A rare word as two that stand in a row: `opentelemetry` as `open telemetry`.
    pub(super) fn split(
        &mut self,
        exact: &str,
        findings: &mut Findings,
    ) -> Result<Option<Alternative>> {
        let mut best: Option<(u64, String)> = None;
        for (at, _) in exact.char_indices() {
            let (head, tail) = exact.split_at(at);
            if head.len() < MIN_SPLIT || tail.len() < MIN_SPLIT {
                continue;
            }
            let frequency = |part: &str| -> Result<u64> {
                let leaf = self.terms.leaf(BODY, part)?;
                Ok(leaf.map_or(0, |leaf| leaf.df))
            };
            let df = frequency(head)?;
            if df == 0 {
                continue;
            }
            let df = df.min(frequency(tail)?);
            if df > best.as_ref().map_or(0, |(known, _)| *known) {
                best = Some((df, format!("{head} {tail}")));
            }
        }
        let Some((_, text)) = best else { return Ok(None) };
        let found = self.alternative(&text, RUN_TOGETHER, findings)?;
        Ok(match found {
            Some(found) if matches_any(&found.plan, self.terms.segments)? => Some(found),
            _ => None,
        })
    }

    /// What a rare word may be a slip of that note-takers make, too: `kuberentes`. As telling as what
    /// is meant; the word itself stays as telling as it is.
    pub(super) fn slip_of(
        &mut self,
        typed: &Typed<'_>,
        word: &Word,
        findings: &mut Findings,
    ) -> Result<Option<Alternative>> {
        let [part] = typed.word.parts.as_slice() else { return Ok(None) };
        // A name or a title is what it says.
        let is_name = !self.lexicon.project_spellings(&part.exact).is_empty();
        if is_name || !word.leaves.iter().all(|leaf| matches!(leaf.field, BODY | CODE)) {
            return Ok(None);
        }
        let Some(meant) = correct_slip(&part.exact, word.df, self.terms)? else { return Ok(None) };
        let slip = self.alternative(&meant, CORRECTED, findings)?;
        if slip.is_some() {
            let typed = typed.text.to_owned();
            findings.corrections.push(Correction { typed, meant, instead: false });
        }
        Ok(slip)
    }

    /// What an unknown word may be: another spelling, or the beginning of a word.
    pub(super) fn meant(
        &mut self,
        text: &str,
        exact: &str,
        findings: &mut Findings,
    ) -> Result<Vec<Alternative>> {
        let mut others = Vec::new();
        if let Some(meant) = correct(exact, self.terms)? {
            let meant_word = meant.clone();
            others.extend(self.alternative(&meant_word, CORRECTED, findings)?);
            if !others.is_empty() {
                let typed = text.to_owned();
                findings.corrections.push(Correction { typed, meant, instead: true });
            }
        }
        if others.is_empty() && exact.len() >= MIN_PREFIX {
            let (word, _) = self.terms.prefix(exact, self.fields.iter().copied())?;
            if !word.leaves.is_empty() {
                findings.wanted.begin_word();
                findings.wanted.prefix(exact.to_owned(), word.idf);
                let (df, idf) = (word.df, word.idf);
                let plan = Plan::Word(Rc::new(word));
                others.push(Alternative { plan, weight: PREFIX, df, idf });
            }
        }
        Ok(others)
    }
}

/// A word that can be said in other ways.
pub(super) trait Also {
    /// Finds the word where it is said in one of these other ways, too.
    fn also(&mut self, others: &[Alternative]);
}

impl Also for Rc<Word> {
    fn also(&mut self, others: &[Alternative]) {
        for other in others.iter().filter(|other| other.weight > CATEGORY) {
            let word = Rc::make_mut(self);
            match &other.plan {
                Plan::Word(other) => word.leaves.extend(other.leaves.iter().cloned()),
                // Where the first of some words in a row stands is near enough.
                Plan::Phrase(phrase) => {
                    let firsts = phrase.fields.iter().filter_map(|field| field.slots.first());
                    word.leaves.extend(firsts.flat_map(|(_, leaves)| leaves.iter().cloned()));
                }
                _ => {}
            }
            if word.idf == 0.0 || other.df > word.df {
                word.idf = other.idf;
                word.df = other.df;
            }
        }
    }
}
