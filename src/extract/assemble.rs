//! Fills in Documents: slices the note's text at the openings and reads each one's fields.

use std::collections::HashMap;
use std::ops::Range;

use crate::document::{Document, DocumentId, Kind, Link, Origin, Speaker};
use crate::extract::bytes::first_sentence;
use crate::extract::candidates::Candidate;
use crate::extract::clues::{self, Clues};
use crate::extract::event::{self, Above, NoteEvent};
use crate::extract::learn::Learned;
use crate::extract::structure::{self, Opening};
use crate::extract::tally::{Field, Place, Trail};
use crate::extract::{kind, links, sentence};
use crate::lexicon::{company_key, fold_letters};
use crate::markup::{BlockKind, Outline, Style};

/// A note with everything known about it.
pub(crate) struct Note<'a> {
    pub(crate) path: &'a str,
    pub(crate) outline: &'a Outline,
    pub(crate) candidates: &'a [Candidate],
    pub(crate) event: &'a NoteEvent,
    /// What the note's path says of its sessions.
    pub(crate) path_kind: Option<Kind>,
    pub(crate) learned: &'a Learned,
}

/// A Document, and where its fields stand.
pub(crate) type Assembled = (Document, Trail);

/// One Document for each opening, in order; their bodies are the note's text.
pub(crate) fn documents(note: &Note<'_>, openings: &[Opening]) -> Vec<Assembled> {
    let mut ordinals: HashMap<String, usize> = HashMap::new();
    let mut documents = Vec::with_capacity(openings.len());
    for (index, opening) in openings.iter().enumerate() {
        let end = openings.get(index + 1).map_or(note.outline.text.len(), |next| next.at);
        documents.push(document(note, opening, opening.at..end, &mut ordinals));
    }
    documents
}

fn document(
    note: &Note<'_>,
    opening: &Opening,
    range: Range<usize>,
    ordinals: &mut HashMap<String, usize>,
) -> Assembled {
    let outline = note.outline;
    let candidate = opening.candidate.map(|index| &note.candidates[index]);
    let headline =
        candidate.map_or("", |candidate| outline.text[candidate.headline.clone()].trim());
    let ordinal =
        ordinals.entry(headline.to_owned()).and_modify(|ordinal| *ordinal += 1).or_insert(0);
    let id = id(note.path, headline, *ordinal);
    let body = &outline.text[range.clone()];
    let lead = body.len() - body.trim_start_matches('\n').len();
    let trimmed = body.trim_matches('\n');
    let start = range.start + lead;
    let end = start + trimmed.len();
    let source = Origin {
        path: note.path.to_owned(),
        line_start: outline.line_at(start),
        line_end: outline.line_at(end.saturating_sub(1).max(start)),
    };
    let mut document = Document::new(id, source);
    trimmed.clone_into(&mut document.body);
    document.body_lines = body_lines(outline, start, trimmed);
    document.code = code(outline, start..end);
    document.links = links_of(outline, start..end);
    document.tags =
        outline.front_matter.as_ref().map(|front| front.tags.clone()).unwrap_or_default();
    document.headings =
        opening.above.iter().map(|above| note.candidates[*above].headline_text(outline)).collect();
    let mut trail = note.learned.trail();
    let own = candidate.map(|candidate| of(candidate, "its own headline"));
    let lead_clues = opening.session.then(|| lead_clues(outline, candidate, end));
    let above = opening.above.iter().map(|above| of(&note.candidates[*above], "a heading above"));
    let lead_at = Place::Text(candidate.map_or(0, |candidate| candidate.headline.end + 1));
    let lead = lead_clues.as_ref().map(|clues| Above {
        clues,
        container: false,
        at: lead_at,
        rule: "its first sentence",
    });
    let scope = event::of_document(note.event, above.chain(own).chain(lead), &mut trail);
    document.event = scope.event;
    document.year = scope.year;
    document.date = scope.date.map(|date| date.to_string());
    if opening.session {
        session(note, opening, candidate, &mut document, &mut trail);
    } else {
        let (title, at, rule) = match candidate {
            Some(of) => (headline.to_owned(), of.place(), "its own heading"),
            None => {
                let title = outline.front_title().unwrap_or_default().to_owned();
                (title, Place::FrontMatter, "the title in the front matter")
            }
        };
        document.title = title;
        trail.say(Field::Title, at, rule);
        trail.say(Field::Kind, Place::Nowhere, opening.rule);
    }
    (document, trail)
}

