//! What a line is meant as, where note-takers have habits that CommonMark does not know: `#Day 1`,
//! `== Title`, `• point`. Shared by the Markdown and the plain-text parser; pure functions of a
//! line.

/// The longest line that is taken for a heading, in bytes.
const MAX_HEADING_BYTES: usize = 240;

/// What a line of a paragraph is meant as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A heading of this level whose text begins after `skip` bytes.
    Hash { level: u8, skip: usize },
    /// The same with `==` instead of `##`.
    Equals { level: u8, skip: usize },
    /// A list item whose text begins after `skip` bytes.
    Item { ordered: bool, skip: usize },
}

/// Reads a `line` without its indentation, of a paragraph in Markdown. `indented` by four columns
/// or more, list markers count that CommonMark takes for text.
pub(super) fn shape(line: &str, indented: bool) -> Option<Shape> {
    match *line.as_bytes().first()? {
        b'#' => hash_heading(line),
        b'=' => equals_heading(line),
        b'-' | b'*' | b'+' | b'0'..=b'9' if indented => item(line),
        // The first bytes of `•` and the like.
        0xe2 | 0xc2 => item(line),
        _ => None,
    }
}

/// `#Day 1`, `##Keynotes`: a heading without the space. Not a hashtag such as `#kubecon`.
pub(super) fn hash_heading(line: &str) -> Option<Shape> {
    let line = line.trim_ascii_end();
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    let text = &line[level..];
    if !(1..=6).contains(&level) || line.len() > MAX_HEADING_BYTES {
        return None;
    }
    let is_heading = match text.chars().next()? {
        first if first.is_alphabetic() => {
            let mut words = text.split_whitespace();
            let word = words.next()?;
            let has_hashtags = words.any(|word| word.starts_with('#'));
            !has_hashtags && !text.ends_with('#') && (level > 1 || !is_hashtag(word))
        }
        // `#2.1 Performance`, and not `#1 reason to come`.
        first if first.is_ascii_digit() => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".):/".contains(c));
            let title = rest.trim_ascii_start();
            title.len() < rest.len()
                && title.starts_with(char::is_uppercase)
                && !ends_like_a_sentence(title)
        }
        _ => false,
    };
    is_heading.then_some(Shape::Hash { level: level as u8, skip: level })
}

/// Whether the word after a single `#` is a hashtag: all in lower case, or several words in one.
fn is_hashtag(word: &str) -> bool {
    let mut rest = word.chars();
    let first_is_lower = rest.next().is_some_and(char::is_lowercase);
    let shouted = word.chars().all(|c| !c.is_lowercase());
    first_is_lower || (!shouted && rest.any(char::is_uppercase)) || word.contains('_')
}

/// `== Title` as in AsciiDoc, `= Title =` as in wikis.
pub(super) fn equals_heading(line: &str) -> Option<Shape> {
    let level = line.bytes().take_while(|&byte| byte == b'=').count();
    let text = line[level..].strip_prefix([' ', '\t'])?.trim_ascii_start();
    let is_heading = (1..=6).contains(&level)
        && line.len() <= MAX_HEADING_BYTES
        && text.starts_with(|c: char| c.is_alphanumeric() || "\"'“[(".contains(c))
        // A single `=` is also how pasted configuration goes on.
        && (level > 1 || text.starts_with(char::is_uppercase));
    let skip = line.len() - text.len();
    is_heading.then_some(Shape::Equals { level: level as u8, skip })
}

/// `- text`, `* text`, `• text`, `3. text`.
pub(super) fn item(line: &str) -> Option<Shape> {
    let bytes = line.as_bytes();
    let (ordered, marker, needs_space) = match *bytes.first()? {
        b'-' | b'*' | b'+' => (false, 1, true),
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let delimiter = bytes.get(digits);
            if digits > 3 || !matches!(delimiter, Some(b'.' | b')')) {
                return None;
            }
            (true, digits + 1, true)
        }
        0xe2 | 0xc2 => match line.chars().next()? {
            bullet @ ('•' | '◦' | '▪' | '▫' | '●' | '○' | '‣' | '⁃' | '■' | '□' | '➢' | '➤') => {
                (false, bullet.len_utf8(), false)
            }
            dash @ ('–' | '—' | '·') => (false, dash.len_utf8(), true),
            _ => return None,
        },
        _ => return None,
    };
    let rest = &line[marker..];
    let text = rest.trim_start_matches([' ', '\t']);
    let is_item = !text.is_empty() && (!needs_space || text.len() < rest.len());
    is_item.then_some(Shape::Item { ordered, skip: line.len() - text.len() })
}

