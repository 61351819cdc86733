//! A note's bytes to text: UTF-8, UTF-16, and Windows-1252 for what is neither; or the finding that
//! they are no text.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much of a file is looked at to tell text from other bytes.
pub(super) const SAMPLE_BYTES: usize = 8 * 1024;

/// What a note's bytes are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decoded {
    Text {
        text: String,
        /// What was unusual, and the 1-based line it is first about.
        remark: Option<(u32, String)>,
    },
    /// No text, and why not.
    Binary(&'static str),
}

const UTF_8_MARK: &[u8] = b"\xef\xbb\xbf";
const UTF_16LE_MARK: &[u8] = b"\xff\xfe";
const UTF_16BE_MARK: &[u8] = b"\xfe\xff";

/// Decodes the bytes of a whole file.
pub(super) fn decode(mut bytes: Vec<u8>) -> Decoded {
    if let Some(rest) = bytes.strip_prefix(UTF_16LE_MARK) {
        return wide(UTF_16LE, rest, None);
    }
    if let Some(rest) = bytes.strip_prefix(UTF_16BE_MARK) {
        return wide(UTF_16BE, rest, None);
    }
    if bytes.starts_with(UTF_8_MARK) {
        bytes.drain(..UTF_8_MARK.len());
    }
    if sample(&bytes).contains(&0) {
        return match unmarked_wide(sample(&bytes)) {
            Some(encoding) => {
                let remark = format!("read as {}, which it does not say", encoding.name());
                wide(encoding, &bytes, Some((1, remark)))
            }
            None => Decoded::Binary("not text: it holds NUL bytes"),
        };
    }
    if is_mostly_control(sample(&bytes)) {
        return Decoded::Binary("not text: it holds many control characters");
    }
    match String::from_utf8(bytes) {
        Ok(text) => Decoded::Text { text, remark: None },
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let before = bytes.get(..valid).unwrap_or(&[]);
            narrow(&bytes, line_after(before))
        }
    }
}

/// Whether a file that starts with `start` could be a note.
pub(super) fn begins_like_text(start: &[u8]) -> bool {
    if start.starts_with(UTF_16LE_MARK) || start.starts_with(UTF_16BE_MARK) {
        return true;
    }
    if start.contains(&0) {
        return unmarked_wide(start).is_some();
    }
    !is_mostly_control(start)
}

fn sample(bytes: &[u8]) -> &[u8] {
    bytes.get(..SAMPLE_BYTES).unwrap_or(bytes)
}

fn wide(encoding: &'static Encoding, bytes: &[u8], remark: Option<(u32, String)>) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let damaged = had_errors.then(|| {
        let line = line_after(text.split('\u{fffd}').next().unwrap_or("").as_bytes());
        (line, format!("not valid {}: some characters are replaced", encoding.name()))
    });
    Decoded::Text { text: text.into_owned(), remark: damaged.or(remark) }
}

