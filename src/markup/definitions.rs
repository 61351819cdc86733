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
        let mut found: Vec<(Range<usize>, String, String)> = Vec::new();
        let mut at = 0;
        for line in gap.split_inclusive('\n') {
            let start = at + (line.len() - line.trim_start_matches(MARKERS).len());
            let text = line.trim_start_matches(MARKERS).trim_end();
            at += line.len();
            match definition(text) {
                Some((label, rest)) => {
                    found.push((start..start + text.len(), label.to_owned(), rest.to_owned()));
                }
                // A title, or the address, on the line below.
                None if !text.is_empty() => {
                    if let Some((span, _, rest)) = found.last_mut() {
                        span.end = start + text.len();
                        rest.push(' ');
                        rest.push_str(text);
                    }
                }
                None => {}
            }
        }
        found
            .into_iter()
            .filter_map(|(span, label, rest)| rest_of(used, span, &label, &rest))
            .collect()
    }
}

/// What may stand before a definition on its line: it can be in a list or a quote.
const MARKERS: [char; 6] = [' ', '\t', '>', '-', '*', '+'];

fn definition(line: &str) -> Option<(&str, &str)> {
    let (label, rest) = line.strip_prefix('[')?.split_once("]:")?;
    Some((label, rest.trim()))
}

fn rest_of(used: &HashSet<String>, span: Range<usize>, label: &str, rest: &str) -> Option<Rest> {
    let (url, title) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let url = url.trim_start_matches('<').trim_end_matches('>');
    let title = title.trim().trim_matches(['"', '\'', '(', ')']).trim();
    let comment = url.is_empty() || url == "#";
    if let Some(number) = label.strip_prefix('^') {
        // A footnote of one word looks like a definition.
        let is_link = url.contains("://");
        let text = if is_link { title.to_owned() } else { format!("{number} {url} {title}") };
        let url = is_link.then(|| url.to_owned());
        return Some(Rest { text: text.trim().to_owned(), url, comment: false, span });
    }
    if !comment && used.contains(&normal(label)) {
        let text = title.to_owned();
        return (!title.is_empty()).then_some(Rest { text, url: None, comment, span });
    }
    let is_word = label.contains(char::is_alphabetic) && !comment;
    let text = match (is_word, title.is_empty()) {
        (true, true) => label.to_owned(),
        (true, false) => format!("{label} {title}"),
        (false, _) => title.to_owned(),
    };
    Some(Rest { text, url: (!comment).then(|| url.to_owned()), comment, span })
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
