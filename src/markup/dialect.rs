//! Whether a note is Markdown or plain text. Its content says so, not its name: bullets alone are
//! no Markdown, because plain text has them too and its titles stand out better without.

use memchr::memmem::Finder;

use super::habits;

/// Whether `text` has markup in a convincing amount.
pub(super) fn is_markdown(text: &str) -> bool {
    /// One sign that nobody writes by chance, or two that might be.
    const CONVINCING: u32 = 2;
    let bold = Finder::new("**");
    let link = Finder::new("](");
    let mut evidence = 0;
    let mut previous = "";
    let mut fences = 0;
    for line in text.split('\n') {
        let trimmed = line.trim_ascii();
        evidence += match trimmed.as_bytes() {
            [] => 0,
            [b'#', ..] => heading(trimmed, previous),
            [b'`', b'`', b'`', ..] | [b'~', b'~', b'~', ..] => {
                fences += 1;
                if fences == 2 { 2 } else { 0 }
            }
            [b'=', ..] if habits::equals_heading(trimmed).is_some() => 2,
            [b'=', ..] if is_underline(trimmed, previous) => 2,
            [b'-', ..] if is_underline(trimmed, previous) => 1,
            [b'|', ..] | [b'-' | b':', ..] if is_table_delimiter(trimmed, previous) => 2,
            [b'<', ..] => tag(trimmed),
            [b'[', ..] if is_definition(trimmed) => 2,
            _ => 0,
        };
        let bytes = line.as_bytes();
        if evidence < CONVINCING && bytes.contains(&b'[') {
            if link.find(bytes).is_some() {
                evidence += 2;
            } else if line.contains("[[") && line.contains("]]") {
                evidence += 1;
            }
        }
        if evidence < CONVINCING && bytes.contains(&b'<') && has_closing_tag(bytes) {
            evidence += 2;
        }
        if evidence < CONVINCING && bytes.contains(&b'*') && is_bold(bytes, &bold) {
            evidence += 1;
        }
        if evidence < CONVINCING && bytes.contains(&b'`') && !trimmed.starts_with("```") {
            evidence += u32::from(memchr::memchr_iter(b'`', bytes).count() >= 2);
        }
        if evidence >= CONVINCING {
            return true;
        }
        previous = trimmed;
    }
    false
}

/// `# Title` convinces, `# cp a b` right below other text may be a comment in what was pasted.
fn heading(line: &str, previous: &str) -> u32 {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let title = text.trim_ascii_start();
    if level > 6 || title.is_empty() {
        return 0;
    }
    if title.len() == text.len() {
        return if habits::hash_heading(line).is_some() { 2 } else { 0 };
    }
    let may_be_comment =
        level == 1 && title.starts_with(char::is_lowercase) && !previous.is_empty();
    if may_be_comment { 1 } else { 2 }
}

fn is_underline(line: &str, previous: &str) -> bool {
    line.len() >= 3
        && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
        && habits::reads_like_a_title(previous)
}

/// `|---|---|` below a row.
fn is_table_delimiter(line: &str, previous: &str) -> bool {
    line.contains('|')
        && line.contains('-')
        && previous.contains('|')
        && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// `<h2>`, `<!-- … -->`, `<https://…>`.
fn tag(line: &str) -> u32 {
    let rest = &line[1..];
    if rest.starts_with("!--") || rest.starts_with("http") {
        2
    } else {
        u32::from(rest.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.contains('>'))
    }
}

/// `</p>`
fn has_closing_tag(line: &[u8]) -> bool {
    memchr::memmem::find_iter(line, b"</")
        .any(|at| line.get(at + 2).is_some_and(u8::is_ascii_alphabetic))
}

/// `[label]: https://…`
fn is_definition(line: &str) -> bool {
    line.split_once("]: ").is_some_and(|(label, to)| {
        !label[1..].contains(['[', ']']) && (to.contains("://") || to.starts_with(['/', '#', '.']))
    })
}

/// `**words**` on one line.
fn is_bold(line: &[u8], bold: &Finder<'_>) -> bool {
    let Some(start) = bold.find(line) else { return false };
    let inside = &line[start + 2..];
    inside.first().is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'*')
        && bold.find(inside).is_some()
}
