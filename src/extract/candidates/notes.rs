//! List items that plainly are notes: most of what a note-taker writes.
//!
//! They are told by their words before anything of them is read as a headline. A list in which next
//! to nothing looks like a person's or a company's name is no list of sessions, and its lines name
//! nobody: what they hold of separators and capitals is read no further.

mod words;

use std::ops::Range;

use super::evidence::own_score;
use super::runs::item_line;
use super::{Candidate, Carrier};
use crate::extract::beside::Beside;
use crate::extract::clues::Clues;
use crate::extract::headline::Reading;
use crate::extract::learn::Learned;
use crate::extract::links;
use crate::extract::tally::Tally;
use crate::markup::{Block, BlockKind, Outline, Style};

use self::words::{Look, look_at_words};

/// A list names people when one of this many items seems to: the others may name people that no
/// list knows.
const NAMES_ONE_IN: usize = 5;

/// Which list items of a note are plainly notes, by block.
pub(super) struct Notes {
    held: Vec<bool>,
    /// The lines of items that may be headlines.
    lines: Vec<Range<usize>>,
    /// Whether names are written with capitals.
    capitals: bool,
}

impl Notes {
    pub(super) fn of(outline: &Outline, learned: &Learned) -> Notes {
        let capitals = writes_capitals(&outline.text);
        let line = |block: &Block| match block.kind {
            BlockKind::ListItem { .. } => item_line(outline, block.text.clone()),
            _ => block.text.clone(),
        };
        let lines = outline.blocks.iter().map(line).collect();
        let mut found = Notes { held: vec![false; outline.blocks.len()], lines, capitals };
        // Where names are written without capitals, every line can be one.
        if !capitals {
            return found;
        }
        let looks: Vec<Option<Look>> = outline
            .blocks
            .iter()
            .zip(&found.lines)
            .map(|(block, line)| {
                let is_item = matches!(block.kind, BlockKind::ListItem { .. });
                is_item.then(|| look(outline, line, learned))
            })
            .collect();
        // Items of each depth since the list at that depth began: all of them, and those with names.
        let mut lists: Vec<(Vec<usize>, usize)> = Vec::new();
        for (index, (block, look)) in outline.blocks.iter().zip(&looks).enumerate() {
            let depth = usize::from(block.list_depth);
            while lists.len() > depth.max(1) || depth == 0 && !lists.is_empty() {
                lists.pop().into_iter().for_each(|list| found.decide(&looks, list));
            }
            let Some(look) = look else { continue };
            lists.resize_with(depth.max(1), Default::default);
            if let Some((items, n_names)) = lists.last_mut() {
                items.push(index);
                *n_names += usize::from(*look == Look::Names);
            }
        }
        lists.into_iter().for_each(|list| found.decide(&looks, list));
        found
    }

    fn decide(&mut self, looks: &[Option<Look>], (items, n_names): (Vec<usize>, usize)) {
        let names_nobody = n_names * NAMES_ONE_IN < items.len();
        for index in items {
            self.held[index] = match looks[index] {
                Some(Look::Prose) => true,
                Some(Look::Capitals) => names_nobody,
                _ => false,
            };
        }
    }

    /// The line of the list item at block `index` that may be a headline.
    pub(super) fn line(&self, index: usize) -> Range<usize> {
        self.lines[index].clone()
    }

    /// Whether the list item at block `index` names nobody and has no mark of a headline.
    pub(super) fn holds(&self, index: usize) -> bool {
        self.held[index]
    }

    /// Whether no name can stand in a line, nor a mark of a headline.
    pub(super) fn names_nobody(
        &self,
        outline: &Outline,
        line: &Range<usize>,
        learned: &Learned,
    ) -> bool {
        self.capitals && look(outline, line, learned) == Look::Prose
    }
}

/// Whether a note writes names with capitals, as nearly all do: two such words in a row.
fn writes_capitals(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b' ', bytes).any(|at| {
        let next = |step: usize| bytes.get(at + step).copied().unwrap_or(b' ');
        if !(next(1).is_ascii_uppercase() && next(2).is_ascii_lowercase()) {
            return false;
        }
        let before = bytes[..at].iter().rposition(|byte| !byte.is_ascii_lowercase());
        before.is_some_and(|first| bytes[first].is_ascii_uppercase() && first + 1 < at)
    })
}

fn look(outline: &Outline, line: &Range<usize>, learned: &Learned) -> Look {
    let first = outline.marks.partition_point(|mark| mark.range.start < line.start);
    let bold = outline
        .marks
        .get(first)
        .is_some_and(|mark| mark.style == Style::Strong && mark.range.start <= line.start + 1);
    let linked = links::links_in(outline, line)
        .any(|link| link.range.start <= line.start + 1 || links::is_session(&link.url));
    if bold || linked {
        return Look::Marked;
    }
    look_at_words(outline.text[line.clone()].trim_end(), learned)
}

