//! A power cut: the run is killed at a change of the disk, and whatever it had not synced until
//! then is lost in one of the ways in which disks lose it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};

use super::{Random, World, trials};

/// What a run did to the disk, read from its trace.
#[derive(Default)]
struct Disk {
    /// Files whose bytes have not been synced since they were written.
    unsynced: BTreeSet<PathBuf>,
    /// Renames whose folder has not been synced since, in order.
    renames: Vec<(PathBuf, PathBuf)>,
    /// New names whose folder has not been synced since.
    created: BTreeSet<PathBuf>,
}

impl Disk {
    fn after(trace: &str) -> Disk {
        let mut disk = Disk::default();
        for line in trace.lines() {
            let Some((op, rest)) = line.split_once(' ') else { continue };
            let path = PathBuf::from(rest);
            match op {
                "Create" => drop(disk.created.insert(path)),
                "Write" => drop(disk.unsynced.insert(path)),
                "Sync" => {
                    disk.unsynced.remove(&path);
                    disk.created.retain(|created| created.parent() != Some(&path));
                    disk.renames.retain(|(_, to)| to.parent() != Some(&path));
                }
                "Rename" => {
                    let (from, to) = rest.split_once('\t').unwrap();
                    disk.rename(Path::new(from), Path::new(to));
                }
                "Remove" => disk.unsynced.retain(|file| !file.starts_with(&path)),
                _ => {}
            }
        }
        disk
    }

    fn rename(&mut self, from: &Path, to: &Path) {
        let moved = |set: &BTreeSet<PathBuf>| {
            let new_name = |path: &PathBuf| match path.strip_prefix(from) {
                Ok(below) if below.as_os_str().is_empty() => to.to_owned(),
                Ok(below) => to.join(below),
                Err(_) => path.clone(),
            };
            set.iter().map(new_name).collect()
        };
        self.unsynced = moved(&self.unsynced);
        self.created = moved(&self.created);
        self.renames.push((from.to_owned(), to.to_owned()));
    }

    /// Loses what was not synced; `index` is the folder that the program knew as `index`.
    fn lose(&self, root: &Path, random: &mut Random, before: &Path) {
        for file in &self.unsynced {
            damage(&root.join(file), random);
        }
        // The swap itself may or may not have reached the disk.
        for (_, to) in self.renames.iter().rev() {
            if to.ends_with("CURRENT") && random.below(2) == 0 {
                fs::remove_file(root.join(to)).unwrap();
                fs::copy(before.join("CURRENT"), root.join(to)).unwrap();
            }
        }
        for name in &self.created {
            let path = root.join(name);
            if random.below(3) == 0 && path.is_file() && !name.ends_with("CURRENT") {
                fs::remove_file(&path).unwrap();
            }
        }
    }
}

/// Deletes, zeroes, cuts or flips a file, or leaves it.
fn damage(path: &Path, random: &mut Random) {
    let Ok(mut bytes) = fs::read(path) else { return };
    let at = random.below(bytes.len());
    match random.below(5) {
        0 => return fs::remove_file(path).unwrap(),
        1 => bytes.fill(0),
        2 => bytes.truncate(at),
        3 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
        _ => return,
    }
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn what_was_not_synced_is_lost() {
    let world = World::new();
    let trace = world.env.path("trace");
    let root = world.env.path("");
    let mut random = Random::new(2);
    let mut outcomes: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    let mut lost = 0;
    for trial in 0..trials(24, 300) {
        let command = ["rebuild", "index"][trial % 2];
        let run = |fault: &str| {
            world.reset();
            let _ = fs::remove_file(&trace);
            world.faulty(command, fault).env("KUBENOTES_TRACE", &trace).status().unwrap()
        };
        assert!(run("").success());
        let whole = fs::read_to_string(&trace).unwrap();
        let n_changes = whole.lines().filter(|line| !line.starts_with("step ")).count();
        // Half of the cuts fall on the last changes, where the swap is.
        let last = if random.below(2) == 0 { 12 } else { n_changes };
        let at = n_changes - random.below(last.min(n_changes));
        assert_eq!(run(&format!("kill:{at}")).signal(), Some(9), "{command} {at}");
        let disk = Disk::after(&fs::read_to_string(&trace).unwrap());
        lost += disk.unsynced.len();
        disk.lose(&root, &mut random, &world.env.path("before"));
        let what = format!("{command} cut at {at} of {n_changes}, trial {trial}");
        *outcomes.entry((command, world.check(&what))).or_default() += 1;
        world.check_recovery(command, &what);
    }
    assert!(lost > 0, "a cut loses something");
    println!("power cuts: {outcomes:?}, {lost} files were not synced");
}

#[test]
fn everything_is_synced_before_the_swap_and_the_swap_before_anything_is_removed() {
    let world = World::new();
    world.env.write("kubenotes.toml", "[rebuild]\nkeep = 1\nminimum_age_minutes = 0");
    for command in ["rebuild", "index"] {
        world.reset();
        world.env.kubenotes(["rebuild", "-q"]).exits(0);
        world.env.write("corpus/d.md", super::note(command, 2));
        let trace = world.env.path("trace");
        let _ = fs::remove_file(&trace);
        let run = world.faulty(command, "").env("KUBENOTES_TRACE", &trace).status().unwrap();
        assert!(run.success());
        let trace = fs::read_to_string(&trace).unwrap();
        let (before, after) = trace.split_once("step current-written").unwrap();
        let disk = Disk::after(before);
        assert_eq!(disk.unsynced, BTreeSet::new(), "{command}");
        assert_eq!(disk.renames.len(), 0, "{command}: {:?}", disk.renames);
        let swap = after.find("CURRENT").expect("the swap");
        let synced = after.find("step index-synced").expect("the sync");
        let removed = after.find("dead-").expect("a generation is removed");
        assert!(swap < synced && synced < removed, "{command}: {after}");
    }
}
