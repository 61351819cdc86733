//! A note's title in its front matter, where the whole note is about one session.
//!
//! A post is called after its event or its thoughts, a page for one talk after the talk. Which of them
//! it is the title says itself, by the people in it or by a label, or the recording right below it.

use super::evidence::own_score;
use super::repeated::title_key;
use super::{Candidate, Carrier, is_topic};
use crate::extract::beside::{self, Beside, labelled_people};
use crate::extract::clues;
use crate::extract::headline::{self, Reading};
use crate::extract::learn::Learned;
use crate::extract::links;
use crate::extract::tally::{Field, Place, Tally};
use crate::lexicon::fold_letters;
use crate::lexicon::phrases::{Detail, phrases};
use crate::markup::{Block, Outline};

/// Own evidence at which another candidate speaks for itself.
const LOUD: f32 = 3.0;

/// A note with more that speaks for itself is about several sessions.
const MAX_OTHERS: usize = 1;

/// The blocks in which a recording of the whole note's session is looked for.
const MAX_BLOCKS_TO_RECORDING: usize = 3;

/// Words of a line that is a link and what it is called.
const MAX_LINK_WORDS: usize = 5;

/// What the front matter says of the people of a session: `speaker: Ada Byron`, `company: Acme`,
/// `speakers: [{name: …, company: …}]`, `type: keynote`. Nothing without people.
pub(super) fn people_of_note(outline: &Outline, learned: &Learned) -> Option<Beside> {
    /// Shorter labels, `by` and `host`, are settings of something else.
    const MIN_KEY: usize = 6;
    let front = outline.front_matter.as_ref()?;
    let mut found = Beside { trail: learned.trail(), labelled: true, ..Beside::default() };
    for (key, value) in &front.other {
        let folded = fold_letters(key);
        let (key, part) = folded.split_once('.').unwrap_or((&folded, ""));
        let part = part.rsplit('.').next().unwrap_or("");
        match (phrases().detail(key), phrases().detail(part)) {
            (Some(Detail::Speaker), Some(Detail::Company)) => {
                if let Some(speaker) = found.speakers.last_mut() {
                    speaker.company = Some(value.clone());
                }
            }
            (Some(Detail::Speaker), _) if key.len() >= MIN_KEY && matches!(part, "" | "name") => {
                let people = labelled_people(value, learned);
                found.speakers.extend(people.into_iter().flat_map(|people| people.speakers));
            }
            (Some(Detail::Company), _) => found.company = Some(value.clone()),
            _ if matches!(key, "type" | "format" | "kind") => {
                found.kind = phrases().label(&fold_letters(value)).flatten().or(found.kind);
            }
            _ => {}
        }
    }
    for field in [Field::Speakers, Field::Companies, Field::Kind] {
        found.trail.say(field, Place::FrontMatter, "a setting in the front matter");
    }
    (!found.speakers.is_empty()).then_some(found)
}

/// The candidate that the front matter's title is, if the note is about one session of that title.
pub(super) fn title_of_note(
    outline: &Outline,
    others: &[Candidate],
    people: Option<&Beside>,
    learned: &Learned,
) -> Option<Candidate> {
    let title = outline.front_title()?;
    if outline.blocks.is_empty() || title.len() > headline::MAX_HEADLINE_BYTES {
        return None;
    }
    let clues = clues::read(title);
    let reading = headline::read(title, learned);
    if clues.whole || is_topic(title, &reading) || reading.people_only {
        return None;
    }
    let is_loud = |other: &&Candidate| !other.container && other.own.sum() >= LOUD;
    if others.iter().filter(is_loud).nth(MAX_OTHERS).is_some() {
        return None;
    }
    // A heading that says the same heads the note as well.
    let same = title_key(&reading.title);
    let is_same = |other: &&Candidate| title_key(&other.reading.title) == same;
    if others.iter().take(2).find(is_same).is_some_and(is_heading) {
        return None;
    }
    let first = &outline.blocks[..outline.blocks.len().min(MAX_BLOCKS_TO_RECORDING)];
    // A sentence may link to any session.
    let is_short =
        |block: &&Block| outline.text_of(block).split_whitespace().nth(MAX_LINK_WORDS).is_none();
    let recorded =
        first.iter().filter(is_short).any(|block| links::session_link_in(outline, &block.text));
    if people.is_none() && !says_session(&reading, clues.names_event(), recorded) {
        return None;
    }
    let mut candidate = Candidate {
        block: 0,
        at: 0,
        headline: 0..0,
        carrier: Carrier::FrontMatter,
        beside: people.cloned().unwrap_or_else(|| beside::read(outline, 0, &(0..0), learned)),
        reading,
        clues,
        container: false,
        holds: None,
        topic: false,
        asks: false,
        session_link: recorded,
        leads_home: false,
        bold_lead: false,
        own: Tally::default(),
    };
    candidate.own = own_score(&candidate, title, learned);
    Some(candidate)
}

fn is_heading(candidate: &Candidate) -> bool {
    matches!(candidate.carrier, Carrier::Heading(_))
}

/// Whether a note's title is that of a session.
fn says_session(reading: &Reading, names_event: bool, recorded: bool) -> bool {
    let n_words = reading.title.split_whitespace().count();
    let by_people = reading.certainty > 1.0 && !reading.speakers.is_empty() && !names_event;
    let by_label = reading.labelled && reading.kind.is_some();
    let by_recording = recorded && !names_event;
    n_words >= 3 && (by_people || by_label || by_recording)
}
