//! Numbers as readers see them. A value that is not finite is shown as an en dash.

use crate::page::Ranged;

/// What stands for a value that is absent.
pub(crate) const ABSENT: &str = "–";

/// A probability as a percentage: `<0.1%`, `0.6%`, `3.2%`, `12%`, `99.2%`.
pub(crate) fn percent(p: f64) -> String {
    if !p.is_finite() {
        return ABSENT.to_owned();
    }
    match p * 100.0 {
        x if x > 0.0 && x < 0.1 => "<0.1%".to_owned(),
        x if x > 99.9 && x < 100.0 => ">99.9%".to_owned(),
        x if x <= 0.0 || x >= 100.0 => format!("{x:.0}%"),
        x if !(9.95..=90.05).contains(&x) => format!("{x:.1}%"),
        x => format!("{x:.0}%"),
    }
}

/// A weight as a whole percentage: `<1%`, `4%`, `43%`.
pub(crate) fn weight(w: f64) -> String {
    match w * 100.0 {
        x if !x.is_finite() => ABSENT.to_owned(),
        x if x > 0.0 && x < 0.5 => "<1%".to_owned(),
        x => format!("{x:.0}%"),
    }
}

/// An interval of probabilities: `8.1% to 17%`.
pub(crate) fn percent_range(low: f64, high: f64) -> String {
    format!("{} to {}", percent(low), percent(high))
}

/// A number with sign (true minus) and `digits` decimals; what rounds to zero has no sign.
///
/// ```
/// use comity_report::signed;
/// assert_eq!([signed(-1.5, 1), signed(0.25, 2), signed(-0.001, 2)], ["−1.5", "+0.25", "0.00"]);
/// ```
#[must_use]
pub fn signed(x: f64, digits: usize) -> String {
    if !x.is_finite() {
        return ABSENT.to_owned();
    }
    let text = format!("{:.digits$}", x.abs());
    let zero = text.chars().all(|c| c == '0' || c == '.');
    let sign = if zero {
        ""
    } else if x < 0.0 {
        "−"
    } else {
        "+"
    };
    format!("{sign}{text}")
}

/// A difference of probabilities in percentage points: `+3.1 points`.
pub(crate) fn points(d: f64) -> String {
    format!("{} points", signed(d * 100.0, 1))
}

/// A score with `digits` decimals, or a dash.
pub(crate) fn score(x: Option<f64>, digits: usize) -> String {
    match x {
        Some(x) if x.is_finite() && x < 0.0 => signed(x, digits),
        Some(x) if x.is_finite() => format!("{x:.digits$}"),
        _ => ABSENT.to_owned(),
    }
}

/// The interval of a ranged score: `0.0100 to 0.0140`.
pub(crate) fn ranged(r: Option<Ranged>, digits: usize, with_sign: bool) -> String {
    r.map_or_else(String::new, |r| {
        let f = |x| if with_sign { signed(x, digits) } else { score(Some(x), digits) };
        format!("{} to {}", f(r.low), f(r.high))
    })
}

/// A covariate's value in its unit: `yes`, `no`, `3 years`, `0.23`.
pub(crate) fn value(x: Option<f64>, unit: &str) -> String {
    let Some(x) = x.filter(|x| x.is_finite()) else {
        return "not coded".to_owned();
    };
    if unit == "0/1" {
        if x == 0.0 {
            return "no".to_owned();
        }
        if x == 1.0 {
            return "yes".to_owned();
        }
        return percent(x) + " yes";
    }
    let number = plain(x);
    match unit {
        "" | "share" | "count" | "index" => number,
        u if number == "1" => format!("1 {}", u.strip_suffix('s').unwrap_or(u)),
        u => format!("{number} {u}"),
    }
}

