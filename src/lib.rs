//! Offprint turns a folder of paper entries into the website of a papers archive.

#![warn(missing_docs)]
#![forbid(unsafe_code)]

pub mod text;
