//! `kubenotes index`

use anyhow::Result;
use kubenotes::{Index, Mode};

use crate::args::IndexArgs;
use crate::config::Settings;
use crate::failure::Exit;
use crate::freshness::Freshness;
use crate::nightly::{self, Job};
use crate::output::Output;

pub(crate) fn run(args: &IndexArgs, settings: &Settings, output: &Output) -> Result<Exit> {
    let mut options = nightly::options(Mode::Incremental, settings)?;
    // Whatever made the index look out of date must not make it look so for ever.
    options.even_if_unchanged = match Index::open(&settings.index) {
        Ok(index) => Freshness::of(&index.manifest(), settings)?.is_stale() == Some(true),
        Err(_) => false,
    };
    let job = Job {
        command: "index",
        options,
        reports: &args.report,
        strict: args.strict,
        asks_queries: false,
    };
    nightly::run(&job, settings, output)
}
