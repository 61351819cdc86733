//! What words mean the same, and which projects a category of them holds.
//!
//! Words are given and kept folded (see [`fold`]), several joined by one space. How much a match
//! through an alias is worth is decided by search.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::additions::Names;
use super::fold::fold;

/// A folded spelling; borrowed where it is built in.
pub(crate) type Spelling = Cow<'static, str>;

/// A list that is built in, or that somebody added to.
type List<T> = Cow<'static, [T]>;

/// Aliases, projects and categories, looked up by any of their spellings.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    /// Sorted by spelling.
    facts: List<Fact>,
    groups: List<List<Spelling>>,
    projects: List<Project>,
    categories: List<Category>,
    /// The most words that a spelling has.
    max_words: usize,
}

/// A category of projects.
#[derive(Clone, Debug)]
struct Category {
    name: Spelling,
    /// Positions in the list of projects.
    projects: List<usize>,
}

/// One thing that a spelling stands for.
#[derive(Clone, Debug)]
struct Fact {
    spelling: Spelling,
    meaning: Meaning,
}

/// Positions in the lists of [`Lexicon`].
#[derive(Clone, Copy, Debug, PartialEq)]
enum Meaning {
    /// What the spellings of a group say.
    Group(usize),
    Project(usize),
    Category(usize),
}

/// A project by all its spellings, the name first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Project {
    pub(crate) spellings: List<Spelling>,
    /// Whether its name is an ordinary word, so that a category should not reach for it.
    pub(crate) ordinary_word: bool,
}

/// Words of your own: what means the same, and which projects a category holds. Case, accents and
/// punctuation do not matter.
///
/// Anything that serde reads, such as the table `[vocabulary]` of `kubenotes.toml`:
///
/// ```toml
/// [vocabulary.aliases]        # both ways
/// "paved road" = ["golden path"]
/// [vocabulary.abbreviations]  # one way: the short form finds the long one
/// "pr" = "pull request"
/// [vocabulary.projects]
/// "Foo" = { also = ["foo operator"], in = ["database"] }
/// [vocabulary.categories]     # other words for a category
/// "database" = ["data store"]
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VocabularyAdditions {
    pub(crate) aliases: BTreeMap<String, Names>,
    pub(crate) abbreviations: BTreeMap<String, Names>,
    pub(crate) projects: BTreeMap<String, ProjectAddition>,
    pub(crate) categories: BTreeMap<String, Names>,
}

impl VocabularyAdditions {
    /// Whether nothing is added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == VocabularyAdditions::default()
    }
}

/// A project of `kubenotes.toml`, or of the built-in data file, which has the same form.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ProjectAddition {
    /// Other spellings.
    pub(crate) also: Vec<String>,
    /// Categories.
    pub(crate) r#in: Vec<String>,
    /// Whether the name is an ordinary word too, so that a category does not reach it.
    pub(crate) word: bool,
}

// `static BUILTIN: Lexicon`
include!(concat!(env!("OUT_DIR"), "/vocabulary.rs"));

