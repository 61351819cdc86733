//! The interface that scripts rely on: exit codes, what goes to which stream, formats, errors.

use std::io::Read as _;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::{NOTES, TestEnv};

/// The keys of an object, in order.
pub(crate) fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

// --- search ---------------------------------------------------------------------------------

#[test]
fn a_first_search_builds_the_index_and_says_so() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["search", "sessions about Flux"])
        .exits(0)
        .prints("Keeping Clusters Honest with Flux")
        .says("no index in index yet: building it from corpus")
        .says("from 3 notes");
    let again = env.kubenotes(["search", "sessions about Flux"]).exits(0);
    assert!(!again.stderr.contains("building"), "{again}");
}

#[test]
fn words_may_be_one_argument_or_several() {
    let env = TestEnv::with_notes(&NOTES);
    let one = env.kubenotes(["-q", "search", "tracing everything"]).exits(0).says_nothing();
    let several = env.kubenotes(["-q", "search", "tracing", "everything"]).exits(0);
    let after_dashes = env.kubenotes(["-q", "search", "--", "tracing", "everything"]).exits(0);
    assert_eq!(one.stdout, several.stdout);
    assert_eq!(one.stdout, after_dashes.stdout);
}

#[test]
fn nothing_found_is_exit_1() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["search", "xyzzyplugh"]).exits(1).prints_nothing().says("nothing found");
    let json = env.kubenotes(["search", "--format", "json", "xyzzyplugh"]).exits(1).json();
    assert_eq!(json["hits"], json!([]));
    assert_eq!(json["total"], 0);
    env.kubenotes(["search", "--format", "jsonl", "xyzzyplugh"]).exits(1).prints_nothing();
}

#[test]
fn an_answer_in_json_has_the_agreed_shape() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    let run = env
        .kubenotes(["search", "--format", "json", "--facets", "year,company", "flux"])
        .exits(0)
        .says_nothing();
    let answer = run.json();
    let mut expected = [
        "query",
        "interpreted",
        "relaxed",
        "total",
        "took_us",
        "index",
        "hits",
        "facets",
        "suggestion",
        "warnings",
    ];
    expected.sort_unstable(); // serde_json sorts what it has read
    assert_eq!(keys(&answer), expected);
    assert_eq!(keys(&answer["index"]), ["built_at", "documents", "generation", "stale"]);
    assert_eq!(keys(&answer["facets"]), ["company", "year"]);
    assert_eq!(answer["query"], "flux");
    assert_eq!(answer["index"]["stale"], false);
    let hit = &answer["hits"][0];
    let mut expected = [
        "score",
        "id",
        "talk",
        "kind",
        "title",
        "speakers",
        "companies",
        "event",
        "year",
        "date",
        "headings",
        "links",
        "source",
        "snippet",
        "matched",
        "group",
    ];
    expected.sort_unstable();
    assert_eq!(keys(hit), expected);
    assert_eq!(hit["title"], "Keeping Clusters Honest with Flux");
    assert_eq!(keys(&hit["source"]), ["line_end", "line_start", "path"]);
    assert_eq!(keys(&hit["snippet"]), ["highlights", "line", "text"]);
    let text = hit["snippet"]["text"].as_str().expect("text");
    for range in hit["snippet"]["highlights"].as_array().expect("ranges") {
        let range = range[0].as_u64().unwrap() as usize..range[1].as_u64().unwrap() as usize;
        assert_eq!(text[range].to_lowercase(), "flux");
    }
    // The order of keys on the wire is part of what people read.
    assert!(run.stdout.starts_with(r#"{"query":"flux","interpreted":"#), "{run}");
}

#[test]
fn notes_on_one_talk_are_one_hit_unless_told_otherwise() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    let of = |hits: &Value| -> Vec<String> {
        let hits = hits.as_array().expect("hits").iter();
        hits.map(|hit| hit["source"]["path"].as_str().expect("a path").to_owned()).collect()
    };
    let grouped = env.kubenotes(["search", "--format=json", "honest flux"]).exits(0).json();
    let members = &grouped["hits"][0]["group"];
    assert_eq!(members.as_array().expect("a group").len(), 1, "{grouped:#}");
    assert_eq!(keys(&members[0]), ["id", "source"]);
    let listed = env.kubenotes(["search", "--format=json", "--no-group", "honest flux"]);
    let listed = listed.exits(0).json();
    assert_eq!(of(&listed["hits"]).len(), of(&grouped["hits"]).len() + 1);
    assert_eq!(listed["hits"][0]["group"], json!([]));
}

