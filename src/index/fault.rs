//! Where tests make things go wrong: named steps of a run, and every single change to the disk.
//!
//! Compiled into debug builds only. There the environment variable `KUBENOTES_FAULT` says what
//! happens: `kill@STEP`, `stop@STEP`, `kill:N` at the N-th change, `fail:OP:N:ERROR` for the N-th
//! change of a sort (`any` for all sorts), and `fail:OP:N:ERROR:on` for it and all that follow.
//! `KUBENOTES_TRACE` names a file to which each change is appended once it is made.

/// A sort of change to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    /// A new file or folder.
    Create,
    /// Bytes of a file.
    Write,
    Sync,
    Rename,
    Link,
    Remove,
    /// Permissions.
    Permit,
}

#[cfg(not(debug_assertions))]
mod enabled {
    use std::io;
    use std::path::Path;

    use super::Op;

    #[inline(always)]
    pub(crate) fn step(_: &str) {}

    #[inline(always)]
    pub(in crate::index) fn run<T>(
        _: Op,
        _: &Path,
        change: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        change()
    }

    #[inline(always)]
    pub(in crate::index) fn run_two<T>(
        _: Op,
        _: &Path,
        _: &Path,
        change: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        change()
    }
}

#[cfg(debug_assertions)]
mod enabled {
    use std::fs::OpenOptions;
    use std::io::{self, Write as _};
    use std::path::Path;
    use std::process::Command;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;
    use std::time::Duration;

    use super::Op;

    /// What the environment asks for.
    enum Fault {
        None,
        Signal { signal: &'static str, step: String },
        Kill { at: u64 },
        Fail { op: String, at: u64, errno: i32, for_good: bool },
    }

    static FAULT: LazyLock<Fault> = LazyLock::new(|| {
        let text = std::env::var("KUBENOTES_FAULT").unwrap_or_default();
        parse(&text).unwrap_or(Fault::None)
    });
    static TRACE: LazyLock<Option<std::ffi::OsString>> =
        LazyLock::new(|| std::env::var_os("KUBENOTES_TRACE"));
    static CHANGES: AtomicU64 = AtomicU64::new(0);

    fn parse(text: &str) -> Option<Fault> {
        if let Some((signal, step)) = text.split_once('@') {
            let signal = if signal == "stop" { "-STOP" } else { "-KILL" };
            return Some(Fault::Signal { signal, step: step.to_owned() });
        }
        let parts: Vec<&str> = text.split(':').collect();
        match parts.as_slice() {
            ["kill", at] => Some(Fault::Kill { at: at.parse().ok()? }),
            ["fail", op, at, error, rest @ ..] => Some(Fault::Fail {
                op: (*op).to_owned(),
                at: at.parse().ok()?,
                errno: if *error == "ENOSPC" { libc::ENOSPC } else { libc::EIO },
                for_good: rest.contains(&"on"),
            }),
            _ => None,
        }
    }

    /// A step of a run that has been reached.
    pub(crate) fn step(name: &str) {
        trace(format_args!("step {name}"));
        if let Fault::Signal { signal, step } = &*FAULT
            && step == name
        {
            send(signal);
        }
    }

    /// Sends this process a signal, and does nothing more until it has come.
    fn send(signal: &str) {
        let sent = Command::new("kill").args([signal, &std::process::id().to_string()]).status();
        while signal == "-KILL" && sent.is_ok() {
            thread::sleep(Duration::from_secs(1));
        }
    }

    pub(in crate::index) fn run<T>(
        op: Op,
        path: &Path,
        change: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        before(op)?;
        let done = change()?;
        trace(format_args!("{op:?} {}", path.display()));
        Ok(done)
    }

    pub(in crate::index) fn run_two<T>(
        op: Op,
        from: &Path,
        to: &Path,
        change: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        before(op)?;
        let done = change()?;
        trace(format_args!("{op:?} {}\t{}", from.display(), to.display()));
        Ok(done)
    }

    fn before(op: Op) -> io::Result<()> {
        match &*FAULT {
            Fault::Kill { at } if CHANGES.fetch_add(1, Ordering::Relaxed) + 1 == *at => {
                send("-KILL");
            }
            Fault::Fail { op: wanted, at, errno, for_good }
                if wanted == "any" || wanted.eq_ignore_ascii_case(&format!("{op:?}")) =>
            {
                let n = CHANGES.fetch_add(1, Ordering::Relaxed) + 1;
                if n == *at || *for_good && n > *at {
                    return Err(io::Error::from_raw_os_error(*errno));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn trace(line: std::fmt::Arguments<'_>) {
        let Some(path) = &*TRACE else { return };
        // A test that misses a line fails by itself.
        let _ = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .and_then(|mut file| file.write_all(format!("{line}\n").as_bytes()));
    }
}

pub(crate) use enabled::step;
pub(super) use enabled::{run, run_two};
