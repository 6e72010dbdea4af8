//! TeX that the converter does not take, as TeX that it does.
//!
//! Papers are written for a TeX with packages, and arrive through databases that escape them or lose their braces. Only
//! what has one sensible reading is rewritten.

use std::borrow::Cow;
use std::ops::Range;

/// Commands with one argument whose braces databases lose: `\mathcal{O}` arrives as `\mathcalO`.
#[rustfmt::skip]
const HEADS: &[&str] = &[
    "bar", "boldsymbol", "dot", "emph", "hat", "mathbb", "mathbf", "mathcal", "mathfrak", "mathit", "mathrm",
    "mathscr", "mathsf", "mathtt", "operatorname", "overline", "sqrt", "text", "textbf", "textit", "textrm", "textsc",
    "textsf", "texttt", "tilde", "underline", "vec", "widehat", "widetilde",
];

/// Splits a command that nobody knows into one with an argument and that argument: one that lost its braces, or one of
/// the names that authors commonly give to a letter in another alphabet (`\cO`, `\calO`, `\Ocal`, `\bbR`).
pub(crate) fn split_command(name: &str) -> Option<(&'static str, &str)> {
    let letter = |text: &str| text.len() == 1 && text.bytes().all(|b| b.is_ascii_uppercase());
    for (prefix, head) in [("cal", "mathcal"), ("c", "mathcal"), ("bb", "mathbb")] {
        if let Some(tail) = name.strip_prefix(prefix).filter(|tail| letter(tail)) {
            return Some((head, tail));
        }
    }
    if let Some(tail) = name.strip_suffix("cal").filter(|tail| letter(tail)) {
        return Some(("mathcal", tail));
    }
    let heads = HEADS.iter().filter(|head| name.len() > head.len() && name.starts_with(*head));
    let head = heads.max_by_key(|head| head.len())?;
    Some((head, &name[head.len()..]))
}

/// Environments by the names that the converter knows; none for those that are the formula itself. Numbered ones lose
/// their numbers, since there is no document to count in.
const ENVIRONMENTS: &[(&str, Option<&str>)] = &[
    ("align", Some("align*")),
    ("alignat", Some("align*")),
    ("alignat*", Some("align*")),
    ("displaymath", None),
    ("displaymath*", None),
    ("eqnarray", Some("align*")),
    ("eqnarray*", Some("align*")),
    ("equation", None),
    ("equation*", None),
    ("flalign", Some("align*")),
    ("flalign*", Some("align*")),
    ("gather", Some("gather*")),
    ("math", None),
    ("multline", Some("gather*")),
    ("multline*", Some("gather*")),
    ("smallmatrix", Some("matrix")),
    ("split", Some("aligned")),
];

/// A formula as the converter wants it: character references of HTML resolved, labels left out, environments renamed.
pub(super) fn normalised(tex: &str) -> Cow<'_, str> {
    let mut tex = Cow::Borrowed(tex.trim());
    for (from, to) in [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")] {
        if tex.contains(from) {
            tex = Cow::Owned(tex.replace(from, to));
        }
    }
    if tex.contains(['#', '%', '&']) {
        tex = Cow::Owned(with_signs(&tex));
    }
    if tex.contains('$') {
        tex = Cow::Owned(without_inner_dollars(&tex));
    }
    if [r"\begin", r"\label", r"\nonumber", r"\notag"].iter().any(|word| tex.contains(word)) {
        tex = Cow::Owned(without_document(&tex));
    }
    tex
}

fn without_document(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let length = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (name, tail) = after.split_at(length);
        rest = match (name, braced(tail)) {
            ("nonumber" | "notag", _) => tail,
            ("label", Some((_, tail))) => tail,
            ("begin" | "end", Some((environment, tail))) => {
                match ENVIRONMENTS.iter().find(|(known, _)| *known == environment) {
                    None => out.push_str(&format!("\\{name}{{{environment}}}")),
                    Some((_, Some(known))) => out.push_str(&format!("\\{name}{{{known}}}")),
                    Some((_, None)) => {}
                }
                match environment.starts_with("alignat") && name == "begin" {
                    true => braced(tail).map_or(tail, |(_, tail)| tail),
                    false => tail,
                }
            }
            _ => {
                let skip = after.chars().next().map_or(0, |c| length.max(c.len_utf8()));
                out.push('\\');
                out.push_str(&after[..skip]);
                &after[skip..]
            }
        };
    }
    out.push_str(rest);
    out
}

/// Signs that mean something to TeX alone, in formulas of people who did not write TeX: "95%", "#".
fn with_signs(tex: &str) -> String {
    let columns = tex.contains("\\begin");
    let mut out = String::with_capacity(tex.len() + 4);
    let mut escaped = false;
    for c in tex.chars() {
        if !escaped && (matches!(c, '#' | '%') || (c == '&' && !columns)) {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

/// Formulas in the text of a formula, as formulas beside two texts: `\text{for $x$ only}`.
fn without_inner_dollars(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len() + 16);
    let mut rest = tex;
    while let Some(at) = rest.find('\\') {
        let (before, command) = rest.split_at(at);
        out.push_str(before);
        let name = &command[1..=command[1..].bytes().take_while(u8::is_ascii_alphabetic).count()];
        let inner = command[1 + name.len()..].strip_prefix('{').filter(|_| name.starts_with("text") || name == "mbox");
        let end = inner.and_then(closing);
        match inner.zip(end).filter(|(inner, end)| inner[..*end].matches('$').count() % 2 == 0) {
            Some((inner, end)) => {
                for (index, part) in inner[..end].split('$').enumerate() {
                    match index % 2 {
                        0 if part.is_empty() => {}
                        0 => out.push_str(&format!("\\{name}{{{part}}}")),
                        _ => out.push_str(&format!("{{{part}}}")),
                    }
                }
                rest = &inner[end + 1..];
            }
            None => {
                let skip = command[1..].chars().next().map_or(1, |c| 1 + name.len().max(c.len_utf8()));
                out.push_str(&command[..skip]);
                rest = &command[skip..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Where the group ends that was opened before a text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What stands in braces at the beginning of a text, and what comes after them.
fn braced(text: &str) -> Option<(&str, &str)> {
    text.trim_start().strip_prefix('{')?.split_once('}')
}

/// Commands by another name that the converter knows.
const RENAMED: &[(&str, &str)] = &[
    ("hbox", "text"),
    ("mbox", "text"),
    ("mc", "mathcal"),
    ("textnormal", "text"),
    ("textsl", "textit"),
    ("textup", "text"),
    ("wh", "widehat"),
    ("wt", "widetilde"),
];

/// The formula with the command at `range`, which the converter did not know, put in a way it may know, wherever the
/// formula uses it.
pub(super) fn repaired(tex: &str, range: &Range<usize>) -> Option<String> {
    let command = tex.get(range.clone())?;
    let name = command.strip_prefix('\\')?;
    let instead = if let Some(name) = name.strip_suffix('*') {
        format!("\\{name} *")
    } else if let Some((_, known)) = RENAMED.iter().find(|(unknown, _)| *unknown == name) {
        format!("\\{known}")
    } else {
        let (head, tail) = split_command(name)?;
        format!("\\{head}{{{tail}}}")
    };
    let mut out = String::with_capacity(tex.len() + 16);
    let mut rest = tex;
    while let Some(at) = rest.find(command) {
        let after = &rest[at + command.len()..];
        let whole = command.ends_with('*') || !after.starts_with(|c: char| c.is_ascii_alphabetic());
        out.push_str(&rest[..at]);
        out.push_str(if whole { &instead } else { command });
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}
