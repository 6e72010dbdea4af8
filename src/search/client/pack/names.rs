//! Short names for the variables of a script.
//!
//! A variable is known by where it is declared, so that one spelling in two functions is two variables, and names are
//! given anew in each. What is declared nowhere is the browser's, and keeps its name. Properties and keys keep theirs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Token};

/// Words that are no variables, or that mean something else in places where a variable of that name may stand.
const RESERVED: &[&str] = &[
    "as",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "default",
    "delete",
    "do",
    "else",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "from",
    "function",
    "get",
    "if",
    "import",
    "in",
    "instanceof",
    "let",
    "new",
    "null",
    "of",
    "return",
    "set",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "undefined",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// What braces hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Braces {
    Block,
    Class,
    Object,
}

/// Which bracket goes with which, and what stands in which.
pub struct Brackets {
    pairs: BTreeMap<usize, usize>,
    /// Of each token, the bracket that is open around it.
    around: Vec<Option<usize>>,
    braces: BTreeMap<usize, Braces>,
}

impl Brackets {
    /// The brackets of a script; what is never closed has no pair.
    pub(super) fn of(tokens: &[Token<'_>]) -> Brackets {
        let (mut pairs, mut around, mut braces) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
        let mut open: Vec<usize> = Vec::new();
        let mut in_head = false;
        let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
        for (at, token) in tokens.iter().enumerate() {
            let is_sign = token.kind == Kind::Sign;
            // A template closes what it opened before, and may open it again.
            let closes = (is_sign && matches!(token.text, ")" | "]" | "}")) || continues(token);
            if let Some(begin) = open.pop_if(|_| closes) {
                pairs.extend([(begin, at), (at, begin)]);
            }
            around.push(open.last().copied());
            // A key of that name is none.
            in_head |= token.text == "class" && text(at + 1) != ":";
            if is_sign && token.text == "{" {
                let begins = ["", ")", "=>", ";", "{", "}", "else", "try", "finally", "catch", "do"];
                let is_block = begins.contains(&at.checked_sub(1).map_or("", text));
                let kind = if in_head { Braces::Class } else { Braces::Block };
                braces.insert(at, if in_head || is_block { kind } else { Braces::Object });
                in_head = false;
            }
            if (is_sign && matches!(token.text, "(" | "[" | "{")) || opens(token) {
                open.push(at);
            }
        }
        Brackets { pairs, around, braces }
    }

    /// The bracket that goes with one.
    pub(super) fn pair(&self, at: usize) -> Option<usize> {
        self.pairs.get(&at).copied()
    }
}

/// Whether an expression stands after a piece of a template.
fn opens(token: &Token<'_>) -> bool {
    token.kind == Kind::Text && token.text.ends_with("${") && token.text.starts_with(['`', '}'])
}

/// Whether an expression of a template ends before a piece of it.
fn continues(token: &Token<'_>) -> bool {
    token.kind == Kind::Text && token.text.starts_with('}')
}

/// A stretch of a script that has variables of its own, from one token to another.
struct Scope<'a> {
    start: usize,
    end: usize,
    parent: usize,
    /// Its variables in the order of their appearance, each with its new name.
    names: Vec<(&'a str, String)>,
    /// Variables of scopes around it that are named in it, as scope and place.
    outer: BTreeSet<(usize, usize)>,
}

struct Script<'s, 'a> {
    tokens: &'s [Token<'a>],
    brackets: &'s Brackets,
}

