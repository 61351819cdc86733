//! Cuts a list of people into pieces: at every separator, and around a job that stands between a
//! name and a company without any.

use super::roles::{Known, aside, company, job, person};
use super::{Before, Lists, Piece, Run};
use crate::extract::bytes::{leading, next_mark};
use crate::extract::line::Line;
use crate::extract::token::{Shape, Token, is_cjk};
use crate::lexicon::phrases::phrases;
use crate::lexicon::{Job, fold_letters, words};

/// Cuts `text`, a slice of a line, at every separator that stands between people, jobs and companies.
pub(super) fn cut<'a>(lists: &mut Lists<'a>, text: &'a str, shouted: bool) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let (mut start, mut before, mut depth) = (0, Before::Start, 0usize);
    let mut from = 0;
    while let Some((at, c)) = next_mark(text, from) {
        let after = at + c.len_utf8();
        from = after;
        let separator = match c {
            ',' if is_suffix(&text[after..]) => None,
            ',' | '，' | '、' => Some((Before::Comma, after)),
            ';' | '；' => Some((Before::Semicolon, after)),
            '&' if is_initials(&text[..at], &text[after..]) => None,
            '&' if is_inside_company(text, start) => None,
            '&' | '＆' => Some((Before::And, after)),
            '+' if text[..at].ends_with(' ') => Some((Before::And, after)),
            '(' | '（' | '[' => {
                depth += 1;
                Some((Before::Bracket, after))
            }
            ')' | '）' | ']' if depth > 0 => Some((Before::Space, after)),
            '–' | '—' | '|' | '｜' => Some((Before::Dash, after)),
            '／' => Some((Before::Dash, after)),
            '/' if text[..at].ends_with(' ') => Some((Before::Dash, after)),
            '/' if joins_names(&text[start..at], &text[after..]) => Some((Before::And, after)),
            '/' if precedes_company(&text[start..at], &text[after..]) => {
                Some((Before::Dash, after))
            }
            // `Kolide by @marpaia`: the handle ends the company.
            ' ' if text[after..].starts_with("by @") => Some((Before::Space, after + 3)),
            ' ' if text[after..].starts_with("of ") && is_name(&lists.line, &text[start..at]) => {
                Some((Before::At, after + 3))
            }
            ' ' => word_separator(&text[after..]).map(|(before, len)| (before, after + len)),
            // `Ada Byron @Acme`, `Ada Byron@Acme`.
            '@' if text[after..].starts_with(char::is_uppercase)
                && text[..at].ends_with(|c: char| c == ' ' || c.is_alphabetic()) =>
            {
                Some((Before::At, after))
            }
            // A handle is a piece of its own: `Mike Arpaia, Kolide @marpaia`.
            '@' if text[..at].ends_with(' ') && at > start => Some((Before::Space, at)),
            '和' | '与' | '及' if text[..at].chars().next_back().is_some_and(is_cjk) => {
                Some((Before::And, after))
            }
            _ => None,
        };
        let Some((next, resume)) = separator else { continue };
        let in_brackets = depth.saturating_sub(usize::from(next == Before::Bracket)) > 0;
        // Without the space around it a run is the same one in every list that holds it.
        let run = text[start..at].trim();
        lists.add(Run { text: run, before, in_brackets, shouted }, &mut pieces);
        if matches!(c, ')' | '）' | ']') {
            depth = depth.saturating_sub(1);
        }
        // `(Acme),` is one separator: the stronger one stays.
        before = match (run.is_empty() && !pieces.is_empty(), before) {
            (true, Before::And | Before::Semicolon) if next == Before::Space => before,
            _ => next,
        };
        start = resume;
        from = start.max(after);
    }
    let run = text[start..].trim();
    lists.add(Run { text: run, before, in_brackets: depth > 0, shouted }, &mut pieces);
    pieces
}

/// Without the full stop of a sentence; the one of an abbreviated name stays: `Rowe, Jr.`, `C.S.`.
pub(super) fn without_stop(text: &str) -> &str {
    if !text.ends_with('.') {
        return text;
    }
    let last = text.rsplit([' ', ',']).next().unwrap_or("");
    let suffix = matches!(last, "Jr." | "Sr.");
    // Each letter with a full stop of its own.
    let initials = !last.is_empty()
        && last.split_terminator('.').all(|part| part.chars().count() == 1)
        && last.bytes().filter(|byte| *byte == b'.').count() == last.split_terminator('.').count();
    if suffix || initials { text } else { text.trim_end_matches('.').trim_end() }
}

