//! Opens what was published, without writing anything: no lock, no write permission needed.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::fastfield::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::store::StoreReader;
use tantivy::{Directory, SegmentReader, TantivyDocument};

use super::codec::{self, is_number};
use super::packing::Packing;
use super::schema::{Fields, SCHEMA, column, key};
use super::talks::Talks;
use super::{damaged, engine_error};
use crate::document::{Document, DocumentId};
use crate::error::{Error, ErrorKind, Result};

/// Decompressed blocks that a store keeps: a page of hits.
const CACHED_BLOCKS: usize = 16;

/// The segments of one generation. Opening reads little; the rest is read when it is asked for.
pub(crate) struct Segments {
    segments: Vec<Segment>,
    talks: Talks,
    packing: Packing,
    lengths: Box<[OnceLock<Lengths>]>,
}

/// One segment, and the first of the numbers that its documents have in the whole index.
pub(crate) struct Segment {
    pub(crate) reader: SegmentReader,
    pub(crate) base: u32,
    fields: Box<[OnceLock<FieldReader>]>,
    columns: [OnceLock<Column<u64>>; NumberColumn::ALL.len()],
    store: OnceLock<StoreReader>,
}

/// How long one field is in all the documents that have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lengths {
    terms: u64,
    documents: u64,
}

impl Lengths {
    fn mean(self) -> f32 {
        (self.terms as f32 / self.documents.max(1) as f32).max(1.0)
    }
}

/// What is indexed of one field.
pub(crate) struct FieldReader {
    pub(crate) inverted: Arc<InvertedIndexReader>,
    /// Lengths of the field; `None` where none are kept.
    pub(crate) norms: Option<FieldNormReader>,
}

/// A column of numbers that is read for every answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberColumn {
    Id,
    Year,
    Date,
    Kind,
}

impl NumberColumn {
    const ALL: [NumberColumn; 4] =
        [NumberColumn::Id, NumberColumn::Year, NumberColumn::Date, NumberColumn::Kind];

    fn name(self) -> &'static str {
        match self {
            NumberColumn::Id => column::ID,
            NumberColumn::Year => column::YEAR,
            NumberColumn::Date => column::DATE,
            NumberColumn::Kind => column::KIND,
        }
    }
}

impl Segment {
    fn new(reader: SegmentReader, base: u32) -> Segment {
        let n_fields = reader.schema().num_fields();
        Segment {
            reader,
            base,
            fields: (0..n_fields).map(|_| OnceLock::new()).collect(),
            columns: std::array::from_fn(|_| OnceLock::new()),
            store: OnceLock::new(),
        }
    }

    /// What is indexed of `field`, opened once.
    pub(crate) fn field(&self, field: Field) -> Result<&FieldReader> {
        let slot = self.fields.get(field.field_id() as usize);
        let slot = slot.ok_or_else(|| damaged("the index lacks a field"))?;
        if let Some(opened) = slot.get() {
            return Ok(opened);
        }
        let inverted = self.reader.inverted_index(field).map_err(engine_error)?;
        let norms = self.reader.schema().get_field_entry(field).has_fieldnorms();
        let norms = norms.then(|| self.reader.get_fieldnorms_reader(field)).transpose();
        let norms = norms.map_err(engine_error)?;
        Ok(slot.get_or_init(|| FieldReader { inverted, norms }))
    }

    /// How many documents hold the term of `info`. Deleted ones do not count, so that an index that
    /// was changed bit by bit ranks like one that was built at once.
    pub(crate) fn document_frequency(&self, field: Field, info: &TermInfo) -> Result<u64> {
        let Some(alive) = self.reader.alive_bitset() else { return Ok(u64::from(info.doc_freq)) };
        let mut postings = self
            .field(field)?
            .inverted
            .read_block_postings_from_terminfo(info, IndexRecordOption::Basic)
            .map_err(|e| engine_error(e.into()))?;
        let mut n = 0;
        while !postings.docs().is_empty() {
            n += postings.docs().iter().filter(|&&doc| alive.is_alive(doc)).count();
            postings.advance();
        }
        Ok(n as u64)
    }

