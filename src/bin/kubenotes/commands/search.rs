//! `kubenotes search`

use std::thread;
use std::time::Instant;

use anyhow::{Context as _, Result};
use kubenotes::{ErrorKind, Index, Query, SearchOptions};

use super::{Places, exit_for};
use crate::args::{Format, SearchArgs};
use crate::build;
use crate::config::Settings;
use crate::failure::Exit;
use crate::freshness::Freshness;
use crate::nightly;
use crate::output::{Output, json, text};
use crate::recent;

pub(crate) fn run(args: &SearchArgs, settings: &Settings, output: &Output) -> Result<Exit> {
    let index = open_or_build(settings, output)?;
    let manifest = index.manifest();
    let query = query(args).context("cannot read the query")?;
    let (answer, took, freshness) = thread::scope(|scope| {
        // Looking at the notes is waiting for the disk: it need not come after the search.
        let freshness = scope.spawn(|| Freshness::at_a_glance(&manifest, settings));
        let started = Instant::now();
        let answer = index
            .searcher()
            .map(|searcher| searcher.with_additions(&settings.vocabulary))
            .and_then(|searcher| searcher.search(&query, &options(args)))
            .context("cannot search");
        let took = started.elapsed();
        let freshness = freshness.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (answer, took, freshness)
    });
    let (answer, freshness) = (answer?, freshness?);

    if output.format != Format::Json {
        if let Some(notice) = freshness.notice() {
            output.warning(notice);
        }
        text::notice_reading(output, &answer);
    }
    let mut results = output.results();
    match output.format {
        Format::Json => {
            let took_us = took.as_micros().try_into().unwrap_or(u64::MAX);
            let stale = freshness.is_stale();
            results.json(&json::answer(&query.text, &answer, took_us, &manifest, stale))?;
        }
        Format::Jsonl => answer.hits.iter().try_for_each(|hit| results.json(&json::hit(hit)))?,
        Format::Text => results.text(|out, look| {
            let places = Places::to_link(&manifest, look);
            let locate = |path: &str| places.url(path);
            text::write_hits(out, look, &answer.hits, args.offset + 1, &locate)?;
            text::write_facets(out, look, &answer.facets)
        })?,
    }
    results.finish()?;
    if output.format == Format::Text {
        text::notice_total(output, &answer, args.offset, args.limit);
        let ids = answer.hits.iter().map(|hit| hit.document.id.clone()).collect();
        // The answer has been given: what only serves the next command must not fail this one.
        if let Err(error) = recent::remember(&settings.index, args.offset + 1, ids)
            && output.verbose
        {
            output.warning(format_args!("{error:#}"));
        }
    }
    if output.verbose {
        output.notice(format_args!("{} documents, {took:.1?}", manifest.documents));
    }
    Ok(exit_for(answer.hits.len()))
}

fn query(args: &SearchArgs) -> Result<Query, kubenotes::Error> {
    let mut query = Query::parse(&args.words.join(" ")).literal(args.literal);
    for (field, value) in args.filters.conditions() {
        query.add_filter(field, value)?;
    }
    Ok(query)
}

fn options(args: &SearchArgs) -> SearchOptions {
    let mut options = SearchOptions::default();
    options.limit = args.limit;
    options.offset = args.offset;
    options.sort = args.sort.into();
    options.facets = args.facets.iter().map(|&field| field.into()).collect();
    options.group = !args.no_group;
    options.explain = args.explain;
    options
}

/// The index, built from the notes when there is none yet.
fn open_or_build(settings: &Settings, output: &Output) -> Result<Index> {
    let open = || Index::open(&settings.index);
    match open() {
        Err(error) if error.kind() == ErrorKind::IndexMissing => {
            let corpus: Vec<_> = settings.corpus.iter().map(|dir| dir.to_string_lossy()).collect();
            let place = settings.index.display();
            output.notice(format_args!(
                "no index in {place} yet: building it from {}",
                corpus.join(", ")
            ));
            let built = nightly::first(settings, output)?;
            build::report_diagnostics(&built.diagnostics, output);
            let sections = built.documents - built.sessions;
            let summary = build::summary(built.sessions, sections, built.notes);
            output.notice(format_args!("indexed {summary}"));
            open()
        }
        opened => opened,
    }
    .context("cannot open the index")
}