/// Without what says that somebody led a panel: `Moderated by Ada Byron`, `Moderator - Ada Byron`.
pub(super) fn without_moderator(text: &str) -> &str {
    const WORDS: [&str; 3] = ["moderated by", "moderator", "hosted by"];
    let first = text.as_bytes().first().map(u8::to_ascii_lowercase);
    if !matches!(first, Some(b'm' | b'h')) {
        return text;
    }
    let starts =
        |word: &&&str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let rest = WORDS.iter().find(starts).map_or("", |word| &text[word.len()..]);
    let name = rest.trim_start_matches([' ', ':', '-', '–']);
    if name.len() < rest.len() && !name.is_empty() { name } else { text }
}

/// Whether an ampersand stands between the initials of one name: `S&W`, `AT&T`.
fn is_initials(before: &str, after: &str) -> bool {
    /// Letters of initials; more shout a name.
    const MAX: usize = 3;
    let is_run = |len: usize, next: Option<u8>| {
        (1..=MAX).contains(&len) && !next.is_some_and(|byte| byte.is_ascii_alphanumeric())
    };
    let (before, after) = (before.as_bytes(), after.as_bytes());
    let n_before = before.iter().rev().take_while(|byte| byte.is_ascii_uppercase()).count();
    let n_after = after.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    is_run(n_before, before.iter().rev().nth(n_before).copied())
        && is_run(n_after, after.get(n_after).copied())
}

/// Whether an ampersand stands inside the name of a company that is known: `Johnson & Johnson`.
fn is_inside_company(text: &str, start: usize) -> bool {
    let end = text[start..].find([',', ';', '(', ')']).map_or(text.len(), |at| start + at);
    words().company(&text[start..end]).is_some()
}

/// Whether what follows a comma belongs to the name before it: `, Jr.`, `, Inc.`
fn is_suffix(rest: &str) -> bool {
    // Of the legal forms those that are no words or initials: `SE` is a job, `Se` a name.
    const SUFFIXES: [&str; 12] =
        ["jr", "sr", "ii", "iii", "phd", "inc", "ltd", "llc", "gmbh", "corp", "plc", "limited"];
    let word = rest.trim_start().split([' ', ',', ';', '&', ')']).next().unwrap_or("");
    SUFFIXES.contains(&fold_letters(word.trim_end_matches('.')).as_ref())
}

/// Whether `text` is a full name and no job: `Puneet Pruthi of Lyft`, but `Head of Platform`.
fn is_name<'a>(line: &Line<'a>, text: &'a str) -> bool {
    let mut tokens = Vec::new();
    line.tokens(text, &mut tokens);
    (2..=4).contains(&tokens.len())
        && tokens.iter().all(|token| {
            token.job.is_none() && matches!(token.shape, Shape::Capitalised | Shape::Initial)
        })
        && tokens[0].given
}

/// A separator that is a word, at the start of `rest`: its kind and its length with the space
/// behind it.
fn word_separator(rest: &str) -> Option<(Before, usize)> {
    const WORDS: [(&str, Before); 26] = [
        ("- ", Before::Dash),
        ("-- ", Before::Dash),
        ("and ", Before::And),
        ("AND ", Before::And),
        ("with ", Before::And),
        ("und ", Before::And),
        ("et ", Before::And),
        ("y ", Before::And),
        ("en ", Before::And),
        ("och ", Before::And),
        ("from the ", Before::At),
        ("at the ", Before::At),
        ("from ", Before::At),
        ("FROM ", Before::At),
        ("at ", Before::At),
        ("@ ", Before::At),
        ("bei ", Before::At),
        ("von ", Before::At),
        ("van ", Before::At),
        ("chez ", Before::At),
        ("de chez ", Before::At),
        ("working at ", Before::At),
        ("works at ", Before::At),
        ("works for ", Before::At),
        ("working for ", Before::At),
        ("x ", Before::And),
    ];
    // The first byte rules out most of them.
    let first = *rest.as_bytes().first()?;
    if !matches!(first, b'-' | b'@' | b'A' | b'F' | b'a'..=b'f' | b'o' | b'u'..=b'y') {
        return None;
    }
    let (word, before) = leading(rest, &WORDS)?;
    // `von` and `van` are parts of names, too: only an organisation's name follows the preposition.
    if matches!(*word, "von " | "van ") {
        let next = rest[word.len()..].split([',', '&', ';', '(']).next().unwrap_or("");
        words().company(next)?;
    }
    Some((*before, word.len()))
}

