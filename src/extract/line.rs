//! A line whose words are told apart once, for all the ways in which it may be read.

use std::borrow::Cow;
use std::cell::RefCell;

use crate::extract::learn::Learned;
use crate::extract::token::Token;
use crate::lexicon::fold_letters;

/// A line, its folded form, and what is known of its words so far.
pub(crate) struct Line<'a> {
    text: &'a str,
    folded: &'a str,
    ascii: bool,
    pub(crate) learned: &'a Learned,
    /// By the byte that each word begins at, in order; a word is looked up when it is asked for.
    words: RefCell<Vec<(usize, Token<'a>)>>,
}

impl<'a> Line<'a> {
    /// `folded` is `text` as [`fold_letters`] folds it.
    pub(crate) fn new(text: &'a str, folded: &'a str, learned: &'a Learned) -> Line<'a> {
        Line { text, folded, ascii: text.is_ascii(), learned, words: RefCell::default() }
    }

    /// The words of `part`, a slice of the line.
    pub(crate) fn tokens(&self, part: &'a str, found: &mut Vec<Token<'a>>) {
        // A word and its space take six bytes, more or less.
        found.reserve(part.len() / 6 + 1);
        let mut next = usize::MAX;
        if self.ascii {
            found.extend(part.split_ascii_whitespace().map(|word| self.look_up(word, &mut next)));
        } else {
            found.extend(part.split_whitespace().map(|word| self.look_up(word, &mut next)));
        }
    }

    /// One word, a slice of the line.
    pub(crate) fn token(&self, word: &'a str) -> Token<'a> {
        let mut next = usize::MAX;
        self.look_up(word, &mut next)
    }

    /// A word of the line, which may be the one at `next` of those that are known; its neighbour
    /// comes after it there, too.
    fn look_up(&self, word: &'a str, next: &mut usize) -> Token<'a> {
        let Some(at) = self.offset(word) else { return Token::new(word, self.learned) };
        let mut words = self.words.borrow_mut();
        let index = match words.get(*next) {
            Some((start, _)) if *start == at => Ok(*next),
            _ => words.binary_search_by_key(&at, |(start, _)| *start),
        };
        *next = index.unwrap_or_else(|index| index) + 1;
        if let Ok(index) = index
            && words[index].1.text.len() == word.len()
        {
            return words[index].1.clone();
        }
        let token = Token::of(word, |bare| self.folded(bare), self.learned);
        match index {
            Ok(index) => words[index].1 = token.clone(),
            Err(index) => words.insert(index, (at, token.clone())),
        }
        token
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