    /// A column of numbers, opened once.
    pub(crate) fn numbers(&self, column: NumberColumn) -> Result<&Column<u64>> {
        let slot = &self.columns[column as usize];
        if let Some(opened) = slot.get() {
            return Ok(opened);
        }
        let opened = self.reader.fast_fields().u64(column.name()).map_err(engine_error)?;
        Ok(slot.get_or_init(|| opened))
    }
}

impl std::fmt::Debug for Segments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Segments").field("segments", &self.segments.len()).finish()
    }
}

impl Segments {
    pub(super) fn open(index: &tantivy::Index, talks: Talks, packing: Packing) -> Result<Segments> {
        if index.schema() != SCHEMA.0 {
            // The format version, which was compared before, changes with the schema.
            return Err(Error::new(ErrorKind::IndexDamaged, "the index has another schema"));
        }
        let mut segments = Vec::new();
        let mut base = 0u32;
        for segment in index.searchable_segments().map_err(engine_error)? {
            let reader = SegmentReader::open(&segment).map_err(engine_error)?;
            let max_doc = reader.max_doc();
            segments.push(Segment::new(reader, base));
            base = base.checked_add(max_doc).ok_or_else(|| damaged("too many documents"))?;
        }
        let lengths = SCHEMA.0.fields().map(|_| OnceLock::new()).collect();
        Ok(Segments { segments, talks, packing, lengths })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter()
    }

    /// The segment that holds the document numbered `doc` in the whole index, and its number there.
    pub(crate) fn locate(&self, doc: u32) -> Option<(&Segment, u32)> {
        let after = self.segments.partition_point(|segment| segment.base <= doc);
        let segment = self.segments.get(after.checked_sub(1)?)?;
        Some((segment, doc - segment.base))
    }

