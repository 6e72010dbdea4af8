//! What people type as text, and what readers and machines get from it.
//!
//! This is the floor of the house: it knows strings and nothing else.

pub mod date;
pub mod name;
