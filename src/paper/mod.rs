//! The content model: what contributors write, as plain checked values.
//!
//! Reading a file gives its values and its problems, never a failure. Nothing here knows another file, an address or a
//! template.

pub mod decode;
pub mod decode_rest;
pub mod derive;
pub mod edit;
pub mod facts;
pub mod file;
pub mod format;
pub mod identifier;
pub mod lint;
pub mod keys;
pub mod model;
pub mod rules;
pub mod schema;
pub mod shapes;
pub mod write;

pub use facts::Facts;
pub use file::{Cited, Content, Entry, FileKind, Parsed, TopicList, kind_of, parse};
pub use format::{Formatted, format};
pub use model::*;
pub use rules::Rules;
