//! What the whole note says of one candidate: its neighbours, what stands above and below it, the
//! file's name.

use super::whole_note::{path_is_container, stem_words};
use super::{Habit, STRONG};
use crate::extract::announce::{announces, is_title_case};
use crate::extract::candidates::{Candidate, Carrier};
use crate::extract::headline::BY_HANDLE;
use crate::extract::tally::Tally;
use crate::extract::token::{is_cjk, is_hangul};
use crate::lexicon::fold_letters;
use crate::lexicon::phrases::phrases;
use crate::markup::{BlockKind, Outline};
use rustc_hash::FxHashMap;

fn is_strong(candidate: &Candidate) -> bool {
    candidate.own.sum() >= STRONG || candidate.beside.sentence && candidate.own.sum() >= 0.5
}

/// How the candidates of one kind below one heading fare.
#[derive(Default)]
pub(super) struct Groups<'o> {
    /// By parent and carrier: all that could be sessions, and the strong ones.
    counts: FxHashMap<(Option<usize>, Carrier), (usize, usize)>,
    /// By parent and carrier: the first heading and the last.
    ends: FxHashMap<(Option<usize>, Carrier), (usize, usize)>,
    /// The same over the whole note, by carrier.
    overall: FxHashMap<Carrier, (usize, usize)>,
    /// Strong candidates below a heading, at a deeper rank that is a heading, too.
    strong_below: FxHashMap<usize, usize>,
    /// Headings right below a heading that are as long as a title and say more than their form.
    talks_below: FxHashMap<usize, usize>,
    /// By parent and carrier: all headings, and those that are written like titles.
    titles: FxHashMap<(Option<usize>, Carrier), (usize, usize)>,
    /// By parent: whether it says that sessions stand below it.
    announcing: FxHashMap<usize, bool>,
    /// How often each headline stands in the note.
    headlines: FxHashMap<&'o str, usize>,
    /// The file is named after a day or a part of the programme: its headings are sessions.
    path_is_container: bool,
    /// The file is named after a topic: `quotes`, `todo`.
    path_is_topic: bool,
}

