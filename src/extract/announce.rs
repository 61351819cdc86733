//! What says that sessions follow, and what is written like their titles.

use std::ops::Range;

use crate::extract::token::is_cjk;
use crate::lexicon::fold_letters;
use crate::lexicon::phrases::phrases;

/// A longer heading says what a text is about, not what stands below it.
pub(crate) const MAX_HEADING_WORDS: usize = 8;

/// The words of a sentence that are looked at, from its end.
const MAX_SENTENCE_WORDS: usize = 14;

/// Words of a title; fewer are a topic, more a note.
const TITLE_WORDS: Range<usize> = 3..21;

/// Words of so many letters have a capital in a title.
const CONTENT_LETTERS: usize = 4;

/// The folded words at the end of `sentence` when they say that sessions follow: `talks i saw`.
pub(crate) fn announced_in(sentence: &str) -> Option<String> {
    let folded = fold_letters(sentence);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let near = &words[words.len().saturating_sub(MAX_SENTENCE_WORDS)..];
    let announced = near.iter().any(|word| phrases().announces(word))
        && !near.iter().any(|word| phrases().groups(word));
    announced.then(|| near.join(" "))
}

/// Whether a heading, or a note's title, says that sessions stand below it.
pub(crate) fn announces(heading: &str) -> bool {
    heading.split_whitespace().nth(MAX_HEADING_WORDS).is_none() && announced_in(heading).is_some()
}

/// Whether a line is as long as a title, and its words begin with capitals.
pub(crate) fn is_title_case(line: &str) -> bool {
    let words: Vec<&str> =
        line.split([' ', '/']).filter(|word| word.contains(char::is_alphanumeric)).collect();
    let content = || {
        let letters = |word: &&&str| word.chars().filter(|c| c.is_alphabetic()).count();
        words.iter().filter(move |word| letters(word) >= CONTENT_LETTERS)
    };
    let has_capital = |word: &&&str| {
        let first = word.chars().find(|c| c.is_alphanumeric());
        first.is_some_and(|c| !c.is_lowercase() && !is_cjk(c))
    };
    // `eBPF` begins a title as well.
    let begins = |word: &&str| word.contains(|c: char| c.is_uppercase() || c.is_numeric());
    TITLE_WORDS.contains(&words.len())
        && words.first().is_some_and(begins)
        && !line.ends_with(['.', ';', ','])
        && content().count() >= 2
        && content().filter(has_capital).count() * 4 >= content().count() * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_written_with_capitals() {
        let check =
            |line: &str, expected: bool| assert_eq!(is_title_case(line), expected, "{line}");
        check("Moving Mountains of Metrics with Thanos", true);
        check("What Nobody Tells You About eBPF", true);
        check("Moving mountains of metrics is hard", false);
        check("Thanos", false);
        check("A Note That Ends Like One.", false);
        check("we saw Thanos and Cortex", false);
    }
}
