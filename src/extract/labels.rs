//! Takes a note-taker's own marks off a headline: checkboxes, numbers, times, rooms, levels, labels.
//!
//! What is left is the headline proper. Labels that say what sort of session it is are kept as a
//! [`Kind`].

mod brackets;
mod number;
mod time;

use crate::document::Kind;
use crate::extract::bytes::next_mark;
use crate::extract::clues;
use crate::lexicon::{fold_letters, phrases::phrases};

use self::brackets::{bracketed, is_tag, open_bracket};
use self::number::number;
pub(crate) use self::time::time;

/// A headline without the note-taker's marks, and what the marks said.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bare<'a> {
    pub(crate) text: &'a str,
    pub(crate) kind: Option<Kind>,
    /// Something said that this heads a session: `Session:`, `Talk 4 -`, `Keynote:`.
    pub(crate) labelled: bool,
    /// A time of day stood beside it.
    pub(crate) timed: bool,
    /// A tag in brackets stood beside it: `[I]`, `(NA)`, `[Video]`.
    pub(crate) tagged: bool,
}

/// Takes every mark off both ends of `text`.
pub(crate) fn strip(text: &str) -> Bare<'_> {
    let mut bare = Bare { text: latex(text.trim()).trim(), ..Bare::default() };
    // Marks stand in any order, each at most a few times.
    for _ in 0..8 {
        let before = (bare.text.len(), bare.kind);
        strip_front(&mut bare);
        strip_back(&mut bare);
        if before == (bare.text.len(), bare.kind) {
            break;
        }
    }
    bare
}

fn strip_front(bare: &mut Bare<'_>) {
    let text = bare.text.trim_start_matches(is_decoration);
    bare.text = text.trim_start();
    if let Some((rest, kind)) = given_by(bare.text) {
        bare.text = rest;
        bare.kind = bare.kind.or(kind);
        bare.labelled = true;
    }
    if let Some(rest) = session_code(bare.text) {
        bare.text = rest;
        bare.tagged = true;
    }
    if let Some(rest) = checkbox(bare.text) {
        bare.text = rest;
    }
    if let Some((rest, kind)) = number(bare.text) {
        bare.labelled |= !bare.text.starts_with(|c: char| c.is_ascii_digit() || c == '#');
        bare.text = rest;
        bare.kind = bare.kind.or(kind);
    }
    if let Some(rest) = time(bare.text) {
        bare.text = rest.trim_start_matches([':', '-', '–', '—', '|', ',', ')', ']', ' ', '*']);
        bare.timed = true;
    }
    if let Some((inside, rest)) = bracketed(bare.text) {
        if is_tag(inside) {
            bare.text = rest;
            bare.tagged = true;
        } else if let Some(kind) = phrases().label(&fold_letters(inside.trim())) {
            bare.text = rest;
            bare.kind = bare.kind.or(kind);
            bare.labelled = true;
        }
    }
    if let Some(rest) = room(bare.text) {
        bare.text = rest;
        bare.tagged = true;
    }
    label(bare);
}

/// `Talk by Ada Byron: A Title`: what stands behind `by`, with a colon between people and title.
fn given_by(text: &str) -> Option<(&str, Option<Kind>)> {
    /// Bytes of what was given, and of its people.
    const MAX_LABEL: usize = 24;
    const MAX_PEOPLE: usize = 80;
    // A title is longer than a label, and most have no such word at all.
    let at = text.as_bytes().windows(4).take(MAX_LABEL + 1).position(|four| four == b" by ")?;
    let kind = phrases().label(&fold_letters(&text[..at]))?;
    let rest = text[at + " by ".len()..].trim_start();
    let colon = rest.find(": ").filter(|colon| *colon <= MAX_PEOPLE)?;
    let is_title = rest[colon + 2..].split_whitespace().nth(1).is_some();
    (rest.starts_with(char::is_uppercase) && is_title).then_some((rest, kind))
}

/// `CON310 - `, `SEC201-R: ` before a title: the code under which a programme has it.
fn session_code(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let n_letters = bytes.iter().take(5).take_while(|byte| byte.is_ascii_uppercase()).count();
    let digits = bytes.get(n_letters..n_letters + 3)?;
    if !(3..=4).contains(&n_letters) || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let rest = text.get(n_letters + 3..)?;
    // Given again: `-R`, `-R1`.
    let rest = rest.strip_prefix("-R").unwrap_or(rest);
    let rest = rest.strip_prefix(|c: char| c.is_ascii_digit()).unwrap_or(rest);
    // What a title may be about.
    const NAMES: [&str; 10] =
        ["RFC", "KEP", "PEP", "ISO", "HTTP", "CVE", "AKS", "EKS", "GKE", "AWS"];
    if NAMES.contains(&text.get(..n_letters)?) {
        return None;
    }
    let title = [" - ", ": ", " – ", " | "].iter().find_map(|mark| rest.strip_prefix(mark))?;
    title.split_whitespace().nth(1).is_some().then_some(title)
}

