//! Styled and linked runs at a headline's start: which of them is the title.

use crate::extract::headline::Reading;
use crate::extract::learn::Learned;
use crate::extract::{headline, links};
use crate::lexicon::fold_letters;
use crate::lexicon::phrases::phrases;
use crate::markup::{Outline, Style};
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// A headline whose title is a link or a bold or quoted run, with the people behind it:
/// `[Title](…) by Ada Byron`, `**Title** – Ada Byron from Acme shows how …`.
pub(super) fn marked(
    outline: &Outline,
    headline: &Range<usize>,
    learned: &Learned,
) -> Option<Reading> {
    let text = &outline.text[headline.clone()];
    let lead =
        text.find(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '«' | '[' | '('))?;
    let start = headline.start + lead;
    let link = links::links_in(outline, headline).find(|link| link.range.len() > 1);
    let link = link
        .filter(|link| !link.url.is_empty() && !outline.text[link.range.clone()].contains("://"));
    let first = outline.marks.partition_point(|mark| mark.range.start < headline.start);
    let strong = outline.marks[first..]
        .iter()
        .take_while(|mark| mark.range.start < headline.end)
        .find(|mark| mark.style == Style::Strong);
    let run = [link.map(|link| &link.range), strong.map(|mark| &mark.range)]
        .into_iter()
        .flatten()
        .filter(|run| run.start <= start + 1 && run.end <= headline.end)
        .max_by_key(|run| run.end)?
        .clone();
    let title = outline.text[run.clone()].trim();
    let rest = outline.text[run.end..headline.end].trim();
    if title.split_whitespace().count() < 2 && title.len() < 12
        || !rest.contains(char::is_alphabetic)
    {
        return None;
    }
    let mut reading = headline::read(title, learned);
    // `[Ada Byron](…) - [Acme](…): Title`: the link leads to the speaker.
    if reading.people_only {
        return None;
    }
    if !reading.speakers.is_empty() {
        return Some(reading);
    }
    let byline = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != '@');
    let byline = byline
        .strip_prefix("by ")
        .or_else(|| byline.strip_prefix("with "))
        .unwrap_or(byline)
        .trim();
    let people = crate::extract::sentence::byline(byline, learned)?;
    reading.certainty = people.score.clamp(0.5, 3.0);
    reading.speakers = people.speakers;
    reading.companies = people.companies;
    reading.rule = "marked title";
    Some(reading)
}

/// A headline without what only a line with a link to its session has around the title: which event
/// it was, and links to more of it, as in `[KubeCon NA 2017 - Title](…) - [Slides](…) - [Demo](…)`.
pub(super) fn proper(outline: &Outline, headline: &Range<usize>) -> Range<usize> {
    let mut range = headline.clone();
    if !links::session_link_in(outline, headline) {
        return range;
    }
    // The last ones first.
    let links = links::links_in(outline, headline).map(|link| link.range.clone());
    for link in links.skip(1).collect::<Vec<_>>().iter().rev() {
        let behind = outline.text.get(link.end..range.end).unwrap_or("");
        if behind.contains(char::is_alphanumeric) || !is_material(&outline.text[link.clone()]) {
            break;
        }
        let before = outline.text[range.start..link.start].trim_end();
        let title = before.trim_end_matches([' ', '-', '–', '—', '|', '·', ',', '/', '(', '[']);
        // `A Live [Demo](…)` is one title: nothing sets the link apart.
        if title.len() == before.len() {
            break;
        }
        range.end = range.start + title.len();
    }
    if let Some(title) = behind_event(&outline.text[range.clone()]) {
        range.start = range.end - title.len();
    }
    range
}

/// Whether a link is called by what it leads to.
fn is_material(text: &str) -> bool {
    let folded = fold_letters(text.trim_matches(|c: char| !c.is_alphanumeric()));
    phrases().habits.links.iter().any(|word| *word == folded)
}

/// The title behind the name of an event: `KubeCon NA 2017 - Title`.
fn behind_event(text: &str) -> Option<&str> {
    let clues = |text: &str| crate::extract::clues::read(text);
    let (at, len) = [" - ", ": ", " – ", " — ", " | "]
        .iter()
        .filter_map(|separator| text.find(separator).map(|at| (at, separator.len())))
        .min()?;
    let (event, title) = (&text[..at], text[at + len..].trim_start());
    let is_title = title.split_whitespace().nth(1).is_some();
    (is_title && event.len() <= MAX_EVENT && clues(event).whole && clues(event).names_event())
        .then_some(title)
}

