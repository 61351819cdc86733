//! English stems, so that `operators` finds `operator`, behind a cache.
//!
//! Names are never stemmed: that is the analyzer's choice of profile, not this module's.

use std::fmt;

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

/// More distinct words than a year's notes hold; the cache is emptied when it is full.
const MAX_CACHED: usize = 1 << 16;

/// Stems of folded words, remembered: stemming costs more than all other analysis together.
#[derive(Clone)]
pub(super) struct Stems {
    stemmer: Stemmer,
    /// Indexes of `stems`.
    cache: FxHashMap<Box<str>, u32>,
    /// `None` for a word that is its own stem.
    stems: Vec<Option<Box<str>>>,
}

impl Stems {
    pub(super) fn new() -> Stems {
        Stems {
            stemmer: Stemmer::new(Algorithm::English),
            cache: FxHashMap::default(),
            stems: Vec::new(),
        }
    }

    /// The stem of a folded word, or `None` when the word is its own stem.
    pub(super) fn stem(&mut self, word: &str) -> Option<&str> {
        if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let index = match self.cache.get(word) {
            Some(&index) => index,
            None => self.insert(word),
        };
        self.stems.get(index as usize)?.as_deref()
    }

    fn insert(&mut self, word: &str) -> u32 {
        if self.stems.len() >= MAX_CACHED {
            self.cache.clear();
            self.stems.clear();
        }
        let index = u32::try_from(self.stems.len()).expect("the cache is emptied long before");
        let stem = self.stemmer.stem(word);
        self.stems.push((stem != word).then(|| stem.into()));
        self.cache.insert(word.into(), index);
        index
    }
}

impl fmt::Debug for Stems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stems").field("cached", &self.stems.len()).finish()
    }
}
