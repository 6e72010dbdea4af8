use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// The code with the class of each run before it.
fn told(language: &str, code: &str) -> String {
    let mut out = String::new();
    for run in Highlighter::default().runs(language, code, &mut { BUDGET }).expect("a language that is known") {
        let _ = if run.class.is_empty() {
            write!(out, "{}", run.text)
        } else {
            write!(out, "‹{} {}›", run.class, run.text)
        };
    }
    out
}

#[test]
fn common_languages_have_their_parts_told_apart() {
    let cases = [
        (
            "python",
            "def f(x: int) -> str:\n    # Why\n    return \"a\" + 1\n",
            "‹keyword def› ‹function f›(‹name x›: ‹type int›) -> ‹type str›:\n    ‹comment # Why\n›    ‹keyword return› ‹string \"a\"› ‹operator +› ‹number 1›\n",
        ),
        (
            "rust",
            "pub fn f<T>(x: u8) -> Vec<T> {\n    /* a */ g(\"b\", 1, x) // c\n}\n#[test]\nstruct S;\n",
            "‹keyword pub› ‹keyword fn› ‹function f›<T>(‹name x›: ‹keyword u8›) -> ‹type Vec›<T> {\n    ‹comment /* a */› ‹function g›(‹string \"b\"›, ‹number 1›, x) ‹comment // c\n›}\n‹attribute #[test]›\n‹keyword struct› ‹type S›;\n",
        ),
        (
            "bash",
            "for x in *.txt; do echo \"$x\" | wc -l; done # a\n",
            "‹keyword for› x ‹keyword in› ‹operator *›.txt‹operator ;› ‹keyword do› ‹function echo› ‹string \"$x\"› ‹operator |› ‹function wc›‹name  -l›‹operator ;› ‹keyword done› ‹comment # a\n›",
        ),
        ("console", "$ cargo build --release\n", "‹function $› cargo build‹name  --release›\n"),
        (
            "c",
            "#include <stdio.h>\nint main(void) { return 0; }\n",
            "‹keyword #include› ‹string <stdio.h>›\n‹keyword int› ‹function main›(‹keyword void›) { ‹keyword return› ‹number 0›; }\n",
        ),
        (
            "cpp",
            "template<class T> T f(const std::vector<T>& x);\n",
            "‹keyword template›<‹keyword class› T> T ‹function f›(‹keyword const› std::vector<T>‹operator &› ‹name x›);\n",
        ),
        ("json", "{\"a\": [1, true, \"b\"]}\n", "{‹string \"a\"›: [‹number 1›, ‹keyword true›, ‹string \"b\"›]}\n"),
        (
            "yaml",
            "a: [b, 1]\nc: \"d\" # e\n",
            "‹attribute a›: [‹string b›, ‹number 1›]\n‹attribute c›: ‹string \"d\"› ‹comment # e\n›",
        ),
        (
            "toml",
            "[a]\nb = 1 # c\nd = \"e\"\n",
            "[a]\n‹attribute b› = ‹number 1› ‹comment # c›\n‹attribute d› = ‹string \"e\"›\n",
        ),
        (
            "latex",
            "\\begin{align} x^2 \\end{align} % a\n",
            "‹keyword \\begin›{‹name align›} x‹operator ^›‹number 2› ‹keyword \\end›{‹name align›} ‹comment % a\n›",
        ),
        (
            "bibtex",
            "@article{a, title = {B}, year = 2023}\n",
            "‹keyword @article›{‹type a›, ‹string title› = ‹string {B}›, ‹string year› = ‹number 2023›}\n",
        ),
        (
            "r",
            "f <- function(x) { x + 1 } # a\n",
            "‹function f› ‹operator <-› ‹keyword function›(‹name x›) { x ‹operator +› ‹number 1› } ‹comment # a\n›",
        ),
        (
            "julia",
            "function f(x::Int) x + 1 end # a\n",
            "‹keyword function› ‹function f›(x‹operator ::›‹type Int›) x ‹operator +› ‹number 1› ‹keyword end› ‹comment # a›\n",
        ),
        (
            "js",
            "const f = (x) => `a${x + 1}`; // b\n",
            "‹keyword const› ‹function f› ‹operator =› (‹name x›) ‹keyword =>› ‹string `a›${x ‹operator +› ‹number 1›}‹string `›; ‹comment // b\n›",
        ),
        ("ts", "interface A { b: string }\n", "‹keyword interface› ‹type A› { b‹operator :› ‹type string› }\n"),
        (
            "html",
            "<p class=\"a\">b &amp; c</p><!-- d -->\n",
            "‹tag <p› ‹attribute class›=‹string \"a\"›‹tag >›b ‹string &amp;› c‹tag </p>›‹comment <!-- d -->›\n",
        ),
        (
            "diff",
            "--- a\n+++ b\n@@ -1 +1 @@\n-c\n+d\n e\n",
            "‹heading --- a\n+++ b\n@@ -1 +1 @@\n›‹deleted -c\n›‹inserted +d\n› e\n",
        ),
        (
            "sql",
            "SELECT a, 1 FROM b WHERE c = 'd'; -- e\n",
            "‹keyword SELECT› a, ‹number 1› ‹keyword FROM› b ‹keyword WHERE› c ‹operator =› ‹string 'd'›; ‹comment -- e\n›",
        ),
        (
            "java",
            "@Override public int f(String a) { return 1; }\n",
            "‹attribute @Override ›‹keyword public› ‹keyword int› ‹function f›(‹type String› a) { ‹keyword return› ‹number 1›; }\n",
        ),
        (
            "go",
            "func f(a int) string { return \"b\" }\n",
            "‹keyword func› ‹function f›(‹name a› ‹type int›) ‹type string› { ‹keyword return› ‹string \"b\"› }\n",
        ),
        (
            "haskell",
            "f :: Int -> Int\nf x = x + 1 -- a\n",
            "‹function f› ‹keyword ::› ‹keyword Int› ‹keyword ->› ‹keyword Int›\nf x ‹operator =› x ‹operator +› ‹number 1› ‹comment -- a\n›",
        ),
        ("md", "# A\n\n*b* `c`\n", "‹heading # A\n›\n*b* `c`\n"),
    ];
    for (language, code, want) in cases {
        assert_eq!(told(language, code), want, "{language}");
    }
}

