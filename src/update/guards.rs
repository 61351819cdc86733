//! When a new generation is not published: what it must not fall short of.

use super::{Mode, Refusal, UpdateOptions};
use crate::diagnostic::{Diagnostic, DiagnosticKind};
use crate::index::Manifest;
use crate::ingest::Ingest;

/// What a new generation must not fall short of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The fewest documents, in percent of those that are published; 0 for no limit.
    pub documents_percent: u32,
    /// The most notes that cannot be read, in percent of all; 100 for no limit.
    pub unreadable_percent: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { documents_percent: 80, unreadable_percent: 5 }
    }
}

/// Which limits do not hold this time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Allow {
    /// Far fewer documents than are published.
    pub shrink: bool,
    /// No documents at all.
    pub empty: bool,
    /// Many notes that cannot be read.
    pub unreadable: bool,
}

/// Why a generation of `documents` documents in place of `published` is not published.
pub(super) fn refusals(
    options: &UpdateOptions,
    ingest: &Ingest,
    documents: u64,
    published: Option<&Manifest>,
) -> Vec<Refusal> {
    let UpdateOptions { limits, allow, mode, .. } = options;
    let published = published.map_or(0, |manifest| manifest.documents);
    let mut refusals = Vec::new();
    let mut refuse = |guard, message| refusals.push(Refusal { guard, message });
    if documents == 0 {
        // Somebody who asks for an index of an empty folder may have it; that one which had
        // documents loses all of them is more likely a disk that is not there.
        let unlikely = published > 0 && !allow.shrink || *mode == Mode::Rebuild;
        if unlikely && !allow.empty {
            refuse("empty", "the notes hold no documents".to_owned());
        }
    } else if *mode == Mode::Rebuild
        && !allow.shrink
        && u128::from(documents) * 100
            < u128::from(published) * u128::from(limits.documents_percent)
    {
        let message = format!(
            "{documents} documents where {published} are published, less than {} %",
            limits.documents_percent
        );
        refuse("shrink", message);
    }
    // A picture that is called a note is skipped every night; a note that cannot be read is not.
    let failed = |diagnostic: &&Diagnostic| diagnostic.kind == DiagnosticKind::ReadFailed;
    let unreadable = ingest.diagnostics.iter().filter(failed).count() as u128;
    let all = (ingest.notes + ingest.skipped) as u128;
    if *mode == Mode::Rebuild
        && !allow.unreadable
        && unreadable * 100 > all * u128::from(limits.unreadable_percent)
    {
        let message = format!(
            "{unreadable} of {all} notes cannot be read, more than {} %",
            limits.unreadable_percent
        );
        refuse("unreadable", message);
    }
    refusals
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which guards refuse a rebuild of `documents`, with notes that are `(read, skipped)`, over
    /// `published` documents.
    #[track_caller]
    fn check(
        published: Option<u64>,
        documents: u64,
        (notes, skipped): (usize, usize),
        allow: Allow,
        expected: &[&str],
    ) {
        let manifest = Manifest { documents: published.unwrap_or(0), ..Manifest::default() };
        let mut ingest = Ingest::default();
        (ingest.notes, ingest.skipped) = (notes, skipped);
        let failed = Diagnostic::new("a.md", DiagnosticKind::ReadFailed, "");
        ingest.diagnostics = vec![failed; skipped];
        let options = UpdateOptions { mode: Mode::Rebuild, allow, ..UpdateOptions::default() };
        let manifest = published.map(|_| &manifest);
        let refused = refusals(&options, &ingest, documents, manifest);
        let guards: Vec<&str> = refused.iter().map(|refusal| refusal.guard).collect();
        assert_eq!(guards, expected, "{published:?} {documents} {notes} {skipped} {allow:?}");
    }

    const NO: Allow = Allow { shrink: false, empty: false, unreadable: false };
    const SHRINK: Allow = Allow { shrink: true, ..NO };
    const EMPTY: Allow = Allow { empty: true, ..NO };
    const UNREADABLE: Allow = Allow { unreadable: true, ..NO };

    #[test]
    fn fewer_documents() {
        for (published, documents, expected) in [
            (100, 79, &["shrink"] as &[&str]),
            (100, 80, &[]),
            (100, 81, &[]),
            (100, 100, &[]),
            (100, 1_000, &[]),
            (100, 1, &["shrink"]),
            (5, 3, &["shrink"]),
            (5, 4, &[]),
            (1_000_000, 799_999, &["shrink"]),
            (1_000_000, 800_000, &[]),
            (u64::MAX, u64::MAX - 1, &[]),
            (u64::MAX, 1, &["shrink"]),
            (0, 1, &[]),
        ] {
            check(Some(published), documents, (100, 0), NO, expected);
            check(Some(published), documents, (100, 0), SHRINK, &[]);
        }
        // The first run has nothing to compare with.
        check(None, 1, (1, 0), NO, &[]);
    }

    #[test]
    fn no_documents() {
        for published in [None, Some(0), Some(1), Some(100)] {
            check(published, 0, (0, 0), NO, &["empty"]);
            check(published, 0, (0, 0), SHRINK, &["empty"]);
            check(published, 0, (0, 0), EMPTY, &[]);
        }
    }

    #[test]
    fn notes_that_cannot_be_read() {
        for (read, skipped, expected) in [
            (95, 5, &[] as &[&str]),
            (94, 6, &["unreadable"]),
            (100, 0, &[]),
            (950, 50, &[]),
            (949, 51, &["unreadable"]),
            (19, 1, &[]),
            (18, 1, &["unreadable"]),
        ] {
            check(Some(100), 100, (read, skipped), NO, expected);
            check(None, 100, (read, skipped), NO, expected);
            check(Some(100), 100, (read, skipped), UNREADABLE, &[]);
        }
        // What was never a note is not missed.
        let diagnostics = vec![Diagnostic::new("a.md", DiagnosticKind::Binary, ""); 9];
        let ingest = Ingest { skipped: 9, diagnostics, ..Ingest::default() };
        let options = UpdateOptions { mode: Mode::Rebuild, ..UpdateOptions::default() };
        assert_eq!(refusals(&options, &ingest, 1, None), []);
        check(Some(100), 0, (0, 3), NO, &["empty", "unreadable"]);
        check(Some(100), 10, (5, 5), NO, &["shrink", "unreadable"]);
    }
}
