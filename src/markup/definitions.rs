//! Link reference definitions, `[label]: https://… "title"`: CommonMark takes them out of the
//! text. The addresses that the text uses are in its links; titles, and definitions that nothing
//! refers to, are text that would be lost.

use std::collections::HashSet;
use std::ops::Range;

/// The longest label, in bytes, as in CommonMark.
const MAX_LABEL: usize = 999;

/// The labels that a text uses.
#[derive(Debug)]
pub(super) struct Labels {
    /// `None` when the text defines none: then nothing needs to be looked up.
    used: Option<HashSet<String>>,
}

/// What a definition says beyond the links that use it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rest {
    pub(super) text: String,
    pub(super) url: Option<String>,
    /// Written as a comment: `[//]: # (text)`.
    pub(super) comment: bool,
    /// Bytes of the text that was searched.
    pub(super) span: Range<usize>,
}

impl Labels {
    pub(super) fn new(text: &str, defines: bool) -> Labels {
        Labels { used: defines.then(|| used_in(text)) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.used.is_none()
    }

    /// What the definitions say in `gap`, a stretch of text without any block.
    pub(super) fn rest_in(&self, gap: &str) -> Vec<Rest> {
        let Some(used) = &self.used else { return Vec::new() };
        let mut found: Vec<Definition<'_>> = Vec::new();
        let mut at = 0;
        // A label, and what follows it, can go on over several lines.
        let mut label_end = 0;
        for line in gap.split_inclusive('\n') {
            let start = at + (line.len() - unmarked(line).len());
            let end = at + line.trim_ascii_end().len();
            at += line.len();
            if start >= end {
                continue;
            }
            let in_label = start < label_end;
            match label(&gap[start..]).filter(|_| !in_label) {
                Some(label) => {
                    label_end = start + label.len() + "[]:".len();
                    found.push(Definition { label, start, rest: label_end..end.max(label_end) });
                }
                None => {
                    if let Some(last) = found.last_mut() {
                        last.rest.end = last.rest.end.max(end);
                    }
                }
            }
        }
        found.into_iter().filter_map(|definition| definition.rest(used, gap)).collect()
    }
}

/// The line without what may stand before a definition: it can be in a list or a quote.
fn unmarked(line: &str) -> &str {
    let line = line.trim_start_matches(MARKERS);
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['.', ')']) {
        Some(rest) if rest.starts_with([' ', '\t']) => rest.trim_start_matches(MARKERS),
        _ => line,
    }
}

const MARKERS: [char; 6] = [' ', '\t', '>', '-', '*', '+'];

/// The label that a definition begins with.
fn label(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('[')?;
    let end = memchr::memmem::find(inside.as_bytes(), b"]:").filter(|&end| end <= MAX_LABEL)?;
    Some(&inside[..end])
}

/// A definition as it stands in a stretch of text.
struct Definition<'t> {
    label: &'t str,
    start: usize,
    /// The address and the title.
    rest: Range<usize>,
}

impl Definition<'_> {
    fn rest(self, used: &HashSet<String>, gap: &str) -> Option<Rest> {
        let rest = gap[self.rest.clone()].trim_ascii();
        let (url, title) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let url = url.trim_start_matches('<').trim_end_matches('>');
        let title = title.trim_ascii().trim_matches(['"', '\'', '(', ')']).trim_ascii();
        let is_comment = url.is_empty() || url == "#";
        let is_word = self.label.contains(char::is_alphabetic);
        let (text, url) = if let Some(note) = self.label.strip_prefix('^') {
            // A footnote of one word looks like a definition.
            let note = if is_word { note } else { "" };
            match url.contains("://") {
                true => (format!("{note} {title}"), Some(url)),
                false => (format!("{note} {url} {title}"), None),
            }
        } else if is_comment {
            (title.to_owned(), None)
        } else if used.contains(&normal(self.label)) {
            if title.is_empty() {
                return None;
            }
            (title.to_owned(), None)
        } else {
            (format!("{} {title}", if is_word { self.label } else { "" }), Some(url))
        };
        Some(Rest {
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            url: url.map(str::to_owned),
            comment: is_comment,
            span: self.start..self.rest.end,
        })
    }
}

/// Every `[label]` in the text that is not the start of a definition.
fn used_in(text: &str) -> HashSet<String> {
    let mut used = HashSet::new();
    let bytes = text.as_bytes();
    let mut open = None;
    for at in memchr::memchr2_iter(b'[', b']', bytes) {
        if bytes[at] == b'[' {
            open = Some(at);
            continue;
        }
        let Some(start) = open.take() else { continue };
        let label = &text[start + 1..at];
        let next = bytes.get(at + 1);
        // `[text](address)` has its address with it.
        if label.len() > MAX_LABEL || next == Some(&b'(') {
            continue;
        }
        let defines = next == Some(&b':') && begins_line(text, start);
        if !defines {
            used.insert(normal(label));
        }
    }
    used
}

fn begins_line(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(MARKERS);
    before.is_empty() || before.ends_with('\n')
}

fn normal(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
