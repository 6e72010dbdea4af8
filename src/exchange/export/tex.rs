//! Unicode text as TeX: what TeX itself would read is escaped, and in ASCII every letter and sign that LaTeX has a command
//! for is written as that command. Whatever comes in, braces are balanced in what goes out, and it has one line.

use unicode_normalization::UnicodeNormalization;

/// Which characters stand as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// Those of ASCII, and those that LaTeX has no command for: any TeX since 2018 reads them as UTF-8.
    Ascii,
    /// All.
    Unicode,
}

impl Alphabet {
    /// Appends a text, escaped; white space is collapsed, without any at the ends.
    pub fn text(self, text: &str, out: &mut String) {
        for (at, word) in text.split_whitespace().enumerate() {
            out.push_str(if at > 0 { " " } else { "" });
            self.word(word, out);
        }
    }

    /// Appends a text without white space, escaped.
    pub fn word(self, word: &str, out: &mut String) {
        if word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".,:;-()'\"/?!+=*@[]".contains(&byte)) {
            return out.push_str(word);
        }
        word.chars().for_each(|c| self.char(c, out));
    }

    /// Appends a character, escaped. Braces with a backslash would still count for BibTeX, so they are named.
    fn char(self, c: char, out: &mut String) {
        match c {
            '#' | '$' | '%' | '&' | '_' => out.extend(['\\', c]),
            '{' => out.push_str("{$\\lbrace$}"),
            '}' => out.push_str("{$\\rbrace$}"),
            '\\' => out.push_str("{\\textbackslash}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '<' if self == Alphabet::Ascii => out.push_str("{$<$}"),
            '>' if self == Alphabet::Ascii => out.push_str("{$>$}"),
            '|' if self == Alphabet::Ascii => out.push_str("{$|$}"),
            _ if c.is_control() => {}
            _ if c.is_ascii() || self == Alphabet::Unicode => out.push(c),
            _ => ascii(c, out),
        }
    }

    /// A formula as TeX, if it can stand between dollars: as it was written, with braces that are signs by their names.
    pub fn formula(self, tex: &str) -> Option<String> {
        let mut out = String::with_capacity(tex.len() + 4);
        let mut depth = 0_usize;
        let mut chars = tex.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect::<Vec<_>>().into_iter();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next()? {
                    '{' => out.push_str("\\lbrace "),
                    '}' => out.push_str("\\rbrace "),
                    '(' | ')' | '[' | ']' => return None,
                    c if c.is_ascii() => out.extend(['\\', c]),
                    _ => return None,
                },
                '{' => {
                    depth += 1;
                    out.push(c);
                }
                '}' => {
                    depth = depth.checked_sub(1)?;
                    out.push(c);
                }
                '$' => return None,
                '%' | '#' => out.extend(['\\', c]),
                c if c.is_control() => {}
                c if c.is_ascii() || self == Alphabet::Unicode => out.push(c),
                c => {
                    out.push_str(math(c).map(|name| format!("{name} ")).filter(|name| name.starts_with('\\'))?.as_str())
                }
            }
        }
        (depth == 0).then_some(out)
    }
}

/// A character outside of ASCII by its command.
fn ascii(c: char, out: &mut String) {
    if let Some(text) = sign(c) {
        out.push_str(text);
    } else if let Some(name) = letter(c) {
        out.extend(["{\\", name, "}"]);
    } else if let Some(formula) = math(c) {
        out.extend(["{$", formula, "$}"]);
    } else if !accented(c, out) {
        out.push(c);
    }
}

/// A letter with its accents, inside out; `false` where it is no such letter.
fn accented(c: char, out: &mut String) -> bool {
    let parts: Vec<char> = std::iter::once(c).nfd().collect();
    let [base, marks @ ..] = &parts[..] else { return false };
    let names: Option<Vec<&str>> = marks.iter().map(|mark| accent(*mark)).collect();
    let Some(names) = names.filter(|names| !names.is_empty() && base.is_ascii_alphabetic()) else { return false };
    for name in names.iter().rev() {
        out.extend(["{\\", *name]);
        // The innermost letter stands right after a sign, and after a space where the command is a letter itself.
        out.push_str(if name.as_bytes()[0].is_ascii_alphabetic() { " " } else { "" });
    }
    out.push(*base);
    out.extend(std::iter::repeat_n('}', names.len()));
    true
}

/// The command of a combining mark.
fn accent(mark: char) -> Option<&'static str> {
    Some(match mark {
        '\u{300}' => "`",
        '\u{301}' => "'",
        '\u{302}' => "^",
        '\u{303}' => "~",
        '\u{304}' => "=",
        '\u{306}' => "u",
        '\u{307}' => ".",
        '\u{308}' => "\"",
        '\u{30a}' => "r",
        '\u{30b}' => "H",
        '\u{30c}' => "v",
        '\u{323}' => "d",
        '\u{327}' => "c",
        '\u{328}' => "k",
        '\u{331}' => "b",
        _ => return None,
    })
}

