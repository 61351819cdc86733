//! Finds the next word in a text: a plain word, a compound such as `kube-proxy`, `v1.21`, `O'Neil`
//! or `C++`, or a run of ideographs. What a word is indexed as, the parent module decides.

use super::fold::{Class, class, drops_marks, push_folded};
use unicode_normalization::char::is_combining_mark;

/// The most characters of a word that are kept.
pub(super) const MAX_WORD_CHARS: usize = 64;

/// The most words a compound may have; a longer chain is several compounds.
const MAX_PARTS: usize = 8;

/// One word of a compound, folded.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    pub(super) text: String,
    /// Byte range of the source text.
    pub(super) from: usize,
    pub(super) to: usize,
    /// What joins it to the next part; 0 at the end.
    pub(super) joint: u8,
    /// Where in `text` a new word begins by its capital: `redhat` has 3 for `RedHat`.
    pub(super) capitals: [u8; 4],
    pub(super) n_capitals: usize,
    /// Capitals and a small s at the end: `GPUs`.
    pub(super) plural_acronym: bool,
    /// Whether `text` has nothing but the letters `a` to `z`.
    pub(super) is_letters: bool,
}

/// What stands next in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// `Scan::parts` hold it; `symbols` is what belongs to a lone word: `++`, `#`, or `.` before it.
    Words,
    /// A run of ideographs in `Scan::run`.
    Ideographs,
    End,
}

/// A cursor over a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Scan {
    at: usize,
    pub(super) parts: Vec<Part>,
    pub(super) n_parts: usize,
    /// Spelling with its symbols when they are part of the name: `c++`, `c#`, `.net`.
    pub(super) symbol: Option<String>,
    /// Byte range of a run of ideographs.
    pub(super) run: (usize, usize),
}

impl Scan {
    pub(super) fn restart(&mut self) {
        self.at = 0;
    }

    pub(super) fn next(&mut self, text: &str) -> Found {
        self.n_parts = 0;
        self.symbol = None;
        let bytes = text.as_bytes();
        let mut before = self.last_before(text);
        while let Some(&b) = bytes.get(self.at) {
            let c = match char_at(text, self.at, b) {
                Some(c) => c,
                None => break,
            };
            match class(c) {
                Class::Word => {
                    self.compound(text, before);
                    return Found::Words;
                }
                Class::Ideograph => {
                    self.ideographs(text);
                    return Found::Ideographs;
                }
                Class::Mark | Class::Other => {
                    self.at += c.len_utf8();
                    before = [before[1], if c.is_ascii() { b } else { b'?' }];
                }
            }
        }
        Found::End
    }

