//! The note-taker's own words around a session: labels, kinds, containers, topics.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::edit::is_one_slip;
use super::fold::fold_letters;
use super::table::{Set, Starts, Table};
use crate::document::Kind;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    session_labels: Vec<String>,
    counted_labels: Vec<String>,
    announcements: Vec<String>,
    groupings: Vec<String>,
    title_labels: Vec<String>,
    speaker_labels: Vec<String>,
    company_labels: Vec<String>,
    other_labels: Vec<String>,
    habits: Habits,
    endings: Endings,
    kinds: HashMap<Kind, Vec<String>>,
    containers: Containers,
    topics: Topics,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Containers {
    day: Vec<String>,
    sessions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topics {
    words: Vec<String>,
    starts: Starts,
}

/// Words by which headings and files say what they are, and links what they lead to; all folded.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Habits {
    pub(crate) parts: Vec<String>,
    pub(crate) continued: Vec<String>,
    pub(crate) questions: Vec<String>,
    pub(crate) summaries: Vec<String>,
    pub(crate) talks_before: Vec<String>,
    pub(crate) talks_behind: Vec<String>,
    pub(crate) sentence_ends: Vec<String>,
    pub(crate) works_behind: Vec<String>,
    pub(crate) remarks: Vec<String>,
    pub(crate) chrome: Starts,
    pub(crate) links: Vec<String>,
    pub(crate) publications: Vec<String>,
    pub(crate) quotes: Vec<String>,
    pub(crate) evenings: Vec<String>,
    pub(crate) lists: Vec<String>,
}

/// Ends of words in scripts that set no words apart.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Endings {
    pub(crate) jobs: Vec<String>,
    pub(crate) companies: Vec<String>,
    /// What is said behind a person's name.
    pub(crate) respect: Vec<String>,
}

impl Endings {
    /// A name without what is said behind it: `Ada Byron` of `Ada Byronさん`.
    pub(crate) fn without_respect<'a>(&self, name: &'a str) -> &'a str {
        if name.is_ascii() {
            return name;
        }
        let bare = self.respect.iter().find_map(|title| name.strip_suffix(title.as_str()));
        bare.unwrap_or(name).trim_end()
    }
}

/// What a line such as `Speaker: Ada` gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    Title,
    Speaker,
    Company,
    Other,
}

/// The phrases, folded, for look-up.
#[derive(Clone)]
pub(crate) struct Phrases {
    labels: Table<String, Option<Kind>>,
    counted: Set<String>,
    announcements: Set<String>,
    groupings: Set<String>,
    details: Table<String, Detail>,
    day_words: Set<String>,
    container_words: Set<String>,
    pub(crate) habits: Habits,
    pub(crate) endings: Endings,
    topics: Set<String>,
    topic_starts: Starts,
    /// Every word of `labels`, `day_words` and `container_words`.
    programme_words: Set<String>,
    longest_label: usize,
    longest_topic: usize,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("phrases.toml")).expect("a test reads the embedded file");
    let mut labels = Table::default();
    labels.extend(file.session_labels.into_iter().map(|label| (label, None)));
    for (kind, phrases) in file.kinds {
        labels.extend(phrases.into_iter().map(|phrase| (phrase, Some(kind))));
    }
    let mut details = Table::default();
    for (phrases, detail) in [
        (file.other_labels, Detail::Other),
        (file.company_labels, Detail::Company),
        (file.title_labels, Detail::Title),
        (file.speaker_labels, Detail::Speaker),
    ] {
        details.extend(phrases.into_iter().map(|phrase| (phrase, detail)));
    }
    let words_of = |phrase: &String| -> Vec<String> {
        phrase.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
    };
    let words = file.containers.day.iter().chain(&file.containers.sessions);
    let programme_words = labels.keys().chain(words).flat_map(words_of).collect();
    // They are looked up one at a time: `co-located` is two of them.
    let apart = |phrases: &[String]| -> Set<String> {
        phrases.iter().flat_map(|phrase| phrase.split('-')).map(str::to_owned).collect()
    };
    let Topics { words: topics, starts } = file.topics;
    Phrases {
        programme_words,
        longest_topic: topics.iter().map(String::len).max().unwrap_or(0),
        longest_label: labels.keys().chain(details.keys()).map(String::len).max().unwrap_or(0),
        labels,
        counted: file.counted_labels.into_iter().collect(),
        announcements: file.announcements.into_iter().collect(),
        groupings: file.groupings.into_iter().collect(),
        details,
        day_words: apart(&file.containers.day),
        container_words: apart(&file.containers.sessions),
        habits: file.habits,
        endings: file.endings,
        topics: topics.into_iter().collect(),
        topic_starts: starts,
    }
});

/// The phrases.
#[inline]
pub(crate) fn phrases() -> &'static Phrases {
    super::additions::current().map_or_else(builtin, |lists| &lists.phrases)
}

/// The phrases without additions.
pub(super) fn builtin() -> &'static Phrases {
    &PHRASES
}

impl Phrases {
    pub(super) fn add_label(&mut self, label: &str, kind: Option<Kind>) {
        let label = fold_letters(label).into_owned();
        self.longest_label = self.longest_label.max(label.len());
        let words = label.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
        self.programme_words.extend(words.map(|word| (word, ())));
        self.labels.insert(label, kind);
    }

