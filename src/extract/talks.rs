//! Which Documents are about one talk.
//!
//! Two note-takers write a title differently; the same event, speakers that agree and most words
//! of the shorter title in the longer one make it the same talk.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::document::{Document, DocumentId, Kind, Region, TalkId};
use crate::extract::learn::hash;
use crate::lexicon::fold_letters;

/// A word that more titles hold than this says nothing about which talk it was.
const COMMON: usize = 200;

/// What is compared of a Document. Words and names stand as their hashes: what is compared can be
/// kept beside the index, and is then compared without the notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Talk {
    /// Of the title, sorted.
    words: Box<[u32]>,
    /// Full names and last names.
    speakers: Box<[(u32, u32)]>,
    series: Option<u32>,
    region: Option<Region>,
    year: Option<u16>,
}

impl Talk {
    /// Calls `with` with every hash in it.
    pub(crate) fn for_each_hash(&mut self, with: &mut impl FnMut(&mut u32)) {
        self.words.iter_mut().for_each(&mut *with);
        for (full, last) in &mut self.speakers {
            with(full);
            with(last);
        }
        self.series.as_mut().map(with);
    }
}

/// A Document's id as a number that sorts like it.
pub(crate) fn number(id: &DocumentId) -> u64 {
    // Ids are made by this module's neighbours, of 16 hexadecimal digits.
    u64::from_str_radix(&id.0, 16).unwrap_or_else(|_| hash(&id.0))
}

/// The id of a Document from its [number].
pub(crate) fn id_of(number: u64) -> DocumentId {
    DocumentId(format!("{number:016x}"))
}

/// The talk that has its name from the Document with the number `name`.
pub(crate) fn named(name: u64) -> TalkId {
    TalkId::named_after(&id_of(name))
}

/// Which Documents are about one talk: for each, given its number and what is [compared](talk) of it, the
/// smallest number among those about the same. Depends on the set of Documents, not on its order.
pub(crate) fn cluster(documents: &[(u64, Option<&Talk>)]) -> Vec<u64> {
    let mut parents: Vec<usize> = (0..documents.len()).collect();
    // Only Documents that share a rarer word of their titles are compared.
    let mut by_word: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (index, (_, talk)) in documents.iter().enumerate() {
        for word in talk.iter().flat_map(|talk| &*talk.words) {
            by_word.entry(*word).or_default().push(index as u32);
        }
    }
    for (index, (_, talk)) in documents.iter().enumerate() {
        let Some(talk) = talk else { continue };
        // The two rarest words: of two titles that agree, they share at least one.
        let mut words: Vec<(usize, u32)> =
            talk.words.iter().map(|word| (by_word.get(word).map_or(0, Vec::len), *word)).collect();
        words.sort_unstable();
        for (_, word) in words.iter().take(2) {
            let Some(sharing) = by_word.get(word).filter(|list| list.len() <= COMMON) else {
                continue;
            };
            for other in sharing.iter().map(|other| *other as usize) {
                if other == index {
                    continue;
                }
                if documents[other].1.is_some_and(|other| same(talk, other)) {
                    union(&mut parents, index, other);
                }
            }
        }
    }
    // A talk is named after the smallest id among its Documents.
    let roots: Vec<usize> = (0..documents.len()).map(|index| find(&mut parents, index)).collect();
    let mut names = vec![u64::MAX; documents.len()];
    for (root, (number, _)) in roots.iter().zip(documents) {
        names[*root] = names[*root].min(*number);
    }
    roots.into_iter().map(|root| names[root]).collect()
}

/// What is compared of a Document; `None` when it is about no talk, or says too little of it.
pub(crate) fn talk(document: &Document) -> Option<Talk> {
    if document.kind == Kind::Section {
        return None;
    }
    let folded = fold_letters(&document.title);
    let mut words: Vec<u32> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            word.len() > 2
                && !matches!(
                    *word,
                    "the" | "and" | "for" | "with" | "from" | "your" | "how" | "into"
                )
        })
        .map(short)
        .collect();
    words.sort_unstable();
    words.dedup();
    // A title of one or two words says too little: `Keynote`, `GitOps`.
    (words.len() >= 3).then(|| Talk {
        words: words.into(),
        speakers: document
            .speakers
            .iter()
            .map(|speaker| {
                let name = fold_letters(&speaker.name);
                (short(&name), short(name.rsplit(' ').next().unwrap_or("")))
            })
            .collect(),
        series: document.event.as_ref().and_then(|event| event.series.as_deref()).map(short),
        region: document.event.as_ref().and_then(|event| event.region),
        year: document.year,
    })
}

/// Half a hash: one of a few million words is rarely taken for another, and hundreds of thousands of
/// titles are held at once.
fn short(text: &str) -> u32 {
    hash(text) as u32
}

fn same(one: &Talk, other: &Talk) -> bool {
    if one.series.is_some() && other.series.is_some() && one.series != other.series
        || one.year.is_some() && other.year.is_some() && one.year != other.year
        || one.region.is_some() && other.region.is_some() && one.region != other.region
    {
        return false;
    }
    let shared = one.words.iter().filter(|word| other.words.binary_search(word).is_ok()).count();
    let (short, long) =
        (one.words.len().min(other.words.len()), one.words.len().max(other.words.len()));
    let speakers_agree =
        one.speakers.iter().any(|a| other.speakers.iter().any(|b| a.0 == b.0 || a.1 == b.1));
    if !one.speakers.is_empty() && !other.speakers.is_empty() {
        return speakers_agree && shared * 5 >= short * 4 && shared * 2 >= long;
    }
    // Without speakers on one side the titles must be nearly equal, and the year known.
    shared * 10 >= long * 9 && one.year == other.year
}

fn find(parents: &mut [usize], mut index: usize) -> usize {
    while parents[index] != index {
        parents[index] = parents[parents[index]];
        index = parents[index];
    }
    index
}

fn union(parents: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(parents, a), find(parents, b));
    let (low, high) = (a.min(b), a.max(b));
    parents[high] = low;
}
