//! What the reading of a note depends on: the questions that it asked of what all notes teach.
//!
//! A note asks about a thousand, and they have to be kept as long as its index is. So they are kept
//! in few bits each: every question that was asked is found again, and one in a few hundred that
//! were not, which costs reading a note for nothing.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Of this many questions that a note did not ask, one counts as asked; a power of two.
const FALSE_ONE_IN: u64 = 256;

/// A question that one note in this many asks is kept for all of them together.
const COMMON_ONE_IN: usize = 8;

/// From so many notes it is told which questions are common.
pub(super) const SAMPLE: usize = 64;

/// The questions of a note, sorted and as differences, each a quotient in ones and a remainder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Questions {
    n: u32,
    bits: Vec<u8>,
}

impl Questions {
    /// Keeps those of `asked` that are not `common`; both are sorted.
    pub(super) fn new(asked: &[u64], common: &[u64]) -> Questions {
        let rare = asked.iter().filter(|question| common.binary_search(question).is_err());
        let rare: Vec<u64> = rare.copied().collect();
        let n = rare.len() as u32;
        let mut out = Bits::default();
        let mut last = 0;
        // Scaled down, they are sorted as before.
        for value in rare.into_iter().map(|question| scale(question, n)) {
            let step = value - last;
            (0..step / FALSE_ONE_IN).for_each(|_| out.push(true));
            out.push(false);
            let remainder = (0..FALSE_ONE_IN.trailing_zeros()).rev();
            remainder.for_each(|bit| out.push(step >> bit & 1 == 1));
            last = value;
        }
        Questions { n, bits: out.bytes }
    }

    /// Whether any of `news`, which are sorted, may have been asked.
    pub(super) fn any_of(&self, news: &[u64]) -> bool {
        let mut news = news.iter().map(|question| scale(*question, self.n)).peekable();
        let mut bits = Cursor { bytes: &self.bits, at: 0 };
        let mut value = 0;
        for _ in 0..self.n {
            if news.peek().is_none() {
                break;
            }
            while bits.next() {
                value += FALSE_ONE_IN;
            }
            let remainder = 0..FALSE_ONE_IN.trailing_zeros();
            value += remainder.fold(0, |number, _| number << 1 | u64::from(bits.next()));
            while news.next_if(|wanted| *wanted < value).is_some() {}
            if news.peek() == Some(&value) {
                return true;
            }
        }
        false
    }
}

/// The questions that are common among the notes that asked `samples`, sorted.
pub(super) fn common<'a>(samples: impl Iterator<Item = &'a [u64]>) -> Vec<u64> {
    let mut n_samples = 0;
    let mut counts: FxHashMap<u64, usize> = FxHashMap::default();
    for asked in samples {
        n_samples += 1;
        asked.iter().for_each(|question| *counts.entry(*question).or_default() += 1);
    }
    let is_common = |count: usize| count * COMMON_ONE_IN > n_samples;
    let mut common: Vec<u64> =
        counts.into_iter().filter(|(_, count)| is_common(*count)).map(|(key, _)| key).collect();
    common.sort_unstable();
    common
}

/// A hash as a number below `n * FALSE_ONE_IN`, in the same order.
fn scale(question: u64, n: u32) -> u64 {
    let range = u128::from(n) * u128::from(FALSE_ONE_IN);
    ((u128::from(question) * range) >> 64) as u64
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    n: usize,
}

impl Bits {
    fn push(&mut self, bit: bool) {
        if self.n.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= u8::from(bit) << (self.n % 8);
        }
        self.n += 1;
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    /// The next bit; at the end, and in what is damaged, zeros.
    fn next(&mut self) -> bool {
        let byte = self.bytes.get(self.at / 8).copied().unwrap_or(0);
        let bit = byte >> (self.at % 8) & 1 == 1;
        self.at += 1;
        bit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_is_kept_and_few_others() {
        for n in [0, 1, 2, 7, 500] {
            let mut questions: Vec<u64> = (0..n).map(random).collect();
            questions.sort_unstable();
            let kept = Questions::new(&questions, &[]);
            for question in &questions {
                assert!(kept.any_of(&[*question]), "{n}");
            }
            assert_eq!(kept.any_of(&questions), n > 0);
            let others = (1_000..11_000).filter(|other| kept.any_of(&[random(*other)])).count();
            assert!(others < 80, "{others} of 10,000");
        }
        let kept = Questions::new(&[3, 5, u64::MAX], &[5]);
        assert_eq!(kept, Questions::new(&[3, u64::MAX], &[]));
        assert!(kept.any_of(&[0, u64::MAX]));
    }

    #[test]
    fn few_bits_are_kept() {
        let mut questions: Vec<u64> = (0..1_000).map(random).collect();
        questions.sort_unstable();
        assert!(Questions::new(&questions, &[]).bits.len() * 8 < 10_000);
    }

    #[test]
    fn common_is_what_many_ask() {
        let notes: Vec<Vec<u64>> = (0..16).map(|n| vec![n % 3, n + 100, n % 8 + 50]).collect();
        assert_eq!(common(notes.iter().map(Vec::as_slice)), [0, 1, 2]);
        assert_eq!(common(std::iter::empty()), [0; 0]);
    }

    fn random(n: u32) -> u64 {
        let hash = blake3::hash(&n.to_le_bytes());
        let bytes = hash.as_bytes().first_chunk().copied().unwrap_or_default();
        u64::from_le_bytes(bytes)
    }
}
