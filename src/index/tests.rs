//! Publishing and opening, and what happens to an index that is not whole.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

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

fn names(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

/// Writes a file that may be read-only.
fn overwrite(path: &Path, bytes: &[u8]) {
    let _ = fs::remove_file(path);
    fs::write(path, bytes).unwrap();
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
        notes: 3,
        built_at: "2026-01-01T00:00:00Z".to_owned(),
        lexicon: String::new(),
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
    assert_eq!(names(&dir.path().join("generations")), ["0000000003", "0000000004", "0000000005"]);
    assert_eq!(Index::open(dir.path()).unwrap().manifest().documents, 5);
    // Who holds a pruned generation goes on reading it.
    let id = DocumentId("0000000000000000".to_owned());
    assert_eq!(held.searcher().unwrap().document(&id).unwrap().id, id);
}

#[test]
fn leftovers_of_dead_runs_are_removed() {
    let dir = tempfile::tempdir().unwrap();
    let generations = dir.path().join("generations");
    for folder in ["0000000007.tmp/x", "dead-0000000002/x", "rejected-0000000005/x"] {
        fs::create_dir_all(generations.join(folder)).unwrap();
    }
    fs::write(generations.join("0000000009.tmp"), "").unwrap();
    fs::write(dir.path().join("CURRENT.0000000004.tmp"), "0000").unwrap();
    assert_eq!(publish(dir.path(), 1).generation, "0000000006");
    assert_eq!(names(&generations), ["0000000006", "rejected-0000000005"]);
    assert_eq!(names(dir.path()), ["CURRENT", "LOCK", "generations"]);
}

#[test]
fn a_failed_build_publishes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), 1);
    let not_a_folder = dir.path().join("CURRENT");
    let error = Index::publish(&not_a_folder, &documents(1), &Provenance::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    let writer = IndexWriter::open(dir.path(), "now").unwrap();
    let draft = writer.draft().unwrap();
    let feed = draft.create(1).unwrap();
    draft.add(&feed, &documents(9)).unwrap();
    drop((feed, draft));
    assert_eq!(names(&dir.path().join("generations")), ["0000000001"]);
    assert_eq!(Index::open(dir.path()).unwrap().manifest().documents, 1);
}

#[test]
fn nothing_is_carried_along_that_no_segment_needs() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), 5);
    // A new segment each time, until all of them are merged.
    for n in 5..30 {
        let writer = IndexWriter::open(dir.path(), "now").unwrap();
        let published = writer.published().unwrap().unwrap();
        let draft = writer.draft().unwrap();
        let feed = draft.revise(&published, &["notes/0.md".to_owned()], 1).unwrap();
        draft.add(&feed, &documents(n + 1)[n..]).unwrap();
        draft.write(feed, Groups::default).unwrap();
        let index = draft.finish(Counts::of(&documents(n)), &Provenance::default()).unwrap();
        let folder = dir.path().join("generations").join(&index.manifest.generation);
        draft.publish().unwrap();
        let stores = names(&folder).iter().filter(|name| name.ends_with(".store")).count();
        assert_eq!(stores, Index::open(dir.path()).unwrap().segments.iter().count());
        assert!(stores <= 8, "{stores}");
    }
}

#[test]
fn one_refused_draft_is_kept_for_a_look() {
    let dir = tempfile::tempdir().unwrap();
    let writer = IndexWriter::open(dir.path(), "now").unwrap();
    for id in ["0000000001", "0000000002"] {
        let draft = writer.draft().unwrap();
        let feed = draft.create(1).unwrap();
        draft.add(&feed, &documents(2)).unwrap();
        draft.write(feed, Groups::default).unwrap();
        draft.finish(Counts::of(&documents(2)), &Provenance::default()).unwrap();
        assert!(draft.reject().unwrap().ends_with(format!("rejected-{id}")));
        assert_eq!(names(&dir.path().join("generations")), [format!("rejected-{id}")]);
    }
    check_error(dir.path(), ErrorKind::IndexMissing);
}

