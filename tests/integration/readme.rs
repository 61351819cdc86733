//! What the README shows is what happens.

use std::path::Path;

use crate::support::TestEnv;

fn project(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The commands of the README's `console` blocks, each with the output that follows it.
fn transcripts(readme: &str) -> Vec<(String, String)> {
    let mut transcripts: Vec<(String, String)> = Vec::new();
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        for line in block.lines() {
            match (line.strip_prefix("$ "), transcripts.last_mut()) {
                (Some(command), _) => transcripts.push((command.to_owned(), String::new())),
                (None, Some((_, output))) => {
                    output.push_str(line);
                    output.push('\n');
                }
                (None, None) => panic!("output before any command: {line}"),
            }
        }
    }
    transcripts
}

/// The arguments of a command line of the README, which quotes only with `"` and `'`.
fn arguments(command: &str) -> Vec<String> {
    let (mut arguments, mut quote) = (vec![String::new()], None);
    for c in command.chars() {
        match (c, quote) {
            (' ', None) => arguments.push(String::new()),
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(q)) if c == q => quote = None,
            (c, _) => arguments.last_mut().expect("never empty").push(c),
        }
    }
    arguments
}

#[test]
fn the_commands_of_the_readme_do_what_it_shows() {
    let readme = project("README.md");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let env = TestEnv::new().var("KUBENOTES_CORPUS", &corpus.to_string_lossy());
    let transcripts = transcripts(&readme);
    assert!(transcripts.iter().any(|(command, _)| command.contains("sessions about Flux")));
    for (command, expected) in transcripts {
        let Some(arguments) = command.strip_prefix("kubenotes ").map(arguments) else { continue };
        let output = env.command().args(&arguments).output().expect("the program starts");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "$ {command}\n{stderr}");
        let stdout = String::from_utf8_lossy(&output.stdout);
        // `…` ends what the README leaves out.
        let (expected, rest_left_out) = match expected.trim_end().strip_suffix("\n…") {
            Some(expected) => (expected, true),
            None => (expected.trim_end(), false),
        };
        let same = match rest_left_out {
            true => stdout.starts_with(expected),
            false => stdout.trim_end() == expected,
        };
        assert!(same, "$ {command}\n-- README --\n{expected}\n-- program --\n{stdout}");
    }
}

#[test]
fn the_two_commands_of_a_fresh_checkout_are_named() {
    let readme = project("README.md");
    for command in [r#"cargo run --release -- search "sessions about Flux""#, "cargo test"] {
        assert!(readme.lines().any(|line| line.trim() == command), "{command}");
    }
}
