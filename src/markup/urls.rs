//! Addresses that stand in the text as they are, without any markup around them.

use std::ops::Range;

use memchr::memmem;

use super::{BlockKind, LinkSpan, Outline};

/// Adds a link for every `http://` or `https://` address in the text that is in none, and not in
/// code.
pub(super) fn add_bare_links(outline: &mut Outline) {
    let text = &outline.text;
    let mut found: Vec<LinkSpan> = Vec::new();
    let mut blocks = outline.blocks.iter().peekable();
    let mut links = outline.links.iter().peekable();
    let mut covered = 0;
    for colon in memmem::find_iter(text.as_bytes(), b"://") {
        if found.last().is_some_and(|last| last.range.end > colon) {
            continue;
        }
        let Some(range) = address_around(text, colon) else { continue };
        while links.peek().is_some_and(|link| link.range.start <= range.start) {
            covered = links.next().map_or(covered, |link| covered.max(link.range.end));
        }
        let overlaps_next = links.peek().is_some_and(|link| link.range.start < range.end);
        while blocks.peek().is_some_and(|block| block.text.end <= range.start) {
            blocks.next();
        }
        let in_code =
            blocks.peek().is_some_and(|block| matches!(block.kind, BlockKind::Code { .. }));
        if covered <= range.start && !overlaps_next && !in_code {
            let url = text[range.clone()].to_owned();
            found.push(LinkSpan { range, url, image: false });
        }
    }
    if !found.is_empty() {
        outline.links.append(&mut found);
        // Two sorted runs, which this sort merges in linear time.
        outline.links.sort_by_key(|link| link.range.start);
    }
}

/// The address around the `://` at byte `colon`.
fn address_around(text: &str, colon: usize) -> Option<Range<usize>> {
    let before = &text.as_bytes()[..colon];
    let start = ["https", "http"].iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len())?;
        before[start..].eq_ignore_ascii_case(scheme.as_bytes()).then_some(start)
    })?;
    let after = colon + "://".len();
    let length = text[after..].find(ends_address).unwrap_or(text.len() - after);
    let end = after + trim(&text[after..after + length]).len();
    let host_begins = text
        .as_bytes()
        .get(after)
        .is_some_and(|b| b.is_ascii_alphanumeric() || *b > 127 || *b == b'[');
    (end > after && host_begins).then_some(start..end)
}

/// White space, quotes and brackets, and what Chinese and Japanese text goes on with.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '|' | '“' | '”' | '‘' | '’' | '«' | '»' | '…')
        || matches!(c, '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// Without the punctuation of the sentence around it. A closing bracket belongs to the address
/// when its opening one does.
fn trim(address: &str) -> &str {
    let mut address = address;
    loop {
        let closes = |open, close| {
            address.ends_with(close)
                && address.matches(close).count() > address.matches(open).count()
        };
        if address.ends_with(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~'])
            || closes('(', ')')
            || closes('[', ']')
            || closes('{', '}')
        {
            address = &address[..address.len() - 1];
        } else {
            return address;
        }
    }
}
