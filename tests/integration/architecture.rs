//! The rules of the project that the compiler does not hold, checked by reading its source: which
//! module may use which, where foreign crates may be used, and how long a file may be.
//!
//! It reads lines, not syntax: enough to catch a slip, not to stop a determined author.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each module may use besides itself.
const ARROWS: [(&str, &[&str]); 11] = [
    ("analysis", &[]),
    ("corpus", &["lexicon"]),
    ("document", &[]),
    ("extract", &["markup", "lexicon", "document"]),
    ("index", &["analysis", "document"]),
    ("ingest", &["corpus", "extract", "document"]),
    ("lexicon", &["document"]),
    ("markup", &[]),
    ("query", &["lexicon", "document"]),
    ("search", &["index", "query", "analysis", "document"]),
    ("update", &["corpus", "ingest", "index", "document"]),
];

/// Modules that hold plain data which every other may use.
const SHARED: [&str; 2] = ["error", "diagnostic"];

/// Where a foreign crate may be used.
const FOREIGN: [(&str, &[&str]); 6] = [
    ("tantivy", &["analysis", "index", "search"]),
    ("pulldown_cmark", &["markup"]),
    ("rayon", &["ingest"]),
    ("ignore", &["corpus"]),
    ("clap", &["bin"]),
    ("anyhow", &["bin"]),
];

/// Crates whose types no public signature may show.
const HIDDEN: [&str; 5] = ["tantivy", "pulldown_cmark", "rayon", "clap", "regex"];

/// A file this long is looked for by what it does and not found.
const MAX_LINES: usize = 600;

/// A source file of the project.
struct Source {
    /// Relative to the project.
    path: String,
    text: String,
}

impl Source {
    /// The module of the library that it belongs to; `bin` for the program.
    fn module(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split(['/', '.']).next().unwrap_or_default()
    }

    /// The lines of code outside of tests, with their numbers, without comments; a `use` over
    /// several lines is one.
    fn code(&self) -> Vec<(usize, String)> {
        if self.path.contains("/tests/") || self.path.ends_with("tests.rs") {
            return Vec::new();
        }
        let code = self.text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let mut joined: Vec<(usize, String)> = Vec::new();
        let mut in_use = false;
        for (n, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap_or_default();
            match joined.last_mut().filter(|_| in_use) {
                Some((_, statement)) => statement.push_str(line.trim()),
                None => joined.push((n + 1, line.to_owned())),
            }
            let begins = line.starts_with("use ") || line.starts_with("pub use ");
            in_use = (in_use || begins) && !line.contains(';');
        }
        joined
    }
}

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join(folder)];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(extension) if extension == "rs" => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    let read = |path: PathBuf| Source {
        text: fs::read_to_string(&path).expect("source is text"),
        path: path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/"),
    };
    files.into_iter().map(read).collect()
}

/// The modules that `lib.rs` re-exports names from: `Document` is `document`'s.
fn reexports(sources: &[Source]) -> BTreeMap<String, String> {
    let lib = sources.iter().find(|source| source.path == "src/lib.rs").expect("src/lib.rs");
    let mut modules = BTreeMap::new();
    for statement in lib.text.split(';') {
        let Some((_, path)) = statement.rsplit_once("pub use ") else { continue };
        let Some((module, names)) = path.split_once("::") else { continue };
        for name in names.split(|c: char| !c.is_alphanumeric() && c != '_') {
            modules.insert(name.to_owned(), module.trim().to_owned());
        }
    }
    modules
}

