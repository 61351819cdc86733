//! Sessions inside a paragraph: a first line that is a title, or titles that are links, bold, emphasised
//! or in quotes.

mod called;

use super::notes::Notes;
use super::runs::{covered, first_line};
use super::{Candidate, Carrier, candidate, of_reading, reading};
use crate::extract::announce::is_title_case;
use crate::extract::beside::Beside;
use crate::extract::headline::Reading;
use crate::extract::learn::Learned;
use crate::extract::people::People;
use crate::extract::token::is_cjk;
use crate::extract::{beside, headline, links};
use crate::lexicon::phrases::phrases;
use crate::markup::{Block, Outline, Style};
use std::borrow::Cow;
use std::ops::Range;

use self::called::{is_called_in_han, is_called_talk, quotes_others, speaks_of_talk};

/// A paragraph can be a headline as a whole, begin with one, or mention sessions.
pub(super) fn paragraph(
    outline: &Outline,
    index: usize,
    notes: &Notes,
    learned: &Learned,
    found: &mut Vec<Candidate>,
) {
    let block = &outline.blocks[index];
    let line = first_line(outline, block.text.clone());
    let text = outline.text[line.clone()].trim();
    if text.len() <= headline::MAX_HEADLINE_BYTES {
        let carrier = if covered(outline, &line, Style::Strong) {
            Some(Carrier::BoldLine)
        } else if links::covers(outline, &line)
            && !links::has_image(outline, &line)
            && !names_link(text)
        {
            Some(Carrier::LinkLine)
        } else {
            None
        };
        if let Some(carrier) = carrier {
            found.push(candidate(outline, index, line.clone(), carrier, learned));
            return;
        }
        // A first line that reads as title and people opens a session also without any markup.
        if may_be_title(text) {
            let glued =
                glued_title(outline, block, text) || byline_below(outline, block, text, learned);
            // Most first lines are prose, of which nothing is looked at that stands beside them.
            let reading = match !glued && notes.names_nobody(outline, &line, learned) {
                true => Reading::default(),
                false => reading(outline, &line, learned),
            };
            let sure = reading.certainty > 0.8
                && !reading.people_only
                && (matches!(
                    reading.rule,
                    "dash" | "by" | "bar" | "ellipsis" | "people first" | "marked title"
                ) || reading.rule == "brackets" && reading.timed)
                && !is_wrapped_prose(outline, block, text);
            if sure || reading.labelled && reading.certainty > 0.0 || glued {
                let carrier = Carrier::PlainLine;
                found.push(of_reading(reading, outline, index, line, carrier, learned));
                return;
            }
        }
    }
    mentions(outline, index, learned, found);
}

/// Whether the text of a link says what it is a link to and not its title: `Sched URL`, `Video link`.
fn names_link(text: &str) -> bool {
    let words = || text.split_whitespace();
    let last = words().next_back().unwrap_or("").trim_end_matches([':', '.', ')', ']']);
    words().count() <= 3
        && phrases().habits.links.iter().any(|word| last.eq_ignore_ascii_case(word))
}

/// Whether a line without any markup is no longer than a title, and no sentence or part of one.
pub(super) fn may_be_title(line: &str) -> bool {
    line.len() <= 200 && !line.ends_with(['.', '。', ',', ';'])
}

/// The first line of a paragraph of prose that was wrapped by hand.
fn is_wrapped_prose(outline: &Outline, block: &Block, first: &str) -> bool {
    let more = outline.text_of(block).len() > first.len() + 20;
    let words = first.split_whitespace();
    let lower = words.clone().filter(|word| word.starts_with(char::is_lowercase)).count();
    let next = outline.text_of(block).get(first.len()..).unwrap_or("").trim_start();
    let runs_on = next.starts_with(char::is_lowercase);
    more && (first.len() > 80 && lower * 2 > words.count() || first.len() > 60 && runs_on)
}

