//! What a sentence may ask for when nothing meets all of its conditions: the same with one of them
//! given up, then with more.

use super::{Condition, Understood, interpreted};
use crate::query::ast::Filter;

/// A reading that asks for less.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LessStrict {
    pub(crate) understood: Understood,
    /// What was given up, in words.
    pub(crate) without: String,
}

/// What can be given up, the least certain first: notes seldom say of what kind a session was, and
/// often not in which part of the world. Names are never given up: then they are words.
const STEPS: [Step; 4] = [Step::Kind, Step::Region, Step::Event, Step::Year];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Kind,
    /// Where the event was, not which it was.
    Region,
    Event,
    Year,
}

impl Step {
    fn is_about(self, condition: &Condition) -> bool {
        condition.any.iter().any(|filter| match (self, filter) {
            (Step::Kind, Filter::Kind(_))
            | (Step::Event, Filter::Event(_))
            | (Step::Year, Filter::Year(_)) => true,
            (Step::Region, Filter::Event(event)) => {
                event.region.is_some() && !(event.series.is_empty() && event.colocated.is_empty())
            }
            _ => false,
        })
    }

    /// What is left of the condition.
    fn left_of(self, condition: &Condition) -> Option<Condition> {
        if self != Step::Region {
            return None;
        }
        let mut left = condition.clone();
        for filter in &mut left.any {
            if let Filter::Event(event) = filter {
                event.region = None;
            }
        }
        Some(left)
    }
}

impl Understood {
    /// Whether it asks when or where something was, and for something besides: many notes do not say
    /// the former.
    pub(crate) fn asks_when_or_where(&self) -> bool {
        let is_about = |condition: &&Condition| {
            Step::Event.is_about(condition) || Step::Year.is_about(condition)
        };
        let n_about = self.required.iter().filter(is_about).count();
        n_about > 0 && (n_about < self.required.len() || !self.words.is_empty())
    }

    /// Readings that ask for less, in the order to try them in. What is given up is preferred
    /// still. Empty where nothing can be given up.
    pub(crate) fn less_strict(&self) -> Vec<LessStrict> {
        let given: Vec<Step> = STEPS
            .into_iter()
            .filter(|step| self.required.iter().any(|condition| step.is_about(condition)))
            .collect();
        let one = given.iter().map(|step| vec![*step]);
        let more = (2..=given.len()).filter_map(|n| given.get(..n).map(<[Step]>::to_vec));
        let mut readings: Vec<LessStrict> = Vec::with_capacity(2 * given.len());
        for reading in one.chain(more).filter_map(|steps| self.without(&steps)) {
            let is_same = |known: &LessStrict| known.understood == reading.understood;
            if !readings.iter().any(is_same) {
                readings.push(reading);
            }
        }
        readings
    }

    /// `None` where nothing would be left to ask for.
    fn without(&self, steps: &[Step]) -> Option<LessStrict> {
        let mut understood = Understood { required: Vec::new(), ..self.clone() };
        let mut given_up: Vec<String> = Vec::new();
        for condition in &self.required {
            let mut left = Some(condition.clone());
            for step in steps {
                if let Some(condition) = left.as_ref().filter(|left| step.is_about(left)) {
                    left = step.left_of(condition);
                }
            }
            if left.as_ref() == Some(condition) {
                understood.required.push(condition.clone());
                continue;
            }
            given_up.extend(condition.any.iter().map(Filter::to_string));
            understood.preferred.push(condition.clone());
            understood.given_up.push(condition.clone());
            understood.required.extend(left);
        }
        if understood.required.is_empty() && understood.words.is_empty() {
            return None;
        }
        let text = self.interpreted.as_ref().map(|interpreted| interpreted.text.clone());
        understood.interpreted = Some(interpreted(text.unwrap_or_default(), &understood));
        Some(LessStrict { understood, without: given_up.join(", ") })
    }
}

#[cfg(test)]
mod tests {
    use crate::query::tests::{Names, show};
    use crate::query::{Query, understand};

    /// What is left to ask for, step by step.
    fn check(text: &str, expected: &[&str]) {
        let understood = understand(&Query::parse(text), &Names).unwrap();
        let steps = understood.less_strict();
        let shown: Vec<String> = steps
            .iter()
            .map(|step| format!("{} without {}", show(&step.understood), step.without))
            .collect();
        let shown: Vec<String> =
            shown.iter().map(|step| step.replace("KubeCon + CloudNativeCon", "KubeCon")).collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn the_least_certain_is_given_up_first() {
        check("flux", &[]);
        check("talks by liz rice about ebpf", &[]);
        check("keynotes about flux", &["flux ~[kind:keynote] without kind:keynote"]);
        check(
            "keynotes by liz rice in 2021",
            &[
                "[speaker:\"Liz Rice\", year:2021] ~[kind:keynote] without kind:keynote",
                "[kind:keynote, speaker:\"Liz Rice\"] ~[year:2021] without year:2021",
                "[speaker:\"Liz Rice\"] ~[kind:keynote, year:2021] without kind:keynote, year:2021",
            ],
        );
        check(
            "flux kubecon eu 2021",
            &[
                "flux [year:2021, event:\"KubeCon\"] ~[event:\"KubeCon Europe\"] without event:\"KubeCon Europe\"",
                "flux [year:2021] ~[event:\"KubeCon Europe\"] without event:\"KubeCon Europe\"",
                "flux [event:\"KubeCon Europe\"] ~[year:2021] without year:2021",
                "flux ~[year:2021, event:\"KubeCon Europe\"] without year:2021, event:\"KubeCon Europe\"",
            ],
        );
        check(
            "kubecon eu 2021",
            &[
                "[year:2021, event:\"KubeCon\"] ~[event:\"KubeCon Europe\"] without event:\"KubeCon Europe\"",
                "[year:2021] ~[event:\"KubeCon Europe\"] without event:\"KubeCon Europe\"",
                "[event:\"KubeCon Europe\"] ~[year:2021] without year:2021",
            ],
        );
    }
}
