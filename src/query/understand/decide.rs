//! Whether what was found in a sentence is a condition, a preference, or just words: by what
//! stands around it, and by how often it is an ordinary word.

use std::ops::Range;

use super::events::Certainty;
use super::names::Found;
use super::roles::{PREPOSITION, Roles};
use super::sentence::{Fate, Sentence};
use super::{BARE, Decision, INTRODUCED, ONE_NAME, Vocabulary, is_ordinary};
use crate::Kind;
use crate::lexicon::events::KUBECON;

/// Decides on everything found, and marks the words that became conditions.
pub(super) fn decide(
    sentence: &mut Sentence<'_>,
    found: Vec<(Range<usize>, Found)>,
    vocabulary: &dyn Vocabulary,
) -> Vec<Decision> {
    let typed: Vec<&str> =
        sentence.children.iter().filter_map(|child| child.node.field_name()).collect();
    let starts: Vec<usize> = found.iter().map(|(range, _)| range.start).collect();
    let mut decisions: Vec<Decision> = Vec::new();
    for (range, what) in found {
        let intro = Intro::of(sentence, &range, &decisions);
        let around = Around { sentence, range: &range, intro: &intro, starts: &starts, vocabulary };
        let required = match around.verdict(&what) {
            Some(required) => required && !typed.contains(&what.field_name()),
            None => continue,
        };
        // `talks not by Acme`, `everything except keynotes`
        if let Some(not) = intro.start.checked_sub(1).filter(|at| is_negation(sentence, *at)) {
            sentence.set_fate(not..range.end, Fate::Taken);
            decisions.push(Decision { range, found: what, required, excluded: true });
            continue;
        }
        let weak = matches!(what, Found::Kind { .. } | Found::Event(_, _, Certainty::Hint));
        if required {
            let named = matches!(what, Found::Companies(..));
            // `Lyft engineers`
            let people = usize::from(named && sentence.is(range.end, Roles::PEOPLE));
            sentence.set_fate(intro.start..range.end + people, Fate::Taken);
        } else if weak {
            sentence.set_fate(range.clone(), Fate::Optional);
        }
        match what {
            Found::Event(event, years, certainty) if required => {
                if !years.is_empty() && !typed.contains(&"year") {
                    let years = Found::Years(years.iter().map(|year| *year..=*year).collect());
                    let range = range.clone();
                    decisions.push(Decision { range, found: years, required, excluded: false });
                }
                let found = Found::Event(event, Vec::new(), certainty);
                decisions.push(Decision { range, found, required, excluded: false });
            }
            found => decisions.push(Decision { range, found, required, excluded: false }),
        }
    }
    join_kubecon(sentence, &mut decisions);
    decisions
}

/// Whether the word at `at` says that what follows is not wanted.
fn is_negation(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.get(at).is_some_and(|atom| {
        matches!(
            &*atom.text,
            "not" | "except" | "without" | "excluding" | "nicht" | "ohne" | "sauf"
        )
    })
}

/// `kubecon talks in barcelona` names one event in two places.
fn join_kubecon(sentence: &mut Sentence<'_>, decisions: &mut Vec<Decision>) {
    let is_hint = |decision: &Decision| {
        !decision.required
            && !decision.excluded
            && matches!(decision.found, Found::Event(_, _, Certainty::Hint))
    };
    let Some(hint) = decisions.iter().position(is_hint) else { return };
    let place = decisions.iter_mut().find_map(|decision| match &mut decision.found {
        Found::Event(event, ..)
            if decision.required && !decision.excluded && event.series.is_empty() =>
        {
            Some(event)
        }
        _ => None,
    });
    let Some(place) = place.filter(|place| place.colocated.is_empty()) else { return };
    place.series.push(KUBECON.to_owned());
    let Decision { range, .. } = decisions.remove(hint);
    sentence.set_fate(range, Fate::Taken);
}

/// The words before a name that say what it is there for.
struct Intro {
    /// What the preposition is.
    roles: Roles,
    /// Where the words begin that belong to the name.
    start: usize,
    /// Whether what comes before is what the name belongs to: `talks by`, `people at`.
    attached: bool,
    /// Whether talks or such were spoken of anywhere before: `talks about gitops from`.
    loosely: bool,
    people: bool,
    /// Whether the name is another one in a row: `by A and B`.
    continued: bool,
}

impl Intro {
    fn of(sentence: &Sentence<'_>, range: &Range<usize>, decisions: &[Decision]) -> Intro {
        let is_before = |at: usize, roles: Roles| {
            at.checked_sub(1).is_some_and(|before| sentence.is(before, roles))
        };
        let mut at = range.start;
        while is_before(at, Roles::ARTICLE) && !is_before(at, PREPOSITION) {
            at -= 1;
        }
        let none = Intro {
            roles: Roles::NONE,
            start: range.start,
            attached: false,
            loosely: false,
            people: false,
            continued: false,
        };
        if !is_before(at, PREPOSITION) {
            let before = if is_before(at, Roles::AND) { at - 1 } else { at };
            let last = decisions.last().filter(|last| last.required && last.range.end == before);
            return match last {
                Some(_) => Intro { start: before, continued: true, ..none },
                None => none,
            };
        }
        at -= 1;
        let roles = sentence.get(at).map(|atom| atom.roles).unwrap_or_default();
        let people = is_before(at, Roles::PEOPLE);
        if people {
            at -= 1;
            while is_before(at, Roles::ARTICLE | Roles::BY | Roles::WITH) {
                at -= 1;
            }
        }
        let attached = people
            || at == 0
            || is_before(at, Roles::SESSIONS | Roles::SAY | Roles::QUESTION)
            || decisions.last().is_some_and(|last| last.range.end == at);
        let is_kind = |last: &Decision| matches!(last.found, Found::Kind { .. });
        let loosely = (0..at).any(|before| sentence.is(before, Roles::SESSIONS))
            || decisions.iter().any(is_kind);
        Intro { roles, start: at, attached, loosely, people, continued: false }
    }
}

