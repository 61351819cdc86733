//! Brings an index up to date with its notes: the one place that knows both.
//!
//! [`update`] reads the notes, builds a generation aside, asks the guards, and publishes it. What
//! happened stands in the [`UpdateReport`], also when it failed. It prints nothing, and decides
//! nothing about when it runs.

mod guards;
mod report;

use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::{Instant, SystemTime};

pub use self::guards::{Allow, Limits};
pub use self::report::{GoneSession, Phase, Refusal, UpdateReport};
use crate::corpus::Corpus;
use crate::document::{Document, Kind};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{Counts, Draft, Feed, Groups, Index, IndexWriter, Provenance, Retention, step};
use crate::ingest::{self, ATTEMPTS, Memory, Reading, Survey};

/// The file beside an index that keeps what its notes were.
const NOTES: &str = "notes.bin";

/// What begins it: what it says holds only for the code that wrote it.
const READING: &str = env!("KUBENOTES_READING");

/// The most sessions that a report names.
const MAX_GONE: usize = 1_000;

/// How much of an index is done anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Everything: nothing is taken over from the published generation.
    Rebuild,
    /// Only what has changed. What comes out is what a rebuild would give.
    #[default]
    Incremental,
}

/// How to update.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct UpdateOptions {
    /// How much is done anew.
    pub mode: Mode,
    /// When it began, RFC 3339 in UTC.
    pub started_at: String,
    /// The corpus folders, absolute, for whoever looks for a note later.
    pub corpus: Vec<String>,
    /// What a new generation must not fall short of.
    pub limits: Limits,
    /// Which limits do not hold this time.
    pub allow: Allow,
    /// Which old generations are kept.
    pub retention: Retention,
    /// Whether an incremental update publishes a generation even if no note has changed.
    pub even_if_unchanged: bool,
}

/// Looks at a generation that is not published yet and says why it must not be.
pub type Check<'a> = &'a dyn Fn(&Index) -> Result<Vec<Refusal>>;

/// What an update calls while it runs.
#[derive(Clone, Copy, Default)]
#[non_exhaustive]
pub struct Hooks<'a> {
    /// Told how many notes are done, and of how many; from any thread.
    pub progress: Option<&'a (dyn Fn(usize, usize) + Sync)>,
    /// Told the name of each phase as it begins.
    pub phase: Option<&'a dyn Fn(&'static str)>,
    /// Asked about the new generation before it is published: why it must not be.
    pub check: Option<Check<'a>>,
    /// Asked every so often whether to stop. After the commit point it is not asked any more.
    pub stop: Option<&'a (dyn Fn() -> bool + Sync)>,
}

impl std::fmt::Debug for Hooks<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hooks").finish_non_exhaustive()
    }
}

/// Brings the index in the folder `dir` up to date with `corpus`, and writes down what happened.
///
/// # Errors
///
/// Nothing is published then, but where the report says so. Among others:
/// [`Locked`](ErrorKind::Locked) when another process is writing,
/// [`Refused`](ErrorKind::Refused) when a guard does not let the new generation pass,
/// [`Interrupted`](ErrorKind::Interrupted) when it was asked to stop,
/// [`CorpusUnreadable`](ErrorKind::CorpusUnreadable) and [`NoSpace`](ErrorKind::NoSpace).
pub fn update(
    corpus: &Corpus,
    dir: &Path,
    options: &UpdateOptions,
    hooks: &Hooks<'_>,
    report: &mut UpdateReport,
) -> Result<()> {
    let mut run = Run { hooks, report, phase: None };
    let result = run.update(corpus, dir, options);
    run.end_phase();
    result
}

/// An update under way.
struct Run<'a> {
    hooks: &'a Hooks<'a>,
    report: &'a mut UpdateReport,
    phase: Option<(&'static str, Instant)>,
}

