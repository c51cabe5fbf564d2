//! The contest as an entry of the catalogue, on one example network.

use super::network::Network;
use crate::catalogue::Parameter;
use crate::catalogue::entry::{About, Entry};
use comity_core::{Code, Error, Result};

/// The entry: two pairs of allies who face each other, and a fifth group that two of them fight.
pub(in crate::catalogue) fn entry() -> Entry {
    let about = About {
        slug: "contest-on-networks",
        title: "Contest on networks",
        citation: "M. König, D. Rohner, M. Thoenig and F. Zilibotti, Networks in Conflict: \
            Theory and Evidence from the Great War of Africa, Econometrica 85(4), 2017, 1093–1132",
        page: "games/contest-on-networks.md",
        documented: "Performances, Γ and Φ in equilibrium, the estimating equation.",
        reconstructed: "Efforts and payoffs, derived from them. The example network of the sweep: allies 1–2 and 3–4, enemies 1–3, 2–4, \
            1–5 and 3–5.",
    };
    let parameters = vec![
        Parameter::fixed(
            ["beta", "β", "What a unit of an ally's effort adds to a group's performance."],
            0.1,
            [0.0, 1.0_f64.next_down()],
        ),
        Parameter::fixed(
            ["gamma", "γ", "What a unit of an enemy's effort takes from it."],
            0.1,
            [0.0, 1.0_f64.next_down()],
        ),
    ];
    let classes = ["interior equilibrium", "some effort is not positive", "no equilibrium"];
    Entry::closed_form(about, parameters, &classes, classify)
}

fn classify(values: &[f64]) -> Result<usize> {
    let &[beta, gamma] = values else {
        return Err(Error::new(Code::Internal, "the contest has two parameters"));
    };
    let network = Network::new(5, &[(0, 1), (2, 3)], &[(0, 2), (1, 3), (0, 4), (2, 4)])?;
    Ok(match network.equilibrium(beta, gamma)? {
        Ok(contest) if contest.is_interior() => 0,
        Ok(_) => 1,
        Err(_) => 2,
    })
}
