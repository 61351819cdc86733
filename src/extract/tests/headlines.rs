//! A table of headlines and how each reads with nothing around it.

use serde::Deserialize;

use super::people::written;
use crate::document::{Kind, Speaker};
use crate::extract::learn::Learned;
use crate::extract::{headline, kind};
use crate::lexicon::{company_key, fold_letters};
use crate::markup;

/// The share of headlines that must be read exactly as the table says. It only ever rises.
const FLOOR: f64 = 0.955;

#[derive(Deserialize)]
struct Row {
    headline: String,
    title: String,
    kind: Kind,
    speakers: Vec<Speaker>,
    companies: Vec<String>,
}

/// Title, kind, speakers with their companies, companies: as they are compared.
type Key = (String, Kind, Vec<(String, Option<String>)>, Vec<String>);

fn key(title: &str, kind: Kind, speakers: &[Speaker], companies: &[String]) -> Key {
    let title = fold_letters(title);
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let speaker = |speaker: &Speaker| {
        (fold_letters(&speaker.name).into_owned(), speaker.company.as_deref().map(company_key))
    };
    let companies = companies.iter().map(|company| company_key(company)).collect();
    let title = words.collect::<Vec<_>>().join(" ");
    (title, kind, speakers.iter().map(speaker).collect(), companies)
}

#[test]
fn headlines_are_read_as_well_as_they_were() {
    let table = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gold/headlines.jsonl"));
    let mut n_rows = 0;
    let mut failures = Vec::new();
    for line in table.lines().filter(|line| !line.trim().is_empty()) {
        let row: Row = serde_json::from_str(line).expect("rows are of one form");
        let outline = markup::parse(&format!("# {}", row.headline));
        let found = headline::read(outline.text.trim(), &Learned::default());
        let kind = found.kind.or_else(|| kind::of_title(&fold_letters(&found.title)));
        let kind = kind.unwrap_or(Kind::Session);
        let expected = key(&row.title, row.kind, &row.speakers, &row.companies);
        let found_key = key(&found.title, kind, &found.speakers, &found.companies);
        n_rows += 1;
        if expected != found_key {
            failures.push(format!(
                "{}\n    {expected:?}\n    {found_key:?} by {:?}, {:.1}",
                row.headline, found.rule, found.certainty
            ));
        }
    }
    let share = 1.0 - failures.len() as f64 / f64::from(n_rows);
    assert!(
        n_rows >= 150 && share >= FLOOR,
        "{share:.4} of {n_rows} headlines, floor {FLOOR}\n{}",
        failures.join("\n")
    );
}

/// One headline, exactly: its title, and `name of company` for each speaker.
#[track_caller]
fn check(headline: &str, title: &str, people: &str) {
    let found = headline::read(headline, &Learned::default());
    assert_eq!(
        (found.title.as_str(), written(&found.speakers).as_str()),
        (title, people),
        "{headline}"
    );
}

#[test]
fn a_bracket_closes_behind_the_company_and_is_no_part_of_it() {
    check("Growing Clusters (Liz Rice, Acme)", "Growing Clusters", "Liz Rice of Acme");
    check(
        "Growing Clusters (Liz Rice, Spectro Cloud)",
        "Growing Clusters",
        "Liz Rice of Spectro Cloud",
    );
}

#[test]
fn a_comma_means_one_thing_in_the_whole_of_a_list() {
    let four =
        "Liz Rice of VMware; Max Muster of VMware; Anna Berg of VMware; Jean Rouge of VMware";
    check(
        "How We Did It - Liz Rice, Max Muster, Anna Berg, & Jean Rouge, VMware",
        "How We Did It",
        four,
    );
    check(
        "How We Did It - Liz Rice, Max Muster, Anna Berg & Jean Rouge, VMware",
        "How We Did It",
        four,
    );
    check(
        "How We Did It, Liz Rice, Max Muster, Anna Berg, Jean Rouge, VMware",
        "How We Did It",
        four,
    );
    let alone = "Liz Rice; Max Muster; Anna Berg; Jean Rouge";
    check("How We Did It - Liz Rice, Max Muster, Anna Berg & Jean Rouge", "How We Did It", alone);
    // A person and a company each.
    let each = "Liz Rice of Isovalent; Anna Berg of Red Hat";
    check("How We Did It - Liz Rice, Isovalent & Anna Berg, Red Hat", "How We Did It", each);
    check("How We Did It - Liz Rice, Isovalent, & Anna Berg, Red Hat", "How We Did It", each);
}

