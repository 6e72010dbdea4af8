//! A new offprint.yaml: every setting with what it is for, those that were chosen in force, and the others as comments
//! with their defaults.
//!
//! The keys and what they mean are those of the tables that read them. What a table cannot say, the default as somebody
//! would write it, stands here, and a test holds it to [`Settings`](super::Settings).

use super::read::SETTINGS;
use crate::yaml::Shape;
use crate::yaml::shape::{Property, properties};

/// What a setting is where nobody chose.
#[derive(Clone, Copy, Debug)]
enum Value {
    /// The default.
    Default(&'static str),
    /// The default is nothing, so this shows what it may be.
    Example(&'static str),
}

use Value::{Default, Example};

/// Each setting that is no map of settings, by its way, as YAML of one line.
const VALUES: &[(&str, Value)] = &[
    ("title", Default("Papers")),
    ("byline", Example("by the reading group")),
    ("description", Example("What we have read, with notes.")),
    ("language", Default("en")),
    ("locale", Example("de-u-co-phonebk")),
    ("base-url", Example("https://owner.github.io/name/")),
    ("repository", Example("owner/name")),
    ("branch", Default("main")),
    ("feed-id", Example("our-papers")),
    ("calendar", Default("published")),
    ("periods", Default("[year, month, week, day]")),
    ("urls.paper", Default("/papers/{id}/")),
    ("files.base-url", Example("https://files.example.org/")),
    ("parts", Default("50")),
    ("thresholds.feeds.authors", Default("10")),
    ("thresholds.feeds.other", Default("1")),
    ("thresholds.exports.authors", Default("20")),
    ("thresholds.exports.other", Default("1")),
    ("thresholds.author-pages", Default("1")),
    ("thresholds.topic-months", Default("off")),
    ("thresholds.digests", Default("1")),
    ("exports.paper", Default("[bibtex]")),
    ("exports.group", Default("[bibtex]")),
    ("exports.retracted", Default("true")),
    ("exports.page", Default("[bibtex, biblatex, ris, csl-json]")),
    ("api", Default("full")),
    ("lists", Example("{with-code: {title: Papers with code, query: 'has:code'}}")),
    ("citations", Default("[association-for-computing-machinery]")),
    ("math.macros", Example(r"{RR: '\mathbb{R}'}")),
    ("images.remote", Default("false")),
    ("search.fields", Default("[title, authors, abstract, keywords, topics, venue]")),
    ("search.weights.title", Default("4")),
    ("search.weights.authors", Default("4")),
    ("search.weights.abstract", Default("1")),
    ("search.abstracts", Default("true")),
    ("theme", Default("default")),
    ("theme-settings", Example("{accent: '#8a1c1c'}")),
    ("menu", Example("[{title: The group, url: 'https://example.org/group'}]")),
    ("discuss", Example("https://example.org/discuss/{id}")),
    ("subscribe", Example("https://example.org/subscribe")),
    ("digest.from", Example("Papers <papers@example.org>")),
    ("digest.to", Example("readers@example.org")),
    ("digest.unsubscribe", Example("https://example.org/leave")),
    ("diagnostics", Example("{missing-alt: 'off'}")),
    ("scholar.external-pdf", Default("true")),
    ("extra", Example("{room: 4.12}")),
];

const HEAD: &str = "\
# The settings of this archive. Those that nobody chose are comments with their defaults: to change one, take the `#`
# before it away, and before the lines that it stands under. A key that is not known is an error, so no slip goes
# unnoticed.
";

/// Characters in a line of what a setting is for.
const WIDTH: usize = 110;

/// The text of a new offprint.yaml. `chosen` are keys at the top of it, with their values as YAML of one line.
pub fn fresh(chosen: &[(&str, String)]) -> String {
    let mut out = HEAD.to_owned();
    write(&mut out, "", 0, &properties(SETTINGS), chosen);
    out
}

/// Writes the settings of one map.
fn write(out: &mut String, before: &str, depth: usize, list: &[Property], chosen: &[(&str, String)]) {
    let indent = "  ".repeat(depth);
    for Property { name, shape, about } in list {
        let way = format!("{before}{name}");
        let value = VALUES.iter().find(|(known, _)| *known == way).map(|(_, value)| *value);
        let chosen = chosen.iter().find(|(key, _)| *key == way).map(|(_, value)| value.as_str());
        if depth == 0 {
            out.push('\n');
        }
        let example = if matches!((value, chosen), (Some(Example(_)), None)) { " For example:" } else { "" };
        remark(out, &indent, &format!("{about}{example}"));
        match (chosen, value, shape) {
            (Some(value), ..) => *out += &format!("{name}: {value}\n"),
            (None, Some(Default(value) | Example(value)), _) => *out += &format!("#{indent}{name}: {value}\n"),
            (None, None, Shape::Keys(keys)) => {
                *out += &format!("#{indent}{name}:\n");
                write(out, &format!("{way}."), depth + 1, &(keys.list)(), &[]);
            }
            (None, None, _) => *out += &format!("#{indent}{name}:\n"),
        }
    }
}

/// Writes what a setting is for. Within a map that is a comment within a comment, so that it stays one.
fn remark(out: &mut String, indent: &str, text: &str) {
    let begin = if indent.is_empty() { "#".to_owned() } else { format!("#{indent}#") };
    let mut line = begin.clone();
    for word in text.split(' ') {
        if line.len() + 1 + word.len() > WIDTH {
            *out += &line;
            out.push('\n');
            line.clone_from(&begin);
        }
        line.push(' ');
        line += word;
    }
    *out += &line;
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Settings, read};

    /// A text without the `#` of the settings in it.
    fn opened(text: &str) -> String {
        let open = |line: &str| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') || rest.starts_with("  ") => rest.to_owned(),
            _ => line.to_owned(),
        };
        text.lines().map(|line| open(line) + "\n").collect()
    }

