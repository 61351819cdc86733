//! Who spoke, where only a sentence says so: `In this talk Liz Rice from Isovalent showed …`.

mod confirmed;
mod east_asian;
mod names;
mod speaks;
mod verbs;

use crate::document::Speaker;
use crate::extract::learn::Learned;
use crate::extract::people;
use crate::extract::token::{Shape, Token, folded_word, is_cjk};

pub(crate) use self::confirmed::confirmed;
pub(crate) use self::east_asian::begins_with_surname;
use self::names::{
    company_after, employer, ends_clause, expected_name_at, is_part_of_name, joined, joined_words,
    list_goes_on, listed_name_at, listed_name_before, name_at,
};
use self::speaks::{follows_and, is_mentioned, joined_by_and, speaks};
pub(crate) use self::verbs::{VERBS, says_session};

/// How much of a paragraph is read: who spoke is said at once or never.
const MAX_BYTES: usize = 420;

/// The speakers that the first sentences of `text` name, if any.
pub(crate) fn speakers(text: &str, learned: &Learned) -> Option<Vec<Speaker>> {
    let text = &text[..text.ceil_char_boundary(MAX_BYTES)];
    if !text.is_ascii() && text.contains(is_cjk) {
        let found = east_asian::speakers(text);
        if !found.is_empty() {
            return Some(found);
        }
    }
    if !has_name_shape(text) || !may_name(text, learned) {
        return None;
    }
    let tokens = tokens(text, learned);
    let mut found: Vec<Speaker> = Vec::new();
    let mut i = 0;
    // Where the next name of a list would begin.
    let mut goes_on_at = None;
    while i < tokens.len() {
        let listed = || listed_name_at(&tokens, i, learned).filter(|_| goes_on_at == Some(i));
        let expected = || expected_name_at(&tokens, i, learned);
        let Some(len) = name_at(&tokens[i..]).or_else(listed).or_else(expected) else {
            i += 1;
            continue;
        };
        let name = joined(&tokens[i..i + len]);
        let after = &tokens[i + len..];
        if is_mentioned(&tokens[..i], &tokens[i + len - 1], after, found.is_empty()) {
            i += len;
            continue;
        }
        let closed = ends_clause(&tokens[i + len - 1]);
        let company =
            company_after(after, closed, learned).or_else(|| employer(&tokens[..i], learned));
        let spoke = company.is_some() || speaks(&tokens[..i], after, &tokens[i + len - 1]);
        if spoke && !found.iter().any(|speaker| speaker.name == name) {
            // `Grace Muster and Ada Byron`: the first is known by the second.
            if found.is_empty()
                && follows_and(&tokens[..i])
                && let Some(first) = listed_name_before(&tokens[..i - 1], learned)
            {
                found.push(Speaker { name: first, company: None });
            }
            found.push(Speaker { name, company });
        } else if !found.is_empty() && follows_and(&tokens[..i]) {
            found.push(Speaker { name, company: None });
        }
        i += len;
        goes_on_at = (!found.is_empty()).then(|| list_goes_on(&tokens, i));
    }
    // `Ada Byron and Max Muster from Acme`: the company is both's.
    for index in (1..found.len()).rev() {
        if found[index - 1].company.is_none()
            && joined_by_and(text, &found[index - 1].name, &found[index].name)
        {
            found[index - 1].company = found[index].company.clone();
        }
    }
    (!found.is_empty()).then_some(found)
}

fn tokens<'a>(text: &'a str, learned: &Learned) -> Vec<Token<'a>> {
    text.split_whitespace().map(|word| Token::new(word, learned)).collect()
}

/// Whether two words with capitals follow each other, or with a particle between them: nobody's name
/// is written in another way.
fn has_name_shape(text: &str) -> bool {
    let capital =
        |word: &str| word.trim_start_matches(['(', '"', '“']).starts_with(char::is_uppercase);
    let (mut before, mut last) = (false, false);
    text.split_whitespace().any(|word| {
        let now = capital(word);
        if now && (last || before) {
            return true;
        }
        // `van`, `de`: what stands before a particle is still before the name's next word.
        before = last && !now && word.len() <= 5;
        last = now;
        false
    })
}

/// Whether a name can begin somewhere: a given name with a capital, or two words that look like parts of
/// one name. Most sentences have neither, and their other words need not be looked up.
fn may_name(text: &str, learned: &Learned) -> bool {
    let mut before = false;
    text.split_whitespace().any(|word| {
        let first = word.chars().find(|c| c.is_alphanumeric());
        if !first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase()) {
            before = false;
            return false;
        }
        let token = Token::new(word, learned);
        let is_part = is_part_of_name(&token);
        let begins = token.given && token.shape == Shape::Capitalised;
        begins || std::mem::replace(&mut before, is_part) && is_part
    })
}

