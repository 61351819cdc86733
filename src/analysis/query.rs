//! The same terms for one word of a query: what of it an index can hold.

use super::{Analyzer, Form, STEM};

/// A word of a query: what of it the index can hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct QueryWord {
    /// One for a plain word, several for a compound or ideographs; they stand in a row.
    pub(crate) parts: Vec<QueryPart>,
    /// All of a compound as one word, or a word with its symbols.
    pub(crate) whole: Option<String>,
    /// Whether `whole` is one word and its symbols: `c++`.
    pub(crate) is_symbol: bool,
}

/// One of the words that a [`QueryWord`] has.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct QueryPart {
    pub(crate) exact: String,
    /// `None` when the word is its own stem.
    pub(crate) stem: Option<String>,
    /// How many words it stands after the first one.
    pub(crate) offset: u32,
}

impl Analyzer {
    /// Reads what somebody typed as one word.
    pub(crate) fn query_word(&mut self, text: &str) -> QueryWord {
        let mut word = QueryWord::default();
        let mut tokens = self.tokens(text);
        let mut n_wholes = 0;
        while let Some((token, form)) = tokens.next_form() {
            match form {
                Form::Exact => word.parts.push(QueryPart {
                    exact: token.text.clone(),
                    stem: None,
                    offset: u32::try_from(token.position).unwrap_or(u32::MAX),
                }),
                Form::Stem => {
                    if let Some(part) = word.parts.last_mut() {
                        part.stem = token.text.strip_prefix(STEM).map(str::to_owned);
                    }
                }
                Form::Whole => {
                    n_wholes += 1;
                    word.whole = Some(token.text.clone());
                }
                Form::Part | Form::Pair => {}
            }
        }
        // Two compounds in one word, as in an address, have no spelling as one.
        if n_wholes > 1 {
            word.whole = None;
        }
        word.is_symbol = word.parts.len() == 1 && word.whole.is_some();
        word
    }
}
