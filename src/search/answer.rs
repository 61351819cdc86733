//! What is asked besides the query, and what an answer is.

use serde::Serialize;

use crate::document::{Document, DocumentId, Origin};
use crate::query::Interpreted;

/// What to answer besides the query itself.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SearchOptions {
    /// The most hits to return. Default 10.
    pub limit: usize,
    /// Hits to pass over first. Default 0.
    pub offset: usize,
    /// The order of the hits. Default [`Sort::Score`].
    pub sort: Sort,
    /// Fields whose values to count over all matches.
    pub facets: Vec<FacetField>,
    /// Whether Documents about one talk are one hit. Default true.
    pub group: bool,
    /// Whether each hit says how it got its score. Default false.
    pub explain: bool,
}

impl Default for SearchOptions {
    fn default() -> SearchOptions {
        SearchOptions {
            limit: 10,
            offset: 0,
            sort: Sort::Score,
            facets: Vec::new(),
            group: true,
            explain: false,
        }
    }
}

/// The order of hits. Ties are broken by document id, so that every order is total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Score,
    /// Newest first, undated last.
    Date,
    /// By title, A to Z.
    Title,
}

/// A field whose values can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FacetField {
    /// Names of speakers.
    Speaker,
    /// Companies of speakers.
    Company,
    /// Events: series, region and co-located event.
    Event,
    /// Years of events.
    Year,
    /// Kinds of session.
    Kind,
}

/// One value of a facet and how many Documents have it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FacetCount {
    /// The value: text, or a number for years.
    pub value: FacetValue,
    /// Documents that have it.
    pub count: u64,
}

/// A facet's value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum FacetValue {
    /// A year.
    Number(u64),
    /// Anything else.
    Text(String),
}

/// The answer to one query.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answer {
    /// Every match, not only those in `hits`.
    pub total: usize,
    /// The best of them.
    pub hits: Vec<Hit>,
    /// Whether no Document held everything that was asked, so that some of it was given up.
    pub relaxed: bool,
    /// How a sentence was read; `None` when every word was just a word.
    pub interpreted: Option<Interpreted>,
    /// Counts for each field that was asked for.
    pub facets: Vec<(FacetField, Vec<FacetCount>)>,
    /// A spelling that would have found more, or the one that was used instead.
    pub suggestion: Option<String>,
    /// What the user should know about how the query was read.
    pub warnings: Vec<String>,
}

/// One Document that answers a query.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Hit {
    /// Comparable within one answer only; higher is better.
    pub score: f32,
    /// The Document.
    pub document: Document,
    /// The passage that answers best.
    pub snippet: Snippet,
    /// Names of the fields that matched.
    pub matched: Vec<&'static str>,
    /// Other Documents about the same talk that match, best first.
    pub group: Vec<GroupMember>,
    /// How it got its score, where that was asked for.
    pub explanation: Option<ScoreExplanation>,
}

/// How a hit got its score: the sum of `parts`, times `closeness`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ScoreExplanation {
    /// What each word, name, prefix and phrase of the query gave, by what was typed; under an empty
    /// name, what conditions and preferences changed.
    pub parts: Vec<(String, f32)>,
    /// At least 1: how much better for words that stand together, and for the title.
    pub closeness: f32,
}

/// Another Document about the same talk as a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct GroupMember {
    /// Its id.
    pub id: DocumentId,
    /// Where it stands.
    pub source: Origin,
}

/// A passage of a Document's body with what matched in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Snippet {
    /// Plain text, whole words; line breaks are spaces.
    pub text: String,
    /// Byte ranges of `text` that matched, on character boundaries, in order, not overlapping.
    pub highlights: Vec<(usize, usize)>,
    /// The 1-based source line on which the passage begins.
    pub line: u32,
}
