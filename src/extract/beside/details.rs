//! Lines that give a talk's details: labels, tables of labels, and lines of nothing but people.

use super::Beside;
use crate::document::{Kind, Speaker};
use crate::extract::bytes::split_at_colon;
use crate::extract::candidates::covered;
use crate::extract::learn::Learned;
use crate::extract::tally::{Field, Place};
use crate::extract::{clues, headline, labels, links, people, sentence, token};
use crate::lexicon::phrases::{Detail, phrases};
use crate::lexicon::vocabulary::Lexicon;
use crate::lexicon::{fold_letters, words};
use crate::markup::{BlockKind, Outline, Style};
use std::ops::Range;

/// `Speaker: Ada Byron, Acme`, `**Title** - …`, `Presented by Ada Byron`. Says whether the line is one.
pub(super) fn line_of_details(
    text: &str,
    at: usize,
    learned: &Learned,
    found: &mut Beside,
    listing: &mut bool,
) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@');
    let longest = phrases().longest_label() + 4;
    let cut =
        text.char_indices().take_while(|(at, _)| *at <= longest).find_map(|(at, c)| match c {
            ':' | '：' => Some((at, at + c.len_utf8())),
            '-' | '–' if text[..at].ends_with(' ') => Some((at, at + c.len_utf8())),
            _ => None,
        });
    let (label, rest) = match cut {
        Some((end, resume)) => {
            (&text[..end], text[resume..].trim_start_matches([':', '：', '-', '–', ' ', '*']))
        }
        None => {
            let bare = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
            let is_short = bare.len() > 3 && bare.len() <= longest;
            if is_short && phrases().detail(&fold_letters(bare)) == Some(Detail::Speaker) {
                *listing = true;
                return true;
            }
            // `Presented by Ada Byron`, `Moderated by Dan Kohn, CNCF`.
            let Some(label) = [
                "presented by ",
                "moderated by ",
                "delivered by ",
                "hosted by ",
                "given by ",
                "présenté par ",
                "by ",
            ]
            .iter()
            .find(|label| {
                let first = label.as_bytes().first();
                text.as_bytes().first().map(u8::to_ascii_lowercase).as_ref() == first
                    && text
                        .get(..label.len())
                        .is_some_and(|start| fold_letters(start) == fold_letters(label))
            }) else {
                return false;
            };
            (label.trim_end(), &text[label.len()..])
        }
    };
    let folded = fold_letters(label.trim());
    let label = folded.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '('));
    let Some(detail) = phrases().detail(label) else { return false };
    match detail {
        // `Topic: ?`, `Topic: tbd`: nobody knew.
        _ if !rest.is_empty() && is_unknown(rest) => {}
        Detail::Title if !rest.is_empty() => {
            // Whatever the topic is called, the title is the title.
            let is_topic = ["topic", "thema", "sujet", "tema", "onderwerp"].contains(&label);
            if found.title.is_none() || !is_topic {
                found.say_first(Field::Title, at, "a label such as `Title:` below");
                found.title = Some(rest.trim().to_owned());
                found.labelled = true;
            }
        }
        Detail::Speaker => {
            *listing = rest.is_empty();
            if let Some(mut people) = labelled_people(rest, learned) {
                found.say_first(Field::Speakers, at, "a label such as `Speaker:` below");
                found.say_first(Field::Companies, at, "a label such as `Speaker:` below");
                found.labelled = true;
                if label.starts_with("panel") && found.kind.is_none() && people.speakers.len() > 1 {
                    found.kind = Some(Kind::Panel);
                    found.say_first(Field::Kind, at, "a label for the people of a panel");
                }
                found.speakers.append(&mut people.speakers);
                found.companies.append(&mut people.companies);
            }
        }
        Detail::Company if !rest.is_empty() && rest.len() < 80 => {
            found.company = Some(rest.trim().to_owned());
            found.labelled = true;
            found.trail.say(Field::Companies, Place::Text(at), "a label such as `Company:` below");
        }
        Detail::Other
            if label == "type" || label == "format" || label == "track" || label == "category" =>
        {
            found.kind = found.kind.or(phrases().label(&fold_letters(rest.trim())).flatten());
            found.say_first(Field::Kind, at, "a label such as `Type:` below");
        }
        // A line such as `Session: …` that only repeats the headline is a title.
        _ => return detail != Detail::Title,
    }
    true
}

