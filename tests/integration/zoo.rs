//! Notes that nobody would write, through the whole program: none stops it, the good ones are
//! found, the bad ones are named.

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use crate::support::TestEnv;

/// A sentence that a search finds in one note alone.
fn good(word: &str) -> String {
    format!("# KubeCon EU 2023\n\n## All about {word} - Ada Berg, Acme\n\nNotes on {word}.\n")
}

fn zoo() -> TestEnv {
    let env = TestEnv::new();
    env.write("corpus/plain.md", good("aardvark"));
    env.write("corpus/empty.md", "");
    env.write("corpus/bom.md", "\u{feff}");
    env.write("corpus/blank.md", "\n \n\t\n\n");
    env.write("corpus/with-bom.md", format!("\u{feff}{}", good("badger")));
    env.write("corpus/crlf.md", good("caracal").replace('\n', "\r\n"));
    env.write("corpus/no-final-newline.md", good("dingo").trim_end());
    env.write(
        "corpus/latin1.md",
        good("echidna\u{e9}").chars().map(|c| c as u8).collect::<Vec<_>>(),
    );
    env.write("corpus/unclosed.md", format!("---\ntitle: never closed\n\n{}", good("fossa")));
    env.write("corpus/bad-yaml.md", format!("---\na: [1,\n b: }}{{\n---\n\n{}", good("gibbon")));
    env.write("corpus/long-line.md", format!("# Long\n\nhyena {}\n", "word ".repeat(1_000_000)));
    env.write("corpus/one-word.md", format!("ibex {}\n", "a".repeat(5_000_000)));
    env.write("corpus/lists.md", nested("- ", "jackal"));
    env.write("corpus/quotes.md", format!("{} koala\n", "> ".repeat(10_000)));
    env.write("corpus/brackets.md", format!("lemur {}\n", "[".repeat(100_000)));
    env.write("corpus/nul.md", b"# Text\n\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0 meerkat");
    env.write("corpus/binary.md", (0..=255).cycle().take(100_000).collect::<Vec<u8>>());
    env.write("corpus/huge.md", "much too large ".repeat(700_000));
    env.write("corpus/folder.md/inside.md", good("numbat"));
    symlink(".", env.path("corpus/loop")).expect("a link");
    symlink("missing.md", env.path("corpus/dangling.md")).expect("a link");
    let fifo = Command::new("mkfifo").arg(env.path("corpus/fifo.md")).status();
    assert!(fifo.expect("mkfifo runs").success());
    env.write("corpus/locked.md", good("ocelot"));
    let nobody = std::fs::Permissions::from_mode(0o000);
    std::fs::set_permissions(env.path("corpus/locked.md"), nobody).expect("permissions");
    env
}

fn nested(marker: &str, word: &str) -> String {
    let mut text = String::new();
    for depth in 0..10_000 {
        text.push_str(&" ".repeat((depth * 2).min(200)));
        text.push_str(marker);
        text.push_str("x\n");
    }
    text + word + "\n"
}

#[test]
fn every_good_note_is_found_and_every_bad_one_is_named() {
    let env = zoo();
    let index = env.kubenotes(["index"]).exits(0);
    let mut bad = vec!["nul.md", "binary.md", "huge.md", "fifo.md", "loop", "dangling.md"];
    // Whoever runs the tests as root may read everything.
    if std::fs::read(env.path("corpus/locked.md")).is_err() {
        bad.push("locked.md");
    }
    for note in bad {
        assert!(index.stderr.contains(&format!("skipped {note}")), "{note}\n{index}");
    }
    for word in [
        "aardvark",
        "badger",
        "caracal",
        "dingo",
        "echidnaé",
        "fossa",
        "gibbon",
        "hyena",
        "ibex",
        "jackal",
        "koala",
        "lemur",
        "numbat",
    ] {
        env.kubenotes(["search", word]).exits(0).prints(".md:");
    }
    env.kubenotes(["index", "--strict"]).exits(3);
    let remarks = env.kubenotes(["index", "-v"]).exits(0);
    for note in ["latin1.md", "unclosed.md", "bad-yaml.md"] {
        assert!(remarks.stderr.contains(&format!("remark: {note}")), "{note}\n{remarks}");
    }
}

#[test]
fn what_is_not_a_regular_file_never_hangs() {
    let env = zoo();
    let run = env.kubenotes(["ingest", "--format", "jsonl"]).exits(0);
    let paths: Vec<String> = run
        .jsonl()
        .iter()
        .map(|document| document["source"]["path"].as_str().expect("a path").to_owned())
        .collect();
    assert!(paths.iter().any(|path| path == "folder.md/inside.md"), "{paths:?}");
    assert!(!paths.iter().any(|path| path.starts_with("loop/") || path == "fifo.md"), "{paths:?}");
}
