//! `kubenotes status`

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use kubenotes::Index;

use crate::args::Format;
use crate::config::Settings;
use crate::failure::Exit;
use crate::freshness::Freshness;
use crate::output::text::plural;
use crate::output::{Output, json, table};

pub(crate) fn run(settings: &Settings, output: &Output) -> Result<Exit> {
    let index = Index::open(&settings.index).context("cannot open the index")?;
    let manifest = index.manifest();
    let freshness = Freshness::of(&manifest, settings)?;
    let place = std::path::absolute(&settings.index).context("cannot find the index")?;
    let place = place.to_string_lossy();
    let generations = Index::generations(&settings.index).context("cannot open the index")?;
    let age = manifest.built_at.parse::<jiff::Timestamp>().ok();
    let age = age.map(|built_at| jiff::Timestamp::now().as_second() - built_at.as_second());
    let mut results = output.results();
    if output.format == Format::Text {
        let facts = [
            ("index", place.into_owned()),
            ("generation", manifest.generation),
            ("kept", generations.join(", ")),
            (
                "built",
                format!(
                    "{} ({}) by kubenotes {}",
                    seconds(&manifest.built_at),
                    age.map_or("at an unknown time".to_owned(), ago),
                    manifest.built_by
                ),
            ),
            ("documents", manifest.documents.to_string()),
            ("kinds", counts(&manifest.kinds)),
            ("events", counts(&manifest.events)),
            ("notes", manifest.corpus.join(", ")),
            ("state", state(freshness).to_owned()),
        ];
        results.text(|out, look| table::write_facts(out, look, &facts))?;
    } else {
        let stale = freshness.is_stale();
        results.json(&json::StatusWire {
            index: &place,
            manifest: &manifest,
            generations: &generations,
            age_seconds: age,
            stale,
        })?;
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

/// How long ago something was, to the unit that matters.
fn ago(seconds: i64) -> String {
    let (n, unit) = match seconds {
        ..60 => return "just now".to_owned(),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{} ago", plural(n.try_into().unwrap_or(usize::MAX), unit, &format!("{unit}s")))
}

/// `12 keynote, 3 panel`, the most frequent first.
fn counts(counts: &BTreeMap<String, u64>) -> String {
    let mut counts: Vec<_> = counts.iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let counts: Vec<String> =
        counts.into_iter().map(|(name, count)| format!("{count} {name}")).collect();
    counts.join(", ")
}

fn state(freshness: Freshness) -> &'static str {
    freshness.notice().unwrap_or(match freshness {
        Freshness::Unknown => "not known: the notes are out of reach",
        _ => "up to date",
    })
}