impl Lexicon {
    /// The vocabulary of the data files beside this module, which are read when the crate is built:
    /// every answer begins with it.
    pub(crate) fn builtin() -> &'static Lexicon {
        &BUILTIN
    }

    /// This vocabulary and `additions`.
    pub(crate) fn extended(&self, additions: &VocabularyAdditions) -> Lexicon {
        let mut lexicon = self.clone();
        let owned = |text: &String| Spelling::Owned(fold(text));
        for (key, values) in &additions.aliases {
            lexicon.add_same(owned(key), values.spellings().iter().map(owned));
        }
        for (key, values) in &additions.abbreviations {
            lexicon.add_short(owned(key), values.spellings().iter().map(owned));
        }
        for (name, project) in &additions.projects {
            let categories = project.r#in.iter().map(owned);
            lexicon.add_project(
                owned(name),
                project.also.iter().map(owned),
                categories,
                project.word,
            );
        }
        for (name, values) in &additions.categories {
            lexicon.add_category(owned(name), values.spellings().iter().map(owned));
        }
        lexicon.sort();
        lexicon
    }

    /// The most words that any spelling has.
    pub(crate) fn max_words(&self) -> usize {
        self.max_words
    }

    /// Other spellings of what the folded words say.
    pub(crate) fn aliases_of(&self, folded: &str) -> Vec<&Spelling> {
        let mut others: Vec<&Spelling> = Vec::new();
        for meaning in self.meanings(folded) {
            let spellings = match meaning {
                Meaning::Group(at) => self.groups.get(at),
                Meaning::Project(at) => self.projects.get(at).map(|project| &project.spellings),
                Meaning::Category(_) => None,
            };
            for spelling in spellings.into_iter().flat_map(|spellings| spellings.iter()) {
                if spelling != folded && !others.contains(&spelling) {
                    others.push(spelling);
                }
            }
        }
        others
    }

    /// Every spelling of the project that the folded words name, its name first.
    pub(crate) fn project_spellings(&self, folded: &str) -> &[Spelling] {
        let project = self.meanings(folded).find_map(|meaning| match meaning {
            Meaning::Project(at) => self.projects.get(at),
            _ => None,
        });
        project.map_or(&[], |project| &project.spellings)
    }

    /// The projects of the categories that the folded words ask for.
    pub(crate) fn projects_in_category(&self, folded: &str) -> impl Iterator<Item = &Project> {
        self.meanings(folded)
            .filter_map(|meaning| match meaning {
                Meaning::Category(at) => self.categories.get(at),
                _ => None,
            })
            .flat_map(|category| category.projects.iter())
            .filter_map(|at| self.projects.get(*at))
    }

    /// What else the categories are called that the folded words ask for: their names first.
    pub(crate) fn other_words_for(&self, folded: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for asked in self.meanings(folded) {
            let Meaning::Category(at) = asked else { continue };
            let name = self.categories.get(at).map(|category| &*category.name);
            let same = self.facts.iter().filter(|fact| fact.meaning == asked);
            found.extend(name.into_iter().chain(same.map(|fact| &*fact.spelling)));
        }
        found.retain(|other| *other != folded);
        found
    }

    /// The other projects of the kind of the one that the folded words name: those of the smallest
    /// of its categories.
    pub(crate) fn projects_of_its_kind(&self, folded: &str) -> impl Iterator<Item = &Project> {
        let named = self.meanings(folded).find_map(|meaning| match meaning {
            Meaning::Project(at) => Some(at),
            _ => None,
        });
        let smallest = named.and_then(|named| {
            let holds = |category: &&Category| {
                category.projects.len() > 1 && category.projects.contains(&named)
            };
            self.categories.iter().filter(holds).min_by_key(|category| category.projects.len())
        });
        let others = smallest.into_iter().flat_map(|category| category.projects.iter());
        others.filter(move |at| Some(**at) != named).filter_map(|at| self.projects.get(*at))
    }

    fn meanings(&self, folded: &str) -> impl Iterator<Item = Meaning> {
        let from = self.facts.partition_point(|fact| *fact.spelling < *folded);
        let rest = self.facts.get(from..).unwrap_or(&[]);
        rest.iter().take_while(move |fact| fact.spelling == folded).map(|fact| fact.meaning)
    }

    /// Makes what was added findable.
    fn sort(&mut self) {
        // Stable, so that what was added first is found first.
        self.facts.to_mut().sort_by(|a, b| a.spelling.cmp(&b.spelling));
    }

    fn add(&mut self, spelling: Spelling, meaning: Meaning) {
        let words = 1 + spelling.bytes().filter(|b| *b == b' ').count();
        self.max_words = self.max_words.max(words);
        self.facts.to_mut().push(Fact { spelling, meaning });
    }

    fn add_same(&mut self, first: Spelling, others: impl Iterator<Item = Spelling>) {
        let mut group = vec![first];
        group.extend(others);
        group.retain(|spelling| !spelling.is_empty());
        for spelling in &group {
            self.add(spelling.clone(), Meaning::Group(self.groups.len()));
        }
        self.groups.to_mut().push(group.into());
    }

    fn add_short(&mut self, short: Spelling, long: impl Iterator<Item = Spelling>) {
        if !short.is_empty() {
            self.add(short, Meaning::Group(self.groups.len()));
            let long: Vec<Spelling> = long.filter(|spelling| !spelling.is_empty()).collect();
            self.groups.to_mut().push(long.into());
        }
    }

    fn add_project(
        &mut self,
        name: Spelling,
        also: impl Iterator<Item = Spelling>,
        categories: impl Iterator<Item = Spelling>,
        ordinary_word: bool,
    ) {
        if name.is_empty() {
            return;
        }
        let project = self.projects.len();
        let mut spellings = vec![name];
        spellings.extend(also.filter(|other| !other.is_empty()));
        for spelling in &spellings {
            self.add(spelling.clone(), Meaning::Project(project));
        }
        let spellings = spellings.into();
        self.projects.to_mut().push(Project { spellings, ordinary_word });
        for category in categories {
            let category = self.category(category);
            if let Some(category) = self.categories.to_mut().get_mut(category) {
                category.projects.to_mut().push(project);
            }
        }
    }

    fn add_category(&mut self, name: Spelling, others: impl Iterator<Item = Spelling>) {
        let category = self.category(name);
        for spelling in others.filter(|spelling| !spelling.is_empty()) {
            self.add(spelling, Meaning::Category(category));
        }
    }

    /// The category of this name, which may be new.
    fn category(&mut self, name: Spelling) -> usize {
        if let Some(known) = self.categories.iter().position(|category| category.name == name) {
            return known;
        }
        let new = self.categories.len();
        self.add(name.clone(), Meaning::Category(new));
        self.categories.to_mut().push(Category { name, projects: List::default() });
        new
    }
}

/// A word whose middle is a number of letters: `k8s` stands for `kubernetes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numeronym {
    first: char,
    between: usize,
    last: char,
}

impl Numeronym {
    /// Reads `i18n`: a letter, a number from 2 to 29, a letter.
    pub(crate) fn parse(folded: &str) -> Option<Numeronym> {
        let mut chars = folded.chars();
        let first = chars.next().filter(|c| c.is_alphabetic())?;
        let last = chars.next_back().filter(|c| c.is_alphabetic())?;
        let digits = chars.as_str();
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        let between = digits.parse().ok().filter(|n| plain && (2..30).contains(n))?;
        Some(Numeronym { first, between, last })
    }

    /// Whether it can stand for a folded word.
    pub(crate) fn stands_for(self, folded: &str) -> bool {
        folded.starts_with(self.first)
            && folded.ends_with(self.last)
            && folded.chars().count() == self.between + 2
    }
}

#[cfg(test)]
mod lines;
#[cfg(test)]
mod tests;
