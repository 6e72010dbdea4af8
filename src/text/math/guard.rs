//! What is checked before and after a formula goes through the converter.

use std::collections::BTreeMap;

use super::symbols::symbol;

/// Longer formulas are shown as source. The longest of a hundred thousand real ones fit.
const MAX_BYTES: usize = 2_000;
/// The converter recurses, and a thread's stack ends: an unoptimised build needs some 20 kB a level, of 2 MB. Real
/// formulas have at most some 20 levels.
const MAX_LEVELS: usize = 48;

/// Counts what a formula would cost the converter, knowing what the macros cost.
pub(super) struct Guard {
    macros: BTreeMap<String, usize>,
}

impl Guard {
    /// A guard that knows the macros by name and definition.
    pub(super) fn new<'a>(macros: impl Iterator<Item = (&'a str, &'a str)>) -> Guard {
        let none = Guard { macros: BTreeMap::new() };
        Guard { macros: macros.map(|(name, tex)| (name.to_owned(), none.weight(tex))).collect() }
    }

    /// The levels that a macro adds where it is used. One that repeats its argument is heavy, since nesting it multiplies
    /// the formula.
    fn weight(&self, tex: &str) -> usize {
        let repeats = (1..=9).map(|n| tex.matches(&format!("#{n}")).count().saturating_sub(1)).sum::<usize>();
        3 + self.levels(tex) + 8 * repeats.min(2)
    }

    /// Refuses what could overflow the converter's stack, with the reason as a lower-case sentence.
    pub(super) fn check(&self, tex: &str) -> Result<(), String> {
        if tex.len() > MAX_BYTES {
            return Err(format!("it is longer than {MAX_BYTES} bytes"));
        }
        if self.levels(tex) > MAX_LEVELS {
            return Err(format!("it is nested more than {MAX_LEVELS} levels deep"));
        }
        Ok(())
    }

    /// An upper bound of how deep the converter recurses: what is open, and commands in a row, since each may take the
    /// next as its argument without braces.
    fn levels(&self, tex: &str) -> usize {
        let mut count = Levels::default();
        let bytes = tex.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' => {
                    let name = bytes[at + 1..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
                    let name = &tex[at + 1..at + 1 + name];
                    count.command(name, self.macros.get(name).copied());
                    at += name.len().max(1);
                }
                b'{' => count.open(),
                b'}' => count.close(),
                b'^' | b'_' => count.row += 1,
                b'[' if count.atoms == 0 && count.row > 0 => count.in_option = true,
                b']' => count.in_option = false,
                byte if byte.is_ascii_whitespace() => {}
                _ => count.atom(),
            }
            count.deepest = count.deepest.max(count.outside + count.row);
            at += 1;
        }
        count.deepest
    }
}

#[derive(Default)]
struct Levels {
    deepest: usize,
    /// Levels outside of the group that is read, and for each open group how long the row before it was.
    outside: usize,
    groups: Vec<usize>,
    /// Commands that may still be waiting for an argument, and the arguments that came since the last of them.
    row: usize,
    atoms: usize,
    in_option: bool,
}

impl Levels {
    fn command(&mut self, name: &str, weight: Option<usize>) {
        match name {
            _ if weight.is_some() => {
                self.row += weight.unwrap_or_default();
                self.atoms = 0;
            }
            "left" | "begin" | "genfrac" | "sideset" => self.outside += 1,
            "right" | "end" => self.outside = self.outside.saturating_sub(1),
            "" => {}
            _ if symbol(name).is_some() => self.atom(),
            _ => {
                self.row += 1;
                self.atoms = 0;
            }
        }
    }

    /// No command but those counted for good takes more than two arguments.
    fn atom(&mut self) {
        self.atoms += usize::from(!self.in_option);
        if self.atoms >= 2 {
            self.row = 0;
        }
    }

    fn open(&mut self) {
        self.outside += 1 + self.row;
        self.groups.push(std::mem::take(&mut self.row));
        self.atoms = 0;
        self.in_option = false;
    }

    fn close(&mut self) {
        if let Some(row) = self.groups.pop() {
            self.outside = self.outside.saturating_sub(1 + row);
            self.row = row;
            self.atoms = 0;
            self.atom();
        }
    }
}

