//! The index whatever happens to the job that writes it: killed, out of space, refused, twice at
//! once; and what it leaves for the morning.
//!
//! Each of these runs the program many times. The counts are small; `KUBENOTES_TRIALS=full cargo
//! test --test integration nightly` runs all of them, which takes some ten minutes.

#![allow(clippy::print_stdout, reason = "a full run says how much it tried, with --nocapture")]
#![expect(clippy::print_stdout, reason = "`--nocapture` shows what was counted")]

/// The process is killed, or the disk fails, at every step.
#[cfg(all(unix, debug_assertions))]
mod crash;
/// Damaged files are found, and harm nobody.
mod damage;
/// Changes bit by bit give what building anew does.
mod incremental;
/// Guards, reports, signals and the commands that look after an index.
mod job;
/// What was not synced is lost.
#[cfg(all(unix, debug_assertions))]
mod power;
/// Readers, other writers and other users while an index is written.
mod readers;
/// A file system that is full.
#[cfg(all(target_os = "linux", debug_assertions))]
mod space;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use kubenotes::{Index, Query, SearchOptions};

use crate::support::TestEnv;

/// How many times something is tried: `few` in every run, `full` when they were asked for.
pub(crate) fn trials(few: usize, full: usize) -> usize {
    match std::env::var("KUBENOTES_TRIALS").as_deref() {
        Ok("full") => full,
        _ => few,
    }
}

/// Numbers that look random and are the same in every run: xorshift.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: usize) -> Random {
        Random((seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }
}

/// A note of `n` sessions; `tag` is a word of each of them.
fn note(tag: &str, n: usize) -> String {
    let mut text = "# KubeCon EU 2023\n\n".to_owned();
    for at in 0..n {
        text.push_str(&format!(
            "## Operating {tag} at scale, part {at} - Ada Berg & Bo Lind, Acme Tools\n\n\
             They run {tag} on many clusters and measured what it costs. Part {at} of it.\n\n"
        ));
    }
    text
}

/// What an index says: every Document's path, id and title. Fails when it does not open, is not
/// sound, or does not answer.
#[track_caller]
fn documents(index: &Path) -> BTreeSet<String> {
    let opened = Index::open(index).unwrap_or_else(|e| panic!("{e}: {:?}", list(index)));
    let found = Index::verify(index, None).unwrap();
    assert_eq!(found.problems, [""; 0], "{:?}", list(index));
    let mut options = SearchOptions::default();
    options.limit = 100_000;
    options.group = false;
    let answer = opened.searcher().unwrap().search(&Query::parse("operating"), &options).unwrap();
    assert!(answer.hits.len() <= opened.manifest().documents as usize);
    let name = |hit: &kubenotes::Hit| {
        let document = &hit.document;
        format!("{} {} {}", document.source.path, document.id, document.title)
    };
    answer.hits.iter().map(name).collect()
}

/// Everything in an index folder but the engine's files.
fn list(index: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for folder in [index.to_owned(), index.join("generations")] {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    names
}

/// Two states of a corpus and what an index of each says.
struct World {
    env: TestEnv,
    old: BTreeSet<String>,
    new: BTreeSet<String>,
}

impl World {
    /// A published index of the old state, and the new state in the corpus.
    fn new() -> World {
        let env = TestEnv::new();
        env.write("corpus/a.md", note("Flux", 3));
        env.write("corpus/b.md", note("Harbor", 2));
        env.write("corpus/c.md", note("Linkerd", 2));
        env.kubenotes(["rebuild", "-q"]).exits(0);
        let old = documents(&env.path("index"));
        copy(&env.path("index"), &env.path("before"));
        env.write("corpus/b.md", note("Harbor", 3));
        env.write("corpus/d.md", note("Cilium", 2));
        env.kubenotes(["rebuild", "-q"]).exits(0);
        let new = documents(&env.path("index"));
        assert!(old.len() == 7 && new.len() == 10, "{old:?} {new:?}");
        let world = World { env, old, new };
        world.reset();
        world
    }

    /// Puts back the index of the old state.
    fn reset(&self) {
        let _ = std::fs::remove_dir_all(self.env.path("index"));
        copy(&self.env.path("before"), &self.env.path("index"));
    }

    /// The program, told by `fault` what is to go wrong.
    fn faulty(&self, command: &str, fault: &str) -> Command {
        let mut faulty = self.env.command();
        faulty.args([command, "-q"]).env("KUBENOTES_FAULT", fault);
        faulty.stdout(Stdio::null()).stderr(Stdio::piped());
        faulty
    }

    /// Checks that the index is the old one or the new one, whole, and says whether it is the new.
    #[track_caller]
    fn check(&self, what: &str) -> bool {
        let now = documents(&self.env.path("index"));
        assert!(now == self.old || now == self.new, "{what}: {now:?}");
        now == self.new
    }

    /// Checks that the next run needs no hand, and leaves nothing of the last one behind.
    #[track_caller]
    fn check_recovery(&self, command: &'static str, what: &str) {
        self.env.kubenotes([command, "-q"]).exits(0);
        assert_eq!(documents(&self.env.path("index")), self.new, "{what}");
        let left = list(&self.env.path("index"));
        let is_leftover = |name: &&String| name.ends_with(".tmp") || name.starts_with("dead-");
        assert_eq!(left.iter().find(is_leftover), None, "{what}: {left:?}");
    }
}

/// Copies a folder, permissions included.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}
