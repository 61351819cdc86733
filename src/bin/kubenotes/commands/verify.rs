//! `kubenotes verify`

use anyhow::{Context as _, Result};
use kubenotes::{Index, Verification};

use crate::args::{Format, VerifyArgs};
use crate::config::Settings;
use crate::failure::Exit;
use crate::output::text::plural;
use crate::output::{Output, json, sanitize_line};

pub(crate) fn run(args: &VerifyArgs, settings: &Settings, output: &Output) -> Result<Exit> {
    let generations: Vec<Option<String>> = if args.all {
        let kept = Index::generations(&settings.index).context("cannot open the index")?;
        if kept.is_empty() { vec![None] } else { kept.into_iter().map(Some).collect() }
    } else {
        vec![args.generation.clone()]
    };
    let mut results = output.results();
    let mut exit = Exit::Done;
    for generation in generations {
        let found = Index::verify(&settings.index, generation.as_deref())
            .context("cannot check the index")?;
        if !found.is_sound() {
            exit = Exit::Damaged;
        }
        if output.format == Format::Text {
            results.text(|out, _| write(out, &found))?;
        } else {
            results.json(&json::VerifyWire::of(&found))?;
        }
    }
    results.finish()?;
    Ok(exit)
}

fn write(out: &mut dyn std::io::Write, found: &Verification) -> std::io::Result<()> {
    let Verification { generation, files, bytes, documents, problems, .. } = found;
    if problems.is_empty() {
        let files = plural(*files, "file", "files");
        return writeln!(
            out,
            "generation {generation} is sound: {documents} documents, {files}, {bytes} bytes"
        );
    }
    writeln!(out, "generation {generation} is damaged:")?;
    problems.iter().try_for_each(|problem| writeln!(out, "  {}", sanitize_line(problem)))
}
