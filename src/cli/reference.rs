//! The reference in the guide is what the program says of itself: settings, keys of entries, commands and codes. It is
//! made of the tables that the program works by, so it cannot tell anything else. And what the other pages show of commands
//! is what the program takes; that the commands do what is said of them is for `tests/guide.rs`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Arg, Command, CommandFactory as _, Parser as _};

use super::Cli;
use crate::config;
use crate::diagnostic::{Code, Severity};
use crate::paper::schema;
use crate::yaml::Shape;
use crate::yaml::shape::Property;

const FOLDER: &str = "content/pages/guide/reference";

#[test]
fn the_reference_is_what_the_program_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    // The package of the program comes without the guide.
    if !folder.exists() {
        return;
    }
    let pages = [
        ("settings.md", settings()),
        ("entries.md", entries()),
        ("commands.md", commands()),
        ("diagnostics.md", diagnostics()),
    ];
    for (name, made) in pages {
        let path = folder.join(name);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, made).unwrap();
            continue;
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == made, "{FOLDER}/{name} is not what the program says; BLESS=1 writes it anew:\n{made}");
    }
}

#[test]
fn the_readme_names_every_setting_and_command() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let missing = |names: Vec<String>| names.into_iter().filter(|name| !readme.contains(name)).collect::<Vec<_>>();
    let settings = config::schema::table().iter().map(|setting| format!("`{}", setting.name)).collect();
    let commands =
        Cli::command().get_subcommands().map(|command| format!("| `offprint {}", command.get_name())).collect();
    assert_eq!((missing(settings), missing(commands)), (Vec::new(), Vec::new()));
}

