//! Texts that were damaged on their way into an entry, mostly by copying them from a PDF or through a wrong encoding.

use super::Found;
use crate::diagnostic::Code;

/// What a title should not be: capitals throughout, ending in a stop, a word that keeps its place.
pub fn title(title: &str) -> Vec<Found> {
    let mut found = Vec::new();
    found.extend(placeholder(title));
    if found.is_empty() && is_capitals(title) {
        let message = "the title is all in capitals";
        found.push(Found::new(Code::TitleCapitals, message).help("write it as a sentence"));
    }
    if ends_in_stop(title) {
        found.push(Found::new(Code::TitleStop, "the title ends in a stop").help("leave it out"));
    }
    found
}

/// What an abstract should not be.
pub fn abstract_(text: &str) -> Option<Found> {
    placeholder(text).or_else(|| heading(text))
}

/// Characters that are not what was written. Looked for in every text.
pub fn foreign(text: &str) -> Vec<Found> {
    if text.is_ascii() {
        return Vec::new();
    }
    [mojibake(text), ligature(text), invisible(text)].into_iter().flatten().collect()
}

/// What joined lines and lost backslashes leave in a text of sentences.
pub fn running(text: &str) -> Vec<Found> {
    [broken_word(text), lost_backslash(text), swallowed_backslash(text)].into_iter().flatten().collect()
}

fn placeholder(text: &str) -> Option<Found> {
    const WORDS: &[&str] = &[
        "todo",
        "tbd",
        "tba",
        "fixme",
        "untitled",
        "title",
        "n/a",
        "none",
        "null",
        "xxx",
        "abstract",
        "no abstract",
        "no abstract available",
        "abstract not available",
        "not available",
        "lorem ipsum",
        "no title",
        "unknown",
    ];
    if text.len() > 40 {
        return None;
    }
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let only_marks = bare.is_empty() && !text.trim().is_empty() && text.is_ascii();
    (only_marks || WORDS.contains(&bare.as_str()))
        .then(|| Found::new(Code::Placeholder, format!("`{}` only keeps a place", text.trim())))
}

/// Three words or more, all in capitals: one or two are as likely a name.
fn is_capitals(title: &str) -> bool {
    if title.bytes().any(|b| b.is_ascii_lowercase()) {
        return false;
    }
    let words = title.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= 2);
    let upper = title.chars().filter(|c| c.is_uppercase()).count();
    words.count() >= 3 && upper >= 14 && !title.chars().any(char::is_lowercase)
}

/// One sentence that ends in a stop. Several sentences are a title of that kind, and an abbreviation has a stop.
fn ends_in_stop(title: &str) -> bool {
    const SHORT: &[&str] = &[
        "al", "etc", "vs", "inc", "ltd", "co", "corp", "jr", "sr", "no", "vol", "dr", "st", "ed", "eds", "pt", "ph",
        "dept", "univ", "conf", "proc", "ca", "cf", "approx",
    ];
    let Some(body) = title.trim_end().strip_suffix('.') else { return title.trim_end().ends_with('。') };
    let last = body.rsplit(|c: char| c.is_whitespace() || c == '.').next().unwrap_or(body);
    let is_short = last.chars().count() < 2 || SHORT.contains(&last.to_lowercase().as_str());
    !body.ends_with('.') && !is_short && !body.contains(". ") && !body.contains(['?', '!'])
}

fn heading(text: &str) -> Option<Found> {
    const FIRST: &[&str] = &["We", "This", "In", "The", "A", "An", "Our", "Recent", "Recently", "Background"];
    let word = text.get(..8).filter(|word| word.eq_ignore_ascii_case("abstract"))?;
    let rest = &text[8..];
    let marked = rest.trim_start_matches(' ').starts_with([':', '.', '—', '–', '\n']) || rest.starts_with(" -");
    let spaced = rest.starts_with(' ') && rest.split_whitespace().next().is_some_and(|next| FIRST.contains(&next));
    (marked || (spaced && !word.starts_with('a'))).then(|| {
        Found::new(Code::AbstractHeading, "the abstract begins with its heading").part(word).help("leave it out")
    })
}

/// The byte of Windows-1252 that is read as `c`; of Latin-1 for the rest.
fn byte_of(c: char) -> Option<u8> {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match u32::from(c) {
        value @ 0x80..=0xff => Some(value as u8),
        _ => HIGH.chars().position(|high| high == c).map(|at| 0x80 + at as u8),
    }
}

