//! Everything in a note that could head a session, with the evidence for it.
//!
//! A candidate is judged here by itself: its words, and the lines, links and names right beside
//! it. What its neighbours say is weighed in [`structure`](super::structure).

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::Kind;
use crate::extract::beside::{self, Beside};
use crate::extract::clues::{self, Clues};
use crate::extract::headline::{self, Reading};
use crate::extract::learn::Learned;
use crate::extract::links;
use crate::lexicon::{fold_letters, phrases::phrases};
use crate::markup::{Block, BlockKind, HeadingStyle, Outline, Style};

/// What carries a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Carrier {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A line of plain text that reads like a title.
    PlainLine,
    /// A paragraph that is bold from end to end.
    BoldLine,
    /// A paragraph that is one link.
    LinkLine,
    /// A table's row.
    Row,
    /// A list item, by its depth.
    Item(u8),
    /// A title inside a paragraph: a link, a bold or a quoted run.
    Mention,
}

impl Carrier {
    /// The rank in a note's hierarchy: what follows a candidate up to the next of the same or a
    /// lower rank belongs to it.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Carrier::Heading(level) => level,
            Carrier::PlainLine | Carrier::BoldLine | Carrier::LinkLine | Carrier::Mention => 7,
            Carrier::Row => 8,
            Carrier::Item(depth) => 8u8.saturating_add(depth),
        }
    }
}

/// Something that could head a session.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// Index of its block.
    pub(crate) block: usize,
    /// Byte of [`Outline::text`] at which its Document would begin.
    pub(crate) at: usize,
    /// Bytes of the headline in [`Outline::text`].
    pub(crate) headline: Range<usize>,
    pub(crate) carrier: Carrier,
    pub(crate) reading: Reading,
    pub(crate) clues: Clues,
    pub(crate) beside: Beside,
    /// Says which event, day or part of a programme follows: it holds sessions and is none.
    pub(crate) container: bool,
    /// A topic with no talk behind it.
    pub(crate) topic: bool,
    /// A link to a schedule or a video is in the headline or right below it.
    pub(crate) session_link: bool,
    /// A list item that begins with a bold run and a colon: `- **Title**: what was said`.
    pub(crate) bold_lead: bool,
    /// Evidence from the candidate itself; see [`own_score`].
    pub(crate) own: f32,
}

/// Finds the candidates of a note, in order.
pub(crate) fn find(outline: &Outline, learned: &Learned) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut columns = None;
    let mut preface: Option<Beside> = None;
    for (index, block) in outline.blocks.iter().enumerate() {
        let text = outline.text_of(block);
        if let BlockKind::TableRow { head, cells } = &block.kind {
            if *head {
                columns = Columns::read(outline, cells);
            } else if let Some(columns) = &columns
                && let Some(candidate) = row(outline, index, cells, columns, learned)
            {
                found.push(candidate);
            }
            continue;
        }
        if matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Paragraph)
            && text.len() < 400
            && beside::is_detail(text.lines().next().unwrap_or(""), learned)
        {
            // `# Speakers` before the title: they belong to what follows.
            if matches!(block.kind, BlockKind::Heading { .. }) && found.is_empty() {
                let own = first_line(outline, block.text.clone());
                let mut beside = beside::read(outline, index, &(own.start..own.start), learned);
                beside.labelled = true;
                preface = Some(beside);
            }
            continue;
        }
        if text.trim().is_empty()
            || block.quote_depth > 0
                && block.list_depth == 0
                && !matches!(block.kind, BlockKind::Heading { .. })
        {
            continue;
        }
        match &block.kind {
            BlockKind::Heading { level, style } => {
                let carrier = match style {
                    HeadingStyle::Plain => Carrier::PlainLine,
                    _ => Carrier::Heading(*level),
                };
                let mut candidate = candidate(outline, index, block.text.clone(), carrier, learned);
                if let Some(before) = preface.take()
                    && candidate.beside.speakers.is_empty()
                    && candidate.reading.title.split_whitespace().count() >= 3
                {
                    candidate.beside = before;
                    candidate.own += 3.0;
                }
                found.push(candidate);
            }
            BlockKind::Html { comment: true } => comment(outline, index, learned, &mut found),
            BlockKind::Paragraph if block.list_depth == 0 => {
                paragraph(outline, index, learned, &mut found)
            }
            BlockKind::ListItem { .. } if block.list_depth <= 3 => {
                let line = first_line(outline, block.text.clone());
                if let Some(lead) = bold_lead(outline, &line) {
                    let mut candidate =
                        candidate(outline, index, lead, Carrier::Item(block.list_depth), learned);
                    candidate.bold_lead = true;
                    found.push(candidate);
                } else if line.len() <= headline::MAX_HEADLINE_BYTES {
                    found.push(candidate(
                        outline,
                        index,
                        line,
                        Carrier::Item(block.list_depth),
                        learned,
                    ));
                }
            }
            _ => {}
        }
    }
    drop_details(&mut found);
    favour_habit(outline, learned, &mut found);
    found
}

