//! How two spellings of a word are compared: lower case, no Latin diacritics.
//!
//! Kana and Hangul keep their marks: there a mark makes another letter.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds `text` for comparison: `Körbächer` and `korbacher` fold to the same.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut folded);
    }
    Cow::Owned(folded)
}

fn fold_char(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
        return;
    }
    match c {
        'ß' | 'ẞ' => folded.push_str("ss"),
        'æ' | 'Æ' => folded.push_str("ae"),
        'œ' | 'Œ' => folded.push_str("oe"),
        'ø' | 'Ø' => folded.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
        'ł' | 'Ł' => folded.push('l'),
        'ı' | 'İ' => folded.push('i'),
        'þ' | 'Þ' => folded.push_str("th"),
        '’' | 'ʼ' => folded.push('\''),
        // Only letters that lie in the Latin, Greek and Cyrillic blocks lose their marks.
        '\u{a0}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}' => {
            folded.extend(c.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase));
        }
        '\u{300}'..='\u{36f}' => {}
        _ => folded.extend(c.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn spellings_of_a_word_fold_alike() {
        for (text, folded) in [
            ("kubernetes", "kubernetes"),
            ("KubeCon", "kubecon"),
            ("Körbächer", "korbacher"),
            ("Straße", "strasse"),
            ("Søren Łukasz", "soren lukasz"),
            ("İstanbul", "istanbul"),
            ("ガイド", "ガイド"), // the mark of ガ stays
            ("O’Neil", "o'neil"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }
}
