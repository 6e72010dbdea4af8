//! Titles for BibTeX and BibLaTeX, which change the case of letters: words that would suffer stand in braces.
//!
//! A word suffers that has a capital after its first letter, that is a capital and nothing else, or that the entry itself
//! has in braces. Formulas are the entry's own TeX, and emphasis becomes commands.

use super::tex::Alphabet;
use crate::text::markup::{Piece, pieces};
use crate::text::plain;

/// A title from what its entry says, Markdown and TeX.
pub(super) fn title(source: &str, alphabet: Alphabet) -> String {
    let kept = kept(source);
    let mut out = String::with_capacity(source.len() + 16);
    let mut inside = false;
    for Piece { text, is_math, commands } in pieces(source) {
        let text = if out.is_empty() { text.trim_start() } else { &text };
        let end = text.trim_end().len();
        for command in &commands {
            out.extend(["\\", command, "{"]);
        }
        match is_math.then(|| alphabet.formula(text)) {
            Some(Some(formula)) => out.extend(["{$", &formula, "$}"]),
            // What cannot stand as a formula stands as its plain text.
            Some(None) => alphabet.text(&plain(&format!("${text}$")), &mut out),
            None => words(text, inside, &kept, !commands.is_empty(), alphabet, &mut out),
        }
        out.extend(std::iter::repeat_n('}', commands.len()));
        inside = end == text.len() && !text.is_empty();
    }
    out.truncate(out.trim_end().len());
    out
}

/// Appends a text word by word; `inside` where it goes on with a word, `braced` where braces around it protect it.
fn words(text: &str, inside: bool, kept: &[&str], braced: bool, alphabet: Alphabet, out: &mut String) {
    let mut inside = inside;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            rest = rest.trim_start();
            if !out.ends_with(' ') {
                out.push(' ');
            }
            inside = false;
            continue;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        word(&rest[..end], inside, kept, braced, alphabet, out);
        rest = &rest[end..];
    }
}

/// Appends a word. The parts of a compound are words of their own, since a style changes each by itself.
fn word(word: &str, inside: bool, kept: &[&str], braced: bool, alphabet: Alphabet, out: &mut String) {
    let mut inside = inside;
    for part in word.split_inclusive(['-', '/', '–', '—', '‐']) {
        let joint = |c: char| !c.is_alphanumeric();
        let core = part.trim_matches(joint);
        let at = part.find(core).unwrap_or(0);
        let needs = !braced && (kept.contains(&core) || suffers(core, inside && at == 0));
        alphabet.word(&part[..at], out);
        out.push_str(if needs { "{" } else { "" });
        alphabet.word(core, out);
        out.push_str(if needs { "}" } else { "" });
        alphabet.word(&part[at + core.len()..], out);
        inside = false;
    }
}

/// Whether a style that writes lower case would spoil a word; `inside` where it is the end of a longer one.
fn suffers(core: &str, inside: bool) -> bool {
    let mut letters = core.chars();
    let first = letters.next().is_some_and(char::is_uppercase);
    let later = letters.any(char::is_uppercase);
    // An article at the beginning is the one capital alone that may go.
    let alone = first && core.chars().count() == 1 && core != "A";
    later || alone || (first && inside)
}

/// The words with a capital that the entry has in braces of its own.
fn kept(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(open) = rest.find('{') {
        let before = rest[..open].chars().next_back();
        let is_argument = before.is_some_and(|c| matches!(c, '^' | '_' | '}' | '$')) || ends_in_command(&rest[..open]);
        rest = &rest[open + 1..];
        let inner = &rest[..rest.find(['{', '}', '$', '\\']).unwrap_or(rest.len())];
        if !is_argument && rest[inner.len()..].starts_with('}') {
            let parts = inner.split([' ', '-', '/']).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
            found.extend(parts.filter(|word| word.contains(char::is_uppercase)));
        }
    }
    found
}

fn ends_in_command(text: &str) -> bool {
    let name = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    name.len() < text.len() && name.ends_with('\\')
}

#[cfg(test)]
mod tests {
    use super::{Alphabet, title};

    #[test]
    fn only_what_would_suffer_stands_in_braces() {
        for (source, tex) in [
            ("Stitchable Neural Networks", "Stitchable Neural Networks"),
            ("ImageBind-LLM: Multi-modality Tuning", "{ImageBind}-{LLM}: Multi-modality Tuning"),
            ("A Study of BERT-Based Models", "A Study of {BERT}-Based Models"),
            ("Vitamin C and {Bayesian} Inference, Bayesian", "Vitamin {C} and {Bayesian} Inference, {Bayesian}"),
            ("(GPT-4) \"vLLM\"", "({GPT}-4) \"{vLLM}\""),
            ("Étude of ÉTF", "{\\'E}tude of {{\\'E}TF}"),
            ("An *Easy LSTM* way", "An \\emph{Easy LSTM} way"),
            ("Learning $L_2$-Norms and $\\{a\\}$", "Learning {$L_2$}-Norms and {$\\lbrace a\\rbrace $}"),
            ("5\\% of R&D in `C++`", "5\\% of {R\\&D} in \\texttt{C++}"),
            ("$O(n)$Log", "{$O(n)$}{Log}"),
        ] {
            assert_eq!(title(source, Alphabet::Ascii), tex, "{source}");
        }
    }

    #[test]
    fn unicode_stays_where_it_may() {
        assert_eq!(title("Étude über β-VAE", Alphabet::Unicode), "Étude über β-{VAE}");
    }

    proptest::proptest! {
        #[test]
        fn titles_have_balanced_braces(source in "[A-Za-z{}$\\\\*`_^~% é\\n-]{0,40}|\\PC{0,40}") {
            for alphabet in [Alphabet::Ascii, Alphabet::Unicode] {
                let tex = title(&source, alphabet);
                let depth = tex.bytes().try_fold(0_usize, |depth, byte| match byte {
                    b'{' => Some(depth + 1),
                    b'}' => depth.checked_sub(1),
                    _ => Some(depth),
                });
                proptest::prop_assert_eq!(depth, Some(0), "{}", tex);
                proptest::prop_assert!(!tex.contains(['\n', '\r']));
            }
        }
    }
}
