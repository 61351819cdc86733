//! The vocabularies, as data files beside this module.
