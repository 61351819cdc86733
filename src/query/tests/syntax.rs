//! The query language, case by case.

use super::{Query, tree_of};

/// What `text` parses to, without a warning.
fn check(text: &str, expected: &str) {
    let query = Query::parse(text);
    assert_eq!(tree_of(&query), expected, "{text}");
    assert_eq!(query.warnings, [], "{text}");
}

/// What `text` parses to, and a part of each of its warnings.
fn warned(text: &str, expected: &str, warnings: &[&str]) {
    let query = Query::parse(text);
    assert_eq!(tree_of(&query), expected, "{text}");
    let found: Vec<&str> = query.warnings.iter().map(|warning| &*warning.message).collect();
    assert_eq!(found.len(), warnings.len(), "{text}: {found:?}");
    for (found, expected) in found.iter().zip(warnings) {
        assert!(found.contains(expected), "{text}: {found}");
    }
}

#[test]
fn nothing() {
    for text in ["", "  \t\n", "-", " - ", "?", "()", "\"\"", "( ( ) )", "|", "—", "*", "\0", "+ &"]
    {
        check(text, "");
    }
}

#[test]
fn an_unknown_field_is_words_and_a_warning() {
    warned("foo:bar flux", "(words foo:bar flux)", &["`foo` is no field"]);
    check("https://sched.co/1HyYW", "https://sched.co/1HyYW");
}

#[test]
fn words_are_kept_as_typed() {
    check("flux", "flux");
    check("sessions about Flux", "(words sessions about Flux)");
    check("kube-proxy", "kube-proxy");
    check("CI/CD security", "(words CI/CD security)");
    check("re:Invent flux", "(words re:Invent flux)");
    check("O'Neil don’t", "(words O'Neil don’t)");
    check("C++ C# F# .NET", "(words C++ C# F# .NET)");
    check("v1.21 k8s/v1.21.3 99.9%", "(words v1.21 k8s/v1.21.3 99.9)");
    check("10:30 keynote", "(words 10:30 keynote)");
    check("https://fluxcd.io/docs?a=b#c", "https://fluxcd.io/docs?a=b#c");
    check("who's using flux?", "(words who's using flux)");
    check("kubecon eu 2021: flux", "(words kubecon eu 2021 flux)");
    check("it's always dns", "(words it's always dns)");
    check("AT&T @thockin #kccnceu my_var", "(words AT&T @thockin #kccnceu my_var)");
    check("flux or gitops and not argo", "(words flux or gitops and not argo)");
    check("flux, argo; (helm).", "(words flux argo helm)");
    check("10,000 nodes", "(words 10,000 nodes)");
    check("KubeCon + CloudNativeCon", "(words KubeCon CloudNativeCon)");
    check("`kubectl --dry-run`", "(words kubectl dry-run)");
    check("**Flux** and _Argo_", "(words Flux and Argo)");
    check("[title](https://sched.co/x)", "(words title https://sched.co/x)");
    check("主题：Kubernetes、服务网格。", "(words 主题 Kubernetes 服务网格)");
    check("🚀 launch", "(words 🚀 launch)");
    check("speakers' dinner", "(words speakers dinner)");
    check("a\u{200b}b\u{feff}c", "(words a b c)");
    check("X -> Y <- Z", "(words X Y Z)");
    check("type: LoadBalancer", "(words type LoadBalancer)");
}

#[test]
fn phrases() {
    check("\"service mesh\"", "\"service mesh\"");
    check("“service mesh” flux", "(words \"service mesh\" flux)");
    check("„service mesh“ «flux»", "(words \"service mesh\" \"flux\")");
    check("「サービス」", "\"サービス\"");
    check("a\"b c\"d", "(words a \"b c\" d)");
    check("\"AND OR -x (y) speaker:z\"", "\"AND OR -x (y) speaker:z\"");
    warned("\"service mesh", "(words service mesh)", &["quote is not closed"]);
    warned("service\" mesh", "(words service mesh)", &["quote is not closed"]);
    warned("\"a b\" \"c d", "(words \"a b\" c d)", &["quote is not closed"]);
}

