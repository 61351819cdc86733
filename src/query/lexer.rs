//! Cuts a query's text into tokens: one pass, linear, total.
//!
//! Quotes and parentheses are matched here, and every limit on a query's size is held here, so
//! that the parser meets only well-formed and small input. What precedes what is the parser's.

use std::ops::Range;

use super::Warning;
use super::chars::{
    is_bar, is_close, is_colon, is_content, is_minus, is_open, is_quote, is_separator, is_space,
    trim,
};
use super::fields::{FIELD_NAMES, Field};

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

    /// Characters up to the next white space, quote or parenthesis: a word, an operator, a field.
    fn run_of_characters(&mut self) {
        let begin = self.at;
        let mut end = self.run_end(begin, false);
        let start = begin + trim(self.slice(begin..end)).start;
        if let Some((colon, c)) = self.slice(start..end).char_indices().find(|(_, c)| is_colon(*c))
        {
            let name = start..start + colon;
            let behind = name.end + c.len_utf8();
            if let Some(field) = Field::named(self.slice(name.clone())) {
                return self.field(field, name, behind);
            }
            let value_follows = self.rest(behind).chars().next().is_some_and(|c| {
                is_content(c) || is_quote(c) || is_open(c) || matches!(c, '<' | '>' | '=')
            });
            if let Some(meant) = Field::meant_by(self.slice(name.clone()))
                && value_follows
            {
                self.warn(
                    name.start..behind,
                    format!(
                        "`{}` is no field, so this is read as words; did you mean `{meant}:`? \
                         The fields are {FIELD_NAMES}",
                        self.slice(name.clone())
                    ),
                );
                end = name.end;
            } else if value_follows && is_field_like(self.slice(name.clone()), self.rest(behind)) {
                let message = format!(
                    "`{}` is no field, so this is read as words; the fields are {FIELD_NAMES}",
                    self.slice(name.clone())
                );
                self.warn(name.start..behind, message);
            } else if let Some(wide) = self.slice(start..end).find('：') {
                end = start + wide; // Full-width, it parts words as a full stop does.
            }
        }
        self.at = end;
        let run = self.slice(begin..end);
        match run {
            _ if self.minus.is_some() => self.word(begin, run),
            "AND" => self.push(begin..end, TokenKind::And),
            "OR" => self.push(begin..end, TokenKind::Or { bar: false }),
            "NOT" => self.push(begin..end, TokenKind::Not),
            _ => self.word(begin, run),
        }
        self.at = end;
    }

    fn run_end(&self, start: usize, commas: bool) -> usize {
        let mut before = ' ';
        let mut chars = self.rest(start).char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let digit_follows = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
            let inner_comma = c == ',' && (commas || (before.is_ascii_digit() && digit_follows));
            if is_space(c)
                || is_quote(c)
                || is_open(c)
                || is_close(c)
                || is_bar(c)
                || (is_separator(c) && !inner_comma)
            {
                return start + at;
            }
            before = c;
        }
        self.text.len()
    }

    fn word(&mut self, start: usize, run: &'a str) {
        let whole = trim(run);
        let text = run.get(whole.clone()).unwrap_or("");
        let kept = text.get(..text.len() - suffix(text, false)).unwrap_or("");
        let trimmed = trim(kept);
        let trimmed = whole.start + trimmed.start..whole.start + trimmed.end;
        if trimmed.is_empty() {
            return;
        }
        let passed_over = start + whole.start + kept.len()..start + whole.end;
        let text = run.get(trimmed.clone()).unwrap_or("");
        let span = start + trimmed.start..start + trimmed.end;
        let stars_behind = run.get(trimmed.end..).is_some_and(|rest| rest.starts_with('*'));
        let stars_before = run.get(..trimmed.start).is_some_and(|lead| lead.contains('*'));
        // `**word**` is Markdown's emphasis, copied along.
        if (stars_before && !stars_behind) || text.contains('*') {
            self.warn(span.clone(), "`*` stands for letters only at the end of a word".to_owned());
        }
        let long_enough = text.chars().nth(1).is_some();
        let asked = stars_behind && !stars_before;
        if asked && !long_enough {
            self.warn(span.clone(), "`*` needs two letters before it".to_owned());
        }
        let prefix = asked && long_enough;
        let end = if prefix { span.end + 1 } else { span.end };
        self.push(span.start..end, TokenKind::Word { text, prefix });
        self.pass_over_suffix(passed_over);
    }

    /// What follows `name:`, which is the name of a field.
    fn field(&mut self, field: Field, name: Range<usize>, behind: usize) {
        // `speaker: Liz` means `speaker:Liz`.
        let gap = self.rest(behind).find(|c| !is_space(c));
        let mut from = behind + gap.unwrap_or(0);
        let mut first = self.rest(from).chars().next();
        if let Some(c) = first.filter(|c| is_quote(*c)) {
            let inside = from + c.len_utf8();
            if let Some((end, next)) = self.closing_quote(inside) {
                let inner = self.slice(inside..end);
                let at = inside + (inner.len() - inner.trim_start_matches(is_space).len());
                let value = inner.trim_matches(is_space);
                return self.field_value(field, name, at..at + value.len(), next);
            }
            self.warn(from..inside, "the quote is not closed".to_owned());
            from = inside;
            first = self.rest(from).chars().next();
        }
        if first.is_some_and(is_open) && self.open.len() < MAX_DEPTH {
            self.push(name.start..behind, TokenKind::FieldGroup(field));
            self.at = from;
            let next = from + first.map_or(0, char::len_utf8);
            return self.open(next);
        }
        let commas = matches!(field, Field::Year | Field::Kind);
        let mut end = self.run_end(from, commas);
        if field == Field::Year && self.slice(from..end).chars().all(|c| "<>=≤≥".contains(c)) {
            // `year:>= 2020`
            let number = end + self.rest(end).find(|c| !is_space(c)).unwrap_or(0);
            end = self.run_end(number, commas);
        }
        let run = self.slice(from..end);
        let value = match field {
            Field::Year => {
                let kept = run.trim_end_matches([',', ';', '?', '!', ':']);
                0..kept.len()
            }
            _ => trim(run),
        };
        if run.contains('*') {
            self.warn(from..end, "`*` works in words, not in fields".to_owned());
        }
        self.field_value(field, name, from + value.start..from + value.end, end);
    }

    fn field_value(&mut self, field: Field, name: Range<usize>, at: Range<usize>, end: usize) {
        let text = self.slice(name.clone());
        let (value, value_at) = (self.slice(at.clone()), at.start);
        if trim(value).is_empty() {
            self.warn(name.clone(), format!("`{text}:` has no value, so it is read as a word"));
            self.push(name, TokenKind::Word { text, prefix: false });
            self.at = end;
        } else {
            self.push(name.start..end, TokenKind::Field { field, name: text, value, value_at });
        }
    }
}

/// Bytes of Lucene's `~2` and `^1.5` at the end of a word, or (`lead`) at the beginning of what
/// follows a phrase. People bring them from other tools.
fn suffix(text: &str, lead: bool) -> usize {
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if lead {
        let end = text.find(is_space).unwrap_or(text.len());
        let run = text.get(..end).unwrap_or("");
        let digits = run.strip_prefix(['~', '^']);
        return if digits.is_some_and(number) { run.len() } else { 0 };
    }
    let mut kept = text;
    while let Some(at) = kept.rfind(['~', '^'])
        && at > 0
        && kept.get(at + 1..).is_some_and(number)
    {
        kept = kept.get(..at).unwrap_or("");
    }
    text.len() - kept.len()
}

/// Whether what stands before a colon looks like a field's name: `foo:bar`, but neither an address
/// nor a name such as `re:Invent`.
fn is_field_like(name: &str, value: &str) -> bool {
    name.len() >= 2
        && name.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !value.starts_with(|c: char| c == '/' || c.is_uppercase())
}
