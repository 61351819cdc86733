//! How most headlines of a note separate title and people.

use std::collections::BTreeMap;

use super::evidence::own_score;
use super::{Candidate, Carrier};
use crate::extract::headline;
use crate::extract::learn::Learned;
use crate::markup::Outline;

/// Reads headlines that could not be read alone once more, in the way that the note's others are
/// written: `Title - Nobody Known, Nowhere` below ten of `Title - A, X`.
pub(super) fn favour_habit(outline: &Outline, learned: &Learned, found: &mut [Candidate]) {
    let mut habits: BTreeMap<(Carrier, &'static str), (usize, usize)> = BTreeMap::new();
    for candidate in found
        .iter()
        .filter(|candidate| candidate.reading.certainty > 0.5 && !candidate.reading.people_only)
    {
        let habit = habits.entry((candidate.carrier, candidate.reading.rule)).or_default();
        habit.0 += 1;
        habit.1 += usize::from(candidate.reading.speakers.is_empty());
    }
    for candidate in found
        .iter_mut()
        .filter(|candidate| candidate.reading.certainty <= 0.0 && !candidate.container)
    {
        let of_carrier = habits.iter().filter(|((carrier, _), _)| *carrier == candidate.carrier);
        let Some(((_, rule), (all, companies))) = of_carrier.max_by_key(|(_, (all, _))| *all)
        else {
            continue;
        };
        if *all < 2 {
            continue;
        }
        let favoured = headline::Favoured { rule, companies: *companies >= 2 };
        let text = outline.text[candidate.headline.clone()].trim().replace('\n', " ");
        let reading = headline::read_favouring(&text, learned, Some(favoured));
        if reading.certainty > 0.0 && !reading.people_only {
            let extra = candidate.own.sum() - own_score(candidate, &text, learned).sum();
            candidate.reading = reading;
            candidate.own = own_score(candidate, &text, learned);
            candidate.own.add(extra, "what stands around it");
        }
    }
}
