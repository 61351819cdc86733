//! Finds terms in a row, by their positions.

use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, TERMINATED};

use super::fields::{FieldId, RANKED};
use super::plan::PhraseIn;
use crate::error::Result;
use crate::index::{Fields, Segment, engine_error};

/// A cursor over the documents that hold a phrase in one field.
pub(super) struct PhraseCursor {
    pub(super) field: FieldId,
    /// The rarest term first, so that the others are only looked up where it stands.
    slots: Vec<Slot>,
    /// Where the phrase may begin, while one document is looked at.
    starts: Vec<u32>,
    positions: Vec<u32>,
}

/// A place of the phrase, where one of several terms may stand.
struct Slot {
    offset: u32,
    postings: Vec<SegmentPostings>,
}

impl PhraseCursor {
    /// `None` when the segment lacks every term of a place.
    pub(super) fn open(
        phrase: &PhraseIn,
        segment: &Segment,
        ordinal: usize,
    ) -> Result<Option<PhraseCursor>> {
        let inverted = &segment.field((RANKED[phrase.field].field)(Fields::get()))?.inverted;
        let mut slots = Vec::with_capacity(phrase.slots.len());
        for (offset, leaves) in &phrase.slots {
            let mut postings = Vec::with_capacity(leaves.len());
            let mut df = 0;
            for leaf in leaves {
                let Some(Some(info)) = leaf.infos.get(ordinal) else { continue };
                df += info.doc_freq;
                let record = IndexRecordOption::WithFreqsAndPositions;
                let opened = inverted.read_postings_from_terminfo(info, record);
                postings.push(opened.map_err(|e| engine_error(e.into()))?);
            }
            if postings.is_empty() {
                return Ok(None);
            }
            slots.push((df, Slot { offset: *offset, postings }));
        }
        slots.sort_by_key(|(df, slot)| (*df, slot.offset));
        let slots = slots.into_iter().map(|(_, slot)| slot).collect();
        Ok(Some(PhraseCursor {
            field: phrase.field,
            slots,
            starts: Vec::new(),
            positions: Vec::new(),
        }))
    }

    /// The first document from `from` on that holds a term of each place, in a row or not.
    pub(super) fn candidate(&mut self, from: u32) -> u32 {
        let mut target = from;
        'next: loop {
            for slot in &mut self.slots {
                let doc = slot.seek(target);
                if doc == TERMINATED {
                    return TERMINATED;
                }
                if doc > target {
                    target = doc;
                    continue 'next;
                }
            }
            return target;
        }
    }

    /// How often the phrase stands in `doc`, which comes after those that were asked for before.
    pub(super) fn frequency(&mut self, doc: u32) -> u32 {
        let Some((rarest, others)) = self.slots.split_first_mut() else { return 0 };
        rarest.positions(doc, &mut self.starts);
        let offset = rarest.offset;
        self.starts.retain_mut(|position| match position.checked_sub(offset) {
            Some(start) => {
                *position = start;
                true
            }
            None => false,
        });
        for slot in others {
            if self.starts.is_empty() {
                return 0;
            }
            slot.positions(doc, &mut self.positions);
            let mut at = 0;
            let positions = &self.positions;
            self.starts.retain(|start| {
                let wanted = start.saturating_add(slot.offset);
                while positions.get(at).is_some_and(|&position| position < wanted) {
                    at += 1;
                }
                positions.get(at) == Some(&wanted)
            });
        }
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }
}

impl Slot {
    fn seek(&mut self, target: u32) -> u32 {
        self.postings.iter_mut().map(|list| seek(list, target)).min().unwrap_or(TERMINATED)
    }

    /// Where one of the terms stands, in order.
    fn positions(&mut self, doc: u32, out: &mut Vec<u32>) {
        out.clear();
        for list in &mut self.postings {
            if seek(list, doc) == doc {
                list.append_positions_with_offset(0, out);
            }
        }
        if self.postings.len() > 1 {
            out.sort_unstable();
            out.dedup();
        }
    }
}

/// Moves on to the first document from `target` on; never back.
pub(super) fn seek(postings: &mut SegmentPostings, target: u32) -> u32 {
    let doc = postings.doc();
    if doc >= target { doc } else { postings.seek(target) }
}
