//! A document for eyes: its title, who spoke, where and when, and where the notes stand.

use std::io::{self, Write};

use kubenotes::{Document, Event, Kind, Speaker};

use super::layout::{Span, columns, keep_end, write_wrapped};
use super::{Look, sanitize, sanitize_line};

/// A place in the notes as a terminal can follow it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// Path relative to the corpus.
    pub(crate) path: &'a str,
    /// 1-based.
    pub(crate) line: u32,
    /// The address of the file, where the place is to be a link.
    pub(crate) url: Option<&'a str>,
}

/// Writes title, people, event and place. The first line continues what stands on it already,
/// `indent` columns wide.
pub(crate) fn write_summary(
    out: &mut dyn Write,
    look: Look,
    document: &Document,
    place: Place<'_>,
    indent: usize,
) -> io::Result<()> {
    let palette = look.palette;
    let title = sanitize_line(title(document));
    let kind = format!(" [{}]", document.kind);
    let mut spans = vec![Span::new(&title, palette.title)];
    if document.kind != Kind::Session {
        spans.push(Span::new(&kind, palette.kind));
    }
    write_wrapped(out, &spans, indent, look.width)?;

    let people = people(&document.speakers, &document.companies);
    let event = event(document.event.as_ref(), document.year);
    let (people, event) = (sanitize_line(&people), sanitize_line(&event));
    let people = Span::new(&people, palette.people);
    let event = Span::new(&event, palette.event);
    let between = Span::new(" · ", palette.dim);
    let together = columns(people.text) + columns(between.text) + columns(event.text);
    let lines = match (people.text.is_empty(), event.text.is_empty()) {
        (true, true) => vec![],
        (true, false) => vec![vec![event]],
        (false, true) => vec![vec![people]],
        _ if look.width.is_none_or(|width| indent + together <= width) => {
            vec![vec![people, between, event]]
        }
        _ => vec![vec![people], vec![event]],
    };
    for spans in lines {
        write!(out, "{:indent$}", "")?;
        write_wrapped(out, &spans, indent, look.width)?;
    }

    write!(out, "{:indent$}", "")?;
    let id = document.id.to_string();
    let used = write_place(out, look, place, indent)?;
    if look.width.is_none_or(|width| indent + used + 2 + id.len() <= width) {
        write!(out, "  {0}{id}{0:#}", palette.dim)?;
    }
    writeln!(out)
}

/// Writes `path:line`, shortened at its beginning where it would not fit, and returns its columns.
fn write_place(
    out: &mut dyn Write,
    look: Look,
    place: Place<'_>,
    indent: usize,
) -> io::Result<usize> {
    let text = format!("{}:{}", sanitize_line(place.path), place.line);
    let text = match look.width {
        Some(width) => keep_end(&text, width.saturating_sub(indent).max(20)),
        None => text,
    };
    let style = look.palette.path;
    match place.url {
        Some(url) => write!(out, "\x1b]8;;{url}\x1b\\{style}{text}{style:#}\x1b]8;;\x1b\\")?,
        None => write!(out, "{style}{text}{style:#}")?,
    }
    Ok(columns(&text))
}

/// Writes a document in full.
pub(crate) fn write_whole(
    out: &mut dyn Write,
    look: Look,
    document: &Document,
    place: Place<'_>,
) -> io::Result<()> {
    write_summary(out, look, document, place, 0)?;
    let dim = look.palette.dim;
    if let Some(date) = &document.date {
        writeln!(out, "{dim}date: {}{dim:#}", sanitize_line(date))?;
    }
    if !document.headings.is_empty() {
        writeln!(out, "{dim}under: {}{dim:#}", sanitize_line(&document.headings.join(" / ")))?;
    }
    writeln!(out, "\n{}", sanitize(document.body.trim_end()))?;
    if !document.links.is_empty() {
        writeln!(out, "\n{dim}links:{dim:#}")?;
    }
    for link in &document.links {
        let between = if link.text.is_empty() { "" } else { "  " };
        writeln!(out, "  {}{between}{}", sanitize_line(&link.url), sanitize_line(&link.text))?;
    }
    Ok(())
}