/// The command of a letter that has one of its own.
fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'å' => "aa",
        'Å' => "AA",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'ß' => "ss",
        'ı' => "i",
        'ȷ' => "j",
        'ð' => "dh",
        'Ð' => "DH",
        'đ' => "dj",
        'Đ' => "DJ",
        'þ' => "th",
        'Þ' => "TH",
        'ŋ' => "ng",
        'Ŋ' => "NG",
        '€' => "texteuro",
        '£' => "textsterling",
        '¥' => "textyen",
        '©' => "textcopyright",
        '®' => "textregistered",
        '™' => "texttrademark",
        '°' => "textdegree",
        'µ' => "textmu",
        '§' => "S",
        '¶' => "P",
        '†' => "dag",
        '‡' => "ddag",
        '…' => "ldots",
        '•' => "textbullet",
        'ª' => "textordfeminine",
        'º' => "textordmasculine",
        _ => return None,
    })
}

/// A sign that TeX makes of signs of ASCII.
fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '–' => "--",
        '—' => "---",
        '‘' => "`",
        '’' => "'",
        '“' => "``",
        '”' => "''",
        '‐' | '‑' => "-",
        '¿' => "?`",
        '¡' => "!`",
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => "",
        _ => return None,
    })
}

/// What stands for a character between dollars.
fn math(c: char) -> Option<&'static str> {
    MATH.iter().find(|(known, _)| *known == c).map(|(_, formula)| *formula)
}

