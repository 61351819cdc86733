//! The passage of a body that answers best, with what matched in it.
//!
//! Reads the original text with the analyzer and compares its terms with those of the query, so
//! that every form that can match can be lit up, and every offset is the text's own.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::answer::Snippet;
use crate::analysis::{Analyzer, Form};
use crate::document::Document;

/// Columns of a passage, about: ideographs take two.
const COLUMNS: usize = 220;
/// Columns of context before the first match, about.
const BEFORE: usize = 70;
/// Bytes within which matches belong to one passage.
const SPREAD: usize = 180;
/// Bytes of a body that are read: beyond them nothing is lit up.
const READ: usize = 256 * 1024;

/// What matches of a word after its first are worth in a passage.
const REPEATED: f32 = 0.1;
/// What two different words side by side are worth beside each alone.
const ADJACENT: f32 = 0.5;
/// What a passage in the headline is worth: the reader sees the title anyway.
const HEADLINE: f32 = 0.4;

const ELLIPSIS: &str = "…";

/// What is to be lit up: every term that the query can match.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// Terms as the analyzer makes them, with the word they stand for and its weight.
    terms: FxHashMap<String, (u32, f32)>,
    prefixes: Vec<(String, u32, f32)>,
    phrases: Vec<(Vec<String>, u32, f32)>,
    words: u32,
}

impl Wanted {
    /// From here on, terms are forms of another word.
    pub(super) fn begin_word(&mut self) {
        self.words += 1;
    }

    pub(super) fn term(&mut self, term: String, weight: f32) {
        let word = self.words;
        let known = self.terms.entry(term).or_insert((word, weight));
        known.1 = known.1.max(weight);
    }

    pub(super) fn prefix(&mut self, prefix: String, weight: f32) {
        self.prefixes.push((prefix, self.words, weight));
    }

    pub(super) fn phrase(&mut self, terms: Vec<String>, weight: f32) {
        self.phrases.push((terms, self.words, weight));
    }

    /// The terms and how they begin, for an analyzer that makes no others.
    pub(super) fn terms(&self) -> impl Iterator<Item = &str> {
        let prefixes = self.prefixes.iter().map(|(prefix, ..)| prefix);
        let rows = self.phrases.iter().flat_map(|(terms, ..)| terms);
        self.terms.keys().chain(prefixes).chain(rows).map(String::as_str)
    }

    fn find(&self, term: &str, form: Form) -> Option<(u32, f32)> {
        if let Some(&found) = self.terms.get(term) {
            return Some(found);
        }
        if form != Form::Exact {
            return None;
        }
        let mut prefixes = self.prefixes.iter();
        prefixes.find(|(prefix, ..)| term.starts_with(prefix.as_str())).map(|&(_, w, x)| (w, x))
    }

    /// Where `text` matches, in order.
    fn matches(&self, text: &str, analyzer: &mut Analyzer) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut rows = Rows::new(&self.phrases);
        let mut tokens = analyzer.tokens(text);
        while let Some((token, form)) = tokens.next_form() {
            if form == Form::Exact && !self.phrases.is_empty() {
                rows.next(
                    token.position,
                    &token.text,
                    token.offset_from..token.offset_to,
                    &mut found,
                );
            }
            if let Some((word, weight)) = self.find(&token.text, form) {
                found.push(Found { range: token.offset_from..token.offset_to, word, weight });
            }
        }
        found.sort_by_key(|found| (found.range.start, found.range.end));
        found
    }
}

/// Something that matched.
#[derive(Clone, Debug)]
struct Found {
    range: Range<usize>,
    word: u32,
    weight: f32,
}

/// Follows phrases through a text.
struct Rows<'a> {
    phrases: &'a [(Vec<String>, u32, f32)],
    /// The last words read: position, term, range.
    recent: Vec<(usize, String, Range<usize>)>,
    longest: usize,
}

impl<'a> Rows<'a> {
    fn new(phrases: &'a [(Vec<String>, u32, f32)]) -> Rows<'a> {
        let longest = phrases.iter().map(|(terms, ..)| terms.len()).max().unwrap_or(0);
        Rows { phrases, recent: Vec::new(), longest }
    }

    fn next(&mut self, position: usize, term: &str, range: Range<usize>, found: &mut Vec<Found>) {
        if self.recent.len() >= self.longest {
            self.recent.remove(0);
        }
        self.recent.push((position, term.to_owned(), range.clone()));
        for (terms, word, weight) in self.phrases {
            let Some(first) = self.recent.len().checked_sub(terms.len()) else { continue };
            let row = self.recent.get(first..).unwrap_or_default();
            // Words that nobody looks for are passed over: positions tell what stands side by side.
            if row.iter().zip(terms).all(|((_, read, _), term)| read == term)
                && let Some((begin, _, start)) = row.first()
                && begin + terms.len() == position + 1
            {
                let range = start.start..range.end;
                found.push(Found { range, word: *word, weight: *weight });
            }
        }
    }
}

/// The best passage of the Document's body.
pub(super) fn snippet(document: &Document, wanted: &Wanted, analyzer: &mut Analyzer) -> Snippet {
    let body = document.body.as_str();
    let text = &body[..body.floor_char_boundary(READ)];
    let headline = headline(document);
    let found = wanted.matches(text, analyzer);
    let passage = match best(&found, headline) {
        Some(range) => around(body, range),
        None => from(body, if body.len() > headline { headline } else { 0 }),
    };
    render(document, passage, &found)
}

/// How many bytes of the body the headline takes, with its line break; 0 where there is none.
fn headline(document: &Document) -> usize {
    let first = document.body.split_inclusive('\n').next().unwrap_or_default();
    let repeats = !document.title.is_empty() && first.contains(document.title.as_str());
    if repeats { first.len() } else { 0 }
}

/// The bytes from the first to the last match of the best passage.
fn best(found: &[Found], headline: usize) -> Option<Range<usize>> {
    let mut best: Option<(f32, Range<usize>)> = None;
    let mut words: Vec<u32> = Vec::new();
    for (at, first) in found.iter().enumerate() {
        words.clear();
        let mut score = 0.0;
        let mut end = first.range.end;
        let mut last: Option<&Found> = None;
        let together = found.iter().skip(at);
        for next in together.take_while(|next| next.range.end <= first.range.start + SPREAD) {
            if words.contains(&next.word) {
                score += REPEATED * next.weight;
            } else {
                words.push(next.word);
                score += next.weight;
            }
            if let Some(last) = last
                && last.word != next.word
                && next.range.start.saturating_sub(last.range.end) <= 2
            {
                score += ADJACENT * next.weight.min(last.weight);
            }
            end = end.max(next.range.end);
            last = Some(next);
        }
        if first.range.start < headline {
            score *= HEADLINE;
        }
        if best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, first.range.start..end));
        }
    }
    best.map(|(_, range)| range)
}

