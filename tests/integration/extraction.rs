//! Reading a corpus gives the same whatever the machine does.

use std::path::Path;

use kubenotes::{Corpus, Ingest, ingest};

/// Reads the sample notes on `threads` threads.
fn read(threads: usize) -> Ingest {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let corpus = Corpus::open(&[dir]).expect("the sample notes");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| ingest(&corpus, None)).expect("the sample notes can be read")
}

#[test]
fn one_thread_reads_what_many_read() {
    let one = read(1);
    let many = read(7);
    assert!(!one.documents.is_empty());
    assert_eq!(one.documents, many.documents);
    assert_eq!(one.diagnostics, many.diagnostics);
    assert_eq!(one.fingerprint, many.fingerprint);
}

#[test]
fn the_order_in_which_notes_are_given_does_not_matter() {
    let notes = [
        ("b.md", "# KubeCon EU 2021\n\n## Keep Calm - Ysolde Quux, Frobnitz\n\nText.\n"),
        ("a.md", "# KubeCon EU 2021\n\n## Ysolde Quux: Envoy in the Wild\n\nText.\n"),
        ("c/d.md", "# KubeCon EU 2021\n\n- Paging Doctor Prometheus (Ysolde Quux, Frobnitz)\n"),
    ];
    let mut reversed = notes;
    reversed.reverse();
    let one = ingest(&Corpus::from_notes(notes), None).expect("notes in memory");
    let other = ingest(&Corpus::from_notes(reversed), None).expect("notes in memory");
    assert_eq!(one.documents, other.documents);
    assert_eq!(one.fingerprint, other.fingerprint);
}
