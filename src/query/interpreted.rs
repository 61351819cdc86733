//! How a sentence was read, for whoever asked: the names, years and words that were found in it.

use serde::Serialize;

use crate::Kind;

/// How a sentence was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Interpreted {
    /// The words that are left to search for.
    pub text: String,
    /// Speakers asked for, as the index spells them; any of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub speaker: Vec<String>,
    /// Companies asked for; any of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub company: Vec<String>,
    /// Events asked for; any of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub event: Vec<String>,
    /// Kinds asked for; any of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<Kind>,
    /// Years asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<Years>,
    /// What some words may mean besides: it ranks, and excludes nothing.
    #[serde(skip_serializing_if = "Preferred::is_empty")]
    pub preferred: Preferred,
}

/// What the words of a sentence may mean besides being words.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Preferred {
    /// Speakers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub speaker: Vec<String>,
    /// Companies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub company: Vec<String>,
    /// Events.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub event: Vec<String>,
    /// Kinds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<Kind>,
}

impl Preferred {
    /// Whether every word is just a word.
    pub fn is_empty(&self) -> bool {
        *self == Preferred::default()
    }
}

/// An inclusive range of years, open where it is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Years {
    /// First year.
    pub from: Option<u16>,
    /// Last year.
    pub to: Option<u16>,
}
