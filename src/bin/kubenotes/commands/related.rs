//! `kubenotes related`

use anyhow::{Context as _, Result};

use super::{Places, exit_for};
use crate::args::{Format, RelatedArgs};
use crate::config::Settings;
use crate::failure::Exit;
use crate::output::{Output, json, text};
use crate::recent;

pub(crate) fn run(args: &RelatedArgs, settings: &Settings, output: &Output) -> Result<Exit> {
    let target = recent::find(&args.target, settings)?;
    let id = &target.document.id;
    let hits = target.searcher.related(id, args.limit).context("cannot search")?;
    let mut results = output.results();
    match output.format {
        Format::Json => {
            results.json(&json::RelatedWire { id, hits: hits.iter().map(json::hit).collect() })?;
        }
        Format::Jsonl => hits.iter().try_for_each(|hit| results.json(&json::hit(hit)))?,
        Format::Text => results.text(|out, look| {
            let places = Places::to_link(&target.manifest, look);
            let locate = |path: &str| places.url(path);
            text::write_hits(out, look, &hits, 1, &locate)
        })?,
    }
    results.finish()?;
    Ok(exit_for(hits.len()))
}