/// Whether what stands behind a label says that it is not known.
fn is_unknown(value: &str) -> bool {
    let bare = value.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty() || ["tbd", "tba", "unknown"].iter().any(|word| bare.eq_ignore_ascii_case(word))
}

/// Who is named behind a label: a list, or the beginning of a sentence.
pub(crate) fn labelled_people(text: &str, learned: &Learned) -> Option<people::People> {
    let list = people::read(text, learned);
    let is_sound = |people: &people::People| people.weakest > 0.0 && !people.speakers.is_empty();
    if list.as_ref().is_some_and(is_sound) {
        return list;
    }
    sentence::byline(text, learned).or(list).filter(|people| people.score > -1.0)
}

/// `|Date|Delivered By|` with one row below: a talk's details as a table.
pub(super) fn detail_table(
    outline: &Outline,
    index: usize,
    head: bool,
    cells: &[Range<usize>],
    learned: &Learned,
    found: &mut Beside,
) {
    let text = |cell: &Range<usize>| outline.text[cell.clone()].trim();
    // A row of label and value: `| Presented by | Ada Byron |`.
    if let [label, value] = cells
        && phrases().detail(&fold_letters(text(label).trim_end_matches(':'))).is_some()
        && phrases().detail(&fold_letters(text(value).trim_end_matches(':'))).is_none()
    {
        let line = format!("{}: {}", text(label).trim_end_matches(':'), text(value));
        line_of_details(&line, label.start, learned, found, &mut false);
        return;
    }
    if head {
        return;
    }
    let Some(above) = index.checked_sub(1).and_then(|above| outline.blocks.get(above)) else {
        return;
    };
    let BlockKind::TableRow { head: true, cells: heads } = &above.kind else { return };
    for (label, value) in heads.iter().zip(cells) {
        let value_text = text(value);
        match phrases().detail(&fold_letters(text(label).trim_end_matches(':'))) {
            Some(Detail::Speaker) => {
                if let Some(mut people) = people::read(value_text, learned)
                    && people.score > -1.0
                {
                    found.speakers.append(&mut people.speakers);
                    found.companies.append(&mut people.companies);
                    found.labelled = true;
                    found.say_first(Field::Speakers, value.start, "a table below");
                }
            }
            Some(Detail::Company) if !value_text.is_empty() => {
                found.company = Some(value_text.to_owned());
                found.say_first(Field::Companies, value.start, "a table below");
            }
            _ => {}
        }
    }
}

/// Whether a line gives a field in whatever words: `**Ort:** Saal 3`, a bold label with a
/// colon and a short value.
pub(super) fn is_field(outline: &Outline, line: &Range<usize>) -> bool {
    let text = outline.text[line.clone()].trim_end();
    let Some((label, value)) = split_at_colon(text) else { return false };
    let label = label.trim_end();
    let is_short = label.split_whitespace().count() <= 3 && label.len() <= 32;
    let bold = || {
        let lead = label.len() - label.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        covered(outline, &(line.start + lead..line.start + label.len()), Style::Strong)
    };
    is_short
        && !label.is_empty()
        && value.len() <= 200
        && !value.trim_end().ends_with('.')
        && bold()
}

/// Evidence of a name of two words that could be anything else as little as a name.
const PAIRED: f32 = 1.3;

