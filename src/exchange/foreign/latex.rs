//! TeX text to text: commands and accents become letters, braces go, and what Markdown can say is marked for the escaper.
//!
//! Formulas stay as they stand, and so does a command that is not known, with its arguments. A sign that TeX has escaped
//! means itself, and would mean something else where entries are read: it becomes one of [`LITERALS`].

use super::html::{EM, EM_END, Marks, STRONG, STRONG_END};
use crate::text::tex::command::{Mark, accent, accented, letter, mark, sign, silent, switch};

/// Signs that mean themselves: the character of a private plane that stands for each, the sign, and its Markdown.
const LITERALS: [(char, char, &str); 5] = [
    ('\u{f0010}', '$', "\\$"),
    ('\u{f0011}', '\\', "&#92;"),
    ('\u{f0012}', '{', "\\{"),
    ('\u{f0013}', '}', "\\}"),
    ('\u{f0014}', '~', "&#126;"),
];

/// Groups within groups that are read; a text with deeper ones stays as it is.
const DEEPEST: usize = 50;

/// How an entry writes a sign that means itself, or nothing where the character is none.
pub(super) fn markdown(c: char) -> Option<&'static str> {
    LITERALS.iter().find(|(literal, ..)| *literal == c).map(|(.., markdown)| *markdown)
}

/// The text with the signs themselves.
pub(super) fn without_literals(text: String) -> String {
    if !text.contains(is_literal) {
        return text;
    }
    let sign = |c: char| LITERALS.iter().find(|(literal, ..)| *literal == c).map_or(c, |(_, sign, _)| *sign);
    text.chars().map(sign).collect()
}

/// Whether a character stands for a sign that means itself.
pub(super) fn is_literal(c: char) -> bool {
    ('\u{f0010}'..='\u{f0014}').contains(&c)
}

/// The text of a piece of TeX. The time it takes is linear in its length, whatever a stranger has nested.
pub(super) fn flatten(tex: &str, marks: Marks) -> String {
    if depth(tex) > DEEPEST {
        return tex.to_owned();
    }
    let mut flat = Flat { marks, out: String::with_capacity(tex.len()), depth: 0, is_over: [false; 2] };
    let mut tex = tex.trim();
    while tex.starts_with('{') && group(tex) == Some(tex.len()) {
        tex = tex[1..tex.len() - 1].trim();
    }
    flat.text(tex);
    flat.out
}

/// The length of the group that a text begins with, braces and all.
pub(in crate::exchange) fn group(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (byte == b'}').then_some(at + 1);
        }
    }
    None
}