impl Run<'_> {
    fn begin(&mut self, phase: &'static str) {
        self.end_phase();
        self.phase = Some((phase, Instant::now()));
        if let Some(tell) = self.hooks.phase {
            tell(phase);
        }
    }

    fn end_phase(&mut self) {
        if let Some((name, since)) = self.phase.take() {
            let took_ms = since.elapsed().as_millis().try_into().unwrap_or(u64::MAX);
            self.report.phases.push(Phase { name, took_ms });
        }
    }

    fn stops(&self) -> bool {
        self.hooks.stop.is_some_and(|stop| stop())
    }

    fn check_stop(&self) -> Result<()> {
        match self.stops() {
            true => Err(Error::new(ErrorKind::Interrupted, "asked to stop: nothing was published")),
            false => Ok(()),
        }
    }

    fn update(&mut self, corpus: &Corpus, dir: &Path, options: &UpdateOptions) -> Result<()> {
        self.begin("lock");
        let writer = IndexWriter::open(dir, &options.started_at)?;
        let published = match writer.published() {
            Ok(published) => published,
            // What cannot be read is replaced; that it could not be belongs in the report.
            Err(error) => {
                self.report.unreadable_index = Some(error.to_string());
                None
            }
        };
        let manifest = published.as_ref().map(Index::manifest);
        self.report.previous = manifest.as_ref().map(|manifest| manifest.generation.clone());
        let reader = reader(corpus);
        let earlier = published.as_ref().and_then(|published| remembered(published, &reader));
        let mut earlier = earlier.unwrap_or_default();
        if manifest.as_ref().is_some_and(|manifest| manifest.corpus != options.corpus) {
            earlier.forget_files();
        }

        self.begin("read");
        let nothing = Memory::default();
        if options.mode == Mode::Rebuild {
            earlier.forget_readings();
        }
        let base = match options.mode {
            Mode::Rebuild => &nothing,
            Mode::Incremental => &earlier,
        };
        let (reading, begun) = self.read(corpus, &writer, published.as_ref(), base)?;
        step("notes-read");
        self.tell_notes(&reading, &earlier, published.as_ref())?;
        if options.mode == Mode::Incremental
            && !options.even_if_unchanged
            && published.is_some()
            && reading.memory == earlier
        {
            // Nothing is written that would be checked: what is there may be damaged all the same.
            Index::verify(dir, None)?.into_result(dir)?;
            self.report.unchanged = true;
            self.report.generation.clone_from(&self.report.previous);
            return Ok(());
        }

        self.begin("build");
        self.check_stop()?;
        let (feed, draft) = match begun {
            Some(begun) => begun,
            None => begin(&writer, published.as_ref().filter(|_| !reading.is_whole), None)?,
        };
        let counts = counts(&reading.memory);
        let memory = reading.memory;
        let (sender, groups) = mpsc::channel();
        let notes = thread::scope(|scope| {
            // The engine writes a segment with one thread.
            let beside = scope.spawn(move || {
                // Nobody is left to tell when writing has failed.
                let _ = sender.send(groups_of(&memory));
                memory.into_bytes(reader.into_bytes())
            });
            draft.write(feed, || groups.recv().unwrap_or_default())?;
            beside.join().map_err(|_| Error::new(ErrorKind::Engine, "what to remember is lost"))
        })?;
        draft.attach(NOTES, &notes)?;
        self.check_stop()?;

        self.begin("check");
        let provenance = Provenance {
            corpus_fingerprint: reading.ingest.fingerprint.clone(),
            corpus: options.corpus.clone(),
            notes: reading.ingest.notes as u64,
            lexicon: corpus.lexicon_version().to_owned(),
            built_at: options.started_at.clone(),
        };
        let documents = counts.documents();
        let index = draft.finish(counts, &provenance)?;
        self.report.documents = documents;
        let mut refusals = guards::refusals(options, &reading.ingest, documents, manifest.as_ref());
        // There is nothing to find in an empty index.
        if let Some(check) = self.hooks.check.filter(|_| documents > 0) {
            refusals.extend(check(&index)?);
        }
        if !refusals.is_empty() {
            return self.refuse(draft, refusals);
        }
        step("guards-passed");
        // The last moment: from here on the run finishes.
        self.check_stop()?;

        self.begin("publish");
        let manifest = index.manifest();
        let outcome = draft.publish();
        self.report.published =
            Index::open(dir).is_ok_and(|now| now.manifest().generation == manifest.generation);
        if self.report.published {
            self.report.generation = Some(manifest.generation);
            self.report.index_bytes = Index::open(dir).and_then(|now| now.bytes()).unwrap_or(0);
        }
        outcome?;
        self.begin("prune");
        writer.prune(options.retention, SystemTime::now())
    }

    /// Reads the notes, and writes their Documents on the way. Without a draft there was nothing to
    /// write.
    fn read<'w>(
        &self,
        corpus: &Corpus,
        writer: &'w IndexWriter,
        published: Option<&Index>,
        base: &Memory,
    ) -> Result<(Reading, Option<(Feed, Draft<'w>)>)> {
        let nothing = Memory::default();
        let never = || false;
        let stop = self.hooks.stop.unwrap_or(&never);
        for attempt in 0..=ATTEMPTS {
            // Notes that change all the time are all read in one go.
            let base = if attempt < ATTEMPTS { base } else { &nothing };
            let survey = Survey::new(corpus, base, attempt, stop)?;
            let begun = match survey.is_idle() {
                true => None,
                false => Some(begin(writer, published, Some(&survey))?),
            };
            let sink = |_, documents: Vec<Document>| match &begun {
                Some((feed, draft)) => draft.add(feed, &documents),
                None => Ok(()),
            };
            if let Some(reading) = survey.read(self.hooks.progress, stop, &sink)? {
                return Ok((reading, begun));
            }
        }
        Err(Error::new(ErrorKind::Io, "the notes change faster than they can be read"))
    }

    fn refuse(&mut self, draft: Draft<'_>, refusals: Vec<Refusal>) -> Result<()> {
        let reasons: Vec<&str> = refusals.iter().map(|refusal| &*refusal.message).collect();
        let message = format!("refused to publish: {}", reasons.join("; "));
        self.report.refused = refusals;
        let kept = draft.reject()?;
        self.report.rejected = Some(kept.to_string_lossy().into_owned());
        Err(Error::new(ErrorKind::Refused, message))
    }

    /// Writes down what is known once the notes are read.
    fn tell_notes(
        &mut self,
        reading: &Reading,
        earlier: &Memory,
        published: Option<&Index>,
    ) -> Result<()> {
        let report = &mut *self.report;
        report.notes = reading.ingest.notes;
        report.documents = reading.memory.n_documents() as u64;
        report.sessions = sessions(&reading.memory);
        report.bytes = reading.ingest.bytes;
        report.skipped = reading.ingest.skipped;
        report.diagnostics.clone_from(&reading.ingest.diagnostics);
        let changes = reading.memory.changes_since(earlier);
        report.added = changes.added;
        report.changed = changes.changed;
        report.removed = changes.removed;
        let Some(published) = published else { return Ok(()) };
        let gone = reading.memory.sessions_gone_since(earlier);
        report.sessions_gone_total = gone.len();
        for number in gone.into_iter().take(MAX_GONE) {
            let found = published.document(&ingest::document_id(number));
            // A damaged old index must not stand in the way of a new one.
            if let Ok(Some(document)) = found {
                let (title, path) = (document.title, document.source.path);
                report.sessions_gone.push(GoneSession { title, path });
            }
        }
        Ok(())
    }
}