/// A short line like a title with a paragraph of prose right below it, no blank line between.
fn glued_title(outline: &Outline, block: &Block, first: &str) -> bool {
    let body = outline.text_of(block).get(first.len()..).unwrap_or("").trim_start();
    let next = body.lines().next().unwrap_or("");
    first.len() <= 90
        && first.split_whitespace().count() >= 2
        && first.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
        && !first.contains(['.', ':', '*'])
        && next.len() >= 110
        && next.starts_with(char::is_uppercase)
}

/// A line like a title with a line of nothing but people right below it.
fn byline_below(outline: &Outline, block: &Block, first: &str, learned: &Learned) -> bool {
    let below = outline.text_of(block).get(first.len()..).unwrap_or("");
    let second = below.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
    is_title_case(first)
        && second.contains([',', '(', '@'])
        && !second.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '%'))
        && !beside::is_detail(second, learned)
        && beside::is_people(second, learned)
}

/// Sessions that a paragraph names in a link, in bold, emphasised or in quotes: `… [Title - Ada Byron, Acme](…) …`.
pub(super) fn mentions(
    outline: &Outline,
    index: usize,
    learned: &Learned,
    found: &mut Vec<Candidate>,
) {
    let block = &outline.blocks[index];
    // Each with whether it is in quotes.
    let mut runs: Vec<(Range<usize>, Run)> = Vec::new();
    let first = outline.links.partition_point(|link| link.range.start < block.text.start);
    for link in outline.links[first..].iter().take_while(|link| link.range.start < block.text.end) {
        if !link.image && link.range.len() >= 12 {
            runs.push((link.range.clone(), Run::Link));
        }
    }
    let first = outline.marks.partition_point(|mark| mark.range.start < block.text.start);
    for mark in outline.marks[first..].iter().take_while(|mark| mark.range.start < block.text.end) {
        let run = match mark.style {
            Style::Strong => Run::Bold,
            Style::Emphasis => Run::Emphasised,
            Style::Code | Style::Strikethrough => continue,
        };
        if mark.range.len() >= 12 {
            runs.push((mark.range.clone(), run));
        }
    }
    runs.sort_by_key(|(run, _)| run.start);
    let mut quoted = quoted_runs(outline, block);
    // Quotes over or inside a link or bold text say nothing of their own.
    let (mut passed, mut reach) = (0, 0);
    quoted.retain(|quote| {
        while let Some((run, _)) = runs.get(passed).filter(|(run, _)| run.start < quote.end) {
            reach = reach.max(run.end);
            passed += 1;
        }
        reach <= quote.start
    });
    runs.extend(quoted.into_iter().map(|quote| (quote, Run::Quoted)));
    runs.sort_by_key(|(run, _)| run.start);
    let mut at = block.text.start;
    let mut n_found = 0;
    for (run, sort) in runs {
        let (run, in_quotes) = without_quotes(outline, run);
        let is_quoted = in_quotes || sort == Run::Quoted;
        if run.start < at || run.end > block.text.end || run.len() > headline::MAX_HEADLINE_BYTES {
            continue;
        }
        let reading = headline::read(&outline.text[run.clone()], learned);
        // `*Author: Ada Byron*` is no session.
        let sure = reading.certainty > 1.0
            && sort != Run::Emphasised
            && !reading.people_only
            && !reading.speakers.is_empty()
            && matches!(reading.rule, "dash" | "by" | "bar" | "colon");
        let is_item = block.list_depth > 0;
        let is_title = is_title_case(&outline.text[run.clone()]);
        // An item quotes anybody; a title is written as one.
        let is_other = quotes_others(&outline.text[block.text.start..run.start]);
        let may_be = !sure && !is_other && !reading.people_only && (is_title || !is_item);
        let behind = may_be.then(|| quoted_people(outline, block, &run, learned)).flatten();
        let is_behind = behind.is_some();
        let in_block = run.start - block.text.start..run.end - block.text.start;
        let in_han = is_quoted && is_called_in_han(outline.text_of(block), &in_block);
        let before = || {
            let told = || people_before(&outline.text[at..run.start], learned);
            (may_be && (is_title || in_han)).then(told).flatten()
        };
        let people = behind.or_else(before);
        let linked = links::session_link_in(
            outline,
            &(run.end..outline.text.floor_char_boundary(run.end + 24).min(block.text.end)),
        );
        // `**A Title of Its Own** by Ada Byron and Max Muster was …`
        let is_marked = matches!(sort, Run::Bold | Run::Emphasised);
        let bold_title = is_marked
            && people.is_some()
            && outline.text[run.clone()].split_whitespace().nth(2).is_some();
        // `Ada Byron gave [A Title of Its Own](…)`
        let linked_title = sort == Run::Link
            && people.is_some()
            && !is_behind
            && outline.text[run.clone()].split_whitespace().nth(3).is_some()
            && (links::session_link_in(outline, &run)
                || speaks_of_talk(&outline.text[at..run.start]));
        // `The **Title of Its Own** talk was …`
        let called = people.is_none()
            && may_be
            && !is_item
            && (in_han
                || is_title
                    && (is_quoted || is_marked)
                    && is_called_talk(outline.text_of(block), &in_block));
        let told = is_quoted && (people.is_some() || linked);
        if !(sure || bold_title || linked_title || called || told) {
            continue;
        }
        let mut candidate = candidate(outline, index, run.clone(), Carrier::Mention, learned);
        candidate.own.add(if called { 1.5 } else { 0.0 }, "called a talk");
        if is_quoted || bold_title || linked_title || called {
            let form = match sort {
                _ if is_quoted => "a title in quotes",
                Run::Bold => "a title in bold",
                Run::Emphasised => "an emphasised title",
                _ => "a title in a link",
            };
            let where_ = match is_behind {
                true => "people right behind the title",
                false => "people who spoke before the title",
            };
            candidate.own.add(2.0, form);
            candidate.own.add(if linked { 1.5 } else { 0.0 }, "a link right behind the title");
            candidate.own.add(if people.is_some() { 1.5 } else { 0.0 }, where_);
            candidate.beside = Beside::default();
            if let Some(people) = people {
                candidate.reading.speakers = people.speakers;
                candidate.reading.companies = people.companies;
                candidate.reading.rule = "quoted title";
            }
        }
        // The first session of a paragraph has its whole beginning.
        candidate.at = if n_found == 0 { block.text.start } else { run.start };
        candidate.own.add(1.0, "a title inside a paragraph");
        at = run.end;
        n_found += 1;
        found.push(candidate);
    }
}

