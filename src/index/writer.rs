//! Documents to segments: one commit, one segment where that is possible.

use tantivy::directory::RamDirectory;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::store::Compressor;
use tantivy::{Directory, IndexBuilder, IndexSettings, IndexWriter, Term};

use super::draft::DraftFolder;
use super::engine_error;
use super::fault::step;
use super::schema::{Fields, SCHEMA, engine_document, tokenizers};
use crate::document::Document;
use crate::error::{Error, ErrorKind, Result};

/// Memory of one indexing thread, in bytes, before it writes a segment.
const MEMORY_PER_THREAD: usize = 80_000_000;

/// Below this many Documents a second thread costs more than it brings.
const DOCUMENTS_PER_THREAD: usize = 5_000;

/// More threads do not help: the segments have to be merged by one.
const MAX_THREADS: usize = 4;

/// Bytes of a compressed block of the document store. An answer reads ten Documents from as many
/// blocks, so small blocks make small answers fast.
const STORE_BLOCK: usize = 4096;

/// More segments than this are merged: each costs every search a little.
const MAX_SEGMENTS: usize = 8;

/// One deleted document in this many is the most that is carried along.
const DELETED_SHARE: u32 = 20;

/// Whether to stop now, asked every so often.
pub(crate) type Stop<'a> = &'a (dyn Fn() -> bool + Sync);

/// What is different from an older generation.
#[derive(Debug, Default)]
pub(crate) struct Changes<'a> {
    /// Paths of notes of which no Document is taken over.
    pub(crate) without_notes: Vec<&'a str>,
    /// Ids of further Documents that are not taken over.
    pub(crate) without_documents: Vec<&'a str>,
    /// What is added.
    pub(crate) documents: Vec<&'a Document>,
}

pub(super) fn in_memory(documents: &[Document]) -> Result<tantivy::Index> {
    let index = create(RamDirectory::create())?;
    write(&index, documents, &|| false)?;
    Ok(index)
}

/// Writes the engine's files into the empty folder of a draft.
pub(super) fn in_folder(documents: &[Document], folder: DraftFolder, stop: Stop<'_>) -> Result<()> {
    write(&create(folder)?, documents, stop)
}

/// Changes the engine's index in the folder of a draft.
pub(super) fn revise(folder: DraftFolder, changes: &Changes<'_>, stop: Stop<'_>) -> Result<()> {
    let mut index = tantivy::Index::open(folder).map_err(engine_error)?;
    index.set_tokenizers(tokenizers());
    index.set_fast_field_tokenizers(tokenizers());
    let mut writer = writer(&index, changes.documents.len())?;
    let fields = Fields::get();
    for path in &changes.without_notes {
        writer.delete_term(Term::from_field_text(fields.path, path));
    }
    for id in &changes.without_documents {
        writer.delete_term(Term::from_field_text(fields.id, id));
    }
    add(&writer, changes.documents.iter().copied(), stop)?;
    writer.commit().map_err(engine_error)?;
    step("segments-committed");
    let segments = index.searchable_segment_metas().map_err(engine_error)?;
    let deleted: u32 = segments.iter().map(|segment| segment.num_deleted_docs()).sum();
    let all: u32 = segments.iter().map(|segment| segment.max_doc()).sum();
    if segments.len() > MAX_SEGMENTS || deleted > all / DELETED_SHARE {
        merge(&index, &mut writer)?;
    }
    // Files of segments that are gone would be carried along for ever.
    writer.garbage_collect_files().wait().map_err(engine_error)?;
    writer.wait_merging_threads().map_err(engine_error)
}

fn create(directory: impl Into<Box<dyn Directory>>) -> Result<tantivy::Index> {
    let settings = IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_compress_dedicated_thread: false,
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    };
    IndexBuilder::new()
        .schema(SCHEMA.0.clone())
        .settings(settings)
        .tokenizers(tokenizers())
        .fast_field_tokenizers(tokenizers())
        .open_or_create(directory)
        .map_err(engine_error)
}

fn writer(index: &tantivy::Index, n_documents: usize) -> Result<IndexWriter> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = (n_documents / DOCUMENTS_PER_THREAD).clamp(1, cores.min(MAX_THREADS));
    let options = IndexWriterOptions::builder()
        .num_worker_threads(threads)
        .num_merge_threads(1)
        .memory_budget_per_thread(MEMORY_PER_THREAD)
        .build();
    let writer: IndexWriter = index.writer_with_options(options).map_err(engine_error)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    Ok(writer)
}

fn write(index: &tantivy::Index, documents: &[Document], stop: Stop<'_>) -> Result<()> {
    let mut writer = writer(index, documents.len())?;
    add(&writer, documents.iter(), stop)?;
    writer.commit().map_err(engine_error)?;
    step("segments-committed");
    merge(index, &mut writer)?;
    writer.wait_merging_threads().map_err(engine_error)
}

fn add<'a>(
    writer: &IndexWriter,
    documents: impl Iterator<Item = &'a Document>,
    stop: Stop<'_>,
) -> Result<()> {
    for document in documents {
        if stop() {
            return Err(Error::new(ErrorKind::Interrupted, "asked to stop"));
        }
        writer.add_document(engine_document(document)).map_err(engine_error)?;
    }
    Ok(())
}

/// Makes one segment of all, without the documents that are deleted.
fn merge(index: &tantivy::Index, writer: &mut IndexWriter) -> Result<()> {
    let segments = index.searchable_segment_metas().map_err(engine_error)?;
    if segments.len() > 1 || segments.iter().any(|segment| segment.has_deletes()) {
        let ids: Vec<_> = segments.iter().map(|segment| segment.id()).collect();
        writer.merge(&ids).wait().map_err(engine_error)?;
        writer.garbage_collect_files().wait().map_err(engine_error)?;
    }
    Ok(())
}
