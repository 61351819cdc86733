//! A condition on the event. Which event some words name is found in `understand`.

use std::fmt;

use crate::Region;

/// A condition on the event; what is `None` or empty may be anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EventFilter {
    /// Names of series, any of which it may be.
    pub(crate) series: Vec<String>,
    /// Where in the world.
    pub(crate) region: Option<Region>,
    /// Names of co-located events, any of which it may be.
    pub(crate) colocated: Vec<String>,
    /// Years, any of which it may be. Only a field's value has them here (`event:valencia`); those
    /// of a sentence are a condition of their own.
    pub(crate) years: Vec<u16>,
}

impl fmt::Display for EventFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.colocated.iter().chain(&self.series).map(String::as_str);
        let region = self.region.map(Region::name);
        let years = self.years.iter().map(u16::to_string);
        let parts = names.chain(region).map(str::to_owned).chain(years);
        f.write_str(&parts.collect::<Vec<String>>().join(" "))
    }
}
