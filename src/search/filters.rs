//! What a filter means: a plan over names and texts, or a test of a column.

use std::ops::RangeInclusive;
use std::rc::Rc;

use tantivy::fastfield::Column;

use super::fields::{BODY, CODE, COMPANIES, EVENT, FieldId, HEADINGS, SPEAKERS, TITLE};
use super::plan::{All, Plan, Predicate};
use super::terms::{FormTerm, Terms, exact_row};
use crate::analysis::{self, Analyzer, Profile};
use crate::document::Kind;
use crate::error::Result;
use crate::index::{NumberColumn, Segment, column, engine_error};
use crate::query::{EventFilter, Filter, TextField};

/// A predicate over one segment.
pub(super) enum Test {
    Years(Column<u64>, Vec<RangeInclusive<u16>>),
    Kinds(Column<u64>, [bool; Kind::ALL.len()]),
    /// Which ordinals of the path column pass.
    Paths(Column<u64>, Vec<bool>),
    /// Documents without a value.
    Missing(Column<u64>),
}

impl Test {
    pub(super) fn new(predicate: &Predicate, segment: &Segment) -> Result<Test> {
        Ok(match predicate {
            Predicate::Years(years) => {
                Test::Years(segment.numbers(NumberColumn::Year)?.clone(), years.clone())
            }
            Predicate::Kinds(kinds) => {
                Test::Kinds(segment.numbers(NumberColumn::Kind)?.clone(), *kinds)
            }
            Predicate::Paths(parts) => {
                let Some(paths) =
                    segment.reader.fast_fields().str(column::PATH).map_err(engine_error)?
                else {
                    let nothing = Column::build_empty_column(segment.reader.max_doc());
                    return Ok(Test::Paths(nothing, Vec::new()));
                };
                // One after the other: a damaged column can claim to have any number of them.
                let mut passes = Vec::new();
                let mut path = String::new();
                for ordinal in 0..paths.num_terms() as u64 {
                    path.clear();
                    if !paths.ord_to_str(ordinal, &mut path).map_err(|e| engine_error(e.into()))? {
                        break;
                    }
                    path.make_ascii_lowercase();
                    passes.push(parts.iter().any(|part| path.contains(part.as_str())));
                }
                Test::Paths(paths.ords().clone(), passes)
            }
            Predicate::NoYear => Test::Missing(segment.numbers(NumberColumn::Year)?.clone()),
            Predicate::NoEvent => {
                let events = segment.reader.fast_fields().str(column::EVENT);
                let events = events.map_err(engine_error)?.map(|events| events.ords().clone());
                let nothing = || Column::build_empty_column(segment.reader.max_doc());
                Test::Missing(events.unwrap_or_else(nothing))
            }
        })
    }

    pub(super) fn passes(&self, doc: u32) -> bool {
        match self {
            Test::Years(column, years) => column
                .first(doc)
                .and_then(|year| u16::try_from(year).ok())
                .is_some_and(|year| years.iter().any(|range| range.contains(&year))),
            Test::Kinds(column, kinds) => column
                .first(doc)
                .and_then(|kind| kinds.get(usize::try_from(kind).ok()?))
                .is_some_and(|&passes| passes),
            Test::Paths(column, passes) => column
                .first(doc)
                .and_then(|ordinal| passes.get(usize::try_from(ordinal).ok()?))
                .is_some_and(|&passes| passes),
            Test::Missing(column) => column.first(doc).is_none(),
        }
    }
}

/// Filters of one query level: several on one field mean any of them, on different fields all.
#[derive(Debug, Default)]
pub(super) struct Filters {
    /// By the name of their field.
    texts: Vec<(&'static str, Vec<Plan>)>,
    years: Vec<RangeInclusive<u16>>,
    kinds: Option<[bool; Kind::ALL.len()]>,
    paths: Vec<String>,
}

impl Filters {
    pub(super) fn add(&mut self, filter: &Filter, terms: Terms<'_>) -> Result<()> {
        let plan = match filter {
            Filter::Text { field, value } => text_filter(*field, value, terms)?,
            Filter::Event(event) => event_filter(event, terms)?,
            Filter::Year(years) => {
                self.years.push(years.clone());
                return Ok(());
            }
            Filter::Kind(kind) => {
                self.kinds.get_or_insert([false; Kind::ALL.len()])[*kind as usize] = true;
                return Ok(());
            }
            Filter::Path(part) => {
                self.paths.push(part.to_ascii_lowercase());
                return Ok(());
            }
        };
        match self.texts.iter_mut().find(|(known, _)| *known == filter.field_name()) {
            Some((_, plans)) => plans.push(plan),
            None => self.texts.push((filter.field_name(), vec![plan])),
        }
        Ok(())
    }

