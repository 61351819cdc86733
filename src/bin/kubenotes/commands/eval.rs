//! `kubenotes eval`

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use kubenotes::{Index, Query, SearchOptions, Searcher};
use serde::Serialize;

use crate::args::{EvalArgs, Format};
use crate::config::Settings;
use crate::evaluation::{DEPTH, LabelledQuery, Quality, Sessions};
use crate::failure::{Exit, Problem};
use crate::output::{Output, table};

/// What is printed.
#[derive(Debug, Serialize)]
struct Report<'q> {
    queries: usize,
    #[serde(flatten)]
    mean: Quality,
    ndcg10_by_type: BTreeMap<&'q str, f64>,
    worst: Vec<Judged<'q>>,
}

/// One query and how well it was answered.
#[derive(Debug, Serialize)]
struct Judged<'q> {
    id: &'q str,
    #[serde(rename = "type")]
    kind: &'q str,
    query: &'q str,
    #[serde(flatten)]
    quality: Quality,
    /// Of the hits in order.
    grades: Vec<u32>,
}

pub(crate) fn run(args: &EvalArgs, settings: &Settings, output: &Output) -> Result<Exit> {
    let queries = read(&args.queries)?;
    let searcher = Index::open(&settings.index)
        .and_then(|index| index.searcher())
        .context("cannot open the index")?
        .with_additions(&settings.vocabulary);
    let judged = judge(&queries, &searcher)?;
    let report = report(judged, args.worst);
    let mut results = output.results();
    if output.format == Format::Text {
        let Quality { ndcg10, mrr, recall10 } = report.mean;
        let mut facts = vec![("queries".to_owned(), report.queries.to_string())];
        let means = [("ndcg10", ndcg10), ("mrr", mrr), ("recall10", recall10)];
        facts.extend(means.map(|(name, mean)| (name.to_owned(), format!("{mean:.3}"))));
        facts.extend(
            report
                .ndcg10_by_type
                .iter()
                .map(|(kind, mean)| (format!("ndcg10.{kind}"), format!("{mean:.3}"))),
        );
        let facts: Vec<_> = facts.iter().map(|(name, value)| (&**name, value.clone())).collect();
        results.text(|out, look| {
            table::write_facts(out, look, &facts)?;
            report.worst.iter().try_for_each(|judged| {
                let Judged { id, kind, query, quality, grades } = judged;
                writeln!(out, "{:.2} {id} {kind} {query:?} grades {grades:?}", quality.ndcg10)
            })
        })?;
    } else {
        results.json(&report)?;
    }
    results.finish()?;
    Ok(Exit::Done)
}

/// The mean quality of what `searcher` answers to the queries in the file `queries`.
pub(crate) fn mean_quality(queries: &Path, searcher: &Searcher) -> Result<Quality> {
    let queries = read(queries)?;
    let judged: Vec<_> = judge(&queries, searcher)?.iter().map(|judged| judged.quality).collect();
    Ok(Quality::mean(&judged))
}

fn read(path: &Path) -> Result<Vec<LabelledQuery>> {
    let file = path.display();
    let unusable = |reason: String| {
        Problem::new("queries", format!("{file}: {reason}"))
            .hint("`kubenotes eval --help` says what the file must hold")
    };
    let text = std::fs::read(path).map_err(|error| unusable(error.to_string()))?;
    let queries: Result<Vec<LabelledQuery>, _> =
        serde_json::from_slice(&text).map_err(|error| unusable(error.to_string()));
    let queries = queries.context("cannot read the queries")?;
    if queries.is_empty() {
        return Err(unusable("there is no query in it".to_owned()))
            .context("cannot read the queries");
    }
    Ok(queries)
}

/// Asks every query and measures its answer.
fn judge<'q>(queries: &'q [LabelledQuery], searcher: &Searcher) -> Result<Vec<Judged<'q>>> {
    let sessions = Sessions::of(queries);
    let mut options = SearchOptions::default();
    options.limit = DEPTH;
    options.group = false;
    let judge = |query: &'q LabelledQuery| {
        let answer = searcher.search(&Query::parse(&query.query), &options);
        let hits = answer.with_context(|| format!("cannot answer {}", query.id))?.hits;
        let hits: Vec<_> = hits.into_iter().map(|hit| hit.document.source).collect();
        let grades = sessions.grades(query, &hits);
        let quality = Quality::of(query, &grades).ok_or_else(|| {
            Problem::new("queries", format!("nothing is relevant to query {}", query.id))
        })?;
        Ok(Judged { id: &query.id, kind: &query.kind, query: &query.query, quality, grades })
    };
    queries.iter().map(judge).collect()
}

fn report(mut judged: Vec<Judged<'_>>, worst: usize) -> Report<'_> {
    let qualities: Vec<Quality> = judged.iter().map(|judged| judged.quality).collect();
    let mut by_type: BTreeMap<&str, Vec<Quality>> = BTreeMap::new();
    for judged in &judged {
        by_type.entry(judged.kind).or_default().push(judged.quality);
    }
    // Stable: queries of equal quality stay in the order of the file.
    judged.sort_by(|a, b| a.quality.ndcg10.total_cmp(&b.quality.ndcg10));
    judged.truncate(worst);
    Report {
        queries: qualities.len(),
        mean: Quality::mean(&qualities),
        ndcg10_by_type: by_type
            .into_iter()
            .map(|(kind, qualities)| (kind, Quality::mean(&qualities).ndcg10))
            .collect(),
        worst: judged,
    }
}
