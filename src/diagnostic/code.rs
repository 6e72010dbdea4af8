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
    TitleCapitals "title-capitals" Warning
        "A title in capitals reads as shouting, and no style of citations can undo it. Write it as a sentence, with capitals where names and acronyms have them."
        "title: A SURVEY OF LARGE LANGUAGE MODELS"
    TitleStop "title-stop" Warning
        "A title has no final stop; styles of citations add their own."
        "title: Attention is all you need."
    Mojibake "mojibake" Warning
        "The text was written in UTF-8 and read in another encoding on its way here, so that one character became several."
        "title: The PoincarÃ© conjecture"
    InvisibleCharacter "invisible-character" Warning
        "The text holds a character that nobody can see, such as a soft hyphen, a zero-width space or one of a font's own. It comes along when text is copied from a PDF, and search does not find the word that holds it."
        "title: \"Trans\\u00adformers\""
    Ligature "ligature" Warning
        "Two or three letters stand as one character, as fonts draw them. Search does not find the word, and many fonts do not have the character."
        "title: E\u{fb03}cient inference"
    BrokenWord "broken-word" Warning
        "A word was hyphenated at the end of a line and stayed so when its lines were joined."
        "abstract: We present a trans- former"
    DamagedTex "damaged-tex" Warning
        "A TeX command has lost its backslash, or a backslash in double quotes has become white space."
        "abstract: We need le13 steps and mathcal{O}(n) memory"
    Placeholder "placeholder" Warning
        "The text only keeps a place. Write what belongs there, or leave the key out."
        "abstract: TODO"
    AbstractHeading "abstract-heading" Warning
        "The heading of the abstract was copied with it; the page has one of its own."
        "abstract: 'Abstract: We present …'"
    DamagedName "damaged-name" Warning
        "The name holds what is no part of a name: an e-mail address, a footnote's mark, a number, a degree, markup, or a second name."
        "authors: [Ada Lovelace*]"
    NameCapitals "name-capitals" Warning
        "The name is all capitals, or has none. Write it as its bearer does; an organisation goes under `literal:`."
        "authors: [ADA LOVELACE]"
    RepeatedAuthor "repeated-author" Warning
        "One name stands twice among the authors or the editors. Two people of one name are told apart by `orcid:` or `person:`."
        "authors: [Ada Lovelace, Ada Lovelace]"
    SwappedName "swapped-name" Warning
        "Somebody of this archive has the same two names in the other order, and both are most likely one person. Most often given and family name were swapped."
        "authors: [Lovelace Ada]   # and elsewhere Ada Lovelace"
    AuthorCount "author-count" Warning
        "`author-count` says how many authors there are where not all are named, so it cannot be less than the names."
        "authors: [Ada Lovelace, Charles Babbage]\nauthor-count: 1"
    BadIsbn "bad-isbn" Warning
        "An ISBN has 13 digits, or 10 in books before 2007, the last of which is a check digit (ISO 2108)."
        "isbn: 978-1-4503-9999-9"
    BadIssn "bad-issn" Warning
        "An ISSN has two groups of four digits, the last of which is a check digit (ISO 3297)."
        "issn: 1234-5678"
    BadRor "bad-ror" Warning
        "A ROR id is a 0, six letters or digits and two check digits (ISO 7064 mod 97-10)."
        "affiliations: [{name: CERN, ror: 01ggx4159}]"
    BadIdentifier "bad-identifier" Warning
        "The identifier does not look like one of its scheme."
        "identifiers: {pmid: PMC123}"
    IdentifierMismatch "identifier-mismatch" Warning
        "Two identifiers or links of one paper name different works."
        "arxiv: \"2309.03905\"\ndoi: 10.48550/arXiv.2309.03906"
    OrcidTwoNames "orcid-two-names" Warning
        "One ORCID belongs to one person, and here it stands beside two names."
        "orcid: 0000-0002-1825-0097   # of Ada Lovelace, and of Charles Babbage"
    DateBeforeArxiv "date-before-arxiv" Warning
        "The first four digits of an arXiv id are the year and month in which it was given, and this date is earlier."
        "arxiv: \"2309.03905\"\ndate: 2022-09-07"
    DateOrder "date-order" Warning
        "Two dates of one entry stand in an order in which they cannot have happened."
        "added: 2023-09-09\nupdated: 2023-09-01"
    OddDate "odd-date" Warning
        "The year is one in which no paper can have been published: before printing, or generations to come."
        "date: 23"
    JoinedValues "joined-values" Warning
        "Several values stand in one, separated by commas or semicolons. Each is an item of the list."
        "keywords: transformers, attention, vision"
    PageRange "page-range" Warning
        "The last page stands before the first."
        "pages: 130-101"
    RepeatedValue "repeated-value" Warning
        "The same value stands twice in one list."
        "topics: [nlp, nlp]"
    DuplicateCitationKey "duplicate-citation-key" Warning
        "Two papers have one citation key, so that one of them cannot be cited from the archive's BibTeX file."
        "citation-key: lovelace1843   # in two files"
    NearDuplicate "near-duplicate" Warning
        "Two papers with a common author have nearly the same title. Most often one of them is a second entry for the same work; two versions of one work are told apart by `related:`."
        "title: Attention is all you need   # and elsewhere Attention Is All You Need!"
    UndeclaredVenue "undeclared-venue" Warning
        "venues.yaml lists the archive's venues, and none of them is spelled like this, so it gets a page of its own. Use a spelling that is there, or add it."
        "venue: NeurISP"
    UndeclaredSection "undeclared-section" Warning
        "The volume declares its sections, and this is none of them."
        "section: demos   # and the volume has main and industry"
    UnusedTopic "unused-topic" Warning
        "No paper has the topic or one below it, so its page is empty."
        "nlp: Natural language processing   # in topics.yaml, and in no entry"
    UnusedVenue "unused-venue" Warning
        "No paper or volume names the venue, so its page is empty."
        "neurips: NeurIPS   # in venues.yaml, and in no entry"
    UnusedVolume "unused-volume" Warning
        "No paper stands in the volume, so its page is empty."
        "title: Proceedings of …   # and no entry says in: KEY"
    UnusedPerson "unused-person" Warning
        "Nobody of this name or key has written a paper of the archive."
        "name: Ada Lovelace   # in people/, and in no entry"
    SelfReference "self-reference" Warning
        "The paper says that it is related to itself."
        "related: [{relation: cites, id: attention}]   # in attention.yaml"
    UnknownRelation "unknown-relation" Warning
        "The relations between works are those of DataCite (relationType) in kebab case, and each names a work."
        "related: [{relation: is-preprint, id: attention}]"
    OddLink "odd-link" Warning
        "The link is well formed and most likely not what was meant."
        "links: {code: \"https://https://github.com/x/y\"}"
    MissingAlt "missing-alt" Warning
        "A picture without words in its place says nothing to those who do not see it."
        "thumbnail: {src: teaser.webp}"
    BareNotice "bare-notice" Warning
        "A correction or retraction needs a date, and a link or a DOI where it is told; readers and databases follow it."
        "notices: [{type: retraction}]"
    UndatedCounts "undated-counts" Warning
        "A count without the day on which it was taken cannot be compared with another."
        "metrics: {citations: 120}"
    UnknownLicense "unknown-license" Warning
        "Licences are named by SPDX, alone or joined by AND and OR, so that programs know them; spdx.org/licenses lists them."
        "license: CC BY 4.0"
    UnknownLanguage "unknown-language" Warning
        "A language is named by BCP 47: a language of the registry, and where needed a script and a region."
        "language: en-UK"
    MissingMetadata "missing-metadata" Warning
        "The page of a paper lacks tags that Google Scholar and Zotero read. Templates bring them with `{{ page.head_html | safe }}` in the head."
        "<head><title>{{ paper.id }}</title></head>   # in templates/paper.html"
    LargePdf "large-pdf" Warning
        "Google Scholar does not index a PDF of more than 5 MB."
        "links: {pdf: scanned.pdf}"
    DeadFragment "dead-fragment" Warning
        "A link leads to a place on a page that the page does not have."
        "See [the notes](/papers/attention/#note)."
    LargeFile "large-file" Warning
        "GitHub refuses files of more than 100 MB."
        "links: {video: talk.mp4}"
    LargeSite "large-site" Warning
        "A site on GitHub Pages may have 1 GB."
        "exports: {paper: [bibtex, biblatex, ris, csl-json]}   # for 100,000 papers"
    DeadLink "dead-link" Warning
        "A link to another site does not answer, or answers that there is nothing (`check --links`)."
        "links: {code: https://github.com/nobody/nothing}"
    VanishedUrl "vanished-url" Error
        "An address that the site had is gone, and nothing leads from it to another. Whoever cited it finds nothing."
        "A deleted or renamed entry without `former-ids` elsewhere"
    StaleContributing "stale-contributing" Warning
        "A file that `offprint init --github` made of the settings and topics, CONTRIBUTING.md or the form for new papers, no longer says what they say. The command rewrites the part that it made."
        "A new topic in topics.yaml, and CONTRIBUTING.md as it was"
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