/// Whether a slash without spaces stands between two names (`Ada Byron/Max Muster`), not inside a
/// term (`CI/CD`).
fn joins_names(left: &str, right: &str) -> bool {
    let right = right.split(['/', ',', '&', ';']).next().unwrap_or("");
    left.trim().contains(' ') && right.trim().contains(' ')
}

/// Whether a slash without spaces stands between a full name and a known company: `Ada Byron/Acme`.
fn precedes_company(left: &str, right: &str) -> bool {
    let right = right.split(['/', ',', '&', ';', ')']).next().unwrap_or("");
    left.trim().contains(' ') && words().company(right).is_some()
}

/// Adds the pieces of a run to those in `all`: itself, or more where a job stands between a name and a
/// company without any separator: `Ron Vider CTO Oxeye`, `senior counsel at Acme`, `Principal engineer
/// in Acme`.
pub(super) fn cut_run<'a>(
    line: &Line<'a>,
    run: Run<'a>,
    tokens: &mut Vec<Token<'a>>,
    all: &mut Vec<Piece<'a>>,
) {
    let text = without_moderator(without_stop(run.text));
    // `Ada Byron氏`: a title of respect behind letters of another script.
    let bare = phrases().endings.without_respect(text);
    let text = if bare.ends_with(|c: char| c.is_ascii_alphabetic()) { bare } else { text };
    if text.is_empty() {
        return;
    }
    tokens.clear();
    line.tokens(text, tokens);
    // `Ada Head` is called so; only a `head of` something is a job.
    if let [given, last] = &mut tokens[..]
        && given.given
        && last.folded == "head"
    {
        last.job = None;
    }
    let known = Known::of(text, line.learned);
    let mut add = |text: &'a str, before: Before, tokens: &[Token<'a>], known: Known| {
        let run = Run { text, before, ..run };
        all.push(Piece { text, before, evidence: evidence(&run, tokens, known, line) });
    };
    // `Ambassador Labs` is a company, whatever its words are.
    let is_company = tokens.len() > 1 && known == Known::Listed;
    let is_job = |token: &Token<'_>| token.job.is_some() && !is_company;
    let first = tokens.iter().position(is_job);
    let last_head = tokens.iter().rposition(|token| token.job == Some(Job::Head));
    let (Some(mut first), Some(last)) = (first, last_head) else {
        add(text, run.before, tokens, known);
        return;
    };
    let known_of = |part: &str| match part.len() == text.len() {
        true => known,
        false => Known::of(part, line.learned),
    };
    let offset = |index: usize| tokens[index].text.as_ptr() as usize - text.as_ptr() as usize;
    // A capitalised word between two words of a job belongs to it.
    first = first.min(last);
    let mut end = last + 1;
    // `Head of Platform`, `VP of Engineering` go on; `CEO of Acme` names the company.
    let mut company_from = end;
    if let Some(next) = tokens.get(end)
        && matches!(
            next.folded.as_ref(),
            "of" | "in" | "for" | "at" | "von" | "de" | "chez" | "bei"
        )
    {
        let rest = &text[offset(end) + next.text.len()..];
        let about_work = tokens[end + 1..].iter().all(|token| token.title || token.job.is_some())
            && words().company(rest).is_none();
        if about_work || end + 1 >= tokens.len() {
            end = tokens.len();
            company_from = end;
        } else {
            company_from = end + 1;
        }
    }
    let mut before = run.before;
    if first > 0 {
        let name = text[..offset(first)].trim();
        let known = known_of(name);
        if first == 1 && !tokens[0].given && tokens[first].shape != Shape::Cjk && known == Known::No
        {
            // One word before a job is a part of the job: `Payments engineer`; in `Acme 工程师` it is
            // the company, as one that is known is in `Google engineer`.
            first = 0;
        } else {
            add(name, before, &tokens[..first], known);
            before = Before::Space;
        }
    }
    let job_end = if end < tokens.len() { offset(end) } else { text.len() };
    let job = text[offset(first)..job_end].trim();
    add(job, before, &tokens[first..end], known_of(job));
    if company_from < tokens.len() {
        let text = text[offset(company_from)..].trim();
        let before = if company_from > end { Before::At } else { Before::Space };
        add(text, before, &tokens[company_from..], known_of(text));
    }
}

/// What speaks for each role of a piece.
fn evidence<'a>(run: &Run<'a>, tokens: &[Token<'_>], known: Known, line: &Line<'a>) -> [f32; 4] {
    [
        person(run.text, tokens, run.shouted, known, line),
        job(tokens, known),
        company(run, tokens, known),
        aside(run, tokens),
    ]
}
