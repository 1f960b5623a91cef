//! Nothing that befalls what the program keeps of notes costs more than time: killed writers, full disks,
//! damaged, missing and foreign files. Whatever was kept, the answers are those of a cache that is empty.
//!
//! The longer runs are asked for by hand:
//!
//! ```text
//! cargo test --release --test it lossless:: -- --ignored --nocapture
//! ```

mod crash;
mod damage;
mod full;
mod kept;
mod live;
