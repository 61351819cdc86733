//! How a Document is stored: compact bytes, read back exactly. Not a wire format: the index's
//! format version changes with it.

use std::ops::Range;

use crate::document::{Document, DocumentId, Event, Kind, Link, Origin, Region, Speaker, TalkId};

/// The Document as bytes.
pub(super) fn encode(document: &Document) -> Vec<u8> {
    // A field that is added to Document does not compile until it is stored, too.
    let Document {
        id,
        talk,
        kind,
        title,
        speakers,
        companies,
        event,
        year,
        date,
        headings,
        links,
        body,
        source,
        body_lines,
        code,
        tags,
    } = document;
    // Of a session's notes the body and a few of its words are its own; event, path and headings it
    // has in common with its neighbours: one after the other, they are compressed as one.
    let _ = talk; // In the table of talks.
    let mut out = Writer(Vec::with_capacity(body.len() + 256));
    out.option(Some(&id.0).filter(|id| !is_number(id)), |out, id| out.text(id));
    out.option(event.as_ref(), |out, Event { series, region, colocated }| {
        out.option(series.as_ref(), |out, series| out.text(series));
        out.option(*region, |out, region| out.number(region as u64));
        out.option(colocated.as_ref(), |out, colocated| out.text(colocated));
    });
    out.number(u64::from(year.unwrap_or(0)));
    out.option(date.as_ref(), |out, date| out.text(date));
    out.list(tags, |out, tag| out.text(tag));
    let Origin { path, line_start, line_end } = source;
    out.text(path);
    out.list(headings, |out, heading| out.text(heading));
    out.number(*kind as u64);
    out.number(u64::from(*line_start));
    out.number(u64::from(*line_end));
    out.lines(body_lines, *line_start);
    out.list(code, |out, Range { start, end }| {
        out.number(*start as u64);
        out.number(*end as u64);
    });
    out.text(body);
    // Mostly a headline that begins the body.
    out.option(Some(title).filter(|title| !body.starts_with(title.as_str())), |out, title| {
        out.text(title);
    });
    if body.starts_with(title.as_str()) {
        out.number(title.len() as u64);
    }
    out.list(speakers, |out, Speaker { name, company }| {
        out.text(name);
        out.option(company.as_ref(), |out, company| out.text(company));
    });
    out.list(companies, |out, company| out.text(company));
    out.list(links, |out, Link { url, text }| {
        out.text(url);
        out.text(text);
    });
    out.0
}

/// The Document that was encoded as `bytes`, with `id` unless it has one of another form; `None`
/// when they are damaged. It has a talk of its own.
pub(super) fn decode(bytes: &[u8], id: u64) -> Option<Document> {
    let mut input = Reader(bytes);
    let id = input.option(Reader::text)?.unwrap_or_else(|| format!("{id:016x}"));
    let event = input.option(|input| {
        Some(Event {
            series: input.option(Reader::text)?,
            region: input
                .option(|input| Region::ALL.get(usize::try_from(input.number()?).ok()?).copied())?,
            colocated: input.option(Reader::text)?,
        })
    })?;
    let year = Some(u16::try_from(input.number()?).ok()?).filter(|&year| year != 0);
    let date = input.option(Reader::text)?;
    let tags = input.list(Reader::text)?;
    let path = input.text()?;
    let headings = input.list(Reader::text)?;
    let kind = *Kind::ALL.get(usize::try_from(input.number()?).ok()?)?;
    let source = Origin { path, line_start: input.line()?, line_end: input.line()? };
    let body_lines = input.lines(source.line_start)?;
    let code = input.list(|input| {
        Some(usize::try_from(input.number()?).ok()?..usize::try_from(input.number()?).ok()?)
    })?;
    let body = input.text()?;
    let title = match input.option(Reader::text)? {
        Some(title) => title,
        None => body.get(..usize::try_from(input.number()?).ok()?)?.to_owned(),
    };
    let speakers = input.list(|input| {
        Some(Speaker { name: input.text()?, company: input.option(Reader::text)? })
    })?;
    let companies = input.list(Reader::text)?;
    let links = input.list(|input| Some(Link { url: input.text()?, text: input.text()? }))?;
    let id = DocumentId(id);
    input.0.is_empty().then_some(Document {
        talk: TalkId::named_after(&id),
        id,
        kind,
        title,
        speakers,
        companies,
        event,
        year,
        date,
        headings,
        links,
        body,
        source,
        body_lines,
        code,
        tags,
    })
}