    /// Adds the filters to what a document must be.
    pub(super) fn into_all(self, all: &mut All) {
        for (_, mut plans) in self.texts {
            let one = if plans.len() == 1 { plans.pop() } else { None };
            all.filters.push(one.unwrap_or(Plan::Best(plans)));
        }
        if !self.years.is_empty() {
            all.predicates.push(Predicate::Years(self.years));
        }
        all.predicates.extend(self.kinds.map(Predicate::Kinds));
        if !self.paths.is_empty() {
            all.predicates.push(Predicate::Paths(self.paths));
        }
    }
}

/// Documents whose field says `value`.
fn text_filter(field: TextField, value: &str, terms: Terms<'_>) -> Result<Plan> {
    match field {
        TextField::Speaker => name(value, SPEAKERS, terms),
        TextField::Company => name(value, COMPANIES, terms),
        TextField::Title => each_word(value, &[TITLE], terms),
        TextField::Body => each_word(value, &[BODY, CODE], terms),
        TextField::Event => each_word(value, &[EVENT], terms),
        TextField::Project => {
            let mut analyzer = Analyzer::new(Profile::Prose);
            let typed = analyzer.query_word(value);
            let fields = [TITLE, HEADINGS, BODY];
            let joined = joined(&typed);
            let one = terms.word(&name_forms(&joined), fields.into_iter())?;
            Ok(Plan::Best(vec![row(&typed, &fields, terms)?, Plan::Word(Rc::new(one))]))
        }
    }
}

/// Documents of an event: one of its series, in its region, at one of the co-located events.
fn event_filter(event: &EventFilter, terms: Terms<'_>) -> Result<Plan> {
    let mut all = All::default();
    let region: Vec<String> = event.region.iter().map(|region| region.name().to_owned()).collect();
    for names in [&event.series, &region, &event.colocated] {
        let mut options = Vec::with_capacity(names.len());
        for name in names {
            let typed = Analyzer::new(Profile::Exact).query_word(name);
            options.push(row(&typed, &[EVENT], terms)?);
        }
        if !options.is_empty() {
            all.filters.push(Plan::Best(options));
        }
    }
    if !event.years.is_empty() {
        let years = event.years.iter().map(|&year| year..=year).collect();
        all.predicates.push(Predicate::Years(years));
    }
    let is_any = all.filters.is_empty() && all.predicates.is_empty();
    Ok(if is_any { Plan::Everything } else { Plan::All(all) })
}

/// The words of `typed` in a row.
fn row(typed: &analysis::QueryWord, fields: &[FieldId], terms: Terms<'_>) -> Result<Plan> {
    let phrase = terms.phrase(&exact_row(typed), fields.iter().copied())?;
    Ok(Plan::Phrase(Rc::new(phrase)))
}

fn each_word(value: &str, fields: &[FieldId], terms: Terms<'_>) -> Result<Plan> {
    let mut analyzer = Analyzer::new(Profile::Prose);
    let typed = analyzer.query_word(value);
    let mut all = All::default();
    for part in &typed.parts {
        let word = terms.word(&terms.forms(part)?, fields.iter().copied())?;
        all.required.push(Plan::Word(Rc::new(word)));
    }
    Ok(if all.required.is_empty() { Plan::Nothing } else { Plan::All(all) })
}

/// Documents with a name that says `value`: its words in a row, in either order of two, or however
/// they are run together (`redhat` is `Red Hat`).
fn name(value: &str, field: FieldId, terms: Terms<'_>) -> Result<Plan> {
    let typed = Analyzer::new(Profile::Exact).query_word(value);
    let words: Vec<&str> = typed.parts.iter().map(|part| part.exact.as_str()).collect();
    let mut options = Vec::new();
    let mut add_row = |row: &[&str]| -> Result<()> {
        let row: Vec<_> = (0..).zip(row.iter().map(|&word| vec![word.to_owned()])).collect();
        let phrase = terms.phrase(&row, std::iter::once(field))?;
        if !phrase.fields.is_empty() {
            options.push(Plan::Phrase(Rc::new(phrase)));
        }
        Ok(())
    };
    match words.as_slice() {
        [] => return Ok(Plan::Nothing),
        [word] => {
            for (at, _) in word.char_indices().skip(1) {
                let (head, tail) = word.split_at(at);
                add_row(&[head, tail])?;
            }
        }
        words => {
            add_row(words)?;
            if let [first, last] = words {
                add_row(&[last, first])?;
            }
        }
    }
    let joined = joined(&typed);
    let one = terms.word(&name_forms(&joined), std::iter::once(field))?;
    options.push(Plan::Word(Rc::new(one)));
    Ok(Plan::Best(options))
}

fn joined(typed: &analysis::QueryWord) -> String {
    typed.parts.iter().map(|part| part.exact.as_str()).collect()
}

fn name_forms(joined: &str) -> [FormTerm; 2] {
    let part = format!("{}{joined}", analysis::PART);
    [
        FormTerm { term: joined.to_owned(), weight: 1.0, prose_only: false },
        FormTerm { term: part, weight: 1.0, prose_only: false },
    ]
}
