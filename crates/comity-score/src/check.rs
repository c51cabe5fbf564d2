//! Checks of the arguments that every score shares.

use comity_core::{Code, Error, Result};

/// Probabilities in [0, 1], as many as outcomes, at least one.
pub(crate) fn forecast(p: &[f64], y: &[bool]) -> Result<()> {
    same_length("probabilities", p.len(), "outcomes", y.len())?;
    probabilities(p)
}

/// Probabilities in [0, 1], at least one.
pub(crate) fn probabilities(p: &[f64]) -> Result<()> {
    if p.is_empty() {
        return Err(Error::new(Code::NoSample, "there are no forecasts to score"));
    }
    match p.iter().enumerate().find(|(_, v)| !(0.0..=1.0).contains(*v)) {
        None => Ok(()),
        Some((at, v)) => {
            Err(Error::new(Code::BadForecast, format!("forecast {} is not a probability", at + 1))
                .value(v.to_string())
                .expected("a number from 0 to 1"))
        }
    }
}

/// Two slices that describe the same rows.
pub(crate) fn same_length(what: &str, n: usize, other: &str, m: usize) -> Result<()> {
    if n == m {
        return Ok(());
    }
    Err(Error::new(Code::BadSetting, format!("{n} {what} stand beside {m} {other}"))
        .expected("as many of one as of the other"))
}

/// At least one outcome of each kind.
pub(crate) fn both_classes(y: &[bool], score: &str) -> Result<()> {
    let events = y.iter().filter(|v| **v).count();
    if events > 0 && events < y.len() {
        return Ok(());
    }
    Err(Error::new(Code::NoSample, format!("{score} needs outcomes of both kinds"))
        .value(format!("{events} of {} outcomes are yes", y.len())))
}

/// A setting that must be at least `least`.
pub(crate) fn at_least(name: &str, value: usize, least: usize) -> Result<()> {
    if value >= least {
        return Ok(());
    }
    Err(Error::new(Code::BadSetting, format!("{name} is too small"))
        .value(value.to_string())
        .expected(format!("{least} or more")))
}

/// The probability that an interval covers, inside (0, 1).
pub(crate) fn level(level: f64) -> Result<()> {
    if level > 0.0 && level < 1.0 {
        return Ok(());
    }
    Err(Error::new(Code::BadSetting, "the level of the interval is out of range")
        .value(level.to_string())
        .expected("a number between 0 and 1, ends excluded"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_has_its_code() {
        assert_eq!(forecast(&[0.5], &[true, false]).unwrap_err().code(), Code::BadSetting);
        assert_eq!(forecast(&[], &[]).unwrap_err().code(), Code::NoSample);
        for bad in [-1e-9, 1.0 + 1e-9, f64::NAN, f64::INFINITY] {
            let e = forecast(&[0.2, bad], &[true, false]).unwrap_err();
            assert_eq!(e.code(), Code::BadForecast);
            assert!(e.message().contains("forecast 2"), "{e}");
        }
        assert_eq!(both_classes(&[true, true], "x").unwrap_err().code(), Code::NoSample);
        assert_eq!(both_classes(&[false], "x").unwrap_err().code(), Code::NoSample);
        assert_eq!(at_least("bins", 0, 1).unwrap_err().code(), Code::BadSetting);
        assert!(forecast(&[0.0, 1.0], &[true, false]).is_ok());
    }
}