    /// The next word where it is a plain one that has no part in anything longer: what
    /// [`next`](Scan::next) would find, in a fraction of the time. `None` where it may be another.
    pub(super) fn plain(&mut self, bytes: &[u8]) -> Option<Plain> {
        let mut from = self.at;
        while from < bytes.len() && class_at(bytes, from) & IN_WORD == 0 {
            from += 1;
        }
        let word = plain_word(bytes, from)?;
        let after = class_at(bytes, word.to);
        let is_joined = after & JOINT != 0 && class_at(bytes, word.to + 1) & IN_WORD != 0;
        // A dot before it can be a part of its name.
        let has_dot = from.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'.');
        if is_joined || after & SYMBOL != 0 || has_dot {
            return None;
        }
        self.at = word.to;
        Some(word)
    }

    /// The two bytes before the cursor, where the last compound ended.
    fn last_before(&self, text: &str) -> [u8; 2] {
        let bytes = text.as_bytes();
        let byte = |back: usize| {
            self.at.checked_sub(back).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ')
        };
        [byte(2), byte(1)]
    }

    fn ideographs(&mut self, text: &str) {
        let from = self.at;
        let rest = text.get(from..).unwrap_or_default();
        let len = rest
            .char_indices()
            .find(|&(_, c)| !matches!(class(c), Class::Ideograph | Class::Mark))
            .map_or(rest.len(), |(at, _)| at);
        self.at = from + len;
        self.run = (from, self.at);
    }

    fn compound(&mut self, text: &str, before: [u8; 2]) {
        let bytes = text.as_bytes();
        loop {
            self.part(text);
            if self.n_parts == MAX_PARTS {
                break;
            }
            let Some((joint, after)) = self.joint(text) else { break };
            if let Some(part) = self.parts.get_mut(self.n_parts - 1) {
                part.joint = joint;
            }
            self.at = after;
        }
        if self.n_parts != 1 {
            return;
        }
        let Some(part) = self.parts.first() else { return };
        let ends_here = |at: usize| !bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let rest = bytes.get(self.at..).unwrap_or_default();
        if rest.starts_with(b"++") && ends_here(self.at + 2) {
            self.symbol = Some(format!("{}++", part.text));
        } else if rest.starts_with(b"#") && part.text.len() == 1 && ends_here(self.at + 1) {
            self.symbol = Some(format!("{}#", part.text));
        } else if before[1] == b'.'
            && !before[0].is_ascii_alphanumeric()
            && !matches!(before[0], b'.' | b'?')
            && part.text.bytes().all(|b| b.is_ascii_alphabetic())
        {
            self.symbol = Some(format!(".{}", part.text));
        }
    }

    /// Reads one part at the cursor, which stands on a word character.
    fn part(&mut self, text: &str) {
        if self.parts.len() == self.n_parts {
            self.parts.push(Part::default());
        }
        let Some(part) = self.parts.get_mut(self.n_parts) else { return };
        self.n_parts += 1;
        part.text.clear();
        part.from = self.at;
        part.joint = 0;
        part.n_capitals = 0;
        part.plural_acronym = false;
        let bytes = text.as_bytes();
        let mut at = self.at;
        let mut chars = 0;
        let mut n_upper = 0;
        let mut last_upper = false;
        let mut last_last_upper = false;
        while let Some(&b) = bytes.get(at) {
            if b.is_ascii_alphanumeric() {
                let upper = b.is_ascii_uppercase();
                if chars < MAX_WORD_CHARS {
                    // `RedHat` begins a word at H, `HTTPProxy` at the last capital.
                    if upper && !last_upper && chars > 0 {
                        mark_capital(part, part.text.len());
                    } else if !upper && last_upper && last_last_upper && b.is_ascii_lowercase() {
                        mark_capital(part, part.text.len() - 1);
                    }
                    part.text.push(char::from(b.to_ascii_lowercase()));
                }
                chars += 1;
                n_upper += usize::from(upper);
                last_last_upper = last_upper;
                last_upper = upper;
                at += 1;
                continue;
            }
            if b.is_ascii() {
                break;
            }
            let Some(c) = char_at(text, at, b) else { break };
            match class(c) {
                Class::Word if chars < MAX_WORD_CHARS => push_folded(c, &mut part.text),
                Class::Word => {}
                Class::Mark => {
                    let invisible = !is_combining_mark(c);
                    if !invisible && !drops_marks(&part.text) && chars < MAX_WORD_CHARS {
                        part.text.push(c);
                    }
                }
                Class::Ideograph | Class::Other => break,
            }
            chars += 1;
            last_upper = false;
            last_last_upper = false;
            at += c.len_utf8();
        }
        part.plural_acronym =
            chars > 2 && n_upper == chars - 1 && bytes.get(at.wrapping_sub(1)) == Some(&b's');
        part.is_letters = part.text.bytes().all(|b| b.is_ascii_lowercase());
        part.to = at;
        self.at = at;
        self.contraction(text);
    }

    /// `who's` is `who`, and `don't` one word, whichever apostrophe is used.
    fn contraction(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if bytes.get(self.at).is_none_or(|b| b.is_ascii() && *b != b'\'') {
            return;
        }
        let rest = text.get(self.at..).unwrap_or_default();
        let Some(apostrophe) = rest.chars().next().filter(|&c| is_apostrophe(c)) else { return };
        let tail = rest.get(apostrophe.len_utf8()..).unwrap_or_default();
        let (mut ending, mut n_letters, mut len) = ([0; 2], 0, 0);
        for c in tail.chars() {
            match (class(c), ending.get_mut(n_letters)) {
                (Class::Mark, _) if !is_combining_mark(c) => {}
                (Class::Word, Some(letter)) if c.is_ascii_alphabetic() => {
                    *letter = c.to_ascii_lowercase() as u8;
                    n_letters += 1;
                }
                (Class::Word | Class::Mark, _) => return,
                (Class::Ideograph | Class::Other, _) => break,
            }
            len += c.len_utf8();
        }
        match &ending {
            b"s\0" => {}
            ending @ (b"t\0" | b"d\0" | b"m\0" | b"re" | b"ll" | b"ve") => {
                if let Some(part) = self.parts.get_mut(self.n_parts - 1) {
                    part.text.extend(ending.iter().filter(|&&b| b != 0).map(|&b| char::from(b)));
                    part.to = self.at + apostrophe.len_utf8() + len;
                }
            }
            _ => return,
        }
        self.at += apostrophe.len_utf8() + len;
    }

    /// What joins the part before the cursor to a word right behind it, and where that begins.
    fn joint(&self, text: &str) -> Option<(u8, usize)> {
        let bytes = text.as_bytes();
        let &b = bytes.get(self.at)?;
        let c = char_at(text, self.at, b)?;
        let after = self.at + c.len_utf8();
        let &next = bytes.get(after)?;
        if class(char_at(text, after, next)?) != Class::Word {
            return None;
        }
        let digits = next.is_ascii_digit()
            && self.at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        let joint = match c {
            '-' | '_' | '/' | '&' => b,
            // Kept between digits, so that 1.21 is not 121.
            '.' | ':' if digits => b,
            '.' | ':' => b'-',
            ',' if digits => b'-',
            '\u{2010}' | '\u{2011}' => b'-',
            _ if is_apostrophe(c) => b'\'',
            _ => return None,
        };
        Some((joint, after))
    }
}