#[test]
fn a_reader_changes_over_when_it_asks() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), 1);
    let mut index = Index::open(dir.path()).unwrap();
    let mut searcher = index.searcher().unwrap();
    assert!(!index.refresh().unwrap());
    publish(dir.path(), 2);
    let second = DocumentId("0000000000000001".to_owned());
    assert!(searcher.document(&second).is_err());
    assert!(searcher.refresh().unwrap());
    assert_eq!(searcher.document(&second).unwrap().id, second);
    assert!(index.refresh().unwrap());
    assert_eq!(index.manifest().documents, 2);
    assert!(!index.refresh().unwrap());
    // What is published next is damaged: the reader stays with what it has.
    let generation = publish(dir.path(), 3).generation;
    fs::remove_file(generation::folder(dir.path(), &generation).join("meta.json")).unwrap();
    assert_eq!(index.refresh().unwrap_err().kind(), ErrorKind::IndexDamaged);
    assert_eq!(index.manifest().documents, 2);
    assert!(!Index::in_memory(&documents(1)).unwrap().refresh().unwrap());
}

#[test]
fn what_was_published_can_be_published_again() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Index::roll_back(dir.path(), None, "").unwrap_err().kind(), ErrorKind::IndexMissing);
    assert_eq!(names(dir.path()), [""; 0], "asking makes nothing");
    publish(dir.path(), 1);
    assert_eq!(Index::roll_back(dir.path(), None, "").unwrap_err().kind(), ErrorKind::Invalid);
    publish(dir.path(), 2);
    assert_eq!(Index::roll_back(dir.path(), None, "").unwrap().documents, 1);
    assert_eq!(Index::open(dir.path()).unwrap().manifest().documents, 1);
    assert_eq!(Index::roll_back(dir.path(), Some("0000000002"), "").unwrap().documents, 2);
    for unknown in ["0000000003", "../x", ""] {
        let error = Index::roll_back(dir.path(), Some(unknown), "").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{unknown}");
    }
    // A damaged generation is not published, and ids go on growing after a rollback.
    Index::roll_back(dir.path(), Some("0000000001"), "").unwrap();
    assert_eq!(publish(dir.path(), 3).generation, "0000000003");
    fs::remove_file(generation::folder(dir.path(), "0000000001").join(".managed.json")).unwrap();
    let error = Index::roll_back(dir.path(), Some("0000000001"), "").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::IndexDamaged);
    assert_eq!(Index::open(dir.path()).unwrap().manifest().documents, 3);
}

#[test]
fn young_generations_and_those_in_use_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let hour = Duration::from_secs(3600);
    let long_ago = SystemTime::now() + Duration::from_secs(86_400);
    let writer = || IndexWriter::open(dir.path(), "now").unwrap();
    let before = |keep, now| {
        writer().prune(Retention { keep, minimum_age: hour }, now).unwrap();
        Index::generations(dir.path()).unwrap().join(" ").replace("000000000", "")
    };
    for n in 1..=3 {
        publish(dir.path(), n);
    }
    Index::roll_back(dir.path(), Some("0000000001"), "").unwrap();
    assert_eq!(before(0, SystemTime::now()), "1 2 3", "all are young");
    assert_eq!(before(0, SystemTime::UNIX_EPOCH), "1 2 3", "by a clock that was put back");
    assert_eq!(before(2, long_ago), "1 2 3", "the published one is kept beside two");
    assert_eq!(before(1, long_ago), "1 3");
    Index::roll_back(dir.path(), Some("0000000003"), "").unwrap();
    publish(dir.path(), 4);
    assert_eq!(before(0, long_ago), "3 4", "the one before is kept");
    assert_eq!(names(&dir.path().join("generations")).len(), 2);
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
        overwrite(&dir.path().join("CURRENT"), text.as_bytes());
        check_error(dir.path(), ErrorKind::IndexDamaged);
    }
    overwrite(&dir.path().join("CURRENT"), &[0xff, 0xfe]);
    check_error(dir.path(), ErrorKind::IndexDamaged);
    fs::remove_file(dir.path().join("CURRENT")).unwrap();
    check_error(dir.path(), ErrorKind::IndexMissing);
}

