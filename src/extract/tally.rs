//! Evidence that is summed up, and fields with the places they were read from.
//!
//! What decides and what explains is the same code: it adds each piece of evidence by its name and
//! says where each field stands. Both are written down only for whoever asked, and cost next to
//! nothing otherwise.

/// A piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) points: f32,
    pub(crate) why: &'static str,
}

/// A sum of evidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    sum: f32,
    parts: Option<Vec<Part>>,
}

impl Tally {
    /// An empty sum; with `writes`, one that keeps its parts.
    pub(crate) fn new(writes: bool) -> Tally {
        Tally { sum: 0.0, parts: writes.then(Vec::new) }
    }

    #[inline]
    pub(crate) fn add(&mut self, points: f32, why: &'static str) {
        self.sum += points;
        if let Some(parts) = self.parts.as_mut().filter(|_| points != 0.0) {
            parts.push(Part { points, why });
        }
    }

    #[inline]
    pub(crate) fn sum(&self) -> f32 {
        self.sum
    }

    /// What was added, in order; empty unless it was written down.
    pub(crate) fn parts(&self) -> &[Part] {
        self.parts.as_deref().unwrap_or_default()
    }
}

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A byte of the [outline's text](crate::markup::Outline::text).
    Text(usize),
    FrontMatter,
    /// The note's path.
    Path,
    /// Nowhere: it follows from something else.
    Nowhere,
}

/// Where a field was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) field: Field,
    pub(crate) at: Place,
    pub(crate) rule: &'static str,
}

/// A field of a Document that is read from the notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Title,
    Kind,
    Speakers,
    /// Companies that belong to no speaker.
    Companies,
    Series,
    Region,
    Colocated,
    Year,
    Date,
}

/// The places of fields; what is said later replaces what was said before.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Trail(Option<Vec<Source>>);

impl Trail {
    /// An empty trail; one that stays empty unless it `writes`.
    pub(crate) fn new(writes: bool) -> Trail {
        Trail(writes.then(Vec::new))
    }

    /// Whether anything that is said is written down.
    pub(crate) fn writes(&self) -> bool {
        self.0.is_some()
    }

    #[inline]
    pub(crate) fn say(&mut self, field: Field, at: Place, rule: &'static str) {
        if let Some(sources) = &mut self.0 {
            sources.retain(|source| source.field != field);
            sources.push(Source { field, at, rule });
        }
    }

    /// Says what `other` says of a field, if anything.
    pub(crate) fn take_over(&mut self, other: &Trail, field: Field) {
        if let Some(source) = other.of(field) {
            self.say(field, source.at, source.rule);
        }
    }

    pub(crate) fn of(&self, field: Field) -> Option<Source> {
        self.0.as_ref()?.iter().find(|source| source.field == field).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_writes_down_only_when_asked() {
        for writes in [false, true] {
            let mut tally = Tally::new(writes);
            tally.add(2.5, "a label");
            tally.add(0.0, "nothing");
            tally.add(-1.0, "a list item");
            assert_eq!(tally.sum(), 1.5);
            let whys: Vec<&str> = tally.parts().iter().map(|part| part.why).collect();
            let expected: &[&str] = if writes { &["a label", "a list item"] } else { &[] };
            assert_eq!(whys, expected);
        }
    }

    #[test]
    fn a_trail_keeps_the_last_word_on_each_field() {
        let mut trail = Trail::new(true);
        trail.say(Field::Year, Place::Path, "the path");
        trail.say(Field::Kind, Place::Text(7), "a label");
        trail.say(Field::Year, Place::Text(3), "a heading");
        assert_eq!(trail.of(Field::Year).map(|source| source.rule), Some("a heading"));
        assert_eq!(trail.of(Field::Title), None);
        let mut silent = Trail::default();
        silent.say(Field::Year, Place::Path, "the path");
        silent.take_over(&trail, Field::Kind);
        assert_eq!(silent, Trail::default());
    }
}
