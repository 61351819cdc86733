//! Every file of a generation, damaged in every way: `verify` says so, and reading never ends the
//! process.

use std::fs;
use std::path::Path;

use kubenotes::{DocumentId, Index, Query, SearchOptions};

use super::{Random, World, documents, trials};

#[test]
fn no_damage_goes_unnoticed() {
    let world = World::new();
    let index = world.env.path("index");
    world.env.kubenotes(["rebuild", "-q"]).exits(0);
    // With a segment that was taken over, and deletions.
    world.env.write("corpus/b.md", super::note("Harbor", 4));
    world.env.kubenotes(["index", "-q"]).exits(0);
    let generations = Index::generations(&index).unwrap();
    let [.., other, published] = generations.as_slice() else { panic!("{generations:?}") };
    let folder = index.join("generations").join(published);
    let other = index.join("generations").join(other);
    let mut random = Random::new(3);
    let mut cases = 0;
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    assert!(files.len() > 10, "{files:?}");
    for file in &files {
        let bytes = fs::read(file).unwrap();
        let mut damaged: Vec<(String, Option<Vec<u8>>)> = vec![
            ("deleted".to_owned(), None),
            ("grown".to_owned(), Some([&bytes[..], b"\0"].concat())),
        ];
        if !bytes.is_empty() {
            damaged.extend([
                ("emptied".to_owned(), Some(Vec::new())),
                ("cut".to_owned(), Some(bytes[..random.below(bytes.len())].to_vec())),
                ("zeroed".to_owned(), Some(vec![0; bytes.len()])),
            ]);
        }
        for _ in 0..if bytes.is_empty() { 0 } else { trials(4, 85) } {
            let mut flipped = bytes.clone();
            let at = random.below(bytes.len());
            flipped[at] ^= 1 << random.below(8);
            damaged.push((format!("flipped at {at}"), Some(flipped)));
        }
        if let Some(swapped) = another(file, &other, &bytes) {
            damaged.push(("swapped".to_owned(), Some(swapped)));
        }
        for (how, damage) in damaged {
            fs::remove_file(file).unwrap();
            if let Some(damage) = damage {
                fs::write(file, damage).unwrap();
            }
            let what = format!("{} {how}", file.display());
            let found = Index::verify(&index, None).unwrap();
            assert!(!found.is_sound(), "{what} goes unnoticed");
            read_everything(&index);
            cases += 1;
            let _ = fs::remove_file(file);
            fs::write(file, &bytes).unwrap();
        }
    }
    fs::write(folder.join("stray"), "").unwrap();
    assert!(!Index::verify(&index, None).unwrap().is_sound(), "a stray file");
    fs::remove_file(folder.join("stray")).unwrap();
    documents(&index);
    println!("{cases} damaged files, none missed");
}

/// The file of the same sort in another generation, if its bytes are others.
fn another(file: &Path, other: &Path, bytes: &[u8]) -> Option<Vec<u8>> {
    let extension = file.extension()?;
    let same_sort = fs::read_dir(other).ok()?.map(|entry| entry.unwrap().path());
    let mut same_sort = same_sort.filter(|path| path.extension() == Some(extension));
    same_sort.find_map(|path| fs::read(path).ok().filter(|found| found != bytes))
}

/// Opens and asks, whatever comes of it but a panic.
fn read_everything(index: &Path) {
    let Ok(opened) = Index::open(index) else { return };
    let Ok(searcher) = opened.searcher() else { return };
    for query in ["operating \"at scale\"", "speaker:berg harbor", "fluks", "clust*"] {
        let _ = searcher.search(&Query::parse(query), &SearchOptions::default());
    }
    let _ = searcher.document(&DocumentId("0".repeat(16)));
    let _ = searcher.facets(kubenotes::FacetField::Company);
}

#[test]
fn the_command_says_what_is_wrong() {
    let world = World::new();
    let index = world.env.path("index");
    world.env.kubenotes(["verify"]).exits(0).prints("is sound: ");
    let found = world.env.kubenotes(["verify", "--format=json"]).exits(0).json();
    assert_eq!(found["sound"], true);
    let id = found["generation"].as_str().unwrap().to_owned();
    let meta = index.join("generations").join(&id).join(".managed.json");
    fs::remove_file(&meta).unwrap();
    world.env.kubenotes(["verify"]).exits(12).prints(".managed.json is missing");
    world.env.kubenotes(["verify", "--all"]).exits(12);
    world.env.kubenotes(["verify", "0000000099"]).exits(2).prints_nothing();
    world.env.kubenotes(["verify", "../.."]).exits(2).prints_nothing();
    // Damage is mended by a rebuild, and by an update.
    world.env.kubenotes(["rebuild", "-q"]).exits(0);
    assert_eq!(documents(&index), world.new);
    fs::remove_file(index.join("CURRENT")).unwrap();
    fs::write(index.join("CURRENT"), "").unwrap();
    world.env.kubenotes(["verify"]).exits(12);
    world.env.kubenotes(["index", "-q"]).exits(0);
    assert_eq!(documents(&index), world.new);
}
