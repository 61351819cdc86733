//! How long does an answer take? Every kind of query, and opening an index from disk.
//!
//! What an answer has to be is counted in the Documents themselves, without the index.
//! `KUBENOTES_BENCH_SESSIONS=100000 cargo bench --bench search` measures the size that the budgets
//! speak of.

mod support;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use kubenotes::{
    Answer, Document, FacetField, Index, Kind, Provenance, Query, SearchOptions, Searcher, ingest,
};

use support::Synthetic;

/// What the answer to a query has to be.
enum Expected<'a> {
    /// Exactly the Documents for which this holds.
    Matches(&'a dyn Fn(&Document) -> bool),
    /// At least those: the answer may add near misses.
    AtLeast(&'a dyn Fn(&Document) -> bool),
    /// Some hits, the first of which this holds for.
    First(&'a dyn Fn(&Document) -> bool),
}

/// Whether the words `words` stand in a Document one after the other, in its title or its body.
fn says(document: &Document, words: &[&str]) -> bool {
    let folded = document.body.to_lowercase();
    let all: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    all.windows(words.len()).any(|window| window == words)
}

fn is_by(document: &Document, speaker: &str) -> bool {
    document.speakers.iter().any(|other| other.name == speaker)
}

#[track_caller]
fn check(answer: &Answer, documents: &[Document], expected: &Expected<'_>, query: &str) {
    let count = |wanted: &dyn Fn(&Document) -> bool| documents.iter().filter(|d| wanted(d)).count();
    assert!(answer.hits.len() <= 10, "{query}");
    match expected {
        Expected::Matches(wanted) => assert_eq!(answer.total, count(wanted), "{query}"),
        Expected::AtLeast(wanted) => assert!(answer.total >= count(wanted).max(1), "{query}"),
        Expected::First(wanted) => {
            let first = answer.hits.first().map(|hit| &hit.document);
            assert!(first.is_some_and(wanted), "{query}: {first:?}");
        }
    }
}

fn searching(criterion: &mut Criterion) {
    for size in support::sizes() {
        let notes = Synthetic::new(size);
        let documents =
            ingest(&notes.corpus(), None).expect("notes in memory can be read").documents;
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let published = Index::publish(folder.path(), &documents, &Provenance::default());
        published.expect("the temporary folder can be written");
        let index = Index::open(folder.path()).expect("what was published can be opened");
        let searcher = index.searcher().expect("an index can be searched");

        let mut group = criterion.benchmark_group(format!("search/{}", support::label(size)));
        group.sample_size(20).warm_up_time(Duration::from_millis(300));
        group.measurement_time(Duration::from_millis(1_500));
        let talk = &notes.talks[notes.talks.len() / 2];
        let by = format!("talks by {}", talk.speaker);
        let filtered = format!("cluster company:\"{}\"", talk.company);
        let word = |word: &'static str| move |document: &Document| says(document, &[word]);
        let queries: [(&str, &str, Expected<'_>); 9] = [
            ("frequent term", "the", Expected::Matches(&word("the"))),
            ("term", "flux", Expected::Matches(&word("flux"))),
            (
                "two words",
                "flux cilium",
                Expected::AtLeast(&|document| {
                    says(document, &["flux"]) && says(document, &["cilium"])
                }),
            ),
            ("phrase", "\"the cluster\"", Expected::AtLeast(&|d| says(d, &["the", "cluster"]))),
            (
                "filter",
                &filtered,
                Expected::First(&|document| {
                    document.companies.iter().any(|company| company == talk.company)
                }),
            ),
            ("sentence", &by, Expected::First(&|document| is_by(document, &talk.speaker))),
            ("prefix", "kube*", Expected::AtLeast(&word("kubernetes"))),
            ("typo", "promethues", Expected::AtLeast(&|_| false)),
            ("nothing", "zzyzxq", Expected::Matches(&|_| false)),
        ];
        for (name, text, expected) in &queries {
            let ask = || {
                let query = Query::parse(text);
                searcher.search(&query, &SearchOptions::default()).expect("the index is sound")
            };
            let answer = ask();
            if *name == "typo" && answer.total == 0 {
                // Typos are not corrected by this build: there is nothing to time.
                continue;
            }
            check(&answer, &documents, expected, text);
            let total = answer.total;
            group.bench_function(*name, |b| {
                b.iter(|| assert_eq!(black_box(ask()).total, total));
            });
        }
        facets(&mut group, &searcher, &documents);
        related(&mut group, &searcher, &documents);
        group.bench_function("open and one query", |b| {
            b.iter(|| {
                let index = Index::open(folder.path()).expect("the folder holds an index");
                let searcher = index.searcher().expect("an index can be searched");
                let query = Query::parse("flux");
                let answer = searcher.search(&query, &SearchOptions::default());
                assert!(!answer.expect("the index is sound").hits.is_empty());
            });
        });
        group.finish();
    }
}

type Group<'a> = criterion::BenchmarkGroup<'a, criterion::measurement::WallTime>;

fn facets(group: &mut Group<'_>, searcher: &Searcher, documents: &[Document]) {
    let mut options = SearchOptions::default();
    options.facets = vec![FacetField::Year, FacetField::Kind, FacetField::Company];
    let dated = documents.iter().filter(|d| d.year.is_some() && says(d, &["cluster"])).count();
    let query = Query::parse("cluster");
    group.bench_function("facets of a query", |b| {
        b.iter(|| {
            let answer = searcher.search(&query, &options).expect("the index is sound");
            let counted: u64 = answer.facets[0].1.iter().map(|value| value.count).sum();
            assert!(counted >= dated as u64);
        });
    });
    let sessions = documents.iter().filter(|document| document.kind != Kind::Section).count();
    group.bench_function("facets of everything", |b| {
        b.iter(|| {
            let counts = searcher.facets(FacetField::Kind).expect("the index is sound");
            let counted: u64 = counts.iter().map(|value| value.count).sum();
            assert!(counted >= sessions as u64);
        });
    });
}

fn related(group: &mut Group<'_>, searcher: &Searcher, documents: &[Document]) {
    let id = &documents[documents.len() / 2].id;
    group.bench_function("related", |b| {
        b.iter(|| {
            let hits = searcher.related(id, 10).expect("the id is in the index");
            assert!(!hits.is_empty() && hits.iter().all(|hit| hit.document.id != *id));
        });
    });
    group.bench_function("show", |b| {
        b.iter(|| assert_eq!(searcher.document(id).expect("the id is in the index").id, *id));
    });
}

criterion_group!(benches, searching);
criterion_main!(benches);
