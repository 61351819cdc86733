//! Which documents a query finds.

use super::{check, note, searcher};
use crate::document::{Kind, Region};
use crate::{FacetField, Query, SearchOptions, Searcher, Sort};

fn notes() -> Searcher {
    searcher(&[
        note("a", "Kube-proxy without iptables", "How kube-proxy works with nftables in v1.31")
            .by("Dan Winship", "Red Hat")
            .at(Region::Europe, 2024),
        note("b", "Hello mesh", "Service mirroring for CI/CD, written in C++ at re:Invent")
            .by("Conor O'Neil", "RedHat")
            .at(Region::NorthAmerica, 2021)
            .kind(Kind::Keynote),
        note("c", "Operators everywhere", "Mirroring a service; the .NET runtime. Don't panic")
            .by("Max Körbächer", "Liquid Reply")
            .at(Region::Europe, 2021),
        note("d", "服务网格入门", "使用 Kubernetes 的服务网格 and a language called C")
            .with(|document| document.source.path = "2023/China/Day-1.md".to_owned()),
    ])
}

#[test]
fn words_in_every_spelling() {
    let notes = notes();
    for (query, expected) in [
        ("kube-proxy", "a"),
        ("kubeproxy", "a"),
        ("Kube/Proxy", "a"),
        ("CI/CD", "b"),
        ("cicd", "b"),
        ("ci cd", "b"),
        ("C++", "b"),
        (".NET", "c"),
        ("re:Invent", "b"),
        ("reinvent", "b"),
        ("v1.31", "a"),
        ("1.31", "a"),
        ("O'Neil", "b"),
        ("o’neil", "b"),
        ("oneil", "b"),
        ("don't", "c"),
        ("dont", "c"),
        ("operator", "c"),
        ("OPERATORS", "c"),
        ("korbacher", "c"),
        ("Körbächer", "c"),
        ("ko\u{308}rbacher", "c"),
        ("服务网格", "d"),
        ("网格", "d"),
        ("网", "d"),
        ("entirely absent", ""),
        ("", ""),
        ("?!", ""),
    ] {
        check(&notes, query, expected);
    }
}

#[test]
fn operators() {
    let notes = notes();
    for (query, expected) in [
        ("\"service mirroring\"", "b"),
        ("\"mirroring service\"", ""),
        ("\"operators\"", "c"),
        ("\"operator\"", ""),
        ("mirroring -runtime", "b"),
        ("mirroring NOT mesh", "c"),
        ("hello OR iptables", "a b"),
        ("mirroring AND runtime", "c"),
        ("mirroring AND nftables", ""),
        ("nft*", "a"),
        ("(hello OR iptables) AND nftables", "a"),
        ("-mirroring", "a d"),
    ] {
        let answer = super::answer(&notes, query);
        let mut found = super::ids(&answer);
        found.sort_unstable();
        assert_eq!(found.join(" "), expected, "{query}");
    }
}

#[test]
fn filters() {
    let notes = notes();
    for (query, expected) in [
        ("speaker:Körbächer", "c"),
        ("speaker:korbacher", "c"),
        ("speaker:\"max korbacher\"", "c"),
        ("speaker:\"korbacher max\"", "c"),
        ("speaker:\"max winship\"", ""),
        ("speaker:o'neil", "b"),
        ("company:redhat", "a b"),
        ("company:\"red hat\"", "a b"),
        ("company:RedHat year:2021", "b"),
        ("company:liquid", "c"),
        ("year:2021", "b c"),
        ("year:2021..2024", "a b c"),
        ("year:>=2022", "a"),
        ("year:2021 year:2024", "a b c"),
        ("kind:keynote", "b"),
        ("title:mesh", "b"),
        ("title:mirroring", ""),
        ("body:mirroring", "b c"),
        ("event:\"kubecon europe\"", "a c"),
        ("event:kubecon", "a b c"),
        ("event:europe", "a c"),
        ("path:china/day", "d"),
        ("service speaker:korbacher", "c"),
        ("mirroring year:2021 -kind:keynote", "c"),
        ("year:1999", ""),
    ] {
        let answer = super::answer(&notes, query);
        let mut found = super::ids(&answer);
        found.sort_unstable();
        assert_eq!(found.join(" "), expected, "{query}");
        assert_eq!(answer.total, found.len(), "{query}");
    }
}

#[test]
fn punctuation_is_never_in_the_way() {
    let notes = searcher(&[
        note("a", "10:30 Keynote", "see https://kccncna19.sched.com/event/Uaa1?x=1 for more"),
        note("b", "Who is using Flux?", "AT&T; 50% of them, and #gitops @fluxcd"),
        note("c", "Windows & Linux (1.21)", "foo_bar --dry-run key=value a|b"),
        note("d", "Nothing", "of the kind"),
    ]);
    for (query, expected) in [
        ("10:30 keynote", "a"),
        ("10:30", "a"),
        ("https://kccncna19.sched.com/event/Uaa1?x=1", "a"),
        ("kccncna19.sched.com", "a"),
        ("sched.com/event/Uaa1", "a"),
        ("who's using flux?", "b"),
        ("flux?!", "b"),
        ("AT&T", "b"),
        ("at&t", "b"),
        ("50%", "b"),
        ("#gitops", "b"),
        ("@fluxcd", "b"),
        ("windows & linux", "c"),
        ("windows/linux", "c"),
        ("(1.21)", "c"),
        ("v1.21", "c"),
        ("foo_bar", "c"),
        ("dry-run", "c"),
        ("\"--dry-run\"", "c"),
        ("key=value", "c"),
        ("a|b", "c"),
        ("windows -linux", ""),
        ("\"windows", "c"),
        ("windows)", "c"),
        ("nowhere: windows", "c"),
    ] {
        let found = super::answer(&notes, query);
        let first = super::ids(&found).first().copied().unwrap_or_default();
        assert_eq!(first, expected, "{query}");
    }
}

