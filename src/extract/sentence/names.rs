//! A person's and a company's name inside a sentence.

use crate::extract::learn::Learned;
use crate::extract::token::{Shape, Token};
use crate::lexicon::events::{Named, events};
use crate::lexicon::words;

use super::speaks::{follows_and, leads_to_name};
use super::verbs::VERBS;

/// The number of words of a full name at the start of `tokens`: a known given name and one or two
/// more capitalised words.
pub(super) fn name_at(tokens: &[Token<'_>]) -> Option<usize> {
    let first = tokens.first()?;
    if !first.given || first.shape != Shape::Capitalised || ends_clause(first) {
        return None;
    }
    let mut len = 1;
    while let Some(token) = tokens.get(len) {
        let fits = match token.shape {
            Shape::Capitalised => !token.title || token.given,
            Shape::Initial => token.text.ends_with('.') || token.text.len() == 1,
            // Behind a whole name `von` says whose they are: `Henning Jacobs von Zalando`.
            Shape::Lower => {
                token.is_particle()
                    && !names_company(&tokens[len + 1..])
                    && (len == 1
                        || tokens[1..len].iter().all(|name| name.given || name.is_particle()))
                    && tokens[len + 1..]
                        .iter()
                        .take(2)
                        .find(|next| !(next.shape == Shape::Lower && next.is_particle()))
                        .is_some_and(|next| next.shape == Shape::Capitalised)
            }
            _ => false,
        };
        // `Liz Rice (Isovalent)`: the bracket is not part of the name.
        if !fits || len >= 4 || token.text.starts_with(['(', '[']) {
            break;
        }
        len += 1;
        if ends_clause(token) || is_possessive(token) {
            break;
        }
    }
    (len >= 2).then_some(len)
}

/// Whether a company that is known begins here: `von Zalando` is no part of a name.
fn names_company(tokens: &[Token<'_>]) -> bool {
    (1..=tokens.len().min(3)).any(|len| words().company(&joined(&tokens[..len])).is_some())
}

pub(super) fn is_possessive(token: &Token<'_>) -> bool {
    token.text.ends_with("'s") || token.text.ends_with("’s")
}

/// The number of words of the name at `at`, which goes on a list of names and so need not be known to
/// any list: it has its company in brackets, or `and` before it.
pub(super) fn listed_name_at(tokens: &[Token<'_>], at: usize, learned: &Learned) -> Option<usize> {
    let rest = &tokens[at..];
    let len = name_shaped(rest, 3);
    let has_company = rest.get(len).is_some_and(|token| token.text.starts_with('('));
    let sure = has_company || follows_and(&tokens[..at]);
    (len >= 2 && sure && !is_company(&rest[..len], learned)).then_some(len)
}

/// What only people do.
const PEOPLE_DO: [&str; 9] =
    ["talked", "talks", "spoke", "speaks", "explained", "explains", "told", "demoed", "walked"];

/// The number of words of a name at `at` that no list needs to know, because the words around it say
/// that it is one: `a talk by Jago Macleod`, `PlanetScale CTO Sugu Sougoumarane`, `Mandi Walls explained`.
pub(super) fn expected_name_at(
    tokens: &[Token<'_>],
    at: usize,
    learned: &Learned,
) -> Option<usize> {
    let (before, rest) = tokens.split_at(at);
    // `Finally Michael Ducy presented`: a sentence's first word has its capital from there.
    let begins = before.last().is_none_or(|last| last.text.ends_with(['.', '!', '?', ':']));
    let is_adverb = || {
        rest.get(1).is_some_and(|second| second.given)
            || rest.first().is_some_and(|first| first.folded.ends_with("ly"))
    };
    if begins && is_adverb() {
        return None;
    }
    let len = name_shaped(rest, 3);
    // `Google's Borg` is theirs, too, and no person: something has to say that somebody spoke.
    let says = || {
        let has_job = before.last().is_some_and(|token| token.job.is_some());
        has_job
            || rest[len..].iter().take(3).any(|token| VERBS.contains(&token.folded.as_ref()))
            || (1..before.len().min(4)).any(|n| leads_to_name(&before[..before.len() - n]))
    };
    // `Mandi Walls of Chef showed us`: people alone do that, whatever they are called.
    let spoke = || {
        let next = rest.get(len).map_or("", |token| token.folded.as_ref());
        let opens = at == 0
            && company_after(&rest[len..], false, learned).is_some()
            && rest[len..].iter().take(6).any(|token| VERBS.contains(&token.folded.as_ref()));
        let names_other = || {
            let ends = [&rest[..1], &rest[len - 1..len]];
            ends.into_iter().any(|word| is_company(word, learned) || is_place(&word[0]))
        };
        opens || PEOPLE_DO.contains(&next) && len >= 2 && !names_other()
    };
    let expected =
        || leads_to_name(before) || employer(before, learned).is_some() && says() || spoke();
    (len >= 2 && expected() && !is_company(&rest[..len], learned)).then_some(len)
}

/// The name of two or three words that ends `tokens`, all of them with a capital.
pub(super) fn listed_name_before(tokens: &[Token<'_>], learned: &Learned) -> Option<String> {
    let capital = |token: &&Token<'_>| token.shape == Shape::Capitalised && !ends_clause(token);
    let len = tokens.iter().rev().take_while(capital).count();
    let name = tokens.get(tokens.len() - len..).filter(|name| (2..=3).contains(&name.len()))?;
    let (given, surname) = name.split_first()?;
    let known = given.given || given.ambiguous || is_part_of_name(given);
    (known && surname.iter().all(is_part_of_name) && !is_company(name, learned))
        .then(|| joined(name))
}

/// Where a list of names goes on behind a name: past its company in brackets, and past `and`.
pub(super) fn list_goes_on(tokens: &[Token<'_>], end: usize) -> usize {
    let mut at = end;
    if tokens.get(at).is_some_and(|token| token.text.starts_with('(')) {
        let inside = tokens[at..].iter().take(5);
        at += inside.take_while(|token| !token.text.contains(')')).count() + 1;
    }
    at + usize::from(tokens.get(at).is_some_and(|token| matches!(token.text, "and" | "&")))
}

/// How many words, `most` at most, `tokens` begin with that look like those of one name.
pub(super) fn name_shaped(tokens: &[Token<'_>], most: usize) -> usize {
    let words = || tokens.iter().take(most).take_while(|token| is_part_of_name(token));
    let last = words().position(|token| ends_clause(token) || is_possessive(token));
    last.map_or_else(|| words().count(), |at| at + 1)
}

pub(super) fn is_part_of_name(token: &Token<'_>) -> bool {
    token.shape == Shape::Capitalised
        && (!token.title || token.ambiguous)
        && !token.company
        && token.job.is_none()
        && !token.text.starts_with(['(', '['])
}

fn is_place(token: &Token<'_>) -> bool {
    matches!(events().name_at(&[token.folded.as_ref()]), Some((Named::Place(_), _)))
}

fn is_company(tokens: &[Token<'_>], learned: &Learned) -> bool {
    let name = joined(tokens);
    learned.is_known_company(&name)
}

pub(super) fn ends_clause(token: &Token<'_>) -> bool {
    token.text.ends_with([',', '.', ';', ':', ')', '!', '?']) && token.shape != Shape::Initial
}

pub(super) fn joined(tokens: &[Token<'_>]) -> String {
    joined_words(tokens.iter().map(|token| token.text))
}

/// A name of words as a sentence has them, without its punctuation.
pub(super) fn joined_words<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut name = String::new();
    for word in words {
        if !name.is_empty() {
            name.push(' ');
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
        let bare = bare.strip_suffix("'s").or(bare.strip_suffix("’s")).unwrap_or(bare);
        // `(Adobe).`: the bracket stands before the full stop.
        name.push_str(bare.trim_end_matches(['.', ')', ']']));
    }
    name
}

/// `from Isovalent`, `of Red Hat`, `(Kong)`, `, senior counsel at RedHat,`.
pub(super) fn company_after(
    after: &[Token<'_>],
    closed: bool,
    learned: &Learned,
) -> Option<String> {
    let mut at = 0;
    let mut saw_job = false;
    // A clause about the job may stand between: `, a researcher at the …`.
    while let Some(token) = after.get(at).filter(|_| at < 10) {
        let word = token.folded.as_ref();
        // What follows is somebody else's.
        if at > 0 && name_at(&after[at..]).is_some() {
            return None;
        }
        let preposition = matches!(
            word,
            "from"
                | "of"
                | "at"
                | "with"
                | "bei"
                | "von"
                | "chez"
                | "de"
                | "van"
                | "for"
                | "who"
                | "works"
        );
        if preposition
            && (at == 0 && !closed || saw_job || matches!(word, "from" | "at"))
            && !(word == "who" || word == "works")
        {
            let company = capitalised(&after[at + 1..], learned)?;
            return Some(company);
        }
        // `Ada Byron d'OVHcloud`
        if let Some(name) = token.text.strip_prefix("d'").or(token.text.strip_prefix("d’"))
            && name.starts_with(char::is_uppercase)
        {
            return Some(name.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned());
        }
        if token.text.starts_with('(') {
            // Right behind the name, and closed at once: `Matt Butcher (Fermyon) showed …`.
            let closes =
                at == 0 && after.iter().take(3).any(|token| token.text.ends_with([')', ',']));
            return capitalised(&after[at..], learned)
                .filter(|company| closes || learned.is_known_company(company));
        }
        saw_job |= token.job.is_some();
        if !(closed || saw_job || matches!(word, "who" | "works"))
            || token.text.ends_with(['.', ';', '!'])
        {
            return None;
        }
        at += 1;
    }
    None
}

/// `Google's Ada Byron`, `Google CTO Ada Byron`: an organisation that is known, right before a name or
/// before the job that stands there.
pub(super) fn employer(before: &[Token<'_>], learned: &Learned) -> Option<String> {
    let n_jobs = before.iter().rev().take_while(|token| token.job.is_some()).count();
    let before = &before[..before.len() - n_jobs];
    let last = before.last()?;
    let of_one = n_jobs > 0 || is_possessive(last);
    (1..=3.min(before.len())).filter(|_| of_one).rev().find_map(|len| {
        let name = joined(&before[before.len() - len..]);
        learned.is_known_company(&name).then_some(name)
    })
}

/// The capitalised words at the start of `tokens`: an organisation's name.
fn capitalised(tokens: &[Token<'_>], learned: &Learned) -> Option<String> {
    // `La Poste` and `Der Spiegel` are called so.
    let article = |token: &Token<'_>| {
        token.folded == "the"
            || token.shape == Shape::Lower
                && matches!(token.folded.as_ref(), "der" | "den" | "dem" | "de" | "la")
    };
    let mut start = usize::from(tokens.first().is_some_and(article));
    // `from the Berlin-based startup Acme`
    if tokens.get(start).is_some_and(|token| token.folded.ends_with("-based")) {
        let lower = |token: &&Token<'_>| token.shape == Shape::Lower;
        start += 1 + tokens[start + 1..].iter().take(3).take_while(lower).count();
    }
    let mut len = 0;
    while let Some(token) = tokens.get(start + len).filter(|_| len < 5) {
        let capital = token
            .text
            .trim_start_matches(['(', '"', '“'])
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        // `heiseSecurity`
        let camel = token.shape == Shape::Lower
            && len == 0
            && token.text.chars().skip(3).any(char::is_uppercase);
        let inner = matches!(token.folded.as_ref(), "of" | "and" | "&" | "for")
            && len > 0
            && tokens
                .get(start + len + 1)
                .is_some_and(|next| next.text.starts_with(char::is_uppercase) && !next.given);
        if !capital && !inner && !camel {
            break;
        }
        len += 1;
        if token.text.ends_with([',', '.', ';', ':', ')', '!', '?', '’']) || is_possessive(token)
        {
            break;
        }
    }
    let words_of = &tokens[start..start + len];
    let first = words_of.first()?;
    // An event or a place is no employer.
    if first.folded.starts_with("kubecon")
        || first.given && len > 1 && !learned.is_company(&joined(words_of))
    {
        return None;
    }
    // A sentence's own capital: `at The`.
    let name = joined(words_of);
    let folded = crate::lexicon::fold_letters(&name).into_owned();
    let project = first.title && len == 1 && words().company(&name).is_none();
    if project || events().name_at(&[folded.as_str()]).is_some() {
        return None;
    }
    Some(name)
}
