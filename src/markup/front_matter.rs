//! Front matter: the block of settings before a post's text, in YAML, TOML or JSON. It is found at
//! the very top only; lines of dashes further down separate slides.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// The largest front matter that is read, in bytes.
const MAX_BYTES: usize = 64 * 1024;

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

/// What stands at the top of a note.
#[derive(Debug, PartialEq)]
pub(super) enum Top {
    /// Text right away.
    Text,
    /// Front matter; text begins at byte `end`.
    Settings { settings: FrontMatter, end: usize },
    /// What looks like front matter and is not valid, or not closed.
    Broken {
        /// 1-based line of the note.
        line: u32,
        message: String,
        /// The lines between the delimiters, to be read as text; empty when it is not closed.
        inside: std::ops::Range<usize>,
        /// Where Markdown begins.
        end: usize,
    },
}

/// Reads the top of a note whose line ends are `\n`.
pub(super) fn read(text: &str) -> Top {
    let start = text.len() - text.trim_start().len();
    // The first line may be indented by nothing but blank lines.
    let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let rest = &text[start..];
    let first = rest.split('\n').next().unwrap_or("").trim_end();
    match first {
        "---" => delimited(text, start, &["---", "..."], yaml),
        "+++" => delimited(text, start, &["+++"], toml),
        _ if first.starts_with('{') => json(text, start),
        _ => Top::Text,
    }
}

/// Settings, or why they are none: a 1-based line of the text between the delimiters and a message.
type Parsed = Result<Value, (usize, String)>;

fn delimited(text: &str, start: usize, closing: &[&str], parse: fn(&str) -> Parsed) -> Top {
    let line = |at: usize| text[..at].bytes().filter(|&byte| byte == b'\n').count() + 1;
    let Some(first) = text[start..].find('\n').map(|length| start + length + 1) else {
        return Top::Text;
    };
    let rest = &text[first..];
    if !looks_like_settings(rest, closing) {
        return Top::Text;
    }
    let mut at = first;
    for candidate in rest.split_inclusive('\n') {
        if at - first > MAX_BYTES {
            break;
        }
        if closing.contains(&candidate.trim_end()) {
            let end = at + candidate.len();
            return match parse(&text[first..at]) {
                Ok(value) => Top::Settings { settings: FrontMatter::from(value), end },
                Err((inner, message)) => Top::Broken {
                    line: to_u32(line(first) + inner.max(1) - 1),
                    message: format!("front matter is not valid: {message}"),
                    inside: first..at,
                    end,
                },
            };
        }
        at += candidate.len();
    }
    Top::Broken {
        line: to_u32(line(start)),
        message: format!("front matter is not closed by a line `{}`", closing[0]),
        inside: start..start,
        end: start,
    }
}

/// Whether settings follow the first delimiter: nothing at all, or a key. A slide would begin with
/// prose, or with a heading, which is a comment in YAML.
fn looks_like_settings(rest: &str, closing: &[&str]) -> bool {
    let mut after_comment = false;
    for line in rest.split('\n').map(str::trim_end).filter(|line| !line.is_empty()).take(20) {
        if closing.contains(&line) {
            return !after_comment;
        }
        if line.starts_with('#') {
            after_comment = true;
            continue;
        }
        let end = line.find([':', '=']).unwrap_or(0);
        let key = line[..end].trim().trim_matches(['"', '\'']);
        let is_table = closing.contains(&"+++") && line.starts_with('[');
        let is_key = is_table && !after_comment
            || !key.is_empty()
                && key.len() <= 40
                && key.split(' ').count() <= 2
                && key.chars().all(|c| c.is_alphanumeric() || " _-.".contains(c))
                && !line[end..].starts_with("://");
        const USUAL: [&str; 8] =
            ["title", "date", "layout", "author", "authors", "tags", "description", "draft"];
        return is_key && (!after_comment || USUAL.contains(&key.to_lowercase().as_str()));
    }
    false
}

fn yaml(text: &str) -> Parsed {
    let limits = serde_saphyr::options! {
        // Enough for any post, and too little for an alias bomb.
        budget: serde_saphyr::budget! {
            max_nodes: 20_000,
            max_events: 50_000,
            max_depth: 32,
            max_aliases: 100,
            max_total_scalar_bytes: 4 * MAX_BYTES,
        },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 10_000 },
        duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::FirstWins,
        with_snippet: false,
    };
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    let value = serde_saphyr::from_str_with_options::<Value>(text, limits).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line());
        (usize::try_from(line).unwrap_or(1), first_line(&error.to_string()))
    })?;
    match value {
        Value::Map(_) | Value::Null => Ok(value),
        Value::Scalar(_) | Value::List(_) => Err((1, "it has no keys".to_owned())),
    }
}

