//! A query as the index can answer it: terms with their postings' places, and how they combine.
//!
//! A plan is of one index and of no segment in particular; [`scan`](super::scan) runs it.

use std::ops::RangeInclusive;
use std::rc::Rc;

use tantivy::postings::TermInfo;

use super::fields::FieldId;

/// Sums of the same numbers in another order differ by less than this.
pub(super) const ROUNDED: f32 = 0.9999;

/// Which documents are meant, and what makes one better than another.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    /// No document.
    Nothing,
    /// Every document, all alike.
    Everything,
    /// Documents that hold a word in one of its forms.
    Word(Rc<Word>),
    Phrase(Rc<Phrase>),
    All(All),
    /// Documents that match one of these; its score is that of the best.
    Best(Vec<Plan>),
    /// Documents that match some of these; scores add up.
    Sum(Sum),
    /// Documents that match, each with this score.
    Constant(Box<Plan>, f32),
}

/// Documents that match everything required and nothing excluded.
#[derive(Clone, Debug, Default)]
pub(super) struct All {
    /// Their scores add up.
    pub(super) required: Vec<Plan>,
    /// Required, too, and no better for it.
    pub(super) filters: Vec<Plan>,
    pub(super) predicates: Vec<Predicate>,
    /// Add to the score of documents that match anyway.
    pub(super) optional: Vec<Plan>,
    pub(super) excluded: Vec<Plan>,
    /// Documents that do not match all of these are worth much less.
    pub(super) wished: Vec<Plan>,
}

/// Documents that match enough of some plans.
#[derive(Clone, Debug, Default)]
pub(super) struct Sum {
    pub(super) plans: Vec<Plan>,
    /// How much of what the plans say together a document has to say, 0 to 1: 0 is any of them.
    pub(super) least: f32,
}

/// A condition on a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Predicate {
    Years(Vec<RangeInclusive<u16>>),
    /// By [`Kind`](crate::Kind) as a number.
    Kinds([bool; crate::Kind::ALL.len()]),
    /// Paths that hold one of these, in lower case.
    Paths(Vec<String>),
    /// Nothing is said of the year.
    NoYear,
    /// Nothing is said of the event.
    NoEvent,
}

/// A word in all its forms and fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    /// By field.
    pub(super) leaves: Vec<Leaf>,
    /// About how many documents hold it.
    pub(super) df: u64,
    /// How much it says that a document holds it.
    pub(super) idf: f32,
}

/// A term in a field.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub(super) field: FieldId,
    /// Where its postings are in each segment.
    pub(super) infos: Vec<Option<TermInfo>>,
    pub(super) df: u64,
    /// What its form is worth.
    pub(super) weight: f32,
}

/// Terms in a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrase {
    /// In each field that holds all of its terms.
    pub(super) fields: Vec<PhraseIn>,
    pub(super) df: u64,
    pub(super) idf: f32,
}

#[derive(Clone, Debug)]
pub(super) struct PhraseIn {
    pub(super) field: FieldId,
    /// How far each place is from the first one, and the terms that may stand there.
    pub(super) slots: Vec<(u32, Vec<Leaf>)>,
}

impl Plan {
    /// How many documents match at most, roughly: what running the plan costs.
    pub(super) fn cost(&self) -> u64 {
        match self {
            Plan::Nothing => 0,
            Plan::Everything => u64::MAX,
            Plan::Word(word) => word.leaves.iter().map(|leaf| leaf.df).sum(),
            Plan::Phrase(phrase) => phrase.df.saturating_mul(4),
            Plan::Constant(plan, _) => plan.cost(),
            Plan::All(all) => {
                let required = all.required.iter().chain(&all.filters);
                required.map(Plan::cost).min().unwrap_or(u64::MAX)
            }
            Plan::Sum(sum) => match sum.required().map(Plan::cost).min() {
                Some(cost) => cost,
                None => cost_of_all(&sum.plans),
            },
            Plan::Best(plans) => cost_of_all(plans),
        }
    }

    /// How much it says that a document matches.
    pub(super) fn importance(&self) -> f32 {
        match self {
            Plan::Nothing | Plan::Everything | Plan::Constant(..) => 0.0,
            Plan::Word(word) => word.idf,
            Plan::Phrase(phrase) => phrase.idf,
            Plan::All(all) => all.required.iter().map(Plan::importance).sum(),
            Plan::Best(plans) => plans.iter().map(Plan::importance).fold(0.0, f32::max),
            Plan::Sum(sum) => sum.whole(),
        }
    }

    /// Lets a document match that says any of what sums ask for, however little.
    pub(super) fn relax(&mut self) {
        match self {
            Plan::Nothing | Plan::Everything | Plan::Word(_) | Plan::Phrase(_) => {}
            Plan::Constant(plan, _) => plan.relax(),
            Plan::All(all) => {
                // What is excluded is meant as it was typed.
                let All { required, filters, optional, wished, .. } = all;
                required
                    .iter_mut()
                    .chain(filters)
                    .chain(optional)
                    .chain(wished)
                    .for_each(Plan::relax);
            }
            Plan::Best(plans) => plans.iter_mut().for_each(Plan::relax),
            Plan::Sum(sum) => {
                sum.least = 0.0;
                sum.plans.iter_mut().for_each(Plan::relax);
            }
        }
    }

    /// Whether no document can match, whatever the index holds.
    pub(super) fn is_nothing(&self) -> bool {
        match self {
            Plan::Nothing => true,
            Plan::Everything => false,
            Plan::Word(word) => word.leaves.is_empty(),
            Plan::Phrase(phrase) => phrase.fields.is_empty(),
            Plan::Constant(plan, _) => plan.is_nothing(),
            Plan::All(all) => all.required.iter().chain(&all.filters).any(Plan::is_nothing),
            Plan::Best(plans) | Plan::Sum(Sum { plans, .. }) => plans.iter().all(Plan::is_nothing),
        }
    }
}

fn cost_of_all(plans: &[Plan]) -> u64 {
    plans.iter().fold(0, |sum, plan| sum.saturating_add(plan.cost()))
}

impl Sum {
    /// What all of its plans say together.
    pub(super) fn whole(&self) -> f32 {
        self.plans.iter().map(Plan::importance).sum()
    }

    /// Plans without which a document cannot say enough.
    fn required(&self) -> impl Iterator<Item = &Plan> {
        let spare = self.spare();
        self.plans.iter().filter(move |plan| plan.importance() > spare)
    }

    /// How much a document may leave out and still say enough: what says more, it needs.
    pub(super) fn spare(&self) -> f32 {
        self.whole() * (1.0 - self.least * ROUNDED)
    }
}

/// BM25's weight of a word that `df` of `n` documents hold.
pub(super) fn idf(df: u64, n: u64) -> f32 {
    let (df, n) = (df.min(n) as f32, n as f32);
    (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
}
