//! Settings from everywhere, and what is said when something is wrong with them or anything else.

use serde_json::{Value, json};

use crate::cli::keys;
use crate::support::{NOTES, TestEnv};

#[test]
fn settings_come_from_flags_then_environment_then_file() {
    let env = TestEnv::new();
    for name in ["file", "variable", "flag"] {
        env.write(&format!("{name}/note.md"), format!("# Note of the {name}\n\nIt says {name}.\n"));
    }
    env.write("kubenotes.toml", "corpus = 'file'\n");
    env.kubenotes(["ingest"]).exits(0).prints("Note of the file");
    let env = env.var("KUBENOTES_CORPUS", "variable");
    env.kubenotes(["ingest"]).exits(0).prints("Note of the variable");
    env.kubenotes(["ingest", "--corpus", "flag"]).exits(0).prints("Note of the flag");
    env.kubenotes(["ingest", "file"]).exits(0).prints("Note of the file");

    env.write("kubenotes.toml", "corpus = 'file'\ncolour = true\n");
    env.kubenotes(["ingest"])
        .exits(2)
        .prints_nothing()
        .says("unknown field `colour`")
        .says("hint: the keys are");
}

#[test]
fn words_of_ones_own_are_searched_for() {
    let env = TestEnv::new();
    env.write(
        "corpus/a.md",
        "# KubeCon EU 2023\n\n## Templates - Ada Byron, Acme\n\nA paved road.\n",
    );
    env.write("corpus/b.md", "# KubeCon EU 2024\n\n## Meshes - Ada Byron, Acme\n\nBlobby it is.\n");
    env.kubenotes(["search", "--literal", "golden path"]).exits(1);
    env.write(
        "kubenotes.toml",
        "[vocabulary.aliases]\n\"golden path\" = \"paved road\"\n\
         [vocabulary.projects]\nBlobby = { in = [\"blob storage\"] }\n",
    );
    env.kubenotes(["search", "golden path"]).exits(0).prints("Templates");
    env.kubenotes(["search", "paved roads"]).exits(0).prints("Templates");
    env.kubenotes(["search", "blob storage"]).exits(0).prints("Meshes");
    env.write("kubenotes.toml", "[vocabulary]\nalias = {}\n");
    env.kubenotes(["search", "golden path"]).exits(2).says("unknown field `alias`");
}

#[test]
fn usage_errors_are_exit_2() {
    let env = TestEnv::new();
    env.kubenotes([]).exits(2).prints_nothing().says("Usage:");
    env.kubenotes(["frobnicate"]).exits(2).prints_nothing().says("error:");
    env.kubenotes(["search"]).exits(2).prints_nothing().says("<WORDS>");
    env.kubenotes(["search", "-n", "0", "flux"]).exits(2).prints_nothing();
    env.kubenotes(["-q", "-v", "status"]).exits(2).prints_nothing();
    env.kubenotes(["show", "second"]).exits(2).prints_nothing().says("neither an id nor a rank");
}

#[test]
fn a_missing_index_is_exit_10() {
    let env = TestEnv::new();
    let id = "0123456789abcdef";
    for args in [["show", id], ["related", id], ["open", id], ["facets", "year"]] {
        env.kubenotes(args).exits(10).prints_nothing().says("hint: run `kubenotes index`");
    }
    env.kubenotes(["status"]).exits(10).prints_nothing();
}

#[test]
fn a_missing_corpus_is_exit_22() {
    let env = TestEnv::new();
    for args in [["search", "flux"], ["index", "-q"], ["rebuild", "-q"], ["ingest", "nowhere"]] {
        env.kubenotes(args).exits(22).prints_nothing().says("--corpus DIR");
    }
    assert!(!env.path("index").exists(), "nothing is left behind");
}

