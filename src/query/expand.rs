//! What else the words of a query may be called in the notes: aliases, and the projects of a
//! category. How much such a match is worth, and which of them the index holds, is search's.

use std::ops::Range;

use crate::lexicon::vocabulary::{Lexicon, Project, Spelling};

/// The most alternatives that one spot of a query gets.
const MAX_ALTERNATIVES: usize = 48;

/// Some neighbouring words of a query and what may stand for all of them together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expansion {
    /// Positions in the words given.
    pub(crate) words: Range<usize>,
    pub(crate) alternatives: Vec<Alternative>,
}

impl Expansion {
    /// Whether all of it is only of its kind.
    pub(crate) fn is_kin(&self) -> bool {
        self.alternatives.iter().all(|alternative| alternative.class == Class::Kin)
    }
}

/// One other way to say some words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Alternative {
    /// Folded words that stand next to each other, in this order.
    pub(crate) words: Vec<String>,
    pub(crate) class: Class,
}

/// How an alternative relates to what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// It means the same: worth nearly as much as the word itself.
    Alias,
    /// It is one of the kind that was asked for (`linkerd` for `service mesh`), or another way to ask
    /// for that kind (`finops` for `cost`): worth less.
    Category,
    /// It is another of the kind of the project that was asked for (`spire` for `spiffe`): of use
    /// only where little is known of that one.
    Kin,
}

/// What may stand for the folded, neighbouring `words`. Alias expansions come first; neither they
/// nor the category expansions overlap one another, but one of each may.
pub(crate) fn expand(lexicon: &Lexicon, words: &[&str]) -> Vec<Expansion> {
    let mut expansions = Vec::new();
    // Where a name stands whole, what its parts would ask for is not meant: `service mesh
    // interface` is no question about service meshes.
    let mut names: Vec<Range<usize>> = Vec::new();
    scan(lexicon, words, |spelling, range| {
        let alternatives: Vec<Alternative> =
            aliases(lexicon, spelling, words.get(range.clone()).unwrap_or(&[]));
        let name = !lexicon.project_spellings(spelling).is_empty();
        if name {
            names.push(range.clone());
        }
        if alternatives.is_empty() {
            return name;
        }
        expansions.push(Expansion { words: range, alternatives });
        true
    });
    scan(lexicon, words, |spelling, range| {
        let inside = |name: &Range<usize>| {
            name.start <= range.start && range.end <= name.end && name.len() > range.len()
        };
        if names.iter().any(inside) {
            return false;
        }
        let mut alternatives =
            reached(spelling, lexicon.projects_in_category(spelling), Class::Category);
        let typed = words.get(range.clone()).unwrap_or(&[]);
        alternatives.extend(related(lexicon, spelling, typed));
        if alternatives.is_empty() {
            alternatives = reached(spelling, lexicon.projects_of_its_kind(spelling), Class::Kin);
        }
        if alternatives.is_empty() {
            return false;
        }
        expansions.push(Expansion { words: range, alternatives });
        true
    });
    expansions
}

/// Calls `found` with every spelling in `words`, the longest at each place first, and goes on
/// behind those for which it returns true.
fn scan(lexicon: &Lexicon, words: &[&str], mut found: impl FnMut(&str, Range<usize>) -> bool) {
    let mut start = 0;
    while start < words.len() {
        let most = lexicon.max_words().min(words.len() - start);
        let taken = (1..=most).rev().find(|len| {
            let run = words.get(start..start + len).unwrap_or(&[]).join(" ");
            spellings(&run).any(|spelling| found(&spelling, start..start + len))
        });
        start += taken.unwrap_or(1);
    }
}

/// The words as they are, then with the last one in the singular.
fn spellings(run: &str) -> impl Iterator<Item = String> {
    let stems = [("ies", "y"), ("es", ""), ("s", "")];
    let singular = stems.into_iter().filter_map(move |(ending, instead)| {
        let stem = run.strip_suffix(ending)?;
        let last = stem.rsplit(' ').next().unwrap_or("");
        (last.len() >= 2 && !last.ends_with('s')).then(|| format!("{stem}{instead}"))
    });
    std::iter::once(run.to_owned()).chain(singular)
}

fn aliases(lexicon: &Lexicon, spelling: &str, typed: &[&str]) -> Vec<Alternative> {
    let others = lexicon.aliases_of(spelling);
    let mut alternatives: Vec<Alternative> = Vec::with_capacity(others.len());
    for other in others {
        let words: Vec<String> = other.split(' ').map(str::to_owned).collect();
        // What holds all the words typed is found by them already.
        let found_already = typed.iter().all(|word| words.iter().any(|other| other == word));
        if !found_already {
            alternatives.push(Alternative { words, class: Class::Alias });
        }
    }
    alternatives.truncate(MAX_ALTERNATIVES);
    alternatives
}

