//! Builds the tree from tokens by recursive descent.
//!
//! From loosest to tightest: `OR`, `AND`, words next to each other, `NOT` and `-`. An operator
//! that lacks an operand is read as the word it is. Recursion is as deep as the parentheses that
//! the lexer lets through.

use std::ops::Range;

use super::ast::{Expr, Filter, Node};
use super::chars::{is_space, trim};
use super::fields::Field;
use super::lexer::{Token, TokenKind, tokens};
use super::{Query, Warning};

/// The tree of `text`, and what was odd about it.
pub(super) fn parse(text: &str) -> (Option<Expr>, Vec<Warning>) {
    let (tokens, warnings) = tokens(text);
    let mut parser = Parser { tokens, at: 0, warnings };
    let root = parser.alternatives(None);
    parser.warnings.sort_by_key(|warning| warning.span.start);
    (root, parser.warnings)
}

struct Parser<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    warnings: Vec<Warning>,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<TokenKind<'a>> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    fn next(&mut self) -> Option<(Range<usize>, TokenKind<'a>)> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        Some((token.span.clone(), token.kind))
    }

    /// Whether nothing comes before the end of this group any more.
    fn group_ends(&self, at: usize) -> bool {
        matches!(self.tokens.get(at).map(|token| token.kind), None | Some(TokenKind::Close))
    }

    /// `a OR b`. Within `field:( )` every word is one on `field`.
    fn alternatives(&mut self, field: Option<Field>) -> Option<Expr> {
        let mut any = Vec::from_iter(self.conjunction(field));
        while matches!(self.peek(), Some(TokenKind::Or { .. })) {
            self.at += 1;
            any.extend(self.conjunction(field));
        }
        one_or(any, Node::Or)
    }

    /// `a AND b`
    fn conjunction(&mut self, field: Option<Field>) -> Option<Expr> {
        let mut all = Vec::from_iter(self.neighbours(field));
        while self.peek() == Some(TokenKind::And) {
            self.at += 1;
            all.extend(self.neighbours(field));
        }
        one_or(all, Node::And)
    }

    /// Nodes next to each other, up to an operator that has something on either side.
    fn neighbours(&mut self, field: Option<Field>) -> Option<Expr> {
        let mut nodes = Vec::new();
        while !self.group_ends(self.at) {
            if let Some(TokenKind::And | TokenKind::Or { .. }) = self.peek() {
                if !nodes.is_empty() && !self.group_ends(self.at + 1) {
                    break;
                }
                nodes.extend(self.lone_operator());
            } else {
                nodes.extend(self.operand(field));
            }
        }
        match field {
            None => words(nodes),
            Some(field) if field.takes_all() => one_or(nodes, Node::And),
            Some(_) => one_or(nodes, Node::Or),
        }
    }

    fn lone_operator(&mut self) -> Option<Expr> {
        let (span, kind) = self.next()?;
        let text = match kind {
            TokenKind::And => "AND",
            TokenKind::Or { bar: false } => "OR",
            TokenKind::Not => "NOT",
            _ => return None,
        };
        let message = format!("`{text}` joins nothing here, so it is read as a word");
        self.warnings.push(Warning { span: span.clone(), message });
        Some(Expr::word(span, text))
    }

    /// A word, phrase, field or group with the `NOT` and `-` before it.
    fn operand(&mut self, field: Option<Field>) -> Option<Expr> {
        let start = self.tokens.get(self.at)?.span.start;
        let mut negated = false;
        while let Some(TokenKind::Not | TokenKind::Minus) = self.peek() {
            let next = self.tokens.get(self.at + 1).map(|token| token.kind);
            if matches!(next, None | Some(TokenKind::Close | TokenKind::And | TokenKind::Or { .. }))
            {
                let word = self.lone_operator();
                return if negated { word.map(|word| negate(start, word)) } else { word };
            }
            negated = !negated;
            self.at += 1;
        }
        let operand = self.primary(field)?;
        Some(if negated { negate(start, operand) } else { operand })
    }

    fn primary(&mut self, field: Option<Field>) -> Option<Expr> {
        let (span, kind) = self.next()?;
        match kind {
            TokenKind::Open => self.group(span.start, field),
            TokenKind::FieldGroup(field) => {
                self.at += 1; // the parenthesis, which the lexer has seen
                self.group(span.start, Some(field))
            }
            TokenKind::Field { field, name, value, value_at } => {
                self.conditions(field, value, span.clone()).or_else(|| {
                    let mut read = vec![Expr::word(span.start..span.start + name.len(), name)];
                    read.extend(words_of(value, value_at));
                    words(read)
                })
            }
            TokenKind::Word { text, prefix } => match field {
                Some(field) => self
                    .conditions(field, text, span.clone())
                    .or_else(|| Some(Expr::word(span, text))),
                None => Some(Expr::new(span, Node::Word { text: text.to_owned(), prefix })),
            },
            TokenKind::Phrase(text) => field
                .and_then(|field| self.conditions(field, text, span.clone()))
                .or_else(|| Some(Expr::new(span, Node::Phrase(text.to_owned())))),
            TokenKind::And
            | TokenKind::Or { .. }
            | TokenKind::Not
            | TokenKind::Minus
            | TokenKind::Close => None,
        }
    }

    fn group(&mut self, start: usize, field: Option<Field>) -> Option<Expr> {
        let mut inner = self.alternatives(field);
        if self.peek() == Some(TokenKind::Close) {
            let end = self.tokens.get(self.at).map_or(start, |token| token.span.end);
            self.at += 1;
            if let Some(inner) = &mut inner {
                inner.span = start..end;
            }
        }
        inner
    }

    /// What `field:value` states, or `None` with a warning.
    fn conditions(&mut self, field: Field, value: &str, span: Range<usize>) -> Option<Expr> {
        match field.conditions(value) {
            Ok(filters) => any_of(filters, span),
            Err(message) => {
                self.warnings
                    .push(Warning { span, message: format!("{message}; it is read as words") });
                None
            }
        }
    }
}

