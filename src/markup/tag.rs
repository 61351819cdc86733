//! Cuts HTML into tags, comments and text, and decodes entities. Linear in its input, whatever
//! is left open in it.

use std::ops::Range;

use memchr::memmem;

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Tag(Tag<'t>),
    Text(&'t str),
    /// The inside of a comment.
    Comment(&'t str),
    /// The inside of a script or style sheet, or a declaration.
    Hidden,
}

/// `<name attributes>` or `</name>`, of a name that HTML knows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    pub(super) name: &'static str,
    pub(super) closes: bool,
    attributes: &'t str,
}

impl Tag<'_> {
    /// The value of an attribute, its entities decoded.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '/');
            let key = &rest[..end.unwrap_or(rest.len())];
            if rest.is_empty() {
                return None;
            }
            rest = rest[key.len()..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                (value, rest) = match after.chars().next() {
                    Some(quote @ ('"' | '\'')) => {
                        after[1..].split_once(quote).unwrap_or((&after[1..], ""))
                    }
                    _ => {
                        let end = after.find(char::is_whitespace).unwrap_or(after.len());
                        after.split_at(end)
                    }
                };
            } else if key.is_empty() {
                // A stray sign that is no name.
                let first = rest.chars().next()?;
                rest = &rest[first.len_utf8()..];
            }
            if key.eq_ignore_ascii_case(name) {
                return Some(decode(value));
            }
        }
    }
}

/// The pieces of `text` in order, with their bytes.
#[derive(Debug)]
pub(super) struct Pieces<'t> {
    text: &'t str,
    at: usize,
    /// Inside a script or style sheet: the tag that ends it.
    hidden_until: Option<&'static str>,
    /// How many bytes may still be looked at in vain, so that what is left open everywhere does
    /// not take quadratic time.
    patience: usize,
    unclosed_comment: bool,
}

impl<'t> Pieces<'t> {
    pub(super) fn new(text: &'t str) -> Pieces<'t> {
        let patience = text.len().saturating_mul(4);
        Pieces { text, at: 0, hidden_until: None, patience, unclosed_comment: false }
    }

    fn markup(&mut self, at: usize) -> Option<(Piece<'t>, usize)> {
        let rest = &self.text[at..];
        if let Some(inside) = rest.strip_prefix("<!--") {
            return Some(match memmem::find(inside.as_bytes(), b"-->") {
                Some(end) => (Piece::Comment(&inside[..end]), at + 4 + end + 3),
                None => (Piece::Comment(inside), self.text.len()),
            });
        }
        if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            let end = memmem::find(inside.as_bytes(), b"]]>");
            let inside = &inside[..end.unwrap_or(inside.len())];
            return Some((Piece::Text(inside), (at + 9 + inside.len() + 3).min(self.text.len())));
        }
        if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            let end = memchr::memchr(b'>', rest.as_bytes())?;
            return Some((Piece::Hidden, at + end + 1));
        }
        let length = self.tag_length(rest)?;
        let tag = known_tag(&rest[..length])?;
        if !tag.closes && matches!(tag.name, "script" | "style") {
            self.hidden_until = Some(tag.name);
        }
        Some((Piece::Tag(tag), at + length))
    }

    /// How long the tag is that `rest` begins with, if it does. Quoted values may hold `>`.
    fn tag_length(&mut self, rest: &str) -> Option<usize> {
        let bytes = rest.as_bytes();
        let name = if bytes.get(1) == Some(&b'/') { 2 } else { 1 };
        if !bytes.get(name).is_some_and(u8::is_ascii_alphabetic) || self.patience == 0 {
            return None;
        }
        let mut at = name;
        let length = loop {
            let Some(found) =
                bytes[at..].iter().position(|b| matches!(b, b'>' | b'<' | b'"' | b'\''))
            else {
                at = bytes.len();
                break None;
            };
            at += found;
            match bytes[at] {
                b'>' => break Some(at + 1),
                b'<' => break None,
                quote => match memchr::memchr(quote, &bytes[at + 1..]) {
                    Some(end) if bytes[at - 1] == b'=' => at += end + 2,
                    // An apostrophe, no value.
                    _ => at += 1,
                },
            }
        };
        if length.is_none() {
            self.patience = self.patience.saturating_sub(at);
        }
        length
    }

    fn hidden(&mut self, name: &'static str) -> (Piece<'t>, Range<usize>) {
        let start = self.at;
        let rest = &self.text[start..];
        let mut from = 0;
        let end = loop {
            match memmem::find(&rest.as_bytes()[from..], b"</") {
                Some(found) => {
                    let at = from + found;
                    let is_end = rest
                        .get(at + 2..at + 2 + name.len())
                        .is_some_and(|found| found.eq_ignore_ascii_case(name));
                    if is_end {
                        break at;
                    }
                    from = at + 2;
                }
                None => break rest.len(),
            }
        };
        self.at = start + end;
        (Piece::Hidden, start..start + end)
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = (Piece<'t>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(name) = self.hidden_until.take() {
            return Some(self.hidden(name));
        }
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut from = start;
        while let Some(found) = memchr::memchr(b'<', &bytes[from..]) {
            let at = from + found;
            if at > start && self.unclosed_comment {
                break;
            }
            let before = self.hidden_until;
            if let Some((piece, end)) = self.markup(at) {
                if at > start {
                    // The text first; the tag is read again with the next call.
                    self.hidden_until = before;
                    self.at = at;
                    return Some((Piece::Text(&self.text[start..at]), start..at));
                }
                self.at = end;
                return Some((piece, start..end));
            }
            from = at + 1;
        }
        self.at = self.text.len();
        Some((Piece::Text(&self.text[start..]), start..self.text.len()))
    }
}

