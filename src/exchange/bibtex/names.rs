//! Names as BibTeX writes them: `von Last, Jr, First and {An Organisation} and others`, or in parts, as BibLaTeX may.

use crate::exchange::foreign::{Coding, group, line};
use crate::paper::Author;
use crate::text::name::Name;

/// Stands for a space within braces, which parts nothing.
const SPACE: char = '\u{f8f0}';
/// Stands for a comma within braces.
const COMMA: char = '\u{f8f1}';

/// The names of a field, and whether there are more.
pub(super) fn names(tex: &str) -> (Vec<Author>, bool) {
    let mut more = false;
    let mut authors = Vec::new();
    for name in apart(tex) {
        if name.eq_ignore_ascii_case("others") || name.eq_ignore_ascii_case("et al.") {
            more = true;
        } else {
            authors.extend(author(name));
        }
    }
    (authors, more)
}

/// The names of a list, which `and` parts where it stands outside of braces.
fn apart(tex: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < tex.len() {
        let rest = &tex[at..];
        if rest.starts_with('{') {
            at += group(rest).unwrap_or(1);
        } else if rest.starts_with('\\') {
            at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
        } else if let Some(length) = joint(rest) {
            names.push(tex[from..at].trim());
            at += length;
            from = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    names.push(tex[from..].trim());
    names.retain(|name| !name.is_empty());
    names
}

/// The length of an `and` with white space on both sides; that after it is left for the next one.
fn joint(rest: &str) -> Option<usize> {
    let word = rest.trim_start();
    let spaces = rest.len() - word.len();
    let is_and = spaces > 0 && word.get(..3).is_some_and(|and| and.eq_ignore_ascii_case("and"));
    (is_and && word[3..].starts_with(char::is_whitespace)).then_some(spaces + 3)
}

fn author(tex: &str) -> Option<Author> {
    if tex.starts_with('{') && group(tex) == Some(tex.len()) && !tex[1..].starts_with('\\') {
        let literal = line(tex, Coding::Tex);
        return (!literal.is_empty()).then(|| Author { literal, ..Author::default() });
    }
    let name = parts(tex).unwrap_or_else(|| {
        let name = Name::parse(&line(&sealed(tex), Coding::Tex));
        Name {
            family: opened(&name.family),
            given: opened(&name.given),
            particle: opened(&name.particle),
            suffix: opened(&name.suffix),
        }
    });
    (!name.is_empty()).then(|| Author { name, ..Author::default() })
}

/// A name in parts: `family=Berg, given=Jan, prefix=van der`.
fn parts(tex: &str) -> Option<Name> {
    let mut name = Name::default();
    for part in sealed(tex).split(',') {
        let (key, value) = part.split_once('=')?;
        let value = opened(&line(value, Coding::Tex)).trim_matches('"').trim().to_owned();
        match key.trim() {
            "family" => name.family = value,
            "given" => name.given = value,
            "prefix" => name.particle = value,
            "suffix" => name.suffix = value,
            "given-i" | "family-i" | "prefix-i" | "useprefix" | "nametemplates" | "id" => {}
            _ => return None,
        }
    }
    Some(name)
}

/// The name with what parts names or words covered where it stands within braces.
fn sealed(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut at = 0;
    while at < tex.len() {
        let length = if tex[at..].starts_with('{') { group(&tex[at..]) } else { None };
        let length = length.or_else(|| tex[at..].chars().next().map(char::len_utf8)).unwrap_or(1);
        let piece = &tex[at..at + length];
        match piece.len() > 1 && piece.starts_with('{') && !piece.starts_with("{\\") {
            true => out.extend(piece.chars().map(|c| match c {
                ',' => COMMA,
                c if c.is_whitespace() => SPACE,
                c => c,
            })),
            false => out.push_str(piece),
        }
        at += length;
    }
    out
}

fn opened(text: &str) -> String {
    text.replace(SPACE, " ").replace(COMMA, ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tex: &str) -> Vec<String> {
        let (authors, more) = names(tex);
        let part = |author: &Author| match &author.literal[..] {
            "" => [&author.name.given, &author.name.particle, &author.name.family, &author.name.suffix]
                .map(String::as_str)
                .join("|"),
            literal => format!("[{literal}]"),
        };
        authors.iter().map(part).chain(more.then(|| "…".to_owned())).collect()
    }

    #[test]
    fn every_form_of_a_name() {
        assert_eq!(read("Ada Lovelace and Charles Babbage"), ["Ada||Lovelace|", "Charles||Babbage|"]);
        assert_eq!(
            read("van der Berg, Jan Peter\n and King, Jr., Martin L."),
            ["Jan Peter|van der|Berg|", "Martin L.||King|Jr."]
        );
        assert_eq!(
            read("{OpenAI} and {Barnes and Noble, Inc.} and others"),
            ["[OpenAI]", "[Barnes and Noble, Inc.]", "…"]
        );
        assert_eq!(read("G{\\\"o}del, Kurt AND {\\'E}variste Galois"), ["Kurt||Gödel|", "Évariste||Galois|"]);
        assert_eq!(read("{Garc{\\'i}a M{\\'a}rquez}, Gabriel"), ["Gabriel||García Márquez|"]);
        assert_eq!(read("Jean {Le Rond} and Ludwig {van Beethoven}"), ["Jean||Le Rond|", "Ludwig||van Beethoven|"]);
        assert_eq!(read("family=Berg, given=Jan, prefix={van der}, useprefix=true"), ["Jan|van der|Berg|"]);
        assert_eq!(read("韩佳明 and Madonna and  and"), ["||韩佳明|", "||Madonna|", "||and|"]);
        assert_eq!(read("{And}, J{\\\"u}rgen and {unclosed"), ["Jürgen||And|", "||unclosed|"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(tex in "[{}\\\\, and=é~]{0,40}") {
            names(&tex);
        }
    }
}
