//! Words of estimative probability.
//!
//! Source: Office of the Director of National Intelligence, Intelligence Community
//! Directive 203 (2015), section D.6.e.(2)(a). Likelihood words never stand in one
//! sentence with a statement of confidence.

/// The likelihood word for a probability, or `None` outside 1–99 %.
///
/// Bands (percent): 1–5 remote, 5–20 very unlikely, 20–45 unlikely, 45–55 roughly even
/// chance, 55–80 likely, 80–95 very likely, 95–99 nearly certain. A boundary belongs to
/// the band nearer to even.
///
/// ```
/// use comity_core::words::likelihood_word;
/// assert_eq!(likelihood_word(0.5), Some("roughly even chance"));
/// assert_eq!(likelihood_word(0.03), Some("remote"));
/// assert_eq!(likelihood_word(0.002), None);
/// ```
#[must_use]
pub fn likelihood_word(p: f64) -> Option<&'static str> {
    match p {
        p if !(0.01..=0.99).contains(&p) => None,
        p if p < 0.05 => Some("remote"),
        p if p < 0.20 => Some("very unlikely"),
        p if p < 0.45 => Some("unlikely"),
        p if p <= 0.55 => Some("roughly even chance"),
        p if p <= 0.80 => Some("likely"),
        p if p <= 0.95 => Some("very likely"),
        _ => Some("nearly certain"),
    }
}

/// The likelihood word, with the tails that the directive leaves open spelled out.
#[must_use]
pub fn likelihood(p: f64) -> &'static str {
    likelihood_word(p).unwrap_or(if p < 0.5 {
        "below remote (under 1%)"
    } else {
        "above nearly certain (over 99%)"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_follow_the_directive() {
        let cases = [
            (0.01, "remote"),
            (0.049, "remote"),
            (0.05, "very unlikely"),
            (0.2, "unlikely"),
            (0.45, "roughly even chance"),
            (0.55, "roughly even chance"),
            (0.56, "likely"),
            (0.80, "likely"),
            (0.81, "very likely"),
            (0.95, "very likely"),
            (0.96, "nearly certain"),
        ];
        for (p, word) in cases {
            assert_eq!(likelihood_word(p), Some(word), "{p}");
        }
        assert_eq!(likelihood_word(f64::NAN), None);
    }
}
