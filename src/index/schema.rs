//! Which fields an index has, and what of a Document goes into each.
//!
//! What is ranked is text with positions; what is filtered, sorted and counted is a column; the
//! Document itself is one stored field, encoded by [`codec`](super::codec).

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use tantivy::TantivyDocument;
use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, TokenizerManager};

use crate::analysis::{Analyzer, Profile, fold};
use crate::document::{Document, Event, Region};

pub(super) const PROSE: &str = "prose";
const EXACT: &str = "exact";
const RAW: &str = "raw";

/// What separates the folded words of a name from its spelling in [`Fields::names`].
pub(crate) const NAME_END: char = '\u{0}';

/// The fields of an index.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) title: Field,
    pub(crate) speakers: Field,
    pub(crate) companies: Field,
    pub(crate) headings: Field,
    pub(crate) tags: Field,
    pub(crate) event: Field,
    /// The body without its code.
    pub(crate) body: Field,
    pub(crate) code: Field,
    /// Addresses of links; their text is in the body.
    pub(crate) links: Field,
    /// Names by what they are asked for with, folded: `rice␀Liz Rice`, after a [`NameKind`]'s mark.
    /// Answers "who is called so" by a look at a few terms.
    pub(crate) names: Field,
    /// Notes by path.
    pub(crate) path: Field,
    stored: Field,
}

/// What a name in [`Fields::names`] is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// By all of its words, and by those that are left without the first ones.
    Speaker,
    /// By all of its words, and by them run together.
    Company,
    /// By all of its words.
    Series,
    Colocated,
}

impl NameKind {
    pub(crate) fn mark(self) -> char {
        match self {
            NameKind::Speaker => 's',
            NameKind::Company => 'c',
            NameKind::Series => 'e',
            NameKind::Colocated => 'o',
        }
    }
}

/// Names of the columns.
pub(crate) mod column {
    pub(crate) const ID: &str = "id_key";
    pub(crate) const YEAR: &str = "year";
    /// As the number `yyyymmdd`; a year alone is `yyyy0000`.
    pub(crate) const DATE: &str = "date";
    pub(crate) const KIND: &str = "kind";
    pub(crate) const TITLE: &str = "title_key";
    pub(crate) const SPEAKER: &str = "speaker";
    pub(crate) const COMPANY: &str = "company";
    pub(crate) const EVENT: &str = "event_name";
    pub(crate) const PATH: &str = "path";
}

/// The one schema and its fields; the same in every index of this format version.
pub(crate) static SCHEMA: LazyLock<(Schema, Fields)> = LazyLock::new(build);

fn build() -> (Schema, Fields) {
    let mut builder = SchemaBuilder::new();
    let text = |tokenizer: &str, record: IndexRecordOption| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record),
        )
    };
    let raw = |record: IndexRecordOption| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(RAW)
                .set_index_option(record)
                .set_fieldnorms(false),
        )
    };
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let fields = Fields {
        title: builder.add_text_field("title", text(PROSE, positions)),
        speakers: builder.add_text_field("speakers", text(EXACT, positions)),
        companies: builder.add_text_field("companies", text(EXACT, positions)),
        headings: builder.add_text_field("headings", text(PROSE, positions)),
        tags: builder.add_text_field("tags", text(PROSE, positions)),
        event: builder.add_text_field("event", text(EXACT, positions)),
        body: builder.add_text_field("body", text(PROSE, positions)),
        code: builder.add_text_field("code", text(EXACT, positions)),
        links: builder.add_text_field("links", text(EXACT, IndexRecordOption::WithFreqs)),
        names: builder.add_text_field("names", raw(IndexRecordOption::Basic)),
        path: builder.add_text_field(column::PATH, raw(IndexRecordOption::Basic).set_fast(RAW)),
        stored: builder.add_bytes_field("document", BytesOptions::default().set_stored()),
    };
    let number = NumericOptions::default().set_fast();
    for name in [column::ID, column::YEAR, column::DATE, column::KIND] {
        builder.add_u64_field(name, number.clone());
    }
    for name in [column::TITLE, column::SPEAKER, column::COMPANY, column::EVENT] {
        builder.add_text_field(name, TextOptions::default().set_fast(RAW));
    }
    (builder.build(), fields)
}

