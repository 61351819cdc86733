//! Text that is indented by four columns: code to CommonMark, and to most note-takers a list or a
//! paragraph that belongs to what stands above it.

use std::borrow::Cow;

use super::builder::Depth;
use super::habits::{self, Shape};
use super::markdown::Passage;
use super::source::OffsetMap;

/// How often text is read anew without its indentation; deeper text stays code.
pub(super) const MAX_REREADS: u8 = 3;

/// Whether most lines are words rather than code.
pub(super) fn is_prose(text: &str) -> bool {
    let (mut prose, mut code) = (0u32, 0u32);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line_evidence(line) {
            Evidence::Prose => prose += 1,
            Evidence::Code => code += 1,
            Evidence::None => {}
        }
    }
    prose > code
}

#[derive(PartialEq, Eq)]
enum Evidence {
    Prose,
    Code,
    None,
}

fn line_evidence(line: &str) -> Evidence {
    let (text, is_item) = match habits::item(line) {
        Some(Shape::Item { skip, .. }) => (&line[skip..], true),
        _ => (line, false),
    };
    if looks_like_code(text) {
        return Evidence::Code;
    }
    let words = text.split_whitespace().take(4).count();
    let starts_with_letter =
        text.starts_with(|c: char| c.is_alphabetic() || "\"“(<[*_".contains(c));
    let is_wide = !text.is_ascii();
    if is_item || (starts_with_letter && (words >= 3 || is_wide)) {
        Evidence::Prose
    } else {
        Evidence::None
    }
}

fn looks_like_code(text: &str) -> bool {
    /// What begins lines of shell sessions, scripts and programs.
    const BEGINNINGS: [&str; 26] = [
        "$ ", "# ", "//", "/*", "{", "}", "@", "./", "kubectl ", "docker ", "helm ", "git ",
        "curl ", "sudo ", "apt", "npm ", "pip ", "cd ", "export ", "import ", "func ", "fn ",
        "def ", "class ", "const ", "return ",
    ];
    const ENDINGS: [&str; 7] = ["{", "}", ";", "\\", "(", "[", "=>"];
    const INSIDE: [&str; 12] =
        ["()", "==", "!=", "&&", "||", "=\"", " = ", "::", "{{", "</", " --", ":="];
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
        || ENDINGS.iter().any(|ending| text.ends_with(ending))
        || INSIDE.iter().any(|part| text.contains(part))
        || is_setting(text)
}

/// `key: value` as in YAML: both are one word.
fn is_setting(text: &str) -> bool {
    let is_key = |key: &str| {
        !key.is_empty()
            && key
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/'))
            && !key.starts_with(|c: char| c.is_ascii_uppercase())
    };
    match text.split_once(": ") {
        Some((key, value)) => is_key(key) && value.split_whitespace().count() == 1,
        None => text.strip_suffix(':').is_some_and(is_key),
    }
}

/// The text without the indentation that all its lines have in common.
pub(super) fn unindent(
    text: &str,
    offsets: &OffsetMap,
    depth: Depth,
    rereads: u8,
) -> Passage<'static> {
    let common = text
        .lines()
        .filter(|line| !line.trim_ascii().is_empty())
        .map(|line| line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count())
        .min()
        .unwrap_or(0);
    let mut plain = String::with_capacity(text.len());
    let mut plain_offsets = OffsetMap::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let blank = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let skip = blank.min(common);
        plain_offsets.jump(plain.len(), offsets.map(at + skip));
        plain.push_str(&line[skip..]);
        at += line.len();
    }
    Passage { text: Cow::Owned(plain), offsets: plain_offsets, depth, rereads }
}
