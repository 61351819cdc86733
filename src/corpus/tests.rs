//! Folders as people and accidents make them.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

use super::*;
use crate::{DiagnosticKind, ErrorKind};

/// A folder of files that goes away with the test.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a folder for the test"));
        for (path, bytes) in files {
            folder.write(path, bytes);
        }
        folder
    }

    fn path(&self, inside: &str) -> PathBuf {
        self.0.path().join(inside)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a path in the folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    fn corpus(&self) -> Corpus {
        Corpus::open(&[self.0.path()]).expect("a corpus")
    }
}

fn paths(corpus: &Corpus) -> Vec<String> {
    let (files, _) = corpus.find().expect("the folder can be listed");
    files.into_iter().map(|file| file.path).collect()
}

/// Every note's path and text, or its path and the reason why it has none, and the remarks.
fn read_all(corpus: &Corpus) -> (Vec<(String, String)>, Vec<String>) {
    let (files, diagnostics) = corpus.find().expect("the folder can be listed");
    let mut remarks: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    let mut notes = Vec::new();
    for file in &files {
        match corpus.read(file) {
            Ok((note, remark)) => {
                assert_eq!(note.path, file.path);
                notes.push((note.path, note.text));
                remarks.extend(remark.map(|remark| remark.to_string()));
            }
            Err(reason) => {
                assert!(reason.is_skip(), "{reason}");
                remarks.push(reason.to_string());
            }
        }
    }
    remarks.sort();
    (notes, remarks)
}

#[test]
fn notes_are_found_by_name_in_the_order_of_their_paths() {
    let folder = Folder::new(&[
        ("b.md", b"b"),
        ("a/z.TXT", b"z"),
        ("a.md/inside.markdown", b"a folder can be named so"),
        ("B.mdx", b"B"),
        ("README", b"text"),
        ("Day 2. Keynotes", b"text"),
        ("tool", b"\x7fELF\0\0\0\0"),
        ("a/photo.jpg", b"\xff\xd8"),
        ("a/page.html", b"<p>"),
        (".hidden.md", b"h"),
        (".obsidian/x.md", b"h"),
        ("empty.md", b""),
        ("ümläut.md", b"u"),
    ]);
    assert_eq!(
        paths(&folder.corpus()),
        [
            "B.mdx",
            "Day 2. Keynotes",
            "README",
            "a.md/inside.markdown",
            "a/z.TXT",
            "b.md",
            "empty.md",
            "ümläut.md"
        ]
    );
}

#[test]
fn an_index_among_the_notes_is_none_of_them() {
    let folder = Folder::new(&[
        ("a.md", b"a"),
        ("index/CURRENT", b"0000000001"),
        ("index/LOCK", b""),
        ("index/generations/0000000001/notes.md", b"n"),
        // The index can be the folder of notes itself.
        ("CURRENT", b"0000000001"),
        ("LOCK", b""),
        ("generations/0000000001/notes.md", b"n"),
        ("b/CURRENT", b"a note, for there are no generations beside it"),
    ]);
    assert_eq!(paths(&folder.corpus()), ["a.md", "b/CURRENT"]);
}

#[test]
fn ignore_rules_count_inside_the_corpus_only() {
    let folder = Folder::new(&[
        (".gitignore", b"corpus/\n*.md\n"),
        ("corpus/kept.md", b"k"),
        ("corpus/.gitignore", b"drafts/\n"),
        ("corpus/drafts/a.md", b"d"),
        ("corpus/.kubenotesignore", b"*.txt\n!keep.txt\n"),
        ("corpus/out.txt", b"o"),
        ("corpus/keep.txt", b"k"),
        ("corpus/sub/.ignore", b"x.md\n"),
        ("corpus/sub/x.md", b"x"),
        ("corpus/sub/y.md", b"y"),
    ]);
    let corpus = Corpus::open(&[folder.path("corpus")]).expect("a corpus");
    assert_eq!(paths(&corpus), ["keep.txt", "kept.md", "sub/y.md"]);
}

#[test]
fn an_ignore_rule_that_is_none_is_named() {
    let folder =
        Folder::new(&[(".gitignore", b"good.md\nbad[z-a]\n"), ("a.md", b"a"), ("good.md", b"")]);
    let (files, diagnostics) = folder.corpus().find().expect("a corpus");
    assert_eq!(files.len(), 1);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].kind, DiagnosticKind::IgnoreRule);
    assert_eq!((diagnostics[0].path.as_str(), diagnostics[0].line), (".gitignore", Some(2)));
    assert!(!diagnostics[0].is_skip());
}

