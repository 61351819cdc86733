//! What words become, as tables, and what holds for every text.

use proptest::prelude::*;
use tantivy::tokenizer::TokenStream as _;

use super::{Analyzer, Form, Profile, fold};

/// Terms as `position:term`, stems with `~` and parts with `^` before them.
fn terms(text: &str, profile: Profile) -> String {
    let mut analyzer = Analyzer::new(profile);
    let mut tokens = analyzer.tokens(text);
    let mut found = Vec::new();
    while let Some((token, form)) = tokens.next_form() {
        let term = match form {
            Form::Stem => token.text.replacen('\u{1}', "~", 1),
            Form::Part => token.text.replacen('\u{2}', "^", 1),
            Form::Exact | Form::Whole | Form::Pair => token.text.clone(),
        };
        found.push(format!("{}:{term}", token.position));
    }
    found.join(" ")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(terms(text, Profile::Prose), expected, "{text}");
}

#[test]
fn words_are_folded_and_stemmed() {
    check("Flux, and Argo!", "0:flux 1:and 2:argo");
    check("Operators running", "0:operators 0:~oper 1:running 1:~run");
    check("Envoy's", "0:envoy");
    check("Envoy’s", "0:envoy");
    check("the maintainers' track", "0:the 1:maintainers 1:~maintain 2:track");
    check("GPUs APIs", "0:gpus 0:~gpu 1:apis 1:~api");
    check("Körbächer", "0:korbacher 0:~korbach");
    check("Ko\u{308}rba\u{308}cher", "0:korbacher 0:~korbach");
    check("", "");
    check(" \n\t -- … 🚀 ", "");
}

#[test]
fn compounds_are_found_both_ways() {
    check("kube-proxy", "0:kube 0:kubeproxy 1:proxy 1:~proxi");
    check("CI/CD", "0:ci 0:cicd 1:cd");
    check("re:Invent", "0:re 0:reinvent 1:invent");
    check("O'Neil", "0:o 0:oneil 1:neil");
    check("AT&T", "0:at 0:att 1:t");
    check("my_var", "0:my 0:myvar 1:var");
    check("a-b-c", "0:a 0:abc 0:ab 1:b 1:bc 2:c");
    check("k-8 s", "0:k 0:k8 1:8 2:s");
    check("well- known -x", "0:well 1:known 2:x");
    check("10,000", "0:10 0:10000 1:000");
    check("end.Next", "0:end 0:endnext 1:next");
}

#[test]
fn versions_times_and_symbols_are_kept() {
    check("v1.21", "0:v1 0:1.21 1:21");
    check("1.21", "0:1 0:1.21 1:21");
    check("v1.21.3", "0:v1 0:1.21.3 0:1.21 1:21 1:21.3 2:3");
    check("10:30", "0:10 0:10:30 1:30");
    check("C++ and C# on .NET", "0:c 0:c++ 1:and 2:c 2:c# 3:on 4:net 4:.net");
    check("wait...what", "0:wait 1:what");
    check("#kubecon @liz", "0:kubecon 1:liz");
}

#[test]
fn contractions_are_one_word() {
    check("don't can’t we're I'll", "0:dont 1:cant 2:were 3:ill");
    check("it's who's", "0:it 1:who");
    check("D'Angelo", "0:d 0:dangelo 1:angelo");
    // Whatever stands behind it, and with something invisible in it.
    check("it's… who’s—well", "0:it 1:who 2:well");
    check("¹'d\u{ad} x", "0:¹d 1:x");
    check("we'r\u{ad}e x'sé", "0:were 1:x 1:xse 2:se");
}

#[test]
fn capitals_set_parts_off() {
    check("ArgoCD", "0:argocd 0:^argo");
    check("RedHat", "0:redhat 0:^red 0:^hat");
    check("OpenTelemetry", "0:opentelemetry 0:~opentelemetri 0:^open 0:^telemetry");
    check("eBPF", "0:ebpf 0:^bpf");
    check("HTTPProxy", "0:httpproxy 0:~httpproxi 0:^http 0:^proxy");
    check("KUBECON", "0:kubecon");
}

#[test]
fn addresses_are_words() {
    check(
        "https://fluxcd.io/docs",
        "0:https 1:fluxcd 1:fluxcdiodocs 1:fluxcdio 2:io 2:iodocs 3:docs 3:~doc",
    );
}

