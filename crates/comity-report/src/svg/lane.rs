//! Lanes of the timeline.

use super::frame::drawing;
use crate::format::at;
use crate::page::{Lane, LaneKind, Mark, MarkState, Target, Timeline};
use crate::text;
use crate::words;
use comity_core::Domain;
use maud::{Markup, html};

/// Years per label, so that at most seven labels stand on the axis.
fn step(first: i32, last: i32) -> i32 {
    let years = (last - first).max(1);
    [1, 2, 5, 10, 20, 50, 100].into_iter().find(|s| years / s <= 6).unwrap_or(200)
}

/// Years on a horizontal axis, each as wide as the others.
struct Years {
    first: i32,
    last: i32,
}

impl Years {
    fn of(t: &Timeline) -> Self {
        let first = i32::from(t.first);
        Self { first, last: i32::from(t.last).max(first) }
    }

    /// Left edge of a year in percent; clamped to the axis.
    fn x(&self, year: i32) -> f64 {
        let n = f64::from(self.last - self.first + 1);
        (f64::from(year - self.first) / n * 100.0).clamp(0.0, 100.0)
    }

    fn labelled(&self) -> impl Iterator<Item = i32> + use<> {
        let step = step(self.first, self.last);
        let from = self.first.div_euclid(step) * step;
        let first = self.first;
        (from..=self.last).step_by(usize::try_from(step).unwrap_or(1)).filter(move |y| *y >= first)
    }

    fn grid(&self) -> Markup {
        html! {
            @for y in self.labelled() {
                line class="grid" x1=(at(self.x(y))) x2=(at(self.x(y))) y1="0" y2="100%" {}
            }
        }
    }
}

/// The axis of years under the lanes.
pub(crate) fn lane_axis(id: &str, t: &Timeline) -> Markup {
    let years = Years::of(t);
    let half = 50.0 / f64::from(years.last - years.first + 1);
    let body = html! {
        @for y in years.labelled() {
            text class="tick" x=(at((years.x(y) + half).clamp(3.0, 97.0))) y="14" text-anchor="middle" { (y) }
        }
    };
    let desc = format!("From {} to {}.", years.first, years.last);
    drawing(id, "Axis: years", &desc, 20, &body)
}

/// One lane: a filled block is coded, a hollow one possible, a thin line observed without a
/// claim, dots not coded. In sponsor and adversary lanes the upper half concerns the first
/// member, the lower half the second.
pub(crate) fn lane(id: &str, t: &Timeline, lane: &Lane) -> Markup {
    let years = Years::of(t);
    let class = match lane.kind {
        LaneKind::Any => "any",
        LaneKind::Domain(Domain::Military) => "military",
        LaneKind::Domain(Domain::Security) => "security",
        LaneKind::Domain(Domain::Political) => "political",
        LaneKind::Domain(Domain::Finance) => "finance",
        LaneKind::Sponsor => "sponsor",
        LaneKind::Adversary => "adversary",
    };
    let paired = matches!(lane.kind, LaneKind::Any | LaneKind::Domain(_));
    let body = html! {
        (years.grid())
        @if paired {
            @for (from, to) in gaps(&years, &lane.marks) {
                line class="unknown" x1=(at(years.x(from))) x2=(at(years.x(to + 1))) y1="13" y2="13" {}
            }
        }
        @for m in &lane.marks { (mark(&years, m, class)) }
    };
    drawing(id, &lane.label, &described(lane), 26, &body)
}

fn mark(years: &Years, m: &Mark, class: &str) -> Markup {
    let (from, to) = (i32::from(m.from), i32::from(m.to));
    if to < years.first || from > years.last || to < from {
        return html! {};
    }
    let (x, end) = (years.x(from), years.x(to + 1));
    let span = if from == to { from.to_string() } else { format!("{from} to {to}") };
    let detail = text::clean(&m.detail);
    let title = format!(
        "{span}: {}{}{detail}",
        words::mark(m.state),
        if detail.is_empty() { "" } else { ", " }
    );
    let (y, height) = match m.target {
        Target::Both => (5, 16),
        Target::A => (5, 7),
        Target::B => (14, 7),
    };
    let middle = y + height / 2;
    html! {
        @match m.state {
            MarkState::Coded => {
                rect class={ "block " (class) } x=(at(x)) width=(at(end - x)) y=(y) height=(height) { title { (title) } }
            }
            MarkState::Possible => {
                rect class={ "hollow " (class) } x=(at(x)) width=(at(end - x)) y=(y) height=(height) { title { (title) } }
            }
            MarkState::None => {
                line class="seen" x1=(at(x)) x2=(at(end)) y1=(middle) y2=(middle) { title { (title) } }
            }
            MarkState::NotCoded => {
                line class="unknown" x1=(at(x)) x2=(at(end)) y1=(middle) y2=(middle) { title { (title) } }
            }
        }
    }
}

/// Spans of years that no mark covers.
fn gaps(years: &Years, marks: &[Mark]) -> Vec<(i32, i32)> {
    let mut out: Vec<(i32, i32)> = Vec::new();
    for y in years.first..=years.last {
        if marks.iter().any(|m| (i32::from(m.from)..=i32::from(m.to)).contains(&y)) {
            continue;
        }
        match out.last_mut() {
            Some(last) if last.1 + 1 == y => last.1 = y,
            _ => out.push((y, y)),
        }
    }
    out
}

fn described(lane: &Lane) -> String {
    let spans: Vec<String> = lane
        .marks
        .iter()
        .filter(|m| matches!(m.state, MarkState::Coded | MarkState::Possible))
        .map(|m| {
            let span =
                if m.from == m.to { m.from.to_string() } else { format!("{} to {}", m.from, m.to) };
            format!("{span} {}", words::mark(m.state))
        })
        .collect();
    if spans.is_empty() { "Nothing coded.".to_owned() } else { spans.join("; ") + "." }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stay_few() {
        assert_eq!(step(1975, 2017), 10);
        assert_eq!(step(2010, 2017), 2);
        assert_eq!(step(2017, 2017), 1);
        for last in 1976..2100 {
            let n = Years { first: 1975, last }.labelled().count();
            assert!((1..=8).contains(&n), "{last}: {n}");
        }
    }

    #[test]
    fn years_without_a_mark_are_gaps() {
        let m = |from, to| Mark {
            from,
            to,
            state: MarkState::None,
            target: Target::Both,
            detail: String::new(),
        };
        let years = Years { first: 2000, last: 2006 };
        assert_eq!(
            gaps(&years, &[m(2001, 2002), m(2005, 2005)]),
            [(2000, 2000), (2003, 2004), (2006, 2006)]
        );
        assert_eq!(gaps(&years, &[]), [(2000, 2006)]);
    }
}
