//! What the fields of a record mean.

use serde_json::Value;

use super::Record;
use super::dates::{iso, published};
use super::names::names;
use crate::exchange::foreign::{Coding, line, marked_line, paragraphs};
use crate::exchange::json::{link, url};
use crate::exchange::{self, languages, links, said};
use crate::paper::{Event, Kind, LINK_KINDS, Marked, Paper, identifier};

/// What says that a thesis is a master's, in CSL's words.
pub(super) const MASTERS: &str = "Master's thesis";

/// The fields of a record that nobody has read yet.
struct Fields {
    kind: String,
    left: Vec<(String, String)>,
}

impl Fields {
    /// Takes the first field that is there of some names, as it stands.
    fn raw(&mut self, names: &[&str]) -> String {
        for name in names {
            let at = self.left.iter().position(|(known, value)| known == name && !value.trim().is_empty());
            if let Some(at) = at {
                return self.left.remove(at).1.trim().to_owned();
            }
        }
        String::new()
    }

    /// Takes a field as text.
    fn text(&mut self, names: &[&str]) -> String {
        line(&self.raw(names), Coding::Tex)
    }

    /// Takes an address or identifier, in which TeX would read nothing.
    fn verbatim(&mut self, names: &[&str]) -> String {
        let raw = self.raw(names);
        let mut out = String::with_capacity(raw.len());
        let mut chars = raw.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '{' | '}' => {}
                '\\' if chars.peek().is_some_and(|next| "_%&#~$".contains(*next)) => {}
                c => out.push(c),
            }
        }
        out.trim().to_owned()
    }

    /// Takes a field, and gives it back where it is of no use.
    fn if_known<T>(&mut self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let at = self.left.iter().position(|(known, _)| known == name)?;
        let found = read(&line(&self.left[at].1, Coding::Tex));
        if found.is_some() {
            self.left.remove(at);
        }
        found
    }

    /// A title with its subtitle, in TeX.
    fn titled(&mut self, names: &[&str], subtitle: &str) -> String {
        let title = self.raw(names);
        if title.is_empty() {
            return title;
        }
        match self.raw(&[subtitle]) {
            more if more.is_empty() => title,
            more => format!("{title}: {more}"),
        }
    }
}

/// The paper of a record that has taken over what it can.
///
/// # Errors
/// Where it has no title.
pub(super) fn paper(record: Record) -> Result<exchange::Record, String> {
    let date = published(&record);
    let Record { kind, key, fields } = record;
    let mut fields = Fields { kind, left: fields };
    if date.is_some() {
        ["date", "year", "month", "day"].iter().for_each(|name| drop(fields.raw(&[name])));
    }
    let mut title = fields.titled(&["title"], "subtitle");
    if title.is_empty() && matches!(fields.kind.as_str(), "proceedings" | "book" | "mvproceedings") {
        title = fields.titled(&["booktitle"], "booksubtitle");
    }
    let title = marked_line(&title, Coding::Tex);
    if title.is_empty() {
        return Err("it has no title".to_owned());
    }
    let (authors, et_al) = names(&fields.raw(&["author"]));
    let (editors, _) = names(&fields.raw(&["editor"]));
    let mut paper = Paper {
        title: Marked { source: title, ..Marked::default() },
        title_short: fields.text(&["shorttitle"]),
        authors,
        et_al,
        editors,
        abstract_: paragraphs(&fields.raw(&["abstract"]), Coding::Tex),
        date,
        ..Paper::default()
    };
    details(&mut paper, &mut fields);
    identifiers(&mut paper, &mut fields);
    addresses(&mut paper, &mut fields);
    let venue = place(&mut paper, &mut fields);
    keep_key(&mut paper, &key);
    for (name, value) in fields.left {
        let text = line(&value, Coding::Tex);
        if !text.is_empty() {
            paper.extra.insert(name, Value::String(text));
        }
    }
    Ok(exchange::Record { paper, venue, topics: Vec::new(), source_id: key })
}

