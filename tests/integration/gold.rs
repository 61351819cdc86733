//! How well notes are split and read, by labelled notes: never worse than it was.
//!
//! `tests/gold/README.md` says what a label means. What is printed when a floor is missed names the
//! worst files and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use kubenotes::{Corpus, Document, Event, Kind, Speaker};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The shares that are accepted, in the order of [`Scores::named`]. They only ever rise: whoever
/// improves the reading of notes raises them to what is measured, less a little.
type Floors = [f64; 7];

const NOTES: Floors = [0.995, 0.995, 0.985, 0.985, 0.995, 0.995, 0.98];
const CORPUS: Floors = [0.993, 0.985, 0.99, 0.985, 0.995, 0.995, 0.985];

/// How many of the worst files are printed.
const WORST: usize = 12;

/// The labels of a note.
#[derive(Deserialize)]
struct Labels {
    sessions: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    line: u32,
    title: String,
    speakers: Vec<Speaker>,
    companies: Vec<String>,
    event: Option<Event>,
    year: Option<u16>,
    kind: Kind,
    #[serde(default)]
    optional: bool,
}

#[test]
fn labelled_notes_are_read_as_well_as_they_were() {
    check("tests/gold/notes", "tests/gold/labels", NOTES);
}

#[test]
fn the_sample_notes_are_read_as_well_as_they_were() {
    check("corpus", "tests/gold/corpus-labels", CORPUS);
}

#[track_caller]
fn check(notes: &str, labels: &str, floors: Floors) {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = Corpus::open(&[project.join(notes)]).expect("the notes are there");
    let found = kubenotes::ingest(&corpus, None).expect("the notes can be read");
    let mut sessions: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
    for document in found.documents.iter().filter(|document| document.kind != Kind::Section) {
        sessions.entry(&document.source.path).or_default().push(document);
    }
    let mut scores = Scores::default();
    let labels = project.join(labels);
    for file in label_files(&labels) {
        let text = fs::read_to_string(&file).expect("labels are text");
        let expected: Labels = serde_json::from_str(&text).expect("labels are of one form");
        let path = file.strip_prefix(&labels).expect("below the folder").to_string_lossy();
        let path = path.replace('\\', "/");
        let path = path.strip_suffix(".gold.json").expect("listed by its ending");
        let found = sessions.get(path).map_or(&[][..], Vec::as_slice);
        scores.add_note(path, &expected.sessions, found);
    }
    let missed = scores.named().into_iter().zip(floors).any(|((_, share), floor)| share < floor);
    assert!(scores.n_labels > 0 && !missed, "{notes} is read worse than {floors:?}\n{scores}");
}

fn label_files(dir: &Path) -> Vec<PathBuf> {
    let mut folders = vec![dir.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of labels").flatten() {
            let path = entry.path();
            match path.to_string_lossy().ends_with(".gold.json") {
                _ if path.is_dir() => folders.push(path),
                true => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    files
}

/// Counts over all notes. A share is of the sessions that were found where they should be.
#[derive(Default)]
struct Scores {
    n_labels: usize,
    sessions: Balance,
    speakers: Balance,
    companies: Balance,
    titles: usize,
    events: usize,
    years: usize,
    kinds: usize,
    /// What is wrong, by note.
    errors: BTreeMap<String, Vec<String>>,
}

/// What was right, what was found too much and what was missed.
#[derive(Default)]
struct Balance {
    right: usize,
    excess: usize,
    missed: usize,
}

impl Balance {
    /// Whether two sets are the same, counting in what they share and what not.
    fn add(&mut self, expected: &BTreeSet<String>, found: &BTreeSet<String>) -> bool {
        self.right += expected.intersection(found).count();
        self.excess += found.difference(expected).count();
        self.missed += expected.difference(found).count();
        expected == found
    }

    /// The harmonic mean of precision and recall.
    fn f1(&self) -> f64 {
        let all = 2 * self.right + self.excess + self.missed;
        if all == 0 { 1.0 } else { (2 * self.right) as f64 / all as f64 }
    }
}

impl Scores {
    fn named(&self) -> [(&'static str, f64); 7] {
        let share = |n: usize| n as f64 / self.sessions.right.max(1) as f64;
        [
            ("sessions F1", self.sessions.f1()),
            ("title", share(self.titles)),
            ("speakers F1", self.speakers.f1()),
            ("companies F1", self.companies.f1()),
            ("event", share(self.events)),
            ("year", share(self.years)),
            ("kind", share(self.kinds)),
        ]
    }

    fn add_note(&mut self, path: &str, labels: &[Label], found: &[&Document]) {
        self.n_labels += labels.len();
        let pairs = pairs(labels, found);
        let mut errors = Vec::new();
        for (at, label) in labels.iter().enumerate() {
            let document = pairs.iter().find(|pair| pair.0 == at).map(|pair| found[pair.1]);
            match document {
                _ if label.optional => {}
                Some(document) => self.add_session(label, document, &mut errors),
                None => {
                    self.sessions.missed += 1;
                    errors.push(format!("{}: missed: {:?}", label.line, label.title));
                }
            }
        }
        for (at, document) in found.iter().enumerate() {
            if !pairs.iter().any(|pair| pair.1 == at) {
                self.sessions.excess += 1;
                let line = document.source.line_start;
                errors.push(format!("{line}: no session: {:?}", document.title));
            }
        }
        self.errors.insert(path.to_owned(), errors);
    }

    fn add_session(&mut self, label: &Label, document: &Document, errors: &mut Vec<String>) {
        let mut wrong = |is_wrong: bool, what: &str, expected: String, found: String| {
            if is_wrong {
                errors.push(format!("{}: {what}: {expected}, found {found}", label.line));
            }
        };
        let names = |speakers: &[Speaker]| -> BTreeSet<String> {
            speakers.iter().map(|speaker| folded(&speaker.name)).collect()
        };
        let companies = |names: &[String]| names.iter().map(|name| company(name)).collect();
        self.sessions.right += 1;
        let same = words(&label.title) == words(&document.title);
        self.titles += usize::from(same);
        wrong(!same, "title", format!("{:?}", label.title), format!("{:?}", document.title));
        let (expected, found) = (names(&label.speakers), names(&document.speakers));
        let same = self.speakers.add(&expected, &found);
        wrong(!same, "speakers", format!("{expected:?}"), format!("{found:?}"));
        let (expected, found) = (companies(&label.companies), companies(&document.companies));
        let same = self.companies.add(&expected, &found);
        wrong(!same, "companies", format!("{expected:?}"), format!("{found:?}"));
        let (expected, found) =
            (label.event.clone().unwrap_or_default(), document.event.clone().unwrap_or_default());
        let same = event_key(&expected) == event_key(&found);
        self.events += usize::from(same);
        wrong(!same, "event", format!("{expected:?}"), format!("{found:?}"));
        let same = label.year == document.year;
        self.years += usize::from(same);
        wrong(!same, "year", format!("{:?}", label.year), format!("{:?}", document.year));
        let same = label.kind == document.kind;
        self.kinds += usize::from(same);
        wrong(!same, "kind", label.kind.to_string(), document.kind.to_string());
    }
}

/// Prints every share and the worst files.
impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, share) in self.named() {
            writeln!(f, "{name:12} {share:.4}")?;
        }
        let mut files: Vec<_> =
            self.errors.iter().filter(|(_, errors)| !errors.is_empty()).collect();
        files.sort_by_key(|(path, errors)| (usize::MAX - errors.len(), path.as_str()));
        for (path, errors) in files.into_iter().take(WORST) {
            writeln!(f, "{path}")?;
            for error in errors {
                writeln!(f, "  line {error}")?;
            }
        }
        Ok(())
    }
}

