//! Whether the words around a name say that somebody spoke, or only mention them.

use super::names::is_possessive;
use super::verbs::{AUXILIARIES, GIVEN, LEADS_ALONG, PARTICIPLES, VERBS};
use crate::extract::token::Token;

/// Whether the words around a name say that they spoke.
pub(super) fn speaks(before: &[Token<'_>], after: &[Token<'_>], last: &Token<'_>) -> bool {
    if is_possessive(last) {
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
    let pair = |first: &[&str], second: &[&str]| match after {
        [a, b, ..] => first.contains(&a.folded.as_ref()) && second.contains(&b.folded.as_ref()),
        _ => false,
    };
    // `had Ada Byron on stage`, `Ada Byron takes us through it`
    if verb(after) || pair(&["on"], &["stage"]) || pair(&LEADS_ALONG, &["us", "me", "you"]) {
        return true;
    }
    // `Ada Byron hat gezeigt`, `In dem Talk hat Ada Byron gezeigt`
    let beside = [after.first(), before.last()];
    let auxiliary =
        beside.into_iter().flatten().any(|token| AUXILIARIES.contains(&token.folded.as_ref()));
    if auxiliary && after.iter().take(10).any(|token| PARTICIPLES.contains(&token.folded.as_ref()))
    {
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
    leads_to_speaker(before)
}

/// Whether what stands before a name says that it is a speaker's: `a talk by`, `der Vortrag von`,
/// `Next up was`, `l'intervenante,`.
pub(super) fn leads_to_speaker(before: &[Token<'_>]) -> bool {
    /// Words of one sentence between what is given and by whom.
    const NEAR: usize = 12;
    let Some((last, rest)) = before.split_last() else { return false };
    let last = without_article(&last.folded);
    match last {
        "by" | "with" | "par" | "von" | "door" | "por" => {
            let same = rest.iter().rev().take_while(|token| !token.text.ends_with(['.', '!', '?']));
            same.take(if last == "with" { 6 } else { NEAR })
                .any(|token| GIVEN.contains(&without_article(&token.folded)))
        }
        // `une conférence de`, `la charla de`
        "de" => rest.last().is_some_and(|token| GIVEN.contains(&without_article(&token.folded))),
        "was" | "is" => rest.last().is_some_and(|token| {
            matches!(token.folded.as_ref(), "up" | "speaker" | "presenter" | "next")
        }),
        "speaker" | "speakers" | "presenter" | "presenters" | "intervenant" | "intervenante"
        | "orateur" | "referent" | "sprecher" | "ponente" | "spreker" => true,
        _ => false,
    }
}

/// `l'intervenant` is one word.
fn without_article(word: &str) -> &str {
    word.strip_prefix("l'").or(word.strip_prefix("l’")).unwrap_or(word)
}

/// The same for a name that no list knows: the word for what was given stands right before `by`.
pub(super) fn leads_to_name(before: &[Token<'_>]) -> bool {
    let Some((by, rest)) = before.split_last() else { return false };
    match by.folded.as_ref() {
        "by" | "with" | "par" | "von" | "door" | "por" | "de" => {
            // `One of the best talks was by`
            let mut words = rest.iter().rev().map(|token| without_article(&token.folded));
            let given = words.find(|word| !matches!(*word, "was" | "is" | "were")).unwrap_or("");
            // A house hosts as well as a person does.
            GIVEN.contains(&given) && given != "hosted"
        }
        "was" | "is" => false,
        _ => leads_to_speaker(before),
    }
}

/// Whether a sentence only mentions the name between `before` and `after`, whose last word is `last`: `a
/// paper by`, `thanks to`, `cited`, or a listener's: `who sat next to me`. `first` says that nobody was
/// named before, for a colleague may well be the speaker.
pub(super) fn is_mentioned(
    before: &[Token<'_>],
    last: &Token<'_>,
    after: &[Token<'_>],
    first: bool,
) -> bool {
    const WORKS: [&str; 9] =
        ["paper", "book", "study", "article", "post", "blog", "buch", "etude", "livre"];
    const MENTIONS: [&str; 7] =
        ["cited", "cites", "quoted", "quotes", "thanked", "thanks", "founded"];
    const FRIENDS: [&str; 7] =
        ["colleague", "colleagues", "coworker", "friend", "kollege", "kollegin", "collegue"];
    const LISTENS: [&str; 5] = ["sat", "asked", "liked", "missed", "recommended"];
    // From the name backwards, to the beginning of its sentence.
    let word = |n: usize| {
        let near = before.iter().rev().take(n + 1);
        let mut same = near.take_while(|token| !token.text.ends_with(['.', '!', '?']));
        same.nth(n).map_or("", |token| token.folded.as_ref())
    };
    let links = matches!(word(0), "by" | "to" | "von" | "par" | "on" | "of");
    let (near, further) = (word(usize::from(links)), word(usize::from(links) + 1));
    if GIVEN.contains(&near) {
        return false;
    }
    let by = matches!(word(0), "by" | "von" | "par");
    let wrote = by && WORKS.contains(&near) && further != "case";
    let told = MENTIONS.contains(&near);
    let ends = last.text.ends_with(['.', '!', '?']);
    // `Bob Lee from Adobe, who sat next to me`
    let listens = !ends
        && after
            .iter()
            .take(5)
            .zip(after.iter().skip(1))
            .any(|(who, verb)| who.folded == "who" && LISTENS.contains(&verb.folded.as_ref()));
    let joins = [word(1), word(2)].iter().any(|word| matches!(*word, "and" | "&" | "und" | "et"));
    wrote || told || listens || !first && !joins && FRIENDS.contains(&word(0))
}

pub(super) fn follows_and(before: &[Token<'_>]) -> bool {
    before.last().is_some_and(|token| matches!(token.text, "and" | "&" | "und" | "et" | "y" | "en"))
}

pub(super) fn joined_by_and(text: &str, first: &str, second: &str) -> bool {
    let (Some(end), Some(start)) = (text.find(first).map(|at| at + first.len()), text.find(second))
    else {
        return false;
    };
    text.get(end..start).is_some_and(|between| {
        matches!(between.trim(), "and" | "&" | "und" | "et" | "y" | "en" | "," | ", and")
    })
}
