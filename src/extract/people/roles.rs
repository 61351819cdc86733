//! What each piece of a list is: a person, a job, a company or none of them. Every piece is judged by
//! its own words and by what stands before it; the best sequence wins.

use super::{Before, MAX_PIECES, Piece, ROLES, Role, Run};
use crate::extract::learn::Learned;
use crate::extract::line::Line;
use crate::extract::sentence::begins_with_surname;
use crate::extract::token::{Shape, Token, is_cjk, is_han, is_hangul};
use crate::lexicon::phrases::phrases;
use crate::lexicon::{Job, company_key, words};

/// Whether a piece is a company's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// By the list of companies.
    Listed,
    /// By what other headlines taught.
    Learned,
    No,
}

impl Known {
    pub(super) fn of(text: &str, learned: &Learned) -> Known {
        let key = company_key(text);
        if words().company_of_key(&key).is_some() {
            Known::Listed
        } else if learned.is_company_of_key(&key) {
            Known::Learned
        } else {
            Known::No
        }
    }
}

/// Evidence that a piece is a person's name.
pub(super) fn person<'a>(
    text: &'a str,
    tokens: &[Token<'_>],
    shouted: bool,
    known: Known,
    line: &Line<'a>,
) -> f32 {
    if !text.is_ascii() && text.contains(is_cjk) {
        return cjk_person(text);
    }
    // A name that no list knows may be anything.
    let mut score = if tokens.first().is_some_and(|token| token.given) { 0.0 } else { -0.4 };
    // `flux by tamao nakahara`: where nothing has capitals, their absence says less.
    let lower = if tokens.iter().all(|token| token.shape == Shape::Lower) { -0.6 } else { -1.2 };
    let mut names = 0;
    let mut first = true;
    for token in tokens {
        if !first && token.is_particle() {
            continue;
        }
        score += match token.shape {
            Shape::Initial => 0.2,
            Shape::Other => -2.5,
            _ if token.given && first => 1.6,
            _ if token.given => 0.8,
            _ if token.ambiguous && token.shape != Shape::Lower => 0.5,
            _ if token.job == Some(Job::Head) => -3.0,
            _ if token.title => -2.0,
            _ if token.job.is_some() => -1.0,
            _ if token.company => -1.5,
            Shape::Capitalised => 0.6,
            Shape::Upper if shouted => 0.6,
            Shape::Upper => -0.6,
            Shape::Cjk => -1.0,
            Shape::Lower => lower,
        };
        names += usize::from(token.shape != Shape::Initial);
        first = false;
    }
    score += match names {
        0 => -6.0,
        1 if tokens.len() == 1 => -1.4,
        1 => -0.4,
        2 => 0.6,
        3 => 0.2,
        4 => -0.4,
        _ => -4.0,
    };
    if line.learned.is_worth_asking() && line.learned.is_person(&line.folded(text)) {
        score += 3.0;
    }
    if known == Known::Listed {
        score -= 3.0;
    }
    score
}

/// Whether a word looks like a surname, and is none of the words that companies and titles are made of.
fn is_surname(token: &Token<'_>) -> bool {
    token.shape == Shape::Capitalised && !token.title && !token.company && token.job.is_none()
}

/// Evidence that a piece in Han, kana or Hangul is a person's name: as short as names are, with a space
/// between its two parts or none; in katakana with a dot between them, as names of others are
/// written.
fn cjk_person(text: &str) -> f32 {
    let name = phrases().endings.without_respect(text);
    let is_dot = |c: char| matches!(c, '・' | '·');
    let parts = || name.split([' ', '\u{3000}', '・', '·']);
    let len: usize = parts().map(|part| part.chars().count()).sum();
    let most = match name.contains(is_dot) {
        true => MAX_TRANSCRIBED,
        // Korean stands with spaces between all its words.
        false if parts().count() == 2 && !name.contains(is_hangul) => MAX_SPACED,
        false => MAX_JOINED,
    };
    let fits = (2..=most).contains(&len) && (len == name.chars().count() || most > MAX_JOINED);
    let is_name = fits && parts().all(|part| !part.is_empty() && part.chars().all(is_cjk));
    if is_name && !is_cjk_company(text) { 2.0 } else { -2.0 }
}

/// Whether a name is a short word in Han that begins with none of the surnames known: as often as
/// not a noun, as in `架构和工程实践`, where nothing but a colon or a comma sets it apart.
pub(super) fn may_be_noun(name: &str) -> bool {
    name.chars().all(is_han) && !begins_with_surname(name)
}

/// Letters of a name in Han or Hangul: of one without a space, and of one with a space in it.
const MAX_JOINED: usize = 4;
const MAX_SPACED: usize = 6;

/// Letters of a foreign name in katakana.
const MAX_TRANSCRIBED: usize = 14;

/// Whether a name in Han or Hangul says that it is a company's.
fn is_cjk_company(text: &str) -> bool {
    !text.is_ascii() && phrases().endings.companies.iter().any(|word| text.contains(word.as_str()))
}