/// What to call a document that may have no title of its own.
fn title(document: &Document) -> &str {
    [Some(&document.title), document.headings.last()]
        .into_iter()
        .flatten()
        .map(|title| title.trim())
        .find(|title| !title.is_empty())
        .unwrap_or(&document.source.path)
}

/// `Ada and Bo (Acme), Cy (Initech)`: neighbours from one company share its mention.
fn people(speakers: &[Speaker], companies: &[String]) -> String {
    if speakers.is_empty() {
        return companies.join(", ");
    }
    let colleagues = speakers.chunk_by(|a, b| a.company.is_some() && a.company == b.company);
    let groups: Vec<String> = colleagues
        .map(|group| {
            let names: Vec<&str> = group.iter().map(|speaker| &*speaker.name).collect();
            let names = match &names[..] {
                [first @ .., last] if !first.is_empty() => {
                    format!("{} and {last}", first.join(", "))
                }
                _ => names.concat(),
            };
            match group.first().and_then(|speaker| speaker.company.as_ref()) {
                Some(company) => format!("{names} ({company})"),
                None => names,
            }
        })
        .collect();
    groups.join(", ")
}

/// `GitOpsCon, KubeCon Europe 2022`, as far as the notes tell.
fn event(event: Option<&Event>, year: Option<u16>) -> String {
    let mut parts = Vec::new();
    if let Some(Event { series, region, colocated }) = event {
        let series = series.as_deref().map(|series| series.replace(" + CloudNativeCon", ""));
        parts.extend(colocated.as_ref().map(|name| match series.is_some() || region.is_some() {
            true => format!("{name},"),
            false => name.clone(),
        }));
        parts.extend(series);
        parts.extend(region.map(|region| region.to_string()));
    }
    parts.extend(year.map(|year| year.to_string()));
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use kubenotes::Region;

    use super::*;

    #[test]
    fn people_are_named_with_their_companies() {
        for (speakers, companies, expected) in [
            (&[] as &[(&str, Option<&str>)], &[] as &[&str], ""),
            (&[], &["Acme", "Initech"], "Acme, Initech"),
            (&[("Ada", None)], &[], "Ada"),
            (&[("Ada", Some("Acme"))], &["Acme"], "Ada (Acme)"),
            (&[("Ada", Some("Acme")), ("Bo", Some("Acme"))], &["Acme"], "Ada and Bo (Acme)"),
            (
                &[("Ada", Some("A")), ("Bo", Some("A")), ("Cy", Some("A")), ("Di", Some("B"))],
                &[],
                "Ada, Bo and Cy (A), Di (B)",
            ),
            (&[("Ada", None), ("Bo", None), ("Cy", Some("C"))], &[], "Ada, Bo, Cy (C)"),
        ] {
            let speakers: Vec<Speaker> = speakers
                .iter()
                .map(|(name, company)| Speaker {
                    name: (*name).to_owned(),
                    company: company.map(str::to_owned),
                })
                .collect();
            let companies: Vec<String> = companies.iter().map(|&name| name.to_owned()).collect();
            assert_eq!(people(&speakers, &companies), expected);
        }
    }

    #[test]
    fn events_are_named_as_far_as_they_are_known() {
        let kubecon = Some("KubeCon + CloudNativeCon".to_owned());
        for (series, region, colocated, year, expected) in [
            (&kubecon, Some(Region::Europe), None, Some(2021), "KubeCon Europe 2021"),
            (&kubecon, None, None, None, "KubeCon"),
            (&None, None, Some("GitOpsCon"), Some(2022), "GitOpsCon 2022"),
            (&kubecon, Some(Region::Asia), Some("ArgoCon"), None, "ArgoCon, KubeCon Asia"),
            (&None, None, None, Some(2019), "2019"),
        ] {
            let known =
                Event { series: series.clone(), region, colocated: colocated.map(str::to_owned) };
            assert_eq!(event(Some(&known), year), expected);
        }
        assert_eq!(event(None, Some(2019)), "2019");
        assert_eq!(event(None, None), "");
    }
}
