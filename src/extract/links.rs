//! Links to schedules and recordings: they say that a session stands here, and of which event.

use std::ops::Range;

use crate::extract::headline::MAX_HEADLINE_BYTES;
use crate::lexicon::fold_letters;
use crate::markup::{BlockKind, LinkSpan, Outline};

/// An address without its scheme and `www.`, cut where the host ends.
fn host_and_path(url: &str) -> Option<(&str, &str)> {
    let rest = without_scheme(url)?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let end = memchr::memchr3(b'/', b'?', b'#', rest.as_bytes());
    Some(rest.split_at(end.unwrap_or(rest.len())))
}

/// What stands behind `https://`.
fn without_scheme(url: &str) -> Option<&str> {
    let mut colons = memchr::memchr_iter(b':', url.as_bytes());
    colons.find_map(|at| url[at..].strip_prefix("://"))
}

/// Whether a link leads to one session: its page in a schedule, or its recording.
pub(crate) fn is_session(url: &str) -> bool {
    let Some((host, path)) = host_and_path(url) else { return false };
    match host {
        "sched.co" => path.len() > 1,
        "youtu.be" => path.len() > 1,
        "youtube.com" | "m.youtube.com" => path.starts_with("/watch") || path.starts_with("/live"),
        _ if host.ends_with(".sched.com") || host.ends_with(".sched.org") => {
            path.starts_with("/event/")
        }
        // FOSDEM and whoever else publishes a schedule made by pentabarf or pretalx.
        _ => path.contains("/schedule/event/"),
    }
}

/// The end of the address of the page that a schedule has of the session `title`: it has the title's
/// words and the speakers' names.
pub(crate) fn schedule_slug<'u>(url: &'u str, title: &str) -> Option<&'u str> {
    let (host, path) = host_and_path(url)?;
    if !(host.ends_with(".sched.com") || host.ends_with(".sched.org")) {
        return None;
    }
    let path = path.strip_prefix("/event/")?.split(['?', '#']).next()?;
    path.trim_end_matches('/').rsplit('/').next().filter(|slug| names(slug, title))
}

/// Whether all of a headline is a link to the front page of a site or of a repository: what has one is a
/// project, and a talk has pages of its own.
pub(crate) fn leads_home(outline: &Outline, headline: &Range<usize>) -> bool {
    let is_home = |url: &str| {
        let Some((host, path)) = host_and_path(url) else { return false };
        // A schedule may be one page, of which a session is a query or a fragment.
        let n_parts = path.split('/').filter(|part| !part.is_empty()).count();
        let is_repository = matches!(host, "github.com" | "gitlab.com") && n_parts == 2;
        !path.contains(['?', '#']) && (n_parts == 0 || is_repository)
    };
    links_in(outline, headline).next().is_some_and(|link| is_home(&link.url))
        && covers(outline, headline)
}

/// Whether a link leads to the slides of one session.
fn is_slides(url: &str) -> bool {
    let Some((host, path)) = host_and_path(url) else { return false };
    match host {
        "static.sched.com" | "schd.ws" => {
            path.starts_with("/hosted_files/") || path.starts_with("/hosted%5Ffiles/")
        }
        "speakerdeck.com" => path.trim_matches('/').contains('/'),
        _ => false,
    }
}

/// The part of a link that tells an event: `kccnceu2021` of a schedule's host.
pub(crate) fn event_hint(url: &str) -> Option<&str> {
    let rest = without_scheme(url).unwrap_or(url);
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    // Slides: `static.sched.com/hosted_files/kccncna19/17/…`.
    if host == "static.sched.com" {
        return rest.split('/').nth(2);
    }
    if let Some(name) = host.strip_suffix(".sched.com").or_else(|| host.strip_suffix(".sched.org"))
    {
        return Some(name);
    }
    let names_it = |part: &&str| part.contains("kubecon") || part.contains("cloudnativecon");
    // `events17.linuxfoundation.org`, `events.linuxfoundation.cn`.
    if host.starts_with("events") && host.contains(".linuxfoundation.") {
        return rest.split('/').find(names_it);
    }
    // `kubecon-cloudnativecon-na.com`.
    Some(host).filter(names_it)
}