/// Evidence that a piece is a job's name.
pub(super) fn job(tokens: &[Token<'_>], known: Known) -> f32 {
    // `Ambassador Labs`
    if known == Known::Listed && tokens.len() > 1 {
        return -3.0;
    }
    let heads = tokens.iter().filter(|token| token.job == Some(Job::Head)).count();
    let modifiers = tokens.iter().filter(|token| token.job == Some(Job::Modifier)).count();
    let given = tokens.first().is_some_and(|token| token.given);
    match (heads, modifiers) {
        (1.., _) => 3.0 - if given { 1.5 } else { 0.0 },
        (0, 1..) if modifiers == tokens.len() => 1.0,
        (0, 1..) if modifiers * 2 > tokens.len() => 0.0,
        // A department or a project between the job and the company.
        _ => -1.8,
    }
}

/// Evidence that a piece is a company's name.
pub(super) fn company(run: &Run<'_>, tokens: &[Token<'_>], known: Known) -> f32 {
    let Run { text, before, shouted, .. } = *run;
    let mut score = 0.4;
    match known {
        Known::Listed => score += 3.0,
        Known::Learned => score += 2.5,
        Known::No => {
            if tokens.iter().any(|token| token.company) || is_cjk_company(text) {
                score += 1.6;
            }
            if tokens.len() == 1 && text.contains('.') && !text.ends_with('.') {
                score += 1.0;
            }
            match tokens.split_first() {
                Some((first, [_, ..])) if first.given => score -= 1.6,
                // `Bill Mulligan`: a name that is a word, too, and a surname that is none.
                Some((first, rest @ ([_] | [_, _])))
                    if first.ambiguous
                        && first.shape == Shape::Capitalised
                        && rest.iter().all(is_surname) =>
                {
                    score -= 1.0;
                }
                _ => {}
            }
            // A company may be called by ordinary words, but then it writes them as a name.
            let ordinary = tokens.iter().filter(|token| token.title && !token.company);
            let n_ordinary = ordinary.clone().count();
            score -= ordinary
                .map(|token| if token.shape == Shape::Capitalised { 0.45 } else { 0.9 })
                .sum::<f32>();
            if n_ordinary == tokens.len() {
                score -= 0.6;
            }
            if tokens.iter().all(|token| token.shape == Shape::Lower) {
                score -= 1.2;
            }
            if tokens.iter().all(|token| token.shape == Shape::Upper)
                && !shouted
                && tokens.len() == 1
            {
                score += 0.5;
            }
            if tokens.iter().any(|token| token.shape == Shape::Other && token.text.contains('@')) {
                score -= 3.0;
            }
        }
    }
    if known != Known::Listed && tokens.iter().any(|token| token.job == Some(Job::Head)) {
        score -= 2.5;
    }
    if before == Before::At {
        score += 1.0;
    }
    score - 0.5 * tokens.len().saturating_sub(5) as f32
}

/// Evidence that a piece is neither: pronouns, handles, sponsorship, roles at the conference.
pub(super) fn aside(run: &Run<'_>, tokens: &[Token<'_>]) -> f32 {
    // `Ada Byron[^1]`: a note at the foot of the page.
    if run.text.starts_with('^') {
        return 2.5;
    }
    if run.text.starts_with('@') || tokens.iter().all(|token| token.text.starts_with('@')) {
        return 2.5;
    }
    if tokens.iter().any(|token| is_kubecon(&token.folded)) {
        return 3.0;
    }
    if tokens.iter().any(|token| token.aside) {
        return if run.in_brackets || tokens.len() <= 2 { 3.2 } else { 1.0 };
    }
    if run.in_brackets { -0.5 } else { -3.0 }
}

/// Whether a word names the conference.
fn is_kubecon(word: &str) -> bool {
    ["kubecon", "cloudnativecon"].iter().any(|name| word.starts_with(name) || word.ends_with(name))
}

/// What commas stand between in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Commas {
    /// People and their jobs and companies: `Ada Byron, Acme & Max Muster, Initech`.
    Attach,
    /// People, and a company of all of them at the end: `Ada Byron, Max Muster, and Grace Berg, Acme`.
    Join,
}

/// What a list of people between commas costs, once, however long it is.
const LIST: f32 = -1.5;

/// What it costs when a company stands inside of a list and its last people have none.
const LEFT_OVER: f32 = -1.0;

