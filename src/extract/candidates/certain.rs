//! Headlines that can be read in only one way: what a note teaches about others.
//!
//! Only the headlines themselves are looked at, and only those that may hold a full name and a
//! company. What stands beside a headline is read when it is known who is known.

use std::ops::Range;

use super::MAX_LIST_DEPTH;
use super::mentions::may_be_title;
use super::rows::Columns;
use super::runs::{covered, first_line, item_headline, item_line};
use crate::document::Speaker;
use crate::extract::bytes::count;
use crate::extract::headline::Reading;
use crate::extract::learn::Learned;
use crate::extract::token::is_cjk;
use crate::extract::{headline, links};
use crate::markup::{BlockKind, Outline, Style};

/// How sure the people of a headline must be.
const CERTAIN: f32 = 2.0;

/// How far behind every other reading must be.
const LEAD: f32 = 1.0;

/// A note's headlines that may name people, as whoever has learned nothing from other notes reads them.
///
/// What all notes teach changes nothing about those that are certain, nor about those that asked nothing
/// to which they have an answer: they are read once.
#[derive(Debug, Default)]
pub(crate) struct Certain {
    /// In the order of the note.
    readings: Vec<FirstReading>,
    /// What was asked for each of them, one after the other.
    asked: Vec<u64>,
}

#[derive(Debug)]
struct FirstReading {
    headline: Range<usize>,
    reading: Reading,
    is_certain: bool,
    asked: Range<usize>,
}

/// How a headline reads at first.
pub(crate) struct First<'a> {
    pub(crate) reading: &'a Reading,
    /// It can be read in only one way.
    pub(crate) is_certain: bool,
    /// The questions it depends on.
    pub(crate) asked: &'a [u64],
}

impl Certain {
    /// Reads the headlines of a note by what `alone` knows, whose questions count.
    pub(crate) fn of(outline: &Outline, alone: &Learned) -> Certain {
        let mut asked = Vec::new();
        let read = |headline: Range<usize>| {
            let from = asked.len();
            let reading = super::reading(outline, &headline, alone);
            alone.hand_over(&mut asked);
            let is_certain = is_certain(&reading);
            FirstReading { headline, reading, is_certain, asked: from..asked.len() }
        };
        let mut readings: Vec<_> = headlines(outline).into_iter().map(read).collect();
        readings.sort_by_key(|first| (first.headline.start, first.headline.end));
        Certain { readings, asked }
    }

    /// The speakers that the certain ones name, in the order of the note.
    pub(crate) fn speakers(&self) -> impl Iterator<Item = &Speaker> {
        let certain = self.readings.iter().filter(|first| first.is_certain);
        certain.flat_map(|first| &first.reading.speakers)
    }

    /// How the headline at `range` reads at first.
    pub(crate) fn at(&self, range: &Range<usize>) -> Option<First<'_>> {
        let place = |range: &Range<usize>| (range.start, range.end);
        let at = self.readings.binary_search_by_key(&place(range), |first| place(&first.headline));
        let FirstReading { reading, is_certain, asked, .. } = self.readings.get(at.ok()?)?;
        Some(First { reading, is_certain: *is_certain, asked: &self.asked[asked.clone()] })
    }
}

/// What may be a headline and name people.
fn headlines(outline: &Outline) -> Vec<Range<usize>> {
    let mut columns = None;
    let mut found = Vec::new();
    for block in &outline.blocks {
        let headline = match &block.kind {
            BlockKind::TableRow { head: true, cells } => {
                columns = Columns::read(outline, cells);
                None
            }
            BlockKind::TableRow { cells, .. } => {
                columns.as_ref().and_then(|columns| columns.title_of(cells))
            }
            BlockKind::Heading { .. } => Some(block.text.clone()),
            BlockKind::ListItem { .. } if block.list_depth <= MAX_LIST_DEPTH => {
                Some(item_headline(outline, item_line(outline, block.text.clone())).0)
            }
            BlockKind::Paragraph if block.list_depth == 0 && block.quote_depth == 0 => {
                let line = first_line(outline, block.text.clone());
                let heads =
                    || covered(outline, &line, Style::Strong) || links::covers(outline, &line);
                (may_be_title(outline.text[line.clone()].trim()) || heads()).then_some(line)
            }
            _ => None,
        };
        if let Some(headline) =
            headline.filter(|headline| may_name(&outline.text[headline.clone()]))
        {
            found.push(headline);
        }
    }
    found
}

/// Whether nothing that is learned could change how a headline is read.
fn is_certain(reading: &Reading) -> bool {
    let sure = reading.certainty >= CERTAIN && reading.runner_up < reading.certainty - LEAD;
    let full = reading.speakers.iter().all(|speaker| speaker.name.contains(' '));
    sure && full && !reading.companies.is_empty()
}

/// Whether a full name and a company can stand in a line: three capitals, and something between.
fn may_name(line: &str) -> bool {
    if line.len() > headline::MAX_HEADLINE_BYTES {
        return false;
    }
    if line.is_ascii() {
        return ascii_may_name(line);
    }
    let (mut capitals, mut separates, mut last) = (0, false, ' ');
    for c in line.chars() {
        if is_cjk(c) {
            return true;
        }
        capitals += usize::from(c.is_uppercase() && !last.is_alphanumeric());
        separates |= !(c.is_alphanumeric() || matches!(c, ' ' | '.' | '\'' | '"' | '?' | '!'));
        last = c;
    }
    capitals >= 3 && (separates || introduces_people(line))
}

/// The same for a line without any other character.
fn ascii_may_name(line: &str) -> bool {
    let bytes = line.as_bytes();
    // Most lines have too few, and this is all that is looked at.
    let capitals =
        count(bytes, |before, now| now.is_ascii_uppercase() & !before.is_ascii_alphanumeric());
    let separates = |byte: &u8| {
        !(byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'.' | b'\'' | b'"' | b'?' | b'!'))
    };
    capitals >= 3 && (bytes.iter().any(separates) || introduces_people(line))
}

fn introduces_people(line: &str) -> bool {
    [" by ", " from ", " with "].iter().any(|word| line.contains(word))
}
