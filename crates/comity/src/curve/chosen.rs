//! Terms and outcomes of a run.

use super::compute::Settings;
use comity_core::{Code, Error, Result};
use comity_panel::Panel;
use comity_theories::Term;
use comity_theories::curve::{Ground, Measure, Spell};

/// The terms of a run that names none.
const DEFAULT_TERMS: [&str; 3] = ["common_enemy", "shared_sponsor", "ideology_shared"];
/// Dyad-years with cooperation that an outcome needs among all pairs.
const EVENTS: usize = 30;

/// The terms of the run, and those of the default choice that the data do not have.
pub(super) fn terms(ground: &Ground<'_>, settings: &Settings) -> Result<(Vec<Term>, Vec<String>)> {
    let named = !settings.terms.is_empty();
    let defaults = || DEFAULT_TERMS.map(str::to_owned).to_vec();
    let wanted = if named { settings.terms.clone() } else { defaults() };
    let (mut found, mut unavailable): (Vec<Term>, Vec<String>) = (Vec::new(), Vec::new());
    for name in &wanted {
        let Some(term) = ground.term(name) else {
            return Err(Error::new(Code::BadSetting, "no theory has a term of this name")
                .value(name)
                .candidates(ground.term_names()));
        };
        if ground.has(term) {
            if !found.contains(term) {
                found.push(term.clone());
            }
        } else if named {
            return Err(Error::new(Code::NoSample, "the data at hand do not have this term")
                .value(name)
                .hint("comity data doctor names the data set to import"));
        } else {
            unavailable.push(name.clone());
        }
    }
    if found.is_empty() {
        return Err(Error::new(Code::NoSample, "the data at hand have none of the terms")
            .value(unavailable.join(", "))
            .hint("comity data doctor names the data sets to import"));
    }
    Ok((found, unavailable))
}

/// Outcomes with enough cooperation among all pairs, and why the others are left out.
pub(super) fn measures(all: &Panel) -> (Vec<Measure>, Vec<(String, String)>) {
    let (mut kept, mut left_out) = (Vec::new(), Vec::new());
    for measure in Measure::ALL {
        let column = measure.column(Spell::Occurrence);
        let values = all.column(&column).unwrap_or_default();
        let events = values.iter().filter(|v| **v == 1.0).count();
        if events >= EVENTS {
            kept.push(*measure);
        } else {
            let why = format!("{events} dyad-years with cooperation, {EVENTS} are needed");
            left_out.push((measure.as_str().to_owned(), why));
        }
    }
    (kept, left_out)
}
