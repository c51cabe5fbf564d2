//! One computation per standing question.

use super::answers::Measured;
use super::measure::{Point, odds_ratio_change, slope, within};
use comity_core::Year;
use comity_panel::Panel;
use comity_score::Bootstrap;

/// What a rule gives: an estimate, or why there is none.
pub(crate) type Found = Result<Measured, String>;

type Rule = fn(&Sample<'_>, &Bootstrap) -> Found;

/// The computation of a question.
pub(crate) fn rule(id: &str) -> Option<Rule> {
    Some(match id {
        "normalisation" => normalisation,
        "wider-arena" => wider_arena,
        "new-allies" => new_allies,
        "joint-intelligence" => joint_intelligence,
        "ideology-fades" => ideology_fades,
        "state-proxies" => state_proxies,
        _ => return None,
    })
}

/// The panel's rows up to the as-of year.
pub(crate) struct Sample<'a> {
    pub(crate) panel: &'a Panel,
    pub(crate) as_of: Year,
}

impl<'a> Sample<'a> {
    /// The first of the columns that the panel has with a value in it.
    fn column(&self, names: &[&str]) -> Result<&'a [f64], String> {
        names
            .iter()
            .filter_map(|n| self.panel.column(n))
            .find(|c| c.iter().any(|v| !v.is_nan()))
            .ok_or_else(|| format!("the data at hand do not code {}", names.join(" or ")))
    }

    /// Points of the rows for which `point` gives finite x and y.
    fn points(&self, point: impl Fn(usize) -> Option<(f64, f64)>) -> Vec<Point> {
        let p = self.panel;
        let keys = p.a().iter().zip(p.b()).zip(p.year()).enumerate();
        keys.filter(|(_, (_, year))| **year <= self.as_of)
            .filter_map(|(row, ((a, b), year))| {
                let (x, y) = point(row).filter(|(x, y)| x.is_finite() && y.is_finite())?;
                Some(Point { pair: (*a, *b), year: *year, x, y })
            })
            .collect()
    }

    fn decades(&self, row: usize) -> Option<f64> {
        self.panel.year().get(row).map(|y| (f64::from(*y) - 2000.0) / 10.0)
    }
}

fn at(column: &[f64], row: usize) -> Option<f64> {
    column.get(row).copied().filter(|v| !v.is_nan())
}

fn flag(value: bool) -> f64 {
    f64::from(u8::from(value))
}

fn normalisation(s: &Sample<'_>, b: &Bootstrap) -> Found {
    let coop = s.column(&["coop_any"])?;
    let close =
        s.column(&["adversary_neighbour_closeness_lag1", "adversary_region_closeness_lag1"])?;
    let mut points = s.points(|r| Some((at(close, r)?, at(coop, r)?)));
    within(&mut points);
    slope(&points, b)
}

fn wider_arena(s: &Sample<'_>, b: &Bootstrap) -> Found {
    let (coop, country) = (s.column(&["coop_any"])?, s.column(&["same_country"])?);
    slope(
        &s.points(|r| {
            (at(coop, r)? == 1.0).then_some(())?;
            Some((s.decades(r)?, 1.0 - at(country, r)?))
        }),
        b,
    )
}

fn new_allies(s: &Sample<'_>, b: &Bootstrap) -> Found {
    let (onset, degree) = (s.column(&["coop_any_onset"])?, s.column(&["degree_sum_lag1"])?);
    slope(&s.points(|r| Some((flag(at(degree, r)? > 0.0), at(onset, r)?))), b)
}

fn joint_intelligence(s: &Sample<'_>, b: &Bootstrap) -> Found {
    let (coop, security) = (s.column(&["coop_any"])?, s.column(&["coop_security"])?);
    slope(
        &s.points(|r| {
            (at(coop, r)? == 1.0).then_some(())?;
            Some((s.decades(r)?, at(security, r)?))
        }),
        b,
    )
}

fn ideology_fades(s: &Sample<'_>, b: &Bootstrap) -> Found {
    let (coop, ideology) = (s.column(&["coop_any"])?, s.column(&["ideology_shared"])?);
    let points = s.points(|r| Some((at(ideology, r)?, at(coop, r)?)));
    let (Some(first), Some(last)) =
        (points.iter().map(|p| p.year).min(), points.iter().map(|p| p.year).max())
    else {
        return Err("no dyad-year has both values".into());
    };
    odds_ratio_change(&points, first + (last - first + 1) / 2, b)
}

fn state_proxies(s: &Sample<'_>, b: &Bootstrap) -> Found {
    let (both, one) = (s.column(&["both_sponsored"])?, s.column(&["one_sponsored"])?);
    slope(&s.points(|r| Some((s.decades(r)?, at(both, r)? + 0.5 * at(one, r)?))), b)
}