/// Signs and Greek letters, as LaTeX itself and amssymb name them.
#[rustfmt::skip]
const MATH: &[(char, &str)] = &[
    ('α', "\\alpha"), ('β', "\\beta"), ('γ', "\\gamma"), ('δ', "\\delta"), ('ε', "\\varepsilon"), ('ϵ', "\\epsilon"),
    ('ζ', "\\zeta"), ('η', "\\eta"), ('θ', "\\theta"), ('ϑ', "\\vartheta"), ('ι', "\\iota"), ('κ', "\\kappa"),
    ('λ', "\\lambda"), ('μ', "\\mu"), ('ν', "\\nu"), ('ξ', "\\xi"), ('π', "\\pi"), ('ρ', "\\rho"), ('ϱ', "\\varrho"),
    ('σ', "\\sigma"), ('ς', "\\varsigma"), ('τ', "\\tau"), ('υ', "\\upsilon"), ('φ', "\\varphi"), ('ϕ', "\\phi"),
    ('χ', "\\chi"), ('ψ', "\\psi"), ('ω', "\\omega"), ('Γ', "\\Gamma"), ('Δ', "\\Delta"), ('Θ', "\\Theta"),
    ('Λ', "\\Lambda"), ('Ξ', "\\Xi"), ('Π', "\\Pi"), ('Σ', "\\Sigma"), ('Υ', "\\Upsilon"), ('Φ', "\\Phi"),
    ('Ψ', "\\Psi"), ('Ω', "\\Omega"), ('×', "\\times"), ('÷', "\\div"), ('±', "\\pm"), ('∓', "\\mp"), ('·', "\\cdot"),
    ('∗', "\\ast"), ('⋆', "\\star"), ('∘', "\\circ"), ('∙', "\\bullet"), ('≤', "\\leq"), ('≥', "\\geq"), ('≠', "\\neq"),
    ('≈', "\\approx"), ('≡', "\\equiv"), ('∼', "\\sim"), ('≃', "\\simeq"), ('≅', "\\cong"), ('∝', "\\propto"),
    ('≪', "\\ll"), ('≫', "\\gg"), ('≲', "\\lesssim"), ('≳', "\\gtrsim"), ('→', "\\rightarrow"), ('←', "\\leftarrow"),
    ('↔', "\\leftrightarrow"), ('⇒', "\\Rightarrow"), ('⇐', "\\Leftarrow"), ('⇔', "\\Leftrightarrow"), ('↦', "\\mapsto"),
    ('↑', "\\uparrow"), ('↓', "\\downarrow"), ('∞', "\\infty"), ('∂', "\\partial"), ('∇', "\\nabla"), ('∈', "\\in"),
    ('∉', "\\notin"), ('∋', "\\ni"), ('⊂', "\\subset"), ('⊃', "\\supset"), ('⊆', "\\subseteq"), ('⊇', "\\supseteq"),
    ('∪', "\\cup"), ('∩', "\\cap"), ('∅', "\\emptyset"), ('∖', "\\setminus"), ('∀', "\\forall"), ('∃', "\\exists"),
    ('¬', "\\neg"), ('∧', "\\wedge"), ('∨', "\\vee"), ('⊕', "\\oplus"), ('⊗', "\\otimes"), ('⊙', "\\odot"),
    ('⊥', "\\perp"), ('∥', "\\parallel"), ('‖', "\\Vert"), ('∑', "\\sum"), ('∏', "\\prod"), ('∫', "\\int"),
    ('√', "\\surd"), ('⟨', "\\langle"), ('⟩', "\\rangle"), ('⌈', "\\lceil"), ('⌉', "\\rceil"), ('⌊', "\\lfloor"),
    ('⌋', "\\rfloor"), ('ℓ', "\\ell"), ('ℏ', "\\hbar"), ('ℵ', "\\aleph"), ('ℜ', "\\Re"), ('ℑ', "\\Im"),
    ('ℝ', "\\mathbb{R}"), ('ℕ', "\\mathbb{N}"), ('ℤ', "\\mathbb{Z}"), ('ℚ', "\\mathbb{Q}"), ('ℂ', "\\mathbb{C}"),
    ('ℙ', "\\mathbb{P}"), ('𝔼', "\\mathbb{E}"), ('−', "-"), ('′', "'"), ('″', "''"), ('⋯', "\\cdots"), ('△', "\\triangle"),
    ('♯', "\\sharp"), ('♭', "\\flat"), ('♮', "\\natural"), ('□', "\\Box"), ('◇', "\\Diamond"), ('✓', "\\checkmark"),
    ('⁰', "^0"), ('¹', "^1"), ('²', "^2"), ('³', "^3"), ('⁴', "^4"), ('⁵', "^5"), ('⁶', "^6"), ('⁷', "^7"), ('⁸', "^8"),
    ('⁹', "^9"), ('⁺', "^+"), ('⁻', "^-"), ('ⁿ', "^n"), ('₀', "_0"), ('₁', "_1"), ('₂', "_2"), ('₃', "_3"), ('₄', "_4"),
    ('₅', "_5"), ('₆', "_6"), ('₇', "_7"), ('₈', "_8"), ('₉', "_9"),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ascii(text: &str) -> String {
        let mut out = String::new();
        Alphabet::Ascii.text(text, &mut out);
        out
    }

    #[test]
    fn letters_and_signs_are_commands() {
        for (text, tex) in [
            ("Jürgen Müller", "J{\\\"u}rgen M{\\\"u}ller"),
            ("Erdős, Łukasz, Ångström, Søren", "Erd{\\H o}s, {\\L}ukasz, {\\AA}ngstr{\\\"o}m, S{\\o}ren"),
            ("Nguyễn Đặng", "Nguy{\\~{\\^e}}n {\\DJ}{\\u {\\d a}}ng"),
            ("Çelik Ğ İ ı", "{\\c C}elik {\\u G} {\\.I} {\\i}"),
            ("50 % of $5 & more_less #1", "50 \\% of \\$5 \\& more\\_less \\#1"),
            ("a–b — “c” ‘d’ …", "a--b --- ``c'' `d' {\\ldots}"),
            ("β ≤ 10² and x₁", "{$\\beta$} {$\\leq$} 10{$^2$} and x{$_1$}"),
            (
                "{a} \\b ~ ^ <c>",
                "{$\\lbrace$}a{$\\rbrace$} {\\textbackslash}b {\\textasciitilde} {\\textasciicircum} {$<$}c{$>$}",
            ),
            ("one\n two\u{a0}three\u{7}", "one two three"),
            ("韩佳明", "韩佳明"),
        ] {
            assert_eq!(ascii(text), tex, "{text}");
        }
    }

    #[test]
    fn unicode_is_kept_where_it_may_be() {
        let mut out = String::new();
        Alphabet::Unicode.text("Müller – 50 % β {x}", &mut out);
        assert_eq!(out, "Müller – 50 \\% β {$\\lbrace$}x{$\\rbrace$}");
    }

    #[test]
    fn a_formula_stands_as_it_was_written_or_not_at_all() {
        let formula = |tex: &str| Alphabet::Ascii.formula(tex);
        assert_eq!(formula(r"\frac{1}{2}  x_{i}"), Some(r"\frac{1}{2} x_{i}".into()));
        assert_eq!(formula(r"\{a\}"), Some(r"\lbrace a\rbrace ".into()));
        assert_eq!(formula("α+1"), Some(r"\alpha +1".into()));
        assert_eq!(formula("5%"), Some(r"5\%".into()));
        for wrong in ["{", "}{", "a$b", "a\\", "漢", r"\(x\)"] {
            assert_eq!(formula(wrong), None, "{wrong}");
        }
    }

    /// How deep braces are at the end, if they never close too many.
    fn depth(tex: &str) -> Option<usize> {
        tex.bytes().try_fold(0_usize, |depth, byte| match byte {
            b'{' => Some(depth + 1),
            b'}' => depth.checked_sub(1),
            _ => Some(depth),
        })
    }

    proptest! {
        #[test]
        fn braces_are_balanced_and_there_is_one_line(text in "\\PC{0,40}|[{}$%\\\\~^\\n a-zé]{0,40}") {
            for alphabet in [Alphabet::Ascii, Alphabet::Unicode] {
                let mut out = String::new();
                alphabet.text(&text, &mut out);
                prop_assert_eq!(depth(&out), Some(0));
                prop_assert!(!out.contains(['\n', '\r']));
                if let Some(formula) = alphabet.formula(&text) {
                    prop_assert_eq!(depth(&formula), Some(0));
                    prop_assert!(!formula.contains(['\n', '$']) || formula.contains("\\$"));
                }
            }
        }
    }
}
