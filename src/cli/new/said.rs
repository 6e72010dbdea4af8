//! What flags say of a paper. Whatever they say stands, over what a source says.

use crate::archive::Archive;
use crate::cli::Failure;
use crate::cli::topics::Topics;
use crate::diagnostic::nearest;
use crate::exchange::Record;
use crate::paper::identifier::is_id;
use crate::paper::{Author, Kind, LINK_KINDS, Link, Marked, Paper, Target};
use crate::text::date::Date;
use crate::text::fold;
use crate::text::name::Name;
use crate::yaml::field::is_url;

/// Keys of an entry.
#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = "Keys of the entry")]
pub struct Said {
    /// Its title, in Markdown with $TeX$
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// An author, as "Ada Lovelace" or "Lovelace, Ada"; once for each
    #[arg(long = "author", value_name = "NAME")]
    authors: Vec<String>,
    /// When it was published: 2023, 2023-09 or 2023-09-07
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<Date>,
    /// When it was first online
    #[arg(long, value_name = "DATE", value_parser = date)]
    available: Option<Date>,
    /// When it was featured here [default: today, where the archive's calendar is `added`]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub added: Option<Date>,
    /// A topic; once for each
    #[arg(long = "topic", value_name = "KEY")]
    topics: Vec<String>,
    /// Where it appeared
    #[arg(long, value_name = "VENUE")]
    venue: Option<String>,
    /// Its abstract, in Markdown with $TeX$
    #[arg(long = "abstract", value_name = "TEXT")]
    abstract_: Option<String>,
    /// One sentence for lists
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
    /// A link, such as code=https://example.org/; once for each
    #[arg(long = "link", value_name = "KIND=URL", value_parser = link)]
    links: Vec<Link>,
    /// Its id, and the name of its file
    #[arg(long, value_name = "ID", value_parser = id)]
    pub id: Option<String>,
    /// The kind of work, such as article
    #[arg(long = "type", value_name = "TYPE", value_parser = kind)]
    kind: Option<Kind>,
}

/// A date with its precision.
pub fn date(text: &str) -> Result<Date, String> {
    let found = Date::parse(text.trim()).filter(|_| !text.contains('T'));
    found.ok_or_else(|| "a date is 2023, 2023-09 or 2023-09-07".to_owned())
}

fn id(text: &str) -> Result<String, String> {
    match is_id(text) && text.len() <= 100 && text != "part" {
        true => Ok(text.to_owned()),
        false => {
            Err("an id has letters, digits, `.`, `_` and `-`, begins with a letter or digit, and is not `part`".into())
        }
    }
}

fn kind(word: &str) -> Result<Kind, String> {
    Kind::from_word(word).ok_or_else(|| format!("types are {}", Kind::WORDS.join(", ")))
}

fn link(text: &str) -> Result<Link, String> {
    let (kind, target) = text.split_once('=').ok_or("a link is KIND=URL, such as code=https://example.org/")?;
    let known = LINK_KINDS.iter().find(|known| **known == kind.trim());
    let known = known.ok_or_else(|| match nearest(kind, LINK_KINDS.iter().copied()) {
        Some(near) => format!("there is no kind of link `{kind}`: did you mean `{near}`?"),
        None => format!("kinds of links are {}", LINK_KINDS.join(", ")),
    })?;
    let target = target.trim();
    let target = if is_url(target) { Target::Url(target.to_owned()) } else { Target::File(target.to_owned()) };
    Ok(Link { kind: known, target })
}

/// Names as somebody types them in one go: parted by semicolons, or by commas and "and" where that is clear.
pub fn authors(text: &str) -> Vec<Author> {
    let with_and = text.replace(" and ", ";").replace(" & ", ";");
    let parts: Vec<&str> = match with_and.contains(';') {
        true => with_and.split(';').collect(),
        false => vec![with_and.as_str()],
    };
    // "Ada Lovelace, Bo Li" is two people, "Lovelace, Ada" is one.
    let is_list = |part: &str| part.contains(',') && part.split(',').all(|name| name.split_whitespace().count() > 1);
    let names = parts.into_iter().flat_map(|part| match is_list(part) {
        true => part.split(',').collect::<Vec<_>>(),
        false => vec![part],
    });
    let names = names.map(Name::parse).filter(|name| !name.is_empty());
    names.map(|name| Author { name, ..Author::default() }).collect()
}

