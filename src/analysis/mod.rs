//! The Analyzer: how text becomes terms, the same for the index and for queries.
//!
//! One pass over the text, no stop words, offsets always of the original text. A word gives the
//! term of its exact form; what else it gives is marked by the term's first byte, so that the
//! dictionary of exact forms stays what the notes really say:
//!
//! | text | terms, by position |
//! | --- | --- |
//! | `Operators` | `operators`, `⊣oper` (stem; prose only) |
//! | `kube-proxy` | `kube` `kubeproxy`, then `proxy` |
//! | `ArgoCD` | `argocd`, `⊢argo` (part by its capital) |
//! | `v1.21` | `v1` `1.21`, then `21` |
//! | `C++`, `.NET` | `c` `c++`; `net` `.net` |
//! | `服务网格` | `服务`, `务网`, `网格` |

mod fold;
mod query;
mod scan;
mod stem;

use std::cell::RefCell;
use std::collections::BTreeSet;

pub(crate) use query::{QueryPart, QueryWord};
use scan::{Found, Part, Plain, Scan};
use stem::Stems;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// First character of a stem's term.
pub(crate) const STEM: char = '\u{1}';
/// First character of the term of a part that only its capital sets off: `argo` of `ArgoCD`.
pub(crate) const PART: char = '\u{2}';
/// No exact form begins with a character below this one.
pub(crate) const FIRST_EXACT: &str = "\u{3}";

/// Shorter parts by capitals (`e` and `o` of `eBPF` and `OTel`) say nothing.
const MIN_CAPITAL_PART: usize = 3;

/// Compounds of more words than this are not also indexed as one word.
const MAX_JOINED: usize = 4;

/// What a term is of the text it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The word itself, or two ideographs.
    Exact,
    /// The stem, where it is not the word itself.
    Stem,
    /// A part that only a capital sets off.
    Part,
    /// All words of a compound as one, or a word with its symbols.
    Whole,
    /// Two neighbours of a longer compound as one.
    Pair,
}

/// How much is made of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Sentences: stems too.
    Prose,
    /// Names, code, addresses: no stems.
    Exact,
}

/// Turns text into terms. Cheap to clone when fresh; remembers stems while it is used.
#[derive(Clone, Debug)]
pub(crate) struct Analyzer {
    profile: Profile,
    stems: Stems,
    scan: Scan,
    queue: Queue,
    /// What is read; `None` for all.
    only: Option<Only>,
}

/// How the words begin that somebody looks for.
#[derive(Clone, Debug)]
struct Only {
    /// The first letters of all.
    firsts: [bool; 256],
    /// The first two letters of those that are stemmed.
    stems: BTreeSet<[u8; 2]>,
}

impl Analyzer {
    pub(crate) fn new(profile: Profile) -> Analyzer {
        Analyzer {
            profile,
            stems: Stems::new(),
            scan: Scan::default(),
            queue: Queue::default(),
            only: None,
        }
    }

    /// An analyzer of prose that finds these terms, and what begins with them, and is in no hurry to
    /// make others: a plain word is passed over that begins like none of them, and only stemmed when
    /// it begins like a stem. For reading a text again after a match.
    pub(crate) fn for_terms<'t>(terms: impl Iterator<Item = &'t str>) -> Analyzer {
        let mut only = Only { firsts: [false; 256], stems: BTreeSet::new() };
        for term in terms {
            let stem = term.strip_prefix(STEM);
            let word = stem.unwrap_or(term).as_bytes();
            if let Some(&first) = word.first() {
                only.firsts[usize::from(first)] = true;
            }
            only.stems.extend(stem.and(word.first_chunk()));
        }
        Analyzer { only: Some(only), ..Analyzer::new(Profile::Prose) }
    }

    /// The terms of `text`, by position.
    pub(crate) fn tokens<'a>(&'a mut self, text: &'a str) -> Tokens<'a> {
        self.scan.restart();
        self.queue.filled = 0;
        Tokens { analyzer: self, text, position: 0, next: 0 }
    }
}

/// The terms of one text.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    analyzer: &'a mut Analyzer,
    text: &'a str,
    /// Of the next word.
    position: usize,
    /// The next of the queued tokens, one past the current one.
    next: usize,
}

