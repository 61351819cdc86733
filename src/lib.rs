//! Full-text search over the notes that people take at KubeCon + CloudNativeCon.
//!
//! A [`Corpus`] finds and reads notes, [`ingest`] splits them into one [`Document`] per session
//! (title, speakers, companies, event, year), an [`Index`] holds Documents, and its [`Searcher`]
//! answers a [`Query`] with ranked [`Hit`]s. Notes in memory, an index in memory, and hits:
//!
//! ```
//! use kubenotes::{Corpus, Index, Query, SearchOptions, ingest};
//!
//! let corpus = Corpus::from_notes([(
//!     "2021/eu.md",
//!     "# KubeCon EU 2021\n\n## Clusters from Git with Flux - Ada Berg, Acme\n\nDrift is undone.\n",
//! )]);
//! let documents = ingest(&corpus, None)?.documents;
//! let searcher = Index::in_memory(&documents)?.searcher()?;
//! let answer = searcher.search(&Query::parse("sessions about flux"), &SearchOptions::default())?;
//! assert_eq!(answer.hits[0].document.title, "Clusters from Git with Flux");
//! assert_eq!(answer.hits[0].document.year, Some(2021));
//! # Ok::<(), kubenotes::Error>(())
//! ```
//!
//! # What it promises
//!
//! Nothing that a note says makes anything fail: what is wrong with a note is a [`Diagnostic`], and
//! what is odd about a query is a warning in its [`Answer`]. Only the world outside can fail, with
//! an [`Error`] that has a kind and a path. The Documents of a note are the same whatever the number
//! of threads, and every word of its text is in exactly one of them. A published index is whole:
//! readers see the old one or the new one.
//!
//! # What it does not do
//!
//! It never writes to notes and never prints; no clock and no environment decides what it reads or
//! answers. It knows only what the notes say: a field that they do not support is empty.
//!
//! # The modules, in reading order
//!
//! `document` (the data), `corpus` (files to notes), `markup` (text to blocks), `lexicon`
//! (vocabularies), `extract` (blocks to Documents), `ingest` (all notes at once), `analysis` (text to
//! terms), `index` (Documents to a generation on disk), `query` (what somebody typed), `search` (the
//! answer), `update` (an index brought up to date with its notes).
//!
//! # Features
//!
//! `cli` (default) holds what only the command `kubenotes` needs; embedders switch it off.

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
pub use extract::{
    Decision, Evidence, ExplainedCandidate, ExplainedDocument, ExplainedField, Explanation,
};
pub use index::{Index, Manifest, Provenance, Retention, Verification};
pub use ingest::{Ingest, explain, ingest};
pub use lexicon::{EventAddition, LabelAdditions, LexiconAdditions, Names};
pub use query::{Interpreted, Preferred, Query, VocabularyAdditions, Warning, Years};
pub use search::{
    Answer, FacetCount, FacetField, FacetValue, GroupMember, Hit, ScoreExplanation, SearchOptions,
    Searcher, Snippet, Sort,
};
pub use update::{
    Allow, Check, GoneSession, Hooks, Limits, Mode, Phase, Refusal, UpdateOptions, UpdateReport,
    update,
};

/// What the README shows of the library is tested with it.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
