//! The reference in themes/default/README.md is what the source says: templates, views and settings.

use std::fmt::Write as _;
use std::path::Path;

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

use super::manifest;
use crate::site::view::{
    DigestView, GroupView, HomeView, IndexView, NotFoundView, PageView, PaperView, RedirectView, SearchView, SiteView,
    SubmitView,
};

/// Every template of a page, what it shows, and the view that it gets.
const TEMPLATES: &[(&str, &str, &str)] = &[
    ("home", "the first page", "HomeView"),
    ("paper", "a paper", "PaperView"),
    ("papers", "all papers", "GroupView"),
    ("year", "the papers of a year", "GroupView"),
    ("month", "the papers of a month", "GroupView"),
    ("week", "the papers of a week", "GroupView"),
    ("day", "the papers of a day", "GroupView"),
    ("topics", "all topics", "IndexView"),
    ("topic", "the papers of a topic", "GroupView"),
    ("topic-year", "those of a year", "GroupView"),
    ("topic-month", "those of a month", "GroupView"),
    ("authors", "the letters of the authors' names", "IndexView"),
    ("letter", "the authors of a letter", "GroupView"),
    ("author", "the papers of an author", "GroupView"),
    ("venues", "all venues", "IndexView"),
    ("venue", "the papers of a venue", "GroupView"),
    ("venue-year", "those of a year", "GroupView"),
    ("volumes", "all volumes", "IndexView"),
    ("volume", "the papers of a volume", "GroupView"),
    ("collections", "all collections", "IndexView"),
    ("collection", "the papers of a collection", "GroupView"),
    ("lists", "all lists", "IndexView"),
    ("saved-list", "the papers of a list, which is a saved query", "GroupView"),
    ("digest", "the papers of a day or a week as a letter", "DigestView"),
    ("digest-mail", "the same as the HTML of a mail", "DigestView"),
    ("page", "a free page", "PageView"),
    ("search", "the page of search", "SearchView"),
    ("submit", "where a paper is submitted", "SubmitView"),
    ("redirect", "an old address", "RedirectView"),
    ("404", "an address that does not exist", "NotFoundView"),
];

/// What other templates extend.
const FRAMES: &[(&str, &str)] =
    &[("base", "the frame of every page"), ("list", "a list of papers"), ("index", "all groups of a facet")];

/// The views, in the order of their importance; what they hold follows by the alphabet.
const VIEWS: &[&str] = &[
    "SiteView",
    "HomeView",
    "PaperView",
    "GroupView",
    "IndexView",
    "DigestView",
    "PageView",
    "SearchView",
    "SubmitView",
    "RedirectView",
    "NotFoundView",
];

const BEGIN: &str = "<!-- reference: made of the source by `BLESS=1 cargo test --lib theme::tests` -->\n";
const END: &str = "<!-- end -->\n";

#[test]
fn the_reference_is_what_the_source_says() {
    let path = folder().join("README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (found, after) = rest.split_once(END).unwrap();
    let made = format!("\n{}{}{}{}\n", templates(), partials(), views(), settings());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, [before, BEGIN, &made, END, after].concat()).unwrap();
        return;
    }
    assert!(found == made, "themes/default/README.md is not what the source says; BLESS=1 writes it anew:\n{made}");
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default")
}

fn template(name: &str) -> String {
    std::fs::read_to_string(folder().join(format!("templates/{name}.html"))).unwrap()
}

/// The names of the templates in a folder, sorted, without their suffix.
fn names(below: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder().join(below)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter_map(|name| name.strip_suffix(".html").map(str::to_owned)).collect();
    names.sort();
    names
}

/// What stands in quotes or as a word after each `{% tag `.
fn tags(text: &str, tag: &str) -> Vec<String> {
    let tag = format!("{{% {tag} ");
    let found = text.split(&tag).skip(1);
    found.map(|rest| rest.trim_start_matches('"').split(['"', ' ']).next().unwrap_or_default().to_owned()).collect()
}

fn templates() -> String {
    let mut out = String::from(
        "## Templates\n\n| template | shows | view | extends | blocks of its own |\n|---|---|---|---|---|\n",
    );
    let mut known: Vec<&str> = Vec::new();
    let frames = FRAMES.iter().map(|(name, shows)| (*name, *shows, ""));
    for (name, shows, view) in frames.chain(TEMPLATES.iter().copied()) {
        let text = template(name);
        let code = |names: Vec<String>| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let view = if view.is_empty() { String::new() } else { reference(view) };
        let (extends, blocks) = (code(tags(&text, "extends")), code(tags(&text, "block")));
        let _ = writeln!(out, "| `{name}.html` | {shows} | {view} | {extends} | {blocks} |");
        known.push(name);
    }
    known.sort_unstable();
    assert_eq!(known, names("templates"), "every template stands in the list of this test");
    out + "\nEvery template sees its view's fields by their names, and [SiteView](#siteview) as `site`.\n"
}

