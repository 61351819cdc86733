//! Whole processes: `kubenotes search flux` beside ripgrep over the notes, and beside doing nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{QUERY_ROUNDS, medians, row};

/// What the figures were measured on.
pub fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let mut versions = format!("SQLite {}, tantivy {}", rusqlite::version(), tantivy::version());
    for program in ["rg", "date"] {
        let flag = if program == "rg" { "--version" } else { "-I" };
        if let Ok(output) = Command::new(program).arg(flag).stderr(Stdio::null()).output() {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            versions.push_str(&format!(", {}", text.lines().next().unwrap_or_default()));
        }
    }
    format!("{processors} x {}; {versions}", model.unwrap_or("unknown processor"))
}

/// Bytes of a file, or of all files below a folder.
pub fn size(path: &Path) -> u64 {
    let Ok(data) = path.metadata() else { return 0 };
    if data.is_file() {
        return data.len();
    }
    let entries = path.read_dir().into_iter().flatten().flatten();
    entries.map(|entry| size(&entry.path())).sum()
}

/// Only where `kubenotes` was built before: `cargo build --release`.
pub fn compare(corpus: &Path, index: &Path) {
    let own = std::env::current_exe().expect("a program knows where it is");
    let kubenotes = own.with_file_name("kubenotes");
    if !kubenotes.is_file() {
        println!("no {} to time: cargo build --release", kubenotes.display());
        return;
    }
    let search = |program: &PathBuf| {
        let mut command = Command::new(program);
        command.args(["search", "flux", "--corpus"]).arg(corpus).arg("--index").arg(index);
        // The last search of whoever measures stays theirs.
        command.env("XDG_STATE_HOME", index);
        command
    };
    let mut ours = || run(search(&kubenotes));
    let mut nothing = || run(Command::new("true"));
    let mut grep = || {
        let mut command = Command::new("rg");
        command.args(["-i", "-c", "flux"]).arg(corpus);
        run(command);
    };
    let has_ripgrep = Command::new("rg").arg("--version").stdout(Stdio::null()).status().is_ok();
    if has_ripgrep {
        let [ours, grep] = medians(QUERY_ROUNDS, [&mut ours, &mut grep]);
        row("kubenotes search flux / rg -i -c flux", ours, grep);
    }
    let [ours, nothing] = medians(QUERY_ROUNDS, [&mut ours, &mut nothing]);
    row("kubenotes search flux / empty process", ours, nothing);
}

fn run(mut command: Command) {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "{command:?}");
}