/// The companies that a first sentence says presented: `Oracle discussed …`, `Industry leaders from
/// SUSE and Intel shared …`, `… presented by Datadog`.
pub(crate) fn companies(text: &str, learned: &Learned) -> Vec<String> {
    /// Words that stand before the company that presents.
    const BEFORE: [&str; 6] = ["from", "by", "par", "von", "por", "door"];
    let text = &text[..text.floor_char_boundary(200)];
    let pairs = text.split_whitespace().zip(text.split_whitespace().skip(1));
    let mut named = pairs.filter(|(word, _)| BEFORE.contains(word));
    if !text.trim_start().starts_with(char::is_uppercase)
        && !named.any(|(_, name)| name.starts_with(char::is_uppercase))
    {
        return Vec::new();
    }
    let all: Vec<&str> = text.split_whitespace().collect();
    let known = |at: usize| {
        (1..=3).rev().find_map(|len| {
            let run = all.get(at..at + len)?;
            if !run[0].starts_with(char::is_uppercase) {
                return None;
            }
            let name = joined_words(run.iter().copied());
            learned.is_known_company(&name).then_some((name, len))
        })
    };
    let list = |mut at: usize| {
        let mut found = Vec::new();
        while let Some((name, len)) = known(at) {
            found.push(name);
            at += len;
            while all.get(at).is_some_and(|word| {
                matches!(folded_word(word).as_ref(), "and" | "&" | "et" | "und" | "y")
            }) {
                at += 1;
            }
        }
        (found, at)
    };
    let (found, after) = list(0);
    let is_verb = |word: &&str| VERBS.contains(&folded_word(word).as_ref());
    let verb = |at: usize| all.get(at..).unwrap_or(&[]).iter().take(2).any(is_verb);
    if !found.is_empty() && verb(after) {
        return found;
    }
    for (at, word) in all.iter().enumerate().take(14) {
        if !BEFORE.contains(&folded_word(word).as_ref()) {
            continue;
        }
        let (found, after) = list(at + 1);
        let said = verb(after) || at > 0 && is_verb(&all[at - 1]);
        if !found.is_empty() && said {
            return found;
        }
    }
    Vec::new()
}

/// The known company that a text begins with, and whose people follow: `Acme's Ada Byron`.
fn owned<'t>(text: &'t str, learned: &Learned) -> Option<(&'t str, &'t str)> {
    /// Bytes of a company's name.
    const MAX_COMPANY: usize = 40;
    let begin = &text[..text.floor_char_boundary(MAX_COMPANY)];
    let at = begin.find(['\'', '’'])?;
    let (company, rest) = text.split_at(at);
    let people = rest.trim_start_matches(['\'', '’']).strip_prefix("s ")?;
    let is_known = learned.is_known_company(company);
    is_known.then_some((company, people))
}

/// The speakers of a text that begins with them and goes on as a sentence:
/// `Nicki Watt, from OpenCredo shares insights …`.
pub(crate) fn byline(text: &str, learned: &Learned) -> Option<people::People> {
    let text = &text[..text.ceil_char_boundary(MAX_BYTES)];
    if let Some((company, people)) = owned(text, learned) {
        let mut people = people_at_start(people, learned)?;
        for speaker in people.speakers.iter_mut().filter(|speaker| speaker.company.is_none()) {
            speaker.company = Some(company.to_owned());
        }
        people.companies.insert(0, company.to_owned());
        return Some(people);
    }
    people_at_start(text, learned)
}

fn people_at_start(text: &str, learned: &Learned) -> Option<people::People> {
    let tokens = tokens(text, learned);
    // The people end where a verb begins, or with the sentence.
    let mut verb = tokens.len();
    for (index, token) in tokens.iter().enumerate() {
        let word = token.text.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = word.starts_with(char::is_lowercase) || matches!(word, "-" | "–");
        let joins = matches!(
            word,
            "and"
                | "from"
                | "of"
                | "at"
                | "with"
                | "the"
                | "for"
                | "van"
                | "von"
                | "de"
                | "der"
                | "den"
                | "la"
                | "co"
                | "und"
                | "et"
        ) || token.job.is_some();
        if lower && !joins && index > 0 || matches!(token.text, "-" | "–" | "—") && index > 0 {
            verb = index;
            break;
        }
        if token.text.ends_with(['.', '!', '?']) && token.shape != Shape::Initial && index > 0 {
            verb = index + 1;
            break;
        }
    }
    let last = tokens.get(verb.checked_sub(1)?)?;
    let len = last.text.as_ptr() as usize - text.as_ptr() as usize + last.text.len();
    let people = people::read(&text[..len], learned)?;
    let full = people.speakers.iter().all(|speaker| speaker.name.contains(' '));
    (full && !people.speakers.is_empty() && people.score + people.weakest.min(0.0) * 2.0 > 0.5)
        .then_some(people)
}