#[test]
fn ideographs_are_indexed_in_pairs() {
    check("服务网格", "0:服务 1:务网 2:网格");
    check("網", "0:網");
    check("Kubernetes入門", "0:kubernetes 0:~kubernet 1:入門");
    check("サービスメッシュ", "0:サー 1:ービ 2:ビス 3:スメ 4:メッ 5:ッシ 6:シュ");
    check("한국어 발표", "0:한국 1:국어 2:발표");
    check("リズ・ライス", "0:リズ 1:ライ 2:イス");
}

#[test]
fn names_are_not_stemmed() {
    assert_eq!(terms("Liz Jones", Profile::Exact), "0:liz 1:jones");
    assert_eq!(fold("Max KÖRBÄCHER "), "max korbacher");
    assert_eq!(fold("Conor O'Neil"), "conor o neil");
}

#[test]
fn long_words_are_cut() {
    let long = "x".repeat(1_000_000);
    assert_eq!(terms(&long, Profile::Prose), format!("0:{}", "x".repeat(64)));
    assert_eq!(terms(&"ü".repeat(100), Profile::Prose), format!("0:{}", "u".repeat(64)));
    let chain = "a-".repeat(100);
    let mut analyzer = Analyzer::new(Profile::Prose);
    let mut tokens = analyzer.tokens(&chain);
    while let Some((token, _)) = tokens.next_form() {
        assert!(token.text.len() <= 64);
    }
}

proptest! {
    #[test]
    fn offsets_are_of_the_text_and_positions_grow(text in r"[\PC\s]{0,60}|[a-cA-C\-./'&:,#+ é\u{308}网格🚀_0-3]{0,60}") {
        let mut analyzer = Analyzer::new(Profile::Prose);
        let mut tokens = analyzer.tokens(&text);
        let mut last = 0;
        while let Some((token, _)) = tokens.next_form() {
            prop_assert!(text.get(token.offset_from..token.offset_to).is_some_and(|t| !t.is_empty()));
            prop_assert!(!token.text.is_empty());
            prop_assert!(token.text.chars().count() <= 300);
            prop_assert!(token.position >= last && token.position <= last + 1);
            last = token.position;
        }
    }

    #[test]
    fn the_engine_gets_the_same_terms_at_once(text in r"[\PC\s]{0,60}|[a-cA-C\-./'&:,#+ é\u{308}网格🚀_0-3]{0,60}") {
        let mut analyzer = Analyzer::new(Profile::Prose);
        let mut tokens = analyzer.tokens(&text);
        let one_by_one: Vec<_> = std::iter::from_fn(|| tokens.next_form().map(|(t, _)| t.clone())).collect();
        let mut at_once = Vec::new();
        analyzer.tokens(&text).process(&mut |token| at_once.push(token.clone()));
        prop_assert_eq!(one_by_one, at_once);
    }

    #[test]
    fn plain_words_are_read_like_others(word in "[A-Za-z0-9][a-z0-9]{0,70}", next in "[A-Z]?") {
        // What cannot be seen after a word makes it none of the plain ones.
        let [plain, other] = [format!("{word} {next}"), format!("{word}\u{ad} {next}")];
        prop_assert_eq!(terms(&plain, Profile::Prose), terms(&other, Profile::Prose));
    }

    #[test]
    fn what_stands_before_a_plain_word_does_not_matter(
        before in r"([.,;:/+#'-]|[^\x00-\x7f]){0,3}",
        word in "[a-z0-9]{1,12}",
    ) {
        // A soft hyphen inside makes it none of the plain ones, and is no letter.
        let (first, rest) = word.split_at(1);
        let [plain, other] = [format!("{before}{word} x"), format!("{before}{first}\u{ad}{rest} x")];
        prop_assert_eq!(terms(&plain, Profile::Prose), terms(&other, Profile::Prose));
    }

    #[test]
    fn reading_again_changes_nothing(text in r"[\PC\s]{0,60}") {
        let mut analyzer = Analyzer::new(Profile::Prose);
        let read = |analyzer: &mut Analyzer| {
            let mut tokens = analyzer.tokens(&text);
            std::iter::from_fn(move || tokens.next_form().map(|(t, f)| (t.clone(), f))).collect::<Vec<_>>()
        };
        let first = read(&mut analyzer);
        prop_assert_eq!(first, read(&mut analyzer));
    }
}