/// `Room 6C: `, `Hall 3 - ` before a title.
fn room(text: &str) -> Option<&str> {
    // A place has at most 16 bytes, one of them a digit: most titles need no other look.
    let start = &text[..text.floor_char_boundary(16 + " - ".len())];
    if !start.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (place, rest) = text.split_once(": ").or_else(|| text.split_once(" - "))?;
    let numbered = place.len() <= 16 && place.contains(|c: char| c.is_ascii_digit());
    (numbered && place.contains(' ') && is_tag(place)).then(|| rest.trim_start())
}

fn strip_back(bare: &mut Bare<'_>) {
    // `Title {#anchor}`, as some site generators want it.
    if bare.text.ends_with('}')
        && let Some(anchor) = bare.text.rfind(" {#")
    {
        bare.text = &bare.text[..anchor];
    }
    let text = bare.text.trim_end_matches([':', '：', '#', '|', '*', '_', '=', ' ', '\u{fe0f}']);
    let text = match text.ends_with(['-', '–']) {
        true => text.trim_end_matches(" -").trim_end_matches(" –").trim_end(),
        false => text,
    };
    bare.text = text;
    // `Title (Tutorial)`, `Title (10:00-10:15)`, `Title [Video]`.
    let Some(open) = open_bracket(text) else { return };
    let inside = text[open..].trim_matches(['(', ')', '[', ']', '（', '）', '【', '】', ' ']);
    let folded = fold_letters(inside);
    let rest = text[..open].trim_end();
    if rest.is_empty() {
        return;
    }
    if let Some(kind) = phrases().label(&folded) {
        bare.kind = bare.kind.or(kind);
        bare.labelled = true;
    } else if time(inside).is_some_and(|rest| rest.trim().is_empty()) {
        bare.timed = true;
    } else if is_tag(inside) {
        bare.tagged = true;
    } else {
        return;
    }
    bare.text = rest;
}

/// Emoji, arrows, bullets: anything before the words that is no letter, digit, quote or bracket.
fn is_decoration(c: char) -> bool {
    !(c.is_alphanumeric()
        || matches!(
            c,
            '"' | '\''
                | '“'
                | '‘'
                | '«'
                | '„'
                | '['
                | '('
                | '【'
                | '（'
                | '「'
                | '『'
                | '《'
                | '$'
                | '.'
                | '@'
                | '#'
                | '<'
                | '\\'
                | '~'
                | '〜'
        ))
        || c == '⚡'
}

/// `$\textcolor{orange}{k3s}$` is `k3s`.
fn latex(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('$').and_then(|text| text.strip_suffix('$')) else {
        return text;
    };
    if !inner.starts_with('\\') {
        return text;
    }
    let inner = inner.trim_end_matches('}');
    inner.rsplit('{').next().unwrap_or(inner)
}

fn checkbox(text: &str) -> Option<&str> {
    ["[ ]", "[x]", "[X]", "[]"].iter().find_map(|mark| text.strip_prefix(mark)).map(str::trim_start)
}

/// A label and what separates it from the title.
fn label(bare: &mut Bare<'_>) {
    let longest = phrases().longest_label().max(MAX_EVENT);
    // The label ends at the first separator.
    let mut end = None;
    let mut from = 0;
    while let Some((at, c)) = next_mark(bare.text, from).filter(|(at, _)| *at <= longest + 2) {
        from = at + c.len_utf8();
        let rest = &bare.text[at..];
        let len = match c {
            ':' | '：' | '|' | '–' | '—' | '】' => c.len_utf8(),
            ' ' if rest.starts_with(" - ") => 2,
            _ => continue,
        };
        end = Some((at, at + len));
        break;
    }
    // `LT Title`, as in Japan, where nothing else is set apart either.
    if let Some(rest) = bare.text.strip_prefix("LT ").filter(|rest| !rest.is_empty()) {
        bare.text = rest.trim_start();
        bare.kind = bare.kind.or(Some(Kind::Lightning));
        bare.labelled = true;
        return;
    }
    let Some((end, resume)) = end else { return };
    let folded = fold_letters(bare.text[..end].trim());
    let words = folded.trim_matches(|c: char| !c.is_alphanumeric() && c != '⚡');
    let Some(kind) = phrases().label(words).or_else(|| label_of_event(words)) else { return };
    let rest = bare.text[resume..].trim_start_matches([':', '：', ' ', '-', '–', '—', '|']);
    if !rest.contains(char::is_alphanumeric) {
        return;
    }
    bare.text = rest;
    bare.kind = bare.kind.or(kind);
    bare.labelled = true;
}

/// Bytes of a label that says which event it was.
const MAX_EVENT: usize = 48;

