//! Theories on made-up panels whose truth is known.

#[cfg(test)]
mod baselines;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod curve;
#[cfg(test)]
mod estimate;
mod formula;
#[cfg(test)]
mod logit;
#[cfg(test)]
mod support;
