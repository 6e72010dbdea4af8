//! A formula as one line of Unicode, for titles in lists, feeds, citations and the search index.
//!
//! It reads what people write and forgives the rest; whether the formula could be set is of no interest here.

use unicode_normalization::UnicodeNormalization;

use super::{split_command, symbol};

/// Groups deeper than this lose their structure, not their letters.
const MAX_DEPTH: usize = 60;

/// A formula (without its delimiters) as readable Unicode: `\le 13` is "≤ 13", `x^2` is "x²", `\frac{a}{b}` is "a/b".
/// Commands that are not known lose their backslash.
pub fn plain(tex: &str) -> String {
    let mut reader = Reader { rest: tex, out: String::with_capacity(tex.len()), depth: 0, marked: false };
    reader.run(false);
    let text = reader.out.trim();
    if reader.marked { text.nfc().collect() } else { text.to_owned() }
}

struct Reader<'a> {
    rest: &'a str,
    out: String,
    depth: usize,
    /// Whether combining marks were written.
    marked: bool,
}

impl<'a> Reader<'a> {
    /// Reads to the end, or to the brace that closes the group.
    fn run(&mut self, in_group: bool) {
        while let Some(c) = self.bump() {
            match c {
                '\\' => self.command(),
                '{' => self.group(),
                '}' if in_group => return,
                '}' | '$' => {}
                '^' => self.script(superscript, '^'),
                '_' => self.script(subscript, '_'),
                '\'' => self.out.push('′'),
                '&' if self.rest.starts_with("lt;") || self.rest.starts_with("gt;") => {
                    self.out.push(if self.rest.starts_with('l') { '<' } else { '>' });
                    self.rest = &self.rest[3..];
                }
                '&' | '~' => self.space(),
                _ if c.is_whitespace() => self.space(),
                _ => self.out.push(c),
            }
        }
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn space(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    /// What follows an opening brace, in place.
    fn group(&mut self) {
        if self.depth < MAX_DEPTH {
            self.depth += 1;
            self.run(true);
            self.depth -= 1;
        }
    }

    /// The next argument: a group, a command or one character.
    fn argument(&mut self) -> String {
        self.rest = self.rest.trim_start();
        let before = std::mem::take(&mut self.out);
        if self.depth < MAX_DEPTH {
            self.depth += 1;
            match self.rest.chars().next() {
                None | Some('}') => {}
                Some(c) => {
                    self.bump();
                    match c {
                        '{' => self.run(true),
                        '\\' => self.command(),
                        _ => self.out.push(c),
                    }
                }
            }
            self.depth -= 1;
        }
        let argument = std::mem::replace(&mut self.out, before);
        argument.trim().to_owned()
    }

    /// An optional argument in brackets.
    fn option(&mut self) -> Option<&'a str> {
        let (option, rest) = self.rest.trim_start().strip_prefix('[')?.split_once(']')?;
        self.rest = rest;
        Some(option)
    }

    fn command(&mut self) {
        let rest = self.rest;
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (name, after) = rest.split_at(length);
        self.rest = after;
        if name.is_empty() {
            self.sign();
        } else {
            self.named(name);
        }
    }

    /// A command of one character that is not a letter.
    fn sign(&mut self) {
        match self.bump() {
            Some('|') => self.out.push('‖'),
            Some('!' | '/' | '-' | '(' | ')') | None => {}
            Some(c @ ('{' | '}' | '%' | '$' | '#' | '&' | '_')) => self.out.push(c),
            Some(_) => self.space(),
        }
    }

    fn named(&mut self, name: &str) {
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" | "nicefrac" | "sfrac" => self.fraction(),
            "binom" | "dbinom" | "tbinom" => {
                let (n, k) = (self.argument(), self.argument());
                self.out.push_str(&format!("({n} choose {k})"));
            }
            "sqrt" => {
                if let Some(degree) = self.option() {
                    self.out.extend(degree.chars().map(|c| superscript(c).unwrap_or(c)));
                }
                let of = self.argument();
                self.out.push('√');
                self.operand(&of);
            }
            "mathbb" | "mathds" | "mathbbm" | "Bbb" => {
                let letters = self.argument();
                self.out.extend(letters.chars().map(double_struck));
            }
            "left" | "right" | "middle" | "big" | "Big" | "bigg" | "Bigg" | "bigl" | "bigr" | "Bigl" | "Bigr"
            | "biggl" | "biggr" | "Biggl" | "Biggr" | "bigm" => {
                self.rest = self.rest.trim_start();
                if self.rest.starts_with('.') {
                    self.bump();
                }
            }
            "begin" | "end" => {
                let environment = self.argument();
                if name == "begin" && matches!(environment.as_str(), "array" | "alignat" | "alignat*" | "subarray") {
                    self.argument();
                }
                self.space();
            }
            "label" | "color" | "hspace" | "vspace" | "mspace" | "phantom" | "hphantom" | "vphantom" | "tag" => {
                self.argument();
            }
            "textcolor" | "overset" | "stackrel" | "underset" => {
                self.argument();
                let shown = self.argument();
                self.out.push_str(&shown);
            }
            "not" => {
                let negated = self.argument();
                self.out.push_str(&negated);
                self.mark('\u{338}');
            }
            _ => self.styled(name),
        }
    }

