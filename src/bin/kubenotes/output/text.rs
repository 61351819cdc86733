//! An answer for eyes: its hits, and what to say about how the query was read.

use std::io::{self, Write};

use kubenotes::{
    Answer, FacetCount, FacetField, Hit, Interpreted, Kind, ScoreExplanation, Snippet, Years,
};

use super::document::{Place, write_summary};
use super::layout::{Span, write_wrapped};
use super::{Look, Output, sanitize_line, table};

/// Writes hits with their ranks; `first_rank` is that of the first. `locate` gives the address of
/// a note, to link to.
pub(crate) fn write_hits(
    out: &mut dyn Write,
    look: Look,
    hits: &[Hit],
    first_rank: usize,
    locate: &dyn Fn(&str) -> Option<String>,
) -> io::Result<()> {
    let digits = (first_rank + hits.len()).saturating_sub(1).to_string().len();
    for (i, hit) in hits.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        let dim = look.palette.dim;
        write!(out, "{dim}{:>digits$}.{dim:#} ", first_rank + i)?;
        let source = &hit.document.source;
        let url = locate(&source.path);
        let place = Place { path: &source.path, line: source.line_start, url: url.as_deref() };
        write_hit(out, look, hit, place, digits + 2)?;
    }
    Ok(())
}

fn write_hit(
    out: &mut dyn Write,
    look: Look,
    hit: &Hit,
    place: Place<'_>,
    indent: usize,
) -> io::Result<()> {
    write_summary(out, look, &hit.document, place, indent)?;
    let mut write_line = |spans: &[Span<'_>]| {
        write!(out, "{:indent$}", "")?;
        write_wrapped(out, spans, indent, look.width)
    };
    if !hit.snippet.text.trim().is_empty() {
        let pieces = pieces(&hit.snippet);
        let pieces: Vec<_> = pieces.iter().map(|(text, lit)| (sanitize_line(text), lit)).collect();
        let spans: Vec<Span<'_>> = pieces
            .iter()
            .map(|(text, lit)| {
                let style = if **lit { look.palette.matched } else { Default::default() };
                Span::new(text, style)
            })
            .collect();
        write_line(&spans)?;
    }
    if !hit.group.is_empty() {
        let places: Vec<String> = hit
            .group
            .iter()
            .map(|member| format!("{}:{}", member.source.path, member.source.line_start))
            .collect();
        let also = format!("also: {}", places.join(", "));
        write_line(&[Span::new(&sanitize_line(&also), look.palette.dim)])?;
    }
    if let Some(explanation) = &hit.explanation {
        write_line(&[Span::new(&sanitize_line(&why(hit, explanation)), look.palette.dim)])?;
    }
    Ok(())
}

/// How a hit got its score: `score 29.1 = (flux 7.0 + mesh 0.3) x 3.98; matched title, body`.
fn why(hit: &Hit, explanation: &ScoreExplanation) -> String {
    let named = |(typed, score): &(String, f32)| match typed.as_str() {
        "" => format!("conditions and preferences {score:.2}"),
        typed => format!("{typed} {score:.2}"),
    };
    let parts: Vec<String> = explanation.parts.iter().map(named).collect();
    let mut why = format!("score {:.2} = ({})", hit.score, parts.join(" + "));
    if explanation.closeness > 1.0 {
        why += &format!(" x {:.2} for words together and in the title", explanation.closeness);
    }
    if !hit.matched.is_empty() {
        why += &format!("; matched {}", hit.matched.join(", "));
    }
    why
}

/// A snippet's text in pieces that matched and pieces that did not.
fn pieces(snippet: &Snippet) -> Vec<(&str, bool)> {
    let mut pieces = Vec::with_capacity(2 * snippet.highlights.len() + 1);
    let mut end = 0;
    for &(from, to) in &snippet.highlights {
        // Ranges that do not hold what they promise are left unlit rather than trusted.
        if let (Some(before), Some(lit)) = (snippet.text.get(end..from), snippet.text.get(from..to))
        {
            pieces.extend([(before, false), (lit, true)]);
            end = to;
        }
    }
    pieces.push((snippet.text.get(end..).unwrap_or_default(), false));
    pieces
}

/// Writes the counts that were asked for beside the hits.
pub(crate) fn write_facets(
    out: &mut dyn Write,
    look: Look,
    facets: &[(FacetField, Vec<FacetCount>)],
) -> io::Result<()> {
    for (field, counts) in facets {
        let title = look.palette.title;
        writeln!(out, "\n{title}{}{title:#}", super::json::field_name(*field))?;
        table::write_counts(out, look, counts)?;
    }
    Ok(())
}

