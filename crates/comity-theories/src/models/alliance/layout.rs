//! Which column of a recipe is part of which utility.

use crate::models::recipe::Recipe;
use crate::theory::{Theory, Utility};
use serde::{Deserialize, Serialize};

/// One coefficient: a column of the recipe in one utility.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) utility: Utility,
    /// The column of the recipe; 0 is the constant.
    pub(super) column: usize,
}

impl Place {
    /// The name of the coefficient, from the names of the recipe's columns.
    pub(super) fn name(&self, columns: &[String]) -> String {
        format!("{}: {}", self.utility.title(), columns[self.column])
    }
}

/// The coefficients in order: utility by utility. Each form of alliance has a constant of its
/// own; marks of missing values and functions of time change both forms alike.
pub(super) fn layout(theory: &Theory, recipe: &Recipe) -> Vec<Place> {
    let utility_of = |variable: &str| {
        let term = theory.terms.iter().find(|t| t.variable == variable);
        term.and_then(|t| t.utility).unwrap_or(Utility::Either)
    };
    let covariates = recipe.covariates.iter().enumerate();
    let terms: Vec<Place> = covariates
        .map(|(k, c)| Place { utility: utility_of(&c.variable), column: 1 + k })
        .collect();
    let controls = 1 + recipe.covariates.len()..recipe.names().len();
    let mut places = Vec::new();
    for utility in Utility::ALL {
        if matches!(utility, Utility::Bilateral | Utility::Sponsored) {
            places.push(Place { utility, column: 0 });
        }
        places.extend(terms.iter().filter(|p| p.utility == utility).cloned());
        if utility == Utility::Either {
            places.extend(controls.clone().map(|column| Place { utility, column }));
        }
    }
    places
}
