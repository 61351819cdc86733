//! Candidates that belong to the one above them: its details, and when it was.

use super::{Candidate, Carrier, covered, is_container, is_topic};
use crate::extract::beside::is_people;
use crate::extract::bytes::split_at_colon;
use crate::extract::headline::Reading;
use crate::extract::learn::Learned;
use crate::extract::{clues, headline, links};
use crate::lexicon::fold_letters;
use crate::lexicon::phrases::{Detail, phrases};
use crate::lexicon::{Job, words};
use crate::markup::{Block, BlockKind, Outline, Style};
use std::ops::Range;

/// The title in a paragraph's first line `Title: …`.
pub(super) fn title_line(outline: &Outline, block: &Block) -> Option<Range<usize>> {
    if !matches!(block.kind, BlockKind::Paragraph) || block.list_depth > 0 {
        return None;
    }
    let line = outline.text_of(block).lines().next()?;
    let (label, title) = split_at_colon(line)?;
    let label = label.trim();
    if label.is_ascii() && label.len() > phrases().longest_label() {
        return None;
    }
    let is_title = phrases().detail(&fold_letters(label)) == Some(Detail::Title);
    let value = title.trim();
    let start = block.text.start + line.len() - title.trim_start().len();
    (is_title && !value.is_empty()).then(|| start..start + value.len())
}

/// Whether what was read as the title behind people may be their company, where a title stands below:
/// `Ada Byron @ada - Nowhere Filaments`, `Ada Byron - Nowhere Technologies`.
pub(super) fn may_name_employer(reading: &Reading, headline: &str) -> bool {
    /// Words of a company's name.
    const MAX_WORDS: usize = 4;
    let mut title_words = reading.title.split_whitespace();
    reading.rule == "people first"
        && !reading.speakers.is_empty()
        && reading.companies.is_empty()
        && title_words.clone().nth(MAX_WORDS).is_none()
        && (headline.contains(" @")
            || title_words.any(|word| words().class(&fold_letters(word)).company))
}

/// Takes the title for the company of the people.
pub(super) fn name_employer(reading: &mut Reading, headline: &str) {
    let company = std::mem::replace(&mut reading.title, headline.to_owned());
    for speaker in &mut reading.speakers {
        speaker.company = Some(company.clone());
    }
    reading.companies = vec![company];
    reading.people_only = true;
}

/// Bytes of a title of one or two words, which names, years and places are shorter than.
const MIN_TITLE: usize = 16;

/// The title that stands by itself right below a headline that is nothing but people: a line all of
/// which is emphasised, quoted or a link, as `*A Title of Its Own*`.
pub(super) fn title_below(
    outline: &Outline,
    index: usize,
    headline: &Range<usize>,
    learned: &Learned,
) -> Option<Range<usize>> {
    let block = outline.blocks.get(index)?;
    let (range, is_own) = match outline.text.get(headline.end..block.text.end) {
        Some(rest) if rest.contains(char::is_alphanumeric) => (headline.end..block.text.end, true),
        _ => {
            let next = outline.blocks.get(index + 1)?;
            let is_text = matches!(next.kind, BlockKind::Paragraph) && next.list_depth == 0;
            (is_text.then(|| next.text.clone())?, false)
        }
    };
    let text = &outline.text[range.clone()];
    // What follows the headline in its line is no line below it.
    let skipped = if is_own { text.find('\n')? + 1 } else { 0 };
    let line = text[skipped..].lines().next()?;
    let start = range.start + skipped + (line.len() - line.trim_start().len());
    let line = line.trim();
    let range = start..start + line.len();
    let quoted = line.strip_prefix(['"', '“', '«', '「', '《']);
    let is_quoted = quoted.is_some_and(|rest| {
        rest.find(['"', '”', '»', '」', '》']).is_some_and(|end| rest[end..].chars().count() == 1)
    });
    // `[Slides and recording](…)` is called by what it leads to.
    let is_material = |word: &str| phrases().habits.links.iter().any(|link| link == word);
    let leads_to_title = || {
        let folded = fold_letters(line);
        !folded.split(|c: char| !c.is_alphanumeric()).any(is_material)
    };
    let is_set_apart = is_quoted
        || covered(outline, &range, Style::Emphasis)
        || covered(outline, &range, Style::Strong)
        || links::covers(outline, &range) && leads_to_title();
    let is_title = !line.ends_with(['.', '。', ':', '：', ','])
        && (line.split_whitespace().nth(2).is_some() || line.len() >= MIN_TITLE)
        && line.len() <= headline::MAX_HEADLINE_BYTES;
    (is_set_apart && is_title && !is_people(line, learned) && !is_remark(line, learned))
        .then_some(range)
}