#[test]
fn several_folders_are_told_apart_by_name() {
    let folder = Folder::new(&[
        ("one/notes/a.md", b"1"),
        ("two/notes/a.md", b"2"),
        ("three/other/b.md", b"3"),
    ]);
    let dirs = ["one/notes", "two/notes", "three/other"].map(|dir| folder.path(dir));
    let corpus = Corpus::open(&dirs).expect("a corpus");
    let (notes, remarks) = read_all(&corpus);
    let expected = [("notes-2/a.md", "2"), ("notes/a.md", "1"), ("other/b.md", "3")];
    assert_eq!(notes, expected.map(|(path, text)| (path.to_owned(), text.to_owned())));
    assert_eq!(remarks, Vec::<String>::new());
    for file in corpus.find().expect("notes").0 {
        assert_eq!(corpus.locate(&file.path), Some(file.location));
    }
    assert_eq!(corpus.locate("notes/gone.md"), Some(folder.path("one/notes/gone.md")));
    assert_eq!(corpus.locate("notes-3/a.md"), None);
    assert_eq!(Corpus::from_notes([("a.md", "1")]).locate("a.md"), None);
}

#[test]
fn a_corpus_that_is_no_folder_is_an_error() {
    let folder = Folder::new(&[("file.md", b"x"), ("gone/a.md", b"a")]);
    for missing in ["nowhere", "file.md"] {
        let error = Corpus::open(&[folder.path(missing)]).expect_err(missing);
        assert_eq!(error.kind(), ErrorKind::CorpusUnreadable);
        assert_eq!(error.path(), Some(folder.path(missing).as_path()));
    }
    let corpus = Corpus::open(&[folder.path("gone")]).expect("a corpus");
    fs::remove_dir_all(folder.path("gone")).expect("the folder is removed");
    assert_eq!(corpus.find().expect_err("gone").kind(), ErrorKind::CorpusUnreadable);
}

#[test]
fn notes_in_memory_are_read_like_files() {
    let corpus = Corpus::from_notes([
        ("b.md", "first".to_owned()),
        ("a.md", "\u{feff}# A".to_owned()),
        ("b.md", "second".to_owned()),
        ("big.md", "x".repeat(MAX_NOTE_BYTES as usize + 1)),
    ]);
    let (notes, remarks) = read_all(&corpus);
    let expected = [("a.md", "# A"), ("b.md", "second")];
    assert_eq!(notes, expected.map(|(path, text)| (path.to_owned(), text.to_owned())));
    assert_eq!(remarks, ["big.md: 8388609 bytes, more than the 8388608 that are read"]);
}

