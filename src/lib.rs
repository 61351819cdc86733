//! Full-text search over the notes that people take at KubeCon + CloudNativeCon.

mod analysis;
mod corpus;
mod diagnostic;
mod document;
mod error;
mod extract;
mod index;
mod ingest;
mod lexicon;
mod markup;
mod query;
mod search;

pub use corpus::{Corpus, Note, NoteFile};
pub use diagnostic::{Diagnostic, DiagnosticKind};
pub use document::{
    Document, DocumentId, Event, Kind, Link, Origin, Region, Speaker, TalkId, UnknownName,
};
pub use error::{Error, ErrorKind, Result};
pub use index::{Index, Manifest, Provenance};
pub use ingest::{Ingest, ingest};
pub use query::{Interpreted, Preferred, Query, Warning, Years};
pub use search::{
    Answer, FacetCount, FacetField, FacetValue, GroupMember, Hit, SearchOptions, Searcher, Snippet,
    Sort,
};
