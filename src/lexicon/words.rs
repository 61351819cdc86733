//! What sort of word a word is: a given name, a job, an ordinary word of talk titles, a company.
//!
//! Only ever evidence among other evidence: no list of names is complete.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::fold::fold_letters;

/// The lists, folded, for look-up. Loaded on first use.
pub(crate) struct Words {
    given: HashSet<&'static str>,
    ambiguous: HashSet<&'static str>,
    title: HashSet<&'static str>,
    job: HashMap<&'static str, Job>,
    company: HashSet<&'static str>,
    companies: HashMap<String, &'static str>,
}

/// How much a word says about a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Job {
    /// A job by itself: `engineer`, `CTO`.
    Head,
    /// Part of a job's name: `senior`, `staff`.
    Modifier,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    given: lines(include_str!("given_names.txt")).collect(),
    ambiguous: lines(include_str!("ambiguous_names.txt")).collect(),
    title: lines(include_str!("title_words.txt")).collect(),
    job: lines(include_str!("job_words.txt"))
        .filter_map(|line| line.split_once('\t'))
        .map(|(word, strength)| (word, if strength == "head" { Job::Head } else { Job::Modifier }))
        .collect(),
    company: lines(include_str!("company_words.txt")).collect(),
    companies: lines(include_str!("companies.txt"))
        .flat_map(|line| {
            let canonical = line.split('\t').next().unwrap_or(line);
            line.split('\t').map(move |spelling| (company_key(spelling), canonical))
        })
        .collect(),
});

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The lists.
pub(crate) fn words() -> &'static Words {
    &WORDS
}

/// How two spellings of a company are compared: folded, letters and digits only, without the legal
/// form (`Red Hat`, `RedHat` and `Red Hat, Inc.` are one).
pub(crate) fn company_key(name: &str) -> String {
    const LEGAL_FORMS: [&str; 12] =
        ["inc", "ltd", "gmbh", "llc", "corp", "corporation", "ag", "bv", "sa", "co", "plc", "the"];
    let folded = fold_letters(name);
    let mut key = String::with_capacity(folded.len());
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        if !LEGAL_FORMS.contains(&word) {
            key.push_str(word);
        }
    }
    if key.is_empty() { folded.into_owned() } else { key }
}

impl Words {
    /// Whether `folded` is nearly always a given name.
    pub(crate) fn is_given_name(&self, folded: &str) -> bool {
        self.given.contains(folded)
    }

    /// Whether `folded` is a given name and an ordinary word alike (`mark`, `grace`).
    pub(crate) fn is_ambiguous_name(&self, folded: &str) -> bool {
        self.ambiguous.contains(folded)
    }

    /// Whether `folded` is an ordinary word of talk titles.
    pub(crate) fn is_title_word(&self, folded: &str) -> bool {
        self.title.contains(folded)
    }

    /// What `folded` says about a job, if anything.
    pub(crate) fn job(&self, folded: &str) -> Option<Job> {
        self.job.get(folded).copied()
    }

    /// Whether `folded` ends or marks an organisation's name (`labs`, `university`).
    pub(crate) fn is_company_word(&self, folded: &str) -> bool {
        self.company.contains(folded)
    }

    /// The canonical spelling of a known company.
    pub(crate) fn company(&self, name: &str) -> Option<&'static str> {
        self.companies.get(&company_key(name)).copied()
    }
}
