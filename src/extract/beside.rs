//! What stands right beside a headline: `Speaker:` lines, bylines, first bullets, first sentences.

use std::ops::Range;

use crate::document::{Kind, Speaker};
use crate::extract::learn::Learned;
use crate::extract::people;
use crate::extract::sentence;
use crate::extract::{headline, labels, links};
use crate::lexicon::{
    fold_letters,
    phrases::{Detail, phrases},
};
use crate::markup::{Block, BlockKind, Outline};

/// What the lines below a headline give.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Beside {
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) companies: Vec<String>,
    /// A company on a line of its own.
    pub(crate) company: Option<String>,
    /// A title on a line of its own.
    pub(crate) title: Option<String>,
    pub(crate) kind: Option<Kind>,
    /// A label said so: `Speaker:`.
    pub(crate) labelled: bool,
    /// A line holds nothing but people.
    pub(crate) byline: bool,
    /// A first sentence names who spoke.
    pub(crate) sentence: bool,
    /// The first sentence speaks of a session: `This talk …`.
    pub(crate) says_session: bool,
    /// A link to a schedule or a video stands there.
    pub(crate) session_link: bool,
    /// Where the last line of details or of people ends: up to there nothing else opens.
    pub(crate) end: usize,
    /// The line of the text the speakers stand on, for `ingest --explain`.
    pub(crate) at: Option<usize>,
}

impl Beside {
    /// Whether this by itself says that a session stands here.
    pub(crate) fn is_certain(&self) -> bool {
        self.labelled && (!self.speakers.is_empty() || self.title.is_some()) || self.byline
    }
}

/// How many lines below a headline are looked at.
const MAX_LINES: usize = 10;

/// Reads what follows the headline `own` of block `index`.
pub(crate) fn read(
    outline: &Outline,
    index: usize,
    own: &Range<usize>,
    learned: &Learned,
) -> Beside {
    let mut found = Beside::default();
    let own_rank = rank(&outline.blocks[index].kind);
    let own_depth = outline.blocks[index].list_depth;
    let mut n_lines = 0;
    let mut prose_seen = false;
    // After `**Speakers**` alone on a line each item is a person.
    let mut listing = false;
    for (offset, block) in outline.blocks[index..].iter().enumerate() {
        let is_own = offset == 0;
        if !is_own {
            match &block.kind {
                BlockKind::Heading { level, .. } => {
                    // A subheading may hold the people, and is read as a line; one of the same
                    // rank only right below, when it is nothing but people.
                    let below = own_rank.is_some_and(|own| *level > own);
                    if own_depth > 0 || below && n_people(outline, *level, learned) > 1 {
                        break;
                    }
                    if !below
                        && !(offset == 1
                            && own_rank.is_some()
                            && is_people(outline.text_of(block), learned))
                    {
                        break;
                    }
                }
                BlockKind::ListItem { .. } if own_depth > 0 && block.list_depth <= own_depth => {
                    break;
                }
                BlockKind::Code { .. } | BlockKind::Rule => {
                    if n_lines > 0 {
                        break;
                    } else {
                        continue;
                    }
                }
                _ => {}
            }
        }
        if let BlockKind::TableRow { head, cells } = &block.kind {
            if is_own || own_rank.is_none() {
                break;
            }
            if links::short_session_link_in(outline, &block.text) {
                found.session_link = true;
            }
            detail_table(outline, index + offset, *head, cells, learned, &mut found);
            n_lines += 1;
            if n_lines >= MAX_LINES {
                break;
            }
            continue;
        }
        let start = if is_own { own.end } else { block.text.start };
        let mut at = start;
        for line in outline.text[start..block.text.end].split_inclusive('\n') {
            let range = at..at + line.len();
            at += line.len();
            let text = line.trim();
            if !text.contains(char::is_alphanumeric)
                || is_own && range.start == own.start && !own.is_empty()
            {
                continue;
            }
            n_lines += 1;
            if links::short_session_link_in(outline, &range) && n_lines <= 4 {
                found.session_link = true;
            }
            let heading = matches!(block.kind, BlockKind::Heading { .. });
            // A subheading `Session: …` is a session of its own, not this one's title.
            if (!heading || !labels::strip(text).labelled)
                && line_of_details(text, range.start, learned, &mut found, &mut listing)
            {
                found.end = range.end;
                continue;
            }
            if heading && !is_people(text, learned) {
                return found;
            }
            if is_bare_link(text) || is_handle_line(text) {
                continue;
            }
            let item = matches!(block.kind, BlockKind::ListItem { .. });
            if item && !listing && heads_talks(&outline.blocks[index + offset..], outline, learned)
            {
                return found;
            }
            if let Some(speaker) = honorific(text).filter(|_| !prose_seen) {
                found.at.get_or_insert(range.start);
                found.byline = true;
                found.end = range.end;
                found.speakers.extend(speaker);
                continue;
            }
            if (listing || n_lines <= 5)
                && let Some(mut people) = byline(text, listing, learned)
                && (listing
                    || !prose_seen
                    || found.byline
                    || people.evidence() > 4.0 && found.speakers.is_empty())
            {
                if found.speakers.is_empty() {
                    found.at = Some(range.start);
                }
                found.byline = true;
                found.end = range.end;
                found.speakers.append(&mut people.speakers);
                for company in people.companies {
                    if !found.companies.contains(&company) {
                        found.companies.push(company);
                    }
                }
                continue;
            }
            listing = false;
            if found.speakers.is_empty()
                && !item
                && !prose_seen
                && own_depth == 0
                && let Some(speakers) = sentence::speakers(text, learned)
            {
                found.companies =
                    speakers.iter().filter_map(|speaker| speaker.company.clone()).collect();
                found.companies.dedup();
                found.speakers = speakers;
                found.sentence = true;
                found.at = Some(range.start);
            } else if found.speakers.is_empty() && found.companies.is_empty() && !prose_seen {
                found.companies = sentence::companies(text, learned);
            }
            if !prose_seen && sentence::says_session(text) {
                found.says_session = true;
            }
            prose_seen = true;
            if n_lines >= MAX_LINES || found.byline {
                return found;
            }
        }
        if prose_seen && n_lines >= 3 || n_lines >= MAX_LINES {
            break;
        }
    }
    found
}

