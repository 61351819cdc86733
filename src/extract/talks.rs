//! Which Documents are about one talk.
//!
//! Two note-takers write a title differently; the same event, speakers that agree and most words
//! of the shorter title in the longer one make it the same talk.

use std::collections::{BTreeMap, HashMap};

use crate::document::{Document, Kind, TalkId};
use crate::extract::assemble::hex;
use crate::lexicon::fold_letters;

/// What is compared of a Document.
struct Talk {
    words: Vec<String>,
    speakers: Vec<String>,
    series: Option<String>,
    region: Option<crate::Region>,
    year: Option<u16>,
}

/// Gives every Document its talk. Depends on the set of Documents only, not on their order.
pub(crate) fn assign(documents: &mut [Document]) {
    let talks: Vec<Option<Talk>> = documents.iter().map(talk).collect();
    let mut parents: Vec<usize> = (0..documents.len()).collect();
    // Only Documents that share a rarer word of their titles are compared.
    let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, talk) in talks.iter().enumerate() {
        for word in talk.iter().flat_map(|talk| &talk.words) {
            by_word.entry(word).or_default().push(index);
        }
    }
    for (index, talk) in talks.iter().enumerate() {
        let Some(talk) = talk else { continue };
        // The two rarest words: of two titles that agree, they share at least one.
        let mut words: Vec<&String> = talk.words.iter().collect();
        words.sort_by_key(|word| (by_word.get(word.as_str()).map_or(0, Vec::len), word.as_str()));
        for word in words.iter().take(2) {
            let sharing = &by_word[word.as_str()];
            if sharing.len() > 200 {
                continue;
            }
            for other in sharing.iter().copied().filter(|other| *other != index) {
                if talks[other].as_ref().is_some_and(|other| same(talk, other)) {
                    union(&mut parents, index, other);
                }
            }
        }
    }
    // A talk is named after the smallest id among its Documents.
    let mut names: HashMap<usize, String> = HashMap::new();
    for index in 0..documents.len() {
        let root = find(&mut parents, index);
        let id = &documents[index].id.0;
        names
            .entry(root)
            .and_modify(|name| {
                if id < name {
                    name.clone_from(id)
                }
            })
            .or_insert_with(|| id.clone());
    }
    for (index, document) in documents.iter_mut().enumerate() {
        let root = find(&mut parents, index);
        let hash = blake3::hash(names[&root].as_bytes());
        document.talk = TalkId(hex(&hash.as_bytes()[..8]));
    }
}

fn talk(document: &Document) -> Option<Talk> {
    if document.kind == Kind::Section {
        return None;
    }
    let folded = fold_letters(&document.title);
    let mut words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            word.len() > 2
                && !matches!(
                    *word,
                    "the" | "and" | "for" | "with" | "from" | "your" | "how" | "into"
                )
        })
        .map(str::to_owned)
        .collect();
    words.sort();
    words.dedup();
    // A title of one or two words says too little: `Keynote`, `GitOps`.
    (words.len() >= 3).then(|| Talk {
        words,
        speakers: document
            .speakers
            .iter()
            .map(|speaker| fold_letters(&speaker.name).into_owned())
            .collect(),
        series: document.event.as_ref().and_then(|event| event.series.clone()),
        region: document.event.as_ref().and_then(|event| event.region),
        year: document.year,
    })
}

fn same(one: &Talk, other: &Talk) -> bool {
    let agrees = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
    if !agrees(&one.series, &other.series)
        || one.year.is_some() && other.year.is_some() && one.year != other.year
        || one.region.is_some() && other.region.is_some() && one.region != other.region
    {
        return false;
    }
    let shared = one.words.iter().filter(|word| other.words.binary_search(word).is_ok()).count();
    let (short, long) =
        (one.words.len().min(other.words.len()), one.words.len().max(other.words.len()));
    let last = |name: &str| name.rsplit(' ').next().unwrap_or("").to_owned();
    let speakers_agree =
        one.speakers.iter().any(|a| other.speakers.iter().any(|b| a == b || last(a) == last(b)));
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
