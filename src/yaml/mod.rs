//! Reading YAML that people write: values with every problem noted and placed.
//!
//! Nothing here knows what a paper or a setting is; tables of keys say that, in the modules above.

pub mod field;
pub mod locate;
pub mod node;
mod syntax;
pub mod shape;
pub mod outline;

use std::cell::RefCell;

pub use field::{Context, Field, Key};
pub use locate::{On, Problem, Step, locate};
pub use node::{Node, read};
pub use outline::Outline;
pub use shape::Shape;

use crate::diagnostic::{Code, Diagnostic, Span};

/// A YAML text inside a file: the whole of it, or its front matter.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The file, relative to the root.
    pub path: &'a str,
    /// The whole file.
    pub whole: &'a str,
    /// The YAML in it.
    pub yaml: &'a str,
    /// Lines of the file before the YAML.
    pub first_line: u32,
}

impl<'a> Text<'a> {
    /// A file that is YAML throughout.
    pub fn whole(path: &'a str, whole: &'a str) -> Text<'a> {
        Text { path, whole, yaml: whole, first_line: 0 }
    }

    /// Reads the text with `read`, and returns what it made with all diagnostics.
    ///
    /// `None` where the text is no YAML at all.
    pub fn decode<T>(&self, read: impl FnOnce(Field<'_>, &Context) -> T) -> (Option<T>, Vec<Diagnostic>) {
        let node = match node::read(self.yaml, self.path, self.first_line) {
            Ok(node) => node,
            Err(diagnostic) => return (None, vec![*diagnostic]),
        };
        let context = Context { problems: RefCell::default() };
        let value = read(Field::root(node, &context), &context);
        (Some(value), self.place(context.problems.into_inner()))
    }

    /// Places problems that were found later, by their paths.
    pub fn place(&self, problems: Vec<Problem>) -> Vec<Diagnostic> {
        locate(self.path, self.whole, self.yaml, self.first_line, problems)
    }
}

/// A file's bytes as text, without a byte order mark.
///
/// # Errors
/// The diagnostic of a file that is not UTF-8, at the first byte that is not.
pub fn text_of<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, Box<Diagnostic>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
        let line_end = bytes[error.valid_up_to()..].iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
        let rest = bytes[error.valid_up_to()..].get(..line_end).unwrap_or(&bytes[error.valid_up_to()..]);
        let at = valid.len();
        let text = valid + &String::from_utf8_lossy(rest);
        let span = Span::of(&text, at, at + 1);
        Box::new(
            Diagnostic::at(Code::InvalidUtf8, path, &text, span, "this is not UTF-8").help("save the file as UTF-8"),
        )
    })
}
