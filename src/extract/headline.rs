//! Reads a headline: title, kind, speakers and companies.
//!
//! Every separator offers a reading (title before people, people before title); each is weighed by
//! how well its people read as people, and the best one wins if it beats having none. So a title
//! may hold any separator itself.

mod evidence;
mod separators;

use std::rc::Rc;

use crate::document::{Kind, Speaker};
use crate::extract::labels;
use crate::extract::learn::Learned;
use crate::extract::line::Line;
use crate::extract::people::{self, Lists, People};
use crate::extract::token::Shape;
use crate::lexicon::{fold_letters, words};

use self::evidence::{
    ends_in_company, inside_a_list, is_company_before, is_company_behind, is_handles,
    names_only_a_company, title_evidence,
};
use self::separators::{Separator, separators};

/// What a headline says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reading {
    pub(crate) title: String,
    pub(crate) kind: Option<Kind>,
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) companies: Vec<String>,
    /// A label said that this heads a session.
    pub(crate) labelled: bool,
    pub(crate) timed: bool,
    pub(crate) tagged: bool,
    /// How sure the people are: 0 when there are none.
    pub(crate) certainty: f32,
    /// Nothing but people: there is no title of its own.
    pub(crate) people_only: bool,
    /// How the winning reading was found, for `ingest --explain`.
    pub(crate) rule: &'static str,
    /// The certainty of the best other reading that says something else.
    pub(crate) runner_up: f32,
}

/// The rule by which a title ends where only handles follow.
pub(crate) const BY_HANDLE: &str = "by a handle";

/// Evidence needed where nothing separates title and people.
const NEEDS_UNSEPARATED: f32 = 3.4;

/// Longer than any headline: beyond it a line is prose and only its labels are read.
pub(crate) const MAX_HEADLINE_BYTES: usize = 700;

/// Reads `text`, one line without markup.
pub(crate) fn read(text: &str, learned: &Learned) -> Reading {
    read_favouring(text, learned, None)
}

/// How the other headlines of a note separate title and people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Favoured {
    pub(crate) rule: &'static str,
    /// They name companies without people.
    pub(crate) companies: bool,
}

/// Evidence that a separator brings when the note's other headlines use it.
const FAVOUR: f32 = 1.0;

/// Reads `text` in a note whose other headlines use a separator that is known.
pub(crate) fn read_favouring(text: &str, learned: &Learned, favoured: Option<Favoured>) -> Reading {
    let whole_text = text;
    let bare = labels::strip(text);
    let mut reading = Reading {
        kind: bare.kind,
        labelled: bare.labelled,
        timed: bare.timed,
        tagged: bare.tagged,
        ..Reading::default()
    };
    let text = bare.text;
    if text.is_empty() || text.len() > MAX_HEADLINE_BYTES {
        reading.title = text.to_owned();
        return reading;
    }
    let folded = fold_letters(text);
    let mut reads = Reads { lists: Lists::of(Line::new(text, &folded, learned)), made: Vec::new() };
    let mut best = Candidate { title: text, people: None, margin: 0.0, rule: "title" };
    if let Some(candidate) = whole(text, &mut reads) {
        best = candidate;
    }
    for mut separator in separators(text) {
        if let Some(favoured) = favoured.filter(|favoured| favoured.rule == separator.rule) {
            separator.needs -= FAVOUR;
            separator.lone_companies = favoured.companies;
        }
        let (left, mut right) = (text[..separator.start].trim(), text[separator.end..].trim());
        // `at @ scale`: a handle stands right behind its sign.
        if separator.rule == "at" && text[separator.end..].starts_with(' ') {
            separator.rule = "at a company";
        }
        if separator.rule == "brackets" {
            right = right.strip_suffix([')', ']', '）']).unwrap_or(right).trim_end();
        }
        if left.is_empty() || right.is_empty() {
            continue;
        }
        consider(&mut best, &mut reading.runner_up, left, right, separator, &mut reads);
        if separator.reversible {
            let reversed = Separator {
                needs: separator.needs
                    + match separator.rule {
                        // `Ebay: ML & Observability`
                        "colon"
                            if names_only_a_company(left) && words().company(left).is_some() =>
                        {
                            -0.9
                        }
                        "comma" if is_company_before(left, right) => -1.9,
                        // `Ada Byron - Acme: Title`
                        "colon" if ends_in_company(left) => -0.6,
                        "colon" => 0.6,
                        _ => 1.2,
                    },
                rule: "people first",
                lone_companies: false,
                ..separator
            };
            consider(&mut best, &mut reading.runner_up, right, left, reversed, &mut reads);
        }
    }
    // `Fuzzing in Go Ada Byron – Engineer, Acme`: what a separator gave may be a company alone.
    if best.people.as_ref().is_none_or(|people| people.speakers.is_empty())
        && let Some(candidate) = unseparated(text, &mut reads)
        && candidate.margin > best.margin
    {
        reading.runner_up = reading.runner_up.max(best.margin);
        best = candidate;
    }
    let mut reading = finish(reading, text, &best);
    // Only people with a label before them: the label is all the title there is.
    if reading.people_only && reading.kind.is_some() {
        whole_text.trim().clone_into(&mut reading.title);
    }
    reading
}

