//! The commands, one a file: each asks the library one thing and prints what it says.

pub(crate) mod completions;
pub(crate) mod eval;
pub(crate) mod facets;
pub(crate) mod index;
pub(crate) mod ingest;
pub(crate) mod man;
pub(crate) mod open;
pub(crate) mod rebuild;
pub(crate) mod related;
pub(crate) mod rollback;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod status;
pub(crate) mod verify;

use std::path::{Path, PathBuf};

use kubenotes::{Corpus, Manifest};

use crate::failure::Exit;
use crate::output::Look;

/// How a command ends that found `count` things.
fn exit_for(count: usize) -> Exit {
    if count == 0 { Exit::Nothing } else { Exit::Done }
}

/// How a command ends that had to skip notes.
pub(crate) fn exit_for_skipped(skipped: usize, strict: bool) -> Exit {
    if strict && skipped > 0 { Exit::Skipped } else { Exit::Done }
}

/// Where the notes of an index are, as far as they still are where it was built from.
#[derive(Debug)]
struct Places(Option<Corpus>);

impl Places {
    fn of(manifest: &Manifest) -> Places {
        Places(Corpus::open(&manifest.corpus).ok())
    }

    /// The same for links; nowhere where places are not links.
    fn to_link(manifest: &Manifest, look: Look) -> Places {
        if look.links { Places::of(manifest) } else { Places(None) }
    }

    /// The file of the note at the corpus-relative `path`.
    fn file(&self, path: &str) -> Option<PathBuf> {
        self.0.as_ref()?.locate(path)
    }

    /// The note's address for a terminal to follow.
    fn url(&self, path: &str) -> Option<String> {
        Some(file_url(&self.file(path)?))
    }
}

fn file_url(file: &Path) -> String {
    let mut url = String::from("file://");
    for &byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                url.push(byte.into());
            }
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_nothing_that_a_terminal_would_obey() {
        let url = file_url(Path::new("/no tes/é\x1b\\%.md"));
        assert_eq!(url, "file:///no%20tes/%C3%A9%1B%5C%25.md");
    }
}