#[test]
fn without() {
    check("flux -argo", "(words flux (not argo))");
    check("-flux", "(not flux)");
    check("NOT flux", "(not flux)");
    check("flux NOT argo", "(words flux (not argo))");
    check(
        "flux -\"argo cd\" -(helm chart)",
        "(words flux (not \"argo cd\") (not (words helm chart)))",
    );
    check("flux - argo", "(words flux argo)");
    check("flux – argo", "(words flux argo)");
    check("NOT NOT flux", "flux");
    check("NOT -flux", "flux");
    check("-(-flux)", "flux");
    check("--flux", "flux");
    check("-speaker:rice NOT year:2019", "(words (not speaker:\"rice\") (not year:2019))");
    check("flux -() x", "(words flux x)");
    check("flux -\"\" x", "(words flux x)");
    check("-AND", "(not AND)");
    check("\"a\"-b", "(words \"a\" b)");
}

#[test]
fn operators() {
    check("a OR b", "(or a b)");
    check("a | b|c", "(or a b c)");
    check("a AND b", "(and a b)");
    check("a b OR c d", "(or (words a b) (words c d))");
    check("a AND b OR c AND NOT d", "(or (and a b) (and c (not d)))");
    check("a AND (b OR c)", "(and a (or b c))");
    check("(a OR b) c", "(words (or a b) c)");
    check("((a) ((b)))", "(words a b)");
    check("（a OR b）", "(or a b)");
    check("| a |", "a");
    check("a || b", "(or a b)");
    warned("AND a", "(words AND a)", &["`AND` joins nothing"]);
    warned("a OR", "(words a OR)", &["`OR` joins nothing"]);
    warned("a NOT", "(words a NOT)", &["`NOT` joins nothing"]);
    warned("OR", "OR", &["`OR` joins nothing"]);
    warned("a AND OR b", "(and a (words OR b))", &["`OR` joins nothing"]);
    warned("(a OR) b", "(words a OR b)", &["`OR` joins nothing"]);
    warned("(a OR b", "(or a b)", &["not closed"]);
    warned("x (a OR b", "(words x (or a b))", &["not closed"]);
    warned("a) b", "(words a b)", &["no parenthesis to close"]);
    warned(":)", "", &["no parenthesis to close"]);
}

#[test]
fn prefixes() {
    check("kube*", "kube*");
    check("kube-p* flux", "(words kube-p* flux)");
    check("-kube*", "(not kube*)");
    warned("k*", "k", &["two letters"]);
    warned("ku*let", "ku*let", &["end of a word"]);
    warned("*let", "let", &["end of a word"]);
    warned("flux~1 mesh^2", "(words flux mesh)", &["`~1`", "`^2`"]);
    warned("\"service mesh\"~5 x", "(words \"service mesh\" x)", &["`~5`"]);
    check("~/kube foo~bar x", "(words kube foo~bar x)");
}

#[test]
fn fields() {
    check("speaker:rice", "speaker:\"rice\"");
    check("SPEAKER:Rice", "speaker:\"Rice\"");
    check("speakers:\"Liz Rice\"", "speaker:\"Liz Rice\"");
    check("speaker：“Liz Rice”", "speaker:\"Liz Rice\"");
    check("speaker: Liz", "speaker:\"Liz\"");
    check(
        "title:flux body:argo path:2021/eu.md",
        "(words title:\"flux\" body:\"argo\" path:\"2021/eu.md\")",
    );
    check("project:flux company:google,", "(words project:\"flux\" company:\"google\")");
    check("year:2021", "year:2021");
    check("year:2019..2022 flux", "(words year:2019..2022 flux)");
    check("year:>=2020", "year:2020..");
    check("year: >= 2020", "year:2020..");
    check("year:<2020", "year:..2019");
    check("year:2021-2023.", "year:2021..2023");
    check("year:2019,2021", "(or year:2019 year:2021)");
    check("kind:keynotes kind:lightning-talk", "(or kind:keynote kind:lightning)");
    check("kind:talk", "kind:session");
    check("-speaker:\"Liz Rice\"", "(not speaker:\"Liz Rice\")");
    check("flux(year:2021)", "(words flux year:2021)");
    warned("speaker:", "speaker", &["`speaker:` has no value"]);
    warned("speaker:\"\" x", "(words speaker x)", &["`speaker:` has no value"]);
    warned("a title:?", "(words a title)", &["`title:` has no value"]);
    warned("year:soon", "(words year soon)", &["not a year"]);
    warned("year:\"some day\" x", "(words year some day x)", &["not a year"]);
    warned("year:(soon OR 2021)", "(or soon year:2021)", &["not a year"]);
    warned("kind: Deployment", "(words kind Deployment)", &["not a kind"]);
    warned("speker:liz", "(words speker liz)", &["did you mean `speaker:`"]);
    warned("tilte:\"a b\"", "(words tilte \"a b\")", &["did you mean `title:`"]);
    warned("speaker:\"Liz Rice", "(words speaker:\"Liz\" Rice)", &["quote is not closed"]);
    warned("speaker:kels*", "speaker:\"kels\"", &["not in fields"]);
}

