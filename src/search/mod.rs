//! Search: the language in which papers are asked for, here and, beside it in `client/`, in the browser.
//!
//! A query is parsed in both places by the same rules, which one table of cases holds them to (`cases/`). Nothing here
//! knows an address of the site, a template or a page.

pub mod query;

pub use query::Query;
