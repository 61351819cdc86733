//! [`TestEnv`], a folder and an environment that no other test and no user sees, and [`Run`], what
//! one call of the program did.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// No call may take longer. Only a hang comes near.
const PATIENCE: Duration = Duration::from_secs(120);

/// A temporary folder in which the program runs, with nothing of the user's environment.
#[derive(Debug)]
pub(crate) struct TestEnv {
    dir: TempDir,
    variables: Vec<(String, String)>,
}

/// What one call of the program did. Prints all of itself when an expectation fails.
#[derive(Debug)]
pub(crate) struct Run {
    call: String,
    files: String,
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A temporary folder, in memory where that can be: an index is synced again and again, and waiting
/// for a disk shows nothing.
pub(crate) fn scratch() -> TempDir {
    let in_memory = Path::new("/dev/shm");
    tempfile::tempdir_in(in_memory).or_else(|_| tempfile::tempdir()).expect("a temporary folder")
}

impl TestEnv {
    pub(crate) fn new() -> TestEnv {
        let dir = scratch();
        TestEnv { dir, variables: vec![("COLUMNS".to_owned(), "100".to_owned())] }
    }

    /// With `corpus/` holding `notes` as pairs of path and text.
    pub(crate) fn with_notes(notes: &[(&str, &str)]) -> TestEnv {
        let env = TestEnv::new();
        for (path, text) in notes {
            env.write(&format!("corpus/{path}"), text);
        }
        env
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
        std::fs::write(path, text).expect("a new file");
    }

    /// Sets an environment variable for the calls that follow.
    #[must_use]
    pub(crate) fn var(mut self, name: &str, value: &str) -> TestEnv {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The program in this folder and environment, for a test that needs a stream of its own.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kubenotes"));
        command
            .current_dir(self.dir.path())
            .env_clear()
            .env("HOME", self.path("home"))
            .env("XDG_STATE_HOME", self.path("state"))
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the program with `args`.
    #[track_caller]
    pub(crate) fn kubenotes<const N: usize>(&self, args: [&str; N]) -> Run {
        let child = self.command().args(args).spawn().expect("the program starts");
        let id = child.id();
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || sender.send(child.wait_with_output()));
        let Ok(output) = receiver.recv_timeout(PATIENCE) else {
            let _ = Command::new("kill").arg(id.to_string()).status();
            panic!("`kubenotes {}` hangs", args.join(" "));
        };
        let output = output.expect("the program ends");
        Run {
            call: format!("kubenotes {}", args.join(" ")),
            files: list(self.dir.path()),
            status: output.status.code(),
            stdout: self.stable(&output.stdout),
            stderr: self.stable(&output.stderr),
        }
    }

    /// Output without what differs from run to run.
    fn stable(&self, output: &[u8]) -> String {
        let text = String::from_utf8_lossy(output);
        text.replace(&*self.dir.path().to_string_lossy(), "$DIR")
    }
}

impl Run {
    /// Checks the exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Run {
        assert_eq!(self.status, Some(code), "exit code\n{self}");
        self
    }

    /// Checks that stdout is empty: an error or a notice is no result.
    #[track_caller]
    pub(crate) fn prints_nothing(self) -> Run {
        assert!(self.stdout.is_empty(), "stdout is not empty\n{self}");
        self
    }

    #[track_caller]
    pub(crate) fn says_nothing(self) -> Run {
        assert!(self.stderr.is_empty(), "stderr is not empty\n{self}");
        self
    }

    /// Checks that stderr holds `text`.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Run {
        assert!(self.stderr.contains(text), "stderr lacks {text:?}\n{self}");
        self
    }

    /// Checks that stdout holds `text`.
    #[track_caller]
    pub(crate) fn prints(self, text: &str) -> Run {
        assert!(self.stdout.contains(text), "stdout lacks {text:?}\n{self}");
        self
    }

    /// Stdout as one JSON value.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }

    /// Stdout as one JSON value a line.
    #[track_caller]
    pub(crate) fn jsonl(&self) -> Vec<serde_json::Value> {
        let value = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}\n{self}"));
        self.stdout.lines().map(value).collect()
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Run { call, files, status, stdout, stderr } = self;
        write!(
            f,
            "$ {call}\n-- exit --\n{status:?}\n-- stdout --\n{stdout}\n-- stderr --\n{stderr}\n\
             -- files --\n{files}"
        )
    }
}

/// The files below `dir`, one a line.
fn list(dir: &Path) -> String {
    let Ok(entries) = std::fs::read_dir(dir) else { return String::new() };
    let mut lines: Vec<String> = entries
        .flatten()
        .map(|entry| {
            let path = entry.path();
            match path.is_dir() && !path.is_symlink() {
                true => list(&path),
                false => format!("{}\n", path.display()),
            }
        })
        .collect();
    lines.sort();
    lines.concat()
}

/// Notes of two people on one conference, one of them in other scripts, and of one on another.
pub(crate) const NOTES: [(&str, &str); 3] = [
    (
        "2023/amsterdam.md",
        "# KubeCon EU 2023\n\
         \n\
         ## Keeping Clusters Honest with Flux - Ada Berg & Bo Lind, Acme Tools\n\
         \n\
         Flux compares what runs with what stands in the repository, once a minute. Drift is put\n\
         right before anybody notices. They showed a broken deployment that mended itself.\n\
         \n\
         ## Keynote: Sailing Without a Map, or How Three Platform Teams Found Each Other in the \
         Fog - Cy Moreau, Initech\n\
         \n\
         A story about platforms that grew without a plan, and of the people who had to live with\n\
         them. Flux was named once, in passing: as the one part that nobody wanted to replace.\n\
         Afterwards everybody wrote their own map.\n\
         \n\
         ## コンテナの未来 🚀 - Hana Sato, Example KK\n\
         \n\
         コンテナの未来について話した。 Flux も少し出てきた。 Great demo 👩\u{200d}💻 at the end.\n",
    ),
    (
        "other/my-week.md",
        "# My week at KubeCon Europe 2023\n\
         \n\
         ## Keeping Clusters Honest with Flux - Ada Berg, Acme Tools\n\
         \n\
         The talk on Flux was the best of the week: drift is found and undone.\n",
    ),
    (
        "2021/los-angeles.md",
        "# KubeCon NA 2021\n\
         \n\
         ## Tracing Everything - Di Okafor, Globex\n\
         \n\
         Spans, traces and what they cost. Nothing about delivery.\n",
    ),
];
