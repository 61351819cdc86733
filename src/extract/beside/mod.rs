//! What stands right beside a headline: `Speaker:` lines, bylines, first bullets, first sentences.

mod details;

use crate::document::{Kind, Speaker};
use crate::extract::learn::Learned;
use crate::extract::tally::{Field, Place, Trail};
use crate::extract::{labels, links, sentence};
use crate::markup::{Block, BlockKind, Outline};
use std::ops::Range;

use self::details::{
    byline, detail_table, from_company, honorific, is_bare_link, is_field, is_handle_line,
    is_heading_of_people, is_name_of_link, is_time, line_of_details, lone_name,
};
pub(crate) use self::details::{is_detail, is_people, labelled_people};

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
    /// Where lines begin that by themselves name people behind a label: each is a detail.
    pub(crate) named_at: Vec<usize>,
    /// Where title, kind, speakers and companies stand, for `ingest --explain`.
    pub(crate) trail: Trail,
}

impl Beside {
    /// Says where a field stands, unless it was said before.
    fn say_first(&mut self, field: Field, at: usize, rule: &'static str) {
        if self.trail.of(field).is_none() {
            self.trail.say(field, Place::Text(at), rule);
        }
    }

    /// Whether this by itself says that a session stands here.
    pub(crate) fn is_certain(&self) -> bool {
        self.labelled && (!self.speakers.is_empty() || self.title.is_some()) || self.byline
    }
}

/// How many lines below a headline are looked at.
const MAX_LINES: usize = 10;

/// How much of a block is looked at: a paragraph may be a whole book, and name talks on each page.
const MAX_BYTES: usize = 4_000;

/// How much of a paragraph is read as sentences: who spoke is said at once.
const MAX_SENTENCES: usize = 500;

/// Reads what follows the headline `own` of block `index`.
pub(crate) fn read(
    outline: &Outline,
    index: usize,
    own: &Range<usize>,
    learned: &Learned,
) -> Beside {
    let mut caption = None;
    let mut found = read_lines(outline, index, own, learned, &mut caption);
    // Below a photo of somebody on stage, where nothing else says who it was; that a session stands here
    // is not said by it.
    if found.speakers.is_empty()
        && found.companies.is_empty()
        && let Some((at, speakers)) = caption
    {
        found.trail.say(Field::Speakers, Place::Text(at), "the caption of an image");
        found.companies = companies_of(&speakers);
        found.speakers = speakers;
    }
    found
}

fn companies_of(speakers: &[Speaker]) -> Vec<String> {
    let mut companies: Vec<String> =
        speakers.iter().filter_map(|speaker| speaker.company.clone()).collect();
    companies.dedup();
    companies
}

