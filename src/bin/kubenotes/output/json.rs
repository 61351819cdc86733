//! Results as machines read them: the wire types of every command. Documents themselves are
//! serialised by the library.

use kubenotes::{
    Answer, Diagnostic, Document, DocumentId, Event, FacetCount, FacetField, GroupMember, Hit,
    Interpreted, Kind, Link, Manifest, Origin, ScoreExplanation, Snippet, Speaker, TalkId,
    Verification,
};
use serde::{Serialize, Serializer};

/// `search --format json`.
#[derive(Debug, Serialize)]
pub(crate) struct AnswerWire<'a> {
    query: &'a str,
    interpreted: Option<&'a Interpreted>,
    relaxed: bool,
    total: usize,
    took_us: u64,
    index: IndexWire<'a>,
    hits: Vec<HitWire<'a>>,
    #[serde(serialize_with = "as_map")]
    facets: &'a [(FacetField, Vec<FacetCount>)],
    suggestion: Option<&'a str>,
    warnings: &'a [String],
}

/// Which state of the index an answer comes from.
#[derive(Debug, Serialize)]
struct IndexWire<'a> {
    generation: &'a str,
    documents: u64,
    built_at: &'a str,
    /// `null` when it is not known.
    stale: Option<bool>,
}

/// Wraps the `answer` to `query`, which took `took_us` microseconds.
pub(crate) fn answer<'a>(
    query: &'a str,
    answer: &'a Answer,
    took_us: u64,
    manifest: &'a Manifest,
    stale: Option<bool>,
) -> AnswerWire<'a> {
    AnswerWire {
        query,
        interpreted: answer.interpreted.as_ref(),
        relaxed: answer.relaxed,
        total: answer.total,
        took_us,
        index: IndexWire {
            generation: &manifest.generation,
            documents: manifest.documents,
            built_at: &manifest.built_at,
            stale,
        },
        hits: answer.hits.iter().map(hit).collect(),
        facets: &answer.facets,
        suggestion: answer.suggestion.as_deref(),
        warnings: &answer.warnings,
    }
}

/// A hit: its document without the body, and what the query made of it.
#[derive(Debug, Serialize)]
pub(crate) struct HitWire<'a> {
    score: f32,
    id: &'a DocumentId,
    talk: &'a TalkId,
    kind: Kind,
    title: &'a str,
    speakers: &'a [Speaker],
    companies: &'a [String],
    event: Option<&'a Event>,
    year: Option<u16>,
    date: Option<&'a str>,
    headings: &'a [String],
    links: &'a [Link],
    source: &'a Origin,
    snippet: &'a Snippet,
    matched: &'a [&'static str],
    group: &'a [GroupMember],
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'a ScoreExplanation>,
}

pub(crate) fn hit(hit: &Hit) -> HitWire<'_> {
    let document: &Document = &hit.document;
    HitWire {
        score: hit.score,
        id: &document.id,
        talk: &document.talk,
        kind: document.kind,
        title: &document.title,
        speakers: &document.speakers,
        companies: &document.companies,
        event: document.event.as_ref(),
        year: document.year,
        date: document.date.as_deref(),
        headings: &document.headings,
        links: &document.links,
        source: &document.source,
        snippet: &hit.snippet,
        matched: &hit.matched,
        group: &hit.group,
        explanation: hit.explanation.as_ref(),
    }
}

/// `related --format json`.
#[derive(Debug, Serialize)]
pub(crate) struct RelatedWire<'a> {
    pub(crate) id: &'a DocumentId,
    pub(crate) hits: Vec<HitWire<'a>>,
}

/// `facets --format json`.
#[derive(Debug, Serialize)]
pub(crate) struct FacetsWire<'a> {
    pub(crate) field: FacetField,
    pub(crate) values: &'a [FacetCount],
}

/// `index --format json`: what was built.
#[derive(Debug, Serialize)]
pub(crate) struct BuildWire<'a> {
    pub(crate) generation: &'a str,
    pub(crate) unchanged: bool,
    pub(crate) documents: u64,
    pub(crate) sessions: u64,
    pub(crate) notes: usize,
    pub(crate) skipped: usize,
    pub(crate) bytes: u64,
    pub(crate) took_ms: u64,
    pub(crate) diagnostics: &'a [Diagnostic],
}

/// `verify --format json`.
#[derive(Debug, Serialize)]
pub(crate) struct VerifyWire<'a> {
    generation: &'a str,
    sound: bool,
    documents: u64,
    files: usize,
    bytes: u64,
    problems: &'a [String],
}

impl VerifyWire<'_> {
    pub(crate) fn of(found: &Verification) -> VerifyWire<'_> {
        VerifyWire {
            generation: &found.generation,
            sound: found.is_sound(),
            documents: found.documents,
            files: found.files,
            bytes: found.bytes,
            problems: &found.problems,
        }
    }
}

/// `rollback --format json`.
#[derive(Debug, Serialize)]
pub(crate) struct RollbackWire<'a> {
    #[serde(flatten)]
    pub(crate) manifest: &'a Manifest,
}

/// `status --format json`.
#[derive(Debug, Serialize)]
pub(crate) struct StatusWire<'a> {
    pub(crate) index: &'a str,
    #[serde(flatten)]
    pub(crate) manifest: &'a Manifest,
    /// Ids of all that can be rolled back to.
    pub(crate) generations: &'a [String],
    /// Seconds since its notes were read.
    pub(crate) age_seconds: Option<i64>,
    pub(crate) stale: Option<bool>,
}

/// `ingest --format json`.
#[derive(Debug, Serialize)]
pub(crate) struct IngestWire<'a> {
    pub(crate) documents: &'a [Document],
    pub(crate) diagnostics: &'a [Diagnostic],
    pub(crate) notes: usize,
    pub(crate) skipped: usize,
}

/// An error on stderr.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorWire<'a> {
    error: ErrorBody<'a>,
}

#[derive(Debug, Serialize)]
struct ErrorBody<'a> {
    kind: &'a str,
    message: &'a str,
    hint: Option<&'a str>,
}

pub(crate) fn error<'a>(kind: &'a str, message: &'a str, hint: Option<&'a str>) -> ErrorWire<'a> {
    ErrorWire { error: ErrorBody { kind, message, hint } }
}

/// A facet field's name, the same in every format.
pub(crate) fn field_name(field: FacetField) -> &'static str {
    match field {
        FacetField::Speaker => "speaker",
        FacetField::Company => "company",
        FacetField::Event => "event",
        FacetField::Year => "year",
        FacetField::Kind => "kind",
    }
}

fn as_map<S: Serializer>(
    facets: &&[(FacetField, Vec<FacetCount>)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(facets.iter().map(|(field, counts)| (field_name(*field), counts)))
}