/// UTF-16 without a byte order mark: nearly every second byte of Western text is NUL.
fn unmarked_wide(sample: &[u8]) -> Option<&'static Encoding> {
    let (mut even, mut odd) = (0, 0);
    for pair in sample.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    let pairs = sample.len() / 2;
    let is_wide = |nul: usize, other: usize| nul * 10 >= pairs * 7 && other * 20 <= pairs;
    if pairs < 4 {
        None
    } else if is_wide(odd, even) {
        Some(UTF_16LE)
    } else if is_wide(even, odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Bytes that are not valid UTF-8: UTF-8 with some damage when more of its characters are sound
/// than not, otherwise Windows-1252, which is Latin-1 with more signs.
fn narrow(bytes: &[u8], line: u32) -> Decoded {
    let (mut sound, mut damaged) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    if sound > damaged {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let remark = "not valid UTF-8: some characters are replaced".to_owned();
        return Decoded::Text { text, remark: Some((line, remark)) };
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    // It gives every byte a meaning, and five of them none that text has.
    let controls = text.chars().filter(|&c| c.is_control() && !c.is_whitespace()).count();
    if controls * 10 > text.len() {
        return Decoded::Binary("not text: it holds many control characters");
    }
    let remark = "not UTF-8: read as Windows-1252".to_owned();
    Decoded::Text { text: text.into_owned(), remark: Some((line, remark)) }
}

/// More than a tenth are characters that no text holds.
fn is_mostly_control(sample: &[u8]) -> bool {
    /// Text that was copied from a terminal has escapes.
    const ESCAPE: u8 = 0x1b;
    /// In so many bytes all that are odd are counted in one, so that a machine looks at many at once.
    const RUN: usize = 128;
    const DELETE: u8 = 0x7f;
    // Without a branch, for the same reason.
    let is_odd = |byte: u8| {
        let is_space = (byte == b'\t') | (byte == b'\n') | (byte == b'\x0c') | (byte == b'\r');
        (byte < b' ') & !is_space & (byte != ESCAPE) | (byte == DELETE)
    };
    let odd_in = |run: &[u8]| run.iter().map(|byte| u8::from(is_odd(*byte))).sum::<u8>();
    let odd: usize = sample.chunks(RUN).map(|run| usize::from(odd_in(run))).sum();
    odd * 10 > sample.len()
}

/// The 1-based line that follows `before`.
fn line_after(before: &[u8]) -> u32 {
    let ends = memchr::memchr_iter(b'\n', before).count();
    u32::try_from(ends + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `bytes` are: their text, or in brackets why they are none, and the remark.
    fn shown(bytes: &[u8]) -> String {
        match decode(bytes.to_vec()) {
            Decoded::Text { text, remark: None } => text,
            Decoded::Text { text, remark: Some((line, message)) } => {
                format!("{text} ({line}: {message})")
            }
            Decoded::Binary(reason) => format!("[{reason}]"),
        }
    }

    fn utf_16(text: &str, mark: &[u8], to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.iter().copied().chain(text.encode_utf16().flat_map(to_bytes)).collect()
    }

    #[test]
    fn bytes_become_text() {
        fn check(bytes: &[u8], expected: &str) {
            assert_eq!(shown(bytes), expected, "{bytes:?}");
        }
        check(b"", "");
        check(b"\xef\xbb\xbf", "");
        check(b"\xef\xbb\xbf# A", "# A");
        check("Körbächer – 日本".as_bytes(), "Körbächer – 日本");
        check(
            b"one\nK\xf6rb\xe4cher \x96 \x93x\x94",
            "one\nKörbächer – “x” (2: not UTF-8: read as Windows-1252)",
        );
        check(
            "Zürich, Málaga \u{fffd}".replace('\u{fffd}', "\0").as_bytes(),
            "[not text: it holds NUL bytes]",
        );
        let mut damaged = "日本語\n中文 ".as_bytes().to_vec();
        damaged.extend(b"\xff!");
        check(
            &damaged,
            "日本語\n中文 \u{fffd}! (2: not valid UTF-8: some characters are replaced)",
        );
        check(&utf_16("Grüße 👋\n", UTF_16LE_MARK, u16::to_le_bytes), "Grüße 👋\n");
        check(&utf_16("Grüße 👋\n", UTF_16BE_MARK, u16::to_be_bytes), "Grüße 👋\n");
        check(
            &utf_16("Notes of a day", b"", u16::to_le_bytes),
            "Notes of a day (1: read as UTF-16LE, which it does not say)",
        );
        check(
            b"\xff\xfea\0\x00\xd8b\0",
            "a\u{fffd}b (1: not valid UTF-16LE: some characters are replaced)",
        );
        check(b"\x7fELF\x02\x01\x01\0\0\0", "[not text: it holds NUL bytes]");
        check(b"\x01\x02\x03abc", "[not text: it holds many control characters]");
        check(b"\x81\x8d\x8f\x90\x9d\x81ab", "[not text: it holds many control characters]");
        check(b"\x1b[1mbold\x1b[0m", "\u{1b}[1mbold\u{1b}[0m");
    }

    #[test]
    fn every_byte_sequence_is_decoded_or_refused() {
        use proptest::prelude::*;
        proptest!(|(bytes in prop::collection::vec(any::<u8>(), 0..400))| {
            if let Decoded::Text { text, remark } = decode(bytes.clone()) {
                prop_assert_eq!(remark.is_none(), !text.contains('\u{fffd}')
                    && (std::str::from_utf8(&bytes).is_ok() || bytes.starts_with(b"\xff\xfe")
                        || bytes.starts_with(b"\xfe\xff")), "{:?} {:?}", text, remark);
            }
        });
    }
}
