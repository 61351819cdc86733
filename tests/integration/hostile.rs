//! Queries that nobody means, asked of a real index: no panic, and every cap is told.
//!
//! The counts are small; `KUBENOTES_TRIALS=full cargo test --test integration hostile --
//! --nocapture` asks a million queries, or as many as the variable says, and tells which took longest.

#![allow(clippy::print_stdout, reason = "a full run says how much it tried, with --nocapture")]
#![expect(clippy::print_stdout, reason = "`--nocapture` shows what was counted")]

use std::path::Path;
use std::time::{Duration, Instant};

use kubenotes::{
    Answer, Corpus, Document, FacetField, Index, Query, SearchOptions, Searcher, Sort, ingest,
};

use crate::nightly::{Random, trials};

/// Pieces that the query language or Unicode gives a meaning to.
const PIECES: &[&str] = &[
    " ",
    " ",
    " ",
    "\"",
    "“",
    "(",
    ")",
    "((",
    "))",
    "-",
    "|",
    "*",
    "* ",
    ":",
    "~1",
    "^2",
    "'",
    ",",
    "+",
    "#",
    ".",
    "/",
    "\\",
    "`",
    "\0",
    "\n",
    "\u{feff}",
    "\u{202e}",
    "\u{301}",
    " AND ",
    " OR ",
    " NOT ",
    "speaker:",
    "company:",
    "event:",
    "year:",
    "kind:",
    "title:",
    "project:",
    "path:",
    "body:",
    "2019..2021",
    ">=2020",
    "keynote",
    "kubecon",
    "eu",
    "talks by",
    " about ",
    " from ",
    " at ",
    "日本",
    "网",
    "é",
    "ß",
    "ﬁ",
    "🚀",
    "x",
    "C++",
    ".NET",
    "v1.21",
    "i18n",
    "k8s",
    "re:",
];

fn sample() -> (Searcher, Vec<Document>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let corpus = Corpus::open(&[folder]).expect("the sample notes are there");
    let documents = ingest(&corpus, None).expect("they can be read").documents;
    let index = Index::in_memory(&documents).expect("they can be indexed");
    (index.searcher().expect("the index can be searched"), documents)
}

/// Answers, and looks at what every answer must be.
#[track_caller]
fn ask(searcher: &Searcher, query: &Query, options: &SearchOptions) -> Answer {
    let text = &query.text;
    let answer = searcher.search(query, options);
    let answer = answer.unwrap_or_else(|error| panic!("{text:?}: {error:?}"));
    assert!(answer.hits.len() <= options.limit.min(answer.total), "{text:?}");
    for hit in &answer.hits {
        assert!(hit.score.is_finite() && hit.score >= 0.0, "{text:?}: {}", hit.score);
        for &(start, end) in &hit.snippet.highlights {
            assert!(hit.snippet.text.get(start..end).is_some(), "{text:?}: {start}..{end}");
        }
    }
    if options.sort == Sort::Score {
        assert!(answer.hits.is_sorted_by(|one, next| one.score >= next.score), "{text:?}");
    }
    answer
}

/// What people ask, and the words, names and titles of the notes.
fn seeds(documents: &[Document]) -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/queries.json");
    let text = std::fs::read_to_string(file).expect("the labelled queries are there");
    let queries: serde_json::Value = serde_json::from_str(&text).expect("they are JSON");
    let queries = queries.as_array().expect("they are a list").iter();
    let mut seeds: Vec<String> =
        queries.filter_map(|query| query["query"].as_str().map(str::to_owned)).collect();
    for document in documents {
        seeds.push(document.title.clone());
        seeds.extend(document.speakers.iter().map(|speaker| format!("talks by {}", speaker.name)));
        seeds.extend(document.companies.iter().map(|company| format!("company:\"{company}\"")));
        seeds.extend(document.body.split_whitespace().step_by(7).map(str::to_owned));
    }
    seeds
}

