//! Addresses that stand in the text as they are, without any markup around them.

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
        let Some(start) = scheme_before(text, colon) else { continue };
        while links.peek().is_some_and(|link| link.range.start <= start) {
            covered = links.next().map_or(covered, |link| covered.max(link.range.end));
        }
        if start < covered {
            continue;
        }
        while blocks.peek().is_some_and(|block| block.text.end <= start) {
            blocks.next();
        }
        if blocks.peek().is_some_and(|block| matches!(block.kind, BlockKind::Code { .. })) {
            continue;
        }
        // An address ends where another link begins.
        let limit = links.peek().map_or(text.len(), |link| link.range.start);
        let after = colon + "://".len();
        if let Some(end) = text.get(after..limit).and_then(address_end) {
            let range = start..after + end;
            covered = range.end;
            found.push(LinkSpan { url: text[range.clone()].to_owned(), range, image: false });
        }
    }
    if !found.is_empty() {
        outline.links.append(&mut found);
        // Two sorted runs, which this sort merges in linear time.
        outline.links.sort_by_key(|link| link.range.start);
    }
}

/// Where the scheme begins that the `://` at byte `colon` ends, if it is one of the web's.
fn scheme_before(text: &str, colon: usize) -> Option<usize> {
    let before = &text.as_bytes()[..colon];
    ["https", "http"].iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len())?;
        before[start..].eq_ignore_ascii_case(scheme.as_bytes()).then_some(start)
    })
}

/// How many bytes of `text`, which follows a `://`, belong to the address.
fn address_end(text: &str) -> Option<usize> {
    let is_host = text.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    let end = is_host.then(|| text.find(ends_address).unwrap_or(text.len()))?;
    let trimmed = trim(&text[..end]).len();
    (trimmed > 0).then_some(trimmed)
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
    const BRACKETS: [(u8, u8); 3] = [(b'(', b')'), (b'[', b']'), (b'{', b'}')];
    let count = |sign: u8| memchr::memchr_iter(sign, address.as_bytes()).count();
    // How many more brackets of each sort are closed than opened.
    let mut surplus = BRACKETS.map(|(open, close)| count(close).saturating_sub(count(open)));
    let mut end = address.len();
    for &byte in address.as_bytes().iter().rev() {
        match BRACKETS.iter().position(|&(_, close)| close == byte) {
            Some(sort) if surplus[sort] > 0 => surplus[sort] -= 1,
            None if b".,;:!?'*_~".contains(&byte) => {}
            _ => break,
        }
        end -= 1;
    }
    &address[..end]
}