/// A number with up to two decimals, trailing zeros dropped, thousands apart.
pub(crate) fn plain(x: f64) -> String {
    if !x.is_finite() {
        return ABSENT.to_owned();
    }
    let text = format!("{:.2}", x.abs());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let whole = thousands(whole);
    let sign = if x < 0.0 && text != "0" { "−" } else { "" };
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// A number to six significant digits with a true minus, trailing zeros dropped: `0.257828`,
/// `−12.5`; very large and very small ones with a power of ten.
///
/// ```
/// use comity_report::number;
/// assert_eq!([number(0.2578276), number(-12.5), number(1e-7)], ["0.257828", "−12.5", "1e−7"]);
/// ```
#[must_use]
pub fn number(x: f64) -> String {
    if x == f64::INFINITY {
        return "∞".to_owned();
    }
    if x == f64::NEG_INFINITY {
        return "−∞".to_owned();
    }
    if x.is_nan() {
        return ABSENT.to_owned();
    }
    let scientific = format!("{x:.5e}");
    let (digits, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    let trimmed = |text: &str| {
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text.to_owned()
        }
    };
    let text = if x != 0.0 && !(-5..9).contains(&power) {
        format!("{}e{power}", trimmed(digits))
    } else {
        trimmed(&format!("{x:.*}", usize::try_from(5 - power).unwrap_or(0)))
    };
    if text == "-0" { "0".to_owned() } else { text.replace('-', "−") }
}

/// A count with thousands apart: `61,563`.
pub(crate) fn count(n: u64) -> String {
    thousands(&n.to_string())
}

fn thousands(digits: &str) -> String {
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// The odds ratio of a difference in log-odds: `×2.4`.
pub(crate) fn odds(log_odds: f64) -> String {
    let ratio = log_odds.exp();
    match ratio {
        r if !r.is_finite() => ABSENT.to_owned(),
        r if r >= 100.0 => "×>100".to_owned(),
        r if r >= 10.0 => format!("×{r:.0}"),
        r if r >= 0.095 => format!("×{r:.1}"),
        r if r >= 0.01 => format!("×{r:.2}"),
        _ => "×<0.01".to_owned(),
    }
}

/// A coordinate for SVG: at most two decimals, `0` for anything not finite.
pub(crate) fn coord(x: f64) -> String {
    if !x.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{x:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A coordinate in percent for SVG.
pub(crate) fn at(percent: f64) -> String {
    coord(percent) + "%"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_keep_what_matters() {
        let cases = [
            (0.0, "0%"),
            (0.0004, "<0.1%"),
            (0.006, "0.6%"),
            (0.0321, "3.2%"),
            (0.0999, "10%"),
            (0.123, "12%"),
            (0.9, "90%"),
            (0.992, "99.2%"),
            (0.99999, ">99.9%"),
            (1.0, "100%"),
            (f64::NAN, "–"),
        ];
        for (p, text) in cases {
            assert_eq!(percent(p), text, "{p}");
        }
    }

    #[test]
    fn signs_are_true_minus_and_zero_has_none() {
        assert_eq!(signed(-0.0004, 3), "0.000");
        assert_eq!(signed(-0.0006, 3), "−0.001");
        assert_eq!(points(0.031), "+3.1 points");
        assert_eq!(plain(-1234.5), "−1,234.5");
        assert_eq!(count(61_563), "61,563");
    }

    #[test]
    fn values_speak_their_unit() {
        assert_eq!(value(Some(1.0), "0/1"), "yes");
        assert_eq!(value(Some(0.25), "0/1"), "25% yes");
        assert_eq!(value(Some(3.0), "years"), "3 years");
        assert_eq!(value(Some(1.0), "years"), "1 year");
        assert_eq!(value(None, "years"), "not coded");
    }

    #[test]
    fn odds_ratios_stay_short() {
        assert_eq!(odds(0.0), "×1.0");
        assert_eq!(odds(2.0_f64.ln()), "×2.0");
        assert_eq!(odds(20.0), "×>100");
        assert_eq!(odds(-20.0), "×<0.01");
    }
}