/// What to write in the place of each token that is a variable with a new name.
pub(super) fn shorten(tokens: &[Token<'_>], brackets: &Brackets) -> BTreeMap<usize, String> {
    let script = Script { tokens, brackets };
    let mut scopes = script.scopes();
    let inner = innermost(&scopes, tokens.len());
    script.declare(&mut scopes, &inner);
    let mut found: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut free: BTreeSet<&str> = RESERVED.iter().copied().collect();
    for at in (0..tokens.len()).filter(|at| script.is_variable(*at)) {
        let mut scope = inner[at];
        let mut passed = Vec::new();
        let name = tokens[at].text;
        let place = loop {
            if let Some(place) = scopes[scope].names.iter().position(|(known, _)| *known == name) {
                break Some((scope, place));
            }
            passed.push(scope);
            if scope == 0 {
                break None;
            }
            scope = scopes[scope].parent;
        };
        match place {
            Some(place) => {
                found.insert(at, place);
                for scope in passed {
                    scopes[scope].outer.insert(place);
                }
            }
            None => drop(free.insert(name)),
        }
    }
    name_all(&mut scopes, &free);
    let write = |(at, (scope, place)): (usize, (usize, usize))| {
        let (old, new) = &scopes[scope].names[place];
        (at, if script.is_shorthand(at) { format!("{old}:{new}") } else { new.clone() })
    };
    found.into_iter().map(write).collect()
}

/// Gives every variable the first name that means nothing else where it is used.
fn name_all(scopes: &mut [Scope<'_>], free: &BTreeSet<&str>) {
    for at in 0..scopes.len() {
        let outer: BTreeSet<String> =
            scopes[at].outer.iter().map(|(scope, place)| scopes[*scope].names[*place].1.clone()).collect();
        let fresh = (0..).map(nth_name).filter(|name| !free.contains(name.as_str()) && !outer.contains(name));
        for ((_, name), short) in scopes[at].names.iter_mut().zip(fresh) {
            *name = short;
        }
    }
}

/// a to Z, then aa to ZZ.
fn nth_name(at: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let letter = |at: usize| char::from(LETTERS[at % LETTERS.len()]);
    let first = at.checked_sub(LETTERS.len()).map(|at| letter(at / LETTERS.len()));
    first.into_iter().chain([letter(at)]).collect()
}

/// Of each token, the innermost scope around it.
fn innermost(scopes: &[Scope<'_>], count: usize) -> Vec<usize> {
    let mut inner = vec![0; count];
    for (number, scope) in scopes.iter().enumerate() {
        inner[scope.start..scope.end].fill(number);
    }
    inner
}

impl<'a> Script<'_, 'a> {
    fn text(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.text)
    }

    fn before(&self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |at| self.text(at))
    }

    /// The braces directly around a token.
    fn braces(&self, at: usize) -> Option<Braces> {
        self.brackets.braces.get(&self.brackets.around[at]?).copied()
    }

    /// Whether a token names a variable, perhaps as a key in one.
    fn is_variable(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let is_name = token.kind == Kind::Word && !token.text.starts_with(|c: char| c.is_ascii_digit() || c == '#');
        if !is_name || RESERVED.contains(&token.text) || matches!(self.before(at), "." | "?.") {
            return false;
        }
        let begins = matches!(self.before(at), "{" | "," | "}" | ";" | "get" | "set" | "async" | "static" | "*");
        match self.braces(at) {
            Some(Braces::Class) => !begins,
            Some(Braces::Object) if begins => {
                let is_method = self.text(at + 1) == "("
                    && self.brackets.pair(at + 1).is_some_and(|close| self.text(close + 1) == "{");
                self.text(at + 1) != ":" && !is_method
            }
            _ => true,
        }
    }

    /// Whether a variable stands for a key of its name, too.
    fn is_shorthand(&self, at: usize) -> bool {
        let alone = matches!(self.before(at), "{" | ",") && matches!(self.text(at + 1), "," | "}" | "=");
        alone && self.braces(at) == Some(Braces::Object)
    }

    /// Where a stretch ends that begins at a token: before a comma, a semicolon or the end of what is around it.
    fn end_of_expression(&self, from: usize) -> usize {
        let mut at = from;
        while at < self.tokens.len() {
            let token = &self.tokens[at];
            let is_end = token.kind == Kind::Sign && matches!(token.text, "," | ";" | ")" | "]" | "}");
            if is_end || continues(token) {
                break;
            }
            at = self.after(at);
        }
        at
    }

    /// The token after one, or after what it opens.
    fn after(&self, at: usize) -> usize {
        let mut end = at;
        while let Some(pair) = self.brackets.pair(end).filter(|pair| *pair > end) {
            end = pair;
            if !opens(&self.tokens[end]) {
                break;
            }
        }
        end + 1
    }

    /// Every scope, each after those around it.
    fn scopes(&self) -> Vec<Scope<'a>> {
        let mut spans = vec![(0, self.tokens.len())];
        for at in 0..self.tokens.len() {
            let is_block = self.brackets.braces.get(&at) == Some(&Braces::Block) && !self.is_body(at);
            let end = match self.text(at) {
                "{" if is_block => Some(self.after(at)),
                "(" => self.end_of_head(at),
                _ if self.text(at + 1) == "=>" && self.tokens[at].kind == Kind::Word => Some(self.end_of_body(at + 2)),
                _ => None,
            };
            spans.extend(end.map(|end| (at, end)));
        }
        let mut open: Vec<usize> = Vec::new();
        let mut scopes: Vec<Scope<'a>> = Vec::with_capacity(spans.len());
        for (start, end) in spans {
            while open.last().is_some_and(|scope: &usize| scopes[*scope].end <= start) {
                open.pop();
            }
            let parent = open.last().copied().unwrap_or_default();
            // Brackets that do not fit together end where what is around them ends.
            let end = if scopes.is_empty() { end } else { end.min(scopes[parent].end) };
            open.push(scopes.len());
            scopes.push(Scope { start, end, parent, names: Vec::new(), outer: BTreeSet::new() });
        }
        scopes
    }

    /// Whether a block is the body of what begins before it, whose variables are of the same scope.
    fn is_body(&self, open: usize) -> bool {
        let head = open.checked_sub(1).filter(|close| self.text(*close) == ")");
        let head = head.and_then(|close| self.brackets.pair(close));
        self.before(open) == "=>" || head.is_some_and(|open| self.end_of_head(open).is_some())
    }

    /// Where a scope ends that begins with parentheses: those of a function, of `for` or of `catch`.
    fn end_of_head(&self, open: usize) -> Option<usize> {
        let next = self.brackets.pair(open)? + 1;
        match (self.before(open), self.text(next)) {
            (_, "=>") => Some(self.end_of_body(next + 1)),
            ("if" | "while" | "switch" | "with", _) => None,
            ("for" | "await", _) | (_, "{") => Some(self.end_of_body(next)),
            _ => None,
        }
    }

    /// Where the body of a function or a loop ends.
    fn end_of_body(&self, from: usize) -> usize {
        match self.brackets.braces.get(&from) {
            Some(Braces::Block) => self.after(from),
            _ => self.end_of_expression(from),
        }
    }

    /// Finds every declaration. What is exported keeps its name, as if it were declared elsewhere.
    fn declare(&self, scopes: &mut [Scope<'a>], inner: &[usize]) {
        let exported: BTreeSet<&str> = (0..self.tokens.len())
            .filter(|at| self.brackets.around[*at].is_some_and(|open| self.before(open) == "export"))
            .map(|at| self.text(at))
            .collect();
        let mut add = |scope: usize, names: Vec<usize>| {
            for name in names.into_iter().map(|at| self.text(at)).filter(|name| !exported.contains(name)) {
                if !scopes[scope].names.iter().any(|(known, _)| *known == name) {
                    scopes[scope].names.push((name, String::new()));
                }
            }
        };
        for (at, token) in self.tokens.iter().enumerate() {
            let next = self.text(at + 1);
            match token.text {
                "const" | "let" if token.kind == Kind::Word => add(inner[at], self.declarators(at + 1)),
                "function" | "class" if token.kind == Kind::Word => add(inner[at], self.pattern(at + 1, at + 2)),
                "(" if self.end_of_head(at).is_some() && !matches!(self.before(at), "for" | "await") => {
                    add(inner[at], self.pattern(at + 1, self.brackets.pair(at).unwrap_or(at)));
                }
                _ if next == "=>" && token.kind == Kind::Word => add(inner[at], self.pattern(at, at + 1)),
                _ => {}
            }
        }
    }

    /// The names that a declaration declares, one after another.
    fn declarators(&self, from: usize) -> Vec<usize> {
        let (mut names, mut at) = (Vec::new(), from);
        loop {
            let end = self.after(at);
            names.extend(self.pattern(at, end));
            at = if self.text(end) == "=" { self.end_of_expression(end + 1) } else { end };
            if self.text(at) != "," {
                return names;
            }
            at += 1;
        }
    }

    /// The names in a stretch of patterns, without what they are given where there is nothing.
    fn pattern(&self, from: usize, to: usize) -> Vec<usize> {
        let (mut names, mut at) = (Vec::new(), from);
        while at < to.min(self.tokens.len()) {
            if self.text(at) == "=" {
                at = self.end_of_expression(at + 1);
                continue;
            }
            if self.is_variable(at) {
                names.push(at);
            }
            at += 1;
        }
        names
    }
}