/// How deep groups stand within groups.
fn depth(tex: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in tex.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

struct Flat {
    marks: Marks,
    out: String,
    depth: usize,
    /// Whether nothing more of the text closes a formula that `\(`, or `\[`, opens.
    is_over: [bool; 2],
}

impl Flat {
    fn text(&mut self, tex: &str) {
        let mut at = 0;
        while at < tex.len() {
            let rest = &tex[at..];
            let plain = rest.find(['\\', '$', '{', '}', '~', '-', '`', '\'']).unwrap_or(rest.len());
            self.out.push_str(&rest[..plain]);
            at += plain;
            if plain < rest.len() {
                at += self.special(&rest[plain..]);
            }
        }
    }

    /// Reads what begins with a sign of TeX; gives its length.
    fn special(&mut self, rest: &str) -> usize {
        let ligature = [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")];
        if let Some((tex, text)) = ligature.iter().find(|(tex, _)| rest.starts_with(tex)) {
            self.out.push_str(text);
            return tex.len();
        }
        match rest.as_bytes()[0] {
            b'\\' => return self.backslash(rest),
            b'$' => return self.formula(rest),
            b'{' => return self.group(rest),
            b'}' => {}
            b'~' => self.out.push(' '),
            other => self.out.push(char::from(other)),
        }
        1
    }

    fn group(&mut self, rest: &str) -> usize {
        let Some(length) = group(rest) else { return 1 };
        let inner = &rest[1..length - 1];
        match self.marks == Marks::Kept && self.depth == 0 && !self.out.is_empty() && is_capitalised(inner) {
            true => self.out.push_str(&rest[..length]),
            false => self.inner(inner),
        }
        length
    }

    /// The text of a group, which a command at its beginning may mark.
    fn inner(&mut self, inner: &str) {
        let name = inner.trim_start().strip_prefix('\\').map_or("", name);
        match switch(name).filter(|_| !inner.trim_start()[1 + name.len()..].starts_with('{')) {
            Some(mark) => {
                let after = inner.trim_start()[1 + name.len()..].trim_start();
                self.marked(mark, after);
            }
            None => self.nested(inner),
        }
    }

    fn nested(&mut self, inner: &str) {
        let is_over = std::mem::take(&mut self.is_over);
        self.depth += 1;
        self.text(inner);
        self.depth -= 1;
        self.is_over = is_over;
    }

    fn marked(&mut self, mark: Mark, inner: &str) {
        let marks = match mark {
            Mark::Emphasis => Some((EM, EM_END)),
            Mark::Strong => Some((STRONG, STRONG_END)),
            _ => None,
        };
        match marks.filter(|_| self.marks == Marks::Kept) {
            Some((start, end)) => {
                self.out.push(start);
                self.nested(inner);
                self.out.push(end);
            }
            None => self.nested(inner),
        }
    }

    /// A formula between dollars as it stands; one that is but a sign, as which TeX writes what it would else read, is
    /// that sign.
    fn formula(&mut self, rest: &str) -> usize {
        let dollars = if rest.starts_with("$$") { "$$" } else { "$" };
        let body = &rest[dollars.len()..];
        let end = closing(body, dollars).filter(|end| !body[..*end].trim().is_empty());
        let Some(end) = end else {
            dollars.chars().for_each(|_| self.literal('$'));
            return dollars.len();
        };
        match body[..end].trim() {
            sign @ ("<" | ">" | "|") => self.out.push_str(sign),
            "\\lbrace" | "\\{" => self.literal('{'),
            "\\rbrace" | "\\}" => self.literal('}'),
            _ => self.out.push_str(&rest[..end + 2 * dollars.len()]),
        }
        end + 2 * dollars.len()
    }

    /// A sign that means itself. In an address nothing is read, so there it stands as it is.
    fn literal(&mut self, sign: char) {
        if sign == '~' && self.out.rsplit(char::is_whitespace).next().is_some_and(|word| word.contains("://")) {
            return self.out.push(sign);
        }
        self.out.push(LITERALS.iter().find(|(_, known, _)| *known == sign).map_or(sign, |(literal, ..)| *literal));
    }

    fn backslash(&mut self, rest: &str) -> usize {
        let after = &rest[1..];
        let name = name(after);
        if !name.is_empty() {
            return 1 + name.len() + self.command(name, &after[name.len()..]);
        }
        let Some(c) = after.chars().next() else {
            self.literal('\\');
            return 1;
        };
        let length = 1 + c.len_utf8();
        match c {
            '(' | '[' => {
                let (kind, close) = if c == '(' { (0, "\\)") } else { (1, "\\]") };
                let end = if self.is_over[kind] { None } else { after.find(close) };
                self.is_over[kind] = end.is_none();
                let end = end.map_or(length, |end| 1 + end + close.len());
                self.out.push_str(&rest[..end]);
                return end;
            }
            '$' | '{' | '}' => self.literal(c),
            '\\' | ' ' | ',' | ';' | ':' | '\n' | '\t' => self.out.push(' '),
            '/' | '-' | '!' | '@' | '*' => {}
            '`' | '\'' | '^' | '~' | '=' | '.' | '"' => {
                let mut buffer = [0; 4];
                return length + self.accent(c.encode_utf8(&mut buffer), &after[c.len_utf8()..]);
            }
            c => self.out.push(c),
        }
        length
    }

    /// Reads a command by what stands after its name; gives the length of that.
    fn command(&mut self, name: &str, rest: &str) -> usize {
        if accent(name).is_some() {
            return self.accent(name, rest);
        }
        if let Some(text) = letter(name).or_else(|| sign(name)) {
            let chars =
                text.chars().map(|c| if LITERALS.iter().any(|(_, sign, _)| *sign == c) { Err(c) } else { Ok(c) });
            chars.for_each(|c| match c {
                Ok(c) => self.out.push(c),
                Err(sign) => self.literal(sign),
            });
            let spaces = rest.len() - rest.trim_start().len();
            return if rest.starts_with("{}") {
                2
            } else if letter(name).is_some() {
                spaces
            } else {
                0
            };
        }
        if let Some(length) = rest.starts_with('{').then(|| group(rest)).flatten() {
            let inner = &rest[1..length - 1];
            match name {
                "ensuremath" => self.out.extend(["$", inner, "$"]),
                "url" | "path" | "nolinkurl" => self.out.push_str(inner),
                "href" => {
                    let shown = &rest[length..];
                    let Some(more) = group(shown) else { return length };
                    self.nested(&shown[1..more - 1]);
                    return length + more;
                }
                _ if mark(name).is_some() => self.marked(mark(name).unwrap_or(Mark::None), inner),
                _ if switch(name).is_some() => self.nested(inner),
                _ => return self.unknown(name, rest),
            }
            return length;
        }
        match switch(name) {
            Some(_) => rest.len() - rest.trim_start().len(),
            None => self.unknown(name, rest),
        }
    }

    /// A command that says nothing to a reader goes with its arguments, and one that nobody knows stays with them.
    fn unknown(&mut self, name: &str, rest: &str) -> usize {
        let said = silent(name);
        let mut length = 0;
        let mut left = said.unwrap_or(9);
        while left > 0
            && let Some(end) = group(&rest[length..])
        {
            length += end;
            left -= 1;
        }
        if said.is_none() {
            self.out.extend(["\\", name, &rest[..length]]);
        }
        length
    }

    /// An accent over the letter that follows; gives the length of the letter.
    fn accent(&mut self, name: &str, rest: &str) -> usize {
        let spaces = rest.len() - rest.trim_start().len();
        let from = &rest[spaces..];
        let (length, letters) = match from.chars().next() {
            Some('{') => match group(from) {
                Some(length) => (length, flatten(&from[1..length - 1], Marks::None)),
                None => (1, String::new()),
            },
            Some('\\') => {
                let name = self::name(&from[1..]);
                (1 + name.len(), letter(name).unwrap_or_default().to_owned())
            }
            Some(c) if c.is_alphabetic() => (c.len_utf8(), c.to_string()),
            _ => (0, String::new()),
        };
        let mark = accent(name).unwrap_or('\u{301}');
        let mut chars = letters.chars();
        match chars.next() {
            Some(first) => {
                match accented(first, mark) {
                    Some(whole) => self.out.push(whole),
                    None => self.out.extend([first, mark]),
                }
                self.out.push_str(chars.as_str());
                spaces + length
            }
            // An accent over nothing is the sign itself.
            None if name == "~" => {
                self.literal('~');
                length
            }
            None => {
                self.out.push_str(if name.len() == 1 && !name.as_bytes()[0].is_ascii_alphabetic() { name } else { "" });
                length
            }
        }
    }
}

/// Whether braces are what keeps the capital of a word in titles, which nothing else of the word tells.
fn is_capitalised(inner: &str) -> bool {
    let mut letters = inner.chars();
    letters.next().is_some_and(char::is_uppercase) && inner.chars().count() > 1 && letters.all(char::is_lowercase)
}

/// The letters of a command's name.
fn name(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_alphabetic).count()]
}