fn partials() -> String {
    let mut out = String::from("\n## Partials\n\n| partial | shows |\n|---|---|\n");
    for name in names("templates/partials") {
        let text = template(&format!("partials/{name}"));
        let about = text.strip_prefix("{#- ").and_then(|text| text.split(" -#}").next());
        let about = about.unwrap_or_else(|| panic!("partials/{name}.html does not say what it shows"));
        let _ = writeln!(out, "| `partials/{name}.html` | {about} |");
    }
    out
}

fn views() -> String {
    let mut generator = SchemaGenerator::default();
    let roots = [
        add::<SiteView>(&mut generator),
        add::<HomeView<'static>>(&mut generator),
        add::<PaperView<'static>>(&mut generator),
        add::<GroupView<'static>>(&mut generator),
        add::<IndexView<'static>>(&mut generator),
        add::<DigestView<'static>>(&mut generator),
        add::<PageView<'static>>(&mut generator),
        add::<SearchView<'static>>(&mut generator),
        add::<SubmitView<'static>>(&mut generator),
        add::<RedirectView>(&mut generator),
        add::<NotFoundView>(&mut generator),
    ];
    assert_eq!(roots, VIEWS);
    let types = generator.take_definitions(true);
    let mut names: Vec<&str> = VIEWS.to_vec();
    names.extend(types.keys().map(String::as_str).filter(|name| !VIEWS.contains(name)));
    let source = source();
    let mut out = String::from("\n## Views\n");
    for name in names {
        let schema = &types[name];
        let _ = write!(out, "\n### {name}\n\n{}\n\n| field | is | |\n|---|---|---|\n", about(schema, name));
        let mut fields: Vec<_> = schema["properties"].as_object().unwrap().iter().collect();
        fields.sort_by_key(|(field, _)| place(&source, name, field));
        for (field, schema) in fields {
            let is = kind(schema, field);
            let _ = writeln!(out, "| `{field}` | {is} | {} |", about(schema, field));
        }
    }
    out
}

/// The source of all views: a schema does not tell the order of fields.
fn source() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/site/view");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    files.collect()
}

/// Where the source has a field of a type.
fn place(source: &str, name: &str, field: &str) -> usize {
    let declared = format!("pub struct {name}");
    let is_whole = |at: &usize| source[at + declared.len()..].starts_with(['<', ' ']);
    let mut found = source.match_indices(&declared).map(|(at, _)| at);
    let at = found.find(is_whole).unwrap_or_else(|| panic!("`{name}` is no view"));
    source[at..].find(&format!("pub {field}:")).unwrap_or_else(|| panic!("`{name}` has no `{field}`"))
}

fn add<T: JsonSchema>(generator: &mut SchemaGenerator) -> String {
    generator.subschema_for::<T>();
    T::schema_name().into_owned()
}

/// What the documentation says, without its links to other things of the source.
fn about(schema: &Value, name: &str) -> String {
    let text = schema["description"].as_str().unwrap_or_else(|| panic!("`{name}` is not documented"));
    text.replace('\n', " ").replace("[`", "`").replace("`]", "`")
}

fn reference(name: &str) -> String {
    format!("[{name}](#{})", name.to_lowercase())
}

/// The kind of a value in plain words.
fn kind(schema: &Value, field: &str) -> String {
    if let Some(target) = schema["$ref"].as_str() {
        return reference(target.rsplit('/').next().unwrap());
    }
    if let Some(both) = schema["anyOf"].as_array() {
        return format!("{}, or nothing", kind(&both[0], field));
    }
    let (name, or_nothing) = match &schema["type"] {
        Value::Array(names) => (names[0].as_str(), ", or nothing"),
        name => (name.as_str(), ""),
    };
    let kind = match name {
        Some("string") if field.ends_with("_html") => "HTML".to_owned(),
        Some("string") => "text".to_owned(),
        Some("integer") => "number".to_owned(),
        Some("boolean") => "true or false".to_owned(),
        Some("array") => format!("list of {}", kind(&schema["items"], field)),
        Some("object") if schema["additionalProperties"]["type"] == "string" => "map of texts".to_owned(),
        Some("object") => "map of anything".to_owned(),
        _ => panic!("`{field}` is of no kind that the reference has words for: {schema}"),
    };
    kind + or_nothing
}

fn settings() -> String {
    let text = std::fs::read_to_string(folder().join("theme.yaml")).unwrap();
    let (manifest, problems) = manifest::read("theme.yaml", &text);
    assert_eq!(problems, [], "the theme's own description is fine");
    let mut out = String::from("\n## Settings\n\n| setting | is | default | what it does |\n|---|---|---|---|\n");
    for setting in manifest.settings {
        assert!(!setting.help.is_empty(), "`{}` is not documented", setting.name);
        let kind = match setting.kind.as_str() {
            "css" => "text: one value of a stylesheet",
            "file" => "text: a file in `static/`",
            kind => kind,
        };
        let default = match &setting.default {
            Value::String(text) if text.is_empty() => "empty".to_owned(),
            Value::Array(items) => {
                format!("`[{}]`", items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "))
            }
            value => format!("`{value}`"),
        };
        let _ = writeln!(out, "| `{}` | {kind} | {default} | {} |", setting.name, setting.help);
    }
    out
}
