//! Documents to segments: one commit, one segment where that is possible.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use tantivy::directory::RamDirectory;
use tantivy::index::SegmentId;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::store::Compressor;
use tantivy::{Directory, IndexBuilder, IndexSettings, IndexWriter, TantivyDocument, Term};

use super::codec;
use super::draft::DraftFolder;
use super::fault::step;
use super::packing::{self, Packing};
use super::reader::Segments;
use super::schema::{Fields, SCHEMA, engine_document, tokenizers};
use super::talks::{Groups, Talks};
use super::{engine_error, guarded};
use crate::document::Document;
use crate::error::Result;

/// Memory of all indexing threads, in bytes, before they write a segment: that of 100 MB of notes,
/// so that most indexes are one segment from the start. A merge costs as much as half the writing.
const MAX_MEMORY: usize = 160_000_000;

/// What a byte of text takes of it, with room to spare.
const MEMORY_PER_BYTE: usize = 4;

/// The engine asks for that much.
const MIN_MEMORY: usize = 16_000_000;

/// Below this many bytes of text for each, more threads cost more than they bring.
const BYTES_PER_THREAD: u64 = 16_000_000;

/// More threads do not help: the segments have to be merged by one.
const MAX_THREADS: usize = 4;

/// Bytes of a block of the document store, which a reader copies to find one Document in it.
const STORE_BLOCK: usize = 4096;

/// More small segments than this are merged: each costs every search a little.
const MAX_SEGMENTS: usize = 8;

/// Documents of a segment that is left alone, as large as one thread writes at once: to search it
/// costs so much more than to open it that a merge would bring nothing, and takes the memory of all.
const LARGE_SEGMENT: u32 = 1 << 15;

/// One deleted document in this many is the most that is carried along.
const DELETED_SHARE: u32 = 20;

/// An index that is being written: takes Documents from any thread, in any order.
pub(crate) struct Feed {
    index: tantivy::Index,
    writer: IndexWriter,
    /// Set once enough is known of what is to be packed.
    packing: OnceLock<Packing>,
    /// How many bytes of Documents are enough.
    sample_bytes: usize,
    waiting: Mutex<Waiting>,
    is_new: bool,
}

/// Documents from which the packing is made, or that came while it was made, and what is to be
/// stored of each.
#[derive(Default)]
struct Waiting {
    documents: Vec<TantivyDocument>,
    plain: Vec<Vec<u8>>,
    bytes: usize,
}

impl std::fmt::Debug for Feed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Feed").field("is_new", &self.is_new).finish_non_exhaustive()
    }
}

pub(super) fn in_memory(documents: &[Document]) -> Result<Segments> {
    let bytes = documents.iter().map(|document| document.body.len() as u64).sum();
    let index = create(RamDirectory::create())?;
    let feed = Feed::new(index.clone(), bytes, Some(Packing::default()), true)?;
    feed.add(documents)?;
    let (talks, _) = feed.finish(|| Groups::of(documents.iter()))?;
    Segments::open(&index, talks, Packing::default())
}

impl Feed {
    /// Writes the engine's files into the empty folder of a draft; there will be about `bytes`
    /// bytes of text.
    pub(super) fn create(folder: DraftFolder, bytes: u64) -> Result<Feed> {
        Feed::new(create(folder)?, bytes, None, true)
    }

    /// Changes the engine's index in the folder of a draft: without the Documents of the notes at
    /// `paths`, and with about `bytes` bytes of text more.
    pub(super) fn revise(
        folder: DraftFolder,
        paths: &[String],
        bytes: u64,
        packing: Packing,
    ) -> Result<Feed> {
        let mut index = tantivy::Index::open(folder).map_err(engine_error)?;
        index.set_tokenizers(tokenizers());
        index.set_fast_field_tokenizers(tokenizers());
        let feed = Feed::new(index, bytes, Some(packing), false)?;
        for path in paths {
            feed.writer.delete_term(Term::from_field_text(Fields::get().path, path));
        }
        Ok(feed)
    }

