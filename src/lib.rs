//! Offprint turns a folder of paper entries into the website of a papers archive.
//!
//! Modules are floors: each uses only those above it in this list.

#![warn(missing_docs)]

pub mod diagnostic;
pub mod paper;
pub mod text;