/// Elements that the converter writes for formulas and the text in them. Nothing here can run or load anything.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "math", "menclose", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom",
    "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd",
    "mtext", "mtr", "munder", "munderover", "b", "code", "em", "i", "s", "span", "u",
];

#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "accent", "accentunder", "class", "columnspan", "depth", "display", "displaystyle", "fence", "form", "height",
    "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rowspan",
    "rspace", "scriptlevel", "separator", "stretchy", "style", "symmetric", "voffset", "width",
];

/// Whether a string is one `<math>` element of allowed elements and attributes, properly nested.
pub(super) fn is_mathml(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find(['<', '&']) {
        if open.is_empty() && (start > 0 || rest.len() != html.len()) {
            return false;
        }
        let after = &rest[start + 1..];
        if rest.as_bytes()[start] == b'&' {
            let Some(length) = entity(after) else { return false };
            rest = &after[length..];
            continue;
        }
        let Some(end) = after.find('>') else { return false };
        let tag = &after[..end];
        rest = &after[end + 1..];
        let allowed = match tag.strip_prefix('/') {
            Some(name) => open.pop() == Some(name),
            None => tag_opens(tag, &mut open),
        };
        if !allowed {
            return false;
        }
    }
    open.is_empty() && rest.is_empty() && !html.is_empty()
}

/// The length of a character reference after its ampersand.
fn entity(after: &str) -> Option<usize> {
    let end = after.bytes().take(9).position(|b| b == b';')?;
    let name = &after[..end];
    let number = name.strip_prefix('#').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_alphanumeric()));
    (number || matches!(name, "amp" | "lt" | "gt" | "quot")).then_some(end + 1)
}

fn tag_opens<'a>(tag: &'a str, open: &mut Vec<&'a str>) -> bool {
    let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    if !ELEMENTS.contains(&name) || open.is_empty() != (name == "math") {
        return false;
    }
    while !rest.trim_start().is_empty() {
        let Some((attribute, after)) = rest.trim_start().split_once("=\"") else { return false };
        let Some((value, after)) = after.split_once('"') else { return false };
        if !ATTRIBUTES.contains(&attribute) || !value_is_tame(value) {
            return false;
        }
        rest = after;
    }
    if !closed {
        open.push(name);
    }
    true
}

/// Lengths, keywords, colours and declarations; no parentheses, so that no style can load anything.
fn value_is_tame(value: &str) -> bool {
    value.bytes().all(|b| b.is_ascii_alphanumeric() || b" :;.,%#+-_".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_counted_from_above() {
        let guard = Guard::new(std::iter::empty());
        for (tex, most) in [("x", 1), ("{{x}}", 2), (r"\frac{a}{b} + \frac{c}{d}", 3), (r"\alpha\beta\gamma", 3)] {
            assert!(guard.levels(tex) <= most, "{tex}: {}", guard.levels(tex));
        }
        for deep in [
            "{".repeat(101),
            r"\left(".repeat(101),
            r"\sqrt".repeat(101),
            r"\sqrt{".repeat(51),
            r"\begin{matrix}".repeat(101),
        ] {
            assert!(guard.check(&deep).is_err(), "{deep}");
        }
    }

    #[test]
    fn only_mathml_passes() {
        assert!(is_mathml(r#"<math display="block"><mrow><mi>x</mi><mo lspace="0.2em">&lt;</mo></mrow></math>"#));
        for bad in [
            "",
            "x",
            "<math>",
            "</math>",
            "<math></math>x",
            "<math></math><math></math>",
            "<math><mi></math></mi>",
            "<math><script></script></math>",
            "<math><mi onclick=\"x\">x</mi></math>",
            "<math><mi style=\"background:url(x)\">x</mi></math>",
            "<math><mtext><a href=\"#x\">x</a></mtext></math>",
            "<math><mi class='x'>x</mi></math>",
            "<math><mi>&evil</mi></math>",
            "<math><svg/onload=alert(1)></math>",
            "<mi>x</mi>",
            "<math><mi",
        ] {
            assert!(!is_mathml(bad), "{bad}");
        }
    }
}
