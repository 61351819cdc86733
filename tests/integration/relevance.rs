//! How good the answers over the sample notes are, by labelled queries: never worse than they were.

use std::path::Path;

use crate::support::TestEnv;

/// The lowest nDCG@10 that is accepted. It only ever rises: whoever improves the answers raises it
/// to what `kubenotes eval tests/gold/queries.json` prints, less a hundredth.
const FLOOR: f64 = 0.93;

#[test]
fn answers_are_as_good_as_they_were() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = project.join("corpus");
    let queries = project.join("tests/gold/queries.json");
    let env = TestEnv::new().var("KUBENOTES_CORPUS", &corpus.to_string_lossy());
    env.kubenotes(["index"]).exits(0);
    let run = env.kubenotes(["eval", &queries.to_string_lossy(), "--worst", "20"]).exits(0);
    let measured = run.stdout.lines().find_map(|line| line.strip_prefix("ndcg10 ")).expect("nDCG");
    let measured: f64 = measured.trim().parse().expect("a number");
    assert!(measured >= FLOOR, "nDCG@10 is {measured}, below {FLOOR}\n{run}");
}
