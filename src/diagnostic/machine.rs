//! Diagnostics for programs: a JSON object a line, annotations of GitHub's workflows, and SARIF 2.1.0.
//!
//! Lines and columns count from 1, in characters; an end is the first column after what is meant, as in SARIF and in the
//! protocol of language servers. Entries are strangers' text, so nothing in one can begin a command of a workflow.

use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::{Code, Diagnostic, Severity, clean};

/// A problem with the severity that it has in its archive.
pub type Graded<'a> = (&'a Diagnostic, Severity);

/// One diagnostic as a JSON object without line breaks. Its schema is static/diagnostic.schema.json.
pub fn json((diagnostic, severity): Graded<'_>) -> String {
    let Diagnostic { code, path, span, message, help, .. } = diagnostic;
    let value = json!({
        "code": code.name(),
        "severity": severity.name(),
        "file": if path.is_empty() { None } else { Some(path) },
        "line": span.map(|span| span.line),
        "column": span.map(|span| span.column),
        "end-line": span.map(|span| span.line),
        "end-column": span.map(|span| span.column + span.width),
        "message": message,
        "help": help,
    });
    value.to_string()
}

/// One diagnostic as a command of GitHub's workflows, which shows it beside the line of a pull request. `prefix` leads from
/// the repository to the archive: empty, or a folder with a `/` at its end.
///
/// <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>
pub fn github((diagnostic, severity): Graded<'_>, prefix: &str) -> String {
    let Diagnostic { code, path, span, message, help, .. } = diagnostic;
    let command = if severity == Severity::Error { "error" } else { "warning" };
    let mut out = format!("::{command} ");
    if !path.is_empty() {
        out.push_str(&format!("file={},", property(&format!("{prefix}{path}"))));
    }
    if let Some(span) = span {
        let end = span.column + span.width;
        out.push_str(&format!("line={0},endLine={0},col={1},endColumn={end},", span.line, span.column));
    }
    let help = help.as_ref().map_or_else(String::new, |help| format!(": {help}"));
    out.push_str(&format!("title={}::{}", property(code.name()), data(&format!("{message}{help}"))));
    out
}

/// Text of a command: it ends at a line's end, and `%` begins an escape.
fn data(text: &str) -> String {
    clean(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command, which ends at `:` or `,` as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// All diagnostics as a log of SARIF 2.1.0 (OASIS). `prefix` is that of [`github`].
pub fn sarif(diagnostics: &[Graded<'_>], prefix: &str) -> String {
    let mut codes: Vec<Code> = diagnostics.iter().map(|(diagnostic, _)| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = diagnostics.iter().map(|graded| result(*graded, &codes, prefix)).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "offprint",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    log.to_string()
}

fn rule(code: Code) -> Value {
    let first = code.explanation().split_inclusive(". ").next().unwrap_or_default().trim();
    json!({
        "id": code.name(),
        "shortDescription": {"text": first},
        "fullDescription": {"text": code.explanation()},
        "help": {"text": format!("{}\n\nFor example:\n\n{}", code.explanation(), code.example())},
        "defaultConfiguration": {"level": code.severity().name()},
    })
}

fn result((diagnostic, severity): Graded<'_>, codes: &[Code], prefix: &str) -> Value {
    let Diagnostic { code, path, span, message, help, .. } = diagnostic;
    let help = help.as_ref().map_or_else(String::new, |help| format!(": {help}"));
    // What stays the same while lines above it come and go.
    let fingerprint = xxh3_64(format!("{}\0{path}\0{message}", code.name()).as_bytes());
    let mut result = json!({
        "ruleId": code.name(),
        "ruleIndex": codes.binary_search(code).unwrap_or_default(),
        "level": severity.name(),
        "message": {"text": format!("{message}{help}")},
        "partialFingerprints": {"offprint/v1": format!("{fingerprint:016x}")},
    });
    if !path.is_empty() {
        let mut place = json!({"artifactLocation": {"uri": uri(&format!("{prefix}{path}"))}});
        if let Some(span) = span {
            place["region"] = json!({
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.line,
                "endColumn": span.column + span.width,
            });
        }
        result["locations"] = json!([{"physicalLocation": place}]);
    }
    result
}

/// A path as a relative URI: what could be taken for a scheme or a query is escaped.
fn uri(path: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const ESCAPED: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'[')
        .add(b'\\')
        .add(b']')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}')
        .add(b':');
    utf8_percent_encode(path, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    fn example() -> Diagnostic {
        let text = "autors: [\"::error::x\"]\n";
        let span = Span { line: 1, column: 1, width: 6 };
        let path = "content/papers/a, b: 100%.yaml";
        Diagnostic::at(Code::UnknownKey, path, text, span, "there is no key `autors`\n::error::")
            .help("did you mean `authors`?")
    }

    #[test]
    fn a_line_of_json() {
        assert_eq!(
            json((&example(), Severity::Error)),
            r#"{"code":"unknown-key","column":1,"end-column":7,"end-line":1,"file":"content/papers/a, b: 100%.yaml","help":"did you mean `authors`?","line":1,"message":"there is no key `autors`\n::error::","severity":"error"}"#
        );
        let whole = Diagnostic::of_file(Code::StrayFile, "content/x", "nothing reads it");
        assert!(json((&whole, Severity::Warning)).contains(r#""line":null"#));
    }

    #[test]
    fn strangers_begin_no_command() {
        let line = github((&example(), Severity::Warning), "archive/");
        assert_eq!(
            line,
            "::warning file=archive/content/papers/a%2C b%3A 100%25.yaml,line=1,endLine=1,col=1,endColumn=7,\
             title=unknown-key::there is no key `autors` ::error::: did you mean `authors`?"
        );
        assert!(!line.contains('\n'));
    }

    #[test]
    fn sarif_names_each_rule_once() {
        let (a, b) = (example(), Diagnostic::of_file(Code::StrayFile, "content/ü x", "nothing reads it"));
        let graded = [(&a, Severity::Error), (&a, Severity::Error), (&b, Severity::Warning)];
        let log: Value = serde_json::from_str(&sarif(&graded, "")).unwrap();
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), 2);
        assert_eq!(
            run["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "content/%C3%BC%20x"
        );
        let rule = run["results"][0]["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "unknown-key");
    }
}
