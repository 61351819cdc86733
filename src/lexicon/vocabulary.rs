//! What words mean the same, and which projects a category of them holds.
//!
//! Words are given and kept folded (see [`fold`]), several joined by one space. How much a match
//! through an alias is worth is decided by search.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::fold;

const ALIASES: &str = include_str!("aliases.toml");
const PROJECTS: &str = include_str!("projects.toml");

/// A folded spelling; borrowed from the data file where it stands there in folded form.
pub(crate) type Spelling = Cow<'static, str>;

/// Aliases, projects and categories, looked up by any of their spellings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon {
    /// Sorted by spelling: built faster than a map, and asked a few times only.
    facts: Vec<Fact>,
    groups: Vec<Vec<Spelling>>,
    projects: Vec<Project>,
    /// The projects of each category.
    categories: Vec<Vec<usize>>,
    category_names: HashMap<Spelling, usize>,
    /// The most words that a spelling has.
    max_words: usize,
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
    pub(crate) spellings: Vec<Spelling>,
    /// Whether its name is an ordinary word, so that a category should not reach for it.
    pub(crate) ordinary_word: bool,
}

/// What `kubenotes.toml` adds to the vocabulary.
///
/// ```toml
/// [aliases]                 # both ways
/// "paved road" = ["golden path"]
/// [abbreviations]           # one way: the short form finds the long one
/// "pr" = "pull request"
/// [projects]
/// "Foo" = { also = ["foo operator"], in = ["database"] }
/// [categories]              # other words for a category
/// "database" = ["data store"]
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Additions {
    pub(crate) aliases: BTreeMap<String, OneOrMany>,
    pub(crate) abbreviations: BTreeMap<String, OneOrMany>,
    pub(crate) projects: BTreeMap<String, ProjectAddition>,
    pub(crate) categories: BTreeMap<String, OneOrMany>,
}

/// One string, or a list of them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany {
    One(String),
    Many(Vec<String>),
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

impl OneOrMany {
    fn as_slice(&self) -> &[String] {
        match self {
            OneOrMany::One(one) => std::slice::from_ref(one),
            OneOrMany::Many(many) => many,
        }
    }
}