/// The terms of the word that is being read; the strings are used again and again.
#[derive(Clone, Debug, Default)]
struct Queue {
    slots: Vec<(Token, Form)>,
    filled: usize,
}

impl Queue {
    /// A new token, whose text the caller fills in.
    fn push(&mut self, form: Form, range: (usize, usize), position: usize) -> &mut String {
        if self.slots.len() == self.filled {
            self.slots.push((Token::default(), form));
        }
        let (token, slot) = &mut self.slots[self.filled];
        *slot = form;
        token.text.clear();
        (token.offset_from, token.offset_to) = range;
        token.position = position;
        self.filled += 1;
        &mut token.text
    }
}

impl Tokens<'_> {
    /// The next term and what it is.
    pub(crate) fn next_form(&mut self) -> Option<(&Token, Form)> {
        if !self.advance() {
            return None;
        }
        self.analyzer.queue.slots.get(self.next - 1).map(|(token, form)| (token, *form))
    }

    /// Queues the terms of what stands next; `false` at the end of the text.
    fn read_on(&mut self) -> bool {
        self.analyzer.queue.filled = 0;
        while self.analyzer.queue.filled == 0 {
            if let Some(word) = self.analyzer.scan.plain(self.text.as_bytes()) {
                if self
                    .analyzer
                    .only
                    .as_ref()
                    .is_none_or(|only| only.firsts[usize::from(word.first)])
                {
                    self.push_plain(word);
                    break;
                }
                self.position += 1;
                continue;
            }
            match self.analyzer.scan.next(self.text) {
                Found::Words => self.push_words(),
                Found::Ideographs => self.push_ideographs(),
                Found::End => return false,
            }
        }
        true
    }

    fn push_plain(&mut self, word: Plain) {
        let Analyzer { profile, stems, queue, only, .. } = &mut *self.analyzer;
        let range = (word.from, word.to);
        let text = queue.push(Form::Exact, range, self.position);
        text.push(char::from(word.first));
        text.push_str(self.text.get(word.from + 1..word.to).unwrap_or_default());
        if *profile == Profile::Prose && word.is_letters && is_wanted(text, only.as_ref()) {
            // Put back below: two terms of one queue.
            let exact = std::mem::take(text);
            let stem = queue.push(Form::Stem, range, self.position);
            stem.push(STEM);
            if !stems.push_stem(&exact, stem) {
                queue.filled -= 1;
            }
            if let Some((token, _)) = queue.slots.first_mut() {
                token.text = exact;
            }
        }
        self.position += 1;
    }

    fn push_words(&mut self) {
        let Analyzer { profile, stems, scan, queue, only } = &mut *self.analyzer;
        let parts = scan.parts.get(..scan.n_parts).unwrap_or_default();
        for (at, part) in parts.iter().enumerate() {
            let position = self.position + at;
            let range = (part.from, part.to);
            queue.push(Form::Exact, range, position).push_str(&part.text);
            if *profile == Profile::Prose
                && (part.is_letters || part.plural_acronym)
                && is_wanted(&part.text, only.as_ref())
            {
                let text = queue.push(Form::Stem, range, position);
                text.push(STEM);
                if !push_stem(part, stems, text) {
                    queue.filled -= 1;
                }
            }
            push_capital_parts(part, position, queue);
            let rest = &parts[at..];
            if at == 0 && (2..=MAX_JOINED).contains(&rest.len()) {
                join(rest, queue.push(Form::Whole, span(rest), position));
            }
            if parts.len() > 2
                && let Some(pair) = rest.get(..2)
            {
                join(pair, queue.push(Form::Pair, span(pair), position));
            }
            if let Some(symbol) = scan.symbol.as_deref() {
                queue.push(Form::Whole, range, position).push_str(symbol);
            }
        }
        self.position += parts.len();
    }

    fn push_ideographs(&mut self) {
        let (from, to) = self.analyzer.scan.run;
        let queue = &mut self.analyzer.queue;
        let run = self.text.get(from..to).unwrap_or_default();
        let mut last: Option<(usize, char)> = None;
        let before = queue.filled;
        for (at, c) in run.char_indices() {
            if let Some((start, first)) = last {
                let range = (from + start, from + at + c.len_utf8());
                let text = queue.push(Form::Exact, range, self.position);
                text.push(first);
                text.push(c);
                self.position += 1;
            }
            last = Some((at, c));
        }
        if let Some((_, alone)) = last
            && queue.filled == before
        {
            queue.push(Form::Exact, (from, to), self.position).push(alone);
            self.position += 1;
        }
    }
}