/// The analyzers that the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::new();
    manager.register(PROSE, TextAnalyzer::from(Analyzer::new(Profile::Prose)));
    manager.register(EXACT, TextAnalyzer::from(Analyzer::new(Profile::Exact)));
    // The engine asks for this one on behalf of fields that are not text.
    for name in [RAW, "default"] {
        manager.register(name, TextAnalyzer::from(RawTokenizer::default()));
    }
    manager
}

impl Fields {
    /// The one field set.
    pub(crate) fn get() -> &'static Fields {
        &SCHEMA.1
    }

    pub(crate) fn stored(&self) -> Field {
        self.stored
    }
}

/// A Document as the engine takes it, but for what is stored.
pub(super) fn engine_document(document: &Document) -> TantivyDocument {
    let (schema, fields) = &*SCHEMA;
    let mut out = TantivyDocument::default();
    let column = |name| schema.get_field(name).expect("every column is in the schema");

    out.add_text(fields.title, &document.title);
    for heading in &document.headings {
        out.add_text(fields.headings, heading);
    }
    for tag in &document.tags {
        out.add_text(fields.tags, tag);
    }
    add_body(document, fields, &mut out);
    for link in &document.links {
        out.add_text(fields.links, &link.url);
    }
    add_names(
        document.speakers.iter().map(|speaker| speaker.name.as_str()),
        (fields.speakers, column(column::SPEAKER), NameKind::Speaker),
        &mut out,
    );
    add_names(
        document.companies.iter().map(String::as_str),
        (fields.companies, column(column::COMPANY), NameKind::Company),
        &mut out,
    );
    if let Some(event) = &document.event {
        out.add_text(fields.event, event_text(event));
        for name in event_names(event) {
            out.add_text(column(column::EVENT), name);
        }
        let names = [(&event.series, NameKind::Series), (&event.colocated, NameKind::Colocated)];
        for (name, kind) in names {
            if let Some(name) = name {
                add_name(name, &fold(name), kind, &mut out);
            }
        }
    }
    if let Some(year) = document.year {
        out.add_text(fields.event, year.to_string());
        out.add_u64(column(column::YEAR), u64::from(year));
    }
    if let Some(date) = date_key(document) {
        out.add_u64(column(column::DATE), date);
    }
    out.add_u64(column(column::KIND), document.kind as u64);
    out.add_u64(column(column::ID), key(&document.id.0));
    out.add_text(column(column::TITLE), title_key(&document.title));
    out.add_text(fields.path, &document.source.path);
    out
}

/// Prose and code of the body, each in its field. Code within a line belongs to the sentence around
/// it: "scale the `cluster` down" holds the phrase `the cluster`.
fn add_body(document: &Document, fields: &Fields, out: &mut TantivyDocument) {
    let body = &document.body;
    let mut at = 0;
    let mut add = |field: Field, range: Range<usize>| {
        // Ranges come from the caller: those that do not lie on characters are not followed.
        if let Some(text) = body.get(range)
            && !text.trim().is_empty()
        {
            out.add_text(field, text);
        }
    };
    for code in &document.code {
        if code.start < at || !is_block(body, code) {
            continue;
        }
        add(fields.body, at..code.start);
        add(fields.code, code.clone());
        at = code.end;
    }
    add(fields.body, at..body.len());
}

/// Whether the range of `text` shares its lines with nothing else.
fn is_block(text: &str, range: &Range<usize>) -> bool {
    let blank = |c: char| c != '\n' && c.is_whitespace();
    let (Some(before), Some(inner), Some(after)) =
        (text.get(..range.start), text.get(range.clone()), text.get(range.end..))
    else {
        return false;
    };
    let before = before.trim_end_matches(blank);
    let after = after.trim_start_matches(blank);
    (before.is_empty() || before.ends_with('\n') || inner.starts_with('\n'))
        && (after.is_empty() || after.starts_with('\n') || inner.ends_with('\n'))
}