    fn styled(&mut self, name: &str) {
        if let Some(mark) = accent(name) {
            let letter = self.argument();
            self.out.push_str(&letter);
            // A mark over a word would look as if it stood over its last letter.
            if letter.chars().count() == 1 {
                self.mark(mark);
            }
            return;
        }
        match name {
            "norm" | "abs" => {
                let bar = if name == "norm" { '‖' } else { '|' };
                let of = self.argument();
                self.out.push_str(&format!("{bar}{of}{bar}"));
            }
            "over" => self.out.push('/'),
            "quad" | "qquad" | "space" | "thinspace" | "enspace" | "thickspace" | "newline" | "hfill" => self.space(),
            "mod" | "bmod" | "choose" => self.word(name),
            "pmod" => {
                let modulus = self.argument();
                self.out.push_str(&format!(" (mod {modulus})"));
            }
            _ if QUIET.contains(&name) => {
                if self.rest.starts_with('*') {
                    self.bump();
                }
                self.rest = self.rest.trim_start();
            }
            _ => self.symbol_or_word(name),
        }
    }

    fn symbol_or_word(&mut self, name: &str) {
        if let Some(c) = symbol(name) {
            self.symbol(c);
        } else if WORDS.contains(&name) {
            self.word(name);
        } else if let Some((head, tail)) = split_command(name).filter(|_| self.depth < MAX_DEPTH) {
            let argument = Reader { rest: tail, out: String::new(), depth: self.depth, marked: false }.argument_all();
            match head {
                "mathbb" => self.out.extend(argument.chars().map(double_struck)),
                "sqrt" => self.out.push_str(&format!("√{argument}")),
                _ => self.out.push_str(&argument),
            }
            if let Some(mark) = accent(head).filter(|_| argument.chars().count() == 1) {
                self.mark(mark);
            }
        } else {
            self.out.push_str(name);
            if self.rest.starts_with('{') {
                self.space();
            }
        }
    }

    fn argument_all(mut self) -> String {
        self.run(false);
        self.out
    }

    fn fraction(&mut self) {
        let (above, below) = (self.argument(), self.argument());
        self.operand(&above);
        self.out.push('/');
        self.operand(&below);
    }

    /// A part that needs parentheses unless it is one word, number or bracketed whole.
    fn operand(&mut self, part: &str) {
        let simple = part.chars().all(|c| c.is_alphanumeric() || "′^_√.|‖∞".contains(c) || is_mark(c));
        let whole = part.starts_with('(') && part.find(')') == Some(part.len() - 1);
        if simple || whole {
            self.out.push_str(part);
        } else {
            self.out.push_str(&format!("({part})"));
        }
    }

    /// A character, with as much space as the source gave it on its right.
    fn symbol(&mut self, c: char) {
        let after = self.rest.trim_start();
        let spaced = after.len() < self.rest.len();
        self.rest = after;
        if c.is_alphabetic() || "∞∇∂∅∀∃∑∏∫¬′…".contains(c) || "⟨⌈⌊⟩⌉⌋|‖{}[]".contains(c)
        {
            self.out.push(c);
            return;
        }
        let wanted = spaced && !after.is_empty() && !after.starts_with(['_', '^', ',', '.', ';', ')', ']', '}', '$']);
        if wanted && !self.out.ends_with(['(', '[', '{', '^', '_']) {
            self.space();
        }
        self.out.push(c);
        if wanted {
            self.space();
        }
    }

    /// A word such as "log", apart from the letters beside it.
    fn word(&mut self, word: &str) {
        if self.out.ends_with(char::is_alphanumeric) || self.out.ends_with([')', ']', '}']) {
            self.space();
        }
        self.out.push_str(word);
        let mut after = self.rest.strip_prefix('\\').unwrap_or(self.rest).chars();
        let letter = after.next().is_some_and(|c| c.is_alphanumeric()) && !self.rest.starts_with("\\left");
        if letter || self.rest.starts_with('{') {
            self.space();
        } else if self.rest.trim_start().starts_with("\\{") || self.rest.trim_start().starts_with("\\left") {
            self.rest = self.rest.trim_start();
        }
    }