/// The parts of a headline that were read as lists of people: several readings share them.
struct Reads<'a> {
    lists: Lists<'a>,
    made: Vec<(&'a str, Option<Rc<People>>)>,
}

impl<'a> Reads<'a> {
    fn people(&mut self, part: &'a str) -> Option<Rc<People>> {
        let same =
            |made: &&str| made.len() == part.len() && std::ptr::eq(made.as_ptr(), part.as_ptr());
        if let Some((_, people)) = self.made.iter().find(|(made, _)| same(made)) {
            return people.clone();
        }
        let people = if people::is_prose(part) { None } else { self.lists.read(part) };
        let people = people.map(Rc::new);
        self.made.push((part, people.clone()));
        people
    }
}

#[derive(Clone, Debug)]
struct Candidate<'a> {
    title: &'a str,
    people: Option<Rc<People>>,
    margin: f32,
    rule: &'static str,
}

fn consider<'a>(
    best: &mut Candidate<'a>,
    runner_up: &mut f32,
    title: &'a str,
    people: &'a str,
    separator: Separator,
    reads: &mut Reads<'a>,
) {
    if best.people.is_none() && best.margin <= 0.0 && is_handles(people, separator.rule) {
        *best = Candidate { title, people: None, margin: 0.2, rule: BY_HANDLE };
        if people.starts_with(char::is_lowercase) {
            return;
        }
    }
    let Some(found) = reads.people(people) else { return };
    if found.speakers.is_empty() && found.companies.is_empty() {
        return;
    }
    // `Title：架构和工程实践`, but `Title - 森大輔`.
    let is_weak = matches!(separator.rule, "colon" | "comma" | "semicolon" | "people first");
    if is_weak && found.may_be_nouns() {
        return;
    }
    // A list as strong as its weakest member: three good names and a verb are no list.
    let mut evidence = found.evidence();
    if found.speakers.is_empty() {
        // A company alone: only one that is known, and not in the middle of a title.
        let learned = reads.lists.line.learned;
        let known = found.companies.iter().all(|company| learned.is_known_company(company));
        evidence -= match (known, separator.lone_companies) {
            (true, _) => 0.6,
            (false, true) => 0.2,
            (false, false) => 2.2,
        };
        let is_one = || found.companies.len() == 1 && found.companies[0].len() == people.len();
        evidence -= match separator.rule {
            // `Kubernetes at Spotify: …` is a title.
            "people first" if !is_one() => 4.0,
            // `Spotify, how we …`
            "people first" if known && title.split_whitespace().count() >= 3 => 0.4,
            "people first" => 2.0,
            // `Windows Containers, HPE`, but not `AWS, Azure, Google`.
            "comma" if is_company_behind(title, people) => -1.7,
            _ if separator.needs > 2.0 => 2.0,
            _ => 0.0,
        };
    }
    evidence += title_evidence(title);
    if matches!(separator.rule, "comma" | "semicolon") && evidence > separator.needs {
        evidence += inside_a_list(title, reads);
    }
    // People first: what follows must be clearly no people.
    if separator.rule == "people first"
        && !found.speakers.is_empty()
        && title.split_whitespace().count() >= 2
        && reads.people(title).is_none_or(|title| title.evidence() < -1.0)
    {
        evidence += 0.7;
    }
    let margin = evidence - separator.needs;
    if margin > best.margin {
        if !says_the_same(best, title, &found) {
            *runner_up = best.margin;
        }
        *best = Candidate { title, people: Some(found), margin, rule: separator.rule };
    } else if margin > *runner_up && !says_the_same(best, title, &found) {
        *runner_up = margin;
    }
}

