//! The vocabularies, as data files beside this module.

pub(crate) mod edit;
pub(crate) mod events;
pub(crate) mod fold;
pub(crate) mod phrases;
pub(crate) mod places;
pub(crate) mod vocabulary;
mod words;

pub(crate) use fold::fold_letters;
pub(crate) use words::{Job, company_key, words};