impl Lexicon {
    /// The vocabulary of the data files beside this module.
    pub(crate) fn builtin() -> &'static Lexicon {
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(|| {
            let mut lexicon = Lexicon::default();
            lexicon.facts.reserve(2048); // about twice as many as there are lines
            for line in data_lines(ALIASES) {
                match line.section {
                    "same" => lexicon.add_same(folded(line.key), quoted(line.values).map(folded)),
                    _ => lexicon.add_short(folded(line.key), quoted(line.values).map(folded)),
                }
            }
            for line in data_lines(PROJECTS) {
                let (key, values) = (folded(line.key), quoted(line.values).map(folded));
                if line.section == "projects" {
                    let categories = quoted(line.categories).map(folded);
                    lexicon.add_project(key, values, categories, line.word);
                } else {
                    lexicon.add_category(key, values);
                }
            }
            lexicon.sort();
            lexicon
        });
        &BUILTIN
    }

    /// This vocabulary and `additions`.
    #[cfg_attr(not(test), expect(dead_code, reason = "kubenotes.toml will add to the vocabulary"))]
    pub(crate) fn extended(&self, additions: &Additions) -> Lexicon {
        let mut lexicon = self.clone();
        let owned = |text: &String| Spelling::Owned(fold(text));
        for (key, values) in &additions.aliases {
            lexicon.add_same(owned(key), values.as_slice().iter().map(owned));
        }
        for (key, values) in &additions.abbreviations {
            lexicon.add_short(owned(key), values.as_slice().iter().map(owned));
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
            lexicon.add_category(owned(name), values.as_slice().iter().map(owned));
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
            for spelling in spellings.into_iter().flatten() {
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
            .flatten()
            .filter_map(|at| self.projects.get(*at))
    }

    fn meanings(&self, folded: &str) -> impl Iterator<Item = Meaning> {
        let from = self.facts.partition_point(|fact| *fact.spelling < *folded);
        let rest = self.facts.get(from..).unwrap_or(&[]);
        rest.iter().take_while(move |fact| fact.spelling == folded).map(|fact| fact.meaning)
    }

    /// Makes what was added findable.
    fn sort(&mut self) {
        // Stable, so that what was added first is found first.
        self.facts.sort_by(|a, b| a.spelling.cmp(&b.spelling));
    }

    fn add(&mut self, spelling: Spelling, meaning: Meaning) {
        let words = 1 + spelling.bytes().filter(|b| *b == b' ').count();
        self.max_words = self.max_words.max(words);
        self.facts.push(Fact { spelling, meaning });
    }

    fn add_same(&mut self, first: Spelling, others: impl Iterator<Item = Spelling>) {
        let mut group = vec![first];
        group.extend(others);
        group.retain(|spelling| !spelling.is_empty());
        for spelling in &group {
            self.add(spelling.clone(), Meaning::Group(self.groups.len()));
        }
        self.groups.push(group);
    }

    fn add_short(&mut self, short: Spelling, long: impl Iterator<Item = Spelling>) {
        if !short.is_empty() {
            self.add(short, Meaning::Group(self.groups.len()));
            self.groups.push(long.filter(|spelling| !spelling.is_empty()).collect());
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
        self.projects.push(Project { spellings, ordinary_word });
        for category in categories {
            let category = self.category(category);
            if let Some(projects) = self.categories.get_mut(category) {
                projects.push(project);
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
        if let Some(known) = self.category_names.get(&name) {
            return *known;
        }
        let new = self.categories.len();
        self.categories.push(Vec::new());
        self.category_names.insert(name.clone(), new);
        self.add(name, Meaning::Category(new));
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
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "unknown numeronyms will be looked up among an index's terms")
    )]
    pub(crate) fn stands_for(self, folded: &str) -> bool {
        folded.starts_with(self.first)
            && folded.ends_with(self.last)
            && folded.chars().count() == self.between + 2
    }
}

/// The data files are TOML, so that people can edit them and `kubenotes.toml` looks the same. As
/// they are read on the way to every answer, only their own few forms are read here, each on one
/// line, in a tenth of the time; a test compares the two readings.
struct DataLine {
    section: &'static str,
    key: &'static str,
    /// The list, or what `also` holds; quoted, as the next one.
    values: &'static str,
    /// What `in` holds.
    categories: &'static str,
    word: bool,
}

fn data_lines(text: &'static str) -> impl Iterator<Item = DataLine> {
    let mut section = "";
    text.lines().filter_map(move |line| {
        if let Some(name) = line.strip_prefix('[') {
            section = name.strip_suffix(']').unwrap_or(name);
        }
        let (key, rest) = line.strip_prefix('"')?.split_once('"')?;
        let (values, categories) = if let Some(rest) = rest.strip_prefix(" = { also") {
            rest.split_once(']').unwrap_or((rest, ""))
        } else if rest.starts_with(" = { in") {
            ("", rest)
        } else {
            (rest, "")
        };
        Some(DataLine { section, key, values, categories, word: rest.ends_with("word = true }") })
    })
}

/// The strings between double quotes.
fn quoted(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split('"').skip(1).step_by(2)
}

fn folded(text: &'static str) -> Spelling {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b' ';
    if text.bytes().all(plain) { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aliases(lexicon: &Lexicon, words: &str) -> String {
        let found: Vec<&str> = lexicon.aliases_of(words).iter().map(|alias| &***alias).collect();
        found.join(", ")
    }

    #[test]
    fn data_files_read_as_toml_reads_them() {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Aliases {
            same: BTreeMap<String, Vec<String>>,
            short: BTreeMap<String, Vec<String>>,
        }
        let lines = |text: &'static str, section: &str| -> BTreeMap<String, Vec<String>> {
            let own = |line: DataLine| {
                (line.key.to_owned(), quoted(line.values).map(str::to_owned).collect())
            };
            data_lines(text).filter(|line| line.section == section).map(own).collect()
        };
        let read: Aliases = toml::from_str(ALIASES).unwrap();
        assert_eq!(lines(ALIASES, "same"), read.same);
        assert_eq!(lines(ALIASES, "short"), read.short);

        let read: Additions = toml::from_str(PROJECTS).unwrap();
        let projects: BTreeMap<String, ProjectAddition> = data_lines(PROJECTS)
            .filter(|line| line.section == "projects")
            .map(|line| {
                let own = |list| quoted(list).map(str::to_owned).collect();
                let project = ProjectAddition {
                    also: own(line.values),
                    r#in: own(line.categories),
                    word: line.word,
                };
                (line.key.to_owned(), project)
            })
            .collect();
        assert_eq!(projects, read.projects);
        let categories: BTreeMap<String, OneOrMany> = lines(PROJECTS, "categories")
            .into_iter()
            .map(|(name, values)| (name, OneOrMany::Many(values)))
            .collect();
        assert_eq!(categories, read.categories);
        let named = |name: &String| read.categories.contains_key(name);
        assert!(projects.values().flat_map(|project| &project.r#in).all(named));
        assert!(projects.len() >= 120, "{}", projects.len());
    }

    #[test]
    fn data_is_clean() {
        for line in data_lines(ALIASES).chain(data_lines(PROJECTS)) {
            for text in quoted(line.values).chain([line.key]) {
                assert!(!fold(text).is_empty(), "{text}");
                assert!(fold(text).split(' ').count() <= 6, "{text}");
            }
        }
        let lexicon = Lexicon::builtin();
        for spelling in lexicon.groups.iter().chain(lexicon.projects.iter().map(|p| &p.spellings)) {
            let mut once = spelling.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), spelling.len(), "{spelling:?} repeats itself");
        }
    }

    #[test]
    fn aliases_work_both_ways_or_one_way() {
        let lexicon = Lexicon::builtin();
        let check = |words: &str, other: &str, expected: bool| {
            let found = lexicon.aliases_of(words).iter().any(|alias| *alias == other);
            assert_eq!(found, expected, "{words} -> {other}");
        };
        check("k8s", "kubernetes", true);
        check("kubernetes", "k8s", true);
        check("otel", "opentelemetry", true);
        check("open telemetry", "otel", true);
        check("opa", "open policy agent", true);
        check("open policy agent", "opa", true);
        check("capi", "cluster api", true);
        check("weave flux", "flux", true);
        check("argo cd", "argocd", true);
        check("ci cd", "cicd", true);
        check("dr", "disaster recovery", true);
        check("disaster recovery", "dr", false);
        check("kubernetes", "kube", false);
        assert!(lexicon.aliases_of("nothing of the kind").is_empty());
    }

    #[test]
    fn categories_hold_projects() {
        let lexicon = Lexicon::builtin();
        let names = |words: &str| -> Vec<String> {
            let name = |project: &Project| project.spellings[0].to_string();
            lexicon.projects_in_category(words).map(name).collect()
        };
        for project in ["linkerd", "istio", "kuma", "consul"] {
            assert!(names("service mesh").contains(&project.to_owned()), "{project}");
        }
        assert_eq!(names("service mesh"), names("meshes"));
        assert!(names("canary").contains(&"flagger".to_owned()));
        assert!(names("flux").is_empty());
        assert_eq!(lexicon.project_spellings("fluxcd").first().map(|s| &**s), Some("flux"));
        assert!(lexicon.project_spellings("gitops").is_empty());
    }

    #[test]
    fn a_project_adds_its_own_words() {
        let additions: Additions = toml::from_str(
            r#"
            [aliases]
            "paved road" = ["Golden Path"]
            [abbreviations]
            "pr" = "pull request"
            [projects]
            "Blobby" = { also = ["Blob-by"], in = ["service mesh", "blobs"] }
            [categories]
            "blobs" = "blob store"
            "#,
        )
        .unwrap();
        let lexicon = Lexicon::builtin().extended(&additions);
        assert_eq!(aliases(&lexicon, "golden path"), "paved road");
        assert_eq!(aliases(&lexicon, "pr"), "pull request");
        assert_eq!(aliases(&lexicon, "pull request"), "");
        assert_eq!(aliases(&lexicon, "blob by"), "blobby");
        let blobs: Vec<&Project> = lexicon.projects_in_category("blob store").collect();
        assert_eq!(blobs.len(), 1);
        assert!(lexicon.projects_in_category("service mesh").any(|p| p.spellings[0] == "blobby"));
        assert!(Lexicon::builtin().aliases_of("golden path").is_empty());
        assert!(toml::from_str::<Additions>("[alias]\na = 'b'").is_err());
    }

    #[test]
    fn numeronyms() {
        let stands_for = |short: &str, word: &str| {
            Numeronym::parse(short).is_some_and(|numeronym| numeronym.stands_for(word))
        };
        assert!(stands_for("k8s", "kubernetes"));
        assert!(stands_for("i18n", "internationalization"));
        assert!(stands_for("o11y", "observability"));
        assert!(!stands_for("k8s", "kustomize"));
        for other in ["", "k8", "8s", "k1s", "k8ss", "ks", "h264x", "k+8s", "v1"] {
            assert_eq!(Numeronym::parse(other), None, "{other}");
        }
    }
}
