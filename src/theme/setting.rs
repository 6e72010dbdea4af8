//! A setting of a theme: the kinds there are, and what is wrong with a value.
//!
//! Values come from the archive's owner, so the checks are against slips: a value of a stylesheet stands in a page as it
//! is, and must end where it seems to end.

use serde_json::Value;

use crate::diagnostic::{Code, nearest};
use crate::source::Sources;
use crate::yaml::{Field, Key, Shape, Step};

/// The kinds of values, as theme.yaml names them.
pub const KINDS: [&str; 7] = ["text", "number", "boolean", "list", "map", "css", "file"];

/// A setting, as theme.yaml describes it.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// Its name under `theme-settings`.
    pub name: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// What it is where offprint.yaml says nothing.
    pub default: Value,
    /// What it does.
    pub help: String,
    /// The words it is made of, where not every word will do.
    pub words: Vec<String>,
}

/// What is wrong with a value, and where in it.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// The way into the value.
    pub steps: Vec<Step>,
    /// The kind of mistake.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// The keys of a setting in theme.yaml.
pub const KEYS: &[Key<Setting>] = &[
    Key::new("type", Shape::Word(&KINDS), "The kind of its values.", |s, f| {
        s.kind = f.word(&KINDS, |word| KINDS.contains(&word).then(|| word.to_owned())).unwrap_or_default();
    }),
    Key::new("default", Shape::Anything, "What it is where offprint.yaml says nothing.", |s, f| {
        s.default = f.node.into_json()
    }),
    Key::new("help", Shape::Text, "What it does, in a sentence.", |s, f| s.help = f.line()),
    Key::new(
        "words",
        Shape::Several(&Shape::Text),
        "The words it is made of, where not every word will do.",
        |s, f| s.words = f.lines(),
    ),
];

/// Reads the settings of theme.yaml.
pub fn read(field: Field<'_>, settings: &mut Vec<Setting>) {
    field.entries(
        |settings: &mut Vec<Setting>, name, field| {
            let mut setting = Setting { name: name.to_owned(), ..Setting::default() };
            field.map(KEYS, &mut setting);
            settings.push(setting);
        },
        settings,
    );
}

impl Setting {
    /// What keeps it from having this value.
    pub fn fault(&self, value: &Value, sources: &Sources) -> Option<Fault> {
        let name = &self.name;
        let of = |code, message: String, help| Some(Fault { steps: Vec::new(), code, message, help });
        if let Some(kind) = self.misses(value) {
            let help = (value.is_null() && self.kind == "css").then_some("put a value that begins with `#` in quotes");
            let message = format!("the theme's setting `{name}` is {kind}");
            return of(Code::WrongType, message, help.map(str::to_owned));
        }
        if let (true, Some(text)) = (self.kind == "css", value.as_str()) {
            let why = never_ends(text)?;
            let message = format!("the theme's setting `{name}` is one value of a stylesheet, and {why}");
            return of(Code::BadValue, message, None);
        }
        if let (true, Some(file)) = (self.kind == "file", value.as_str()) {
            let there = file.is_empty() || sources.get(&format!("static/{file}")).is_some();
            let help = Some(format!("it would be static/{file}"));
            return if there { None } else { of(Code::MissingFile, format!("there is no file `{file}`"), help) };
        }
        let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice).iter().enumerate();
        let knows = |item: &Value| self.words.is_empty() || self.words.iter().any(|word| item.as_str() == Some(word));
        let (at, item) = items.into_iter().find(|(_, item)| !knows(item))?;
        let word = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
        let known = || self.words.iter().map(String::as_str);
        let help = match nearest(&word, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of {}", self.words.join(", ")),
        };
        let steps = if value.is_array() { vec![Step::Nth(at as u32)] } else { Vec::new() };
        let message = format!("the theme's setting `{name}` knows no `{word}`");
        Some(Fault { steps, code: Code::BadValue, message, help: Some(help) })
    }

    /// What it would have to be, where a value is of another kind.
    fn misses(&self, value: &Value) -> Option<&'static str> {
        let (fits, kind) = match self.kind.as_str() {
            "text" => (value.is_string(), "a text"),
            "number" => (value.is_number(), "a number"),
            "boolean" => (value.is_boolean(), "true or false"),
            "list" => (value.is_array(), "a list"),
            "map" => (value.is_object(), "a map"),
            "css" => (value.is_string(), "a text, one value of a stylesheet"),
            "file" => (value.is_string(), "a text, a file in static/"),
            _ => (true, ""),
        };
        (!fits).then_some(kind)
    }
}

/// Why a value of a stylesheet would swallow what stands after it, or end what it stands in.
fn never_ends(value: &str) -> Option<String> {
    if let Some(sign) = value.chars().find(|c| "<{};\\".contains(*c)) {
        return Some(format!("`{sign}` cannot stand in it"));
    }
    if value.chars().any(char::is_control) {
        return Some("it has more than one line".to_owned());
    }
    if value.contains("/*") {
        return Some("a comment begins in it".to_owned());
    }
    let mut open: Vec<char> = Vec::new();
    for sign in value.chars() {
        match (sign, open.last()) {
            ('"' | '\'', Some(last)) if *last == sign => drop(open.pop()),
            (_, Some('"' | '\'')) => {}
            ('"' | '\'', _) => open.push(sign),
            ('(', _) => open.push(')'),
            ('[', _) => open.push(']'),
            (')' | ']', last) if last == Some(&sign) => drop(open.pop()),
            (')' | ']', _) => return Some(format!("`{sign}` closes nothing in it")),
            _ => {}
        }
    }
    open.pop().map(|sign| format!("`{sign}` is missing at its end"))
}

#[cfg(test)]
mod tests {
    use super::never_ends;

    #[test]
    fn a_value_of_a_stylesheet_ends_where_it_seems_to() {
        for fine in ["#9c2c1c", "\"Iowan Old Style\", 'Palatino', serif", "min(34rem, calc(100% - [1px]))", "\"(\"", ""]
        {
            assert_eq!(never_ends(fine), None, "{fine}");
        }
        let said = |value| never_ends(value).unwrap_or_default();
        assert_eq!(said("</style><script>"), "`<` cannot stand in it");
        assert_eq!(said("red; color: blue"), "`;` cannot stand in it");
        assert_eq!(said("red\n}"), "`}` cannot stand in it");
        assert_eq!(said("1rem\n2rem"), "it has more than one line");
        assert_eq!(said("red /* or"), "a comment begins in it");
        assert_eq!(said("\"Iowan, serif"), "`\"` is missing at its end");
        assert_eq!(said("rgb(1 2 3"), "`)` is missing at its end");
        assert_eq!(said("red)"), "`)` closes nothing in it");
        assert_eq!(said("calc([1px)"), "`)` closes nothing in it");
    }
}
