//! The alliance game as a statistical model: whether two groups form no alliance, a bilateral
//! one, or one with a sponsor.
//!
//! The game is Bapat and Bond's (2012, *British Journal of Political Science* 42(4)) as
//! reconstructed in this project; quantal response (McKelvey and Palfrey 1998, *Experimental
//! Economics* 1(1)) turns it into probabilities. For groups i and j and alliance m, bilateral
//! (H) or sponsored (Y), with Λ the logistic function and every error of scale one:
//!
//! ```text
//! w_im = x_im'β_m + x_i'β                utility of the alliance kept, less that of none
//! t_iH = t₀ + z_i'γ,  t_iY = t_iH + e_i'φ  temptation: utility of selling out, less that of keeping
//! ℓ_i  = a number, or v_i'δ              loss of a group that is sold out
//! EU_i(m) = w_im + ½ Λ(t_im) t_im − ½ Λ(t_jm) ℓ_i
//! Pr(j accepts m) = Λ(EU_j(m))
//! Pr(i proposes m) = softmax over 0, Λ(EU_j(H)) EU_i(H), Λ(EU_j(Y)) EU_i(Y)
//! Pr(m) = ½ Σ over which of the two proposes of Pr(propose m) Pr(accept m)
//! ```
//!
//! The government approaches each member with probability one half: hence the halves in EU.
//! Who proposes is not observed: hence the average over both, which does not depend on which
//! group is called A.

mod alike;
mod data;
mod effects;
mod fit;
mod lanes;
mod likelihood;
mod params;

pub use data::{AllianceData, AllianceRows, Block, Formation};
pub use effects::{Effect, marginal_effects};
pub use fit::{fit, probabilities, scores, slopes_of_either};
pub use likelihood::Utilities;
pub use params::{AllianceParams, ValidAllianceParams};
