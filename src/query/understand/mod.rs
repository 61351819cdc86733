//! What a sentence means: `talks by Liz Rice about eBPF at KubeCon EU 2023`.
//!
//! Words that only make a sentence of it go; people, companies, events, years and kinds are found
//! by what the index holds. What can be nothing else becomes a condition; what may be an ordinary
//! word, too (`envoy`, `apple`), stays one and is preferred as a name. Queries with operators, and
//! literal ones, are left alone.

mod decide;
mod events;
mod exclusions;
mod frames;
mod names;
mod relax;
mod roles;
mod sentence;

use std::ops::Range;

pub(super) use events::event_named;
pub(crate) use relax::LessStrict;

use self::names::Found;
use self::sentence::{Fate, Sentence};
use super::ast::{Expr, Filter, Node, TextField};
use super::interpreted::{Interpreted, Preferred, Years};
use super::{EventFilter, Lexicon, Query};

/// What an index holds, asked while a sentence is read, so that a new name needs no list.
///
/// Names and words are asked for in folded form ([`fold`](crate::lexicon::fold::fold)): folded
/// words with one space between them. An answer should cost no more than a look into a sorted
/// list; a short sentence asks some hundred times.
pub(crate) trait Vocabulary {
    /// The speakers whose names hold these words, all of them and in this order, as the index
    /// spells them: `liz rice` and `rice` find Liz Rice.
    fn speakers(&self, folded: &str) -> Vec<KnownName>;
    /// The companies called so, as the index spells them; what only says the legal form (`Inc.`)
    /// may differ.
    fn companies(&self, folded: &str) -> Vec<KnownName>;
    /// The series and co-located events whose names hold these words next to each other.
    fn events(&self, folded: &str) -> Vec<KnownEvent>;
    /// In how many Documents a folded word stands as an ordinary word (title or body).
    fn word_frequency(&self, folded: &str) -> u64;
    /// Which words mean the same.
    fn lexicon(&self) -> &Lexicon {
        Lexicon::builtin()
    }
}

/// A name as the index spells it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KnownName {
    pub(crate) name: String,
    /// How many Documents have it in that field.
    pub(crate) documents: u64,
}

/// The name of a series or of a co-located event, as the index spells it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KnownEvent {
    pub(crate) name: String,
    pub(crate) colocated: bool,
    pub(crate) documents: u64,
}

/// A query as it was understood.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Understood {
    /// Words and phrases to rank together, in their order: the best documents hold all.
    pub(crate) words: Vec<Expr>,
    /// Words that may matter a little (`the` in `The Who`): they rank and decide nothing.
    pub(crate) optional: Vec<Expr>,
    /// Filters and exclusions that were typed as such. All must hold, whatever the reading.
    pub(crate) typed: Vec<Expr>,
    /// Conditions that were read from the sentence. All must hold; if nothing is found that way,
    /// [`plain`] is what is left to try.
    pub(crate) required: Vec<Condition>,
    /// What some of `words` may mean besides: it ranks and decides nothing.
    pub(crate) preferred: Vec<Condition>,
    /// Those of `preferred` that nothing met, and that were required before.
    pub(crate) given_up: Vec<Condition>,
    /// The reading for whoever asked; `None` when every word was just a word.
    pub(crate) interpreted: Option<Interpreted>,
}

/// A condition that was read from a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Condition {
    /// Any of these must hold. All are on the same field, names as the index spells them.
    pub(crate) any: Vec<Filter>,
    /// The words it was read from. Where words are left, those of a required condition are not
    /// among them.
    pub(crate) words: Vec<Expr>,
}

/// How much more often than as a name a word may stand as a word, to be preferred as a name when
/// nothing around it says so.
const BARE: u64 = 8;
/// The same for a first or last name alone, as many of which are words, too (`Deep`, `Grant`).
const ONE_NAME: u64 = 3;
/// The same for a word that is introduced as a name.
const INTRODUCED: u64 = 30;

/// Whether each of the folded words stands so often as an ordinary word that a name which
/// `documents` have may not be meant.
fn is_ordinary(folded: &str, documents: u64, ratio: u64, vocabulary: &dyn Vocabulary) -> bool {
    let most = documents.saturating_mul(ratio).saturating_add(5);
    folded.split(' ').all(|word| vocabulary.word_frequency(word) > most)
}

