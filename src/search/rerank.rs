//! A closer look at the best matches: how near the query's words stand to each other, and whether
//! the title is what was asked for. Only ever adds to a score, so that what is looked at stays
//! ahead of what is not.

use std::rc::Rc;

use tantivy::columnar::StrColumn;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::IndexRecordOption;

use super::fields::{
    ALL_IN_TITLE, BODY, EXACT_TITLE, FieldId, PASSAGE, PROXIMITY, RANKED, RECURRENCE, TITLE,
};
use super::phrase::seek;
use super::plan::Word;
use super::scan::Match;
use crate::error::Result;
use crate::index::{Fields, MAX_TITLE_KEY, Segment, Segments, column, engine_error, title_key};

/// How many matches are looked at.
pub(super) const DEPTH: usize = 100;

/// The fields in which nearness counts.
const NEAR_IN: [FieldId; 2] = [TITLE, BODY];

/// How many words of a body are one passage.
const PASSAGE_WORDS: u32 = 20;

/// How many words of a body are a stretch of it: about a paragraph. A word comes up once in each,
/// however often it stands there.
const STRETCH_WORDS: u32 = 80;

/// A word that comes up in so many stretches is what the notes are about; more say nothing new.
const MAX_STRETCHES: u32 = 8;

/// Words further apart than this are not near.
const NEAR: u32 = 12;

/// More terms than this have no positions worth reading: they are expansions of a prefix.
const MAX_LEAVES: usize = 8;

/// Improves the scores of `matches`, which are of any order.
pub(super) fn rerank(
    matches: &mut [Match],
    words: &[Rc<Word>],
    query: &str,
    segments: &Segments,
) -> Result<()> {
    let mut by_doc: Vec<&mut Match> = matches.iter_mut().collect();
    by_doc.sort_by_key(|found| found.doc);
    let title = title_key(query);
    let mut rest = by_doc.as_mut_slice();
    for (ordinal, segment) in segments.iter().enumerate() {
        let end = segment.base.saturating_add(segment.reader.max_doc());
        let n = rest.partition_point(|found| found.doc < end);
        let (here, there) = std::mem::take(&mut rest).split_at_mut(n);
        rest = there;
        if !here.is_empty() {
            rerank_segment(here, words, &title, segment, ordinal)?;
        }
    }
    Ok(())
}

fn rerank_segment(
    matches: &mut [&mut Match],
    words: &[Rc<Word>],
    title: &str,
    segment: &Segment,
    ordinal: usize,
) -> Result<()> {
    let mut titles = Titles { wanted: title, segment, known: None };
    let n_title_words = title.split(' ').count();
    let mut cursors: Vec<Vec<Cursor>> = Vec::with_capacity(words.len());
    for word in words {
        cursors.push(Cursor::open(word, segment, ordinal)?);
    }
    let total: f32 = words.iter().map(|word| word.idf).sum();
    let mut positions: Vec<[Vec<u32>; NEAR_IN.len()]> = vec![Default::default(); words.len()];
    let mut stands = Vec::new();
    for found in matches {
        let doc = found.doc - segment.base;
        for (cursors, positions) in cursors.iter_mut().zip(&mut positions) {
            positions.iter_mut().for_each(Vec::clear);
            for cursor in cursors {
                if seek(&mut cursor.postings, doc) == doc {
                    let into = &mut positions[cursor.place];
                    cursor.postings.append_positions_with_offset(0, into);
                }
            }
            for positions in positions {
                positions.sort_unstable();
            }
        }
        let in_title = positions.iter().zip(words).filter(|([title, ..], _)| !title.is_empty());
        let in_title: f32 = in_title.map(|(_, word)| word.idf).sum();
        let mut bonus = PROXIMITY * nearness(&positions);
        if total > 0.0 {
            bonus += PASSAGE * passage(&positions, words, &mut stands) / total;
            bonus += RECURRENCE * recurrence(&positions, words) / total;
            if in_title >= total * 0.999 {
                bonus += ALL_IN_TITLE;
            }
        }
        // Where every word of the title counts, the first of them begins it.
        let may_begin = words.len() < n_title_words
            || positions.iter().any(|[title, ..]| title.first() == Some(&0));
        if may_begin && in_title >= total * 0.999 && titles.is_wanted(doc)? {
            bonus += EXACT_TITLE;
        }
        found.score *= 1.0 + bonus;
    }
    Ok(())
}

