//! What is wrong with a text that is no YAML, in words that say what to do, at the place where somebody would mend it.
//!
//! The reader tells where it gave up, which is often lines after the mistake: a quote that is never closed ends the file,
//! a line without its colon is noticed on the next. So the place is looked for again here.

use crate::diagnostic::{Code, Diagnostic, Span};

/// Where a YAML text stands.
#[derive(Clone, Copy, Debug)]
pub struct Stands<'a> {
    /// The YAML.
    pub text: &'a str,
    /// Its file.
    pub path: &'a str,
    /// Lines of the file before it.
    pub first_line: u32,
}

/// A place in the text: line and column from 1.
type Place = (usize, usize);

impl Stands<'_> {
    /// A problem at so many characters of a place.
    pub fn at(&self, code: Code, (line, column): Place, width: usize, message: impl Into<String>) -> Diagnostic {
        let line = line.clamp(1, self.text.lines().count().max(1));
        let text = self.text.lines().nth(line - 1).unwrap_or("");
        let length = text.trim_end().chars().count().max(1);
        let column = column.clamp(1, length);
        let width = width.clamp(1, length - column + 1);
        let line = line as u32 + self.first_line;
        let span = Span { line, column: column as u32, width: width as u32 };
        Diagnostic::of_file(code, self.path, message).placed(text, span)
    }

    fn line(&self, line: usize) -> &str {
        self.text.lines().nth(line.saturating_sub(1)).unwrap_or("")
    }
}

/// What the reader says, taken apart: where it gave up, and where what it was reading began.
struct Said<'a> {
    raw: &'a str,
    at: Place,
    began: Option<Place>,
}

