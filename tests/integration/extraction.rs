//! Reading a corpus gives the same whatever the machine does.

use std::path::Path;

use kubenotes::{Corpus, Document, Ingest, LexiconAdditions, ingest};
use serde_json::json;

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

/// The last Document of `note`, read with what `additions` add to the lexicon.
fn last(note: &str, additions: &LexiconAdditions) -> Document {
    let corpus = Corpus::from_notes([("a.md", note)]).with_lexicon(additions).expect("additions");
    ingest(&corpus, None).expect("notes in memory").documents.pop().expect("a document")
}

#[test]
fn what_is_added_to_the_lexicon_is_read() {
    let check = |additions: serde_json::Value,
                 note: &str,
                 read: fn(&Document) -> serde_json::Value,
                 expected| {
        let additions: LexiconAdditions = serde_json::from_value(additions).expect("additions");
        let before = read(&last(note, &LexiconAdditions::default()));
        assert_ne!(before, expected, "read so without additions: {note}");
        assert_eq!(read(&last(note, &additions)), expected, "{note}");
    };
    let speakers = |document: &Document| json!(document.speakers);
    let companies = |document: &Document| json!(document.companies);
    let event = |document: &Document| json!([document.event, document.year]);
    let kind = |document: &Document| json!(document.kind);

    let note = "# KubeCon EU 2021\n\n## Paved Roads for Everybody - Frobnitz\n\nText.\n";
    check(json!({"companies": ["Frobnitz"]}), note, companies, json!(["Frobnitz"]));
    let note = "# KubeCon EU 2021\n\n## Paved Roads Are Fun, Ysolde Zzyzx\n\nText.\n";
    let ysolde = json!([{"name": "Ysolde Zzyzx", "company": null}]);
    check(json!({"people": ["Ysolde Zzyzx"]}), note, speakers, ysolde.clone());
    let note =
        "# KubeCon EU 2021\n\n## Paved Roads Are Fun\n\nStoryteller: Ysolde Zzyzx\n\nText.\n";
    check(json!({"labels": {"speaker": ["storyteller"]}}), note, speakers, ysolde);
    let note = "# KubeCon EU 2021\n\n## Dojo: Paved Roads Are Fun - Ada Berg, Acme\n\nText.\n";
    check(json!({"kinds": {"workshop": ["dojo"]}}), note, kind, json!("workshop"));
    let note =
        "# KubeCon EU 2021\n\n## Mesh Breakfast\n\n### Paved Roads - Ada Berg, Acme\n\nText.\n";
    check(
        json!({"colocated": [["Mesh Breakfast", "MeshBrunch"]]}),
        note,
        |document| json!(document.event.as_ref().and_then(|event| event.colocated.clone())),
        json!("Mesh Breakfast"),
    );
    let note = "# PlatformFest 2024\n\n## Paved Roads - Ada Berg, Acme\n\nText.\n";
    let fest = json!({"events": [{"name": "PlatformFest", "year": 2024, "region": "Europe"}]});
    let expected = json!([{"series": "PlatformFest", "region": "Europe", "colocated": null}, 2024]);
    check(fest, note, event, expected);
    let note = "# KubeCon\n\n## 1 April 2031\n\n### Paved Roads - Ada Berg, Acme\n\nText.\n";
    let kubecon = json!({"events": [{
        "region": "Europe", "year": 2031, "first": "2031-04-01", "last": "2031-04-04",
    }]});
    let expected = json!([{"series": "KubeCon + CloudNativeCon", "region": "Europe", "colocated": null}, 2031]);
    check(kubecon, note, event, expected);
}
