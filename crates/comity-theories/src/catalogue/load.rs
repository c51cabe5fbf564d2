//! Reading the catalogue.

use super::list::{COMPARISONS, ENTRIES, Entry, REFERENCES};
use super::stated::StatedTime;
use crate::settings::Estimator;
use crate::theory::{Choices, Role, Term, Theory, TheoryKind};
use comity_core::{Code, Error, Level, Result};
use serde::Deserialize;
use std::collections::BTreeMap;

/// One `theory.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    question: String,
    summary: String,
    kind: TheoryKind,
    #[serde(default)]
    role: Role,
    #[serde(default)]
    levels: Vec<Level>,
    /// Theories whose terms and citations this one takes over.
    #[serde(default)]
    includes: Vec<String>,
    /// Terms that it takes over from other theories, by theory.
    #[serde(default)]
    takes: BTreeMap<String, Vec<String>>,
    estimator: Option<Estimator>,
    time: Option<StatedTime>,
    #[serde(default)]
    cites: Vec<String>,
    #[serde(default)]
    term: Vec<Term>,
}

/// Every theory, baselines first.
///
/// ```
/// let ids: Vec<_> = comity_theories::catalogue()?.into_iter().map(|t| t.id).collect();
/// assert_eq!(ids[..2], ["base-rate", "persistence"]);
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// [`Code::Internal`] when a file of the catalogue is damaged.
pub fn catalogue() -> Result<Vec<Theory>> {
    read(ENTRIES)
}

/// Parts of the catalogue's theories by themselves: the shared patron without the common
/// enemy, ideology without organisation, and so on. They are fitted and listed beside the
/// catalogue and take no part in the ensemble.
///
/// # Errors
/// [`Code::Internal`] when a file of the catalogue is damaged.
pub fn comparisons() -> Result<Vec<Theory>> {
    read(COMPARISONS)
}

fn read(wanted: &[Entry]) -> Result<Vec<Theory>> {
    let references = references()?;
    let mut files: BTreeMap<&str, File> = BTreeMap::new();
    for entry in ENTRIES.iter().chain(COMPARISONS) {
        let file = toml::from_str(entry.theory).map_err(|e| damaged(entry.id, &e.to_string()))?;
        files.insert(entry.id, file);
    }
    wanted.iter().map(|entry| theory(entry.id, &files, &references)).collect()
}

/// What a reader should know about one theory, as Markdown; `None` for an unknown id.
#[must_use]
pub fn page(id: &str) -> Option<&'static str> {
    ENTRIES.iter().chain(COMPARISONS).find(|e| e.id == id).map(|e| e.page)
}

/// The works that theories cite, by key.
///
/// # Errors
/// [`Code::Internal`] when the list is damaged.
pub fn references() -> Result<BTreeMap<String, String>> {
    toml::from_str(REFERENCES).map_err(|e| damaged("references", &e.to_string()))
}

fn theory(
    id: &str,
    files: &BTreeMap<&str, File>,
    references: &BTreeMap<String, String>,
) -> Result<Theory> {
    let file = files.get(id).ok_or_else(|| damaged(id, "it is missing"))?;
    let mut terms: Vec<Term> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    for part in file.includes.iter().map(String::as_str).chain([id]) {
        let part = files.get(part).ok_or_else(|| damaged(id, "it includes an unknown theory"))?;
        keys.extend(part.cites.iter().cloned());
        for term in &part.term {
            if terms.iter().any(|t| t.variable == term.variable) {
                return Err(damaged(id, "a variable stands in it twice"));
            }
            keys.extend(term.cites.iter().cloned());
            terms.push(term.clone());
        }
    }
    for (of, variables) in &file.takes {
        let part = files.get(of.as_str());
        let part = part.ok_or_else(|| damaged(id, "it takes from an unknown theory"))?;
        for variable in variables {
            let term = part.term.iter().find(|t| t.variable == *variable);
            let term =
                term.ok_or_else(|| damaged(id, "it takes an unknown term").value(variable))?;
            keys.extend(term.cites.iter().cloned());
            terms.push(term.clone());
        }
    }
    keys.sort();
    keys.dedup();
    let citations = keys
        .iter()
        .map(|key| {
            let found = references.get(key).cloned();
            found.ok_or_else(|| damaged(id, "it cites an unknown work").value(key))
        })
        .collect::<Result<_>>()?;
    Ok(Theory {
        id: id.to_owned(),
        title: file.title.clone(),
        question: file.question.clone(),
        summary: file.summary.clone(),
        levels: file.levels.clone(),
        terms,
        citations,
        kind: file.kind,
        role: file.role,
        choices: Choices {
            estimator: file.estimator,
            time: file.time.as_ref().map(StatedTime::control),
            ..Choices::default()
        },
    })
}

fn damaged(what: &str, why: &str) -> Error {
    Error::new(Code::Internal, format!("the catalogue of theories, {what}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theory_can_be_read_and_lost() {
        let all = catalogue().unwrap();
        assert_eq!(all.len(), ENTRIES.len());
        for theory in all {
            assert!(!theory.citations.is_empty(), "{}", theory.id);
            assert_eq!(theory.terms.is_empty(), theory.kind.is_baseline(), "{}", theory.id);
            assert_eq!(theory.levels.is_empty(), theory.terms.is_empty(), "{}", theory.id);
            assert!(theory.terms.iter().all(|t| t.because.len() > 20), "{}", theory.id);
            let game = theory.kind == TheoryKind::AllianceGame;
            assert!(theory.terms.iter().all(|t| t.utility.is_some() == game), "{}", theory.id);
        }
    }

    #[test]
    fn a_comparison_is_part_of_a_theory_and_never_of_the_ensemble() {
        let (all, parts) = (catalogue().unwrap(), comparisons().unwrap());
        assert!(all.iter().all(|t| t.role == Role::Ensemble));
        assert_eq!(parts.len(), COMPARISONS.len());
        for part in parts {
            assert_eq!(part.role, Role::Comparison, "{}", part.id);
            let whole = all.iter().find(|t| t.levels == part.levels).unwrap();
            assert!(!part.terms.is_empty() && part.terms.len() < whole.terms.len(), "{}", part.id);
            assert!(part.terms.iter().all(|t| whole.terms.contains(t)), "{}", part.id);
        }
    }

    #[test]
    fn every_work_listed_is_cited() {
        let cited: Vec<String> =
            catalogue().unwrap().into_iter().flat_map(|t| t.citations).collect();
        for (key, work) in references().unwrap() {
            assert!(cited.contains(&work), "{key}");
        }
    }

    #[test]
    fn every_page_has_its_sections() {
        for entry in ENTRIES.iter().chain(COMPARISONS) {
            for heading in [
                "# ",
                "## Question",
                "## Mechanism",
                "## Covariates",
                "## What would count against it",
                "## References",
            ] {
                assert!(entry.page.contains(heading), "{}: {heading}", entry.id);
            }
        }
    }

    #[test]
    fn the_joint_model_has_the_terms_of_its_parts() {
        let all = catalogue().unwrap();
        let terms = |id: &str| all.iter().find(|t| t.id == id).map_or(0, |t| t.terms.len());
        let parts = terms("structural") + terms("regional") + terms("internal") + terms("history");
        assert_eq!(terms("all"), parts);
    }
}
