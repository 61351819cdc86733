//! Where results, notices and errors go and what they look like: results to stdout, everything else
//! to stderr. The only part of the program that writes to either.

pub(crate) mod document;
pub(crate) mod explain;
pub(crate) mod json;
mod layout;
mod palette;
mod progress;
mod sanitize;
pub(crate) mod table;
mod terminal;
pub(crate) mod text;

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};

use anyhow::{Context as _, Error, Result};

use crate::args::{CommonArgs, Format};
use crate::failure;
use palette::Palette;
pub(crate) use progress::Progress;
pub(crate) use sanitize::{sanitize, sanitize_line};

/// The streams of one run and how to write to them.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) format: Format,
    pub(crate) verbose: bool,
    look: Look,
    quiet: bool,
    /// The colours of stderr, which may be a terminal when stdout is not.
    notices: Palette,
    show_progress: bool,
}

/// How text output looks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Look {
    pub(crate) palette: Palette,
    /// Whether places are OSC 8 links.
    pub(crate) links: bool,
    /// Columns of a line; no limit for `None`.
    pub(crate) width: Option<usize>,
}

impl Output {
    /// Asks the environment and the terminal once what they take.
    pub(crate) fn new(args: &CommonArgs) -> Output {
        let env = &terminal::environment;
        let (stdout, stderr) = (io::stdout(), io::stderr());
        let columns = terminal_size::terminal_size_of(&stdout).map(|(width, _)| width.0);
        Output {
            format: args.format,
            verbose: args.verbose,
            look: Look {
                palette: Palette::new(terminal::colors(args.color, stdout.is_terminal(), env)),
                links: terminal::links(args.color, stdout.is_terminal(), env),
                width: terminal::width(env, columns),
            },
            quiet: args.quiet,
            notices: Palette::new(terminal::colors(args.color, stderr.is_terminal(), env)),
            show_progress: stderr.is_terminal() && !args.quiet,
        }
    }

    /// Opens stdout for results. To be closed with [`Results::finish`].
    pub(crate) fn results(&self) -> Results {
        Results { out: BufWriter::new(io::stdout().lock()), look: self.look }
    }

    /// Says something beside the results, unless told to be quiet.
    pub(crate) fn notice(&self, message: impl Display) {
        if !self.quiet {
            let dim = self.notices.dim;
            say(format_args!("{dim}{}{dim:#}", sanitize(&message.to_string())));
        }
    }

    /// Says that something is not as it should be, unless told to be quiet.
    pub(crate) fn warning(&self, message: impl Display) {
        if !self.quiet {
            self.alert(message);
        }
    }

    /// Says that something is not as it should be, also when told to be quiet.
    pub(crate) fn alert(&self, message: impl Display) {
        let style = self.notices.warning;
        say(format_args!("{style}warning:{style:#} {}", sanitize(&message.to_string())));
    }

    /// A bar for work that takes a while, where somebody watches.
    pub(crate) fn progress(&self, task: &'static str) -> Progress {
        Progress::new(task, self.show_progress)
    }

    /// Reports the error that ends the run, in the form of the results.
    pub(crate) fn error(&self, error: &Error) {
        if self.format == Format::Text {
            let Palette { error: red, hint: green, .. } = self.notices;
            say(format_args!("{red}error:{red:#} {}", sanitize(&error.to_string())));
            for cause in error.chain().skip(1) {
                say(format_args!("  because: {}", sanitize(&cause.to_string())));
            }
            if let Some(hint) = failure::hint(error) {
                say(format_args!("{green}hint:{green:#} {}", sanitize(&hint)));
            }
        } else {
            let hint = failure::hint(error);
            error_object(failure::kind(error), &format!("{error:#}"), hint.as_deref());
        }
    }
}

/// Reports an error as a JSON object on stderr.
pub(crate) fn error_object(kind: &str, message: &str, hint: Option<&str>) {
    if let Ok(object) = serde_json::to_string(&json::error(kind, message, hint)) {
        say(format_args!("{object}"));
    }
}

/// Writes a line to stderr. When stderr is closed there is nobody left to tell, so that is no error.
pub(crate) fn say(line: std::fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Stdout, buffered and locked.
#[derive(Debug)]
pub(crate) struct Results {
    out: BufWriter<StdoutLock<'static>>,
    pub(crate) look: Look,
}

impl Results {
    /// Writes `value` as JSON on a line of its own.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<()> {
        serde_json::to_writer(&mut self.out, value)
            .map_err(io::Error::from)
            .and_then(|()| self.out.write_all(b"\n"))
            .context("cannot write the results")
    }

    /// Writes text.
    pub(crate) fn text(
        &mut self,
        write: impl FnOnce(&mut dyn Write, Look) -> io::Result<()>,
    ) -> Result<()> {
        write(&mut self.out, self.look).context("cannot write the results")
    }

    /// Hands everything over to whoever reads it.
    ///
    /// # Errors
    ///
    /// When it cannot be written; dropping the writer instead would lose that error.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.out.flush().context("cannot write the results")
    }
}
