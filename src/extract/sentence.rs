//! Who spoke, where only a sentence says so: `In this talk Liz Rice from Isovalent showed …`.

use crate::document::Speaker;
use crate::extract::learn::Learned;
use crate::extract::people;
use crate::extract::token::{Shape, Token};
use crate::lexicon::words;

/// How much of a paragraph is read: who spoke is said at once or never.
const MAX_BYTES: usize = 420;

/// The speakers that the first sentences of `text` name, if any.
pub(crate) fn speakers(text: &str, learned: &Learned) -> Option<Vec<Speaker>> {
    let end =
        text.char_indices().map(|(at, _)| at).find(|at| *at >= MAX_BYTES).unwrap_or(text.len());
    let text = &text[..end];
    let tokens: Vec<Token<'_>> =
        text.split_whitespace().map(|word| Token::new(word, learned)).collect();
    let mut found: Vec<Speaker> = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let Some(len) = name_at(&tokens[i..]) else {
            i += 1;
            continue;
        };
        let name = joined(&tokens[i..i + len]);
        let after = &tokens[i + len..];
        let closed = ends_clause(&tokens[i + len - 1]);
        let company = company_after(after, closed, learned);
        let spoke = company.is_some() || speaks(&tokens[..i], after, &tokens[i + len - 1]);
        if spoke && !found.iter().any(|speaker| speaker.name == name) {
            found.push(Speaker { name, company });
        } else if !found.is_empty() && follows_and(&tokens[..i]) {
            found.push(Speaker { name, company: None });
        }
        i += len;
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

/// The companies that a first sentence says presented: `Oracle discussed …`, `Industry leaders from
/// SUSE and Intel shared …`, `… presented by Datadog`.
pub(crate) fn companies(text: &str, learned: &Learned) -> Vec<String> {
    let mut end = text.len().min(200);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let tokens: Vec<Token<'_>> =
        text[..end].split_whitespace().map(|word| Token::new(word, learned)).collect();
    let known = |at: usize| {
        (1..=3).rev().find_map(|len| {
            let run = tokens.get(at..at + len)?;
            if !run[0].text.starts_with(char::is_uppercase) {
                return None;
            }
            let name = joined(run);
            (words().company(&name).is_some() || learned.is_company(&name)).then_some((name, len))
        })
    };
    let list = |mut at: usize| {
        let mut found = Vec::new();
        while let Some((name, len)) = known(at) {
            found.push(name);
            at += len;
            while tokens.get(at).is_some_and(|token| {
                matches!(token.folded.as_ref(), "and" | "&" | "et" | "und" | "y")
            }) {
                at += 1;
            }
        }
        (found, at)
    };
    let (found, after) = list(0);
    let verb = |at: usize| {
        tokens
            .get(at..)
            .unwrap_or(&[])
            .iter()
            .take(2)
            .any(|token| VERBS.contains(&token.folded.as_ref()))
    };
    if !found.is_empty() && verb(after) {
        return found;
    }
    for (at, token) in tokens.iter().enumerate().take(14) {
        if !matches!(token.folded.as_ref(), "from" | "by" | "par" | "von" | "por" | "door") {
            continue;
        }
        let (found, after) = list(at + 1);
        let said = verb(after) || at > 0 && VERBS.contains(&tokens[at - 1].folded.as_ref());
        if !found.is_empty() && said {
            return found;
        }
    }
    Vec::new()
}

/// Whether a first sentence speaks of the session it stands below: `This talk …`, `In der Session …`.
pub(crate) fn says_session(text: &str) -> bool {
    const PHRASES: [&str; 44] = [
        "this talk",
        "this session",
        "this keynote",
        "this presentation",
        "this panel",
        "this workshop",
        "this tutorial",
        "this lightning talk",
        "the talk",
        "the session",
        "the speaker",
        "the presenter",
        "the presentation",
        "talk about",
        "session about",
        "session by",
        "talk by",
        "presentation by",
        "keynote by",
        "in his talk",
        "in her talk",
        "in their talk",
        "great talk",
        "good talk",
        "nice talk",
        "dieser vortrag",
        "diesem vortrag",
        "dieser session",
        "diese session",
        "der vortrag",
        "ce talk",
        "cette conference",
        "cette presentation",
        "cette session",
        "ce workshop",
        "esta charla",
        "esta sesion",
        "en esta charla",
        "deze talk",
        "deze sessie",
        "这个演讲",
        "演讲者",
        "このセッション",
        "本セッション",
    ];
    let mut end = text.len().min(160);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let folded = crate::lexicon::fold_letters(&text[..end]);
    let first = folded.split(". ").next().unwrap_or("");
    PHRASES.iter().any(|phrase| first.contains(phrase))
}

/// The speakers of a text that begins with them and goes on as a sentence:
/// `Nicki Watt, from OpenCredo shares insights …`.
pub(crate) fn byline(text: &str, learned: &Learned) -> Option<people::People> {
    let end =
        text.char_indices().map(|(at, _)| at).find(|at| *at >= MAX_BYTES).unwrap_or(text.len());
    let tokens: Vec<Token<'_>> =
        text[..end].split_whitespace().map(|word| Token::new(word, learned)).collect();
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

/// The number of words of a full name at the start of `tokens`: a known given name and one or two
/// more capitalised words.
fn name_at(tokens: &[Token<'_>]) -> Option<usize> {
    let first = tokens.first()?;
    if !first.given || first.shape != Shape::Capitalised || ends_clause(first) {
        return None;
    }
    let mut len = 1;
    while let Some(token) = tokens.get(len) {
        let fits = match token.shape {
            Shape::Capitalised => !token.title || token.given,
            Shape::Initial => token.text.ends_with('.') || token.text.len() == 1,
            Shape::Lower => {
                token.is_particle()
                    && tokens.get(len + 1).is_some_and(|next| next.shape == Shape::Capitalised)
            }
            _ => false,
        };
        if !fits || len >= 4 {
            break;
        }
        len += 1;
        if ends_clause(token) || token.text.ends_with("'s") || token.text.ends_with("’s") {
            break;
        }
    }
    (len >= 2).then_some(len)
}

fn ends_clause(token: &Token<'_>) -> bool {
    token.text.ends_with([',', '.', ';', ':', ')', '!', '?']) && token.shape != Shape::Initial
}

fn joined(tokens: &[Token<'_>]) -> String {
    let mut name = String::new();
    for token in tokens {
        if !name.is_empty() {
            name.push(' ');
        }
        let bare = token.text.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
        let bare = bare.strip_suffix("'s").or(bare.strip_suffix("’s")).unwrap_or(bare);
        name.push_str(bare.trim_end_matches('.'));
    }
    name
}

/// `from Isovalent`, `of Red Hat`, `(Kong)`, `, senior counsel at RedHat,`.
fn company_after(after: &[Token<'_>], closed: bool, learned: &Learned) -> Option<String> {
    let mut at = 0;
    let mut saw_job = false;
    // A clause about the job may stand between: `, a researcher at the …`.
    while let Some(token) = after.get(at).filter(|_| at < 10) {
        let word = token.folded.as_ref();
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
        if token.text.starts_with('(') {
            // Right behind the name, and closed at once: `Matt Butcher (Fermyon) showed …`.
            let closes =
                at == 0 && after.iter().take(3).any(|token| token.text.ends_with([')', ',']));
            return capitalised(&after[at..], learned).filter(|company| {
                closes || words().company(company).is_some() || learned.is_company(company)
            });
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

/// The capitalised words at the start of `tokens`: an organisation's name.
fn capitalised(tokens: &[Token<'_>], learned: &Learned) -> Option<String> {
    let start = usize::from(tokens.first().is_some_and(|token| token.folded == "the"));
    let mut len = 0;
    while let Some(token) = tokens.get(start + len).filter(|_| len < 5) {
        let capital = token
            .text
            .trim_start_matches(['(', '"', '“'])
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let inner = matches!(token.folded.as_ref(), "of" | "and" | "&" | "for")
            && len > 0
            && tokens
                .get(start + len + 1)
                .is_some_and(|next| next.text.starts_with(char::is_uppercase) && !next.given);
        if !capital && !inner {
            break;
        }
        len += 1;
        if token.text.ends_with([',', '.', ';', ':', ')', '!', '?', '’'])
            || token.text.ends_with("'s")
            || token.text.ends_with("’s")
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
    if project || crate::lexicon::events::events().name_at(&[folded.as_str()]).is_some() {
        return None;
    }
    Some(name)
}

/// What speakers do, folded, in several languages.
const VERBS: [&str; 65] = [
    "gave",
    "gives",
    "presented",
    "presents",
    "presenting",
    "showed",
    "shows",
    "talked",
    "talks",
    "talk",
    "spoke",
    "speaks",
    "explained",
    "explains",
    "demonstrated",
    "demonstrates",
    "demoed",
    "shared",
    "shares",
    "introduced",
    "introduces",
    "walked",
    "described",
    "describes",
    "discussed",
    "discusses",
    "kicked",
    "opened",
    "covered",
    "outlined",
    "argued",
    "delivered",
    "took",
    "told",
    "started",
    "announced",
    "highlighted",
    "hosted",
    "moderated",
    "led",
    "joined",
    "present",
    "discuss",
    "explain",
    "show",
    "began",
    "offered",
    "recounted",
    "detailed",
    "illustrated",
    "summarised",
    "summarized",
    "zeigte",
    "stellte",
    "erklarte",
    "erzahlte",
    "sprach",
    "presente",
    "presentait",
    "explique",
    "montre",
    "explico",
    "presento",
    "vertelde",
    "liet",
];

/// Whether the words around a name say that they spoke.
fn speaks(before: &[Token<'_>], after: &[Token<'_>], last: &Token<'_>) -> bool {
    const LEADS: [&str; 16] = [
        "by",
        "with",
        "speaker",
        "speakers",
        "presenter",
        "presenters",
        "host",
        "from",
        "par",
        "von",
        "door",
        "por",
        "attended",
        "caught",
        "watched",
        "saw",
    ];
    if last.text.ends_with("'s") || last.text.ends_with("’s") {
        let next = after.iter().take(4).any(|token| {
            matches!(
                token.folded.as_ref(),
                "talk" | "session" | "keynote" | "presentation" | "demo" | "workshop" | "tutorial"
            )
        });
        return next;
    }
    let verb = |tokens: &[Token<'_>]| {
        tokens.iter().take(3).any(|token| VERBS.contains(&token.folded.as_ref()))
    };
    if verb(after) {
        return true;
    }
    // `Ada Byron and Max Muster presented`: the verb comes after the last of them.
    if after.first().is_some_and(|token| matches!(token.folded.as_ref(), "and" | "&"))
        || last.text.ends_with(',')
    {
        let later = after.iter().take(12).any(|token| VERBS.contains(&token.folded.as_ref()));
        if later {
            return true;
        }
    }
    before.last().is_some_and(|token| LEADS[..5].contains(&token.folded.as_ref()))
        && before.iter().rev().take(6).any(|token| {
            matches!(
                token.folded.as_ref(),
                "talk"
                    | "session"
                    | "keynote"
                    | "presentation"
                    | "panel"
                    | "given"
                    | "presented"
                    | "hosted"
                    | "led"
                    | "delivered"
                    | "moderated"
                    | "speaker"
                    | "speakers"
                    | "presenter"
            )
        })
}

fn follows_and(before: &[Token<'_>]) -> bool {
    before.last().is_some_and(|token| matches!(token.text, "and" | "&" | "und" | "et" | "y" | "en"))
}

fn joined_by_and(text: &str, first: &str, second: &str) -> bool {
    let (Some(end), Some(start)) = (text.find(first).map(|at| at + first.len()), text.find(second))
    else {
        return false;
    };
    text.get(end..start).is_some_and(|between| {
        matches!(between.trim(), "and" | "&" | "und" | "et" | "y" | "en" | "," | ", and")
    })
}
