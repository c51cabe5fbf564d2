//! Games of two or three players who move once each, in turn.
//!
//! ```text
//! Egame12          Egame122               Egame123
//!    1                 1                      1
//!   / \              /   \                   / \
//!  0   2            2     2                 0   2
//! u11 / \          / \   / \               u11 / \
//!    1   2        0   1 2   3                 1   3
//!  u13  u14     u11 u12 u13 u14             u13  / \
//!       u24         u22     u24             u23 2   3
//!                                             u15  u16
//!                                             u25  u26
//!                                                  u36
//! ```
//!
//! Digits at the ends number the outcomes, from the left; below them stand the utilities that
//! are estimated. Each player's utility of the left end of the last move is zero.

mod data;
mod fit;
mod likelihood;
mod start;

pub use data::{ErrorModel, Game, GameData, Scale, Utility};
pub(super) use data::{check_weights, invalid, same_rows};
pub use fit::{fit, probabilities, scores};
