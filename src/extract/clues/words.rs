//! The words of a text in which clues are looked for.

use crate::extract::token::is_cjk;

#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    /// Whether nothing stood between the word before and this one: `kubecon` and `19`.
    pub(super) joined: bool,
    /// Whether nothing but a full stop did.
    pub(super) dotted: bool,
}

impl AsRef<str> for Word<'_> {
    fn as_ref(&self) -> &str {
        self.text
    }
}

/// Runs of letters of one script and runs of digits, apart: `kubecon2019` is two words.
#[derive(Clone)]
pub(super) struct Words<'a> {
    folded: &'a str,
    at: usize,
    last_end: usize,
}

impl<'a> Words<'a> {
    pub(super) fn of(folded: &'a str) -> Words<'a> {
        Words { folded, at: 0, last_end: usize::MAX }
    }

    /// Goes past what is of one sort.
    fn pass(&mut self, sort: Sort) {
        let bytes = self.folded.as_bytes();
        let mut at = self.at;
        loop {
            // Words are short: byte by byte is done before anything faster is set up.
            while at < bytes.len() && SORTS[usize::from(bytes[at])] == sort {
                at += 1;
            }
            match foreign_at(self.folded, at) {
                Some((foreign, len)) if foreign == sort => at += len,
                _ => break,
            }
        }
        self.at = at;
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        self.pass(Sort::Mark);
        let (start, bytes) = (self.at, self.folded.as_bytes());
        let first = SORTS[usize::from(*bytes.get(start)?)];
        let is_k8s = bytes[start..].starts_with(b"k8s");
        if is_k8s {
            self.at = start + "k8s".len();
        } else {
            self.pass(foreign_at(self.folded, start).map_or(first, |(sort, _)| sort));
        }
        let text = if is_k8s { "kubernetes" } else { &self.folded[start..self.at] };
        let joined = start == self.last_end;
        let dotted = bytes.get(self.last_end) == Some(&b'.') && self.last_end + 1 == start;
        self.last_end = self.at;
        Some(Word { text, joined, dotted })
    }
}

/// What sort of character it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Letter,
    /// In Han, kana or Hangul.
    Cjk,
    Digit,
    Mark,
    /// Not of ASCII: a byte does not say what it is.
    Foreign,
}

/// The sorts of bytes.
const SORTS: [Sort; 256] = {
    let mut sorts = [Sort::Foreign; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        sorts[byte as usize] = match byte {
            b'0'..=b'9' => Sort::Digit,
            b'a'..=b'z' | b'A'..=b'Z' => Sort::Letter,
            _ => Sort::Mark,
        };
        byte += 1;
    }
    sorts
};

/// The sort of the character at byte `at`, and its length, unless it is one of ASCII.
fn foreign_at(text: &str, at: usize) -> Option<(Sort, usize)> {
    if text.as_bytes().get(at)?.is_ascii() {
        return None;
    }
    let c = text[at..].chars().next()?;
    // `KubeConに参加`: no space sets a name apart from what follows in another script.
    let sort = match c {
        _ if is_cjk(c) => Sort::Cjk,
        _ if c.is_alphanumeric() => Sort::Letter,
        _ => Sort::Mark,
    };
    Some((sort, c.len_utf8()))
}