/// Links that begin in `range` of the outline's text, images left out.
pub(crate) fn links_in<'a>(
    outline: &'a Outline,
    range: &Range<usize>,
) -> impl Iterator<Item = &'a LinkSpan> + use<'a> {
    let first = outline.links.partition_point(|link| link.range.start < range.start);
    let end = range.end;
    outline.links[first..]
        .iter()
        .take_while(move |link| link.range.start < end)
        .filter(|link| !link.image)
}

/// Whether a link to a session begins in `range`.
pub(crate) fn session_link_in(outline: &Outline, range: &Range<usize>) -> bool {
    links_in(outline, range).any(|link| is_session(&link.url))
}

/// Whether a link to a session is a part of a sentence: `[people](…) who solve the problem`.
pub(crate) fn link_in_sentence(outline: &Outline, range: &Range<usize>) -> bool {
    /// What goes on with a title.
    const BEHIND_TITLE: [&str; 8] = ["by", "with", "from", "at", "von", "par", "door", "por"];
    links_in(outline, range).filter(|link| is_session(&link.url)).any(|link| {
        let rest = outline.text.get(link.range.end..range.end).unwrap_or("").trim_start();
        let word = rest.split(' ').next().unwrap_or("");
        word.starts_with(char::is_lowercase) && !BEHIND_TITLE.contains(&word)
    })
}

/// Whether a link to a session's slides begins in `range`.
pub(crate) fn slides_link_in(outline: &Outline, range: &Range<usize>) -> bool {
    links_in(outline, range).any(|link| is_slides(&link.url))
}

/// Whether a line below the headline `title` links to that session: its page, its recording or its
/// slides.
///
/// The address says so, and never the note-taker's words over it; a text that reads like a title is
/// a session of its own, unless the address has the words of this one.
pub(crate) fn links_to_session(outline: &Outline, range: &Range<usize>, title: &str) -> bool {
    let mut to_session = links_in(outline, range)
        .filter(|link| is_session(&link.url) || is_slides(&link.url))
        .peekable();
    if to_session.peek().is_none() {
        return false;
    }
    let is_short = outline.text[range.clone()].split_whitespace().nth(MAX_LINE_WORDS).is_none();
    to_session.any(|link| {
        let text = outline.text.get(link.range.clone()).unwrap_or("");
        is_short && !is_title(text) || names(&link.url, title)
    })
}

/// Whether an address has most words of a title in it, as the page of a session and its slides do.
fn names(url: &str, title: &str) -> bool {
    if title.len() > MAX_HEADLINE_BYTES {
        return false;
    }
    /// Shorter ones stand in any address.
    const MIN_WORD: usize = 4;
    let url = url.to_ascii_lowercase();
    let title = fold_letters(title);
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= MIN_WORD);
    let (mut n_words, mut n_found) = (0, 0);
    for word in words {
        n_words += 1;
        n_found += usize::from(url.contains(word));
    }
    n_found >= 2 && n_found * 4 >= n_words * 3
}

/// A line of more words is a sentence, which can speak of any session.
const MAX_LINE_WORDS: usize = 14;

/// Whether the text over a link may be a title: more than a few words, and not only the first of
/// them with a capital (`Link to the talk`, `La fiche du talk`).
fn is_title(text: &str) -> bool {
    let mut words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let few = words.clone().nth(3).is_none();
    let capitals = words.clone().skip(1).filter(|word| word.starts_with(char::is_uppercase));
    !text.contains("://") && !few && (capitals.count() > 0 || words.nth(5).is_some())
}

/// Blocks below a heading in which an embedded recording is looked for.
const MAX_BLOCKS_TO_RECORDING: usize = 12;

/// Whether the text below the heading of block `index` embeds a recording, as site generators write
/// it: `{{< youtube id >}}`, `{% youtube id %}`.
pub(crate) fn embeds_recording(outline: &Outline, index: usize) -> bool {
    let is_embedded = |line: &str| {
        let line = line.trim_start();
        (line.starts_with("{{<") || line.starts_with("{{%") || line.starts_with("{%"))
            && (line.contains("youtube") || line.contains("youtu.be") || line.contains("vimeo"))
    };
    outline.blocks[index + 1..]
        .iter()
        .take(MAX_BLOCKS_TO_RECORDING)
        .take_while(|block| !matches!(block.kind, BlockKind::Heading { .. }))
        .map(|block| outline.text_of(block))
        .filter(|text| memchr::memchr(b'{', text.as_bytes()).is_some())
        .any(|text| text.lines().any(is_embedded))
}

