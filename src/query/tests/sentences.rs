//! Sentences and what they are understood as, against names that a real index may hold.

use super::{Expr, Query};
use crate::lexicon::fold::fold;
use crate::query::{Condition, KnownEvent, KnownName, Understood, Vocabulary, plain, understand};

const SPEAKERS: &[(&str, u64)] = &[
    ("Liz Rice", 12),
    ("Kelsey Hightower", 9),
    ("Priyanka Sharma", 6),
    ("Thomas Graf", 5),
    ("Max Körbächer", 2),
    ("Bryan Liles", 4),
    ("Christopher M. Luciano", 3),
    ("Ricardo Rocha", 6),
    ("Conor O'Neil", 1),
    ("任强", 1),
    ("Deep Debroy", 2),
    ("Mauricio \"Salaboy\" Salatino", 2),
    // What extraction made a speaker of by mistake.
    ("Service Mesh", 1),
    ("Security", 1),
];

const COMPANIES: &[(&str, u64)] = &[
    ("Weaveworks", 31),
    ("Apple", 6),
    ("Google", 190),
    ("Google Cloud", 8),
    ("Lyft", 50),
    ("Spotify", 20),
    ("Docker", 14),
    ("Red Hat", 77),
    ("Isovalent", 12),
    ("Intuit", 17),
    ("Department of Defense", 8),
    ("Amazon Web Services", 8),
    ("The New York Times", 2),
    ("Datadog", 14),
    ("Linux", 2),
    ("Production", 1),
];

const EVENTS: &[(&str, bool)] = &[
    ("KubeCon + CloudNativeCon", false),
    ("GitOpsCon", true),
    ("ArgoCon", true),
    ("Platform Engineering Day", true),
    ("Data on Kubernetes Day", true),
    ("KCD Austria", false),
    ("CloudNative Days Fukuoka", false),
    ("CloudNative Days Kansai", false),
    ("Kubernetes Community Days Shanghai", false),
    ("FOSDEM", false),
    ("Kubernetes Contributor Summit", true),
];

/// In how many documents words stand as words, where that is often.
const ORDINARY: &[(&str, u64)] = &[
    ("service", 400),
    ("mesh", 300),
    ("security", 500),
    ("docker", 200),
    ("linux", 150),
    ("production", 400),
    ("google", 300),
    ("apple", 15),
    ("cloud", 700),
    ("rice", 14),
    ("liz", 16),
    ("kubernetes", 1500),
    ("data", 400),
    ("on", 2000),
    ("deep", 90),
    ("dive", 90),
    ("day", 300),
    ("summit", 60),
];

pub(in crate::query) struct Names;

impl Vocabulary for Names {
    fn speakers(&self, folded: &str) -> Vec<KnownName> {
        named(SPEAKERS, |name| {
            let mut words = name.split(' ');
            folded.split(' ').all(|asked| words.any(|word| word == asked))
        })
    }

    fn companies(&self, folded: &str) -> Vec<KnownName> {
        named(COMPANIES, |name| name == folded || name.strip_prefix("the ") == Some(folded))
    }

    fn events(&self, folded: &str) -> Vec<KnownEvent> {
        let known = EVENTS
            .iter()
            .filter(|(name, _)| format!(" {} ", fold(name)).contains(&format!(" {folded} ")));
        known
            .map(|(name, colocated)| KnownEvent {
                name: (*name).to_owned(),
                colocated: *colocated,
                documents: 10,
            })
            .collect()
    }

    fn word_frequency(&self, folded: &str) -> u64 {
        ORDINARY.iter().find(|(word, _)| *word == folded).map_or(3, |(_, frequency)| *frequency)
    }
}

fn named(names: &[(&str, u64)], is: impl Fn(&str) -> bool) -> Vec<KnownName> {
    let known = names.iter().filter(|(name, _)| is(&fold(name)));
    known
        .map(|(name, documents)| KnownName { name: (*name).to_owned(), documents: *documents })
        .collect()
}

