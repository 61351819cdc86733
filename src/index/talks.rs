//! Which Documents are about one talk: a table beside the segments.
//!
//! A note that comes can tell that two old Documents are about one talk. Segments never change, so
//! what one note says of another's Documents must not be in them. Only talks of several Documents
//! are listed: one that is alone has a talk of its own, [named after](TalkId::named_after) it.
//!
//! The table is numbers of four bytes that are read where they stand: how many Documents are
//! listed, and how many talks; each Document and its talk's place, by Document; each Document, by
//! talk; where each talk's Documents and name end; then the names.

use rustc_hash::FxHashMap;

use super::schema::key;
use crate::document::{Document, DocumentId, TalkId};

/// The table's file in a generation's folder.
pub(super) const TALKS: &str = "talks.bin";

/// Documents by the talk that they are about: what [`Talks`] is made of.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    /// The [key](super::schema::key) of a Document, and the place of its talk's name.
    of: FxHashMap<u64, u32>,
    names: Vec<TalkId>,
}

impl Groups {
    /// Those of `documents` that have not a talk of their own.
    pub(crate) fn of<'a>(documents: impl Iterator<Item = &'a Document>) -> Groups {
        let mut by_talk: FxHashMap<&TalkId, Vec<&DocumentId>> = FxHashMap::default();
        for document in documents {
            by_talk.entry(&document.talk).or_default().push(&document.id);
        }
        let mut groups = Groups::default();
        for (talk, ids) in by_talk {
            if ids.len() > 1 || ids.iter().any(|id| TalkId::named_after(id) != *talk) {
                groups.add(talk.clone(), ids.into_iter());
            }
        }
        groups
    }

    /// Lists the Documents `ids` as those about `talk`.
    pub(crate) fn add<'a>(&mut self, talk: TalkId, ids: impl Iterator<Item = &'a DocumentId>) {
        let place = self.names.len() as u32;
        self.names.push(talk);
        self.of.extend(ids.map(|id| (key(&id.0), place)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The table for an index whose documents have `keys`, by their numbers.
    pub(super) fn table(&self, keys: impl Iterator<Item = (u32, u64)>) -> Talks {
        let mut docs: Vec<(u32, u32)> =
            keys.filter_map(|(doc, key)| self.of.get(&key).map(|&place| (doc, place))).collect();
        docs.sort_unstable();
        let mut by_talk: Vec<(u32, u32)> = docs.iter().map(|&(doc, place)| (place, doc)).collect();
        by_talk.sort_unstable();
        let mut out = Vec::new();
        let mut number = |number: usize| out.extend((number as u32).to_le_bytes());
        number(docs.len());
        number(self.names.len());
        for (doc, place) in &docs {
            number(*doc as usize);
            number(*place as usize);
        }
        by_talk.iter().for_each(|(_, doc)| number(*doc as usize));
        let mut name_end = 0;
        for (place, name) in (0..).zip(&self.names) {
            name_end += name.0.len();
            number(by_talk.partition_point(|(other, _)| *other <= place));
            number(name_end);
        }
        for name in &self.names {
            out.extend_from_slice(name.0.as_bytes());
        }
        Talks(out)
    }
}

/// The table, as it is on disk.
#[derive(Debug, Default)]
pub(crate) struct Talks(Vec<u8>);

impl Talks {
    pub(super) fn from_bytes(bytes: Vec<u8>) -> Talks {
        Talks(bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The documents about the same talk as `doc`, in ascending order, where there are others.
    pub(super) fn about(&self, doc: u32) -> Option<impl Iterator<Item = u32>> {
        let place = self.place(doc)?;
        let from = place.checked_sub(1).map_or(Some(0), |last| self.end(last, 0))?;
        let to = self.end(place, 0)?;
        let first = 2 + 2 * self.n_docs();
        Some((from..to).filter_map(move |at| self.number(first + at)))
    }

    /// The name of the talk that `doc` is about, unless it has a talk of its own.
    pub(super) fn name(&self, doc: u32) -> Option<TalkId> {
        let place = self.place(doc)?;
        let from = place.checked_sub(1).map_or(Some(0), |last| self.end(last, 1))?;
        let names = self.0.get(4 * (2 + 3 * self.n_docs() + 2 * self.count(1))..)?;
        let name = names.get(from..self.end(place, 1)?)?;
        String::from_utf8(name.to_vec()).ok().map(TalkId)
    }

    fn place(&self, doc: u32) -> Option<usize> {
        let (mut low, mut high) = (0, self.n_docs());
        while low < high {
            let middle = low.midpoint(high);
            match self.number(2 + 2 * middle)?.cmp(&doc) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(self.number(3 + 2 * middle)? as usize),
            }
        }
        None
    }

    /// Where the documents (0) or the name (1) of the talk at `place` end.
    fn end(&self, place: usize, of: usize) -> Option<usize> {
        self.number(2 + 3 * self.n_docs() + 2 * place + of).map(|end| end as usize)
    }

    fn n_docs(&self) -> usize {
        self.count(0)
    }

    fn count(&self, at: usize) -> usize {
        self.number(at).unwrap_or(0) as usize
    }

    fn number(&self, at: usize) -> Option<u32> {
        let bytes = self.0.get(at.checked_mul(4)?..)?.first_chunk()?;
        Some(u32::from_le_bytes(*bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn talks_are_told_by_document() {
        let id = |n: u64| DocumentId(format!("{n:016x}"));
        let mut groups = Groups::default();
        groups.add(TalkId("one".to_owned()), [id(1), id(5), id(9)].iter());
        groups.add(TalkId("other".to_owned()), [id(7)].iter());
        let keys = [(0, 9), (1, 3), (2, 7), (3, 1), (4, 5)];
        let talks = groups.table(keys.into_iter());
        for (doc, others, name) in [
            (0, Some(vec![0, 3, 4]), Some("one")),
            (1, None, None),
            (2, Some(vec![2]), Some("other")),
            (3, Some(vec![0, 3, 4]), Some("one")),
            (4, Some(vec![0, 3, 4]), Some("one")),
            (5, None, None),
        ] {
            assert_eq!(talks.about(doc).map(Iterator::collect), others, "{doc}");
            assert_eq!(talks.name(doc).map(|name| name.0).as_deref(), name, "{doc}");
        }
        for len in 0..talks.0.len() {
            // Cut bytes are no talk, and no panic.
            let cut = Talks(talks.0[..len].to_vec());
            (0..6).for_each(|doc| drop((cut.about(doc).map(Iterator::count), cut.name(doc))));
        }
        assert_eq!(Talks::default().name(0), None);
    }
}
