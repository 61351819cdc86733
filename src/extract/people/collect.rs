//! From pieces with their roles to speakers: whose company is which.

use super::{Before, People, Piece, Role};
use crate::document::Speaker;
use crate::extract::token::{shouts, title_case};
use crate::lexicon::phrases::phrases;
use crate::lexicon::{fold_letters, words};

/// Gives each person their company: the one that follows, before the next person with one.
pub(super) fn collect(
    text: &str,
    pieces: &[Piece<'_>],
    roles: &[Role],
    score: f32,
    shouted: bool,
) -> People {
    let mut people = People { score, weakest: f32::INFINITY, ..People::default() };
    // Speakers since the last company: they share the next one.
    let mut waiting = 0;
    let mut last = None;
    let mut last_company = None;
    for (index, (piece, role)) in pieces.iter().zip(roles).enumerate() {
        if *role != Role::Aside {
            let own = piece.evidence[*role as usize];
            people.weakest = people.weakest.min(own);
        }
        match role {
            Role::Person => {
                // After `;` nobody shares the company of those before it.
                if piece.before == Before::Semicolon || last == Some(Role::Company) {
                    waiting = people.speakers.len();
                }
                people.speakers.push(Speaker { name: name(piece.text, shouted), company: None });
            }
            Role::Company => {
                // `Kubermatic, Berlin`: only the first company after a person is their own; but
                // after a job and a department the last piece is the company.
                // `Labour and Welfare Administration`: one organisation with a conjunction inside.
                if last == Some(Role::Company)
                    && piece.before == Before::And
                    && let Some(whole) = spanning(text, pieces[index - 1].text, piece.text)
                {
                    rename(&mut people, pieces[index - 1].text, whole);
                    continue;
                }
                let company = company_name(piece.text, shouted);
                if last == Some(Role::Company)
                    && piece.before == Before::Comma
                    && let Some(of) = last_company.filter(|of| is_department(pieces, roles, *of))
                {
                    rename(&mut people, pieces[of].text, piece.text);
                    last_company = Some(index);
                    continue;
                }
                last_company = Some(index);
                let again = last == Some(Role::Company) && piece.before != Before::At;
                let second_job = piece.before != Before::At && waiting == people.speakers.len();
                if again || (second_job && !people.speakers.is_empty()) {
                    // `Adobe & Autodesk`, where nobody is named: both were there.
                    let is_known = words().company(piece.text).is_some();
                    if people.speakers.is_empty()
                        && is_known
                        && !people.companies.contains(&company)
                    {
                        people.companies.push(company);
                    }
                    last = Some(Role::Company);
                    continue;
                }
                for speaker in &mut people.speakers[waiting..] {
                    if speaker.company.is_none() {
                        speaker.company = Some(company.clone());
                    }
                }
                waiting = people.speakers.len();
                if !people.companies.contains(&company) {
                    people.companies.push(company);
                }
            }
            Role::Job | Role::Aside => {}
        }
        if *role != Role::Aside {
            last = Some(*role);
        }
    }
    if people.weakest == f32::INFINITY {
        people.weakest = 0.0;
    }
    people
}

/// Whether the company at `index` is a department, or a second job: it stands right behind a job, and
/// nobody knows a company of that name. What follows it is the company: `CTO Mobile Networks, Acme`,
/// `Engineer & PMC, Acme`.
fn is_department(pieces: &[Piece<'_>], roles: &[Role], index: usize) -> bool {
    let behind_job = index.checked_sub(1).is_some_and(|before| roles[before] == Role::Job);
    behind_job
        && matches!(pieces[index].before, Before::And | Before::Space)
        && words().company(pieces[index].text).is_none()
}

/// The text from the start of `first` to the end of `last`, both slices of `text`, where together
/// they are an organisation's name.
fn spanning<'a>(text: &'a str, first: &str, last: &str) -> Option<&'a str> {
    let start = first.as_ptr() as usize - text.as_ptr() as usize;
    let end = last.as_ptr() as usize - text.as_ptr() as usize + last.len();
    let whole = text.get(start..end)?;
    let last_word = fold_letters(last.rsplit(' ').next().unwrap_or(last)).into_owned();
    let marked = words().is_company_word(&last_word) && words().company(last).is_none();
    (marked || words().company(whole).is_some()).then_some(whole)
}

fn rename(people: &mut People, from: &str, to: &str) {
    let companies = people.companies.iter_mut();
    let speakers = people.speakers.iter_mut().filter_map(|speaker| speaker.company.as_mut());
    for company in companies.chain(speakers).filter(|company| *company == from) {
        to.clone_into(company);
    }
}

pub(super) fn name(text: &str, shouted: bool) -> String {
    let text = phrases().endings.without_respect(text.trim());
    // As most names are: one space between two words, and no other.
    let is_single = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
        && text.as_bytes().windows(2).all(|pair| pair != b"  ");
    let text = match is_single {
        true => text.to_owned(),
        false => text.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let lower = text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_uppercase());
    if shouted || shouts(&text) || lower {
        return title_case(&text);
    }
    // `Ada BYRON`: a surname in capitals. Three letters may be initials.
    let is_shouted = |word: &str| {
        word.chars().count() > 3
            && word.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '\''))
    };
    if text.contains(' ') && text.split(' ').any(is_shouted) {
        let words = text.split(' ').map(|word| match is_shouted(word) {
            true => title_case(word),
            false => word.to_owned(),
        });
        return words.collect::<Vec<_>>().join(" ");
    }
    text
}

fn company_name(text: &str, shouted: bool) -> String {
    let text = text.trim().trim_matches(['"', '“', '”']).trim();
    if !shouted {
        return text.to_owned();
    }
    if let Some(canonical) = words().company(text) {
        return canonical.to_owned();
    }
    // A short shouted word is an abbreviation: `IBM`.
    if text.chars().count() <= 4 { text.to_owned() } else { title_case(text) }
}