/// A passage with `matches` in it: whole words, from the line's beginning where that is near.
fn around(body: &str, matches: Range<usize>) -> Range<usize> {
    let mut start = matches.start;
    let mut columns = 0;
    let before = body.get(..matches.start).unwrap_or_default();
    let mut chars = before.char_indices().rev().peekable();
    while let Some((at, c)) = chars.next() {
        columns += width(c);
        if c == '\n' || columns > BEFORE {
            break;
        }
        if chars.peek().is_none_or(|&(_, before)| is_boundary(before, c)) {
            start = at;
        }
    }
    // The walk stops before a line break: the line's first word may follow it at once.
    if before.get(..start).is_some_and(|rest| rest.ends_with('\n')) || start == 0 {
        return from(body, start);
    }
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let to_line = before.get(line..).map_or(usize::MAX, |text| text.chars().map(width).sum());
    from(body, if to_line <= BEFORE { line } else { start })
}

/// A passage that begins at `start`.
fn from(body: &str, start: usize) -> Range<usize> {
    let rest = body.get(start..).unwrap_or_default();
    if let Some(head) = rest.as_bytes().get(..=COLUMNS).filter(|head| head.is_ascii()) {
        // A byte a column: only the last word is looked at.
        let is_space = |at: usize| head.get(at).is_some_and(|b| char::from(*b).is_whitespace());
        let end = (1..=COLUMNS).rev().find(|&at| is_space(at - 1) || is_space(at));
        return start..start + end.unwrap_or(COLUMNS);
    }
    let mut end = start;
    let mut columns = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        columns += width(c);
        if columns > COLUMNS {
            // A word longer than a passage is cut: nothing else can be done with it.
            return if end > start { start..end } else { start..start + at };
        }
        match chars.peek() {
            Some(&(next, after)) if is_boundary(c, after) => end = start + next,
            Some(_) => {}
            None => end = body.len(),
        }
    }
    start..end
}

/// Whether a passage may begin or end between two characters: not inside a word.
fn is_boundary(before: char, after: char) -> bool {
    before.is_whitespace() || after.is_whitespace() || width(before) == 2 && width(after) == 2
}

/// Columns of a character on a terminal, about.
fn width(c: char) -> usize {
    if c < '\u{1100}' {
        return 1;
    }
    if matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
    {
        2
    } else {
        1
    }
}

fn render(document: &Document, passage: Range<usize>, found: &[Found]) -> Snippet {
    let body = document.body.as_str();
    let raw = body.get(passage.clone()).unwrap_or_default();
    let start = passage.start + (raw.len() - raw.trim_start().len());
    let raw = raw.trim();
    let end = start + raw.len();

    let mut text = String::with_capacity(raw.len() + 2 * (ELLIPSIS.len() + 1));
    if body.get(..start).is_some_and(|before| !before.trim().is_empty())
        && !begins_line(body, start)
    {
        text.push_str(ELLIPSIS);
        text.push(' ');
    }
    let shift = text.len();
    for (at, line) in raw.split(['\n', '\r', '\t']).enumerate() {
        if at > 0 {
            text.push(' ');
        }
        text.push_str(line);
    }
    if body.get(end..).is_some_and(|after| !after.trim().is_empty()) {
        text.push(' ');
        text.push_str(ELLIPSIS);
    }
    let mut highlights: Vec<(usize, usize)> = Vec::new();
    for Found { range, .. } in found {
        if range.start < start || range.end > end {
            continue;
        }
        let (from, to) = (range.start - start + shift, range.end - start + shift);
        match highlights.last_mut() {
            Some(last) if from < last.1 => last.1 = last.1.max(to),
            _ => highlights.push((from, to)),
        }
    }
    let n_breaks = body.get(..start).unwrap_or_default().bytes().filter(|&b| b == b'\n').count();
    let line = document.body_lines.get(n_breaks).copied().unwrap_or(document.source.line_start);
    Snippet { text, highlights, line }
}

fn begins_line(body: &str, at: usize) -> bool {
    body.get(..at).is_none_or(|before| before.trim_end_matches(' ').ends_with('\n'))
}
