//! A line with its folded form, which all the ways in which it may be read have in common.

use std::borrow::Cow;

use crate::extract::learn::Learned;
use crate::extract::token::Token;
use crate::lexicon::fold_letters;

/// A line, its folded form, and who reads it.
pub(crate) struct Line<'a> {
    text: &'a str,
    folded: &'a str,
    ascii: bool,
    pub(crate) learned: &'a Learned,
}

impl<'a> Line<'a> {
    /// `folded` is `text` as [`fold_letters`] folds it.
    pub(crate) fn new(text: &'a str, folded: &'a str, learned: &'a Learned) -> Line<'a> {
        Line { text, folded, ascii: text.is_ascii(), learned }
    }

    /// The words of `part`, a slice of the line.
    pub(crate) fn tokens(&self, part: &'a str, found: &mut Vec<Token<'a>>) {
        // A word and its space take six bytes, more or less.
        found.reserve(part.len() / 6 + 1);
        if self.ascii {
            found.extend(part.split_ascii_whitespace().map(|word| self.token(word)));
        } else {
            found.extend(part.split_whitespace().map(|word| self.token(word)));
        }
    }

    /// One word, a slice of the line.
    pub(crate) fn token(&self, word: &'a str) -> Token<'a> {
        Token::of(word, |bare| self.folded(bare), self.learned)
    }

    /// The folded form of `part`, a slice of the line.
    pub(crate) fn folded(&self, part: &'a str) -> Cow<'a, str> {
        // Folding ASCII changes no length, so that a part's folded form stands where the part does.
        let at = self.offset(part).filter(|_| self.ascii);
        match at.and_then(|at| self.folded.get(at..at + part.len())) {
            Some(folded) => Cow::Borrowed(folded),
            None => fold_letters(part),
        }
    }

    /// Where `part` begins, if it is a slice of the line.
    fn offset(&self, part: &str) -> Option<usize> {
        let at = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        (at < self.text.len() && part.len() <= self.text.len() - at).then_some(at)
    }
}
