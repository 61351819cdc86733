//! What is brought up to date change by change equals what is built anew: every Document, every
//! answer. Documents of a note depend on others: on names that they teach, and on talks that they
//! are about, too.

use std::path::Path;

use kubenotes::{
    Corpus, ErrorKind, FacetField, Hooks, Index, Query, SearchOptions, Searcher, UpdateOptions,
    UpdateReport,
};
use proptest::prelude::*;

use super::trials;

/// Pieces of notes. Some headlines can be read in one way only, and teach how to read others.
const PIECES: [&str; 15] = [
    "# KubeCon EU 2023\n\n",
    "# KubeCon NA 2022\n\n",
    "## Keeping Clusters Honest with Flux - Ada Berg & Bo Lind, Acme Tools\n\nDrift is mended.\n\n",
    "## Keeping Clusters Honest with Flux - Ada Berg, Acme Tools\n\nThe talk of the week.\n\n",
    "## Drift and what to do about it - Zed Quux, Weirdco\n\nZed told a story of drift.\n\n",
    "## Zed Quux - Sailing without a map\n\nA story.\n\n",
    "## Sailing without a map, Weirdco\n\nNotes on platforms.\n\n",
    "## Weirdco: how we sail\n\nThey use Harbor and Flux.\n\n",
    "## Mara Vuong, Nimbus Nine - Queues for batch jobs\n\nKueue and fairness.\n\n",
    "## Queues for batch jobs - Mara Vuong\n\nFairness again, with Kueue.\n\n",
    "## Keynote: The State of Operators - Liz Rice, Isovalent\n\nOperators and eBPF.\n\n",
    "Some prose about clusters, drift and what Ada Berg of Acme Tools thinks of it.\n\n",
    "- Flux\n- Harbor by Nimbus Nine\n\n",
    "```sh\nflux bootstrap github\n```\n\n",
    "## Of Bees and Their Keepers - Liz Rise, Isovalent\n\nA slip in a name.\n\n",
];

const QUERIES: [&str; 9] = [
    "flux",
    "drift story",
    "\"keeping clusters\"",
    "speaker:quux",
    "company:weirdco sailing",
    "oper*",
    "queues for batch jobs",
    "year:2023 clusters",
    "fluks clustrs",
];

#[derive(Clone, Debug)]
enum Edit {
    Write(usize, Vec<usize>),
    Remove(usize),
}

fn edits() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    let pieces = prop::collection::vec(0..PIECES.len(), 0..7);
    let edit = prop_oneof![
        4 => (0..7usize, pieces).prop_map(|(note, pieces)| Edit::Write(note, pieces)),
        1 => (0..7usize).prop_map(Edit::Remove),
    ];
    prop::collection::vec(prop::collection::vec(edit, 1..4), 1..6)
}

fn answers(searcher: &Searcher) -> Vec<String> {
    let mut options = SearchOptions::default();
    options.facets = vec![FacetField::Speaker, FacetField::Year];
    let mut answers = Vec::new();
    for query in QUERIES {
        let answer = searcher.search(&Query::parse(query), &options).unwrap();
        let hits: Vec<_> = answer
            .hits
            .iter()
            .map(|hit| (hit.document.id.to_string(), hit.score, hit.group.len()))
            .collect();
        let rest = (answer.total, answer.relaxed, answer.facets, answer.suggestion);
        answers.push(format!("{query}: {hits:?} {rest:?}"));
    }
    for field in [FacetField::Speaker, FacetField::Company, FacetField::Event] {
        answers.push(format!("{:?}", searcher.facets(field).unwrap()));
    }
    answers
}

fn update(corpus: &Path, index: &Path) -> UpdateReport {
    let mut options = UpdateOptions::default();
    options.allow.empty = true;
    let corpus = Corpus::open(&[corpus]).unwrap();
    loop {
        let mut report = UpdateReport::default();
        match kubenotes::update(&corpus, index, &options, &Hooks::default(), &mut report) {
            // A process that another test starts holds the lock until it is on its own.
            Err(error) if error.kind() == ErrorKind::Locked => std::thread::yield_now(),
            outcome => {
                outcome.unwrap();
                return report;
            }
        }
    }
}

