//! Short texts of ASCII byte by byte: what can be told of them without decoding a character.

/// How many bytes fit, given the byte before each; before the first one stands a space.
///
/// Up to a run's end they are counted in one byte, so that a machine looks at many of them at once.
#[inline]
pub(crate) fn count(bytes: &[u8], fits: impl Fn(u8, u8) -> bool) -> usize {
    const RUN: usize = 128;
    let Some((first, rest)) = bytes.split_first() else { return 0 };
    let mut n = usize::from(fits(b' ', *first));
    for (now, before) in rest.chunks(RUN).zip(bytes.chunks(RUN)) {
        let pairs = now.iter().zip(before);
        n += usize::from(pairs.map(|(now, before)| u8::from(fits(*before, *now))).sum::<u8>());
    }
    n
}

/// The next character at byte `from` or behind it that is no letter or digit of ASCII, and where it stands.
#[inline]
pub(crate) fn next_mark(text: &str, from: usize) -> Option<(usize, char)> {
    const PASSED: [bool; 256] = {
        let mut passed = [false; 256];
        let mut byte = 0_u8;
        while byte.is_ascii() {
            passed[byte as usize] = byte.is_ascii_alphanumeric();
            byte += 1;
        }
        passed
    };
    let rest = text.as_bytes().get(from..)?;
    let at = from + rest.iter().position(|byte| !PASSED[usize::from(*byte)])?;
    Some((at, text.get(at..)?.chars().next()?))
}

/// `text` up to the full stop and the space that end its first sentence.
pub(crate) fn first_sentence(text: &str) -> &str {
    let bytes = text.as_bytes();
    let ends = |at: &usize| bytes.get(at + 1) == Some(&b' ');
    &text[..memchr::memchr_iter(b'.', bytes).find(ends).unwrap_or(text.len())]
}

/// The first of `words`, each of two bytes and more, with which `text` begins. Their first two bytes rule
/// out nearly all of them.
#[inline]
pub(crate) fn leading<'w, T>(text: &str, words: &'w [(&'w str, T)]) -> Option<&'w (&'w str, T)> {
    let start = text.as_bytes().first_chunk::<2>()?;
    let begins = |word: &str| word.as_bytes().first_chunk() == Some(start);
    words.iter().find(|(word, _)| begins(word) && text.starts_with(word))
}

/// `text` before and behind its first colon, in either width.
pub(crate) fn split_at_colon(text: &str) -> Option<(&str, &str)> {
    const WIDE: &str = "：";
    let mut colons = memchr::memchr2_iter(b':', WIDE.as_bytes()[0], text.as_bytes());
    colons.find_map(|at| {
        let behind = text.get(at..)?;
        let behind = behind.strip_prefix(':').or_else(|| behind.strip_prefix(WIDE))?;
        Some((&text[..at], behind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_with_what_stands_before_them() {
        let begins = |before: u8, now: u8| now == b'a' && before == b' ';
        for (text, expected) in [("", 0), ("a", 1), ("a ba a", 2), ("aa", 1)] {
            assert_eq!(count(text.as_bytes(), begins), expected, "{text}");
        }
        for len in [127, 128, 129, 1000] {
            assert_eq!(count("a".repeat(len).as_bytes(), |_, now| now == b'a'), len);
        }
    }

    #[test]
    fn marks_come_one_after_the_other() {
        let check = |text: &str, expected: &[(usize, char)]| {
            let mut from = 0;
            let marks = std::iter::from_fn(|| {
                let mark = next_mark(text, from)?;
                from = mark.0 + mark.1.len_utf8();
                Some(mark)
            });
            assert_eq!(marks.collect::<Vec<_>>(), expected, "{text}");
        };
        check("", &[]);
        check("Ada1", &[]);
        check("a, é-", &[(1, ','), (2, ' '), (3, 'é'), (5, '-')]);
    }

    #[test]
    fn a_sentence_ends_before_a_space() {
        for text in ["", "v1.2 of it. And more", "one.", "a. b. c", ". "] {
            assert_eq!(Some(first_sentence(text)), text.split(". ").next(), "{text}");
        }
    }

    #[test]
    fn a_line_is_split_at_its_first_colon() {
        for line in ["", "a", "a: b", "a：b: c", "ｱ：b", "ﾟ: c：", ":", "：", "é:"] {
            assert_eq!(split_at_colon(line), line.split_once([':', '：']), "{line}");
        }
    }

    #[test]
    fn the_first_word_that_leads_is_found() {
        let words = [("at ", 1), ("at the ", 2), ("to ", 3)];
        for (text, expected) in
            [("at the sea", Some(1)), ("to", None), ("to sea", Some(3)), ("t", None), ("", None)]
        {
            assert_eq!(leading(text, &words).map(|(_, number)| *number), expected, "{text}");
        }
    }
}