/// Whether an address is a picture's: the text over it is a caption.
fn is_image(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or("");
    let extension = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    matches!(extension.as_str(), "jpg" | "jpeg" | "png" | "gif" | "svg" | "webp" | "avif")
}

/// Whether an image lies in `range` or reaches into it.
pub(crate) fn has_image(outline: &Outline, range: &Range<usize>) -> bool {
    let first = outline.links.partition_point(|link| link.range.start + 600 < range.start);
    outline.links[first..]
        .iter()
        .take_while(|link| link.range.start < range.end)
        .any(|link| link.range.end > range.start && (link.image || is_image(&link.url)))
}

/// Whether a line is nothing but an image, whose caption is no prose.
pub(crate) fn is_image_line(outline: &Outline, line: &Range<usize>) -> bool {
    let text = outline.text[line.clone()].trim_start();
    let start = line.end - text.len();
    let text = text.trim_end();
    let first = outline.links.partition_point(|link| link.range.start < start);
    // An image may be a link itself, which begins where it does.
    let mut here = outline.links[first..].iter().take_while(|link| link.range.start == start);
    !text.is_empty() && here.any(|link| link.image && link.range.end >= start + text.len())
}

/// Whether one link covers every letter of `range`, and is more than a bare address.
pub(crate) fn covers(outline: &Outline, range: &Range<usize>) -> bool {
    let Some(link) = links_in(outline, range).next() else { return false };
    let text = &outline.text[link.range.start..link.range.end.min(range.end).max(link.range.start)];
    let outside = |range: Range<usize>| {
        outline.text.get(range).unwrap_or("").chars().any(char::is_alphanumeric)
    };
    !text.contains("://")
        && text.chars().any(char::is_alphabetic)
        && !outside(range.start..link.range.start)
        && !outside(link.range.end.min(range.end)..range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_and_recordings_are_sessions() {
        assert!(is_session("https://sched.co/1HyYW"));
        assert!(is_session("https://kccnceu2023.sched.com/event/1HyVW/some-talk"));
        assert!(is_session("https://www.youtube.com/watch?v=abc"));
        assert!(!is_session("https://kccnceu2023.sched.com/speaker/someone"));
        assert!(!is_session("https://fluxcd.io"));
        assert_eq!(event_hint("https://kccnceu19.sched.com/event/MPgl/x"), Some("kccnceu19"));
        assert_eq!(
            event_hint("https://static.sched.com/hosted_files/kccncna19/17/x.pdf"),
            Some("kccncna19")
        );
        assert_eq!(event_hint("https://fluxcd.io"), None);
    }

    #[test]
    fn what_a_link_says_of_the_headline_above_it() {
        let check = |line: &str, expected: bool| {
            let outline = crate::markup::parse(line);
            let range = 0..outline.text.len();
            let found = links_to_session(&outline, &range, "Herding Cats with Helm");
            assert_eq!(found, expected, "{line}");
        };
        check("- [La fiche du talk](https://kccnceu2021.sched.com/event/abc/x)", true);
        check("- [Link to the talk](https://example.org/2023/schedule/event/cats/)", true);
        check("[Slides](https://static.sched.com/hosted_files/kccnceu2021/d3/cats.pdf)", true);
        check("https://youtu.be/abc", true);
        check("[The helm documentation](https://helm.sh/docs)", false);
        // A title of its own, and the same where the address has the words of this one.
        check("[Taming Clusters with Flux](https://sched.co/abc)", false);
        check("[All The Cats We Had](https://x.sched.com/event/abc/herding-cats-with-helm)", true);
        // A sentence speaks of any session.
        let long = "They asked for more of it, and at the end of the day there was more of it on a";
        check(&format!("{long} [video](https://youtu.be/abc)."), false);
        check(
            &format!("{long} [deck](https://speakerdeck.com/somebody/herding-cats-with-helm)."),
            true,
        );
    }
}
