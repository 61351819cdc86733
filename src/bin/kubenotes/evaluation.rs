//! How good ranked answers are, measured against queries whose right answers are known. Pure: what
//! the answers are comes in from outside.

use std::collections::{BTreeMap, BTreeSet};

use kubenotes::Origin;
use serde::{Deserialize, Serialize};

/// How many hits of an answer are looked at.
pub(crate) const DEPTH: usize = 10;

/// The lowest grade that counts as an answer for the reciprocal rank.
const GOOD_GRADE: u32 = 2;

/// How many lines before a hit's first line still belong to it.
const LINES_BEFORE: u32 = 2;

/// A query and what should be found.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct LabelledQuery {
    pub(crate) id: String,
    pub(crate) query: String,
    #[serde(rename = "type", default)]
    pub(crate) kind: String,
    pub(crate) relevant: Vec<Relevant>,
}

/// A line that opens a session's notes, and how well they answer the query.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Relevant {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) grade: u32,
}

/// Where sessions open, of all that any query speaks of: by file, in order.
#[derive(Debug)]
pub(crate) struct Sessions<'q>(BTreeMap<&'q str, BTreeSet<u32>>);

/// The quality of one answer, or the mean over several. Each is between 0 and 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Quality {
    /// Normalised discounted cumulative gain of the first ten, with gain 2^grade - 1.
    pub(crate) ndcg10: f64,
    /// One over the rank of the first hit of grade 2 or more.
    pub(crate) mrr: f64,
    /// The share of what is relevant that is among the first ten, of at most ten.
    pub(crate) recall10: f64,
}

impl<'q> Sessions<'q> {
    pub(crate) fn of(queries: &'q [LabelledQuery]) -> Sessions<'q> {
        let mut sessions: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for relevant in queries.iter().flat_map(|query| &query.relevant) {
            sessions.entry(&relevant.file).or_default().insert(relevant.line);
        }
        Sessions(sessions)
    }

    /// The session that a hit stands for: the first whose line is among the hit's lines, else the
    /// nearest just before them. In a list with a session a line, the lines before are others'.
    fn at(&self, hit: &Origin) -> Option<(&'q str, u32)> {
        let (file, lines) = self.0.get_key_value(&*hit.path)?;
        let just_before = hit.line_start.saturating_sub(LINES_BEFORE)..hit.line_start;
        let held = lines.range(hit.line_start..).next().filter(|line| **line <= hit.line_end);
        let line = held.or_else(|| lines.range(just_before).next_back())?;
        Some((file, *line))
    }

    /// The grades of `hits` in order. A session counts once: its other hits have grade 0.
    pub(crate) fn grades(&self, query: &LabelledQuery, hits: &[Origin]) -> Vec<u32> {
        let mut seen = BTreeSet::new();
        let grade_of = |(file, line)| {
            let relevant = query.relevant.iter().find(|r| r.file == file && r.line == line);
            relevant.map_or(0, |relevant| relevant.grade)
        };
        hits.iter()
            .take(DEPTH)
            .map(|hit| self.at(hit).filter(|place| seen.insert(*place)).map_or(0, grade_of))
            .collect()
    }
}

impl Quality {
    /// The quality of an answer whose hits have `grades`; `None` when nothing is relevant to the
    /// query, so that no answer could be good.
    pub(crate) fn of(query: &LabelledQuery, grades: &[u32]) -> Option<Quality> {
        let mut best: Vec<u32> = query.relevant.iter().map(|relevant| relevant.grade).collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        best.truncate(DEPTH);
        let ideal = gain(&best);
        let first_good = grades.iter().position(|grade| *grade >= GOOD_GRADE);
        let found = grades.iter().filter(|grade| **grade > 0).count();
        (ideal > 0.0).then(|| Quality {
            ndcg10: gain(grades) / ideal,
            mrr: first_good.map_or(0.0, |place| 1.0 / (place + 1) as f64),
            recall10: found as f64 / best.len() as f64,
        })
    }

