//! The vocabularies, as data files beside this module.

pub(crate) mod events;
mod fold;
pub(crate) mod phrases;
mod words;

pub(crate) use fold::fold;
pub(crate) use words::{Job, company_key, words};