/// UTF-8 that was read as Windows-1252. Only such beginnings count as no text has otherwise: letters of western Europe,
/// punctuation, ligatures and emoji.
fn mojibake(text: &str) -> Option<Found> {
    if let Some(at) = text.find('\u{fffd}') {
        let message = "a character was lost where this text was read in another encoding (U+FFFD)";
        return Some(Found::new(Code::Mojibake, message).part(&text[at..at + 3]).help("write what stood here"));
    }
    for (at, lead) in text.char_indices().filter(|(_, c)| matches!(c, 'Ã' | 'Â' | 'Å' | 'Ä' | 'â' | 'ï' | 'ð')) {
        let length = if matches!(lead, 'â' | 'ï') { 3 } else { if lead == 'ð' { 4 } else { 2 } };
        let piece: Vec<char> = text[at..].chars().take(length).collect();
        let second = piece.get(1).copied().unwrap_or(' ');
        let is_likely = match lead {
            'â' => matches!(byte_of(second), Some(0x80..=0x9f)) && second != '’',
            'ï' => matches!(second, '¬' | '»'),
            'ð' => second == 'Ÿ',
            'Å' | 'Ä' => !matches!(second, '\u{a0}' | '’' | '‘' | '”' | '“' | '–' | '—' | '…' | '»' | '«'),
            _ => true,
        };
        if lead == 'â' && second == '€' && piece.get(2).and_then(|c| byte_of(*c)).is_none() {
            let found = Found::new(Code::Mojibake, "`â€` is UTF-8 that was read in another encoding, and cut short");
            return Some(found.part("â€").help("write the quotation mark or the dash that was meant"));
        }
        let bytes: Option<Vec<u8>> = piece.iter().map(|c| byte_of(*c)).collect();
        let Some(meant) = bytes.filter(|_| is_likely).and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
        let seen: String = piece.into_iter().collect();
        let found = Found::new(Code::Mojibake, format!("`{seen}` is UTF-8 that was read in another encoding"));
        let found = found.part(seen);
        return Some(match meant.trim().is_empty() || meant.chars().any(char::is_control) {
            true => found.help("write a space, or nothing"),
            false => found.help(format!("write `{meant}`")),
        });
    }
    None
}

fn ligature(text: &str) -> Option<Found> {
    const LETTERS: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];
    let (at, c) = text.char_indices().find(|(_, c)| matches!(c, '\u{fb00}'..='\u{fb06}'))?;
    let letters = LETTERS[(u32::from(c) - 0xfb00) as usize];
    let word = word_around(text, at);
    let found = Found::new(Code::Ligature, format!("the letters {letters} of `{word}` stand as one character"));
    Some(found.part(&text[at..at + c.len_utf8()]).help(format!("write `{letters}`")))
}

fn invisible(text: &str) -> Option<Found> {
    let is_invisible = |c: char| {
        matches!(c,
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{e000}'..='\u{f8ff}' | '\u{fff9}'..='\u{fffb}')
    };
    let (at, c) = text.char_indices().find(|(_, c)| is_invisible(*c))?;
    let name = match c {
        '\u{ad}' => "a soft hyphen",
        '\u{200b}' | '\u{2060}' | '\u{feff}' => "a space without width",
        '\u{e000}'..='\u{f8ff}' => "a character of a font's own",
        _ => "a mark that turns the direction of the text",
    };
    let message = format!("the text holds {name} (U+{:04X})", u32::from(c));
    Some(Found::new(Code::InvisibleCharacter, message).part(&text[at..at + c.len_utf8()]).help("delete it"))
}

fn word_around(text: &str, at: usize) -> &str {
    let from = text[..at]
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |from| from + text[from..].chars().next().map_or(1, char::len_utf8));
    let to = text[at..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |to| at + to);
    &text[from..to]
}

