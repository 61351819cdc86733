//! The unit of the index as plain data: what one session's notes say, and where they stand.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One session's notes, or a section of a note that belongs to no session.
///
/// The `body` of a note's Documents, one after the other, is the note's whole text: headlines stay
/// in it, and every word is in exactly one Document. Serialised, a Document is the wire format that
/// `kubenotes ingest` prints; the fields that only the index needs are left out of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Document {
    /// Stable across rebuilds: derived from the path and the headline, never from its position.
    pub id: DocumentId,
    /// The same for every Document about one [talk](TalkId), whoever took the notes.
    pub talk: TalkId,
    /// What sort of session it was, or [`Kind::Section`].
    pub kind: Kind,
    /// The talk's own title in the notes' wording, without labels, speakers and company.
    pub title: String,
    /// Who spoke, in the order of the notes.
    pub speakers: Vec<Speaker>,
    /// Every company that the notes attribute to the speakers, without repetition.
    pub companies: Vec<String>,
    /// Where it was given; `None` when the notes do not say.
    pub event: Option<Event>,
    /// The year in which the event took place, which may not be the year of writing.
    pub year: Option<u16>,
    /// The day of the session as `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The headings above this Document in its note, outermost first.
    pub headings: Vec<String>,
    /// Links in the order of the notes.
    pub links: Vec<Link>,
    /// The text with its markup removed; the headline is its first line where there is one.
    pub body: String,
    /// Where it stands.
    pub source: Origin,
    /// The 1-based source line of each line of `body`. Not on the wire.
    #[serde(skip)]
    pub body_lines: Vec<u32>,
    /// Byte ranges of `body` that are code. Not on the wire.
    #[serde(skip)]
    pub code: Vec<Range<usize>>,
    /// Tags of the note's front matter. Not on the wire.
    #[serde(skip)]
    pub tags: Vec<String>,
}

impl Document {
    /// An empty [`Kind::Section`] Document at `source`, to be filled in.
    pub fn new(id: DocumentId, source: Origin) -> Document {
        Document {
            talk: TalkId::named_after(&id),
            id,
            kind: Kind::Section,
            title: String::new(),
            speakers: Vec::new(),
            companies: Vec::new(),
            event: None,
            year: None,
            date: None,
            headings: Vec::new(),
            links: Vec::new(),
            body: String::new(),
            source,
            body_lines: Vec::new(),
            code: Vec::new(),
            tags: Vec::new(),
        }
    }
}

/// Names a [`Document`]: 16 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(pub String);

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names the thing that was given on stage: 16 hexadecimal digits. Several Documents, by several
/// note-takers, can share one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TalkId(pub String);

impl TalkId {
    /// The id of a talk that is named after the Document `id`, the smallest among those about it.
    pub(crate) fn named_after(id: &DocumentId) -> TalkId {
        let digits = blake3::hash(id.0.as_bytes()).to_hex();
        TalkId(digits.as_str()[..16].to_owned())
    }
}

impl fmt::Display for TalkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What sort of session a Document is about.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A talk.
    Session,
    /// A keynote.
    Keynote,
    /// A lightning talk.
    Lightning,
    /// A tutorial.
    Tutorial,
    /// A panel.
    Panel,
    /// A workshop.
    Workshop,
    /// A talk of a project's maintainer track: an intro, an update, a deep dive by its maintainers.
    Maintainer,
    /// Text with no session behind it.
    #[default]
    Section,
}

impl Kind {
    /// Every kind, in the order of the wire format's description.
    pub const ALL: [Kind; 8] = [
        Kind::Session,
        Kind::Keynote,
        Kind::Lightning,
        Kind::Tutorial,
        Kind::Panel,
        Kind::Workshop,
        Kind::Maintainer,
        Kind::Section,
    ];

    /// The kind's name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Session => "session",
            Kind::Keynote => "keynote",
            Kind::Lightning => "lightning",
            Kind::Tutorial => "tutorial",
            Kind::Panel => "panel",
            Kind::Workshop => "workshop",
            Kind::Maintainer => "maintainer",
            Kind::Section => "section",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Kind, UnknownName> {
        Kind::ALL.into_iter().find(|kind| kind.name() == text).ok_or(UnknownName)
    }
}

/// A name that none of the known values has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownName;

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown name")
    }
}

impl std::error::Error for UnknownName {}

/// Somebody who spoke, and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Speaker {
    /// Full name as the notes give it, in title case when the notes shout.
    pub name: String,
    /// The employer, where the notes give it.
    pub company: Option<String>,
}

/// A conference, as far as the notes tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Event {
    /// Canonical name of the series, such as `KubeCon + CloudNativeCon`.
    pub series: Option<String>,
    /// Where in the world.
    pub region: Option<Region>,
    /// The co-located event the session was part of, such as `GitOpsCon`.
    pub colocated: Option<String>,
}

/// Where in the world an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Region {
    /// Europe.
    Europe,
    /// North America.
    #[serde(rename = "North America")]
    NorthAmerica,
    /// China.
    China,
    /// India.
    India,
    /// Japan.
    Japan,
    /// Elsewhere in Asia.
    Asia,
}

impl Region {
    /// Every region.
    pub const ALL: [Region; 6] = [
        Region::Europe,
        Region::NorthAmerica,
        Region::China,
        Region::India,
        Region::Japan,
        Region::Asia,
    ];

    /// The region's name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Region::Europe => "Europe",
            Region::NorthAmerica => "North America",
            Region::China => "China",
            Region::India => "India",
            Region::Japan => "Japan",
            Region::Asia => "Asia",
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Region {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Region, UnknownName> {
        Region::ALL.into_iter().find(|region| region.name() == text).ok_or(UnknownName)
    }
}

/// A link that stands in the notes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Link {
    /// The target as written.
    pub url: String,
    /// The text that the reader sees; empty for a bare address.
    pub text: String,
}

/// Where a Document stands: a file and its lines.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// Path relative to the corpus, with `/` between its parts.
    pub path: String,
    /// First line, 1-based.
    pub line_start: u32,
    /// Last line, 1-based and inclusive.
    pub line_end: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for kind in Kind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        for region in Region::ALL {
            assert_eq!(region.to_string().parse(), Ok(region));
            assert_eq!(serde_json::to_value(region).unwrap(), region.name());
        }
        assert_eq!("seminar".parse::<Kind>(), Err(UnknownName));
    }
}
