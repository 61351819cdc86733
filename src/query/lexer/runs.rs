//! Characters with nothing between them: a word, an operator, or a field with its value.

use std::ops::Range;

use super::{Lexer, MAX_DEPTH, TokenKind};
use crate::query::chars::{
    is_bar, is_close, is_colon, is_content, is_open, is_quote, is_separator, is_space, trim,
};
use crate::query::fields::{FIELD_NAMES, Field};

impl<'a> Lexer<'a> {
    /// Characters up to the next white space, quote or parenthesis: a word, an operator, a field.
    pub(super) fn run_of_characters(&mut self) {
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
pub(super) fn suffix(text: &str, lead: bool) -> usize {
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
