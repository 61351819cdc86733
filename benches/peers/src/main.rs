//! How does kubenotes compare with SQLite FTS5, the bare engine and ripgrep on the same notes?
//!
//! `cargo run --release -p kubenotes-peers -- 100000` prints one table of ratios, each the median of
//! rounds in which everybody takes their turn (A B A B), so that a busy machine slows all alike. Every
//! answer is checked before it is timed. `--write DIR` only writes the notes, for other tools.

mod fts5;
mod programs;
mod raw;
#[path = "../../support/mod.rs"]
mod support;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use kubenotes::{
    Corpus, Document, Hooks, Index, Kind, Query, SearchOptions, Searcher, UpdateOptions,
    UpdateReport, ingest, update,
};
use pulldown_cmark::{Options, Parser};

use support::Synthetic;

/// Rounds for what takes seconds, and for what takes less than a millisecond.
const BUILD_ROUNDS: usize = 3;
const QUERY_ROUNDS: usize = 41;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = arguments.iter().find_map(|argument| argument.parse().ok());
    let sessions: usize = number.unwrap_or(10_000);
    let notes = Synthetic::new(sessions);
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        let dir = arguments.get(at + 1).expect("--write wants a folder");
        notes.write(Path::new(dir));
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let corpus = folder.path().join("notes");
    notes.write(&corpus);
    println!(
        "{sessions} sessions, {} notes, {:.1} MB; {}",
        notes.notes.len(),
        notes.bytes() as f64 / 1e6,
        programs::machine()
    );
    let documents = ingest(&notes.corpus(), None).expect("notes in memory can be read").documents;
    let found = documents.iter().filter(|document| document.kind != Kind::Section).count();
    assert!(found * 100 >= sessions * 95, "{found} sessions");

    reading(&notes);
    let index = folder.path().join("index");
    building(&corpus, &index, folder.path(), &documents, notes.bytes());
    asking(&index, folder.path());
    programs::compare(&corpus, &index);
}

/// Extraction beside its floor, one thread each.
fn reading(notes: &Synthetic) {
    let sample: Vec<_> = notes.notes.iter().take(100).cloned().collect();
    let events = || {
        for (_, text) in &sample {
            Parser::new_ext(text, Options::all()).for_each(|event| drop(black_box(event)));
        }
    };
    // A note alone is read by one thread.
    let extract = || {
        for (path, text) in &sample {
            let corpus = Corpus::from_notes([(path.as_str(), text.as_str())]);
            black_box(ingest(&corpus, None).expect("notes in memory can be read"));
        }
    };
    let [floor, ours] = medians(11, [&mut { events }, &mut { extract }]);
    row("extraction / Markdown events", ours, floor);
}

/// Everything from notes on disk to a published index, beside loads of what is already split.
fn building(corpus: &Path, index: &Path, dir: &Path, documents: &[Document], bytes: u64) {
    let (sqlite, raw) = (dir.join("fts5.db"), dir.join("raw"));
    let mut rebuild = || {
        let _ = std::fs::remove_dir_all(index);
        let corpus = Corpus::open(&[corpus]).expect("the notes are there");
        let mut report = UpdateReport::default();
        update(&corpus, index, &UpdateOptions::default(), &Hooks::default(), &mut report)
            .expect("the temporary folder can be written");
    };
    let mut load = || fts5::load(&sqlite, documents);
    let mut build = || raw::build(&raw, documents);
    let [ours, fts5, engine] = medians(BUILD_ROUNDS, [&mut rebuild, &mut load, &mut build]);
    row("rebuild / FTS5 load", ours, fts5);
    row("rebuild / engine build", ours, engine);
    let size = |path: &Path| programs::size(path) as f64 / bytes as f64;
    println!(
        "index size / notes: kubenotes {:.2}, FTS5 {:.2}, engine {:.2}",
        size(index),
        size(&sqlite),
        size(&raw)
    );
}

/// Ten hits with snippets and stored fields, beside bare top tens.
fn asking(index: &Path, dir: &Path) {
    let searcher: Searcher = Index::open(index)
        .and_then(|index| index.searcher())
        .expect("the index was published a moment ago");
    let sqlite = fts5::Fts5::open(&dir.join("fts5.db"));
    let raw = raw::Raw::open(&dir.join("raw"));
    for (name, words) in [
        ("one word", "flux"),
        ("two words", "flux cilium"),
        ("three words", "kubernetes network policy"),
        ("phrase", "\"the cluster\""),
    ] {
        let query = Query::parse(words);
        let options = SearchOptions::default();
        let mut ours = || {
            let answer = searcher.search(&query, &options).expect("the index is sound");
            assert!(!answer.hits.is_empty(), "{words}");
            black_box(answer);
        };
        let mut engine = || assert!(black_box(raw.top_ten(words)) > 0, "{words}");
        let mut fts5 = || assert!(black_box(sqlite.top_ten(words)) > 0, "{words}");
        let [ours, engine, fts5] = medians(QUERY_ROUNDS, [&mut ours, &mut engine, &mut fts5]);
        row(&format!("{name} / engine's TopDocs"), ours, engine);
        row(&format!("{name} / FTS5's bm25"), ours, fts5);
    }
}

/// The median time of each, all of them in turn.
fn medians<const N: usize>(rounds: usize, mut works: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let mut times: [Vec<Duration>; N] = std::array::from_fn(|_| Vec::with_capacity(rounds));
    works.iter_mut().for_each(|work| work());
    for _ in 0..rounds {
        for (work, times) in works.iter_mut().zip(&mut times) {
            let began = Instant::now();
            work();
            times.push(began.elapsed());
        }
    }
    times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2]
    })
}

fn row(name: &str, ours: Duration, theirs: Duration) {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!("{name:40} {ratio:>8.2}   {ours:>10.2?} / {theirs:.2?}");
}