/// Which documents of a segment have the title that was asked for.
struct Titles<'a> {
    wanted: &'a str,
    segment: &'a Segment,
    /// The titles and which of them is wanted, once a document is met that may have it: to look it
    /// up takes as long as to look at ten documents.
    known: Option<(StrColumn, Option<u64>)>,
}

impl Titles<'_> {
    fn is_wanted(&mut self, doc: u32) -> Result<bool> {
        let norms = &self.segment.field(Fields::get().title)?.norms;
        let length = norms.as_ref().map_or(0, |norms| norms.fieldnorm(doc));
        if self.wanted.is_empty() || length > most_terms(self.wanted) {
            return Ok(false);
        }
        if self.known.is_none() {
            let titles = self.segment.reader.fast_fields().str(column::TITLE);
            let Some(titles) = titles.map_err(engine_error)? else { return Ok(false) };
            let wanted = titles.dictionary().term_ord(self.wanted.as_bytes());
            self.known = Some((titles, wanted.map_err(|e| engine_error(e.into()))?));
        }
        let Some((titles, Some(wanted))) = &self.known else { return Ok(false) };
        Ok(titles.ords().first(doc) == Some(*wanted))
    }
}

/// How many terms the Analyzer makes at most of a title with this key: of each word itself, its
/// stem, its spelling with symbols, parts by their capitals, and two compounds that it begins, but
/// for the last.
fn most_terms(title: &str) -> u32 {
    if title.len() >= MAX_TITLE_KEY {
        // The title may go on.
        return u32::MAX;
    }
    let words = title.split(' ').map(|word| 5 + word.len() / 3);
    u32::try_from(words.sum::<usize>().saturating_sub(2)).unwrap_or(u32::MAX)
}

/// The most that the words of one passage of the body say together, those of the title included:
/// words that are strewn over a long text say less than those that stand together.
fn passage(
    positions: &[[Vec<u32>; NEAR_IN.len()]],
    words: &[Rc<Word>],
    stands: &mut Vec<(u32, usize)>,
) -> f32 {
    stands.clear();
    let mut counts = vec![0u32; words.len()];
    let mut sum = 0.0;
    for (at, ([title, body], word)) in positions.iter().zip(words).enumerate() {
        if title.is_empty() {
            stands.extend(body.iter().map(|&position| (position, at)));
        } else {
            sum += word.idf;
        }
    }
    stands.sort_unstable();
    let mut best = sum;
    let mut first = 0;
    for &(position, at) in stands.iter() {
        let (Some(count), Some(word)) = (counts.get_mut(at), words.get(at)) else { continue };
        *count += 1;
        if *count == 1 {
            sum += word.idf;
        }
        while let Some(&(start, left)) = stands.get(first)
            && start + PASSAGE_WORDS < position
        {
            first += 1;
            let (Some(count), Some(word)) = (counts.get_mut(left), words.get(left)) else {
                continue;
            };
            *count -= 1;
            if *count == 0 {
                sum -= word.idf;
            }
        }
        best = best.max(sum);
    }
    best
}

/// What the words say of which the notes speak again and again: of each the more, the more stretches
/// of the body hold it, and all of it from [`MAX_STRETCHES`] on. A long text that only mentions a
/// word has it as often as a short one.
fn recurrence(positions: &[[Vec<u32>; NEAR_IN.len()]], words: &[Rc<Word>]) -> f32 {
    let said = positions.iter().zip(words).map(|([_, body], word)| {
        let mut n_stretches = 0;
        let mut last = None;
        for stretch in body.iter().map(|position| position / STRETCH_WORDS) {
            if last != Some(stretch) {
                n_stretches += 1;
                last = Some(stretch);
            }
        }
        let n_stretches = n_stretches.min(MAX_STRETCHES) as f32;
        word.idf * n_stretches.ln_1p() / (MAX_STRETCHES as f32).ln_1p()
    });
    said.sum()
}