/// Reads a query as a sentence. `None` when it is none: it uses operators, it is to be read
/// literally, or it is so long that it was pasted. Its tree says all then.
pub(crate) fn understand(query: &Query, vocabulary: &dyn Vocabulary) -> Option<Understood> {
    let mut sentence = Sentence::of(query)?;
    let found = names::find(&sentence, vocabulary);
    let conditions = decide::decide(&mut sentence, found, vocabulary);
    let excluded = exclusions::take(&mut sentence);
    frames::mark(&mut sentence);
    Some(understood(query, &sentence, conditions, excluded))
}

/// The same query as words only: what little words are for is known, what names mean is not.
pub(crate) fn plain(query: &Query) -> Option<Understood> {
    let mut sentence = Sentence::of(query)?;
    frames::mark_function_words(&mut sentence);
    Some(understood(query, &sentence, Vec::new(), Vec::new()))
}

/// A decision on something found.
struct Decision {
    range: Range<usize>,
    found: Found,
    required: bool,
    /// What has it is not wanted.
    excluded: bool,
}

fn understood(
    query: &Query,
    sentence: &Sentence<'_>,
    decisions: Vec<Decision>,
    excluded: Vec<Expr>,
) -> Understood {
    let mut result = Understood {
        words: Vec::new(),
        optional: Vec::new(),
        typed: Vec::new(),
        required: Vec::new(),
        preferred: Vec::new(),
        given_up: Vec::new(),
        interpreted: None,
    };
    let fates = fates(sentence);
    for (child, fate) in sentence.children.iter().zip(&fates) {
        match (&child.node, fate) {
            (Node::Filter(_) | Node::Or(_) | Node::Not(_), _) => result.typed.push(child.clone()),
            (_, Fate::Content) => result.words.push(child.clone()),
            (_, Fate::Optional) => result.optional.push(child.clone()),
            (_, Fate::Dropped | Fate::Taken) => {}
        }
    }
    let read_as_words =
        decisions.is_empty() && excluded.is_empty() && !fates.contains(&Fate::Dropped);
    let mut without = String::new();
    for word in excluded {
        without += &format!(" {word}");
        result.typed.push(word);
    }
    for decision in decisions {
        if decision.excluded {
            let words = sentence.typed(decision.range);
            let span = words.first().map_or(0..0, |word| word.span.clone());
            for filter in decision.found.into_filters() {
                without += &format!(" -{filter}");
                let filter = Expr::new(span.clone(), Node::Filter(filter));
                result.typed.push(Expr::new(span.clone(), Node::Not(Box::new(filter))));
            }
            continue;
        }
        let conditions =
            if decision.required { &mut result.required } else { &mut result.preferred };
        let words = sentence.typed(decision.range);
        add_condition(conditions, decision.found.into_filters(), words);
    }
    if result.words.is_empty() && result.required.is_empty() {
        // Little words are all there is: they are what was meant.
        result.words = words_of(sentence, &fates, |fate| fate != Fate::Taken);
        result.optional.clear();
    }
    if !read_as_words {
        let text = text(query, sentence, &fates) + &without;
        let text = text.trim_start().to_owned();
        result.interpreted = Some(interpreted(text, &result));
    }
    result
}

/// What becomes of each child: what becomes of its words, where they agree.
fn fates(sentence: &Sentence<'_>) -> Vec<Fate> {
    let mut fates: Vec<Option<Fate>> = vec![None; sentence.children.len()];
    for atom in &sentence.atoms {
        if let Some(fate) = fates.get_mut(atom.child) {
            let agreed = fate.is_none_or(|known| known == atom.fate);
            *fate = Some(if agreed { atom.fate } else { Fate::Content });
        }
    }
    fates.into_iter().map(|fate| fate.unwrap_or(Fate::Content)).collect()
}

fn words_of(sentence: &Sentence<'_>, fates: &[Fate], kept: impl Fn(Fate) -> bool) -> Vec<Expr> {
    let words = sentence.children.iter().zip(fates).filter(|(child, fate)| {
        matches!(child.node, Node::Word { .. } | Node::Phrase(_)) && kept(**fate)
    });
    words.map(|(child, _)| child.clone()).collect()
}

