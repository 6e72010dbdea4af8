//! What the values of the content model look like: the forms of identifiers, and shapes that several tables name.
//!
//! Each form says the same as its reader in [`super::identifier`] or [`super::decode`], which a test holds it to; what
//! no expression can see, such as a check digit, is left to the reader.

use super::keys;
use super::model::{COUNTS, IDENTIFIERS, LINK_KINDS, NoticeKind, RELATION_TYPES};
use crate::diagnostic::Code;
use crate::yaml::Shape;
use crate::yaml::shape::{Form, Keys, Property, URL as URL_FORM, properties};

/// The id of a paper.
pub const ID_FORM: Form = Form {
    pattern: r"^\s*(?:[A-Za-z0-9][A-Za-z0-9._-]{0,199}\s*)?$",
    wanted: "This is not an id: letters, digits, dots, underscores and hyphens, the first a letter or digit; a number in quotes.",
    codes: &[Code::BadId],
};

/// The key of anything but a topic.
pub const KEY_FORM: Form = Form {
    pattern: r"^\s*(?:[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?\s*)?$",
    wanted: "This is not a key: lower-case letters, digits and hyphens.",
    codes: &[Code::BadKey],
};

/// The key of a topic.
pub const TOPIC_FORM: Form = Form {
    pattern: r"^\s*(?:[a-z](?:[a-z0-9-]{0,98}[a-z0-9])?\s*)?$",
    wanted: "This is not a key of a topic: lower-case letters, digits and hyphens, the first a letter.",
    codes: &[Code::BadKey],
};

/// A DOI, or its URL.
pub const DOI_FORM: Form = Form {
    pattern: concat!(
        r"^\s*(?:(?:(?:[hH][tT][tT][pP][sS]?://(?:[dD][xX]\.)?[dD][oO][iI]\.[oO][rR][gG]/|[dD][oO][iI]:)\s*)?",
        r#"10\.(?=[0-9.]{4,}/)[0-9]+(?:\.[0-9]+)*/[^\s"\x00-\x1f\x7f-\x9f]+\s*)?$"#
    ),
    wanted: "This is not a DOI, such as 10.48550/arXiv.2309.03905.",
    codes: &[Code::BadDoi],
};

/// An arXiv id, or its URL.
pub const ARXIV_FORM: Form = Form {
    pattern: concat!(
        r"^\s*(?:(?:(?:[hH][tT][tT][pP][sS]?://[aA][rR][xX][iI][vV]\.[oO][rR][gG]/(?:[aA][bB][sS]|[pP][dD][fF])/",
        r"|[aA][rR][xX][iI][vV]:)\s*)?(?:[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}",
        r"|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})(?:v[0-9]+)?(?:\.pdf)?\s*)?$"
    ),
    wanted: "This is not an arXiv id in quotes, such as \"2309.03905\".",
    codes: &[Code::BadArxiv],
};

/// An ORCID, or its URL.
pub const ORCID_FORM: Form = Form {
    pattern: concat!(
        r"^\s*(?:(?:(?:[hH][tT][tT][pP][sS]?://[oO][rR][cC][iI][dD]\.[oO][rR][gG]/|[oO][rR][cC][iI][dD]:)\s*)?",
        r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]\s*)?$"
    ),
    wanted: "This is not an ORCID, such as 0000-0002-1825-0097.",
    codes: &[Code::BadOrcid],
};

/// A BCP 47 tag.
pub const LANGUAGE_FORM: Form = Form {
    pattern: r"^\s*(?:[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\s*)?$",
    wanted: "This is not a language tag, such as en, pt-BR or zh-Hans.",
    codes: &[Code::BadValue],
};

/// A URL, or a file beside the entry.
pub const TARGET_FORM: Form = Form {
    pattern: concat!(
        r#"^\s*(?:(?:[hH][tT][tT][pP][sS]?://[^\x00-\x2f\x3a-\x40\x5c-\x60\x7b-\x7f][^\s\x00-\x1f\x7f-\x9f"<>`]*"#,
        r"|(?!\.{1,2}(?:/|$))[^\s/:\\?#](?:[^/:\\?#]|/(?!/|\.{1,2}(?:/|$)|$))*)\s*)?$"
    ),
    wanted: "This is neither an http or https URL nor a file beside the entry.",
    codes: &[Code::BadUrl, Code::RefusedFile],
};