/// From 0 to 1: how near each word stands to the one before it in the query.
fn nearness(positions: &[[Vec<u32>; NEAR_IN.len()]]) -> f32 {
    let mut sum = 0.0;
    let mut n_pairs = 0;
    for pair in positions.windows(2) {
        let [one, next] = pair else { continue };
        n_pairs += 1;
        let distances = one.iter().zip(next).filter_map(|(one, next)| distance(one, next));
        if let Some(distance) = distances.min() {
            sum += 1.0 / (1 + distance) as f32;
        }
    }
    if n_pairs == 0 { 0.0 } else { sum / n_pairs as f32 }
}

/// How many words stand between the nearest two positions; in the wrong order counts as one more.
fn distance(one: &[u32], next: &[u32]) -> Option<u32> {
    let mut best: Option<u32> = None;
    let mut at = 0;
    for &position in one {
        // The last one before and the first one after are the nearest two.
        while next.get(at).is_some_and(|&other| other <= position) {
            at += 1;
        }
        let after = next.get(at).map(|other| other - position - 1);
        let before = at.checked_sub(1).and_then(|at| next.get(at)).map(|other| position - other);
        let nearest = after.into_iter().chain(before).min();
        best = best.into_iter().chain(nearest).min();
    }
    best.filter(|&distance| distance <= NEAR)
}

/// A term's positions in one of the fields where nearness counts.
struct Cursor {
    place: usize,
    postings: SegmentPostings,
}

impl Cursor {
    fn open(word: &Word, segment: &Segment, ordinal: usize) -> Result<Vec<Cursor>> {
        let mut cursors = Vec::new();
        if word.leaves.len() > MAX_LEAVES * RANKED.len() {
            return Ok(cursors);
        }
        for leaf in &word.leaves {
            let Some(place) = NEAR_IN.iter().position(|&field| field == leaf.field) else {
                continue;
            };
            let Some(Some(info)) = leaf.infos.get(ordinal) else { continue };
            let inverted = &segment.field((RANKED[leaf.field].field)(Fields::get()))?.inverted;
            let postings = inverted
                .read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)
                .map_err(|e| engine_error(e.into()))?;
            cursors.push(Cursor { place, postings });
        }
        Ok(cursors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analyzer, Profile};

    #[test]
    fn what_comes_up_again_says_more() {
        let word = || Rc::new(Word { idf: 2.0, ..Word::default() });
        let of = |body: &[u32]| recurrence(&[[Vec::new(), body.to_vec()]], &[word()]);
        assert_eq!(of(&[]), 0.0);
        assert_eq!(of(&[0]), of(&[3, 9, 40]));
        assert!(of(&[0, 79]) < of(&[0, 80]));
        let often: Vec<u32> = (0..8).map(|at| at * STRETCH_WORDS).collect();
        assert_eq!(of(&often), 2.0);
        let more: Vec<u32> = (0..80).map(|at| at * STRETCH_WORDS).collect();
        assert_eq!(of(&more), 2.0);
        let both = recurrence(&[[vec![], vec![0]], [vec![], vec![0]]], &[word(), word()]);
        assert_eq!(both, 2.0 * of(&[0]));
    }

    #[test]
    fn no_title_has_more_terms_than_its_key_allows() {
        let mut analyzer = Analyzer::new(Profile::Prose);
        for title in [
            "Flux",
            "fLuX",
            "OpenTelemetry HTTPProxy",
            "CI/CD/GitOps-AppDelivery with ArgoCD",
            "C++ and .NET",
            "Who's using GPUs? v1.21!",
            "服务网格 in Production",
        ] {
            let mut tokens = analyzer.tokens(title);
            let mut n_terms = 0;
            while tokens.next_form().is_some() {
                n_terms += 1;
            }
            assert!(n_terms <= most_terms(&title_key(title)), "{title}: {n_terms}");
        }
        assert_eq!(most_terms(&title_key(&"Deep Dive ".repeat(9))), u32::MAX);
    }

    #[test]
    fn distances() {
        for (one, next, expected) in [
            (vec![1], vec![2], Some(0)),
            (vec![2], vec![1], Some(1)),
            (vec![1, 10], vec![4, 12], Some(1)),
            (vec![1], vec![100], None),
            (vec![], vec![1], None),
            (vec![5], vec![5], Some(0)),
        ] {
            assert_eq!(distance(&one, &next), expected, "{one:?} {next:?}");
        }
    }
}
