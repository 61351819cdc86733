//! One spelling for words that are the same word: case, accents, width, possessive `'s`.
//!
//! Names and vocabularies are compared in this form; it is what the Analyzer indexes, but for
//! scripts that write no spaces, whose runs stay whole here. Only Latin letters lose their marks:
//! in kana, Hangul and other scripts a mark makes another letter.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// One folded word of a text and the bytes it was made from, a possessive `'s` included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FoldedWord {
    pub(crate) text: String,
    pub(crate) span: Range<usize>,
    /// Whether a possessive `'s` was taken off.
    pub(crate) possessive: bool,
}

/// The folded words of `text` with one space between them: `Max KÖRBÄCHER's` is `max korbacher`,
/// `kube-proxy` is `kube proxy`.
pub(crate) fn fold(text: &str) -> String {
    if is_plain(text) {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(part) = next_part(text, at) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        push_part(text, &part, &mut folded);
        at = part.end;
    }
    folded
}

/// Whether `text` is ASCII words with one space between them, as most names are.
fn is_plain(text: &str) -> bool {
    let mut before = b' ';
    for byte in text.bytes() {
        if !byte.is_ascii_alphanumeric() && (byte != b' ' || before == b' ') {
            return false;
        }
        before = byte;
    }
    before != b' '
}

/// The folded words of `text` and where they stand.
pub(crate) fn folded_words(text: &str) -> Vec<FoldedWord> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(part) = next_part(text, at) {
        let mut folded = String::with_capacity(part.end - part.start);
        push_part(text, &part, &mut folded);
        at = part.end;
        words.push(FoldedWord {
            text: folded,
            span: part.start..part.end,
            possessive: part.possessive,
        });
    }
    words
}

/// A word as it stands in the text: letters from `start` to `letters`, then perhaps the short end
/// of a contraction, of which `joined` is kept.
struct Part {
    start: usize,
    letters: usize,
    joined: Range<usize>,
    end: usize,
    possessive: bool,
}

fn push_part(text: &str, part: &Part, out: &mut String) {
    let begin = out.len();
    for range in [part.start..part.letters, part.joined.clone()] {
        for c in text.get(range).unwrap_or("").chars() {
            // A mark that stands alone after a Latin letter is that letter's accent.
            let accent = !c.is_ascii()
                && is_combining_mark(c)
                && out
                    .get(begin..)
                    .is_some_and(|word| word.as_bytes().last().is_none_or(u8::is_ascii));
            if !accent && !is_joiner(c) {
                push_folded(c, out);
            }
        }
    }
}

fn next_part(text: &str, from: usize) -> Option<Part> {
    let rest = text.get(from..)?;
    let (offset, first) = rest.char_indices().find(|(_, c)| is_word(*c))?;
    let start = from + offset;
    let ideographs = is_ideograph(first);
    let word = text.get(start..)?;
    let len = word
        .char_indices()
        .find(|(_, c)| {
            let belongs = is_word(*c) && is_ideograph(*c) == ideographs;
            !belongs && !is_combining_mark(*c) && !is_joiner(*c)
        })
        .map_or(word.len(), |(at, _)| at);
    let letters = start + len;
    let mut part =
        Part { start, letters, joined: letters..letters, end: letters, possessive: false };
    contraction(text, &mut part);
    Some(part)
}

/// `who's` is `who`, and `don't` is one word, whichever apostrophe is used; `O'Neil` is two.
fn contraction(text: &str, part: &mut Part) {
    let rest = text.get(part.letters..).unwrap_or("");
    let mut chars = rest.chars();
    let Some(apostrophe) = chars.next().filter(|c| is_apostrophe(*c)) else { return };
    let tail = chars.as_str();
    let len = tail.bytes().take_while(u8::is_ascii_alphabetic).count();
    if tail.get(len..).is_some_and(|after| after.starts_with(is_word)) {
        return;
    }
    let start = part.letters + apostrophe.len_utf8();
    let ending = tail.get(..len).unwrap_or("");
    if ending.eq_ignore_ascii_case("s") {
        part.possessive = true;
        part.end = start + len;
    } else if ["t", "d", "m", "re", "ll", "ve"].iter().any(|end| ending.eq_ignore_ascii_case(end)) {
        part.joined = start..start + len;
        part.end = start + len;
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{2bc}')
}

/// Invisible inside a word: soft hyphen, joiners, word joiner.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

fn is_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        is_ideograph(c) || (c.is_alphanumeric() && !is_combining_mark(c))
    }
}

