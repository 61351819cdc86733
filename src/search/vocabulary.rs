//! What the index holds, for whoever reads a sentence: who is called so, and is it a word.

use std::collections::BTreeMap;

use super::fields::{BODY, TITLE};
use super::terms::Terms;
use crate::index::{Fields, NAME_END, NameKind};
use crate::query::{KnownEvent, KnownName, Lexicon, Vocabulary, is_legal_form};

/// The most names that are told of one question.
const MAX_NAMES: usize = 64;

/// The first character behind a space: no name goes on with it where a word ends.
const AFTER_SPACE: char = '!';

/// The vocabulary of one index. What cannot be read is not known: whoever runs the query meets the
/// error.
#[derive(Debug)]
pub(super) struct IndexVocabulary<'a> {
    pub(super) terms: Terms<'a>,
    pub(super) lexicon: &'a Lexicon,
}

impl IndexVocabulary<'_> {
    /// Names that are asked for with exactly these words, then those that go on with words that
    /// `follows` is content with, and their documents.
    fn names(
        &self,
        kind: NameKind,
        folded: &str,
        follows: impl Fn(&str) -> bool,
    ) -> Vec<(String, u64)> {
        let mut exact: BTreeMap<String, u64> = BTreeMap::new();
        let mut longer: BTreeMap<String, u64> = BTreeMap::new();
        let asked = format!("{}{folded}", kind.mark());
        for segment in self.terms.segments.iter() {
            let Ok(names) = segment.field(Fields::get().names) else { continue };
            // The end of a name comes before a space, and that before any letter. Where nobody is
            // called so, the engine turns round at the first letter beyond the range.
            let range = names.inverted.terms().range();
            let range = range.ge(format!("{asked}{NAME_END}")).lt(format!("{asked}{AFTER_SPACE}"));
            let Ok(mut stream) = range.into_stream() else { continue };
            let mut n = 0;
            while let Some((term, info)) = stream.next() {
                let Some(rest) = term.strip_prefix(asked.as_bytes()).filter(|_| n < MAX_NAMES)
                else {
                    break;
                };
                let Ok(rest) = std::str::from_utf8(rest) else { continue };
                let (more, name) = rest.split_once(NAME_END).unwrap_or_default();
                let found = match more.strip_prefix(' ') {
                    _ if more.is_empty() => &mut exact,
                    Some(more) if follows(more) => &mut longer,
                    Some(_) => continue,
                    None => break,
                };
                n += 1;
                *found.entry(name.to_owned()).or_default() += u64::from(info.doc_freq);
            }
        }
        exact.into_iter().chain(longer).collect()
    }
}

impl Vocabulary for IndexVocabulary<'_> {
    fn speakers(&self, folded: &str) -> Vec<KnownName> {
        known(self.names(NameKind::Speaker, folded, |_| true))
    }

    fn companies(&self, folded: &str) -> Vec<KnownName> {
        // `Company` is a name's last word as often as what it legally is.
        let follows =
            |more: &str| more.split(' ').all(|word| word == "company" || is_legal_form(word));
        let mut names = self.names(NameKind::Company, folded, follows);
        if folded.contains(' ') {
            let joined = crate::index::name_key(folded);
            names.extend(self.names(NameKind::Company, &joined, |_| false));
        }
        known(names)
    }

    fn events(&self, folded: &str) -> Vec<KnownEvent> {
        let of = |kind| {
            let names = self.names(kind, folded, |_| true).into_iter();
            names.map(move |(name, documents)| KnownEvent {
                name,
                colocated: kind == NameKind::Colocated,
                documents,
            })
        };
        of(NameKind::Series).chain(of(NameKind::Colocated)).collect()
    }

    fn word_frequency(&self, folded: &str) -> u64 {
        let df = |field| {
            let leaf = self.terms.leaf(field, folded).ok().flatten();
            leaf.map_or(0, |leaf| leaf.df)
        };
        df(BODY).max(df(TITLE))
    }

    fn lexicon(&self) -> &Lexicon {
        self.lexicon
    }
}

/// One of each name.
fn known(names: Vec<(String, u64)>) -> Vec<KnownName> {
    let mut merged: BTreeMap<String, u64> = BTreeMap::new();
    for (name, documents) in names {
        let known = merged.entry(name).or_default();
        *known = documents.max(*known);
    }
    merged.into_iter().map(|(name, documents)| KnownName { name, documents }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::tests::{Note, note, searcher};

    fn names(found: Vec<KnownName>) -> String {
        let shown = found.iter().map(|known| format!("{} {}", known.name, known.documents));
        shown.collect::<Vec<_>>().join(", ")
    }

    fn sample() -> Vec<Note> {
        vec![
            note("a", "Mesh", "apple pie and apple juice")
                .by("Liz Rice", "Red Hat")
                .by("Lizabeth Smith", "Apple")
                .at(crate::Region::Europe, 2021),
            note("b", "Mesh", "apple").by("Liz Rice", "RedHat, Inc."),
            note("c", "Mesh", "x").by("Max Körbächer", "Liquid Reply").with(|document| {
                document.event = Some(crate::Event {
                    colocated: Some("GitOpsCon".to_owned()),
                    ..crate::Event::default()
                });
            }),
        ]
    }

    #[test]
    fn names_are_known_by_their_words() {
        let searcher = searcher(&sample());
        let vocabulary = IndexVocabulary { terms: searcher.terms(), lexicon: Lexicon::builtin() };
        for (asked, expected) in [
            ("liz rice", "Liz Rice 2"),
            ("rice", "Liz Rice 2"),
            ("liz", "Liz Rice 2"),
            ("korbacher", "Max Körbächer 1"),
            ("ric", ""),
            ("rice liz", ""),
        ] {
            assert_eq!(names(vocabulary.speakers(asked)), expected, "{asked}");
        }
        for (asked, expected) in [
            ("red hat", "Red Hat 1"),
            ("redhat", "Red Hat 1, RedHat, Inc. 1"),
            ("liquid", ""),
            ("liquid reply", "Liquid Reply 1"),
            ("reply", ""),
            ("apple", "Apple 1"),
        ] {
            assert_eq!(names(vocabulary.companies(asked)), expected, "{asked}");
        }
        let events = |asked| -> Vec<_> {
            vocabulary
                .events(asked)
                .into_iter()
                .map(|event| (event.name, event.colocated))
                .collect()
        };
        assert_eq!(events("kubecon"), [("KubeCon + CloudNativeCon".to_owned(), false)]);
        assert_eq!(events("gitopscon"), [("GitOpsCon".to_owned(), true)]);
        assert_eq!(events("cloudnativecon"), []);
        assert_eq!(vocabulary.word_frequency("apple"), 2);
        assert_eq!(vocabulary.word_frequency("pears"), 0);
    }
}
