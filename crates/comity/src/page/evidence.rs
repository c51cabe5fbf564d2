//! Section 9: the claims the page rests on.

use crate::claims::ClaimRow;
use comity_core::{Certainty, Domain, Result, SourceKey, source};
use comity_report::page::{Evidence, EvidenceRow};

/// Claims shown at most; the full list is `comity pair`.
const ROWS: usize = 200;

/// The evidence section of a pair's claims.
///
/// # Errors
/// When a claim names a data set that the register lacks.
pub(crate) fn evidence(claims: &[ClaimRow]) -> Result<Evidence> {
    let rows = claims.iter().take(ROWS).map(row).collect::<Result<Vec<_>>>()?;
    Ok(Evidence { rows, omitted: claims.len().saturating_sub(ROWS) as u64 })
}

fn row(claim: &ClaimRow) -> Result<EvidenceRow> {
    let key: SourceKey = claim.source.parse()?;
    let meta = source::meta(key)?;
    Ok(EvidenceRow {
        period: claim.year.map_or_else(|| "undated".to_owned(), |y| y.to_string()),
        claim: sentence(claim),
        domains: domains(&claim.domains),
        possible: domains(&claim.possible_domains),
        source: meta.title.clone(),
        version: claim.version.clone(),
        record: claim.record.clone(),
        certainty: match claim.certainty.as_str() {
            "possible" => Certainty::Possible,
            "unclear" => Certainty::Unclear,
            _ => Certainty::Coded,
        },
        coder: coder(key).to_owned(),
        reports: None,
        doi: doi(&meta.bibtex),
    })
}

fn coder(key: SourceKey) -> &'static str {
    if key.as_str().starts_with("ucdp") { "UCDP" } else { "the data set's authors" }
}

fn doi(bibtex: &str) -> Option<String> {
    let rest = bibtex.split("doi = {").nth(1)?;
    rest.split('}').next().map(str::to_owned)
}

fn domains(names: &[String]) -> Vec<Domain> {
    Domain::ALL.into_iter().filter(|d| names.iter().any(|n| n == d.as_str())).collect()
}

/// One claim in a sentence without full stop.
#[must_use]
pub fn sentence(claim: &ClaimRow) -> String {
    let object = claim.object_name.as_deref().unwrap_or("");
    let subject = &claim.subject_name;
    let mut text = match (claim.relation.as_str(), claim.attribute.as_deref()) {
        ("supports", _) => format!("{subject} supports {object}"),
        ("cooperates", _) => format!("{subject} and {object} act as one side"),
        ("fights", Some("incompatibility")) => format!("{subject} and {object}: incompatibility"),
        ("fights", Some("battle-deaths")) => format!("{subject} fights {object}: battle deaths"),
        ("fights", _) => format!("{subject} fights {object}"),
        ("lineage", Some("splinter")) => format!("{subject} splintered from {object}"),
        ("lineage", Some("splinter-temporary")) => {
            format!("{subject} split from {object} for a time")
        }
        ("lineage", Some("alliance")) => format!("{subject} is a member of {object}"),
        ("lineage", Some("joined")) => format!("{subject} joined {object}"),
        (_, Some(attribute)) => format!("{subject}: {}", attribute.replace('-', " ")),
        (relation, None) => format!("{subject} {relation} {object}"),
    };
    let kinds = |list: &[String]| list.join(", ").to_lowercase();
    let possible: Vec<String> =
        claim.possible_kinds.iter().filter(|k| !claim.kinds.contains(k)).cloned().collect();
    match (claim.kinds.is_empty(), possible.is_empty()) {
        (true, true) => {}
        (false, true) => text = format!("{text}: {}", kinds(&claim.kinds)),
        (true, false) => text = format!("{text}: one or more of {}", kinds(&possible)),
        (false, false) => {
            text = format!("{text}: {}; possibly {}", kinds(&claim.kinds), kinds(&possible));
        }
    }
    match (&claim.text, claim.value) {
        (Some(t), _) => format!("{text} ({t})"),
        (None, Some(v)) if claim.relation != "supports" => format!("{text} ({v})"),
        _ => text,
    }
}
