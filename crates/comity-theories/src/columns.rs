//! Which names of a formula stand for columns that may explain.

use crate::lookup::YEAR;
use comity_core::variable::Role;
use comity_panel::Panel;

/// Why a name cannot stand in a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) message: &'static str,
    pub(crate) expected: &'static str,
    /// Names that may have been meant.
    pub(crate) candidates: Vec<String>,
}

const KNOWN_BEFORE: &str = "a column that is known before the year begins";

/// Checks that a name stands for a column that is known before the year begins: the calendar
/// year, or a covariate that the panel has or could have.
pub(crate) fn check(panel: &Panel, name: &str) -> Result<(), Refused> {
    let absent = || panel.unavailable().iter().map(|u| &u.variable);
    let known = |name: &str| panel.variable(name).or_else(|| absent().find(|v| v.name == name));
    if name == YEAR {
        return Ok(());
    }
    let refused = |message, expected, candidates| Err(Refused { message, expected, candidates });
    let lagged = format!("{name}_lag1");
    match known(name) {
        Some(v) if v.role == Role::Outcome => {
            refused("this is an outcome: it is known only after the year", KNOWN_BEFORE, Vec::new())
        }
        Some(_) if known(&lagged).is_some() => {
            refused("this column is known only after the year", KNOWN_BEFORE, vec![lagged])
        }
        Some(_) => Ok(()),
        None => {
            let columns = panel.columns().iter().map(|c| &c.variable).chain(absent());
            let usable = columns.filter(|v| v.role != Role::Outcome);
            let usable = usable.filter(|v| known(&format!("{}_lag1", v.name)).is_none());
            refused(
                "the panel has no such column",
                "a column of the panel, as `comity panel` lists them",
                close(name, usable.map(|v| v.name.as_str())),
            )
        }
    }
}

/// The names most like a wrong one, the likest first.
pub(crate) fn close<'n>(wrong: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut scored: Vec<(f64, &str)> =
        names.map(|n| (strsim::jaro_winkler(wrong, n), n)).filter(|(s, _)| *s > 0.75).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.into_iter().take(5).map(|(_, n)| n.to_owned()).collect()
}
