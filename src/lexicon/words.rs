//! What sort of word a word is: a given name, a job, an ordinary word of talk titles, a company.
//!
//! Only ever evidence among other evidence: no list of names is complete.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::fold::fold_letters;

/// The lists, folded, for look-up. Loaded on first use.
#[derive(Clone)]
pub(crate) struct Words {
    /// One entry for each word of all lists: a word is looked up once, not once in every list.
    classes: FxHashMap<&'static str, Class>,
    companies: FxHashMap<String, &'static str>,
    longest_company: usize,
}

/// What the lists say about a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Class {
    /// Nearly always a given name.
    pub(crate) given: bool,
    /// A given name and an ordinary word alike (`mark`, `grace`).
    pub(crate) ambiguous: bool,
    /// An ordinary word of talk titles.
    pub(crate) title: bool,
    /// What it says about a job, if anything.
    pub(crate) job: Option<Job>,
    /// Ends or marks an organisation's name (`labs`, `university`).
    pub(crate) company: bool,
    /// Stands beside a name and is no part of it: pronouns, sponsorship, roles at the conference.
    pub(crate) aside: bool,
}

/// Words beside names.
const ASIDES: [&str; 31] = [
    "さん",
    "twitter",
    "linkedin",
    "github",
    "she",
    "her",
    "hers",
    "he",
    "him",
    "his",
    "they",
    "them",
    "any",
    "moderator",
    "sponsored",
    "sponsor",
    "remote",
    "virtual",
    "independent",
    "freelance",
    "freelancer",
    "self-employed",
    "co-chair",
    "chair",
    "session",
    "tbd",
    "tba",
    "host",
    "unaffiliated",
    "more",
    "others",
];

/// How much a word says about a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Job {
    /// A job by itself: `engineer`, `CTO`.
    Head,
    /// Part of a job's name: `senior`, `staff`.
    Modifier,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let given = include_str!("given_names.txt");
    let mut classes: FxHashMap<&'static str, Class> = FxHashMap::default();
    // The other lists are a third of this one.
    classes.reserve(given.len() / 6);
    for word in lines(given) {
        classes.entry(word).or_default().given = true;
    }
    for word in lines(include_str!("ambiguous_names.txt")) {
        classes.entry(word).or_default().ambiguous = true;
    }
    for word in lines(include_str!("title_words.txt")) {
        classes.entry(word).or_default().title = true;
    }
    for word in ASIDES {
        classes.entry(word).or_default().aside = true;
    }
    for word in lines(include_str!("company_words.txt")) {
        classes.entry(word).or_default().company = true;
    }
    for (word, strength) in
        lines(include_str!("job_words.txt")).filter_map(|line| line.split_once('\t'))
    {
        let job = if strength == "head" { Job::Head } else { Job::Modifier };
        classes.entry(word).or_default().job = Some(job);
    }
    let companies: FxHashMap<String, &'static str> = lines(include_str!("companies.txt"))
        .flat_map(|line| {
            let canonical = line.split('\t').next().unwrap_or(line);
            line.split('\t').map(move |spelling| (company_key(spelling), canonical))
        })
        .collect();
    let longest_company = companies.keys().map(String::len).max().unwrap_or(0);
    Words { classes, companies, longest_company }
});

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', file.as_bytes()).chain([file.len()]);
    let lines = ends.map(move |end| &file[std::mem::replace(&mut start, end + 1)..end]);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The lists.
#[inline]
pub(crate) fn words() -> &'static Words {
    super::additions::current().map_or_else(builtin, |lists| &lists.words)
}

/// Whether a folded word stands in the list of words that titles are made of.
///
/// A query asks for a word or two: to look through the list's text takes a hundredth of the time that
/// it takes to make tables of all lists.
pub(crate) fn is_title_word(folded: &str) -> bool {
    const LIST: &str = include_str!("title_words.txt");
    let line = format!("\n{folded}\n");
    let is_word = !folded.is_empty() && !folded.contains('\n');
    is_word && memchr::memmem::find(LIST.as_bytes(), line.as_bytes()).is_some()
}