#[test]
fn a_bad_note_is_named_and_the_others_are_read() {
    let long_line = "word ".repeat(1_000_000);
    let utf_16: Vec<u8> =
        b"\xff\xfe".iter().copied().chain("Ü".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let folder = Folder::new(&[
        ("bom.md", b"\xef\xbb\xbf"),
        ("cr.md", b"one\rtwo"),
        ("empty.md", b""),
        ("latin.txt", b"ok\nG\xfcnther"),
        ("long.md", long_line.as_bytes()),
        ("nul.md", b"a\0b"),
        ("random.md", b"\x01\x02\x03\x04\x81\x8d"),
        ("wide.txt", &utf_16),
    ]);
    // Written in no time, and never read.
    let sparse = fs::File::create(folder.path("sparse.md")).expect("a file");
    sparse.set_len(1 << 30).expect("a file with a hole");
    let (notes, remarks) = read_all(&folder.corpus());
    let expected = [
        ("bom.md", ""),
        ("cr.md", "one\rtwo"),
        ("empty.md", ""),
        ("latin.txt", "ok\nGünther"),
        ("long.md", &long_line),
        ("wide.txt", "Ü"),
    ];
    assert_eq!(notes, expected.map(|(path, text)| (path.to_owned(), text.to_owned())));
    assert_eq!(
        remarks,
        [
            "latin.txt:2: not UTF-8: read as Windows-1252",
            "nul.md: not text: it holds NUL bytes",
            "random.md: not text: it holds many control characters",
            "sparse.md: 1073741824 bytes, more than the 8388608 that are read",
        ]
    );
}

#[test]
fn a_note_of_the_largest_size_is_read() {
    let folder = Folder::new(&[]);
    folder.write("most.md", &vec![b'a'; MAX_NOTE_BYTES as usize]);
    folder.write("more.md", &vec![b'a'; MAX_NOTE_BYTES as usize + 1]);
    let (notes, remarks) = read_all(&folder.corpus());
    assert_eq!(notes.iter().map(|note| note.0.as_str()).collect::<Vec<_>>(), ["most.md"]);
    assert_eq!(remarks.len(), 1);
}

#[test]
fn a_note_that_is_gone_when_it_is_read_is_named() {
    let folder = Folder::new(&[("a.md", b"a")]);
    let corpus = folder.corpus();
    let (files, _) = corpus.find().expect("a corpus");
    fs::remove_file(folder.path("a.md")).expect("the note is removed");
    let reason = corpus.read(&files[0]).expect_err("gone");
    assert_eq!((reason.path.as_str(), reason.kind), ("a.md", DiagnosticKind::ReadFailed));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    /// Makes a named pipe, where the system can.
    fn make_pipe(path: &Path) -> bool {
        Command::new("mkfifo").arg(path).status().is_ok_and(|status| status.success())
    }

    #[test]
    fn links_are_named_and_not_followed() {
        let folder = Folder::new(&[("notes/a.md", b"a"), ("elsewhere/b.md", b"b")]);
        let link = |to: &Path, at: &str| symlink(to, folder.path(at)).expect("a link");
        link(&folder.path("notes"), "notes/loop");
        link(&folder.path("elsewhere/b.md"), "notes/linked.md");
        link(&folder.path("elsewhere/b.md"), "notes/picture.png");
        link(Path::new("itself.md"), "notes/itself.md");
        link(Path::new("/nowhere"), "notes/dangling");
        // The corpus itself may be a link.
        link(&folder.path("notes"), "corpus");
        let corpus = Corpus::open(&[folder.path("corpus")]).expect("a corpus");
        let (notes, remarks) = read_all(&corpus);
        assert_eq!(notes, [("a.md".to_owned(), "a".to_owned())]);
        assert_eq!(
            remarks,
            [
                "itself.md: a symbolic link, not read",
                "linked.md: a symbolic link, not read",
                "loop: a symbolic link, not read",
            ]
        );
    }

    #[test]
    fn a_pipe_never_blocks() {
        let folder = Folder::new(&[("a.md", b"a"), ("b.md", b"b"), ("sub/c.md", b"c")]);
        if !make_pipe(&folder.path("pipe.md")) {
            return;
        }
        assert!(make_pipe(&folder.path("pipe")));
        let corpus = folder.corpus();
        let (files, diagnostics) = corpus.find().expect("a corpus");
        assert_eq!(files.len(), 3);
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].to_string(), "pipe.md: a named pipe, not read");
        // One that takes a note's place after it was found.
        fs::remove_file(folder.path("b.md")).expect("the note is removed");
        assert!(make_pipe(&folder.path("b.md")));
        let reason = corpus.read(&files[1]).expect_err("a pipe");
        assert_eq!(reason.kind, DiagnosticKind::NotAFile);
        // One where rules should be.
        assert!(make_pipe(&folder.path("sub/.gitignore")));
        let (files, diagnostics) = corpus.find().expect("a corpus");
        assert_eq!(files.len(), 1);
        assert!(diagnostics.iter().any(|diagnostic| diagnostic.path == "sub/.gitignore"));
        assert!(make_pipe(&folder.path(".kubenotesignore")));
        assert_eq!(corpus.find().expect_err("a pipe").kind(), ErrorKind::CorpusUnreadable);
    }

    #[test]
    fn what_may_not_be_read_is_named() {
        let folder = Folder::new(&[("a.md", b"a"), ("secret.md", b"s"), ("closed/b.md", b"b")]);
        let set = |path: &str, mode| {
            fs::set_permissions(folder.path(path), fs::Permissions::from_mode(mode))
                .expect("a mode");
        };
        set("secret.md", 0o000);
        set("closed", 0o000);
        if fs::read(folder.path("secret.md")).is_err() {
            let (notes, remarks) = read_all(&folder.corpus());
            assert_eq!(notes, [("a.md".to_owned(), "a".to_owned())]);
            assert_eq!(remarks.len(), 2, "{remarks:?}");
            assert!(remarks[0].starts_with("closed: cannot be read: "), "{remarks:?}");
            assert!(remarks[1].starts_with("secret.md: cannot be read: "), "{remarks:?}");
        } // Else the test is run by root, who may read everything.
        set("closed", 0o755);
    }

    #[test]
    fn a_name_that_is_no_text_has_a_path_all_the_same() {
        let folder = Folder::new(&[]);
        let name = std::ffi::OsStr::from_bytes(b"K\xf6ln.md");
        if fs::write(folder.0.path().join(name), "text").is_err() {
            return; // The file system takes no such names.
        }
        let (notes, remarks) = read_all(&folder.corpus());
        assert_eq!(notes, [("K\u{fffd}ln.md".to_owned(), "text".to_owned())]);
        assert_eq!(remarks, Vec::<String>::new());
    }
}
