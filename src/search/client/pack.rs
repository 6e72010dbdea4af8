//! A script without what only people need: comments, space, and the length of names.
//!
//! There is no parser of JavaScript here. Words, signs and texts are told apart, and no more; so a name becomes short
//! only where it can be nothing but a variable wherever it stands. Which script it is, is not known.

use std::collections::{BTreeMap, BTreeSet};

/// Words that mean something in places where a variable of that name may stand as well.
const CONTEXTUAL: &[&str] = &["as", "async", "await", "from", "get", "let", "of", "set", "static", "yield"];

/// Words after which an expression begins, so that a slash begins a regular expression.
const BEFORE_EXPRESSION: &[&str] = &["return", "typeof", "case", "of", "in", "void", "new", "else", "do", "await"];

/// Signs of more than one character, the longest first.
const LONG_SIGNS: &[&str] = &["...", "??=", "=>", "?.", "??", "&&", "||", "++", "--"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    /// Whether a line ends in it.
    Space(bool),
    Word(&'a str),
    /// A string, a regular expression, or a piece of a template up to `${` or its end.
    Text(&'a str),
    Sign(&'a str),
}

impl<'a> Token<'a> {
    fn text(self) -> &'a str {
        match self {
            Token::Space(true) => "\n",
            Token::Space(false) => " ",
            Token::Word(text) | Token::Text(text) | Token::Sign(text) => text,
        }
    }
}

/// The same script, shorter.
pub fn pack(code: &str) -> String {
    let tokens = tokens(code);
    let names = short_names(&tokens);
    let mut out = String::with_capacity(code.len() / 2);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Space(is_line) => {
                let next = tokens.get(at + 1).map_or("", |token| token.text());
                out.push_str(gap(tokens[..at].last().copied(), next, *is_line));
            }
            Token::Word(word) => out.push_str(names.get(word).map_or(word, String::as_str)),
            token => out.push_str(token.text()),
        }
    }
    out
}

/// What must stay of the space between a token and what comes after it.
fn gap(before: Option<Token<'_>>, next: &str, is_line: bool) -> &'static str {
    let Some(before) = before else { return "" };
    let (last, first) = (before.text().chars().last().unwrap_or(' '), next.chars().next().unwrap_or(' '));
    // A statement may end at the end of a line, unless what stands there cannot end one or what follows cannot begin one.
    let may_end = !matches!(before, Token::Sign(sign) if !matches!(sign, ")" | "]" | "}" | "++" | "--"));
    let may_begin = !matches!(first, '}' | ')' | ']' | '.' | '?' | ':' | '&' | '|' | '=' | '*' | ',' | ';' | ' ');
    if is_line && may_end && may_begin {
        return "\n";
    }
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '#');
    let would_join = (is_word(last) && is_word(first)) || (last == first && matches!(last, '+' | '-' | '/'));
    if would_join { " " } else { "" }
}

/// A short name for each long one that is a variable's, and a variable's alone, in the whole script.
fn short_names<'a>(tokens: &[Token<'a>]) -> BTreeMap<&'a str, String> {
    let tokens: Vec<Token<'a>> = tokens.iter().copied().filter(|token| !matches!(token, Token::Space(_))).collect();
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text());
    let mut counts: BTreeMap<&'a str, usize> = BTreeMap::new();
    let (mut declared, mut kept) = (BTreeSet::new(), BTreeSet::from_iter(CONTEXTUAL.iter().copied()));
    let mut open: Vec<&str> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            Token::Sign(sign @ ("(" | "[" | "{")) => open.push(sign),
            Token::Sign(")" | "]" | "}") => drop(open.pop()),
            Token::Text(piece) => {
                // What stands in a template is an expression in brackets of a kind.
                if piece.starts_with('}') {
                    open.pop();
                }
                if piece.ends_with("${") {
                    open.push("${");
                }
            }
            Token::Word(word) => {
                let before = at.checked_sub(1).map_or("", text);
                let after = text(at + 1);
                *counts.entry(word).or_default() += 1;
                if matches!(before, "const" | "let" | "function" | "class") {
                    declared.insert(word);
                }
                // A property; a key, or what is taken for one; a key and a variable in one.
                let is_key = matches!(before, "." | "?.") || after == ":";
                let in_braces = open.last() == Some(&"{");
                if is_key || (in_braces && matches!(before, "{" | ",") && matches!(after, "," | "}" | "=")) {
                    kept.insert(word);
                }
            }
            _ => {}
        }
    }
    let mut long: Vec<&str> = declared.into_iter().filter(|name| name.len() > 2 && !kept.contains(name)).collect();
    long.sort_by_key(|name| std::cmp::Reverse(counts[name]));
    let fresh = (0..).map(nth_name).filter(|name| !counts.contains_key(name.as_str()) && !is_reserved(name));
    long.into_iter().zip(fresh).collect()
}

/// a to Z, then aa to ZZ.
fn nth_name(at: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let letter = |at: usize| char::from(LETTERS[at % LETTERS.len()]);
    let first = at.checked_sub(LETTERS.len()).map(|at| letter(at / LETTERS.len()));
    first.into_iter().chain([letter(at)]).collect()
}

fn is_reserved(name: &str) -> bool {
    matches!(name, "do" | "if" | "in") || CONTEXTUAL.contains(&name)
}

fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    // A brace for each that is open, or the one of `${`.
    let mut braces: Vec<&str> = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let previous = found.iter().rev().find(|token| !matches!(token, Token::Space(_))).copied();
        let is_template = first == '`' || (first == '}' && braces.last() == Some(&"${"));
        let (token, length) = if let Some(length) = space(rest) {
            (Token::Space(rest[..length].contains('\n')), length)
        } else if is_template {
            let length = template(rest);
            if first == '}' {
                braces.pop();
            }
            if rest[..length].ends_with("${") {
                braces.push("${");
            }
            (Token::Text(&rest[..length]), length)
        } else if matches!(first, '"' | '\'') {
            let length = closed(rest, |c| c == first);
            (Token::Text(&rest[..length]), length)
        } else if first == '/' && begins_expression(previous) {
            let length = regular_expression(rest);
            (Token::Text(&rest[..length]), length)
        } else if is_word(first) {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            (Token::Word(&rest[..length]), length)
        } else {
            let long = LONG_SIGNS.iter().find(|sign| rest.starts_with(**sign));
            let length = long.map_or(first.len_utf8(), |sign| sign.len());
            match first {
                '{' => braces.push("{"),
                '}' => drop(braces.pop()),
                _ => {}
            }
            (Token::Sign(&rest[..length]), length)
        };
        rest = &rest[length..];
        match (found.last_mut(), token) {
            (Some(Token::Space(before)), Token::Space(is_line)) => *before |= is_line,
            _ => found.push(token),
        }
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '#')
}

/// The length of white space or a comment.
fn space(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(rest.find("*/").map_or(rest.len(), |at| at + 2));
    }
    let length = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
    Some(length).filter(|length| *length > 0)
}

/// The length of a text with the character that ends it, the first excepted; what a backslash escapes does not end it.
fn closed(text: &str, mut ends: impl FnMut(char) -> bool) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if ends(c) => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// The length of a piece of a template, with what begins and ends it.
fn template(rest: &str) -> usize {
    let mut before = ' ';
    closed(rest, |c| {
        let ends = c == '`' || (before == '$' && c == '{');
        before = c;
        ends
    })
}

/// The length of a regular expression with its flags.
fn regular_expression(rest: &str) -> usize {
    let mut in_class = false;
    let end = closed(rest, |c| {
        match c {
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        c == '/' && !in_class
    });
    end + rest[end..].find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len() - end)
}

/// Whether an expression begins after a token.
fn begins_expression(before: Option<Token<'_>>) -> bool {
    match before {
        Some(Token::Word(word)) => BEFORE_EXPRESSION.contains(&word),
        Some(Token::Text(text)) => text.ends_with("${"),
        Some(Token::Sign(sign)) => !matches!(sign, ")" | "]" | "}" | "++" | "--"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{pack, tokens};

    #[test]
    fn space_and_comments_go_where_nothing_joins() {
        let cases = [
            ("const one = 1; // so\nlet c = one + +c;\n", "const a=1;let c=a+ +c;"),
            ("f()\n/* so */\n\ng()", "f()\ng()"),
            ("if (a) {\n  b();\n} else {\n  c();\n}\nd();", "if(a){b();}else{c();}\nd();"),
            ("a\n  .b()\n  ?.c();", "a.b()?.c();"),
            ("x = [\n  1,\n  2,\n];", "x=[1,2,];"),
            ("return \"a  b\";", "return\"a  b\";"),
            ("a = b / c / d;", "a=b/c/d;"),
            ("a = /\\/[/ ]  / .test(b) ? 1 : 2;", "a=/\\/[/ ]  /.test(b)?1:2;"),
            ("for (const x of /a b/g) f(x);", "for(const x of/a b/g)f(x);"),
            ("a = `  ${ b + `${ c }  ` }  ${d}  `;", "a=`  ${b+`${c}  `}  ${d}  `;"),
            ("a = { b: {} };\nc = `${ { d: 1 }.d } e`;", "a={b:{}};c=`${{d:1}.d} e`;"),
            ("i++\nj", "i++\nj"),
        ];
        for (code, want) in cases {
            assert_eq!(pack(code), want, "{code}");
        }
    }

    #[test]
    fn only_what_is_a_variable_everywhere_gets_another_name() {
        let cases = [
            ("const long = 1; f(long, `${long}`);", "const a=1;f(a,`${a}`);"),
            ("const long = 1; f(o.long, long);", "const long=1;f(o.long,long);"),
            ("const long = 1; f({ long });", "const long=1;f({long});"),
            ("const long = 1; f({ long: long });", "const long=1;f({long:long});"),
            ("const long = 1; f({ other: long, [long]: 2 });", "const a=1;f({other:a,[a]:2});"),
            ("const { long } = o; let longer = [long];", "const{long}=o;let a=[long];"),
            ("const { long = 1 } = o;", "const{long=1}=o;"),
            ("function first(second) { return first; }", "function a(second){return a;}"),
            ("const long = 1; const a = 2; const b = long;", "const c=1;const a=2;const b=c;"),
            ("const static = 1;", "const static=1;"),
            ("const long = \"long\";", "const a=\"long\";"),
            ("class Long {}\nexport { Long };", "class Long{}\nexport{Long};"),
        ];
        for (code, want) in cases {
            assert_eq!(pack(code), want, "{code}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_and_none_of_it_is_lost(text in "[a-c \\n/*\"'`${}()\\[\\]\\\\+.=:;,é]{0,40}") {
            let joined: String = tokens(&text).iter().map(|token| token.text()).collect();
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            if !text.contains("//") && !text.contains("/*") {
                prop_assert_eq!(bare(&joined), bare(&text));
            }
            pack(&text);
        }
    }
}
