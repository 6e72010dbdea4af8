//! The shape of the house, held by a test: which module may use which, which alone may touch the world outside, and
//! how long a file and a function may grow. Sources are read as text, so a rule holds in code that no test runs.

use std::fmt;
use std::fs;
use std::path::Path;

/// The floors from the ground up. A module uses only its own floor and those before it.
const FLOORS: &[&str] = &[
    "diagnostic",
    "source",
    "memo",
    "text",
    "yaml",
    "config",
    "paper",
    "exchange",
    "archive",
    "search",
    "site",
    "theme",
    "edition",
    "inspect",
    "output",
    "serve",
    "cli",
];

/// What only the named floors may use.
const RESERVED: &[(&str, &[&str])] = &[
    ("tera", &["theme"]),
    ("std::fs", &["source", "output", "cli"]),
    ("std::net", &["serve", "cli"]),
    ("ureq", &["cli"]),
    ("std::process::Command", &["cli"]),
    ("lettre::SmtpTransport", &["cli"]),
    ("lettre::transport", &["cli"]),
];

/// Words that no code holds, and why.
const FORBIDDEN: &[(&str, &str)] = &[
    ("unsafe", "all of Offprint is safe Rust"),
    ("lazy_static", "there is no global state"),
    ("thread_local", "there is no global state"),
];

/// What makes a `static` change while the program runs.
const MUTABLE: &[&str] = &["mut", "OnceLock", "OnceCell", "LazyLock", "LazyCell", "Mutex", "RwLock", "Cell", "RefCell"];

const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 60;

/// Files that may be longer, and why.
const LONG_FILES: &[(&str, &str)] = &[];

/// Functions that may be longer, and why.
const LONG_FUNCTIONS: &[(&str, &str)] = &[];

#[test]
fn the_house_keeps_its_shape() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), "src", &mut files);
    files.sort();
    let findings: Vec<Finding> = files.iter().flat_map(|(path, text)| examine(path, text)).collect();
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{} rules broken:\n{}\n", lines.len(), lines.join("\n"));
    for (path, _) in LONG_FILES {
        assert!(files.iter().any(|(file, _)| file == path), "{path} is excepted, and does not exist");
    }
}

