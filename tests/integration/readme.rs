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

/// The hits of text output by their titles, each with the lines on people and place; ranks, ids and
/// snippets left out, which a better ranking or passage may change.
fn hits(output: &str) -> Vec<Vec<String>> {
    let hit = |block: &str| -> Vec<String> {
        let is_place = |line: &&str| !line.trim_start().contains(".md:") && !line.contains(".txt:");
        let upto_place = block.lines().take_while(is_place).count() + 1;
        let lines = block.lines().take(upto_place).map(|line| {
            let line = line
                .trim()
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .trim_start_matches(". ");
            line.split("  ").next().unwrap_or_default().to_owned()
        });
        lines.collect()
    };
    output.split("\n\n").filter(|block| block.trim() != "…").map(hit).collect()
}

#[test]
fn the_commands_of_the_readme_do_what_it_shows() {
    let readme = project("README.md");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let env = TestEnv::new().var("KUBENOTES_CORPUS", &corpus.to_string_lossy());
    let mut shown = 0;
    for (command, expected) in transcripts(&readme) {
        let arguments = command.strip_prefix("kubenotes ").map(arguments).expect("our command");
        let output = env.command().args(&arguments).output().expect("the program starts");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "$ {command}\n{stderr}");
        let stdout = String::from_utf8_lossy(&output.stdout);
        let (expected, found) = (hits(expected.trim_end()), hits(&stdout));
        assert_eq!(expected.first(), found.first(), "the first hit of `{command}`\n{stdout}");
        for hit in &expected {
            assert!(found.contains(hit), "`{command}` does not find\n{hit:#?}\nbut\n{stdout}");
        }
        shown += expected.len();
    }
    assert!(shown >= 2, "the README shows no hits");
}

#[test]
fn the_two_commands_of_a_fresh_checkout_are_named() {
    let readme = project("README.md");
    for command in [r#"cargo run --release -- search "sessions about Flux""#, "cargo test"] {
        assert!(readme.lines().any(|line| line.trim() == command), "{command}");
    }
}
