//! Counts that identify the evidence: two people with the same counts hold the same data.

use crate::session::Session;
use crate::spec::Spec;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use comity_core::{ActorId, Code, Error, Result};
use comity_panel::{PanelSpec, RiskSet};
use serde::Serialize;

/// One count with what it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Short id.
    pub id: String,
    /// What is counted.
    pub what: String,
    /// The count.
    pub value: i64,
}

const SUPPORT_BETWEEN_GROUPS: &str = "
    SELECT least(c.subject, c.object) AS a, greatest(c.subject, c.object) AS b, c.year AS year
    FROM claims c
    JOIN (SELECT DISTINCT actor FROM actors WHERE source = 'ucdp-actor' AND org = 1) s
      ON s.actor = c.subject
    JOIN (SELECT DISTINCT actor FROM coverage WHERE topic = 'support') r ON r.actor = c.object
    LEFT JOIN (SELECT DISTINCT actor FROM actors WHERE org = 4) g ON g.actor = c.object
    WHERE c.source = 'ucdp-esd' AND c.relation = 'supports' AND c.subject <> c.object
      AND g.actor IS NULL";

/// Every count of the current evidence: claims by data set, ties between groups, panel rows.
///
/// # Errors
/// When the store or the query engine fails.
pub fn counts(session: &Session) -> Result<Vec<Count>> {
    let one =
        |sql: &str| -> Result<i64> { integers(session, sql)?.into_iter().next().ok_or_else(empty) };
    let mut out = Vec::new();
    let mut add = |id: &str, what: &str, value: i64| {
        out.push(Count { id: id.to_owned(), what: what.to_owned(), value });
    };
    add(
        "esd-supporter-rows",
        "supporter–recipient–year rows of UCDP External Support",
        one("SELECT count(*) FROM claims WHERE source = 'ucdp-esd' AND relation = 'supports'")?,
    );
    let ties = SUPPORT_BETWEEN_GROUPS;
    add(
        "group-support-dyad-years",
        "undirected dyad-years with support between groups",
        one(&format!("SELECT count(*) FROM (SELECT DISTINCT a, b, year FROM ({ties}))"))?,
    );
    add(
        "group-support-dyads",
        "dyads with support between groups",
        one(&format!("SELECT count(*) FROM (SELECT DISTINCT a, b FROM ({ties}))"))?,
    );
    add(
        "group-support-groups",
        "groups with support from or to a group",
        one(&format!(
            "SELECT count(*) FROM (SELECT a FROM ({ties}) UNION SELECT b FROM ({ties}))"
        ))?,
    );
    let evidence = session.evidence(&Spec::default())?;
    for (risk_set, id, what) in [
        (RiskSet::All, "all", "pairs of groups both observed for support in a year"),
        (RiskSet::Region, "region", "of these, of the same UCDP region"),
        (RiskSet::Relevant, "relevant", "of these, politically relevant"),
    ] {
        let panel =
            comity_panel::build(&evidence, &PanelSpec { risk_set, ..PanelSpec::default() })?;
        let ties = panel.column("coop_any").map_or(0, |c| c.iter().filter(|v| **v == 1.0).count());
        add(&format!("panel-{id}"), &format!("dyad-years: {what}"), panel.len() as i64);
        add(&format!("panel-{id}-cooperative"), "  with cooperation", ties as i64);
    }
    Ok(out)
}

/// Years in which External Support codes support from one actor to another.
///
/// # Errors
/// When the store or the query engine fails.
pub fn support_years(session: &Session, from: ActorId, to: ActorId) -> Result<Vec<i64>> {
    integers(
        session,
        &format!(
            "SELECT DISTINCT CAST(year AS BIGINT) AS y FROM claims WHERE source = 'ucdp-esd' \
             AND relation = 'supports' AND subject = {} AND object = {} ORDER BY y",
            from.raw(),
            to.raw()
        ),
    )
}

fn integers(session: &Session, sql: &str) -> Result<Vec<i64>> {
    let mut values = Vec::new();
    for batch in session.world().sql(sql)? {
        let column = batch.columns().first().ok_or_else(empty)?;
        let ints = column.as_primitive_opt::<Int64Type>().ok_or_else(empty)?;
        values.extend(ints.values());
    }
    Ok(values)
}

fn empty() -> Error {
    Error::new(Code::Query, "a count gave no integer")
}
