//! What an unknown word was probably meant to be: the nearest of the index's own words.
//!
//! Distance counts letters added, left out, exchanged and swapped with their neighbour. The term
//! dictionaries are walked once, and left wherever no near word can lie.

use std::collections::BTreeMap;

use tantivy_fst::Automaton;

use super::fields::{BODY, COMPANIES, FieldId, RANKED, SPEAKERS, TITLE};
use super::terms::Terms;
use crate::analysis::FIRST_EXACT;
use crate::error::Result;
use crate::index::{Fields, engine_error};

/// Where words are looked for, and how many times a word there counts.
const DICTIONARIES: [(FieldId, u64); 4] = [(TITLE, 3), (BODY, 1), (SPEAKERS, 3), (COMPANIES, 3)];

/// The shortest word that is corrected, and the shortest that may have two mistakes.
const MIN_LETTERS: usize = 4;
const TWO_MISTAKES: usize = 8;
/// The longest word that is corrected.
const MAX_LETTERS: usize = 30;

/// The shortest word in the notes that may be a slip, and in how many bodies it may stand: slips
/// repeat, within a note above all.
const MIN_SLIP: usize = 6;
const MAX_SLIPS: u64 = 3;
/// The shortest word of a name that is looked for in other spellings: `Jon` and `Jan` are two.
const MIN_NAME: usize = 5;
/// How many times as frequent a word is of which another is a slip.
const OUTNUMBERS: u64 = 40;

/// How many times as frequent a word with one more mistake has to be, as a logarithm.
const MISTAKE: f32 = 4.0;
/// The same for a word that begins otherwise: the first letter is seldom wrong.
const FIRST_LETTER: f32 = 2.5;

/// How many mistakes a word may have, and whether also in its first letter: that a word begins as it
/// should leaves little of a dictionary to be walked.
#[derive(Clone, Copy)]
struct Mistakes {
    most: u8,
    anywhere: bool,
}

const ONE_LATER: Mistakes = Mistakes { most: 1, anywhere: false };

/// A word and what was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Correction {
    pub(super) typed: String,
    pub(super) meant: String,
    /// Whether that is looked up instead of what was typed, or besides.
    pub(super) instead: bool,
}

/// The word that `unknown`, which is folded, was probably meant to be. What stands once in one body
/// is as likely a slip itself, and no correction.
pub(super) fn correct(unknown: &str, terms: Terms<'_>) -> Result<Option<String>> {
    let most = if unknown.len() >= TWO_MISTAKES { 2 } else { 1 };
    let near = near(unknown, Mistakes { most, anywhere: true }, &DICTIONARIES, terms)?;
    Ok(nearest(unknown, near, 2))
}

/// The word of which `rare`, which stands in `df` bodies, is probably a slip that note-takers make,
/// too: one that differs by one mistake, and that is so much more frequent.
pub(super) fn correct_slip(rare: &str, df: u64, terms: Terms<'_>) -> Result<Option<String>> {
    if rare.len() < MIN_SLIP || df > MAX_SLIPS {
        return Ok(None);
    }
    Ok(nearest(rare, near(rare, ONE_LATER, &DICTIONARIES, terms)?, df * OUTNUMBERS))
}

/// The most probable of the words `near` to `word` that are `frequent` enough.
fn nearest(word: &str, near: BTreeMap<String, (u8, u64)>, frequent: u64) -> Option<String> {
    let letters = word.as_bytes();
    let worth = |term: &str, distance: u8, df: u64| {
        let begins_otherwise = term.as_bytes().first() != letters.first();
        (1.0 + df as f32).ln()
            - MISTAKE * f32::from(distance)
            - if begins_otherwise { FIRST_LETTER } else { 0.0 }
    };
    let best = near
        .into_iter()
        .filter(|(term, (_, df))| term != word && *df >= frequent)
        .map(|(term, (distance, df))| (worth(&term, distance, df), term))
        .max_by(|one, other| one.0.total_cmp(&other.0).then_with(|| other.1.cmp(&one.1)));
    best.map(|(_, term)| term)
}

/// The words of people's names that differ from `word`, which is folded, by one slip of the pen.
pub(super) fn other_spellings_of_name(word: &str, terms: Terms<'_>) -> Result<Vec<String>> {
    if word.len() < MIN_NAME {
        return Ok(Vec::new());
    }
    let mut names = near(word, ONE_LATER, &[(SPEAKERS, 1), (TITLE, 1)], terms)?;
    names.remove(word);
    Ok(names.into_keys().collect())
}

