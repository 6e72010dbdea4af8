//! A script without what only people need: comments, space, and the length of names.
//!
//! There is no parser of JavaScript here. Words, signs and texts are told apart, brackets are paired, and [`names`] finds
//! where each variable is declared; the rest is none of its business. The script is one that ends its statements with
//! semicolons, as the client does. Which script it is, is not known.

mod names;

use names::Brackets;

/// Words after which an expression begins, so that a slash begins a regular expression.
const BEFORE_EXPRESSION: &[&str] = &["return", "typeof", "case", "of", "in", "void", "new", "else", "do", "await"];

/// Signs of more than one character, the longest first.
const LONG_SIGNS: &[&str] = &["...", "??=", "=>", "?.", "??", "&&", "||", "++", "--"];

/// A piece of a script, and what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Token<'a> {
    text: &'a str,
    kind: Kind,
    gap: Gap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    /// A string, a regular expression, or a piece of a template up to `${` or its end.
    Text,
    Sign,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

/// The same script, shorter.
pub fn pack(code: &str) -> String {
    let tokens = tokens(code);
    let brackets = Brackets::of(&tokens);
    let names = names::shorten(&tokens, &brackets);
    let mut out = String::with_capacity(code.len() / 2);
    let mut before: Option<Token<'_>> = None;
    for (at, token) in tokens.iter().enumerate() {
        if is_needless(&tokens, &brackets, at) {
            continue;
        }
        let text = names.get(&at).map_or(token.text, String::as_str);
        let text = match text {
            // What is never given another value may as well be.
            "const" => "let",
            "true" => "!0",
            "false" => "!1",
            _ => text,
        };
        out.push_str(before.map_or("", |before| gap(before, &out, text, token.gap)));
        out.push_str(text);
        before = Some(*token);
    }
    out
}

