//! Which characters part words, quote, group, or belong to a word, in any script.

/// What stands between words and means nothing: white space, control characters, and the invisible
/// characters that come along with copied text.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Double quotes of every kind that keyboards and word processors make. Any of them opens a phrase
/// and any of them closes it: which one opens differs from language to language.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '「' | '」' | '『' | '』')
}

pub(super) fn is_open(c: char) -> bool {
    matches!(c, '(' | '（')
}

pub(super) fn is_close(c: char) -> bool {
    matches!(c, ')' | '）')
}

pub(super) fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜')
}

pub(super) fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

pub(super) fn is_minus(c: char) -> bool {
    matches!(c, '-' | '−' | '－')
}

/// Punctuation that parts words even without white space. A comma between digits does not.
pub(super) fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '，' | '；' | '、' | '。' | '！' | '？' | '…')
}

/// Whether a word can begin or end with the character and mean something.
pub(super) fn is_content(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_symbol(c) }
}

/// What is neither letter nor digit and still says something: combining marks, emoji.
fn is_symbol(c: char) -> bool {
    !is_space(c)
        && !matches!(c, '\u{80}'..='\u{bf}' | '×' | '÷' | '\u{2000}'..='\u{206f}')
        && !matches!(c, '\u{3000}'..='\u{303f}' | '\u{30fb}' | '\u{ff00}'..='\u{ff65}')
        && !is_quote(c)
}

/// Byte range of `run` without the punctuation around it; empty when nothing is left.
///
/// Kept are `C++` and `C#`, `.NET`, `@handle` and `#tag`.
pub(super) fn trim(run: &str) -> std::ops::Range<usize> {
    let mut start = run.len();
    let mut before = ' ';
    let mut chars = run.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let opens = match c {
            '#' | '@' => true,
            '.' => before != '.',
            _ => false,
        };
        if is_content(c) || (opens && chars.peek().is_some_and(|(_, next)| is_content(*next))) {
            start = at;
            break;
        }
        before = c;
    }
    let rest = run.get(start..).unwrap_or("");
    let marked = rest.trim_end_matches(|c| !is_content(c) && !matches!(c, '+' | '#'));
    // `C++` keeps its signs, `KubeCon +` in quotes does not keep one that stands off.
    let bare = marked.trim_end_matches(|c| !is_content(c));
    let signs = marked.get(bare.len()..).unwrap_or("");
    let end = if signs.bytes().all(|b| matches!(b, b'+' | b'#')) { marked } else { bare };
    start..start + end.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_the_punctuation_around_them() {
        let check = |run: &str, expected: &str| assert_eq!(&run[trim(run)], expected, "{run}");
        check("flux?", "flux");
        check("(flux).", "flux");
        check("C++", "C++");
        check("C++,", "C++");
        check("F#", "F#");
        check(".NET", ".NET");
        check("...and", "and");
        check("../docs", "docs");
        check("@flux", "@flux");
        check("#kubecon", "#kubecon");
        check("--dry-run", "dry-run");
        check("O'Neil's", "O'Neil's");
        check("v1.21.", "v1.21");
        check("`kubectl`", "kubectl");
        check("**bold**", "bold");
        check("🚀", "🚀");
        check("—", "");
        check("+", "");
        check("#", "");
        check("?!", "");
        check("", "");
        check("日本語。", "日本語");
    }
}
