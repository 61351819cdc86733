//! List items that plainly are notes: most of what a note-taker writes.
//!
//! They are told by their bytes, before anything of them is read: no name can stand in a line without
//! capitals, and nothing else about it says that a session follows. A test holds that reading them
//! in full would come to the same.

use std::ops::Range;

use super::evidence::own_score;
use super::{Candidate, Carrier};
use crate::extract::beside::Beside;
use crate::extract::clues::Clues;
use crate::extract::headline::Reading;
use crate::extract::learn::Learned;
use crate::extract::links;
use crate::extract::tally::Tally;
use crate::lexicon::events::events;
use crate::lexicon::phrases::phrases;
use crate::lexicon::words;
use crate::markup::{BlockKind, Outline, Style};

/// Fewer words than this may be a topic, or name a part of the programme.
const MIN_WORDS: usize = 4;

/// Words before people that may stand without a capital: `by grace hopper`.
const BEFORE_PEOPLE: [&[u8]; 11] = [
    b"by",
    b"with",
    b"from",
    b"featuring",
    b"feat",
    b"par",
    b"von",
    b"door",
    b"por",
    b"mit",
    b"avec",
];

/// Whether a note writes names with capitals, as nearly all do: two such words in a row.
pub(super) fn writes_capitals(text: &str) -> bool {
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

/// Whether the list item `index`, whose first line is `line`, is a note and nothing else.
pub(super) fn is_note(outline: &Outline, index: usize, line: &Range<usize>) -> bool {
    let block = &outline.blocks[index];
    let alone = line.end + 1 >= block.text.end
        && outline.blocks.get(index + 1).is_none_or(|next| match next.kind {
            BlockKind::ListItem { .. } => next.list_depth <= block.list_depth,
            BlockKind::Heading { .. } => true,
            _ => false,
        });
    if !alone || !is_prose(outline.text[line.clone()].as_bytes()) {
        return false;
    }
    let first = outline.marks.partition_point(|mark| mark.range.start < line.start);
    let bold = outline.marks.get(first).is_some_and(|mark| {
        mark.style == Style::Strong && mark.range.start <= line.start + 1
    });
    !bold
        && links::links_in(outline, line)
            .all(|link| link.range.start > line.start + 1 && !links::is_session(&link.url))
}

/// Whether a line is made of words that name nobody, no event and no part of a programme, with no
/// mark of a headline.
fn is_prose(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return false };
    if !first.is_ascii_alphabetic() || !(last.is_ascii_alphanumeric() || b".?!,".contains(last)) {
        return false;
    }
    let longest_label = phrases().longest_label();
    let (mut n_words, mut says_something) = (0, false);
    let mut before_people = false;
    let mut folded = [0; 24];
    let mut at = 0;
    while let Some(&byte) = line.get(at) {
        if !byte.is_ascii_alphanumeric() {
            let next = line.get(at + 1).copied().unwrap_or(b' ');
            let marks = match byte {
                // What separates title and people; a colon also behind a label.
                b'@' | b'|' | b';' | b'\t' | b'"' | b'$' | b'{' => true,
                b':' => at <= longest_label + 4 || next != b' ',
                b'-' => next == b' ' || next == b'-',
                b'.' => next == b'.',
                b' ' => next == b' ',
                _ => !byte.is_ascii(),
            };
            if marks {
                return false;
            }
            at += 1;
            continue;
        }
        let len = line[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let word = &line[at..at + len];
        // `I` is no name, and a sentence begins with a capital.
        if at > 0 && byte.is_ascii_uppercase() && word != b"I" {
            return false;
        }
        let Some(folded) = folded.get_mut(..len) else { return false };
        folded.copy_from_slice(word);
        folded.make_ascii_lowercase();
        let folded = std::str::from_utf8(folded).unwrap_or("");
        if events().name_begins_with(folded) || is_event(folded) {
            return false;
        }
        if before_people && (words().is_given_name(folded) || words().company(folded).is_some()) {
            return false;
        }
        says_something |= !byte.is_ascii_digit() && !phrases().is_programme_word(folded);
        before_people = BEFORE_PEOPLE.contains(&word);
        n_words += 1;
        at += len;
    }
    n_words >= MIN_WORDS && says_something
}

/// Whether a word is an event's short name, or begins with one.
fn is_event(word: &str) -> bool {
    matches!(word.as_bytes()[0], b'k' | b'c')
        && ["kube", "kc", "cloudnative", "colocated"].iter().any(|start| word.starts_with(start))
        && word != "kubernetes"
}

/// The candidate of a list item that [is a note](is_note).
pub(super) fn note(
    outline: &Outline,
    index: usize,
    headline: Range<usize>,
    learned: &Learned,
) -> Candidate {
    let block = &outline.blocks[index];
    let text = outline.text[headline.clone()].trim();
    let title = text.trim_end_matches(',').to_owned();
    let reading = Reading { title, rule: "title", ..Reading::default() };
    let mut candidate = Candidate {
        block: index,
        at: block.text.start,
        headline,
        carrier: Carrier::Item(block.list_depth),
        reading,
        clues: Clues::default(),
        beside: Beside { trail: learned.trail(), ..Beside::default() },
        container: false,
        topic: phrases().is_topic(&text.to_ascii_lowercase()),
        session_link: false,
        bold_lead: false,
        own: Tally::default(),
    };
    candidate.own = own_score(&candidate, text, learned);
    candidate
}
