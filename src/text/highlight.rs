//! Which part of a piece of code is what: a comment, a string, a keyword.
//!
//! The grammars are syntect's, and say far more than a page can show; here they come down to a dozen classes, of which
//! themes make colours. It knows no HTML. Code comes from strangers, and there is code on which some grammars run in
//! circles, or back and forth: what is done for one text is counted, and what would take more stays plain. No clock may
//! decide what a page says.

mod grammar;
mod reader;

use std::sync::OnceLock;

use grammar::Grammars;
use reader::Reader;

/// Steps that may be taken for the code of one text: a character that is looked at is one. A line takes some 3,500.
pub const BUDGET: usize = 6_000_000;

/// Every class, for themes: each is the end of an HTML class `hl-…`.
pub const CLASSES: &[&str] = &[
    "attribute",
    "comment",
    "deleted",
    "function",
    "heading",
    "inserted",
    "keyword",
    "name",
    "number",
    "operator",
    "string",
    "tag",
    "type",
];

/// One of [`CLASSES`], or nothing.
type Class = &'static str;

/// A stretch of code of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run<'c> {
    /// One of [`CLASSES`], or nothing.
    pub class: &'static str,
    /// The code as it was written.
    pub text: &'c str,
}

/// Tells parts of code apart. The grammars are loaded when the first piece of code needs them.
#[derive(Debug, Default)]
pub struct Highlighter {
    grammars: OnceLock<Grammars>,
}

impl Highlighter {
    /// The runs of a piece of code, in order and without a gap; `None` if the language is not known, or if it takes
    /// more steps than `budget`, from which those that were taken are deducted.
    pub fn runs<'c>(&self, language: &str, code: &'c str, budget: &mut usize) -> Option<Vec<Run<'c>>> {
        let (_, name) = LANGUAGES.iter().find(|(words, _)| words.split(' ').any(|word| word == language))?;
        let grammars = self.grammars.get_or_init(Grammars::load);
        Reader::new(grammars, grammars.start(name)?, code).read(budget)
    }
}

/// The words after a fence, and the grammar that they mean.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &str)] = &[
    ("ada", "Ada"),
    ("asm nasm", "x86_64 Assembly"),
    ("awk", "AWK"),
    ("bash sh shell zsh console shell-session", "Bourne Again Shell (bash)"),
    ("bib bibtex biblatex", "BibTeX"),
    ("c h", "C"),
    ("c# cs csharp", "C#"),
    ("c++ cpp cc cxx hpp cuda", "C++"),
    ("clojure clj", "Clojure"),
    ("cmake", "CMake"),
    ("css", "CSS"),
    ("dart", "Dart"),
    ("diff patch", "Diff"),
    ("dockerfile docker", "Dockerfile"),
    ("dot graphviz", "Graphviz (DOT)"),
    ("elixir ex", "Elixir"),
    ("erlang erl", "Erlang"),
    ("f# fs fsharp", "F#"),
    ("fish", "Fish"),
    ("fortran f90", "Fortran (Modern)"),
    ("glsl", "GLSL"),
    ("gnuplot", "gnuplot"),
    ("go golang", "Go"),
    ("graphql", "GraphQL"),
    ("groovy", "Groovy"),
    ("haskell hs", "Haskell"),
    ("html", "HTML"),
    ("idris", "Idris"),
    ("ini cfg", "INI"),
    ("java", "Java"),
    ("javascript js jsx mjs", "JavaScript"),
    ("json jsonc json5", "JSON"),
    ("julia jl", "Julia"),
    ("kotlin kt", "Kotlin"),
    ("latex tex", "LaTeX"),
    ("lean lean4", "Lean 4"),
    ("lisp scheme elisp common-lisp", "Lisp"),
    ("llvm", "LLVM"),
    ("lua", "Lua"),
    ("makefile make", "Makefile"),
    ("markdown md", "Markdown"),
    ("matlab octave", "MATLAB"),
    ("nim", "Nim"),
    ("nix", "Nix"),
    ("ocaml ml", "OCaml"),
    ("pascal", "Pascal"),
    ("perl pl", "Perl"),
    ("php", "PHP"),
    ("protobuf proto", "Protocol Buffer"),
    ("python py python3 ipython", "Python"),
    ("r", "R"),
    ("racket", "Racket"),
    ("ruby rb", "Ruby"),
    ("rust rs", "Rust"),
    ("scala", "Scala"),
    ("scss", "SCSS"),
    ("sml", "SML"),
    ("sql", "SQL"),
    ("swift", "Swift"),
    ("toml", "TOML"),
    ("typescript ts", "TypeScript"),
    ("tsx", "TypeScriptReact"),
    ("typst typ", "Typst"),
    ("verilog", "Verilog"),
    ("vhdl", "VHDL"),
    ("wgsl", "WGSL"),
    ("xml svg", "XML"),
    ("yaml yml", "YAML"),
    ("zig", "Zig"),
];

/// The scopes of each class; a longer scope outdoes a shorter one, and one without a class ends that of the scope
/// around it, as code within a string does.
#[rustfmt::skip]
const CLASS_OF: &[(&str, &str)] = &[
    ("", "source text meta.interpolation meta.template.expression meta.embedded string.unquoted.argument"),
    ("attribute", "entity.other.attribute-name meta.annotation variable.annotation support.type.property-name \
                   entity.name.tag.yaml entity.name.tag.toml"),
    ("comment", "comment"),
    ("deleted", "markup.deleted"),
    ("function", "entity.name.function entity.name.macro variable.function support.function support.macro"),
    ("heading", "markup.heading entity.name.section meta.diff.header meta.diff.range"),
    ("inserted", "markup.inserted"),
    ("keyword", "keyword storage variable.language constant.language support.constant"),
    ("name", "variable.parameter entity.name.constant entity.name.label constant.other variable.other.constant \
              entity.name.reference"),
    ("number", "constant.numeric"),
    ("operator", "keyword.operator"),
    ("string", "string constant.character"),
    ("tag", "entity.name.tag punctuation.definition.tag"),
    ("type", "entity.name.type entity.name.class entity.name.struct entity.name.enum entity.name.trait \
              entity.name.interface entity.name.namespace entity.name.impl entity.other.inherited-class storage.type.numeric \
              support.type support.class"),
];

#[cfg(test)]
mod tests;
