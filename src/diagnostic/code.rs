//! The one table of codes: name, severity, explanation and an example for each.

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The archive cannot be built as it stands.
    Error,
    /// The archive can be built, and something in it is likely wrong.
    Warning,
    /// Not reported, because offprint.yaml says so.
    Off,
}

impl Severity {
    /// `error`, `warning` or `off`: the words of offprint.yaml and of the console.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Off => "off",
        }
    }

    /// The severity of that name.
    pub fn from_name(name: &str) -> Option<Severity> {
        [Severity::Error, Severity::Warning, Severity::Off].into_iter().find(|s| s.name() == name)
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $explanation:literal $example:literal)*) => {
        /// What can be wrong with an archive's files.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $explanation] $variant,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The code's name, in kebab case, as it is printed and as `diagnostics` of offprint.yaml names it.
            pub fn name(self) -> &'static str { match self { $(Code::$variant => $name),* } }

            /// The severity it has unless offprint.yaml says otherwise.
            pub fn severity(self) -> Severity { match self { $(Code::$variant => Severity::$severity),* } }

            /// What the code means and what to do.
            pub fn explanation(self) -> &'static str { match self { $(Code::$variant => $explanation),* } }

            /// A piece of a file that causes it.
            pub fn example(self) -> &'static str { match self { $(Code::$variant => $example),* } }
        }
    };
}