/// Where the dollars stand that end a formula.
fn closing(body: &str, dollars: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = body[at..].find(['\\', '$']) {
        at += found;
        if body[at..].starts_with(dollars) {
            return Some(at);
        }
        at += 1 + body[at + 1..].chars().next().filter(|_| body[at..].starts_with('\\')).map_or(0, char::len_utf8);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::foreign::{Coding, line, marked_line};
    use crate::text::plain;

    #[test]
    fn tex_becomes_text() {
        for (tex, text) in [
            (
                r#"G{\"o}del, \'Etude, \c{c}a, {\v S}koda, \H{o}, na\"{\i}ve, {\'{\i}}"#,
                "Gödel, Étude, ça, Škoda, ő, naïve, í",
            ),
            (r#"{\O}re \AA ngstr\"om \ss{} \ae{}on"#, r#"Øre Ångström ß æon"#),
            (r#"A~tie -- and --- dashes ``quoted''"#, r#"A tie – and — dashes “quoted”"#),
            (r#"{GPT}-4 {and {BERT}}"#, r#"GPT-4 and BERT"#),
            (r#"R\&D 5\% \#1 a\_b \$5 \textbackslash x \{a\}"#, r#"R&D 5% #1 a_b $5 \ x {a}"#),
            (r#"{\textasciitilde}x $<$ y {$\lbrace$}"#, r#"~x < y {"#),
            (r#"\emph{Soft} {\em hard} \textbf{bold}"#, r#"Soft hard bold"#),
            (r#"\url{https://x.org/a_b} \href{https://x.org}{there}"#, r#"https://x.org/a_b there"#),
            (r#"\unknown{x} \cite{y}"#, r#"\unknown{x} \cite{y}"#),
            (r#"an unclosed {brace and a lone } and \"#, r#"an unclosed brace and a lone and \"#),
            (r#"x\ensuremath{\alpha}y $\beta_1$"#, r#"x$\alpha$y $\beta_1$"#),
        ] {
            assert_eq!(line(tex, Coding::Tex), text, "{tex}");
        }
    }

    #[test]
    fn markdown_shows_what_tex_shows() {
        for (tex, markdown, shown) in [
            ("Some {Bayesian} {BERT} {and}", "Some {Bayesian} BERT and", "Some Bayesian BERT and"),
            (r#"\emph{Soft} {\bf hard} words"#, r#"*Soft* **hard** words"#, r#"Soft hard words"#),
            (r#"Costs \$5 to \$a\$"#, r#"Costs \$5 to \$a\$"#, r#"Costs $5 to $a$"#),
            (r#"a\_b, a*b, \{c\}, {\textbackslash}d"#, r#"a_b, a\*b, \{c\}, &#92;d"#, r#"a_b, a*b, {c}, \d"#),
            (r"See http://x.org/{\textasciitilde}y", "See http://x.org/~y", "See http://x.org/~y"),
            (r#"On $\ell_1$-norms"#, r#"On $\ell_1$-norms"#, r#"On ℓ₁-norms"#),
        ] {
            assert_eq!(marked_line(tex, Coding::Tex), markdown);
            assert_eq!(plain(markdown), shown);
        }
    }

    #[test]
    fn what_is_nested_without_end_stays_as_it_is() {
        for open in ["{", "\\'{", "\\emph{", "\\foo{", "\\(", "$"] {
            let tex = format!("{}x{}", open.repeat(100_000), "}".repeat(100_000));
            assert!(flatten(&tex, Marks::Kept).contains('x'));
            flatten(&open.repeat(100_000), Marks::Kept);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(tex in "[\\\\{}$~`'a-zé \\-\"^]{0,60}|\\PC{0,60}") {
            flatten(&tex, Marks::Kept);
        }
    }
}
