//! Fitting one theory to one training set.

use crate::models::{alliance, logit_fit, rates, recurrence};
use crate::report::{FitReport, FitStatus};
use crate::sample::{Sample, Training};
use crate::settings::FitSettings;
use crate::start::WarmStart;
use crate::theory::{Theory, TheoryKind};

/// Fits a theory. A fit that cannot be done says why in its status.
///
/// Rows whose outcome is missing are left out. A covariate that the panel lacks, or that is
/// missing in every training row, is named in [`FitReport::unavailable`] and left out;
/// otherwise its missing cells are filled with the training mean and a 0/1 column marks
/// them, so that all theories are fitted and scored on the same rows.
///
/// ```no_run
/// # fn example(panel: &comity_panel::Panel) -> comity_core::Result<()> {
/// use comity_theories::{FitSettings, Training, catalogue, fit};
/// let rows: Vec<u32> = (0..).zip(panel.year()).filter(|r| *r.1 < 2010).map(|r| r.0).collect();
/// let training = Training { panel, outcome: "coop_any", rows: &rows };
/// for theory in catalogue()? {
///     let report = fit(&theory, &training, &FitSettings::default());
///     println!("{}: {:?}", theory.id, report.status);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn fit(theory: &Theory, data: &Training<'_>, settings: &FitSettings) -> FitReport {
    fit_from(theory, data, settings, None)
}

/// [`fit`], started from the coefficients of an earlier fit of the same theory.
#[must_use]
pub fn fit_from(
    theory: &Theory,
    data: &Training<'_>,
    settings: &FitSettings,
    start: Option<&WarmStart>,
) -> FitReport {
    let no_sample = |reason: String, n: usize, events: usize| {
        FitReport::without_model(&theory.id, FitStatus::NoSample { reason }, n, events)
    };
    let sample = match Sample::new(data) {
        Ok(sample) => sample,
        Err(e) => return no_sample(e.message().to_owned(), 0, 0),
    };
    let (n, events) = (sample.len(), sample.events);
    if n == 0 {
        return no_sample("no training row has a coded outcome".to_owned(), 0, 0);
    }
    match theory.kind {
        TheoryKind::BaseRate => rates::fit_base_rate(theory, &sample),
        TheoryKind::Persistence => rates::fit_persistence(theory, &sample),
        TheoryKind::DecayedRecurrence => recurrence::fit(theory, &sample),
        TheoryKind::AllianceGame => alliance::fit(theory, &sample, settings, start),
        TheoryKind::Logit => {
            let rarer = events.min(n - events);
            if rarer < settings.min_events {
                let wanted = settings.min_events;
                return no_sample(
                    format!("{rarer} training rows of the rarer outcome, {wanted} are needed"),
                    n,
                    events,
                );
            }
            logit_fit::fit(theory, &sample, &settings.chosen(&theory.choices), start)
        }
    }
}
