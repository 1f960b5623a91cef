//! Input that nobody would write: to each of the functions that say what must hold of any input, pieces of
//! it at random, notes of the sample that went wrong, what was found once, and a great deal of one thing.
//!
//! The same functions are run by a fuzzer on demand: see `fuzz/Cargo.toml`. A longer run of what is here:
//!
//! ```text
//! PROPTEST_CASES=20000 cargo test --test it odd:: -- --include-ignored
//! ```

mod corpus;
mod found;
mod much;
mod pieces;
mod random;
mod wire;