#[test]
fn jsonl_is_the_hits_alone() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    let object = env.kubenotes(["search", "--format", "json", "flux"]).json();
    let lines = env.kubenotes(["search", "--format", "jsonl", "flux"]).exits(0).jsonl();
    assert_eq!(object["hits"], Value::Array(lines));
}

#[test]
fn pages_join_without_gap_or_overlap() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    let all = env.kubenotes(["search", "--format", "jsonl", "--no-group", "flux"]).jsonl();
    assert!(all.len() >= 3);
    for (offset, hit) in all.iter().enumerate() {
        let offset = offset.to_string();
        let args =
            ["search", "--format", "jsonl", "--no-group", "-n", "1", "--offset", &offset, "flux"];
        assert_eq!(&env.kubenotes(args).exits(0).jsonl()[0], hit);
    }
    env.kubenotes(["search", "--offset", "99", "flux"]).exits(1).says("no more hits");
}

#[test]
fn flags_narrow_an_answer_down() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    let paths = |args: [&str; 5]| -> Vec<String> {
        let hits = env.kubenotes(args).jsonl().into_iter();
        hits.map(|hit| hit["source"]["path"].as_str().expect("a path").to_owned()).collect()
    };
    for (flag, value) in [
        ("--speaker", "Okafor"),
        ("--company", "globex"),
        ("--event", "KubeCon NA"),
        ("--year", "2021"),
        ("--year", "..2022"),
        ("--path", "los-angeles"),
    ] {
        let found = paths(["search", "--format=jsonl", flag, value, "--kind=session"]);
        assert_eq!(found, ["2021/los-angeles.md"], "{flag} {value}");
    }
    let nothing = env.kubenotes(["search", "--year", "1999", "flux"]).exits(1);
    nothing.says("without its conditions the query finds");
    env.kubenotes(["search", "flux zzyzxq"]).exits(0).says("no note says zzyzxq");
    env.kubenotes(["search", "--year", "soon", "flux"]).exits(2).prints_nothing().says("error:");
}

#[test]
fn hits_can_be_ordered_by_date_and_title() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    let by = |order: &str, field: &str| -> Vec<Value> {
        let run = env.kubenotes(["search", "--format=jsonl", "--sort", order, "flux OR traces"]);
        run.exits(0).jsonl().into_iter().map(|hit| hit[field].clone()).collect()
    };
    let years: Vec<u64> = by("date", "year").iter().filter_map(Value::as_u64).collect();
    assert!(years.len() > 2 && years.is_sorted_by(|a, b| a >= b), "{years:?}");
    let titles = by("title", "title");
    let titles: Vec<&str> = titles.iter().filter_map(Value::as_str).collect();
    assert!(titles.len() > 2 && titles.is_sorted(), "{titles:?}");
}

#[test]
fn a_changed_note_makes_the_index_stale() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    let stale =
        || env.kubenotes(["search", "--format=json", "flux"]).json()["index"]["stale"].clone();
    assert_eq!(stale(), false);
    let note = env.path("corpus/2021/los-angeles.md");
    let note = std::fs::File::options().write(true).open(note).expect("the note");
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
    note.set_modified(later).expect("a new time");
    assert_eq!(stale(), true);
    env.kubenotes(["search", "flux"]).exits(0).says("notes have changed since they were indexed");
    env.kubenotes(["status"]).exits(0).prints("notes have changed");
    std::fs::rename(env.path("corpus"), env.path("elsewhere")).expect("notes out of reach");
    assert_eq!(stale(), Value::Null);
    env.kubenotes(["status"]).exits(0).prints("not known: the notes are out of reach");
}

#[test]
fn an_index_of_other_notes_is_not_taken_for_these() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    env.write("more/note.md", "# A note\n");
    let run = env.kubenotes(["search", "--corpus", "more", "flux"]).exits(0);
    run.says("the index was built from other notes");
}

// --- the other commands ---------------------------------------------------------------------

