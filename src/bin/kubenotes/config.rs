//! Where the notes and the index are: flags, then the environment, then `kubenotes.toml`, then
//! defaults. What is typed comes in as [`CommonArgs`], which holds the environment's values too.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use kubenotes::LexiconAdditions;
use kubenotes::VocabularyAdditions;
use serde::Deserialize;

use crate::args::CommonArgs;
use crate::failure::Problem;

const FILE_NAME: &str = "kubenotes.toml";

/// What a run works on.
#[derive(Debug, PartialEq)]
pub(crate) struct Settings {
    /// Folders of notes; never empty.
    pub(crate) corpus: Vec<PathBuf>,
    /// Whether somebody named the corpus, so that an index of other notes is worth a word.
    pub(crate) corpus_named: bool,
    /// The index folder.
    pub(crate) index: PathBuf,
    /// Whether a flag or the environment named it.
    pub(crate) index_named: bool,
    /// How the nightly job runs.
    pub(crate) rebuild: RebuildSettings,
    /// The table `[lexicon]`: words, names and events of the notes.
    pub(crate) lexicon: LexiconAdditions,
    /// Words that mean the same here.
    pub(crate) vocabulary: VocabularyAdditions,
}

/// The table `[rebuild]` of `kubenotes.toml`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RebuildSettings {
    /// How many generations are kept.
    pub(crate) keep: Option<usize>,
    /// No younger generation is removed, in minutes.
    pub(crate) minimum_age_minutes: Option<u64>,
    /// The fewest documents, in percent of those that are published.
    pub(crate) documents_percent: Option<u32>,
    /// The most unreadable notes, in percent of all.
    pub(crate) unreadable_percent: Option<u32>,
    /// Queries that must be answered.
    #[serde(default)]
    pub(crate) canaries: Vec<String>,
    /// Labelled queries, as for `eval`.
    pub(crate) queries: Option<PathBuf>,
    /// The lowest mean nDCG@10 of these.
    pub(crate) ndcg10: Option<f64>,
}

/// `kubenotes.toml`. Its paths are relative to its own folder.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    corpus: Option<OneOrMany>,
    index: Option<PathBuf>,
    #[serde(default)]
    rebuild: RebuildSettings,
    #[serde(default)]
    lexicon: LexiconAdditions,
    #[serde(default)]
    vocabulary: VocabularyAdditions,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(PathBuf),
    Many(Vec<PathBuf>),
}

impl Settings {
    /// Settles `args` in the folder `cwd`.
    pub(crate) fn resolve(args: &CommonArgs, cwd: &Path) -> Result<Settings> {
        let file = match &args.config {
            Some(file) => Some(file.clone()),
            None => cwd.ancestors().map(|dir| dir.join(FILE_NAME)).find(|file| file.is_file()),
        };
        let (config, root) = match &file {
            Some(file) => (read(file)?, file.parent().unwrap_or(Path::new(""))),
            None => (ConfigFile::default(), Path::new("")),
        };
        let configured: Vec<PathBuf> = match config.corpus {
            Some(OneOrMany::One(dir)) => vec![root.join(dir)],
            Some(OneOrMany::Many(dirs)) => dirs.into_iter().map(|dir| root.join(dir)).collect(),
            None => Vec::new(),
        };
        let mut rebuild = config.rebuild;
        rebuild.queries = rebuild.queries.map(|queries| root.join(queries));
        let named = if args.corpus.is_empty() { configured } else { args.corpus.clone() };
        Ok(Settings {
            corpus_named: !named.is_empty(),
            corpus: if named.is_empty() { vec![root.join("corpus")] } else { named },
            index_named: args.index.is_some(),
            index: match &args.index {
                Some(dir) => dir.clone(),
                None => root.join(config.index.as_deref().unwrap_or(Path::new("index"))),
            },
            rebuild,
            lexicon: config.lexicon,
            vocabulary: config.vocabulary,
        })
    }
}

