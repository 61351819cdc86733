//! The Analyzer: how text becomes terms, the same for the index and for queries.
