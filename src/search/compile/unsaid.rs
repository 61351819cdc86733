//! Conditions on what many notes do not say: where and when it was.

use super::Compiler;
use crate::document::Region;
use crate::error::Result;
use crate::query::{Condition, EventFilter, Filter};
use crate::search::filters::Filters;
use crate::search::plan::{All, Plan, Predicate};

/// What meets a condition, and what does not say whether it does.
pub(super) struct Unsaid {
    pub(super) meets: Plan,
    pub(super) silent: Plan,
}

impl Compiler<'_> {
    /// Both for a condition on an event or a year; `None` for another one.
    pub(super) fn unsaid(&mut self, condition: &Condition) -> Result<Option<Unsaid>> {
        let mut silent = Vec::new();
        for filter in &condition.any {
            match filter {
                Filter::Year(_) => silent.push(without(Predicate::NoYear)),
                Filter::Event(event) => {
                    silent.push(without(Predicate::NoEvent));
                    silent.extend(self.somewhere(event)?);
                }
                _ => return Ok(None),
            }
        }
        let mut filters = Filters::default();
        for filter in &condition.any {
            filters.add(filter, self.concepts.terms)?;
        }
        let mut all = All::default();
        filters.into_all(&mut all);
        Ok(Some(Unsaid { meets: Plan::All(all), silent: Plan::Best(silent) }))
    }

    /// Documents of an event that do not say where it was; `None` when that is not asked for.
    fn somewhere(&self, event: &EventFilter) -> Result<Option<Plan>> {
        let named = !(event.series.is_empty() && event.colocated.is_empty());
        if event.region.is_none() || !named {
            return Ok(None);
        }
        let of_event = |event: EventFilter| -> Result<Vec<Plan>> {
            let mut filters = Filters::default();
            filters.add(&Filter::Event(event), self.concepts.terms)?;
            let mut all = All::default();
            filters.into_all(&mut all);
            Ok(all.filters)
        };
        let anywhere = EventFilter { region: None, ..event.clone() };
        let in_region =
            |region: Region| EventFilter { region: Some(region), ..EventFilter::default() };
        let mut all = All { filters: of_event(anywhere)?, ..All::default() };
        for region in Region::ALL {
            all.excluded.extend(of_event(in_region(region))?);
        }
        Ok(Some(Plan::All(all)))
    }
}

/// Documents whose column has no value.
fn without(predicate: Predicate) -> Plan {
    Plan::All(All { predicates: vec![predicate], ..All::default() })
}