/// Whether a line has words before a quotation, which may be a title.
pub(super) fn quotes_title(line: &str) -> bool {
    // Most lines have none, which their bytes tell at once.
    (!line.is_ascii() || memchr::memchr(b'"', line.as_bytes()).is_some())
        && line
            .find(['"', '“', '„', '«'])
            .is_some_and(|at| line[..at].split_whitespace().nth(1).is_some())
}

/// What is inside the quotes of a run that is quoted from end to end, and whether it is.
fn without_quotes(outline: &Outline, run: Range<usize>) -> (Range<usize>, bool) {
    let text = &outline.text[run.clone()];
    let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    let inside = text.strip_prefix(is_quote).and_then(|text| text.strip_suffix(is_quote));
    match inside {
        Some(inside) if !inside.contains(is_quote) => {
            let start = run.start + text.find(inside).unwrap_or(0);
            (start..start + inside.len(), true)
        }
        _ => (run, false),
    }
}

/// Who gave a talk whose title follows in the same sentence: `Ada Byron from Acme gave a talk on`,
/// `Ada Byron and Max Muster's`.
fn people_before(text: &str, learned: &Learned) -> Option<People> {
    /// Bytes of a sentence that leads to a title.
    const MAX_LEAD: usize = 240;
    // No more is looked at: a paragraph may hold thousands of titles.
    let text = &text[text.ceil_char_boundary(text.len().saturating_sub(MAX_LEAD))..];
    let start = [". ", "! ", "? ", "\n"].iter().filter_map(|end| text.rfind(end)).max();
    let lead = &text[start.map_or(0, |start| start + 1)..];
    let lead = lead.trim().trim_end_matches(['"', '“', '„', '«', '*', '(', ':', ',', ' ']);
    if lead.is_empty() || quotes_others(lead) {
        return None;
    }
    // Whose it is says who spoke, like `Ada Byron's talk`.
    let is_owner = lead.ends_with("'s") || lead.ends_with("’s");
    let told = match is_owner {
        true => Cow::Owned(format!("{lead} talk")),
        // Where the word for a talk stands behind its title.
        false if lead.contains(is_cjk) => Cow::Owned(format!("{lead}発表")),
        false => Cow::Borrowed(lead),
    };
    let spoke = crate::extract::sentence::speakers(&told, learned);
    let people = spoke.map(|speakers| People {
        companies: speakers.iter().filter_map(|speaker| speaker.company.clone()).collect(),
        speakers,
        ..People::default()
    });
    let lead = lead.trim_end_matches("'s").trim_end_matches("’s");
    people.or_else(|| crate::extract::sentence::byline(lead, learned))
}

