//! Which characters make words, and what they become: one spelling for case, accents and width.
//!
//! Only Latin letters lose their accents. Kana, Hangul and the other scripts keep every mark,
//! because there a mark makes another letter.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What a character is to the tokenizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A letter or digit of a script that writes words with spaces between them.
    Word,
    /// A character of a script without spaces: indexed in pairs.
    Ideograph,
    /// Belongs to the character before it and is no letter of its own.
    Mark,
    /// Everything else: space, punctuation, emoji.
    Other,
}

pub(super) fn class(c: char) -> Class {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() { Class::Word } else { Class::Other };
    }
    match c {
        // Soft hyphen, joiners, word joiner: invisible inside a word.
        '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' => Class::Mark,
        _ if is_ideograph(c) => Class::Ideograph,
        _ if is_combining_mark(c) => Class::Mark,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Other,
    }
}

/// Han, kana, Bopomofo and Hangul. The middle dot of Japanese names (U+30FB) separates words.
fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{3005}' | '\u{3007}' | '\u{303b}'
        | '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
        | '\u{3100}'..='\u{318f}' | '\u{31a0}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' | '\u{ff66}'..='\u{ffdc}'
        | '\u{1b000}'..='\u{1b16f}' | '\u{20000}'..='\u{3ffff}')
}

/// Appends `c` as it is indexed: lower case, Latin without accents, full width as half width.
pub(super) fn push_folded(c: char, out: &mut String) {
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
            _ if is_combining_mark(lower) => {}
            _ => out.push(lower),
        }
    }
}

/// Whether a mark after a word's last letter is dropped: it is for Latin.
pub(super) fn drops_marks(word: &str) -> bool {
    word.as_bytes().last().is_none_or(u8::is_ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut folded = String::new();
        text.chars().for_each(|c| push_folded(c, &mut folded));
        assert_eq!(folded, expected, "{text}");
    }

    #[test]
    fn latin_loses_case_accents_and_width() {
        check("Körbächer", "korbacher");
        check("ŁUKASZ", "lukasz");
        check("Straße", "strasse");
        check("Jérôme", "jerome");
        check("Ngô Đình", "ngo dinh");
        check("İstanbul", "istanbul");
        check("Ｋｕｂｅ", "kube");
        check("ﬂux", "flux");
    }

    #[test]
    fn other_scripts_keep_their_marks() {
        check("ガギグ", "ガギグ");
        check("Йод", "йод");
        check("한국어", "한국어");
    }

    #[test]
    fn classes() {
        for (c, expected) in [
            ('a', Class::Word),
            ('9', Class::Word),
            ('é', Class::Word),
            ('網', Class::Ideograph),
            ('ー', Class::Ideograph),
            ('한', Class::Ideograph),
            ('・', Class::Other),
            ('\u{301}', Class::Mark),
            ('🚀', Class::Other),
            ('-', Class::Other),
        ] {
            assert_eq!(class(c), expected, "{c}");
        }
    }
}
