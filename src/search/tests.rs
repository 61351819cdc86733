//! Searching: what is found, in which order, and what is said about it.

mod answers;
mod conditions;
mod matching;
mod meant;
mod order;
mod snippets;

use crate::document::{Document, DocumentId, Event, Kind, Origin, Region, Speaker, TalkId};
use crate::{Answer, Index, Query, SearchOptions, Searcher};

/// A Document to test with: a session unless it is made a section.
#[derive(Clone, Debug)]
pub(super) struct Note(Document);

pub(super) fn note(id: &str, title: &str, body: &str) -> Note {
    let source = Origin { path: format!("{id}.md"), line_start: 10, line_end: 20 };
    let mut document = Document::new(DocumentId(id.to_owned()), source);
    document.kind = Kind::Session;
    document.title = title.to_owned();
    document.body = format!("{title}\n{body}");
    document.body_lines = (10..).take(document.body.lines().count()).collect();
    Note(document)
}

impl Note {
    pub(super) fn by(mut self, name: &str, company: &str) -> Note {
        let company = Some(company.to_owned()).filter(|company| !company.is_empty());
        self.0.companies.extend(company.clone());
        self.0.companies.dedup();
        self.0.speakers.push(Speaker { name: name.to_owned(), company });
        self
    }

    pub(super) fn at(mut self, region: Region, year: u16) -> Note {
        let series = Some("KubeCon + CloudNativeCon".to_owned());
        self.0.event = Some(Event { series, region: Some(region), colocated: None });
        self.0.year = Some(year);
        self
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Document)) -> Note {
        change(&mut self.0);
        self
    }

    pub(super) fn kind(self, kind: Kind) -> Note {
        self.with(|document| document.kind = kind)
    }

    pub(super) fn talk(self, talk: &str) -> Note {
        self.with(|document| document.talk = TalkId(talk.to_owned()))
    }
}

pub(super) fn searcher(notes: &[Note]) -> Searcher {
    let documents: Vec<Document> = notes.iter().map(|note| note.0.clone()).collect();
    Index::in_memory(&documents).unwrap().searcher().unwrap()
}

pub(super) fn answer(searcher: &Searcher, query: &str) -> Answer {
    searcher.search(&Query::parse(query), &SearchOptions::default()).unwrap()
}

/// The ids of the hits, in order.
pub(super) fn ids(answer: &Answer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.document.id.0.as_str()).collect()
}

/// The ids that a query finds, in order, with a space between them.
#[track_caller]
pub(super) fn check(searcher: &Searcher, query: &str, expected: &str) {
    let answer = answer(searcher, query);
    assert_eq!(ids(&answer).join(" "), expected, "{query}");
    assert_eq!(answer.total, answer.hits.len(), "{query}");
}
