//! Names of people and organisations, as each format takes them apart.

use super::tex::Alphabet;
use crate::paper::Author;
use crate::text::name::Name;

/// Names for BibTeX and BibLaTeX: `von Last, Jr, First and {An Organisation}`, with `others` where there are more.
pub(super) fn tex(authors: &[Author], more: bool, alphabet: Alphabet) -> String {
    let mut out = String::new();
    for author in authors {
        out.push_str(if out.is_empty() { "" } else { " and " });
        match author.literal.as_str() {
            "" => person(&author.name, alphabet, &mut out),
            literal => braced(literal, alphabet, &mut out),
        }
    }
    if more && !out.is_empty() {
        out.push_str(" and others");
    }
    out
}

fn person(name: &Name, alphabet: Alphabet, out: &mut String) {
    let Name { family, given, particle, suffix } = name;
    let words = |text: &str| text.split_whitespace().count();
    let one_word = words(family) == 1 && !is_reserved(family);
    if given.is_empty() && (!suffix.is_empty() || !particle.is_empty() || !one_word) {
        // Without a given name BibTeX would take the first word for one.
        return braced(&name.display(), alphabet, out);
    }
    if family.is_empty() {
        return part(given, alphabet, out);
    }
    for (at, text) in [particle, family].into_iter().filter(|text| !text.is_empty()).enumerate() {
        out.push_str(if at > 0 { " " } else { "" });
        part(text, alphabet, out);
    }
    for text in [suffix, given].into_iter().filter(|text| !text.is_empty()) {
        out.push_str(", ");
        part(text, alphabet, out);
    }
}

/// A part of a name; what BibTeX would take for something else stands in braces.
fn part(text: &str, alphabet: Alphabet, out: &mut String) {
    for (at, word) in text.split_whitespace().enumerate() {
        out.push_str(if at > 0 { " " } else { "" });
        if is_reserved(word) { braced(word, alphabet, out) } else { alphabet.word(word, out) }
    }
}

fn is_reserved(word: &str) -> bool {
    word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("others") || word.contains(',')
}

fn braced(text: &str, alphabet: Alphabet, out: &mut String) {
    out.push('{');
    alphabet.text(text, out);
    out.push('}');
}

/// A name as RIS has it: `Family, Given, Suffix`, the particle before the family name.
pub(super) fn inverted(author: &Author) -> String {
    if !author.literal.is_empty() {
        return author.literal.clone();
    }
    let Name { family, given, particle, suffix } = &author.name;
    let mut out = [particle.as_str(), family].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    // The suffix has the third place, so the second is kept for the given name.
    let given = if given.is_empty() && suffix.is_empty() { None } else { Some(given) };
    for text in given.into_iter().chain(Some(suffix).filter(|text| !text.is_empty())) {
        out.push_str(", ");
        out.push_str(text);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn author(name: &str) -> Author {
        Author { name: Name::parse(name), ..Author::default() }
    }

    #[test]
    fn every_part_has_its_place() {
        let tex = |names: &[&str], more| {
            tex(&names.iter().map(|name| author(name)).collect::<Vec<_>>(), more, Alphabet::Ascii)
        };
        assert_eq!(
            tex(&["Ada Lovelace", "Jan Peter van der Berg"], false),
            "Lovelace, Ada and van der Berg, Jan Peter"
        );
        assert_eq!(tex(&["Martin Luther King Jr."], true), "King, Jr., Martin Luther and others");
        assert_eq!(tex(&["Madonna", "韩佳明"], false), "Madonna and 韩佳明");
        assert_eq!(tex(&["Jürgen And"], false), "{And}, J{\\\"u}rgen");
        assert_eq!(tex(&[], true), "");
        let odd = [
            Author { literal: "Open and Shut, Inc.".into(), ..Author::default() },
            Author { name: Name { family: "Kim Il Sung".into(), ..Name::default() }, ..Author::default() },
            Author {
                name: Name { family: "Doe, {Jr".into(), given: "X".into(), ..Name::default() },
                ..Author::default()
            },
            Author {
                name: Name { family: "Berg".into(), particle: "van".into(), ..Name::default() },
                ..Author::default()
            },
        ];
        assert_eq!(
            super::tex(&odd, false, Alphabet::Ascii),
            "{Open and Shut, Inc.} and {Kim Il Sung} and {Doe,} {$\\lbrace$}Jr, X and {van Berg}"
        );
    }

    #[test]
    fn inverted_names() {
        assert_eq!(inverted(&author("Jan Peter van der Berg Jr.")), "van der Berg, Jan Peter, Jr.");
        assert_eq!(inverted(&author("Madonna")), "Madonna");
        assert_eq!(inverted(&Author { literal: "OpenGVLab".into(), ..Author::default() }), "OpenGVLab");
    }
}
