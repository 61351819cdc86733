//! Everything in a note that could head a session, with the evidence for it.
//!
//! A candidate is judged here by itself: its words, and the lines, links and names right beside
//! it. What its neighbours say is weighed in [`structure`](super::structure).

mod announced;
mod carrier;
pub(crate) mod certain;
mod details;
mod evidence;
mod front;
mod habit;
mod mentions;
mod notes;
mod repeated;
mod rows;
mod runs;

use crate::document::Kind;
use crate::extract::beside::Beside;
use crate::extract::clues::Clues;
use crate::extract::headline::Reading;
use crate::extract::kind::container_kind;
use crate::extract::learn::Learned;
use crate::extract::tally::{Field, Place, Tally};
use crate::extract::{beside, clues, headline, links};
use crate::lexicon::fold_letters;
use crate::lexicon::phrases::phrases;
use crate::markup::{BlockKind, HeadingStyle, Outline};
use std::ops::Range;

use self::announced::favour_announced;
pub(crate) use self::carrier::Carrier;
use self::details::{
    drop_details, drop_times, lists_titles, may_name_employer, name_employer, title_below,
    title_line,
};
use self::evidence::{asks, is_container, is_data, is_topic, own_score};
use self::front::{people_of_note, title_of_note};
use self::habit::favour_habit;
use self::mentions::{mentions, paragraph, quotes_title};
use self::notes::Notes;
use self::repeated::drop_repeated;
use self::rows::{Columns, row};
pub(crate) use self::runs::covered;
use self::runs::{first_line, item_headline, marked, proper};

/// Deeper in a list nothing heads a session.
const MAX_LIST_DEPTH: u8 = 3;

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
    /// The kind of session that a container says it holds.
    pub(crate) holds: Option<Kind>,
    /// A topic with no talk behind it.
    pub(crate) topic: bool,
    /// A topic only by how it begins: `What is …`.
    pub(crate) asks: bool,
    /// A link to a schedule or a video is in the headline or right below it.
    pub(crate) session_link: bool,
    /// The headline is a link to the front page of a site, or of a project.
    pub(crate) leads_home: bool,
    /// A list item that begins with a bold run and a colon: `- **Title**: what was said`.
    pub(crate) bold_lead: bool,
    /// Evidence from the candidate itself; see [`own_score`].
    pub(crate) own: Tally,
}