/// Other words for the categories that `spelling` asks for, but for those that say anything in a
/// title: `finops` for `cost`, `blue green` for `canary`, and no `mesh` for `service mesh`.
fn related(lexicon: &Lexicon, spelling: &str, typed: &[&str]) -> Vec<Alternative> {
    let is_plain = |word: String| crate::lexicon::is_title_word(&word);
    let says_much = |other: &&str| {
        let is_plural = spellings(other).skip(1).any(|singular| singular == spelling);
        let says_anything =
            || !other.contains(' ') && (other.len() < 3 || spellings(other).any(is_plain));
        !is_plural && !says_anything()
    };
    let others = lexicon.other_words_for(spelling).into_iter().filter(says_much);
    let mut alternatives: Vec<Alternative> = Vec::new();
    for other in others {
        let words: Vec<String> = other.split(' ').map(str::to_owned).collect();
        let alternative = Alternative { words, class: Class::Category };
        let found_already =
            typed.iter().all(|word| alternative.words.iter().any(|other| other == word));
        if !found_already && !alternatives.contains(&alternative) {
            alternatives.push(alternative);
        }
    }
    alternatives.truncate(MAX_ALTERNATIVES);
    alternatives
}

/// The projects that `spelling` reaches, by all their names.
fn reached<'l>(
    spelling: &str,
    projects: impl Iterator<Item = &'l Project>,
    class: Class,
) -> Vec<Alternative> {
    let mut alternatives: Vec<Alternative> = Vec::new();
    let names = projects
        .filter(|project| !project.ordinary_word)
        .flat_map(|project| project.spellings.iter().filter(|name| !holds_other(name, project)));
    for name in names.filter(|name| *name != spelling) {
        let words = name.split(' ').map(str::to_owned).collect();
        let alternative = Alternative { words, class };
        if alternatives.len() < MAX_ALTERNATIVES && !alternatives.contains(&alternative) {
            alternatives.push(alternative);
        }
    }
    alternatives
}

/// Whether a spelling holds another one of the same project, which finds all that it finds.
fn holds_other(spelling: &Spelling, project: &Project) -> bool {
    project.spellings.iter().any(|other| {
        other != spelling && other.split(' ').all(|word| spelling.split(' ').any(|w| w == word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `position..position = alias, alias` and `~` for what a category reaches.
    fn expansions(text: &str) -> Vec<String> {
        let words: Vec<&str> = text.split(' ').collect();
        let show = |expansion: Expansion| {
            let alternatives: Vec<String> = expansion
                .alternatives
                .iter()
                .map(|alternative| {
                    let mark = if alternative.class == Class::Category { "~" } else { "" };
                    format!("{mark}{}", alternative.words.join(" "))
                })
                .collect();
            let typed = words[expansion.words].join(" ");
            format!("{typed} = {}", alternatives.join(", "))
        };
        let expansions = expand(Lexicon::builtin(), &words).into_iter();
        expansions.filter(|expansion| !expansion.is_kin()).map(show).collect()
    }

    #[test]
    fn aliases_of_one_and_several_words() {
        let check =
            |text: &str, expected: &[&str]| assert_eq!(expansions(text), expected, "{text}");
        check("scaling k8s clusters", &["k8s = kubernetes"]);
        check("open policy agent tutorial", &["open policy agent = opa, rego"]);
        check("crds", &["crds = custom resource definition"]);
        check(
            "our slos",
            &[
                "slos = service level objective",
                "slos = ~sloth, ~openslo, ~open slo, ~pyrra, ~error budget, ~service level",
            ],
        );
        check("weave flux", &["weave flux = flux, fluxcd, flux cd, flux2, flux v2"]);
        check("flux", &["flux = fluxcd, flux2"]);
        check("kube proxy", &[]);
        check(
            "the cncf toc",
            &["cncf = cloud native computing foundation", "toc = technical oversight committee"],
        );
        check("nothing here", &[]);
        check("", &[]);
    }

    #[test]
    fn categories_reach_their_projects() {
        let found = expansions("service mesh without sidecars");
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0], "service mesh = servicemesh");
        for project in ["~linkerd", "~istio", "~kuma", "~consul"] {
            assert!(found[1].contains(project), "{}", found[1]);
        }
        let found = expansions("service mesh interface");
        assert!(!found.iter().any(|line| line.contains('~')), "{found:?}");
        let found = expansions("container runtimes");
        assert!(found.iter().any(|line| line.contains("~containerd, ~container d, ~cri o")));
        assert!(!found.iter().any(|line| line.contains("docker")), "{found:?}");
    }
}