/// Bytes of an event's name with its year.
const MAX_EVENT: usize = 60;

/// The headline of a list item's first line, and whether it is a bold run at its start.
pub(super) fn item_headline(outline: &Outline, line: Range<usize>) -> (Range<usize>, bool) {
    let Some(lead) = bold_lead(outline, &line) else { return (line, false) };
    // `**Title** - Ada Byron, Acme`: the people belong to the headline.
    let rest = outline.text[lead.end..line.end].trim_start();
    let goes_on = rest.starts_with(['-', '–', '—']) && line.len() <= headline::MAX_HEADLINE_BYTES;
    (if goes_on { line } else { lead }, true)
}

/// The bold run with which a line begins, where a colon or a dash follows it.
fn bold_lead(outline: &Outline, line: &Range<usize>) -> Option<Range<usize>> {
    let first = outline.marks.partition_point(|mark| mark.range.start < line.start);
    let mark = outline
        .marks
        .get(first)
        .filter(|mark| mark.style == Style::Strong && mark.range.start == line.start)?;
    let rest = outline.text.get(mark.range.end..line.end)?.trim_start();
    let inside = outline.text.get(mark.range.clone())?.trim_end();
    // `**Title**: …`, `**Title** - Acme`, `**Title**` with notes below.
    let closed = rest.is_empty()
        || rest.starts_with([':', '：', '-', '–', '—'])
        || inside.ends_with([':', '：']);
    let label = fold_letters(inside.trim_end_matches([':', '：'])).into_owned();
    (closed && phrases().detail(&label).is_none() && phrases().label(&label).is_none())
        .then(|| mark.range.clone())
}

pub(super) fn first_line(outline: &Outline, range: Range<usize>) -> Range<usize> {
    let text = &outline.text[range.clone()];
    let len = memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len());
    range.start..range.start + len
}

/// The line of a list item that may be a headline: its first one, or title and people up to the colon
/// behind which a sentence begins, wherever the lines are wrapped: `Title by Ada Byron & Max↵
/// Muster, Acme: this talk was …`.
pub(super) fn item_line(outline: &Outline, range: Range<usize>) -> Range<usize> {
    match introduced(&outline.text[range.clone()]) {
        Some(len) => range.start..range.start + len,
        None => first_line(outline, range),
    }
}

/// Bytes in which a title and its people stand.
const MAX_INTRODUCED: usize = 300;

/// Where the colon stands that ends a title and the people behind `by`.
fn introduced(text: &str) -> Option<usize> {
    // Made once: to look for a few letters in each item costs less than to prepare for it.
    static BY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("by "));
    let text = &text[..text.floor_char_boundary(MAX_INTRODUCED)];
    // Most items have none.
    memchr::memchr(b':', text.as_bytes())?;
    let is_word = |at: &usize| {
        at.checked_sub(1).is_some_and(|before| matches!(text.as_bytes()[before], b' ' | b'\n'))
    };
    let by = BY.find_iter(text.as_bytes()).find(is_word)? + "by ".len();
    let (people, rest) = text[by..].split_once(':')?;
    let is_list = people.starts_with(char::is_uppercase) && !people.contains(". ");
    let prose = rest.strip_prefix([' ', '\n'])?.starts_with(|c: char| c.is_lowercase());
    (is_list && prose).then_some(by + people.len())
}

/// Whether every letter of `range` has a style.
pub(crate) fn covered(outline: &Outline, range: &Range<usize>, style: Style) -> bool {
    let first = outline.marks.partition_point(|mark| mark.range.end <= range.start);
    let mut rest = range.start;
    for mark in outline.marks[first..].iter().take_while(|mark| mark.range.start < range.end) {
        if mark.style != style {
            continue;
        }
        if mark.range.start > rest
            && outline.text[rest..mark.range.start].chars().any(char::is_alphanumeric)
        {
            return false;
        }
        rest = rest.max(mark.range.end.min(range.end));
    }
    rest > range.start && !outline.text[rest..range.end].chars().any(char::is_alphanumeric)
}
