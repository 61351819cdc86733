//! Readers, other writers and other users while an index is written.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use kubenotes::{Document, DocumentId, Index, Origin, Provenance, Query, SearchOptions};

use super::{World, documents, trials};

/// Documents of which each says its generation.
fn of_generation(n: usize) -> Vec<Document> {
    let document = |at: usize| {
        let source = Origin { path: format!("{at}.md"), line_start: 1, line_end: 1 };
        let mut document = Document::new(DocumentId(format!("{at:016x}")), source);
        document.title = format!("generation {n}");
        document.body = format!("generation {n}, document {at} of operators");
        document
    };
    (0..=n % 7).map(document).collect()
}

/// Asks once, and checks that the answer is from one generation and whole.
fn ask(searcher: &kubenotes::Searcher) {
    let mut options = SearchOptions::default();
    options.limit = 50;
    let answer = searcher.search(&Query::parse("operators"), &options).unwrap();
    let titles: Vec<_> = answer.hits.iter().map(|hit| hit.document.title.clone()).collect();
    let n: usize = titles[0].trim_start_matches("generation ").parse().unwrap();
    assert!(titles.iter().all(|title| *title == titles[0]), "{titles:?}");
    assert_eq!(titles.len(), n % 7 + 1, "{titles:?}");
}

#[test]
fn readers_see_one_generation_at_a_time() {
    let dir = crate::support::scratch();
    let index = dir.path();
    let publish = |n| Index::publish(index, &of_generation(n), &Provenance::default()).unwrap();
    publish(1);
    let swaps = trials(8, 3_000);
    let done = AtomicBool::new(false);
    let (opened, refreshed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for reader in 0..4 {
            let (done, opened, refreshed) = (&done, &opened, &refreshed);
            scope.spawn(move || {
                let mut held = Index::open(index).unwrap().searcher().unwrap();
                while !done.load(Ordering::Relaxed) {
                    if reader % 2 == 0 {
                        ask(&Index::open(index).unwrap().searcher().unwrap());
                        opened.fetch_add(1, Ordering::Relaxed);
                    } else {
                        refreshed.fetch_add(held.refresh().unwrap().into(), Ordering::Relaxed);
                        ask(&held);
                    }
                }
            });
        }
        // Whatever becomes of the writer, the readers end.
        let written = std::panic::catch_unwind(|| (2..swaps).for_each(|n| drop(publish(n))));
        done.store(true, Ordering::Relaxed);
        written.unwrap();
    });
    let (opened, refreshed) = (opened.into_inner(), refreshed.into_inner());
    assert!(opened > 0 && refreshed > 0);
    println!("{swaps} swaps, {opened} times opened, {refreshed} times refreshed, no error");
}

#[test]
fn of_runs_at_once_one_writes() {
    let world = World::new();
    for round in 0..trials(2, 50) {
        world.reset();
        let runs: Vec<_> = (0..8).map(|_| world.faulty("rebuild", "").spawn().unwrap()).collect();
        let codes: Vec<_> =
            runs.into_iter().map(|mut run| run.wait().unwrap().code().unwrap()).collect();
        let published = codes.iter().filter(|code| **code == 0).count();
        assert!(published >= 1, "{codes:?}");
        assert!(codes.iter().all(|code| [0, 11].contains(code)), "round {round}: {codes:?}");
        assert_eq!(documents(&world.env.path("index")), world.new);
        // Nobody published besides those who said so.
        let manifest = Index::open(&world.env.path("index")).unwrap().manifest();
        assert_eq!(manifest.generation, format!("{:010}", 1 + published));
    }
}

