//! Any line as a headline: nothing panics, its title and its people stand in it, and reading it
//! twice gives the same.

#![no_main]

use kubenotes::{Corpus, Document, ingest};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    // Invisible characters are not read: a word may have them inside.
    let line: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let documents = read(&line);
    assert_eq!(documents, read(&line), "two readings");
    for document in &documents {
        let words = words(&line);
        let stands = |text: &str, what: &str| {
            for word in self::words(text) {
                // What is said behind a name, `Byronさん`, is not set apart from it.
                let stands = |known: &String| {
                    known
                        .strip_prefix(&word)
                        .is_some_and(|rest| rest.chars().next().is_none_or(|next| !next.is_ascii()))
                };
                assert!(words.iter().any(stands), "{word:?} of the {what} is not in {line:?}");
            }
        };
        // Entities and links are written out, so that only plain lines can be compared.
        if document.source.line_start == 3
            && !line.contains(['&', '[', '<', '\\', '`', '*', '_', '~'])
        {
            stands(&document.title, "title");
            for speaker in &document.speakers {
                stands(&speaker.name, "speaker");
            }
        }
    }
});

fn read(line: &str) -> Vec<Document> {
    let note = format!("# KubeCon EU 2021\n\n## {line}\n\nWhat was said.\n");
    let read = ingest(&Corpus::from_notes([("a.md", note)]), None).expect("it is in memory");
    let defects = read.diagnostics.iter().filter(|found| found.message.contains("a defect"));
    assert_eq!(defects.count(), 0, "reading panicked");
    read.documents
}

/// Words without case, as names that shout are written in title case.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.to_lowercase()).collect()
}