#[test]
fn filters_on_one_field_are_alternatives() {
    check("speaker:a flux speaker:b", "(words (or speaker:\"a\" speaker:\"b\") flux)");
    check("speaker:a speaker:b speaker:c", "(or speaker:\"a\" speaker:\"b\" speaker:\"c\")");
    check("speaker:a company:b", "(words speaker:\"a\" company:\"b\")");
    check("(year:2019 x) year:2020", "(words (or year:2019 year:2020) x)");
    check("year:2019,2021 year:2022", "(or year:2019 year:2021 year:2022)");
    check("speaker:a AND speaker:b", "(and speaker:\"a\" speaker:\"b\")");
    check("-speaker:a -speaker:b", "(words (not speaker:\"a\") (not speaker:\"b\"))");
    check("title:(service mesh)", "(and title:\"service\" title:\"mesh\")");
    check(
        "company:(google OR \"red hat\") x",
        "(words (or company:\"google\" company:\"red hat\") x)",
    );
    check("year:(2019 2021)", "(or year:2019 year:2021)");
    check("title: (a -b)", "(and title:\"a\" (not title:\"b\"))");
}

#[test]
fn flags_mean_the_same_as_fields() {
    let check = |text: &str, flags: &[(&str, &str)], expected: &str| {
        let mut query = Query::parse(text);
        for (field, value) in flags {
            query.add_filter(field, value).unwrap();
        }
        assert_eq!(tree_of(&query), expected, "{text} {flags:?}");
    };
    check("", &[("speaker", "Liz Rice")], "speaker:\"Liz Rice\"");
    check("flux", &[("year", "2019"), ("year", "2021")], "(words flux (or year:2019 year:2021))");
    check(
        "flux year:2018",
        &[("year", "2019"), ("year", "2020")],
        "(words flux (or year:2018 year:2019 year:2020))",
    );
    check("a OR b", &[("kind", "keynotes")], "(words (or a b) kind:keynote)");
    check("a AND b", &[("company", "\"Red Hat\"")], "(words (and a b) company:\"Red Hat\")");
    check("a b", &[("path", "2021/")], "(words a b path:\"2021/\")");
    for (field, value) in
        [("speed", "1"), ("year", "x"), ("kind", "x"), ("title", " "), ("title", "?")]
    {
        let error = Query::parse("x").add_filter(field, value).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Invalid, "{field}:{value}");
    }
}

#[test]
fn limits() {
    let deep = format!("{}flux{}", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(tree_of(&Query::parse(&deep)), "");
    let deep = format!("{}flux OR argo{} helm", "(".repeat(1000), ")".repeat(1000));
    warned(&deep, "(words (or flux argo) helm)", &["32 deep"]);
    let many = "x OR ".repeat(300);
    let query = Query::parse(&many);
    assert_eq!(tree_of(&query).matches('x').count(), 256);
    assert!(query.warnings.iter().any(|warning| warning.message.contains("first 256")));
    let long = "é".repeat(3000);
    let query = Query::parse(&long);
    assert_eq!(query.text.len(), 4096);
    assert!(query.warnings[0].message.contains("4096"));
    let nots = "NOT ".repeat(1000) + "x";
    assert_eq!(tree_of(&Query::parse(&nots)), "x");
    let quotes = "\"".repeat(4001);
    warned(&quotes, "", &["quote is not closed"]);
}

#[test]
fn spans_point_at_what_was_typed() {
    let text = "flux -“service mesh” speaker:\"Liz Rice\" kube*";
    let query = Query::parse(text);
    let super::Node::Words(children) = query.root.unwrap().node else { panic!() };
    let parts: Vec<&str> = children.iter().map(|child| &text[child.span.clone()]).collect();
    assert_eq!(parts, ["flux", "-“service mesh”", "speaker:\"Liz Rice\"", "kube*"]);
}
