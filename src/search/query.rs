//! The query language: what somebody types, as what is asked for. Any text is a query.
//!
//! Parts stand beside each other and must all hold; `OR` joins its two neighbours. `client/query.js` parses by the same
//! rules in the browser, and `cases/queries.json` holds both to them. Which papers match is not known here.

mod identifier;
mod range;

use serde::{Serialize, Serializer};

use crate::diagnostic::nearest;
use crate::paper::Kind;
use crate::text::date::Date;

/// A query: every group must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Query {
    /// What must hold.
    pub all: Vec<Group>,
    /// What was not understood, and is searched as plain words.
    pub problems: Vec<Problem>,
}

/// Atoms of which one must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// One or more.
    pub any: Vec<Atom>,
}

/// One condition, or its contrary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Atom {
    /// What is asked for.
    #[serde(flatten)]
    pub condition: Condition,
    /// Whether papers for which it holds are left out.
    pub not: bool,
}

/// What can be asked of a paper. Texts are as they were typed; folding them is for who compares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Condition {
    /// A run of characters without white space, which may hold several words or none.
    Word {
        /// Where it is sought.
        #[serde(rename = "in")]
        scope: Scope,
        /// The run, without the `*` at its end.
        text: String,
        /// Whether longer words will do: it ends in `*`, or the query ends with it and it may be unfinished.
        prefix: bool,
    },
    /// Consecutive words.
    Phrase {
        /// Where they are sought.
        #[serde(rename = "in")]
        scope: Scope,
        /// The words, without quotes.
        text: String,
    },
    /// In a venue.
    Venue {
        /// Its key or a name.
        text: String,
    },
    /// On a topic.
    Topic {
        /// Its key or name.
        text: String,
    },
    /// Within a range of dates, both ends included; at least one is given.
    Date {
        /// The first year, month or day.
        #[serde(serialize_with = "write_date")]
        from: Option<Date>,
        /// The last year, month or day.
        #[serde(serialize_with = "write_date")]
        to: Option<Date>,
    },
    /// Of a kind.
    Type {
        /// A word of [`Kind`].
        text: String,
    },
    /// With something beside it.
    Has {
        /// One of [`HAS`].
        text: String,
    },
    /// In a state.
    Is {
        /// One of [`IS`].
        text: String,
    },
    /// Similar to a paper.
    Like {
        /// The paper's id.
        text: String,
    },
    /// By an identifier.
    Id {
        /// What kind of identifier it is.
        scheme: Scheme,
        /// Its normal form: a DOI in lower case, an arXiv id without version.
        text: String,
    },
}

/// Where words are sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Wherever a paper has words.
    Any,
    /// In titles.
    Title,
    /// In authors' names.
    Author,
}

/// Kinds of identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// A DOI.
    Doi,
    /// An arXiv id.
    Arxiv,
    /// A person's ORCID.
    Orcid,
    /// A paper's id or citation key.
    Key,
}

/// A part of a query that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What is wrong.
    pub code: ProblemCode,
    /// The field, in lower case.
    pub field: String,
    /// What stands after its colon.
    pub text: String,
    /// The field or the value that was likely meant.
    pub near: Option<&'static str>,
}

impl Problem {
    /// What is wrong, as a sentence.
    pub fn message(&self) -> String {
        let Problem { field, text, .. } = self;
        match self.code {
            ProblemCode::UnknownField => format!("a query has no field `{field}`"),
            ProblemCode::UnknownValue => format!("`{field}:` knows no `{text}`"),
            ProblemCode::BadDate => format!("`{text}` is neither a date nor a range of dates"),
        }
    }

    /// What to write instead, where that is known.
    pub fn help(&self) -> Option<String> {
        match self.code {
            ProblemCode::BadDate => Some("such as `2023`, `2019..2023`, `>2020` or `2023-09..`".to_owned()),
            _ => self.near.map(|near| format!("did you mean `{near}`?")),
        }
    }
}

/// What can be wrong with a part of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// There is no such field.
    UnknownField,
    /// The field has no such value.
    UnknownValue,
    /// No date, or a range that ends before it begins.
    BadDate,
}

/// The fields of the language.
pub const FIELDS: &[&str] =
    &["title", "author", "venue", "topic", "like", "id", "year", "date", "type", "has", "is", "doi", "arxiv", "orcid"];

/// What `has:` can ask for.
pub const HAS: &[&str] = &["code", "pdf", "data", "video", "award"];

/// What `is:` can ask for.
pub const IS: &[&str] = &["retracted", "preprint"];

impl Query {
    /// Parses a query that somebody has finished: its last word is whole.
    pub fn saved(text: &str) -> Query {
        Query::parse(&format!("{text} "))
    }

    /// Parses a query. Any text is one, the empty text a query that asks for nothing.
    pub fn parse(text: &str) -> Query {
        let mut query = Query::default();
        let mut joins = false;
        let mut rest = text.trim_start_matches(is_space);
        while !rest.is_empty() {
            let (part, after) = Part::first(rest);
            rest = after.trim_start_matches(is_space);
            if part.is_or() {
                joins = !query.all.is_empty();
                continue;
            }
            let Some(condition) = part.condition(after.is_empty(), &mut query.problems) else { continue };
            let atom = Atom { condition, not: part.not };
            match query.all.last_mut().filter(|_| joins) {
                Some(group) => group.any.push(atom),
                None => query.all.push(Group { any: vec![atom] }),
            }
            joins = false;
        }
        query
    }
}

/// One part of a query as it is written.
struct Part<'a> {
    not: bool,
    /// What stands before the colon.
    name: Option<&'a str>,
    /// What stands after it, or all of the part; without quotes.
    value: &'a str,
    quoted: bool,
    /// Where nothing is quoted, all that follows the minus.
    whole: &'a str,
}