impl<'a> Said<'a> {
    fn of(error: &serde_yaml::Error, raw: &'a str) -> Said<'a> {
        let at = error.location().map_or((1, 1), |at| (at.line().max(1), at.column().max(1)));
        let place = |text: &str| -> Option<Place> {
            let (line, column) = text.rsplit_once(" at line ")?.1.split_once(" column ")?;
            Some((line.parse().ok()?, column.parse().ok()?))
        };
        Said { raw, at, began: raw.split_once(", while ").and_then(|(_, context)| place(context)) }
    }

    fn has(&self, part: &str) -> bool {
        self.raw.contains(part)
    }
}

/// The problem of a text that the reader refused.
pub fn explain(error: &serde_yaml::Error, stands: Stands<'_>) -> Diagnostic {
    let raw = error.to_string();
    let said = Said::of(error, &raw);
    if said.has("repetition limit") || said.has("recursion limit") {
        let message = "lists, maps or aliases repeat or nest without end";
        return stands.at(Code::TooDeep, said.at, 1, message);
    }
    if let Some(tab) = tab_line(stands.text, said.at.0) {
        return stands.at(Code::TabIndent, (tab, 1), 1, "tabs cannot indent").help("use spaces");
    }
    if said.has("control characters are not allowed")
        && let Some((at, control)) = stands.text.char_indices().find(|(_, c)| is_refused(*c))
    {
        let Span { line, column, .. } = Span::of(stands.text, at, at + 1);
        let message = format!("the file holds a control character (U+{:04X})", control as u32);
        return stands.at(Code::Syntax, (line as usize, column as usize), 1, message).help("delete it");
    }
    let told = unclosed(&said, stands).or_else(|| misplaced(&said, stands));
    told.unwrap_or_else(|| {
        let (message, help) = reword(&raw);
        let diagnostic = stands.at(Code::Syntax, said.at, 1, message);
        if help.is_empty() { diagnostic } else { diagnostic.help(help) }
    })
}

/// A quote or bracket without its end, told where it opens.
fn unclosed(said: &Said<'_>, stands: Stands<'_>) -> Option<Diagnostic> {
    if let Some((line, column, quote)) = open_quote(stands.text, said.at.0) {
        let message = "this quote is never closed";
        let help = format!("end the text with `{quote}`");
        return Some(stands.at(Code::Syntax, (line, column), 1, message).help(help));
    }
    let (message, closing) = if said.has("while scanning a quoted scalar") && said.has("end of stream") {
        ("this quote is never closed", "the same quote")
    } else if said.has("expected ',' or ']'") {
        ("this bracket is never closed", "`]`, and a comma between any two items")
    } else if said.has("expected ',' or '}'") {
        ("this brace is never closed", "`}`, and a comma between any two entries")
    } else {
        return None;
    };
    let place = said.began.unwrap_or((1, 1));
    let opens = stands.line(place.0).chars().nth(place.1 - 1);
    if matches!(opens, Some('[' | '{')) && said.at.0 == place.0 && is_closed(stands.line(place.0), place.1) {
        // It is closed, so what is missing is a comma, where the reader gave up.
        let message = "a comma is missing before this";
        return Some(
            stands
                .at(Code::Syntax, said.at, 1, message)
                .help("items are separated by commas, and texts with commas are quoted"),
        );
    }
    Some(stands.at(Code::Syntax, place, 1, message).help(format!("write {closing}")))
}

/// Whether the bracket at a column of a line has its counterpart on it.
fn is_closed(line: &str, column: usize) -> bool {
    let mut open = Vec::new();
    for c in line.chars().skip(column - 1) {
        match c {
            '[' => open.push(']'),
            '{' => open.push('}'),
            ']' | '}' if open.pop() != Some(c) => return false,
            _ => {}
        }
        if open.is_empty() {
            return true;
        }
    }
    false
}

/// The first quote that is open at its line's end though the next line begins a key or an item: up to a line of the text.
fn open_quote(text: &str, last: usize) -> Option<(usize, usize, char)> {
    let mut block: Option<usize> = None;
    let mut open: Option<char> = None;
    let mut lines = text.lines().enumerate().take(last).peekable();
    while let Some((at, line)) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        if block.is_some_and(|outer| indent > outer || line.trim().is_empty()) {
            continue;
        }
        block = None;
        let began = open.is_none();
        let opened = quote_left_open(line, &mut open);
        if let Some((column, quote)) = opened.filter(|_| began)
            && lines.peek().is_some_and(|(_, next)| begins_anew(next, indent))
        {
            return Some((at + 1, column, quote));
        }
        let bare = line.trim_end();
        if open.is_none() && (bare.ends_with(['|', '>']) || bare.ends_with("|-") || bare.ends_with(">-")) {
            block = Some(indent);
        }
    }
    None
}

/// The quote that a line leaves open, and where it stands. `open` is the quote that was open before it, and then after it.
fn quote_left_open(line: &str, open: &mut Option<char>) -> Option<(usize, char)> {
    let mut left = None;
    let mut before = ' ';
    let mut chars = line.chars().enumerate().peekable();
    while let Some((at, c)) = chars.next() {
        match *open {
            Some('"') if c == '\\' => drop(chars.next()),
            Some('\'') if c == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') => drop(chars.next()),
            Some(quote) if c == quote => (*open, left) = (None, None),
            Some(_) => {}
            None if matches!(c, '"' | '\'') && matches!(before, ' ' | '[' | '{' | ',') && may_begin(line, at) => {
                (*open, left) = (Some(c), Some((at + 1, c)));
            }
            None if c == '#' && before == ' ' => break,
            None => {}
        }
        before = c;
    }
    left
}

/// Whether a value can begin at a character of a line: after a colon, a dash, a comma, a bracket, or nothing.
fn may_begin(line: &str, at: usize) -> bool {
    let before: String = line.chars().take(at).collect();
    let before = before.trim_end();
    before.is_empty() || before.ends_with([':', ',', '[', '{']) || before.trim_start() == "-" || before.ends_with(" -")
}

/// Whether a line begins a key or an item no deeper than `indent`.
fn begins_anew(line: &str, indent: usize) -> bool {
    let inner = line.trim_start();
    let own = line.len() - inner.len();
    let key = inner.split_once(':').is_some_and(|(key, rest)| {
        let is_key = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        !key.is_empty() && key.bytes().all(is_key) && (rest.is_empty() || rest.starts_with(' '))
    });
    own <= indent && (key || inner.starts_with("- "))
}

