//! `kubenotes facets`

use anyhow::{Context as _, Result};
use kubenotes::Index;

use super::exit_for;
use crate::args::{FacetsArgs, Format};
use crate::config::Settings;
use crate::failure::Exit;
use crate::output::{Output, json, table};

pub(crate) fn run(args: &FacetsArgs, settings: &Settings, output: &Output) -> Result<Exit> {
    let field = args.field.into();
    let index = Index::open(&settings.index).context("cannot open the index")?;
    let mut counts = index
        .searcher()
        .and_then(|searcher| searcher.facets(field))
        .context("cannot count the values")?;
    counts.truncate(args.limit.unwrap_or(usize::MAX));
    let mut results = output.results();
    match output.format {
        Format::Json => results.json(&json::FacetsWire { field, values: &counts })?,
        Format::Jsonl => counts.iter().try_for_each(|count| results.json(count))?,
        Format::Text => results.text(|out, look| table::write_counts(out, look, &counts))?,
    }
    results.finish()?;
    Ok(exit_for(counts.len()))
}
