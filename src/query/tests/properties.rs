//! What holds for every text and every tree.

use proptest::prelude::*;

use super::sentences::Names;
use super::{Expr, Filter, Node, Query, tree, tree_of};
use crate::query::{TextField, understand};

/// Text that is dense in what the language gives a meaning to.
fn syntax() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        prop::sample::select(vec![
            " ", " ", "\"", "“", "(", ")", "-", "|", "*", ":", "：", "~1", "^2", ",", "'",
            "\u{feff}", "AND ", " OR ", "NOT ", "speaker:", "year:", "kind:", "title: ", "2021",
            "..", ">=", "keynote", "flux", "ж", "日本", "é", "🚀", "+", "#", ".", "`", "speker:",
            "path:/",
        ])
        .prop_map(str::to_owned),
        "[a-z]{1,3}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

fn check_spans(expr: &Expr, text: &str) {
    assert!(text.get(expr.span.clone()).is_some(), "{:?} in {text:?}", expr.span);
    match &expr.node {
        Node::Words(children) | Node::And(children) | Node::Or(children) => {
            assert!(children.len() > 1, "{expr:?}");
            children.iter().for_each(|child| check_spans(child, text));
        }
        Node::Not(child) => check_spans(child, text),
        _ => assert!(!expr.span.is_empty(), "{expr:?}"),
    }
}

fn has_operator_word(expr: &Expr) -> bool {
    match &expr.node {
        Node::Words(children) | Node::And(children) | Node::Or(children) => {
            children.iter().any(has_operator_word)
        }
        Node::Not(child) => has_operator_word(child),
        Node::Word { text, .. } => matches!(&**text, "AND" | "OR" | "NOT"),
        _ => false,
    }
}

fn leaf() -> impl Strategy<Value = Node> {
    prop_oneof![
        4 => ("[a-z]{2,6}(-[a-z0-9]{1,3})?", any::<bool>())
            .prop_map(|(text, prefix)| Node::Word { text, prefix }),
        1 => "[a-z]{1,4} [a-z]{1,4}".prop_map(Node::Phrase),
        1 => ("[A-Z][a-z]{1,4}( [A-Z][a-z]{1,4})?", 0..5usize).prop_map(|(value, at)| {
            use TextField::{Body, Company, Project, Speaker, Title};
            let field = [Title, Speaker, Company, Body, Project][at];
            Node::Filter(Filter::Text { field, value })
        }),
        1 => (2015u16..2030, 0u16..3).prop_map(|(year, more)| Node::Filter(Filter::Year(year..=year + more))),
        1 => prop::sample::select(crate::Kind::ALL.to_vec()).prop_map(|kind| Node::Filter(Filter::Kind(kind))),
        1 => "[a-z]{1,4}/[a-z]{1,4}\\.md".prop_map(|path| Node::Filter(Filter::Path(path))),
    ]
}

fn expr(node: Node) -> Expr {
    Expr::new(0..0, node)
}

/// Trees such as the parser makes: no needless groups, one filter a field among neighbours.
fn normal_tree() -> impl Strategy<Value = Expr> {
    leaf().prop_map(expr).prop_recursive(4, 24, 4, |inner| {
        let children = prop::collection::vec(inner, 2..4);
        prop_oneof![
            children.clone().prop_map(|children| {
                let mut fields = Vec::new();
                let mut kept: Vec<Expr> = Vec::new();
                for child in children {
                    let nested = matches!(child.node, Node::Words(_));
                    let field = child.node.field_name();
                    if nested || field.is_some_and(|field| fields.contains(&field)) {
                        continue;
                    }
                    fields.extend(field);
                    kept.push(child);
                }
                if kept.len() > 1 {
                    return expr(Node::Words(kept));
                }
                kept.pop().unwrap_or_else(|| Expr::word(0..0, "empty"))
            }),
            children.clone().prop_map(|children| expr(Node::And(children))),
            children.clone().prop_map(|children| expr(Node::Or(children))),
            children.prop_map(|mut children| match children.pop() {
                Some(Expr { node: Node::Not(inner), .. }) => *inner,
                Some(child) => expr(Node::Not(Box::new(child))),
                None => Expr::word(0..0, "empty"),
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_a_query(text in prop_oneof![syntax(), any::<String>()]) {
        let query = Query::parse(&text);
        if let Some(root) = &query.root {
            check_spans(root, &query.text);
        }
        for warning in &query.warnings {
            prop_assert!(query.text.get(warning.span.clone()).is_some());
        }
    }

    #[test]
    fn a_tree_is_what_its_text_parses_to(root in normal_tree()) {
        let text = root.to_string();
        prop_assert_eq!(tree_of(&Query::parse(&text)), tree(&root), "{}", text);
    }

    #[test]
    fn printing_is_stable(text in syntax()) {
        let query = Query::parse(&text);
        // What a warning was about may be something else in print.
        if let Some(root) = query.root.filter(|root| !has_operator_word(root))
            && query.warnings.is_empty()
        {
            let printed = root.to_string();
            prop_assert_eq!(tree_of(&Query::parse(&printed)), tree(&root), "{} -> {}", text, printed);
        }
    }
}

#[test]
fn a_megabyte_of_one_character_is_answered() {
    for byte in 0..128u8 {
        let text = char::from(byte).to_string().repeat(1 << 20);
        assert!(Query::parse(&text).text.len() <= 4096);
    }
}

/// Sentences of little words, names, years and plain words.
fn sentence() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "talks",
        "talk",
        "about",
        "by",
        "from",
        "in",
        "at",
        "the",
        "a",
        "who",
        "what",
        "did",
        "say",
        "Liz",
        "Rice",
        "Apple",
        "Lyft",
        "Lyft's",
        "KubeCon",
        "EU",
        "2021",
        "2019-2021",
        "Valencia",
        "keynotes",
        "panel",
        "and",
        "or",
        "flux",
        "ebpf",
        "kube-proxy",
        "people",
        "since",
        "before",
        "day",
        "argocon",
        "kccnceu22",
        "show",
        "me",
        "\"Liz Rice\"",
        "\"service mesh\"",
        "year:2020",
        "-argo",
        "kube*",
        "über",
        "von",
        "charlas",
        "sobre",
        "de",
        "virtual",
        "summit",
        "it's",
    ]);
    prop::collection::vec(word, 1..12).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn a_reading_keeps_every_word_once(text in prop_oneof![4 => sentence(), 1 => syntax()]) {
        let query = Query::parse(&text);
        let Some(understood) = understand(&query, &Names) else { return Ok(()) };
        let children = match &query.root.as_ref().unwrap().node {
            Node::Words(children) => children.clone(),
            _ => vec![query.root.clone().unwrap()],
        };
        let lists = [&understood.words, &understood.optional, &understood.typed];
        for child in &children {
            prop_assert!(lists.iter().filter(|list| list.contains(child)).count() <= 1, "{}", text);
        }
        let kept = lists.iter().map(|list| list.len()).sum::<usize>();
        prop_assert!(kept <= children.len());
        // Something is always left to search for.
        prop_assert!(kept + understood.required.len() > 0, "{}", text);
        if understood.interpreted.is_none() {
            prop_assert_eq!(kept, children.len(), "{}", text);
        }
        for condition in understood.required.iter().chain(&understood.preferred) {
            prop_assert!(!condition.any.is_empty() && !condition.words.is_empty());
            prop_assert!(condition.words.iter().all(|word| children.contains(word)));
        }
    }
}
