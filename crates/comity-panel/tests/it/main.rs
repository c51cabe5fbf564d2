//! Integration tests of the dyad panel.

mod codebook;
mod covariates;
mod export;
mod golden;
mod leaks;
mod made;
mod outcomes;
mod risk_sets;
mod zz_tmp;