/// Adds names as text, as values to count, and by what they are asked for with. One person or
/// company that is written in two ways within a Document counts once.
fn add_names<'a>(
    names: impl Iterator<Item = &'a str>,
    (text, column, kind): (Field, Field, NameKind),
    out: &mut TantivyDocument,
) {
    let mut seen = BTreeSet::new();
    for name in names {
        out.add_text(text, name);
        let folded = fold(name);
        let key = name_key(&folded);
        if seen.contains(&key) {
            continue;
        }
        out.add_text(column, name);
        add_name(name, &folded, kind, out);
        if kind == NameKind::Speaker {
            let mut rest = folded.as_str();
            while let Some((_, tail)) = rest.split_once(' ') {
                add_name(name, tail, kind, out);
                rest = tail;
            }
        } else if key != folded {
            add_name(name, &key, kind, out);
        }
        seen.insert(key);
    }
}

fn add_name(name: &str, asked: &str, kind: NameKind, out: &mut TantivyDocument) {
    out.add_text(Fields::get().names, format!("{}{asked}{NAME_END}{name}", kind.mark()));
}

/// What all spellings of a name have in common: `Red Hat` and `RedHat` are `redhat`.
pub(crate) fn name_key(folded: &str) -> String {
    folded.chars().filter(|&c| c != ' ').collect()
}

/// Everything a reader may call an event.
fn event_text(event: &Event) -> String {
    let short = match event.region {
        Some(Region::Europe) => "EU",
        Some(Region::NorthAmerica) => "NA",
        _ => "",
    };
    let series = event.series.as_deref().unwrap_or_default();
    let region = event.region.map_or("", Region::name);
    let colocated = event.colocated.as_deref().unwrap_or_default();
    format!("{series} {region} {short} {colocated}")
}

/// An event's values to count: the conference with its region, and the co-located event.
fn event_names(event: &Event) -> impl Iterator<Item = String> {
    let conference = match (event.series.as_deref(), event.region) {
        (Some(series), Some(region)) => Some(format!("{series} {region}")),
        (Some(series), None) => Some(series.to_owned()),
        (None, _) => None,
    };
    conference.into_iter().chain(event.colocated.clone())
}

/// `yyyymmdd`, or `yyyy0000` where only the year is known.
fn date_key(document: &Document) -> Option<u64> {
    let day = document.date.as_deref().and_then(|date| {
        let digits: String = date.chars().filter(char::is_ascii_digit).collect();
        (digits.len() == 8).then(|| digits.parse().ok()).flatten()
    });
    day.or(document.year.map(|year| u64::from(year) * 10_000))
}

/// An id as a number that sorts like the id: 16 hexadecimal digits are 64 bits. Other ids, which
/// only a caller of the library can make, sort by their first bytes.
pub(crate) fn key(id: &str) -> u64 {
    if id.len() == 16
        && let Ok(number) = u64::from_str_radix(id, 16)
    {
        return number;
    }
    id.bytes().chain(std::iter::repeat(0)).take(8).fold(0, |key, b| key << 8 | u64::from(b))
}

/// The most characters of a title that it is sorted and found by.
pub(crate) const MAX_TITLE_KEY: usize = 80;

/// How titles sort: without case, accents and punctuation.
pub(crate) fn title_key(title: &str) -> String {
    let folded = fold(title);
    folded.chars().take(MAX_TITLE_KEY).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_like_ids() {
        for (smaller, larger) in
            [("0000000000000001", "00000000000000ff"), ("8fffffffffffffff", "9000000000000000")]
        {
            assert!(key(smaller) < key(larger), "{smaller} {larger}");
        }
        for (smaller, larger) in [("a", "b"), ("a", "ab"), ("", "a")] {
            assert!(key(smaller) < key(larger), "{smaller} {larger}");
        }
    }

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for (one, other) in [("Red Hat", "RedHat"), ("D2IQ", "d2iq"), ("Jérôme P.", "jerome p")] {
            assert_eq!(name_key(&fold(one)), name_key(&fold(other)));
        }
        assert_ne!(name_key(&fold("Red Hat")), name_key(&fold("Redis")));
    }
}
