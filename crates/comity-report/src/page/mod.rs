//! The view model of the report: what the page of one pair shows, in the order it is shown.
//!
//! Every type is plain data with `serde`: a page written as JSON and read back renders to
//! the same bytes. Nothing here is computed by this crate; probabilities, intervals, scores
//! and claims arrive finished. All text is data: names may hold any script or markup and
//! are escaped when rendered.

pub mod answer;
pub mod curve;
pub mod document;
pub mod evidence;
pub mod factors;
pub mod game;
pub mod levels;
pub mod limits;
pub mod network;
pub mod paper;
pub mod provenance;
pub mod question;
pub mod scenario;
pub mod score;
pub mod theory;
pub mod timeline;

pub use answer::{Answer, DomainAnswer, ForecastView, Previous, Uncertainty};
pub use curve::{CurveChoice, CurvePage, CurvePoint, CurveTest, CurveValue, TermCurve};
pub use document::{Page, ScorePage};
pub use evidence::{Evidence, EvidenceRow};
pub use factors::{Contribution, Why};
pub use game::{
    SweepAxis, SweepClass, SweepFigure, SweepSwitch, TreeFigure, TreeNode, TreeNodeKind,
};
pub use levels::{Added, ContestAnswer, Division, DivisionRow, LevelsPage, ModelTest, RowKind};
pub use limits::{CoverageRow, Limits, MissingItem};
pub use network::{Edge, EdgeKind, Network, Node, NodeKind, Place};
pub use paper::{
    Bounded, Caption, Coefficient, ColumnEffect, ModelEffects, ModelForecasts, Regression,
    RegressionTable, TheoryFigures,
};
pub use provenance::Provenance;
pub use question::{ActorRef, Question};
pub use scenario::{Change, Effect, Scenario, ScenarioResult};
pub use score::{Calibration, CalibrationBin, Ranged, ScoreRow, TrackRecord, Verdict};
pub use theory::{
    Expectation, Game, GameParameter, Grid, GridCell, GridRow, LevelShare, Theories, TheoryRow,
};
pub use timeline::{Lane, LaneKind, Mark, MarkState, Target, Timeline};