/// How many headings of a level name nothing but people, among the first few: many are many talks.
fn n_people(outline: &Outline, level: u8, learned: &Learned) -> usize {
    let same = |kind: &BlockKind| matches!(kind, BlockKind::Heading { level: other, .. } if *other == level);
    let headings = outline.blocks.iter().filter(|block| same(&block.kind)).take(4);
    headings.filter(|block| is_people(outline.text_of(block), learned)).count()
}

/// Whether a list begins here whose items are people with notes below them: not bylines, but a
/// talk each.
fn heads_talks(blocks: &[Block], outline: &Outline, learned: &Learned) -> bool {
    let depth = blocks[0].list_depth;
    let list = blocks.iter().take_while(|block| block.list_depth >= depth).take(200);
    let items = list.enumerate().filter(|(_, block)| {
        block.list_depth == depth && matches!(block.kind, BlockKind::ListItem { .. })
    });
    let with_notes = items.filter(|(at, block)| {
        let nested = blocks.get(at + 1).is_some_and(|next| next.list_depth > depth);
        nested && byline(outline.text_of(block), false, learned).is_some()
    });
    with_notes.take(2).count() == 2
}

fn rank(kind: &BlockKind) -> Option<u8> {
    match kind {
        BlockKind::Heading { level, .. } => Some(*level),
        _ => None,
    }
}

/// `Speaker: Ada Byron, Acme`, `**Title** - …`, `Presented by Ada Byron`. Says whether the line is one.
fn line_of_details(
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
            let bare =
                fold_letters(text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')'));
            if phrases().detail(&bare) == Some(Detail::Speaker) && bare.len() > 3 {
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
                text.get(..label.len())
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
        Detail::Title if !rest.is_empty() => {
            if found.title.is_none() {
                found.title = Some(rest.trim().to_owned());
                found.labelled = true;
            }
        }
        Detail::Speaker => {
            *listing = rest.is_empty();
            if let Some(mut people) =
                sentence::byline(rest, learned).or_else(|| people::read(rest, learned))
                && people.score > -1.0
            {
                found.at.get_or_insert(at);
                found.labelled = true;
                if label.starts_with("panel") && found.kind.is_none() && people.speakers.len() > 1 {
                    found.kind = Some(Kind::Panel);
                }
                found.speakers.append(&mut people.speakers);
                found.companies.append(&mut people.companies);
            }
        }
        Detail::Company if !rest.is_empty() && rest.len() < 80 => {
            found.company = Some(rest.trim().to_owned());
            found.labelled = true;
        }
        Detail::Other
            if label == "type" || label == "format" || label == "track" || label == "category" =>
        {
            found.kind = found.kind.or(phrases().label(&fold_letters(rest.trim())).flatten());
        }
        // A line such as `Session: …` that only repeats the headline is a title.
        _ => return detail != Detail::Title,
    }
    true
}

/// `|Date|Delivered By|` with one row below: a talk's details as a table.
fn detail_table(
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
                }
            }
            Some(Detail::Company) if !value_text.is_empty() => {
                found.company = Some(value_text.to_owned());
            }
            _ => {}
        }
    }
}

/// A whole line of people: `Ross Kukulinski - Sr. Product Manager, Heptio`.
fn byline(text: &str, listing: bool, learned: &Learned) -> Option<people::People> {
    if text.len() > 260
        || !listing && text.ends_with(['.', '。', '?', '!', ':']) && !text.ends_with("Inc.")
    {
        return None;
    }
    let text = labels::strip(text).text;
    let people = people::read(text, learned)?;
    let full = people.speakers.iter().all(|speaker| {
        speaker.name.contains(' ') || speaker.name.chars().any(super::token::is_cjk)
    });
    let given = |speaker: &Speaker| {
        let first = fold_letters(speaker.name.split(' ').next().unwrap_or("")).into_owned();
        crate::lexicon::words().is_given_name(&first)
            || learned.is_given_name(&first)
            || learned.is_person(&fold_letters(&speaker.name))
    };
    let certain = people
        .speakers
        .first()
        .is_some_and(|speaker| given(speaker) || speaker.company.is_some() && people.score > 3.0);
    let needs = if listing { 0.0 } else { 1.6 };
    let evidence = people.evidence() + people.weakest.min(0.0);
    let sound = listing || full && certain && people.weakest > -0.3;
    (!people.speakers.is_empty() && sound && evidence >= needs).then_some(people)
}

/// Whether a heading holds nothing but people.
fn is_people(text: &str, learned: &Learned) -> bool {
    byline(text, false, learned).is_some() && headline::read(text, learned).people_only
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
fn honorific(text: &str) -> Option<Option<Speaker>> {
    let text = text.trim_start_matches(['[', '「', ' ']);
    let end = text.find("さん").or_else(|| text.find("氏"))?;
    let rest = text[end..].trim_start_matches("さん").trim_start_matches('氏');
    if rest.chars().filter(|c| c.is_alphanumeric()).count() > 12 || text.len() > 160 {
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

fn is_bare_link(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// `@bridgetkromhout, @zdeptawa`.
fn is_handle_line(text: &str) -> bool {
    text.split([',', ' ']).filter(|word| !word.is_empty()).all(|word| word.starts_with('@'))
}
