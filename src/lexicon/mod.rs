//! The vocabularies, as data files beside this module.

pub(crate) mod fold;
pub(crate) mod vocabulary;