/// A whole line of people: `Ross Kukulinski - Sr. Product Manager, Heptio`.
pub(super) fn byline(text: &str, listing: bool, learned: &Learned) -> Option<people::People> {
    if text.len() > 260
        || !listing && text.ends_with(['.', '。', '?', '!', ':']) && !text.ends_with("Inc.")
        || !listing && people::is_prose(text)
    {
        return None;
    }
    let text = labels::strip(text).text;
    let people = people::read(text, learned)?;
    if !listing && people.may_be_nouns() {
        return None;
    }
    let full = people
        .speakers
        .iter()
        .all(|speaker| speaker.name.contains(' ') || speaker.name.chars().any(token::is_cjk));
    let given = |speaker: &Speaker| {
        let first = fold_letters(speaker.name.split(' ').next().unwrap_or("")).into_owned();
        words().is_given_name(&first)
            || learned.is_given_name(&first)
            || learned.is_person(&fold_letters(&speaker.name))
    };
    let certain = people
        .speakers
        .first()
        .is_some_and(|speaker| given(speaker) || speaker.company.is_some() && people.score > 3.0);
    // `Jamey Hampton - @jameybash`
    let with_handle = people.weakest >= PAIRED
        && text.split([' ', '(', '-']).any(|word| word.len() > 2 && word.starts_with('@'));
    let certain = certain || with_handle;
    // `Thom McCann & Amreth Chandrasehar`: no list knows them, but nothing else is written so.
    let names_company = || text.split(' ').any(|word| words().company(word).is_some());
    let paired = people.speakers.len() == 2
        && text.contains(" & ")
        && people.weakest >= PAIRED
        && !names_company();
    let needs = if listing { 0.0 } else { 1.6 };
    let evidence = people.evidence() + people.weakest.min(0.0);
    let sound = listing || full && (certain || paired) && people.weakest > -0.3;
    (!people.speakers.is_empty() && sound && evidence >= needs).then_some(people)
}

/// What is written like a name where notes begin: a room, or what sort of notes they are.
const NO_NAMES: [&str; 14] = [
    "ballroom", "hall", "room", "feria", "center", "centre", "stage", "track", "theater",
    "theatre", "draft", "notes", "blog", "report",
];

/// One name that nobody knows, in a paragraph or an item of its own right below the note's first
/// heading.
pub(super) fn lone_name(
    outline: &Outline,
    index: usize,
    own_rank: Option<u8>,
    learned: &Learned,
) -> Option<people::People> {
    let block = &outline.blocks[index];
    let text = outline.text_of(block).trim();
    let first = own_rank == Some(1) && index == 1;
    let carries = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem { .. });
    if !first || !carries || text.contains(['\n', '.', ':']) {
        return None;
    }
    let people = people::read(text, learned)?;
    let is_name = people.speakers.len() == 1 && people.companies.is_empty();
    let folded = fold_letters(text);
    // An item is one of several notes, unless the next one is a detail, too.
    let next = outline.blocks.get(index + 1).map_or("", |next| outline.text_of(next));
    let is_note = matches!(block.kind, BlockKind::ListItem { .. }) && !next.contains(':');
    let names_thing = |word: &str| {
        words().company(word).is_some() || !Lexicon::builtin().project_spellings(word).is_empty()
    };
    let is_other = is_note
        || text.contains(['\'', '’'])
        || folded.split(' ').any(|word| NO_NAMES.contains(&word) || names_thing(word))
        || clues::read(text).region.is_some()
        || words().company(text).is_some();
    (is_name && text.contains(' ') && people.weakest >= PAIRED && !is_other).then_some(people)
}

/// Whether a line says nothing but when it was: `Wednesday, May 5, 16:25`.
pub(super) fn is_time(text: &str) -> bool {
    /// In bytes.
    const MAX_TIME: usize = 60;
    text.len() <= MAX_TIME
        && text.contains(':')
        && text.starts_with(char::is_alphanumeric)
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && clues::read(text).whole
}

/// Whether a heading holds nothing but people.
pub(crate) fn is_people(text: &str, learned: &Learned) -> bool {
    byline(text, false, learned).is_some() && headline::read(text, learned).people_only
}

