//! The `kubenotes` command: reads what was typed, runs one command, and settles how the run ends.

mod args;
mod build;
mod commands;
mod config;
mod evaluation;
mod failure;
mod freshness;
mod nightly;
mod output;
mod recent;
mod report;
mod signals;

use std::ffi::OsString;
use std::panic;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result};
use clap::Parser as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use args::{Cli, Command};
use config::Settings;
use failure::Exit;
use output::Output;

fn main() -> ExitCode {
    // What a damaged index makes the engine do is caught and told as damage, by the error that ends
    // the run; only a panic that nothing catches is told here.
    panic::set_hook(Box::new(|panic| {
        *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string();
    }));
    panic::catch_unwind(command).unwrap_or_else(|_| {
        let panic = LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner);
        let message = format!("a defect in kubenotes, please report it: {panic}");
        match wants_json(std::env::args_os()) {
            true => output::error_object("defect", &message, None),
            false => output::say(format_args!("error: {message}")),
        }
        Exit::Failed.into()
    })
}

/// What the last panic said, and where.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

fn command() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(error).into(),
    };
    let output = Output::new(&cli.common);
    let exit = match run(&cli, &output) {
        Ok(exit) => exit,
        // `kubenotes … | head` has had what it wanted.
        Err(error) if failure::is_closed_pipe(&error) => Exit::Done,
        Err(error) => {
            output.error(&error);
            failure::exit(&error)
        }
    };
    exit.into()
}

fn run(cli: &Cli, output: &Output) -> Result<Exit> {
    let settings = || -> Result<Settings> {
        let cwd = std::env::current_dir().context("cannot tell the current folder")?;
        Settings::resolve(&cli.common, &cwd)
    };
    match &cli.command {
        Command::Search(args) => commands::search::run(args, &settings()?, output),
        Command::Show(args) => commands::show::run(args, &settings()?, output),
        Command::Related(args) => commands::related::run(args, &settings()?, output),
        Command::Open(args) => commands::open::run(args, &settings()?),
        Command::Facets(args) => commands::facets::run(args, &settings()?, output),
        Command::Index(args) => commands::index::run(args, &settings()?, output),
        Command::Rebuild(args) => commands::rebuild::run(args, &settings()?, output),
        Command::Status => commands::status::run(&settings()?, output),
        Command::Verify(args) => commands::verify::run(args, &settings()?, output),
        Command::Rollback(args) => commands::rollback::run(args, &settings()?, output),
        Command::Ingest(args) => commands::ingest::run(args, &settings()?, output),
        Command::Eval(args) => commands::eval::run(args, &settings()?, output),
        // These need neither notes nor index, and work beside a broken `kubenotes.toml`.
        Command::Completions { shell } => commands::completions::run(*shell, output),
        Command::Man { command } => commands::man::run(command.as_deref(), output),
    }
}

/// Answers `--help`, `--version` and what clap could not read.
fn usage(mut error: clap::Error) -> Exit {
    if is_word_to_leave_out(&error) {
        let tip = "a word to leave out stands behind `--`: kubenotes search -- flux -argo";
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    let asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if wants_json(std::env::args_os()) && !asked_for {
        let text = error.to_string();
        let message = text.trim_start_matches("error: ").split("\n\n").next().unwrap_or_default();
        output::error_object("usage", message, Some("`kubenotes help` lists commands and flags"));
    } else {
        // A closed pipe is the one way this can fail, and no reason to complain.
        let _ = error.print();
    }
    if asked_for { Exit::Done } else { Exit::Failed }
}

/// Whether what `search` could not read is a word behind a dash: `kubenotes search flux -argo`.
fn is_word_to_leave_out(error: &clap::Error) -> bool {
    let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else {
        return false;
    };
    let usage = error.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
    error.kind() == ErrorKind::UnknownArgument
        && usage.contains("kubenotes search")
        && !argument.starts_with("--")
}

/// Whether results were asked for as JSON, in arguments that could not be read as a whole.
fn wants_json(arguments: impl Iterator<Item = OsString>) -> bool {
    let arguments: Vec<OsString> = arguments.take_while(|argument| argument != "--").collect();
    let is_json = |format: &str| matches!(format, "json" | "jsonl");
    let apart = arguments
        .windows(2)
        .any(|pair| pair[0] == "--format" && pair[1].to_str().is_some_and(is_json));
    let together = |argument: &OsString| {
        argument.to_str().and_then(|a| a.strip_prefix("--format=")).is_some_and(is_json)
    };
    apart || arguments.iter().any(together)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_search_leaves_words_out() {
        for (line, expected) in [
            ("kubenotes search flux -argo", true),
            ("kubenotes --index x search -argo", true),
            ("kubenotes search flux --argo", false),
            ("kubenotes status -x", false),
            ("kubenotes index --search", false),
            ("kubenotes --search", false),
            ("kubenotes search --sort sideways", false),
        ] {
            let error = Cli::try_parse_from(line.split(' ')).unwrap_err();
            assert_eq!(is_word_to_leave_out(&error), expected, "{line}");
        }
    }

    #[test]
    fn the_format_is_known_even_when_the_rest_is_not() {
        for (line, expected) in [
            ("kubenotes search --format json --bad", true),
            ("kubenotes --format=jsonl --bad", true),
            ("kubenotes search json --bad", false),
            ("kubenotes search --format text --bad", false),
            ("kubenotes search --bad -- --format json", false),
            ("kubenotes --format", false),
        ] {
            assert_eq!(wants_json(line.split(' ').map(OsString::from)), expected, "{line}");
        }
    }
}
