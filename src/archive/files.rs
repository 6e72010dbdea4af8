//! Files beside entries: which of them are published.
//!
//! Entries are strangers' work, so a file is published by an allow-list of extensions, and only if its leading bytes
//! are what the extension says. Formats that can hold script are never on the list.

use std::collections::HashSet;

use super::check::Findings;
use super::picture::{self, Size};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::paper::{FileKind, Paper, Target, Volume, kind_of};
use crate::source::Sources;
use crate::yaml::Step;

/// A file beside an entry that is published with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Whose it is.
    pub owner: Owner,
    /// Where it stands in the archive.
    pub source: String,
    /// Its name beside the owner's page.
    pub name: String,
    /// How wide and high it is, where it is a picture and says so.
    pub size: Option<Size>,
}

/// What a file belongs to, by index in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A paper.
    Paper(u32),
    /// A volume.
    Volume(u32),
}

/// The files a paper names: where in the entry, how it is written, and its name in the site.
pub fn of_paper(paper: &Paper) -> Vec<(Vec<Step>, &str, String)> {
    let mut files = Vec::new();
    let mut pdfs = 0;
    let (mut kind, mut nth) = ("", 0);
    for link in &paper.links {
        nth = if link.kind == kind { nth + 1 } else { 0 };
        kind = link.kind;
        let Target::File(file) = &link.target else { continue };
        let is_pdf = link.kind == "pdf";
        let name = if is_pdf && pdfs == 0 { format!("{}.pdf", paper.id) } else { file.clone() };
        pdfs += usize::from(is_pdf);
        files.push((vec![Step::Key("links"), Step::Key(link.kind), Step::Nth(nth)], file.as_str(), name));
    }
    if let Some(thumbnail) = &paper.thumbnail
        && let Target::File(file) = &thumbnail.src
    {
        files.push((vec![Step::Key("thumbnail")], file.as_str(), file.clone()));
    }
    files
}

/// The paths of the files that a paper at `entry` names.
pub fn named(entry: &str, paper: &Paper) -> Vec<String> {
    of_paper(paper).into_iter().map(|(_, file, _)| beside(entry, file)).collect()
}

/// The file a volume names.
pub fn of_volume(volume: &Volume) -> Option<&str> {
    match volume.front_matter.as_ref()?.pdf.as_ref()? {
        Target::File(file) => Some(file),
        Target::Url(_) => None,
    }
}

/// The path of a file that an entry at `entry` names.
pub fn beside(entry: &str, file: &str) -> String {
    let folder = entry.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{file}")
}

/// How wide and high a file is, where it is a picture and says so.
pub fn size_of(sources: &Sources, path: &str) -> Option<Size> {
    if is_picture(path) { sources.measures(path, picture::ENOUGH, picture::size) } else { None }
}

/// What a picture's file is called by.
pub fn is_picture(file: &str) -> bool {
    ["png", "jpg", "jpeg", "webp", "gif", "avif"].contains(&extension(file).as_str())
}

fn extension(file: &str) -> String {
    file.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase())
}

/// Whether files that are called so are published.
pub fn is_published(file: &str) -> bool {
    fits(&extension(file), &[]).is_some()
}

/// Whether a file begins as those of its extension do; `None` where such files are not published.
fn fits(extension: &str, head: &[u8]) -> Option<bool> {
    Some(match extension {
        "pdf" => head.starts_with(b"%PDF-"),
        "png" => head.starts_with(b"\x89PNG\r\n\x1a\n"),
        "jpg" | "jpeg" => head.starts_with(b"\xff\xd8\xff"),
        "webp" => head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP"),
        "gif" => head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a"),
        "avif" => head.get(4..8) == Some(b"ftyp") && head.get(8..12).is_some_and(|b| b == b"avif" || b == b"avis"),
        "mp4" => head.get(4..8) == Some(b"ftyp"),
        "zip" => head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06"),
        "csv" | "txt" => !head.contains(&0) && !head.trim_ascii_start().starts_with(b"<"),
        _ => return None,
    })
}

/// Checks a file that an entry names; `false` where it cannot be published.
pub fn check(sources: &Sources, path: &str, file: &str, findings: &mut Findings<'_>, steps: Vec<Step>) -> bool {
    let is_here = sources.get(path).is_some();
    if !is_here && !findings.files_are_elsewhere() {
        let help = nearby(sources, path, file).unwrap_or_else(|| format!("it would be {path}"));
        findings.note(steps, Code::MissingFile, format!("there is no file `{file}` beside the entry"), Some(help));
        return false;
    }
    if steps.last() == Some(&Step::Key("thumbnail")) && !is_picture(file) {
        let help = "png, jpg, webp, gif or avif".to_owned();
        findings.note(steps, Code::RefusedFile, format!("`{file}` is no picture"), Some(help));
        return false;
    }
    let extension = extension(file);
    let Some(fits) = fits(&extension, sources.head(path)) else {
        let help = "pdf, png, jpg, webp, avif, gif, mp4, zip, csv or txt".to_owned();
        findings.note(steps, Code::RefusedFile, format!("files such as `{file}` are not published"), Some(help));
        return false;
    };
    if !fits && is_here {
        let message = format!("the content of `{file}` is not {extension}");
        findings.note(steps, Code::RefusedFile, message, None);
    }
    fits || !is_here
}

/// What was most likely meant by a file that is not there: an address without its scheme, or a file of nearly that name.
fn nearby(sources: &Sources, path: &str, file: &str) -> Option<String> {
    let (host, rest) = file.split_once('/').unwrap_or((file, ""));
    let is_host = host.contains('.') && !host.ends_with('.') && (!rest.is_empty() || host.starts_with("www."));
    if is_host {
        return Some(format!("for an address write `https://{file}`"));
    }
    let folder = path.strip_suffix(file)?;
    let names = sources.below(folder).map(|(path, _)| &path[folder.len()..]).filter(|name| kind_of(name).is_none());
    nearest(file, names).filter(|name| !name.contains('/')).map(|name| format!("did you mean `{name}`?"))
}

/// Those of the files that are no entries which no entry names.
pub fn strays(unread: &[&str], named: &HashSet<String>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for path in unread.iter().filter(|path| !named.contains(**path)) {
        let yml = path.strip_suffix(".yml").map(|stem| format!("{stem}.yaml"));
        let diagnostic = Diagnostic::of_file(Code::StrayFile, path, "no entry is or names this file");
        found.push(match yml {
            Some(yaml) if kind_of(&yaml).is_some_and(|kind| kind != FileKind::Page) => {
                diagnostic.help("entries end in `.yaml`: rename it")
            }
            _ => diagnostic,
        });
    }
    found
}
