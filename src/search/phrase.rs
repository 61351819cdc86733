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

struct Slot {
    offset: u32,
    postings: SegmentPostings,
}

impl PhraseCursor {
    /// `None` when the segment lacks one of the terms.
    pub(super) fn open(
        phrase: &PhraseIn,
        segment: &Segment,
        ordinal: usize,
    ) -> Result<Option<PhraseCursor>> {
        let inverted = &segment.field((RANKED[phrase.field].field)(Fields::get()))?.inverted;
        let mut slots = Vec::with_capacity(phrase.slots.len());
        for (offset, leaf) in &phrase.slots {
            let Some(Some(info)) = leaf.infos.get(ordinal) else { return Ok(None) };
            let postings = inverted
                .read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)
                .map_err(|e| engine_error(e.into()))?;
            slots.push((info.doc_freq, Slot { offset: *offset, postings }));
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

    /// The first document from `from` on that holds all of the terms, in a row or not.
    pub(super) fn candidate(&mut self, from: u32) -> u32 {
        let mut target = from;
        'next: loop {
            for slot in &mut self.slots {
                let doc = seek(&mut slot.postings, target);
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

    /// How often the phrase stands in the document that [`PhraseCursor::candidate`] found.
    pub(super) fn frequency(&mut self) -> u32 {
        let Some((rarest, others)) = self.slots.split_first_mut() else { return 0 };
        rarest.postings.positions(&mut self.starts);
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
            slot.postings.positions(&mut self.positions);
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

/// Moves on to the first document from `target` on; never back.
pub(super) fn seek(postings: &mut SegmentPostings, target: u32) -> u32 {
    let doc = postings.doc();
    if doc >= target { doc } else { postings.seek(target) }
}
