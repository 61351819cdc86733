//! English stems, so that `operators` finds `operator`, behind a cache.
//!
//! Names are never stemmed: that is the analyzer's choice of profile, not this module's.

use std::fmt;

use frostem::{Algorithm, Stemmer};

/// Words of more bytes are stemmed each time: they are one in a hundred.
const MAX_WORD: usize = 16;

/// What a stem may have of its own after what it shares with the word: `e` of `hope` for `hoping`.
const MAX_TAIL: usize = 6;

/// Slots of a new cache, which serves the texts of a few hits.
const MIN_SLOTS: usize = 1 << 8;

/// Slots of the largest cache, in 1.5 MB: twice the distinct words of a year's notes. With fewer the
/// many words that are rare push each other out.
const MAX_SLOTS: usize = 1 << 16;

/// Stems of folded words, remembered: stemming costs more than all other analysis together.
#[derive(Clone)]
pub(super) struct Stems {
    stemmer: Stemmer,
    /// Two and two have room for two words of those that fall on them: the last that were asked for.
    slots: Vec<Slot>,
    /// How many words were put in a slot since there are so many.
    n_new: usize,
}

/// The bytes of a word in two numbers, and its [`Stem`] as a third. All zeros when it is free.
type Slot = [u64; 3];

/// How a stem comes of its word: the bytes that they share, then some more.
#[derive(Clone, Copy)]
struct Stem {
    shared: usize,
    tail: [u8; MAX_TAIL],
    n_tail: usize,
}

impl Stems {
    pub(super) fn new() -> Stems {
        Stems { stemmer: Stemmer::new(Algorithm::English), slots: Vec::new(), n_new: 0 }
    }

    /// Appends the stem of a word of the letters `a` to `z` to `out`, unless the word is its own
    /// stem; says whether it did.
    pub(super) fn push_stem(&mut self, word: &str, out: &mut String) -> bool {
        if word.len() < 3 {
            return false;
        }
        let Some(stem) = self.stem(word) else {
            let stem = self.stemmer.stem(word);
            let is_other = stem != word;
            out.push_str(if is_other { &stem } else { "" });
            return is_other;
        };
        if stem.shared == word.len() && stem.n_tail == 0 {
            return false;
        }
        out.push_str(word.get(..stem.shared).unwrap_or_default());
        out.extend(stem.tail.iter().take(stem.n_tail).map(|&b| char::from(b)));
        true
    }

    /// The stem of a word of small letters; `None` when one of them is too long to be remembered.
    fn stem(&mut self, word: &str) -> Option<Stem> {
        let key = key(word)?;
        if let Some([first, second]) = pair(&mut self.slots, key) {
            if [second[0], second[1]] == key {
                std::mem::swap(first, second);
            }
            if [first[0], first[1]] == key {
                return Some(Stem::unpack(first[2]));
            }
        }
        let stem = Stem::of(word, &self.stemmer.stem(word))?;
        self.make_room();
        self.put([key[0], key[1], stem.pack()]);
        self.n_new += 1;
        Some(stem)
    }

    fn make_room(&mut self) {
        let n = self.slots.len();
        if n > 0 && (2 * self.n_new < n || n >= MAX_SLOTS) {
            return;
        }
        let old = std::mem::replace(&mut self.slots, vec![[0; 3]; (2 * n).max(MIN_SLOTS)]);
        self.n_new = 0;
        old.into_iter().filter(|slot| *slot != [0; 3]).for_each(|slot| self.put(slot));
    }

    fn put(&mut self, slot: Slot) {
        if let Some([first, second]) = pair(&mut self.slots, [slot[0], slot[1]]) {
            *second = std::mem::replace(first, slot);
        }
    }
}

impl Stem {
    fn of(word: &str, stem: &str) -> Option<Stem> {
        let shared = word.bytes().zip(stem.bytes()).take_while(|(one, other)| one == other).count();
        let rest = stem.as_bytes().get(shared..)?;
        let mut tail = [0; MAX_TAIL];
        tail.get_mut(..rest.len())?.copy_from_slice(rest);
        stem.is_ascii().then_some(Stem { shared, tail, n_tail: rest.len() })
    }

    fn pack(self) -> u64 {
        let [a, b, c, d, e, f] = self.tail;
        u64::from_le_bytes([self.shared as u8, self.n_tail as u8, a, b, c, d, e, f])
    }

    fn unpack(packed: u64) -> Stem {
        let [shared, n_tail, tail @ ..] = packed.to_le_bytes();
        Stem { shared: usize::from(shared), tail, n_tail: usize::from(n_tail) }
    }
}

/// The bytes of a word that has no zeros, as numbers.
fn key(word: &str) -> Option<[u64; 2]> {
    let mut bytes = [0; MAX_WORD];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    let number = u128::from_le_bytes(bytes);
    Some([number as u64, (number >> 64) as u64])
}

/// The two of `slots`, a power of two of them, where a word may stand.
fn pair(slots: &mut [Slot], [low, high]: [u64; 2]) -> Option<&mut [Slot; 2]> {
    let mixed = (low ^ high.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let first = (mixed >> 40) as usize & slots.len().wrapping_sub(2);
    slots.get_mut(first..)?.first_chunk_mut()
}

impl fmt::Debug for Stems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stems").field("slots", &self.slots.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_the_stemmer_says() {
        let stemmer = Stemmer::new(Algorithm::English);
        let mut stems = Stems::new();
        let endings = ["", "s", "ing", "ed", "ational", "ies", "y", "ization", "fulness", "ably"];
        // More words than slots, so that some take the places of others; then all again.
        for n in (0..3_000u32).cycle().take(6_000) {
            let letters = (0..4).map(|at| char::from(b'a' + (n >> (4 * at) & 15) as u8));
            for ending in endings {
                let word: String = letters.clone().chain(ending.chars()).collect();
                let stem = stemmer.stem(&word);
                let mut out = String::from("~");
                assert_eq!(stems.push_stem(&word, &mut out), stem != word, "{word}");
                assert_eq!(out, if stem == word { "~".to_owned() } else { format!("~{stem}") });
            }
        }
    }

    #[test]
    fn short_and_long_words() {
        let mut stems = Stems::new();
        for word in ["", "as", "flux"] {
            assert!(!stems.push_stem(word, &mut String::new()), "{word}");
        }
        let mut long = String::new();
        assert!(stems.push_stem("internationalizations", &mut long));
        assert_eq!(long, "internation");
    }
}