/// Whether a word begins like one of those that are stemmed.
fn is_wanted(word: &str, only: Option<&Only>) -> bool {
    let begin = word.as_bytes().first_chunk();
    only.is_none_or(|only| begin.is_some_and(|begin| only.stems.contains(begin)))
}

/// Appends the stem of a word where it is another, and says whether it did; `GPUs` is `gpu`, which
/// no rule of English says.
fn push_stem(part: &Part, stems: &mut Stems, out: &mut String) -> bool {
    if part.plural_acronym {
        out.push_str(part.text.get(..part.text.len() - 1).unwrap_or_default());
        return true;
    }
    part.is_letters && stems.push_stem(&part.text, out)
}

fn push_capital_parts(part: &Part, position: usize, queue: &mut Queue) {
    let capitals = part.capitals.get(..part.n_capitals).unwrap_or_default();
    if capitals.is_empty() {
        return;
    }
    let mut start = 0;
    for end in capitals.iter().map(|&at| usize::from(at)).chain([part.text.len()]) {
        if let Some(word) = part.text.get(start..end)
            && word.len() >= MIN_CAPITAL_PART
        {
            let text = queue.push(Form::Part, (part.from, part.to), position);
            text.push(PART);
            text.push_str(word);
        }
        start = end;
    }
}

fn span(parts: &[Part]) -> (usize, usize) {
    match parts {
        [] => (0, 0),
        [first, .., last] => (first.from, last.to),
        [one] => (one.from, one.to),
    }
}

/// The words of a compound as one; digits keep what stands between them.
fn join(parts: &[Part], out: &mut String) {
    for (at, part) in parts.iter().enumerate() {
        let version = at == 0 && part.joint == b'.' && parts.len() > 1;
        match part.text.strip_prefix('v') {
            // v1.21 and 1.21 are one version.
            Some(number) if version && number.bytes().all(|b| b.is_ascii_digit()) => {
                out.push_str(number);
            }
            _ => out.push_str(&part.text),
        }
        if matches!(part.joint, b'.' | b':') && at + 1 < parts.len() {
            out.push(char::from(part.joint));
        }
    }
}

impl TokenStream for Tokens<'_> {
    fn advance(&mut self) -> bool {
        if self.next < self.analyzer.queue.filled {
            self.next += 1;
            return true;
        }
        self.next = usize::from(self.read_on());
        self.next == 1
    }

    /// All terms at once, without a call for each from the engine.
    fn process(&mut self, sink: &mut dyn FnMut(&Token)) {
        loop {
            let Queue { slots, filled } = &self.analyzer.queue;
            slots.iter().take(*filled).skip(self.next).for_each(|(token, _)| sink(token));
            self.next = 0;
            if !self.read_on() {
                break;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.analyzer.queue.slots[self.next - 1].0
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.analyzer.queue.slots[self.next - 1].0
    }
}

impl Tokenizer for Analyzer {
    type TokenStream<'a> = Tokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens<'a> {
        self.tokens(text)
    }
}

/// The folded words of a name with one space between them: `Max Körbächer` is `max korbacher`.
pub(crate) fn fold(text: &str) -> String {
    thread_local! {
        static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::new(Profile::Exact));
    }
    let mut folded = String::with_capacity(text.len());
    ANALYZER.with_borrow_mut(|analyzer| {
        let mut tokens = analyzer.tokens(text);
        while let Some((token, form)) = tokens.next_form() {
            if form == Form::Exact {
                if !folded.is_empty() {
                    folded.push(' ');
                }
                folded.push_str(&token.text);
            }
        }
    });
    folded
}

#[cfg(test)]
mod tests;
