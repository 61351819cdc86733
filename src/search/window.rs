//! A stretch of consecutive documents, a bit and a score for each: what one step of
//! [`scan`](super::scan) works on. It fits the processor's first cache.

/// Documents in a window.
pub(super) const WIDTH: usize = 2048;
const WORDS: usize = WIDTH / 64;

/// Which documents of a window are meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mask([u64; WORDS]);

impl Mask {
    pub(super) const EMPTY: Mask = Mask([0; WORDS]);

    /// The first `n` documents.
    pub(super) fn first(n: usize) -> Mask {
        let mut mask = Mask::EMPTY;
        for (at, word) in mask.0.iter_mut().enumerate() {
            let bits = n.saturating_sub(at * 64).min(64);
            *word = if bits == 64 { u64::MAX } else { (1 << bits) - 1 };
        }
        mask
    }

    pub(super) fn contains(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    pub(super) fn insert(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    pub(super) fn remove(&mut self, at: usize) {
        self.0[at / 64] &= !(1 << (at % 64));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(super) fn intersect(&mut self, other: &Mask) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    /// The documents that are in both.
    pub(super) fn and(&self, other: &Mask) -> Mask {
        let mut both = *self;
        both.intersect(other);
        both
    }

    /// The documents that are not in `other`.
    pub(super) fn without(&self, other: &Mask) -> Mask {
        let mut rest = *self;
        rest.subtract(other);
        rest
    }

    pub(super) fn unite(&mut self, other: &Mask) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    pub(super) fn subtract(&mut self, other: &Mask) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
    }

    /// Calls `found` with the place of each document, in order.
    pub(super) fn for_each(&self, mut found: impl FnMut(usize)) {
        for (at, &word) in self.0.iter().enumerate() {
            let mut rest = word;
            while rest != 0 {
                found(at * 64 + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
    }
}

/// Which documents of a window match, and how well. A score is only meant where the mask says so.
#[derive(Debug)]
pub(super) struct Window {
    pub(super) mask: Mask,
    pub(super) scores: Box<[f32; WIDTH]>,
}

impl Window {
    fn new() -> Window {
        Window { mask: Mask::EMPTY, scores: Box::new([0.0; WIDTH]) }
    }

    /// Gives a document a score, or the better of this and the one it has.
    pub(super) fn raise(&mut self, at: usize, score: f32) {
        if self.mask.contains(at) {
            self.scores[at] = self.scores[at].max(score);
        } else {
            self.mask.insert(at);
            self.scores[at] = score;
        }
    }

    /// Adds to a document's score.
    pub(super) fn add(&mut self, at: usize, score: f32) {
        if self.mask.contains(at) {
            self.scores[at] += score;
        } else {
            self.mask.insert(at);
            self.scores[at] = score;
        }
    }

    /// Takes over the documents of `other`: `both` makes one score of two.
    pub(super) fn merge(&mut self, other: &Window, both: impl Fn(f32, f32) -> f32) {
        let new = other.mask.without(&self.mask);
        other.mask.and(&self.mask).for_each(|at| {
            self.scores[at] = both(self.scores[at], other.scores[at]);
        });
        new.for_each(|at| self.scores[at] = other.scores[at]);
        self.mask.unite(&new);
    }
}

/// Windows to take and give back.
#[derive(Debug, Default)]
pub(super) struct Pool(Vec<Window>);

impl Pool {
    /// A window without documents.
    pub(super) fn take(&mut self) -> Window {
        let mut window = self.0.pop().unwrap_or_else(Window::new);
        window.mask = Mask::EMPTY;
        window
    }

    pub(super) fn give(&mut self, window: Window) {
        self.0.push(window);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_sets() {
        let places = |mask: &Mask| {
            let mut places = Vec::new();
            mask.for_each(|at| places.push(at));
            places
        };
        for n in [0, 1, 63, 64, 65, 2047, 2048] {
            let mask = Mask::first(n);
            assert_eq!(mask.len(), n);
            assert_eq!(places(&mask), (0..n).collect::<Vec<_>>());
        }
        let mut mask = Mask::first(100);
        mask.subtract(&Mask::first(98));
        mask.insert(2000);
        mask.remove(98);
        assert_eq!(places(&mask), [99, 2000]);
        assert_eq!(places(&mask.and(&Mask::first(100))), [99]);
        assert_eq!(places(&mask.without(&Mask::first(100))), [2000]);
        assert!(mask.contains(99) && !mask.contains(98) && !mask.is_empty());
        mask.intersect(&Mask::first(99));
        assert!(mask.is_empty());
        mask.unite(&Mask::first(2));
        assert_eq!(places(&mask), [0, 1]);
    }

    #[test]
    fn windows_merge() {
        let mut pool = Pool::default();
        let (mut one, mut other) = (pool.take(), pool.take());
        for (at, score) in [(1, 1.0), (2, 2.0)] {
            one.raise(at, score);
        }
        for (at, score) in [(2, 5.0), (3, 3.0)] {
            other.raise(at, score);
        }
        one.merge(&other, |known, new| known + new);
        let mut found = Vec::new();
        one.mask.for_each(|at| found.push((at, one.scores[at])));
        assert_eq!(found, [(1, 1.0), (2, 7.0), (3, 3.0)]);
    }
}
