//! The computed sentences.

use comity_outlook::levels::{Contest, MeasureKind, Weigh};
use comity_report::signed;
use comity_score::ScoreInterval;

/// A side of a contest in words, as the subject of a sentence in the plural.
fn side(id: &str) -> &str {
    match id {
        "external" => "external elements (structural and regional)",
        "external-not-near" => "external elements other than nearness",
        "internal" => "internal elements",
        "patron" => "elements of patronage",
        "common-enemy" => "elements of a common enemy",
        "ideology" => "elements of ideology",
        other => other,
    }
}

/// What is divided, in words.
fn explained(kind: MeasureKind) -> &'static str {
    match kind {
        MeasureKind::InSample => "explained log-likelihood in sample",
        MeasureKind::LogScore => "explained log score",
        MeasureKind::AveragePrecision => "explained average precision",
    }
}

/// Which side outweighs, by how much, in one sentence.
pub(super) fn sentence(kind: MeasureKind, c: &Contest) -> String {
    let (first, second) = (side(&c.first), side(&c.second));
    let text = match c.verdict {
        Weigh::First => {
            format!("{first} outweigh {second} by {}", amount(kind, c, 1.0))
        }
        Weigh::Second => {
            format!("{second} outweigh {first} by {}", amount(kind, c, -1.0))
        }
        Weigh::CannotTell => format!(
            "the data cannot tell whether {first} outweigh {second}: the difference is {}",
            amount(kind, c, 1.0)
        ),
        Weigh::IndependentDyadsOnly => format!(
            "the data cannot tell whether {first} outweigh {second}: the difference is {}, but \
             its interval holds zero{} where pairs that share a group may depend on each other",
            amount(kind, c, 1.0),
            dyadic(c)
        ),
        Weigh::NeitherAdds => format!(
            "the data cannot tell whether {first} outweigh {second}: the difference is {}, but \
             neither adds anything that can be told from zero",
            amount(kind, c, 1.0)
        ),
        Weigh::Absent => format!(
            "the data cannot tell whether {first} outweigh {second}: one of them has no \
             covariate in the data at hand"
        ),
    };
    let text = match c.one_year() {
        Some(year) => format!("{text}; more than half of the difference comes from {year} alone"),
        None => text,
    };
    let mut letters = text.chars();
    let first = letters.next().map(|l| l.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// The difference as a share where there is something to divide, and in units.
fn amount(kind: MeasureKind, c: &Contest, sign: f64) -> String {
    let (unit, digits) = match kind {
        MeasureKind::InSample => ("nats a row", 4),
        MeasureKind::LogScore => ("nats a forecast", 4),
        MeasureKind::AveragePrecision => ("of average precision", 3),
    };
    let gain = turned(&c.difference.gain, sign);
    let in_units = format!("{} {unit}", interval(&gain, digits, ""));
    match &c.difference.share {
        Some(share) => {
            let share = turned(share, sign);
            let percent = ScoreInterval {
                value: 100.0 * share.value,
                low: 100.0 * share.low,
                high: 100.0 * share.high,
            };
            format!("{} of the {} ({in_units})", interval(&percent, 0, "%"), explained(kind))
        }
        None => in_units,
    }
}

/// The interval under dyadic dependence, in brackets.
fn dyadic(c: &Contest) -> String {
    c.dyadic.map_or_else(String::new, |d| {
        let range = ScoreInterval { value: c.difference.gain.value, low: d.low, high: d.high };
        format!(" ({}; p = {:.3})", interval(&range, 4, ""), d.p_value)
    })
}

fn turned(r: &ScoreInterval, sign: f64) -> ScoreInterval {
    if sign < 0.0 { ScoreInterval { value: -r.value, low: -r.high, high: -r.low } } else { *r }
}

fn interval(r: &ScoreInterval, digits: usize, unit: &str) -> String {
    let number = |x: f64| format!("{}{unit}", signed(x, digits));
    format!("{} [{}, {}]", number(r.value), number(r.low), number(r.high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use comity_outlook::levels::{DyadicRange, Measured, YearShare};

    fn contest(low: f64, high: f64, share: bool, verdict: Weigh) -> Contest {
        let value = f64::midpoint(low, high);
        let gain = ScoreInterval { value, low, high };
        let of = |x: f64| 10.0 * x;
        let share = share.then(|| ScoreInterval { value: of(value), low: of(low), high: of(high) });
        let measured = Measured { gain, share };
        Contest {
            first: "external".into(),
            second: "internal".into(),
            first_adds: measured,
            second_adds: measured,
            difference: measured,
            verdict,
            dyadic: None,
            heaviest: None,
        }
    }

    #[test]
    fn what_rests_on_independent_dyads_or_on_one_year_says_so() {
        let mut c = contest(0.02, 0.06, true, Weigh::IndependentDyadsOnly);
        c.dyadic = Some(DyadicRange { low: -0.01, high: 0.09, p_value: 0.1 });
        let said = sentence(MeasureKind::LogScore, &c);
        assert!(said.starts_with("The data cannot tell"), "{said}");
        assert!(said.contains("holds zero (+0.0400 [−0.0100, +0.0900]; p = 0.100)"), "{said}");
        c.heaviest = Some(YearShare { year: 2003, share: 0.6 });
        assert!(sentence(MeasureKind::LogScore, &c).ends_with("comes from 2003 alone."));
    }

    #[test]
    fn each_verdict_has_its_sentence() {
        let kind = MeasureKind::LogScore;
        let said = |low, high, share, verdict| sentence(kind, &contest(low, high, share, verdict));
        assert_eq!(
            said(0.02, 0.06, true, Weigh::First),
            "External elements (structural and regional) outweigh internal elements by +40% \
             [+20%, +60%] of the explained log score (+0.0400 [+0.0200, +0.0600] nats a forecast)."
        );
        assert_eq!(
            said(-0.06, -0.02, false, Weigh::Second),
            "Internal elements outweigh external elements (structural and regional) by +0.0400 \
             [+0.0200, +0.0600] nats a forecast."
        );
        assert_eq!(
            said(-0.01, 0.03, false, Weigh::CannotTell),
            "The data cannot tell whether external elements (structural and regional) outweigh \
             internal elements: the difference is +0.0100 [−0.0100, +0.0300] nats a forecast."
        );
        assert!(said(0.1, 0.2, true, Weigh::NeitherAdds).contains("neither adds anything"));
        assert!(said(0.0, 0.0, true, Weigh::Absent).contains("no covariate"));
    }
}
