//! The `kubenotes` command: reads what was typed, runs one command, and settles how the run ends.

mod args;
mod build;
mod commands;
mod config;
mod evaluation;
mod failure;
mod freshness;
mod output;
mod recent;

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Parser as _;
use clap::error::ErrorKind;

use args::{Cli, Command};
use config::Settings;
use failure::Exit;
use output::Output;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error).into(),
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
    // What needs neither notes nor index works wherever it is called.
    match &cli.command {
        Command::Completions { shell } => return commands::completions::run(*shell, output),
        Command::Man { command } => return commands::man::run(command.as_deref(), output),
        _ => {}
    }
    let cwd = std::env::current_dir().context("cannot tell the current folder")?;
    let settings = Settings::resolve(&cli.common, &cwd)?;
    match &cli.command {
        Command::Search(args) => commands::search::run(args, &settings, output),
        Command::Show(args) => commands::show::run(args, &settings, output),
        Command::Related(args) => commands::related::run(args, &settings, output),
        Command::Open(args) => commands::open::run(args, &settings),
        Command::Facets(args) => commands::facets::run(args, &settings, output),
        Command::Index(args) | Command::Rebuild(args) => {
            commands::index::run(args, &settings, output)
        }
        Command::Status => commands::status::run(&settings, output),
        Command::Ingest(args) => commands::ingest::run(args, &settings, output),
        Command::Eval(args) => commands::eval::run(args, &settings, output),
        Command::Completions { .. } | Command::Man { .. } => unreachable!("answered above"),
    }
}

/// Answers `--help`, `--version` and what clap could not read.
fn usage(error: &clap::Error) -> Exit {
    let asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let wants_json = std::env::args().skip(1).take_while(|arg| arg != "--").any(|arg| {
        // Only the value tells: `--format json` and `--format=json` end alike.
        matches!(arg.trim_start_matches("--format="), "json" | "jsonl")
    });
    if wants_json && !asked_for {
        let text = error.to_string();
        let message = text.trim_start_matches("error: ").split("\n\n").next().unwrap_or_default();
        output::error_object("usage", message, Some("`kubenotes help` lists commands and flags"));
    } else {
        // A closed pipe is the one way this can fail, and no reason to complain.
        let _ = error.print();
    }
    if asked_for { Exit::Done } else { Exit::Failed }
}
