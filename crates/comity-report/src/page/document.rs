//! The whole page, and the page of an evaluation over all pairs.

use super::{
    DomainAnswer, Evidence, Limits, Network, Provenance, Question, Scenario, Theories, Timeline,
    TrackRecord, Why,
};
use serde::{Deserialize, Serialize};

/// Everything the report of one pair shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// 1. What is asked, as of when, how far ahead, and what decides it.
    pub question: Question,
    /// 2. One answer a domain; the entry with `domain: None` (any cooperation) is the headline.
    pub answers: Vec<DomainAnswer>,
    /// 3. Contributions by factor, for one model; `None` when there is no forecast to explain.
    pub why: Option<Why>,
    /// 4. Rival theories side by side.
    pub theories: Theories,
    /// 5. Conditional forecasts.
    pub scenarios: Vec<Scenario>,
    /// 6. Sourced claims over time, with sponsors and shared adversaries.
    pub timeline: Option<Timeline>,
    /// 7. The network around the pair, one entry a date (three by convention).
    pub networks: Vec<Network>,
    /// 8. Out-of-sample scores and calibration of the models behind the answers.
    pub track: Vec<TrackRecord>,
    /// 9. The claims the page rests on.
    pub evidence: Evidence,
    /// 10. Coverage, missing items, and what would change the answer.
    pub limits: Limits,
    /// 11. What the page was computed from and under which terms.
    pub provenance: Provenance,
}

impl Page {
    /// A page with its question and provenance, every other section empty.
    #[must_use]
    pub fn new(question: Question, provenance: Provenance) -> Self {
        Self {
            question,
            answers: Vec::new(),
            why: None,
            theories: Theories::default(),
            scenarios: Vec::new(),
            timeline: None,
            networks: Vec::new(),
            track: Vec::new(),
            evidence: Evidence::default(),
            limits: Limits::default(),
            provenance,
        }
    }

    /// The headline: the answer for any cooperation, or else the first answer.
    #[must_use]
    pub fn headline(&self) -> Option<&DomainAnswer> {
        self.answers.iter().find(|a| a.domain.is_none()).or_else(|| self.answers.first())
    }

    /// Stem of the file names of the page and its data: lower-case ASCII letters, digits and
    /// hyphens, such as `northern-front-river-brigade-2017`.
    ///
    /// A name without ASCII letters or digits is replaced by its actor id.
    #[must_use]
    pub fn stem(&self) -> String {
        let part = |a: &super::ActorRef| match slug(&a.name) {
            s if s.is_empty() => slug(&a.id),
            s => s,
        };
        let q = &self.question;
        format!("{}-{}-{}", part(&q.a), part(&q.b), q.as_of)
    }
}

/// A rolling-origin evaluation over all pairs, as shown by `score_html`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScorePage {
    /// Heading, such as "Does any theory beat persistence?".
    pub title: String,
    /// How the evaluation was made: window, step, risk set, what was known at each origin.
    pub method: String,
    /// One record an outcome, in the order of the reports.
    pub records: Vec<TrackRecord>,
    /// What the evaluation was computed from.
    pub provenance: Provenance,
}

fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') && c != '\'' {
            out.push('-');
        }
    }
    out.truncate(40);
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_safe_file_names() {
        assert_eq!(slug("Northern Front (North-East)"), "northern-front-north-east");
        assert_eq!(slug("../../<script>"), "script");
        assert_eq!(slug("جبهة"), "");
        assert_eq!(slug(&"long ".repeat(30)).len(), 39);
    }
}