/// How a title may stand out in a paragraph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Link,
    Bold,
    Emphasised,
    Quoted,
}

/// Letters of a title in the quotes of Chinese and Japanese, which set no words apart.
const MIN_LETTERS: usize = 6;

/// Titles in quotes, of four words or more where words are set apart.
fn quoted_runs(outline: &Outline, block: &Block) -> Vec<Range<usize>> {
    let text = &outline.text[block.text.clone()];
    let mut found = Vec::new();
    if text.is_ascii() && memchr::memchr(b'"', text.as_bytes()).is_none() {
        return found;
    }
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match (open, c) {
            (Some((start, close)), _) if c == close => {
                let inside = &text[start..at];
                let is_title = match close {
                    '》' | '」' | '』' => inside.chars().nth(MIN_LETTERS - 1).is_some(),
                    _ => {
                        inside.split_whitespace().nth(3).is_some()
                            && inside.starts_with(|c: char| {
                                c.is_uppercase() || c.is_numeric() || is_cjk(c)
                            })
                    }
                };
                if is_title && inside.len() < 200 {
                    found.push(block.text.start + start..block.text.start + at);
                }
                open = None;
            }
            (None, '"') => open = Some((at + 1, '"')),
            (None, '“') => open = Some((at + c.len_utf8(), '”')),
            (None, '«') => open = Some((at + c.len_utf8(), '»')),
            (None, '《') => open = Some((at + c.len_utf8(), '》')),
            (None, '「') => open = Some((at + c.len_utf8(), '」')),
            (None, '『') => open = Some((at + c.len_utf8(), '』')),
            (None, '„') => open = Some((at + c.len_utf8(), '“')),
            (Some(_), '\n') if text[at..].starts_with("\n\n") => open = None,
            _ => {}
        }
    }
    found
}

/// Who gave a talk whose title is quoted: `"Title" by A`, `"Titre" de A, X`, `"Title", A and B presented`.
fn quoted_people(
    outline: &Outline,
    block: &Block,
    run: &Range<usize>,
    learned: &Learned,
) -> Option<People> {
    let end = outline.text.floor_char_boundary((run.end + 200).min(block.text.end));
    let rest = outline.text.get(run.end..end)?.trim_start_matches(['"', '”', '»', '“', '*', ' ']);
    let rest = rest.split(['"', '“', '«', '\n']).next().unwrap_or("");
    // `Title delivered by`, `Title session by`
    const BY: [&str; 5] =
        ["delivered by ", "presented by ", "given by ", "talk by ", "session by "];
    let leads =
        ["by ", "de ", "par ", "von ", "from ", "with ", ", ", "door ", "por ", "(", "– ", "- "];
    let lead = leads.iter().chain(&BY).find(|lead| rest.starts_with(**lead))?;
    let people =
        crate::extract::sentence::byline(rest[lead.len()..].trim_end_matches(')'), learned)?;
    people.speakers.iter().all(|speaker| speaker.name.contains(' ')).then_some(people)
}
