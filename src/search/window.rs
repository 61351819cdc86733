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

    pub(super) fn subtract(&mut self, other: &Mask) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
    }

    /// The places of the documents, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest.wrapping_sub(1);
                (bit < 64).then_some(at * 64 + bit)
            })
        })
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
        for n in [0, 1, 63, 64, 65, 2047, 2048] {
            let mask = Mask::first(n);
            assert_eq!(mask.len(), n);
            assert_eq!(mask.iter().collect::<Vec<_>>(), (0..n).collect::<Vec<_>>());
        }
        let mut mask = Mask::first(100);
        mask.subtract(&Mask::first(98));
        mask.insert(2000);
        mask.remove(98);
        assert_eq!(mask.iter().collect::<Vec<_>>(), [99, 2000]);
        assert!(mask.contains(99) && !mask.contains(98) && !mask.is_empty());
        mask.intersect(&Mask::first(99));
        assert!(mask.is_empty());
    }
}