    fn settings(text: &str) -> Settings {
        let (settings, problems) = read("offprint.yaml", text.as_bytes());
        assert_eq!(problems.iter().map(|problem| &problem.message).collect::<Vec<_>>(), [""; 0], "{text}");
        settings
    }

    #[test]
    fn as_it_is_it_says_what_was_chosen_and_nothing_else() {
        assert_eq!(settings(&fresh(&[])), Settings::default());
        let text = fresh(&[("title", "Mud".to_owned()), ("calendar", "added".to_owned())]);
        let calendar = crate::config::Calendar::Added;
        assert_eq!(settings(&text), Settings { title: "Mud".into(), calendar, ..Settings::default() });
        assert!(text.contains("\n\n# The name of the site, in its header and in page titles.\ntitle: Mud\n"), "{text}");
        assert!(text.contains("\n#urls:\n#  # Where a paper's page stands: "), "{text}");
        assert!(text.lines().all(|line| line.len() <= 120), "{text}");
    }

    #[test]
    fn every_setting_stands_there_with_its_default() {
        let text = fresh(&[]);
        settings(&opened(&text));
        let is_setting = |line: &&str| opened(line).trim_end() != *line && !opened(line).trim_start().starts_with('#');
        let bare: Vec<&str> = text.lines().filter(is_setting).filter(|line| line.ends_with(':')).collect();
        let maps =
            ["urls", "files", "thresholds", "  feeds", "  exports", "exports", "math", "images", "search", "  weights"];
        let maps: Vec<String> = maps.iter().chain(&["digest", "scholar"]).map(|name| format!("#{name}:")).collect();
        assert_eq!(bare, maps, "a setting has no row in VALUES");
        for (way, value) in VALUES {
            let (Default(text) | Example(text)) = value;
            let steps = way.split('.').enumerate().map(|(at, name)| format!("{}{name}:", "  ".repeat(at)));
            let read = settings(&format!("{} {text}\n", steps.collect::<Vec<_>>().join("\n")));
            let is_default = read == Settings::default();
            assert_eq!(is_default, matches!(value, Default(_)), "{way}: {text}");
        }
    }
}
