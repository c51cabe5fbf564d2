//! Figures as inline SVG. Every drawing has a role, a title and a description, takes its
//! colours from the page's style, and says by shape or word what it says by colour.
//!
//! Row figures place their marks in percent of the width, so that they fit any screen
//! without scaling their strokes; names stand beside them as ordinary text.

mod axis;
mod bars;
mod calibration;
mod curve;
mod frame;
mod lane;
mod network;

pub(crate) use axis::Axis;
pub(crate) use bars::{IntervalRow, difference_row, effect_row, interval_row, ruler, signed_row};
pub(crate) use calibration::calibration;
pub(crate) use curve::{Scale, curve, strip};
pub(crate) use lane::{lane, lane_axis};
pub(crate) use network::network;
