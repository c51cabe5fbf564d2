//! A theory for every set of parts.

use super::parts::{PARTS, Part, PartSet, part_of};
use crate::theory::{Choices, Role, Term, Theory, TheoryKind};
use comity_core::{Code, Error, Level, Result};
use comity_panel::Panel;

/// The levels with their terms, ready to be made into a theory for any set of parts.
///
/// ```no_run
/// # fn example(panel: &comity_panel::Panel) -> comity_core::Result<()> {
/// use comity_core::Level;
/// use comity_theories::{catalogue, levels::LevelSets};
/// let sets = LevelSets::new(&catalogue()?, panel)?;
/// let external = sets.of_level(Level::Structural) | sets.of_level(Level::Regional);
/// println!("{} terms", sets.theory(external).terms.len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LevelSets {
    parts: Vec<Part>,
    /// Terms at hand in the order of the catalogue, with the part of each.
    terms: Vec<(usize, Term)>,
}

impl LevelSets {
    /// From the catalogue's theory of each level. Terms of which the panel has no value are
    /// set aside and named in [`Part::absent`].
    ///
    /// # Errors
    /// [`Code::Internal`] when the catalogue has no theory of a level.
    pub fn new(catalogue: &[Theory], panel: &Panel) -> Result<Self> {
        let empty = |d: &super::parts::Definition| Part {
            id: d.id.to_owned(),
            level: d.level,
            terms: Vec::new(),
            absent: Vec::new(),
        };
        let mut parts: Vec<Part> = PARTS.iter().map(empty).collect();
        let mut terms = Vec::new();
        for level in Level::ALL {
            let theory = catalogue.iter().find(|t| t.id == level.as_str()).ok_or_else(|| {
                Error::new(Code::Internal, "the catalogue has no theory of a level")
                    .value(level.as_str())
            })?;
            for term in &theory.terms {
                let Some(at) = part_of(level, &term.variable) else { continue };
                let Some(part) = parts.get_mut(at) else { continue };
                let known = |column: &[f64]| column.iter().any(|v| !v.is_nan());
                if panel.column(&term.variable).is_some_and(known) {
                    part.terms.push(term.variable.clone());
                    terms.push((at, term.clone()));
                } else {
                    part.absent.push(term.variable.clone());
                }
            }
        }
        Ok(Self { parts, terms })
    }

    /// The parts in the order of the reports.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The parts of a level that have a term at hand.
    #[must_use]
    pub fn of_level(&self, level: Level) -> PartSet {
        self.select(|p| p.level == level)
    }

    /// One part by its name; empty when it has no term at hand.
    #[must_use]
    pub fn of_part(&self, id: &str) -> PartSet {
        self.select(|p| p.id == id)
    }

    fn select(&self, wanted: impl Fn(&Part) -> bool) -> PartSet {
        let chosen = |(_, p): &(u32, &Part)| wanted(p) && !p.terms.is_empty();
        (0..).zip(&self.parts).filter(chosen).fold(0, |set, (i, _)| set | 1 << i)
    }

    /// Number of terms of a set.
    #[must_use]
    pub fn terms(&self, set: PartSet) -> usize {
        self.terms.iter().filter(|(at, _)| set & (1 << at) != 0).count()
    }

    /// The logit of the terms of a set, in the order of the catalogue. Without a term it has
    /// the intercept and the functions of time alone: the null that every set is held to.
    #[must_use]
    pub fn theory(&self, set: PartSet) -> Theory {
        let within = |at: &usize| set & (1 << at) != 0;
        let named: Vec<&str> = self
            .parts
            .iter()
            .enumerate()
            .filter(|(at, p)| within(at) && !p.terms.is_empty())
            .map(|(_, p)| p.id.as_str())
            .collect();
        let id = if named.is_empty() { "time-only".to_owned() } else { named.join("+") };
        let mut levels: Vec<Level> =
            self.parts.iter().filter(|p| named.contains(&p.id.as_str())).map(|p| p.level).collect();
        levels.dedup();
        Theory {
            title: id.clone(),
            id,
            question: "What does this set of levels explain?".to_owned(),
            summary: "A logit of the terms of a set of levels, for the levels test.".to_owned(),
            levels,
            terms: self.terms.iter().filter(|(at, _)| within(at)).map(|t| t.1.clone()).collect(),
            citations: Vec::new(),
            kind: TheoryKind::Logit,
            role: Role::default(),
            choices: Choices::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::catalogue;
    use comity_core::variable::{self, Variable};
    use comity_panel::{Column, PanelSpec};

    /// Two rows in which every term of the catalogue has a value, but for some.
    fn panel(without: &[&str]) -> Panel {
        let all = catalogue().unwrap();
        let terms = &all.iter().find(|t| t.id == "all").unwrap().terms;
        let column = |t: &Term| Column {
            variable: Variable {
                name: t.variable.clone(),
                role: variable::Role::Covariate,
                level: None,
                label: t.variable.clone(),
                definition: String::new(),
                unit: String::new(),
                sources: Vec::new(),
            },
            values: vec![
                f64::NAN,
                if without.contains(&t.variable.as_str()) { f64::NAN } else { 1.0 },
            ],
        };
        let columns = terms.iter().map(column).collect();
        Panel::from_columns(PanelSpec::default(), vec![1; 2], vec![2; 2], vec![2000, 2001], columns)
            .unwrap()
    }

    #[test]
    fn every_term_of_a_level_is_in_one_part_and_every_named_column_is_a_term() {
        let all = catalogue().unwrap();
        let sets = LevelSets::new(&all, &panel(&[])).unwrap();
        for level in Level::ALL {
            let terms = all.iter().find(|t| t.id == level.as_str()).unwrap().terms.len();
            assert_eq!(sets.terms(sets.of_level(level)), terms, "{level:?}");
        }
        for (definition, part) in PARTS.iter().zip(sets.parts()) {
            assert!(!part.terms.is_empty(), "{}", part.id);
            for v in definition.variables {
                assert!(part.terms.iter().any(|t| t == v), "{}: {v}", part.id);
            }
        }
        let everything = Level::ALL.iter().fold(0, |set, l| set | sets.of_level(*l));
        let joint = sets.theory(everything);
        assert_eq!(joint.terms, all.iter().find(|t| t.id == "all").unwrap().terms);
        assert_eq!(sets.theory(0).id, "time-only");
    }

    #[test]
    fn what_the_data_lack_is_set_aside_and_named() {
        let ideology = ["ideology_shared", "ideology_distance", "religion_shared"];
        let sets = LevelSets::new(&catalogue().unwrap(), &panel(&ideology)).unwrap();
        assert_eq!(sets.of_part("ideology"), 0);
        let part = sets.parts().iter().find(|p| p.id == "ideology").unwrap();
        assert_eq!(part.absent, ideology);
        let internal = sets.theory(sets.of_level(Level::Internal));
        assert_eq!(internal.id, "identity+organisation");
        assert!(internal.terms.iter().all(|t| !ideology.contains(&t.variable.as_str())));
    }
}
