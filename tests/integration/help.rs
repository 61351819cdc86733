//! The help is part of the interface: it is read in review as it is read in a terminal.

use crate::support::TestEnv;

#[test]
fn help_reads_well() {
    let env = TestEnv::new();
    let whole = env.kubenotes(["--help"]).exits(0).says_nothing();
    insta::assert_snapshot!("help", whole.stdout);
    insta::assert_snapshot!("help-short", env.kubenotes(["-h"]).exits(0).stdout);
    let commands = whole.stdout.split("Commands:\n").nth(1).expect("a list of commands");
    let commands: Vec<&str> = commands
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() >= 12, "{commands:?}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        let run = env.kubenotes([command, "--help"]).exits(0).says_nothing();
        insta::assert_snapshot!(format!("help-{command}"), run.stdout);
        for line in run.stdout.lines() {
            assert!(line.chars().count() <= 100, "{command}: {line}");
        }
        env.kubenotes(["man", command]).exits(0).says_nothing().prints(".SH NAME");
    }
}

#[test]
fn completions_and_pages_are_printed() {
    let env = TestEnv::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        env.kubenotes(["completions", shell]).exits(0).says_nothing().prints("kubenotes");
    }
    env.kubenotes(["man"]).exits(0).says_nothing().prints(".TH kubenotes 1");
    env.kubenotes(["man", "nonsense"]).exits(2).prints_nothing().says("no command `nonsense`");
    let version = env.kubenotes(["--version"]).exits(0).stdout;
    assert_eq!(version, concat!("kubenotes ", env!("CARGO_PKG_VERSION"), "\n"));
}
