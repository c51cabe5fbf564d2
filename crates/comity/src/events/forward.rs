//! Events drawn from a fitted model.

use super::{Asked, Kind, Loaded};
use crate::text::csv_cell;
use comity_core::{Code, Error, Result};
use comity_relational::{Forward, Process, simulate};
use serde::Serialize;
use std::fmt::Write;

/// Events that a fitted model draws after those of a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawn {
    /// Terms as formulas write them, with their coefficients.
    pub coefficients: Vec<(String, f64)>,
    /// Seed of the draws.
    pub seed: u64,
    /// Times of the drawn events.
    pub times: Vec<f64>,
    /// Senders.
    pub senders: Vec<String>,
    /// Receivers.
    pub receivers: Vec<String>,
}

/// Fits a relational event model to a file and draws events from its end on.
///
/// # Errors
/// Those of [`super::fit()`]; [`Code::NoEstimates`] where the fit has no estimates;
/// `usage/bad-setting` for DyNAM, whose two parts are two fits; those of
/// [`comity_relational::simulate`].
pub fn draw(asked: &Asked<'_>, events: usize, seed: u64) -> Result<Drawn> {
    if asked.options.kind != Kind::Relational {
        return Err(Error::new(Code::BadSetting, "events are drawn from relational event models")
            .hint("leave --model out"));
    }
    let loaded = Loaded::new(asked)?;
    let fit = loaded.model(asked, None)?.fit()?;
    if !fit.is_converged() {
        return Err(Error::new(Code::NoEstimates, "the model has no estimates to draw from")
            .hint("`comity events fit` says why"));
    }
    let coefficients = &fit.coefficients;
    let process = Process::Relational { terms: &loaded.terms, coefficients };
    let forward = Forward {
        clock: asked.options.clock,
        layer: asked.options.dependent.as_ref().and_then(|l| l.first().cloned()),
        ..Forward::ordinal(events, seed)
    };
    let before = loaded.stream.len();
    let stream = simulate(&loaded.stream, &process, &forward)?;
    let name = |k: &u32| stream.actors().get(*k as usize).cloned().unwrap_or_default();
    let names = |of: &[u32]| of.iter().skip(before).map(name).collect();
    Ok(Drawn {
        coefficients: fit.names.into_iter().zip(coefficients.iter().copied()).collect(),
        seed,
        times: stream.times().iter().skip(before).copied().collect(),
        senders: names(stream.senders()),
        receivers: names(stream.receivers()),
    })
}

impl Drawn {
    /// The events as comma-separated values: `time`, `sender`, `receiver`.
    #[must_use]
    pub fn csv(&self) -> Vec<u8> {
        let mut out = String::from("time,sender,receiver\n");
        for ((time, s), r) in self.times.iter().zip(&self.senders).zip(&self.receivers) {
            let _ = writeln!(out, "{time},{},{}", csv_cell(s), csv_cell(r));
        }
        out.into_bytes()
    }
}
