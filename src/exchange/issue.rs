//! The issue form "Add a paper" of GitHub: its fields, and what GitHub makes of an answer.
//!
//! GitHub writes an answer as Markdown, a heading for each field and the value below it. Anybody may write such a text and
//! change it later, so it is read as data of a stranger: headings count where they are those of the form, the first of
//! each, and everything else is a value. A record may have no title, where it has a DOI or an arXiv id to ask for one.

use super::daily::topic_key;
use super::json::link;
use super::{Format, Found, ImportedVenue, Options, ReadError, Record};
use crate::paper::identifier;
use crate::paper::model::LINK_KINDS;
use crate::paper::{Author, Marked};
use crate::text::date::Date;
use crate::text::name::Name;
use crate::text::slug;
use crate::yaml::field::is_url;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its id in the form.
    pub id: &'static str,
    /// Its label, which is its heading in an answer.
    pub label: &'static str,
    /// What it asks for.
    pub description: &'static str,
    /// How it is filled in.
    pub input: Input,
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One line.
    Line,
    /// Several lines.
    Text,
    /// Several lines of BibTeX.
    Bibtex,
    /// Some of the archive's topics.
    Topics,
}

/// The fields of the form, in its order.
pub const FIELDS: &[Field] = &[
    Field {
        id: "source",
        label: "arXiv id, DOI or address",
        description: "Such as 2309.03905, 10.1145/3292500.3330701 or https://arxiv.org/abs/2309.03905. With one of the \
                      first two, the rest may stay empty.",
        input: Input::Line,
    },
    Field {
        id: "bibtex",
        label: "BibTeX",
        description: "If you have it, in place of what follows.",
        input: Input::Bibtex,
    },
    Field { id: "title", label: "Title", description: "As it stands on the paper.", input: Input::Line },
    Field {
        id: "authors",
        label: "Authors",
        description: "One a line, in the order of the paper: Given Family, or Family, Given.",
        input: Input::Text,
    },
    Field {
        id: "date",
        label: "Date",
        description: "As exact as you know it: 2023, 2023-09 or 2023-09-07.",
        input: Input::Line,
    },
    Field { id: "topics", label: "Topics", description: "One to three.", input: Input::Topics },
    Field {
        id: "venue",
        label: "Venue",
        description: "The conference or journal; nothing for a preprint.",
        input: Input::Line,
    },
    Field {
        id: "links",
        label: "Links",
        description: "One a line, with what it leads to: code: https://github.com/owner/name",
        input: Input::Text,
    },
    Field { id: "abstract", label: "Abstract", description: "The authors' own.", input: Input::Text },
    Field { id: "summary", label: "Summary", description: "A sentence in your own words.", input: Input::Line },
];

/// What GitHub writes where nothing was filled in.
const NOTHING: &str = "_No response_";

/// Whether a text is an answer to the form.
pub(super) fn is_text(text: &str) -> bool {
    let first = text.trim_start().lines().next().unwrap_or_default();
    heading(first).is_some()
}

/// Reads an answer.
///
/// # Errors
/// Never: what cannot be used is a record that is left out.
pub(super) fn read(text: &str, options: &Options) -> Result<Vec<Found>, ReadError> {
    Ok(vec![Found { place: "the form".to_owned(), record: record(&Answer::parse(text), options) }])
}

/// The values of the fields, in the order of [`FIELDS`].
struct Answer(Vec<String>);

fn heading(line: &str) -> Option<usize> {
    let label = line.strip_prefix("### ")?.trim();
    FIELDS.iter().position(|field| field.label == label)
}