fn details(paper: &mut Paper, fields: &mut Fields) {
    let known = |name: &str| {
        languages::tag_of(name).map(str::to_owned).or_else(|| Some(said::language(name)).filter(|tag| !tag.is_empty()))
    };
    let named = fields.if_known("langid", known);
    paper.language = named.or_else(|| fields.if_known("language", known)).unwrap_or_default();
    let words = fields.raw(&["keywords", "keyword"]);
    let by = if words.contains(';') { ';' } else { ',' };
    paper.keywords = said::each_once(words.split(by).map(|word| line(word, Coding::Tex)));
    paper.series = fields.text(&["series"]);
    paper.volume = fields.text(&["volume"]);
    paper.issue = fields.text(&["number", "issue"]);
    paper.pages = said::pages(&fields.text(&["pages"]));
    paper.article_number = fields.text(&["eid", "articleno", "article-number"]);
    paper.isbn = said::first(&fields.text(&["isbn"]));
    paper.issn = said::first(&fields.text(&["issn"]));
    paper.publisher = match fields.kind.as_str() {
        "phdthesis" | "mastersthesis" | "thesis" | "techreport" | "report" => {
            fields.text(&["institution", "school", "publisher", "organization"])
        }
        "online" | "dataset" | "software" | "misc" => fields.text(&["publisher"]),
        _ => fields.text(&["publisher", "organization"]),
    };
    event(paper, fields);
}

/// The meeting: by its name and its days, or by the place alone, which is all that BibTeX has.
fn event(paper: &mut Paper, fields: &mut Fields) {
    let name = fields.text(&["eventtitle"]);
    let mut place = fields.text(&["venue"]);
    let (start, end) = iso(&fields.raw(&["eventdate"]));
    let is_meeting = matches!(fields.kind.as_str(), "inproceedings" | "conference");
    if place.is_empty() && is_meeting {
        place = fields.text(&["location", "address"]);
    }
    if !name.is_empty() || !place.is_empty() || start.is_some() {
        paper.event = Some(Event { name, place, start, end });
    }
}

fn identifiers(paper: &mut Paper, fields: &mut Fields) {
    if let Some(doi) = identifier::doi(&fields.verbatim(&["doi"])) {
        paper.doi = doi.to_owned();
    }
    let kind = fields.text(&["eprinttype", "archiveprefix"]).to_lowercase();
    let eprint = fields.verbatim(&["eprint", "arxivid", "arxiv"]);
    let class = fields.text(&["eprintclass", "primaryclass"]);
    match (kind.as_str(), identifier::arxiv(&eprint)) {
        ("" | "arxiv", Some(id)) => {
            paper.arxiv = id.to_owned();
            if !class.is_empty() {
                paper.subjects.insert("arxiv".to_owned(), vec![class]);
            }
        }
        ("pubmed" | "pmid", _) => drop(paper.identifiers.insert("pmid".to_owned(), eprint)),
        ("hal", _) => drop(paper.identifiers.insert("hal".to_owned(), eprint)),
        _ => {
            let rest = [("eprint", eprint), ("eprinttype", kind), ("eprintclass", class)];
            fields.left.extend(rest.into_iter().map(|(name, value)| (name.to_owned(), value)));
        }
    }
    said::arxiv_of_doi(paper);
    for scheme in ["pmid", "pmcid"] {
        let value = fields.text(&[scheme]);
        if !value.is_empty() {
            paper.identifiers.entry(scheme.to_owned()).or_insert(value);
        }
    }
}

/// Addresses: what BibTeX has for them, and what home pages made of BibTeX have besides.
fn addresses(paper: &mut Paper, fields: &mut Fields) {
    let address = fields.verbatim(&["url"]);
    match url(&address) {
        Some(url) => links::own(paper, &url),
        None => fields.left.push(("url".to_owned(), address)),
    }
    for (name, kind) in
        LINK_KINDS.iter().map(|kind| (*kind, *kind)).chain([("website", "project"), ("supp", "supplement")])
    {
        let written = fields.verbatim(&[name]);
        match url(&written) {
            Some(url) => link(paper, kind, url),
            None => fields.left.push((name.to_owned(), written)),
        }
    }
    let how = fields.raw(&["howpublished"]);
    let shown = line(&how, Coding::Tex);
    match shown.split_whitespace().find_map(|word| url(word.trim_end_matches(['.', ',']))) {
        Some(url) if shown.split_whitespace().count() <= 3 => links::own(paper, &url),
        _ => fields.left.push(("howpublished".to_owned(), how)),
    }
    links::sort(paper);
}