#[test]
fn a_hit_can_be_shown_by_id_and_by_rank() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["show", "1"]).exits(2).prints_nothing().says("hint: search first");
    let hits = env.kubenotes(["search", "--format=jsonl", "flux"]).exits(0).jsonl();
    let id = hits[1]["id"].as_str().expect("an id");
    env.kubenotes(["search", "flux"]).exits(0);
    let by_rank = env.kubenotes(["show", "2"]).exits(0).says_nothing();
    let by_id = env.kubenotes(["show", id]).exits(0).says_nothing();
    assert_eq!(by_rank.stdout, by_id.stdout);
    let elsewhere = env.kubenotes(["show", "1", "--index", "elsewhere"]).exits(2);
    elsewhere.prints_nothing().says("the last search was over");
    env.kubenotes(["show", "99"]).exits(2).prints_nothing().says("its ranks are 1 to");
    env.kubenotes(["show", "0"]).exits(2).prints_nothing();
    env.kubenotes(["show", "ffffffffffffffff"]).exits(1).prints_nothing().says("error:");

    let document = env.kubenotes(["show", "--format", "json", id]).exits(0).json();
    let body = document["body"].as_str().expect("a body");
    assert!(body.contains("Flux"), "{body}");
    assert_eq!(document["id"], id);
}

#[test]
fn ranks_count_on_from_the_offset() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    let hits = env.kubenotes(["search", "--format=jsonl", "flux"]).jsonl();
    env.kubenotes(["search", "--offset", "1", "flux"]).exits(0).prints("2. ");
    let shown = env.kubenotes(["show", "--format=json", "2"]).exits(0).json();
    assert_eq!(shown["id"], hits[1]["id"]);
    env.kubenotes(["show", "1"]).exits(2);
}

#[test]
fn related_documents_are_never_the_document_itself() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["search", "honest flux"]).exits(0);
    let related = env.kubenotes(["related", "--format", "json", "1"]);
    let related = related.exits(0).json();
    let shown = env.kubenotes(["show", "--format=json", "1"]).json();
    assert_eq!(related["id"], shown["id"]);
    for hit in related["hits"].as_array().expect("hits") {
        assert_ne!(hit["talk"], shown["talk"]);
    }
    env.kubenotes(["related", "1"]).exits(0).prints("1. ");
}

#[cfg(unix)]
#[test]
fn open_hands_the_note_to_the_editor_at_its_line() {
    let env = TestEnv::with_notes(&NOTES).var("EDITOR", "echo -x").var("PATH", "/usr/bin:/bin");
    env.kubenotes(["search", "tracing everything"]).exits(0);
    let run = env.kubenotes(["open", "1"]).exits(0);
    assert_eq!(run.stdout, "-x +3 $DIR/corpus/2021/los-angeles.md\n");

    let env = env.var("VISUAL", "false");
    env.kubenotes(["open", "1"]).exits(2).prints_nothing().says("the editor false failed");
    let env = env.var("VISUAL", "/nowhere/editor");
    env.kubenotes(["open", "1"]).exits(2).says("cannot run the editor /nowhere/editor");
    let env = env.var("VISUAL", "").var("EDITOR", "");
    env.kubenotes(["open", "1"]).exits(2).says("hint: set VISUAL or EDITOR");
    std::fs::remove_file(env.path("corpus/2021/los-angeles.md")).expect("the note is gone");
    env.kubenotes(["open", "1"]).exits(2).says("the note is no longer there");
}

#[test]
fn facets_are_counted_and_aligned() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    let json = env.kubenotes(["facets", "--format", "json", "year"]).exits(0).says_nothing().json();
    assert_eq!(json["field"], "year");
    let values = json["values"].as_array().expect("values");
    assert!(values.iter().any(|value| value["value"] == 2021), "{json}");
    let text = env.kubenotes(["facets", "company"]).exits(0);
    assert!(text.stdout.lines().any(|line| line.ends_with("  Globex")), "{text}");
    assert_eq!(env.kubenotes(["facets", "company", "-n", "1"]).stdout.lines().count(), 1);
    env.kubenotes(["facets", "colour"]).exits(2).prints_nothing().says("invalid value 'colour'");
}

