//! The last search's hits, so that `open 2` can mean the second of them. Kept in the user's state
//! folder, never in the index, which others may share or which may be read-only.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use anyhow::{Context as _, Result};
use kubenotes::{Document, DocumentId, Index, Manifest, Searcher};
use serde::{Deserialize, Serialize};

use crate::config::Settings;
use crate::failure::Problem;

/// What a rank refers to.
#[derive(Debug, Serialize, Deserialize)]
struct LastSearch {
    /// The index it was over, absolute.
    index: PathBuf,
    /// The rank of the first of `ids`.
    first_rank: usize,
    ids: Vec<DocumentId>,
}

/// A document that was asked for, and the index that holds it.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) document: Document,
    pub(crate) manifest: Manifest,
    pub(crate) searcher: Searcher,
}

/// Remembers the hits that a search has shown.
pub(crate) fn remember(index: &Path, first_rank: usize, ids: Vec<DocumentId>) -> Result<()> {
    let Some(file) = state_file() else { return Ok(()) };
    let write = || -> io::Result<()> {
        let last = LastSearch { index: std::path::absolute(index)?, first_rank, ids };
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        // Written aside first: two searches at once must not leave a mixture.
        let aside = file.with_extension(format!("{}.tmp", std::process::id()));
        fs::write(&aside, serde_json::to_vec(&last)?)?;
        fs::rename(&aside, &file)
    };
    write().with_context(|| format!("cannot remember the hits in {}", file.display()))
}

/// Finds the document that `text` names: an id in the index, or a rank in the last search.
pub(crate) fn find(text: &str, settings: &Settings) -> Result<Target> {
    let is_id = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let (index, id) = if is_id {
        (settings.index.clone(), DocumentId(text.to_ascii_lowercase()))
    } else {
        let rank: usize = text.parse().map_err(|_| {
            Problem::new("usage", format!("`{text}` is neither an id nor a rank"))
                .hint("an id has 16 hexadecimal digits; a rank is a number of the last search")
        })?;
        ranked(rank, settings)?
    };
    let index = Index::open(&index).context("cannot open the index")?;
    let searcher = index.searcher().context("cannot open the index")?;
    let document = searcher.document(&id).context("cannot find the document")?;
    Ok(Target { document, manifest: index.manifest(), searcher })
}

fn ranked(rank: usize, settings: &Settings) -> Result<(PathBuf, DocumentId)> {
    let nothing = || {
        Problem::new("no-last-search", "there is no last search to take a rank from")
            .hint("search first, or give an id")
    };
    let text = state_file().and_then(|file| fs::read(file).ok()).ok_or_else(nothing)?;
    let last: LastSearch = serde_json::from_slice(&text).map_err(|_| nothing())?;
    if settings.index_named
        && std::path::absolute(&settings.index).ok().as_ref() != Some(&last.index)
    {
        let message = format!("the last search was over {}", last.index.display());
        let hint = "search this index first, or give an id";
        return Err(Problem::new("no-such-rank", message).hint(hint).into());
    }
    let place = rank.checked_sub(last.first_rank);
    match place.and_then(|place| last.ids.get(place)) {
        Some(id) => Ok((last.index, id.clone())),
        None => {
            let ranks = last.first_rank..last.first_rank + last.ids.len();
            let hint = match ranks.len() {
                0 => "it found nothing".to_owned(),
                _ => format!("its ranks are {} to {}", ranks.start, ranks.end - 1),
            };
            let message = format!("the last search has no hit of rank {rank}");
            Err(Problem::new("no-such-rank", message).hint(hint).into())
        }
    }
}

/// `$XDG_STATE_HOME/kubenotes/last-search.json` or its usual stand-in.
fn state_file() -> Option<PathBuf> {
    let folder = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = folder("XDG_STATE_HOME")
        .or_else(|| Some(folder("HOME")?.join(".local/state")))
        .or_else(|| folder("LOCALAPPDATA"))?;
    Some(state.join("kubenotes/last-search.json"))
}
