//! What a query says: the tree that the parser builds and that search compiles for the engine.
//!
//! Printing a tree gives text of the query language that parses to the same tree again, byte
//! ranges aside. Nothing here knows the engine, or what an index holds.

use std::fmt;
use std::ops::{Range, RangeInclusive};

use super::events::EventFilter;

/// A node of a query, with the byte range of [`Query::text`](super::Query::text) it was read from.
///
/// A node that a flag of the command line added has an empty range at the end of the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expr {
    pub(crate) span: Range<usize>,
    pub(crate) node: Node,
}

impl Expr {
    pub(crate) fn new(span: Range<usize>, node: Node) -> Expr {
        Expr { span, node }
    }

    pub(crate) fn word(span: Range<usize>, text: &str) -> Expr {
        Expr::new(span, Node::Word { text: text.to_owned(), prefix: false })
    }
}

/// What a node says. `Words`, `And` and `Or` have two children or more, and `Words` has no `Words`
/// among its own: the parser takes out groups that group nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// Nodes next to each other. Words, phrases and groups are ranked together and the best
    /// documents hold all; a [`Filter`], and an [`Or`](Node::Or) of filters, must hold; what a
    /// [`Not`](Node::Not) holds must not. No two filters here are on the same field: those are
    /// one [`Or`](Node::Or).
    Words(Vec<Expr>),
    /// One word as typed, without the punctuation around it (`kube-proxy` is one, `C++` is one);
    /// `prefix` for `kube*`, whose text is `kube`.
    Word { text: String, prefix: bool },
    /// `"a phrase"`: what stands between the quotes.
    Phrase(String),
    /// `field:value`.
    Filter(Filter),
    /// Said with `AND`: all must hold.
    And(Vec<Expr>),
    /// Said with `OR` or `|`, or the same field several times: one at least must hold.
    Or(Vec<Expr>),
    /// `-x` or `NOT x`. Alone it asks for everything without x. Never a `Not` of a `Not`.
    Not(Box<Expr>),
}

/// One condition on a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    /// One word, or words that stand in this order, in a text field.
    Text { field: TextField, value: String },
    /// Inclusive years; `0` and `u16::MAX` are the ends of a range that was left open.
    Year(RangeInclusive<u16>),
    /// `kind:keynote`; plurals and synonyms are resolved.
    Kind(crate::Kind),
    /// Notes whose path holds the value.
    Path(String),
    /// An event in words that are known to name one, such as `KubeCon EU`. What names none that
    /// is known is a [`Filter::Text`] on [`TextField::Event`].
    Event(EventFilter),
}

/// Fields that a query can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TextField {
    Title,
    Speaker,
    Company,
    Event,
    Body,
    /// A CNCF project: the project's name in any of its spellings, in title, headings or body.
    Project,
}

impl TextField {
    /// The field's name in a query.
    pub(crate) fn name(self) -> &'static str {
        match self {
            TextField::Title => "title",
            TextField::Speaker => "speaker",
            TextField::Company => "company",
            TextField::Event => "event",
            TextField::Body => "body",
            TextField::Project => "project",
        }
    }
}

impl Filter {
    /// The name of the field it is on: filters on the same field are alternatives.
    pub(crate) fn field_name(&self) -> &'static str {
        match self {
            Filter::Text { field, .. } => field.name(),
            Filter::Year(_) => "year",
            Filter::Kind(_) => "kind",
            Filter::Path(_) => "path",
            Filter::Event(_) => "event",
        }
    }
}

impl Node {
    /// The name of the one field that the node is about, where it is a filter or alternative ones.
    pub(crate) fn field_name(&self) -> Option<&'static str> {
        match self {
            Node::Filter(filter) => Some(filter.field_name()),
            Node::Or(any) => {
                let name = any.first()?.node.field_name()?;
                let filters = any.iter().all(|expr| match &expr.node {
                    Node::Filter(filter) => filter.field_name() == name,
                    _ => false,
                });
                filters.then_some(name)
            }
            _ => None,
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.node {
            Node::Words(children) => join(f, children, " ", |child| {
                matches!(child, Node::And(_) | Node::Or(_) | Node::Words(_))
            }),
            Node::And(children) => {
                join(f, children, " AND ", |child| matches!(child, Node::And(_) | Node::Or(_)))
            }
            Node::Or(children) => join(f, children, " OR ", |child| matches!(child, Node::Or(_))),
            Node::Not(child) => {
                f.write_str("-")?;
                group(f, child, matches!(child.node, Node::Words(_) | Node::And(_) | Node::Or(_)))
            }
            Node::Word { text, prefix } => {
                f.write_str(text)?;
                f.write_str(if *prefix { "*" } else { "" })
            }
            Node::Phrase(text) => write!(f, "\"{text}\""),
            Node::Filter(filter) => write!(f, "{filter}"),
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.field_name())?;
        match self {
            // The names of an index may hold quotes, the language has no way to say them.
            Filter::Text { value, .. } | Filter::Path(value) => {
                write!(f, "\"{}\"", value.replace('"', ""))
            }
            Filter::Kind(kind) => write!(f, "{kind}"),
            Filter::Event(event) => write!(f, "\"{event}\""),
            Filter::Year(years) => match (*years.start(), *years.end()) {
                (from, to) if from == to => write!(f, "{from}"),
                (0, to) => write!(f, "..{to}"),
                (from, u16::MAX) => write!(f, "{from}.."),
                (from, to) => write!(f, "{from}..{to}"),
            },
        }
    }
}

fn join(
    f: &mut fmt::Formatter<'_>,
    children: &[Expr],
    separator: &str,
    grouped: impl Fn(&Node) -> bool,
) -> fmt::Result {
    for (i, child) in children.iter().enumerate() {
        if i > 0 {
            f.write_str(separator)?;
        }
        group(f, child, grouped(&child.node))?;
    }
    Ok(())
}

fn group(f: &mut fmt::Formatter<'_>, expr: &Expr, grouped: bool) -> fmt::Result {
    if grouped { write!(f, "({expr})") } else { write!(f, "{expr}") }
}
