//! The names of other conferences: the place that belongs to them, and evenings that are counted.

use super::dates::{month, year};
use super::{Word, is_filler, region_code};
use crate::document::Region;
use crate::extract::token::{is_cjk, title_case};
use crate::lexicon::{
    events::{Named, events},
    fold_letters,
    phrases::phrases,
};

/// The place that belongs to a series' name.
pub(super) struct SeriesPlace {
    /// As the text writes it.
    pub(super) name: String,
    pub(super) region: Option<Region>,
    /// How many words behind the series it takes.
    pub(super) n_words: usize,
}

pub(super) fn place_after(words: &[Word<'_>], text: &str, placed: bool) -> Option<SeriesPlace> {
    if !placed {
        return None;
    }
    // `KCD Austria 2024`, `devopsdays-montreal`, `cloud-native-days in Tokyo`, `… (KCD) Zurich`.
    let is_between = |word: &Word<'_>| matches!(word.text, "in" | "at" | "kcd");
    let is_year = |word: &Word<'_>| year(word.text).is_some();
    let at = words.iter().position(|word| !is_between(word) && !is_year(word))?;
    let word = words[at];
    let short = events().short_place(word.text);
    let (region, len) = match events().name_at(&words[at..]) {
        Some((Named::Place(region), len)) => (Some(region), len),
        Some(_) => return None,
        None if short.is_some() => (short, 1),
        None if at == 0 && is_unknown_place(word, words.get(1)) => (None, 1),
        None => return None,
    };
    let name = words[at..at + len].iter().map(|word| match short {
        Some(_) => word.text.to_uppercase(),
        None => title_case_word(word.text, text),
    });
    // A year before it, `KCD 2024 Zurich`, is still to be read.
    let n_words = if words[..at].iter().any(is_year) { 0 } else { at + len };
    Some(SeriesPlace { name: name.collect::<Vec<_>>().join(" "), region, n_words })
}

/// The place right before such a series: `NYC DevOpsDays 2019`, `Zurich KCD`. A short one has its
/// capitals: `retour de la KCD` is from nowhere.
pub(super) fn place_before(
    words: &[Word<'_>],
    series: Word<'_>,
    text: &str,
    placed: bool,
) -> Option<SeriesPlace> {
    /// Bytes of a heading or a folder: a longer text is prose.
    const MAX_TEXT: usize = 200;
    let word = words.last().filter(|_| placed && text.len() <= MAX_TEXT)?;
    let folded = fold_letters(text);
    let is_next = [' ', '-', '_']
        .iter()
        .any(|between| folded.contains(&format!("{}{between}{}", word.text, series.text)));
    let capitals = word.text.to_uppercase();
    let is_written = |short: &str| text.split(|c: char| !c.is_alphanumeric()).any(|w| w == short);
    let short = events().short_place(word.text).filter(|_| is_written(&capitals));
    if !is_next {
        return None;
    }
    let region = match events().name_at(std::slice::from_ref(word)) {
        Some((Named::Place(region), 1)) => Some(region),
        _ => short,
    }?;
    let name = match short {
        Some(_) => word.text.to_uppercase(),
        None => title_case_word(word.text, text),
    };
    Some(SeriesPlace { name, region: Some(region), n_words: 0 })
}

/// `Madison` in `DevOpsDays Madison 2019`: what stands between such a series and its year.
fn is_unknown_place(word: Word<'_>, next: Option<&Word<'_>>) -> bool {
    word.text.len() > 3
        && word.text.starts_with(char::is_alphabetic)
        && next.is_some_and(|next| year(next.text).is_some())
        && !is_filler(word.text)
        && month(word.text).is_none()
        && !crate::lexicon::words().class(word.text).title
        && !phrases().is_topic(word.text)
        && !phrases()
            .habits
            .lists
            .iter()
            .chain(&phrases().habits.summaries)
            .any(|w| *w == word.text)
}

/// The region that a name of several words holds itself: `Open Source Summit Europe`.
pub(super) fn place_within(words: &[Word<'_>]) -> Option<Region> {
    (1..words.len()).find_map(|at| match events().name_at(&words[at..]) {
        Some((Named::Place(region), _)) => Some(region),
        _ => region_code(words[at].text),
    })
}

/// What stands before the words in Han or kana behind a number: `#7 に行ってきた`.
fn without_remark(text: &str) -> &str {
    let Some(at) = text.find('#') else { return text };
    let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
    let end = at + 1 + digits;
    let is_remark = text[end..].trim_start().starts_with(is_cjk);
    if digits > 0 && is_remark { &text[..end] } else { text }
}

/// The name in `Cloud Native Kansai #04` and `Containers in Bergen Vol. 3`: a group that meets again
/// and again. A podcast and a newsletter count what they call by such words.
pub(super) fn numbered_evening(text: &str, has_place: bool) -> Option<&str> {
    const NAME_WORDS: std::ops::RangeInclusive<usize> = 2..=6;
    let text = without_remark(text.trim());
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let n_digits = text.len() - name.len();
    let name = name.strip_suffix('#').or_else(|| {
        let name = name.trim_end_matches(['.', ' ']);
        name.strip_suffix("Vol").or_else(|| name.strip_suffix("vol"))
    })?;
    let name = name.strip_suffix(' ')?.trim_end_matches([' ', '-', '–', ':']);
    let words = || name.split_whitespace();
    let is_name = |word: &str| word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let says_more = |word: &str| {
        let word = fold_letters(word);
        phrases().habits.publications.iter().any(|known| *known == word)
            || phrases().label(&word).is_some()
    };
    let is_evening = |word: &str| {
        let word = fold_letters(word);
        phrases().habits.evenings.iter().any(|known| *known == word)
    };
    ((1..=3).contains(&n_digits)
        && (has_place || words().any(is_evening))
        && NAME_WORDS.contains(&words().count())
        && words().all(|word| is_name(word) || matches!(word, "in" | "of" | "and" | "&"))
        && !words().any(says_more))
    .then_some(name)
}

/// A folded word as the text writes it, or in title case.
fn title_case_word(folded: &str, text: &str) -> String {
    let written = text
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| fold_letters(word) == folded && word.starts_with(char::is_uppercase));
    written.map_or_else(|| title_case(folded), str::to_owned)
}