#[test]
fn every_command_that_the_guide_shows_can_be_parsed() {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for line in shown(&text) {
            let error = Cli::try_parse_from(words(&line)).err().filter(|error| !is_unfinished(error.kind()));
            wrong.extend(error.map(|error| format!("{}: {line}\n{error}", page.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_of_a_line_are_those_that_a_shell_makes() {
    assert_eq!(
        words(r#"offprint search 'a:b "c d"' --limit 5 > x # all"#),
        ["offprint", "search", "a:b \"c d\"", "--limit", "5"]
    );
    assert_eq!(words(r#"offprint build --shard "$N/8" || true"#), ["offprint", "build", "--shard", "1/8"]);
}

/// Whether a text speaks of a command without all that it takes.
fn is_unfinished(kind: ErrorKind) -> bool {
    use ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, MissingRequiredArgument};
    matches!(kind, DisplayHelp | DisplayHelpOnMissingArgumentOrSubcommand | MissingRequiredArgument)
}

/// The pages that show commands: the guide's, and those beside it.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = std::fs::read_dir(root.join(FOLDER).with_file_name("")).into_iter().flatten().flatten();
    let others = ["README.md", "CONTRIBUTING.md", "themes/default/README.md", "content/pages/contribute.md"];
    let mut pages: Vec<PathBuf> = others.iter().map(|page| root.join(page)).collect();
    pages.extend(guide.map(|entry| entry.path()));
    pages.retain(|page| page.is_file());
    pages.sort();
    pages
}

/// The commands of a page, in blocks and within its text; usages with what may be left out are none.
fn shown(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut is_block, mut is_shell) = (false, false);
    for line in text.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            is_shell = !is_block && language == "sh";
            is_block = !is_block;
            continue;
        }
        let parts: Vec<&str> = match (is_block, is_shell) {
            (true, true) => vec![line],
            (true, false) => line.trim().strip_prefix("- run: ").into_iter().collect(),
            (false, _) => line.split('`').skip(1).step_by(2).collect(),
        };
        let commands = parts.into_iter().filter_map(|part| {
            let part = part.trim().replace("cargo run --release -- ", "offprint ");
            // What stands for any of the known words.
            let part = part.replace(" SHELL", " bash").replace(" LIST", " daily-papers");
            let at = part.find("offprint ")?;
            // Only a variable of the environment may stand before a command.
            (at == 0 || is_shell && part[..at].contains('=')).then(|| part[at..].to_owned())
        });
        found.extend(commands.filter(|command| !command.contains(['[', '…'])));
    }
    found
}

/// The words of the command at the beginning of a line of a shell. A variable stands for 1.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            _ if quote == Some(letter) => quote = None,
            '\'' | '"' if quote.is_none() => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            '$' if quote != Some('\'') => {
                let is_braced = letters.peek() == Some(&'{');
                let is_of_name = |letter: &char| match is_braced {
                    true => *letter != '}',
                    false => letter.is_ascii_alphanumeric() || *letter == '_',
                };
                while letters.next_if(is_of_name).is_some() {}
                while is_braced && letters.next_if_eq(&'}').is_some() {}
                word.get_or_insert_default().push('1');
            }
            '|' | '>' | '#' | ';' | '&' if quote.is_none() && word.is_none() => break,
            ' ' if quote.is_none() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

#[test]
fn markup_in_what_is_said_stays_text() {
    assert_eq!(
        text("TeX between $ signs, a|b, `a|b`, [@id] and <b>"),
        r"TeX between \$ signs, a\|b, `a\|b`, \[@id] and \<b>"
    );
    assert_eq!(code("a|b"), r"`a\|b`");
}

fn page(title: &str, description: &str, body: &str) -> String {
    let made = "# Made of the source by `BLESS=1 cargo nextest run --lib cli::reference`.";
    format!("---\n{made}\ntitle: {title}\ndescription: {description}\n---\n\n{}\n", body.trim())
}

fn settings() -> String {
    let mut body =
        "All settings stand in `offprint.yaml`, and each has a default. A key that is not known is an error. \
                    [Editors](/guide/editors/) complete the keys and tell what they mean.\n\n"
            .to_owned();
    tables("", "## In the file\n\n", &config::schema::table(), &mut Vec::new(), &mut body);
    page("Settings", "Every setting of offprint.yaml.", &body)
}

fn entries() -> String {
    let mut body = "Every key of every file in `content/`. A key that is not known is an error, with the nearest one that is; keys of \
                    your own go under `extra`. [Entries](/guide/entries/) are told with examples.\n\n"
        .to_owned();
    let mut seen = Vec::new();
    for (title, files, table) in schema::tables() {
        let files: Vec<String> = files.iter().map(|file| code(file)).collect();
        let head = format!("## {title}\n\n{}\n\n", files.join(", "));
        tables("", &head, &table, &mut seen, &mut body);
    }
    page("Keys", "Every key of papers and of the files around them.", &body)
}

/// A table of keys, and then those of the maps in it. A map that stood before is not told again.
fn tables(way: &str, head: &str, table: &[Property], seen: &mut Vec<Vec<&'static str>>, out: &mut String) {
    let said: Vec<&str> = table.iter().flat_map(|property| [property.name, property.about]).collect();
    if seen.contains(&said) {
        return;
    }
    seen.push(said);
    out.push_str(head);
    out.push_str("| key | value | what it says |\n|---|---|---|\n");
    for Property { name, shape, about } in table {
        let _ = writeln!(out, "| `{name}` | {} | {} |", kind(shape), text(about));
    }
    out.push('\n');
    for Property { name, shape, .. } in table {
        let mut inner = Vec::new();
        maps(shape, name.to_string(), &mut inner);
        for (name, list) in inner {
            // The codes have a page of their own.
            if list.len() < Code::ALL.len() {
                let way = if way.is_empty() { name } else { format!("{way}.{name}") };
                tables(&way, &format!("### In `{way}`\n\n"), &list, seen, out);
            }
        }
    }
}

/// The maps of known keys that a value may be or hold.
fn maps(shape: &Shape, name: String, found: &mut Vec<(String, Vec<Property>)>) {
    match shape {
        Shape::Keys(keys) => found.push((name, (keys.list)())),
        Shape::Entries(_, inner) => maps(inner, format!("{name}.NAME"), found),
        Shape::List(inner) | Shape::Several(inner) | Shape::Loose(inner) => maps(inner, name, found),
        Shape::OneOf(shapes) => shapes.iter().for_each(|shape| maps(shape, name.clone(), found)),
        _ => {}
    }
}

/// What a value looks like, in words.
fn kind(shape: &Shape) -> String {
    match shape {
        Shape::Anything => "anything".to_owned(),
        Shape::Text | Shape::Filled | Shape::Identifier | Shape::Form(_) => "text".to_owned(),
        Shape::Boolean => "`true` or `false`".to_owned(),
        Shape::Count(_) => "whole number".to_owned(),
        Shape::Number(from, to) => format!("number from {from} to {to}"),
        Shape::Date => "date".to_owned(),
        Shape::Days => "one date or two".to_owned(),
        Shape::Word(words) => words.iter().map(|word| code(word)).collect::<Vec<_>>().join(", "),
        Shape::False => String::new(),
        Shape::List(inner) => format!("list: {}", kind(inner)),
        Shape::Several(inner) => format!("one or a list: {}", kind(inner)),
        Shape::Keys(_) => "map".to_owned(),
        Shape::Entries(..) => "map by name".to_owned(),
        Shape::Name(of, _) => format!("{of} of the archive"),
        Shape::Loose(inner) => kind(inner),
        Shape::OneOf(shapes) => {
            let mut kinds: Vec<String> = shapes.iter().map(kind).filter(|kind| !kind.is_empty()).collect();
            kinds.dedup();
            kinds.join(" or ")
        }
    }
}

fn commands() -> String {
    let mut root = Cli::command();
    root.build();
    let mut body = "`offprint COMMAND --help` tells the same on the terminal.\n\n\
                    | exit code | |\n|---|---|\n| 0 | all is well |\n| 1 | the archive has problems |\n\
                    | 2 | the command could not run |\n| 3 | there was nothing to do (`digest`) |\n\n\
                    ## All commands take\n\n"
        .to_owned();
    options(root.get_arguments(), &mut body);
    for command in root.get_subcommands().filter(|command| command.get_name() != "help") {
        section(command, 2, &mut body);
    }
    page("Commands", "Every command with its options.", &body)
}

fn section(command: &Command, level: usize, out: &mut String) {
    let name = command.get_bin_name().unwrap_or_default();
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let usage = command.clone().render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).replace("\n       ", "\n");
    let _ = write!(out, "{} {name}\n\n{}.\n\n```\n{usage}\n```\n\n", "#".repeat(level), text(&about));
    options(command.get_arguments().filter(|argument| !argument.is_global_set()), out);
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        section(inner, level + 1, out);
    }
}

fn options<'a>(arguments: impl Iterator<Item = &'a Arg>, out: &mut String) {
    let is_shown =
        |argument: &&Arg| !argument.is_hide_set() && !matches!(argument.get_id().as_str(), "help" | "version");
    let rows: Vec<String> = arguments.filter(is_shown).map(row).collect();
    if !rows.is_empty() {
        let _ = write!(out, "| option | what it does |\n|---|---|\n{}\n", rows.concat());
    }
}

