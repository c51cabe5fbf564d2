//! Section 10: coverage, what is missing, what would change the answer.

use crate::claims::Observed;
use crate::pair::PairRecord;
use comity_core::{Result, SourceKey, source};
use comity_panel::Panel;
use comity_report::page::{CoverageRow, Limits, MissingItem};
use comity_world::Evidence;
use std::collections::BTreeMap;

/// The limits section of a pair.
///
/// # Errors
/// When coverage names a data set that the register lacks.
pub(crate) fn limits(
    evidence: &Evidence,
    record: &PairRecord,
    panel: &Panel,
    would_change: Vec<String>,
) -> Result<Limits> {
    let mut notes = record.not_coded.clone();
    notes.push(
        "A coded event is a report by a source, not a fact; sources miss ties, above all secret ones"
            .to_owned(),
    );
    let unknown: Vec<&str> = evidence
        .inputs()
        .iter()
        .filter(|i| !has_release_date(&i.source, &i.version))
        .map(|i| i.source.as_str())
        .collect();
    if !unknown.is_empty() {
        notes.push(format!(
            "The release history of these sources is unknown, so the period of the event stands in for it: {}",
            unknown.join(", ")
        ));
    }
    Ok(Limits { coverage: coverage(record)?, missing: missing(panel)?, would_change, notes })
}

fn has_release_date(key: &str, version: &str) -> bool {
    key.parse::<SourceKey>()
        .and_then(source::meta)
        .is_ok_and(|m| m.releases.iter().any(|(v, _)| v == version))
}

fn topic_words(topic: &str) -> &str {
    match topic {
        "support" => "external support",
        "state-based" => "fights with governments",
        "non-state" => "fights between groups",
        "one-sided" => "attacks on civilians",
        "battle-deaths" => "battle deaths",
        "events" => "dated events",
        "profile" => "profile of the group",
        other => other,
    }
}

fn coverage(record: &PairRecord) -> Result<Vec<CoverageRow>> {
    let mut rows: BTreeMap<(String, String), [Vec<i16>; 2]> = BTreeMap::new();
    for (i, group) in [&record.a, &record.b].into_iter().enumerate() {
        for Observed { topic, source, years } in &group.observed {
            let entry = rows.entry((source.clone(), topic.clone())).or_default();
            entry[i].clone_from(years);
        }
    }
    rows.into_iter()
        .map(|((key, topic), [a, b])| {
            let both = a.iter().filter(|y| b.contains(y)).count();
            let all = || a.iter().chain(&b).copied();
            let title = source::meta(key.parse()?)?.title.clone();
            Ok(CoverageRow {
                source: title,
                topic: topic_words(&topic).to_owned(),
                span: all().min().zip(all().max()),
                years_a: a.len() as u32,
                years_b: b.len() as u32,
                years_both: both as u32,
            })
        })
        .collect()
}

fn missing(panel: &Panel) -> Result<Vec<MissingItem>> {
    panel
        .unavailable()
        .iter()
        .filter(|u| !u.variable.name.ends_with("_lag1"))
        .map(|u| {
            let title = &source::meta(u.missing_source)?.title;
            Ok(MissingItem {
                what: u.variable.label.clone(),
                why: format!("needs {title}, which is not imported"),
            })
        })
        .collect()
}
