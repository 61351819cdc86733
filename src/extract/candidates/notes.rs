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

/// Words before people that may stand without a capital: `by grace hopper`.
const BEFORE_PEOPLE: [&str; 6] = ["by", "with", "par", "von", "door", "por"];

/// What the first look at a list item says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Look {
    /// It has marks of a headline: to be read in full.
    Marked,
    /// It may name somebody: a given name and another behind it, or a company that is known.
    Names,
    /// Capitals, but nobody that is known.
    Capitals,
    /// No name can stand in it.
    #[default]
    Prose,
}

/// Which list items of a note are plainly notes, by block.
pub(super) struct Notes {
    held: Vec<bool>,
    /// Whether names are written with capitals.
    capitals: bool,
}

impl Notes {
    pub(super) fn of(outline: &Outline, learned: &Learned) -> Notes {
        let capitals = writes_capitals(&outline.text);
        let mut found = Notes { held: vec![false; outline.blocks.len()], capitals };
        // Where names are written without capitals, every line can be one.
        if !capitals {
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
            self.held[index] = match looks[index] {
                Some(Look::Prose) => true,
                Some(Look::Capitals) => names_nobody,
                _ => false,
            };
        }
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
    let mut found = Words { line, ..Words::default() };
    let mut at = 0;
    while let Some(&byte) = line.as_bytes().get(at) {
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        if is_word(byte) {
            let len = line.as_bytes()[at..].iter().take_while(|byte| is_word(**byte)).count();
            if !found.word(at..at + len, learned) {
                return found.look;
            }
            at += len;
        } else {
            if !found.mark(at, byte) {
                return Look::Marked;
            }
            at += 1;
        }
    }
    if found.n_words < MIN_WORDS
        || !found.says_something
        || found.look == Look::Prose && found.given
        || found.may_be_event && is_about_event(line)
        || line.ends_with(')') && labels::strip(line).text.len() < line.len()
    {
        return Look::Marked;
    }
    found.look
}

fn is_about_event(line: &str) -> bool {
    let clues = clues::read(line);
    clues.names_event() || clues.whole
}

/// What the words of a line say, from the first to the last.
#[derive(Default)]
struct Words<'a> {
    line: &'a str,
    look: Look,
    n_words: usize,
    says_something: bool,
    may_be_event: bool,
    /// Whether the last word is a given name with a capital.
    given: bool,
    /// Whether the last word introduces people.
    introduces: bool,
    label_ended: bool,
}

impl Words<'_> {
    /// Looks at a mark of punctuation; whether the line can still be a note.
    fn mark(&mut self, at: usize, mark: u8) -> bool {
        let rest = &self.line.as_bytes()[at + 1..];
        let next = rest.first().copied().unwrap_or(b' ');
        let separates = mark == b':' || mark == b'|' || mark == b'-' && next == b' ';
        if separates && !self.label_ended {
            self.label_ended = true;
            if at <= phrases().longest_label() + 4 && is_label(&self.line[..at]) {
                return false;
            }
        }
        match mark {
            b'@' | b'\t' | b'$' | b'{' => return false,
            b' ' => return !rest.starts_with(b"  "),
            b'.' | b'\'' | b'-' if next.is_ascii_alphanumeric() => {}
            _ => self.given = false,
        }
        true
    }

    /// Looks at a word; whether the line is still open.
    fn word(&mut self, range: Range<usize>, learned: &Learned) -> bool {
        let (line, at) = (self.line, range.start);
        let Some(word) = line.get(range) else { return self.end(Look::Marked) };
        if !word.is_ascii() {
            return self.foreign(word);
        }
        self.n_words += 1;
        let first = word.as_bytes()[0];
        let introduced = std::mem::replace(&mut self.introduces, BEFORE_PEOPLE.contains(&word));
        if !first.is_ascii_uppercase() {
            self.given = false;
            if !self.says_something && !first.is_ascii_digit() {
                let folded = word.to_ascii_lowercase();
                self.may_be_event |= events().name_begins_with(&folded);
                self.says_something = !self.may_be_event && !phrases().is_programme_word(&folded);
            }
            self.may_be_event |= clues::is_event_short(word);
            // `by grace hopper`
            if introduced && (words().is_given_name(word) || words().company(word).is_some()) {
                return self.end(Look::Names);
            }
            return true;
        }
        let folded = fold_letters(word);
        self.may_be_event |= events().name_begins_with(&folded) || clues::is_event_short(&folded);
        self.says_something = self.says_something || !phrases().is_programme_word(&folded);
        // `I` is no name.
        if word == "I" || word.len() == 1 && at == 0 {
            return true;
        }
        if self.given {
            return self.end(Look::Names);
        }
        let class = words().class(&folded);
        self.given = class.given || class.ambiguous || learned.is_given_name(&folded);
        if at > 0 {
            self.look = Look::Capitals;
            let known = || words().company(word).is_some() || learned.is_company(word);
            if introduces(&line[..at]) && known() {
                return self.end(Look::Names);
            }
        }
        true
    }

    /// A word with other letters than ASCII, or punctuation of typesetters.
    fn foreign(&mut self, word: &str) -> bool {
        let is_mark = |c: char| matches!(c, '’' | '“' | '”' | '…' | '–' | '—' | '→');
        // Scripts without capitals have their own names; a dash separates.
        if word.chars().any(|c| c as u32 >= 0x250 && !is_mark(c) || matches!(c, '–' | '—')) {
            return self.end(Look::Marked);
        }
        let letters = word.trim_matches(is_mark);
        self.n_words += usize::from(!letters.is_empty());
        self.says_something |= !letters.is_empty();
        self.introduces = false;
        if letters.starts_with(char::is_uppercase) {
            if self.given {
                return self.end(Look::Names);
            }
            self.look = Look::Capitals;
            let class = words().class(&fold_letters(letters));
            self.given = class.given || class.ambiguous;
        } else {
            self.given = false;
        }
        true
    }

    fn end(&mut self, look: Look) -> bool {
        self.look = look;
        false
    }
}

/// Whether a line begins with a label, or with one and a number.
fn is_label(start: &str) -> bool {
    let folded = fold_letters(start.trim());
    folded.contains(|c: char| c.is_ascii_digit())
        || phrases().label(&folded).is_some()
        || phrases().detail(&folded).is_some()
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