/// The same without captions; the people of the first one that names some are put into `caption`, with
/// where they stand.
fn read_lines(
    outline: &Outline,
    index: usize,
    own: &Range<usize>,
    learned: &Learned,
    caption: &mut Option<(usize, Vec<Speaker>)>,
) -> Beside {
    let mut found = Beside { trail: learned.trail(), ..Beside::default() };
    let own_rank = rank(&outline.blocks[index].kind);
    let own_depth = outline.blocks[index].list_depth;
    let (mut n_lines, mut n_fields) = (0, 0);
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
                    if own_depth > 0 || below && heads_people(outline, index, *level, learned) {
                        break;
                    }
                    let right_below = offset == 1 && own_rank.is_some();
                    let belongs = || {
                        is_heading_of_people(outline, &block.text, learned)
                            || is_time(outline.text_of(block).trim())
                    };
                    if !(below || right_below && belongs()) {
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
            let end =
                outline.text.floor_char_boundary(block.text.end.min(block.text.start + MAX_BYTES));
            let row = block.text.start..end;
            if links::links_to_session(outline, &row, &outline.text[own.clone()]) {
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
        let end = outline.text.floor_char_boundary(block.text.end.min(start + MAX_BYTES));
        for line in outline.text[start..end.max(start)].split_inclusive('\n') {
            let range = at..at + line.len();
            at += line.len();
            let text = line.trim();
            if !text.contains(char::is_alphanumeric)
                || is_own && range.start == own.start && !own.is_empty()
            {
                continue;
            }
            n_lines += 1;
            let item = matches!(block.kind, BlockKind::ListItem { .. });
            if item
                && links::session_link_in(outline, &range)
                && lists_recordings(&outline.blocks[index + offset..], outline)
            {
                return found;
            }
            if n_lines <= 4 && links::links_to_session(outline, &range, &outline.text[own.clone()])
            {
                found.session_link = true;
            }
            if found.byline
                && found.companies.is_empty()
                && let Some(company) = from_company(text)
            {
                found.company = Some(company.to_owned());
                found.trail.say(Field::Companies, Place::Text(range.start), "a line below");
                found.end = range.end;
                continue;
            }
            let heading = matches!(block.kind, BlockKind::Heading { .. });
            let n_named = found.speakers.len();
            // A subheading `Session: …` is a session of its own, not this one's title.
            if (!heading || !labels::strip(text).labelled)
                && line_of_details(text, range.start, learned, &mut found, &mut listing)
            {
                if found.speakers.len() > n_named {
                    found.named_at.push(range.start);
                }
                found.end = range.end;
                continue;
            }
            if is_time(text) {
                continue;
            }
            if heading && !is_heading_of_people(outline, &range, learned) {
                return found;
            }
            // Another field stands between the headline and its people.
            if !prose_seen && is_field(outline, &range) {
                n_lines -= 1;
                n_fields += 1;
                if n_fields >= MAX_LINES {
                    return found;
                }
                continue;
            }
            if links::is_image_line(outline, &range) {
                if caption.is_none() && found.speakers.is_empty() {
                    *caption = sentence::speakers(text, learned).map(|who| (range.start, who));
                }
                continue;
            }
            if is_bare_link(text)
                || is_handle_line(text)
                || !is_own && is_name_of_link(outline, &range)
            {
                continue;
            }
            if item && !listing && heads_talks(&outline.blocks[index + offset..], outline, learned)
            {
                return found;
            }
            if let Some(speaker) = honorific(text).filter(|_| !prose_seen) {
                found.say_first(Field::Speakers, range.start, "a line of one person");
                found.byline = true;
                found.end = range.end;
                found.speakers.extend(speaker);
                continue;
            }
            // A line that goes on in the next one is no line of people.
            let goes_on = !listing
                && outline.text[range.end.min(end)..end].starts_with(char::is_lowercase)
                && !item;
            if (listing || n_lines <= 5)
                && !goes_on
                && let Some(mut people) = byline(text, listing, learned)
                    .or_else(|| lone_name(outline, index + offset, own_rank, learned))
                && (listing
                    || !prose_seen
                    || found.byline
                    || people.evidence() > 4.0 && found.speakers.is_empty())
            {
                if found.speakers.is_empty() {
                    let at = Place::Text(range.start);
                    found.trail.say(Field::Speakers, at, "a line of people below");
                    found.trail.say(Field::Companies, at, "a line of people below");
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
            // A sentence goes on where its lines are wrapped.
            let text = &*sentences(&outline.text[range.start..end]);
            if found.speakers.is_empty()
                && !item
                && !prose_seen
                && (own_depth == 0 || matches!(block.kind, BlockKind::Paragraph))
                && let Some(speakers) = sentence::speakers(text, learned)
            {
                found.companies = companies_of(&speakers);
                found.speakers = speakers;
                found.sentence = true;
                let at = Place::Text(range.start);
                found.trail.say(Field::Speakers, at, "the first sentence");
            } else if found.speakers.is_empty() && found.companies.is_empty() && !prose_seen {
                found.companies = sentence::companies(text, learned);
                found.say_first(Field::Companies, range.start, "the first sentence");
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

/// The first sentences of a text, without breaks of lines.
fn sentences(text: &str) -> String {
    text[..text.floor_char_boundary(MAX_SENTENCES)].trim().replace('\n', " ")
}

/// Whether the headings of a level that are nothing but people, of which the first few from block
/// `index` on are looked at, head talks: there are several, and not each stands right below another
/// heading, whose byline it would be.
fn heads_people(outline: &Outline, index: usize, level: u8, learned: &Learned) -> bool {
    /// A note has its headings closer to each other.
    const MAX_BLOCKS: usize = 500;
    let rank_at = |at: usize| outline.blocks.get(at).and_then(|block| rank(&block.kind));
    let near = index..outline.blocks.len().min(index + MAX_BLOCKS);
    let headings = near.filter(|at| rank_at(*at) == Some(level)).take(4);
    let people =
        headings.filter(|at| is_heading_of_people(outline, &outline.blocks[*at].text, learned));
    let is_byline =
        |at: usize| at.checked_sub(1).and_then(rank_at).is_some_and(|above| above < level);
    let (mut n_people, mut n_bylines) = (0, 0);
    for at in people {
        n_people += 1;
        n_bylines += usize::from(is_byline(at));
    }
    n_people > 1 && n_bylines < n_people
}

fn rank(kind: &BlockKind) -> Option<u8> {
    match kind {
        BlockKind::Heading { level, .. } => Some(*level),
        _ => None,
    }
}

/// Whether a list begins here whose items are links to sessions by their titles: each is a session,
/// and no recording of what stands above.
fn lists_recordings(blocks: &[Block], outline: &Outline) -> bool {
    let depth = blocks[0].list_depth;
    let list = blocks.iter().take_while(|block| block.list_depth >= depth).take(MAX_LINES);
    let items = list.filter(|block| {
        block.list_depth == depth && matches!(block.kind, BlockKind::ListItem { .. })
    });
    let is_title = |block: &&Block| {
        let link = links::links_in(outline, &block.text).next();
        link.is_some_and(|link| {
            link.range.start == block.text.start
                && links::is_session(&link.url)
                && outline.text[link.range.clone()].split_whitespace().nth(1).is_some()
        })
    };
    items.filter(is_title).take(2).count() == 2
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
