//! Evidence that a candidate heads a session, from itself alone.

use super::{Candidate, Carrier};
use crate::extract::announce::is_title_case;
use crate::extract::clues;
use crate::extract::clues::Clues;
use crate::extract::headline::{self, Reading};
use crate::extract::learn::Learned;
use crate::extract::tally::Tally;
use crate::lexicon::fold_letters;
use crate::lexicon::phrases::phrases;
use crate::markup::{BlockKind, Outline};

/// `In this talk …` right below, and the same below what is written like a title.
const SAYS_SESSION: f32 = 1.2;
const TITLE_SAYS_SESSION: f32 = 2.2;

/// Capitals in a heading of five words and more, and `I` or `my` in one.
const TITLE_CASE: f32 = 0.6;
const FIRST_PERSON: f32 = -0.5;

/// Evidence that a candidate heads a session, from itself alone. About 3 and more is strong.
pub(super) fn own_score(candidate: &Candidate, text: &str, learned: &Learned) -> Tally {
    let mut score = learned.tally();
    let Candidate { reading, beside, carrier, .. } = candidate;
    if candidate.container {
        score.add(-6.0, "says which event, day or part of the programme follows");
        return score;
    }
    // More make no difference.
    let n_words = reading.title.split_ascii_whitespace().take(6).count();
    let cjk = match reading.title.is_ascii() {
        true => 0,
        false => reading.title.chars().filter(|c| crate::extract::token::is_cjk(*c)).count(),
    };
    if reading.labelled {
        score.add(3.0, "a label before the title");
    }
    if reading.kind.is_some() {
        score.add(1.0, "the kind of session is named");
    }
    if reading.certainty > 0.0 {
        match (reading.people_only, reading.speakers.is_empty()) {
            (true, _) if reading.companies.is_empty() => score.add(0.3, "nothing but people"),
            (true, _) => score.add(1.2, "nothing but people, and their company"),
            (false, true) if tells_a_maker(reading) => {}
            (false, true) => score.add(2.2, "a title and a company"),
            (false, false) => {
                score.add(2.2 + reading.certainty.min(2.0), "a title and people");
            }
        }
    }
    if reading.timed {
        score.add(1.5, "a time");
    }
    if reading.tagged {
        score.add(0.6, "a level or a track");
    }
    if candidate.session_link {
        score.add(2.5, "a link to a schedule or a recording");
    }
    if beside.is_certain() {
        match beside.title {
            Some(_) => score.add(4.5, "lines below give title and people"),
            None => score.add(3.0, "lines below give the people"),
        }
    }
    let (points, why) = match (n_words, cjk) {
        (0 | 1, 0..=3) => (-0.8, "one word"),
        (2, 0..=3) => (-0.2, "two words"),
        (3, 0..=3) => (0.2, "three words"),
        _ => (0.8, "as long as a title"),
    };
    score.add(points, why);
    if matches!(carrier, Carrier::Heading(_)) && reading.certainty <= 0.0 {
        if n_words >= 5 && is_title_case(&reading.title) && !reading.title.contains([',', '+']) {
            score.add(TITLE_CASE, "written like a title");
        }
        if speaks_of_writer(&reading.title) {
            score.add(FIRST_PERSON, "speaks of who wrote the note");
        }
    }
    if memchr::memchr(b':', reading.title.as_bytes()).is_some()
        || !reading.title.is_ascii() && reading.title.contains('：')
        || reading.title.ends_with(['?', '!', '？', '！'])
    {
        score.add(0.3, "a title's punctuation");
    }
    // A title seldom ends like a sentence.
    if text.ends_with('.') && n_words >= 6 && reading.speakers.is_empty() && !reading.labelled {
        score.add(-1.2, "ends like a sentence");
    }
    if beside.sentence && beside.labelled == beside.byline {
        // A line of text is as often the name of a visit.
        let points = if matches!(carrier, Carrier::Heading(_)) { 2.3 } else { 1.8 };
        score.add(points, "the first sentence says who spoke");
    }
    // `"Some saying" - Somebody` in a list is a quotation.
    if matches!(carrier, Carrier::Item(_))
        && text.starts_with(['"', '“', '„'])
        && reading.companies.is_empty()
        && !candidate.session_link
    {
        score.add(-4.0, "a quotation in a list");
    }
    if beside.says_session {
        let points = match is_title_case(&reading.title) {
            true => TITLE_SAYS_SESSION,
            false => SAYS_SESSION,
        };
        score.add(points, "the first sentence speaks of a session");
    }
    // A talk's title seldom names the conference; a post's nearly always does, and the people below
    // it wrote the post.
    // A link to the session has its event before the title as often, and that is no part of it.
    let in_title = || !candidate.session_link || clues::read(&reading.title).names_event();
    let named_event = (candidate.clues.kubecon || candidate.clues.series.is_some()) && in_title();
    let is_dated = candidate.clues.kubecon && !candidate.clues.years.is_empty();
    let signed = reading.rule == headline::BY_HANDLE;
    if signed {
        score.add(2.0, "a handle at its end");
    }
    if named_event
        && !signed
        && reading.speakers.is_empty()
        && !reading.labelled
        && !beside.labelled
    {
        match beside.byline {
            true => score.add(-5.5, "names the conference, above the writer's name"),
            // `What I saw at KubeCon EU 2021`: which one it was is no talk's to say.
            false if is_dated => score.add(-4.0, "names the conference, and which it was"),
            false => score.add(-2.5, "names the conference"),
        }
    }
    if candidate.leads_home {
        score.add(-2.5, "a link to a project's site");
    }
    if candidate.topic {
        score.add(-4.0, "a topic that no talk stands behind");
    }
    if memchr::memchr(b'{', text.as_bytes()).is_some()
        && (text.contains("${") || text.contains("{{"))
    {
        score.add(-5.0, "a placeholder");
    }
    if is_chrome(text) {
        score.add(-20.0, "a caption, a form or a footer");
    }
    match carrier {
        // A list item is a note unless much speaks for more.
        Carrier::Item(depth) => {
            score.add(-(1.5 + 0.7 * f32::from(depth.saturating_sub(1))), "a list item");
        }
        Carrier::PlainLine => score.add(-0.8, "plain text"),
        Carrier::BoldLine => score.add(-0.5, "bold text"),
        _ => {}
    }
    score
}

