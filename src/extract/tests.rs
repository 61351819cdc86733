//! Tests of splitting and reading as a whole, and tables of headlines.

mod explain;
mod headlines;
mod notes;
mod people;
mod properties;
mod real_notes;
mod talks;
