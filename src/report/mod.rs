//! Reports: pure functions from the network, the day and the settings to plain rows. Nothing here knows
//! how a row is shown.

pub mod check;
pub mod config;
mod conversation;
pub mod explain;
mod filter;
pub mod index;
pub mod overview;
pub mod owed;
pub mod paths;
pub mod prep;
pub mod quiet;
mod row;
pub mod search;
pub mod show;
pub mod stats;
pub mod status;
mod survey;
pub mod today;
pub mod tree;
pub mod unanswered;
pub mod who;
pub mod why;
pub mod wording;

pub use filter::{Filter, Selection};
pub use row::{ContactRow, InteractionRow};
pub use survey::{Counts, Survey, Verdicts};