    fn new(
        index: tantivy::Index,
        bytes: u64,
        packing: Option<Packing>,
        is_new: bool,
    ) -> Result<Feed> {
        // The other half of the cores split notes meanwhile, and they take longer.
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) / 2;
        let wanted = usize::try_from(bytes / BYTES_PER_THREAD).unwrap_or(MAX_THREADS);
        let threads = wanted.min(cores).clamp(1, MAX_THREADS);
        let memory = usize::try_from(bytes).unwrap_or(MAX_MEMORY).saturating_mul(MEMORY_PER_BYTE);
        let memory = (memory.min(MAX_MEMORY) / threads).max(MIN_MEMORY);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .num_merge_threads(1)
            .memory_budget_per_thread(memory)
            .build();
        let writer: IndexWriter = index.writer_with_options(options).map_err(engine_error)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let packing = packing.map(OnceLock::from).unwrap_or_default();
        let sample_bytes = packing::sample_bytes(bytes);
        Ok(Feed { index, writer, packing, sample_bytes, waiting: Mutex::default(), is_new })
    }

    /// Adds Documents.
    pub(crate) fn add(&self, documents: &[Document]) -> Result<()> {
        guarded(|| {
            for document in documents {
                self.add_one(engine_document(document), codec::encode(document))?;
            }
            Ok(())
        })
    }

    fn add_one(&self, document: TantivyDocument, plain: Vec<u8>) -> Result<()> {
        if let Some(packing) = self.packing.get() {
            return self.write(packing, document, &plain);
        }
        let mut waiting = self.waiting();
        if let Some(packing) = self.packing.get() {
            drop(waiting);
            return self.write(packing, document, &plain);
        }
        let before = waiting.bytes;
        waiting.bytes += plain.len();
        waiting.documents.push(document);
        waiting.plain.push(plain);
        if before < self.sample_bytes && waiting.bytes >= self.sample_bytes {
            // It takes a while, in which the others go on.
            let bytes = waiting.bytes;
            let samples = std::mem::replace(&mut *waiting, Waiting { bytes, ..Waiting::default() });
            drop(waiting);
            self.write_samples(samples)?;
            let others = std::mem::take(&mut *self.waiting());
            self.write_samples(others)?;
        }
        Ok(())
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        // No code that can panic runs while it is held.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what has waited, from which the packing is made unless it is known.
    fn write_samples(&self, samples: Waiting) -> Result<()> {
        let packing = self.packing.get_or_init(|| Packing::like(&samples.plain));
        for (document, plain) in samples.documents.into_iter().zip(samples.plain) {
            self.write(packing, document, &plain)?;
        }
        Ok(())
    }

    fn write(&self, packing: &Packing, mut document: TantivyDocument, plain: &[u8]) -> Result<()> {
        let packed = packing.pack(plain).map_err(|e| engine_error(e.into()))?;
        document.add_bytes(Fields::get().stored(), &packed);
        self.writer.add_document(document).map_err(engine_error)?;
        Ok(())
    }

    /// Writes all of it, and tells the table of talks and the packing that belong to it. What
    /// `groups` does is only waited for at the end.
    pub(super) fn finish(mut self, groups: impl FnOnce() -> Groups) -> Result<(Talks, Packing)> {
        let waiting = std::mem::take(&mut *self.waiting());
        self.write_samples(waiting)?;
        self.writer.commit().map_err(engine_error)?;
        step("segments-committed");
        let segments = self.segments_to_merge()?;
        if !segments.is_empty() {
            self.writer.merge(&segments).wait().map_err(engine_error)?;
        }
        // Files of segments that are gone would be carried along for ever.
        self.writer.garbage_collect_files().wait().map_err(engine_error)?;
        self.writer.wait_merging_threads().map_err(engine_error)?;
        let packing = self.packing.into_inner().unwrap_or_default();
        let groups = groups();
        if groups.is_empty() {
            return Ok((Talks::default(), packing));
        }
        let segments = Segments::open(&self.index, Talks::default(), Packing::default())?;
        Ok((groups.table(segments.keys()?), packing))
    }

    /// The segments of which one shall be made, without the documents that are deleted.
    fn segments_to_merge(&self) -> Result<Vec<SegmentId>> {
        // Not kept longer than this: what somebody knows of is not removed.
        let mut segments = self.index.searchable_segment_metas().map_err(engine_error)?;
        let deleted: u32 = segments.iter().map(|segment| segment.num_deleted_docs()).sum();
        let all: u32 = segments.iter().map(|segment| segment.max_doc()).sum();
        if deleted <= all / DELETED_SHARE {
            segments.retain(|segment| segment.max_doc() < LARGE_SEGMENT);
            if segments.len() <= if self.is_new { 1 } else { MAX_SEGMENTS } {
                segments.clear();
            }
        }
        Ok(segments.iter().map(|segment| segment.id()).collect())
    }
}

fn create(directory: impl Into<Box<dyn Directory>>) -> Result<tantivy::Index> {
    let settings = IndexSettings {
        docstore_compression: Compressor::None,
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
