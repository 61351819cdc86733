//! What the words right before and behind a title in a paragraph say: that it is a talk's, or that
//! somebody else is quoted.

use std::ops::Range;

use crate::extract::sentence::VERBS;
use crate::lexicon::fold_letters;
use crate::lexicon::phrases::phrases;

/// Whether the last words before a quotation say that it is somebody else's: `… mentioned that`.
pub(super) fn quotes_others(text: &str) -> bool {
    /// Words between the verb and what is quoted.
    const MAX_WORDS: usize = 4;
    let quotes = |word: &str| phrases().habits.quotes.iter().any(|known| known == word);
    is_near_end(text, MAX_WORDS, quotes)
}

/// Whether a title of four words and more has the word for a talk right behind it or right before it,
/// or was watched: `The “Title of Its Own” session`, `la conférence « Un titre »`, `my talk called “A
/// Title of Its Own”`, `I watched “A Title of Its Own”`.
pub(super) fn is_called_talk(text: &str, run: &Range<usize>) -> bool {
    let (before, rest) = text.split_at(run.start);
    let (title, behind) = rest.split_at(run.len());
    let is_talk = |word: &str| {
        let word = fold_letters(word.trim_matches(|c: char| !c.is_alphanumeric()));
        !word.is_empty() && phrases().label(&word).is_some()
    };
    let next = behind.trim_start_matches(['"', '”', '»', '“', '*', ' ']).split([' ', '\n']).next();
    // What stands between a talk and its name: `my talk at KubeCon: “…”`, `a talk called “…”`.
    const CALLED: [&str; 7] = ["called", "titled", "entitled", "named", "on", "about", "was"];
    const WATCHED: [&str; 7] =
        ["watched", "watching", "attended", "attend", "attending", "besucht", "gesehen"];
    if title.split_whitespace().nth(3).is_none() {
        return false;
    }
    let before = last_bytes(before).trim_end_matches(['"', '“', '„', '«', '*', '_', ' ']);
    let mut words = before.split_whitespace().rev();
    let mut last = words.next().unwrap_or("");
    if last.ends_with(['.', '!', '?', ',']) {
        last = "";
    } else if CALLED.contains(&last) {
        last = words.next().unwrap_or("");
    }
    let sentence = || before.rsplit(['.', '!', '?']).next().unwrap_or("");
    let announced = || before.ends_with(':') && sentence().split(' ').any(is_talk);
    next.is_some_and(is_talk) || is_talk(last) || WATCHED.contains(&last) || announced()
}

/// The same in Chinese, Japanese and Korean: `他的 topic 是《…》`, `「…」というセッション`.
pub(super) fn is_called_in_han(text: &str, run: &Range<usize>) -> bool {
    let (before, rest) = text.split_at(run.start);
    let before = before.trim_end_matches(['《', '「', '『', '“', '"', '：', ':', ' ']);
    let behind = rest[run.len()..].trim_start_matches(['》', '」', '』', '”', '"', ' ']);
    let habits = &phrases().habits;
    // What was said, and what was read or sung.
    let title = &text[run.clone()];
    let is_other = habits.sentence_ends.iter().any(|end| title.ends_with(end.as_str()))
        || habits.works_behind.iter().any(|words| behind.starts_with(words.as_str()));
    if is_other {
        return false;
    }
    habits.talks_before.iter().any(|words| before.ends_with(words.as_str()))
        || habits.talks_behind.iter().any(|words| behind.starts_with(words.as_str()))
}

/// Whether the last words before a title say that it is one of a talk: `… gave a talk on`.
pub(super) fn speaks_of_talk(text: &str) -> bool {
    /// Words between the talk and its title.
    const MAX_WORDS: usize = 6;
    is_near_end(text, MAX_WORDS, |word| phrases().label(word).is_some() || VERBS.contains(&word))
}

/// The end of a text. No more is looked at: a paragraph may hold thousands of titles.
fn last_bytes(text: &str) -> &str {
    const MAX_LEAD: usize = 160;
    &text[text.ceil_char_boundary(text.len().saturating_sub(MAX_LEAD))..]
}

/// Whether one of the last `n` words of a text, folded, is such a word.
fn is_near_end(text: &str, n: usize, is_such: impl Fn(&str) -> bool) -> bool {
    last_bytes(text)
        .split_whitespace()
        .rev()
        .take(n)
        .any(|word| is_such(&fold_letters(word.trim_matches(|c: char| !c.is_alphanumeric()))))
}
