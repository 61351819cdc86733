//! Reads the vocabulary's data files, when the crate is built.

/// The data files are TOML, so that people can edit them and `kubenotes.toml` looks the same. Only
/// their own few forms are read here, each on one line; a test compares this reading with TOML's.
pub(super) struct DataLine {
    pub(super) section: &'static str,
    pub(super) key: &'static str,
    /// The list, or what `also` holds; quoted, as the next one.
    pub(super) values: &'static str,
    /// What `in` holds.
    pub(super) categories: &'static str,
    pub(super) word: bool,
}

pub(super) fn data_lines(text: &'static str) -> impl Iterator<Item = DataLine> {
    let mut section = "";
    text.lines().filter_map(move |line| {
        if let Some(name) = line.strip_prefix('[') {
            section = name.strip_suffix(']').unwrap_or(name);
        }
        let (key, rest) = line.strip_prefix('"')?.split_once('"')?;
        let (values, categories) = if let Some(rest) = rest.strip_prefix(" = { also") {
            rest.split_once(']').unwrap_or((rest, ""))
        } else if rest.starts_with(" = { in") {
            ("", rest)
        } else {
            (rest, "")
        };
        Some(DataLine { section, key, values, categories, word: rest.ends_with("word = true }") })
    })
}

/// The strings between double quotes.
pub(super) fn quoted(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split('"').skip(1).step_by(2)
}