/// Whether two readings differ only in where exactly the title ends: `Title ...` has three dots.
fn says_the_same(best: &Candidate<'_>, title: &str, people: &People) -> bool {
    let bare = |title: &str| title.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let best_people = best.people.as_ref();
    bare(best.title) == bare(title)
        && best_people.is_some_and(|best| best.speakers == people.speakers)
        && best_people.is_some_and(|best| best.companies == people.companies)
}

/// The whole headline is people: `Hong Tang - Chief Architect - Alibaba Cloud`.
fn whole<'a>(text: &'a str, reads: &mut Reads<'a>) -> Option<Candidate<'a>> {
    let people = reads.people(text).filter(|people| !people.may_be_nouns())?;
    let named = people.speakers.iter().any(|speaker| speaker.name.contains(' '));
    let needs = if people.speakers.len() > 1 || !people.companies.is_empty() { 2.0 } else { 1.8 };
    let margin = people.evidence() + people.weakest.min(0.0) - needs;
    let starts_named = people.speakers.first().is_some_and(|speaker| {
        let first = fold_letters(speaker.name.split(' ').next().unwrap_or(""));
        words().is_given_name(&first)
            || reads.lists.line.learned.is_person(&fold_letters(&speaker.name))
            || speaker.company.is_some()
    });
    (margin > 0.0 && named && starts_named).then_some(Candidate {
        title: "",
        people: Some(people),
        margin,
        rule: "people only",
    })
}

/// Title and people run together: `Stateless Fuzzing Ada Byron, Acme`. The people begin at a given
/// name.
fn unseparated<'a>(text: &'a str, reads: &mut Reads<'a>) -> Option<Candidate<'a>> {
    let mut best: Option<Candidate<'a>> = None;
    for at in memchr::memchr_iter(b' ', text.as_bytes()) {
        let rest = &text[at + 1..];
        let word = rest.split([' ', ',']).next().unwrap_or("");
        if !word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase) {
            continue;
        }
        let token = reads.lists.line.token(word);
        if !token.given || token.title || !matches!(token.shape, Shape::Capitalised | Shape::Upper)
        {
            continue;
        }
        let Some(people) = reads.people(rest) else { continue };
        if !people.speakers.iter().all(|speaker| speaker.name.contains(' ')) {
            continue;
        }
        let title = text[..at].trim();
        let margin =
            people.evidence() + people.weakest.min(0.0) + title_evidence(title) - NEEDS_UNSEPARATED;
        if margin > best.as_ref().map_or(0.0, |best| best.margin) {
            best = Some(Candidate { title, people: Some(people), margin, rule: "run together" });
        }
    }
    best
}

fn finish(mut reading: Reading, text: &str, best: &Candidate<'_>) -> Reading {
    reading.rule = best.rule;
    // The whole of `text` has no marks any more.
    let title = match best.title.len() == text.len() {
        true => labels::Bare { text: best.title, ..labels::Bare::default() },
        false => labels::strip(best.title),
    };
    reading.kind = reading.kind.or(title.kind);
    reading.labelled |= title.labelled;
    reading.title =
        unquote(title.text.trim_end_matches([',', ';', '-', '–', '—', '|', ' '])).to_owned();
    let Some(people) = &best.people else { return reading };
    reading.certainty = best.margin;
    reading.speakers.clone_from(&people.speakers);
    reading.companies.clone_from(&people.companies);
    if reading.title.is_empty() {
        reading.people_only = true;
        reading.title = text.to_owned();
    }
    reading
}

/// A title without the quotes around the whole of it.
fn unquote(title: &str) -> &str {
    for (open, close) in [
        ('"', '"'),
        ('“', '”'),
        ('„', '“'),
        ('«', '»'),
        ('「', '」'),
        ('『', '』'),
        ('《', '》'),
        ('\'', '\''),
        ('‘', '’'),
    ] {
        if let Some(inner) = title.strip_prefix(open).and_then(|title| title.strip_suffix(close))
            && !inner.contains(open)
            && !inner.is_empty()
        {
            return inner.trim();
        }
    }
    title
}
