//! Decides which candidates head sessions, from the note as a whole.
//!
//! Sessions of one note look alike: what repeats, what stands below the same day or programme, and
//! what carries names, labels, links and times beside it supports its weaker neighbours. A heading
//! inside a session is a part of it unless it speaks loudly for itself.

use std::collections::HashMap;

use crate::extract::candidates::{Candidate, Carrier};
use crate::extract::kind::{container_kind, names_kind};
use crate::lexicon::{fold_letters, phrases::phrases};
use crate::markup::{BlockKind, Outline};

/// Evidence at which a candidate is a session.
const SESSION: f32 = 2.5;
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
    /// Total evidence, for `ingest --explain`.
    pub(crate) score: f32,
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
}

/// Splits a note: every Document's opening, in order. The first opens at 0 unless there is no text.
pub(crate) fn openings(
    path: &str,
    outline: &Outline,
    candidates: &[Candidate],
    habit: Habit,
) -> Vec<Opening> {
    if outline.text.trim().is_empty() {
        return Vec::new();
    }
    let parents = parents(candidates);
    let groups = Groups::count(path, outline, candidates, &parents);
    let mut found = decide(path, outline, candidates, &parents, &groups, habit);
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
                    score: 0.0,
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

fn is_strong(candidate: &Candidate) -> bool {
    candidate.own >= STRONG || candidate.beside.sentence && candidate.own >= 0.5
}

/// How the candidates of one kind below one heading fare.
#[derive(Default)]
struct Groups {
    /// By parent and carrier: all that could be sessions, and the strong ones.
    counts: HashMap<(Option<usize>, Carrier), (usize, usize)>,
    /// The same over the whole note, by carrier.
    overall: HashMap<Carrier, (usize, usize)>,
    /// Strong candidates below a heading, at a deeper rank that is a heading, too.
    strong_below: HashMap<usize, usize>,
    /// How often each headline stands in the note.
    headlines: HashMap<String, usize>,
    /// The file is named after a day or a part of the programme: its headings are sessions.
    path_is_container: bool,
    /// The file is named after a topic: `quotes`, `todo`.
    path_is_topic: bool,
}

impl Groups {
    fn count(
        path: &str,
        outline: &Outline,
        candidates: &[Candidate],
        parents: &[Option<usize>],
    ) -> Groups {
        let mut groups = Groups {
            path_is_container: path_is_container(path),
            path_is_topic: phrases().is_topic(&stem_words(path).join(" ")),
            ..Groups::default()
        };
        for candidate in candidates {
            let headline = outline.text[candidate.headline.clone()].trim().to_owned();
            *groups.headlines.entry(headline).or_default() += 1;
        }
        for (candidate, parent) in candidates.iter().zip(parents) {
            if candidate.container || candidate.topic {
                continue;
            }
            let strong = usize::from(is_strong(candidate));
            for count in [
                groups.counts.entry((*parent, candidate.carrier)).or_default(),
                groups.overall.entry(candidate.carrier).or_default(),
            ] {
                count.0 += 1;
                count.1 += strong;
            }
            if strong == 1 {
                let mut above = *parent;
                while let Some(heading) = above {
                    *groups.strong_below.entry(heading).or_default() += 1;
                    above = parents[heading];
                }
            }
        }
        groups
    }

    fn repeats(&self, outline: &Outline, candidate: &Candidate) -> bool {
        self.headlines
            .get(outline.text[candidate.headline.clone()].trim())
            .is_some_and(|count| *count > 1)
    }

    /// The share of strong candidates beside one.
    fn share(&self, candidate: &Candidate, parent: Option<usize>) -> f32 {
        match self.counts.get(&(parent, candidate.carrier)) {
            Some((all, strong)) if *all >= 2 => *strong as f32 / *all as f32,
            _ => 0.0,
        }
    }

    fn support(&self, candidate: &Candidate, parent: Option<usize>) -> f32 {
        let own = usize::from(is_strong(candidate));
        let share = |counts: Option<&(usize, usize)>| match counts {
            Some((all, strong)) if *all >= 2 => (strong - own) as f32 / (all - 1) as f32,
            _ => 0.0,
        };
        let near = share(self.counts.get(&(parent, candidate.carrier)));
        let far = share(self.overall.get(&candidate.carrier));
        2.2 * near + 1.2 * far
    }
}

fn decide(
    path: &str,
    outline: &Outline,
    candidates: &[Candidate],
    parents: &[Option<usize>],
    groups: &Groups,
    habit: Habit,
) -> Vec<Opening> {
    let mut found: Vec<Opening> = Vec::new();
    // Rank of the session that is open, if one is.
    let mut open: Option<u8> = None;
    let single = single_session(path, outline, candidates);
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
        let session = score >= SESSION;
        if session {
            found.push(Opening {
                at: candidate.at,
                candidate: Some(index),
                session,
                above: chain(parents, index),
                score,
                from_path: false,
            });
            open = Some(rank);
        } else if closes && open.is_none() {
            found.push(Opening {
                at: candidate.at,
                candidate: Some(index),
                session,
                above: chain(parents, index),
                score,
                from_path: false,
            });
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

fn score(
    outline: &Outline,
    candidates: &[Candidate],
    index: usize,
    parents: &[Option<usize>],
    groups: &Groups,
    habit: Habit,
    nested: bool,
) -> f32 {
    let candidate = &candidates[index];
    let mut score = candidate.own;
    if candidate.container || candidate.topic {
        return score;
    }
    score += if habit.post { -1.0 } else { 0.5 };
    score += if habit.of_event { 0.5 } else { -0.6 };
    let parent = parents[index];
    let is_heading = matches!(candidate.carrier, Carrier::Heading(_));
    if let Some(parent) = parent
        && candidates[parent].container
        && !sums_up(&candidates[parent].reading.title)
        && (is_heading
            || matches!(
                candidate.carrier,
                Carrier::PlainLine | Carrier::BoldLine | Carrier::LinkLine | Carrier::Row
            ))
    {
        score += 1.8;
    }
    if !nested {
        score += groups.support(candidate, parent);
    }
    if parent.is_none() && candidate.carrier.rank() <= 6 && groups.path_is_container {
        score += 2.4;
    }
    if let Some(parent) = parent
        && candidates[parent].topic
        && candidate.carrier.rank() > 7
    {
        score -= 3.0;
    }
    if groups.path_is_topic && candidate.carrier.rank() > 7 {
        score -= 4.0;
    }
    if let Carrier::Item(_) = candidate.carrier
        && candidates_notes(outline, candidate)
        && parent
            .is_some_and(|parent| candidates[parent].container && names_kind(&candidates[parent]))
    {
        score += 1.8;
    }
    if candidate.bold_lead {
        let below_kind = parent
            .is_some_and(|parent| candidates[parent].container && names_kind(&candidates[parent]));
        score += if below_kind {
            3.3
        } else if candidate.beside.says_session {
            1.5
        } else {
            -0.5
        };
    }
    // The same words again and again label parts: `Summary`, `Links`.
    if candidate.reading.speakers.is_empty()
        && !candidate.reading.labelled
        && !candidate.beside.is_certain()
        && groups.repeats(outline, candidate)
    {
        score -= 4.0;
    }
    if nested {
        score -= match candidate.carrier {
            Carrier::Heading(_) => 3.5,
            Carrier::Row => 3.0,
            Carrier::LinkLine if candidate.reading.speakers.is_empty() => 5.5,
            Carrier::LinkLine => 3.0,
            _ => 6.0,
        };
    }
    // Where every other one names its people, a word or two that names nobody breaks the pattern.
    if !nested
        && candidate.own <= 0.0
        && candidate.reading.title.split_whitespace().count() <= 2
        && groups.share(candidate, parent) >= 0.5
    {
        score -= 3.0;
    }
    // A heading above several certain sessions holds them.
    let strong_below = groups.strong_below.get(&index).copied().unwrap_or(0);
    let holds = strong_below >= 2 || strong_below == 1 && habit.post && candidate.own < STRONG;
    if holds && candidate.reading.speakers.is_empty() && !candidate.beside.is_certain() {
        score -= 3.0;
    }
    if let Carrier::Item(_) = candidate.carrier {
        let has_notes = candidates_notes(outline, candidate);
        // A person in a list is a person; with notes below it may be their talk.
        if candidate.reading.people_only && !has_notes {
            score -= 4.0;
        }
        if !has_notes && !candidate.session_link && candidate.reading.certainty < 1.0 {
            score -= 1.5;
        }
    }
    score
}

/// Whether a container gathers impressions, whose parts are topics and not sessions.
fn sums_up(title: &str) -> bool {
    let folded = fold_letters(title);
    [
        "summary",
        "recap",
        "takeaway",
        "report",
        "highlights",
        "overview",
        "impressions",
        "resume",
        "zusammenfassung",
        "bilan",
        "resumen",
        "samenvatting",
        "まとめ",
        "总结",
    ]
    .iter()
    .any(|word| folded.contains(word))
}

/// Whether anything is nested below a list item.
fn candidates_notes(outline: &Outline, candidate: &Candidate) -> bool {
    let block = &outline.blocks[candidate.block];
    if candidate.bold_lead && outline.text[candidate.headline.end..block.text.end].trim().len() > 20
    {
        return true;
    }
    let depth = outline.blocks[candidate.block].list_depth;
    outline.blocks.get(candidate.block + 1).is_some_and(|next| {
        next.list_depth > depth
            || next.list_depth == depth
                && depth > 0
                && !matches!(next.kind, BlockKind::ListItem { .. })
    })
}

/// A container such as `Keynotes` that mixes talks without headings of their own is one entry.
fn keynote_containers(outline: &Outline, candidates: &[Candidate], found: &mut [Opening]) {
    for index in 0..found.len() {
        let opening = &found[index];
        let Some(candidate) = opening.candidate.map(|candidate| &candidates[candidate]) else {
            continue;
        };
        if opening.session || !candidate.container || !names_kind(candidate) {
            continue;
        }
        let end = found.get(index + 1).map_or(outline.text.len(), |next| next.at);
        let own = Some(opening.candidate.unwrap_or_default());
        let holds = found[index + 1..]
            .iter()
            .any(|later| later.session && later.above.contains(&own.unwrap_or_default()));
        let has_notes = outline.text[candidate.headline.end.min(end)..end].trim().len() > 20;
        if !holds && has_notes {
            found[index].session = true;
        }
    }
}

/// The candidate that is the one session of its file: the first heading, which the file is named
/// after, where no other heading of its rank speaks for itself.
fn single_session(path: &str, outline: &Outline, candidates: &[Candidate]) -> Option<usize> {
    let first = candidates.first().filter(|first| {
        // A day in a city is no session.
        let dated = first.clues.region.is_some() || !first.clues.years.is_empty();
        matches!(first.carrier, Carrier::Heading(_)) && !first.container && !first.topic && !dated
    })?;
    let stem = stem_words(path);
    let at_start = outline.text[..first.at].split_whitespace().count() <= 40;
    let rival = candidates[1..]
        .iter()
        .any(|other| other.carrier.rank() <= first.carrier.rank() && other.own >= STRONG);
    let named = similarity(&stem, &first.reading.title) >= 0.5 && describes(&stem);
    (at_start && named && !rival).then_some(0)
}

/// Whether a file is called after a day or a part of the programme: `day1`, `lightning-talks`.
fn path_is_container(path: &str) -> bool {
    let stem = stem_words(path).join(" ");
    let kind = phrases().label(stem.rsplit(' ').next().unwrap_or("")).flatten().is_some()
        || container_kind(&stem).is_some();
    kind && stem.ends_with('s') || stem.starts_with("day")
}

/// One session that is the whole file: its first heading, its first line, or only its name.
fn whole_note(
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
    if habit.post || !habit.of_event && !stub {
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
        if fits && !first.topic && first.own > -2.0 {
            return Some(vec![opening(first.at, Some(0))]);
        }
        if !first.topic && !plain && n_words > 2 {
            return None;
        }
    }
    if first.is_some_and(|first| first.container) || !describes(&stem_words) {
        return None;
    }
    Some(vec![Opening { from_path: true, ..opening(0, None) }])
}

fn opening(at: usize, candidate: Option<usize>) -> Opening {
    Opening { at, candidate, session: true, above: Vec::new(), score: SESSION, from_path: false }
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
    let spaced = super::event::split_camel(stem);
    fold_letters(&spaced)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

/// The share of the words of a file's name that stand in a title.
pub(crate) fn similarity(stem: &[String], title: &str) -> f32 {
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
    const THINGS: [&str; 11] = [
        "videos",
        "quotes",
        "booth",
        "booths",
        "todo",
        "links",
        "favourite",
        "favorite",
        "readme",
        "ideas",
        "shopping",
    ];
    stem.iter().any(|word| THINGS.contains(&word.as_str()))
}

/// Whether a file's name describes one session: not a day, not an event, not a list of things.
fn describes(stem: &[String]) -> bool {
    let title = stem.join(" ");
    if phrases().is_topic(&title) || names_things(stem) {
        return false;
    }
    let event = crate::extract::clues::read(&title);
    !event.whole && (stem.len() >= 2 || phrases().label(&title).flatten().is_some())
}
