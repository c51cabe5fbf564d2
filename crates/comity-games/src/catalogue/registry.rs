//! The list of all games.

use super::entry::{About, Entry};
use super::{alliance, contest, group_decision};
use crate::text::did_you_mean;
use comity_core::{Code, Error, Result};
use std::sync::LazyLock;

static ALL: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let trees = TREES.iter().filter_map(|&(about, text)| Entry::tree(about, text).ok());
    let mut all = vec![alliance::entry()];
    all.extend(trees);
    all.extend([contest::entry(), group_decision::entry()]);
    all
});

/// Every game of the catalogue.
#[must_use]
pub fn all() -> &'static [Entry] {
    &ALL
}

/// The game of this slug.
///
/// # Errors
/// `game/unknown` with slugs like it.
pub fn find(slug: &str) -> Result<&'static Entry> {
    all().iter().find(|e| e.slug() == slug).ok_or_else(|| {
        let error = Error::new(Code::NoSuchGame, "the catalogue has no such game");
        did_you_mean(error, slug, all().iter().map(Entry::slug))
    })
}

const BAPAT_BOND: &str = "N. Bapat and K. Bond, Alliances between Militant Groups, British \
    Journal of Political Science 42(4), 2012, 793–824";
const SIGNORINO: &str = "C. Signorino, Strategic Interaction and the Statistical Analysis of \
    International Conflict, American Political Science Review 93(2), 1999, 279–297";

/// Trees with their texts.
pub(super) const TREES: &[(About, &str)] = &[
    (
        About {
            slug: "alliance-tree",
            title: "Alliance game as a tree",
            citation: BAPAT_BOND,
            page: "games/alliance-game.md",
            documented: "Two games, of bilateral alliance and of alliance under a sponsor; an \
                ally can sell information to the government; agenda dilution is a second cost.",
            reconstructed: "All payoffs, and the discretisation of the offer: the least price \
                plus a small premium, or the most that the government pays.",
        },
        include_str!("alliance_tree/game.toml"),
    ),
    (
        About {
            slug: "alliance-incomplete",
            title: "Alliance game with a partner of unknown type",
            citation: BAPAT_BOND,
            page: "games/alliance-game.md",
            documented: "The commitment problem of allies.",
            reconstructed: "The types of the partner, the order of moves and all payoffs.",
        },
        include_str!("alliance_incomplete/game.toml"),
    ),
    (
        About {
            slug: "sponsorship",
            title: "Sponsorship as coercion",
            citation: "N. Bapat, Understanding State Sponsorship of Militant Groups, British \
                Journal of Political Science 42(1), 2012, 1–29",
            page: "games/sponsorship.md",
            documented: "Sponsors use groups to gain in bargaining; empowered groups may escape \
                their control; sponsorship raises the probability both of failed bargaining and \
                of a settlement that favours the sponsor.",
            reconstructed: "Moves and payoffs, with complete information: the article's \
                signalling is left out.",
        },
        include_str!("sponsorship/game.toml"),
    ),
    (
        About {
            slug: "crisis-three",
            title: "Crisis game with two players and three outcomes",
            citation: SIGNORINO,
            page: "games/crisis-games.md",
            documented: "Moves, outcomes and normalisation, as the estimator egame12 states them.",
            reconstructed: "",
        },
        include_str!("crisis_three/game.toml"),
    ),
    (
        About {
            slug: "crisis-four",
            title: "Crisis game with two players and four outcomes",
            citation: SIGNORINO,
            page: "games/crisis-games.md",
            documented: "Moves, outcomes and normalisation, as the estimator egame122 states them.",
            reconstructed: "",
        },
        include_str!("crisis_four/game.toml"),
    ),
    (
        About {
            slug: "crisis-three-players",
            title: "Crisis game with three players and four outcomes",
            citation: SIGNORINO,
            page: "games/crisis-games.md",
            documented: "Moves, outcomes and normalisation, as the estimator egame123 states them.",
            reconstructed: "",
        },
        include_str!("crisis_three_players/game.toml"),
    ),
    (
        About {
            slug: "crisis-ultimatum",
            title: "Ultimatum game with outside options",
            citation: "K. Ramsay and C. Signorino, A Statistical Model of the Ultimatum Game, \
                working paper, 2009",
            page: "games/crisis-games.md",
            documented: "One offer, acceptance or an outside option, as the estimator ultimatum \
                states them.",
            reconstructed: "The discretisation: five even offers and the least acceptable one.",
        },
        include_str!("crisis_ultimatum/game.toml"),
    ),
];