/// Where the work appeared, and what kind of work that makes it.
fn place(paper: &mut Paper, fields: &mut Fields) -> Option<exchange::ImportedVenue> {
    let booktitle = |fields: &mut Fields| fields.titled(&["booktitle"], "booksubtitle");
    let journal = |fields: &mut Fields| fields.titled(&["journaltitle", "journal"], "journalsubtitle");
    let mut kind = kind(paper, fields);
    let container = match kind {
        Kind::Article | Kind::Preprint => journal(fields),
        Kind::Conference | Kind::Chapter | Kind::Book => booktitle(fields),
        Kind::Dataset | Kind::Software => fields.raw(&["organization", "howpublished"]),
        Kind::Other => fields.raw(&["organization", "howpublished", "journal", "journaltitle", "booktitle"]),
        Kind::Thesis | Kind::Report => String::new(),
    };
    let container = line(&container, Coding::Tex);
    if kind == Kind::Preprint && !container.is_empty() && !said::is_repository(&container) {
        kind = Kind::Article;
    }
    if kind == Kind::Preprint && !paper.publisher.is_empty() && said::is_repository(&paper.publisher) {
        paper.publisher.clear();
    }
    let short = fields.text(&["shortjournal"]);
    said::place(paper, Some(kind), &short, container)
}

fn kind(paper: &mut Paper, fields: &mut Fields) -> Kind {
    let is_prepublished = fields.if_known("pubstate", |state| (state == "prepublished").then_some(())).is_some();
    let masters = |kind: &str| matches!(kind, "mathesis" | "mastersthesis");
    let told = fields.if_known("type", |kind| {
        (masters(kind) || matches!(kind, "phdthesis" | "techreport")).then(|| kind.to_owned())
    });
    if masters(&fields.kind) || told.as_deref().is_some_and(masters) {
        paper.extra.insert("genre".to_owned(), Value::String(MASTERS.to_owned()));
    }
    match fields.kind.as_str() {
        "article" | "suppperiodical" | "review" => Kind::Article,
        "inproceedings" | "conference" => Kind::Conference,
        "incollection" | "inbook" | "bookinbook" | "suppbook" | "suppcollection" | "inreference" => Kind::Chapter,
        "book" | "mvbook" | "booklet" | "proceedings" | "mvproceedings" | "collection" | "mvcollection"
        | "reference" | "mvreference" | "manual" | "periodical" => Kind::Book,
        "thesis" | "phdthesis" | "mastersthesis" => Kind::Thesis,
        "report" | "techreport" | "standard" => Kind::Report,
        "dataset" | "data" => Kind::Dataset,
        "software" => Kind::Software,
        "unpublished" | "preprint" => Kind::Preprint,
        _ if is_prepublished || !paper.arxiv.is_empty() => Kind::Preprint,
        _ if fields
            .left
            .iter()
            .any(|(name, value)| matches!(name.as_str(), "journal" | "journaltitle") && said::is_repository(value)) =>
        {
            Kind::Preprint
        }
        _ => Kind::Other,
    }
}

/// Keeps what the source calls the record, where that cannot become the paper's id.
fn keep_key(paper: &mut Paper, key: &str) {
    if let Some(dblp) = key.strip_prefix("DBLP:") {
        paper.identifiers.insert("dblp".to_owned(), dblp.to_owned());
    } else if !key.is_empty() && !identifier::is_id(key) {
        match key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:_-".contains(&byte)) {
            true => paper.citation_key = key.to_owned(),
            false => drop(paper.extra.insert("citation-key".to_owned(), Value::String(key.to_owned()))),
        }
    }
}