fn collect(folder: &Path, name: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let inner = format!("{name}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &inner, files);
        } else if inner.ends_with(".rs") {
            files.push((inner, fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

/// A rule that is broken, and where.
#[derive(Debug, PartialEq)]
struct Finding {
    path: String,
    line: usize,
    what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// Everything that one file breaks.
fn examine(path: &str, text: &str) -> Vec<Finding> {
    let inner = path.strip_prefix("src/").unwrap();
    let parts: Vec<&str> = inner.strip_suffix(".rs").unwrap().split('/').collect();
    if parts.contains(&"tests") || inner == "main.rs" || inner == "lib.rs" {
        return Vec::new();
    }
    let find = |line, what| Finding { path: path.to_owned(), line, what };
    let Some(floor) = FLOORS.iter().position(|floor| *floor == parts[0]) else {
        return vec![find(1, format!("`{}` is no floor of the house: give it its place in FLOORS", parts[0]))];
    };
    let depth = parts.iter().filter(|part| **part != "mod").count();
    let code = without_tests(&only_code(text));
    let tokens = tokens(&code);
    let mut found = Vec::new();
    for (line, used) in paths(&tokens) {
        found.extend(judge_path(floor, depth, &used).map(|what| find(line, what)));
    }
    found.extend(judge_words(&tokens).into_iter().map(|(line, what)| find(line, what)));
    found.extend(judge_lengths(path, &code, &tokens).into_iter().map(|(line, what)| find(line, what)));
    found
}

/// What is wrong with using a path on a floor, in a file so many modules deep.
fn judge_path(floor: usize, depth: usize, path: &[&str]) -> Option<String> {
    let own = FLOORS[floor];
    let ups = path.iter().take_while(|part| **part == "super").count();
    let inner = match path[0] {
        "crate" => Some(&path[1..]),
        "super" if ups >= depth => Some(&path[ups..]),
        _ => None,
    };
    if let Some(inner) = inner {
        // `pub(crate)` and `pub(super)` name no module.
        let used = inner.first()?;
        return match FLOORS.iter().position(|floor| floor == used) {
            None if *used == "*" => Some("uses the whole crate: name the module".to_owned()),
            None => Some(format!("`{used}` is no floor of the house")),
            Some(above) if above > floor => Some(format!("`{own}` uses `{used}`, which stands above it")),
            Some(_) => None,
        };
    }
    let joined = path.join("::");
    let is_within = |name: &str| joined == name || joined.strip_prefix(name).is_some_and(|rest| rest.starts_with("::"));
    let (name, allowed) = RESERVED.iter().find(|(name, _)| is_within(name))?;
    (!allowed.contains(&own)).then(|| format!("`{own}` uses `{name}`, which is for {} alone", allowed.join(", ")))
}

fn judge_words(tokens: &[Token<'_>]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if let Some((word, why)) = FORBIDDEN.iter().find(|(word, _)| *word == token.text) {
            found.push((token.line, format!("`{word}`: {why}")));
        }
        if token.text == "static" && tokens.get(at.wrapping_sub(1)).is_none_or(|before| before.text != "'") {
            let kind = tokens[at..].iter().take_while(|token| !matches!(token.text, "=" | ";"));
            if let Some(word) =
                kind.map(|token| token.text).find(|word| MUTABLE.contains(word) || word.starts_with("Atomic"))
            {
                found.push((token.line, format!("a static of `{word}`: there is no global state")));
            }
        }
    }
    found
}

fn judge_lengths(path: &str, code: &str, tokens: &[Token<'_>]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let lines = code.trim_end().lines().count();
    if lines > LONGEST_FILE && !LONG_FILES.iter().any(|(file, _)| *file == path) {
        found.push((LONGEST_FILE + 1, format!("the file has {lines} lines, {LONGEST_FILE} are allowed")));
    }
    for at in 0..tokens.len() {
        let Some((name, first, last)) = function(tokens, at) else { continue };
        let lines = last - first + 1;
        if lines > LONGEST_FUNCTION && !LONG_FUNCTIONS.iter().any(|(excepted, _)| *excepted == format!("{path} {name}"))
        {
            found.push((first, format!("`{name}` has {lines} lines, {LONGEST_FUNCTION} are allowed")));
        }
    }
    found
}

/// The name, first and last line of the function that begins at a token.
fn function<'a>(tokens: &[Token<'a>], at: usize) -> Option<(&'a str, usize, usize)> {
    let name = tokens.get(at + 1).filter(|name| tokens[at].text == "fn" && is_word(name.text))?;
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.text {
            "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            ";" if depth == 0 => return None,
            "{" if depth == 0 => return Some((name.text, tokens[at].line, tokens[closing(tokens, index)].line)),
            _ => {}
        }
    }
    None
}

/// The brace that closes the one at `open`.
fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    tokens.len() - 1
}

/// Every path of names in the code, `use` groups taken apart: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths<'a>(tokens: &[Token<'a>]) -> Vec<(usize, Vec<&'a str>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if is_word(tokens[at].text) { at = path(tokens, at, &[], &mut found) } else { at += 1 }
    }
    found
}

/// Reads one path that begins at a word, and returns where it ends.
fn path<'a>(tokens: &[Token<'a>], mut at: usize, before: &[&'a str], found: &mut Vec<(usize, Vec<&'a str>)>) -> usize {
    let mut names = before.to_vec();
    let line = tokens[at].line;
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    loop {
        match text(at) {
            "{" => {
                at += 1;
                while !matches!(text(at), "}" | "") {
                    at = if is_word(text(at)) || text(at) == "*" { path(tokens, at, &names, found) } else { at + 1 };
                }
                return at + 1;
            }
            word if is_word(word) || word == "*" => names.push(word),
            // The turbofish ends the path.
            _ => break,
        }
        at += 1;
        if text(at) != "::" {
            break;
        }
        at += 1;
    }
    found.push((line, names));
    at
}

