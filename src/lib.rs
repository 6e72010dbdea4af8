//! Offprint turns a folder of paper entries into the website of a papers archive.
//!
//! The modules are floors of a house: each uses only those above it in this list, and a test holds them to it.

#![warn(missing_docs)]

pub mod archive;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod exchange;
pub mod output;
pub mod paper;
pub mod site;
pub mod source;
pub mod text;
pub mod theme;
pub mod yaml;
