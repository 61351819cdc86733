//! Words of a headline and what their shape says.

use std::borrow::Cow;

use crate::extract::bytes::count;
use crate::extract::learn::Learned;
use crate::lexicon::phrases::phrases;
use crate::lexicon::{Job, fold_letters, words};

/// What one word is evidence for. A word can be evidence for several things.
#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) text: &'a str,
    pub(crate) folded: Cow<'a, str>,
    pub(crate) shape: Shape,
    pub(crate) given: bool,
    pub(crate) ambiguous: bool,
    pub(crate) title: bool,
    pub(crate) job: Option<Job>,
    pub(crate) company: bool,
    /// A pronoun, a role at the conference, sponsorship: beside a name, and no part of it.
    pub(crate) aside: bool,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `Ada`, `DeTiberus`, `O'Neil`.
    Capitalised,
    /// `ADA`.
    Upper,
    /// `ada`.
    Lower,
    /// `B.` or `B`.
    Initial,
    /// Written in Han, kana or Hangul.
    Cjk,
    /// Anything with a digit, an `@` or no letter.
    Other,
}

/// Parts of names that are no names: `Ludwig van Beethoven`.
const PARTICLES: [&str; 27] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le",
    "el", "al", "bin", "ibn", "ben", "ter", "ten", "zu", "af", "av", "st", "st.", "mc",
];

impl<'a> Token<'a> {
    pub(crate) fn new(text: &'a str, learned: &Learned) -> Token<'a> {
        Token::of(text, fold_letters, learned)
    }

    /// The same with another way to fold a slice of `text`.
    pub(crate) fn of(
        text: &'a str,
        fold: impl Fn(&'a str) -> Cow<'a, str>,
        learned: &Learned,
    ) -> Token<'a> {
        let bare = bare(text);
        Token::folded(text, bare, fold(bare), learned)
    }

    fn folded(text: &'a str, bare: &str, folded: Cow<'a, str>, learned: &Learned) -> Token<'a> {
        let lists = words();
        let class = lists.class(&folded);
        let is_several = before(&folded, b'/').is_some();
        Token {
            shape: shape(bare),
            // `Jean-Paul` is a given name when `Jean` is.
            given: class.given
                || learned.is_given_name(&folded)
                || before(&folded, b'-').is_some_and(|first| lists.is_given_name(first)),
            ambiguous: class.ambiguous,
            title: class.title,
            // `CTO/COO`: several jobs at once.
            job: match is_several {
                true => folded
                    .split('/')
                    .map(|part| lists.job(part))
                    .min_by_key(Option::is_some)
                    .flatten(),
                false => class.job.or_else(|| cjk_job(&folded)),
            },
            company: class.company,
            aside: class.aside
                || is_several && folded.split('/').any(|part| lists.class(part).aside),
            text,
            folded,
        }
    }

    pub(crate) fn is_particle(&self) -> bool {
        PARTICLES.contains(&self.folded.as_ref())
    }
}

/// A word as it is looked up: [`Token::folded`] without the rest of it.
pub(crate) fn folded_word(text: &str) -> Cow<'_, str> {
    fold_letters(bare(text))
}

/// A word without the punctuation around it and without a possessive `'s`.
fn bare(text: &str) -> &str {
    let bare = if text.is_ascii() {
        let is_mark = |byte: &u8| !byte.is_ascii_alphanumeric();
        let start = text.bytes().take_while(is_mark).count();
        let end = text.bytes().rev().take_while(is_mark).count();
        text.get(start..text.len() - end).unwrap_or("")
    } else {
        text.trim_matches(|c: char| !c.is_alphanumeric())
    };
    bare.strip_suffix("'s").or(bare.strip_suffix("’s")).unwrap_or(bare)
}

/// What stands before the first `separator`, an ASCII character. Words are short: a loop over their
/// bytes is done before a searcher is set up.
fn before(word: &str, separator: u8) -> Option<&str> {
    word.get(..word.bytes().position(|byte| byte == separator)?)
}