    /// The mean of `qualities`; zero of none.
    pub(crate) fn mean(qualities: &[Quality]) -> Quality {
        let mean = |measure: fn(&Quality) -> f64| {
            qualities.iter().map(measure).sum::<f64>() / qualities.len().max(1) as f64
        };
        Quality { ndcg10: mean(|q| q.ndcg10), mrr: mean(|q| q.mrr), recall10: mean(|q| q.recall10) }
    }
}

fn gain(grades: &[u32]) -> f64 {
    let discounted = |(place, grade): (usize, &u32)| {
        (2f64.powi((*grade).min(30) as i32) - 1.0) / (place as f64 + 2.0).log2()
    };
    grades.iter().enumerate().map(discounted).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(relevant: &[(&str, u32, u32)]) -> LabelledQuery {
        let relevant = relevant
            .iter()
            .map(|&(file, line, grade)| Relevant { file: file.to_owned(), line, grade })
            .collect();
        LabelledQuery { id: "q".into(), query: "flux".into(), kind: "word".into(), relevant }
    }

    fn origin(path: &str, line_start: u32, line_end: u32) -> Origin {
        Origin { path: path.to_owned(), line_start, line_end }
    }

    #[test]
    fn a_hit_stands_for_the_first_session_that_its_lines_hold() {
        let queries = [query(&[("a.md", 10, 3), ("a.md", 30, 2)]), query(&[("a.md", 20, 1)])];
        let sessions = Sessions::of(&queries);
        for (hit, expected) in [
            (origin("a.md", 10, 15), Some(10)),
            (origin("a.md", 12, 15), Some(10)), // two lines before
            (origin("a.md", 13, 15), None),
            (origin("a.md", 1, 9), None),
            (origin("a.md", 1, 10), Some(10)),
            (origin("a.md", 15, 40), Some(20)), // the first, though another query's
            (origin("a.md", 11, 25), Some(20)), // its own line before that of another
            (origin("b.md", 10, 15), None),
            (origin("a.md", 0, 0), None),
        ] {
            assert_eq!(sessions.at(&hit).map(|(_, line)| line), expected, "{hit:?}");
        }
    }

    #[test]
    fn a_session_counts_once() {
        let queries = [query(&[("a.md", 10, 3), ("b.md", 1, 2)])];
        let hits = [
            origin("x.md", 1, 5),
            origin("a.md", 10, 12),
            origin("a.md", 11, 12),
            origin("b.md", 1, 1),
        ];
        assert_eq!(Sessions::of(&queries).grades(&queries[0], &hits), [0, 3, 0, 2]);
    }

    #[test]
    fn quality_is_what_the_textbook_says() {
        let labelled = query(&[("a.md", 1, 3), ("b.md", 1, 2), ("c.md", 1, 1)]);
        let perfect = Quality::of(&labelled, &[3, 2, 1]).unwrap();
        assert_eq!(perfect, Quality { ndcg10: 1.0, mrr: 1.0, recall10: 1.0 });
        assert_eq!(Quality::of(&labelled, &[0, 0]).unwrap(), Quality::default());

        // (7/log2(3) + 1/log2(5)) / (7/log2(2) + 3/log2(3) + 1/log2(4))
        let partial = Quality::of(&labelled, &[0, 3, 0, 1]).unwrap();
        let expected = (7.0 / 3f64.log2() + 1.0 / 5f64.log2()) / (7.0 + 3.0 / 3f64.log2() + 0.5);
        assert!((partial.ndcg10 - expected).abs() < 1e-12);
        assert_eq!((partial.mrr, partial.recall10), (0.5, 2.0 / 3.0));

        // Grade 1 is relevant, though not an answer.
        assert_eq!(Quality::of(&labelled, &[1]).unwrap().mrr, 0.0);
        assert_eq!(Quality::of(&query(&[]), &[]), None);
    }

    #[test]
    fn recall_is_out_of_ten_at_most() {
        let many: Vec<(&str, u32, u32)> = (1..=20).map(|line| ("a.md", line, 1)).collect();
        assert_eq!(Quality::of(&query(&many), &[1; 10]).unwrap().recall10, 1.0);
    }
}