/// The lists without additions.
pub(super) fn builtin() -> &'static Words {
    &WORDS
}

/// Whether a folded word says what a company legally is, and nothing else.
pub(crate) fn is_legal_form(word: &str) -> bool {
    matches!(
        word,
        "ab" | "ag"
            | "as"
            | "bv"
            | "co"
            | "corp"
            | "corporation"
            | "gmbh"
            | "inc"
            | "incorporated"
            | "limited"
            | "llc"
            | "ltd"
            | "oy"
            | "plc"
            | "sa"
            | "sarl"
            | "se"
            | "srl"
    )
}

/// Whether a word of a company's name does not tell it from others.
fn is_no_name(word: &str) -> bool {
    word == "the" || is_legal_form(word)
}

/// How two spellings of a company are compared: folded, letters and digits only, without the legal
/// form (`Red Hat`, `RedHat` and `Red Hat, Inc.` are one).
pub(crate) fn company_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    if name.is_ascii() {
        // Word by word: whole slices are copied and folded faster than one letter after the other.
        let mut rest = name;
        while !rest.is_empty() {
            let len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let start = key.len();
            key.push_str(&rest[..len]);
            key[start..].make_ascii_lowercase();
            if is_no_name(&key[start..]) {
                key.truncate(start);
            }
            rest = rest.get(len + 1..).unwrap_or("");
        }
        return if key.is_empty() { name.to_ascii_lowercase() } else { key };
    }
    let folded = fold_letters(name);
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        if !is_no_name(word) {
            key.push_str(word);
        }
    }
    if key.is_empty() { folded.into_owned() } else { key }
}

impl Words {
    /// Adds to what is known of a word.
    pub(super) fn add(&mut self, word: &str, add: impl FnOnce(&mut Class)) {
        add(self.classes.entry(fold_letters(word).into_owned().leak()).or_default());
    }

    /// Adds a company by its spellings, the canonical one first.
    pub(super) fn add_company(&mut self, spellings: &[String]) {
        let Some(canonical) = spellings.first() else { return };
        let canonical: &'static str = canonical.clone().leak();
        for spelling in spellings {
            let key = company_key(spelling);
            self.longest_company = self.longest_company.max(key.len());
            self.companies.insert(key, canonical);
        }
    }

    /// What the lists say about `folded`.
    pub(crate) fn class(&self, folded: &str) -> Class {
        self.classes.get(folded).copied().unwrap_or_default()
    }

    /// Whether `folded` is nearly always a given name.
    pub(crate) fn is_given_name(&self, folded: &str) -> bool {
        self.class(folded).given
    }

    /// Whether `folded` ends or marks an organisation's name (`labs`, `university`).
    pub(crate) fn is_company_word(&self, folded: &str) -> bool {
        self.class(folded).company
    }

    /// What `folded` says about a job, if anything.
    pub(crate) fn job(&self, folded: &str) -> Option<Job> {
        self.class(folded).job
    }

    /// The canonical spelling of a known company.
    pub(crate) fn company(&self, name: &str) -> Option<&'static str> {
        self.company_of_key(&company_key(name))
    }

    /// The canonical spelling of a known company, by its [`company_key`].
    pub(crate) fn company_of_key(&self, key: &str) -> Option<&'static str> {
        // Most texts are no company.
        (key.len() <= self.longest_company).then(|| self.companies.get(key).copied()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_word_is_found_in_both_ways() {
        for word in lines(include_str!("title_words.txt")) {
            assert!(is_title_word(word) && words().class(word).title, "{word}");
        }
        for word in ["", "mulligan", "# Words", "the\nof"] {
            assert!(!is_title_word(word), "{word}");
        }
    }

    #[test]
    fn a_company_is_found_by_its_key() {
        let words = words();
        for (key, canonical) in &words.companies {
            assert_eq!(words.company(key), Some(*canonical));
        }
        for name in ["Red Hat", "RedHat", "Red Hat, Inc.", "THE RED HAT CO", "Körbächer AG", ""] {
            assert_eq!(
                words.company(name),
                words.companies.get(&company_key(name)).copied(),
                "{name}"
            );
        }
    }
}
