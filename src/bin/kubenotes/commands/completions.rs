//! `kubenotes completions`

use anyhow::Result;
use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use crate::args::Cli;
use crate::failure::Exit;
use crate::output::Output;

pub(crate) fn run(shell: Shell, output: &Output) -> Result<Exit> {
    // Into memory first: the generator panics when it cannot write.
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "kubenotes", &mut script);
    let mut results = output.results();
    results.text(|out, _| out.write_all(&script))?;
    results.finish()?;
    Ok(Exit::Done)
}
