//! Notes that are one session: by their first heading, their first line, or only by their name.

use super::{Habit, Opening, STRONG};
use crate::extract::candidates::{Candidate, Carrier};
use crate::extract::kind::container_kind;
use crate::lexicon::fold_letters;
use crate::lexicon::phrases::phrases;
use crate::markup::Outline;

/// The candidate that is the one session of its file: the first heading, which the file is named
/// after, where no other heading of its rank speaks for itself.
pub(super) fn single_session(
    path: &str,
    outline: &Outline,
    candidates: &[Candidate],
    habit: Habit,
) -> Option<usize> {
    let first = candidates.first().filter(|first| {
        // A day in a city is no session.
        let dated = first.clues.region.is_some() || !first.clues.years.is_empty();
        matches!(first.carrier, Carrier::Heading(_)) && !first.container && !first.topic && !dated
    })?;
    let stem = stem_words(path);
    let at_start = outline.text[..first.at].split_whitespace().count() <= 40;
    let rival = candidates[1..]
        .iter()
        .any(|other| other.carrier.rank() <= first.carrier.rank() && other.own.sum() >= STRONG);
    let named = similarity(&stem, &first.reading.title) >= 0.5 && describes(&stem);
    // Recordings of others below it are what the note is about.
    let is_loud = |other: &&Candidate| other.session_link && other.own.sum() >= STRONG;
    let holds = habit.of_event
        && first.own.sum() < STRONG
        && candidates[1..].iter().filter(is_loud).nth(1).is_some();
    (at_start && named && !rival && !holds && !is_one_of_many(candidates)).then_some(0)
}

/// As many headings of the first one's level are no parts of one session.
const MANY: usize = 3;

/// Whether the first heading is one of many of its level, each as long as a title or with headings
/// of its own below.
fn is_one_of_many(candidates: &[Candidate]) -> bool {
    let Some(first) = candidates.first() else { return false };
    // What speaks for itself may be a session with as many parts.
    if !matches!(first.carrier, Carrier::Heading(_)) || first.own.sum() >= STRONG {
        return false;
    }
    let headings = candidates
        .iter()
        .filter(|other| matches!(other.carrier, Carrier::Heading(_)))
        .map(|other| (other.carrier, other))
        .collect::<Vec<_>>();
    let like_it = headings.iter().enumerate().filter(|(at, (carrier, other))| {
        let holds = headings.get(at + 1).is_some_and(|(next, _)| next.rank() > carrier.rank());
        let long = other.reading.title.split_whitespace().nth(3).is_some();
        *carrier == first.carrier && !other.topic && !other.container && (long || holds)
    });
    like_it.take(MANY).count() == MANY
}

/// Whether a file is called after a day or a part of the programme: `day1`, `lightning-talks`.
pub(super) fn path_is_container(path: &str) -> bool {
    let stem = stem_words(path).join(" ");
    let kind = phrases().label(stem.rsplit(' ').next().unwrap_or("")).flatten().is_some()
        || container_kind(&stem).is_some();
    kind && stem.ends_with('s') || stem.starts_with("day") || is_day_of(&stem)
}

/// Whether a folder is one of notes of conferences, whichever they are: `conference_notes/`,
/// `confnotes/`, `notes-conf/`.
pub(crate) fn is_among_conferences(path: &str) -> bool {
    const CONFERENCES: [&str; 6] =
        ["conference", "conferences", "conf", "konferenz", "konferenzen", "conferencias"];
    const NOTES: [&str; 5] = ["notes", "note", "notas", "notizen", "talks"];
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|folder| {
        let folded = fold_letters(folder);
        let has = |known: &[&str]| {
            folded.split(|c: char| !c.is_alphanumeric()).any(|word| known.contains(&word))
        };
        has(&["confnotes"]) || has(&CONFERENCES) && has(&NOTES)
    })
}