/// `-text` or `*text` without the space, where the lines around it make an item of it.
pub(super) fn bare_item(line: &str, before: &str, after: &str) -> Option<Shape> {
    let begins_so = |line: &str, sign: char| {
        line.trim_ascii_start()
            .strip_prefix(sign)
            .is_some_and(|text| text.starts_with(char::is_alphabetic))
    };
    let is_item = if begins_so(line, '*') {
        // A second `*` closes emphasis.
        !line[1..].contains('*')
    } else if begins_so(line, '-') {
        let is_sentence = line[1..].starts_with(char::is_uppercase) && line.contains(' ');
        is_sentence || begins_so(before, '-') || begins_so(after, '-')
    } else {
        false
    };
    is_item.then_some(Shape::Item { ordered: false, skip: 1 })
}

/// `[ ] ` or `[x] ` at the start of an item: whether it is checked, and how long it is.
pub(super) fn checkbox(text: &str) -> Option<(bool, usize)> {
    let checked = match text.as_bytes() {
        [b'[', b' ', b']', b' ' | b'\t', ..] => false,
        [b'[', b'x' | b'X', b']', b' ' | b'\t', ..] => true,
        _ => return None,
    };
    let rest = text[3..].trim_start_matches([' ', '\t']);
    Some((checked, text.len() - rest.len()))
}

/// `---`, `* * *`, `____`: at least three of the same sign and nothing else.
pub(super) fn is_rule(line: &str) -> bool {
    let mut signs = line.bytes().filter(|byte| !matches!(byte, b' ' | b'\t'));
    let Some(sign @ (b'-' | b'*' | b'_' | b'=')) = signs.next() else { return false };
    let mut count = 1;
    signs.all(|byte| {
        count += 1;
        byte == sign
    }) && count >= 3
}

/// Whether an unindented line right below a list item's line begins something new, where
/// CommonMark would read on. Who breaks lines does so when they are full.
pub(super) fn leaves_item(item_line: &str, line: &str) -> bool {
    /// Lines that are broken by hand or by an editor are about this long, in bytes.
    const FULL_LINE: usize = 60;
    item_line.len() < FULL_LINE && starts_like_a_title(line)
}

/// The width of the white space before a line's text, in columns.
pub(super) fn indentation(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

/// Whether a plain-text line reads like a title.
pub(super) fn reads_like_a_title(line: &str) -> bool {
    const MAX_TITLE_CHARS: usize = 140;
    let line = line.trim_ascii();
    line.len() <= 4 * MAX_TITLE_CHARS
        && line.chars().count() <= MAX_TITLE_CHARS
        && starts_like_a_title(line)
        && !ends_like_a_sentence(line)
        && !line.contains("://")
}

/// With a capital, a digit, a quote, a letter without case, or a name such as `eBPF`.
fn starts_like_a_title(line: &str) -> bool {
    let line = line.trim_start_matches(['"', '\'', '“', '‘', '«', '„', '「', '『', '《', '[', '(']);
    let mut word = line.chars().take_while(|c| !c.is_whitespace());
    match word.next() {
        Some(first) if first.is_lowercase() => word.any(char::is_uppercase),
        Some(first) => first.is_alphanumeric(),
        None => false,
    }
}

/// With a full stop, comma, semicolon or colon: text goes on, or a sentence ends.
fn ends_like_a_sentence(line: &str) -> bool {
    let line = line.trim_end_matches([')', '"', '”', '\'']);
    let stop = ['.', ',', ';', ':', '。', '，', '；', '：', '、', '．'];
    line.ends_with(stop) && !line.ends_with("...") && !line.ends_with(" Inc.")
}

/// How many bytes the list of attributes takes with which `rest` begins, as site generators want it
/// behind a link: `{:target="_blank"}`, `{: .external}`, `{rel="nofollow"}`.
pub(super) fn attribute_list(rest: &str) -> usize {
    /// A longer one is something else.
    const MAX_BYTES: usize = 200;
    let Some(inside) = rest.strip_prefix('{') else { return 0 };
    let inside = &inside[..inside.floor_char_boundary(MAX_BYTES)];
    let Some(end) = inside.find(['}', '{', '\n']).filter(|end| inside.as_bytes()[*end] == b'}')
    else {
        return 0;
    };
    let name = inside[..end].trim_start();
    let is_named = name.find('=').is_some_and(|at| {
        at > 0 && name[..at].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    let is_list = name.starts_with([':', '.', '#']) || is_named;
    if is_list { end + 2 } else { 0 }
}
