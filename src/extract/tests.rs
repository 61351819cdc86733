//! Tests of splitting and reading as a whole, and tables of headlines.

mod headlines;
mod notes;
mod properties;
