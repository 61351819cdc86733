//! What went wrong, for whoever asked: exit code, kind, message, hint. The one place that knows
//! which exit code a kind of error has.

use std::fmt;
use std::io;
use std::process::ExitCode;

use anyhow::Error;
use kubenotes::ErrorKind;

/// How a run ends. The numbers are part of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Found, or done.
    Done = 0,
    /// Nothing found.
    Nothing = 1,
    /// Usage, or any other error.
    Failed = 2,
    /// Done, but notes were skipped.
    Skipped = 3,
    /// No index there.
    NoIndex = 10,
    /// Another writer holds the lock.
    Locked = 11,
    /// The index is damaged.
    Damaged = 12,
    /// A guard refused to publish.
    Refused = 20,
    /// No space left.
    NoSpace = 21,
    /// The corpus is missing or unreadable.
    NoCorpus = 22,
    /// Ended by SIGINT, before anything was published.
    Interrupted = 130,
    /// Ended by SIGTERM, before anything was published.
    Terminated = 143,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// An error of the command line itself, with what to do about it.
#[derive(Debug)]
pub(crate) struct Problem {
    kind: &'static str,
    message: String,
    hint: Option<String>,
}

impl Problem {
    /// A problem of a `kind` in kebab-case, said in `message` in lower case without a full stop.
    pub(crate) fn new(kind: &'static str, message: impl Into<String>) -> Problem {
        Problem { kind, message: message.into(), hint: None }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

/// Which exit code an error has.
pub(crate) fn exit(error: &Error) -> Exit {
    library_kind(error).map_or(Exit::Failed, exit_of_kind)
}

fn exit_of_kind(kind: ErrorKind) -> Exit {
    match kind {
        ErrorKind::IndexMissing => Exit::NoIndex,
        ErrorKind::Locked => Exit::Locked,
        ErrorKind::IndexDamaged => Exit::Damaged,
        ErrorKind::Refused => Exit::Refused,
        ErrorKind::NoSpace => Exit::NoSpace,
        ErrorKind::CorpusUnreadable => Exit::NoCorpus,
        ErrorKind::NoSuchDocument => Exit::Nothing,
        ErrorKind::Interrupted => crate::signals::exit(),
        // `IndexFormat`, `Io`, `Invalid`, `Engine`, and what later versions of the library add.
        _ => Exit::Failed,
    }
}

/// The error's kind on the wire.
pub(crate) fn kind(error: &Error) -> &'static str {
    if let Some(kind) = library_kind(error) {
        kind.name()
    } else if let Some(problem) = error.downcast_ref::<Problem>() {
        problem.kind
    } else if error.chain().any(|cause| cause.is::<io::Error>()) {
        ErrorKind::Io.name()
    } else {
        "other"
    }
}

/// What to do about it, where that is known.
pub(crate) fn hint(error: &Error) -> Option<String> {
    if let Some(problem) = error.downcast_ref::<Problem>() {
        return problem.hint.clone();
    }
    let hint = match library_kind(error)? {
        ErrorKind::IndexMissing => {
            "run `kubenotes index` to build it, or name one with --index DIR"
        }
        ErrorKind::IndexFormat => "run `kubenotes rebuild`: the index is made anew from the notes",
        ErrorKind::IndexDamaged => "run `kubenotes rebuild`: the notes themselves are untouched",
        ErrorKind::Locked => "another run is writing the index; try again when it is done",
        ErrorKind::Refused => {
            "what was published stays; see what became of the notes, or allow it this once with \
             --allow-shrink, --allow-empty or --allow-unreadable"
        }
        ErrorKind::NoSpace => "free some space and run it again; what was published stays",
        ErrorKind::CorpusUnreadable => "name the folder of your notes with --corpus DIR",
        ErrorKind::NoSuchDocument => {
            "`kubenotes search` shows ids; an id changes with its headline"
        }
        _ => return None,
    };
    Some(hint.to_owned())
}

/// Whether the error is only that nobody reads the results any more.
pub(crate) fn is_closed_pipe(error: &Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
    })
}

fn library_kind(error: &Error) -> Option<ErrorKind> {
    error.chain().find_map(|cause| cause.downcast_ref::<kubenotes::Error>()).map(|e| e.kind())
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn every_kind_has_its_exit_code() {
        let table = [
            (ErrorKind::IndexMissing, 10),
            (ErrorKind::IndexFormat, 2),
            (ErrorKind::IndexDamaged, 12),
            (ErrorKind::Locked, 11),
            (ErrorKind::Refused, 20),
            (ErrorKind::NoSpace, 21),
            (ErrorKind::CorpusUnreadable, 22),
            (ErrorKind::NoSuchDocument, 1),
            (ErrorKind::Io, 2),
            (ErrorKind::Invalid, 2),
            (ErrorKind::Engine, 2),
        ];
        for (kind, code) in table {
            assert_eq!(exit_of_kind(kind) as u8, code, "{kind:?}");
        }
    }

    #[test]
    fn a_library_error_is_found_below_its_context() {
        let missing = kubenotes::Index::open("/nowhere/at/all".as_ref()).map(|_| ());
        let error = missing.context("cannot open the index").context("cannot search").unwrap_err();
        assert_eq!(exit(&error), Exit::NoIndex);
        assert_eq!(kind(&error), "index-missing");
        assert!(hint(&error).unwrap().contains("kubenotes index"));
        assert!(!is_closed_pipe(&error));
    }

    #[test]
    fn a_problem_is_found_below_its_context() {
        let problem = Problem::new("editor", "no editor is set").hint("set EDITOR");
        let error = Err::<(), _>(problem).context("cannot open the note").unwrap_err();
        assert_eq!(
            (exit(&error), kind(&error), hint(&error).as_deref()),
            (Exit::Failed, "editor", Some("set EDITOR"))
        );
    }

    #[test]
    fn a_closed_pipe_is_told_from_other_failures_of_writing() {
        let closed = Error::from(io::Error::from(io::ErrorKind::BrokenPipe)).context("writing");
        assert!(is_closed_pipe(&closed));
        let full = Error::from(io::Error::from(io::ErrorKind::StorageFull));
        assert!(!is_closed_pipe(&full));
        assert_eq!((exit(&full), kind(&full)), (Exit::Failed, "io"));
    }
}
