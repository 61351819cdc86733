//! Names that differ by one slip of the pen, and so may be one: `Liz Rice` and `Liz Rise`.
//!
//! Spellings that count as one anyway (`RedHat` and `Red Hat`, with and without accents) are none
//! of these.

use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::document::Document;
use crate::lexicon::edit::is_one_slip;
use crate::lexicon::{company_key, fold_letters, words};

/// A name that a note holds: what is kept of it to compare it with those of other notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Name {
    text: String,
    is_company: bool,
    /// The first line of the first Document that has it.
    line: u32,
    /// How many Documents have it.
    count: u32,
}

/// The shortest word of a person's name in which one letter may be a slip: `Hu` and `Wu` are two.
const SHORTEST_WORD: usize = 4;

/// The same for a company, all of it.
const SHORTEST_COMPANY: usize = 6;

/// More names than this that have all but one word in common are names of many people.
const MOST_ALIKE: usize = 200;

/// The full names of people and the companies of a note's Documents, each once.
pub(crate) fn names(documents: &[Document]) -> Vec<Name> {
    let mut found: Vec<Name> = Vec::new();
    let mut places: FxHashMap<(&str, bool), usize> = FxHashMap::default();
    for document in documents {
        let people = document.speakers.iter().map(|speaker| (speaker.name.as_str(), false));
        let companies = document.companies.iter().map(|company| (company.as_str(), true));
        for (text, is_company) in people.chain(companies) {
            let at = *places.entry((text, is_company)).or_insert(found.len());
            match found.get_mut(at) {
                Some(name) => name.count += 1,
                None => found.push(Name {
                    text: text.to_owned(),
                    is_company,
                    line: document.source.line_start,
                    count: 1,
                }),
            }
        }
    }
    found
}

/// A name in all notes.
struct Known<'a> {
    /// As the first note writes it.
    text: &'a str,
    count: u32,
    /// Path and line of the first place in each note, in order.
    places: Vec<(&'a str, u32)>,
}

/// A name with one word left out but for its first letter: what names have in common that are compared.
#[derive(PartialEq, Eq, Hash)]
struct Gap<'k> {
    is_company: bool,
    before: &'k str,
    first: Option<char>,
    behind: &'k str,
}