#[test]
fn an_unknown_language_and_code_that_costs_too_much_have_no_runs() {
    let highlighter = Highlighter::default();
    let mut budget = BUDGET;
    for (language, code) in [("nosuch", "x"), ("", "x"), ("plain text", "x"), ("Rust", "x"), ("", "")] {
        assert_eq!(highlighter.runs(language, code, &mut budget), None, "{language}");
    }
    assert!(highlighter.grammars.get().is_none());
    let line = "let x = 1;\n";
    assert!(highlighter.runs("rust", &line.repeat(1_000), &mut budget).is_some());
    assert!(budget > BUDGET / 2);
    assert_eq!(highlighter.runs("rust", line, &mut 100), None);
    assert_eq!(highlighter.runs("python", "x = f(\n", &mut 0), None);
}

#[test]
fn every_language_has_a_grammar_and_every_class_is_listed() {
    let grammars = Grammars::load();
    for (words, name) in LANGUAGES {
        assert!(grammars.start(name).is_some(), "{name}");
        for word in words.split(' ') {
            let known = LANGUAGES.iter().flat_map(|(words, _)| words.split(' ')).filter(|known| *known == word);
            assert_eq!(known.count(), 1, "{word}");
        }
    }
    let used: Vec<&str> = CLASS_OF.iter().map(|(class, _)| *class).filter(|class| !class.is_empty()).collect();
    assert_eq!(used, CLASSES);
    for scope in CLASS_OF.iter().flat_map(|(_, scopes)| scopes.split(' ')) {
        assert!(!scope.is_empty() && syntect::parsing::Scope::new(scope).is_ok(), "{scope}");
    }
}

#[test]
fn runs_give_the_code_back() {
    let highlighter = Highlighter::default();
    let code = r#"([a-z]{1,6}|[0-9]+|[(){}\[\]<>"'`\\/*:;,.=#$%&@!?~^|+_-]|<<E|/\*|\$\{|"""|\\begin\{| |\n|\PC){0,60}"#;
    proptest!(ProptestConfig { cases: 500, ..ProptestConfig::default() }, |(at in 0..LANGUAGES.len(), code in code)| {
        let language = LANGUAGES[at].0.split(' ').next().unwrap();
        let runs = highlighter.runs(language, &code, &mut { BUDGET }).unwrap();
        prop_assert_eq!(&runs.iter().map(|run| run.text).collect::<String>(), &code);
        prop_assert!(runs.windows(2).all(|pair| pair[0].class != pair[1].class));
        prop_assert!(runs.iter().all(|run| run.class.is_empty() || CLASSES.contains(&run.class)));
    });
}

#[test]
fn code_that_was_written_to_take_long_ends() {
    let highlighter = Highlighter::default();
    for (words, _) in LANGUAGES {
        let language = words.split(' ').next().unwrap();
        for unit in [" ", "\t", "`", "\\", "(.", "<a ", "{\n", "a::", "<<E\n", "${", "é=", "[a,\n"] {
            let code = unit.repeat(1_500 / unit.len());
            if let Some(runs) = highlighter.runs(language, &code, &mut 50_000) {
                assert_eq!(runs.iter().map(|run| run.text).collect::<String>(), code);
            }
        }
    }
}
