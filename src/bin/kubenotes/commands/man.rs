//! `kubenotes man`

use anyhow::Result;
use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::args::Cli;
use crate::failure::{Exit, Problem};
use crate::output::Output;

/// What a page names as its origin.
const SOURCE: &str = concat!("kubenotes ", env!("CARGO_PKG_VERSION"));

pub(crate) fn run(command: Option<&str>, output: &Output) -> Result<Exit> {
    let mut program = Cli::command();
    program.build(); // gives each command the full name that its page is called by
    let page = match command {
        None => program,
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| {
            Problem::new("usage", format!("there is no command `{name}`"))
                .hint("`kubenotes help` lists the commands")
        })?,
    };
    let mut results = output.results();
    results.text(|out, _| Man::new(page).source(SOURCE).render(&mut &mut *out))?;
    results.finish()?;
    Ok(Exit::Done)
}