/// What a headline says of the event.
fn of<'a>(candidate: &'a Candidate, rule: &'static str) -> Above<'a> {
    Above { clues: &candidate.clues, container: candidate.container, at: candidate.place(), rule }
}

/// The first sentence below a headline may say which event it was: `… during ServiceMeshCon 2021`.
fn lead_clues(outline: &Outline, candidate: Option<&Candidate>, end: usize) -> Clues {
    let start = candidate.map_or(0, |candidate| candidate.headline.end).min(end);
    let text = outline.text[start..end].trim_start();
    let text = &text[..text.floor_char_boundary(240)];
    Clues { colocated: clues::colocated(first_sentence(text)), ..Clues::default() }
}

/// Title, kind, speakers and companies of a session.
fn session(
    note: &Note<'_>,
    opening: &Opening,
    candidate: Option<&Candidate>,
    document: &mut Document,
    trail: &mut Trail,
) {
    let Some(candidate) = candidate else {
        document.title = structure::stem_words(note.path).join(" ");
        trail.say(Field::Title, Place::Path, "the file's name");
        // Without a heading the first lines are what stands beside the title.
        let beside = super::beside::read(note.outline, 0, &(0..0), note.learned);
        for field in [Field::Title, Field::Speakers, Field::Companies] {
            trail.take_over(&beside.trail, field);
        }
        document.title = beside.title.unwrap_or(std::mem::take(&mut document.title));
        document.speakers = beside.speakers;
        for speaker in document.speakers.iter_mut().filter(|speaker| speaker.company.is_none()) {
            speaker.company.clone_from(&beside.company);
        }
        document.companies = beside.companies;
        document.companies.extend(beside.company);
        document.kind = kind::of_session(note, opening, None, document, trail);
        return;
    };
    let (reading, beside) = (&candidate.reading, &candidate.beside);
    document.title.clone_from(&reading.title);
    let headline = candidate.place();
    trail.say(Field::Title, headline, reading.rule);
    if let Some(title) = &beside.title {
        let own = super::headline::read(title, note.learned);
        if reading.people_only
            || candidate.container
            || similar(&own.title, &reading.title)
            || reading.title.split_whitespace().count() <= 2
        {
            document.title = own.title;
            trail.take_over(&beside.trail, Field::Title);
        }
    }
    document.speakers.clone_from(if reading.speakers.is_empty() {
        &beside.speakers
    } else {
        &reading.speakers
    });
    if reading.speakers.is_empty() {
        trail.take_over(&beside.trail, Field::Speakers);
    } else {
        trail.say(Field::Speakers, headline, reading.rule);
    }
    let title = &document.title;
    if document.speakers.is_empty()
        && let Some(slug) =
            document.links.iter().find_map(|link| links::schedule_slug(&link.url, title))
    {
        document.speakers = sentence::confirmed(&document.body, slug, title, note.learned);
        if !document.speakers.is_empty() {
            trail.say(Field::Speakers, Place::Nowhere, "names that the schedule's address has");
        }
    }
    // The headline names the company, the byline the people, or the other way round.
    if !reading.speakers.is_empty() {
        for speaker in document.speakers.iter_mut().filter(|speaker| speaker.company.is_none()) {
            let same = |other: &&Speaker| fold_letters(&other.name) == fold_letters(&speaker.name);
            speaker.company =
                beside.speakers.iter().find(same).and_then(|other| other.company.clone());
        }
    }
    if let Some(company) = &beside.company {
        for speaker in document.speakers.iter_mut().filter(|speaker| speaker.company.is_none()) {
            speaker.company = Some(company.clone());
        }
    }
    let named = document.speakers.iter().filter_map(|speaker| speaker.company.as_ref());
    let mut companies: Vec<String> = named.cloned().collect();
    if !companies.is_empty() {
        trail.say(Field::Companies, Place::Nowhere, "the speakers' companies");
    } else if !reading.companies.is_empty() {
        trail.say(Field::Companies, headline, reading.rule);
    } else {
        trail.take_over(&beside.trail, Field::Companies);
    }
    if companies.is_empty() {
        companies.extend(
            reading.companies.iter().chain(&beside.companies).chain(&beside.company).cloned(),
        );
    }
    for company in companies {
        if !document.companies.iter().any(|other| company_key(other) == company_key(&company)) {
            document.companies.push(company);
        }
    }
    document.kind = kind::of_session(note, opening, Some(candidate), document, trail);
}