fn toml(text: &str) -> Parsed {
    toml::from_str::<Value>(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
        (before.matches('\n').count() + 1, first_line(error.message()))
    })
}

/// An object on lines of its own.
fn json(text: &str, start: usize) -> Top {
    let rest = &text[start..];
    let inside = rest[1..].trim_start();
    if !inside.starts_with(['"', '}']) {
        return Top::Text;
    }
    let limited = &rest[..rest.floor_char_boundary(MAX_BYTES)];
    let mut values = serde_json::Deserializer::from_str(limited).into_iter::<Value>();
    match values.next() {
        Some(Ok(value)) => {
            let end = start + values.byte_offset();
            let line_end = text[end..].find('\n').map_or(text.len(), |length| end + length + 1);
            if text[end..line_end].trim().is_empty() {
                Top::Settings { settings: FrontMatter::from(value), end: line_end }
            } else {
                Top::Text
            }
        }
        Some(Err(error)) => Top::Broken {
            line: to_u32(text[..start].matches('\n').count() + error.line().max(1)),
            message: format!(
                "front matter is not valid: {}",
                without_place(&first_line(&error.to_string()))
            ),
            inside: start..start,
            end: start,
        },
        None => Top::Text,
    }
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or("unreadable").to_owned()
}

/// The message without ` at line 3 column 4`, which counts lines its own way.
fn without_place(message: &str) -> &str {
    message.split(" at line ").next().unwrap_or(message)
}

fn to_u32(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

/// One tree for the three notations. Numbers and dates are kept as text.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Null,
    Scalar(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl From<Value> for FrontMatter {
    fn from(value: Value) -> FrontMatter {
        let mut settings = FrontMatter::default();
        let Value::Map(entries) = value else { return settings };
        for (key, value) in entries {
            settings.set(&key, value);
        }
        settings
    }
}

impl FrontMatter {
    fn set(&mut self, key: &str, value: Value) {
        match key.to_lowercase().as_str() {
            "title" if self.title.is_none() && value.is_scalar() => self.title = value.text(),
            "date" if value.is_scalar() => self.date = value.text(),
            "author" | "authors" if self.author.is_none() => self.author = value.names(),
            "tags" | "tag" | "categories" | "category" | "keywords" => {
                for tag in value.parts() {
                    if !self.tags.contains(&tag) {
                        self.tags.push(tag);
                    }
                }
            }
            _ => value.flatten(key, &mut self.other),
        }
    }
}

impl Value {
    fn is_scalar(&self) -> bool {
        matches!(self, Value::Scalar(_) | Value::Null)
    }

    fn text(self) -> Option<String> {
        match self {
            Value::Scalar(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => None,
        }
    }

    /// A name, several of them, or a record with a `name`.
    fn names(self) -> Option<String> {
        let names: Vec<String> = match self {
            Value::Scalar(_) => return self.text(),
            Value::List(values) => values.into_iter().filter_map(Value::names).collect(),
            Value::Map(entries) => entries
                .into_iter()
                .find(|(key, _)| key.eq_ignore_ascii_case("name"))
                .and_then(|(_, value)| value.text())
                .into_iter()
                .collect(),
            Value::Null => Vec::new(),
        };
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// A list, or what commas separate.
    fn parts(self) -> Vec<String> {
        match self {
            Value::List(values) => values.into_iter().filter_map(Value::text).collect(),
            Value::Scalar(text) => text
                .split(',')
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty())
                .collect(),
            Value::Map(_) | Value::Null => Vec::new(),
        }
    }

    fn flatten(self, key: &str, into: &mut Vec<(String, String)>) {
        match self {
            Value::Null => {}
            Value::Scalar(_) => into.extend(self.text().map(|text| (key.to_owned(), text))),
            Value::List(values) => values.into_iter().for_each(|value| value.flatten(key, into)),
            Value::Map(entries) => {
                for (inner, value) in entries {
                    value.flatten(&format!("{key}.{inner}"), into);
                }
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("settings")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Scalar(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Scalar(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Scalar(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Scalar(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Scalar(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Scalar(value))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Value, E> {
        Ok(Value::Scalar(String::from_utf8_lossy(value).into_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        /// How the `toml` crate hands out dates.
        const TOML_DATE: &str = "$__toml_private_datetime";
        let mut entries = Vec::new();
        while let Some((key, value)) = map.next_entry::<Value, Value>()? {
            let Value::Scalar(key) = key else {
                return Err(serde::de::Error::custom("a key is no text"));
            };
            if key == TOML_DATE {
                return Ok(value);
            }
            entries.push((key, value));
        }
        Ok(Value::Map(entries))
    }
}