/// A line that does not fit, told where it begins.
fn misplaced(said: &Said<'_>, stands: Stands<'_>) -> Option<Diagnostic> {
    let line = stands.line(said.at.0);
    let indent = line.chars().take_while(|c| *c == ' ').count();
    if said.has("could not find expected ':'") {
        let (at, column) = said.began?;
        let width = stands.line(at).trim_end().chars().count();
        let message = "a key without a colon";
        let help = "write `key: value`, or indent a text that goes on";
        return Some(stands.at(Code::Syntax, (at, column), width, message).help(help));
    }
    if said.has("mapping values are not allowed") {
        let begins = line.chars().take(said.at.1 - 1).skip(indent).collect::<String>();
        // The first colon of the line: it is the line that is in the wrong place, and not the colon.
        if !begins.contains([':', ' ', '"', '\'']) && indent > 0 {
            let message = "this line is indented as if it belonged to the text above it";
            let place = (said.at.0, indent + 1);
            return Some(stands.at(Code::Syntax, place, begins.chars().count(), message).help("check the indentation"));
        }
    }
    if said.has("did not find expected key") {
        let before: String = line.chars().take(said.at.1 - 1).collect();
        if before.trim_end().ends_with(['"', '\'']) {
            let message = "the text goes on behind the quote that closes it";
            let help = "double a `'` in single quotes, and write `\\\"` in double ones";
            return Some(stands.at(Code::Syntax, said.at, usize::MAX >> 1, message).help(help));
        }
        if before.trim_end().ends_with([']', '}']) {
            let message = "the line goes on behind the bracket that closes its value";
            return Some(
                stands
                    .at(Code::Syntax, said.at, usize::MAX >> 1, message)
                    .help("quote the text if it begins with a bracket"),
            );
        }
    }
    if said.has("comment or line break") {
        let message = "a text cannot begin with this character";
        return Some(stands.at(Code::Syntax, said.began?, 1, message).help("put the text in quotes"));
    }
    if said.has("more than one document") {
        let mut markers =
            stands.text.lines().enumerate().filter(|(_, line)| line.starts_with("---") || line.starts_with("..."));
        let first_is_head = stands.text.trim_start().starts_with("---");
        let second = markers.nth(usize::from(first_is_head))?.0 + 1;
        let message = "a second YAML document begins here";
        return Some(stands.at(Code::Syntax, (second, 1), 3, message).help("one file holds one document"));
    }
    None
}

/// Whether YAML 1.2 (production 1, c-printable) has no place for a character.
fn is_refused(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')
}

/// The line, from 1, at or just before `line` that a tab indents.
fn tab_line(text: &str, line: usize) -> Option<usize> {
    let indented = |l: &str| l.trim_start_matches(' ').starts_with('\t') && !l.trim().is_empty();
    let first = line.saturating_sub(2);
    text.lines().enumerate().skip(first).take(3).find(|(_, line)| indented(line)).map(|(at, _)| at + 1)
}

