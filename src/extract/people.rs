//! Reads a list of people: `Ada Byron, CTO, Acme & Max Muster, Initech`.
//!
//! The text is cut at every separator, each piece can be a person, a job, a company or something to
//! pass over, and the best sequence wins (Viterbi's algorithm over a handful of states). So a
//! piece is judged by its own words and by what stands beside it.

use crate::document::Speaker;
use crate::extract::learn::Learned;
use crate::extract::token::{Shape, Token, is_cjk, shouts, title_case};
use crate::lexicon::{Job, fold_letters, words};

/// A list of people and how well the text reads as one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct People {
    pub(crate) speakers: Vec<Speaker>,
    /// Every company named, in order, also where nobody is named for it.
    pub(crate) companies: Vec<String>,
    /// The sum of the evidence; above zero when more speaks for this reading than against it.
    pub(crate) score: f32,
    /// The weakest piece's evidence: one bad piece spoils a list.
    pub(crate) weakest: f32,
    /// The part of `score` that speaks against this reading, zero or less.
    pub(crate) against: f32,
}

impl People {
    /// How sure the reading is. A long list is no surer than a short one, but everything that
    /// speaks against it counts in full, and its weakest piece once more.
    pub(crate) fn evidence(&self) -> f32 {
        (self.score - self.against).min(6.0) + self.against + self.weakest.min(0.0)
    }
}

/// What stands before a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Start,
    Comma,
    Semicolon,
    /// `&`, `and`, `+`, a slash between names.
    And,
    /// A dash, a slash or a bar with space around it.
    Dash,
    /// `from`, `at`, `@`.
    At,
    /// An opening bracket.
    Bracket,
    /// Nothing but a space: `Ron Vider CTO Oxeye`.
    Space,
}

#[derive(Clone, Copy, Debug)]
struct Piece<'a> {
    text: &'a str,
    before: Before,
    in_brackets: bool,
    /// Its words among those of all pieces.
    words: (usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Person,
    Job,
    Company,
    Aside,
}

const ROLES: [Role; 4] = [Role::Person, Role::Job, Role::Company, Role::Aside];

/// More pieces than any headline has: beyond it a text is no list of people.
const MAX_PIECES: usize = 48;

/// A colon stands between people and a title, not inside a list of people.
const COLON: f32 = 2.5;

/// Longer than any list of people: beyond it a text is prose.
pub(crate) const MAX_LIST_BYTES: usize = 600;

/// Reads `text` as a list of people. `None` when it cannot be one.
pub(crate) fn read(text: &str, learned: &Learned) -> Option<People> {
    let text = without_stop(text.trim().trim_end_matches([':', ',', ';', '…']).trim());
    if text.is_empty() || text.len() > MAX_LIST_BYTES {
        return None;
    }
    let shouted = shouts(text);
    let (pieces, tokens) = cut(text, learned);
    if pieces.is_empty() || pieces.len() > MAX_PIECES {
        return None;
    }
    let evidence: Vec<[f32; 4]> = pieces
        .iter()
        .map(|piece| {
            let tokens = &tokens[piece.words.0..piece.words.1];
            let known = words().company(piece.text).is_some();
            [
                person(piece, tokens, shouted, known, learned),
                job(tokens),
                company(piece, tokens, shouted, known, learned),
                aside(piece, tokens),
            ]
        })
        .collect();
    let (roles, mut score) = best_sequence(&pieces, &evidence);
    let mut against = against(&pieces, &evidence, &roles);
    if text.contains(": ") {
        score -= COLON;
        against -= COLON;
    }
    Some(People { against, ..collect(text, &pieces, &evidence, &roles, score, shouted) })
}

fn tokens<'a>(text: &'a str, learned: &Learned) -> Vec<Token<'a>> {
    text.split_whitespace().map(|word| Token::new(word, learned)).collect()
}

