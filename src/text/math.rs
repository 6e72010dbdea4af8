//! Formulas: TeX to MathML for browsers, and to plain Unicode for everything else.
//!
//! The converting crate is not trusted: some input makes it write markup of the author's choice, and deep nesting
//! overflows its stack. So a guard stands before it and an allow-list after it, and what passes neither is an error,
//! never output. Where a formula begins and ends in a text is not known here.

mod guard;
mod plain;
mod rewrite;
mod symbols;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use math_core::{LatexError, LatexToMathML, MathCoreConfig, MathDisplay};

pub use plain::plain;
pub(crate) use rewrite::split_command;
pub(crate) use symbols::symbol;

/// Whether a formula stands in a line of text or on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Display {
    /// In the line.
    Inline,
    /// On lines of its own.
    Block,
}

/// Why a macro of the settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MacroError {
    /// The macro's name, as the settings write it.
    pub name: String,
    /// Why, as a lower-case sentence with names in backticks.
    pub message: String,
}

impl fmt::Display for MacroError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the macro `{}` cannot be used: {}", self.name, self.message)
    }
}

impl std::error::Error for MacroError {}

/// Why a formula cannot be shown as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MathError {
    /// Why, as a lower-case sentence with names in backticks.
    pub message: String,
}

impl fmt::Display for MathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for MathError {}

/// What authors use without defining it, since their packages or their field's habits do. The settings' macros come
/// after these and win.
const MACROS: &[(&str, &str)] = &[
    ("CC", r"\mathbb{C}"),
    ("E", r"\mathbb{E}"),
    ("EE", r"\mathbb{E}"),
    ("H", r"\mathcal{H}"),
    ("L", r"\mathcal{L}"),
    ("NN", r"\mathbb{N}"),
    ("O", r"\mathcal{O}"),
    ("OPT", r"\operatorname{OPT}"),
    ("PP", r"\mathbb{P}"),
    ("QQ", r"\mathbb{Q}"),
    ("RR", r"\mathbb{R}"),
    ("Tilde", r"\tilde{#1}"),
    ("ZZ", r"\mathbb{Z}"),
    ("abs", r"\left|#1\right|"),
    ("allowbreak", ""),
    ("diag", r"\operatorname{diag}"),
    ("dotsb", r"\cdots"),
    ("dotsc", r"\ldots"),
    ("dotsi", r"\cdots"),
    ("dotso", r"\ldots"),
    ("ensuremath", "#1"),
    ("eps", r"\epsilon"),
    ("indep", r"\perp"),
    ("large", ""),
    ("mathbbm", r"\mathbb{#1}"),
    ("mathds", r"\mathbb{#1}"),
    ("nicefrac", r"{#1}/{#2}"),
    ("normalsize", ""),
    ("norm", r"\left\|#1\right\|"),
    ("pmb", r"\boldsymbol{#1}"),
    ("poly", r"\operatorname{poly}"),
    ("polylog", r"\operatorname{polylog}"),
    ("rank", r"\operatorname{rank}"),
    ("sfrac", r"{#1}/{#2}"),
    ("sign", r"\operatorname{sign}"),
    ("small", ""),
    ("smash", "#1"),
    ("textcolor", "#2"),
    ("tiny", ""),
    ("tr", r"\operatorname{tr}"),
    ("unaryminus", "{-}"),
    ("unaryplus", "{+}"),
    ("varvec", r"\boldsymbol{#1}"),
    ("widetilde", r"\tilde{#1}"),
    ("xspace", ""),
];

/// How often a formula is tried again after one of its commands was rewritten.
const RETRIES: usize = 12;

/// Converts formulas to MathML, with the macros of one archive. It may be shared by threads.
pub struct Math {
    converter: LatexToMathML,
    guard: guard::Guard,
}

impl Math {
    /// Prepares conversion with macros: name (with or without its backslash) to TeX, where `#1` is the first argument.
    ///
    /// # Errors
    ///
    /// A name that TeX could not read back, or a definition that cannot be read. A macro cannot use another.
    pub fn new(macros: &BTreeMap<String, String>) -> Result<Math, MacroError> {
        let builtin = MACROS.iter().map(|(name, tex)| ((*name).to_owned(), (*tex).to_owned()));
        let custom = macros.iter().map(|(name, tex)| (name.trim_start_matches('\\').to_owned(), tex.clone()));
        let all: Vec<_> = builtin.chain(custom).collect();
        let guard = guard::Guard::new(all.iter().map(|(name, tex)| (name.as_str(), tex.as_str())));
        for (name, tex) in macros {
            guard.check(tex).map_err(|message| MacroError { name: name.clone(), message })?;
        }
        let config = MathCoreConfig { macros: all, ..MathCoreConfig::default() };
        let converter = LatexToMathML::new(config).map_err(|(error, index, _)| {
            let name = index.checked_sub(MACROS.len()).and_then(|at| macros.keys().nth(at));
            MacroError { name: name.cloned().unwrap_or_default(), message: reworded(&error) }
        })?;
        Ok(Math { converter, guard })
    }

    /// A formula (without its delimiters) as a `<math>` element that is safe to stand in a page.
    ///
    /// # Errors
    ///
    /// A formula that is too long or too deep, that uses a command nobody knows, or whose result is not plain MathML.
    pub fn convert(&self, tex: &str, display: Display) -> Result<String, MathError> {
        self.guard.check(tex).map_err(|message| MathError { message })?;
        let mode = match display {
            Display::Inline => MathDisplay::Inline,
            Display::Block => MathDisplay::Block,
        };
        let mut source = rewrite::normalised(tex);
        for _ in 0..RETRIES {
            let error = match self.converter.convert_with_local_state(&source, mode) {
                Ok(result) => return checked(result.mathml),
                Err(error) => error,
            };
            match rewrite::repaired(&source, &error.0) {
                Some(next) if self.guard.check(&next).is_ok() => source = Cow::Owned(next),
                _ => return Err(MathError { message: reworded(&error) }),
            }
        }
        Err(MathError { message: "too many of its commands are unknown".to_owned() })
    }
}

impl fmt::Debug for Math {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Math").finish_non_exhaustive()
    }
}

fn checked(mathml: String) -> Result<String, MathError> {
    if guard::is_mathml(&mathml) {
        Ok(mathml)
    } else {
        Err(MathError { message: "it would become markup that is not a formula".to_owned() })
    }
}

/// The crate's sentences in the style of ours.
fn reworded(error: &LatexError) -> String {
    let message = error.error_message().replace('"', "`");
    let message = match message.strip_suffix('.') {
        Some(sentence) if !sentence.ends_with('.') => sentence,
        _ => &message,
    };
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests;