/// Which label is which Document: it opens within two lines and shares a third of its title's words,
/// or stands elsewhere with nearly the same title. The best pairs first, each label and Document
/// once.
fn pairs(labels: &[Label], found: &[&Document]) -> Vec<(usize, usize)> {
    let mut options = Vec::new();
    for (l, label) in labels.iter().enumerate() {
        for (d, document) in found.iter().enumerate() {
            let alike = likeness(&words(&label.title), &words(&document.title));
            let near = label.line.abs_diff(document.source.line_start) <= 2;
            if alike >= 0.85 || near && alike >= 1.0 / 3.0 {
                options.push((alike + if near { 0.5 } else { 0.0 }, l, d));
            }
        }
    }
    options.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, l, d) in options {
        if !pairs.iter().any(|pair| pair.0 == l || pair.1 == d) {
            pairs.push((l, d));
        }
    }
    pairs
}

/// The share of words that two titles have in common.
fn likeness(one: &[String], other: &[String]) -> f64 {
    let mut rest = other.to_vec();
    let shared = one.iter().filter(|word| {
        let at = rest.iter().position(|other| other == *word);
        at.map(|at| rest.swap_remove(at)).is_some()
    });
    2.0 * shared.count() as f64 / (one.len() + other.len()).max(1) as f64
}

/// Without case and diacritics.
fn folded(text: &str) -> String {
    let letters = text.nfkd().filter(|c| !is_combining_mark(*c));
    let folded: String = letters.flat_map(char::to_lowercase).collect();
    let words = folded.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn words(title: &str) -> Vec<String> {
    folded(title).split(' ').map(str::to_owned).collect()
}

/// A company without its legal form.
fn company(name: &str) -> String {
    const FORMS: [&str; 7] = ["inc", "ltd", "gmbh", "llc", "corp", "corporation", "the"];
    let folded = folded(name);
    folded.split(' ').filter(|word| !FORMS.contains(word)).collect::<Vec<_>>().join(" ")
}

fn event_key(event: &Event) -> [String; 3] {
    let region = event.region.map(|region| region.to_string());
    [&event.series, &region, &event.colocated]
        .map(|part| part.as_deref().map(folded).unwrap_or_default())
}

#[test]
fn the_scorer_sees_what_is_wrong() {
    let label: Labels = serde_json::from_str(
        r#"{"sessions": [
            {"line": 3, "title": "Keep Calm", "speakers": [{"name": "Zoë Berg", "company": "Acme"}],
             "companies": ["Acme"], "event": null, "year": 2021, "kind": "keynote"},
            {"line": 40, "title": "Missed Altogether", "speakers": [], "companies": [],
             "event": null, "year": 2021, "kind": "session"},
            {"line": 50, "title": "Left Open", "speakers": [], "companies": [],
             "event": null, "year": 2021, "kind": "session", "optional": true}]}"#,
    )
    .unwrap();
    let notes = [(
        "a.md",
        "# Talks\n\n## Keep calm! - Zoe Berg, Acme Inc.\n\nText.\n\n## Other - Max Muster, Initech\n",
    )];
    let found = kubenotes::ingest(&Corpus::from_notes(notes), None).unwrap().documents;
    let found: Vec<&Document> = found.iter().filter(|doc| doc.kind != Kind::Section).collect();
    let mut scores = Scores::default();
    scores.add_note("a.md", &label.sessions, &found);
    assert_eq!((scores.sessions.right, scores.sessions.excess, scores.sessions.missed), (1, 1, 1));
    let shares = scores.named().map(|(_, share)| share);
    assert_eq!(shares, [0.5, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0], "{scores}");
    assert!(scores.to_string().contains("line 40: missed"), "{scores}");
}
