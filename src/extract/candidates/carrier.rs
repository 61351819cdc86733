//! What carries a candidate, and how high it stands in a note.

/// What carries a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Carrier {
    /// The title in the front matter, which heads the whole note.
    FrontMatter,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A line of plain text that reads like a title.
    PlainLine,
    /// A paragraph that is bold from end to end.
    BoldLine,
    /// A paragraph that is one link.
    LinkLine,
    /// A table's row.
    Row,
    /// A list item, by its depth.
    Item(u8),
    /// A title inside a paragraph: a link, a bold or a quoted run.
    Mention,
}

impl Carrier {
    /// The rank in a note's hierarchy: what follows a candidate up to the next of the same or a
    /// lower rank belongs to it.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Carrier::FrontMatter => 0,
            Carrier::Heading(level) => level,
            Carrier::PlainLine | Carrier::BoldLine | Carrier::LinkLine | Carrier::Mention => 7,
            Carrier::Row => 8,
            Carrier::Item(depth) => 8u8.saturating_add(depth),
        }
    }
}