/// A word, `::`, or any other single character.
#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    line: usize,
    text: &'a str,
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let in_word = |c: char| c.is_alphanumeric() || c == '_';
            let length = match first {
                c if in_word(c) => rest.find(|c| !in_word(c)).unwrap_or(rest.len()),
                ':' if rest.starts_with("::") => 2,
                c => c.len_utf8(),
            };
            found.push(Token { line: index + 1, text: &rest[..length] });
            rest = rest[length..].trim_start();
        }
    }
    found
}

/// The text with comments and what stands between quotes as spaces; lines stay where they are.
fn only_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after_word = out.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let skipped = skipped(rest, after_word);
        if skipped > 0 {
            out.extend(rest[..skipped].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[skipped..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// How many bytes a comment, string or character takes at the beginning of `rest`; 0 where there is none.
fn skipped(rest: &str, after_word: bool) -> usize {
    let until = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
    let hashes = rest.bytes().skip(1).take_while(|byte| *byte == b'#').count();
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return until("*/", 2);
    }
    if rest.starts_with('r') && !after_word && rest[1 + hashes..].starts_with('"') {
        return until(&format!("\"{}", "#".repeat(hashes)), 2 + hashes);
    }
    if rest.starts_with('"') {
        return quoted(rest, '"');
    }
    // 'a' and '\n' are characters, 'a alone is a lifetime.
    let mut inside = rest.strip_prefix('\'').unwrap_or_default().chars();
    match (inside.next(), inside.next()) {
        (Some('\\'), _) | (Some(_), Some('\'')) => quoted(rest, '\''),
        _ => 0,
    }
}

/// The length of a quoted text, with its quotes.
fn quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// The code without what is compiled for tests alone; lines stay where they are.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find(MARK) {
        out.push_str(&rest[..start]);
        let item = &rest[start..];
        let end = match item.find(['{', ';']) {
            Some(at) if item[at..].starts_with('{') => at + block(&item[at..]),
            Some(at) => at + 1,
            None => item.len(),
        };
        // At the end of a file the lines of its tests are not counted.
        if !item[end..].trim().is_empty() {
            out.extend(item[..end].chars().filter(|c| *c == '\n'));
        }
        rest = &item[end..];
    }
    out + rest
}

/// The length of the block that begins with a brace.
fn block(code: &str) -> usize {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    code.len()
}

/// What the checker says of a made-up file, as `line: what`.
fn said(path: &str, text: &str) -> Vec<String> {
    examine(path, text).into_iter().map(|finding| format!("{}: {}", finding.line, finding.what)).collect()
}

#[test]
fn an_import_from_above_is_found() {
    let text = "//! crate::cli in a comment is none.\n\nuse crate::site::Route;\n";
    assert_eq!(said("src/text/date.rs", text), ["3: `text` uses `site`, which stands above it"]);
    assert_eq!(said("src/theme/render.rs", text), [""; 0]);
    assert_eq!(said("src/site/url.rs", text), [""; 0]);
}

#[test]
fn an_import_from_above_is_found_in_every_spelling() {
    let above = "`text` uses `cli`, which stands above it";
    let spellings = [
        "use crate::{diagnostic::Code, cli::Ended};",
        "use crate::{diagnostic::{self, Code}, cli};",
        "pub use crate::cli::*;",
        "fn f() { crate::cli::main(); }",
        "fn f(x: &'static crate::cli::Ended) {}",
        "use super::super::cli;",
    ];
    for text in spellings {
        assert_eq!(said("src/text/date.rs", text), [format!("1: {above}")], "{text}");
    }
    assert_eq!(said("src/text/mod.rs", "use super::cli::Ended;"), [format!("1: {above}")]);
    assert_eq!(said("src/text.rs", "use super::cli::Ended;"), [format!("1: {above}")]);
    assert_eq!(said("src/text/date.rs", "use super::cli::Ended;"), [""; 0]);
    assert_eq!(said("src/text/date.rs", "pub(crate) fn f() {}"), [""; 0]);
    assert_eq!(said("src/text/date.rs", "use crate::*;"), ["1: uses the whole crate: name the module"]);
}

