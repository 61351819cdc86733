//! List items that plainly are notes: most of what a note-taker writes.
//!
//! They are told by their words before anything of them is read as a headline. A list in which next
//! to nothing looks like a person's or a company's name is no list of sessions, and its lines name
//! nobody: what they hold of separators and capitals is read no further.

use std::ops::Range;

use super::evidence::own_score;
use super::runs::first_line;
use super::{Candidate, Carrier};
use crate::extract::beside::Beside;
use crate::extract::clues::{self, Clues};
use crate::extract::headline::Reading;
use crate::extract::learn::Learned;
use crate::extract::tally::Tally;
use crate::extract::{labels, links};
use crate::lexicon::events::events;
use crate::lexicon::phrases::phrases;
use crate::lexicon::{fold_letters, words};
use crate::markup::{BlockKind, Outline, Style};

/// Fewer words than this may be a topic, or name a part of the programme.
const MIN_WORDS: usize = 4;

/// A list names people when one of this many items seems to: the others may name people that no
/// list knows.
const NAMES_ONE_IN: usize = 5;

/// What the first look at a list item says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// It has marks of a headline: to be read in full.
    Marked,
    /// It may name somebody: a given name and another behind it, or a company that is known.
    Names,
    /// Capitals, but nobody that is known.
    Capitals,
    /// No name can stand in it.
    Prose,
}

/// Which list items of a note are plainly notes, by block.
pub(super) struct Notes(Vec<bool>);

impl Notes {
    pub(super) fn of(outline: &Outline, learned: &Learned) -> Notes {
        let mut found = Notes(vec![false; outline.blocks.len()]);
        // Where names are written without capitals, every line can be one.
        if !writes_capitals(&outline.text) {
            return found;
        }
        let looks: Vec<Option<Look>> = outline
            .blocks
            .iter()
            .map(|block| {
                let is_item = matches!(block.kind, BlockKind::ListItem { .. });
                let line = first_line(outline, block.text.clone());
                is_item.then(|| look(outline, &line, learned))
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
            self.0[index] = match looks[index] {
                Some(Look::Prose) => true,
                Some(Look::Capitals) => names_nobody,
                _ => false,
            };
        }
    }

    /// Whether the list item at block `index` names nobody and has no mark of a headline.
    pub(super) fn holds(&self, index: usize) -> bool {
        self.0[index]
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

/// What separates a title from a company, or two companies.
fn introduces(before: &str) -> bool {
    let before = before.trim_end_matches(' ');
    before.ends_with(['-', '–', '—', ',', '(', '@', '|', ':', '&', '/'])
        || [" by", " from", " with", " at", " of", " and"].iter().any(|word| before.ends_with(word))
}

fn look_at_words(line: &str, learned: &Learned) -> Look {
    if !line.starts_with(char::is_alphabetic) || line.ends_with([':', ']', '*', '_', '#', '|']) {
        return Look::Marked;
    }
    let mut look = Look::Prose;
    let (mut n_words, mut says_something, mut may_be_event) = (0, false, false);
    // Whether the last word was a given name with a capital.
    let mut given = false;
    let mut label_ended = false;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !c.is_alphanumeric() {
            let rest = &line[at + c.len_utf8()..];
            let dash = matches!(c, '-' | '–' | '—') && rest.starts_with(' ') || c == '|';
            if (c == ':' || dash) && !label_ended {
                label_ended = true;
                if at <= phrases().longest_label() + 4 && is_label(&line[..at]) {
                    return Look::Marked;
                }
            }
            match c {
                '@' | '\t' | '$' | '{' => return Look::Marked,
                ' ' if rest.starts_with("  ") => return Look::Marked,
                ' ' => {}
                '.' | '\'' | '’' | '-' if rest.starts_with(char::is_alphanumeric) => {}
                _ if c.is_ascii() || matches!(c, '’' | '“' | '”' | '…' | '–' | '—' | '→') =>
                {
                    given = false;
                }
                _ => return Look::Marked,
            }
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((next, c)) = chars.next_if(|(_, c)| c.is_alphanumeric()) {
            end = next + c.len_utf8();
        }
        let word = &line[at..end];
        // Scripts without capitals have their own names.
        if !word.is_ascii() && word.chars().any(|c| c as u32 >= 0x250) {
            return Look::Marked;
        }
        n_words += 1;
        let folded = fold_letters(word);
        if !c.is_ascii_digit() {
            says_something = says_something || !phrases().is_programme_word(&folded);
            may_be_event = may_be_event || events().name_begins_with(&folded) || is_event(&folded);
        }
        if !c.is_uppercase() {
            // `by grace hopper`
            let named = introduces_people(&line[..at])
                && (words().is_given_name(&folded) || words().company(word).is_some());
            if named {
                return Look::Names;
            }
            given = false;
            continue;
        }
        // `I` is no name.
        if word.len() == 1 && at == 0 || word == "I" {
            continue;
        }
        if given {
            return Look::Names;
        }
        let class = words().class(&folded);
        given = class.given || class.ambiguous || learned.is_given_name(&folded);
        if at > 0 {
            look = Look::Capitals;
            let known = || words().company(word).is_some() || learned.is_company(word);
            if introduces(&line[..at]) && known() {
                return Look::Names;
            }
        }
    }
    if n_words < MIN_WORDS || !says_something || look == Look::Prose && given {
        return Look::Marked;
    }
    if may_be_event {
        let clues = clues::read(line);
        if clues.names_event() || clues.whole {
            return Look::Marked;
        }
    }
    if line.ends_with([')', '）']) && labels::strip(line).text.len() < line.len() {
        return Look::Marked;
    }
    look
}

/// Whether people follow even where they are written without a capital.
fn introduces_people(before: &str) -> bool {
    let before = before.trim_end_matches(' ');
    before.len() >= 3
        && [" by", " with", " par", " von", "door", " por"]
            .iter()
            .any(|word| before.ends_with(word))
}

/// Whether a line begins with a label, or with one and a number.
fn is_label(start: &str) -> bool {
    let folded = fold_letters(start.trim());
    folded.contains(|c: char| c.is_ascii_digit())
        || phrases().label(&folded).is_some()
        || phrases().detail(&folded).is_some()
}

/// Whether a word is an event's short name, or begins with one.
fn is_event(word: &str) -> bool {
    word.starts_with(['k', 'c'])
        && ["kubeco", "kc", "cloudnative", "colocated"].iter().any(|start| word.starts_with(start))
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
        session_link: false,
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