/// `trans- former`: letters, a hyphen, white space, letters. Where a list of words shares its end (`pre- and
/// post-training`), the hyphen stands for that.
fn broken_word(text: &str) -> Option<Found> {
    const SHARED: &[&str] = &[
        "and", "or", "nor", "to", "vs", "versus", "but", "as", "than", "through", "plus", "via", "und", "oder", "bzw",
        "et", "ou", "y", "o", "e", "into", "with", "without", "rather", "not", "level", "the", "of", "in", "for",
        "resp", "sowie", "en", "og", "och", "és", "ja",
    ];
    let bytes = text.as_bytes();
    for at in memchr_hyphens(bytes) {
        let head = text[..at].rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let gap = &text[at + 1..];
        let rest = gap.trim_start_matches([' ', '\n', '\r']);
        let tail: &str = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let is_word = |word: &str| word.len() >= 2 && word.chars().all(char::is_lowercase);
        if rest.len() == gap.len() || !is_word(tail) || head.len() < 2 || !head.chars().all(char::is_alphabetic) {
            continue;
        }
        // `$x$- y`, `e- mail- s` and the like, and a list of several: `one-, two- and three-`.
        let before = text[..at - head.len()].chars().next_back();
        if SHARED.contains(&tail) || before.is_some_and(|c| matches!(c, '-' | '$' | '\\' | '{' | '/' | '_' | '=')) {
            continue;
        }
        let broken = &text[at - head.len()..text.len() - rest.len() + tail.len()];
        let message = format!("`{head}- {tail}` is a word that the end of a line has broken");
        let found = Found::new(Code::BrokenWord, message).part(broken);
        return Some(found.help(format!("write `{head}{tail}`, or `{head}-{tail}`")));
    }
    None
}

/// Hyphens with white space after them.
fn memchr_hyphens(bytes: &[u8]) -> impl Iterator<Item = usize> {
    bytes
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0] == b'-' && matches!(pair[1], b' ' | b'\n'))
        .map(|(at, _)| at)
}

/// A command of TeX without its backslash: before a brace, or, a relation, before a number.
fn lost_backslash(text: &str) -> Option<Found> {
    const BEFORE_BRACE: &[&str] = &[
        "textbf",
        "textit",
        "texttt",
        "textsc",
        "textrm",
        "emph",
        "mathbb",
        "mathbf",
        "mathcal",
        "mathrm",
        "mathsf",
        "mathfrak",
        "boldsymbol",
        "operatorname",
        "frac",
        "sqrt",
        "underline",
        "overline",
        "widehat",
        "citep",
        "citet",
    ];
    const BEFORE_NUMBER: &[&str] = &["le", "ge", "leq", "geq", "sim", "simeq", "approx", "times", "pm"];
    // A product, copied without its sign: 230times.
    const AFTER_NUMBER: &[&str] = &["times", "leq", "geq", "approx", "sim"];
    for (at, _) in text.match_indices('{') {
        let word = text[..at].rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let before = text[..at - word.len()].chars().next_back();
        if BEFORE_BRACE.contains(&word) && before != Some('\\') {
            let found = Found::new(Code::DamagedTex, format!("`{word}{{` has lost its backslash"));
            return Some(found.part(format!("{word}{{")).help(format!("write `\\{word}{{`")));
        }
    }
    let is_digit = |c: char| c.is_ascii_digit();
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | '$')) {
        let word = word.trim_end_matches(['.', ':', '?', '!']);
        let name = word.trim_end_matches(|c: char| is_digit(c) || matches!(c, '.' | '%'));
        let number = &word[name.len()..];
        let factor = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let meant = if BEFORE_NUMBER.contains(&name) && number.starts_with(is_digit) {
            format!("$\\{name} {number}$")
        } else if AFTER_NUMBER.contains(&&word[factor.len()..])
            && factor.ends_with(is_digit)
            && factor.starts_with(is_digit)
        {
            format!("${factor}\\{}$", &word[factor.len()..])
        } else {
            continue;
        };
        let found = Found::new(Code::DamagedTex, format!("`{word}` has lost a backslash"));
        return Some(found.part(word).help(format!("write `{meant}`")));
    }
    None
}

/// What is left of a command whose backslash YAML took for the beginning of an escape: `"\\times"` is a tab and `imes`.
pub fn swallowed_backslash(text: &str) -> Option<Found> {
    const LEFT: &[(char, char, &[&str])] = &[
        ('\t', 't', &["imes", "heta", "ext", "au", "ilde", "riangle"]),
        ('\n', 'n', &["abla", "eq", "otin"]),
        ('\r', 'r', &["ho", "ight", "m"]),
    ];
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '\t' | '\n' | '\r')) {
        let rest = &text[at + 1..];
        let word = &rest[..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())];
        let Some((_, letter, ends)) = LEFT.iter().find(|(white, ..)| *white == c) else { continue };
        let known = if c == '\t' { ends.iter().any(|end| word.starts_with(end)) } else { ends.contains(&word) };
        if known {
            let message =
                format!("`\\{letter}` of `\\{letter}{word}` became white space: in double quotes it is an escape");
            let found = Found::new(Code::DamagedTex, message).part(format!("\\{letter}{word}"));
            return Some(found.help("use single quotes"));
        }
    }
    None
}
