//! A table of headlines and how each reads with nothing around it.

use serde::Deserialize;

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
    println!("{share:.4} of {n_rows} headlines\n{}", failures.join("\n"));
    assert!(n_rows >= 150 && share >= FLOOR, "{share:.4} of {n_rows} headlines, floor {FLOOR}");
}
