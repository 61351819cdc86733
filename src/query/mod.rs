//! What somebody typed, as data: words, phrases, fields, operators, and what a sentence means.
//!
//! [`Query::parse`] never fails: what cannot be read as syntax is read as words, with a
//! [`Warning`]. Nothing here knows the search engine; what an index holds comes in through
//! [`Vocabulary`].

use std::ops::{Range, RangeInclusive};

/// A parsed query.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Query {
    /// The text as typed.
    pub text: String,
    /// What it says; `None` when it says nothing.
    pub(crate) root: Option<Expr>,
    /// What was read otherwise than it may have been meant.
    pub warnings: Vec<Warning>,
    /// Whether sentences are left unread: words are just words.
    pub literal: bool,
}

/// A node of a query, with the byte range of [`Query::text`] it was read from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expr {
    pub(crate) span: Range<usize>,
    pub(crate) node: Node,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// Words next to each other: ranked together, the best documents hold all.
    Words(Vec<Expr>),
    /// One word as typed (`kube-proxy` is one); `prefix` for `kube*`.
    Word {
        text: String,
        prefix: bool,
    },
    /// `"a phrase"`.
    Phrase(String),
    /// `field:value`: a filter.
    Filter(Filter),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
}

/// One condition on a field. Several on the same field: any of them; on different fields: all.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    /// Words or a phrase in a text field, an exact form for names.
    Text { field: TextField, value: String },
    /// Inclusive years.
    Year(RangeInclusive<u16>),
    /// `kind:keynote`, with plurals and synonyms resolved by the parser.
    Kind(crate::Kind),
    /// Notes whose path holds the value.
    Path(String),
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

/// Something that was read otherwise than it may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// Bytes of the query's text.
    pub span: Range<usize>,
    /// What happened, in words.
    pub message: String,
}

impl Query {
    /// Reads what somebody typed. Total: any text is a query.
    ///
    /// ```
    /// use kubenotes::Query;
    ///
    /// assert!(Query::parse("sessions about flux").warnings.is_empty());
    /// assert_eq!(Query::parse("\"service mesh").warnings.len(), 1); // the quote is not closed
    /// ```
    pub fn parse(text: &str) -> Query {
        Query { text: text.to_owned(), root: None, warnings: Vec::new(), literal: false }
    }
}

/// What an index holds, asked while a sentence is read, so that a new name needs no list.
pub(crate) trait Vocabulary {
    /// The speakers whose names hold exactly these folded words in this order, as the index spells
    /// them; a single word matches first and last names.
    fn speakers(&self, folded: &str) -> Vec<String>;
    /// The companies called so, as the index spells them.
    fn companies(&self, folded: &str) -> Vec<String>;
    /// In how many Documents a folded word stands as an ordinary word (title or body).
    fn word_frequency(&self, folded: &str) -> u64;
}
