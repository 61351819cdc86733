//! Guards, reports, signals, and the commands that look after an index.

use std::fs;

use kubenotes::{Index, Query, SearchOptions};
use serde_json::Value;

use super::{World, documents, trials};
use crate::support::TestEnv;

fn json(env: &TestEnv, path: &str) -> Value {
    serde_json::from_slice(&fs::read(env.path(path)).unwrap()).unwrap()
}

#[test]
fn guards_stand_between_a_bad_night_and_the_readers() {
    let env = TestEnv::new();
    let fill = |n: usize| {
        let _ = fs::remove_dir_all(env.path("corpus"));
        fs::create_dir_all(env.path("corpus")).unwrap();
        for at in 0..n {
            env.write(&format!("corpus/{at:03}.md"), format!("Note {at} about operating it.\n"));
        }
    };
    let published = || Index::open(&env.path("index")).unwrap().manifest().documents;
    // A first run over nothing.
    fill(0);
    env.kubenotes(["rebuild"]).exits(20).prints_nothing().says("the notes hold no documents");
    env.kubenotes(["status"]).exits(10);
    fill(100);
    env.kubenotes(["rebuild", "-q"]).exits(0);
    for (n, code) in [(79, 20), (80, 0), (79, 0), (63, 20), (64, 0), (100, 0), (81, 0)] {
        fill(n);
        let before = published();
        env.kubenotes(["rebuild", "--report", "r.json"]).exits(code);
        let expected = if code == 0 { n as u64 } else { before };
        assert_eq!(published(), expected, "{n}");
        let report = json(&env, "r.json");
        assert_eq!(report["exit"], code, "{n}");
        assert_eq!(report["published"], code == 0, "{n}");
        if code == 20 {
            assert_eq!(report["refused"][0]["guard"], "shrink", "{report}");
            let kept = report["rejected"].as_str().unwrap();
            assert!(env.path(kept).is_dir(), "{kept}");
        }
    }
    // The notes' disk is not there: an empty folder, or none at all.
    fill(0);
    env.kubenotes(["rebuild"]).exits(20).says("hint: ");
    env.kubenotes(["index"]).exits(20);
    fs::remove_dir_all(env.path("corpus")).unwrap();
    env.kubenotes(["rebuild", "--report", "r.json"]).exits(22);
    assert_eq!(json(&env, "r.json")["error"]["kind"], "corpus-unreadable");
    assert_eq!(published(), 81);
    fill(10);
    env.kubenotes(["rebuild", "-q", "--allow-shrink"]).exits(0);
    fill(0);
    env.kubenotes(["rebuild", "--allow-shrink"]).exits(20);
    env.kubenotes(["rebuild", "-q", "--allow-empty"]).exits(0);
    assert_eq!(published(), 0);
    // One refused generation is kept, and the settings say what is refused.
    let rejected = super::list(&env.path("index"));
    assert_eq!(rejected.iter().filter(|name| name.starts_with("rejected-")).count(), 1);
    fill(10);
    env.kubenotes(["rebuild", "-q"]).exits(0);
    fill(5);
    env.write("kubenotes.toml", "[rebuild]\ndocuments_percent = 50");
    env.kubenotes(["rebuild", "-q"]).exits(0);
}