/// Cuts at every separator that stands between people, jobs and companies: the pieces, and the words
/// of all of them.
fn cut<'a>(text: &'a str, learned: &Learned) -> (Vec<Piece<'a>>, Vec<Token<'a>>) {
    let mut pieces = Vec::new();
    // A word and its space take six bytes, more or less.
    let mut tokens = Vec::with_capacity(text.len() / 6 + 4);
    let (mut start, mut before, mut depth) = (0, Before::Start, 0usize);
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let after = at + c.len_utf8();
        let separator = match c {
            ',' if is_suffix(&text[after..]) => None,
            ',' | '，' | '、' => Some((Before::Comma, after)),
            ';' | '；' => Some((Before::Semicolon, after)),
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
            // `Kolide by @marpaia`: the handle ends the company.
            ' ' if text[after..].starts_with("by @") => Some((Before::Space, after + 3)),
            ' ' if text[after..].starts_with("of ") && is_name(&text[start..at], learned) => {
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
        push(
            &mut pieces,
            &mut tokens,
            &text[start..at],
            before,
            depth.saturating_sub(usize::from(next == Before::Bracket)) > 0,
            learned,
        );
        if matches!(c, ')' | '）' | ']') {
            depth = depth.saturating_sub(1);
        }
        // `(Acme),` is one separator: the stronger one stays.
        let empty = text[start..at].trim().is_empty();
        before = match (empty && !pieces.is_empty(), before) {
            (true, Before::And | Before::Semicolon) if next == Before::Space => before,
            _ => next,
        };
        start = resume;
        while chars.as_str().len() > text.len() - start.max(after) {
            chars.next();
        }
    }
    push(&mut pieces, &mut tokens, &text[start..], before, depth > 0, learned);
    (pieces, tokens)
}

/// Without the full stop of a sentence; the one of an abbreviated name stays: `Rowe, Jr.`, `C.S.`.
fn without_stop(text: &str) -> &str {
    let last = text.rsplit([' ', ',']).next().unwrap_or("");
    let suffix = matches!(last, "Jr." | "Sr.");
    // Each letter with a full stop of its own.
    let initials = !last.is_empty()
        && last.split_terminator('.').all(|part| part.chars().count() == 1)
        && last.bytes().filter(|byte| *byte == b'.').count() == last.split_terminator('.').count();
    if suffix || initials { text } else { text.trim_end_matches('.').trim_end() }
}

/// Whether what follows a comma belongs to the name before it: `, Jr.`, `, Inc.`
fn is_suffix(rest: &str) -> bool {
    const SUFFIXES: [&str; 12] =
        ["jr", "sr", "ii", "iii", "phd", "inc", "ltd", "llc", "gmbh", "corp", "plc", "limited"];
    let word = rest.trim_start().split([' ', ',', ';', '&', ')']).next().unwrap_or("");
    SUFFIXES.contains(&fold_letters(word.trim_end_matches('.')).as_ref())
}

/// Whether `text` is a full name and no job: `Puneet Pruthi of Lyft`, but `Head of Platform`.
fn is_name(text: &str, learned: &Learned) -> bool {
    let tokens = tokens(text, learned);
    (2..=4).contains(&tokens.len())
        && tokens.iter().all(|token| {
            token.job.is_none() && matches!(token.shape, Shape::Capitalised | Shape::Initial)
        })
        && tokens[0].given
}

/// A separator that is a word, at the start of `rest`: its kind and its length with the space
/// behind it.
fn word_separator(rest: &str) -> Option<(Before, usize)> {
    const WORDS: [(&str, Before); 24] = [
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
        ("working for ", Before::At),
        ("x ", Before::And),
    ];
    // The first byte rules out most of them.
    let first = rest.as_bytes().first();
    let begins = |word: &str| word.as_bytes().first() == first && rest.starts_with(word);
    let (word, before) = WORDS.iter().find(|(word, _)| begins(word))?;
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

/// Adds a piece, cut once more where a job stands between a name and a company without any
/// separator: `Ron Vider CTO Oxeye`, `senior counsel at Acme`, `Principal engineer in Acme`.
fn push<'a>(
    pieces: &mut Vec<Piece<'a>>,
    all: &mut Vec<Token<'a>>,
    text: &'a str,
    before: Before,
    in_brackets: bool,
    learned: &Learned,
) {
    let text = without_stop(text.trim());
    if text.is_empty() {
        return;
    }
    let from = all.len();
    all.extend(text.split_whitespace().map(|word| Token::new(word, learned)));
    let tokens = &all[from..];
    let is_job = |token: &Token<'_>| token.job.is_some();
    let first = tokens.iter().position(is_job);
    let last_head = tokens.iter().rposition(|token| token.job == Some(Job::Head));
    let (Some(mut first), Some(last)) = (first, last_head) else {
        pieces.push(Piece { text, before, in_brackets, words: (from, all.len()) });
        return;
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
    let mut before = before;
    if first > 0 {
        let name = text[..offset(first)].trim();
        if first == 1 && !tokens[0].given {
            // One word before a job is a part of the job: `Payments engineer`.
            first = 0;
        } else {
            pieces.push(Piece { text: name, before, in_brackets, words: (from, from + first) });
            before = Before::Space;
        }
    }
    let job_end = if end < tokens.len() { offset(end) } else { text.len() };
    let job = text[offset(first)..job_end].trim();
    pieces.push(Piece { text: job, before, in_brackets, words: (from + first, from + end) });
    if company_from < tokens.len() {
        let text = text[offset(company_from)..].trim();
        let before = if company_from > end { Before::At } else { Before::Space };
        let words = (from + company_from, all.len());
        pieces.push(Piece { text, before, in_brackets, words });
    }
}

/// Evidence that a piece is a person's name.
fn person(
    piece: &Piece<'_>,
    tokens: &[Token<'_>],
    shouted: bool,
    known: bool,
    learned: &Learned,
) -> f32 {
    let cjk = piece.text.chars().filter(|c| is_cjk(*c)).count();
    if cjk > 0 {
        let name =
            piece.text.trim_end_matches("さん").trim_end_matches("氏").trim_end_matches("老师");
        let len = name.chars().count();
        return if (2..=4).contains(&len) && cjk == piece.text.chars().count() {
            2.0
        } else {
            -2.0
        };
    }
    // A name that no list knows may be anything.
    let mut score = if tokens.first().is_some_and(|token| token.given) { 0.0 } else { -0.4 };
    let mut names = 0;
    let mut first = true;
    for token in tokens {
        if token.is_particle() && !first {
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
            Shape::Lower => -1.2,
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
    if learned.knows_people() && learned.is_person(&fold_letters(piece.text)) {
        score += 3.0;
    }
    if known {
        score -= 3.0;
    }
    score
}

/// Evidence that a piece is a job's name.
fn job(tokens: &[Token<'_>]) -> f32 {
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
fn company(
    piece: &Piece<'_>,
    tokens: &[Token<'_>],
    shouted: bool,
    known: bool,
    learned: &Learned,
) -> f32 {
    let text = piece.text;
    let mut score = 0.4;
    if known {
        score += 3.0;
    } else if learned.is_company(text) {
        score += 2.5;
    } else {
        if tokens.iter().any(|token| token.company) {
            score += 1.6;
        }
        if tokens.len() == 1 && text.contains('.') && !text.ends_with('.') {
            score += 1.0;
        }
        if tokens.first().is_some_and(|token| token.given) && tokens.len() >= 2 {
            score -= 1.6;
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
        if tokens.iter().all(|token| token.shape == Shape::Upper) && !shouted && tokens.len() == 1 {
            score += 0.5;
        }
        if tokens.iter().any(|token| token.shape == Shape::Other && token.text.contains('@')) {
            score -= 3.0;
        }
    }
    if tokens.iter().any(|token| token.job == Some(Job::Head)) {
        score -= 2.5;
    }
    if matches!(piece.before, Before::At) {
        score += 1.0;
    }
    score - 0.5 * tokens.len().saturating_sub(5) as f32
}

/// Evidence that a piece is neither: pronouns, handles, sponsorship, roles at the conference.
fn aside(piece: &Piece<'_>, tokens: &[Token<'_>]) -> f32 {
    const ASIDES: [&str; 31] = [
        "さん",
        "twitter",
        "linkedin",
        "github",
        "she",
        "her",
        "hers",
        "he",
        "him",
        "his",
        "they",
        "them",
        "any",
        "moderator",
        "sponsored",
        "sponsor",
        "remote",
        "virtual",
        "independent",
        "freelance",
        "freelancer",
        "self-employed",
        "co-chair",
        "chair",
        "session",
        "tbd",
        "tba",
        "host",
        "unaffiliated",
        "more",
        "others",
    ];
    let folded = fold_letters(piece.text);
    if folded.starts_with('@') || tokens.iter().all(|token| token.text.starts_with('@')) {
        return 2.5;
    }
    // Both names have these three letters, and little else has.
    if memchr::memmem::find(folded.as_bytes(), b"con").is_some()
        && (folded.contains("kubecon") || folded.contains("cloudnativecon"))
    {
        return 3.0;
    }
    let is_aside = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
        let first = word.as_bytes().first();
        ASIDES.iter().any(|aside| aside.as_bytes().first() == first && *aside == word)
    };
    if folded.split(|c: char| c.is_whitespace() || c == '/').any(is_aside) {
        return if piece.in_brackets || tokens.len() <= 2 { 3.2 } else { 1.0 };
    }
    if piece.in_brackets { -0.5 } else { -3.0 }
}

/// How well `role` follows `last` over a separator.
fn transition(last: Option<Role>, before: Before, role: Role) -> f32 {
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
        (Before::Comma, Person, Person) => -1.5,
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

/// The sequence of roles with the most evidence, and that evidence.
fn best_sequence(pieces: &[Piece<'_>], evidence: &[[f32; 4]]) -> (Vec<Role>, f32) {
    let mut scores = [f32::NEG_INFINITY; 4];
    for role in ROLES {
        scores[role as usize] = transition(None, Before::Start, role) + evidence[0][role as usize];
    }
    let mut from = Vec::with_capacity(pieces.len());
    for (piece, evidence) in pieces.iter().zip(evidence).skip(1) {
        let mut next = [f32::NEG_INFINITY; 4];
        let mut back = [Role::Person; 4];
        for role in ROLES {
            for last in ROLES {
                let score = scores[last as usize]
                    + transition(Some(last), piece.before, role)
                    + evidence[role as usize];
                if score > next[role as usize] {
                    next[role as usize] = score;
                    back[role as usize] = last;
                }
            }
        }
        scores = next;
        from.push(back);
    }
    let mut role = ROLES[0];
    for candidate in ROLES {
        if scores[candidate as usize] > scores[role as usize] {
            role = candidate;
        }
    }
    let score = scores[role as usize];
    let mut roles = vec![role];
    for back in from.iter().rev() {
        role = back[role as usize];
        roles.push(role);
    }
    roles.reverse();
    (roles, score)
}

/// The sum of all evidence against the sequence of roles.
fn against(pieces: &[Piece<'_>], evidence: &[[f32; 4]], roles: &[Role]) -> f32 {
    let mut sum = 0.0;
    let mut last = None;
    for (index, role) in roles.iter().enumerate() {
        let before = if index == 0 { Before::Start } else { pieces[index].before };
        sum += transition(last, before, *role).min(0.0) + evidence[index][*role as usize].min(0.0);
        last = Some(*role);
    }
    sum
}

/// Gives each person their company: the one that follows, before the next person with one.
fn collect(
    text: &str,
    pieces: &[Piece<'_>],
    evidence: &[[f32; 4]],
    roles: &[Role],
    score: f32,
    shouted: bool,
) -> People {
    let mut people = People { score, weakest: f32::INFINITY, ..People::default() };
    // Speakers since the last company: they share the next one.
    let mut waiting = 0;
    let mut last = None;
    for (index, (piece, role)) in pieces.iter().zip(roles).enumerate() {
        if *role != Role::Aside {
            let own = evidence[index][*role as usize];
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
                let again = last == Some(Role::Company) && piece.before != Before::At;
                let second_job = piece.before != Before::At && waiting == people.speakers.len();
                if again || (second_job && !people.speakers.is_empty()) {
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

fn name(text: &str, shouted: bool) -> String {
    let text = text.trim().trim_end_matches("さん").trim_end_matches("老师");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = !text.chars().any(char::is_uppercase) && text.is_ascii();
    if shouted || shouts(&text) || lower { title_case(&text) } else { text }
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