#[cfg(all(unix, debug_assertions))]
#[test]
fn a_holder_that_stands_still_holds_up_writers_only() {
    let world = World::new();
    for _ in 0..trials(2, 50) {
        world.reset();
        let mut holder = world.faulty("rebuild", "stop@draft-verified").spawn().unwrap();
        let pid = holder.id().to_string();
        wait_until_stopped(&pid);
        // Others see who it is, at once; readers do not even notice.
        let mut others: Vec<_> = (0..8)
            .map(|n| world.faulty(["rebuild", "index"][n % 2], "").spawn().unwrap())
            .collect();
        let second = world.env.kubenotes(["rebuild"]).exits(11).prints_nothing();
        second.says(&format!("process {pid} on ")).says(" since 20").says("hint: ");
        for other in &mut others {
            assert_eq!(other.wait().unwrap().code(), Some(11));
        }
        world.env.kubenotes(["rollback"]).exits(11);
        world.env.kubenotes(["search", "flux", "-q"]).exits(0);
        world.env.kubenotes(["status"]).exits(0);
        assert_eq!(documents(&world.env.path("index")), world.old);
        signal("-KILL", &pid);
        holder.wait().unwrap();
        // A dead holder holds up nobody.
        world.check_recovery("rebuild", "after a holder that was killed");
    }
}

#[cfg(all(unix, debug_assertions))]
pub(super) fn signal(signal: &str, pid: &str) {
    assert!(std::process::Command::new("kill").args([signal, pid]).status().unwrap().success());
}

/// Waits until a process has stopped itself.
#[cfg(all(unix, debug_assertions))]
pub(super) fn wait_until_stopped(pid: &str) {
    for _ in 0..60_000 {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"));
        let Ok(stat) = stat else { break };
        if stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T')) {
            return;
        }
        thread::yield_now();
        thread::sleep(std::time::Duration::from_millis(2));
    }
    panic!("process {pid} does not stop");
}

#[cfg(unix)]
#[test]
fn another_user_can_read_and_not_write() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    let world = World::new();
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|about| {
        use std::os::unix::fs::MetadataExt as _;
        about.uid() == 0
    });
    let nobody = 65_534;
    let open_up = |path: &Path| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    };
    open_up(&world.env.path(""));
    // The program itself may lie where only root gets to.
    let program = world.env.path("kubenotes");
    std::fs::copy(env!("CARGO_BIN_EXE_kubenotes"), &program).unwrap();
    open_up(&program);
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(&program);
        command.args(args).current_dir(world.env.path("")).env_clear();
        command.uid(nobody).gid(nobody).output().unwrap()
    };
    if !is_root {
        println!("not root: nobody else can be asked");
        return;
    }
    for args in [&["search", "flux"] as &[&str], &["verify"], &["status"], &["facets", "year"]] {
        let output = run(args);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
    }
    for command in ["rebuild", "index", "rollback"] {
        let output = run(&[command]);
        assert_eq!(output.status.code(), Some(2), "{command}: {output:?}");
    }
    assert_eq!(documents(&world.env.path("index")), world.old);
}

#[test]
fn notes_that_change_while_they_are_read() {
    let world = World::new();
    let done = AtomicBool::new(false);
    let corpus = world.env.path("corpus");
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut random = super::Random::new(7);
            while !done.load(Ordering::Relaxed) {
                let path = corpus.join(format!("m{}.md", random.below(6)));
                match random.below(4) {
                    0 => drop(std::fs::remove_file(path)),
                    1 => drop(std::fs::File::create(path)),
                    _ => drop(std::fs::write(path, super::note("Kyverno", random.below(90)))),
                }
            }
        });
        for at in 0..trials(6, 100) {
            let run = world.env.kubenotes([["rebuild", "index"][at % 2], "-q"]);
            // Too many notes that are never still are a reason to refuse.
            assert!([Some(0), Some(20)].contains(&run.status), "{run}");
            documents(&world.env.path("index"));
        }
        done.store(true, Ordering::Relaxed);
    });
    world.env.kubenotes(["index", "-q"]).exits(0);
    let updated = documents(&world.env.path("index"));
    world.env.kubenotes(["rebuild", "-q", "--allow-shrink"]).exits(0);
    assert_eq!(documents(&world.env.path("index")), updated);
}
