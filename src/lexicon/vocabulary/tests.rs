//! The vocabulary's look-ups, and its data files read by a second reader.

use super::lines::{DataLine, data_lines, quoted};
use super::*;

const ALIASES: &str = include_str!("../aliases.toml");
const PROJECTS: &str = include_str!("../projects.toml");

fn aliases(lexicon: &Lexicon, words: &str) -> String {
    let found: Vec<&str> = lexicon.aliases_of(words).iter().map(|alias| &***alias).collect();
    found.join(", ")
}

#[test]
fn data_files_read_as_toml_reads_them() {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Aliases {
        same: BTreeMap<String, Vec<String>>,
        short: BTreeMap<String, Vec<String>>,
    }
    let lines = |text: &'static str, section: &str| -> BTreeMap<String, Vec<String>> {
        let own = |line: DataLine| {
            (line.key.to_owned(), quoted(line.values).map(str::to_owned).collect())
        };
        data_lines(text).filter(|line| line.section == section).map(own).collect()
    };
    let read: Aliases = toml::from_str(ALIASES).unwrap();
    assert_eq!(lines(ALIASES, "same"), read.same);
    assert_eq!(lines(ALIASES, "short"), read.short);

    let read: VocabularyAdditions = toml::from_str(PROJECTS).unwrap();
    let projects: BTreeMap<String, ProjectAddition> = data_lines(PROJECTS)
        .filter(|line| line.section == "projects")
        .map(|line| {
            let own = |list| quoted(list).map(str::to_owned).collect();
            let project = ProjectAddition {
                also: own(line.values),
                r#in: own(line.categories),
                word: line.word,
            };
            (line.key.to_owned(), project)
        })
        .collect();
    assert_eq!(projects, read.projects);
    let categories: BTreeMap<String, Names> = lines(PROJECTS, "categories")
        .into_iter()
        .map(|(name, values)| (name, Names::Many(values)))
        .collect();
    assert_eq!(categories, read.categories);
    let named = |name: &String| read.categories.contains_key(name);
    assert!(projects.values().flat_map(|project| &project.r#in).all(named));
    assert!(projects.len() >= 120, "{}", projects.len());
}

#[test]
fn data_is_clean() {
    for line in data_lines(ALIASES).chain(data_lines(PROJECTS)) {
        for text in quoted(line.values).chain([line.key]) {
            assert!(!fold(text).is_empty(), "{text}");
            assert!(fold(text).split(' ').count() <= 6, "{text}");
        }
    }
    let lexicon = Lexicon::builtin();
    for spelling in lexicon.groups.iter().chain(lexicon.projects.iter().map(|p| &p.spellings)) {
        let mut once = spelling.to_vec();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), spelling.len(), "{spelling:?} repeats itself");
    }
}

#[test]
fn aliases_work_both_ways_or_one_way() {
    let lexicon = Lexicon::builtin();
    let check = |words: &str, other: &str, expected: bool| {
        let found = lexicon.aliases_of(words).iter().any(|alias| *alias == other);
        assert_eq!(found, expected, "{words} -> {other}");
    };
    check("k8s", "kubernetes", true);
    check("kubernetes", "k8s", true);
    check("otel", "opentelemetry", true);
    check("open telemetry", "otel", true);
    check("opa", "open policy agent", true);
    check("open policy agent", "opa", true);
    check("capi", "cluster api", true);
    check("weave flux", "flux", true);
    check("argo cd", "argocd", true);
    check("ci cd", "cicd", true);
    check("dr", "disaster recovery", true);
    check("disaster recovery", "dr", false);
    check("kubernetes", "kube", false);
    assert!(lexicon.aliases_of("nothing of the kind").is_empty());
}

#[test]
fn categories_hold_projects() {
    let lexicon = Lexicon::builtin();
    let names = |words: &str| -> Vec<String> {
        let name = |project: &Project| project.spellings[0].to_string();
        lexicon.projects_in_category(words).map(name).collect()
    };
    for project in ["linkerd", "istio", "kuma", "consul"] {
        assert!(names("service mesh").contains(&project.to_owned()), "{project}");
    }
    assert_eq!(names("service mesh"), names("meshes"));
    assert!(names("canary").contains(&"flagger".to_owned()));
    assert!(names("flux").is_empty());
    assert_eq!(lexicon.project_spellings("fluxcd").first().map(|s| &**s), Some("flux"));
    assert!(lexicon.project_spellings("gitops").is_empty());
}

#[test]
fn a_project_adds_its_own_words() {
    let additions: VocabularyAdditions = toml::from_str(
        r#"
        [aliases]
        "paved road" = ["Golden Path"]
        [abbreviations]
        "pr" = "pull request"
        [projects]
        "Blobby" = { also = ["Blob-by"], in = ["service mesh", "blobs"] }
        [categories]
        "blobs" = "blob store"
        "#,
    )
    .unwrap();
    let lexicon = Lexicon::builtin().extended(&additions);
    assert_eq!(aliases(&lexicon, "golden path"), "paved road");
    assert_eq!(aliases(&lexicon, "pr"), "pull request");
    assert_eq!(aliases(&lexicon, "pull request"), "");
    assert_eq!(aliases(&lexicon, "blob by"), "blobby");
    let blobs: Vec<&Project> = lexicon.projects_in_category("blob store").collect();
    assert_eq!(blobs.len(), 1);
    assert!(lexicon.projects_in_category("service mesh").any(|p| p.spellings[0] == "blobby"));
    assert!(Lexicon::builtin().aliases_of("golden path").is_empty());
    assert!(toml::from_str::<VocabularyAdditions>("[alias]\na = 'b'").is_err());
}

#[test]
fn numeronyms() {
    let stands_for = |short: &str, word: &str| {
        Numeronym::parse(short).is_some_and(|numeronym| numeronym.stands_for(word))
    };
    assert!(stands_for("k8s", "kubernetes"));
    assert!(stands_for("i18n", "internationalization"));
    assert!(stands_for("o11y", "observability"));
    assert!(!stands_for("k8s", "kustomize"));
    for other in ["", "k8", "8s", "k1s", "k8ss", "ks", "h264x", "k+8s", "v1"] {
        assert_eq!(Numeronym::parse(other), None, "{other}");
    }
}

#[test]
fn a_project_has_others_of_its_kind() {
    let of = |name: &str| -> Vec<String> {
        let others = Lexicon::builtin().projects_of_its_kind(name);
        others.map(|project| project.spellings[0].clone().into_owned()).collect()
    };
    assert!(of("spiffe").contains(&"spire".to_owned()));
    assert!(!of("spiffe").contains(&"spiffe".to_owned()));
    assert!(of("k8s").is_empty() && of("service mesh").is_empty() && of("").is_empty());
}
