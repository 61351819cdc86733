//! The words that only make a sentence: `show me all the talks about`, `what did … say about`.
//!
//! Whether `talk` asks for talks is seen by its frame, never by the word alone: `session affinity`
//! and `list pods` are about sessions and lists.

use super::roles::{PREPOSITION, Roles};
use super::sentence::{Fate, Sentence};

/// Marks what is left of the sentence after names were taken from it.
pub(super) fn mark(sentence: &mut Sentence<'_>) {
    let end = leading_end(sentence);
    let framed = is_frame(sentence, end);
    if framed {
        for at in 0..end {
            if fate(sentence, at) != Some(Fate::Taken) {
                sentence.set_fate(at..at + 1, Fate::Dropped);
            }
        }
    }
    for at in 0..sentence.atoms.len() {
        if fate(sentence, at) == Some(Fate::Content) && sentence.is(at, Roles::SESSIONS) {
            let next_taken = fate(sentence, at + 1) == Some(Fate::Taken);
            let last = sentence.get(at + 1).is_none();
            let after_name = at.checked_sub(1).and_then(|before| fate(sentence, before));
            let introduces = sentence.is(at + 1, PREPOSITION | Roles::ABOUT);
            if next_taken || (last && after_name == Some(Fate::Taken)) {
                sentence.set_fate(at..at + 1, Fate::Dropped);
            } else if at > 0 && (last || introduces || after_name == Some(Fate::Taken)) {
                sentence.set_fate(at..at + 1, Fate::Optional);
            }
        }
    }
    // `Liz Rice on eBPF`
    for at in 1..sentence.atoms.len() {
        let after_name = fate(sentence, at - 1) == Some(Fate::Taken);
        if after_name && fate(sentence, at) == Some(Fate::Content) && sentence.is(at, Roles::ABOUT)
        {
            sentence.set_fate(at..at + 1, Fate::Dropped);
        }
    }
    mark_function_words(sentence);
    let asks = (0..end).any(|at| sentence.is(at, Roles::QUESTION));
    if asks {
        // `was hat … gesagt`
        let last = sentence.atoms.len().saturating_sub(1);
        if fate(sentence, last) == Some(Fate::Content) && sentence.is(last, Roles::SAY) {
            sentence.set_fate(last..last + 1, Fate::Dropped);
        }
        for at in 0..sentence.atoms.len() {
            if fate(sentence, at) == Some(Fate::Content) && sentence.is(at, Roles::LIGHT) {
                sentence.set_fate(at..at + 1, Fate::Optional);
            }
        }
    }
}

/// Marks the words that rank and decide nothing, wherever they stand.
pub(super) fn mark_function_words(sentence: &mut Sentence<'_>) {
    let function = Roles::FUNCTION
        | Roles::ARTICLE
        | Roles::QUESTION
        | Roles::ASKER
        | Roles::ABOUT
        | PREPOSITION
        | Roles::AND
        | Roles::AUXILIARY;
    for at in 0..sentence.atoms.len() {
        if fate(sentence, at) == Some(Fate::Content) && sentence.is(at, function) {
            sentence.set_fate(at..at + 1, Fate::Optional);
        }
    }
}

fn fate(sentence: &Sentence<'_>, at: usize) -> Option<Fate> {
    sentence.get(at).map(|atom| atom.fate)
}

/// Where the little words at the beginning end; names that were taken do not end them.
fn leading_end(sentence: &Sentence<'_>) -> usize {
    let leads = |at: &usize| {
        let light =
            sentence.is(*at, Roles::LIGHT) && !sentence.is(*at, Roles::ASK | Roles::AUXILIARY);
        fate(sentence, *at) == Some(Fate::Taken) || (sentence.is(*at, Roles::ALL) && !light)
    };
    (0..sentence.atoms.len()).find(|at| !leads(at)).unwrap_or(sentence.atoms.len())
}

/// Whether the words before `end` ask for sessions.
fn is_frame(sentence: &Sentence<'_>, end: usize) -> bool {
    let any = |roles: Roles| (0..end).any(|at| sentence.is(at, roles));
    let taken = |at: usize| fate(sentence, at) == Some(Fate::Taken);
    let text = |at: usize| sentence.get(at).map_or("", |atom| atom.text.as_str());
    let sessions_introduce = (0..end).any(|at| {
        sentence.is(at, Roles::SESSIONS)
            && !taken(at)
            && (sentence.is(at + 1, Roles::ABOUT | PREPOSITION)
                || taken(at + 1)
                || matches!(text(at + 1), "for" | "of"))
    });
    let somebody = any(Roles::PEOPLE | Roles::AUXILIARY);
    let said = (0..end).any(|at| {
        sentence.is(at, Roles::SAY)
            && sentence.is(at + 1, Roles::ABOUT)
            && (somebody || at.checked_sub(1).is_some_and(taken))
    });
    let search_for = (0..end).any(|at| {
        matches!(text(at), "search" | "look" | "looking" | "asking") && text(at + 1) == "for"
    });
    // `was hat … gesagt`
    let last = sentence.atoms.len().saturating_sub(1);
    let said_last = any(Roles::QUESTION) && sentence.is(last, Roles::SAY);
    sessions_introduce
        || said
        || said_last
        || search_for
        || (any(Roles::ASK) && any(Roles::ASKER | Roles::SESSIONS))
        || (any(Roles::QUESTION)
            && any(Roles::SAY | Roles::SESSIONS | Roles::PEOPLE | Roles::COMPANIES))
        || (any(Roles::AUXILIARY) && any(Roles::SESSIONS))
}
