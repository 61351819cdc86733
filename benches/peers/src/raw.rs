//! The bare engine: `en_stem` over title and body, its own query parser, `TopDocs(10)`.

use std::path::Path;

use kubenotes::Document;
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, Searcher, doc};

fn schema() -> Schema {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing) | STORED;
    let mut schema = Schema::builder();
    schema.add_text_field("title", text.clone());
    schema.add_text_field("body", text);
    schema.build()
}

/// Writes title and body with as many threads as there are processors.
pub fn build(path: &Path, documents: &[Document]) {
    let _ = std::fs::remove_dir_all(path);
    std::fs::create_dir(path).expect("the temporary folder can be written");
    let schema = schema();
    let (title, body) = fields(&schema);
    let index = Index::create_in_dir(path, schema).expect("the folder is empty");
    let mut writer = index.writer(256 << 20).expect("nobody else writes");
    for document in documents {
        let document = doc!(title => document.title.as_str(), body => document.body.as_str());
        writer.add_document(document).expect("the writer runs");
    }
    writer.commit().expect("the disk has space");
    writer.wait_merging_threads().expect("the disk has space");
}

fn fields(schema: &Schema) -> (tantivy::schema::Field, tantivy::schema::Field) {
    let field = |name| schema.get_field(name).expect("the schema is ours");
    (field("title"), field("body"))
}

pub struct Raw {
    searcher: Searcher,
    parser: QueryParser,
}

impl Raw {
    pub fn open(path: &Path) -> Raw {
        let index = Index::open_in_dir(path).expect("the index was written a moment ago");
        let (title, body) = fields(&index.schema());
        let mut parser = QueryParser::for_index(&index, vec![title, body]);
        parser.set_conjunction_by_default();
        let reader = index.reader().expect("the index can be read");
        Raw { searcher: reader.searcher(), parser }
    }

    /// How many hits the top ten have: addresses and scores, nothing else.
    pub fn top_ten(&self, query: &str) -> usize {
        let query = self.parser.parse_query(query).expect("the query is valid");
        let found = self.searcher.search(&query, &TopDocs::with_limit(10).order_by_score());
        found.expect("the index is sound").len()
    }
}