/// Whether an id is one that [`key`](super::schema::key) says all of.
pub(super) fn is_number(id: &str) -> bool {
    id.len() == 16 && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

struct Writer(Vec<u8>);

impl Writer {
    /// Seven bits a byte, the lowest first.
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Writer, T)) {
        self.0.push(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn list<T>(&mut self, values: &[T], mut write: impl FnMut(&mut Writer, &T)) {
        self.number(values.len() as u64);
        for value in values {
            write(self, value);
        }
    }

    /// Line numbers as runs: how many lines, and how far the first is from where one expects it.
    fn lines(&mut self, lines: &[u32], first: u32) {
        let runs = lines.chunk_by(|one, next| one.checked_add(1) == Some(*next));
        self.number(runs.clone().count() as u64);
        let mut expected = first;
        for run in runs {
            let start = run.first().copied().unwrap_or_default();
            self.number(zigzag(i64::from(start) - i64::from(expected)));
            self.number(run.len() as u64);
            expected = start.wrapping_add(run.len() as u32);
        }
    }
}

/// Small numbers of either sign as small numbers.
fn zigzag(number: i64) -> u64 {
    (number << 1 ^ number >> 63) as u64
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (&b, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(b & 0x7f) << shift;
            if b < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn line(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    fn text(&mut self) -> Option<String> {
        let len = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        let (&is_some, rest) = self.0.split_first()?;
        self.0 = rest;
        match is_some {
            0 => Some(None),
            1 => Some(Some(read(self)?)),
            _ => None,
        }
    }

    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let len = usize::try_from(self.number()?).ok()?;
        // A value takes a byte at least: a damaged length does not ask for all memory.
        let mut values = Vec::with_capacity(len.min(self.0.len()));
        for _ in 0..len {
            values.push(read(self)?);
        }
        Some(values)
    }

    fn lines(&mut self, first: u32) -> Option<Vec<u32>> {
        let n_runs = self.number()?;
        let mut lines = Vec::new();
        let mut expected = first;
        for _ in 0..n_runs {
            let step = self.number()?;
            let step = (step >> 1) as i64 ^ -((step & 1) as i64);
            let start = u32::try_from(i64::from(expected).checked_add(step)?).ok()?;
            let len = u32::try_from(self.number()?).ok()?;
            // Each line of a body has a byte at least, its line break, but for the last one.
            if lines.len() + len as usize > self.0.len() + 1 {
                return None;
            }
            let end = start.checked_add(len.checked_sub(1)?)?;
            lines.extend(start..=end);
            expected = end.wrapping_add(1);
        }
        Some(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: u64 = 0x00ff_00ff_00ff_00ff;

    fn sample() -> Document {
        let source = Origin { path: "2021/eu.md".to_owned(), line_start: 140, line_end: 160 };
        let mut document = Document::new(DocumentId("00ff00ff00ff00ff".to_owned()), source);
        document.kind = Kind::Maintainer;
        document.title = "Käse & Kubernetes".to_owned();
        document.speakers = vec![
            Speaker { name: "Liz Rice".to_owned(), company: Some("Isovalent".to_owned()) },
            Speaker { name: "Lucas Käldström".to_owned(), company: None },
        ];
        document.companies = vec!["Isovalent".to_owned()];
        document.event = Some(Event {
            series: Some("KubeCon + CloudNativeCon".to_owned()),
            region: Some(Region::Asia),
            colocated: None,
        });
        document.year = Some(2021);
        document.date = Some("2021-05-06".to_owned());
        document.headings = vec!["Day 2".to_owned()];
        document.links = vec![Link { url: "https://a.b".to_owned(), text: String::new() }];
        document.body = "one\ntwo\n\nthree\nfour".to_owned();
        document.body_lines = vec![140, 142, 143, 144, 3];
        document.code.push(4..7);
        document.tags = vec!["mesh".to_owned()];
        document
    }

    #[test]
    fn documents_round_trip() {
        let document = sample();
        assert_eq!(decode(&encode(&document), KEY), Some(document.clone()));
        for title in ["", "one", "one\ntwo\n\nthree\nfour", "One"] {
            let document = Document { title: title.to_owned(), ..document.clone() };
            assert_eq!(decode(&encode(&document), KEY), Some(document));
        }
        for id in ["", "1", "00FF00ff00ff00ff", "00ff00ff00ff00f\u{e9}"] {
            let empty = Document::new(DocumentId(id.to_owned()), document.source.clone());
            assert_eq!(decode(&encode(&empty), KEY), Some(empty));
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::ALL[kind as usize], kind);
        }
        for region in Region::ALL {
            assert_eq!(Region::ALL[region as usize], region);
        }
    }

    #[test]
    fn cut_bytes_are_damage() {
        let bytes = encode(&sample());
        for len in 0..bytes.len() {
            assert_eq!(decode(&bytes[..len], KEY), None, "{len}");
        }
    }

    proptest! {
        #[test]
        fn damage_never_panics(at in 0usize..200, value: u8, noise in prop::collection::vec(any::<u8>(), 0..40)) {
            let mut bytes = encode(&sample());
            let at = at % bytes.len();
            bytes[at] = value;
            decode(&bytes, KEY);
            decode(&noise, KEY);
        }

        #[test]
        fn lines_round_trip(lines in prop::collection::vec(prop_oneof![0u32..50, any::<u32>()], 0..20), first: u32) {
            let mut out = Writer(Vec::new());
            out.lines(&lines, first);
            out.0.extend([0; 20]);
            prop_assert_eq!(Reader(&out.0).lines(first), Some(lines));
        }
    }
}
