//! Lists that are announced as lists of sessions: `Talks I saw`, `There were three keynotes:`.
//!
//! An item is a note more often than a title. What stands right above a list can say which of both
//! its items are, when they also look like it.

use super::{Candidate, Carrier};
use crate::extract::announce::{MAX_HEADING_WORDS, announced_in, is_title_case};
use crate::extract::kind::container_kind;
use crate::markup::{BlockKind, Outline};

/// What an announcement says for each item: more than what speaks against one without notes.
const ANNOUNCED: f32 = 5.3;

/// Tells the items of announced lists that they are sessions.
pub(super) fn favour_announced(outline: &Outline, found: &mut [Candidate]) {
    let mut from = 0;
    while let Some(candidate) = found.get(from) {
        let Carrier::Item(depth) = candidate.carrier else {
            from += 1;
            continue;
        };
        let first = candidate.block;
        let lead = first.checked_sub(1).and_then(|lead| announcement(outline, lead, depth));
        let Some(lead) = lead else {
            from += 1;
            continue;
        };
        let list = outline.blocks[first..].iter().take_while(|block| block.list_depth >= depth);
        let end = first + list.count();
        let len = found[from..].iter().take_while(|candidate| candidate.block < end).count();
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
    if is_heading && sentence.split_whitespace().nth(MAX_HEADING_WORDS).is_some() {
        return None;
    }
    announced_in(sentence)
}

/// Whether an item is written like a title: its words begin with capitals, or people stand behind it.
fn is_like_title(outline: &Outline, item: &Candidate) -> bool {
    if item.reading.certainty > 0.0 || item.session_link {
        return !item.reading.people_only;
    }
    let line = outline.text[item.headline.clone()].trim();
    is_title_case(remark(line).map_or(line, |at| &line[..at]))
}

/// Where a remark begins behind a title: `A Title of Its Own – about making it`, `A Title of Its Own:
/// This talk was about making it`.
fn remark(line: &str) -> Option<usize> {
    let dashes = [" – ", " — ", " - "];
    let ends = dashes.iter().flat_map(|dash| line.match_indices(dash));
    let goes_on = |at: usize, dash: &str| line[at + dash.len()..].starts_with(char::is_lowercase);
    let dash = ends.filter(|(at, dash)| goes_on(*at, dash)).map(|(at, _)| at).min();
    dash.or_else(|| line.find(": ").filter(|at| is_remark(&line[at + 2..])))
}

/// Whether what stands behind a title's colon is a sentence: longer than a subtitle, and most of its
/// words begin with small letters.
fn is_remark(text: &str) -> bool {
    const MIN_WORDS: usize = 8;
    let words = || text.split_whitespace();
    let lower = words().filter(|word| word.starts_with(char::is_lowercase)).count();
    // A subtitle goes on in small letters.
    text.starts_with(char::is_uppercase)
        && words().nth(MIN_WORDS - 1).is_some()
        && lower * 3 >= words().count() * 2
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
    fn a_remark_is_no_part_of_a_title() {
        let check = |line: &str, title: &str| {
            assert_eq!(&line[..remark(line).unwrap_or(line.len())], title, "{line}");
        };
        check("Pods on Boats – how a fleet is run", "Pods on Boats");
        check("Pods on Boats - Live Demo - it even worked", "Pods on Boats - Live Demo");
        check("Pods on Boats - Live Demo", "Pods on Boats - Live Demo");
    }
}