/// The first path components after each `crate::` of a line: `crate::{a::B, c}` gives both.
fn used_names(line: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => names.extend(list_items(list).into_iter().map(first_name)),
            None => names.push(first_name(rest)),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The items of `a::{B, C}, d}` up to the brace that ends the list.
fn list_items(list: &str) -> Vec<&str> {
    let (mut items, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in list.char_indices() {
        match c {
            ',' | '}' if depth == 0 => {
                items.push(list[start..at].trim());
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    items
}

fn first_name(path: &str) -> &str {
    path.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[track_caller]
fn assert_none(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{rule}:\n  {}", offences.join("\n  "));
}

#[test]
fn modules_use_only_what_they_may() {
    let sources = sources("src");
    let reexports = reexports(&sources);
    let mut offences = Vec::new();
    for source in sources.iter().filter(|s| s.path != "src/lib.rs" && s.module() != "bin") {
        let module = source.module();
        if SHARED.contains(&module) {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else {
            offences.push(format!("{}: no arrows are written down for `{module}`", source.path));
            continue;
        };
        for (n, line) in source.code() {
            for name in used_names(&line) {
                let used = reexports.get(name).map_or(name, String::as_str);
                if used != module && !allowed.contains(&used) && !SHARED.contains(&used) {
                    offences.push(format!("{}:{n}: `{module}` uses `{used}`", source.path));
                }
            }
        }
    }
    assert_none("a module may use only what stands to its right", &offences);
}

#[test]
fn foreign_crates_stay_where_they_belong() {
    let mut offences = Vec::new();
    for source in sources("src") {
        for (n, line) in source.code() {
            for (name, modules) in FOREIGN {
                let used = line.contains(&format!("{name}::"))
                    && !line.contains(&format!("crate::{name}::"))
                    && !line.contains(&format!("::{name}::"));
                if used && !modules.contains(&source.module()) {
                    offences.push(format!("{}:{n}: {name}", source.path));
                }
            }
        }
    }
    assert_none("a foreign crate is used by the modules that own it", &offences);
}

#[test]
fn public_signatures_show_no_foreign_type() {
    let mut offences = Vec::new();
    for source in sources("src").iter().filter(|source| source.module() != "bin") {
        let code = source.code();
        let mut foreign: Vec<&str> = HIDDEN.to_vec();
        for (_, line) in &code {
            let line = line.trim();
            if let Some(path) = line.strip_prefix("use ")
                && HIDDEN.contains(&first_name(path))
            {
                let names = path.split(|c: char| !c.is_alphanumeric() && c != '_');
                foreign.extend(names.filter(|name| name.starts_with(char::is_uppercase)));
            }
        }
        for (n, line) in public_signatures(&code) {
            let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            if let Some(word) = words.find(|word| foreign.contains(word)) {
                offences.push(format!("{}:{n}: `{word}` in `{}`", source.path, line.trim()));
            }
        }
    }
    assert_none("no dependency's type in a public signature", &offences);
}

/// Public declarations and fields, each with all its lines up to the body.
fn public_signatures(code: &[(usize, String)]) -> Vec<(usize, String)> {
    let mut signatures = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (n, line) in code {
        if open.is_none() && line.trim_start().starts_with("pub ") {
            open = Some((*n, String::new()));
        }
        if let Some((_, text)) = &mut open {
            text.push_str(line);
            if line.contains(['{', ';']) || line.trim_end().ends_with(',') && !text.contains('(') {
                signatures.extend(open.take());
            }
        }
    }
    signatures
}

#[test]
fn every_file_says_what_it_is_for() {
    let folders = ["src", "tests", "benches", "fuzz/fuzz_targets"];
    let sources: Vec<Source> = folders.into_iter().flat_map(sources).collect();
    let silent = sources.iter().filter(|source| !source.text.starts_with("//!"));
    let offences: Vec<String> = silent.map(|source| source.path.clone()).collect();
    assert_none("a file begins with `//!` and the question it answers", &offences);
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = sources("src")
        .iter()
        .map(|source| (source.text.lines().count(), &source.path))
        .filter(|(lines, _)| *lines > MAX_LINES)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert_none(&format!("a file has at most {MAX_LINES} lines"), &long);
}

#[test]
fn no_test_file_is_left_out() {
    let sources = sources("tests/integration");
    let main = sources.iter().find(|s| s.path.ends_with("/main.rs")).expect("main.rs");
    let missing: Vec<String> = sources
        .iter()
        .filter_map(|source| source.path.strip_prefix("tests/integration/"))
        .filter(|path| !path.contains('/') && *path != "main.rs")
        .filter(|path| !main.text.contains(&format!("mod {};", path.trim_end_matches(".rs"))))
        .map(str::to_owned)
        .collect();
    assert_none("every test file is a module of main.rs", &missing);
}

#[test]
fn the_scan_sees_what_it_should() {
    assert_eq!(used_names("use crate::{index::Index, query};"), ["index", "query"]);
    assert_eq!(used_names("fn f(x: crate::Kind) -> crate::error::Result<()>"), ["Kind", "error"]);
    assert_eq!(used_names("use crate::{a::{B, C}, d::E, F};"), ["a", "d", "F"]);
    assert_eq!(used_names("let nothing = 1;"), [] as [&str; 0]);
    let code = ["pub fn f(", "    a: Index,", ") -> B {", "    pub field: C,"];
    let code: Vec<_> = code.iter().map(|line| (1, (*line).to_owned())).collect();
    let signatures: Vec<String> = public_signatures(&code).into_iter().map(|(_, s)| s).collect();
    assert_eq!(signatures, ["pub fn f(    a: Index,) -> B {", "    pub field: C,"]);
}
