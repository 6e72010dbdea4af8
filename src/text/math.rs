//! Formulas.
use std::collections::BTreeMap;

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
    /// Why, as a lower-case sentence.
    pub message: String,
}

/// Why a formula cannot be shown as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MathError {
    /// Why, as a lower-case sentence.
    pub message: String,
}

/// Converts formulas, with the macros of one archive.
#[derive(Debug)]
pub struct Math {}

impl Math {
    /// Prepares conversion with macros (name → TeX).
    pub fn new(_macros: &BTreeMap<String, String>) -> Result<Math, MacroError> {
        Ok(Math {})
    }

    /// A formula as MathML.
    pub fn convert(&self, tex: &str, _display: Display) -> Result<String, MathError> {
        Err(MathError { message: format!("{} bytes of TeX cannot be converted", tex.len()) })
    }
}

/// A formula as readable Unicode.
pub fn plain(tex: &str) -> String {
    tex.to_owned()
}

impl std::fmt::Display for MacroError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a macro is wrong")
    }
}
