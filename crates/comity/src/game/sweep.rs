//! Sweeps over one or two parameters.

use super::manifest::GameManifest;
use super::settings::{AxisSpec, Meant, Settings, meant};
use super::source::Source;
use super::symbols::Rule;
use comity_core::{Code, Error, Result};
use comity_games::Scalar;
use comity_games::sweep::{Axis, Thresholds, sweep_watched};
use comity_report::number;
use comity_report::page::{SweepAxis, SweepClass, SweepFigure, SweepSwitch};
use serde::Serialize;

/// Cells of a single axis.
const ONE: usize = 201;
/// Cells of each of two axes.
const TWO: usize = 101;

/// What `comity game sweep` prints.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Swept {
    /// Slug, or name of the file.
    pub game: String,
    /// The title.
    pub title: String,
    /// The axes, the first across.
    pub axes: Vec<AxisShown>,
    /// The classes.
    pub classes: Vec<String>,
    /// The place of the class of every cell among `classes`, rows from the first value of the
    /// second axis on.
    pub rows: Vec<Vec<u16>>,
    /// Where classes change along the first axis.
    pub switches: Vec<SwitchShown>,
    /// What it was computed from.
    pub manifest: GameManifest,
    /// The figure.
    #[serde(skip)]
    pub figure: SweepFigure,
}

/// One axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AxisShown {
    /// The name that was typed.
    pub name: String,
    /// What is on the axis.
    pub label: String,
    /// The parameters that move.
    pub parameters: Vec<String>,
    /// The values.
    pub values: Vec<f64>,
}

/// Where the class changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SwitchShown {
    /// The value of the second axis, if there is one.
    pub y: Option<f64>,
    /// The value of the first axis from which the class is the new one.
    pub at: f64,
    /// The class below.
    pub from: String,
    /// The class from there on.
    pub to: String,
}

/// An axis in terms of parameters: what is shown is `scale` times the parameter plus `shift`.
struct Resolved {
    axis: Axis,
    label: String,
    scale: f64,
    shift: f64,
}

