//! The content model: what contributors write, as plain values.

pub mod model;