impl<'o> Groups<'o> {
    pub(super) fn count(
        path: &str,
        outline: &'o Outline,
        candidates: &[Candidate],
        parents: &[Option<usize>],
    ) -> Groups<'o> {
        let mut groups = Groups {
            path_is_container: path_is_container(path),
            path_is_topic: phrases().is_topic(&stem_words(path).join(" ")),
            ..Groups::default()
        };
        for candidate in candidates {
            let headline = outline.text[candidate.headline.clone()].trim();
            *groups.headlines.entry(headline).or_default() += 1;
        }
        for (index, (candidate, parent)) in candidates.iter().zip(parents).enumerate() {
            if matches!(candidate.carrier, Carrier::Heading(_)) {
                groups.ends.entry((*parent, candidate.carrier)).or_insert((index, index)).1 = index;
                if let Some(parent) = *parent {
                    let title = || &candidates[parent].reading.title;
                    groups.announcing.entry(parent).or_insert_with(|| announces(title()));
                }
                let count = groups.titles.entry((*parent, candidate.carrier)).or_default();
                count.0 += 1;
                count.1 += usize::from(is_like_title(candidate));
            }
            if candidate.container || candidate.topic {
                continue;
            }
            if let (Some(parent), Carrier::Heading(_)) = (parent, candidate.carrier)
                && candidate.reading.title.split_whitespace().nth(3).is_some()
                && !says_nothing(candidate)
            {
                *groups.talks_below.entry(*parent).or_default() += 1;
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

    /// Whether a heading that says nothing itself holds what look like talks: an event or a room that
    /// no list knows.
    pub(super) fn holds_talks(&self, candidates: &[Candidate], index: usize) -> bool {
        let candidate = &candidates[index];
        !candidate.container
            && !candidate.topic
            && self.talks_below.get(&index).is_some_and(|talks| *talks >= 2)
            && says_nothing(candidate)
    }

    pub(super) fn repeats(&self, outline: &Outline, candidate: &Candidate) -> bool {
        self.headlines
            .get(outline.text[candidate.headline.clone()].trim())
            .is_some_and(|count| *count > 1)
    }

    /// The share of strong candidates beside one.
    pub(super) fn share(&self, candidate: &Candidate, parent: Option<usize>) -> f32 {
        match self.counts.get(&(parent, candidate.carrier)) {
            Some((all, strong)) if *all >= 2 => *strong as f32 / *all as f32,
            _ => 0.0,
        }
    }

    /// Whether a candidate is the first or the last of its kind below a heading: where notes are
    /// introduced and where they end.
    pub(super) fn is_at_an_end(
        &self,
        index: usize,
        candidate: &Candidate,
        parent: Option<usize>,
    ) -> bool {
        let ends = self.ends.get(&(parent, candidate.carrier));
        ends.is_some_and(|(first, last)| index == *first || index == *last)
    }

    pub(super) fn support(&self, candidate: &Candidate, parent: Option<usize>) -> f32 {
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

pub(super) fn score(
    outline: &Outline,
    candidates: &[Candidate],
    index: usize,
    parents: &[Option<usize>],
    groups: &Groups<'_>,
    habit: Habit,
    nested: bool,
) -> Tally {
    let candidate = &candidates[index];
    let mut score = candidate.own.clone();
    let parent = parents[index];
    let is_part =
        |parent: usize| candidates[parent].container && !sums_up(&candidates[parent].reading.title);
    // A day is no explanation: what asks there is a title.
    let asks = candidate.asks && parent.is_some_and(is_part);
    if candidate.container || candidate.topic && !asks {
        return score;
    }
    if candidate.topic {
        // A little less than what it costs as a topic.
        score.add(3.0, "asks a question below a day or a part of the programme");
    }
    match habit.post {
        true => score.add(-1.0, "the note is a post"),
        false => score.add(0.5, "the note is no post"),
    }
    match habit.of_event || habit.among_conferences {
        true => score.add(0.5, "the note is about an event"),
        false => score.add(-0.6, "the note names no event"),
    }
    let is_heading = matches!(candidate.carrier, Carrier::Heading(_));
    if let Some(parent) = parent
        && (is_heading
            || matches!(
                candidate.carrier,
                Carrier::PlainLine | Carrier::BoldLine | Carrier::LinkLine | Carrier::Row
            ))
        && (is_part(parent) || groups.holds_talks(candidates, parent))
    {
        match names_only_event(&candidates[parent]) {
            true => score.add(0.6, "stands below an event"),
            false => score.add(1.8, "stands below a day or a part of the programme"),
        }
    }
    let is_announced = match parent {
        Some(parent) => groups.announcing.get(&parent).copied().unwrap_or_default(),
        None => habit.of_sessions,
    };
    if is_heading && !nested && is_announced && is_title_case(&candidate.reading.title) {
        score.add(1.5, "like a title, below what says that sessions follow");
    }
    if is_heading && !nested && habit.of_event && !habit.post && is_like_title(candidate) {
        let (all, titles) =
            groups.titles.get(&(parent, candidate.carrier)).copied().unwrap_or_default();
        if all >= MANY_TITLES && titles as f32 >= MOSTLY_TITLES * all as f32 {
            score.add(TITLES, "its neighbours are written like titles, too");
        }
    }
    if !nested {
        // What stands first or last and has nothing of what its neighbours carry is as often an
        // introduction or a farewell; a file called after a part of the programme has neither.
        let is_frame = is_heading
            && !groups.path_is_container
            && says_nothing(candidate)
            && groups.is_at_an_end(index, candidate, parent)
            && candidate.reading.title.split_whitespace().nth(FRAME_WORDS).is_none()
            && groups.share(candidate, parent) >= FRAMED;
        let share = if is_frame { 0.0 } else { 1.0 };
        score.add(share * groups.support(candidate, parent), "its neighbours look like sessions");
    }
    // `Highlights` is no part of the programme that could stand between the file and its headings.
    let outermost = |parent: usize| {
        parents[parent].is_none()
            && candidates[parent].container
            && sums_up(&candidates[parent].reading.title)
    };
    // The only heading of its level is the note's title.
    let is_alone =
        groups.counts.get(&(parent, candidate.carrier)).is_some_and(|(all, _)| *all == 1);
    if candidate.carrier.rank() <= 6
        && groups.path_is_container
        && parent.is_none_or(outermost)
        && !(is_alone && says_nothing(candidate))
    {
        score.add(2.4, "the file is called after a day or a part of the programme");
    }
    if let Some(parent) = parent
        && candidates[parent].topic
        && candidate.carrier.rank() > 7
    {
        score.add(-3.0, "stands below a topic");
    }
    if groups.path_is_topic && candidate.carrier.rank() > 7 {
        score.add(-4.0, "the file is called after a topic");
    }
    if let Carrier::Item(_) = candidate.carrier
        && candidates_notes(outline, candidate)
        && parent.is_some_and(|parent| candidates[parent].holds.is_some())
    {
        score.add(1.8, "a list item with notes, below a kind of session");
    }
    if candidate.bold_lead {
        let below_kind = parent.is_some_and(|parent| candidates[parent].holds.is_some());
        if below_kind {
            score.add(3.3, "begins in bold, below a kind of session");
        } else if candidate.beside.says_session {
            score.add(1.5, "begins in bold, and speaks of a session");
        } else {
            score.add(-0.5, "begins in bold");
        }
    }
    // The same words again and again label parts: `Summary`, `Links`.
    if candidate.reading.speakers.is_empty()
        && !candidate.reading.labelled
        && !candidate.beside.is_certain()
        && groups.repeats(outline, candidate)
    {
        score.add(-4.0, "the same words again and again");
    }
    if nested {
        let against = match candidate.carrier {
            Carrier::Heading(_) => 3.5,
            Carrier::Row => 3.0,
            Carrier::LinkLine if candidate.reading.speakers.is_empty() => 5.5,
            Carrier::LinkLine => 3.0,
            _ => 6.0,
        };
        score.add(-against, "stands inside a session");
    }
    // Where every other one names its people, a word or two that names nobody breaks the pattern.
    if !nested
        && candidate.own.sum() <= 0.0
        && candidate.reading.title.split_whitespace().count() <= 2
        && groups.share(candidate, parent) >= 0.5
    {
        score.add(-3.0, "names nobody where its neighbours do");
    }
    // A heading above several certain sessions holds them.
    let strong_below = groups.strong_below.get(&index).copied().unwrap_or(0);
    let holds =
        strong_below >= 2 || strong_below == 1 && habit.post && candidate.own.sum() < STRONG;
    let holds = holds || groups.holds_talks(candidates, index);
    if holds && candidate.reading.speakers.is_empty() && !candidate.beside.is_certain() {
        score.add(-3.0, "holds sessions");
    }
    if let Carrier::Item(_) = candidate.carrier {
        let has_notes = candidates_notes(outline, candidate);
        // A person in a list is a person; with notes below it may be their talk.
        if candidate.reading.people_only && !has_notes {
            score.add(-4.0, "a person in a list");
        }
        if !has_notes && !candidate.session_link && candidate.reading.certainty < 1.0 {
            score.add(-1.5, "a list item without notes");
        }
    }
    score
}

/// Whether a heading in Han or kana, which have no capitals, is as long as a title. In Korean, as
/// elsewhere, so is what a chapter is called.
fn is_like_title(candidate: &Candidate) -> bool {
    let title = &candidate.reading.title;
    let is_letter = |c: &char| is_cjk(*c) && !is_hangul(*c);
    !title.is_ascii()
        && !candidate.topic
        && !candidate.container
        && title.chars().filter(is_letter).count() >= MIN_CJK
        && title.chars().count() >= CJK_TITLE
        && !title.contains(is_hangul)
}

/// So many headings that are mostly titles are no chapters of one text.
const MANY_TITLES: usize = 3;
const MOSTLY_TITLES: f32 = 0.75;
const TITLES: f32 = 0.8;

/// Letters of a title with Han or kana in it, and how many of them these are at least.
const CJK_TITLE: usize = 14;
const MIN_CJK: usize = 3;

/// The share of strong candidates at which what is none, first or last, frames them.
const FRAMED: f32 = 0.6;

/// What frames them is called by no more words.
const FRAME_WORDS: usize = 5;

/// Whether nothing but its form speaks for a candidate.
fn says_nothing(candidate: &Candidate) -> bool {
    let Candidate { reading, beside, .. } = candidate;
    reading.certainty <= 0.0
        && !(reading.labelled || reading.timed || reading.kind.is_some())
        && !(candidate.session_link || beside.is_certain())
        && !(beside.sentence || beside.says_session)
        && reading.rule != BY_HANDLE
}

/// Whether a container gathers impressions, whose parts are topics and not sessions.
fn sums_up(title: &str) -> bool {
    let folded = fold_letters(title);
    phrases().habits.summaries.iter().any(|word| folded.contains(word.as_str()))
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

/// Whether a container says which conference follows and nothing of a day or a part of its programme:
/// a post is called so, and below it stands anything. Of an evening it is talks.
fn names_only_event(container: &Candidate) -> bool {
    let clues = &container.clues;
    clues.names_event() && !clues.meetup && container.holds.is_none() && !container.says_day()
}