/// Whether nothing is lost with a sign: a semicolon before a brace, the parentheses around the only name before an arrow.
fn is_needless(tokens: &[Token<'_>], brackets: &Brackets, at: usize) -> bool {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let before = |at: usize| at.checked_sub(1).map_or("", text);
    let is_only = |open: usize| {
        let name = tokens.get(open + 1).is_some_and(|token| token.kind == Kind::Word);
        name && text(open + 2) == ")" && text(open + 3) == "=>" && tokens[open..].len() > 3
    };
    match text(at) {
        ";" if text(at + 1) == "}" => {
            // The body of a loop may be a semicolon alone.
            let head = brackets.pair(at.wrapping_sub(1)).filter(|_| before(at) == ")");
            !head.is_some_and(|open| matches!(before(open), "for" | "while" | "if")) && before(at) != "else"
        }
        "(" => is_only(at),
        ")" => at.checked_sub(2).is_some_and(|open| text(open) == "(" && is_only(open)),
        _ => false,
    }
}

/// What must stay of the gap between a token and the text that comes after it.
fn gap(before: Token<'_>, written: &str, next: &str, gap: Gap) -> &'static str {
    let (last, first) = (written.chars().last().unwrap_or(' '), next.chars().next().unwrap_or(' '));
    // A statement may end at the end of a line, unless what stands there cannot end one or what follows cannot begin one.
    let may_end = before.kind != Kind::Sign || matches!(before.text, ")" | "]" | "}" | "++" | "--");
    let may_begin = !matches!(first, '}' | ')' | ']' | '.' | '?' | ':' | '&' | '|' | '=' | '*' | ',' | ';' | ' ');
    if gap == Gap::Line && may_end && may_begin {
        return "\n";
    }
    let would_join = (is_word(last) && is_word(first)) || (last == first && matches!(last, '+' | '-' | '/'));
    if would_join { " " } else { "" }
}

fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    // A brace for each that is open, or the one of `${`.
    let mut braces: Vec<&str> = Vec::new();
    let (mut rest, mut gap) = (code, Gap::None);
    while let Some(first) = rest.chars().next() {
        if let Some(length) = space(rest) {
            let own = if rest[..length].contains('\n') { Gap::Line } else { Gap::Space };
            (rest, gap) = (&rest[length..], gap.max(own));
            continue;
        }
        let is_template = first == '`' || (first == '}' && braces.last() == Some(&"${"));
        let (kind, length) = if is_template {
            (Kind::Text, template(rest))
        } else if matches!(first, '"' | '\'') {
            (Kind::Text, closed(rest, |c| c == first))
        } else if first == '/' && begins_expression(found.last()) {
            (Kind::Text, regular_expression(rest))
        } else if is_word(first) {
            (Kind::Word, rest.find(|c| !is_word(c)).unwrap_or(rest.len()))
        } else {
            let long = LONG_SIGNS.iter().find(|sign| rest.starts_with(**sign));
            (Kind::Sign, long.map_or(first.len_utf8(), |sign| sign.len()))
        };
        let text = &rest[..length];
        if first == '}' {
            braces.pop();
        }
        match kind {
            Kind::Text if is_template && text.ends_with("${") => braces.push("${"),
            Kind::Sign if first == '{' => braces.push("{"),
            _ => {}
        }
        found.push(Token { text, kind, gap });
        (rest, gap) = (&rest[length..], Gap::None);
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
fn begins_expression(before: Option<&Token<'_>>) -> bool {
    before.is_none_or(|before| match before.kind {
        Kind::Word => BEFORE_EXPRESSION.contains(&before.text),
        Kind::Text => before.text.ends_with("${"),
        Kind::Sign => !matches!(before.text, ")" | "]" | "}" | "++" | "--"),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{pack, tokens};

    #[test]
    fn space_and_comments_go_where_nothing_joins() {
        let cases = [
            ("one = 1; // so\nc = one + +c;\n", "one=1;c=one+ +c;"),
            ("f()\n/* so */\n\ng()", "f()\ng()"),
            ("if (a) {\n  b();\n} else {\n  c();\n}\nd();", "if(a){b()}else{c()}\nd();"),
            ("for (;;) { while (f());\n }", "for(;;){while(f());}"),
            ("a\n  .b()\n  ?.c();", "a.b()?.c();"),
            ("x = [\n  1,\n  2,\n];", "x=[1,2,];"),
            ("return \"a  b\";", "return\"a  b\";"),
            ("a = b / c / d;", "a=b/c/d;"),
            ("a = /\\/[/ ]  / .test(b) ? 1 : 2;", "a=/\\/[/ ]  /.test(b)?1:2;"),
            ("for (x of /a b/g) f(x);", "for(x of/a b/g)f(x);"),
            ("a = `  ${ b + `${ c }  ` }  ${d}  `;", "a=`  ${b+`${c}  `}  ${d}  `;"),
            ("a = { b: {} };\nc = `${ { d: 1 }.d } e`;", "a={b:{}};c=`${{d:1}.d} e`;"),
            ("i++\nj", "i++\nj"),
            ("const one = true;\nreturn false;", "let a=!0;return!1;"),
        ];
        for (code, want) in cases {
            assert_eq!(pack(code), want, "{code}");
        }
    }

    #[test]
    fn variables_get_short_names_and_nothing_else_does() {
        let cases = [
            ("const long = 1; f(o.long, long, `${long}`, \"long\");", "let a=1;f(o.long,a,`${a}`,\"long\");"),
            ("const long = 1; f({ long, other: long, [long]: 2 });", "let a=1;f({long:a,other:a,[a]:2});"),
            ("const { long, two: three = 1, ...rest } = o;", "let{long:a,two:b=1,...c}=o;"),
            ("const { long = otherwise } = o;", "let{long:a=otherwise}=o;"),
            ("let [one, [two]] = o, three = one;", "let[a,[b]]=o,c=a;"),
            ("function first(second) { return first + second; }", "function a(b){return a+b}"),
            (
                "const f = (one) => one, g = async (two, { three }) => two(three);",
                "let a=a=>a,b=async(a,{three:b})=>a(b);",
            ),
            ("x(async (one) => one);", "x(async a=>a);"),
            // Where a name means one thing inside and another outside.
            ("const one = 1; { const one = 2; f(one); } f(one);", "let a=1;{let a=2;f(a)}f(a);"),
            ("const one = 1; { const two = 2; f(one, two); }", "let a=1;{let b=2;f(a,b)}"),
            ("for (const one of all) f(one);\nf(one);", "for(let a of all)f(a);f(one);"),
            ("try { f(); } catch (error) { g(error); }", "try{f()}catch(a){g(a)}"),
            ("f((one, two) => { const three = two; g(three); });", "f((a,b)=>{let c=b;g(c)});"),
            (
                "let a1 = (one) => { let two; return (three) => one + two + three; };",
                "let a=a=>{let b;return c=>a+b+c};",
            ),
            // What is free keeps its name, and nobody else gets it.
            ("const one = a + b;", "let c=a+b;"),
            (
                "class Long { one(two) { return this.one(two); } get three() { return two; } }",
                "class a{one(a){return this.one(a)}get three(){return two}}",
            ),
            (
                "const one = { two() { return 1; }, three: four ? one : two };",
                "let a={two(){return 1},three:four?a:two};",
            ),
            (
                "f({ class: 1 }); function one() { return two; } const two = 1;",
                "f({class:1});function a(){return b}let b=1;",
            ),
            ("class Long {}\nexport { Long };", "class Long{}\nexport{Long};"),
            ("const of = 1; f(of);", "let of=1;f(of);"),
        ];
        for (code, want) in cases {
            assert_eq!(pack(code), want, "{code}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_and_none_of_it_is_lost(text in "[a-c \\n/*\"'`${}()\\[\\]\\\\+.=>:;,é]{0,40}") {
            let joined: String = tokens(&text).iter().map(|token| token.text).collect();
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            if !text.contains("//") && !text.contains("/*") {
                prop_assert_eq!(bare(&joined), bare(&text));
            }
            pack(&text);
        }
    }
}
