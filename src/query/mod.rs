//! What somebody typed, as data: words, phrases, fields, operators, and what a sentence means.
//!
//! [`Query::parse`] never fails: what cannot be read as syntax is read as words, with a
//! [`Warning`]. Nothing here knows the search engine; what an index holds comes in through
//! [`Vocabulary`].

mod ast;
mod chars;
mod events;
mod expand;
mod fields;
mod interpreted;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;
mod understand;

use std::ops::Range;

pub(crate) use crate::lexicon::is_legal_form;
pub use crate::lexicon::vocabulary::VocabularyAdditions;
pub(crate) use crate::lexicon::vocabulary::{Lexicon, Numeronym};
pub(crate) use ast::{Expr, Filter, Node, TextField};
pub(crate) use events::EventFilter;
pub(crate) use expand::{Class, expand};
pub use interpreted::{Interpreted, Preferred, Years};
pub(crate) use understand::{
    Condition, KnownEvent, KnownName, LessStrict, Understood, Vocabulary, plain, understand,
};

use crate::error::{Error, ErrorKind, Result};

/// Bytes of a query that are read; longer text is cut.
const MAX_BYTES: usize = 4096;

/// A parsed query.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Query {
    /// The text as typed, cut at 4 KiB.
    pub text: String,
    /// What it says; `None` when it says nothing.
    pub(crate) root: Option<Expr>,
    /// What was read otherwise than it may have been meant.
    pub warnings: Vec<Warning>,
    /// Whether sentences are left unread: words are just words. Default false.
    pub literal: bool,
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
        let end = text.floor_char_boundary(MAX_BYTES);
        let read = &text[..end];
        let (root, mut warnings) = parser::parse(read);
        if end < text.len() {
            let message = format!("only the first {MAX_BYTES} bytes are read");
            warnings.push(Warning { span: end..end, message });
        }
        Query { text: read.to_owned(), root, warnings, literal: false }
    }

    /// Adds a condition on a field, as if `field:"value"` stood in the text: several on one field
    /// are alternatives, those on different fields must all hold.
    ///
    /// The fields are `title`, `speaker`, `company`, `event`, `year`, `kind`, `project`, `body` and
    /// `path`.
    ///
    /// ```
    /// use kubenotes::Query;
    ///
    /// let mut query = Query::parse("service mesh");
    /// query.add_filter("year", "2019..2021")?;
    /// query.add_filter("company", "Buoyant")?;
    /// assert!(query.add_filter("year", "soon").is_err());
    /// # Ok::<(), kubenotes::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Invalid`](ErrorKind::Invalid) when there is no such field, or the value is empty or none
    /// that the field can have.
    pub fn add_filter(&mut self, field: &str, value: &str) -> Result<()> {
        let known = fields::Field::named(field).ok_or_else(|| {
            let message = format!("there is no field `{field}`; there are {}", fields::FIELD_NAMES);
            Error::new(ErrorKind::Invalid, message)
        })?;
        let value = value.trim_matches(|c| chars::is_space(c) || chars::is_quote(c));
        if chars::trim(value).is_empty() {
            return Err(Error::new(ErrorKind::Invalid, format!("no value for `{field}`")));
        }
        let conditions =
            known.conditions(value).map_err(|message| Error::new(ErrorKind::Invalid, message))?;
        self.add_conditions(conditions);
        Ok(())
    }

    /// Whether words are to be just words, instead of a sentence to be understood.
    #[must_use]
    pub fn literal(mut self, literal: bool) -> Query {
        self.literal = literal;
        self
    }
}
