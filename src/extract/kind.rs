//! What sort of session a Document is about.
//!
//! Only sorts that the notes show: a talk that nothing is said of is a [`Kind::Session`].

use crate::document::{Document, Kind};
use crate::extract::assemble::Note;
use crate::extract::bytes::first_sentence;
use crate::extract::candidates::Candidate;
use crate::extract::structure::{self, Opening};
use crate::extract::tally::{Field, Place, Trail};
use crate::extract::{clues, links};
use crate::lexicon::{fold_letters, phrases::phrases};

/// The first that says so: the headline's label, the lines beside it, the title, the link, the
/// headings above, the folder or the file's name, the first sentence.
pub(crate) fn of_session(
    note: &Note<'_>,
    opening: &Opening,
    candidate: Option<&Candidate>,
    document: &Document,
    trail: &mut Trail,
) -> Kind {
    let mut say = |at, rule| trail.say(Field::Kind, at, rule);
    if let Some(candidate) = candidate {
        let headline = candidate.place();
        if let Some(kind) = candidate.reading.kind {
            say(headline, "a label in the headline");
            return kind;
        }
        if let Some(kind) = candidate.beside.kind {
            if let Some(source) = candidate.beside.trail.of(Field::Kind) {
                say(source.at, source.rule);
            }
            return kind;
        }
        // `Evening Keynote`, with a title of its own below.
        let programme = || {
            let titled = candidate.beside.title.is_some();
            titled.then(|| container_kind(&candidate.reading.title)).flatten()
        };
        if let Some(kind) = candidate.holds.or_else(programme) {
            say(headline, "the part of the programme it is");
            return kind;
        }
        let folded = fold_letters(&document.title);
        if let Some(kind) = of_title(&folded) {
            say(headline, "the words of its title");
            return kind;
        }
    }
    if let Some(kind) = document.links.iter().take(3).find_map(|link| slug_kind(&link.url)) {
        say(Place::Nowhere, "a link to a schedule");
        return kind;
    }
    for above in opening.above.iter().rev() {
        let heading = &note.candidates[*above];
        if let Some(kind) = heading.holds {
            say(heading.place(), "a heading above");
            return kind;
        }
    }
    if let Some(kind) = note.path_kind {
        say(Place::Path, "the note's path");
        return kind;
    }
    match lead_kind(note, candidate, document) {
        Some(kind) => {
            let at = candidate.map_or(0, |candidate| candidate.headline.end + 1);
            say(Place::Text(at), "its first sentence");
            kind
        }
        None => {
            say(Place::Nowhere, opening.rule);
            Kind::Session
        }
    }
}

/// Titles that say themselves what they are: `Intro: Linkerd`, `SIG Network update`. `folded` is the
/// title without case and diacritics.
pub(crate) fn of_title(folded: &str) -> Option<Kind> {
    if is_maintainers(folded) {
        return Some(Kind::Maintainer);
    }
    // `Keynote day 2`: a kind and what tells it from the others of its kind.
    if let Some((first, rest)) = folded.split_once(' ')
        && first == "keynote"
        && clues::read(rest).whole
    {
        return Some(Kind::Keynote);
    }
    if folded.ends_with(" keynote")
        || folded.ends_with(" keynotes")
        || folded.contains("'s keynote")
    {
        return Some(Kind::Keynote);
    }
    if folded.ends_with(" panel")
        || folded.starts_with("panel ")
        || folded.contains("panel discussion")
    {
        return Some(Kind::Panel);
    }
    let contribfest = folded.starts_with("contribfest ")
        || folded.ends_with(" contribfest")
        || folded.ends_with(" contrib fest");
    if folded.ends_with(" workshop") || contribfest {
        return Some(Kind::Workshop);
    }
    if folded.ends_with(" tutorial") {
        return Some(Kind::Tutorial);
    }
    None
}

