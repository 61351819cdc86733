//! A query as a row of folded words, each of which knows what it was typed as.

use std::ops::Range;

use super::roles::{Roles, roles_of};
use crate::lexicon::fold::folded_words;
use crate::query::{Expr, Node, Query};

/// Longer texts were pasted, not asked.
const MAX_ATOMS: usize = 48;

/// The words of a query that may be a sentence.
#[derive(Debug)]
pub(super) struct Sentence<'q> {
    /// Neighbours at the top of the query.
    pub(super) children: &'q [Expr],
    pub(super) atoms: Vec<Atom>,
}

/// A folded word: all of a typed one, or a part of one such as `kube-proxy`.
#[derive(Clone, Debug)]
pub(super) struct Atom {
    pub(super) text: String,
    /// Which of the children it is of.
    pub(super) child: usize,
    /// Whether it begins that child, and whether it ends it.
    pub(super) first: bool,
    pub(super) last: bool,
    pub(super) possessive: bool,
    pub(super) quoted: bool,
    pub(super) roles: Roles,
    pub(super) fate: Fate,
}

/// What becomes of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is searched for.
    Content,
    /// It ranks, and decides nothing.
    Optional,
    /// It was said for the sentence's sake.
    Dropped,
    /// It became part of a condition.
    Taken,
}

impl<'q> Sentence<'q> {
    /// `None` when the query uses operators, is to be read literally, or is no sentence's length.
    pub(super) fn of(query: &'q Query) -> Option<Sentence<'q>> {
        let root = query.root.as_ref().filter(|_| !query.literal)?;
        let children = match &root.node {
            Node::Words(children) => children.as_slice(),
            _ => std::slice::from_ref(root),
        };
        let plain = |child: &Expr| match &child.node {
            Node::Word { .. } | Node::Phrase(_) | Node::Filter(_) | Node::Not(_) => true,
            Node::Or(_) => child.node.field_name().is_some(),
            Node::Words(_) | Node::And(_) => false,
        };
        if !children.iter().all(plain) {
            return None;
        }
        let mut atoms = Vec::new();
        for (at, child) in children.iter().enumerate() {
            match &child.node {
                Node::Word { text, prefix: false } if !is_opaque(text) => {
                    push_atoms(text, at, false, &mut atoms);
                }
                Node::Phrase(text) => push_atoms(text, at, true, &mut atoms),
                _ => {}
            }
            if atoms.len() > MAX_ATOMS {
                return None;
            }
        }
        Some(Sentence { children, atoms: with_roles(atoms) })
    }

    pub(super) fn get(&self, at: usize) -> Option<&Atom> {
        self.atoms.get(at)
    }

    /// Whether the atom at `at` is there and has one of `roles`.
    pub(super) fn is(&self, at: usize, roles: Roles) -> bool {
        self.get(at).is_some_and(|atom| atom.roles.any(roles))
    }

    /// The folded words of a range with spaces between them, where it is made of whole typed words
    /// that stand next to each other; what was quoted is one name.
    pub(super) fn run(&self, range: Range<usize>) -> Option<String> {
        let atoms = self.atoms.get(range)?;
        let (first, last) = (atoms.first()?, atoms.last()?);
        let quoted = atoms.iter().any(|atom| atom.quoted);
        let whole = first.first && last.last;
        let close = atoms.windows(2).all(|pair| match pair {
            [one, next] => next.child - one.child <= 1,
            _ => true,
        });
        if !whole || !close || (quoted && first.child != last.child) {
            return None;
        }
        let words: Vec<&str> = atoms.iter().map(|atom| atom.text.as_str()).collect();
        Some(words.join(" "))
    }

    pub(super) fn set_fate(&mut self, range: Range<usize>, fate: Fate) {
        for atom in self.atoms.get_mut(range).into_iter().flatten() {
            atom.fate = fate;
        }
    }

    /// What was typed for the atoms of `range`.
    pub(super) fn typed(&self, range: Range<usize>) -> Vec<Expr> {
        let mut children: Vec<usize> =
            self.atoms.get(range).into_iter().flatten().map(|atom| atom.child).collect();
        children.dedup();
        children.iter().filter_map(|at| self.children.get(*at)).cloned().collect()
    }
}

/// The folded words of a name that was typed as a field's value.
pub(in crate::query) fn atoms_of(value: &str) -> Vec<Atom> {
    let mut atoms = Vec::new();
    for (at, word) in value.split_whitespace().take(MAX_ATOMS).enumerate() {
        push_atoms(word, at, false, &mut atoms);
    }
    with_roles(atoms)
}

fn push_atoms(text: &str, child: usize, quoted: bool, atoms: &mut Vec<Atom>) {
    let words = folded_words(text);
    let last = words.len().saturating_sub(1);
    for (at, word) in words.into_iter().enumerate() {
        atoms.push(Atom {
            text: word.text,
            child,
            first: at == 0,
            last: at == last,
            possessive: word.possessive,
            quoted,
            roles: Roles::NONE,
            fate: Fate::Content,
        });
    }
}

fn with_roles(mut atoms: Vec<Atom>) -> Vec<Atom> {
    let roles = roles_of(atoms.iter().map(|atom| atom.text.as_str()));
    for (atom, roles) in atoms.iter_mut().zip(roles) {
        // The parts of `how-to` and what is quoted are no words of the sentence.
        if atom.first && atom.last && !atom.quoted {
            atom.roles = roles;
        }
    }
    atoms
}

/// Addresses and handles name things in their own way.
fn is_opaque(text: &str) -> bool {
    text.contains("://") || text.starts_with(['@', '/']) || text.contains('\\')
}
