//! Text output as people see it: at several widths, with and without colour, in several scripts.

use crate::support::{NOTES, Run, TestEnv};
use unicode_width::UnicodeWidthStr as _;

/// Both streams, with escapes that can be read and ids that are the same in every run.
fn seen(run: &Run) -> String {
    let seen = format!("{}-- stderr --\n{}", run.stdout, run.stderr).replace('\x1b', "␛");
    let is_id = |digits: &str| digits.len() == 16;
    let digits = seen.split(|c: char| !c.is_ascii_hexdigit()).filter(|digits| is_id(digits));
    digits.fold(seen.clone(), |seen, id| seen.replace(id, "<16 hex digits>"))
}

fn env() -> TestEnv {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    env
}

#[test]
fn answers_fit_the_terminal() {
    for width in ["60", "100", "160"] {
        let env = env().var("COLUMNS", width);
        let run = env.kubenotes(["search", "--sort", "title", "--facets", "year", "flux"]).exits(0);
        for line in run.stdout.lines() {
            assert!(line.width() <= width.parse().unwrap(), "{width} columns: {line}\n{run}");
        }
        insta::assert_snapshot!(format!("answer-{width}"), seen(&run));
    }
}

#[test]
fn colour_is_only_added_never_needed() {
    let env = env();
    let plain = env.kubenotes(["search", "--sort", "title", "flux"]).exits(0);
    let colored =
        env.kubenotes(["search", "--sort", "title", "--color", "always", "flux"]).exits(0);
    insta::assert_snapshot!("answer-colored", seen(&colored));
    assert!(!plain.stdout.contains('\x1b'), "{plain}");
    assert!(colored.stdout.contains('\x1b'), "{colored}");
    assert_eq!(without_color(&colored.stdout), plain.stdout);
}

fn without_color(text: &str) -> String {
    let mut pieces = text.split("\x1b[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + piece.split_once('m').expect("an SGR sequence").1)
}

#[test]
fn places_are_links_where_the_terminal_takes_them() {
    let env = env().var("FORCE_HYPERLINK", "1");
    let run = env.kubenotes(["search", "tracing everything"]).exits(0);
    run.prints(
        "\x1b]8;;file://$DIR/corpus/2021/los-angeles.md\x1b\\2021/los-angeles.md:3\x1b]8;;\x1b\\",
    );
}

#[test]
fn a_document_is_shown_in_full() {
    let env = env();
    env.kubenotes(["search", "tracing everything"]).exits(0);
    insta::assert_snapshot!("show", seen(&env.kubenotes(["show", "1"]).exits(0)));
}

#[test]
fn documents_are_listed() {
    insta::assert_snapshot!("ingest", seen(&env().kubenotes(["ingest"]).exits(0)));
}

#[test]
fn a_note_is_explained() {
    let env = TestEnv::with_notes(&NOTES);
    let run = env.kubenotes(["ingest", "--explain", "--note", "2023/amsterdam.md"]).exits(0);
    insta::assert_snapshot!("explain", seen(&run));
}

#[test]
fn a_reading_is_shown_and_can_be_turned_off() {
    let env = env();
    let read = env.kubenotes(["search", "talks by Di Okafor in 2021"]).exits(0);
    read.says("read as: speaker Di Okafor, year 2021").prints("Tracing Everything");
    let literal = env.kubenotes(["search", "--literal", "talks by Di Okafor in 2021"]);
    assert!(!literal.stderr.contains("read as"), "{literal}");
}

#[test]
fn an_explained_hit_says_what_matched() {
    env().kubenotes(["search", "--explain", "tracing everything"]).exits(0).prints("score ");
}

#[test]
fn notes_cannot_command_the_terminal() {
    let env = TestEnv::with_notes(&[(
        "evil.md",
        "# KubeCon EU 2023\n\n## Fl\u{1b}[2Jux \u{202e}reversed - Mal \u{1b}]0;title\u{7}Ory, Evil\u{9b}31m Corp\n\n\
         Flux \u{1b}[31mred\u{1b}[0m \u{2066}isolated\u{2069} \u{200b}text, a bell\u{7} and a backspace\u{8}.\n",
    )]);
    for args in
        [["search", "reversed"], ["show", "1"], ["ingest", "corpus"], ["ingest", "--explain"]]
    {
        let run = env.kubenotes(args).exits(0);
        for (stream, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
            let unsafe_char = text.chars().find(|c| {
                (c.is_control() && *c != '\n')
                    || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            });
            assert_eq!(unsafe_char, None, "{stream}\n{run}");
        }
    }
    let error = env.kubenotes(["show", "\x1b[2J"]).exits(2);
    assert!(!error.stderr.contains('\x1b'), "{error}");
}
