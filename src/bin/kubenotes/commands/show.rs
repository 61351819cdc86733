//! `kubenotes show`

use anyhow::Result;

use super::Places;
use crate::args::{Format, ShowArgs};
use crate::config::Settings;
use crate::failure::Exit;
use crate::output::Output;
use crate::output::document::{Place, write_whole};
use crate::recent;

pub(crate) fn run(args: &ShowArgs, settings: &Settings, output: &Output) -> Result<Exit> {
    let target = recent::find(&args.target, settings)?;
    let document = &target.document;
    let mut results = output.results();
    match output.format {
        Format::Json | Format::Jsonl => results.json(document)?,
        Format::Text => results.text(|out, look| {
            let source = &document.source;
            let url = Places::to_link(&target.manifest, look).url(&source.path);
            let place = Place { path: &source.path, line: source.line_start, url: url.as_deref() };
            write_whole(out, look, document, place)
        })?,
    }
    results.finish()?;
    Ok(Exit::Done)
}
