//! SIGKILL at every named step and at random changes of the disk; every change of the disk failing.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;

use super::{Random, World, trials};

/// Every step of a run, as it names them, in order. `false`: nothing is published yet.
const STEPS: [(&str, bool); 17] = [
    ("locked", false),
    ("leftovers-removed", false),
    ("draft-created", false),
    ("notes-read", false),
    ("segments-committed", false),
    ("segments-written", false),
    ("files-synced", false),
    ("manifest-written", false),
    ("draft-synced", false),
    ("draft-verified", false),
    ("guards-passed", false),
    ("draft-renamed", false),
    ("generations-synced", false),
    ("current-written", false),
    ("current-renamed", true),
    ("index-synced", true),
    ("pruned", true),
];

#[test]
fn killed_at_a_step() {
    let world = World::new();
    for command in ["rebuild", "index"] {
        for (step, is_published) in STEPS {
            for _ in 0..trials(1, 20) {
                world.reset();
                let status = world.faulty(command, &format!("kill@{step}")).status().unwrap();
                assert_eq!(status.signal(), Some(9), "{command} {step}");
                assert_eq!(world.check(step), is_published, "{command} {step}");
            }
            world.check_recovery(command, step);
        }
    }
    // A step that only an update has.
    world.reset();
    assert_eq!(world.faulty("index", "kill@links-made").status().unwrap().signal(), Some(9));
    assert!(!world.check("links-made"));
    world.check_recovery("index", "links-made");
}

#[test]
fn killed_while_old_generations_are_removed() {
    let world = World::new();
    for _ in 0..trials(1, 20) {
        world.reset();
        world.env.write("kubenotes.toml", "[rebuild]\nkeep = 1\nminimum_age_minutes = 0");
        world.env.kubenotes(["rebuild", "-q"]).exits(0);
        let status = world.faulty("rebuild", "kill@dead-renamed").status().unwrap();
        assert_eq!(status.signal(), Some(9));
        assert!(world.check("dead-renamed"));
        world.check_recovery("rebuild", "dead-renamed");
    }
}

#[test]
fn killed_at_any_change_of_the_disk() {
    let world = World::new();
    let mut random = Random::new(1);
    let mut outcomes = BTreeMap::new();
    for trial in 0..trials(12, 300) {
        world.reset();
        let command = ["rebuild", "index"][trial % 2];
        let what = format!("kill:{}", 1 + random.below(changes(&world, command)));
        let status = world.faulty(command, &what).status().unwrap();
        assert_eq!(status.signal(), Some(9), "{command} {what}");
        *outcomes.entry(world.check(&what)).or_insert(0) += 1;
        if trial % 4 < 2 {
            world.check_recovery(command, &what);
        }
    }
    println!("killed at random: {outcomes:?} (new index?: trials)");
}

/// How many changes of the disk a run makes.
fn changes(world: &World, command: &str) -> usize {
    let trace = world.env.path("trace");
    let _ = std::fs::remove_file(&trace);
    let status = world.faulty(command, "").env("KUBENOTES_TRACE", &trace).status().unwrap();
    assert!(status.success());
    world.reset();
    let trace = std::fs::read_to_string(&trace).unwrap();
    trace.lines().filter(|line| !line.starts_with("step ")).count()
}

#[test]
fn every_change_of_the_disk_fails() {
    let world = World::new();
    let mut runs = 0;
    let mut worked = 0;
    for command in ["rebuild", "index"] {
        for op in ["create", "write", "sync", "rename", "remove", "link", "permit"] {
            for (error, code) in [("ENOSPC", 21), ("EIO", 2)] {
                for suffix in ["", ":on"] {
                    let mut at = 1;
                    loop {
                        world.reset();
                        let fault = format!("fail:{op}:{at}:{error}{suffix}");
                        let what = format!("{command} {fault}");
                        let output = world.faulty(command, &fault).output().unwrap();
                        let said = String::from_utf8_lossy(&output.stderr);
                        assert!(!said.contains("' panicked at "), "{what}: {said}");
                        let is_new = world.check(&what);
                        runs += 1;
                        if output.status.success() {
                            worked += 1;
                            assert!(is_new, "{what}");
                            // A link that cannot be made, and a draft that is removed in vain, do
                            // no harm; all others fail the run.
                            if op != "link" && op != "remove" {
                                break;
                            }
                        } else {
                            let status = output.status.code();
                            assert_eq!(status, Some(code), "{what}: {said}");
                        }
                        if output.status.success() && at > 20 {
                            break;
                        }
                        at += trials(if op == "write" { 29 } else { 13 }, 1);
                    }
                    world.check_recovery(command, &format!("{command} {op} {error}{suffix}"));
                }
            }
        }
    }
    println!("{runs} runs with a failing disk, of which {worked} were not disturbed");
}