/// Adds to the condition on the same field, where there is one: any of them is asked for.
fn add_condition(conditions: &mut Vec<Condition>, filters: Vec<Filter>, words: Vec<Expr>) {
    let Some(name) = filters.first().map(Filter::field_name) else { return };
    let same = |condition: &&mut Condition| {
        condition.any.first().is_some_and(|filter| filter.field_name() == name)
    };
    match conditions.iter_mut().find(same) {
        Some(condition) => {
            for filter in filters {
                if !condition.any.contains(&filter) {
                    condition.any.push(filter);
                }
            }
            for word in words {
                if !condition.words.contains(&word) {
                    condition.words.push(word);
                }
            }
        }
        None => conditions.push(Condition { any: filters, words }),
    }
}

fn interpreted(text: String, understood: &Understood) -> Interpreted {
    let mut result = Interpreted { text, ..Interpreted::default() };
    if understood.optional.is_empty() && result.text.is_empty() {
        let words: Vec<String> = understood.words.iter().map(Expr::to_string).collect();
        result.text = words.join(" ");
    }
    for filter in understood.required.iter().flat_map(|condition| &condition.any) {
        match filter {
            Filter::Text { field: TextField::Speaker, value } => result.speaker.push(value.clone()),
            Filter::Text { field: TextField::Company, value } => result.company.push(value.clone()),
            Filter::Event(event) => result.event.extend(event_names(event)),
            Filter::Kind(kind) => result.kind.push(*kind),
            Filter::Year(years) => {
                let from = (*years.start() > 0).then_some(*years.start());
                let to = (*years.end() < u16::MAX).then_some(*years.end());
                result.year = Some(match result.year {
                    // `None` is less than any year, and stands for one at either end.
                    Some(known) => Years {
                        from: known.from.min(from),
                        to: known.to.and_then(|known| to.map(|to| to.max(known))),
                    },
                    None => Years { from, to },
                });
            }
            Filter::Text { .. } | Filter::Path(_) => {}
        }
    }
    let Preferred { speaker, company, event, kind } = &mut result.preferred;
    for filter in understood.preferred.iter().flat_map(|condition| &condition.any) {
        match filter {
            Filter::Text { field: TextField::Speaker, value } => speaker.push(value.clone()),
            Filter::Text { field: TextField::Company, value } => company.push(value.clone()),
            Filter::Event(named) => event.extend(event_names(named)),
            Filter::Kind(asked) => kind.push(*asked),
            Filter::Text { .. } | Filter::Path(_) | Filter::Year(_) => {}
        }
    }
    result
}

/// The words that are left, with the little ones between them.
fn text(query: &Query, sentence: &Sentence<'_>, fates: &[Fate]) -> String {
    let is_word = |at: usize| {
        let node = sentence.children.get(at).map(|child| &child.node);
        matches!(node, Some(Node::Word { .. } | Node::Phrase(_)))
    };
    let content = |at: &usize| is_word(*at) && fates.get(*at) == Some(&Fate::Content);
    let Some(first) = (0..fates.len()).find(content) else { return String::new() };
    let last = (0..fates.len()).rev().find(content).unwrap_or(first);
    let kept = (first..=last).filter(|at| {
        is_word(*at) && matches!(fates.get(*at), Some(Fate::Content | Fate::Optional))
    });
    let typed: Vec<&str> = kept
        .filter_map(|at| sentence.children.get(at))
        .filter_map(|child| query.text.get(child.span.clone()))
        .collect();
    typed.join(" ")
}

/// An event's names as facets show them: the conference with its region, or the co-located event.
fn event_names(event: &EventFilter) -> Vec<String> {
    let named: Vec<&String> = event.colocated.iter().chain(&event.series).collect();
    let region = event.region.map(crate::Region::name);
    match (named.as_slice(), region) {
        ([], Some(region)) => vec![region.to_owned()],
        (names, Some(region)) => names.iter().map(|name| format!("{name} {region}")).collect(),
        (names, None) => names.iter().map(|name| (*name).clone()).collect(),
    }
}
