//! Headlines that can be read in only one way: what a note teaches about others.
//!
//! Only the headlines themselves are looked at, and only those that may hold a full name and a
//! company. What stands beside a headline is read when it is known who is known.

use std::ops::Range;

use super::rows::Columns;
use super::runs::{covered, first_line, item_headline, marked};
use crate::document::Speaker;
use crate::extract::learn::Learned;
use crate::extract::token::is_cjk;
use crate::extract::{headline, links};
use crate::markup::{BlockKind, Outline, Style};

/// How sure the people of a headline must be.
const CERTAIN: f32 = 2.0;

/// How far behind every other reading must be.
const LEAD: f32 = 1.0;

/// The speakers that the note's certain headlines name to whoever has learned nothing from others.
pub(crate) fn speakers(outline: &Outline, learned: &Learned) -> Vec<Speaker> {
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
            BlockKind::ListItem { .. } if block.list_depth <= 3 => {
                Some(item_headline(outline, first_line(outline, block.text.clone())).0)
            }
            BlockKind::Paragraph if block.list_depth == 0 && block.quote_depth == 0 => {
                let line = first_line(outline, block.text.clone());
                let heads =
                    || covered(outline, &line, Style::Strong) || links::covers(outline, &line);
                (line.len() <= 200 && !outline.text[line.clone()].ends_with('.') || heads())
                    .then_some(line)
            }
            _ => None,
        };
        if let Some(headline) =
            headline.filter(|headline| may_name(&outline.text[headline.clone()]))
        {
            found.extend(certain(outline, &headline, learned).into_iter().flatten());
        }
    }
    found
}

fn certain(outline: &Outline, range: &Range<usize>, learned: &Learned) -> Option<Vec<Speaker>> {
    let text = outline.text[range.clone()].trim().replace('\n', " ");
    let reading = marked(outline, range, learned).unwrap_or_else(|| headline::read(&text, learned));
    let sure = reading.certainty >= CERTAIN && reading.runner_up < reading.certainty - LEAD;
    let full = reading.speakers.iter().all(|speaker| speaker.name.contains(' '));
    (sure && full && !reading.companies.is_empty()).then_some(reading.speakers)
}

/// Whether a full name and a company can stand in a line: three capitals, and something between.
fn may_name(line: &str) -> bool {
    let (mut capitals, mut separates, mut last) = (0, false, ' ');
    for c in line.chars() {
        if is_cjk(c) {
            return line.len() <= headline::MAX_HEADLINE_BYTES;
        }
        capitals += usize::from(c.is_uppercase() && !last.is_alphanumeric());
        separates |= !(c.is_alphanumeric() || matches!(c, ' ' | '.' | '\'' | '"' | '?' | '!'));
        last = c;
    }
    capitals >= 3
        && (separates || [" by ", " from ", " with "].iter().any(|word| line.contains(word)))
        && line.len() <= headline::MAX_HEADLINE_BYTES
}
