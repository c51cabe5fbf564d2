//! The catalogue against the panel.

use comity_core::variable::Role;
use comity_theories::{Sign, TheoryKind, catalogue, page};
use std::collections::BTreeMap;

/// Every term names a column that the panel can have, known before the year begins, of a
/// level that the theory claims.
#[test]
fn every_term_names_a_column_known_in_advance() {
    let known: BTreeMap<String, comity_core::Variable> =
        comity_panel::covariates::variables().into_iter().map(|v| (v.name.clone(), v)).collect();
    for theory in catalogue().unwrap() {
        for term in &theory.terms {
            let variable = known.get(&term.variable);
            let variable = variable.unwrap_or_else(|| panic!("{}: {}", theory.id, term.variable));
            assert_eq!(variable.role, Role::Covariate);
            assert!(theory.levels.contains(&variable.level.unwrap()), "{}", term.variable);
            let same_year = known.contains_key(&format!("{}_lag1", term.variable));
            assert!(!same_year, "{}: {} is of the same year", theory.id, term.variable);
        }
    }
}

#[test]
fn signs_are_predicted_with_a_work_behind_them() {
    for theory in catalogue().unwrap().iter().filter(|t| t.kind == TheoryKind::Logit) {
        assert!(theory.terms.iter().filter(|t| t.predicted != Sign::None).count() >= 3);
        assert!(theory.terms.iter().all(|t| !t.cites.is_empty()), "{}", theory.id);
        assert!(page(&theory.id).is_some());
    }
    assert!(page("no such theory").is_none());
}
