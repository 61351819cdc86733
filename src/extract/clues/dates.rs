//! Days and years in a run of folded words.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::Word;
use crate::lexicon::Table;
use crate::lexicon::events::{NOTED_YEARS, YEARS, events};

pub(super) fn year(word: &str) -> Option<u16> {
    (word.len() == 4).then(|| word.parse().ok())?.filter(|year| NOTED_YEARS.contains(year))
}

/// `19` behind an event's name.
pub(super) fn short_year(word: &Word<'_>) -> Option<u16> {
    if word.text.len() != 2 {
        return year(word.text);
    }
    word.text.parse::<u16>().ok().map(|year| 2000 + year).filter(|year| YEARS.contains(year))
}

/// A day: a date, or month and day without a year.
pub(super) type Day = Result<Date, (i8, i8)>;

/// A date at the start of `words` and how many of them it takes; without a year, `(month, day)`.
pub(super) fn date_at(words: &[Word<'_>]) -> Option<(Day, usize)> {
    let number = |at: usize| words.get(at).and_then(|word| word.text.parse::<u32>().ok());
    let first = words.first()?;
    // `20210506`; `november` has as many letters.
    if let Some(number) = number(0).filter(|_| first.text.len() == 8) {
        let date = date(number / 10_000, number / 100 % 100, number % 100)?;
        return Some((Ok(date), 1));
    }
    if let Some(year) = year(first.text) {
        // `2021-05-06`, and `2019/0416` in paths.
        if let (Some(month), Some(day)) = (number(1), number(2))
            && words[1].text.len() <= 2
            && words[2].text.len() <= 2
            && let Some(date) = date(u32::from(year), month, day)
        {
            return Some((Ok(date), 3));
        }
        if words.get(1).is_some_and(|word| word.text.len() == 4)
            && let Some(month_day) = number(1)
            && let Some(date) = date(u32::from(year), month_day / 100, month_day % 100)
        {
            return Some((Ok(date), 2));
        }
        // `2019年11月28日`.
        if words.get(1).is_some_and(|word| word.text == "年")
            && let (Some(month), Some(day)) = (number(2), number(4))
            && let Some(date) = date(u32::from(year), month, day)
        {
            return Some((Ok(date), 6.min(words.len())));
        }
        return None;
    }
    // `4月16日`.
    if words.get(1).is_some_and(|word| word.text == "月")
        && let (Some(month), Some(day)) = (number(0), number(2))
    {
        date(2020, month, day)?;
        let len = if words.get(3).is_some_and(|word| word.text == "日") { 4 } else { 3 };
        return Some((Err((i8::try_from(month).ok()?, i8::try_from(day).ok()?)), len));
    }
    if let Some(date) = numeric(words) {
        return Some((Ok(date), 3));
    }
    // `20 May 2019`, `20-Nov-2019`, `6 May`, `21st of May`.
    if let Some(day) = number(0).filter(|_| first.text.len() <= 2) {
        let mut at = 1;
        while words
            .get(at)
            .is_some_and(|word| matches!(word.text, "st" | "nd" | "rd" | "th" | "of" | "de"))
        {
            at += 1;
        }
        let month = month(words.get(at)?.text)?;
        let after = at + 1;
        if let Some(year) = words.get(after).and_then(|word| year(word.text)) {
            return Some((Ok(date(u32::from(year), month, day)?), after + 1));
        }
        date(2020, month, day)?;
        return Some((Err((i8::try_from(month).ok()?, i8::try_from(day).ok()?)), after));
    }
    // `May 20, 2019`, `dec_10_18`, `Nov 18th`.
    let month = month(first.text)?;
    let day = number(1).filter(|_| words[1].text.len() <= 2)?;
    let mut after = 2;
    while words.get(after).is_some_and(|word| matches!(word.text, "st" | "nd" | "rd" | "th")) {
        after += 1;
    }
    if let Some(year) = words.get(after).and_then(short_year_of_date) {
        return Some((Ok(date(u32::from(year), month, day)?), after + 1));
    }
    date(2020, month, day)?;
    Some((Err((i8::try_from(month).ok()?, i8::try_from(day).ok()?)), after))
}

/// `5-16-22`, `16.5.2022`: three numbers that are a day of a KubeCon. Between full stops the day comes
/// first, and the year has four digits, as versions have not; else either may, if only one of both
/// is such a day.
fn numeric(words: &[Word<'_>]) -> Option<Date> {
    let [first, second, third] = words.get(..3)? else { return None };
    if first.text.len() > 2 || second.text.len() > 2 {
        return None;
    }
    let year = u32::from(short_year(third)?);
    let (first, second) = (first.text.parse().ok()?, second.text.parse().ok()?);
    let of_kubecon = |date: &Date| events().edition_on(*date).is_some();
    let day_first = date(year, second, first).filter(of_kubecon);
    if words[1].dotted || third.dotted {
        return day_first.filter(|_| third.text.len() == 4);
    }
    let month_first = date(year, first, second).filter(of_kubecon);
    match (day_first, month_first) {
        (Some(one), Some(other)) => (one == other).then_some(one),
        (one, other) => one.or(other),
    }
}

fn short_year_of_date(word: &Word<'_>) -> Option<u16> {
    year(word.text).or_else(|| if word.joined { None } else { short_year(word) })
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = u16::try_from(year).ok().filter(|year| NOTED_YEARS.contains(year))?;
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The months' names in English, German, French, Spanish and Dutch.
const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "januar", "janvier", "enero", "januari"],
    &["feb", "february", "februar", "fevrier", "febrero", "februari"],
    &["mar", "march", "marz", "mars", "marzo", "maart"],
    &["apr", "april", "avril", "abril"],
    &["may", "mai", "mayo", "mei"],
    &["jun", "june", "juni", "juin", "junio"],
    &["jul", "july", "juli", "juillet", "julio"],
    &["aug", "august", "aout", "agosto", "augustus"],
    &["sep", "sept", "september", "septembre", "septiembre"],
    &["oct", "october", "oktober", "octobre", "octubre", "okt"],
    &["nov", "november", "novembre", "noviembre"],
    &["dec", "december", "dezember", "decembre", "diciembre", "dez"],
];

/// All of them.
pub(super) fn month_names() -> impl Iterator<Item = &'static str> {
    MONTHS.into_iter().flatten().copied()
}

/// A month's number by its name.
pub(super) fn month(word: &str) -> Option<u32> {
    static NUMBERS: LazyLock<Table<&str, u32>> = LazyLock::new(|| {
        let numbered = (1..).zip(MONTHS);
        numbered.flat_map(|(number, names)| names.iter().map(move |name| (*name, number))).collect()
    });
    NUMBERS.get(word).copied()
}
