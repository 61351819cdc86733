//! Documents like another one: those that share the words which set it apart.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::compile::is_function_word;
use super::fields::{BODY, FieldId, HEADINGS, TITLE};
use super::plan::{Plan, Sum};
use super::snippet::Wanted;
use super::terms::Terms;
use crate::analysis::{Analyzer, Form, Profile, QueryPart};
use crate::document::Document;
use crate::error::Result;

/// How many words make out what a Document is about.
const WORDS: usize = 24;
/// How often a word of the title counts.
const TITLE_COUNT: u32 = 4;
/// Bytes of a body that are read for it.
const READ: usize = 64 * 1024;
const LIKE_IN: [FieldId; 3] = [TITLE, HEADINGS, BODY];

/// Matches documents that are about what `document` is about; it matches itself, too.
pub(super) fn like(document: &Document, terms: Terms<'_>) -> Result<(Plan, Wanted)> {
    let mut counts: BTreeMap<String, (u32, Option<String>)> = BTreeMap::new();
    let mut analyzer = Analyzer::new(Profile::Prose);
    let body = document.body.char_indices().take_while(|(at, _)| *at < READ).last();
    let body = document.body.get(..body.map_or(0, |(at, c)| at + c.len_utf8()));
    for (text, times) in [(document.title.as_str(), TITLE_COUNT), (body.unwrap_or_default(), 1)] {
        let mut tokens = analyzer.tokens(text);
        let mut last = String::new();
        while let Some((token, form)) = tokens.next_form() {
            match form {
                Form::Exact => {
                    last.clone_from(&token.text);
                    counts.entry(token.text.clone()).or_default().0 += times;
                }
                Form::Stem => {
                    if let Some((_, stem)) = counts.get_mut(&last) {
                        *stem = token.text.strip_prefix(crate::analysis::STEM).map(str::to_owned);
                    }
                }
                Form::Part | Form::Whole | Form::Pair => {}
            }
        }
    }
    let mut words = Vec::new();
    for (exact, (times, stem)) in counts {
        if is_function_word(&exact) || exact.len() < 3 || exact.bytes().all(|b| b.is_ascii_digit())
        {
            continue;
        }
        let part = QueryPart { exact, stem, offset: 0 };
        let word = terms.word(&terms.forms(&part)?, LIKE_IN.into_iter())?;
        // A word that no other document has likens nothing.
        if word.df > 1 {
            words.push((word.idf * (1.0 + times as f32).ln(), part, word));
        }
    }
    words.sort_by(|one, other| {
        other.0.total_cmp(&one.0).then_with(|| one.1.exact.cmp(&other.1.exact))
    });
    words.truncate(WORDS);
    let mut wanted = Wanted::default();
    let mut plans = Vec::with_capacity(words.len());
    for (_, part, word) in words {
        wanted.begin_word();
        for form in terms.forms(&part)? {
            wanted.term(form.term, word.idf);
        }
        plans.push(Plan::Word(Rc::new(word)));
    }
    Ok((
        if plans.is_empty() { Plan::Nothing } else { Plan::Sum(Sum { plans, least: 0.0 }) },
        wanted,
    ))
}
