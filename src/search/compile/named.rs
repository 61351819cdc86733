//! People and companies that a sentence asks for, and where notes only speak of them.

use std::rc::Rc;

use super::Compiler;
use crate::error::Result;
use crate::query::{Condition, Filter, TextField};
use crate::search::correct::other_spellings_of_name;
use crate::search::fields::{BODY, MENTION, SPEAKERS, TITLE};
use crate::search::filters::Filters;
use crate::search::plan::{All, Plan};
use crate::search::terms::exact_row;

/// Somebody asked for, and where they are only spoken of.
pub(super) struct Named {
    pub(super) names: Plan,
    pub(super) mentions: Plan,
}

impl Compiler<'_> {
    /// People and companies that a sentence asks for: notes do not always say who spoke, so that
    /// those which only speak of them follow, far below. `None` for another condition.
    pub(super) fn named(&mut self, condition: &Condition) -> Result<Option<Named>> {
        let mut names = Vec::new();
        let mut mentions = Vec::new();
        for filter in &condition.any {
            let Filter::Text { field: TextField::Speaker | TextField::Company, value } = filter
            else {
                return Ok(None);
            };
            let mut filters = Filters::default();
            filters.add(filter, self.concepts.terms)?;
            let mut all = All::default();
            filters.into_all(&mut all);
            names.append(&mut all.filters);
            let row = exact_row(&self.concepts.analyzer.query_word(value));
            let mut phrase = self.concepts.terms.phrase(&row, [TITLE, BODY].into_iter())?;
            phrase.idf = MENTION;
            mentions.push(Plan::Phrase(Rc::new(phrase)));
            if let Filter::Text { field: TextField::Speaker, .. } = filter {
                self.misspelt(&row, &mut mentions)?;
            }
        }
        Ok(Some(Named { names: Plan::Best(names), mentions: Plan::Best(mentions) }))
    }

    /// Adds the name of several words with one of them as notes may misspell it: `Grcae Hopper`.
    fn misspelt(&self, row: &[(u32, Vec<String>)], mentions: &mut Vec<Plan>) -> Result<()> {
        let terms = self.concepts.terms;
        for (at, (_, word)) in row.iter().enumerate() {
            let [word] = word.as_slice() else { continue };
            let others = other_spellings_of_name(word, terms)?;
            if row.len() < 2 || others.is_empty() {
                continue;
            }
            let mut row = row.to_vec();
            row[at].1 = others;
            let mut phrase = terms.phrase(&row, [SPEAKERS, TITLE, BODY].into_iter())?;
            if !phrase.fields.is_empty() {
                phrase.idf = MENTION;
                mentions.push(Plan::Phrase(Rc::new(phrase)));
            }
        }
        Ok(())
    }
}