fn check(corpus: &Path, index: &Path) {
    let anew = kubenotes::ingest(&Corpus::open(&[corpus]).unwrap(), None).unwrap();
    let updated = Index::open(index).unwrap();
    assert_eq!(Index::verify(index, None).unwrap().problems, [""; 0]);
    let manifest = updated.manifest();
    assert_eq!(manifest.documents, anew.documents.len() as u64);
    assert_eq!(manifest.corpus_fingerprint, anew.fingerprint);
    let in_memory = Index::in_memory(&anew.documents).unwrap();
    assert_eq!(manifest.events, in_memory.manifest().events);
    assert_eq!(manifest.kinds, in_memory.manifest().kinds);
    let searcher = updated.searcher().unwrap();
    for document in &anew.documents {
        assert_eq!(searcher.document(&document.id).as_ref().ok(), Some(document));
    }
    let expected = answers(&in_memory.searcher().unwrap());
    for (answer, expected) in answers(&searcher).iter().zip(&expected) {
        assert_eq!(answer, expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: trials(8, 250) as u32,
        ..ProptestConfig::default()
    })]

    #[test]
    fn an_updated_index_equals_one_built_anew(steps in edits(), filler in 0..60usize) {
        let dir = crate::support::scratch();
        let (corpus, index) = (dir.path().join("corpus"), dir.path().join("index"));
        std::fs::create_dir(&corpus).unwrap();
        // Without other notes every deletion is a large one, and everything is merged.
        std::fs::write(corpus.join("other.md"), super::note("Linkerd", filler)).unwrap();
        update(&corpus, &index);
        for edits in steps {
            for edit in edits {
                match edit {
                    Edit::Write(note, pieces) => {
                        let text: String = pieces.iter().map(|at| PIECES[*at]).collect();
                        std::fs::write(corpus.join(format!("{note}.md")), text).unwrap();
                    }
                    Edit::Remove(note) => {
                        let _ = std::fs::remove_file(corpus.join(format!("{note}.md")));
                    }
                }
            }
            let report = update(&corpus, &index);
            check(&corpus, &index);
            let anew = kubenotes::ingest(&Corpus::open(&[&corpus]).unwrap(), None).unwrap();
            assert_eq!(report.diagnostics, anew.diagnostics);
        }
    }
}

#[test]
fn one_note_teaches_another() {
    let dir = crate::support::scratch();
    let (corpus, index) = (dir.path().join("corpus"), dir.path().join("index"));
    std::fs::create_dir(&corpus).unwrap();
    let write = |name: &str, pieces: &[usize]| {
        let text: String = pieces.iter().map(|at| PIECES[*at]).collect();
        std::fs::write(corpus.join(name), text).unwrap();
    };
    std::fs::write(corpus.join("other.md"), super::note("Linkerd", 40)).unwrap();
    write("a.md", &[0, 5, 6, 7]);
    write("b.md", &[0, 2]);
    let first = update(&corpus, &index);
    assert!(first.published && !first.unchanged);
    assert_eq!(first.added, ["a.md", "b.md", "other.md"]);
    let again = update(&corpus, &index);
    assert!(again.unchanged && !again.published);
    assert_eq!(again.generation, first.generation);
    // A note that teaches who Zed Quux is, and one about the talk of another note.
    write("c.md", &[0, 3, 4]);
    let report = update(&corpus, &index);
    assert_eq!(report.added, ["c.md"]);
    assert_eq!(report.sessions_gone.len(), report.sessions_gone_total);
    check(&corpus, &index);
    // And back.
    std::fs::remove_file(corpus.join("c.md")).unwrap();
    let report = update(&corpus, &index);
    assert_eq!(report.removed, ["c.md"]);
    assert!(report.sessions_gone.iter().any(|gone| gone.title.contains("Drift")), "{report:?}");
    check(&corpus, &index);
    write("b.md", &[0, 4]);
    assert_eq!(update(&corpus, &index).changed, ["b.md"]);
    check(&corpus, &index);
}

/// A deleted Document once counted as one that holds every word, and nobody was told that none does.
#[test]
fn a_deleted_document_holds_no_word() {
    let dir = crate::support::scratch();
    let (corpus, index) = (dir.path().join("corpus"), dir.path().join("index"));
    std::fs::create_dir(&corpus).unwrap();
    // So many other notes that the deletion is not worth merging.
    std::fs::write(corpus.join("other.md"), super::note("Linkerd", 60)).unwrap();
    std::fs::write(corpus.join("gone.md"), PIECES[4]).unwrap();
    std::fs::write(corpus.join("stays.md"), [PIECES[2], PIECES[5]].concat()).unwrap();
    update(&corpus, &index);
    std::fs::remove_file(corpus.join("gone.md")).unwrap();
    update(&corpus, &index);
    check(&corpus, &index);
    let answers = answers(&Index::open(&index).unwrap().searcher().unwrap());
    assert!(
        answers.iter().any(|answer| answer.starts_with("drift story") && answer.contains("true"))
    );
}