/// The candidate of a list item that is a note.
pub(super) fn note(
    outline: &Outline,
    index: usize,
    headline: Range<usize>,
    beside: Beside,
    learned: &Learned,
) -> Candidate {
    let block = &outline.blocks[index];
    let text = outline.text[headline.clone()].trim();
    let title = text.trim_end_matches([',', ';', '-', '–', '—', '|', ' ']).to_owned();
    let reading = Reading { title, rule: "title", ..Reading::default() };
    let topic = super::is_topic(text, &reading);
    let mut candidate = Candidate {
        block: index,
        at: block.text.start,
        headline,
        carrier: Carrier::Item(block.list_depth),
        reading,
        clues: Clues::default(),
        beside,
        container: false,
        holds: None,
        topic,
        asks: false,
        session_link: false,
        leads_home: false,
        bold_lead: false,
        own: Tally::default(),
    };
    candidate.own = own_score(&candidate, text, learned);
    candidate
}

/// Whether nothing stands below the list item `index` that could be about it.
pub(super) fn is_leaf(outline: &Outline, index: usize, line: &Range<usize>) -> bool {
    let block = &outline.blocks[index];
    line.end + 1 >= block.text.end
        && outline.blocks.get(index + 1).is_none_or(|next| match next.kind {
            BlockKind::ListItem { .. } => next.list_depth <= block.list_depth,
            BlockKind::Heading { .. } => true,
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_look_at_a_bullet() {
        let check = |line: &str, expected: Look| {
            assert_eq!(look_at_words(line, &Learned::default()), expected, "{line}");
        };
        for line in [
            "they reconcile the cluster every minute, from git",
            "Drift is mended before anybody sees it.",
            "it's all about the sidecar: one for each pod, or none",
            "v1 of the chart was a mess and I would not do it again",
            "un café pour toute l’équipe avant la démo",
        ] {
            check(line, Look::Prose);
        }
        for line in [
            "they run Flux next to Istio (with mTLS on)",
            "moved from Jenkins to Tekton, then to Argo Workflows",
            "the Operator SDK - now with webhooks - is at 1.0",
        ] {
            check(line, Look::Capitals);
        }
        for line in [
            "Taming Clusters with Flux - Ada Byron, Nowhere Inc",
            "what Liz Rice said about it was the best of the day",
            "a platform for everybody - Google",
            "notes on compilers by ada lovelace",
        ] {
            check(line, Look::Names);
        }
        for line in [
            "Keynote: how we got here in ten years",
            "Session 3 - how we got here in ten years",
            "slides: at the end of the page of the talk",
            "one two three", // too short to be told from a topic
            "notes of the second day",
            "we were at kubecon in paris for it",
            "10:30 the one about the scheduler",
            "what comes next?   somebody knows it",
            "how the mesh works by @somebody there",
            "服务网格 and what it is good for",
            "the mesh works – nobody knows why",
            "and then what is said next:",
            "how to do it with less (tutorial)",
        ] {
            check(line, Look::Marked);
        }
    }

    #[test]
    fn a_list_that_names_people_is_read() {
        let check = |list: &str, expected: &[bool]| {
            let text = format!("# Some Notes\n\n{list}");
            let outline = crate::markup::parse(&text);
            let notes = Notes::of(&outline, &Learned::default());
            let items = outline.blocks.iter().enumerate();
            let items = items.filter(|(_, block)| matches!(block.kind, BlockKind::ListItem { .. }));
            let held: Vec<bool> = items.map(|(index, _)| notes.holds(index)).collect();
            assert_eq!(held, expected, "{list}");
        };
        // A list of sessions, of which one names people that no list knows.
        check(
            "- Taming Clusters with Flux - Ada Byron, Acme\n- Herding Cats with Helm - Xu Qq, Zzyzx\n",
            &[false, false],
        );
        check("- they use Helm with Flux, says Zzyzx\n- and nothing else at all\n", &[true, true]);
        // A nested list is a list of its own.
        check(
            "- Taming Clusters with Flux - Ada Byron, Acme\n  - they use Helm with Flux\n",
            &[false, true],
        );
    }

    #[test]
    fn names_without_capitals_are_read_where_nothing_has_any() {
        assert!(writes_capitals("we met Ada Byron there"));
        for text in ["we met ada byron there", "WE MET ADA", "A b. C d", "I Am", ""] {
            assert!(!writes_capitals(text), "{text}");
        }
    }
}
