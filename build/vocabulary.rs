//! The vocabulary's data files as a static table, sorted, so that no answer waits for it.

use std::fmt::Write as _;

use super::fold::fold;
use super::lines::{data_lines, quoted};

const ALIASES: &str = include_str!("../src/lexicon/aliases.toml");
const PROJECTS: &str = include_str!("../src/lexicon/projects.toml");

/// What becomes of the data files: positions are in the lists' own order.
#[derive(Default)]
struct Tables {
    /// A spelling and the expression of what it means.
    facts: Vec<(String, String)>,
    groups: Vec<Vec<String>>,
    projects: Vec<(Vec<String>, bool)>,
    /// Names, and positions of their projects.
    categories: Vec<(String, Vec<usize>)>,
}

/// The source of `static BUILTIN: Lexicon`.
pub(super) fn source() -> String {
    let mut tables = Tables::default();
    for line in data_lines(ALIASES) {
        let values = quoted(line.values).map(fold);
        match line.section {
            "same" => tables.add_same(fold(line.key), values),
            _ => tables.add_short(fold(line.key), values),
        }
    }
    for line in data_lines(PROJECTS) {
        let values = quoted(line.values).map(fold);
        if line.section == "projects" {
            let categories = quoted(line.categories).map(fold);
            tables.add_project(fold(line.key), values, categories, line.word);
        } else {
            tables.add_category(fold(line.key), values);
        }
    }
    tables.source()
}

impl Tables {
    fn add_same(&mut self, first: String, others: impl Iterator<Item = String>) {
        let group: Vec<String> = std::iter::once(first).chain(others).collect();
        let meaning = format!("Meaning::Group({})", self.groups.len());
        self.facts.extend(group.iter().map(|spelling| (spelling.clone(), meaning.clone())));
        self.groups.push(group);
    }

    fn add_short(&mut self, short: String, long: impl Iterator<Item = String>) {
        self.facts.push((short, format!("Meaning::Group({})", self.groups.len())));
        self.groups.push(long.collect());
    }

    fn add_project(
        &mut self,
        name: String,
        also: impl Iterator<Item = String>,
        categories: impl Iterator<Item = String>,
        word: bool,
    ) {
        let project = self.projects.len();
        let spellings: Vec<String> = std::iter::once(name).chain(also).collect();
        let meaning = format!("Meaning::Project({project})");
        self.facts.extend(spellings.iter().map(|spelling| (spelling.clone(), meaning.clone())));
        self.projects.push((spellings, word));
        for category in categories {
            let category = self.category(category);
            self.categories[category].1.push(project);
        }
    }

    fn add_category(&mut self, name: String, others: impl Iterator<Item = String>) {
        let category = self.category(name);
        let meaning = format!("Meaning::Category({category})");
        self.facts.extend(others.map(|spelling| (spelling, meaning.clone())));
    }

    fn category(&mut self, name: String) -> usize {
        if let Some(known) = self.categories.iter().position(|(other, _)| *other == name) {
            return known;
        }
        let new = self.categories.len();
        self.facts.push((name.clone(), format!("Meaning::Category({new})")));
        self.categories.push((name, Vec::new()));
        new
    }

    fn source(mut self) -> String {
        // Stable, so that what was added first is found first.
        self.facts.sort_by(|(one, _), (other, _)| one.cmp(other));
        let n_words = |spelling: &String| spelling.split(' ').count();
        let max_words = self.facts.iter().map(|(spelling, _)| n_words(spelling)).max().unwrap_or(0);
        let mut source =
            String::from("static BUILTIN: Lexicon = Lexicon {\n    facts: List::Borrowed(&[\n");
        for (spelling, meaning) in &self.facts {
            let spelling = text(spelling);
            let _ =
                writeln!(source, "        Fact {{ spelling: {spelling}, meaning: {meaning} }},");
        }
        source.push_str("    ]),\n    groups: List::Borrowed(&[\n");
        for group in &self.groups {
            let _ = writeln!(source, "        {},", texts(group));
        }
        source.push_str("    ]),\n    projects: List::Borrowed(&[\n");
        for (spellings, word) in &self.projects {
            let spellings = texts(spellings);
            let _ = writeln!(
                source,
                "        Project {{ spellings: {spellings}, ordinary_word: {word} }},"
            );
        }
        source.push_str("    ]),\n    categories: List::Borrowed(&[\n");
        for (name, projects) in &self.categories {
            let name = text(name);
            let _ = writeln!(
                source,
                "        Category {{ name: {name}, projects: List::Borrowed(&{projects:?}) }},"
            );
        }
        let _ = writeln!(source, "    ]),\n    max_words: {max_words},\n}};");
        source
    }
}

/// The expression of a spelling.
fn text(spelling: &str) -> String {
    format!("Spelling::Borrowed({spelling:?})")
}

fn texts(spellings: &[String]) -> String {
    let list: Vec<String> = spellings.iter().map(|spelling| text(spelling)).collect();
    format!("List::Borrowed(&[{}])", list.join(", "))
}
