//! Tests of splitting and reading as a whole, and tables of headlines.

mod events;
mod explain;
mod headlines;
mod notes;
mod people;
mod posts;
mod properties;
mod real_notes;
mod talks;
mod titles;

use super::{Extraction, Learned, Parsed};
use crate::document::Speaker;

fn extract(path: &str, text: &str, learned: &Learned) -> Extraction {
    super::extract(path, &Parsed::new(text, None), learned)
}

fn certain_speakers(text: &str) -> Vec<Speaker> {
    Parsed::new(text, None).taught().into_iter().cloned().collect()
}