    /// The documents that hold `term` in `field`, in ascending order.
    pub(crate) fn with_term(&self, field: Field, term: &str) -> Result<Vec<u32>> {
        let mut docs = Vec::new();
        let io = |e: io::Error| engine_error(e.into());
        for segment in &self.segments {
            let inverted = &segment.field(field)?.inverted;
            let Some(info) = inverted.terms().get(term).map_err(io)? else { continue };
            let mut postings = inverted
                .read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)
                .map_err(io)?;
            while !postings.docs().is_empty() {
                let alive = postings.docs().iter().filter(|&&doc| !segment.reader.is_deleted(doc));
                docs.extend(alive.map(|doc| segment.base + doc));
                postings.advance();
            }
        }
        Ok(docs)
    }

    /// The document with the given id.
    pub(crate) fn with_id(&self, id: &DocumentId) -> Result<Option<u32>> {
        // Asked for one document and not for each hit: a look at all of them is quick enough.
        let wanted = key(&id.0);
        for (doc, key) in self.keys()? {
            // What is no number is a key of others, too.
            if key == wanted && (is_number(&id.0) || self.document(doc)?.id == *id) {
                return Ok(Some(doc));
            }
        }
        Ok(None)
    }

    /// The keys of the ids of all documents that are not deleted.
    pub(super) fn keys(&self) -> Result<impl Iterator<Item = (u32, u64)>> {
        let mut columns = Vec::with_capacity(self.segments.len());
        for segment in &self.segments {
            columns.push((segment, segment.numbers(NumberColumn::Id)?));
        }
        Ok(columns.into_iter().flat_map(|(segment, column)| {
            let alive =
                (0..segment.reader.max_doc()).filter(|&doc| !segment.reader.is_deleted(doc));
            alive.filter_map(move |doc| Some((segment.base + doc, column.first(doc)?)))
        }))
    }

    /// The documents about the same talk as `doc`, itself among them, in ascending order.
    pub(crate) fn about_talk_of(&self, doc: u32) -> Vec<u32> {
        self.talks.about(doc).map_or_else(|| vec![doc], Iterator::collect)
    }

    /// The first of the documents about the same talk as `doc`.
    pub(crate) fn first_about_talk_of(&self, doc: u32) -> u32 {
        self.talks.about(doc).and_then(|mut docs| docs.next()).unwrap_or(doc)
    }

    /// How many documents are not deleted.
    pub(crate) fn n_documents(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.reader.num_docs())).sum()
    }

    /// The mean length of `field`, in terms, of the documents that have it; at least 1.
    pub(crate) fn mean_length(&self, field: Field) -> Result<f32> {
        Ok(self.lengths(field)?.mean())
    }

    /// How long `field` is in all documents, counted where it is not known.
    fn lengths(&self, field: Field) -> Result<Lengths> {
        let slot = self.lengths.get(field.field_id() as usize);
        let slot = slot.ok_or_else(|| damaged("the index lacks a field"))?;
        if let Some(&lengths) = slot.get() {
            return Ok(lengths);
        }
        let mut lengths = Lengths::default();
        for segment in &self.segments {
            let Some(norms) = &segment.field(field)?.norms else { continue };
            let alive = segment.reader.alive_bitset();
            // The lengths by which documents are ranked are rounded; so is their mean.
            let mut counts = [0u64; 256];
            for doc in 0..segment.reader.max_doc() {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    counts[usize::from(norms.fieldnorm_id(doc))] += 1;
                }
            }
            for (id, count) in (0..=u8::MAX).zip(counts).skip(1) {
                lengths.terms += count * u64::from(FieldNormReader::id_to_fieldnorm(id));
                lengths.documents += count;
            }
        }
        Ok(*slot.get_or_init(|| lengths))
    }

    /// How long each field is, by its name: what opening need not count again.
    pub(super) fn all_lengths(&self) -> Result<BTreeMap<String, Lengths>> {
        let fields = SCHEMA.0.fields().filter(|(_, entry)| entry.has_fieldnorms());
        fields.map(|(field, entry)| Ok((entry.name().to_owned(), self.lengths(field)?))).collect()
    }

    /// With what [`all_lengths`](Segments::all_lengths) said of the same documents.
    pub(super) fn with_lengths(self, known: &BTreeMap<String, Lengths>) -> Segments {
        for ((_, entry), slot) in SCHEMA.0.fields().zip(&self.lengths) {
            if let Some(&lengths) = known.get(entry.name()) {
                let _ = slot.set(lengths);
            }
        }
        self
    }

    /// The Document numbered `doc` in the whole index.
    pub(crate) fn document(&self, doc: u32) -> Result<Document> {
        let talk = self.talks.name(doc);
        let (segment, doc) = self.locate(doc).ok_or_else(|| damaged("no such document"))?;
        let store = match segment.store.get() {
            Some(store) => store,
            None => {
                let opened = segment.reader.get_store_reader(CACHED_BLOCKS);
                let opened = opened.map_err(|e| engine_error(e.into()))?;
                segment.store.get_or_init(|| opened)
            }
        };
        let stored: TantivyDocument = store.get(doc).map_err(engine_error)?;
        let value = stored.get_first(Fields::get().stored());
        let id = segment.numbers(NumberColumn::Id)?.first(doc);
        let mut document = value
            .and_then(|value| value.as_bytes())
            .and_then(|packed| codec::decode(&self.packing.unpack(packed)?, id?))
            .ok_or_else(|| damaged("a stored document cannot be read"))?;
        if let Some(talk) = talk {
            document.talk = talk;
        }
        Ok(document)
    }
}

/// A generation's folder as the engine sees it: files that never change. Locks are not taken,
/// because nothing they guard against can happen, and writing is refused.
#[derive(Clone, Debug)]
struct Published(MmapDirectory);

/// Opens the engine's index in `folder`.
pub(super) fn open_engine(folder: &Path) -> Result<tantivy::Index> {
    let directory = MmapDirectory::open(folder).map_err(|e| engine_error(e.into()))?;
    tantivy::Index::open(Published(directory)).map_err(engine_error)
}

fn refused() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "a published index is never written")
}

impl Directory for Published {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let io_error = Arc::new(refused());
        Err(DeleteError::IoError { io_error, filepath: path.to_owned() })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(refused(), path.to_owned()))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(refused())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