/// Reads headlines that could not be read alone once more, in the way that the note's others are
/// written: `Title - Nobody Known, Nowhere` below ten of `Title - A, X`.
fn favour_habit(outline: &Outline, learned: &Learned, found: &mut [Candidate]) {
    let mut habits: BTreeMap<(Carrier, &'static str), (usize, usize)> = BTreeMap::new();
    for candidate in found
        .iter()
        .filter(|candidate| candidate.reading.certainty > 0.5 && !candidate.reading.people_only)
    {
        let habit = habits.entry((candidate.carrier, candidate.reading.rule)).or_default();
        habit.0 += 1;
        habit.1 += usize::from(candidate.reading.speakers.is_empty());
    }
    for candidate in found
        .iter_mut()
        .filter(|candidate| candidate.reading.certainty <= 0.0 && !candidate.container)
    {
        let of_carrier = habits.iter().filter(|((carrier, _), _)| *carrier == candidate.carrier);
        let Some(((_, rule), (all, companies))) = of_carrier.max_by_key(|(_, (all, _))| *all)
        else {
            continue;
        };
        if *all < 2 {
            continue;
        }
        let favoured = headline::Favoured { rule, companies: *companies >= 2 };
        let text = outline.text[candidate.headline.clone()].trim().replace('\n', " ");
        let reading = headline::read_favouring(&text, learned, Some(favoured));
        if reading.certainty > 0.0 && !reading.people_only {
            let extra = candidate.own - own_score(candidate, &text);
            candidate.reading = reading;
            candidate.own = own_score(candidate, &text) + extra;
        }
    }
}

/// Headings inside an HTML comment: a draft is still a note.
fn comment(outline: &Outline, index: usize, learned: &Learned, found: &mut Vec<Candidate>) {
    let block = &outline.blocks[index];
    let mut at = block.text.start;
    for line in outline.text[block.text.clone()].split_inclusive('\n') {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        let title = line.get(level..).unwrap_or("").trim();
        if (1..=6).contains(&level)
            && !title.is_empty()
            && line.len() <= headline::MAX_HEADLINE_BYTES
        {
            let carrier = Carrier::Heading(u8::try_from(level).unwrap_or(6));
            let mut candidate =
                candidate(outline, index, at + level..at + line.trim_end().len(), carrier, learned);
            candidate.at = at;
            found.push(candidate);
        }
        at += line.len();
    }
}

/// What a headline's details and bylines already say opens nothing of its own.
fn drop_details(found: &mut Vec<Candidate>) {
    let mut end = 0;
    found.retain(|candidate| {
        let detail = candidate.at < end
            && (candidate.reading.people_only
                || !candidate.reading.labelled
                    && matches!(
                        candidate.carrier,
                        Carrier::Item(_) | Carrier::BoldLine | Carrier::PlainLine
                    ));
        if !detail {
            end = end.max(candidate.beside.end);
        }
        !detail
    });
}

/// A paragraph can be a headline as a whole, begin with one, or mention sessions.
fn paragraph(outline: &Outline, index: usize, learned: &Learned, found: &mut Vec<Candidate>) {
    let block = &outline.blocks[index];
    let line = first_line(outline, block.text.clone());
    let text = outline.text[line.clone()].trim();
    let n_before = found.len();
    if text.len() <= headline::MAX_HEADLINE_BYTES {
        let carrier = if covered(outline, &line, Style::Strong) {
            Some(Carrier::BoldLine)
        } else if links::covers(outline, &line) && !links::has_image(outline, &line) {
            Some(Carrier::LinkLine)
        } else {
            None
        };
        if let Some(carrier) = carrier {
            found.push(candidate(outline, index, line.clone(), carrier, learned));
            return;
        }
        // A first line that reads as title and people opens a session also without any markup.
        if text.len() <= 200 && !text.ends_with(['.', '。', ',', ';']) {
            let candidate = candidate(outline, index, line.clone(), Carrier::PlainLine, learned);
            let reading = &candidate.reading;
            let sure = !is_wrapped_prose(outline, block, text)
                && reading.certainty > 0.8
                && !reading.people_only
                && matches!(
                    reading.rule,
                    "dash" | "by" | "bar" | "ellipsis" | "people first" | "marked title"
                );
            if sure
                || reading.labelled && reading.certainty > 0.0
                || glued_title(outline, block, text)
            {
                found.push(candidate);
                return;
            }
        }
    }
    mentions(outline, index, learned, found);
    debug_assert!(found.len() >= n_before);
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

/// Sessions that a paragraph names in a link or in bold: `… [Title - Ada Byron, Acme](…) …`.
fn mentions(outline: &Outline, index: usize, learned: &Learned, found: &mut Vec<Candidate>) {
    let block = &outline.blocks[index];
    let mut runs: Vec<Range<usize>> = Vec::new();
    let first = outline.links.partition_point(|link| link.range.start < block.text.start);
    for link in outline.links[first..].iter().take_while(|link| link.range.start < block.text.end) {
        if !link.image && link.range.len() >= 12 {
            runs.push(link.range.clone());
        }
    }
    let first = outline.marks.partition_point(|mark| mark.range.start < block.text.start);
    for mark in outline.marks[first..].iter().take_while(|mark| mark.range.start < block.text.end) {
        if mark.style == Style::Strong && mark.range.len() >= 12 {
            runs.push(mark.range.clone());
        }
    }
    let mut quoted = quoted_runs(outline, block);
    quoted.retain(|quote| !runs.iter().any(|run| run.start < quote.end && quote.start < run.end));
    runs.extend(quoted.iter().cloned());
    runs.sort_by_key(|run| run.start);
    let mut at = block.text.start;
    let mut n_found = 0;
    for run in runs {
        if run.start < at || run.end > block.text.end || run.len() > headline::MAX_HEADLINE_BYTES {
            continue;
        }
        let reading = headline::read(&outline.text[run.clone()], learned);
        let sure = reading.certainty > 1.0
            && !reading.people_only
            && !reading.speakers.is_empty()
            && matches!(reading.rule, "dash" | "by" | "bar" | "colon");
        let is_quoted = quoted.contains(&run);
        let people = if sure { None } else { quoted_people(outline, block, &run, learned) };
        let linked = links::session_link_in(
            outline,
            &(run.end..floor_char(&outline.text, run.end + 24).min(block.text.end)),
        );
        if !sure && !(is_quoted && (people.is_some() || linked)) {
            continue;
        }
        let mut candidate = candidate(outline, index, run.clone(), Carrier::Mention, learned);
        if is_quoted {
            candidate.own +=
                2.0 + if linked { 1.5 } else { 0.0 } + if people.is_some() { 1.5 } else { 0.0 };
            candidate.beside = Beside::default();
            if let Some(people) = people {
                candidate.reading.speakers = people.speakers;
                candidate.reading.companies = people.companies;
                candidate.reading.rule = "quoted title";
            }
        }
        // The first session of a paragraph has its whole beginning.
        candidate.at = if n_found == 0 { block.text.start } else { run.start };
        candidate.own += 1.0;
        at = run.end;
        n_found += 1;
        found.push(candidate);
    }
}

/// Titles in quotes, four words or more.
fn quoted_runs(outline: &Outline, block: &Block) -> Vec<Range<usize>> {
    let text = &outline.text[block.text.clone()];
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match (open, c) {
            (Some((start, close)), _) if c == close => {
                let inside = &text[start..at];
                if inside.split_whitespace().count() >= 4
                    && inside.len() < 200
                    && inside.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
                {
                    found.push(block.text.start + start..block.text.start + at);
                }
                open = None;
            }
            (None, '"') => open = Some((at + 1, '"')),
            (None, '“') => open = Some((at + c.len_utf8(), '”')),
            (None, '«') => open = Some((at + c.len_utf8(), '»')),
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
) -> Option<super::people::People> {
    let end = floor_char(&outline.text, (run.end + 200).min(block.text.end));
    let rest = outline.text.get(run.end..end)?.trim_start_matches(['"', '”', '»', '“', '*', ' ']);
    let rest = rest.split(['"', '“', '«', '\n']).next().unwrap_or("");
    let lead =
        ["by ", "de ", "par ", "von ", "from ", "with ", ", ", "door ", "por ", "(", "– ", "- "]
            .iter()
            .find(|lead| rest.starts_with(**lead))?;
    let people = super::sentence::byline(rest[lead.len()..].trim_end_matches(')'), learned)?;
    people.speakers.iter().all(|speaker| speaker.name.contains(' ')).then_some(people)
}

fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn candidate(
    outline: &Outline,
    index: usize,
    headline: Range<usize>,
    carrier: Carrier,
    learned: &Learned,
) -> Candidate {
    let block = &outline.blocks[index];
    let text = outline.text[headline.clone()].trim();
    let one_line = text.replace('\n', " ");
    let reading =
        marked(outline, &headline, learned).unwrap_or_else(|| headline::read(&one_line, learned));
    let clues = clues::read(text);
    let beside = beside::read(outline, index, &headline, learned);
    let session_link = links::session_link_in(outline, &headline)
        || beside.session_link && !matches!(carrier, Carrier::Item(_));
    let mut candidate = Candidate {
        block: index,
        at: if matches!(carrier, Carrier::Mention) { headline.start } else { block.text.start },
        headline,
        carrier,
        container: is_container(&reading, &clues),
        topic: is_topic(&one_line, &reading),
        reading,
        clues,
        beside,
        session_link,
        bold_lead: false,
        own: 0.0,
    };
    // `Opening Keynote` with its speaker below is a session, whatever the heading leaves out.
    // So is `Session 3` with its title below.
    let titled = candidate.beside.title.is_some();
    if candidate.container && (titled || !candidate.clues.whole && candidate.beside.is_certain()) {
        candidate.container = false;
    }
    candidate.own = own_score(&candidate, &one_line);
    candidate
}

/// A headline whose title is a link or a bold or quoted run, with the people behind it:
/// `[Title](…) by Ada Byron`, `**Title** – Ada Byron from Acme shows how …`.
fn marked(outline: &Outline, headline: &Range<usize>, learned: &Learned) -> Option<Reading> {
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
    if !reading.speakers.is_empty() {
        return Some(reading);
    }
    let byline = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != '@');
    let byline = byline
        .strip_prefix("by ")
        .or_else(|| byline.strip_prefix("with "))
        .unwrap_or(byline)
        .trim();
    let people = super::sentence::byline(byline, learned)?;
    reading.certainty = people.score.clamp(0.5, 3.0);
    reading.speakers = people.speakers;
    reading.companies = people.companies;
    reading.rule = "marked title";
    Some(reading)
}

/// Evidence that a candidate heads a session, from itself alone. About 3 and more is strong.
fn own_score(candidate: &Candidate, text: &str) -> f32 {
    let Candidate { reading, beside, carrier, .. } = candidate;
    if candidate.container {
        return -6.0;
    }
    let n_words = reading.title.split_whitespace().count();
    let cjk = reading.title.chars().filter(|c| super::token::is_cjk(*c)).count();
    let mut score = 0.0;
    if reading.labelled {
        score += 3.0;
    }
    if reading.kind.is_some() {
        score += 1.0;
    }
    if reading.certainty > 0.0 {
        score += match (reading.people_only, reading.speakers.is_empty()) {
            (true, _) if reading.companies.is_empty() => 0.3,
            (true, _) => 1.2,
            (false, true) => 2.2,
            (false, false) => 2.2 + reading.certainty.min(2.0),
        };
    }
    if reading.timed {
        score += 1.5;
    }
    if reading.tagged {
        score += 0.6;
    }
    if candidate.session_link {
        score += 2.5;
    }
    if beside.is_certain() {
        score += if beside.title.is_some() { 4.5 } else { 3.0 };
    }
    score += match (n_words, cjk) {
        (0 | 1, 0..=3) => -0.8,
        (2, 0..=3) => -0.2,
        (3, 0..=3) => 0.2,
        _ => 0.8,
    };
    if reading.title.contains([':', '：']) || reading.title.ends_with(['?', '!', '？', '！']) {
        score += 0.3;
    }
    if beside.sentence && beside.labelled == beside.byline {
        score += 1.8;
    }
    // `"Some saying" - Somebody` in a list is a quotation.
    if matches!(carrier, Carrier::Item(_))
        && text.starts_with(['"', '“', '„'])
        && reading.companies.is_empty()
        && !candidate.session_link
    {
        score -= 4.0;
    }
    // `In this talk …` right below.
    if beside.says_session {
        score += 1.2;
    }
    // A talk's title seldom names the conference; a post's nearly always does, and the people below
    // it wrote the post.
    let named_event = candidate.clues.kubecon || candidate.clues.series.is_some();
    if named_event && reading.speakers.is_empty() && !reading.labelled && !beside.labelled {
        score -= if beside.byline { 5.5 } else { 2.5 };
    }
    if candidate.topic {
        score -= 4.0;
    }
    if text.contains("${") || text.contains("{{") {
        score -= 5.0;
    }
    if is_chrome(text) {
        score -= 20.0;
    }
    match carrier {
        // A list item is a note unless much speaks for more.
        Carrier::Item(depth) => score -= 1.5 + 0.7 * f32::from(depth.saturating_sub(1)),
        Carrier::PlainLine => score -= 0.8,
        Carrier::BoldLine => score -= 0.5,
        _ => {}
    }
    score
}

/// Captions, forms and footers that a paste brings along.
fn is_chrome(text: &str) -> bool {
    let folded = fold_letters(text);
    [
        "do you need help",
        "picture",
        "want to ",
        "work with us",
        "contact us",
        "screenshot of",
        "image:",
        "photo:",
        "figure ",
        "fig. ",
        "source:",
        "copyright",
        "all rights reserved",
        "posted by",
        "posted on",
        "published on",
        "read time",
        "min read",
        "sign up",
        "subscribe",
    ]
    .iter()
    .any(|start| folded.starts_with(start))
}

/// Whether a headline says only which event, day or part of the programme follows.
fn is_container(reading: &Reading, clues: &Clues) -> bool {
    if clues.whole {
        return true;
    }
    if reading.certainty > 0.0 {
        return false;
    }
    // `Keynotes`, `GitOpsCon lightning talks`, `Keynotes & Announcements`: nothing but kinds and
    // words of a programme.
    let folded = fold_letters(&reading.title);
    if phrases().label(folded.trim()).is_some() {
        return true;
    }
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let (mut rest, mut n_kinds, mut plural) = (Vec::new(), 0, false);
    let mut i = 0;
    while i < words.len() {
        let len = (1..=2).rev().find(|len| {
            words
                .get(i..i + len)
                .is_some_and(|run| phrases().label(&run.join(" ")).flatten().is_some())
        });
        match len {
            Some(len) => {
                n_kinds += 1;
                plural |= words[i + len - 1].ends_with('s');
                i += len;
            }
            None => {
                rest.push(words[i]);
                i += 1;
            }
        }
    }
    // `Day 2 Keynote`: what is left says only which one.
    let programme = !rest.is_empty() && clues::read(&rest.join(" ")).whole;
    n_kinds > 0 && (programme || plural && rest.is_empty())
}

fn is_topic(text: &str, reading: &Reading) -> bool {
    let trim = |text: &str| {
        fold_letters(
            text.trim_matches(|c: char| !c.is_alphanumeric() && c != '?' && c != ')').trim(),
        )
        .into_owned()
    };
    if reading.certainty > 0.0 && !reading.people_only || reading.labelled {
        return false;
    }
    phrases().is_topic(&trim(text)) || phrases().is_topic(&trim(&reading.title))
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

fn first_line(outline: &Outline, range: Range<usize>) -> Range<usize> {
    let text = &outline.text[range.clone()];
    let len = text.find('\n').unwrap_or(text.len());
    range.start..range.start + len
}

/// Whether every letter of `range` has a style.
fn covered(outline: &Outline, range: &Range<usize>, style: Style) -> bool {
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

/// What the columns of a table hold.
#[derive(Clone, Debug)]
struct Columns {
    title: usize,
    speakers: Option<usize>,
    company: Option<usize>,
    /// Evidence that the rows are sessions.
    score: f32,
}

impl Columns {
    fn read(outline: &Outline, cells: &[Range<usize>]) -> Option<Columns> {
        use crate::lexicon::phrases::Detail;
        let heads: Vec<String> = cells
            .iter()
            .map(|cell| {
                fold_letters(outline.text[cell.clone()].trim().trim_end_matches(':')).into_owned()
            })
            .collect();
        let detail = |head: &String| {
            let first = head.split([' ', '(', '/']).next().unwrap_or("");
            phrases().detail(head).or_else(|| phrases().detail(first))
        };
        let position = |wanted: Detail| heads.iter().position(|head| detail(head) == Some(wanted));
        let title = position(Detail::Title);
        let speakers = position(Detail::Speaker);
        let media = heads.iter().any(|head| {
            ["video", "youtube", "slides", "sched", "recording"]
                .iter()
                .any(|word| head.contains(word))
        });
        Some(Columns {
            title: title.or_else(|| (speakers != Some(0)).then_some(0))?,
            speakers,
            company: position(Detail::Company),
            score: f32::from(u8::from(title.is_some())) * 1.5
                + f32::from(u8::from(speakers.is_some() && heads.len() > 1)) * 1.5
                + f32::from(u8::from(media)),
        })
    }
}

/// A table row as a session.
fn row(
    outline: &Outline,
    index: usize,
    cells: &[Range<usize>],
    columns: &Columns,
    learned: &Learned,
) -> Option<Candidate> {
    let title = cells.get(columns.title)?.clone();
    let text = outline.text[title.clone()].trim();
    if text.is_empty() || columns.score <= 0.0 && cells.len() < 2 {
        return None;
    }
    let mut candidate = candidate(outline, index, title, Carrier::Row, learned);
    let block: &Block = &outline.blocks[index];
    candidate.session_link = links::session_link_in(outline, &block.text);
    let cell = |column: Option<usize>| {
        column.and_then(|column| cells.get(column)).map(|cell| outline.text[cell.clone()].trim())
    };
    if let Some(text) = cell(columns.speakers).filter(|text| !text.is_empty())
        && let Some(people) = super::people::read(text, learned)
        && people.score > 0.0
    {
        candidate.beside.speakers = people.speakers;
        candidate.beside.companies = people.companies;
        candidate.beside.labelled = true;
    }
    if let Some(company) = cell(columns.company).filter(|text| !text.is_empty()) {
        candidate.beside.company = Some(company.to_owned());
        candidate.beside.labelled = true;
    }
    candidate.own = own_score(&candidate, text) + if candidate.topic { 0.0 } else { columns.score };
    if candidate.reading.kind == Some(Kind::Section) {
        return None;
    }
    Some(candidate)
}