/// What reads the notes: code, and words. One line.
fn reader(corpus: &Corpus) -> String {
    format!("{READING}+{}\n", corpus.lexicon_version())
}

/// What the notes of the published generation were; `None` when other code wrote it down, or when
/// other words were known.
fn remembered(published: &Index, reader: &str) -> Option<Memory> {
    let bytes = published.attachment(NOTES).ok()??;
    Memory::from_bytes(bytes.strip_prefix(reader.as_bytes())?)
}

/// Begins a generation for what was found by a `survey`: with what `published` holds but for notes
/// that are replaced, or from nothing when everything is read.
fn begin<'w>(
    writer: &'w IndexWriter,
    published: Option<&Index>,
    survey: Option<&Survey<'_>>,
) -> Result<(Feed, Draft<'w>)> {
    let base = published.filter(|_| survey.is_none_or(|survey| !survey.is_whole()));
    let bytes = survey.map_or(0, |survey| survey.bytes);
    let old_bytes = published.map_or(Ok(0), Index::bytes)?;
    writer.check_space(space_needed(bytes, old_bytes, base.is_some()))?;
    let draft = writer.draft()?;
    let feed = match base {
        Some(base) => draft.revise(base, survey.map_or(&[], |survey| &survey.replaced), bytes)?,
        None => draft.create(bytes)?,
    };
    Ok((feed, draft))
}

/// The Documents that are about one talk.
fn groups_of(memory: &Memory) -> Groups {
    let mut groups = Groups::default();
    for (talk, ids) in memory.shared_talks() {
        groups.add(talk, ids.iter());
    }
    groups
}

fn counts(memory: &Memory) -> Counts {
    let mut counts = Counts::default();
    memory.for_each_sort(|kind, event, year, n| counts.add(kind, event, year, u64::from(n)));
    counts
}

fn sessions(memory: &Memory) -> u64 {
    let mut sessions = 0;
    memory.for_each_sort(|kind, _, _, n| {
        if kind != Kind::Section {
            sessions += u64::from(n);
        }
    });
    sessions
}

/// Bytes that a new generation takes while it is built: segments are written twice when they are
/// merged.
fn space_needed(fresh: u64, old_bytes: u64, is_based: bool) -> u64 {
    let fresh = fresh.saturating_mul(3);
    if is_based { fresh + old_bytes } else { fresh.max(old_bytes.saturating_mul(5) / 2) }
}
