//! Reads a list of people: `Ada Byron, CTO, Acme & Max Muster, Initech`.
//!
//! The text is cut at every separator, each piece can be a person, a job, a company or something to
//! pass over, and the best sequence wins (Viterbi's algorithm over a handful of states). So a
//! piece is judged by its own words and by what stands beside it.

mod collect;
mod cut;
mod roles;

use std::ops::Range;

use crate::document::Speaker;
use crate::extract::bytes::count;
use crate::extract::learn::Learned;
use crate::extract::line::Line;
use crate::extract::token::{Token, is_cjk, shouts};
use crate::lexicon::fold_letters;

use self::cut::{cut, cut_run, without_moderator, without_stop};
use self::roles::{against, best_sequence};

/// A list of people and how well the text reads as one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct People {
    pub(crate) speakers: Vec<Speaker>,
    /// Every company named, in order, also where nobody is named for it.
    pub(crate) companies: Vec<String>,
    /// The sum of the evidence; above zero when more speaks for this reading than against it.
    pub(crate) score: f32,
    /// The weakest piece's evidence: one bad piece spoils a list.
    pub(crate) weakest: f32,
    /// The part of `score` that speaks against this reading, zero or less.
    pub(crate) against: f32,
}

impl People {
    /// How sure the reading is. A long list is no surer than a short one, but everything that
    /// speaks against it counts in full, and its weakest piece once more.
    pub(crate) fn evidence(&self) -> f32 {
        (self.score - self.against).min(6.0) + self.against + self.weakest.min(0.0)
    }

    /// Whether all the names are words in Han that may be nouns.
    pub(crate) fn may_be_nouns(&self) -> bool {
        !self.speakers.is_empty()
            && self.speakers.iter().all(|speaker| roles::may_be_noun(&speaker.name))
    }
}

/// What stands before a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Start,
    Comma,
    Semicolon,
    /// `&`, `and`, `+`, a slash between names.
    And,
    /// A dash, a slash or a bar with space around it.
    Dash,
    /// `from`, `at`, `@`.
    At,
    /// An opening bracket.
    Bracket,
    /// Nothing but a space: `Ron Vider CTO Oxeye`.
    Space,
}

#[derive(Clone, Copy, Debug)]
struct Piece<'a> {
    text: &'a str,
    before: Before,
    /// What speaks for each of [`ROLES`].
    evidence: [f32; 4],
}

/// What stands between two separators, to be cut into pieces.
#[derive(Clone, Copy, Debug)]
struct Run<'a> {
    text: &'a str,
    before: Before,
    in_brackets: bool,
    /// The whole list is in capitals.
    shouted: bool,
}

/// A run by its place in memory and by all else that the evidence of its pieces depends on.
type RunKey = (usize, usize, [bool; 3]);

impl Run<'_> {
    fn key(&self) -> RunKey {
        let Run { text, before, in_brackets, shouted } = *self;
        (text.as_ptr() as usize, text.len(), [before == Before::At, in_brackets, shouted])
    }
}

/// The lists of people that a line may hold. They have most of their pieces in common, each of which is
/// judged once.
pub(crate) struct Lists<'a> {
    pub(crate) line: Line<'a>,
    /// The runs that were cut, in order, each with its pieces among all of them.
    runs: Vec<(RunKey, Range<usize>)>,
    pieces: Vec<Piece<'a>>,
    /// Room for the words of a run.
    tokens: Vec<Token<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Person,
    Job,
    Company,
    Aside,
}

const ROLES: [Role; 4] = [Role::Person, Role::Job, Role::Company, Role::Aside];

/// More pieces than any headline has: beyond it a text is no list of people.
const MAX_PIECES: usize = 48;

/// A colon stands between people and a title, not inside a list of people.
const COLON: f32 = 2.5;

/// Longer than any list of people: beyond it a text is prose.
pub(crate) const MAX_LIST_BYTES: usize = 600;

/// Whether a text has too few capitals to be a list of people: with the longest of jobs there are
/// some to each four words.
pub(crate) fn is_prose(text: &str) -> bool {
    if text.is_ascii() {
        // Without a branch, so that many bytes are looked at together.
        let is_mark = |byte: u8| {
            (byte == b' ')
                | (byte == b',')
                | (byte == b'/')
                | (byte == b'-')
                | (byte == b'(')
                | (byte == b'"')
                | (byte == b'@')
        };
        let bytes = text.as_bytes();
        let n_lower = count(bytes, |before, now| is_mark(before) & now.is_ascii_lowercase());
        let n_upper = || count(bytes, |before, now| is_mark(before) & now.is_ascii_uppercase());
        return n_lower > 3 && n_lower > 3 + 3 * n_upper();
    }
    let (mut n_lower, mut n_upper) = (0, 0);
    for word in text.split([' ', ',', '/', '-', '(', '"', '@']) {
        match word.chars().next() {
            Some(c) if is_cjk(c) => return false,
            Some(c) if c.is_lowercase() => n_lower += 1,
            Some(c) if c.is_uppercase() => n_upper += 1,
            _ => {}
        }
    }
    n_lower > 3 + 3 * n_upper
}

/// Reads `text` as a list of people. `None` when it cannot be one.
pub(crate) fn read(text: &str, learned: &Learned) -> Option<People> {
    // What is around a list is taken off it: a little more may be one.
    if text.len() > 2 * MAX_LIST_BYTES {
        return None;
    }
    Lists::of(Line::new(text, &fold_letters(text), learned)).read(text)
}

impl<'a> Lists<'a> {
    pub(crate) fn of(line: Line<'a>) -> Lists<'a> {
        Lists { line, runs: Vec::new(), pieces: Vec::new(), tokens: Vec::new() }
    }

    /// Reads `text`, a slice of the line, as a list of people. `None` when it cannot be one.
    pub(crate) fn read(&mut self, text: &'a str) -> Option<People> {
        let text = without_stop(text.trim().trim_end_matches([':', ',', ';', '…']).trim());
        let text = without_moderator(text);
        if text.is_empty() || text.len() > MAX_LIST_BYTES {
            return None;
        }
        let shouted = shouts(text);
        let pieces = cut(self, text, shouted);
        if pieces.is_empty() || pieces.len() > MAX_PIECES {
            return None;
        }
        let read = best_sequence(&pieces);
        let mut score = read.score;
        let mut against = against(&pieces, &read);
        if text.contains(": ") {
            score -= COLON;
            against -= COLON;
        }
        Some(People { against, ..collect::collect(text, &pieces, &read.roles, score, shouted) })
    }

    /// Adds the pieces of a run.
    fn add(&mut self, run: Run<'a>, pieces: &mut Vec<Piece<'a>>) {
        let key = run.key();
        let known = self.runs.binary_search_by_key(&key, |(key, _)| *key);
        let own = match known {
            Ok(at) => self.runs[at].1.clone(),
            Err(at) => {
                let from = self.pieces.len();
                cut_run(&self.line, run, &mut self.tokens, &mut self.pieces);
                let own = from..self.pieces.len();
                self.runs.insert(at, (key, own.clone()));
                own
            }
        };
        let first = pieces.len();
        pieces.extend_from_slice(&self.pieces[own]);
        if let Some(first) = pieces.get_mut(first) {
            first.before = run.before;
        }
    }
}
