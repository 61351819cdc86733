//! Asks the index for terms: where a word's forms are, and which terms begin with a prefix.

use tantivy::schema::Field;
use tantivy::termdict::{TermDictionary, TermStreamer};

use super::fields::{BODY, DERIVED, FieldId, PART, PREFIX, RANKED, STEM, TITLE};
use super::plan::{Leaf, Phrase, PhraseIn, Word, idf};
use crate::analysis::{self, QueryPart, QueryWord};
use crate::error::Result;
use crate::index::{Fields, Segments, engine_error};

/// The most terms that a prefix stands for.
const MAX_EXPANSIONS: usize = 1_000;

/// Letters of a verb's stem, from which somebody who does it is called: `fact` is none of a factor.
const MIN_VERB: usize = 5;

/// The terms of one index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'a> {
    pub(super) segments: &'a Segments,
    pub(super) n_documents: u64,
}

/// A term and what its form is worth; stems only stand in prose.
#[derive(Clone, Debug)]
pub(super) struct FormTerm {
    pub(super) term: String,
    pub(super) weight: f32,
    pub(super) prose_only: bool,
}

impl<'a> Terms<'a> {
    pub(super) fn new(segments: &'a Segments) -> Terms<'a> {
        Terms { segments, n_documents: segments.n_documents() }
    }

    /// Where `term` is in the field; `None` where no document holds it.
    pub(super) fn leaf(&self, field: FieldId, term: &str) -> Result<Option<Leaf>> {
        let Some(ranked) = RANKED.get(field) else { return Ok(None) };
        self.leaf_of((ranked.field)(Fields::get()), field, term)
    }

    fn leaf_of(&self, field: Field, id: FieldId, term: &str) -> Result<Option<Leaf>> {
        let mut infos = Vec::new();
        let mut df = 0;
        for (at, segment) in self.segments.iter().enumerate() {
            let terms = segment.field(field)?.inverted.terms();
            // Most words that are asked for stand in one or two fields.
            let Some(info) = terms.get(term).map_err(|e| engine_error(e.into()))? else { continue };
            df += segment.document_frequency(field, &info)?;
            infos.resize(at, None);
            infos.push(Some(info));
        }
        Ok((df > 0).then_some(Leaf { field: id, infos, df, weight: 1.0 }))
    }

    /// The word in all of `forms`, in the fields given.
    pub(super) fn word(
        &self,

        forms: &[FormTerm],
        fields: impl Iterator<Item = FieldId>,
    ) -> Result<Word> {
        let mut leaves = Vec::new();
        for field in fields {
            for form in forms {
                if form.prose_only && !RANKED[field].stems {
                    continue;
                }
                if let Some(leaf) = self.leaf(field, &form.term)? {
                    leaves.push(Leaf { weight: form.weight, ..leaf });
                }
            }
        }
        Ok(self.weighed(leaves))
    }

    /// A word of leaves that are in the order of their fields.
    fn weighed(&self, leaves: Vec<Leaf>) -> Word {
        let df = leaves.iter().map(|leaf| leaf.df).max().unwrap_or(0);
        Word { leaves, df, idf: idf(df, self.n_documents) }
    }

    /// Every term that begins with `prefix`, as one word, and whether there were too many.
    pub(super) fn prefix(
        &self,
        prefix: &str,
        fields: impl Iterator<Item = FieldId>,
    ) -> Result<(Word, bool)> {
        let mut leaves = Vec::new();
        let mut left = MAX_EXPANSIONS;
        let mut any_df = 0;
        for field in fields {
            let mut expansions = self.expansions(field, prefix, left)?;
            left -= expansions.len();
            any_df = any_df.max(expansions.iter().map(|(_, leaf)| leaf.df).sum());
            for (term, leaf) in &mut expansions {
                leaf.weight = if term == prefix { 1.0 } else { PREFIX };
            }
            leaves.extend(expansions.into_iter().map(|(_, leaf)| leaf));
        }
        let mut word = self.weighed(leaves);
        word.df = any_df.min(self.n_documents);
        word.idf = idf(word.df, self.n_documents);
        Ok((word, left == 0))
    }

    /// Up to `limit` terms of the field that begin with `prefix`, in their order.
    pub(super) fn expansions(
        &self,
        field: FieldId,
        prefix: &str,
        limit: usize,
    ) -> Result<Vec<(String, Leaf)>> {
        let mut found: Vec<(String, Leaf)> = Vec::new();
        let engine_field = (RANKED[field].field)(Fields::get());
        let n_segments = self.segments.iter().count();
        for (at, segment) in self.segments.iter().enumerate() {
            let terms = segment.field(engine_field)?.inverted.terms();
            let mut stream = begin_with(terms, prefix)?;
            let mut n = 0;
            while let Some((term, info)) = stream.next() {
                if n == limit {
                    break;
                }
                let df = segment.document_frequency(engine_field, info)?;
                if df == 0 {
                    continue;
                }
                n += 1;
                let Ok(term) = std::str::from_utf8(term) else { continue };
                let slot = match found.iter_mut().find(|(known, _)| n_segments > 1 && known == term)
                {
                    Some((_, slot)) => slot,
                    None => {
                        let infos = vec![None; n_segments];
                        let leaf = Leaf { field, infos, df: 0, weight: 1.0 };
                        found.push((term.to_owned(), leaf));
                        let Some((_, slot)) = found.last_mut() else { continue };
                        slot
                    }
                };
                slot.df += df;
                if let Some(place) = slot.infos.get_mut(at) {
                    *place = Some(info.clone());
                }
            }
        }
        if n_segments > 1 {
            found.sort_by(|(one, _), (other, _)| one.cmp(other));
        }
        found.truncate(limit);
        Ok(found)
    }

    /// The term of the field that begins with `prefix`, is one of those `wanted`, and stands in most
    /// documents.
    pub(super) fn most_frequent(
        &self,
        field: FieldId,
        prefix: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<String>> {
        let field = (RANKED[field].field)(Fields::get());
        let mut best: Option<(u64, String)> = None;
        for segment in self.segments.iter() {
            let terms = segment.field(field)?.inverted.terms();
            let mut stream = begin_with(terms, prefix)?;
            while let Some((term, info)) = stream.next() {
                let Ok(term) = std::str::from_utf8(term) else { continue };
                if wanted(term) {
                    let df = segment.document_frequency(field, info)?;
                    if df > best.as_ref().map_or(0, |(known, _)| *known) {
                        best = Some((df, term.to_owned()));
                    }
                }
            }
        }
        Ok(best.map(|(_, term)| term))
    }

    /// Terms in a row, in each of the fields that holds them; each place is how far it is from the
    /// first and the terms that may stand there.
    pub(super) fn phrase(
        &self,
        row: &[(u32, Vec<String>)],
        fields: impl Iterator<Item = FieldId>,
    ) -> Result<Phrase> {
        let mut phrase = Phrase::default();
        for field in fields.filter(|&field| RANKED[field].positions) {
            let mut slots = Vec::with_capacity(row.len());
            let mut rarest = u64::MAX;
            let mut idfs = 0.0;
            for (offset, terms) in row {
                let mut leaves = Vec::with_capacity(terms.len());
                for term in terms {
                    leaves.extend(self.leaf(field, term)?);
                }
                let df = leaves.iter().map(|leaf| leaf.df).sum();
                if df == 0 {
                    break;
                }
                rarest = rarest.min(df);
                idfs += idf(df, self.n_documents);
                if leaves.len() == terms.len() && stands_with_stem(terms) {
                    leaves.remove(0);
                }
                slots.push((*offset, leaves));
            }
            if slots.len() < row.len() || slots.is_empty() {
                continue;
            }
            phrase.df = phrase.df.max(rarest);
            phrase.idf = if phrase.idf == 0.0 { idfs } else { phrase.idf.min(idfs) };
            phrase.fields.push(PhraseIn { field, slots });
        }
        Ok(phrase)
    }

    /// The forms in which a word counts as found.
    pub(super) fn forms(&self, part: &QueryPart) -> Result<Vec<FormTerm>> {
        let exact = part.exact.as_str();
        let mut forms = Vec::with_capacity(4);
        let mut add = |term: String, weight, prose_only| {
            forms.push(FormTerm { term, weight, prose_only });
        };
        add(exact.to_owned(), 1.0, false);
        let stem = part.stem.as_deref().unwrap_or(exact);
        add(format!("{}{stem}", analysis::STEM), STEM, true);
        if stem != exact {
            add(stem.to_owned(), STEM, true);
        }
        add(format!("{}{exact}", analysis::PART), PART, false);
        if let Some(singular) = self.singular(part)? {
            add(singular.to_owned(), STEM, true);
            add(format!("{}{singular}", analysis::STEM), STEM, true);
        }
        if let Some(other) = agent(stem) {
            let stemmed = format!("{}{other}", analysis::STEM);
            // Few verbs have one: that is seen in bodies, which hold their titles.
            if self.leaf(BODY, &other)?.is_some() || self.leaf(BODY, &stemmed)?.is_some() {
                add(stemmed, DERIVED, true);
                add(other, DERIVED, true);
            }
        }
        Ok(forms)
    }

    /// The singular of an abbreviation that the notes write with a small s (`GPUs`), which no rule
    /// of English finds.
    fn singular<'p>(&self, part: &'p QueryPart) -> Result<Option<&'p str>> {
        let Some(singular) = part.exact.strip_suffix('s') else { return Ok(None) };
        if part.stem.is_some() || singular.len() < 2 {
            return Ok(None);
        }
        let stem = format!("{}{singular}", analysis::STEM);
        let is_known = self.leaf(BODY, &stem)?.is_some() || self.leaf(TITLE, &stem)?.is_some();
        Ok(is_known.then_some(singular))
    }
}

