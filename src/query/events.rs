//! Which event some words name: `KubeCon EU 2023`, `kubecon valencia`, `#KubeCon NA`.

use std::fmt;

use crate::Region;

/// A condition on the event; what is `None` or empty may be anything. Years are a condition of
/// their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EventFilter {
    /// Names of series, any of which it may be.
    pub(crate) series: Vec<String>,
    /// Where in the world.
    pub(crate) region: Option<Region>,
    /// Names of co-located events, any of which it may be.
    pub(crate) colocated: Vec<String>,
}

impl fmt::Display for EventFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.colocated.iter().chain(&self.series).map(String::as_str);
        let region = self.region.map(Region::name);
        for (i, part) in names.chain(region).enumerate() {
            f.write_str(if i > 0 { " " } else { "" })?;
            f.write_str(part)?;
        }
        Ok(())
    }
}
