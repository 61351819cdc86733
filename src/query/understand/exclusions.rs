//! Words that are said not to be wanted: `gitops but not argo`, `storage excluding ceph and rook`.
//!
//! Only what can mean nothing else: `service mesh without sidecars` and `rust and not go` are topics.

use std::ops::Range;

use super::roles::{PREPOSITION, Roles};
use super::sentence::{Fate, Sentence};
use crate::query::ast::{Expr, Node};

/// The most words that are one thing which is not wanted.
const MAX_WORDS: usize = 3;

/// How it is said that what follows, to the end, is not wanted.
const SAID: [&[&str]; 7] = [
    &["but", "not"],
    &["but", "without"],
    &["except"],
    &["excluding"],
    &["aber", "nicht"],
    &["mais", "pas"],
    &["pero", "no"],
];

/// Takes what is not wanted out of the sentence, as exclusions: a word each, or several words in a
/// row.
pub(super) fn take(sentence: &mut Sentence<'_>) -> Vec<Expr> {
    let Some((start, from)) = said_at(sentence) else { return Vec::new() };
    let mut excluded = Vec::new();
    let mut begin = from;
    for at in from..=sentence.atoms.len() {
        let ends = at == sentence.atoms.len() || sentence.is(at, Roles::AND);
        if !ends {
            continue;
        }
        match thing(sentence, begin..at) {
            Some(thing) => excluded.push(thing),
            // What is no list of things was not meant so.
            None => return Vec::new(),
        }
        begin = at + 1;
    }
    sentence.set_fate(start..sentence.atoms.len(), Fate::Taken);
    excluded
}

/// Where it is said, and where what is not wanted begins. Something else has to be wanted.
fn said_at(sentence: &Sentence<'_>) -> Option<(usize, usize)> {
    let is_at = |at: usize, words: &[&str]| {
        words.iter().enumerate().all(|(step, word)| {
            sentence.get(at + step).is_some_and(|atom| !atom.quoted && atom.text == *word)
        })
    };
    let wanted = (0..sentence.atoms.len()).find(|at| {
        sentence.get(*at).is_some_and(|atom| match atom.fate {
            Fate::Content => !atom.roles.any(Roles::ALL),
            Fate::Taken => true,
            Fate::Optional | Fate::Dropped => false,
        })
    })?;
    let said = (wanted + 1..sentence.atoms.len()).find_map(|at| {
        let words = SAID.iter().find(|words| is_at(at, words))?;
        Some((at, at + words.len()))
    });
    let (start, mut from) = said?;
    // `but not about argo`, `except for argo`
    while sentence.is(from, Roles::ABOUT | Roles::ARTICLE | Roles::FUNCTION | PREPOSITION) {
        from += 1;
    }
    Some((start, from))
}

/// The exclusion of the words of `range`: ordinary ones, and not too many.
fn thing(sentence: &Sentence<'_>, range: Range<usize>) -> Option<Expr> {
    let atoms = sentence.atoms.get(range.clone())?;
    let are_words = atoms.iter().all(|atom| atom.fate == Fate::Content);
    let typed = sentence.typed(range);
    let (first, last) = (typed.first()?, typed.last()?);
    let span = first.span.start..last.span.end;
    let wanted = match typed.as_slice() {
        [one] => one.clone(),
        words if words.len() <= MAX_WORDS => {
            let text = |word: &Expr| match &word.node {
                Node::Word { text, prefix: false } => Some(text.clone()),
                _ => None,
            };
            let words: Vec<String> = words.iter().map(text).collect::<Option<_>>()?;
            Expr::new(span.clone(), Node::Phrase(words.join(" ")))
        }
        _ => return None,
    };
    are_words.then(|| Expr::new(span, Node::Not(Box::new(wanted))))
}