fn row(argument: &Arg) -> String {
    let takes = argument.get_action().takes_values();
    let names: Vec<&str> = argument.get_value_names().unwrap_or_default().iter().map(|name| name.as_str()).collect();
    let values = takes.then(|| code(&names.join(" ")));
    let short = argument.get_short().map(|short| code(&format!("-{short}")));
    let names: Vec<String> =
        short.into_iter().chain(argument.get_long().map(|long| code(&format!("--{long}")))).collect();
    let name: Vec<String> = [names.join(", ")].into_iter().filter(|names| !names.is_empty()).chain(values).collect();
    let mut told = vec![text(&argument.get_help().map(ToString::to_string).unwrap_or_default())];
    let listed = |values: Vec<String>| values.iter().map(|value| code(value)).collect::<Vec<_>>().join(", ");
    let choices = argument.get_possible_values();
    if takes && !choices.is_empty() {
        told.push(format!("one of {}", listed(choices.iter().map(|choice| choice.get_name().to_owned()).collect())));
    }
    let defaults = argument.get_default_values();
    if takes && !defaults.is_empty() {
        let defaults = defaults.iter().map(|value| value.to_string_lossy().into_owned()).collect();
        told.push(format!("default: {}", listed(defaults)));
    }
    format!("| {} | {} |\n", name.join(" "), told.join("; "))
}

fn diagnostics() -> String {
    let mut body = "The code of a problem stands in brackets behind its severity, such as `error[unknown-key]`. `offprint explain CODE` \
                    tells the same, and `diagnostics` in [the settings](/guide/reference/settings/) changes the severity of any. \
                    [Checking](/guide/check/) sorts them by what is looked at.\n\n"
        .to_owned();
    for (severity, title) in
        [(Severity::Error, "Errors"), (Severity::Warning, "Warnings"), (Severity::Off, "Off by default")]
    {
        let codes: Vec<&Code> = Code::ALL.iter().filter(|code| code.severity() == severity).collect();
        if codes.is_empty() {
            continue;
        }
        let _ = write!(body, "## {title}\n\n");
        for code in codes {
            let example = code.example();
            let fence = if example.contains("```") { "~~~~" } else { "```" };
            let _ =
                write!(body, "### {}\n\n{}\n\n{fence}\n{example}\n{fence}\n\n", code.name(), text(code.explanation()));
        }
    }
    page("Diagnostics", "Every code of a problem, with an explanation and an example.", &body)
}

/// A text of the program as Markdown that shows it: code stays code, and nothing else begins anything.
fn text(said: &str) -> String {
    let mut out = String::new();
    for (nth, part) in said.split('`').enumerate() {
        if nth > 0 {
            out.push('`');
        }
        for letter in part.chars() {
            let is_markup = letter == '|' || (nth % 2 == 0 && "$[<*_\\~".contains(letter));
            out.extend(is_markup.then_some('\\'));
            out.push(letter);
        }
    }
    out
}

/// A name as code in a cell of a table.
fn code(name: &str) -> String {
    format!("`{}`", name.replace('|', "\\|"))
}
