//! Answers a query from an index: ranking, hits, snippets, facets, related documents.
//!
//! The way of a query: [`compile`] turns its tree into a [`plan`] of terms that the index has
//! (`terms`), [`scan`] runs the plan over the postings and gives every match its score, [`rerank`]
//! looks closer at the best, and [`searcher`] makes hits of those that are asked for.

mod answer;
mod compile;
mod concepts;
mod correct;
mod explain;
mod facets;
mod fields;
mod filters;
mod order;
mod page;
mod phrase;
mod plan;
mod related;
mod rerank;
mod scan;
mod searcher;
mod snippet;
mod terms;
mod vocabulary;
mod window;

pub use self::answer::{
    Answer, FacetCount, FacetField, FacetValue, GroupMember, Hit, ScoreExplanation, SearchOptions,
    Snippet, Sort,
};
pub use self::searcher::Searcher;

#[cfg(test)]
mod tests;
