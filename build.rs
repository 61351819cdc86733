//! Digests of the code and of the vocabularies by which notes are read, and a table of the words that
//! mean the same.
//!
//! Documents are taken over from one build of the index to the next while their notes stay as they
//! are. That holds only as long as the same code would read them in the same way, whatever the
//! crate's version says.

#[path = "src/lexicon/fold.rs"]
#[allow(dead_code, unreachable_pub, reason = "the library uses the rest of it")]
mod fold;
#[path = "src/lexicon/vocabulary/lines.rs"]
mod lines;
#[path = "build/vocabulary.rs"]
mod vocabulary;

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Everything that has a part in what a note's Documents are.
const READING: [&str; 8] = [
    "src/corpus.rs",
    "src/corpus",
    "src/document.rs",
    "src/extract",
    "src/ingest.rs",
    "src/ingest",
    "src/lexicon",
    "src/markup",
];

/// Everything that has a part in what of a Document is indexed.
const INDEXING: [&str; 4] =
    ["src/analysis", "src/index/codec.rs", "src/index/schema.rs", "src/index/writer.rs"];

fn main() {
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("vocabulary.rs"), vocabulary::source()).expect("OUT_DIR can be written");
    println!("cargo::rerun-if-changed=build");
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let digest = |places: &[&str], extensions: &[&str]| {
        let mut files = Vec::new();
        for place in places {
            println!("cargo::rerun-if-changed={place}");
            collect(&root.join(place), extensions, &mut files);
        }
        files.sort();
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            for byte in name.into_bytes().into_iter().chain(fs::read(&file).unwrap_or_default()) {
                // FNV-1a: a change is to be noticed, nobody is to be kept out.
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        format!("{hash:016x}")
    };
    let all: Vec<&str> = READING.into_iter().chain(INDEXING).collect();
    println!("cargo::rustc-env=KUBENOTES_READING={}", digest(&all, &["rs", "toml", "txt"]));
    let lexicon = digest(&["src/lexicon"], &["toml", "txt"]);
    println!("cargo::rustc-env=KUBENOTES_LEXICON={lexicon}");
}

fn collect(place: &Path, extensions: &[&str], files: &mut Vec<PathBuf>) {
    if place.is_dir() {
        for entry in fs::read_dir(place).into_iter().flatten().flatten() {
            collect(&entry.path(), extensions, files);
        }
    } else if place.extension().is_some_and(|e| extensions.iter().any(|known| e == *known)) {
        files.push(place.to_owned());
    }
}
