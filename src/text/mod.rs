//! What people type as text, and what readers and machines get from it: Markdown and TeX become HTML and plain
//! Unicode, names become slugs, identity keys and sort keys.
//!
//! This is the floor of the house. It knows strings and nothing else: no papers, no URLs of the site, no files, no
//! settings. Everything here is total: any input gives a result in linear time, and what could not be shown as meant
//! comes back beside the result, as a [`Problem`] with a byte range in the source.

pub mod collate;
pub mod date;
pub mod highlight;
pub mod markup;
pub mod math;
pub mod name;
pub mod slug;
pub mod tex;
pub mod version;

pub use collate::{Collator, initial};
pub use markup::{Markup, Problem, Rendered, escaped, plain, words_alone};
pub use slug::{fold, slug};
