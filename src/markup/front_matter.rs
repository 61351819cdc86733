//! Front matter: the block of settings before a post's text.

/// What a note's front matter says, as far as it matters to a search engine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    pub(crate) title: Option<String>,
    /// The date of writing or of the event, as written.
    pub(crate) date: Option<String>,
    /// Who wrote the post. Not a speaker.
    pub(crate) author: Option<String>,
    pub(crate) tags: Vec<String>,
    /// Every other text value with its key, nested keys joined by `.`: `("short_title", "Kubecon 2021")`.
    pub(crate) other: Vec<(String, String)>,
}
