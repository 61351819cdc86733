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
mod update;

pub use corpus::{Corpus, Note, NoteFile};
pub use diagnostic::{Diagnostic, DiagnosticKind};
pub use document::{
    Document, DocumentId, Event, Kind, Link, Origin, Region, Speaker, TalkId, UnknownName,
};
pub use error::{Error, ErrorKind, Result};
pub use index::{Index, Manifest, Provenance, Retention, Verification};
pub use ingest::{Ingest, ingest};
pub use query::{Query, Warning};
pub use search::{
    Answer, FacetCount, FacetField, FacetValue, GroupMember, Hit, Interpreted, SearchOptions,
    Searcher, Snippet, Sort, Years,
};
pub use update::{
    Allow, Check, GoneSession, Hooks, Limits, Mode, Phase, Refusal, UpdateOptions, UpdateReport,
    update,
};

/// What the README shows of the library is tested with it.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