/// Han, kana, Bopomofo and Hangul. The middle dot of Japanese names (U+30FB) parts words.
fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{3005}' | '\u{3007}' | '\u{303b}'
        | '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
        | '\u{3100}'..='\u{318f}' | '\u{31a0}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' | '\u{ff66}'..='\u{ffdc}'
        | '\u{1b000}'..='\u{1b16f}' | '\u{20000}'..='\u{3ffff}')
}

/// Appends `c` in lower case, Latin without accents, full width as half width.
pub(crate) fn push_folded(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    for lower in c.to_lowercase() {
        match lower {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'ħ' => out.push('h'),
            'ı' => out.push('i'),
            'ŋ' => out.push('n'),
            'ŧ' => out.push('t'),
            '\u{c0}'..='\u{24f}'
            | '\u{1e00}'..='\u{1eff}'
            | '\u{fb00}'..='\u{fb06}'
            | '\u{ff10}'..='\u{ff5a}' => decompose_compatible(lower, |part| {
                if !is_combining_mark(part) {
                    out.extend(part.to_lowercase());
                }
            }),
            // The dot that lower-casing `İ` leaves behind.
            '\u{307}' if !is_combining_mark(c) => {}
            _ => out.push(lower),
        }
    }
}

/// Folds the letters of `text` and keeps everything else, `’` as `'`: for comparing labels and
/// names whose punctuation matters.
pub(crate) fn fold_letters(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    // Most of it is ASCII all the same, which is copied in runs.
    while !rest.is_empty() {
        let len = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let start = folded.len();
        folded.push_str(&rest[..len]);
        folded[start..].make_ascii_lowercase();
        let mut foreign = rest[len..].chars();
        match foreign.next() {
            Some('’' | 'ʼ') => folded.push('\''),
            Some('\u{300}'..='\u{36f}') | None => {}
            Some(c) => push_folded(c, &mut folded),
        }
        rest = foreign.as_str();
    }
    Cow::Owned(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding() {
        let check = |text: &str, expected: &str| assert_eq!(fold(text), expected, "{text}");
        check("Liz Rice", "liz rice");
        check("Max KÖRBÄCHER", "max korbacher");
        check("Ko\u{308}rba\u{308}cher", "korbacher");
        check("Straße", "strasse");
        check("Kasper Borg Nissen Ørsted", "kasper borg nissen orsted");
        check("Łukasz", "lukasz");
        check("İstanbul", "istanbul");
        check("Ngô Đình", "ngo dinh");
        check("Ｋｕｂｅ", "kube");
        check("Hightower's keynote", "hightower keynote");
        check("Hightower’s", "hightower");
        check("don't we're", "dont were");
        check("O'Neil", "o neil");
        check("kube-proxy CI/CD v1.21", "kube proxy ci cd v1 21");
        check("KubeCon + CloudNativeCon", "kubecon cloudnativecon");
        check("服务网格 mesh", "服务网格 mesh");
        check("Kubernetes入門", "kubernetes 入門");
        check("ガギグ", "ガギグ");
        check("カ\u{3099}", "カ\u{3099}");
        check("Йод Ирина", "йод ирина");
        check("", "");
        check(" Liz  Rice ", "liz rice");
        check("- … 🚀", "");
    }

    #[test]
    fn letters_fold_and_the_rest_stays() {
        let check = |text: &str, expected: &str| assert_eq!(fold_letters(text), expected, "{text}");
        check("kube-proxy", "kube-proxy");
        check("Speaker(s):", "speaker(s):");
        check("Ko\u{308}rbächer", "korbacher");
        check("O’Neil", "o'neil");
        check("ガイド", "ガイド");
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "Kelsey Hightower’s «Ørsted»";
        let found: Vec<(&str, &str, bool)> = folded_words(text)
            .iter()
            .map(|word| (&text[word.span.clone()], word.possessive))
            .zip(["kelsey", "hightower", "orsted"])
            .map(|((typed, possessive), folded)| (typed, folded, possessive))
            .collect();
        assert_eq!(
            found,
            [
                ("Kelsey", "kelsey", false),
                ("Hightower’s", "hightower", true),
                ("Ørsted", "orsted", false)
            ]
        );
        let folded: Vec<String> = folded_words(text).into_iter().map(|word| word.text).collect();
        assert_eq!(folded.join(" "), fold(text));
    }
}