/// A word that is nothing but ASCII and small but for the first letter, as most are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain {
    /// As a small letter, or a digit.
    pub(super) first: u8,
    /// Byte range of the source text.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether it is of letters only.
    pub(super) is_letters: bool,
}

/// Small ASCII letters.
const SMALL: u8 = 1;
/// ASCII digits.
const DIGIT: u8 = 2;
/// What else belongs to a word, or may.
const OTHER: u8 = 4;
/// What may join a word to one right behind it.
const JOINT: u8 = 8;
/// What may be a part of a name.
const SYMBOL: u8 = 16;
/// What does not end a word.
const IN_WORD: u8 = SMALL | DIGIT | OTHER;

/// What each byte is to a [`Plain`] word.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut b = 0;
    while b < 256 {
        classes[b] = match b as u8 {
            b'a'..=b'z' => SMALL,
            b'0'..=b'9' => DIGIT,
            b'A'..=b'Z' | 0x80.. => OTHER,
            b'-' | b'_' | b'/' | b'&' | b'.' | b':' | b',' | b'\'' => JOINT,
            b'+' | b'#' => SYMBOL,
            _ => 0,
        };
        b += 1;
    }
    classes
};

/// What the byte at `at` is; 0, as for a space, at the end.
fn class_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).map_or(0, |&b| CLASSES[usize::from(b)])
}

/// The plain word that begins at `from`.
fn plain_word(bytes: &[u8], from: usize) -> Option<Plain> {
    let first = bytes.get(from)?.to_ascii_lowercase();
    let mut seen = CLASSES[usize::from(first)];
    let mut to = from + 1;
    loop {
        let class = class_at(bytes, to);
        if class & IN_WORD == 0 {
            break;
        }
        seen |= class;
        // A run of other letters can be as long as the text: it is looked at once.
        if seen & OTHER != 0 || to - from >= MAX_WORD_CHARS {
            return None;
        }
        to += 1;
    }
    (seen & OTHER == 0).then_some(Plain { first, from, to, is_letters: seen == SMALL })
}

fn mark_capital(part: &mut Part, at: usize) {
    if let (Some(slot), Ok(at)) = (part.capitals.get_mut(part.n_capitals), u8::try_from(at))
        && at > 0
    {
        *slot = at;
        part.n_capitals += 1;
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
}

/// The character that begins at `at`, where the byte `b` stands.
fn char_at(text: &str, at: usize, b: u8) -> Option<char> {
    if b.is_ascii() { Some(char::from(b)) } else { text.get(at..)?.chars().next() }
}