impl<'a> Part<'a> {
    /// The part that `text` begins with, and what follows it.
    fn first(text: &'a str) -> (Part<'a>, &'a str) {
        let negated = text.strip_prefix('-').filter(|rest| !rest.is_empty() && !rest.starts_with(is_space));
        let whole = negated.unwrap_or(text);
        let (name, value) = named(whole);
        let (value, quoted, after) = match value.strip_prefix(is_quote) {
            Some(inner) => {
                let (value, after) = inner.split_at(inner.find(is_quote).unwrap_or(inner.len()));
                (value.trim_matches(is_space), true, after.strip_prefix(is_quote).unwrap_or(after))
            }
            None => {
                let (value, after) = value.split_at(value.find(is_space).unwrap_or(value.len()));
                (value, false, after)
            }
        };
        let whole = &whole[..whole.len() - after.len()];
        (Part { not: negated.is_some(), name, value, quoted, whole }, after)
    }

    fn is_or(&self) -> bool {
        self.whole == "OR" && !self.not
    }

    /// What the part asks for, if anything; `open` where it may be unfinished.
    fn condition(&self, open: bool, problems: &mut Vec<Problem>) -> Option<Condition> {
        let text = || self.value.to_owned();
        let field = self.name.map(str::to_ascii_lowercase);
        let may_identify = field.as_deref().is_none_or(|f| matches!(f, "http" | "https" | "doi" | "arxiv" | "orcid"));
        if !self.quoted
            && may_identify
            && let Some((scheme, text)) = identifier::read(self.whole)
        {
            return Some(Condition::Id { scheme, text });
        }
        let Some(field) = field.filter(|_| self.quoted || !self.value.starts_with("//")) else {
            return self.unnamed(open);
        };
        if self.value.is_empty() {
            return None;
        }
        match field.as_str() {
            "title" => self.plain(self.value, Scope::Title, open),
            "author" => self.plain(self.value, Scope::Author, open),
            "venue" => Some(Condition::Venue { text: text() }),
            "topic" => Some(Condition::Topic { text: text() }),
            "like" => Some(Condition::Like { text: text() }),
            "id" => Some(Condition::Id { scheme: Scheme::Key, text: text() }),
            "year" | "date" => match range::read(self.value) {
                Some((from, to)) => Some(Condition::Date { from, to }),
                None => self.misread(ProblemCode::BadDate, field, None, open, problems),
            },
            "type" | "has" | "is" => self.chosen(field, open, problems),
            "doi" | "arxiv" | "orcid" => self.misread(ProblemCode::UnknownValue, field, None, open, problems),
            _ => {
                let near = nearest(&field, FIELDS.iter().copied());
                self.misread(ProblemCode::UnknownField, field, near, open, problems)
            }
        }
    }

    /// Words that no field stands before.
    fn unnamed(&self, open: bool) -> Option<Condition> {
        let begins_field = |name: &str| FIELDS.iter().any(|field| field.eq_ignore_ascii_case(name));
        match self.whole.strip_suffix(':') {
            Some(name) if !self.quoted && begins_field(name) => None,
            _ if self.quoted => self.plain(self.value, Scope::Any, open),
            _ => self.plain(self.whole, Scope::Any, open),
        }
    }

    /// A condition whose value is one of a few words.
    fn chosen(&self, field: String, open: bool, problems: &mut Vec<Problem>) -> Option<Condition> {
        let known = match field.as_str() {
            "type" => Kind::WORDS,
            "has" => HAS,
            _ => IS,
        };
        let text = self.value.to_lowercase();
        if !known.contains(&text.as_str()) {
            let near = nearest(self.value, known.iter().copied());
            return self.misread(ProblemCode::UnknownValue, field, near, open, problems);
        }
        Some(match field.as_str() {
            "type" => Condition::Type { text },
            "has" => Condition::Has { text },
            _ => Condition::Is { text },
        })
    }

    /// Notes a problem, and asks for plain words: for the value alone, unless what stands before the colon is
    /// likely no field at all, as in `GAN:theory`.
    fn misread(
        &self,
        code: ProblemCode,
        field: String,
        near: Option<&'static str>,
        open: bool,
        problems: &mut Vec<Problem>,
    ) -> Option<Condition> {
        problems.push(Problem { code, field, text: self.value.to_owned(), near });
        let stray = code == ProblemCode::UnknownField && near.is_none() && !self.quoted;
        self.plain(if stray { self.whole } else { self.value }, Scope::Any, open)
    }

    /// A word, or a phrase where it is quoted.
    fn plain(&self, text: &str, scope: Scope, open: bool) -> Option<Condition> {
        if self.quoted {
            return (!text.is_empty()).then(|| Condition::Phrase { scope, text: text.to_owned() });
        }
        let bare = text.trim_end_matches('*');
        let prefix = bare.len() < text.len() || (open && !self.not);
        let asks = !bare.trim_start_matches('-').is_empty();
        asks.then(|| Condition::Word { scope, text: bare.to_owned(), prefix })
    }
}

/// Unicode's white space, and the byte order mark, which is white space in JavaScript.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

/// What stands before a colon, where it may be the name of a field and something follows, and the rest.
fn named(text: &str) -> (Option<&str>, &str) {
    match text.split_once(':') {
        Some((name, value))
            if name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
                && !value.is_empty()
                && !value.starts_with(is_space) =>
        {
            (Some(name), value)
        }
        _ => (None, text),
    }
}

fn write_date<S: Serializer>(date: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
    date.map(|date| date.to_string()).serialize(to)
}

#[cfg(test)]
mod tests;