/// `words (optional words) [conditions] ~[preferences]`, then filters as typed.
pub(in crate::query) fn show(understood: &Understood) -> String {
    let exprs = |exprs: &[Expr]| exprs.iter().map(Expr::to_string).collect::<Vec<_>>().join(" ");
    let conditions = |conditions: &[Condition]| {
        let any = |condition: &Condition| {
            condition.any.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ")
        };
        conditions
            .iter()
            .map(any)
            .collect::<Vec<_>>()
            .join(", ")
            .replace("KubeCon + CloudNativeCon", "KubeCon")
    };
    let mut parts = vec![exprs(&understood.words)];
    if !understood.optional.is_empty() {
        parts.push(format!("({})", exprs(&understood.optional)));
    }
    if !understood.required.is_empty() {
        parts.push(format!("[{}]", conditions(&understood.required)));
    }
    if !understood.preferred.is_empty() {
        parts.push(format!("~[{}]", conditions(&understood.preferred)));
    }
    parts.push(exprs(&understood.typed));
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

fn check(text: &str, expected: &str) {
    let understood = understand(&Query::parse(text), &Names).unwrap();
    assert_eq!(show(&understood), expected, "{text}");
}

#[test]
fn what_is_asked_for() {
    check("sessions about Flux", "Flux");
    check("show me all the talks about service mesh", "service mesh");
    check("who spoke about SPIFFE", "SPIFFE");
    check("who talked about confidential computing?", "confidential computing");
    check("is there a talk comparing linkerd and istio", "linkerd istio (and)");
    check("notes on multi-tenancy", "multi-tenancy");
    check("anything on chaos engineering", "chaos engineering");
    check("tell me about cilium", "cilium");
    check("I am looking for talks on gateway api", "gateway api");
    check("which companies run kubeflow in production", "kubeflow production (run in)");
    check(
        "how do I start contributing to kubernetes",
        "start contributing kubernetes (how do I to)",
    );
    check("who's using flux?", "flux (who's using)");
    check("security talks", "security (talks)");
    check("slides for the cilium session", "cilium (session)");
    check("did anybody speak about cost", "cost");
    check("people talking about burnout", "burnout");
    check("talk with the robot dog", "robot dog");
    check("what happened at kcd austria", "(what happened) [event:\"KCD Austria\"]");
    check("what is new in kubernetes 1.29", "new kubernetes 1.29 (what is in)");
}

#[test]
fn ordinary_words_are_left_alone() {
    check("flux", "flux");
    check("session affinity", "session affinity");
    check("sticky sessions envoy", "sticky sessions envoy");
    check("list pods", "list pods");
    check("search engine", "search engine");
    check("video streaming at the edge", "video streaming edge (at the)");
    check("present state", "present state");
    check("note taking", "note taking");
    check("The Who", "The Who");
    check("it's always dns", "always dns (it's)");
    check("talks", "talks");
    check("to be or not to be", "to be or not to be");
    check("service mesh", "service mesh");
    check("docker security", "docker security");
    check("service mesh without sidecars", "service mesh sidecars (without)");
    check("tracing across clusters within one mesh", "tracing clusters one mesh (across within)");
    check("running kubernetes in production", "running kubernetes production (in)");
    check("data on kubernetes", "data kubernetes (on)");
    check("windows server 2019", "windows server 2019");
    check("day 2 operations", "day 2 operations");
    check("migrating from docker to containerd", "migrating docker containerd (from to)");
    check("the linux kernel", "linux kernel (the)");
    check("https://kubernetes.io/blog/2021 C++", "https://kubernetes.io/blog/2021 C++");
    check("CVE-2019-5736", "CVE-2019-5736");
    check("argo con trolls", "argo con trolls");
}

#[test]
fn people() {
    check("talks by Liz Rice about eBPF", "eBPF [speaker:\"Liz Rice\"]");
    check("liz rice", "[speaker:\"Liz Rice\"]");
    check("LIZ RICE ebpf", "ebpf [speaker:\"Liz Rice\"]");
    check("hightower", "hightower ~[speaker:\"Kelsey Hightower\"]");
    check("talks by hightower", "[speaker:\"Kelsey Hightower\"]");
    check("Kelsey Hightower's keynote", "[speaker:\"Kelsey Hightower\", kind:keynote]");
    check(
        "hightower's keynote about serverless",
        "serverless [speaker:\"Kelsey Hightower\", kind:keynote]",
    );
    check(
        "what did kelsey hightower say about kubectl and ssh",
        "kubectl ssh (and) [speaker:\"Kelsey Hightower\"]",
    );
    check("korbacher platform", "korbacher platform ~[speaker:\"Max Körbächer\"]");
    check("max korbacher platform", "platform [speaker:\"Max Körbächer\"]");
    check("talks by Liz Rice and Thomas Graf", "[speaker:\"Liz Rice\" | speaker:\"Thomas Graf\"]");
    check("talks by Liz Rice, Thomas Graf", "[speaker:\"Liz Rice\" | speaker:\"Thomas Graf\"]");
    check("christopher luciano", "[speaker:\"Christopher M. Luciano\"]");
    check("O'Neil", "O'Neil ~[speaker:\"Conor O'Neil\"]");
    check("talks by \"Liz Rice\"", "[speaker:\"Liz Rice\"]");
    check("\"liz rice says\"", "\"liz rice says\"");
    check("任强", "任强 ~[speaker:\"任强\"]");
    check("Liz Rice talks about containers", "containers [speaker:\"Liz Rice\"]");
    check("flux deep dive", "flux deep dive");
    check("salaboy", "salaboy ~[speaker:\"Mauricio Salaboy Salatino\"]");
    check("security by default", "security default (by)");
}

#[test]
fn what_is_not_wanted() {
    check("gitops but not argo", "gitops -argo");
    check("sessions about storage excluding ceph and rook", "storage -ceph -rook");
    check("service mesh but not about network policy", "service mesh -\"network policy\"");
    check("talks by Liz Rice except for cilium", "[speaker:\"Liz Rice\"] -cilium");
    check("gitops mais pas flux", "gitops -flux");
    // A topic, a title, and nothing that is wanted.
    check("service mesh without sidecars", "service mesh sidecars (without)");
    check("rust and not go", "rust go (and not)");
    check("\"gitops but not argo\"", "\"gitops but not argo\"");
    check("but not argo", "argo (but not)");
    check(
        "gitops but not the way we all did it last year",
        "gitops way last year (but not the we all did it)",
    );
}

#[test]
fn companies() {
    check("keynotes not from Weaveworks", "[kind:keynote] -company:\"Weaveworks\"");
    check("talks by Weaveworks except keynotes", "[company:\"Weaveworks\"] -kind:keynote");
    check("who from Weaveworks spoke about Flux", "Flux [company:\"Weaveworks\"]");
    check("how many talks by Weaveworks", "[company:\"Weaveworks\"]");
    check("keynotes from Weaveworks in 2021", "[kind:keynote, company:\"Weaveworks\", year:2021]");
    check(
        "what did Apple say about confidential computing",
        "confidential computing [company:\"Apple\"]",
    );
    check("apple", "apple ~[company:\"Apple\"]");
    check("service mesh talks by people from Lyft", "service mesh [company:\"Lyft\"]");
    check("talks from Spotify", "[company:\"Spotify\"]");
    check("intuit talks", "intuit (talks) ~[company:\"Intuit\"]");
    check("sessions by Datadog", "[company:\"Datadog\"]");
    check("Lyft engineers on envoy", "envoy [company:\"Lyft\"]");
    check("red hat operators", "red hat operators ~[company:\"Red Hat\"]");
    check("chaos engineering at spotify", "chaos engineering spotify (at) ~[company:\"Spotify\"]");
    check("talks by Google or Red Hat", "[company:\"Google\" | company:\"Red Hat\"]");
    check(
        "how did the department of defense move to kubernetes",
        "department defense move kubernetes (how did the of to) ~[company:\"Department of Defense\"]",
    );
    check("talks from the DoD", "[company:\"Department of Defense\"]");
    check("keynote by aws", "[kind:keynote, company:\"Amazon Web Services\"]");
    check("talks from the new york times", "[company:\"The New York Times\"]");
    check("talks from production", "production ~[company:\"Production\"]");
    check("talks about security from spotify", "security [company:\"Spotify\"]");
    check("talks about migrating from docker", "migrating docker (from)");
    check("maglev by google", "maglev google (by) ~[company:\"Google\"]");
    check("talks by Liz Rice from Isovalent", "[speaker:\"Liz Rice\", company:\"Isovalent\"]");
}

#[test]
fn events_years_and_kinds() {
    check(
        "talks by Liz Rice about eBPF at KubeCon EU 2023",
        "eBPF [speaker:\"Liz Rice\", year:2023, event:\"KubeCon Europe\"]",
    );
    check("lightning talks kubecon 2018", "[kind:lightning, year:2018, event:\"KubeCon\"]");
    check("keynotes kubecon europe 2017", "[kind:keynote, year:2017, event:\"KubeCon Europe\"]");
    check("prometheus kubecon eu 2017", "prometheus [year:2017, event:\"KubeCon Europe\"]");
    check("security talks in 2022", "security [year:2022]");
    check("kubecon valencia flux", "flux [year:2022, event:\"KubeCon Europe\"]");
    check("kubecon talks in barcelona", "[year:2019, event:\"KubeCon Europe\"]");
    check("flux at KubeCon", "flux (at KubeCon) ~[event:\"KubeCon\"]");
    check("GitOpsCon 2022", "[year:2022, event:\"GitOpsCon\"]");
    check("talks at ArgoCon", "[event:\"ArgoCon\"]");
    check("argocon kubecon eu 2023 scaling", "scaling [year:2023, event:\"ArgoCon Europe\"]");
    check("platform engineering day", "[event:\"Platform Engineering Day\"]");
    check("platform engineering", "platform engineering");
    check(
        "observability talks kcd austria 2024",
        "observability [year:2024, event:\"KCD Austria\"]",
    );
    check(
        "istio at cloudnative days japan 2019",
        "istio [year:2019, event:\"CloudNative Days Fukuoka CloudNative Days Kansai Japan\"]",
    );
    check("contributor summit", "[event:\"Kubernetes Contributor Summit\"]");
    check("platform engineering day talks", "[event:\"Platform Engineering Day\"]");
    check("kubecon na 2020 virtual", "[year:2020, event:\"KubeCon North America\"]");
    check("kubecon virtual kubelet", "virtual kubelet (kubecon) ~[event:\"KubeCon\"]");
    check("#kubecon #observability", "#observability (#kubecon) ~[event:\"KubeCon\"]");
    check(
        "talk by Ricardo Rocha on GPUs at KubeCon Europe 2023 in Amsterdam",
        "GPUs [speaker:\"Ricardo Rocha\", year:2023, event:\"KubeCon Europe\"]",
    );
    check(
        "platform engineering day paris",
        "[year:2024, event:\"Platform Engineering Day Europe\"]",
    );
    check("talks about gitops in detroit", "gitops [year:2022, event:\"North America\"]");
    check("gitops in detroit", "gitops detroit (in) ~[event:\"North America 2022\"]");
    check("kcd shanghai", "[event:\"Kubernetes Community Days Shanghai\"]");
    check("talks at fosdem", "[event:\"FOSDEM\"]");
    check("EU 2023 keynotes", "[year:2023, event:\"Europe\", kind:keynote]");
    check("istio in china", "istio china (in) ~[event:\"China\"]");
    check("talks in china about istio", "istio [event:\"China\"]");
    check("flux since 2020", "flux [year:2020..]");
    check("flux between 2019 and 2021", "flux [year:2019..2021]");
    check("flux 2019-2021", "flux [year:2019..2021]");
    check("flux before 2020", "flux [year:..2019]");
    check("flux 2019 or 2021", "flux [year:2019 | year:2021]");
    check("panel about security", "security [kind:panel]");
    check("grafana panels", "grafana (panels) ~[kind:panel]");
    check("tutorials on operators", "operators [kind:tutorial]");
    check("keynote explaining storage with coffee", "storage coffee (with) [kind:keynote]");
    check("maintainer track sessions", "[kind:maintainer]");
    check("how to write a tutorial", "write (how to a tutorial) ~[kind:tutorial]");
}

#[test]
fn other_languages() {
    check("Vorträge über Sicherheit von Spotify", "Sicherheit [company:\"Spotify\"]");
    check("was hat Liz Rice über eBPF gesagt", "eBPF [speaker:\"Liz Rice\"]");
    check(
        "charlas sobre seguridad de Spotify en 2021",
        "seguridad [company:\"Spotify\", year:2021]",
    );
    check("présentations sur la sécurité par Liz Rice", "sécurité [speaker:\"Liz Rice\"]");
    check("praatjes over security van Red Hat", "security [company:\"Red Hat\"]");
}

#[test]
fn what_was_typed_as_syntax_stays() {
    check("talks by Liz Rice -ebpf", "[speaker:\"Liz Rice\"] -ebpf");
    check("talks year:2021 about flux", "flux year:2021");
    check("talks by Liz Rice speaker:graf", "Liz Rice ~[speaker:\"Liz Rice\"] speaker:\"graf\"");
    check("flux kube* \"service mesh\"", "flux kube* \"service mesh\"");
    for text in ["flux OR argo", "talks AND flux", "(a OR b) talks", ""] {
        assert_eq!(understand(&Query::parse(text), &Names), None, "{text}");
    }
    assert_eq!(understand(&Query::parse("talks about flux").literal(true), &Names), None);
    assert_eq!(understand(&Query::parse(&"word ".repeat(60)), &Names), None);
}

#[test]
fn readings_as_they_are_shown() {
    let read = |text: &str| {
        let understood = understand(&Query::parse(text), &Names).unwrap();
        serde_json::to_string(&understood.interpreted).unwrap()
    };
    assert_eq!(
        read("talks by liz rice in 2021"),
        r#"{"text":"","speaker":["Liz Rice"],"year":{"from":2021,"to":2021}}"#
    );
    assert_eq!(
        read("keynotes about the future of flux at KubeCon EU since 2020"),
        r#"{"text":"future of flux","event":["KubeCon + CloudNativeCon Europe"],"kind":["keynote"],"year":{"from":2020,"to":null}}"#
    );
    assert_eq!(
        read("hightower"),
        r#"{"text":"hightower","preferred":{"speaker":["Kelsey Hightower"]}}"#
    );
    assert_eq!(read("service mesh"), "null");
    assert_eq!(read("the future of flux"), "null");
    let plain = plain(&Query::parse("talks by Liz Rice about flux")).unwrap();
    assert_eq!(show(&plain), "talks Liz Rice flux (by about)");
    assert_eq!(plain.interpreted, None);
}