/// Whether a file's name has nothing but a day and kinds of sessions: `breakouts-day-one`.
fn is_day_of(stem: &str) -> bool {
    /// A count or a month alone is no day; weekdays and the word itself end so in most languages.
    const ENDINGS: [&str; 6] = ["day", "tag", "dag", "di", "jour", "dia"];
    let is_day = |word: &str| {
        phrases().is_day_word(word) && ENDINGS.iter().any(|ending| word.ends_with(ending))
    };
    let belongs = |word: &str| {
        phrases().is_day_word(word)
            || phrases().is_container_word(word)
            || phrases().label(word).is_some()
    };
    stem.split(' ').any(is_day) && stem.split(' ').all(belongs)
}

/// One session that is the whole file: its first heading, its first line, or only its name.
pub(super) fn whole_note(
    path: &str,
    outline: &Outline,
    candidates: &[Candidate],
    habit: Habit,
) -> Option<Vec<Opening>> {
    let stem_words = stem_words(path);
    // A stub: one heading, the same as the file's name, and hardly anything else.
    let stub =
        candidates.iter().filter(|other| matches!(other.carrier, Carrier::Heading(_))).count() == 1
            && candidates.first().is_some_and(|first| {
                similarity(&stem_words, &first.reading.title) > 0.9 && stem_words.len() >= 3
            });
    if habit.post || !habit.of_event && !stub || is_one_of_many(candidates) {
        return None;
    }
    let first = candidates.first().filter(|first| {
        outline.text[..first.at].split_whitespace().count() <= 40 && first.carrier.rank() <= 7
    });
    if let Some(first) = first.filter(|first| !first.container && !names_things(&stem_words)) {
        let similar = similarity(&stem_words, &first.reading.title);
        let n_words = first.reading.title.split_whitespace().count();
        let alone = candidates.iter().filter(|other| other.carrier == first.carrier).count() <= 2;
        let plain = matches!(first.carrier, Carrier::PlainLine);
        let at_start = outline.text[..first.at].trim().is_empty();
        let fits = if plain {
            at_start && similar >= 0.5
        } else {
            similar >= 0.5
                || n_words >= 3 && (alone || matches!(first.carrier, Carrier::Heading(1)))
        };
        if fits && !first.topic && first.own.sum() > -2.0 {
            let rule = "the whole note is one session, headed by its first line";
            return Some(vec![opening(first.at, Some(0), rule)]);
        }
        if !first.topic && !plain && n_words > 2 {
            return None;
        }
    }
    if first.is_some_and(|first| first.container) || !describes(&stem_words) {
        return None;
    }
    let rule = "the whole note is one session, which the file is called after";
    Some(vec![Opening { from_path: true, ..opening(0, None, rule) }])
}

fn opening(at: usize, candidate: Option<usize>, rule: &'static str) -> Opening {
    Opening { at, candidate, session: true, above: Vec::new(), rule, from_path: false }
}

/// The words of the file's name, or of its folder's where the file is a README.
pub(crate) fn stem_words(path: &str) -> Vec<String> {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or("");
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = match fold_letters(stem).as_ref() {
        "readme" | "index" | "notes" | "_index" => parts.next().unwrap_or(""),
        _ => stem,
    };
    let spaced = crate::extract::event::split_camel(stem);
    fold_letters(&spaced)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

/// The share of the words of a file's name that stand in a title.
fn similarity(stem: &[String], title: &str) -> f32 {
    if stem.is_empty() {
        return 0.0;
    }
    let folded = fold_letters(title);
    let joined: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let found = stem.iter().filter(|word| joined.contains(word.as_str())).count();
    found as f32 / stem.len() as f32
}

/// Whether a file's name says that it lists things.
fn names_things(stem: &[String]) -> bool {
    stem.iter().any(|word| phrases().habits.lists.contains(word))
}

/// Whether a file's name describes one session: not a day, not an event, not a list of things.
fn describes(stem: &[String]) -> bool {
    let title = stem.join(" ");
    if phrases().is_topic(&title) || names_things(stem) {
        return false;
    }
    // What is called after an event is about it: `kubecon-detroit-wrapup`.
    let event = crate::extract::clues::read(&title);
    !event.whole
        && !event.names_event()
        && (stem.len() >= 2 || phrases().label(&title).flatten().is_some())
}
