//! The commands, one a file: each asks the library one thing and prints what it says.

pub(crate) mod completions;
pub(crate) mod eval;
pub(crate) mod facets;
pub(crate) mod index;
pub(crate) mod ingest;
pub(crate) mod man;
pub(crate) mod open;
pub(crate) mod related;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod status;

use std::path::{Path, PathBuf};

use kubenotes::Manifest;

use crate::failure::Exit;

/// How a command ends that found `count` things.
fn exit_for(count: usize) -> Exit {
    if count == 0 { Exit::Nothing } else { Exit::Done }
}

/// The file of the note with the corpus-relative `path`, as far as the index knows its folders.
fn note_file(manifest: &Manifest, path: &str) -> Option<PathBuf> {
    match &manifest.corpus[..] {
        [] => None,
        [root] => Some(Path::new(root).join(path)),
        // With several folders a path begins with its folder's name.
        roots => {
            let (folder, rest) = path.split_once('/')?;
            let root = roots.iter().map(Path::new).find(|root| root.ends_with(folder))?;
            Some(root.join(rest))
        }
    }
}

/// The note's address for a terminal to follow.
fn note_url(manifest: &Manifest, path: &str) -> Option<String> {
    let file = note_file(manifest, path)?;
    let mut url = String::from("file://");
    for &byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                url.push(byte.into());
            }
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_found_in_their_folders() {
        for (corpus, path, expected) in [
            (&["/n"] as &[&str], "2021/eu.md", Some("/n/2021/eu.md")),
            (&["/n/a", "/n/b"], "b/eu.md", Some("/n/b/eu.md")),
            (&["/n/a", "/n/b"], "c/eu.md", None),
            (&[], "eu.md", None),
        ] {
            let mut manifest = Manifest::default();
            manifest.corpus = corpus.iter().map(|&dir| dir.to_owned()).collect();
            assert_eq!(note_file(&manifest, path), expected.map(PathBuf::from), "{path}");
        }
    }

    #[test]
    fn addresses_hold_nothing_that_a_terminal_would_obey() {
        let mut manifest = Manifest::default();
        manifest.corpus = vec!["/no tes".to_owned()];
        let url = note_url(&manifest, "é\x1b\\%.md").unwrap();
        assert_eq!(url, "file:///no%20tes/%C3%A9%1B%5C%25.md");
    }
}
