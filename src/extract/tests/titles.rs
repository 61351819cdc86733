//! Titles that stand apart from their people: below them, or in the middle of prose.

use super::notes::{A, B, check};

#[test]
fn the_title_may_stand_below_its_people() {
    let note = |below: &str| {
        format!(
            "# KubeCon EU 2021\n\n## Day 1\n\n### Liz Rice [@lizrice](https://x.y/lizrice) - Isovalent\n\n{below}\n\n- a note\n\n### Matt Klein, Lyft\n**Envoy in the Wild**\n\nText.\n"
        )
    };
    for title in
        ["*Keep Calm and Scale*", "“Keep Calm and Scale”", "[Keep Calm and Scale](https://x.y)"]
    {
        check("kubecon-eu-2021.md", &note(title), &[A, B]);
    }
    // With a handle behind the name, what nobody knows is the company.
    check(
        "kubecon-eu-2021.md",
        "# KubeCon EU 2021\n\n## Day 1\n\n### Ines Aldana [@ines](https://x.y/ines) - Nowhere Filaments\n\n*Keep Calm and Scale*\n\n- a note\n",
        &["session: Keep Calm and Scale - Ines Aldana of Nowhere Filaments"],
    );
    // A remark is none, nor are two words.
    let none = "session: Liz Rice @lizrice - Isovalent - Liz Rice of Isovalent";
    for remark in [
        "*She was great to hear.*",
        "*10:30*",
        "*Great talk*",
        "Keep calm and scale",
        "*Platform Engineer and CNCF ambassador*",
        "**Wednesday, April 19, 2023 11:00**",
        "**Room G104, Level 1**",
        "*Keynote, Wednesday morning*",
        "[Follow her on Twitter today](https://twitter.com/lizrice)",
        "[Watch the recording on YouTube](https://www.youtube.com/watch?v=a)",
        "\"This was the best talk I heard\"",
        "**Key takeaways and things to try**",
        "*Pictures from the hallway track*",
        "*Notes from the second day*",
    ] {
        check("kubecon-eu-2021.md", &note(remark), &[none, B]);
    }
}

#[test]
fn titles_in_prose_may_be_emphasised_or_stand_in_quotes_of_han() {
    for (text, expected) in [
        (
            "Next up I went to *Keep Calm and Scale* delivered by Isovalent's Liz Rice. I liked it.",
            A,
        ),
        ("Then there was *Envoy in the Wild* by Matt Klein from Lyft, which was fine.", B),
        (
            "I decided to attend *Pods on Boats at Sea*, for I like boats.",
            "session: Pods on Boats at Sea",
        ),
        (
            "这次他的 topic 是《服务网格在生产环境的实践》，很好。",
            "session: 服务网格在生产环境的实践",
        ),
        (
            "IsovalentのエンジニアであるLiz Rice([site](https://x.y))さんによる、「Keep Calm and Scale」の発表を紹介します。",
            A,
        ),
    ] {
        check("kubecon-eu-2021.md", &format!("# KubeCon EU 2021\n\n{text}\n"), &[expected]);
    }
    for text in [
        "*Author: Liz Rice, Isovalent*, who wrote all of this.",
        "I got a copy of *Keep Calm and Scale* by Liz Rice.",
        "They say it is *not at all what you want*, and so do I.",
        "我最近读了《服务网格在生产环境的实践》这本书。",
        "听了「大家一起加油努力吧」这首歌。",
        "「写真撮影はご遠慮ください」というセッション",
        "We all had read *The Phoenix Project Book* by Gene Kim from IT Revolution.",
        "The blog post *How We Scaled Kubernetes to 7,500 Nodes* by Benjamin Chess from OpenAI is good.",
        "I visited *The Museum of Modern Art* and saw *The Lord of the Rings*.",
        "I met **Liz Rice and Max Muster** there.",
    ] {
        check("kubecon-eu-2021.md", &format!("# KubeCon EU 2021\n\n{text}\n"), &[]);
    }
}

#[test]
fn a_company_may_own_companies_without_end() {
    let owners = "Google's ".repeat(30_000);
    let note = format!("# KubeCon EU 2021\n\n## **Keep Calm and Scale** {owners}\n");
    assert!(!crate::extract::tests::properties::hold("a.md", &note).documents.is_empty());
}
