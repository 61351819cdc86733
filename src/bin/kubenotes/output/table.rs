//! Counts and facts in aligned columns.

use std::io::{self, Write};

use kubenotes::{FacetCount, FacetValue};

use super::{Look, sanitize_line};

/// Writes one count and value a line. Counts come first: they align whatever script a value is in.
pub(crate) fn write_counts(
    out: &mut dyn Write,
    look: Look,
    counts: &[FacetCount],
) -> io::Result<()> {
    let digits = counts.iter().map(|c| c.count).max().unwrap_or(0).to_string().len();
    let dim = look.palette.dim;
    for FacetCount { value, count } in counts {
        write!(out, "{dim}{count:>digits$}{dim:#}  ")?;
        match value {
            FacetValue::Number(number) => writeln!(out, "{number}")?,
            FacetValue::Text(text) => writeln!(out, "{}", sanitize_line(text))?,
        }
    }
    Ok(())
}

/// Writes one name and value a line.
pub(crate) fn write_facts(
    out: &mut dyn Write,
    look: Look,
    facts: &[(&str, String)],
) -> io::Result<()> {
    let widest = facts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let dim = look.palette.dim;
    for (name, value) in facts {
        writeln!(out, "{dim}{name:widest$}{dim:#}  {}", sanitize_line(value))?;
    }
    Ok(())
}
