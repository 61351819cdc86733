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

#[test]
fn what_a_note_taker_can_mend_is_told() {
    let check = |notes: &[(&str, &str)], expected: &[&str]| {
        let read = ingest(&Corpus::from_notes(notes.iter().copied()), None).expect("notes");
        let told: Vec<String> = read.diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(told, expected, "{notes:?}");
    };
    let talk = "## Keep Calm and Page Nobody - Liz Rice, Isovalent\n\nText.\n";
    let note = |heading: &str, talk: &str| format!("{heading}\n\n{talk}");

    let fine = note("# KubeCon EU 2021", talk);
    check(&[("kubecon-eu-2021/a.md", &fine)], &[]);
    check(&[("a.md", talk)], &["a.md: nothing says which event these sessions were given at"]);
    // A text without sessions needs no event.
    check(&[("a.md", "# Shopping\n\nMilk.\n")], &[]);

    let other = note("# KubeCon EU 2022", talk);
    let two_years = "both 2022 and 2021 may be the event's year; taken as 2022";
    check(&[("kubecon-eu-2021/a.md", &other)], &[&format!("kubecon-eu-2021/a.md: {two_years}")]);
    // Last year's conference is spoken of.
    let last_year = format!("{other}\nUnlike at KubeCon EU 2021 there were seats.\n");
    check(&[("a.md", &last_year)], &[]);

    let reversible = note(
        "# KubeCon EU 2021",
        "## Conformance Roads - Zed Hacker, Dan Berg & John Lind\n\nText.\n",
    );
    let read = ingest(&Corpus::from_notes([("a.md", reversible)]), None).expect("notes");
    assert_eq!(read.diagnostics.len(), 1, "{:?}", read.diagnostics);
    assert!(read.diagnostics[0].message.contains("can be read in two ways"), "{read:?}");
    // Three dots end a title in three places, all of which say the same.
    let cut = "## Keep Calm and Page Nob... - Liz Rice, Isovalent\n\nText.\n";
    check(&[("a.md", &note("# KubeCon EU 2021", cut))], &[]);

    let slip = talk.replace("Rice", "Rise");
    let slip = note("# KubeCon EU 2021", &slip);
    let told = "b.md:3: \"Liz Rise\" may be \"Liz Rice\", as in a.md:3";
    check(&[("a.md", &fine), ("b.md", &slip)], &[told]);
    let company = fine.replace("Isovalent", "Isovalend");
    let told = "b.md:3: \"Isovalend\" may be \"Isovalent\", as in a.md:3";
    check(&[("a.md", &fine), ("b.md", &company)], &[told]);
    let respelled = fine.replace("Isovalent", "ISOVALENT, Inc.");
    check(&[("a.md", &fine), ("b.md", &respelled)], &[]);
}