#[test]
fn index_and_rebuild_report_what_they_did() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0).prints("from 3 notes in index");
    let report = env.kubenotes(["rebuild", "--format", "json"]).exits(0).says_nothing().json();
    assert_eq!(report["notes"], 3);
    assert_eq!(report["skipped"], 0);
    assert!(report["sessions"].as_u64() >= Some(5), "{report}");
    let status = env.kubenotes(["status", "--format", "json"]).exits(0).json();
    assert_eq!(status["generation"], report["generation"]);
    assert_eq!(status["stale"], false);
    env.kubenotes(["status"]).exits(0).prints("up to date");
}

#[test]
fn ingest_prints_documents_without_an_index() {
    let env = TestEnv::with_notes(&NOTES);
    let lines = env.kubenotes(["ingest", "corpus", "--format", "jsonl"]).exits(0).jsonl();
    let tracing = lines.iter().find(|line| line["title"] == "Tracing Everything");
    let tracing = tracing.expect("the session");
    assert_eq!(tracing["source"]["path"], "2021/los-angeles.md");
    assert_eq!(tracing["source"]["line_start"], 3);
    assert_eq!(tracing["speakers"], json!([{"name": "Di Okafor", "company": "Globex"}]));
    assert_eq!(tracing["year"], 2021);
    let object = env.kubenotes(["ingest", "--format", "json"]).exits(0).json();
    assert_eq!(object["documents"].as_array().map(Vec::len), Some(lines.len()));
    env.kubenotes(["ingest"]).exits(0).prints("Tracing Everything").says("from 3 notes");
    assert!(!env.path("index").exists(), "no index is made");
}

#[test]
fn words_are_added_in_the_settings() {
    let note = "# PlatformFest 2024\n\n## Paved Roads for Everybody - Ada Berg, Acme\n\nText.\n";
    let env = TestEnv::with_notes(&[("a.md", note)]);
    env.kubenotes(["index"]).exits(0);
    let lexicon = || {
        let status = env.kubenotes(["status", "--format", "json"]).exits(0).json();
        status["lexicon"].as_str().expect("a version").to_owned()
    };
    let events = || env.kubenotes(["facets", "event", "--format", "json"]).stdout;
    let before = lexicon();
    assert!(!events().contains("PlatformFest"));

    env.write("kubenotes.toml", "[[lexicon.events]]\nname = \"PlatformFest\"\n");
    // No note has changed, but they are read in another way now.
    assert_eq!(env.kubenotes(["status", "--format", "json"]).exits(0).json()["stale"], true);
    env.kubenotes(["search", "roads"]).exits(0).says("`[lexicon]` has changed");
    env.kubenotes(["index"]).exits(0).prints("indexed");
    assert!(events().contains("PlatformFest"));
    let after = lexicon();
    assert_ne!(before, after);
    env.kubenotes(["index"]).exits(0).prints("nothing has changed");

    std::fs::remove_file(env.path("kubenotes.toml")).expect("the settings");
    env.kubenotes(["rebuild"]).exits(0);
    assert_eq!(lexicon(), before);
    env.write("kubenotes.toml", "[lexicon]\nkinds.seminar = [\"circle\"]\n");
    env.kubenotes(["index"]).exits(2).says("`seminar` is no kind");
    env.write("kubenotes.toml", "[lexicon]\ncompany = [\"Acme\"]\n");
    env.kubenotes(["index"]).exits(2).says("company").says("hint: ");
}

#[test]
fn ingest_explains_itself() {
    let env = TestEnv::with_notes(&NOTES);
    let notes = env.kubenotes(["ingest", "--explain", "--format", "jsonl"]).exits(0).jsonl();
    let paths: Vec<_> = notes.iter().map(|note| note["path"].as_str()).collect();
    assert_eq!(paths, NOTE_PATHS.map(Some));
    let all = env.kubenotes(["ingest", "corpus", "--explain", "--format", "json"]).exits(0).json();
    assert_eq!(all.as_array().map(Vec::len), Some(3));
    let of_one = ["ingest", "--explain", "--format", "json", "--note", "other/my-week.md"];
    let explained = env.kubenotes(of_one).exits(0).json();
    let session = &explained[0]["candidates"][1];
    assert_eq!(session["decision"], "session");
    assert_eq!(session["line"], 3);
    assert_eq!(session["own"][0]["why"], "a title and people");
    // Two note-takers heard the same talk.
    let talk = &explained[0]["documents"][1]["talk"];
    assert_eq!(*talk, json!([{"path": "2023/amsterdam.md", "line_start": 3, "line_end": 6}]));

    env.kubenotes(["ingest", "--explain", "--note", "nowhere.md"])
        .exits(1)
        .says("no note nowhere.md");
    env.kubenotes(["ingest", "--note", "other/my-week.md"]).exits(2).says("--explain");
    env.kubenotes(["ingest", "nowhere", "--explain"]).exits(22);
}

