//! The fields that are ranked and what each is worth: every weight of the ranking stands here.

use tantivy::schema::Field;

use crate::index::Fields;

/// A field that words are looked up in.
#[derive(Debug)]
pub(super) struct Ranked {
    /// Its name in [`Hit::matched`](super::Hit::matched).
    pub(super) name: &'static str,
    pub(super) field: fn(&Fields) -> Field,
    /// What a match in it is worth.
    pub(super) weight: f32,
    /// How much a long field counts less, 0 to 1: BM25's b.
    pub(super) length: f32,
    /// How soon more of the same word adds nothing: BM25's k1.
    pub(super) saturation: f32,
    /// Whether it holds stems.
    pub(super) stems: bool,
    /// Whether it holds positions.
    pub(super) positions: bool,
}

const PROSE: Ranked = Ranked {
    name: "body",
    field: |fields| fields.body,
    weight: 1.0,
    length: 0.5,
    saturation: 0.9,
    stems: true,
    positions: true,
};

const EXACT: Ranked = Ranked { stems: false, ..PROSE };

/// Ranked fields; [`FieldId`] is a place in this list.
pub(super) const RANKED: [Ranked; 9] = [
    Ranked {
        name: "title",
        field: |f| f.title,
        weight: 2.5,
        length: 0.5,
        saturation: 0.6,
        ..PROSE
    },
    Ranked {
        name: "speakers",
        field: |f| f.speakers,
        weight: 2.5,
        length: 0.2,
        saturation: 0.4,
        ..EXACT
    },
    Ranked {
        name: "companies",
        field: |f| f.companies,
        weight: 2.0,
        length: 0.2,
        saturation: 0.4,
        ..EXACT
    },
    Ranked {
        name: "headings",
        field: |f| f.headings,
        weight: 1.0,
        length: 0.4,
        saturation: 0.6,
        ..PROSE
    },
    Ranked { name: "tags", field: |f| f.tags, weight: 0.7, length: 0.3, saturation: 0.6, ..PROSE },
    Ranked {
        name: "event",
        field: |f| f.event,
        weight: 0.7,
        length: 0.0,
        saturation: 0.4,
        ..EXACT
    },
    PROSE,
    Ranked { name: "code", field: |f| f.code, weight: 0.6, ..EXACT },
    Ranked { name: "links", field: |f| f.links, weight: 0.5, positions: false, ..EXACT },
];

/// A place in [`RANKED`].
pub(super) type FieldId = usize;

pub(super) const TITLE: FieldId = 0;
pub(super) const SPEAKERS: FieldId = 1;
pub(super) const COMPANIES: FieldId = 2;
pub(super) const HEADINGS: FieldId = 3;
pub(super) const EVENT: FieldId = 5;
pub(super) const BODY: FieldId = 6;
pub(super) const CODE: FieldId = 7;

/// What the other fields add to the best one.
pub(super) const TIE: f32 = 0.3;

/// What a form of a word is worth beside the word as typed.
pub(super) const STEM: f32 = 0.9;
/// Who does it: `contributor` for `contributing`.
pub(super) const DERIVED: f32 = 0.8;
pub(super) const PART: f32 = 0.4;
pub(super) const PREFIX: f32 = 0.8;
/// The words of a compound, or of a name of several words, that stand apart.
pub(super) const APART: f32 = 0.7;
/// Another name for the same.
pub(super) const ALIAS: f32 = 0.95;
/// One of the kind that was asked for.
pub(super) const CATEGORY: f32 = 0.7;
/// Another of the kind of what was asked for, where little is known of that.
pub(super) const KIN: f32 = 0.1;
/// Two words that some write as one, or one that some write as two.
pub(super) const RUN_TOGETHER: f32 = 0.9;
/// A word that was probably meant.
pub(super) const CORRECTED: f32 = 0.9;

/// How much of what the words say together a document has to say: rare words say more.
pub(super) const ENOUGH: f32 = 0.6;

/// What a Document gets that is also what a word may mean besides, in parts of what all the words
/// are worth.
pub(super) const PREFERRED: f32 = 0.5;

/// What a Document is worth that only speaks of the person or company asked for.
pub(super) const MENTIONED: f32 = 0.1;
/// What such a mention adds to others.
pub(super) const MENTION: f32 = 0.3;

/// What a Document that is no session is worth beside a session of equal merit.
pub(super) const SECTION: f32 = 0.5;

/// What words next to each other, in order, add.
pub(super) const PROXIMITY: f32 = 0.2;
/// What all words in one passage add.
pub(super) const PASSAGE: f32 = 3.0;
/// What adds that the words come up all through the notes.
pub(super) const RECURRENCE: f32 = 2.0;
/// What all words in the title add, and that the title says nothing else.
pub(super) const ALL_IN_TITLE: f32 = 0.25;
pub(super) const EXACT_TITLE: f32 = 1.0;
