//! `kubenotes status`

use anyhow::{Context as _, Result};
use kubenotes::Index;

use crate::args::Format;
use crate::config::Settings;
use crate::failure::Exit;
use crate::freshness::Freshness;
use crate::output::{Output, json, table};

pub(crate) fn run(settings: &Settings, output: &Output) -> Result<Exit> {
    let index = Index::open(&settings.index).context("cannot open the index")?;
    let manifest = index.manifest();
    let freshness = Freshness::of(&manifest, settings)?;
    let place = std::path::absolute(&settings.index).context("cannot find the index")?;
    let place = place.to_string_lossy();
    let mut results = output.results();
    if output.format == Format::Text {
        let facts = [
            ("index", place.into_owned()),
            ("generation", manifest.generation),
            (
                "built",
                format!("{} by kubenotes {}", seconds(&manifest.built_at), manifest.built_by),
            ),
            ("documents", manifest.documents.to_string()),
            ("notes", manifest.corpus.join(", ")),
            ("state", state(freshness).to_owned()),
        ];
        results.text(|out, look| table::write_facts(out, look, &facts))?;
    } else {
        let stale = freshness.is_stale();
        results.json(&json::StatusWire { index: &place, manifest: &manifest, stale })?;
    }
    results.finish()?;
    Ok(Exit::Done)
}

/// A time without its fraction, which says nothing to people.
fn seconds(time: &str) -> String {
    match time.split_once('.') {
        Some((seconds, _)) => format!("{seconds}Z"),
        None => time.to_owned(),
    }
}

fn state(freshness: Freshness) -> &'static str {
    freshness.notice().unwrap_or(match freshness {
        Freshness::Unknown => "not known: the notes are out of reach",
        _ => "up to date",
    })
}