fn read(file: &Path) -> Result<ConfigFile> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Problem::new("config", format!("{}: {error}", file.display())))
        .context("cannot read the settings")?;
    toml::from_str(&text)
        .map_err(|error| {
            Problem::new("config", format!("{}: {}", file.display(), error.to_string().trim_end()))
                .hint(
                    "the keys are `corpus` (a folder or a list of them), `index` and the tables \
                     `[lexicon]`, `[rebuild]` and `[vocabulary]`",
                )
        })
        .context("cannot understand the settings")
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::args::Cli;

    /// Settings for `flags` in `below`, a folder two levels below a `kubenotes.toml` of `config`.
    fn settle(config: Option<&str>, flags: &[&str]) -> (Result<Settings>, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().to_owned();
        let below = root.join("a/b");
        std::fs::create_dir_all(&below).unwrap();
        if let Some(config) = config {
            std::fs::write(root.join(FILE_NAME), config).unwrap();
        }
        let cli =
            Cli::try_parse_from(["kubenotes"].iter().chain(flags).chain(&["status"])).unwrap();
        (Settings::resolve(&cli.common, &below), root)
    }

    #[test]
    fn without_a_file_the_defaults_are_relative_to_the_current_folder() {
        let (settings, _) = settle(None, &[]);
        let expected = Settings {
            corpus: vec!["corpus".into()],
            corpus_named: false,
            index: "index".into(),
            index_named: false,
            rebuild: RebuildSettings::default(),
            lexicon: LexiconAdditions::default(),
            vocabulary: VocabularyAdditions::default(),
        };
        assert_eq!(settings.unwrap(), expected);
    }

    #[test]
    fn a_file_above_is_found_and_its_paths_are_relative_to_it() {
        let (settings, root) = settle(Some("corpus = ['n', '/abs']"), &[]);
        let settings = settings.unwrap();
        assert_eq!(settings.corpus, [root.join("n"), PathBuf::from("/abs")]);
        assert!(settings.corpus_named);
        assert_eq!(settings.index, root.join("index"));

        let (settings, root) = settle(Some("corpus = 'n'\nindex = 'i'"), &[]);
        let settings = settings.unwrap();
        assert_eq!(settings.corpus, [root.join("n")]);
        assert_eq!(settings.index, root.join("i"));

        let (settings, root) = settle(Some(""), &[]);
        let settings = settings.unwrap();
        assert_eq!(settings.corpus, [root.join("corpus")]);
        assert!(!settings.corpus_named);
    }

    #[test]
    fn the_nightly_job_has_settings_of_its_own() {
        let config = "[rebuild]\nkeep = 5\nqueries = 'q.json'\ncanaries = ['flux']";
        let (settings, root) = settle(Some(config), &[]);
        let rebuild = settings.unwrap().rebuild;
        assert_eq!(rebuild.keep, Some(5));
        assert_eq!(rebuild.queries, Some(root.join("q.json")));
        assert_eq!(rebuild.canaries, ["flux"]);
        let (settings, _) = settle(Some("[rebuild]\nkep = 5"), &[]);
        assert!(format!("{:#}", settings.unwrap_err()).contains("kep"));
    }

    #[test]
    fn words_of_the_notes_are_settings() {
        let config = "[lexicon]\ncompanies = ['Frobnitz', ['Quux Industries', 'QI']]\n\
                      [[lexicon.events]]\nname = 'PlatformFest'\nregion = 'Europe'";
        let lexicon = settle(Some(config), &[]).0.unwrap().lexicon;
        assert_eq!(lexicon.companies.len(), 2);
        assert_eq!(lexicon.events[0].name.as_deref(), Some("PlatformFest"));
        for (wrong, named) in [
            ("[lexicon]\ncompany = ['x']", "company"),
            ("[lexicon.labels]\nwho = ['x']", "who"),
            ("[[lexicon.events]]\nregion = 'Atlantis'", "Atlantis"),
        ] {
            let message = format!("{:#}", settle(Some(wrong), &[]).0.unwrap_err());
            assert!(message.contains(named), "{message}");
        }
    }

    #[test]
    fn words_of_ones_own_are_read() {
        let config = "[vocabulary.aliases]\n\"paved road\" = \"golden path\"";
        let (settings, _) = settle(Some(config), &[]);
        assert!(!settings.unwrap().vocabulary.is_empty());
        let (settings, _) = settle(Some("[vocabulary]\nalias = {}"), &[]);
        assert!(format!("{:#}", settings.unwrap_err()).contains("alias"));
    }

    #[test]
    fn flags_win_over_the_file() {
        let flags = ["--corpus", "x", "--corpus", "y", "--index", "z"];
        let (settings, _) = settle(Some("corpus = 'n'\nindex = 'i'"), &flags);
        let settings = settings.unwrap();
        assert_eq!(settings.corpus, [PathBuf::from("x"), PathBuf::from("y")]);
        assert_eq!(settings.index, PathBuf::from("z"));
    }

    #[test]
    fn a_file_with_an_unknown_key_or_that_is_missing_is_an_error() {
        let (settings, root) = settle(Some("korpus = 'n'"), &[]);
        let message = format!("{:#}", settings.unwrap_err());
        assert!(message.contains("korpus"), "{message}");
        assert!(message.contains(&root.join(FILE_NAME).display().to_string()), "{message}");

        let (settings, _) = settle(None, &["--config", "/nowhere/kubenotes.toml"]);
        assert!(format!("{:#}", settings.unwrap_err()).contains("/nowhere/kubenotes.toml"));
    }
}
