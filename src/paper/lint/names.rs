//! Names of people that hold what belongs to no name.

use super::Found;
use crate::diagnostic::Code;
use crate::paper::model::Author;

/// What is wrong with the name of an author or editor.
pub fn person(author: &Author) -> Vec<Found> {
    let name = author.display();
    let mut found = super::text::foreign(&name);
    found.extend(match author.literal.is_empty() {
        true => damage(&name).or_else(|| listed(author)),
        false => marks(&name),
    });
    if found.is_empty() && author.literal.is_empty() {
        found.extend(capitals(author));
    }
    found
}

fn damaged(message: String, part: &str) -> Found {
    Found::new(Code::DamagedName, message).part(part)
}

fn damage(name: &str) -> Option<Found> {
    marks(name).or_else(|| several(name)).or_else(|| digits(name)).or_else(|| degree(name))
}

/// An address, a footnote's mark, markup.
fn marks(name: &str) -> Option<Found> {
    if let Some(word) = name.split_whitespace().find(|word| word.contains('@')) {
        return Some(damaged(format!("the e-mail address `{word}` is no part of a name"), word).help("leave it out"));
    }
    if let Some(word) = name.split_whitespace().find(|word| word.contains("://")) {
        return Some(damaged(format!("the address `{word}` is no part of a name"), word).help("put it under `url:`"));
    }
    let is_mark = |c: char| {
        matches!(c, '*' | '∗' | '⋆' | '†' | '‡' | '§' | '¶' | '∥' | '#' | '^' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '✉')
    };
    if let Some(mark) = name.chars().find(|c| is_mark(*c)) {
        let bare: String = name.chars().filter(|c| !is_mark(*c)).collect();
        let bare = bare.split_whitespace().collect::<Vec<_>>().join(" ");
        let found = damaged(format!("`{mark}` is no part of a name"), mark.encode_utf8(&mut [0; 4]));
        return Some(found.help(format!("write `{bare}`")));
    }
    let is_markup = |c: char| matches!(c, '{' | '}' | '\\' | '<' | '>' | '$');
    let entity = name.split_once('&').and_then(|(_, rest)| rest.split_once(';')).filter(|(inner, _)| {
        !inner.is_empty() && inner.len() < 10 && inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
    });
    if name.contains(is_markup) || entity.is_some() {
        let found = Found::new(Code::DamagedName, format!("`{name}` holds markup"));
        return Some(found.help("write the letters themselves, such as é"));
    }
    None
}

/// Two names, or what stands for the rest of them.
fn several(name: &str) -> Option<Found> {
    let lower = name.to_lowercase();
    let rest = ["et al", "et al.", "others", "and others", "et. al.", "et. al"];
    if rest.contains(&lower.as_str()) || lower.ends_with(" et al.") || lower.ends_with(" et al") {
        let found = Found::new(Code::DamagedName, format!("`{name}` is no name of an author"));
        return Some(found.help("say `et-al: true`"));
    }
    for joint in [" and ", " & ", ";"] {
        let Some((first, second)) = name.split_once(joint) else { continue };
        if second.trim().is_empty() {
            return Some(damaged(format!("`{}` is no part of a name", joint.trim()), joint.trim()));
        }
        let found = damaged(format!("`{name}` is more than one name"), joint.trim());
        let (first, second) = (first.trim(), second.trim());
        return Some(
            found.help(format!("write `{first}` and `{second}` as two authors, or `literal:` for an organisation")),
        );
    }
    None
}

/// Names that commas join: what stands where a suffix would is a name.
fn listed(author: &Author) -> Option<Found> {
    let suffix = &author.name.suffix;
    (suffix.contains(' ') || suffix.chars().count() > 6).then(|| {
        let found = Found::new(Code::DamagedName, format!("`{suffix}` is a name among others in one text"));
        found.part(suffix.as_str()).help("write each name as an item of the list")
    })
}

fn digits(name: &str) -> Option<Found> {
    let word = name.split_whitespace().find(|word| word.contains(|c: char| c.is_ascii_digit()))?;
    let found = damaged(format!("`{word}` holds a digit, which no name has"), word);
    let alone = word.bytes().all(|b| b.is_ascii_digit());
    Some(found.help(match alone {
        true => "leave it out; people of one name are told apart by `orcid:` or `person:`".to_owned(),
        false => "leave it out, or write `literal:` for an organisation".to_owned(),
    }))
}

fn degree(name: &str) -> Option<Found> {
    const BEFORE: &[&str] = &["dr", "dr.", "prof", "prof.", "professor", "mr.", "mrs.", "ms."];
    const AFTER: &[&str] = &["phd", "ph.d.", "ph.d", "m.d.", "msc", "m.sc.", "b.sc."];
    let mut words = name.split_whitespace();
    let (first, last) = (words.next()?, words.next_back()?);
    let is_one = |list: &[&str], word: &str| list.contains(&word.to_lowercase().as_str());
    let word = if is_one(BEFORE, first) { first } else { last };
    (is_one(BEFORE, first) || is_one(AFTER, last))
        .then(|| damaged(format!("the degree `{word}` is no part of a name"), word).help("leave it out"))
}

/// A name of two parts, all capitals or without any. Short ones are as likely initials.
fn capitals(author: &Author) -> Option<Found> {
    let (given, family) = (author.name.given.as_str(), author.name.family.as_str());
    let upper = |text: &str| text.chars().filter(|c| c.is_uppercase()).count();
    let has_lower = |text: &str| text.chars().any(char::is_lowercase);
    if given.is_empty() || family.is_empty() {
        return None;
    }
    let name = author.name.display();
    let shouts =
        !has_lower(family) && upper(family) >= 4 && (has_lower(given) || upper(given) >= 3 || given.contains('.'));
    let whispers = upper(&name) == 0 && has_lower(given) && has_lower(family);
    let (message, shown) = match (shouts, whispers) {
        (true, _) => (format!("`{name}` is in capitals"), recased(&name)),
        (_, true) => (format!("`{name}` has no capitals"), recased(&name)),
        _ => return None,
    };
    Some(Found::new(Code::NameCapitals, message).help(format!("write `{shown}` if that is how it is written")))
}

/// Each word with a capital and small letters after it.
fn recased(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut begins = true;
    for c in name.chars() {
        if begins {
            out.extend(c.to_uppercase())
        } else {
            out.extend(c.to_lowercase())
        }
        begins = !c.is_alphabetic() && c != '\'' && c != '’';
    }
    out
}