    fn mark(&mut self, mark: char) {
        self.out.push(mark);
        self.marked = true;
    }

    fn script(&mut self, small: fn(char) -> Option<char>, sign: char) {
        let argument = self.argument();
        let raised = sign == '^';
        if raised && matches!(argument.as_str(), "′" | "′′" | "*" | "†" | "‡") {
            self.out.push_str(&argument);
        } else if raised && argument == "∘" {
            self.out.push('°');
        } else if !argument.is_empty() && argument.chars().all(|c| small(c).is_some()) {
            self.out.extend(argument.chars().filter_map(small));
        } else if argument.chars().count() == 1
            || (!argument.is_empty() && argument.chars().all(|c| c.is_ascii_digit() || c == '.'))
            || (!raised && !argument.is_empty() && argument.chars().all(char::is_alphanumeric))
        {
            self.out.push(sign);
            self.out.push_str(&argument);
        } else if !argument.is_empty() {
            self.out.push_str(&format!("{sign}({argument})"));
        }
    }
}

/// Commands that say how something looks, not what it is.
#[rustfmt::skip]
const QUIET: &[&str] = &[
    "allowbreak", "bf", "bm", "bold", "boldsymbol", "boxed", "cal", "displaylimits", "displaystyle", "emph",
    "ensuremath", "hbox", "it", "kern", "limits", "mathbf", "mathbin", "mathcal", "mathclose", "mathfrak", "mathit",
    "mathnormal", "mathop", "mathopen", "mathord", "mathpunct", "mathrel", "mathrm", "mathscr", "mathsf", "mathtt",
    "mbox", "mc", "nolimits", "nonumber", "notag", "operatorname", "overbrace", "pmb", "protect", "rm", "sc",
    "scriptscriptstyle", "scriptstyle", "sf", "sl", "smash", "text", "textbf", "textit", "textnormal", "textrm",
    "textsc", "textsf", "textsl", "textstyle", "texttt", "textup", "tt", "underbrace", "varvec", "vcenter", "xspace",
];

#[rustfmt::skip]
const WORDS: &[&str] = &[
    "Pr", "arccos", "arcsin", "arctan", "arg", "argmax", "argmin", "cos", "cosh", "cot", "coth", "csc", "deg", "det",
    "dim", "exp", "gcd", "hom", "inf", "ker", "lg", "lim", "liminf", "limsup", "ln", "log", "max", "min", "poly",
    "polylog", "rank", "sec", "sign", "sin", "sinh", "sup", "tan", "tanh", "tr",
];

fn accent(name: &str) -> Option<char> {
    Some(match name {
        "hat" | "widehat" | "wh" => '\u{302}',
        "tilde" | "widetilde" | "Tilde" | "wt" => '\u{303}',
        "bar" | "overline" => '\u{304}',
        "vec" => '\u{20d7}',
        "dot" => '\u{307}',
        "ddot" => '\u{308}',
        "check" => '\u{30c}',
        "breve" => '\u{306}',
        "acute" => '\u{301}',
        "grave" => '\u{300}',
        "mathring" => '\u{30a}',
        "underline" | "underbar" => '\u{332}',
        _ => return None,
    })
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{338}' | '\u{20d7}')
}

fn double_struck(c: char) -> char {
    let offset = |base: u32, from: char| char::from_u32(base + (c as u32 - from as u32)).unwrap_or(c);
    match c {
        'C' => 'ℂ',
        'H' => 'ℍ',
        'N' => 'ℕ',
        'P' => 'ℙ',
        'Q' => 'ℚ',
        'R' => 'ℝ',
        'Z' => 'ℤ',
        'A'..='Z' => offset(0x1d538, 'A'),
        'a'..='z' => offset(0x1d552, 'a'),
        '0'..='9' => offset(0x1d7d8, '0'),
        _ => c,
    }
}

fn superscript(c: char) -> Option<char> {
    Some(match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32('⁰' as u32 + (c as u32 - '0' as u32))?,
        '+' => '⁺',
        '-' | '−' => '⁻',
        'n' => 'ⁿ',
        'i' => 'ⁱ',
        _ => return None,
    })
}

fn subscript(c: char) -> Option<char> {
    Some(match c {
        '0'..='9' => char::from_u32('₀' as u32 + (c as u32 - '0' as u32))?,
        '+' => '₊',
        '-' | '−' => '₋',
        _ => return None,
    })
}
