//! A file system that really is full: of bytes, or of names. Needs the right to mount one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{World, copy, trials};

/// A small file system in memory; gone when it is dropped.
struct Tmpfs(PathBuf);

impl Tmpfs {
    /// `None` where nothing may be mounted.
    fn new(at: &Path) -> Option<Tmpfs> {
        std::fs::create_dir_all(at).unwrap();
        mount(&["-t", "tmpfs", "-o", "size=64m", "tmpfs"], at).then(|| Tmpfs(at.to_owned()))
    }

    fn limit(&self, options: &str) -> bool {
        mount(&["-o", &format!("remount,{options}")], &self.0)
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn mount(arguments: &[&str], at: &Path) -> bool {
    let mut mount = Command::new("mount");
    mount.args(arguments).arg(at).stdout(Stdio::null()).stderr(Stdio::null());
    mount.status().is_ok_and(|status| status.success())
}

/// How many names are below a folder, its own among them.
fn names(dir: &Path) -> usize {
    let mut n = 1;
    for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
        n += if entry.file_type().unwrap().is_dir() { names(&entry.path()) } else { 1 };
    }
    n
}

#[test]
fn the_disk_is_full() {
    let world = World::new();
    let index = world.env.path("index");
    std::fs::remove_dir_all(&index).unwrap();
    let used = names(&world.env.path("before"));
    // Sizes on both sides of what is asked for beforehand; then so many names that it runs out on
    // the way, which nobody can ask for.
    let sizes = (1..=30).map(|n| format!("size={}k", n * 640));
    let counts = (1..=30).map(|n| format!("size=64m,nr_inodes={}", used + n));
    let step = trials(11, 1);
    let mut outcomes = BTreeMap::new();
    for (at, limit) in sizes.chain(counts).enumerate().step_by(step) {
        let Some(disk) = Tmpfs::new(&index) else {
            println!("skipped: nothing can be mounted here");
            return;
        };
        copy(&world.env.path("before"), &index);
        let command = ["rebuild", "index"][at / step % 2];
        assert!(disk.limit(&limit), "{limit}");
        let output = world.faulty(command, "").output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let code = output.status.code();
        assert!(!said.contains("' panicked at "), "{limit}: {said}");
        assert!(matches!(code, Some(0 | 21)), "{command} {limit}: {code:?} {said}");
        assert_eq!(world.check(&limit), code == Some(0), "{command} {limit}");
        *outcomes.entry(code).or_insert(0) += 1;
        assert!(disk.limit("size=64m,nr_inodes=10000"));
        world.check_recovery(command, &limit);
    }
    println!("full disks: {outcomes:?} (exit: trials)");
}
