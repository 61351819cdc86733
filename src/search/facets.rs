//! Counts the values of a field, over all Documents or over those that match.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use tantivy::columnar::StrColumn;

use super::answer::{FacetCount, FacetField, FacetValue};
use crate::analysis::fold;
use crate::document::Kind;
use crate::error::Result;
use crate::index::{NumberColumn, Segment, Segments, column, engine_error, name_key};

/// Counts the values of `field` among the documents `docs`, which are numbers in the whole index in
/// ascending order.
pub(super) fn count(
    field: FacetField,
    segments: &Segments,
    docs: impl Iterator<Item = u32> + Clone,
) -> Result<Vec<FacetCount>> {
    let name = match field {
        FacetField::Year => return numbers(NumberColumn::Year, segments, docs, FacetValue::Number),
        FacetField::Kind => {
            return numbers(NumberColumn::Kind, segments, docs, |number| {
                let kind = usize::try_from(number).ok().and_then(|at| Kind::ALL.get(at));
                FacetValue::Text(kind.copied().unwrap_or_default().name().to_owned())
            });
        }
        FacetField::Speaker => column::SPEAKER,
        FacetField::Company => column::COMPANY,
        FacetField::Event => column::EVENT,
    };
    let mut spellings: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for segment in segments.iter() {
        let Some(column) = segment.reader.fast_fields().str(name).map_err(engine_error)? else {
            continue;
        };
        for (ordinal, count) in ordinals(&column, segment, docs.clone()) {
            let mut value = String::new();
            column.ord_to_str(ordinal, &mut value).map_err(|e| engine_error(e.into()))?;
            let key = name_key(&fold(&value));
            *spellings.entry(key).or_default().entry(value).or_default() += count;
        }
    }
    Ok(ordered(spellings.into_values().filter_map(|spellings| {
        let count = spellings.values().sum();
        // The most frequent spelling; the first by its letters where two are.
        let shown = spellings.into_iter().rev().max_by_key(|(_, count)| *count)?;
        Some(FacetCount { value: FacetValue::Text(shown.0), count })
    })))
}

/// How often each ordinal of the column stands in `docs`.
fn ordinals(
    column: &StrColumn,
    segment: &Segment,
    docs: impl Iterator<Item = u32>,
) -> impl Iterator<Item = (u64, u64)> {
    // Grows with what stands there: a damaged column can claim to have any number of terms, and an
    // allocation that fails ends the process.
    let mut counts: FxHashMap<u64, u64> = FxHashMap::default();
    for doc in in_segment(segment, docs) {
        for ordinal in column.term_ords(doc) {
            *counts.entry(ordinal).or_default() += 1;
        }
    }
    counts.into_iter()
}

fn numbers(
    column: NumberColumn,
    segments: &Segments,
    docs: impl Iterator<Item = u32> + Clone,
    value: impl Fn(u64) -> FacetValue,
) -> Result<Vec<FacetCount>> {
    let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
    for segment in segments.iter() {
        let column = segment.numbers(column)?;
        for doc in in_segment(segment, docs.clone()) {
            if let Some(number) = column.first(doc) {
                *counts.entry(number).or_default() += 1;
            }
        }
    }
    Ok(ordered(counts.into_iter().map(|(n, count)| FacetCount { value: value(n), count })))
}

fn in_segment(segment: &Segment, docs: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
    let (base, n) = (segment.base, segment.reader.max_doc());
    docs.filter_map(move |doc| doc.checked_sub(base).filter(|&doc| doc < n))
}

/// Most frequent first, then by value.
fn ordered(counts: impl Iterator<Item = FacetCount>) -> Vec<FacetCount> {
    let mut counts: Vec<FacetCount> = counts.collect();
    counts.sort_by(|one, other| {
        other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value))
    });
    counts
}
