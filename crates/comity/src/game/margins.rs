//! How far parameters are from values at which the class of the solution changes.

use super::settings::Settings;
use super::symbols::base;
use comity_core::Result;
use comity_games::catalogue::Entry;
use comity_games::sweep::{Axis, Thresholds, sweep};
use serde::Serialize;

/// The value of a parameter, nearest to the present one, at which the class changes while all
/// others stay.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Margin {
    /// The parameters that move: one, or both groups' alike.
    pub parameters: Vec<String>,
    /// Their symbol or symbols.
    pub symbol: String,
    /// The present value.
    pub now: f64,
    /// The value at which the class changes.
    pub at: f64,
    /// `at` less `now`.
    pub distance: f64,
    /// The class beyond.
    pub class: String,
}

/// Cells into which each side is divided.
const CELLS: usize = 129;

/// For every parameter, and for both groups' parameters together where they are equal, the
/// nearest switch, by size. Each side is looked at in 128 steps up to the end of the range,
/// where it has none up to four times the present value and at least 1; switches are bisected
/// to the last digit. Two that lie within one step are missed. Switches of the model, which are
/// 0 or 1, and other whole-number parameters have none.
pub(super) fn margins(entry: &Entry, settings: &Settings) -> Result<Vec<Margin>> {
    let all = settings.floats();
    let mut found = Vec::new();
    for group in groups(settings) {
        let Some(first) = group.first().and_then(|n| settings.get(n)) else { continue };
        let (now, place) = (first.value, entry.place(&first.name)?);
        let range = &entry.parameters()[place];
        if range.meaning.starts_with("1 if ") {
            continue;
        }
        let fixed: Vec<(&str, f64)> =
            all.iter().copied().filter(|(n, _)| !group.iter().any(|g| g == n)).collect();
        let reach = 4.0 * now.abs().max(0.25);
        let high = if range.high.is_finite() { range.high } else { now + reach };
        let low = if range.low.is_finite() { range.low } else { now - reach };
        let look = |ends: [f64; 2]| {
            let axis = Axis::new(group.clone(), ends, CELLS);
            (ends[0] < ends[1])
                .then(|| sweep(entry, &fixed, &[axis], Thresholds::Yes).ok())
                .flatten()
        };
        let class = |k: u16| entry.classes().get(k as usize).cloned().unwrap_or_default();
        let above = look([now, high]).and_then(|s| s.switches.first().copied());
        let below = look([low, now]).and_then(|s| s.switches.last().copied());
        let sides = [above.map(|s| (s.at, class(s.to))), below.map(|s| (s.at, class(s.from)))];
        let nearest = sides
            .into_iter()
            .flatten()
            .min_by(|a, b| (a.0 - now).abs().total_cmp(&(b.0 - now).abs()));
        if let Some((at, class)) = nearest {
            let symbols: Vec<&str> =
                group.iter().filter_map(|n| settings.get(n)).map(|s| s.symbol.as_str()).collect();
            let symbol = symbols.join(" = ");
            found.push(Margin { parameters: group, symbol, now, at, distance: at - now, class });
        }
    }
    found.sort_by(|a, b| a.distance.abs().total_cmp(&b.distance.abs()));
    Ok(found)
}

/// Every parameter alone, and those of both groups that are equal together.
fn groups(settings: &Settings) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = settings.iter().map(|s| vec![s.name.clone()]).collect();
    for first in settings.iter() {
        let Some(stem) = base(&first.name) else { continue };
        let other = settings
            .iter()
            .find(|s| s.name > first.name && base(&s.name) == Some(stem) && s.value == first.value);
        groups.extend(other.map(|o| vec![first.name.clone(), o.name.clone()]));
    }
    groups
}