/// Finds the class of the solution in every cell of a grid, and the values of the first axis
/// at which it changes. `progress` is told rows done of all.
///
/// # Errors
/// [`Code::BadSetting`] for other than one or two axes, ends in the wrong order or a
/// parameter that is set and on an axis; [`Code::NoSuchGame`] for a name that means nothing
/// here; [`Code::BadGame`] for values outside a range and games without classes.
pub fn sweep(
    source: &Source,
    settings: &Settings,
    axes: &[AxisSpec],
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Swept> {
    let entry = source.classed()?;
    let usual = if axes.len() == 1 { ONE } else { TWO };
    let resolved: Vec<Resolved> =
        axes.iter().map(|a| resolve(source, settings, a, usual)).collect::<Result<_>>()?;
    let moves = |name: &str| resolved.iter().any(|r| r.axis.parameters.iter().any(|p| p == name));
    if let Some(s) = settings.iter().find(|s| s.set && moves(&s.name)) {
        return Err(
            Error::new(Code::BadSetting, "a parameter is set and on an axis").value(&s.name)
        );
    }
    let fixed: Vec<(&str, f64)> =
        settings.floats().into_iter().filter(|(n, _)| !moves(n)).collect();
    let grid: Vec<Axis> = resolved.iter().map(|r| r.axis.clone()).collect();
    let found = sweep_watched(entry, &fixed, &grid, Thresholds::Yes, progress)?;
    let shown: Vec<AxisShown> = resolved
        .iter()
        .zip(axes)
        .zip([&found.x, &found.y])
        .map(|((r, spec), values)| AxisShown {
            name: spec.name.clone(),
            label: r.label.clone(),
            parameters: r.axis.parameters.clone(),
            values: values.iter().map(|v| r.scale * v + r.shift).collect(),
        })
        .collect();
    let across = |at: f64| resolved.first().map_or(at, |r| r.scale * at + r.shift);
    let class = |k: u16| found.classes.get(k as usize).cloned().unwrap_or_default();
    let switches = found.switches.iter().map(|s| SwitchShown {
        y: shown.get(1).and_then(|a| a.values.get(s.row)).copied(),
        at: across(s.at),
        from: class(s.from),
        to: class(s.to),
    });
    let options: String = axes.iter().map(|a| format!(" --axis {}", a.typed)).collect();
    let command = format!("comity game sweep {}{options}{}", source.name(), settings.options());
    let mut manifest = GameManifest::new(source, settings, "a class for every cell", command);
    manifest.parameters.retain(|name, _| !moves(name));
    let figure = SweepFigure {
        title: source.title().to_owned(),
        x: shown.first().map(axis).unwrap_or_else(nothing),
        y: shown.get(1).map(axis),
        classes: found
            .classes
            .iter()
            .map(|c| SweepClass { label: c.clone(), neutral: neutral(c) })
            .collect(),
        rows: found.rows.clone(),
        switches: found
            .switches
            .iter()
            .map(|s| SweepSwitch {
                row: u32::try_from(s.row).unwrap_or(u32::MAX),
                at: across(s.at),
                from: s.from,
                to: s.to,
            })
            .collect(),
        caption: caption(source, settings, &manifest),
    };
    Ok(Swept {
        game: source.name().to_owned(),
        title: source.title().to_owned(),
        switches: switches.collect(),
        axes: shown,
        classes: found.classes,
        rows: found.rows,
        manifest,
        figure,
    })
}

fn axis(a: &AxisShown) -> SweepAxis {
    SweepAxis { name: a.name.clone(), label: a.label.clone(), values: a.values.clone() }
}

fn nothing() -> SweepAxis {
    SweepAxis { name: String::new(), label: String::new(), values: Vec::new() }
}

/// Classes that say that nothing happens.
fn neutral(class: &str) -> bool {
    class == "none" || class == "status quo" || class == "stalemate" || class.starts_with("no ")
}

fn caption(source: &Source, settings: &Settings, manifest: &GameManifest) -> Vec<String> {
    let kept = |name: &str| manifest.parameters.contains_key(name);
    let set: Vec<String> = settings
        .iter()
        .filter(|s| s.set && kept(&s.name))
        .map(|s| format!("{} = {}", s.name, number(s.value)))
        .collect();
    let mut lines = vec![match set.is_empty() {
        true => "All other parameters at their defaults.".to_owned(),
        false => format!("{}; all other parameters at their defaults.", set.join(", ")),
    }];
    if !source.citation().is_empty() {
        lines.push(format!(
            "After {}.",
            source.citation().trim_start_matches("After ").trim_end_matches('.')
        ));
    }
    lines.push(format!("comity {}: {}", manifest.program, manifest.command));
    lines
}

/// The parameters that an axis moves.
fn resolve(
    source: &Source,
    settings: &Settings,
    spec: &AxisSpec,
    usual: usize,
) -> Result<Resolved> {
    let known = source.parameters();
    let cells = spec.cells.unwrap_or(usual);
    let ends = [spec.low.float(), spec.high.float()];
    if ends[0] >= ends[1] {
        return Err(Error::new(Code::BadSetting, "the ends of an axis are in the wrong order")
            .value(&spec.typed)
            .expected("name=low..high"));
    }
    let value = |name: &str| settings.get(name).map_or(0.0, |s| s.value);
    match meant(source, &known, &spec.name)? {
        Meant::Parameters(places) => {
            let names: Vec<String> =
                places.iter().filter_map(|&p| known.get(p).map(|p| p.name.to_string())).collect();
            let symbols: Vec<&str> =
                names.iter().filter_map(|n| settings.get(n)).map(|s| s.symbol.as_str()).collect();
            let label = words(&names, &symbols);
            Ok(Resolved { axis: Axis::new(names, ends, cells), label, scale: 1.0, shift: 0.0 })
        }
        Meant::Compound(compound, rule) => {
            let (scale, shift) = match rule {
                Rule::Times(factor) => (value(factor), 0.0),
                Rule::Plus(a, b) => (1.0, value(a) * value(b)),
            };
            if scale == 0.0 {
                return Err(Error::new(
                    Code::BadSetting,
                    "the axis stands still: a factor is zero",
                )
                .value(&spec.typed));
            }
            let ends = ends.map(|e| (e - shift) / scale);
            let what = compound.meaning.split(';').next().unwrap_or_default();
            let label = format!("{what} (no unit)");
            Ok(Resolved { axis: Axis::new([compound.sets], ends, cells), label, scale, shift })
        }
    }
}

/// What an axis shows: `vulnerability v of both (no unit)`. Parameters of games are pure
/// numbers.
fn words(names: &[String], symbols: &[&str]) -> String {
    let plain = |s: &str| s.replace('_', " ");
    match (names, symbols) {
        ([one], [symbol]) if one == symbol => format!("{} (no unit)", plain(one)),
        ([one], [symbol]) => format!("{}, {symbol} (no unit)", plain(one)),
        _ => {
            let stem = names.first().and_then(|n| super::symbols::base(n)).unwrap_or_default();
            format!("{}, {} (no unit)", plain(stem), symbols.join(" = "))
        }
    }
}
