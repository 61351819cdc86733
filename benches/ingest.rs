//! How long does it take from notes to a published index, and which part of it takes how long?
//!
//! `KUBENOTES_BENCH_SESSIONS=100000 cargo bench --bench ingest` measures the size that the budgets
//! speak of.

mod support;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use kubenotes::{Corpus, Index, Ingest, Kind, Provenance, ingest};
use pulldown_cmark::{Event, Options, Parser, Tag};

use support::Synthetic;

/// What stands in a folder of notes, read by nothing but the file system.
fn read(dir: &Path, notes: &Synthetic) -> u64 {
    let len = |(path, _): &(String, String)| {
        std::fs::read(dir.join(path)).map_or(0, |bytes| bytes.len() as u64)
    };
    notes.notes.iter().map(len).sum()
}

/// The Markdown parser's own loop: no extraction can be faster. Returns how many headings it met.
fn events(notes: &Synthetic) -> usize {
    let mut headings = 0;
    for (_, text) in &notes.notes {
        for event in Parser::new_ext(text, Options::all()) {
            headings += usize::from(matches!(black_box(event), Event::Start(Tag::Heading { .. })));
        }
    }
    headings
}

/// Whatever is timed has to have found the sessions that the notes hold.
#[track_caller]
fn check(found: &Ingest, notes: &Synthetic) {
    assert_eq!((found.notes, found.skipped), (notes.notes.len(), 0));
    let sessions = found.documents.iter().filter(|document| document.kind != Kind::Section).count();
    let wanted = notes.talks.len();
    assert!(sessions * 100 >= wanted * 95, "{sessions} sessions of {wanted}");
    assert!(sessions * 95 <= wanted * 100, "{sessions} sessions of {wanted}");
}

fn ingesting(criterion: &mut Criterion) {
    for size in support::sizes() {
        let notes = Synthetic::new(size);
        let corpus = notes.corpus();
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        notes.write(folder.path());
        let found = ingest(&corpus, None).expect("notes in memory can be read");
        check(&found, &notes);

        let mut group = criterion.benchmark_group(format!("ingest/{}", support::label(size)));
        group.sample_size(10).measurement_time(Duration::from_secs(3));
        group.throughput(Throughput::Bytes(notes.bytes()));
        group.bench_function("read", |b| {
            b.iter(|| assert_eq!(read(folder.path(), &notes), notes.bytes()));
        });
        group.bench_function("markdown events", |b| {
            b.iter(|| assert!(events(&notes) * 5 > size));
        });
        group.bench_function("extract", |b| {
            b.iter_with_large_drop(|| {
                let found = ingest(&corpus, None).expect("notes in memory can be read");
                check(&found, &notes);
                found
            });
        });
        group.bench_function("read and extract", |b| {
            b.iter_with_large_drop(|| {
                let corpus = Corpus::open(&[folder.path()]).expect("the folder is there");
                let found = ingest(&corpus, None).expect("the folder can be read");
                check(&found, &notes);
                found
            });
        });
        group.finish();

        let mut group = criterion.benchmark_group(format!("index/{}", support::label(size)));
        group.sample_size(10).measurement_time(Duration::from_secs(3));
        group.throughput(Throughput::Elements(found.documents.len() as u64));
        group.bench_function("in memory", |b| {
            b.iter_with_large_drop(|| {
                let index = Index::in_memory(&found.documents).expect("memory can be written");
                assert_eq!(index.manifest().documents, found.documents.len() as u64);
                index
            });
        });
        group.bench_function("publish", |b| {
            b.iter_batched(
                || tempfile::tempdir().expect("a temporary folder can be made"),
                |dir| {
                    publish(dir.path(), &found);
                    dir
                },
                BatchSize::PerIteration,
            );
        });
        group.bench_function("rebuild", |b| {
            b.iter_batched(
                || tempfile::tempdir().expect("a temporary folder can be made"),
                |dir| {
                    let corpus = Corpus::open(&[folder.path()]).expect("the folder is there");
                    let found = ingest(&corpus, None).expect("the folder can be read");
                    check(&found, &notes);
                    publish(dir.path(), &found);
                    dir
                },
                BatchSize::PerIteration,
            );
        });
        group.finish();
    }
}

fn publish(dir: &Path, found: &Ingest) {
    let manifest = Index::publish(dir, &found.documents, &Provenance::default());
    let manifest = manifest.expect("the temporary folder can be written");
    assert_eq!(manifest.documents, found.documents.len() as u64);
}

criterion_group!(benches, ingesting);
criterion_main!(benches);