/// A text in one line.
pub fn one_line(text: &str) -> Marked {
    Marked { source: text.split_whitespace().collect::<Vec<_>>().join(" "), ..Marked::default() }
}

impl Said {
    /// A flag that can only be of one paper, if there is one.
    pub fn of_one(&self) -> Option<&'static str> {
        let flags = [
            ("--title", self.title.is_some()),
            ("--author", !self.authors.is_empty()),
            ("--date", self.date.is_some()),
            ("--abstract", self.abstract_.is_some()),
            ("--summary", self.summary.is_some()),
            ("--link", !self.links.is_empty()),
            ("--id", self.id.is_some()),
        ];
        flags.into_iter().find(|(_, is_said)| *is_said).map(|(flag, _)| flag)
    }

    /// Says it of a record.
    ///
    /// # Errors
    /// Where a topic is none: whoever types it can type another.
    pub fn apply(&self, record: &mut Record, archive: &Archive, topics: &Topics<'_>) -> Result<(), Failure> {
        let paper = &mut record.paper;
        if let Some(title) = &self.title {
            paper.title = one_line(title);
        }
        if !self.authors.is_empty() {
            paper.authors = self.authors.iter().flat_map(|name| authors(name)).collect();
            paper.et_al = false;
        }
        for (date, said) in
            [(&mut paper.date, self.date), (&mut paper.available, self.available), (&mut paper.added, self.added)]
        {
            *date = said.or(*date);
        }
        if let Some(text) = &self.abstract_ {
            text.trim().replace("\r\n", "\n").clone_into(&mut paper.abstract_);
        }
        if let Some(summary) = &self.summary {
            paper.summary = one_line(summary);
        }
        paper.kind = self.kind.or(paper.kind);
        links(paper, &self.links);
        if let Some(venue) = &self.venue {
            let wanted = fold(venue);
            let spells = |text: &String| !text.is_empty() && fold(text) == wanted;
            let known = archive
                .venues
                .iter()
                .find(|venue| [&venue.key, &venue.name, &venue.short].into_iter().chain(&venue.names).any(spells));
            record.venue = None;
            paper.venue = known.map_or_else(|| venue.trim().to_owned(), |venue| venue.key.clone());
        }
        if !self.topics.is_empty() {
            let keys = self.topics.iter().map(|word| topics.key(word)).collect::<Result<Vec<_>, _>>()?;
            record.topics = keys.into_iter().map(|key| (key, String::new())).collect();
        }
        if let Some(id) = &self.id {
            record.source_id.clone_from(id);
        }
        Ok(())
    }
}

/// Links that are said take the place of those of their kind.
fn links(paper: &mut Paper, said: &[Link]) {
    paper.links.retain(|link| said.iter().all(|other| other.kind != link.kind));
    paper.links.extend(said.iter().cloned());
    paper.links.sort_by_key(|link| LINK_KINDS.iter().position(|kind| *kind == link.kind));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_one_go() {
        let names = |text: &str| authors(text).iter().map(Author::display).collect::<Vec<_>>();
        assert_eq!(names("Ada Lovelace"), ["Ada Lovelace"]);
        assert_eq!(names("Lovelace, Ada"), ["Ada Lovelace"]);
        assert_eq!(names("Lovelace, Ada; van der Berg, Jan"), ["Ada Lovelace", "Jan van der Berg"]);
        assert_eq!(names("Ada Lovelace, Bo Li and Jan van der Berg"), ["Ada Lovelace", "Bo Li", "Jan van der Berg"]);
        assert_eq!(names("Lovelace, Ada and Li, Bo"), ["Ada Lovelace", "Bo Li"]);
        assert_eq!(names(" ; "), [""; 0]);
    }

    #[test]
    fn flags_are_read_with_help() {
        assert_eq!(link("code=https://a.org/").unwrap().kind, "code");
        assert_eq!(link("coed=https://a.org/").unwrap_err(), "there is no kind of link `coed`: did you mean `code`?");
        assert!(link("https://a.org/").unwrap_err().starts_with("a link is KIND=URL"));
        assert_eq!(link("pdf=a.pdf").unwrap().target, Target::File("a.pdf".into()));
        assert!(date("2023-13").is_err() && date("soon").is_err() && date("2023-09").is_ok());
        assert!(kind("artikel").unwrap_err().starts_with("types are article"));
        assert!(id("../x").is_err() && id("part").is_err() && id("a-1").is_ok());
    }
}