/// Says of each name that is one slip away from another: the rarer one, in each note that has it.
/// `notes` are paths with names, in the order of the paths.
pub(crate) fn near_duplicates<'a>(
    notes: impl IntoIterator<Item = (&'a str, &'a [Name])>,
) -> Vec<Diagnostic> {
    // By key: the words of a person's name, and what companies are compared by.
    let mut known: FxHashMap<(bool, String), Known<'a>> = FxHashMap::default();
    for (path, names) in notes {
        for name in names {
            let key = match name.is_company {
                true => company_key(&name.text),
                false => fold_words(&name.text),
            };
            let known = known.entry((name.is_company, key)).or_insert_with(|| Known {
                text: &name.text,
                count: 0,
                places: Vec::new(),
            });
            known.count += name.count;
            if known.places.last().is_none_or(|(last, _)| *last != path) {
                known.places.push((path, name.line));
            }
        }
    }
    // Only names are compared that have all in common but one word, and of that its first letter.
    let mut alike: FxHashMap<Gap<'_>, Vec<(&str, &Known<'a>)>> = FxHashMap::default();
    for ((is_company, key), known) in &known {
        let is_company = *is_company;
        if !is_company && !key.contains(' ') {
            continue;
        }
        for at in words_of(key, is_company).filter(|at| may_slip(&key[at.clone()], is_company)) {
            let (word, before, behind) = (&key[at.clone()], &key[..at.start], &key[at.end..]);
            let gap = Gap { is_company, before, first: word.chars().next(), behind };
            alike.entry(gap).or_default().push((word, known));
        }
    }
    let mut found = Vec::new();
    for (gap, mut bucket) in alike {
        if !(2..=MOST_ALIKE).contains(&bucket.len()) {
            continue;
        }
        // Of two names in one place it is the later one that is told.
        bucket.sort_unstable_by_key(|(word, _)| *word);
        for (at, (word, one)) in bucket.iter().enumerate() {
            for (other_word, other) in &bucket[at + 1..] {
                if is_slip(&gap, (word, one.text), (other_word, other.text)) {
                    found.extend(tell(one, other));
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The folded words of a name with a space between them, without what is no letter: `M.` is `M`.
fn fold_words(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    for word in fold_letters(name).split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() && !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// Where the words of a key stand; a company's is one.
fn words_of(key: &str, is_company: bool) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    key.split(move |c| c == ' ' && !is_company).map(move |word| {
        let end = start + word.len();
        std::mem::replace(&mut start, end + 1)..end
    })
}

fn may_slip(word: &str, is_company: bool) -> bool {
    word.chars().count() >= if is_company { SHORTEST_COMPANY } else { SHORTEST_WORD }
}

/// Whether one of two names, alike but for the word in a gap, is probably a slip. Each is given by that
/// word and as it is written.
fn is_slip(gap: &Gap<'_>, (a, text): (&str, &str), (b, other_text): (&str, &str)) -> bool {
    if gap.is_company {
        // Two that are both known are two.
        let known = |name| words().company(name).is_some();
        return is_one_slip(a, b) && !(known(text) && known(other_text));
    }
    // `Jan` and `Jana`, `Maria` and `Mario` are people of their own.
    let is_first = gap.before.is_empty();
    let given = is_first && words().is_given_name(a) && words().is_given_name(b);
    let stem = |name: &str| name.trim_end_matches(['a', 'e', 'i', 'o']).to_owned();
    is_one_slip(a, b) && !(given && stem(a) == stem(b))
}

fn tell<'a>(one: &Known<'a>, other: &Known<'a>) -> impl Iterator<Item = Diagnostic> {
    // Of two that are equally frequent the later one.
    let is_first = (one.count, &other.places) > (other.count, &one.places);
    let (usual, rare) = if is_first { (one, other) } else { (other, one) };
    let message = match usual.places.first() {
        Some((path, line)) => {
            format!("\"{}\" may be \"{}\", as in {path}:{line}", rare.text, usual.text)
        }
        None => format!("\"{}\" may be \"{}\"", rare.text, usual.text),
    };
    rare.places.clone().into_iter().map(move |(path, line)| {
        let kind = DiagnosticKind::NearDuplicateName;
        Diagnostic::new(path, kind, message.clone()).on_line(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str, is_company: bool, count: u32) -> Name {
        Name { text: text.to_owned(), is_company, line: 7, count }
    }

    #[test]
    fn one_slip_in_a_name_is_told() {
        let check = |one: &str, other: &str, is_company: bool, expected: bool| {
            let a = [name(one, is_company, 3)];
            let b = [name(other, is_company, 1)];
            let found = near_duplicates([("a.md", &a[..]), ("b.md", &b[..])]);
            let told: Vec<String> = found.iter().map(Diagnostic::to_string).collect();
            let expected =
                expected.then(|| format!("b.md:7: \"{other}\" may be \"{one}\", as in a.md:7"));
            assert_eq!(told, Vec::from_iter(expected), "{one}, {other}");
        };
        for (one, other, expected) in [
            ("Liz Rice", "Liz Rise", true),
            ("Brandon Philips", "Brandon Phillips", true),
            ("Nicolas Berg", "Nocolas Berg", true),
            ("Jorge Palma", "Jorge Plama", true),
            ("Steven Wong", "Steve Wong", true),
            ("Ada de la Croix", "Ada de la Crois", true),
            ("Jason Hu", "Jason Wu", false),
            ("Jana Novak", "Jan Novak", false),
            ("Maria Berg", "Mario Berg", false),
            ("Max Körbächer", "Max Korbacher", false),
            ("Christopher M. Berg", "Christopher M Berg", false),
            ("Liz Rice", "Liz Wise", false),
            ("Lizzie", "Lizzia", false),
        ] {
            check(one, other, false, expected);
        }
        for (one, other, expected) in [
            ("Weaveworks", "Weavework", true),
            ("Frobnitz", "Forbnitz", true),
            ("Red Hat", "RedHat", false),
            ("Acme", "Acne", false),
        ] {
            check(one, other, true, expected);
        }
        // A person is never a company.
        let (a, b) = ([name("Liz Rice", false, 1)], [name("Liz Rise", true, 1)]);
        assert_eq!(near_duplicates([("a.md", &a[..]), ("b.md", &b[..])]), []);
    }

    #[test]
    fn the_rarer_spelling_is_told_in_every_note_that_has_it() {
        let (right, wrong) = ([name("Liz Rice", false, 5)], [name("Liz Rise", false, 1)]);
        let notes = [("a.md", &wrong[..]), ("b.md", &right[..]), ("c.md", &wrong[..])];
        let found = near_duplicates(notes);
        let paths: Vec<&str> = found.iter().map(|found| found.path.as_str()).collect();
        assert_eq!(paths, ["a.md", "c.md"]);
        // When they are equally frequent, the later one is.
        let notes = [("a.md", &wrong[..]), ("b.md", &[name("Liz Rice", false, 1)][..])];
        assert_eq!(near_duplicates(notes)[0].path, "b.md");
    }
}
