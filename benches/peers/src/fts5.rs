//! SQLite's FTS5 with `porter unicode61`, one row for each Document that is already split.

use std::path::Path;

use kubenotes::Document;
use rusqlite::{Connection, params};

/// Loads title and body in one transaction.
pub fn load(path: &Path, documents: &[Document]) {
    let _ = std::fs::remove_file(path);
    let mut connection = Connection::open(path).expect("the temporary folder can be written");
    connection
        .execute_batch(
            "CREATE VIRTUAL TABLE notes USING fts5(title, body, tokenize = 'porter unicode61')",
        )
        .expect("FTS5 is compiled in");
    let transaction = connection.transaction().expect("nobody else writes");
    {
        let insert = "INSERT INTO notes (title, body) VALUES (?, ?)";
        let mut insert = transaction.prepare(insert).expect("the table is there");
        for document in documents {
            insert.execute(params![document.title, document.body]).expect("the disk has space");
        }
    }
    transaction.commit().expect("the disk has space");
}

pub struct Fts5(Connection);

impl Fts5 {
    pub fn open(path: &Path) -> Fts5 {
        Fts5(Connection::open(path).expect("the database was written a moment ago"))
    }

    /// How many rows the top ten have, with their titles and a snippet each.
    pub fn top_ten(&self, query: &str) -> usize {
        let sql = "SELECT title, snippet(notes, 1, '[', ']', '…', 16) FROM notes \
                   WHERE notes MATCH ? ORDER BY bm25(notes) LIMIT 10";
        let mut statement = self.0.prepare_cached(sql).expect("the table is there");
        let rows = statement.query_map([query], |row| row.get::<_, String>(1));
        rows.expect("the query is valid").count()
    }
}
