//! Lists of people, bylines and sentences, and who they name.

use crate::document::Speaker;
use crate::extract::learn::Learned;
use crate::extract::{people, sentence};

pub(super) fn written(speakers: &[Speaker]) -> String {
    let one = |speaker: &Speaker| match &speaker.company {
        Some(company) => format!("{} of {company}", speaker.name),
        None => speaker.name.clone(),
    };
    speakers.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A list that reads as people.
#[track_caller]
fn list(text: &str, expected: &str) {
    let people = people::read(text, &Learned::default()).expect("a list of people");
    assert_eq!(written(&people.speakers), expected, "{text}: {people:?}");
    assert!(people.evidence() > 0.0, "{text}: {people:?}");
}

/// A text that must not read as people.
#[track_caller]
fn no_list(text: &str) {
    if let Some(people) = people::read(text, &Learned::default()) {
        assert!(people.evidence() <= 0.5, "{text}: {people:?}");
    }
}

#[test]
fn people_and_their_companies() {
    list("Liz Rice", "Liz Rice");
    list("Liz Rice, Isovalent", "Liz Rice of Isovalent");
    list("Liz Rice (Isovalent)", "Liz Rice of Isovalent");
    list("Liz Rice - Isovalent", "Liz Rice of Isovalent");
    list("Liz Rice from Isovalent", "Liz Rice of Isovalent");
    list("Liz Rice @ Isovalent", "Liz Rice of Isovalent");
    list("Liz Rice@Isovalent", "Liz Rice of Isovalent");
    list("Liz Rice, CTO Mobile Networks, Isovalent", "Liz Rice of Isovalent");
    list("Liz Rice, Staff Engineer & PMC, Google", "Liz Rice of Google");
    list("Liz Rice, Ambassador Labs", "Liz Rice of Ambassador Labs");
    list("Liz Rice/Isovalent", "Liz Rice of Isovalent");
    list("Liz Rice[^1], Isovalent", "Liz Rice of Isovalent");
    list("Liz Rice氏（Isovalent）", "Liz Rice of Isovalent");
    list("土田 太郎 (@tt), 船株式会社", "土田 太郎 of 船株式会社");
    list("エイダ・バイロン、Acme", "エイダ・バイロン of Acme");
    list("王小明，Acme 首席工程师", "王小明 of Acme");
    list("Liz Rice, Google engineer", "Liz Rice of Google");
    list("Liz Rice - Senior Staff Engineer, Isovalent @lizrice", "Liz Rice of Isovalent");
    list("Liz Rice, Chief Open Source Officer, Isovalent", "Liz Rice of Isovalent");
    list("Quill Borgmann, AT&T", "Quill Borgmann of AT&T");
    list("Liz Rice, works at Isovalent", "Liz Rice of Isovalent");
    list("Quill Borgmann, Johnson & Johnson", "Quill Borgmann of Johnson & Johnson");
    list("LIZ RICE&MATT KLEIN", "Liz Rice; Matt Klein");
    list(
        "Moderated by Liz Rice, Isovalent; Matt Klein, Lyft",
        "Liz Rice of Isovalent; Matt Klein of Lyft",
    );
    list("Moderator: Liz Rice; Matt Klein", "Liz Rice; Matt Klein");
    // Given names that are words, too, and so may be companies'.
    list(
        "Liz Rice, Bill Borgmann & Matt Klein, Lyft",
        "Liz Rice of Lyft; Bill Borgmann of Lyft; Matt Klein of Lyft",
    );
    list("Liz Rice, Ping Borgmann", "Liz Rice; Ping Borgmann");
    list("Liz Rice, Isovalent & Matt Klein, Lyft", "Liz Rice of Isovalent; Matt Klein of Lyft");
    list("Matt Klein & Daniel Hochman, Lyft", "Matt Klein of Lyft; Daniel Hochman of Lyft");
    list("Matt Klein, Lyft; Liz Rice, Isovalent", "Matt Klein of Lyft; Liz Rice of Isovalent");
    list(
        "Matt Klein, Daniel Hochman & Jose Nino, Lyft",
        "Matt Klein of Lyft; Daniel Hochman of Lyft; Jose Nino of Lyft",
    );
    list("Matt Klein/Liz Rice", "Matt Klein; Liz Rice");
    list("Liz Rice (she/her), Isovalent", "Liz Rice of Isovalent");
    list("Liz Rice (@lizrice), Isovalent", "Liz Rice of Isovalent");
    list("Liz Rice, Independent", "Liz Rice");
    list("LIZ RICE, ISOVALENT", "Liz Rice of Isovalent");
    list("William A. Rowe, Jr., Pivotal", "William A. Rowe, Jr. of Pivotal");
    list("Shigeyuki Fujishima／LINE Fukuoka", "Shigeyuki Fujishima of LINE Fukuoka");
    list("草間一人", "草間一人");
}

#[test]
fn titles_are_no_people() {
    no_list("The Art of Hiding Yourself");
    no_list("Cluster API: Intro");
    no_list("how we scaled to ten thousand nodes");
    no_list("CI/CD");
    no_list("Kubernetes, Envoy & Prometheus");
    no_list("1.22 and beyond");
    assert_eq!(people::read("", &Learned::default()), None);
    assert_eq!(people::read(&"a, ".repeat(600), &Learned::default()), None);
}

#[test]
fn what_was_learned_decides_what_a_text_alone_cannot() {
    let unknown = "Ysolde Quux, Frobnitz";
    let alone = people::read(unknown, &Learned::default()).map_or(0.0, |found| found.evidence());
    let taught = [Speaker { name: "Ysolde Quux".to_owned(), company: Some("Frobnitz".to_owned()) }];
    let known = people::read(unknown, &Learned::from_speakers(&taught)).expect("people");
    assert!(known.evidence() > alone + 2.0, "{known:?}, alone {alone}");
    assert_eq!(written(&known.speakers), "Ysolde Quux of Frobnitz");
}

#[test]
fn a_first_sentence_names_who_spoke() {
    for (text, expected) in [
        ("In this talk Liz Rice from Isovalent showed how it works.", "Liz Rice of Isovalent"),
        ("Liz Rice (Isovalent) explained the verifier.", "Liz Rice of Isovalent"),
        ("Liz Rice and Matt Klein presented the roadmap.", "Liz Rice; Matt Klein"),
        ("A talk by Liz Rice about eBPF.", "Liz Rice"),
        ("Liz Rice's talk was full.", "Liz Rice"),
        ("Liz Rice zeigte, wie es geht.", "Liz Rice"),
        (
            "On stage Liz Rice (Isovalent), Nyx Ottersen (Acme), and Quill Borgmann (Initech) \
             argued about it.",
            "Liz Rice of Isovalent; Nyx Ottersen of Acme; Quill Borgmann of Initech",
        ),
        (
            "Liz Rice and Quill Borgmann from Acme showed it.",
            "Liz Rice of Acme; Quill Borgmann of Acme",
        ),
        (
            "Quill Borgmann and Liz Rice from Acme showed it.",
            "Quill Borgmann of Acme; Liz Rice of Acme",
        ),
        ("Liz Rice and Red Hat showed it.", "Liz Rice"),
        ("In this talk Isovalent's Liz Rice showed it.", "Liz Rice of Isovalent"),
        ("First Google CTO Liz Rice opened the day.", "Liz Rice of Google"),
        ("Liz Rice von Google zeigte es.", "Liz Rice of Google"),
        ("演讲者是来自字节跳动的王小明，他介绍了调度平台。", "王小明 of 字节跳动"),
        (
            "两位演讲者是来自 Acme 的 Ada Byron 与来自 Initech 的 Max Muster，他们介绍了它。",
            "Ada Byron of Acme; Max Muster of Initech",
        ),
        (
            "开幕由 Ada Byron（CTO, Acme）与张小明（密瓜智能联合创始人兼 CEO）共同带来：大规模。",
            "Ada Byron of Acme; 张小明 of 密瓜智能",
        ),
        ("Acmeの山田 太郎さんによるセッションです。", "山田 太郎 of Acme"),
        ("Ada Byron氏が登壇しました。", "Ada Byron"),
        (
            "株式会社メルカリの中島大一さんと田中花子さんによる講演。",
            "中島大一 of 株式会社メルカリ; 田中花子",
        ),
        ("来自字节跳动的李小红和王大伟分享了实践。", "李小红 of 字节跳动; 王大伟"),
        ("由华为云的王泽锋与张强带来的演讲。", "王泽锋 of 华为云; 张强"),
        ("첫 번째 세션에서는 Hitachi의 Kenji Mori가 GPU를 발표했다.", "Kenji Mori of Hitachi"),
        ("Good talk by Bob Lee (Adobe).", "Bob Lee of Adobe"),
        ("A talk by Liz Rice, based on a paper by Jacob Hoffman at Google.", "Liz Rice"),
        ("A talk by Liz Rice. My colleague Peter Novak presented it last year.", "Liz Rice"),
        ("My colleague Peter Novak gave this talk.", "Peter Novak"),
        ("Liz Rice gave a talk I really liked about eBPF.", "Liz Rice"),
        ("Liz Rice (Isovalent) asked: who is using eBPF?", "Liz Rice of Isovalent"),
        ("A talk by Liz Rice. I sat in the front row.", "Liz Rice"),
        ("A case study by Liz Rice of Lyft on moving.", "Liz Rice of Lyft"),
        ("Highly recommended talk by Liz Rice from Lyft.", "Liz Rice of Lyft"),
        ("Liz Rice and my colleague Bob Lee gave this talk.", "Liz Rice; Bob Lee"),
        ("I wrote a blog post on Liz Rice's talk.", "Liz Rice"),
        ("Liz Rice from La Poste showed it.", "Liz Rice of La Poste"),
        ("The talk was given by Quill Thomas.", "Quill Thomas"),
        ("In dem Talk hat Liz Rice gezeigt, wie es funktioniert.", "Liz Rice"),
        ("Liz Rice von der Deutschen Bahn hat es erklärt.", "Liz Rice of Deutschen Bahn"),
        ("Une conférence de Liz Rice et Bob Lee.", "Liz Rice; Bob Lee"),
        ("Talk présenté par Liz Rice d'OVHcloud.", "Liz Rice of OVHcloud"),
        ("Talk door Jan van der Berg van ING.", "Jan van der Berg of ING"),
        ("Quill Borgmann of Acme showed us how it is done.", "Quill Borgmann of Acme"),
        ("Finally Quill Borgmann talked about the state of the art.", "Quill Borgmann"),
        ("Here Quill Borgmann talked about the state of the art.", "Quill Borgmann"),
        ("A talk by Anna Schmidt and Max Körbächer.", "Anna Schmidt; Max Körbächer"),
        (
            "Ein Vortrag von Anna Weber und Bob Lee von Zalando.",
            "Anna Weber of Zalando; Bob Lee of Zalando",
        ),
        ("Acme의 Ada Byron(CTO)이 인증을 주제로 발표했다.", "Ada Byron of Acme"),
        ("Liz Rice von heiseSecurity zeigte es.", "Liz Rice of heiseSecurity"),
        ("Liz Rice hat mir die Kugeln und die Formeln erklärt.", "Liz Rice"),
        ("Wenn es einen Vortrag gab, dann den von Liz Rice & Matt Klein.", "Liz Rice; Matt Klein"),
        ("L'intervenante, Liz Rice (Isovalent) était claire.", "Liz Rice of Isovalent"),
        ("Next up was Liz Rice with news of Envoy.", "Liz Rice"),
        ("Then we had Liz Rice on stage.", "Liz Rice"),
        ("In this keynote, Liz Rice runs us through an outage.", "Liz Rice"),
        ("Liz Rice from the Bergen-based little startup Acme showed it.", "Liz Rice of Acme"),
        // Nobody knows these names, but what stands before them says that one follows.
        ("One of the best talks was by Google's Quill Borgmann.", "Quill Borgmann of Google"),
        ("The update by Quill Borgmann was short.", "Quill Borgmann"),
        ("Its maker and Google CTO Quill Borgmann introduced it.", "Quill Borgmann of Google"),
    ] {
        let found = sentence::speakers(text, &Learned::default()).unwrap_or_default();
        assert_eq!(written(&found), expected, "{text}");
    }
    for text in [
        "I met Liz Rice at the booth.",
        "Kubernetes showed its age.",
        "It is built like Google's Borg Omegaton of old.",
        "山田 太郎さんが本を読みました。",
        "来自北京的火车，很慢。",
        "大会上有来自世界各地的开发者，他们分享了自己的经验。",
        "介绍了调度器和控制面（Control Plane）的设计。",
        "我们讨论了 sidecar 和 Service Mesh（服务网格），演讲很好。",
        "이 발표에서 서비스의 안정성은 가장 중요하다고 설명했다.",
        "올해의 로드맵이 발표되었다.",
        "The demo was powered by Raspberry Pi boards.",
        "Spotify runs 300 clusters and nobody knows why.",
        "Raspberry Pi presented a problem for us.",
        "本次演讲介绍了集群架构和方法介绍。",
        "클라우드의 전환점은 2015년이라고 발표했다.",
        "The talk cited Brendan Gregg from Intel on flame graphs.",
        "Thanks to Bob Lee from Adobe for the tip to go to this talk!",
        "Bob Lee from Adobe, who sat next to me, liked this talk.",
        "The talk was about Envoy Mobile and its future.",
        "",
    ] {
        assert_eq!(sentence::speakers(text, &Learned::default()), None, "{text}");
    }
}

#[test]
fn a_first_sentence_names_the_company_that_spoke() {
    let found = |text: &str| sentence::companies(text, &Learned::default());
    assert_eq!(found("Spotify discussed its migration."), ["Spotify"]);
    assert_eq!(found("Engineers from Spotify and Datadog shared numbers."), ["Spotify", "Datadog"]);
    assert_eq!(found("The migration took Spotify a year."), [] as [&str; 0]);
}

#[test]
fn a_first_sentence_may_speak_of_the_session() {
    assert!(sentence::says_session("This talk was about calm."));
    assert!(sentence::says_session("In diesem Vortrag ging es um Ruhe."));
    assert!(!sentence::says_session("Calm is good. This talk was about it."));
}
