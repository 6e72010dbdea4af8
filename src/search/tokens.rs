//! From a text to the words that are looked up, the same for papers and for queries.
//!
//! `client/tokens.js` does the same in the browser; `cases/tokens.json` is the table that both are held to. A change here
//! is a change there.

use std::borrow::Cow;

use crate::text::slug::{bare, spell};

/// Characters of a word that count; what comes after them tells no two words apart.
const LONGEST: usize = 32;

/// Names of the Greek letters from α to ω; both sigmas have one.
const GREEK: [&str; 25] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
];

/// Appends a text in lower case and without accents. Words are parted by a space, or by a hyphen where the text joins
/// them by a single hyphen or apostrophe.
pub fn fold(text: &str, out: &mut String) {
    let mut folding = Folding { start: out.len(), out, gap: None };
    if text.is_ascii() {
        return folding.ascii(text);
    }
    // Nothing joins with a space, so only the pieces that need it are decomposed.
    for piece in text.split_inclusive(' ') {
        match bare(piece) {
            Cow::Borrowed(piece) => folding.ascii(piece),
            Cow::Owned(bare) => bare.chars().for_each(|c| folding.character(c)),
        }
    }
}

/// A folded text that grows.
struct Folding<'a> {
    out: &'a mut String,
    start: usize,
    /// What parts the last word from the next.
    gap: Option<char>,
}

impl Folding<'_> {
    fn ascii(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
            if word > 0 {
                if let Some(gap) = self.gap.take().filter(|_| self.out.len() > self.start) {
                    self.out.push(gap);
                }
                let from = self.out.len();
                self.out.push_str(&rest[..word]);
                self.out[from..].make_ascii_lowercase();
            } else {
                self.part(char::from(rest.as_bytes()[0]));
            }
            rest = &rest[word.max(1)..];
        }
    }

    fn character(&mut self, c: char) {
        let end = self.out.len();
        // A sigma at the end of a word is the same letter.
        if !spell(if c == 'ς' { 'σ' } else { c }, self.out) {
            self.part(c);
        } else if let Some(gap) = self.gap.take().filter(|_| end > self.start) {
            self.out.insert(end, gap);
        }
    }

    fn part(&mut self, c: char) {
        let joins = matches!(c, '-' | '\'' | '\u{2010}' | '\u{2013}' | '\u{2019}' | '\u{2bc}') && self.gap.is_none();
        self.gap = Some(if joins { '-' } else { ' ' });
    }
}

/// Every word of a folded text, in its order. Scripts without spaces give pairs of characters; a Greek letter that stands
/// alone gives its name.
pub fn words(folded: &str, mut visit: impl FnMut(&str)) {
    let is_ascii = folded.is_ascii();
    let mut start = 0;
    let ends = folded.bytes().enumerate().filter(|(_, byte)| matches!(byte, b' ' | b'-')).map(|(at, _)| at);
    for end in ends.chain([folded.len()]) {
        let run = &folded[start..end];
        start = end + 1;
        if run.is_empty() {
            continue;
        }
        if is_ascii || run.is_ascii() {
            visit(cut(run));
        } else {
            segments(run, &mut visit);
        }
    }
}

/// Every group of words that a folded text joins by hyphens, as one word: `pre-training` gives `pretraining`.
pub fn compounds(folded: &str, mut visit: impl FnMut(&str)) {
    let mut from = 0;
    while let Some(hyphen) = folded[from..].find('-').map(|at| from + at) {
        let start = folded[..hyphen].rfind(' ').map_or(0, |at| at + 1);
        let end = folded[hyphen..].find(' ').map_or(folded.len(), |at| hyphen + at);
        let mut whole = String::with_capacity(end - start);
        words(&folded[start..end], |word| whole.push_str(word));
        visit(cut(&whole));
        from = end;
    }
}

/// A word without the ending of the English plural. Names are never stemmed.
///
/// The "S" stemmer of Harman, How effective is suffixing? (JASIS 42, 1991), which here also takes `es` after a sibilant.
pub fn stem(word: &str) -> Cow<'_, str> {
    let Some(rest) = word.strip_suffix('s').filter(|rest| rest.len() >= 3 && word.is_ascii()) else {
        return word.into();
    };
    if let Some(stem) = rest.strip_suffix("ie").filter(|stem| stem.len() >= 2) {
        return format!("{stem}y").into();
    }
    let sibilant = |stem: &&str| stem.len() >= 2 && ["x", "ch", "sh", "ss", "zz"].iter().any(|end| stem.ends_with(end));
    if let Some(stem) = rest.strip_suffix('e').filter(sibilant) {
        return stem.into();
    }
    if rest.ends_with(['s', 'u', 'i']) { word.into() } else { rest.into() }
}

/// The beginning of a word that counts.
fn cut(word: &str) -> &str {
    if word.len() <= LONGEST {
        return word;
    }
    word.char_indices().nth(LONGEST).map_or(word, |(end, _)| &word[..end])
}

#[derive(Clone, Copy, PartialEq)]
enum Script {
    Greek,
    Unspaced,
    Other,
}

/// Whether a character is of a script without spaces, of which words are pairs.
pub fn is_unspaced(c: char) -> bool {
    script(c) == Script::Unspaced
}

/// Han, kana and Hangul.
fn script(c: char) -> Script {
    match u32::from(c) {
        0x3b1..=0x3c9 => Script::Greek,
        0x3005 | 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff => {
            Script::Unspaced
        }
        0x20000..=0x323af => Script::Unspaced,
        _ => Script::Other,
    }
}

fn segments(run: &str, visit: &mut impl FnMut(&str)) {
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let kind = script(first);
        let end = rest.find(|c| script(c) != kind).unwrap_or(rest.len());
        let (segment, after) = rest.split_at(end);
        rest = after;
        match kind {
            Script::Greek if segment.len() == first.len_utf8() => {
                visit(GREEK[u32::from(first) as usize - 0x3b1]);
            }
            Script::Unspaced => pairs(segment, visit),
            _ => visit(cut(segment)),
        }
    }
}

/// Each two neighbouring characters, or the only one.
fn pairs(segment: &str, visit: &mut impl FnMut(&str)) {
    let starts: Vec<usize> = segment.char_indices().map(|(at, _)| at).chain([segment.len()]).collect();
    if starts.len() == 2 {
        return visit(segment);
    }
    starts.windows(3).for_each(|three| visit(&segment[three[0]..three[2]]));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &str) -> Vec<String> {
        let (mut folded, mut found) = (String::new(), Vec::new());
        fold(text, &mut folded);
        words(&folded, |word| found.push(word.to_owned()));
        compounds(&folded, |word| found.push(word.to_owned()));
        found
    }

    #[test]
    fn the_table_of_cases_holds() {
        let table: Vec<(String, String, String)> = serde_json::from_str(include_str!("cases/tokens.json")).unwrap();
        for (text, want, stems) in table {
            let words = all(&text);
            assert_eq!(words.join(" "), want, "{text}");
            assert_eq!(words.iter().map(|word| stem(word)).collect::<Vec<_>>().join(" "), stems, "{text}");
        }
    }

    proptest! {
        #[test]
        fn words_are_short_and_their_own_words(text in "\\PC{0,60}") {
            for word in all(&text) {
                prop_assert!(!word.is_empty() && word.chars().count() <= LONGEST);
                prop_assert!(stem(&word).len() <= word.len());
            }
        }
    }
}