fn reword(raw: &str) -> (String, &'static str) {
    const WORDS: &[(&str, &str, &str)] = &[
        ("mapping values are not allowed", "a text that holds `: ` must be quoted", "put the text in quotes"),
        (
            "found character that cannot start any token",
            "a text cannot begin with this character",
            "put the text in quotes",
        ),
        ("did not find expected node content", "a value cannot begin with this character", "put the text in quotes"),
        (
            "block sequence entries are not allowed",
            "a list cannot begin on the line of its key",
            "begin it on the next line, or put a text in quotes",
        ),
        (
            "did not find expected key",
            "the line does not fit the ones around it",
            "check the indentation, and quotes that end too early",
        ),
        ("did not find expected '-' indicator", "the line does not fit the list above it", "check the indentation"),
        ("unknown escape character", "a backslash in double quotes begins an escape", "use single quotes"),
        ("unknown anchor", "an alias (`*name`) without its anchor", "a text that begins with `*` must be quoted"),
        ("did not find expected alphabetic", "a text cannot begin with `*` or `&`", "put the text in quotes"),
        ("control characters are not allowed", "the file holds a control character", "delete it"),
    ];
    match WORDS.iter().find(|(theirs, ..)| raw.contains(theirs)) {
        Some((_, ours, help)) => ((*ours).to_owned(), help),
        None => {
            let plain = raw.split(" at line ").next().unwrap_or(raw);
            (format!("this is not valid YAML: {plain}"), "")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::print;
    use crate::yaml::node::read;

    /// Line, column, width and message.
    fn told(text: &str) -> (u32, u32, u32, String) {
        let diagnostic = read(text, "x.yaml", 0).unwrap_err();
        let span = diagnostic.span.unwrap_or_else(|| panic!("{}", print(&diagnostic, diagnostic.code.severity())));
        (span.line, span.column, span.width, diagnostic.message)
    }

    #[test]
    fn what_is_never_closed_is_told_where_it_opens() {
        for (text, line, column, what) in [
            ("title: 'Unclosed\nauthors: [A]\n", 1, 8, "quote"),
            ("title: \"Unclosed\nauthors: [\"A\"]\ndate: 2023\n", 1, 8, "quote"),
            ("title: 'b''\ndate: 2023\n", 1, 8, "quote"),
            ("authors:\n  - \"Ada\n  - \"Bob\"\n", 2, 5, "quote"),
            ("authors: [\"Ada, Bob]\ndate: 2023\n", 1, 11, "quote"),
            ("abstract: |\n  a \"b\n  c\ntitle: \"T\ndate: 2\n", 4, 8, "quote"),
            ("title: T\nauthors: [A, B\ndate: 2023\n", 2, 10, "bracket"),
            ("event: {name: x\ndate: 2023\n", 1, 8, "brace"),
            ("a: [b, {c: d]\nx: y\n", 1, 8, "brace"),
            ("a: [\n  b,\n  c\nd: e\n", 1, 4, "bracket"),
        ] {
            assert_eq!(told(text), (line, column, 1, format!("this {what} is never closed")), "{text}");
        }
    }

    #[test]
    fn a_quote_of_several_lines_is_none_that_is_left_open() {
        for text in ["a: 'x\n  y: z'\nb: [c]\n", "a: \"x\n\n  y\"\nb: it's\nc: d's e\n", "a: |\n  'x\nb: c\n"] {
            assert!(read(text, "x.yaml", 0).is_ok(), "{text}");
        }
        assert_eq!(told("a: 'x\n  y'\nb: c: d\n").0, 3);
    }

    #[test]
    fn lines_that_do_not_fit_are_told_where_they_begin() {
        for (text, line, column, width, message) in [
            ("a: b\nd\ne: f\n", 2, 1, 1, "a key without a colon"),
            ("a: b\n  c: d\n", 2, 3, 1, "this line is indented as if it belonged to the text above it"),
            ("a: \"b\" c\nd: e\n", 1, 8, 1, "the text goes on behind the quote that closes it"),
            ("a: \"say \"hi\" x\"\n", 1, 10, 6, "the text goes on behind the quote that closes it"),
            ("a: [b] c d\n", 1, 8, 3, "the line goes on behind the bracket that closes its value"),
            ("a: > b\n", 1, 4, 1, "a text cannot begin with this character"),
            ("a: - b\n", 1, 4, 1, "a list cannot begin on the line of its key"),
            ("a: ,b\n", 1, 4, 1, "a value cannot begin with this character"),
            ("a: 1\n---\nb: 2\n", 2, 1, 3, "a second YAML document begins here"),
            ("---\na: 1\n---\nb: 2\n", 3, 1, 3, "a second YAML document begins here"),
            ("a: [\"b\" \"c\"]\n", 1, 9, 1, "a comma is missing before this"),
        ] {
            assert_eq!(told(text), (line, column, width, message.to_owned()), "{text}");
        }
    }
}
