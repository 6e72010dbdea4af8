//! Files of an old site that records name, such as PDFs: copied beside the entries, which then link to them.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::archive::files::is_published;
use crate::cli::Failure;
use crate::cli::intake::Target;
use crate::exchange::Record;
use crate::paper::{LINK_KINDS, Link, Target as To};

/// Fields of records that may name a file of their site, with the kind of link that each is.
const FIELDS: [(&str, &str); 4] = [("pdf", "pdf"), ("slides", "slides"), ("poster", "poster"), ("supp", "supplement")];

/// A file that is to be copied.
pub struct Copy {
    from: PathBuf,
    /// The way from the archive's root.
    to: String,
}

/// Makes links of the files that new records name and one of these folders has. Gives what is to be copied.
pub fn attach(records: &mut [Record], folders: &[PathBuf], target: &Target) -> Vec<Copy> {
    let mut copies = Vec::new();
    for record in records {
        for (field, kind) in FIELDS {
            let paper = &mut record.paper;
            let named = paper.extra.get(field).and_then(|value| value.as_str());
            let Some(from) = named.and_then(|name| find(name, folders)) else { continue };
            let ending = from.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
            let name = match kind {
                "pdf" => format!("{}.{ending}", paper.id),
                _ => format!("{}-{kind}.{ending}", paper.id),
            };
            paper.extra.remove(field);
            paper.links.push(Link { kind, target: To::File(name.clone()) });
            paper.links.sort_by_key(|link| LINK_KINDS.iter().position(|kind| *kind == link.kind));
            let path = target.path_of(paper);
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            copies.push(Copy { from, to: format!("{folder}/{name}") });
        }
    }
    copies
}

/// A file by the name that a record gives it. A way that leads out of the folder is none, and what is not published stays
/// where it is.
fn find(name: &str, folders: &[PathBuf]) -> Option<PathBuf> {
    let way = Path::new(name.trim().trim_start_matches('/'));
    let is_inside = way.components().all(|part| matches!(part, Component::Normal(_)));
    if !is_inside || !is_published(name.trim()) {
        return None;
    }
    folders.iter().map(|folder| folder.join(way)).find(|path| path.is_file())
}

/// Copies the files. One that is there already stays.
///
/// # Errors
/// Where one cannot be read or written.
pub fn copy(root: &Path, copies: &[Copy]) -> Result<(), Failure> {
    for Copy { from, to } in copies {
        let target = root.join(to);
        if !target.exists() {
            fs::copy(from, &target).map_err(|error| format!("{to}: {error}"))?;
        }
    }
    Ok(())
}