/// A found name with all that decides about it.
struct Around<'a> {
    sentence: &'a Sentence<'a>,
    range: &'a Range<usize>,
    intro: &'a Intro,
    /// Where the things begin that were found.
    starts: &'a [usize],
    vocabulary: &'a dyn Vocabulary,
}

impl Around<'_> {
    /// Whether it is required, or (false) preferred; `None` for neither.
    fn verdict(&self, found: &Found) -> Option<bool> {
        match found {
            Found::Speakers(_, documents) => self.speakers(*documents),
            Found::Companies(_, documents) => self.companies(*documents),
            Found::Kind { kind, plural } => Some(self.kind(*kind, *plural)),
            Found::Years(_) => (!self.is_version()).then_some(true),
            Found::Event(_, years, certainty) => self.event(!years.is_empty(), *certainty),
        }
    }

    fn is_after(&self, roles: Roles) -> bool {
        self.sentence.is(self.range.end, roles)
    }

    fn is_before(&self, roles: Roles) -> bool {
        self.range.start.checked_sub(1).is_some_and(|before| self.sentence.is(before, roles))
    }

    fn ends_sentence(&self) -> bool {
        self.sentence.get(self.range.end).is_none()
    }

    fn is_ordinary(&self, documents: u64, ratio: u64) -> bool {
        let run = self.sentence.run(self.range.clone()).unwrap_or_default();
        is_ordinary(&run, documents, ratio, self.vocabulary)
    }

    /// Whether the words are an alias of something.
    fn names_another(&self, folded: &str) -> bool {
        !self.vocabulary.lexicon().aliases_of(folded).is_empty()
    }

    /// `Windows Server 2019`
    fn is_version(&self) -> bool {
        let before = self.range.start.checked_sub(1).and_then(|before| self.sentence.get(before));
        before.is_some_and(|before| matches!(&*before.text, "server" | "edition" | "cve"))
    }

    /// `what did X say`
    fn says(&self) -> bool {
        self.is_before(Roles::AUXILIARY) && self.is_after(Roles::SAY)
    }

    /// `X's keynote`
    fn owns(&self) -> bool {
        let last = self.range.end.checked_sub(1).and_then(|last| self.sentence.get(last));
        last.is_some_and(|last| last.possessive)
            && (self.is_after(Roles::SESSIONS) || self.starts.contains(&self.range.end))
    }

    fn speakers(&self, documents: u64) -> Option<bool> {
        let atoms = self.sentence.atoms.get(self.range.clone()).unwrap_or(&[]);
        // `O'Neil` is one word, `"Liz Rice"` two.
        let full = match (atoms.first(), atoms.last()) {
            (Some(first), Some(last)) => {
                first.child != last.child || (first.quoted && atoms.len() > 1)
            }
            _ => false,
        };
        let introduced = self.intro.roles.any(Roles::BY) || self.says() || self.owns();
        if introduced && !self.is_ordinary(documents, INTRODUCED) {
            return Some(true);
        }
        let run = self.sentence.run(self.range.clone()).unwrap_or_default();
        let ratio = if full { BARE } else { ONE_NAME };
        if self.is_ordinary(documents, ratio) || self.names_another(&run) {
            return None;
        }
        Some(full || self.intro.continued)
    }

    fn companies(&self, documents: u64) -> Option<bool> {
        let by_or_from = self.intro.roles.any(Roles::BY | Roles::FROM);
        // `migrating from docker to containerd`
        let left = self.is_after(Roles::UNTIL) && !self.is_after(Roles::AND);
        let introduced = (by_or_from && self.intro.attached && !left)
            || self.intro.people
            || self.intro.continued
            || self.is_after(Roles::PEOPLE)
            || self.says()
            || self.owns();
        if introduced && !self.is_ordinary(documents, INTRODUCED) {
            return Some(true);
        }
        if by_or_from && self.intro.loosely && !left && !self.is_ordinary(documents, BARE) {
            return Some(true);
        }
        let named = self.intro.roles.any(PREPOSITION) && self.intro.attached;
        (named || !self.is_ordinary(documents, BARE)).then_some(false)
    }

    fn kind(&self, kind: Kind, plural: bool) -> bool {
        let before = self.sentence.atoms.get(..self.range.start).unwrap_or(&[]);
        let leads = before.iter().all(|atom| atom.roles != Roles::NONE || atom.fate == Fate::Taken);
        let introduces = self.is_after(PREPOSITION | Roles::ABOUT | Roles::AND)
            || self.starts.contains(&self.range.end);
        if plural {
            // `grafana panels` are no sessions.
            introduces || leads || (self.ends_sentence() && kind != Kind::Panel)
        } else {
            let owned = before.last().is_some_and(|atom| atom.possessive);
            leads && (introduces || (owned && self.ends_sentence()))
        }
    }

    fn event(&self, dated: bool, certainty: Certainty) -> Option<bool> {
        let placed = self.intro.roles.any(Roles::IN | Roles::AT | Roles::FROM);
        match certainty {
            Certainty::Certain => Some(true),
            // `talks about gitops in valencia`: a city that had a KubeCon, as a region is not.
            Certainty::IfAttached if placed => {
                Some(self.intro.attached || (dated && self.intro.loosely))
            }
            Certainty::IfAttached => dated.then_some(false),
            Certainty::Hint => Some(false),
        }
    }
}
