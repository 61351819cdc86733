//! Decides which candidates head sessions, from the note as a whole.
//!
//! Sessions of one note look alike: what repeats, what stands below the same day or programme, and
//! what carries names, labels, links and times beside it supports its weaker neighbours. A heading
//! inside a session is a part of it unless it speaks loudly for itself.

mod support;
mod whole_note;

use crate::extract::candidates::{Candidate, Carrier};
use crate::extract::tally::Tally;
use crate::markup::Outline;

use rustc_hash::FxHashSet;

use self::support::{Groups, score};
pub(crate) use self::whole_note::{is_among_conferences, stem_words};
use self::whole_note::{single_session, whole_note};

/// Evidence at which a candidate is a session.
pub(crate) const SESSION: f32 = 2.5;

/// Own evidence at which a candidate counts as certain when its neighbours are weighed.
const STRONG: f32 = 3.0;

/// Where a Document begins.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opening {
    /// Byte of [`Outline::text`].
    pub(crate) at: usize,
    /// The candidate that heads it, if one does.
    pub(crate) candidate: Option<usize>,
    pub(crate) session: bool,
    /// Candidates above it: its headings, outermost first.
    pub(crate) above: Vec<usize>,
    /// What made it one, for `ingest --explain`.
    pub(crate) rule: &'static str,
    /// The title is the file's name.
    pub(crate) from_path: bool,
}

/// What kind of note it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Habit {
    /// Prose with front matter: a post, whose headings are topics more often than sessions.
    pub(crate) post: bool,
    /// The note, its path or its title speaks of an event.
    pub(crate) of_event: bool,
    /// It lies in a folder of conference notes, whichever conference it is about.
    pub(crate) among_conferences: bool,
    /// Its title says that it is about sessions: `My favourite talks`.
    pub(crate) of_sessions: bool,
}

/// Splits a note: every Document's opening, in order. The first opens at 0 unless there is no text.
///
/// `weighed` is told all the evidence of each candidate, in order.
pub(crate) fn openings(
    path: &str,
    outline: &Outline,
    candidates: &[Candidate],
    habit: Habit,
    weighed: impl FnMut(Tally),
) -> Vec<Opening> {
    if outline.text.trim().is_empty() {
        return Vec::new();
    }
    let parents = parents(candidates);
    let groups = Groups::count(path, outline, candidates, &parents);
    let mut found = decide(path, outline, candidates, &parents, &groups, habit, weighed);
    if !found.iter().any(|opening| opening.session)
        && let Some(whole) = whole_note(path, outline, candidates, habit)
    {
        found = whole;
    }
    found.sort_by_key(|opening| opening.at);
    found.dedup_by_key(|opening| opening.at);
    if found.first().is_none_or(|opening| opening.at > 0) {
        // What stands before the first opening belongs to it when it is blank, and else is a
        // section of its own.
        let blank =
            found.first().is_some_and(|opening| outline.text[..opening.at].trim().is_empty());
        if blank {
            found[0].at = 0;
        } else {
            found.insert(
                0,
                Opening {
                    at: 0,
                    candidate: None,
                    session: false,
                    above: Vec::new(),
                    rule: "what stands before everything else",
                    from_path: false,
                },
            );
        }
    }
    found
}

/// The heading above each candidate.
fn parents(candidates: &[Candidate]) -> Vec<Option<usize>> {
    let mut stack: Vec<usize> = Vec::new();
    let mut parents = Vec::with_capacity(candidates.len());
    for (index, candidate) in candidates.iter().enumerate() {
        while stack
            .last()
            .is_some_and(|top| candidates[*top].carrier.rank() >= candidate.carrier.rank())
        {
            stack.pop();
        }
        parents.push(stack.last().copied());
        if !matches!(candidate.carrier, Carrier::Mention | Carrier::Row | Carrier::LinkLine) {
            stack.push(index);
        }
    }
    parents
}

fn decide(
    path: &str,
    outline: &Outline,
    candidates: &[Candidate],
    parents: &[Option<usize>],
    groups: &Groups<'_>,
    habit: Habit,
    mut weighed: impl FnMut(Tally),
) -> Vec<Opening> {
    let mut found: Vec<Opening> = Vec::new();
    // Rank of the session that is open, if one is.
    let mut open: Option<u8> = None;
    let single = single_session(path, outline, candidates, habit);
    for (index, candidate) in candidates.iter().enumerate() {
        let rank = candidate.carrier.rank();
        let is_heading = matches!(candidate.carrier, Carrier::Heading(_));
        let closes = is_heading
            || matches!(candidate.carrier, Carrier::PlainLine | Carrier::BoldLine)
                && (candidate.topic || candidate.container);
        if open.is_some_and(|session| rank <= session) && closes {
            open = None;
        }
        // In a note about one session every later heading is a part of it.
        let nested =
            open.is_some_and(|session| rank > session) || single.is_some_and(|first| index > first);
        let score = score(outline, candidates, index, parents, groups, habit, nested);
        let session = score.sum() >= SESSION;
        weighed(score);
        let opening = |rule| Opening {
            at: candidate.at,
            candidate: Some(index),
            session,
            above: chain(parents, index),
            rule,
            from_path: false,
        };
        if session {
            found.push(opening("enough evidence"));
            open = Some(rank);
        } else if closes && open.is_none() {
            found.push(opening("a heading outside of sessions"));
        }
    }
    keynote_containers(outline, candidates, &mut found);
    found
}

fn chain(parents: &[Option<usize>], index: usize) -> Vec<usize> {
    let mut above = Vec::new();
    let mut next = parents[index];
    while let Some(parent) = next {
        above.push(parent);
        next = parents[parent];
    }
    above.reverse();
    above
}

/// A container such as `Keynotes` that mixes talks without headings of their own is one entry.
fn keynote_containers(outline: &Outline, candidates: &[Candidate], found: &mut [Opening]) {
    // A session says of every heading above it that it holds one.
    let sessions = found.iter().filter(|opening| opening.session);
    let holding: FxHashSet<usize> = sessions.flat_map(|opening| opening.above.clone()).collect();
    for index in 0..found.len() {
        let opening = &found[index];
        let Some(own) = opening.candidate else { continue };
        let candidate = &candidates[own];
        if opening.session || candidate.holds.is_none() {
            continue;
        }
        let end = found.get(index + 1).map_or(outline.text.len(), |next| next.at);
        let holds = holding.contains(&own);
        let has_notes = outline.text[candidate.headline.end.min(end)..end].trim().len() > 20;
        if !holds && has_notes {
            found[index].session = true;
            found[index].rule = "a part of the programme whose talks have no headings of their own";
        }
    }
}