/// The kind that a folded label names behind its event or its day: `kubecon 2018 keynote`.
fn label_of_event(label: &str) -> Option<Option<Kind>> {
    let first = label.split(' ').next()?;
    let is_day = phrases().is_day_word(first);
    if !is_day && !clues::is_event_short(first) {
        return None;
    }
    let is_kind = |at: &usize| phrases().label(&label[at + 1..]).is_some();
    let at = label.match_indices(' ').map(|(at, _)| at).find(is_kind)?;
    let event = clues::read(&label[..at]);
    (event.whole && (is_day || event.names_event()))
        .then(|| phrases().label(&label[at + 1..]))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headline: &str, text: &str, kind: Option<Kind>) {
        let bare = strip(headline);
        assert_eq!((bare.text, bare.kind), (text, kind), "{headline}");
    }

    #[test]
    fn marks_come_off() {
        check("Session: The Art of Hiding", "The Art of Hiding", None);
        check("Talk 4 - The Art of Hiding", "The Art of Hiding", None);
        check("Session #3: The Art of Hiding", "The Art of Hiding", None);
        check("2ème conférence : L'art de se cacher", "L'art de se cacher", None);
        check("CON310 - The Art of Hiding", "The Art of Hiding", None);
        check("CON310-R1 - The Art of Hiding", "The Art of Hiding", None);
        check("RFC793 - A Love Story", "RFC793 - A Love Story", None);
        check("SEC201-R: The Art of Hiding", "The Art of Hiding", None);
        check("CVE2020: The Art of Hiding", "CVE2020: The Art of Hiding", None);
        check("1st talk: The Art of Hiding", "The Art of Hiding", None);
        check("3rd lightning talk: Keep Calm", "Keep Calm", Some(Kind::Lightning));
        check("2nd floor: Keep Calm", "2nd floor: Keep Calm", None);
        check("⏩ The Art of Hiding", "The Art of Hiding", None);
        check("[ ] The Art of Hiding", "The Art of Hiding", None);
        check("10:00 - 10:30 The Art of Hiding", "The Art of Hiding", None);
        check("(10:00-10:15) The Art of Hiding", "The Art of Hiding", None);
        check("Nov 13, 3:25pm: The Art of Hiding", "The Art of Hiding", None);
        check("9am: The Art of Hiding (Tutorial)", "The Art of Hiding", Some(Kind::Tutorial));
        check("Sponsored Keynote: Keep Calm", "Keep Calm", Some(Kind::Keynote));
        check("⚡ Lightning Talk: Keep Calm", "Keep Calm", Some(Kind::Lightning));
        check("Pannel ::: Keep Calm", "Keep Calm", Some(Kind::Panel));
        check("[I] Keep Calm (NA)", "Keep Calm", None);
        check("1. Keep Calm", "Keep Calm", None);
        check("$\\textcolor{orange}{k3s}$", "k3s", None);
        check("Keep Calm:", "Keep Calm", None);
        check("Keynote – Keep Calm", "Keep Calm", Some(Kind::Keynote));
        check("Room 6C: Keep Calm", "Keep Calm", None);
        check("KubeCon 2018 Keynote: Keep Calm", "Keep Calm", Some(Kind::Keynote));
        check("KubeCon EU talk - Keep Calm", "Keep Calm", None);
        check("Day 1 Opening Keynote: Keep Calm", "Keep Calm", Some(Kind::Keynote));
        check("LT Keep Calm", "Keep Calm", Some(Kind::Lightning));
        check("LTS Kernels: Keep Calm", "LTS Kernels: Keep Calm", None);
        check("KubeCon talks: Keep Calm", "KubeCon talks: Keep Calm", None);
        check("05 - Keep Calm", "Keep Calm", None);
        check("10 - 20 times faster", "10 - 20 times faster", None);
        check("1.2 Keep Calm", "Keep Calm", None);
        check("3/10 Keep Calm", "Keep Calm", None);
        check("2.1 - Keep Calm", "Keep Calm", None);
        check("[Lightning Talk] Keep Calm", "Keep Calm", Some(Kind::Lightning));
        check("Keep Calm [Go devroom]", "Keep Calm", None);
        check("Keep Calm {#keep-calm}", "Keep Calm", None);
        check("[Day 2] Keep Calm", "Keep Calm", None);
    }

    #[test]
    fn a_title_keeps_what_is_its_own() {
        check("1.21 release notes", "1.21 release notes", None);
        check("1.29 What Is New", "1.29 What Is New", None);
        check("2.0 Release of Flux", "2.0 Release of Flux", None);
        check("24/7 Operations For Everybody", "24/7 Operations For Everybody", None);
        check("1/2 Price Clusters", "1/2 Price Clusters", None);
        check("The Elephant (in the Room)", "The Elephant (in the Room)", None);
        check("Envoy: the proxy", "Envoy: the proxy", None);
        check("Session:", "Session", None);
        check("5G at the edge (and beyond)", "5G at the edge (and beyond)", None);
        check("12 factor apps", "12 factor apps", None);
        check("Keynotes", "Keynotes", None);
        check("Keynotes – #", "Keynotes", None); // once cut inside the dash
        check("Level Up: Platforms", "Level Up: Platforms", None);
    }
}