/// Whether the first of two terms never stands without the other, which is its stem: in a row one of
/// them is enough. A word that is a stem, too, has none of its own, nor has `gpus`, unlike `GPUs`.
fn stands_with_stem(terms: &[String]) -> bool {
    let [exact, stem] = terms else { return false };
    stem.strip_prefix(analysis::STEM).is_some_and(|stem| stem != exact) && !exact.ends_with('s')
}

/// The terms that begin with `prefix`, in their order.
fn begin_with<'d>(terms: &'d TermDictionary, prefix: &str) -> Result<TermStreamer<'d>> {
    let mut range = terms.range().ge(prefix);
    // No byte of a text is the last there is.
    if let Some((last, head)) = prefix.as_bytes().split_last() {
        range = range.lt([head, &[last + 1]].concat());
    }
    range.into_stream().map_err(|e| engine_error(e.into()))
}

/// The stem of who or what does it, and of what an agent does, which the rules of English stems
/// leave apart: `contribut` for `contributor`, and the other way round. Those in `-er` and `-ator`
/// lose their ending with the rest.
fn agent(stem: &str) -> Option<String> {
    let is_verb = |stem: &&str| stem.len() >= MIN_VERB && stem.ends_with(['s', 't']);
    let verb = stem.strip_suffix("or").filter(is_verb).map(str::to_owned);
    verb.or_else(|| Some(stem).filter(is_verb).map(|verb| format!("{verb}or")))
}

/// The words of `typed` in a row as they are, for [`Terms::phrase`].
pub(super) fn exact_row(typed: &QueryWord) -> Vec<(u32, Vec<String>)> {
    typed.parts.iter().map(|part| (part.offset, vec![part.exact.clone()])).collect()
}

/// The same in any form.
pub(super) fn stemmed_row(typed: &QueryWord) -> Vec<(u32, Vec<String>)> {
    let forms = |part: &QueryPart| {
        let stem = part.stem.as_deref().unwrap_or(&part.exact);
        vec![part.exact.clone(), format!("{}{stem}", analysis::STEM)]
    };
    typed.parts.iter().map(|part| (part.offset, forms(part))).collect()
}
