//! Whatever is saved before a question is in its answer, under every kind of change and fault.
//!
//! The longer runs are asked for by hand:
//!
//! ```text
//! cargo test --release --test it fresh:: -- --ignored --nocapture
//! ```

mod asker;
mod editors;
mod faults;
pub mod namespace;
mod programs;
mod rest;
mod saves;
mod scripts;
mod soak;
