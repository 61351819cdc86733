//! What the words of a line say, told from the first to the last of them.

use std::ops::Range;

use crate::extract::clues;
use crate::extract::labels;
use crate::extract::learn::Learned;
use crate::lexicon::events::events;
use crate::lexicon::phrases::phrases;
use crate::lexicon::{fold_letters, words};

/// Fewer words than this may be a topic, or name a part of the programme.
const MIN_WORDS: usize = 4;

/// Words before people that may stand without a capital: `by grace hopper`.
const BEFORE_PEOPLE: [&str; 6] = ["by", "with", "par", "von", "door", "por"];

/// What the first look at a list item says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Look {
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

/// What separates a title from a company, or two companies.
fn introduces(before: &str) -> bool {
    let before = before.trim_end_matches(' ');
    before.ends_with(['-', '–', '—', ',', '(', '@', '|', ':', '&', '/'])
        || [" by", " from", " with", " at", " of", " and"].iter().any(|word| before.ends_with(word))
}

pub(super) fn look_at_words(line: &str, learned: &Learned) -> Look {
    if !line.starts_with(char::is_alphabetic) || line.ends_with([':', ']', '*', '_', '#', '|']) {
        return Look::Marked;
    }
    let mut found = Words { line, ..Words::default() };
    let mut at = 0;
    while let Some(&byte) = line.as_bytes().get(at) {
        let len = len_of_word(&line.as_bytes()[at..]);
        if len > 0 {
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

/// How many letters and digits, those beyond ASCII included, `bytes` begin with.
fn len_of_word(bytes: &[u8]) -> usize {
    const IS_WORD: [bool; 256] = {
        let mut is_word = [true; 256];
        let mut byte = 0_u8;
        while byte.is_ascii() {
            is_word[byte as usize] = byte.is_ascii_alphanumeric();
            byte += 1;
        }
        is_word
    };
    bytes.iter().position(|byte| !IS_WORD[usize::from(*byte)]).unwrap_or(bytes.len())
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
        let before_people = word.len() <= 4 && BEFORE_PEOPLE.contains(&word);
        let introduced = std::mem::replace(&mut self.introduces, before_people);
        if !first.is_ascii_uppercase() {
            self.given = false;
            if !self.says_something && !first.is_ascii_digit() {
                let folded = fold_letters(word);
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
            let known = || learned.is_known_company(word);
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