/// Whether a title says `I` or `my`, as headings of posts do; `How We Moved` is a title.
fn speaks_of_writer(title: &str) -> bool {
    title
        .split(' ')
        .any(|word| matches!(word, "I" | "my" | "My" | "me" | "I'm" | "I’m" | "I've" | "I’ve"))
}

/// Whether what stands before `by` is what a company did to a thing: `donated by`, `built by`.
fn tells_a_maker(reading: &Reading) -> bool {
    const IRREGULAR: [&str; 9] =
        ["built", "made", "run", "written", "driven", "given", "led", "begun", "backed"];
    let last = reading.title.rsplit(' ').next().unwrap_or("");
    reading.rule == "by"
        && last.starts_with(char::is_lowercase)
        && (last.ends_with("ed") || IRREGULAR.contains(&last))
}

/// Captions, forms and footers that a paste brings along.
fn is_chrome(text: &str) -> bool {
    // They are ASCII, so that nothing needs to be folded but case.
    let Some(first) = text.as_bytes().first() else { return false };
    let begins = |start: &String| {
        let head = text.as_bytes().get(..start.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
    };
    phrases().habits.chrome.of(first.to_ascii_lowercase()).iter().any(begins)
}

/// Whether a headline says only which event, day or part of the programme follows.
pub(super) fn is_container(reading: &Reading, clues: &Clues) -> bool {
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
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    // Kinds and days are made of them, too.
    if !words.iter().any(|word| phrases().is_programme_word(word)) {
        return false;
    }
    let (mut rest, mut n_kinds, mut plural) = (Vec::with_capacity(words.len()), 0, false);
    let mut i = 0;
    while i < words.len() {
        let label = |run: &[&str]| match run {
            [word] => phrases().label(word),
            [_, next] if !phrases().is_programme_word(next) => None,
            _ => phrases().label(&run.join(" ")),
        };
        let names_kind =
            |len: &usize| words.get(i..i + len).is_some_and(|run| label(run).flatten().is_some());
        // Most words stand in no label.
        let len = if phrases().is_programme_word(words[i]) {
            (1..=2).rev().find(names_kind)
        } else {
            None
        };
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
    // `Technical Session Day 1`: a day of sessions, whatever else is said of them.
    let of_day = words.iter().any(|word| phrases().is_day_word(word))
        && words.iter().any(|word| phrases().label(word).is_some())
        && words.iter().any(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    if of_day && words.len() <= 4 {
        return true;
    }
    // `Day 2 Keynote`: what is left says only which one.
    let programme = || !rest.is_empty() && clues::read(&rest.join(" ")).whole;
    n_kinds > 0 && (plural && rest.is_empty() || programme())
}

pub(super) fn is_topic(text: &str, reading: &Reading) -> bool {
    let is_topic = |text: &str| {
        let text = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '?' && c != ')').trim();
        !phrases().is_no_topic(text) && phrases().is_topic(&fold_letters(text))
    };
    if reading.certainty > 0.0 && !reading.people_only || reading.labelled {
        return false;
    }
    is_topic(text) || reading.title != text && is_topic(&reading.title) || is_part(text)
}

/// `Part 2: Results`: one of the parts of a talk.
fn is_part(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    // Most lines begin with another word, which is told without the rest of them.
    let first = text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let is_first = |part: &String| part.eq_ignore_ascii_case(first);
    if text.is_ascii() && !phrases().habits.parts.iter().any(is_first) {
        return false;
    }
    let folded = fold_letters(text);
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    let is_part = |word: &str| phrases().habits.parts.iter().any(|part| part == word);
    words.next().is_some_and(is_part)
        && words.next().is_some_and(|word| {
            (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// Whether a headline begins with a question that a title asks as often as a topic does.
pub(super) fn asks(text: &str) -> bool {
    let folded = fold_letters(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    phrases().habits.questions.iter().any(|question| folded.starts_with(question.as_str()))
}

/// Whether a short heading holds nothing but fields and addresses: `Meta`, with `Video URL: …` below.
pub(super) fn is_data(outline: &Outline, heading: &Candidate) -> bool {
    /// A longer heading is a title.
    const MAX_WORDS: usize = 2;
    /// More blocks are a list of links.
    const MAX_BLOCKS: usize = 6;
    if heading.reading.title.split_whitespace().nth(MAX_WORDS).is_some() {
        return false;
    }
    let mut n_fields = 0;
    for (n_blocks, block) in outline.blocks[heading.block + 1..].iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading { .. }) {
            return n_fields > 0;
        }
        let lines = outline.text_of(block).lines();
        for line in lines.filter(|line| line.contains(char::is_alphanumeric)) {
            if !is_address(line) || n_blocks == MAX_BLOCKS {
                return false;
            }
            n_fields += 1;
        }
    }
    false
}

/// Whether a line is an address, or a label with one or with nothing behind it.
fn is_address(line: &str) -> bool {
    let address =
        line.find("://").map_or(line.len(), |at| line[..at].rfind(' ').map_or(0, |at| at + 1));
    let (label, address) = line.split_at(address);
    let label = label.trim();
    let is_label = label.ends_with([':', '：']) && label.split_whitespace().count() <= 3;
    (label.is_empty() || is_label) && !address.trim().contains(' ')
}
