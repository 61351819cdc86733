//! What the query module promises, as tables and properties.

mod properties;
mod sentences;
mod syntax;

pub(super) use self::sentences::{Names, show};
use super::{Expr, Filter, Node, Query};

/// The tree in a form that shows every node: `(words flux "service mesh" (not istio))`.
fn tree(expr: &Expr) -> String {
    let list = |name: &str, children: &[Expr]| {
        let children: Vec<String> = children.iter().map(tree).collect();
        format!("({name} {})", children.join(" "))
    };
    match &expr.node {
        Node::Words(children) => list("words", children),
        Node::And(children) => list("and", children),
        Node::Or(children) => list("or", children),
        Node::Not(child) => format!("(not {})", tree(child)),
        Node::Word { text, prefix: true } => format!("{text}*"),
        Node::Word { text, prefix: false } => text.clone(),
        Node::Phrase(text) => format!("{text:?}"),
        Node::Filter(Filter::Text { field, value }) => format!("{}:{value:?}", field.name()),
        Node::Filter(filter) => filter.to_string(),
    }
}

fn tree_of(query: &Query) -> String {
    query.root.as_ref().map(tree).unwrap_or_default()
}
