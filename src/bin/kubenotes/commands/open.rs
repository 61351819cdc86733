//! `kubenotes open`

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::Places;
use crate::args::OpenArgs;
use crate::config::Settings;
use crate::failure::{Exit, Problem};
use crate::recent;

pub(crate) fn run(args: &OpenArgs, settings: &Settings) -> Result<Exit> {
    let target = recent::find(&args.target, settings)?;
    let source = &target.document.source;
    let file = Places::of(&target.manifest)
        .file(&source.path)
        .filter(|file| file.is_file())
        .ok_or_else(|| {
            Problem::new("note-missing", format!("the note is no longer there: {}", source.path))
                .hint("run `kubenotes index` to bring the index up to date")
        })?;
    let editor = editor().ok_or_else(|| {
        Problem::new("no-editor", "no editor is set").hint(format!(
            "set VISUAL or EDITOR; the note is {}:{}",
            file.display(),
            source.line_start
        ))
    })?;
    let (program, arguments) = command(&editor, &file, source.line_start);
    let status = Command::new(&program)
        .args(arguments)
        .status()
        .with_context(|| format!("cannot run the editor {program}"))?;
    if !status.success() {
        return Err(Problem::new("editor", format!("the editor {program} failed: {status}")).into());
    }
    Ok(Exit::Done)
}

fn editor() -> Option<String> {
    ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|editor| !editor.trim().is_empty())
}

/// The program and arguments that open `file` at `line`. `editor` may hold arguments of its own.
fn command(editor: &str, file: &Path, line: u32) -> (String, Vec<OsString>) {
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default().to_owned();
    let name = Path::new(&program).file_stem().unwrap_or_default().to_string_lossy();
    let mut arguments: Vec<OsString> = words.map(OsString::from).collect();
    let mut with_line = file.as_os_str().to_owned();
    with_line.push(format!(":{line}"));
    match &*name {
        "code" | "code-insiders" | "codium" | "cursor" => {
            arguments.extend(["--goto".into(), with_line]);
        }
        "subl" | "zed" => arguments.push(with_line),
        // What vi began, and nano, emacs, micro, kak and helix took up.
        _ => arguments.extend([format!("+{line}").into(), file.as_os_str().to_owned()]),
    }
    (program, arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        for (editor, expected) in [
            ("vi", "vi +7 /n/a b.md"),
            ("/usr/bin/emacs -nw", "/usr/bin/emacs -nw +7 /n/a b.md"),
            ("code --wait", "code --wait --goto /n/a b.md:7"),
            ("subl", "subl /n/a b.md:7"),
        ] {
            let (program, arguments) = command(editor, Path::new("/n/a b.md"), 7);
            let arguments: Vec<_> = arguments.iter().map(|a| a.to_string_lossy()).collect();
            assert_eq!(format!("{program} {}", arguments.join(" ")), expected);
        }
    }
}