/// Whether a line says when or where it was, who they are or what there is to see, and is no title.
fn is_remark(line: &str, learned: &Learned) -> bool {
    let reading = headline::read(line, learned);
    let clues = clues::read(line);
    if clues.day.is_some()
        || !clues.dates.is_empty()
        || is_topic(line, &reading)
        || is_container(&reading, &clues)
        || reading.kind.is_some()
        || reading.timed
    {
        return true;
    }
    let folded = fold_letters(line);
    let folded = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let begins = |word: &String| {
        folded
            .strip_prefix(word.as_str())
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let class_of = |word: &str| words().class(word.trim_matches(|c: char| !c.is_alphanumeric()));
    let is_job =
        |word: Option<&str>| word.is_some_and(|word| class_of(word).job == Some(Job::Head));
    let mut words_of = folded.split_whitespace();
    phrases().habits.remarks.iter().any(begins)
        || is_job(words_of.clone().next_back())
        || is_job(words_of.nth(1))
}

/// Whether a note's lines `Title: …` are a session each: there are several, and not each stands right
/// below a heading such as `Talk 3`, whose title it would be.
pub(super) fn lists_titles(outline: &Outline) -> bool {
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading { .. });
    let (mut n_titles, mut n_below_headings) = (0, 0);
    for (at, block) in outline.blocks.iter().enumerate() {
        if title_line(outline, block).is_some() {
            n_titles += 1;
            let above = at.checked_sub(1).and_then(|above| outline.blocks.get(above));
            n_below_headings += usize::from(above.is_some_and(is_heading));
        }
    }
    n_titles > 1 && n_below_headings < n_titles
}

/// What a headline's details and bylines already say opens nothing of its own.
pub(super) fn drop_details(found: &mut Vec<Candidate>) {
    let mut end = 0;
    found.retain(|candidate| {
        let detail = candidate.at < end
            && (candidate.reading.people_only
                || !candidate.reading.labelled
                    && matches!(
                        candidate.carrier,
                        Carrier::Item(_) | Carrier::BoldLine | Carrier::PlainLine
                    ));
        // What holds sessions has no details of its own.
        if !detail && !candidate.container {
            end = end.max(candidate.beside.end);
        }
        !detail
    });
}

/// A day and a time on the line below a title say when it was, and not which day follows.
pub(super) fn drop_times(outline: &Outline, found: &mut Vec<Candidate>) {
    let is_time = |text: &str| {
        let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        let clock = |(at, _): (usize, &str)| at > 0 && is_digit(at - 1) && is_digit(at + 1);
        text.match_indices(':').any(clock)
    };
    let mut is_line = vec![false; found.len()];
    for at in 1..found.len() {
        let [above, line] = &mut found[at - 1..=at] else { break };
        let is_title = !above.container
            && !above.topic
            && above.reading.title.split_whitespace().nth(2).is_some();
        if line.container
            && is_title
            && line.block == above.block + 1
            && line.says_day()
            && is_time(&outline.text[line.headline.clone()])
        {
            above.own.add(2.0, "a day and a time below");
            above.holds = above.holds.or(line.holds);
            is_line[at] = true;
        }
    }
    let mut is_line = is_line.into_iter();
    found.retain(|_| !is_line.next().unwrap_or_default());
}