/// Whether a project or a special interest group speaks of itself: an intro or a deep dive that is
/// set off by punctuation (`Cluster API: Intro - Deep Dive`), or a group's.
fn is_maintainers(folded: &str) -> bool {
    let starts = |words: &[&str]| words.iter().any(|word| folded.starts_with(word));
    if starts(&["intro to sig", "sig ", "wg ", "tag ", "maintainer track"])
        && !folded.contains(" with ")
    {
        return true;
    }
    const SELF: [&str; 6] =
        ["intro", "introduction", "deep dive", "deep-dive", "intro and deep dive", "deep dives"];
    // Most titles are nothing but words and spaces.
    let is_apart = |byte: u8| !(byte.is_ascii_alphanumeric() || byte == b' ');
    // A dash with space around it separates; one inside a word joins.
    let is_break = |part: &str| SELF.contains(&part.trim());
    if folded.bytes().any(is_apart) {
        let spaced = folded.replace(" - ", ":");
        let parts = || spaced.split([':', '+', '&', ',', '|', '–', '—', '(', ')']);
        if parts().count() > 1 && parts().any(is_break) {
            return true;
        }
    }
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words().any(|word| matches!(word, "sig" | "wg" | "tag"))
        && (words().any(|word| matches!(word, "intro" | "update" | "updates"))
            || folded.contains("deep dive")
            || folded.contains("deep-dive"))
}

/// A schedule's slug begins with the sort of session: `cl-lightning-talk-…`.
fn slug_kind(url: &str) -> Option<Kind> {
    if !links::is_session(url) {
        return None;
    }
    let slug = url.split(['?', '#']).next()?.rsplit('/').next()?;
    let slug = slug.strip_prefix("cl-").unwrap_or(slug);
    let slug = slug.strip_prefix("sponsored-").unwrap_or(slug);
    [
        ("lightning-talk", Kind::Lightning),
        ("project-lightning-talk", Kind::Lightning),
        ("keynote", Kind::Keynote),
        ("tutorial", Kind::Tutorial),
        ("panel", Kind::Panel),
        ("workshop", Kind::Workshop),
    ]
    .into_iter()
    .find_map(|(start, kind)| slug.starts_with(start).then_some(kind))
}

/// The kind that the file's own name or the nearest folder's says.
pub(crate) fn of_path(path: &str) -> Option<Kind> {
    path.rsplit('/')
        .take(2)
        .find_map(|part| stem_kind(part.rsplit_once('.').map_or(part, |(stem, _)| stem)))
}

/// A folder or a file called after a kind: `_KeyNotes_`, `lightning_talks_20181210`, `gitops-panel`.
fn stem_kind(stem: &str) -> Option<Kind> {
    let folded = fold_letters(&structure::stem_words(&format!("{stem}.md")).join(" ")).into_owned();
    let joined = folded.replace(' ', "");
    if joined == "keynotes" || joined == "keynote" {
        return Some(Kind::Keynote);
    }
    let words: Vec<&str> = folded.split(' ').collect();
    (1..=2).rev().find_map(|len| {
        words.windows(len).find_map(|window| phrases().kind_despite_slip(&window.join(" ")))
    })
}

/// `This keynote was …`, `An insightful panel discussion …` in the first sentence.
fn lead_kind(note: &Note<'_>, candidate: Option<&Candidate>, document: &Document) -> Option<Kind> {
    let start = candidate.map_or(0, |candidate| candidate.headline.end);
    let text = note.outline.text.get(start..)?;
    let lead = fold_letters(text[..text.floor_char_boundary(160)].trim_start()).into_owned();
    let lead = first_sentence(&lead);
    let names_keynote = || {
        [
            "this keynote",
            "the keynote",
            "a keynote",
            "opening keynote",
            "closing keynote",
            "keynote by",
            "diese keynote",
            "cette keynote",
        ]
        .iter()
        .any(|words| lead.contains(words))
    };
    if lead.contains("keynote") && names_keynote() {
        return Some(Kind::Keynote);
    }
    let is_this = lead.contains("this ");
    let body = fold_letters(&document.body[..document.body.floor_char_boundary(200)]);
    if lead.contains("panel discussion")
        || body.contains("panel discussion")
        || is_this && lead.contains("this panel")
    {
        return Some(Kind::Panel);
    }
    if is_this && (lead.contains("this tutorial") || lead.contains("this hands-on tutorial")) {
        return Some(Kind::Tutorial);
    }
    if body.contains("the workshop ") || is_this && lead.contains("this workshop") {
        return Some(Kind::Workshop);
    }
    (is_this && lead.contains("this lightning talk")).then_some(Kind::Lightning)
}

/// The kind that a container's words name: `Day 2 Keynotes`.
pub(crate) fn container_kind(title: &str) -> Option<Kind> {
    let folded = fold_letters(title);
    // What else is there is of any kind: `Keynotes and more`.
    if folded.ends_with(" and more") {
        return None;
    }
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    (1..=2).rev().find_map(|len| {
        words.windows(len).find_map(|window| phrases().kind_despite_slip(&window.join(" ")))
    })
}
