//! Section 6: the pair's record by year, with sponsors and adversaries as lanes.

use crate::pair::{PairRecord, Shared, support_years};
use comity_core::{Domain, Year};
use comity_report::page::{Lane, LaneKind, Mark, MarkState, Target, Timeline};

/// Sponsor and adversary lanes shown at most; the rest are in the evidence table.
const LANES: usize = 6;

/// The timeline of a pair; `None` when nothing is on record about it.
#[must_use]
pub(crate) fn timeline(record: &PairRecord, as_of: Year) -> Option<Timeline> {
    let years = span(record, as_of)?;
    let mut lanes = vec![domain_lane(record, None, years)];
    for domain in [Domain::Military, Domain::Security, Domain::Political] {
        lanes.push(domain_lane(record, Some(domain), years));
    }
    lanes.extend(shared_lanes(&record.shared_sponsors, LaneKind::Sponsor));
    lanes.extend(shared_lanes(&record.shared_adversaries, LaneKind::Adversary));
    Some(Timeline { first: years.0, last: years.1, lanes })
}

fn span(record: &PairRecord, as_of: Year) -> Option<(Year, Year)> {
    let observed = |b: &crate::pair::Brief| support_years(&b.observed);
    let shared = record.shared_sponsors.iter().chain(&record.shared_adversaries);
    let years = record
        .claims
        .iter()
        .filter_map(|c| c.year)
        .chain(observed(&record.a))
        .chain(observed(&record.b))
        .chain(shared.flat_map(|s| s.years.iter().copied()));
    let (low, high) = years.fold((Year::MAX, Year::MIN), |(l, h), y| (l.min(y), h.max(y)));
    (low <= high).then(|| (low, high.max(as_of)))
}

fn cooperative(relation: &str) -> bool {
    relation == "supports" || relation == "cooperates"
}

/// One mark a run of years in the same state.
fn domain_lane(record: &PairRecord, domain: Option<Domain>, span: (Year, Year)) -> Lane {
    let mut marks: Vec<Mark> = Vec::new();
    for year in span.0..=span.1 {
        let (state, detail) = state_of(record, domain, year);
        match marks.last_mut() {
            Some(m) if m.state == state && m.detail == detail && m.to + 1 == year => m.to = year,
            _ => marks.push(Mark { from: year, to: year, state, target: Target::Both, detail }),
        }
    }
    let kind = domain.map_or(LaneKind::Any, LaneKind::Domain);
    Lane { kind, label: label(domain).to_owned(), marks }
}

fn label(domain: Option<Domain>) -> &'static str {
    match domain {
        None => "Any cooperation",
        Some(Domain::Military) => "Military",
        Some(Domain::Security) => "Security",
        Some(Domain::Political) => "Political",
        Some(Domain::Finance) => "Finance",
    }
}

fn state_of(record: &PairRecord, domain: Option<Domain>, year: Year) -> (MarkState, String) {
    let claims =
        || record.claims.iter().filter(move |c| c.year == Some(year) && cooperative(&c.relation));
    let named = |list: &[String]| domain.is_none_or(|d| list.iter().any(|x| x == d.as_str()));
    if let Some(c) = claims().find(|c| named(&c.domains)) {
        let kinds = if c.kinds.is_empty() { &c.possible_kinds } else { &c.kinds };
        let detail = format!(
            "{} {} {}: {}",
            c.subject_name,
            c.relation,
            c.object_name.as_deref().unwrap_or(""),
            kinds.join(", ").to_lowercase()
        );
        return (MarkState::Coded, detail.trim_end_matches(": ").to_owned());
    }
    if claims().any(|c| named(&c.possible_domains)) {
        return (MarkState::Possible, "pooled over several supporters in the source".to_owned());
    }
    // Only External Support observes both members year by year; it codes no political ties.
    if domain != Some(Domain::Political) && record.both_observed.contains(&year) {
        return (MarkState::None, String::new());
    }
    (MarkState::NotCoded, String::new())
}

fn shared_lanes(shared: &[Shared], kind: LaneKind) -> Vec<Lane> {
    let mut longest: Vec<&Shared> = shared.iter().collect();
    longest.sort_by(|x, y| y.years.len().cmp(&x.years.len()).then(x.id.cmp(&y.id)));
    longest
        .into_iter()
        .take(LANES)
        .map(|s| Lane { kind, label: s.name.clone(), marks: runs(&s.years) })
        .collect()
}

fn runs(years: &[Year]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for &year in years {
        match marks.last_mut() {
            Some(m) if m.to + 1 == year => m.to = year,
            _ => marks.push(Mark {
                from: year,
                to: year,
                state: MarkState::Coded,
                target: Target::Both,
                detail: String::new(),
            }),
        }
    }
    marks
}