impl Answer {
    fn parse(text: &str) -> Answer {
        let mut values: Vec<Option<String>> = vec![None; FIELDS.len()];
        let mut current = None;
        let mut is_code = false;
        for line in text.lines() {
            if line.starts_with("```") {
                is_code = !is_code;
            }
            let new = heading(line).filter(|at| !is_code && values[*at].is_none());
            if let Some(at) = new {
                current = new;
                values[at] = Some(String::new());
            } else if let Some(value) = current.and_then(|at: usize| values[at].as_mut()) {
                value.push_str(line);
                value.push('\n');
            }
        }
        Answer(values.into_iter().map(|value| plain(&value.unwrap_or_default())).collect())
    }

    fn get(&self, id: &str) -> &str {
        let at = FIELDS.iter().position(|field| field.id == id);
        at.and_then(|at| self.0.get(at)).map_or("", String::as_str)
    }

    /// A value as one line.
    fn line(&self, id: &str) -> String {
        self.get(id).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn lines(&self, id: &str) -> impl Iterator<Item = &str> {
        self.get(id).lines().map(str::trim).filter(|line| !line.is_empty())
    }
}

/// A value without the fence that GitHub puts around code, and empty where nothing was said.
fn plain(value: &str) -> String {
    let value: String = value.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect();
    let value = value.trim();
    let fenced = value.strip_prefix("```").and_then(|rest| rest.split_once('\n')).map(|(_, rest)| rest);
    let value = fenced.and_then(|rest| rest.trim_end().strip_suffix("```")).unwrap_or(value).trim();
    if value == NOTHING { String::new() } else { value.to_owned() }
}

fn record(answer: &Answer, options: &Options) -> Result<Record, String> {
    let mut record = match answer.get("bibtex") {
        "" => Record::default(),
        text => bibtex(text, options)?,
    };
    source(&mut record, &answer.line("source"))?;
    let title = answer.line("title");
    if !title.is_empty() {
        record.paper.title = Marked { source: title, ..Marked::default() };
    }
    let authors = authors(answer.lines("authors").collect());
    if !authors.is_empty() {
        record.paper.authors = authors;
    }
    let date = answer.line("date");
    if !date.is_empty() {
        let read = Date::parse(&date);
        record.paper.date =
            Some(read.ok_or_else(|| format!("`{date}` is no date: write 2023, 2023-09 or 2023-09-07"))?);
    }
    for name in answer.get("topics").split([',', '\n']).map(str::trim).filter(|name| !name.is_empty()) {
        let key = topic_key(name).ok_or_else(|| format!("`{name}` is no topic"))?;
        if record.topics.iter().all(|(other, _)| *other != key) {
            record.topics.push((key, name.to_owned()));
        }
    }
    let venue = answer.line("venue");
    if !venue.is_empty() {
        record.venue = Some(ImportedVenue { key: slug(&venue), short: String::new(), container: venue });
    }
    answer.lines("links").try_for_each(|line| linked(&mut record, line))?;
    let (text, summary) = (answer.get("abstract"), answer.line("summary"));
    if !text.is_empty() {
        record.paper.abstract_ = format!("{text}\n");
    }
    if !summary.is_empty() {
        record.paper.summary = Marked { source: summary, ..Marked::default() };
    }
    let paper = &record.paper;
    match paper.title.is_empty() && paper.arxiv.is_empty() && paper.doi.is_empty() {
        true => Err("it has no title, no arXiv id, no DOI and no BibTeX: one of them is needed".to_owned()),
        false => Ok(record),
    }
}

/// The one record of what was pasted as BibTeX.
fn bibtex(text: &str, options: &Options) -> Result<Record, String> {
    let format = Format::from_name("bibtex").ok_or("BibTeX cannot be read: fill in the title and the authors")?;
    let imported = super::read(text.as_bytes(), Some(format), options).map_err(|error| format!("BibTeX: {error}"))?;
    let count = imported.records.len() + imported.skipped.len();
    if count > 1 {
        return Err(format!("the BibTeX has {count} records: one form is for one paper"));
    }
    let why = imported.skipped.into_iter().next().unwrap_or_else(|| "it holds no record".to_owned());
    imported.records.into_iter().next().ok_or(format!("BibTeX: {why}"))
}

/// What the field of identifiers says.
fn source(record: &mut Record, text: &str) -> Result<(), String> {
    let word = text.trim_matches(['.', ',', '<', '>']);
    let paper = &mut record.paper;
    if word.is_empty() {
        return Ok(());
    }
    // The address of a page or a file of arXiv in any form.
    let path = word.split_once("arxiv.org/").and_then(|(_, path)| path.split_once('/')).map(|(_, id)| id);
    let in_address = || path.and_then(|id| identifier::arxiv(id.split(['?', '#']).next()?));
    if let Some(id) = identifier::arxiv(word).or_else(in_address) {
        id.clone_into(&mut paper.arxiv);
    } else if let Some(doi) = identifier::doi(word) {
        doi.clone_into(&mut paper.doi);
        if let Some(id) = identifier::arxiv_in_doi(doi) {
            id.clone_into(&mut paper.arxiv);
        }
    } else if is_url(word) {
        link(paper, "html", word.to_owned());
    } else {
        return Err(format!("`{text}` is no arXiv id, no DOI and no address"));
    }
    Ok(())
}

/// Names, one a line; or several in one line, where it can hold nothing else.
fn authors(lines: Vec<&str>) -> Vec<Author> {
    let names: Vec<&str> = match lines.as_slice() {
        [line] if line.contains(';') => line.split(';').collect(),
        [line] if line.contains(',') && line.split(',').all(|part| part.trim().contains(' ')) => {
            line.split(',').collect()
        }
        _ => lines,
    };
    let name = |text: &str| Name::parse(text.trim().trim_start_matches("- "));
    let names = names.into_iter().map(name).filter(|name| !name.is_empty());
    names.map(|name| Author { name, ..Author::default() }).collect()
}

/// A line of the field of links: an address, with what it leads to before it.
fn linked(record: &mut Record, line: &str) -> Result<(), String> {
    let line = line.trim_start_matches("- ").trim();
    let (kind, url) = match line.split_once(':') {
        Some((kind, url)) if !url.starts_with("//") => (kind.trim().to_lowercase(), url.trim()),
        _ => (String::new(), line),
    };
    let url = url.trim_matches(['<', '>']);
    if !is_url(url) {
        return Err(format!("`{line}` is no link: write such as `code: https://github.com/owner/name`"));
    }
    let guess = if url.contains("://github.com/") { "code" } else { "other" };
    let known = LINK_KINDS.iter().copied().find(|known| *known == kind);
    link(&mut record.paper, known.unwrap_or(guess), url.to_owned());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::write;

    fn one(text: &str) -> Result<Record, String> {
        read(text, &Options::default()).unwrap().remove(0).record
    }

    /// What GitHub makes of the form, with these values by id.
    fn body(values: &[(&str, &str)]) -> String {
        let value = |field: &Field| values.iter().find(|(id, _)| *id == field.id).map_or(NOTHING, |(_, value)| value);
        FIELDS.iter().map(|field| format!("### {}\n\n{}\n\n", field.label, value(field))).collect()
    }

    #[test]
    fn a_form_in_full() {
        let text = body(&[
            ("source", "https://arxiv.org/abs/2309.03905v2"),
            ("title", "On: the *nature* of $x$"),
            ("authors", "Ada King Lovelace\nBerg, Jan"),
            ("date", "2023-09"),
            ("topics", "graph-learning, on"),
            ("venue", "NeurIPS"),
            ("links", "code: https://github.com/a/b\nhttps://example.org/x\nSlides: https://example.org/s"),
            ("abstract", "One.\n\n### Authors\n\nTwo."),
            ("summary", "It\nis short."),
        ]);
        assert!(is_text(&text));
        let record = one(&text.replace('\n', "\r\n")).unwrap();
        let want = r#"title: "On: the *nature* of $x$"
authors:
  - Ada King Lovelace
  - Jan Berg
abstract: |
  One.

  ### Authors

  Two.
summary: It is short.
date: 2023-09
arxiv: "2309.03905"
links:
  code: https://github.com/a/b
  slides: https://example.org/s
  other: https://example.org/x
"#;
        assert_eq!(write::paper(&record.paper), want);
        assert_eq!(record.topics, [("graph-learning".into(), "graph-learning".into()), ("on".into(), "on".into())]);
        assert_eq!(record.venue.unwrap().container, "NeurIPS");
    }

    #[test]
    fn an_identifier_is_enough() {
        for word in
            ["arXiv:2309.03905", "https://arxiv.org/html/2309.03905v1#S3", "<https://arxiv.org/abs/2309.03905>."]
        {
            assert_eq!(one(&body(&[("source", word)])).unwrap().paper.arxiv, "2309.03905", "{word}");
        }
        let record = one(&body(&[("source", "https://doi.org/10.48550/arXiv.2309.03905")])).unwrap();
        assert_eq!(
            (record.paper.doi.as_str(), record.paper.arxiv.as_str()),
            ("10.48550/arXiv.2309.03905", "2309.03905")
        );
        assert!(record.paper.title.is_empty());
    }

    #[test]
    fn bibtex_is_read_and_fields_replace_what_it_says() {
        let text =
            "```bibtex\n@article{okonkwo2021,\n  title = {Mud},\n  author = {Okonkwo, Wanda},\n  year = 2021\n}\n```";
        let record = one(&body(&[("bibtex", text), ("date", "2021-04"), ("topics", "tides")])).unwrap();
        let paper = &record.paper;
        assert_eq!((paper.title.source.as_str(), paper.authors[0].display().as_str()), ("Mud", "Wanda Okonkwo"));
        assert_eq!((paper.date.unwrap().to_string().as_str(), record.topics.len()), ("2021-04", 1));
        let two = "@misc{a, title = {A}}\n@misc{b, title = {B}}";
        assert!(one(&body(&[("bibtex", two)])).unwrap_err().contains("has 2 records"));
        assert!(one(&body(&[("bibtex", "no such thing")])).unwrap_err().starts_with("BibTeX: "));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error = |values: &[(&str, &str)]| one(&body(values)).unwrap_err();
        assert!(error(&[]).contains("no title, no arXiv id"));
        assert_eq!(error(&[("source", "2309.39")]), "`2309.39` is no arXiv id, no DOI and no address");
        assert!(error(&[("title", "T"), ("date", "soon")]).contains("`soon` is no date"));
        assert!(error(&[("title", "T"), ("links", "code: javascript:alert(1)")]).contains("is no link"));
        assert!(error(&[("title", "T"), ("topics", "!")]).contains("is no topic"));
        assert!(one("Dear all").is_err() && !is_text("Dear all") && is_text("\n### Title\n"));
    }

    #[test]
    fn authors_in_one_line_are_told_apart_where_they_can_be() {
        let names = |text: &str| authors(text.lines().collect()).iter().map(Author::display).collect::<Vec<_>>();
        assert_eq!(names("Ada Lovelace, Bo Berg"), ["Ada Lovelace", "Bo Berg"]);
        assert_eq!(names("Lovelace, Ada; Berg, Bo"), ["Ada Lovelace", "Bo Berg"]);
        assert_eq!(names("Lovelace, Ada"), ["Ada Lovelace"]);
        assert_eq!(names("- Ada Lovelace\n- Bo Berg\n"), ["Ada Lovelace", "Bo Berg"]);
    }

    #[test]
    fn a_fence_around_code_is_taken_off_and_hides_headings() {
        let text = "### BibTeX\n\n```bibtex\n@misc{a}\n### Title\n```\n\n### Title\n\nT\n";
        let answer = Answer::parse(text);
        assert_eq!((answer.get("bibtex"), answer.get("title")), ("@misc{a}\n### Title", "T"));
    }
}