fn shape(word: &str) -> Shape {
    if word.is_ascii() {
        return ascii_shape(word.as_bytes());
    }
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return Shape::Other };
    if is_cjk(first) {
        return Shape::Cjk;
    }
    if word.chars().any(|c| c.is_numeric() || matches!(c, '@' | '_' | '/' | ':' | '=' | '#')) {
        return Shape::Other;
    }
    if first.is_lowercase() {
        return Shape::Lower;
    }
    if !first.is_alphabetic() {
        return Shape::Other;
    }
    let rest = chars.as_str();
    if rest.chars().all(|c| !c.is_alphabetic()) {
        return Shape::Initial;
    }
    // `O'NEIL` and `KÖRBÄCHER` shout; so does every word without a lower-case letter.
    if !rest.chars().any(char::is_lowercase) { Shape::Upper } else { Shape::Capitalised }
}

/// The same as [`shape`] for a word without any other character.
fn ascii_shape(word: &[u8]) -> Shape {
    const UPPER: u8 = 1;
    const LOWER: u8 = 2;
    const OTHER: u8 = 4;
    /// What each byte is.
    const KINDS: [u8; 256] = {
        let mut kinds = [0; 256];
        let mut byte = 0_u8;
        while byte.is_ascii() {
            kinds[byte as usize] = match byte {
                b'A'..=b'Z' => UPPER,
                b'a'..=b'z' => LOWER,
                b'0'..=b'9' | b'@' | b'_' | b'/' | b':' | b'=' | b'#' => OTHER,
                _ => 0,
            };
            byte += 1;
        }
        kinds
    };
    let kind = |byte: &u8| KINDS[usize::from(*byte)];
    let Some((first, rest)) = word.split_first() else { return Shape::Other };
    let rest = rest.iter().fold(0, |all, byte| all | kind(byte));
    match kind(first) {
        _ if (kind(first) | rest) & OTHER != 0 => Shape::Other,
        LOWER => Shape::Lower,
        UPPER if rest & LOWER != 0 => Shape::Capitalised,
        UPPER if rest & UPPER != 0 => Shape::Upper,
        UPPER => Shape::Initial,
        _ => Shape::Other,
    }
}

/// A word in Han or Hangul that ends like a job: there, all of it is one word.
fn cjk_job(word: &str) -> Option<Job> {
    let ends = |end: &String| word.ends_with(end.as_str());
    let is_job = !word.is_ascii() && phrases().endings.jobs.iter().any(ends);
    is_job.then_some(Job::Head)
}

/// Whether `c` is written in Han, kana or Hangul.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{31f0}'..='\u{31ff}')
}

/// Whether `c` is an ideograph.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Whether `c` is a letter of Korean's own.
pub(crate) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7AF}')
}

/// Whether most letters of `text` are capitals: the note shouts.
pub(crate) fn shouts(text: &str) -> bool {
    /// Fewer may be an abbreviation.
    const MIN_CAPITALS: usize = 8;
    if text.is_ascii() {
        let upper = count(text.as_bytes(), |_, byte| byte.is_ascii_uppercase());
        let lower = || count(text.as_bytes(), |_, byte| byte.is_ascii_lowercase());
        return upper >= MIN_CAPITALS && upper > lower() * 5;
    }
    let (mut upper, mut lower) = (0, 0);
    for c in text.chars() {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    upper >= MIN_CAPITALS && upper > lower * 5
}

/// A shouted name in title case: `MAX KÖRBÄCHER` is `Max Körbächer`.
pub(crate) fn title_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at_start = true;
    for c in text.chars() {
        if at_start {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        at_start = !(c.is_alphanumeric() || c == '’' || c == '\'');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_a_word() {
        let check = |word: &str, expected: Shape| assert_eq!(shape(word), expected, "{word}");
        for (word, expected) in [
            ("Ada", Shape::Capitalised),
            ("DeTiberus", Shape::Capitalised),
            ("O'Neil", Shape::Capitalised),
            ("Körbächer", Shape::Capitalised),
            ("ADA", Shape::Upper),
            ("O'NEIL", Shape::Upper),
            ("KÖRBÄCHER", Shape::Upper),
            ("ada", Shape::Lower),
            ("élan", Shape::Lower),
            ("B.", Shape::Initial),
            ("B", Shape::Initial),
            ("É", Shape::Initial),
            ("服务", Shape::Cjk),
            ("k8s", Shape::Other),
            ("@ada", Shape::Other),
            ("", Shape::Other),
            ("'", Shape::Other),
        ] {
            check(word, expected);
        }
    }
}
