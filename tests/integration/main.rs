//! Integration tests in one binary: what the program and the project as a whole promise. A module
//! that is missing from this list fails `architecture`.

/// Module arrows, foreign crates, file sizes: the rules that the compiler does not hold.
mod architecture;

/// Exit codes, streams, formats and errors of every command.
#[cfg(feature = "cli")]
mod cli;

/// Settings, and exit codes and messages of what goes wrong.
#[cfg(feature = "cli")]
mod errors;

/// The same notes give the same Documents.
mod extraction;

/// How well labelled notes are split and read.
mod gold;

/// The help of every command, the manual pages and completions.
#[cfg(feature = "cli")]
mod help;

/// Queries that nobody means.
#[cfg(feature = "cli")]
mod hostile;

/// The index whatever happens to the job that writes it.
#[cfg(feature = "cli")]
mod nightly;

/// What the README shows is what happens.
#[cfg(feature = "cli")]
mod readme;

/// How good the answers over the sample notes are.
#[cfg(feature = "cli")]
mod relevance;

/// How to run the program in a world of its own.
#[cfg(feature = "cli")]
mod support;

/// Text output as people see it: widths, colours, links, scripts.
#[cfg(feature = "cli")]
mod text;

/// Notes that nobody would write, through the whole program.
#[cfg(all(feature = "cli", unix))]
mod zoo;