/// Whether one title is the other's short form.
fn similar(one: &str, other: &str) -> bool {
    let (one, other) = (fold_letters(one), fold_letters(other));
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (a, b) = (words(&one), words(&other));
    let shared = a.iter().filter(|word| b.contains(word)).count();
    shared * 2 >= a.len().min(b.len()).max(1)
}

/// 16 hexadecimal digits from the path and the headline, not from what stands around them.
fn id(path: &str, headline: &str, ordinal: usize) -> DocumentId {
    let mut hasher = blake3::Hasher::new();
    hasher.update(path.as_bytes());
    hasher.update(b"\0");
    hasher.update(headline.as_bytes());
    hasher.update(&(ordinal as u64).to_le_bytes());
    DocumentId(hasher.finalize().to_hex().as_str()[..16].to_owned())
}

fn body_lines(outline: &Outline, start: usize, body: &str) -> Vec<u32> {
    let mut next = outline.lines.partition_point(|line| line.start <= start);
    let breaks = memchr::memchr_iter(b'\n', body.as_bytes()).map(|at| start + at + 1);
    std::iter::once(start)
        .chain(breaks)
        .map(|at| {
            while outline.lines.get(next).is_some_and(|line| line.start <= at) {
                next += 1;
            }
            next.checked_sub(1).map_or(1, |index| outline.lines[index].line)
        })
        .collect()
}

fn code(outline: &Outline, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let first = outline.blocks.partition_point(|block| block.text.end <= range.start);
    for block in outline.blocks[first..].iter().take_while(|block| block.text.start < range.end) {
        if matches!(block.kind, BlockKind::Code { .. }) {
            found.push(block.text.start.max(range.start)..block.text.end.min(range.end));
        }
    }
    let first = outline.marks.partition_point(|mark| mark.range.start < range.start);
    for mark in outline.marks[first..].iter().take_while(|mark| mark.range.start < range.end) {
        if mark.style == Style::Code {
            found.push(mark.range.start..mark.range.end.min(range.end));
        }
    }
    found.sort_by_key(|span| (span.start, span.end));
    found.dedup_by(|later, earlier| later.start < earlier.end);
    found.iter().map(|span| span.start - range.start..span.end - range.start).collect()
}

fn links_of(outline: &Outline, range: Range<usize>) -> Vec<Link> {
    let first = outline.links.partition_point(|link| link.range.start < range.start);
    outline.links[first..]
        .iter()
        .take_while(|link| {
            link.range.start < range.end || link.range.start == range.end && link.range.is_empty()
        })
        .map(|link| {
            let text = outline.text.get(link.range.clone()).unwrap_or("").trim();
            let text = if text == link.url { "" } else { text };
            Link { url: link.url.clone(), text: text.to_owned() }
        })
        .collect()
}