#[test]
fn an_index_that_does_not_answer_is_refused() {
    let world = World::new();
    let env = &world.env;
    env.write("kubenotes.toml", "[rebuild]\ncanaries = ['flux', 'title:\"operating harbor\"']");
    env.kubenotes(["rebuild", "-q"]).exits(0);
    env.write("kubenotes.toml", "[rebuild]\ncanaries = ['flux', 'antrea']");
    env.kubenotes(["rebuild"]).exits(20).says("`antrea` is not answered");
    let queries = |line: u32| {
        let relevant = format!(r#"{{"file": "d.md", "line": {line}, "grade": 3}}"#);
        let query = format!(r#"[{{"id": "1", "query": "cilium", "relevant": [{relevant}]}}]"#);
        env.write("queries.json", query);
    };
    env.write("kubenotes.toml", "[rebuild]\nqueries = 'queries.json'\nndcg10 = 0.5");
    queries(3);
    env.kubenotes(["rebuild", "-q"]).exits(0);
    queries(400);
    env.kubenotes(["rebuild"]).exits(20).says("nDCG@10 is 0.000, less than 0.5");
    fs::remove_file(env.path("queries.json")).unwrap();
    env.kubenotes(["rebuild"]).exits(20).says("cannot be asked");
    assert_eq!(documents(&env.path("index")), world.new);
}

#[test]
fn a_report_says_what_has_changed() {
    let world = World::new();
    let env = &world.env;
    fs::remove_file(env.path("corpus/c.md")).unwrap();
    env.write("corpus/photo.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0");
    let args = ["rebuild", "-q", "--report", "r.json", "--metrics", "m.prom"];
    env.kubenotes(args).exits(0);
    let report = json(env, "r.json");
    assert_eq!(report["added"], serde_json::json!(["d.md"]));
    assert_eq!(report["changed"], serde_json::json!(["b.md"]));
    assert_eq!(report["removed"], serde_json::json!(["c.md"]));
    assert_eq!(report["skipped"], 1);
    assert_eq!(report["diagnostics"][0]["path"], "photo.md");
    assert_eq!(report["sessions_gone_total"], 2);
    assert_eq!(report["sessions_gone"][0]["title"], "Operating Linkerd at scale, part 0");
    assert_eq!(report["generation"], "0000000002");
    assert_eq!(report["previous"], "0000000001");
    assert!(report["index_bytes"].as_u64() > Some(1_000));
    let phases = report["phases"].as_array().unwrap();
    let phases: Vec<_> = phases.iter().map(|phase| phase["name"].as_str().unwrap()).collect();
    assert_eq!(phases, ["lock", "read", "build", "check", "publish", "prune"]);
    let metrics = fs::read_to_string(env.path("m.prom")).unwrap();
    for line in ["kubenotes_generation 2", "kubenotes_last_run_gone_sessions 2"] {
        assert!(metrics.lines().any(|found| found == line), "{line}: {metrics}");
    }
    // A failed run reports, too, and does not count as a success.
    let success = metrics.lines().find(|line| line.starts_with("kubenotes_last_success")).unwrap();
    fs::remove_dir_all(env.path("corpus")).unwrap();
    env.kubenotes(args).exits(22);
    let metrics = fs::read_to_string(env.path("m.prom")).unwrap();
    assert!(metrics.contains(success), "{metrics}");
    assert!(metrics.contains("kubenotes_last_run_exit_code 22\n"), "{metrics}");
}

#[test]
fn a_report_that_cannot_be_written_fails_no_run() {
    let world = World::new();
    let run = world.env.kubenotes(["rebuild", "--report", "no/r.json", "--metrics", "no/m.prom"]);
    run.exits(0).says("cannot write the report").says("cannot write the metrics");
    assert_eq!(documents(&world.env.path("index")), world.new);
}

#[test]
fn logs_are_lines_for_machines() {
    let world = World::new();
    let run = world.env.kubenotes(["rebuild", "-q", "--log-format", "json"]).exits(0);
    let lines: Vec<Value> =
        run.stderr.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let done = lines.last().unwrap();
    assert_eq!((&done["message"], &done["exit"]), (&"done".into(), &0.into()), "{done}");
    assert!(lines.iter().any(|line| line["phase"] == "publish"));
    let run = world.env.kubenotes(["rebuild", "-q", "--log-format", "text"]).exits(0);
    assert!(run.stderr.contains("INFO"), "{run}");
}

#[cfg(all(unix, debug_assertions))]
#[test]
fn a_signal_ends_a_run_before_the_swap_or_lets_it_finish() {
    use super::readers::{signal, wait_until_stopped};
    let world = World::new();
    for (step, is_late) in [
        ("locked", false),
        ("notes-read", false),
        ("segments-committed", false),
        ("draft-verified", false),
        ("guards-passed", false),
        ("draft-renamed", true),
        ("current-renamed", true),
    ] {
        for (name, code) in [("-TERM", 143), ("-INT", 130)] {
            world.reset();
            let mut run = world.faulty("rebuild", &format!("stop@{step}"));
            let mut run = run.args(["--report", "r.json"]).spawn().unwrap();
            let pid = run.id().to_string();
            wait_until_stopped(&pid);
            signal(name, &pid);
            signal("-CONT", &pid);
            let code = if is_late { 0 } else { code };
            assert_eq!(run.wait().unwrap().code(), Some(code), "{step} {name}");
            assert_eq!(world.check(step), is_late, "{step} {name}");
            assert_eq!(json(&world.env, "r.json")["exit"], code, "{step} {name}");
            let left = super::list(&world.env.path("index"));
            assert!(!left.iter().any(|name| name.ends_with(".tmp")), "{step}: {left:?}");
        }
    }
}

#[test]
fn back_and_forth() {
    let world = World::new();
    let env = &world.env;
    let index = env.path("index");
    env.kubenotes(["rollback"]).exits(2).prints_nothing();
    env.kubenotes(["rebuild", "-q"]).exits(0);
    env.kubenotes(["rollback"]).exits(0).prints("generation 0000000001 is published: ");
    assert_eq!(documents(&index), world.old);
    let status = env.kubenotes(["status", "--format=json"]).exits(0).json();
    assert_eq!(status["generation"], "0000000001");
    assert_eq!(status["generations"], serde_json::json!(["0000000001", "0000000002"]));
    assert!(status["age_seconds"].as_i64() >= Some(0), "{status}");
    assert_eq!(status["kinds"]["session"], 7, "{status}");
    env.kubenotes(["rollback", "0000000002"]).exits(0);
    assert_eq!(documents(&index), world.new);
    env.kubenotes(["rollback"]).exits(0);
    // What comes next is newer than all.
    env.kubenotes(["index", "-q"]).exits(0);
    assert_eq!(documents(&index), world.new);
    let status = env.kubenotes(["status", "--format=json"]).json();
    assert_eq!(status["generation"], "0000000003");
    env.kubenotes(["rollback", "7"]).exits(2).prints_nothing();
}

#[test]
fn the_same_notes_give_the_same_index() {
    let world = World::new();
    let texts: Vec<(String, String)> = (0..30)
        .map(|n| {
            let company = ["Acme Tools", "Globex", "Initech"][n % 3];
            let text = format!("# KubeCon EU 2023\n\n## Operating part {n} - Di Okafor, {company}\n\nOperators {n}.\n");
            (format!("{n:02}.md"), text)
        })
        .collect();
    let mut expected: Option<(Vec<String>, Vec<String>)> = None;
    for round in 0..trials(4, 21) {
        let dir = format!("r{round}");
        // Written in another order each time, so that the folder lists them in another.
        for at in 0..texts.len() {
            let (path, text) = &texts[(at * [1, 7, 11, 13, 17, 19, 23, 29][round % 8]) % 30];
            world.env.write(&format!("{dir}/{path}"), text);
        }
        let index = world.env.path(&format!("{dir}-index"));
        let mut run = world.faulty("rebuild", "");
        run.env("RAYON_NUM_THREADS", ["1", "2", "8"][round % 3]);
        run.arg("--corpus").arg(world.env.path(&dir)).arg("--index").arg(&index);
        assert!(run.status().unwrap().success());
        let searcher = Index::open(&index).unwrap().searcher().unwrap();
        let answers = ["operators", "okafor globex", "oper*", "part \"di okafor\""].map(|query| {
            let answer = searcher.search(&Query::parse(query), &SearchOptions::default()).unwrap();
            let hit = |hit: &kubenotes::Hit| (hit.document.id.to_string(), hit.score);
            format!("{:?}", answer.hits.iter().map(hit).collect::<Vec<_>>())
        });
        let found = (documents(&index).into_iter().collect(), answers.to_vec());
        assert_eq!(*expected.get_or_insert_with(|| found.clone()), found, "round {round}");
    }
}