/// A query that is made of others, and broken here and there.
fn mutated(seeds: &[String], random: &mut Random) -> String {
    let mut text: Vec<char> = Vec::new();
    for _ in 0..=random.below(4) {
        match random.below(3) {
            0 => text.extend(PIECES[random.below(PIECES.len())].chars()),
            _ => text.extend(seeds[random.below(seeds.len())].chars().take(200)),
        }
        if random.below(2) == 0 {
            text.push(' ');
        }
    }
    for _ in 0..random.below(6) {
        let at = random.below(text.len() + 1);
        let inside = at < text.len();
        match random.below(6) {
            0 if inside => drop(text.remove(at)),
            1 if at + 1 < text.len() => text.swap(at, at + 1),
            2 if inside => text[at] = char::from_u32(random.below(0x1_0000) as u32).unwrap_or('?'),
            3 if inside => text.insert(at, text[at]),
            4 => drop(text.splice(at..at, PIECES[random.below(PIECES.len())].chars())),
            _ => text.truncate(at.max(1)),
        }
    }
    text.into_iter().collect()
}

fn options(random: &mut Random) -> SearchOptions {
    let mut options = SearchOptions::default();
    options.limit = 1 + random.below(20);
    options.offset = random.below(2) * random.below(30);
    options.group = random.below(3) > 0;
    options.sort = [Sort::Score, Sort::Score, Sort::Date, Sort::Title][random.below(4)];
    if random.below(8) == 0 {
        options.facets = vec![FacetField::Year, FacetField::Speaker];
    }
    options
}

#[test]
fn random_and_mutated_queries_are_answered() {
    let (searcher, documents) = sample();
    let seeds = seeds(&documents);
    let (mut slowest, mut slowest_query) = (Duration::ZERO, String::new());
    let n = match std::env::var("KUBENOTES_TRIALS").map(|trials| trials.parse()) {
        Ok(Ok(n)) => n,
        _ => trials(2_000, 1_000_000),
    };
    let mut found = 0;
    for seed in 0..n {
        let random = &mut Random::new(seed);
        let query = Query::parse(&mutated(&seeds, random)).literal(random.below(5) == 0);
        let options = options(random);
        let started = Instant::now();
        found += usize::from(ask(&searcher, &query, &options).total > 0);
        let took = started.elapsed();
        if took > slowest {
            (slowest, slowest_query) = (took, query.text);
        }
    }
    assert!(found > n / 4, "{found} of {n}: the queries are too odd to try anything");
    println!("{n} queries, {found} found something; {slowest:.1?} for {slowest_query:?}");
    println!("{}", peak_memory());
}

/// The most memory that the process had, where the system says so.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned()
}

#[test]
fn queries_that_are_too_deep_or_too_long_are_cut_and_it_is_said() {
    let (searcher, _) = sample();
    let options = SearchOptions::default();
    let depths: &[usize] = if trials(0, 1) == 1 {
        &[1, 10, 31, 32, 33, 100, 400, 1_000, 10_000, 100_000]
    } else {
        &[1, 33, 100_000]
    };
    let shapes: [(&str, &str, &str); 8] = [
        ("(", "flux", ")"),
        ("(flux OR ", "mesh", ")"),
        ("(flux NOT ", "mesh", ")"),
        ("(flux AND (mesh OR ", "istio", "))^2"),
        ("NOT ", "flux", ""),
        ("-(", "flux", ")"),
        ("\"(", "flux", ")\""),
        ("title:(", "flux", ")"),
    ];
    for (before, inner, after) in shapes {
        for &depth in depths {
            let text = format!("{}{inner}{}", before.repeat(depth), after.repeat(depth));
            let answer = ask(&searcher, &Query::parse(&text), &options);
            assert!(depth < 100_000 || !answer.warnings.is_empty(), "{before} x {depth}");
        }
    }
    let every = (0..128u8).map(|b| char::from(b).to_string());
    let more = ["é", "网", "🚀", "a ", "a* ", "a-", "speaker:a ", "\"a\" ", "OR a ", "-a ", "e*"];
    for unit in every.chain(more.map(str::to_owned)) {
        let text = unit.repeat(1_000_000 / unit.len());
        let query = Query::parse(&text);
        assert!(query.text.len() <= 4096 && !query.warnings.is_empty(), "{unit:?}");
        ask(&searcher, &query, &options);
    }
    let mut any: String = (0..100_000).map(|n| format!("w{n} OR ")).collect();
    any.push_str("flux");
    for text in [any.clone(), any.replace(" OR ", " "), any.replace(" OR ", "* OR ")] {
        let answer = ask(&searcher, &Query::parse(&text), &options);
        assert!(!answer.warnings.is_empty());
    }
    println!("{}", peak_memory());
}