    pub(super) fn add_detail(&mut self, label: &str, detail: Detail) {
        let label = fold_letters(label).into_owned();
        self.longest_label = self.longest_label.max(label.len());
        self.details.insert(label, detail);
    }

    pub(super) fn add_topic(&mut self, topic: &str) {
        let topic = fold_letters(topic).into_owned();
        self.longest_topic = self.longest_topic.max(topic.len());
        self.topics.insert(topic, ());
    }

    /// Whether a folded word above a list can say that its items are sessions.
    pub(crate) fn announces(&self, word: &str) -> bool {
        self.announcements.contains(word)
    }

    /// Whether a folded word says that what follows sorts sessions and names none.
    pub(crate) fn groups(&self, word: &str) -> bool {
        self.groupings.contains(word)
    }

    /// The kind that a label before a title says; `Some(None)` for one that only says that a
    /// session follows.
    pub(crate) fn label(&self, folded: &str) -> Option<Option<Kind>> {
        self.labels.get(folded).copied()
    }

    /// The same for a kind's name, also one with a slip of the pen in it: `lightening talks`.
    pub(crate) fn kind_despite_slip(&self, folded: &str) -> Option<Kind> {
        /// Long enough that one letter more or less makes no other word.
        const NAMES: [(&str, Kind); 4] = [
            ("keynote", Kind::Keynote),
            ("lightning", Kind::Lightning),
            ("tutorial", Kind::Tutorial),
            ("workshop", Kind::Workshop),
        ];
        let slipped = |(name, _): &(&str, Kind)| folded.len() >= 7 && is_one_slip(folded, name);
        self.label(folded)
            .flatten()
            .or_else(|| NAMES.into_iter().find(slipped).map(|(_, kind)| kind))
    }

    /// Whether `folded` is a label that a number follows: `talk 4`.
    pub(crate) fn is_counted_label(&self, folded: &str) -> bool {
        self.counted.contains(folded)
    }

    /// What a line gives that begins with `folded` and a colon.
    pub(crate) fn detail(&self, folded: &str) -> Option<Detail> {
        self.details.get(folded).copied()
    }

    /// Length in bytes of the longest label: nothing longer need be looked up.
    pub(crate) fn longest_label(&self) -> usize {
        self.longest_label
    }

    /// Whether `folded` belongs to a day, a date or a time of day.
    pub(crate) fn is_day_word(&self, folded: &str) -> bool {
        self.day_words.contains(folded)
    }

    /// Whether `folded` is a word that containers are made of: `my`, `sessions`, `notes`.
    pub(crate) fn is_container_word(&self, folded: &str) -> bool {
        self.container_words.contains(folded)
    }

    /// Whether `folded` can be a part of a heading that only says which part of a programme follows.
    pub(crate) fn is_programme_word(&self, folded: &str) -> bool {
        self.programme_words.contains(folded)
    }

    /// Whether a whole heading stands for no session.
    pub(crate) fn is_topic(&self, folded: &str) -> bool {
        let Some(first) = folded.as_bytes().first() else { return self.topics.contains(folded) };
        let begins = |start: &String| folded.starts_with(start.as_str());
        self.topics.contains(folded)
            || self.topic_starts.of(*first).iter().any(begins) && !is_long(folded)
    }

    /// Whether a heading is too long for a topic, before it is folded.
    pub(crate) fn is_no_topic(&self, heading: &str) -> bool {
        heading.len() > self.longest_topic && heading.is_ascii() && is_long(heading)
    }
}

/// Whether a heading that begins like a topic is as often a title: six words.
fn is_long(heading: &str) -> bool {
    // Words are short: a loop is done before a searcher is set up.
    heading.bytes().filter(|byte| *byte == b' ').nth(4).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_embedded_file_is_read_and_folded() {
        let phrases = phrases();
        assert_eq!(phrases.label("lightning talk"), Some(Some(Kind::Lightning)));
        assert_eq!(phrases.label("session"), Some(None));
        assert_eq!(phrases.detail("intervenants"), Some(Detail::Speaker));
        assert!(phrases.is_topic("takeaways"));
        let habits = &phrases.habits;
        let lists = [&habits.parts, &habits.continued, &habits.questions, &habits.summaries];
        let more = [&habits.links, &habits.publications, &habits.quotes, &habits.evenings];
        let habits = lists.into_iter().chain(more).flatten().chain(&habits.lists);
        let announced = phrases.announcements.keys().chain(phrases.groupings.keys());
        let labels =
            phrases.labels.keys().chain(phrases.details.keys()).chain(phrases.topics.keys());
        for phrase in labels.chain(announced).chain(habits) {
            assert_eq!(&fold_letters(phrase), phrase, "phrases are looked up folded");
        }
    }

    /// Values of every list, whatever table it stands in.
    fn lists(value: &toml::Value) -> Vec<Vec<&str>> {
        match value {
            toml::Value::Table(table) => table.values().flat_map(lists).collect(),
            toml::Value::Array(list) => vec![list.iter().filter_map(toml::Value::as_str).collect()],
            _ => Vec::new(),
        }
    }

    #[test]
    fn no_list_says_a_phrase_twice() {
        let file: toml::Value = toml::from_str(include_str!("phrases.toml")).unwrap();
        for list in lists(&file) {
            let mut seen = HashSet::new();
            for phrase in list {
                assert!(seen.insert(phrase), "{phrase} stands in its list twice");
            }
        }
    }
}
