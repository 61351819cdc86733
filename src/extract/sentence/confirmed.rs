//! Speakers whom a session's page in the schedule names, too: its address ends with them, as in
//! `…/event/iE5N/ebpf-on-the-rise-quentin-monnet-isovalent`.
//!
//! An address alone names nobody: it says which of the names in the notes are the speakers'.

use super::names::{company_after, ends_clause, joined, name_shaped};
use super::tokens;
use crate::document::Speaker;
use crate::extract::learn::Learned;
use crate::lexicon::{fold_letters, words};

/// How much of a session's notes is looked through, in bytes.
const MAX_BYTES: usize = 3_000;

/// Words of a name.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=4;

/// The names in `text` that stand in `slug` and not in `title`.
pub(crate) fn confirmed(text: &str, slug: &str, title: &str, learned: &Learned) -> Vec<Speaker> {
    let slug = format!("-{}-", slug.to_ascii_lowercase());
    let title = format!("-{}-", slug_of(title));
    let tokens = tokens(&text[..text.floor_char_boundary(MAX_BYTES)], learned);
    let mut found: Vec<Speaker> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let run = name_shaped(&tokens[at..], *LENGTHS.end());
        let is_named = |len: &usize| {
            let key = format!("-{}-", slug_of(&joined(&tokens[at..at + len])));
            slug.find(&key).is_some_and(|at| !goes_on(&slug[..at])) && !title.contains(&key)
        };
        let Some(len) = (*LENGTHS.start()..=run).rev().find(is_named) else {
            at += 1;
            continue;
        };
        let name = joined(&tokens[at..at + len]);
        at += len;
        let is_known = found.iter().any(|speaker| speaker.name == name);
        if !is_known && words().company(&name).is_none() {
            let company = company_after(&tokens[at..], ends_clause(&tokens[at - 1]), learned);
            found.push(Speaker { name, company });
        }
    }
    found
}

/// Whether a title goes on behind the end of `slug`: `…-kubernetes-on` before `-raspberry-pi-`.
fn goes_on(slug: &str) -> bool {
    ["-on", "-with", "-to", "-for", "-in", "-of", "-from", "-the", "-a", "-your", "-using"]
        .iter()
        .any(|word| slug.ends_with(word))
}

/// A text as it stands in an address: its folded words with hyphens between them.
fn slug_of(text: &str) -> String {
    let folded = fold_letters(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_the_address_is_a_speakers() {
        let slug = "keynote-pods-on-boats-and-more-quill-borgmann-kroah-acme-bo-muster";
        let check = |text: &str, expected: &[(&str, Option<&str>)]| {
            let found = confirmed(text, slug, "Pods on Boats", &Learned::default());
            let found: Vec<_> =
                found.iter().map(|one| (one.name.as_str(), one.company.as_deref())).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Then Quill Borgmann-Kroah (Acme) came.", &[("Quill Borgmann-Kroah", Some("Acme"))]);
        check("Bo Muster, of all people.", &[("Bo Muster", None)]);
        check("Quill Other was there, and Pods On Boats, and acme bo.", &[]);
        check("", &[]);
        let slug = "pods-on-boats-kubernetes-on-raspberry-pi-thorv-mccarn";
        let found = confirmed("On a Raspberry Pi.", slug, "Pods on Boats", &Learned::default());
        assert_eq!(found, []);
    }
}
