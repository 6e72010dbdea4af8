//! Search: the language in which papers are asked for, the index that is read in the browser, and the client that
//! reads it there.
//!
//! Nothing here knows an address of the site, a template or a page.

pub mod client;

pub use client::Client;