#[test]
fn a_damaged_index_is_exit_12_and_one_of_another_format_says_to_rebuild() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    let generation = std::fs::read_to_string(env.path("index/CURRENT")).expect("CURRENT");
    let manifest = env.path(&format!("index/generations/{}/manifest.json", generation.trim()));
    let sound = std::fs::read_to_string(&manifest).expect("the manifest");

    let mut other: Value = serde_json::from_str(&sound).expect("JSON");
    other["format_version"] = json!(9999);
    std::fs::write(&manifest, other.to_string()).expect("written");
    env.kubenotes(["search", "flux"])
        .exits(2)
        .prints_nothing()
        .says("hint: run `kubenotes rebuild`");
    env.kubenotes(["verify"]).exits(2).says("format version 9999");

    std::fs::write(&manifest, "{").expect("written");
    env.kubenotes(["search", "flux"]).exits(12).prints_nothing().says("kubenotes rebuild");
    env.kubenotes(["rebuild"]).exits(0);
    env.kubenotes(["search", "flux"]).exits(0);
}

/// With nothing to write there is nothing that would be checked before it is published.
#[test]
fn a_damaged_index_is_met_where_nothing_has_changed() {
    let env = TestEnv::with_notes(&NOTES);
    env.kubenotes(["index"]).exits(0);
    let generation = std::fs::read_to_string(env.path("index/CURRENT")).expect("CURRENT");
    let folder = env.path(&format!("index/generations/{}", generation.trim()));
    let files =
        std::fs::read_dir(&folder).expect("the generation").map(|file| file.expect("a file"));
    let store =
        files.map(|file| file.path()).find(|path| path.extension() == Some("store".as_ref()));
    let store = store.expect("a store");
    let mut bytes = std::fs::read(&store).expect("read");
    bytes[0] ^= 1;
    std::fs::remove_file(&store).expect("removed");
    std::fs::write(&store, bytes).expect("written");
    env.kubenotes(["index"]).exits(12).says("kubenotes rebuild");
    env.kubenotes(["rebuild"]).exits(0);
    env.kubenotes(["index"]).exits(0).prints("nothing has changed");
}

#[test]
fn skipped_notes_are_exit_3_only_when_strict() {
    let env = TestEnv::with_notes(&NOTES);
    env.write("corpus/photo.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0");
    for command in ["index", "rebuild", "ingest"] {
        env.kubenotes([command]).exits(0).says("skipped photo.md");
        env.kubenotes([command, "--strict"]).exits(3).says("skipped photo.md");
    }
    let report = env.kubenotes(["index", "--format=json"]).json();
    assert_eq!(report["skipped"], 1);
    assert_eq!(report["diagnostics"][0]["path"], "photo.md");
}

#[test]
fn errors_are_objects_where_results_are() {
    let env = TestEnv::new();
    for (args, kind) in [
        (["status", "--format=json", "-q"], "index-missing"),
        (["search", "--format=json", "flux"], "corpus-unreadable"),
        (["search", "--format=jsonl", "flux"], "corpus-unreadable"),
        (["show", "--format=json", "99"], "no-last-search"),
        (["search", "--format=json", "--frobnicate"], "usage"),
    ] {
        let run = env.kubenotes(args).prints_nothing();
        let line = run.stderr.lines().last().expect("an error");
        let error: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}\n{run}"));
        assert_eq!(keys(&error), ["error"], "{run}");
        assert_eq!(keys(&error["error"]), ["hint", "kind", "message"], "{run}");
        assert_eq!(error["error"]["kind"], kind, "{run}");
        assert!(!error["error"]["message"].as_str().expect("text").contains("error:"), "{run}");
    }
}

#[test]
fn an_error_names_what_was_tried_its_cause_and_what_to_do() {
    let env = TestEnv::new();
    let run = env.kubenotes(["facets", "year", "--index", "none"]).exits(10);
    assert_eq!(
        run.stderr,
        "error: cannot open the index\n  because: there is no index: none\n\
         hint: run `kubenotes index` to build it, or name one with --index DIR\n"
    );
}