/// The paths of [`NOTES`], sorted.
const NOTE_PATHS: [&str; 3] = ["2021/los-angeles.md", "2023/amsterdam.md", "other/my-week.md"];

#[test]
fn eval_measures_answers() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    let queries = json!([
        {"id": "a", "query": "tracing everything", "type": "known",
         "relevant": [{"file": "2021/los-angeles.md", "line": 3, "grade": 3}]},
        {"id": "b", "query": "xyzzyplugh", "type": "topic",
         "relevant": [{"file": "2023/amsterdam.md", "line": 3, "grade": 2}]},
    ]);
    env.write("queries.json", queries.to_string());
    let report = env.kubenotes(["eval", "queries.json", "--format=json", "--worst=1"]);
    let report = report.exits(0).json();
    assert_eq!(report["queries"], 2);
    assert_eq!(report["ndcg10"], 0.5);
    assert_eq!(report["mrr"], 0.5);
    assert_eq!(report["recall10"], 0.5);
    assert_eq!(report["ndcg10_by_type"], json!({"known": 1.0, "topic": 0.0}));
    assert_eq!(report["worst"][0]["id"], "b");
    env.kubenotes(["eval", "queries.json"]).exits(0).prints("ndcg10.known  1.000");

    env.write("queries.json", "[{]");
    env.kubenotes(["eval", "queries.json"]).exits(2).prints_nothing().says("queries.json");
    env.write("none.json", "[]");
    env.kubenotes(["eval", "none.json"]).exits(2).prints_nothing().says("no query");
    env.kubenotes(["eval", "missing.json"]).exits(2).prints_nothing().says("missing.json");
    env.write("queries.json", r#"[{"id": "a", "query": "x", "relevant": []}]"#);
    env.kubenotes(["eval", "queries.json"]).exits(2).says("nothing is relevant to query a");
}

// --- streams --------------------------------------------------------------------------------

#[test]
fn a_closed_pipe_is_no_error() {
    let env = TestEnv::new();
    // More than a pipe holds, so that writing goes on after the reader is gone.
    for n in 0..400 {
        let text = format!("# Note {n}\n\n{}\n", "All about Flux. ".repeat(40));
        env.write(&format!("corpus/note-{n}.md"), text);
    }
    let mut child =
        env.command().args(["ingest", "--format", "jsonl"]).spawn().expect("the program starts");
    let mut first = [0; 1];
    let mut stdout = child.stdout.take().expect("stdout");
    stdout.read_exact(&mut first).expect("a first byte");
    drop(stdout);
    let output = child.wait_with_output().expect("the program ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert!(!stderr.contains("error"), "{stderr}");
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_are_an_error() {
    let env = TestEnv::with_notes(&NOTES);
    let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    let output = env.command().arg("ingest").stdout(Stdio::from(full)).output().expect("it ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("cannot write the results"), "{stderr}");
}

#[test]
fn quiet_leaves_results_and_errors() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["-q", "search", "flux"]).exits(0).says_nothing();
    env.kubenotes(["-q", "search", "xyzzyplugh"]).exits(1).prints_nothing().says_nothing();
    env.kubenotes(["-q", "ingest", "nowhere"]).exits(22).says("error:");
}

#[test]
fn answers_are_the_same_byte_for_byte() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    let text = || env.kubenotes(["search", "flux", "--facets", "year"]).exits(0).stdout;
    let first = text();
    env.kubenotes(["rebuild"]).exits(0);
    assert_eq!(text(), first);
    let documents = || env.kubenotes(["ingest", "--format=jsonl"]).exits(0).stdout;
    assert_eq!(documents(), documents());
}