/// The same of the heading at `range`, which was read before where it is nothing but text: most name
/// a talk.
pub(super) fn is_heading_of_people(
    outline: &Outline,
    range: &Range<usize>,
    learned: &Learned,
) -> bool {
    let first = outline.marks.partition_point(|mark| mark.range.start < range.start);
    let is_marked = outline.marks.get(first).is_some_and(|mark| mark.range.start < range.end);
    let is_plain = !is_marked && links::links_in(outline, range).next().is_none();
    let known = is_plain.then(|| learned.reading(range)).flatten();
    known.is_none_or(|reading| reading.people_only)
        && is_people(outline.text[range.clone()].trim(), learned)
}

/// Whether a line only gives a detail of a talk: `Speaker: …`, `Presented by …`, `Speakers`.
pub(crate) fn is_detail(text: &str, learned: &Learned) -> bool {
    let mut found = Beside::default();
    let mut listing = false;
    line_of_details(text, 0, learned, &mut found, &mut listing)
        && found.title.is_none()
        && (listing || !found.speakers.is_empty() || found.company.is_some())
}

/// A Japanese line that is one person: `草間一人（@jacopen）さん / Twitter`. A bare handle names
/// nobody, but the line is still theirs.
pub(super) fn honorific(text: &str) -> Option<Option<Speaker>> {
    if text.is_ascii() {
        return None;
    }
    let text = text.trim_start_matches(['[', '「', ' ']);
    let end = text.find("さん").or_else(|| text.find("氏"))?;
    let rest = text[end..].trim_start_matches("さん").trim_start_matches('氏');
    // `Ada Byron氏（Acme CTO）` is read like any other list; a handle in brackets is none.
    let more = rest.starts_with(['（', '(']) && !rest.contains('@');
    if more || rest.chars().filter(|c| c.is_alphanumeric()).count() > 12 || text.len() > 160 {
        return None;
    }
    let name = text[..end].split(['（', '(']).next().unwrap_or("").trim();
    // `前佛 雅人 - Masahito Zembutsu`: one person in two scripts.
    let name = name.rsplit(" - ").next().unwrap_or(name).trim();
    let named = !name.is_empty()
        && !name.starts_with('@')
        && name.chars().count() <= 30
        && !name.contains(['。', '、', '!']);
    Some(named.then(|| Speaker { name: name.to_owned(), company: None }))
}

pub(super) fn is_bare_link(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Whether a line is nothing but a link that is called by what it leads to: `[Page of the session](…)`.
pub(super) fn is_name_of_link(outline: &Outline, line: &Range<usize>) -> bool {
    /// More words are a title, or a sentence.
    const MAX_WORDS: usize = 4;
    let text = outline.text[line.clone()].trim();
    (links::session_link_in(outline, line) || links::slides_link_in(outline, line))
        && text.split_whitespace().nth(MAX_WORDS).is_none()
        && links::covers(outline, line)
}

/// The company in a line of its own below a byline: `From Fastly, 120 engineers`.
pub(super) fn from_company(text: &str) -> Option<&str> {
    let name = text.strip_prefix("From ").or(text.strip_prefix("from "))?;
    let name = name.split([',', '(', '-']).next()?.trim();
    let behind = text.split_once(name).map_or("", |(_, rest)| rest);
    let counts =
        behind.trim_start_matches([',', ' ', '(']).starts_with(|c: char| c.is_ascii_digit());
    let is_known = words().company(name).is_some();
    // One that nobody knows is one word, and no place or word of a title: `From Scratch`.
    let is_name = name.starts_with(char::is_uppercase)
        && !name.contains([' ', '.', ':'])
        && !words().class(&fold_letters(name)).title
        && clues::read(name).region.is_none();
    let is_whole = behind.trim().is_empty() || counts;
    (is_whole && (is_known || is_name)).then_some(name)
}

/// `@bridgetkromhout, @zdeptawa`.
pub(super) fn is_handle_line(text: &str) -> bool {
    text.split([',', ' ']).filter(|word| !word.is_empty()).all(|word| word.starts_with('@'))
}