#[test]
fn another_format_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let generation = publish(dir.path(), 1).generation;
    let path = generation::folder(dir.path(), &generation).join(MANIFEST);
    overwrite(&path, br#"{"format_version": 999, "whatever": true}"#);
    check_error(dir.path(), ErrorKind::IndexFormat);
    overwrite(&path, b"{");
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
        overwrite(&path, &bytes[..bytes.len() - 1]);
        check_error(dir.path(), ErrorKind::IndexDamaged);
        fs::remove_file(&path).unwrap();
        check_error(dir.path(), ErrorKind::IndexDamaged);
        overwrite(&path, &bytes);
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
            overwrite(&path, &flipped);
            // An answer, right or wrong, or an error: never a panic.
            if let Ok(index) = Index::open(dir.path()) {
                let searcher = index.searcher().unwrap();
                let _ = searcher.search(&query, &crate::SearchOptions::default());
                let _ = searcher.document(&DocumentId("0000000000000003".to_owned()));
            }
        }
        overwrite(&path, &bytes);
    }
    assert_eq!(Index::open(dir.path()).unwrap().manifest().documents, 20);
}

#[test]
#[cfg(unix)]
fn what_the_system_said_is_no_damage() {
    let system = |errno| io::Error::from_raw_os_error(errno);
    let of_terms = |error| io::Error::other(tantivy_fst::Error::Io(error));
    for (error, expected) in [
        (system(libc::EIO), ErrorKind::Io),
        (system(libc::ENOSPC), ErrorKind::NoSpace),
        (io::Error::other(system(libc::EIO)), ErrorKind::Io),
        (of_terms(system(libc::EIO)), ErrorKind::Io),
        (of_terms(system(libc::ENOSPC)), ErrorKind::NoSpace),
        (of_terms(io::Error::other("it stops in the middle")), ErrorKind::IndexDamaged),
        (io::Error::other("(os error 5)"), ErrorKind::IndexDamaged),
        (io::ErrorKind::UnexpectedEof.into(), ErrorKind::IndexDamaged),
    ] {
        let text = error.to_string();
        assert_eq!(engine_error(error.into()).kind(), expected, "{text}");
    }
}

#[test]
fn the_manifest_knows_the_lengths_that_counting_gives() {
    let dir = tempfile::tempdir().unwrap();
    let folder = generation::folder(dir.path(), &publish(dir.path(), 3).generation);
    let told = ManifestFile::read(&folder).unwrap().unwrap().lengths;
    assert!(told.contains_key("title") && told.contains_key("body"), "{told:?}");
    assert_eq!(told, open_segments(&folder).unwrap().all_lengths().unwrap());
}

#[test]
fn lengths_are_those_of_what_is_left() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), 5);
    let writer = IndexWriter::open(dir.path(), "now").unwrap();
    let published = writer.published().unwrap().unwrap();
    let draft = writer.draft().unwrap();
    let feed = draft.revise(&published, &["notes/0.md".to_owned()], 1).unwrap();
    draft.write(feed, Groups::default).unwrap();
    let index = draft.finish(Counts::of(&documents(5)[1..]), &Provenance::default()).unwrap();
    draft.publish().unwrap();
    let folder = generation::folder(dir.path(), &index.manifest.generation);
    let told = ManifestFile::read(&folder).unwrap().unwrap().lengths;
    let without = Index::in_memory(&documents(5)[1..]).unwrap();
    assert_eq!(told, without.segments.all_lengths().unwrap());
}
