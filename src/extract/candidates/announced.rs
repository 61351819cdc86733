//! Lists that are announced as lists of sessions: `Talks I saw`, `There were three keynotes:`.
//!
//! An item is a note more often than a title. What stands right above a list can say which of both
//! its items are, when they also look like it.

use std::ops::Range;

use super::{Candidate, Carrier};
use crate::extract::kind::container_kind;
use crate::extract::token::is_cjk;
use crate::lexicon::fold_letters;
use crate::lexicon::phrases::phrases;
use crate::markup::{BlockKind, Outline};

/// What an announcement says for each item: more than what speaks against one without notes.
const ANNOUNCED: f32 = 5.3;

/// A longer heading says what a text is about, not what a list is of.
const MAX_HEADING_WORDS: usize = 8;

/// The words of a paragraph's last sentence that are looked at, from its end.
const MAX_SENTENCE_WORDS: usize = 14;

/// Words of a title; fewer are a topic, more a note.
const TITLE_WORDS: Range<usize> = 3..21;

/// Words of so many letters have a capital in a title.
const CONTENT_LETTERS: usize = 4;

/// Tells the items of announced lists that they are sessions.
pub(super) fn favour_announced(outline: &Outline, found: &mut [Candidate]) {
    let mut from = 0;
    while let Some(candidate) = found.get(from) {
        let Carrier::Item(depth) = candidate.carrier else {
            from += 1;
            continue;
        };
        let first = candidate.block;
        let list = outline.blocks[first..].iter().take_while(|block| block.list_depth >= depth);
        let end = first + list.count();
        let len = found[from..].iter().take_while(|candidate| candidate.block < end).count();
        let lead = first.checked_sub(1).and_then(|lead| announcement(outline, lead, depth));
        let Some(lead) = lead else {
            from += 1;
            continue;
        };
        let is_item = |candidate: &&mut Candidate| candidate.carrier == Carrier::Item(depth);
        let mut items: Vec<&mut Candidate> =
            found[from..from + len].iter_mut().filter(is_item).collect();
        let n_titles = items.iter().filter(|item| is_like_title(outline, item)).count();
        // One alone is as often what goes on with the sentence.
        if items.len() >= 2 && n_titles * 3 >= items.len() * 2 {
            let kind = container_kind(&lead);
            for item in items.iter_mut().filter(|item| !item.container) {
                item.own.add(ANNOUNCED, "in a list that is announced as sessions");
                item.holds = item.holds.or(kind);
                cut_remark(item);
            }
        }
        from += len.max(1);
    }
}

/// What stands above a list at `depth` and says that its items are sessions.
fn announcement(outline: &Outline, lead: usize, depth: u8) -> Option<String> {
    let block = &outline.blocks[lead];
    if block.list_depth + 1 != depth {
        return None;
    }
    let text = outline.text_of(block).trim();
    let last = text.lines().last()?;
    let is_heading = matches!(block.kind, BlockKind::Heading { .. });
    let is_open = last.ends_with([':', '：']);
    if !is_heading && !is_open {
        return None;
    }
    let sentence = if is_heading { last } else { last.rsplit(". ").next()? };
    let folded = fold_letters(sentence);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if is_heading && words.len() > MAX_HEADING_WORDS {
        return None;
    }
    let near = &words[words.len().saturating_sub(MAX_SENTENCE_WORDS)..];
    near.iter().any(|word| phrases().announces(word)).then(|| near.join(" "))
}

/// Whether an item is written like a title: its words begin with capitals, or people stand behind it.
fn is_like_title(outline: &Outline, item: &Candidate) -> bool {
    if item.reading.certainty > 0.0 || item.session_link {
        return !item.reading.people_only;
    }
    let line = outline.text[item.headline.clone()].trim();
    is_title_case(remark(line).map_or(line, |at| &line[..at]))
}

/// Whether a line is as long as a title, and its words begin with capitals.
fn is_title_case(line: &str) -> bool {
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

/// Where a remark begins behind a title: `A Title of Its Own – about making it`.
fn remark(line: &str) -> Option<usize> {
    let dashes = [" – ", " — ", " - "];
    let ends = dashes.iter().flat_map(|dash| line.match_indices(dash));
    let goes_on = |at: usize, dash: &str| line[at + dash.len()..].starts_with(char::is_lowercase);
    ends.filter(|(at, dash)| goes_on(*at, dash)).map(|(at, _)| at).min()
}

/// Takes a remark off an item's title.
fn cut_remark(item: &mut Candidate) {
    let title = &mut item.reading.title;
    if let Some(at) = remark(title)
        && title[..at].split_whitespace().nth(1).is_some()
    {
        title.truncate(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_or_a_sentence_announces() {
        let check = |lead: &str, expected: bool| {
            let text = format!("{lead}\n\n- One Thing\n- Another\n");
            let outline = crate::markup::parse(&text);
            let first = outline.blocks.iter().position(|block| block.list_depth == 1).unwrap();
            let found = announcement(&outline, first - 1, 1);
            assert_eq!(found.is_some(), expected, "{lead}");
        };
        check("## Talks that I saw", true);
        check("## Lightning Talks", true);
        check("We had a long lunch. Then came three keynotes:", true);
        check("These are the ones I watched at home:", true);
        // A sentence that ends says nothing of the list.
        check("Then came three keynotes.", false);
        check("## Things that I learned", false);
        check("## Why the sessions on the second day were so much better than on the first", false);
        check("What I take home:", false);
    }

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

    #[test]
    fn a_remark_is_no_part_of_a_title() {
        let check = |line: &str, title: &str| {
            assert_eq!(&line[..remark(line).unwrap_or(line.len())], title, "{line}");
        };
        check("Pods on Boats – how a fleet is run", "Pods on Boats");
        check("Pods on Boats - Live Demo - it even worked", "Pods on Boats - Live Demo");
        check("Pods on Boats - Live Demo", "Pods on Boats - Live Demo");
    }
}