#[test]
fn who_does_it_is_found_by_what_they_do() {
    let notes = searcher(&[
        note("a", "Intro", "the contributor experience group, and its collectors"),
        note("b", "Start", "the contributing experience of us, and its weather"),
        note("c", "Facts", "a factor of two; doctors and sessions"),
    ]);
    for (query, expected) in [
        ("contributing", "b a"),
        ("contributors", "a b"),
        ("contributions", "b a"),
        ("collecting", "a"),
        ("fact", "c"),
        ("doct", "c"),
        ("sess", "c"),
        ("\"contributing\"", "b"),
    ] {
        check(&notes, query, expected);
    }
}

#[test]
fn numbers_of_letters_stand_for_words() {
    let notes = searcher(&[
        note("a", "Canonicalization", "canonicalization of names, canonicalization of paths"),
        note("b", "Certification", "c14n once"),
        note("c", "Compartmentalise", "nothing"),
    ]);
    for (query, expected) in
        [("c14n", "a b"), ("canonicalization", "a b"), ("c11n", "b"), ("c4d", "")]
    {
        check(&notes, query, expected);
    }
}

#[test]
fn code_and_addresses_are_found() {
    let notes = searcher(&[
        note("a", "Deploying", "run this\nkubectl apply -f mesh.yaml\nand wait").with(|document| {
            let start = document.body.find("kubectl").unwrap();
            document.code.push(start..start + "kubectl apply -f mesh.yaml".len());
            document.links = vec![crate::Link {
                url: "https://linkerd.io/2/getting-started".to_owned(),
                text: String::new(),
            }];
        }),
        note("b", "Other", "nothing of the sort"),
    ]);
    for query in ["kubectl", "mesh.yaml", "\"kubectl apply\"", "linkerd.io", "getting-started"] {
        check(&notes, query, "a");
    }
    let answer = super::answer(&notes, "kubectl linkerd");
    assert_eq!(answer.hits[0].matched, ["code", "links"]);
}

#[test]
fn code_within_a_line_belongs_to_its_sentence() {
    let notes = searcher(&[note("a", "Scaling", "scale the cluster down\nkubectl get pods\nend")
        .with(|document| {
            let range = |word: &str| {
                let start = document.body.find(word).unwrap();
                start..start + word.len()
            };
            document.code = vec![range("cluster"), range("kubectl get pods")];
        })]);
    for (query, expected) in [
        ("\"the cluster\"", "a"),
        ("\"scale the cluster down\"", "a"),
        ("\"kubectl get\"", "a"),
        ("\"down kubectl\"", ""),
    ] {
        check(&notes, query, expected);
    }
}

#[test]
fn code_ranges_that_are_wrong_lose_no_word() {
    let notes = searcher(&[note("a", "Größe", "eins zwei drei").with(|document| {
        let backwards = std::ops::Range { start: 8, end: 3 };
        document.code = vec![3..5, 2..4, 900..1000, backwards];
    })]);
    for query in ["grosse", "eins", "drei"] {
        check(&notes, query, "a");
    }
}

#[test]
fn others_of_its_kind_follow_where_little_is_known_of_a_project() {
    let notes = searcher(&[
        note("a", "SPIFFE", "spiffe alone"),
        note("b", "SPIRE at scale", "spire spire spire"),
        note("c", "Spiffe in passing", "of which something is said at length"),
        note("d", "SPIRE and others", "spire").kind(Kind::Keynote),
        note("e", "Flux", "neither of them"),
    ]);
    let search = |query: &str, options| notes.search(&Query::parse(query), &options).unwrap();
    for (query, expected, told) in [
        ("spiffe", "a c b d", true),
        ("spiffe kind:keynote", "", false),
        ("spiffe at scale", "b c a d", true),
        ("\"spiffe\"", "a c", false),
        ("flux", "e", false),
    ] {
        let found = search(query, SearchOptions::default());
        assert_eq!(super::ids(&found).join(" "), expected, "{query}");
        let warning = "few notes say so: those about similar projects follow";
        assert_eq!(found.warnings.iter().any(|said| said == warning), told, "{query}");
    }
    let by_date = SearchOptions { sort: Sort::Date, ..SearchOptions::default() };
    assert_eq!(search("spiffe", by_date).total, 2);
    let facets = SearchOptions { facets: vec![FacetField::Kind], ..SearchOptions::default() };
    assert_eq!(search("spiffe", facets).total, 2);
    let many: Vec<_> =
        (0..10).map(|n| note(&format!("{n:016x}"), "Identity", "spiffe and spire")).collect();
    let many = searcher(&[many, vec![note("b", "SPIRE", "spire")]].concat());
    assert_eq!(super::answer(&many, "spiffe").total, 10);
}

#[test]
fn a_misspelt_speaker_follows_those_who_are_spelt_well() {
    let notes = searcher(&[
        note("a", "Rails", "a moment").by("Bryan Liles", "VMware"),
        note("b", "Brayn Liles", "compilers"),
        note("c", "Updates", "told by others").by("Bryan Lilies", ""),
        note("d", "Brian", "no word of Liles"),
        note("e", "Grains", "of which Bryan Miles spoke").by("Jon Liles", ""),
        note("f", "Rust", "x").by("John Liles", ""),
    ]);
    for (query, expected) in [
        ("bryan liles", "a c b"),
        ("talks by bryan liles", "a c b"),
        ("speaker:\"bryan liles\"", "a"),
        // Short names have near neighbours that are others.
        ("john liles", "f"),
    ] {
        check(&notes, query, expected);
    }
}
