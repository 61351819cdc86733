//! Documents to segments: one commit, one segment where that is possible.

use std::path::Path;

use tantivy::directory::{MmapDirectory, RamDirectory};
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::store::Compressor;
use tantivy::{Directory, IndexBuilder, IndexSettings, IndexWriter};

use super::engine_error;
use super::schema::{SCHEMA, engine_document, tokenizers};
use crate::document::Document;
use crate::error::Result;

/// Memory of one indexing thread, in bytes, before it writes a segment.
const MEMORY_PER_THREAD: usize = 80_000_000;

/// Below this many Documents a second thread costs more than it brings.
const DOCUMENTS_PER_THREAD: usize = 5_000;

/// More threads do not help: the segments have to be merged by one.
const MAX_THREADS: usize = 4;

/// Bytes of a compressed block of the document store. An answer reads ten Documents from as many
/// blocks, so small blocks make small answers fast.
const STORE_BLOCK: usize = 4096;

pub(super) fn in_memory(documents: &[Document]) -> Result<tantivy::Index> {
    write(documents, RamDirectory::create())
}

/// Writes the engine's files into the empty folder `folder`.
pub(super) fn in_folder(documents: &[Document], folder: &Path) -> Result<()> {
    let directory = MmapDirectory::open(folder).map_err(|e| engine_error(e.into()).at(folder))?;
    write(documents, directory).map_err(|e| e.at(folder))?;
    Ok(())
}

fn write(
    documents: &[Document],
    directory: impl Into<Box<dyn Directory>>,
) -> Result<tantivy::Index> {
    let settings = IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_compress_dedicated_thread: false,
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    };
    let index = IndexBuilder::new()
        .schema(SCHEMA.0.clone())
        .settings(settings)
        .tokenizers(tokenizers())
        .fast_field_tokenizers(tokenizers())
        .open_or_create(directory)
        .map_err(engine_error)?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = (documents.len() / DOCUMENTS_PER_THREAD).clamp(1, cores.min(MAX_THREADS));
    let options = IndexWriterOptions::builder()
        .num_worker_threads(threads)
        .num_merge_threads(1)
        .memory_budget_per_thread(MEMORY_PER_THREAD)
        .build();
    let mut writer: IndexWriter = index.writer_with_options(options).map_err(engine_error)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for document in documents {
        writer.add_document(engine_document(document)).map_err(engine_error)?;
    }
    writer.commit().map_err(engine_error)?;
    let segments = index.searchable_segment_ids().map_err(engine_error)?;
    if segments.len() > 1 {
        writer.merge(&segments).wait().map_err(engine_error)?;
        writer.garbage_collect_files().wait().map_err(engine_error)?;
    }
    writer.wait_merging_threads().map_err(engine_error)?;
    Ok(index)
}