/// Says how the query was read, before the hits.
pub(crate) fn notice_reading(output: &Output, answer: &Answer) {
    for warning in &answer.warnings {
        output.warning(warning);
    }
    if let Some(reading) = answer.interpreted.as_ref().map(reading).filter(|r| !r.is_empty()) {
        output.notice(format_args!("read as: {reading}"));
    }
    if answer.relaxed && !answer.hits.is_empty() {
        output.notice("no note holds all of it; these hold some of it");
    }
    if let Some(suggestion) = &answer.suggestion {
        // With hits, they are for the other spelling already.
        match answer.hits.is_empty() {
            true => output.notice(format_args!("did you mean: {suggestion}")),
            false => output.notice(format_args!("showing hits for: {suggestion}")),
        }
    }
}

/// Says which part of the answer was shown, after the hits. A hit may stand for several documents.
pub(crate) fn notice_total(output: &Output, answer: &Answer, offset: usize, limit: usize) {
    let (shown, last) = (answer.hits.len(), offset + answer.hits.len());
    match (answer.total, shown, offset) {
        (0, _, _) => output.notice("nothing found"),
        (_, 0, _) => output.notice("no more hits"),
        (_, _, 0) if shown < limit => output.notice(plural(shown, "hit", "hits")),
        (_, _, _) if shown < limit => {
            output.notice(format_args!("hits {} to {last}, the last", offset + 1));
        }
        (total, _, _) => {
            let matching = plural(total, "document matches", "documents match");
            output.notice(format_args!("hits {} to {last}; {matching}", offset + 1));
        }
    }
}

/// `speaker Liz Rice, year 2023, about: ebpf, perhaps company Envoy`
fn reading(interpreted: &Interpreted) -> String {
    let Interpreted { text, speaker, company, event, kind, year, preferred, .. } = interpreted;
    let mut parts = named("", speaker, company, event, kind);
    parts.extend(year.and_then(years));
    match text.is_empty() {
        true => {}
        false if parts.is_empty() => parts.push(text.clone()),
        false => parts.push(format!("about: {text}")),
    }
    let perhaps = preferred;
    parts.extend(named(
        "perhaps ",
        &perhaps.speaker,
        &perhaps.company,
        &perhaps.event,
        &perhaps.kind,
    ));
    parts.join(", ")
}

/// What was recognised, each part after `before`.
fn named(
    before: &str,
    speaker: &[String],
    company: &[String],
    event: &[String],
    kind: &[Kind],
) -> Vec<String> {
    let kind: Vec<String> = kind.iter().map(|kind| kind.to_string()).collect();
    [("speaker", speaker), ("company", company), ("event", event), ("kind", &kind)]
        .into_iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(name, values)| format!("{before}{name} {}", values.join(" or ")))
        .collect()
}

fn years(years: Years) -> Option<String> {
    Some(match (years.from, years.to) {
        (Some(from), Some(to)) if from == to => format!("year {from}"),
        (Some(from), Some(to)) => format!("years {from} to {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => return None,
    })
}

/// `1 note`, `2 notes`
pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_is_lit_where_it_matched() {
        let check = |text: &str, highlights: &[(usize, usize)], expected: &[(&str, bool)]| {
            let mut snippet = Snippet::default();
            snippet.text = text.to_owned();
            snippet.highlights = highlights.to_vec();
            assert_eq!(pieces(&snippet), expected, "{text} {highlights:?}");
        };
        check("no match", &[], &[("no match", false)]);
        check("a flux b", &[(2, 6)], &[("a ", false), ("flux", true), (" b", false)]);
        check(
            "né né",
            &[(0, 3), (4, 7)],
            &[("", false), ("né", true), (" ", false), ("né", true), ("", false)],
        );
        // Ranges inside a character, past the end or out of order light nothing up.
        check("né", &[(0, 2)], &[("né", false)]);
        check("flux", &[(2, 9)], &[("flux", false)]);
        check("flux", &[(3, 1)], &[("flux", false)]);
    }

    #[test]
    fn a_reading_is_said_in_words() {
        let check = |change: fn(&mut Interpreted), expected: &str| {
            let mut interpreted = Interpreted::default();
            change(&mut interpreted);
            assert_eq!(reading(&interpreted), expected);
        };
        check(|_| {}, "");
        check(|i| i.text = "ebpf".to_owned(), "ebpf");
        check(
            |i| {
                i.text = "apple envoy".to_owned();
                i.preferred.company = vec!["Apple".to_owned()];
            },
            "apple envoy, perhaps company Apple",
        );
        check(
            |i| {
                i.speaker = vec!["Liz Rice".to_owned()];
                i.year = Some(Years { from: Some(2023), to: Some(2023) });
                i.text = "ebpf".to_owned();
            },
            "speaker Liz Rice, year 2023, about: ebpf",
        );
        check(
            |i| {
                i.company = vec!["Acme".to_owned(), "Initech".to_owned()];
                i.kind = vec![Kind::Keynote];
                i.year = Some(Years { from: Some(2019), to: Some(2021) });
            },
            "company Acme or Initech, kind keynote, years 2019 to 2021",
        );
        check(|i| i.year = Some(Years { from: Some(2020), to: None }), "since 2020");
        check(|i| i.year = Some(Years { from: None, to: Some(2020) }), "until 2020");
    }
}
