//! The text commands of TeX, as Markdown and slots.

use super::super::math::{split_command, symbol};
use super::super::tex::command::{self, Mark};
use super::lower::{Closing, Lower, Shape, Slot, unescaped};

impl Lower<'_> {
    /// What begins with the backslash at the reading position.
    pub(super) fn command(&mut self) {
        let after = &self.rest()[1..];
        let length = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = &after[..length];
        if name.is_empty() {
            self.escape();
            return;
        }
        let start = self.at;
        self.at += 1 + length;
        if self.letters(name) || self.marks(name) || self.links(name) || self.lists_and_notes(name) {
            return;
        }
        self.formulas_and_unknown(name, start);
    }

    /// A backslash before something that is not a letter.
    fn escape(&mut self) {
        let rest = self.rest();
        let Some(c) = rest[1..].chars().next() else { return self.replace(1, "\\\\") };
        match c {
            '\\' => self.replace(2, " "),
            ' ' | '\n' | '\t' | '\r' | ';' | ':' => self.replace(1 + c.len_utf8(), " "),
            ',' => self.replace(2, "\u{2009}"),
            '/' | '@' => self.at += 2,
            '-' if self.source[..self.at].ends_with(char::is_alphabetic) => self.at += 2,
            '\'' if self.is_possessive() => self.replace(2, "'"),
            _ if self.accent(&rest[1..1 + c.len_utf8()]) => {}
            _ if c.is_ascii_punctuation() => self.replace(2, &rest[..2]),
            _ => self.replace(1, "\\\\"),
        }
    }

    /// Whether `\'` stands for an apostrophe that was escaped for some programming language: "it\'s".
    fn is_possessive(&self) -> bool {
        let word = self.rest()[2..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        self.source[..self.at].ends_with(char::is_alphabetic) && matches!(word, "s" | "ll" | "re" | "ve" | "m" | "t")
    }

    /// An accent over the letter that follows, if there is such a letter.
    fn accent(&mut self, name: &str) -> bool {
        let Some(mark) = command::accent(name) else { return false };
        let rest = &self.rest()[1 + name.len()..];
        let inner = rest.trim_start_matches(' ');
        let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if named && inner.len() == rest.len() && !inner.starts_with('{') {
            return false;
        }
        let braced = inner.strip_prefix('{');
        let letters = braced.unwrap_or(inner).trim_start_matches(' ');
        let Some((letter, after)) = base(letters) else { return false };
        let after = match braced {
            Some(_) => match after.trim_start_matches(' ').strip_prefix('}') {
                Some(after) => after,
                None => return false,
            },
            None => after,
        };
        let Some(c) = command::accented(letter, mark) else { return false };
        self.out.markdown.push(c);
        self.at = self.end - after.len();
        true
    }

    fn letters(&mut self, name: &str) -> bool {
        if let Some(letter) = command::letter(name) {
            self.out.markdown.push_str(letter);
            self.skip_spaces();
            if self.rest().starts_with("{}") {
                self.at += 2;
            }
            return true;
        }
        if let Some(sign) = command::sign(name) {
            self.literal(sign);
            if self.rest().starts_with("{}") {
                self.at += 2;
            }
            return true;
        }
        self.at -= 1 + name.len();
        if self.accent(name) {
            return true;
        }
        self.at += 1 + name.len();
        false
    }

    fn marks(&mut self, name: &str) -> bool {
        if let Some(mark) = command::mark(name) {
            let from = self.at;
            self.skip_spaces();
            if self.has_group() {
                self.open(mark);
                self.enter(Closing::Slot(Slot::Close(mark)));
            } else {
                self.at = from;
            }
            return true;
        }
        let Some(mark) = command::switch(name) else { return false };
        self.skip_spaces();
        if let Some((place, _)) = self.closers.last().cloned() {
            self.open(mark);
            self.closers.push((place, Closing::Slot(Slot::Close(mark))));
        }
        true
    }

    fn open(&mut self, mark: Mark) {
        self.out.push_slot(Slot::Open(mark));
    }

    fn links(&mut self, name: &str) -> bool {
        let from = self.at - 1 - name.len();
        match name {
            "url" => {
                if let Some(group) = self.group() {
                    let address = unescaped(self.source[group.clone()].trim());
                    self.out.push_slot(Slot::Url(from..group.end + 1, address));
                    self.at = group.end + 1;
                }
            }
            "href" => {
                if let Some(group) = self.group() {
                    let address = unescaped(self.source[group.clone()].trim());
                    self.at = group.end + 1;
                    if self.has_group() {
                        self.out.push_slot(Slot::OpenLink(from..self.at, address));
                        self.enter(Closing::Slot(Slot::CloseLink));
                    }
                }
            }
            _ => return false,
        }
        true
    }

    fn lists_and_notes(&mut self, name: &str) -> bool {
        if let Some(arguments) = command::silent(name) {
            for _ in 0..arguments {
                self.skip_option();
                if let Some(group) = self.group() {
                    self.at = group.end + 1;
                }
            }
            self.enter(Closing::Nothing);
            return true;
        }
        match name {
            "begin" | "end" => self.environment(name == "begin"),
            "item" => self.item(),
            "footnote" | "footnotetext" if self.has_group() => {
                let glued = !self.source[..self.at - 1 - name.len()].ends_with(char::is_whitespace);
                self.out.markdown.push_str(if glued { " (" } else { "(" });
                self.enter(Closing::Text(")"));
            }
            _ if is_reference(name) => self.reference(name),
            _ => return false,
        }
        true
    }

    /// The keys of a citation in brackets, of any other reference without.
    fn reference(&mut self, name: &str) {
        if self.rest().starts_with('*') {
            self.at += 1;
        }
        self.skip_option();
        self.skip_option();
        if let Some(group) = self.group() {
            let keys = &self.source[group.clone()];
            let shown = if name.contains("ref") { keys.to_owned() } else { format!("[{keys}]") };
            self.literal(&shown);
            self.at = group.end + 1;
        }
    }

    fn environment(&mut self, begins: bool) {
        let Some(group) = self.group() else { return };
        let numbered = match &self.source[group.clone()] {
            "itemize" | "description" => Some(false),
            "enumerate" => Some(true),
            _ => None,
        };
        self.at = group.end + 1;
        if begins {
            self.skip_option();
        }
        match numbered {
            Some(numbered) if begins => self.lists.push(numbered),
            Some(_) => {
                self.lists.pop();
                self.paragraph();
                self.skip_spaces();
            }
            None => {}
        }
    }

    fn item(&mut self) {
        let depth = self.lists.len().min(8);
        if self.shape == Shape::Blocks {
            self.paragraph();
            self.out.markdown.push_str(&"   ".repeat(depth.saturating_sub(1)));
            self.out.markdown.push_str(if self.lists.last() == Some(&true) { "1. " } else { "-  " });
        } else {
            self.out.markdown.push_str(" • ");
        }
        self.skip_spaces();
    }

    fn paragraph(&mut self) {
        if self.shape == Shape::Blocks {
            let kept = self.out.markdown.trim_end_matches([' ', '\n']).len();
            self.out.markdown.truncate(kept);
            self.out.markdown.push_str("\n\n");
        } else {
            self.out.markdown.push(' ');
        }
    }

    /// Symbols and formulas that stand in the text without delimiters, and commands nobody knows, which lose their
    /// backslash.
    fn formulas_and_unknown(&mut self, name: &str, start: usize) {
        if let Some(c) = symbol(name) {
            self.literal(c.encode_utf8(&mut [0; 4]));
        } else if TAKES_FORMULA.contains(&name) {
            let mut end = self.at;
            for _ in 0..2 {
                if let Some(group) = self.group() {
                    end = group.end + 1;
                    self.at = end;
                }
            }
            self.loose_math(start..end);
        } else if let Some((head, tail)) = split_command(name) {
            match command::mark(head).filter(|mark| *mark != Mark::None) {
                Some(mark) => {
                    self.open(mark);
                    self.literal(tail);
                    self.out.push_slot(Slot::Close(mark));
                }
                None => self.loose_math(start..self.at),
            }
        } else {
            self.literal(name);
            self.enter(Closing::Nothing);
        }
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    fn skip_option(&mut self) {
        let rest = self.rest().bytes().take(500);
        if self.rest().starts_with('[')
            && let Some(end) = rest.take_while(|b| *b != b'\n').position(|b| b == b']')
        {
            self.at += end + 1;
        }
    }
}

/// Commands that make a formula of what follows, even outside of one.
#[rustfmt::skip]
const TAKES_FORMULA: &[&str] = &[
    "bar", "binom", "boldsymbol", "dfrac", "frac", "hat", "mathbb", "mathbf", "mathcal", "mathfrak", "mathit",
    "mathrm", "mathsf", "mathtt", "operatorname", "overline", "sqrt", "tfrac", "tilde", "vec", "widehat", "widetilde",
];

fn is_reference(name: &str) -> bool {
    let name = name.trim_start_matches(['C', 'c']);
    name.starts_with("ite")
        || matches!(name, "ref" | "eqref" | "autoref" | "pageref" | "nameref" | "parencite" | "textcite" | "autocite")
}

/// The letter under an accent, and what follows it.
fn base(letters: &str) -> Option<(char, &str)> {
    if let Some(rest) = letters.strip_prefix("\\i").or_else(|| letters.strip_prefix("\\j")) {
        let letter = if letters.starts_with("\\i") { 'i' } else { 'j' };
        let rest = rest.strip_prefix("{}").unwrap_or(rest);
        return (!rest.starts_with(|c: char| c.is_ascii_alphabetic()))
            .then_some((letter, rest.trim_start_matches(' ')));
    }
    let letter = letters.chars().next().filter(|c| c.is_alphabetic())?;
    Some((letter, &letters[letter.len_utf8()..]))
}