/// An old path of the site.
pub const PATH_FORM: Form = Form {
    pattern: r#"^\s*(?:/?[^\s/.\\?#%:"<>|*](?:[^/\\?#%:"<>|*]|/(?![/.]))*\s*)?$"#,
    wanted: "This is not a path inside the site, such as /p/2309.03905/ or /old/name.html.",
    codes: &[Code::BadPath],
};

/// The id of a paper that need not exist yet.
pub const ID: Shape = Shape::Form(&ID_FORM);
/// A key of anything but a topic.
pub const KEY: Shape = Shape::Form(&KEY_FORM);
/// Such keys.
pub const KEYS: Shape = Shape::Several(&KEY);
/// A topic of the archive.
pub const TOPIC: Shape = Shape::Name("topic", &Shape::Form(&TOPIC_FORM));
/// A paper of the archive.
pub const PAPER_ID: Shape = Shape::Name("paper", &ID);
/// A venue of the archive, in any spelling, or a name.
pub const VENUE: Shape = Shape::Name("venue", &Shape::Text);
/// A volume of the archive.
pub const VOLUME: Shape = Shape::Name("volume", &Shape::Identifier);
/// A person of the archive.
pub const PERSON: Shape = Shape::Name("person", &Shape::Identifier);
/// A list of the settings.
pub const LIST: Shape = Shape::Name("list", &Shape::Identifier);
/// A relation between works: those that are known, or any.
pub const RELATION: Shape = Shape::OneOf(&[Shape::Word(RELATION_TYPES), Shape::Text]);
/// Texts of one line.
pub const LINES: Shape = Shape::Several(&Shape::Text);
/// An http or https URL.
pub const URL: Shape = Shape::Form(&URL_FORM);
/// A DOI.
pub const DOI: Shape = Shape::Form(&DOI_FORM);
/// An arXiv id.
pub const ARXIV: Shape = Shape::Form(&ARXIV_FORM);
/// An ORCID.
pub const ORCID: Shape = Shape::Form(&ORCID_FORM);
/// A language.
pub const LANGUAGE: Shape = Shape::Form(&LANGUAGE_FORM);
/// A URL or a file.
pub const TARGET: Shape = Shape::Form(&TARGET_FORM);
/// Old paths.
pub const PATHS: Shape = Shape::Several(&Shape::Form(&PATH_FORM));
/// Whatever a theme knows.
pub const EXTRA: Shape = Shape::Entries(None, &Shape::Anything);

/// A map that needs none of its keys.
pub const fn keys(list: fn() -> Vec<Property>) -> Shape {
    Shape::Keys(Keys { list, all: &[], any: &[] })
}

const AUTHOR: Shape = Shape::OneOf(&[
    Shape::Filled,
    Shape::Keys(Keys { list: || properties(keys::AUTHOR), all: &[], any: &["name", "family", "given", "literal"] }),
]);
/// Authors of a paper.
pub const AUTHORS: Shape = Shape::Several(&AUTHOR);
/// Editors, who need not be among the archive's people.
pub const EDITORS: Shape = Shape::Loose(&AUTHORS);
const AFFILIATION: Shape = Shape::OneOf(&[Shape::Text, keys(|| properties(keys::AFFILIATION))]);
/// Where an author works.
pub const AFFILIATIONS: Shape = Shape::Several(&AFFILIATION);
/// Who added an entry.
pub const ADDED_BY: Shape = Shape::OneOf(&[Shape::Identifier, keys(|| properties(keys::LOGIN))]);
/// A meeting.
pub const MEETING: Shape = Shape::OneOf(&[Shape::Text, keys(|| properties(keys::EVENT))]);
/// A picture.
pub const PICTURE: Shape = Shape::OneOf(&[TARGET, keys(|| properties(keys::THUMBNAIL))]);
/// Titles and abstracts in other languages.
pub const TRANSLATIONS: Shape = Shape::Several(&keys(|| properties(keys::TRANSLATION)));
/// Awards.
pub const AWARDS: Shape = Shape::Several(&keys(|| properties(keys::AWARD)));
/// Versions.
pub const VERSIONS: Shape = Shape::Several(&keys(|| properties(keys::VERSION)));
/// Related works.
pub const RELATIONS: Shape = Shape::Several(&keys(|| properties(keys::RELATED)));
const NOTICE: Shape = Shape::Keys(Keys { list: || properties(keys::NOTICE), all: &["type"], any: &[] });
/// Corrections and the like.
pub const NOTICES: Shape = Shape::Several(&NOTICE);
/// The words for them.
pub const NOTICE_KIND: Shape = Shape::Word(NoticeKind::WORDS);
/// Subjects by their scheme.
pub const SUBJECTS: Shape = Shape::Entries(None, &Shape::Several(&Shape::Identifier));
/// Identifiers by their scheme.
pub const SCHEMES: Shape = keys(|| IDENTIFIERS.iter().map(scheme).collect());
/// Links by their kind.
pub const LINKS: Shape = keys(|| LINK_KINDS.iter().map(link).collect());
/// Counts by their name.
pub const METRICS: Shape = keys(|| {
    let about = "The day of the counts: 2026-11-01.";
    let day = Property { name: "as-of", shape: Shape::Date, about };
    COUNTS.iter().map(count).chain([day]).collect()
});

