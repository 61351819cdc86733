//! The vocabularies, as data files beside this module.

pub(crate) mod additions;
pub(crate) mod edit;
pub(crate) mod events;
pub(crate) mod fold;
pub(crate) mod phrases;
pub(crate) mod places;
mod table;
pub(crate) mod vocabulary;
mod words;

pub use additions::{EventAddition, LabelAdditions, LexiconAdditions, Names};
pub(crate) use additions::{Lists, with};
pub(crate) use fold::fold_letters;
pub(crate) use table::{Set, Table};
pub(crate) use words::{Job, company_key, is_legal_form, is_title_word, words};
