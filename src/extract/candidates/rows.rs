//! Rows of a table as sessions: what its columns hold.

use super::evidence::own_score;
use super::{Candidate, Carrier, candidate};
use crate::document::Kind;
use crate::extract::learn::Learned;
use crate::extract::links;
use crate::extract::tally::{Field, Place};
use crate::lexicon::fold_letters;
use crate::lexicon::phrases::phrases;
use crate::markup::{Block, Outline};
use std::ops::Range;

/// What the columns of a table hold.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    title: usize,
    speakers: Option<usize>,
    company: Option<usize>,
    /// Evidence that the rows are sessions.
    score: f32,
}

impl Columns {
    pub(super) fn read(outline: &Outline, cells: &[Range<usize>]) -> Option<Columns> {
        use crate::lexicon::phrases::Detail;
        let heads: Vec<String> = cells
            .iter()
            .map(|cell| {
                fold_letters(outline.text[cell.clone()].trim().trim_end_matches(':')).into_owned()
            })
            .collect();
        let detail = |head: &String| {
            let first = head.split([' ', '(', '/']).next().unwrap_or("");
            phrases().detail(head).or_else(|| phrases().detail(first))
        };
        let position = |wanted: Detail| heads.iter().position(|head| detail(head) == Some(wanted));
        let title = position(Detail::Title);
        let speakers = position(Detail::Speaker);
        let media = heads.iter().any(|head| {
            ["video", "youtube", "slides", "sched", "recording"]
                .iter()
                .any(|word| head.contains(word))
        });
        Some(Columns {
            title: title.or_else(|| (speakers != Some(0)).then_some(0))?,
            speakers,
            company: position(Detail::Company),
            score: f32::from(u8::from(title.is_some())) * 1.5
                + f32::from(u8::from(speakers.is_some() && heads.len() > 1)) * 1.5
                + f32::from(u8::from(media)),
        })
    }
}

impl Columns {
    /// The cell that holds a row's title, if the rows can be sessions.
    pub(super) fn title_of(&self, cells: &[Range<usize>]) -> Option<Range<usize>> {
        cells.get(self.title).filter(|_| self.score > 0.0 || cells.len() >= 2).cloned()
    }
}

/// A table row as a session.
pub(super) fn row(
    outline: &Outline,
    index: usize,
    cells: &[Range<usize>],
    columns: &Columns,
    learned: &Learned,
) -> Option<Candidate> {
    let title = columns.title_of(cells)?;
    let text = outline.text[title.clone()].trim();
    if text.is_empty() {
        return None;
    }
    let mut candidate = candidate(outline, index, title, Carrier::Row, learned);
    let block: &Block = &outline.blocks[index];
    candidate.session_link = links::session_link_in(outline, &block.text);
    let cell = |column: Option<usize>| {
        column.and_then(|column| cells.get(column)).map(|cell| outline.text[cell.clone()].trim())
    };
    if let Some(text) = cell(columns.speakers).filter(|text| !text.is_empty())
        && let Some(people) = crate::extract::people::read(text, learned)
        && people.score > 0.0
    {
        candidate.beside.speakers = people.speakers;
        candidate.beside.companies = people.companies;
        let at = Place::Text(block.text.start);
        candidate.beside.trail.say(Field::Speakers, at, "the row's cell");
        candidate.beside.labelled = true;
    }
    if let Some(company) = cell(columns.company).filter(|text| !text.is_empty()) {
        candidate.beside.company = Some(company.to_owned());
        let at = Place::Text(block.text.start);
        candidate.beside.trail.say(Field::Companies, at, "the row's cell");
        candidate.beside.labelled = true;
    }
    candidate.own = own_score(&candidate, text, learned);
    if !candidate.topic {
        candidate.own.add(columns.score, "the table's columns are those of a programme");
    }
    if candidate.reading.kind == Some(Kind::Section) {
        return None;
    }
    Some(candidate)
}