#[test]
fn a_title_ends_where_handles_begin() {
    check("Smaller Images - @grace", "Smaller Images", "");
    check("Smaller Images @grace_h", "Smaller Images", "");
    check("Smaller Images @GraceHop", "Smaller Images", "");
    check("Smaller Images by @grace & @ada", "Smaller Images", "");
    check("Running Clusters @ Scale", "Running Clusters @ Scale", "");
    check("GPUs @Scale", "GPUs @Scale", "");
    check("Meeting Users @ Home", "Meeting Users @ Home", "");
    check("Smaller Images - Liz Rice @Isovalent", "Smaller Images", "Liz Rice of Isovalent");
}

#[test]
fn a_company_may_stand_alone() {
    let check = |headline: &str, title: &str, company: &str| {
        let found = headline::read(headline, &Learned::default());
        let companies: Vec<&str> = found.companies.iter().map(String::as_str).collect();
        let expected = if company.is_empty() { vec![] } else { vec![company] };
        assert_eq!((found.title.as_str(), companies), (title, expected), "{headline}");
    };
    check("eBay: Metrics and What to Do", "Metrics and What to Do", "eBay");
    check("Windows Containers, HPE", "Windows Containers", "HPE");
    check("Puppet: Where Are We Now", "Puppet: Where Are We Now", "");
    check("Target: A Story of the Edge", "Target: A Story of the Edge", "");
    check("Docker: Past, Present and Future", "Docker: Past, Present and Future", "");
    check("Spotify, how all of their clusters went", "how all of their clusters went", "Spotify");
    check("Google, Microsoft and all the others", "Google, Microsoft and all the others", "");
    check("Choosing a Cloud: AWS, Azure, Google", "Choosing a Cloud: AWS, Azure, Google", "");
    check("MinIO - High Performance Storage", "MinIO - High Performance Storage", "");
}

#[test]
fn a_title_may_run_into_its_people() {
    check("Fuzzing in Go Liz Rice – Engineer, Acme", "Fuzzing in Go", "Liz Rice of Acme");
    check("flux by liz borgmann", "flux", "Liz Borgmann");
    check("Talk by Liz Rice: Getting Started with Boats", "Getting Started with Boats", "Liz Rice");
    check("Lightning talk by Liz Rice: Getting Started", "Getting Started", "Liz Rice");
    check("Pods in Boots - Moderator: Liz Rice", "Pods in Boots", "Liz Rice");
    check("Liz Rice - Boats: A Tour", "Boats: A Tour", "Liz Rice");
    check(
        "News and Plans - Liz Rice, Matt Klein & Anna Berg, Isovalent; Max Muster, Google",
        "News and Plans",
        "Liz Rice of Isovalent; Matt Klein of Isovalent; Anna Berg of Isovalent; Max Muster of Google",
    );
}

#[test]
fn who_presented_and_for_whom() {
    check("More of It - Presented by Liz Rice, Cisco", "More of It", "Liz Rice of Cisco");
    check("More of It - Edith Head, VMware", "More of It", "Edith Head of VMware");
    check("More of It - Liz Rice, Head of Security, VMware", "More of It", "Liz Rice of VMware");
    check("More of It - Liz RICE-BERG", "More of It", "Liz Rice-Berg");
    check("More of It [Security track]", "More of It", "");
}

#[test]
fn words_in_han_are_names_where_they_begin_with_a_surname() {
    let risky = "从代码到集群：安全的技术深渊与治理边界";
    check(risky, risky, "");
    let base = "面向集群的数据基座：架构和工程实践";
    check(base, base, "");
    check("服务网格在生产环境：张三和李四光", "服务网格在生产环境", "张三; 李四光");
    check("サービスメッシュの話 - 鳥居隆史", "サービスメッシュの話", "鳥居隆史");
    // A dash and its like set names apart, whatever they begin with.
    check("サービスメッシュの話 - 森大輔", "サービスメッシュの話", "森大輔");
    check("云原生存储 - 施巍松", "云原生存储", "施巍松");
    check("平台工程 - 陶辉、柳青、温铭", "平台工程", "陶辉; 柳青; 温铭");
    check("ストレージの話 - 辻翔太 (サイボウズ)", "ストレージの話", "辻翔太 of サイボウズ");
}
