//! Publishing and opening, and what happens to an index that is not whole.

use std::fs;
use std::path::Path;

use super::*;
use crate::document::{Document, DocumentId, Origin};

fn documents(n: usize) -> Vec<Document> {
    let document = |at: usize| {
        let source = Origin { path: format!("notes/{at}.md"), line_start: 1, line_end: 2 };
        let mut document = Document::new(DocumentId(format!("{at:016x}")), source);
        document.title = format!("Session number {at}");
        document.body = format!("Session number {at}\nsaid something about operators {at}");
        document
    };
    (0..n).map(document).collect()
}

fn publish(dir: &Path, n: usize) -> Manifest {
    Index::publish(dir, &documents(n), &Provenance::default()).unwrap()
}

#[track_caller]
fn check_error(dir: &Path, expected: ErrorKind) {
    let error = Index::open(dir).unwrap_err();
    assert_eq!(error.kind(), expected, "{error}: {error:?}");
}

#[test]
fn what_is_published_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    let index = dir.path().join("deep/index");
    check_error(&index, ErrorKind::IndexMissing);
    let provenance = Provenance {
        corpus_fingerprint: "abc".to_owned(),
        corpus: vec!["/notes".to_owned()],
        built_at: "2026-01-01T00:00:00Z".to_owned(),
    };
    let published = Index::publish(&index, &documents(3), &provenance).unwrap();
    assert_eq!(published.documents, 3);
    assert_eq!(published.generation, "0000000001");
    let opened = Index::open(&index).unwrap();
    assert_eq!(opened.manifest(), published);
    let searcher = opened.searcher().unwrap();
    for document in documents(3) {
        assert_eq!(searcher.document(&document.id).unwrap(), document);
    }
    // An index without Documents is an index.
    assert_eq!(publish(&index, 0).documents, 0);
    assert_eq!(Index::open(&index).unwrap().manifest().documents, 0);
}

#[test]
fn generations_grow_and_the_last_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let held = {
        publish(dir.path(), 1);
        Index::open(dir.path()).unwrap()
    };
    for n in 2..=5 {
        publish(dir.path(), n);
    }
    let mut kept: Vec<String> = fs::read_dir(dir.path().join("generations"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    kept.sort();
    assert_eq!(kept, ["0000000003", "0000000004", "0000000005"]);
    assert_eq!(Index::open(dir.path()).unwrap().manifest().documents, 5);
    // Who holds a pruned generation goes on reading it.
    let id = DocumentId("0000000000000000".to_owned());
    assert_eq!(held.searcher().unwrap().document(&id).unwrap().id, id);
}

#[test]
fn leftovers_do_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("generations/0000000007.tmp/x")).unwrap();
    assert_eq!(publish(dir.path(), 1).generation, "0000000008");
    assert_eq!(Index::open(dir.path()).unwrap().manifest().documents, 1);
}

#[test]
fn a_failed_build_publishes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), 1);
    // Where the next generation would be, there is a file.
    fs::write(dir.path().join("generations/0000000002.tmp"), "").unwrap();
    assert_eq!(publish(dir.path(), 2).generation, "0000000003");
    let not_a_folder = dir.path().join("generations/0000000002.tmp");
    let error = Index::publish(&not_a_folder, &documents(1), &Provenance::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert_eq!(Index::open(dir.path()).unwrap().manifest().documents, 2);
}

#[cfg(unix)]
#[test]
fn reading_needs_no_permission_to_write() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let generation = publish(dir.path(), 2).generation;
    let folder = generation::folder(dir.path(), &generation);
    for entry in fs::read_dir(&folder).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o444, 0o444, "other users can read");
    }
    let before = fs::read_dir(&folder).unwrap().count();
    for path in [&folder, dir.path()] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o555)).unwrap();
    }
    let opened = Index::open(dir.path());
    for path in [&folder, dir.path()] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    assert_eq!(opened.unwrap().manifest().documents, 2);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), before, "no lock file is left");
}

#[test]
fn current_that_names_nothing_is_damage() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), 1);
    for text in ["", "0000000009\n", "../../../etc", "00000000001", "x", "000000000x"] {
        fs::write(dir.path().join("CURRENT"), text).unwrap();
        check_error(dir.path(), ErrorKind::IndexDamaged);
    }
    fs::write(dir.path().join("CURRENT"), [0xff, 0xfe]).unwrap();
    check_error(dir.path(), ErrorKind::IndexDamaged);
    fs::remove_file(dir.path().join("CURRENT")).unwrap();
    check_error(dir.path(), ErrorKind::IndexMissing);
}

#[test]
fn another_format_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let generation = publish(dir.path(), 1).generation;
    let path = generation::folder(dir.path(), &generation).join(MANIFEST);
    fs::write(&path, r#"{"format_version": 999, "whatever": true}"#).unwrap();
    check_error(dir.path(), ErrorKind::IndexFormat);
    fs::write(&path, "{").unwrap();
    check_error(dir.path(), ErrorKind::IndexDamaged);
    fs::remove_file(&path).unwrap();
    check_error(dir.path(), ErrorKind::IndexDamaged);
}

#[test]
fn files_that_are_cut_or_gone_are_damage() {
    let dir = tempfile::tempdir().unwrap();
    let generation = publish(dir.path(), 20).generation;
    let folder = generation::folder(dir.path(), &generation);
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 5);
    for path in files {
        let bytes = fs::read(&path).unwrap();
        if bytes.is_empty() || path.ends_with(MANIFEST) {
            continue;
        }
        fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        check_error(dir.path(), ErrorKind::IndexDamaged);
        fs::remove_file(&path).unwrap();
        check_error(dir.path(), ErrorKind::IndexDamaged);
        fs::write(&path, &bytes).unwrap();
        Index::open(dir.path()).unwrap();
    }
}

#[test]
fn flipped_bytes_never_end_the_process() {
    let dir = tempfile::tempdir().unwrap();
    let generation = publish(dir.path(), 20).generation;
    let folder = generation::folder(dir.path(), &generation);
    let query = crate::Query::parse("operators \"said something\" number");
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        for at in (0..bytes.len()).step_by(1 + bytes.len() / 12) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0xff;
            fs::write(&path, flipped).unwrap();
            // An answer, right or wrong, or an error: never a panic.
            if let Ok(index) = Index::open(dir.path()) {
                let searcher = index.searcher().unwrap();
                let _ = searcher.search(&query, &crate::SearchOptions::default());
                let _ = searcher.document(&DocumentId("0000000000000003".to_owned()));
            }
        }
        fs::write(&path, &bytes).unwrap();
    }
    assert_eq!(Index::open(dir.path()).unwrap().manifest().documents, 20);
}