fn scheme(name: &&'static str) -> Property {
    let shape = if *name == "pmid" { Shape::Text } else { Shape::Identifier };
    Property { name, shape, about: "The paper's identifier there, in quotes where it is a number." }
}

fn link(name: &&'static str) -> Property {
    Property {
        name,
        // One link is the rule, so an editor begins with it.
        shape: Shape::OneOf(&[TARGET, Shape::List(&TARGET)]),
        about: "An http or https URL, a file beside the entry, or a list of them.",
    }
}

fn count(name: &&'static str) -> Property {
    Property { name, shape: Shape::Count(0), about: "How many there were on the day of the counts." }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::identifier;

    fn agree(form: &Form, read: impl Fn(&str) -> bool, fine: &[&str], wrong: &[&str]) {
        let pattern = fancy_regex::Regex::new(form.pattern).unwrap();
        for (texts, expected) in [(fine, true), (wrong, false)] {
            for text in texts {
                assert_eq!(read(text), expected, "the reader of {}: {text:?}", form.codes[0].name());
                assert_eq!(pattern.is_match(text).unwrap(), expected, "the form of {}: {text:?}", form.codes[0].name());
            }
        }
        assert!(pattern.is_match("").unwrap() && pattern.is_match("  ").unwrap(), "{form:?}");
    }

    #[test]
    fn forms_say_what_the_readers_do() {
        let long = "a".repeat(201);
        agree(&ID_FORM, identifier::is_id, &["a", "2309.03905", "A_b-c", &long[..200]], &[".x", "a/b", "é", &long]);
        agree(
            &KEY_FORM,
            identifier::is_key,
            &["a", "2nlp", "a-b", &long[..100]],
            &["-a", "a-", "A", "a.b", &long[..101]],
        );
        agree(&TOPIC_FORM, identifier::is_topic_key, &["nlp-2", "x"], &["2nlp", "NLP", "x-", "a b"]);
        agree(
            &DOI_FORM,
            |text| identifier::doi(text).is_some(),
            &[
                "10.1000/182",
                "https://DOI.org/10.48550/arXiv.2309.03905",
                " doi: 10.1000.1/x ",
                "10.1.22/y/z",
                "10.1002/(SICI)1:1<1::AID>3.0.CO;2-2",
            ],
            &[
                "10.1/x",
                "10.100/x",
                "10.1000/",
                "10.1000/a b",
                "10.1000./x",
                "10.10a0/x",
                "11.1000/x",
                "http://10.1000/x",
            ],
        );
        agree(
            &ARXIV_FORM,
            |text| identifier::arxiv(text).is_some(),
            &[
                "2309.03905",
                "arXiv: 2309.0390v2",
                "HTTP://arxiv.org/pdf/1302.1551.pdf",
                "hep-th/9901001",
                "math.GT/0309136v1",
            ],
            &[
                "2309.1",
                "2313.03905",
                "2300.03905",
                "2309.039055",
                "x/1",
                "v2",
                "math.gt/0309136",
                "2309.03905v",
                "https://example.org/2309.03905",
            ],
        );
        agree(
            &ORCID_FORM,
            |text| identifier::orcid(text) != Err(identifier::OrcidError::Form),
            &["0000-0002-1825-0097", "https://orcid.org/0000-0002-1694-233X", "ORCID:0000-0002-1825-0098"],
            &["0000-0002-1825", "00X0-0002-1825-0097", "0000000218250097", "0000-0002-1694-233x"],
        );
    }
}
