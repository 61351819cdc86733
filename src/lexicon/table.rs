//! Tables of folded words and phrases, for texts of which next to nothing stands in them.

use std::borrow::Borrow;
use std::hash::Hash;

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// A map by folded text. Most of what is looked up begins like no key, or is as long as none that
/// begins so, which is told before anything is hashed.
#[derive(Clone, Debug)]
pub(crate) struct Table<K, V> {
    values: FxHashMap<K, V>,
    /// By the first two bytes: the lengths of keys that begin so, a bit for each.
    lengths: Box<[u32; 1 << (2 * BITS)]>,
}

/// A set of folded texts.
pub(crate) type Set<K> = Table<K, ()>;

/// How texts may begin, by the first byte: next to none has to be compared.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct Starts(Vec<Vec<String>>);

impl From<Vec<String>> for Starts {
    fn from(starts: Vec<String>) -> Starts {
        let mut by_first = vec![Vec::new(); 256];
        for start in starts {
            let first = start.as_bytes().first().map(|first| usize::from(*first));
            by_first[first.unwrap_or_default()].push(start);
        }
        Starts(by_first)
    }
}

impl Starts {
    /// Those that begin with `first`.
    pub(crate) fn of(&self, first: u8) -> &[String] {
        &self.0[usize::from(first)]
    }
}

/// Bits of each of the first two bytes: enough to tell all Latin letters apart.
const BITS: usize = 5;

impl<K: Borrow<str> + Eq + Hash, V> Table<K, V> {
    pub(crate) fn insert(&mut self, key: K, value: V) {
        let (at, length) = place(key.borrow());
        self.lengths[at] |= length;
        self.values.insert(key, value);
    }

    /// The value of `key`, an empty one unless there was one.
    pub(crate) fn get_or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let (at, length) = place(key.borrow());
        self.lengths[at] |= length;
        self.values.entry(key).or_default()
    }

    #[inline]
    pub(crate) fn get(&self, key: &str) -> Option<&V> {
        let (at, length) = place(key);
        if self.lengths[at] & length == 0 {
            return None;
        }
        self.values.get(key)
    }

    #[inline]
    pub(crate) fn contains(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &K> {
        self.values.keys()
    }
}

/// Where the lengths of keys are kept that begin like `key`, and the bit of its own.
#[inline]
fn place(key: &str) -> (usize, u32) {
    const MASK: usize = (1 << BITS) - 1;
    let byte = |at: usize| key.as_bytes().get(at).map_or(0, |byte| usize::from(*byte) & MASK);
    (byte(0) << BITS | byte(1), 1 << key.len().min(31))
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Table<K, V> {
        Table { values: FxHashMap::default(), lengths: Box::new([0; 1 << (2 * BITS)]) }
    }
}

impl<K: Borrow<str> + Eq + Hash, V> Extend<(K, V)> for Table<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        entries.into_iter().for_each(|(key, value)| self.insert(key, value));
    }
}

impl<K: Borrow<str> + Eq + Hash, V> FromIterator<(K, V)> for Table<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Table<K, V> {
        let mut table = Table::default();
        table.extend(entries);
        table
    }
}

impl<K: Borrow<str> + Eq + Hash> FromIterator<K> for Set<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Set<K> {
        keys.into_iter().map(|key| (key, ())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_table_is_found() {
        let long = "x".repeat(40);
        let words = ["", "a", "an", "kubecon", "日", "日本", "été", &long];
        let table: Table<&str, usize> = words.into_iter().zip(1..).collect();
        for (word, number) in words.into_iter().zip(1..) {
            assert_eq!(table.get(word), Some(&number), "{word}");
        }
        for word in ["b", "on", "kubecom", "kubecons", "日月", "et", &"x".repeat(41)] {
            assert_eq!(table.get(word), None, "{word}");
        }
        assert!(Set::from_iter(["a"]).contains("a") && !Set::<&str>::default().contains(""));
    }
}