/// The words with so many mistakes in `word` that the fields hold, with the number of mistakes and of
/// documents, each counted as many times as is told.
fn near(
    word: &str,
    Mistakes { most, anywhere }: Mistakes,
    fields: &[(FieldId, u64)],
    terms: Terms<'_>,
) -> Result<BTreeMap<String, (u8, u64)>> {
    let mut found: BTreeMap<String, (u8, u64)> = BTreeMap::new();
    let letters = word.as_bytes();
    if !(MIN_LETTERS..=MAX_LETTERS).contains(&letters.len())
        || !letters.iter().all(u8::is_ascii_lowercase)
    {
        return Ok(found);
    }
    for segment in terms.segments.iter() {
        for &(field, times) in fields {
            let field = (RANKED[field].field)(Fields::get());
            let dictionary = segment.field(field)?.inverted.terms();
            let near = Near { word: letters, most };
            let mut range = dictionary.search(near).ge(FIRST_EXACT);
            if let (false, Some(&first)) = (anywhere, letters.first()) {
                range = range.ge([first]).lt([first + 1]);
            }
            let mut stream = range.into_stream().map_err(|e| engine_error(e.into()))?;
            while let Some((term, info)) = stream.next() {
                let Ok(term) = std::str::from_utf8(term) else { continue };
                if let Some(distance) = distance(letters, term.as_bytes(), most) {
                    let df = segment.document_frequency(field, info)?;
                    if df > 0 {
                        let known = found.entry(term.to_owned()).or_insert((distance, 0));
                        known.1 += df * times;
                    }
                }
            }
        }
    }
    Ok(found)
}

/// Accepts words within `most` mistakes of `word`.
struct Near<'a> {
    word: &'a [u8],
    most: u8,
}

/// The last two rows of the table of distances between beginnings of both words.
#[derive(Clone)]
struct Rows {
    before: [u8; MAX_LETTERS + 1],
    last: [u8; MAX_LETTERS + 1],
    read: Option<u8>,
}

impl Automaton for Near<'_> {
    type State = Rows;

    fn start(&self) -> Rows {
        let mut last = [u8::MAX; MAX_LETTERS + 1];
        for (n, slot) in (0..).zip(last.iter_mut()) {
            *slot = n;
        }
        Rows { before: [u8::MAX; MAX_LETTERS + 1], last, read: None }
    }

    fn is_match(&self, state: &Rows) -> bool {
        state.last.get(self.word.len()).is_some_and(|&distance| distance <= self.most)
    }

    fn can_match(&self, state: &Rows) -> bool {
        state.last.iter().take(self.word.len() + 1).any(|&distance| distance <= self.most)
    }

    fn accept(&self, state: &Rows, letter: u8) -> Rows {
        let mut next = [u8::MAX; MAX_LETTERS + 1];
        next[0] = state.last[0].saturating_add(1);
        for (at, &own) in self.word.iter().enumerate() {
            let exchanged = state.last[at].saturating_add(u8::from(own != letter));
            let added = state.last[at + 1].saturating_add(1);
            let left_out = next[at].saturating_add(1);
            let mut least = exchanged.min(added).min(left_out);
            if let Some(before) = at.checked_sub(1).and_then(|before| self.word.get(before))
                && *before == letter
                && state.read == Some(own)
            {
                least = least.min(state.before[at - 1].saturating_add(1));
            }
            next[at + 1] = least;
        }
        Rows { before: state.last, last: next, read: Some(letter) }
    }
}

/// How many mistakes make one word of the other; `None` when more than `most`.
fn distance(one: &[u8], other: &[u8], most: u8) -> Option<u8> {
    let near = Near { word: one, most };
    let mut state = near.start();
    for &letter in other {
        state = near.accept(&state, letter);
    }
    state.last.get(one.len()).copied().filter(|&distance| distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (one, other, expected) in [
            ("promethues", "prometheus", Some(1)),
            ("kyvreno", "kyverno", Some(1)),
            ("linkred", "linkerd", Some(1)),
            ("admision", "admission", Some(1)),
            ("kubernets", "kubernetes", Some(1)),
            ("istoi", "istio", Some(1)),
            ("same", "same", Some(0)),
            ("abcd", "badc", Some(2)),
            ("abcd", "wxyz", None),
            ("abcd", "", None),
        ] {
            assert_eq!(distance(one.as_bytes(), other.as_bytes(), 2), expected, "{one} {other}");
            assert_eq!(distance(other.as_bytes(), one.as_bytes(), 2), expected, "{other} {one}");
        }
    }
}