/// How well `role` follows `last` over a separator.
fn transition(last: Option<Role>, before: Before, role: Role, commas: Commas) -> f32 {
    use Role::{Aside, Company, Job, Person};
    let Some(last) = last else {
        return match role {
            Person => 0.0,
            Company => -1.0,
            Job => -1.5,
            Aside => -1.0,
        };
    };
    match (before, last, role) {
        (_, _, Aside) => 0.0,
        (Before::At, _, Company) => 0.5,
        (Before::At, _, _) => -3.0,
        (Before::Semicolon, _, Person) => 0.3,
        (Before::Semicolon, _, _) => -2.0,
        (Before::And, Person | Company | Aside, Person) => 0.2,
        (Before::And, Job, Person) => -0.3,
        (Before::And, Job, Job) => -0.2,
        (Before::And, Company, Job) => -0.4,
        (Before::And, Company, Company) => -0.9,
        (Before::And, Person, Company) => -2.0,
        (Before::And, _, _) => -1.0,
        (Before::Comma, Person, Job | Company) => 0.2,
        (Before::Comma, Person, Person) if commas == Commas::Join => 0.0,
        (Before::Comma, Person, Person) => LIST,
        (Before::Comma, Job, Company) => 0.6,
        (Before::Comma, Job, Job) => -0.2,
        (Before::Comma, Company, Person) => -0.8,
        (Before::Comma, Job, Person) => -1.0,
        (Before::Comma, Company, Company) => -0.9,
        (Before::Comma, Company, Job) => -0.6,
        (Before::Comma, Aside, _) => 0.0,
        (Before::Dash, Person, Job | Company) => 0.1,
        (Before::Dash, Job, Company) => 0.3,
        (Before::Dash, Job, Job) => -0.5,
        (Before::Dash, Person, Person) => -1.5,
        (Before::Dash, Company, Person) => -1.0,
        (Before::Dash, _, _) => -1.0,
        (Before::Bracket, Person, Company | Job) => 0.2,
        (Before::Bracket, _, Person) => -2.0,
        (Before::Bracket, _, _) => -0.8,
        (Before::Space, Person, Job) => 0.2,
        (Before::Space, Job, Company) => 0.2,
        (Before::Space, _, _) => -1.0,
        (Before::Start, _, _) => 0.0,
    }
}

/// A way to read all pieces of a list.
pub(super) struct Sequence {
    pub(super) roles: Vec<Role>,
    /// The sum of all evidence.
    pub(super) score: f32,
    pub(super) commas: Commas,
}

/// The sequence of roles with the most evidence.
///
/// Commas mean one thing in the whole of a list: where three people and more follow each other,
/// they may be what a comma joins, and are then read with that in mind.
pub(super) fn best_sequence(pieces: &[Piece<'_>]) -> Sequence {
    let attached = sequence(pieces, Commas::Attach);
    if pieces.iter().filter(|piece| piece.before == Before::Comma).count() < 2 {
        return attached;
    }
    let mut joined = sequence(pieces, Commas::Join);
    let is_joined = |at: usize, before: Before| {
        pieces[at].before == before
            && joined.roles[at] == Role::Person
            && joined.roles[at - 1] == Role::Person
    };
    let after_comma = |at: &usize| is_joined(*at, Before::Comma);
    // Of `Ada Byron, Max Muster & Grace Berg, Acme` one comma says as much as two.
    let before_and = |at: usize| at + 1 < pieces.len() && is_joined(at + 1, Before::And);
    let commas = (1..pieces.len()).filter(after_comma);
    if commas.map(|at| 1 + usize::from(before_and(at))).sum::<usize>() < 2 {
        return attached;
    }
    joined.score += LIST;
    let is_left_over = attached.roles.contains(&Role::Company)
        && attached.roles.iter().rfind(|role| **role != Role::Aside) == Some(&Role::Person);
    let left_over = if is_left_over { LEFT_OVER } else { 0.0 };
    if joined.score > attached.score + left_over { joined } else { attached }
}

/// Viterbi's algorithm, over no more than [`MAX_PIECES`] pieces.
fn sequence(pieces: &[Piece<'_>], commas: Commas) -> Sequence {
    let mut scores = [f32::NEG_INFINITY; 4];
    for role in ROLES {
        scores[role as usize] =
            transition(None, Before::Start, role, commas) + pieces[0].evidence[role as usize];
    }
    // Where each role of each piece but the first comes from.
    let mut from = [[Role::Person; 4]; MAX_PIECES];
    for (piece, back) in pieces.iter().skip(1).zip(&mut from) {
        let mut next = [f32::NEG_INFINITY; 4];
        for role in ROLES {
            for last in ROLES {
                let score = scores[last as usize]
                    + transition(Some(last), piece.before, role, commas)
                    + piece.evidence[role as usize];
                if score > next[role as usize] {
                    next[role as usize] = score;
                    back[role as usize] = last;
                }
            }
        }
        scores = next;
    }
    let mut role = ROLES[0];
    for candidate in ROLES {
        if scores[candidate as usize] > scores[role as usize] {
            role = candidate;
        }
    }
    let score = scores[role as usize];
    let mut roles = Vec::with_capacity(pieces.len());
    roles.push(role);
    for back in from[..pieces.len() - 1].iter().rev() {
        role = back[role as usize];
        roles.push(role);
    }
    roles.reverse();
    Sequence { roles, score, commas }
}

/// The sum of all evidence against the sequence of roles.
pub(super) fn against(pieces: &[Piece<'_>], read: &Sequence) -> f32 {
    let mut sum = if read.commas == Commas::Join { LIST } else { 0.0 };
    let mut last = None;
    for (index, role) in read.roles.iter().enumerate() {
        let before = if index == 0 { Before::Start } else { pieces[index].before };
        sum += transition(last, before, *role, read.commas).min(0.0)
            + pieces[index].evidence[*role as usize].min(0.0);
        last = Some(*role);
    }
    sum
}