/// The words of a value that its field cannot have; `at` is where it begins.
fn words_of(value: &str, at: usize) -> impl Iterator<Item = Expr> {
    let mut from = 0;
    value.split_inclusive(is_space).filter_map(move |part| {
        let start = at + from;
        from += part.len();
        let kept = trim(part);
        let text = part.get(kept.clone()).filter(|text| !text.is_empty())?;
        Some(Expr::word(start + kept.start..start + kept.end, text))
    })
}

/// Makes one node of filters on one field.
fn any_of(filters: Vec<Filter>, span: Range<usize>) -> Option<Expr> {
    let exprs = filters.into_iter().map(|filter| Expr::new(span.clone(), Node::Filter(filter)));
    one_or(exprs.collect(), Node::Or)
}

fn negate(start: usize, operand: Expr) -> Expr {
    let span = start..operand.span.end;
    match operand.node {
        Node::Not(inner) => *inner,
        node => Expr::new(span, Node::Not(Box::new(Expr::new(operand.span, node)))),
    }
}

/// Nodes next to each other as one: groups of mere words are opened, filters on the same field
/// become alternatives.
fn words(nodes: Vec<Expr>) -> Option<Expr> {
    let mut flat: Vec<Expr> = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node.node {
            Node::Words(inner) => flat.extend(inner),
            _ => flat.push(node),
        }
    }
    let mut merged: Vec<Expr> = Vec::with_capacity(flat.len());
    let mut fields: Vec<(&'static str, usize)> = Vec::new();
    for expr in flat {
        let Some(name) = expr.node.field_name() else {
            merged.push(expr);
            continue;
        };
        let first = fields.iter().find(|(known, _)| *known == name).map(|(_, at)| *at);
        match first.and_then(|at| merged.get_mut(at)) {
            Some(first) => add_alternatives(first, expr),
            None => {
                fields.push((name, merged.len()));
                merged.push(expr);
            }
        }
    }
    one_or(merged, Node::Words)
}

/// Makes `first`, a filter or several alternative ones, hold those of `other` too.
fn add_alternatives(first: &mut Expr, other: Expr) {
    let own = first.span.clone();
    first.span = own.start.min(other.span.start)..own.end.max(other.span.end);
    let more = match other.node {
        Node::Or(any) => any,
        node => vec![Expr::new(other.span, node)],
    };
    match &mut first.node {
        Node::Or(any) => any.extend(more),
        node => {
            let filter = std::mem::replace(node, Node::Or(Vec::new()));
            let mut any = vec![Expr::new(own, filter)];
            any.extend(more);
            first.node = Node::Or(any);
        }
    }
}

/// The only one of `nodes`, or all of them under `node`.
fn one_or(mut nodes: Vec<Expr>, node: fn(Vec<Expr>) -> Node) -> Option<Expr> {
    if nodes.len() < 2 {
        return nodes.pop();
    }
    let start = nodes.iter().map(|node| node.span.start).min()?;
    let end = nodes.iter().map(|node| node.span.end).max()?;
    Some(Expr::new(start..end, node(nodes)))
}

impl Query {
    /// Adds filters beside what was typed, as if they stood in the text.
    pub(super) fn add_conditions(&mut self, filters: Vec<Filter>) {
        let end = self.text.len()..self.text.len();
        let added = filters.into_iter().map(|filter| Expr::new(end.clone(), Node::Filter(filter)));
        self.root = words(self.root.take().into_iter().chain(added).collect());
    }
}
