//! Search: the query language, the index that a static host serves, and the client that reads it.
//!
//! The index is made from the archive, never from pages. What is found, and in which order, is decided here twice, in
//! Rust for lists and the command line and in JavaScript for readers; tables of cases in `cases/` hold both to the same
//! answers. No address is spelled here: links come in as plain values.

pub mod bits;
pub mod client;
pub mod engine;
pub mod evaluate;
pub mod index;
pub mod layout;
pub mod lists;
pub mod query;
mod states;
pub mod tokens;

pub use client::Client;
pub use engine::{Answer, Sort, Store, search};
pub use index::{Card, Index, Known};
pub use layout::{File, Layout};
pub use query::Query;