codes! {
    Syntax "syntax" Error
        "The file is not valid YAML, so nothing in it can be read. The commonest cause is an unquoted text that holds `: ` or begins with a special character: put it in quotes."
        "title: Attention: a survey"
    TabIndent "tab-indent" Error
        "YAML cannot be indented with tabs. Use spaces."
        "authors:\n\t- Ada Lovelace"
    InvalidUtf8 "invalid-utf8" Error
        "Entries are UTF-8 text. Save the file as UTF-8."
        "title: caf\\xe9"
    TooLarge "too-large" Error
        "A paper may be at most 1 MiB, and a file that holds a list of papers at most 64 MiB."
        "abstract: … two million characters …"
    TooDeep "too-deep" Error
        "The file nests lists or maps deeper than any entry needs (200 levels at most), or repeats aliases without end."
        "extra: [[[[[[…]]]]]]"
    DuplicateKey "duplicate-key" Error
        "A key stands twice in one map; only one of its values could be meant."
        "title: One\ntitle: Two"
    UnknownKey "unknown-key" Error
        "The content model has no such key. Keys of your own go under `extra`."
        "autors: [Ada Lovelace]"
    WrongType "wrong-type" Error
        "The value is of another kind than the key takes, such as a list where a text is wanted."
        "title: [a, b]"
    NumberForText "number-for-text" Error
        "YAML reads an unquoted 2309.10 as a number and loses its zero. Identifiers must be quoted."
        "arxiv: 2309.10"
    ControlCharacter "control-character" Error
        "The text holds a control character, most often because a backslash in double quotes begins an escape (`\"\\alpha\"`). Use single quotes or none."
        "title: \"The \\alpha law\""
    LostComment "lost-comment" Warning
        "YAML takes ` #` in an unquoted text for the beginning of a comment and drops the rest. Quote the text, or put the comment on a line of its own."
        "title: C # and its relatives"
    MissingTitle "missing-title" Error
        "Every paper has a title."
        "authors: [Ada Lovelace]"
    MissingAuthors "missing-authors" Warning
        "A paper without authors cannot be cited. Where the names are not known, `author-count` says how many there are."
        "title: Notes on the Analytical Engine"
    MissingDate "missing-date" Warning
        "Without a date a paper stands on no day, month or year page. A year alone is enough."
        "title: Notes on the Analytical Engine"
    MissingAdded "missing-added" Error
        "With `calendar: added` every paper needs the day it was featured."
        "calendar: added   # in offprint.yaml, and a paper without `added`"
    MissingId "missing-id" Error
        "Papers in a list have no file name to take an id from, so each needs `id`."
        "papers:\n  - title: Notes"
    MissingFrontMatter "missing-front-matter" Error
        "A Markdown file begins with YAML front matter between two lines of `---`."
        "# Notes"
    BadId "bad-id" Error
        "An id begins with a letter or digit and goes on with letters, digits, dots, underscores and hyphens."
        "id: notes on engines"
    BadKey "bad-key" Error
        "Keys of topics, venues, volumes, people, collections, lists and pages are lower-case letters, digits and hyphens, as they become addresses."
        "topics: [Machine Learning]"
    ReservedKey "reserved-key" Error
        "The key is an address that the site itself uses, such as `part`, four digits, or `papers`."
        "topics: [part]"
    BadDate "bad-date" Error
        "A date is a year, a year and month, or a full date: 2023, 2023-09 or 2023-09-07."
        "date: 7 September 2023"
    BadDoi "bad-doi" Error
        "A DOI begins with `10.`, a registrant's number and a slash."
        "doi: arxiv.org/abs/2309.03905"
    BadArxiv "bad-arxiv" Error
        "An arXiv id is four digits, a dot and four or five digits, or for papers before 2007 an archive, a slash and seven digits."
        "arxiv: \"23.3905\""
    BadOrcid "bad-orcid" Error
        "An ORCID is four groups of four digits, the last of which is a check digit (ISO 7064 mod 11-2)."
        "orcid: 0000-0002-1825-0098"
    BadUrl "bad-url" Error
        "A link is an http or https URL, or for files the name of a file beside the entry."
        "links: {code: \"javascript:alert(1)\"}"
    BadValue "bad-value" Error
        "The key takes one of a few words, or a number in a range, and this is none of them."
        "type: artcle"
    BadPath "bad-path" Error
        "An alias is a path from the root of the site that stays in it."
        "aliases: [../index.html]"
    BadPattern "bad-pattern" Error
        "`urls.paper` is a path with the placeholders {id}, {volume}, {venue} and {year}; {id} must occur."
        "urls: {paper: /papers/}"
    BadQuery "bad-query" Error
        "A part of a list's query cannot be understood: a field or a word that the query language does not have, or a date that is none."
        "lists: {code: {query: \"hsa:code\"}}"
    DuplicateId "duplicate-id" Error
        "Two papers, or a paper and a former id of another, have one id (case does not count). Ids are addresses and never reused."
        "id: attention   # in two files"
    DuplicateDoi "duplicate-doi" Warning
        "Two papers have one DOI. Most often one of them is a second entry for the same work."
        "doi: 10.1000/1   # in two files"
    DuplicateArxiv "duplicate-arxiv" Warning
        "Two papers have one arXiv id. Most often one of them is a second entry for the same work."
        "arxiv: \"2309.03905\"   # in two files"
    DuplicateName "duplicate-name" Error
        "Two records claim one key, former key or spelling."
        "aliases: [nlp]   # of two topics"
    UndeclaredTopic "undeclared-topic" Error
        "topics.yaml lists the archive's topics, and this is none of them. Use one of them, add it there, or say `closed: false`."
        "topics: [effcient-inference]"
    UndeclaredPerson "undeclared-person" Error
        "There is no file of that key in content/people."
        "authors: [{name: Ada Lovelace, person: ada}]"
    UndeclaredVolume "undeclared-volume" Error
        "There is no volume of that key."
        "in: neurips-2032"
    UndeclaredList "undeclared-list" Error
        "offprint.yaml has no list of that name."
        "lists: [newst]   # in a page"
    UnknownPaper "unknown-paper" Error
        "There is no paper of that id in the archive."
        "papers: [atention]   # in a collection"
    UnknownMetrics "unknown-metrics" Warning
        "A file of metrics speaks of a paper that the archive does not have."
        "atention: {citations: 3}"
    TopicCycle "topic-cycle" Error
        "A topic is its own ancestor."
        "a: {parents: [b]}\nb: {parents: [a]}"
    MissingFile "missing-file" Error
        "The entry names a file that does not stand beside it."
        "links: {pdf: paper.pdf}"
    RefusedFile "refused-file" Error
        "Files beside an entry are published when they are pdf, png, jpg, webp, avif, gif, mp4, zip, csv or txt by name and by content, and stand below the entry's own folder."
        "links: {poster: poster.svg}"
    PathCollision "path-collision" Error
        "Two things would be written to one address. Rename one of them."
        "aliases: [/papers/]"
    BadMath "bad-math" Warning
        "A formula could not be turned into MathML and is shown as its source. Authors' own macros can be given in `math.macros` of offprint.yaml."
        "title: On $\\foo$"
    RefusedMarkup "refused-markup" Warning
        "HTML in entries and pages is shown as text, and links other than http, https, mailto and relative ones are dropped."
        "abstract: <script>…</script>"
    BrokenLink "broken-link" Warning
        "A link in a page or in notes leads to no page of the site. Links to the site's own pages begin at its root: `/papers/ID/`, `/about/`."
        "See [the paper](/papers/atention/)."
    StrayFile "stray-file" Warning
        "A file in content/ that is neither an entry nor named by one is not read."
        "content/papers/notes.yml"
    OutsideRoot "outside-root" Error
        "A link in the file system leads out of the archive's folder. Nothing outside it is read."
        "content/papers/x.yaml -> ../../../x.yaml"
    NoBaseUrl "no-base-url" Warning
        "Without `base-url` in offprint.yaml the site has no sitemap, no feeds and no canonical links."
        "title: My archive   # and no base-url"
    MissingWords "missing-words" Warning
        "The program has no words in the language of the site, so its pages speak English where content/words.yaml does not. The keys are those of the English words, src/config/words/en.yaml."
        "language: tlh   # and no content/words.yaml"
    BadTheme "bad-theme" Error
        "The theme does not exist, or one of its files cannot be used."
        "theme: plian"
    Template "template" Error
        "A template could not be compiled or rendered."
        "{{ paper.titel }}"
}

impl Code {
    /// The code of that name.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kebab_case_and_unique() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(names.iter().all(|n| n.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')));
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(Code::ALL.iter().all(|c| Code::from_name(c.name()) == Some(*c) && !c.example().is_empty()));
    }
}
