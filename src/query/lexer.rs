//! Cuts a query's text into tokens: one pass, linear, total.
//!
//! Quotes and parentheses are matched here, and every limit on a query's size is held here, so
//! that the parser meets only well-formed and small input. What precedes what is the parser's.

mod runs;

use std::ops::Range;

use self::runs::suffix;
use super::Warning;
use super::chars::{
    is_bar, is_close, is_content, is_minus, is_open, is_quote, is_separator, is_space, trim,
};
use super::fields::Field;

/// Words, phrases and filters that a query may have.
pub(super) const MAX_CLAUSES: usize = 256;
/// Parentheses within parentheses.
pub(super) const MAX_DEPTH: usize = 32;
/// Warnings that anybody would read.
const MAX_WARNINGS: usize = 16;

pub(super) struct Token<'a> {
    pub(super) span: Range<usize>,
    pub(super) kind: TokenKind<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TokenKind<'a> {
    Word {
        text: &'a str,
        prefix: bool,
    },
    Phrase(&'a str),
    /// `field:value`; `value_at` is where the value begins.
    Field {
        field: Field,
        name: &'a str,
        value: &'a str,
        value_at: usize,
    },
    /// `field:` before an [`Open`](TokenKind::Open).
    FieldGroup(Field),
    And,
    /// `OR`, and `|`, which is no word when it stands where no operator can.
    Or {
        bar: bool,
    },
    Not,
    /// A `-` directly before a word, phrase, field or parenthesis.
    Minus,
    Open,
    Close,
}

pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token<'a>>,
    warnings: Vec<Warning>,
    /// Where the `-` stands that belongs to the token to come.
    minus: Option<usize>,
    /// Where the parentheses stand that are open.
    open: Vec<usize>,
    /// Open parentheses that are not tokens, being too deep.
    passed_over: usize,
    clauses: usize,
}

/// The tokens of `text`, and what was odd about it.
pub(super) fn tokens(text: &str) -> (Vec<Token<'_>>, Vec<Warning>) {
    let mut lexer = Lexer {
        text,
        at: 0,
        tokens: Vec::new(),
        warnings: Vec::new(),
        minus: None,
        open: Vec::new(),
        passed_over: 0,
        clauses: 0,
    };
    lexer.run();
    (lexer.tokens, lexer.warnings)
}

impl<'a> Lexer<'a> {
    fn run(&mut self) {
        while let Some(c) = self.peek() {
            let start = self.at;
            let next = start + c.len_utf8();
            if self.clauses >= MAX_CLAUSES && !is_close(c) && !is_space(c) {
                self.warn(
                    start..self.text.len(),
                    format!("only the first {MAX_CLAUSES} words are used"),
                );
                break;
            }
            if is_space(c) || is_separator(c) {
                self.at = next;
            } else if is_open(c) {
                self.open(next);
            } else if is_close(c) {
                self.close(next);
            } else if is_bar(c) {
                self.push(start..next, TokenKind::Or { bar: true });
            } else if is_quote(c) {
                self.quote(next);
            } else if is_minus(c) && self.at_word_start() && self.starts_operand(next) {
                self.minus = Some(start);
                self.at = next;
                continue;
            } else {
                self.run_of_characters();
            }
            self.minus = None;
        }
        if let Some(&first) = self.open.first() {
            let next = first + self.rest(first).chars().next().map_or(0, char::len_utf8);
            self.warn(first..next, "the parenthesis is not closed".to_owned());
        }
    }

    fn peek(&self) -> Option<char> {
        self.rest(self.at).chars().next()
    }

    fn rest(&self, from: usize) -> &'a str {
        self.text.get(from..).unwrap_or("")
    }

    fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or("")
    }

    fn at_word_start(&self) -> bool {
        let before = self.slice(0..self.at).chars().next_back();
        before.is_none_or(|c| is_space(c) || is_separator(c) || is_open(c) || is_bar(c))
    }

    fn starts_operand(&self, at: usize) -> bool {
        let mut chars = self.rest(at).chars();
        match chars.next() {
            Some('.' | '#' | '@') => chars.next().is_some_and(is_content),
            Some(c) => is_content(c) || is_quote(c) || is_open(c),
            None => false,
        }
    }

    fn push(&mut self, span: Range<usize>, kind: TokenKind<'a>) {
        self.at = span.end;
        if let Some(at) = self.minus.take() {
            self.tokens.push(Token { span: at..span.start, kind: TokenKind::Minus });
        }
        if matches!(kind, TokenKind::Word { .. } | TokenKind::Phrase(_) | TokenKind::Field { .. }) {
            self.clauses += 1;
        }
        self.tokens.push(Token { span, kind });
    }

    fn warn(&mut self, span: Range<usize>, message: String) {
        if self.warnings.len() < MAX_WARNINGS {
            self.warnings.push(Warning { span, message });
        }
    }

    fn open(&mut self, next: usize) {
        let start = self.at;
        if self.open.len() < MAX_DEPTH {
            self.open.push(start);
            self.push(start..next, TokenKind::Open);
            return;
        }
        if self.passed_over == 0 {
            self.warn(
                start..next,
                format!(
                    "parentheses more than {MAX_DEPTH} deep are passed over; their words are used"
                ),
            );
        }
        self.passed_over += 1;
        self.at = next;
    }

    fn close(&mut self, next: usize) {
        let start = self.at;
        self.at = next;
        if self.passed_over > 0 {
            self.passed_over -= 1;
        } else if self.open.pop().is_some() {
            self.push(start..next, TokenKind::Close);
        } else {
            self.warn(start..next, "there is no parenthesis to close".to_owned());
        }
    }

    /// A phrase, from behind its opening quote.
    fn quote(&mut self, inside: usize) {
        let start = self.at;
        let Some((end, next)) = self.closing_quote(inside) else {
            self.warn(
                start..inside,
                "the quote is not closed, so what follows is read as words".to_owned(),
            );
            self.at = inside;
            return;
        };
        let phrase = self.slice(inside..end).trim_matches(is_space);
        if trim(phrase).is_empty() {
            self.at = next;
        } else {
            self.push(start..next, TokenKind::Phrase(phrase));
        }
        let behind = suffix(self.rest(next), true);
        self.pass_over_suffix(next..next + behind);
    }

    /// The ends of what is quoted and of the closing quote itself.
    fn closing_quote(&self, inside: usize) -> Option<(usize, usize)> {
        self.rest(inside)
            .char_indices()
            .find(|(_, c)| is_quote(*c))
            .map(|(at, c)| (inside + at, inside + at + c.len_utf8()))
    }

    fn pass_over_suffix(&mut self, span: Range<usize>) {
        if !span.is_empty() {
            let suffix = self.slice(span.clone());
            self.warn(
                span.clone(),
                format!("`{suffix}` is passed over: near and misspelt words are found without it"),
            );
            self.at = span.end;
        }
    }
}