/// Finds the candidates of a note, in order.
pub(crate) fn find(outline: &Outline, learned: &Learned) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut columns = None;
    let mut preface: Option<Beside> = None;
    // Whether a section of data right above has a link to a session.
    let mut linked_above = false;
    let plain = Notes::of(outline, learned);
    let lists_titles = lists_titles(outline);
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
        // The first lines of a note head it where nothing else does.
        let heads = || index == 0 && block.quote_depth == 0;
        if (lists_titles || heads())
            && let Some(title) = title_line(outline, block)
        {
            let mut titled = candidate(outline, index, title, Carrier::PlainLine, learned);
            titled.at = block.text.start;
            titled.reading.labelled = true;
            titled.own.add(3.0, "a label before the title");
            // What it says of itself is nothing that the heading above has below it.
            if let Some(above) = found.last_mut().filter(|above| above.beside.end > titled.at) {
                above.beside = Beside { trail: learned.trail(), ..Beside::default() };
                above.container |= above.clues.whole;
                above.own = own_score(above, &outline.text[above.headline.clone()], learned);
            }
            found.push(titled);
            continue;
        }
        // Whoever stands above has read it already.
        let named =
            found.last().is_some_and(|above| above.beside.named_at.contains(&block.text.start));
        if matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Paragraph)
            && text.len() < 400
            && (named || beside::is_detail(text.lines().next().unwrap_or(""), learned))
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
                    candidate.own.add(3.0, "the lines above give the people");
                }
                // What `Meta` holds is about the heading that follows it.
                if std::mem::take(&mut linked_above) && !candidate.session_link {
                    candidate.session_link = true;
                    candidate.own.add(2.5, "a link to a schedule or a recording above it");
                }
                if candidate.session_link && is_data(outline, &candidate) {
                    linked_above = true;
                    candidate.session_link = false;
                    candidate.topic = true;
                    candidate.own = own_score(&candidate, text, learned);
                }
                found.push(candidate);
            }
            BlockKind::Html { comment: true } => comment(outline, index, learned, &mut found),
            BlockKind::Paragraph if block.list_depth == 0 => {
                paragraph(outline, index, &plain, learned, &mut found);
            }
            BlockKind::ListItem { .. } if block.list_depth <= MAX_LIST_DEPTH => {
                let line = plain.line(index);
                let (headline, bold_lead) = item_headline(outline, line.clone());
                // `- Ada Byron made the case in "A Title of Its Own" that …`
                let n_before = found.len();
                if block.list_depth == 1 && quotes_title(&outline.text[line.clone()]) {
                    mentions(outline, index, learned, &mut found);
                }
                if found.len() > n_before {
                    continue;
                }
                if bold_lead {
                    let carrier = Carrier::Item(block.list_depth);
                    let mut candidate = candidate(outline, index, headline, carrier, learned);
                    candidate.bold_lead = true;
                    found.push(candidate);
                } else if plain.holds(index) {
                    let beside = match notes::is_leaf(outline, index, &line) {
                        true => Beside { trail: learned.trail(), ..Beside::default() },
                        false => beside::read(outline, index, &line, learned),
                    };
                    found.push(notes::note(outline, index, line, beside, learned));
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
    drop_times(outline, &mut found);
    favour_announced(outline, &mut found);
    drop_repeated(outline, &mut found);
    favour_habit(outline, learned, &mut found);
    let people = people_of_note(outline, learned);
    if let Some(whole) = title_of_note(outline, &found, people.as_ref(), learned) {
        found.insert(0, whole);
    } else if let (Some(people), Some(first)) = (people, found.first_mut())
        && first.reading.speakers.is_empty()
        && first.beside.speakers.is_empty()
        && !first.container
    {
        // A heading says the same as the front matter's title.
        first.beside = people;
        first.own.add(3.0, "the front matter gives the people");
    }
    found
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

impl Candidate {
    /// Where its headline stands.
    pub(crate) fn place(&self) -> Place {
        match self.carrier {
            Carrier::FrontMatter => Place::FrontMatter,
            _ => Place::Text(self.headline.start),
        }
    }

    /// Its headline as the note has it, in one line.
    pub(crate) fn headline_text(&self, outline: &Outline) -> String {
        match self.carrier {
            Carrier::FrontMatter => outline.front_title().unwrap_or_default().to_owned(),
            _ => outline.text[self.headline.clone()].trim().replace('\n', " "),
        }
    }

    /// Whether its headline says which day it is about.
    pub(crate) fn says_day(&self) -> bool {
        let title = fold_letters(&self.reading.title);
        let mut words = title.split(|c: char| !c.is_alphanumeric());
        self.clues.day.is_some()
            || !self.clues.dates.is_empty()
            || words.any(|word| phrases().is_day_word(word))
    }

    /// Whether its headline says which event or day it is about, and not only which part of a
    /// programme.
    fn says_when(&self) -> bool {
        let clues = &self.clues;
        clues.names_event() || clues.region.is_some() || !clues.years.is_empty() || self.says_day()
    }
}

/// Reads the headline at a range of the text.
fn reading(outline: &Outline, headline: &Range<usize>, learned: &Learned) -> Reading {
    if let Some(known) = learned.reading(headline) {
        return known.clone();
    }
    let headline = proper(outline, headline);
    let one_line = || outline.text[headline.clone()].trim().replace('\n', " ");
    marked(outline, &headline, learned).unwrap_or_else(|| headline::read(&one_line(), learned))
}

fn candidate(
    outline: &Outline,
    index: usize,
    headline: Range<usize>,
    carrier: Carrier,
    learned: &Learned,
) -> Candidate {
    let reading = reading(outline, &headline, learned);
    of_reading(reading, outline, index, headline, carrier, learned)
}

/// The candidate whose headline reads so.
fn of_reading(
    mut reading: Reading,
    outline: &Outline,
    index: usize,
    headline: Range<usize>,
    carrier: Carrier,
    learned: &Learned,
) -> Candidate {
    let block = &outline.blocks[index];
    let text = outline.text[headline.clone()].trim();
    let one_line = text.replace('\n', " ");
    let clues = clues::read(text);
    let mut beside = beside::read(outline, index, &headline, learned);
    let names_employer = !reading.people_only && may_name_employer(&reading, &one_line);
    let title_below = match beside.title.is_none() && (reading.people_only || names_employer) {
        true => title_below(outline, index, &headline, learned),
        false => None,
    };
    if names_employer && title_below.is_some() {
        name_employer(&mut reading, &one_line);
    }
    if let Some(title) = &title_below {
        beside.end = beside.end.max(title.end);
        beside.trail.say(Field::Title, Place::Text(title.start), "a title below the people");
        beside.title = Some(outline.text[title.clone()].to_owned());
    }
    let in_sentence =
        matches!(carrier, Carrier::Item(_)) && links::link_in_sentence(outline, &headline);
    let session_link = !in_sentence && links::session_link_in(outline, &headline)
        || matches!(carrier, Carrier::Heading(_)) && links::slides_link_in(outline, &headline)
        || beside.session_link && !matches!(carrier, Carrier::Item(_))
        || matches!(carrier, Carrier::Heading(_)) && links::embeds_recording(outline, index);
    let leads_home =
        matches!(carrier, Carrier::Heading(_)) && links::leads_home(outline, &headline);
    let mut candidate = Candidate {
        block: index,
        at: if matches!(carrier, Carrier::Mention) { headline.start } else { block.text.start },
        headline,
        carrier,
        container: is_container(&reading, &clues),
        holds: None,
        topic: is_topic(&one_line, &reading),
        asks: false,
        reading,
        clues,
        beside,
        session_link,
        leads_home,
        bold_lead: false,
        own: Tally::default(),
    };
    // `Opening Keynote` with its speaker below is a session, whatever the heading leaves out.
    // So is `Session 3` with its title below.
    let titled = candidate.beside.title.is_some();
    let dated = candidate.clues.whole && candidate.says_when();
    if candidate.container && (titled || !dated && candidate.beside.is_certain()) {
        candidate.container = false;
    }
    candidate.asks = candidate.topic && asks(&one_line);
    if candidate.asks && candidate.beside.says_session {
        candidate.topic = false;
    }
    if candidate.container {
        let reading = &candidate.reading;
        candidate.holds = reading.kind.or_else(|| container_kind(&reading.title));
    }
    candidate.own = own_score(&candidate, &one_line, learned);
    if title_below.is_some() {
        candidate.own.add(2.0, "a title right below the people");
    }
    candidate
}
