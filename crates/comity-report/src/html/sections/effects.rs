//! Part of section 4: what each element does to the probability, over all pairs.

use crate::data;
use crate::format::{points, signed};
use crate::html::parts::{figure, name};
use crate::page::{ColumnEffect, ModelEffects, Page, Theories};
use crate::svg::{Axis, effect_row};
use maud::{Markup, html};

/// The theory that has the terms of all others.
const ALL: &str = "all";

/// The axis never reaches farther than this difference of probabilities.
const LIMIT: f64 = 0.3;

/// The figure, folded: it is about all pairs, the page about one.
pub(super) fn effects(page: &Page) -> Markup {
    let t = &page.theories;
    let own: Vec<&ModelEffects> = t.effects.iter().filter(|m| m.id != ALL).collect();
    let count = own.iter().map(|m| m.effects.len()).sum::<usize>();
    let extremes = t.effects.iter().flat_map(|m| &m.effects).flat_map(|e| {
        [Some(e.difference.value), e.difference.low, e.difference.high].into_iter().flatten()
    });
    let axis = Axis::symmetric(100.0 * extremes.map(f64::abs).fold(0.0, f64::max).min(LIMIT));
    let plot = html! {
        @for m in &own {
            h3.level { (name(&m.title)) }
            ul.rows {
                @for (i, e) in m.effects.iter().enumerate() {
                    (row(&axis, &format!("effect-{}-{i}", m.id), e, all_of(t, e)))
                }
            }
        }
        ul.rows { li.axis { span {} (axis.labels("effect-axis", "percentage points")) span {} } }
    };
    let caption = html! {
        "Change of the mean probability over all pairs, in percentage points, when the element changes as named, "
        "with its 95% interval. Filled: in the theory of its own level. Hollow: with the elements of all levels held "
        "constant. Where intervals reach beyond the axis they are cut. Associations in the record, not causes. "
        @if let Some(n) = &t.effects_note { (name(n)) }
    };
    html! {
        details.effects {
            summary { "What each element does to the probability, over all pairs (" (count) " elements)" }
            (figure("fig-effects", &caption, &plot, &data::effects(&t.effects), &page.stem()))
        }
    }
}

fn all_of<'t>(t: &'t Theories, e: &ColumnEffect) -> Option<&'t ColumnEffect> {
    let all = t.effects.iter().find(|m| m.id == ALL)?;
    all.effects.iter().find(|o| o.variable == e.variable)
}

fn row(axis: &Axis, id: &str, e: &ColumnEffect, all: Option<&ColumnEffect>) -> Markup {
    html! {
        li {
            div.what {
                (name(&e.label))
                small { (e.change) }
            }
            (effect_row(axis, id, &e.label, &e.difference, all.map(|a| &a.difference)))
            div.value {
                b { (points(e.difference.value)) }
                @if let Some(a) = all { small { "all levels " (signed(100.0 * a.difference.value, 1)) } }
            }
        }
    }
}