fn known_tag(text: &str) -> Option<Tag<'_>> {
    let inside = text.strip_prefix('<')?.strip_suffix('>')?;
    let closes = inside.starts_with('/');
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let end = inside
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '.' | '_')))
        .unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(end);
    let lower = name.to_ascii_lowercase();
    match TAGS.binary_search(&lower.as_str()) {
        Ok(found) => Some(Tag { name: TAGS[found], closes, attributes }),
        // A component of a site: `<Tweet id="…">`, `</Tweet>`. Other names in angle brackets are
        // what somebody wrote: `<your name>`.
        Err(_) if closes || attributes.contains('=') || attributes.ends_with('/') => {
            Some(Tag { name: OTHER, closes, attributes })
        }
        Err(_) => None,
    }
}

/// The name of tags that HTML does not know.
const OTHER: &str = "other";

/// Whether the tag stands in a line and ends no block.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "abbr"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "data"
            | "dfn"
            | "font"
            | "ins"
            | "label"
            | "mark"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "small"
            | "span"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "var"
            | "wbr"
    )
}

/// The names that HTML knows, sorted.
#[rustfmt::skip]
const TAGS: [&str; 117] = [
    "a", "abbr", "address", "area", "article", "aside", "audio", "b", "base", "bdi", "bdo",
    "big", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code",
    "col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div",
    "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form",
    "frame", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i",
    "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "link", "main", "map",
    "mark", "meta", "nav", "noscript", "object", "ol", "optgroup", "option", "p", "picture",
    "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "section", "select",
    "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg",
    "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title",
    "tr", "track", "tt", "u", "ul", "use", "var", "video", "wbr", "xmp",
];

/// The character that `text` begins with an entity for, and how long the entity is.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 10;
    let name = text.strip_prefix('&')?;
    let end = name.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = &name[..end];
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).unwrap_or('\u{fffd}')
        }
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((character, end + 2))
}

/// The entities that writers of prose use.
const ENTITIES: [(&str, char); 48] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '•'),
    ("middot", '·'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("euro", '€'),
    ("rarr", '→'),
    ("larr", '←'),
    ("times", '×'),
    ("shy", '\u{ad}'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("aacute", 'á'),
    ("agrave", 'à'),
    ("acirc", 'â'),
    ("iacute", 'í'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("uacute", 'ú'),
    ("ntilde", 'ñ'),
    ("ccedil", 'ç'),
    ("aring", 'å'),
    ("oslash", 'ø'),
    ("Eacute", 'É'),
];

fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        rest = &rest[start..];
        match entity(rest) {
            Some((character, length)) => {
                decoded.push(character);
                rest = &rest[length..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}
