//! Offprint turns a folder of paper entries into the website of a papers archive.
//!
//! The modules are floors of a house: each uses only those above it in this list, and a test holds them to it.

#![warn(missing_docs)]

pub mod diagnostic;
pub mod source;
pub mod memo;
pub mod text;
pub mod yaml;
pub mod config;
pub mod paper;
pub mod exchange;
pub mod archive;
pub mod search;
pub mod site;
pub mod theme;
pub mod edition;
pub mod inspect;
pub mod output;
pub mod serve;

pub mod cli;