#[test]
fn a_module_without_a_floor_is_found() {
    let told = ["1: `util` is no floor of the house: give it its place in FLOORS"];
    assert_eq!(said("src/util.rs", "fn f() {}"), told);
    assert_eq!(said("src/util/strings.rs", "fn f() {}"), told);
}

#[test]
fn what_is_reserved_is_found() {
    let disk = "`site` uses `std::fs`, which is for source, output, cli alone";
    assert_eq!(said("src/site/plan.rs", "use std::{io, fs::File};"), [format!("1: {disk}")]);
    assert_eq!(said("src/site/plan.rs", "fn f() {\n    std::fs::read(p);\n}"), [format!("2: {disk}")]);
    assert_eq!(said("src/site/plan.rs", "use std::fsx;"), [""; 0]);
    assert_eq!(said("src/output.rs", "use std::fs;"), [""; 0]);
    assert_eq!(said("src/site/plan.rs", "use tera::Tera;"), ["1: `site` uses `tera`, which is for theme alone"]);
    assert_eq!(
        said("src/site/plan.rs", "use std::net::TcpStream;"),
        ["1: `site` uses `std::net`, which is for serve, cli alone"]
    );
}

#[test]
fn global_state_is_found() {
    let changing = ["1: a static of `OnceLock`: there is no global state"];
    assert_eq!(said("src/text/math.rs", "static TABLE: OnceLock<u8> = OnceLock::new();"), changing);
    assert_eq!(said("src/text/math.rs", "static mut N: u8 = 0;"), ["1: a static of `mut`: there is no global state"]);
    assert_eq!(said("src/text/math.rs", "static N: u8 = 0;"), [""; 0]);
    assert_eq!(said("src/text/math.rs", "fn f(x: &'static Mutex<u8>) {}"), [""; 0]);
    assert_eq!(said("src/text/math.rs", "fn f() { unsafe { g() } }"), ["1: `unsafe`: all of Offprint is safe Rust"]);
}

#[test]
fn what_is_quoted_or_for_tests_is_not_code() {
    let quiet = [
        "const A: &str = \"use crate::cli; \\\" unsafe\";",
        "const A: &str = r#\"\"unsafe\"\"#;",
        "const A: [char; 3] = ['\"', '\\'', '{']; // unsafe",
        "/* unsafe\n use crate::cli; */ fn f<'a>(x: &'a str) {}",
        "#[cfg(test)]\nmod tests {\n    use crate::cli::Ended;\n    fn f() { unsafe { } }\n}\n",
        "#[cfg(test)]\nmod tests;\n",
    ];
    for text in quiet {
        assert_eq!(said("src/text/date.rs", text), [""; 0], "{text}");
    }
    assert_eq!(said("src/text/date.rs", "#[cfg(test)]\nmod tests {\n}\nunsafe fn f();\n").len(), 1);
    assert_eq!(said("src/text/date/tests.rs", "use crate::cli;"), [""; 0]);
}

#[test]
fn long_files_and_functions_are_found() {
    let function = |lines: usize| format!("fn long(x: [u8; 2]) {{\n{}}}\n", "    g('}');\n".repeat(lines - 2));
    assert_eq!(said("src/text/date.rs", &function(60)), [""; 0]);
    assert_eq!(said("src/text/date.rs", &format!("\n{}", function(61))), ["2: `long` has 61 lines, 60 are allowed"]);
    assert_eq!(said("src/text/date.rs", &"const A: u8 = 1;\n".repeat(500)), [""; 0]);
    assert_eq!(
        said("src/text/date.rs", &"const A: u8 = 1;\n".repeat(501)),
        ["501: the file has 501 lines, 500 are allowed"]
    );
    let tests =
        format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "const A: u8 = 1;\n".repeat(499), "    fn f() {}\n".repeat(50));
    assert_eq!(said("src/text/date.rs", &tests), [""; 0]);
}
