//! `kubenotes rollback`

use anyhow::{Context as _, Result};
use kubenotes::Index;

use crate::args::{Format, RollbackArgs};
use crate::config::Settings;
use crate::failure::Exit;
use crate::output::{Output, json};

pub(crate) fn run(args: &RollbackArgs, settings: &Settings, output: &Output) -> Result<Exit> {
    let since = jiff::Timestamp::now().to_string();
    let manifest = Index::roll_back(&settings.index, args.generation.as_deref(), &since)
        .context("cannot roll back")?;
    let mut results = output.results();
    if output.format == Format::Text {
        results.text(|out, _| {
            let (generation, documents) = (&manifest.generation, manifest.documents);
            writeln!(out, "generation {generation} is published: {documents} documents")
        })?;
    } else {
        results.json(&json::RollbackWire { manifest: &manifest })?;
    }
    results.finish()?;
    Ok(Exit::Done)
}
