//! One line: `{"id":"HASH","issued_at":…,"known_to":…,"program":…,…}`.
//!
//! The id is the SHA-256 of everything after it, so that a line that was changed shows. What
//! comes from `"program"` on says whether two lines record the same forecast.

use super::LedgerEntry;
use crate::store::files::sha256;
use comity_core::{Code, Dyad, Error, Result};

const HEAD: &str = "{\"id\":\"";
const BODY: &str = "\"program\":";
/// Characters of an id.
const ID: usize = 64;

/// A line whose id is right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) id: &'a str,
    /// What two records of the same forecast share: all but the id, the time and the data then.
    pub(super) content: &'a str,
    text: &'a str,
}

/// An entry as a line, without line break.
///
/// # Errors
/// [`Code::BadForecast`] when the forecast contradicts itself; [`Code::Internal`] when it
/// cannot be written as JSON.
pub(super) fn write(entry: &LedgerEntry) -> Result<String> {
    entry.forecast.clone().checked()?;
    let json = serde_json::to_string(entry)
        .map_err(|e| Error::new(Code::Internal, format!("a forecast as JSON: {e}")))?;
    let rest = json.strip_prefix('{').unwrap_or(&json);
    Ok(format!("{HEAD}{}\",{rest}", sha256(rest.as_bytes())))
}

impl<'a> Line<'a> {
    /// Checks a line, without line break, against its id.
    ///
    /// # Errors
    /// What is wrong with it, in a few words.
    pub(super) fn check(bytes: &'a [u8]) -> Result<Self, &'static str> {
        const FOREIGN: &str = "the line is no record of a forecast";
        let text = std::str::from_utf8(bytes).map_err(|_| "the line is not UTF-8")?;
        let (id, rest) =
            text.strip_prefix(HEAD).and_then(|t| t.split_at_checked(ID)).ok_or(FOREIGN)?;
        let rest = rest.strip_prefix("\",").ok_or(FOREIGN)?;
        if sha256(rest.as_bytes()) != id {
            return Err("the line does not have its recorded hash");
        }
        let start = rest.find(BODY).ok_or(FOREIGN)?;
        Ok(Self { id, content: rest.get(start..).ok_or(FOREIGN)?, text })
    }

    /// Whether the line is about a pair.
    pub(super) fn is_about(&self, dyad: Dyad) -> bool {
        // Quotes inside a text are escaped, so that this can only be the pair itself.
        let (a, b) = (dyad.a().raw(), dyad.b().raw());
        self.content.contains(&format!("\"dyad\":{{\"a\":{a},\"b\":{b}}}"))
    }

    /// What the line holds.
    ///
    /// # Errors
    /// [`Code::StoreVersion`]: the hash is right, so that whoever wrote it knows more fields.
    pub(super) fn entry(&self) -> Result<LedgerEntry> {
        let newer = |why: String| {
            Error::new(Code::StoreVersion, format!("the forecast cannot be read: {why}"))
                .expected("a record of this version of comity")
                .hint("update comity, or use another data directory")
        };
        let entry: LedgerEntry =
            serde_json::from_str(self.text).map_err(|e| newer(e.to_string()))?;
        let dyad = entry.forecast.estimand.dyad;
        if Dyad::new(dyad.a(), dyad.b()) != Some(dyad) {
            return Err(newer("its pair is not in order".to_owned()));
        }
        entry.forecast.clone().checked().map_err(|e| newer(e.message().to_owned()))?;
        Ok(entry)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use comity_core::{ActorId, Estimand, Forecast, Interval};

    /// A forecast about two groups with a probability.
    pub(in crate::ledger) fn entry(b: u32, probability: f64) -> LedgerEntry {
        LedgerEntry {
            issued_at: "2020-02-03T04:05:06Z".parse().unwrap(),
            known_to: Some(2017),
            program: "0.1.0+abc".to_owned(),
            inputs: "00".to_owned(),
            spec: [("horizon".to_owned(), "1".to_owned())].into(),
            forecast: Forecast {
                estimand: Estimand {
                    dyad: Dyad::new(ActorId::ucdp(1), ActorId::ucdp(b)).unwrap(),
                    domain: None,
                    as_of: 2017,
                    horizon: 1,
                },
                question: "Will \"A\" and\nB \"program\": {\"dyad\":{\"a\":1,\"b\":9}}?".to_owned(),
                resolution_rule: String::new(),
                probability,
                interval80: Interval { low: probability, high: 1.0 },
                interval95: Interval { low: 0.0, high: 1.0 },
                base_rate: 0.01,
                reference_class: String::new(),
                weights: vec![("x".into(), 1.0)],
                resolution: None,
            },
        }
    }

    #[test]
    fn a_line_is_one_json_object_that_reads_back_exactly() {
        let entry = entry(2, 0.1 + 0.2);
        let text = write(&entry).unwrap();
        assert!(!text.contains('\n'));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let line = Line::check(text.as_bytes()).unwrap();
        assert_eq!(value["id"], line.id);
        assert_eq!(line.entry().unwrap(), entry);
        let dyad = |b| Dyad::new(ActorId::ucdp(1), ActorId::ucdp(b)).unwrap();
        assert!(line.is_about(dyad(2)));
        assert!(!line.is_about(dyad(9)), "the question is no pair");
    }

    #[test]
    fn time_is_no_part_of_what_is_recorded() {
        let (first, mut second) = (entry(2, 0.5), entry(2, 0.5));
        second.issued_at = "2021-01-01T00:00:00Z".parse().unwrap();
        second.known_to = None;
        let (x, y) = (write(&first).unwrap(), write(&second).unwrap());
        let (x, y) = (Line::check(x.as_bytes()).unwrap(), Line::check(y.as_bytes()).unwrap());
        assert_eq!(x.content, y.content);
        assert_ne!(x.id, y.id);
    }

    #[test]
    fn any_changed_byte_shows() {
        let text = write(&entry(2, 0.5)).unwrap().into_bytes();
        for at in 0..text.len() {
            let mut changed = text.clone();
            changed[at] ^= 1;
            assert!(Line::check(&changed).is_err(), "byte {at}");
        }
        for end in 0..text.len() {
            assert!(Line::check(&text[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn what_contradicts_itself_is_not_written() {
        assert_eq!(write(&entry(2, 1.5)).unwrap_err().code(), Code::BadForecast);
    }

    #[test]
    fn a_sound_line_that_cannot_be_read_is_of_a_newer_version() {
        let rest = "\"program\":\"9.0.0\",\"forecast\":{}}";
        let text = format!("{HEAD}{}\",{rest}", sha256(rest.as_bytes()));
        let line = Line::check(text.as_bytes()).unwrap();
        assert_eq!(line.entry().unwrap_err().code(), Code::StoreVersion);
    }
}
