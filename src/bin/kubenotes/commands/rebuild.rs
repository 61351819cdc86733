//! `kubenotes rebuild`

use anyhow::Result;
use kubenotes::Mode;

use crate::args::RebuildArgs;
use crate::config::Settings;
use crate::failure::Exit;
use crate::nightly::{self, Job};
use crate::output::Output;

pub(crate) fn run(args: &RebuildArgs, settings: &Settings, output: &Output) -> Result<Exit> {
    let mut options = nightly::options(Mode::Rebuild, settings)?;
    options.retention.keep = args.keep.unwrap_or(options.retention.keep);
    options.allow.shrink = args.allow_shrink;
    options.allow.empty = args.allow_empty;
    options.allow.unreadable = args.allow_unreadable;
    let limits = &settings.rebuild;
    options.limits.documents_percent =
        limits.documents_percent.unwrap_or(options.limits.documents_percent);
    options.limits.unreadable_percent =
        limits.unreadable_percent.unwrap_or(options.limits.unreadable_percent);
    let job = Job {
        command: "rebuild",
        options,
        reports: &args.report,
        strict: args.strict,
        asks_queries: true,
    };
    nightly::run(&job, settings, output)
}
