//! Section 9: the evidence.

use comity_core::{Certainty, Domain};
use serde::{Deserialize, Serialize};

/// The claims a page rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Claims, in the order shown (by period).
    pub rows: Vec<EvidenceRow>,
    /// Claims left out of `rows`; 0 when all are shown.
    pub omitted: u64,
}

/// One claim: a report by a source, not a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// Period, such as `2006` or `2006-07 to 2006-08`; `undated` when the source gives none.
    pub period: String,
    /// The claim in words, such as "River Brigade supports Northern Front: weapons, training".
    pub claim: String,
    /// Domains coded.
    pub domains: Vec<Domain>,
    /// Domains possible but not attributable to this pair alone.
    pub possible: Vec<Domain>,
    /// Title of the source.
    pub source: String,
    /// Version of the source.
    pub version: String,
    /// The source's own key of the record.
    pub record: String,
    /// How sure the source is, in its own coding.
    pub certainty: Certainty,
    /// Who coded it.
    pub coder: String,
    /// Number of independent reports behind the record, where the source says so.
    pub reports: Option<u32>,
    /// DOI of the source, such as `10.1234/abcd`; anything else is shown as text.
    pub doi: Option<String>,
}
