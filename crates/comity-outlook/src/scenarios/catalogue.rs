//! The scenarios, each a rule from a pair's covariates to changes of them.
//!
//! Where several columns measure one thing (shared sponsor, their number, their share) they
//! change together.

use super::run::Facts;

/// New values by panel column, or why the scenario does not apply.
pub(crate) type Outcome = Result<Vec<(&'static str, f64)>, String>;

/// A scenario before it is run.
pub(crate) struct Plan {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) rule: fn(&Facts<'_>) -> Outcome,
}

/// Every scenario, in the order of the report.
pub(crate) static CATALOGUE: &[Plan] = &[
    Plan {
        id: "patron-withdraws",
        title: "The state that sponsors both groups withdraws",
        rule: patron_withdraws,
    },
    Plan {
        id: "patron-starts",
        title: "One state starts to sponsor both groups",
        rule: patron_starts,
    },
    Plan {
        id: "common-war-ends",
        title: "The war against the common adversary ends",
        rule: common_war_ends,
    },
    Plan {
        id: "common-war-widens",
        title: "The war widens: both groups fight the same government",
        rule: common_war_widens,
    },
    Plan {
        id: "neighbours-normalise",
        title: "The adversary's neighbours draw closer to it (one standard deviation)",
        rule: |f| neighbours(f, 1.0),
    },
    Plan {
        id: "neighbours-turn-away",
        title: "The adversary's neighbours draw away from it (one standard deviation)",
        rule: |f| neighbours(f, -1.0),
    },
    Plan {
        id: "major-power-backs-adversary",
        title: "A major power backs the adversary",
        rule: major_backs,
    },
    Plan {
        id: "major-power-drops-adversary",
        title: "Major powers stop backing the adversary",
        rule: major_drops,
    },
    Plan {
        id: "ideology-recoded",
        title: "Shared ideology is recoded the other way",
        rule: ideology_recoded,
    },
];

const SPONSOR: &str = "shared_sponsor_lag1";
const ENEMY: &str = "common_enemy_lag1";
const CLOSENESS: [&str; 4] = [
    "adversary_neighbour_closeness_lag1",
    "adversary_neighbour_closeness_mideast_lag1",
    "adversary_region_closeness_lag1",
    "adversary_region_closeness_mideast_lag1",
];
const BACKED: [&str; 2] = ["p5_backs_adversary_lag1", "major_backs_adversary_lag1"];

fn patron_withdraws(f: &Facts<'_>) -> Outcome {
    if f.flag(SPONSOR)? == 0.0 {
        return Err("no state is recorded as sponsoring both groups".into());
    }
    let mut to = vec![
        (SPONSOR, 0.0),
        ("shared_sponsor_count_lag1", 0.0),
        ("shared_sponsor_jaccard_lag1", 0.0),
    ];
    let (all, shared) = (f.get("sponsor_count_lag1"), f.get("shared_sponsor_count_lag1"));
    if let Some((all, shared)) = all.zip(shared) {
        let left = (all - shared).max(0.0);
        to.push(("sponsor_count_lag1", left));
        if left == 0.0 {
            to.extend([("both_sponsored_lag1", 0.0), ("one_sponsored_lag1", 0.0)]);
        }
    }
    Ok(to)
}

fn patron_starts(f: &Facts<'_>) -> Outcome {
    if f.flag(SPONSOR)? == 1.0 {
        return Err("a state is already recorded as sponsoring both groups".into());
    }
    let sponsors = f.get("sponsor_count_lag1").unwrap_or(0.0) + 1.0;
    Ok(vec![
        (SPONSOR, 1.0),
        ("shared_sponsor_count_lag1", 1.0),
        ("shared_sponsor_jaccard_lag1", 1.0 / sponsors),
        ("sponsor_count_lag1", sponsors),
        ("both_sponsored_lag1", 1.0),
        ("one_sponsored_lag1", 0.0),
    ])
}

fn common_war_ends(f: &Facts<'_>) -> Outcome {
    if f.flag(ENEMY)? == 0.0 {
        return Err("the two groups are not recorded as fighting the same government".into());
    }
    Ok(vec![(ENEMY, 0.0), ("p5_backs_common_adversary_lag1", 0.0)])
}

fn common_war_widens(f: &Facts<'_>) -> Outcome {
    if f.flag(ENEMY)? == 1.0 {
        return Err("the two groups already fight the same government".into());
    }
    let mut to = vec![(ENEMY, 1.0)];
    if let Some(backed) = f.get("p5_backs_adversary_lag1") {
        to.push(("p5_backs_common_adversary_lag1", backed));
    }
    Ok(to)
}

fn neighbours(f: &Facts<'_>, steps: f64) -> Outcome {
    let to: Vec<(&str, f64)> = CLOSENESS
        .into_iter()
        .filter_map(|c| Some((c, f.get(c)? + steps * f.spread(c)?.sd)))
        .collect();
    if to.is_empty() {
        return Err(format!(
            "the adversary's closeness to its neighbours is not coded for this pair in {}",
            f.as_of
        ));
    }
    // Closeness is minus a distance: nobody is closer than at the same position.
    let to: Vec<(&str, f64)> = to.into_iter().map(|(c, v)| (c, v.min(0.0))).collect();
    if to.iter().all(|(c, v)| f.get(c) == Some(*v)) {
        return Err("the adversary and its neighbours already hold the same position".into());
    }
    Ok(to)
}

fn backed_by_major(f: &Facts<'_>) -> Result<bool, String> {
    let known: Vec<f64> = BACKED.into_iter().filter_map(|c| f.get(c)).collect();
    if known.is_empty() {
        return Err(f.not_coded("backing of the adversary by a major power"));
    }
    Ok(known.contains(&1.0))
}

fn major_backs(f: &Facts<'_>) -> Outcome {
    if backed_by_major(f)? {
        return Err("a major power is already recorded as backing the adversary".into());
    }
    let mut to: Vec<(&str, f64)> =
        BACKED.into_iter().filter(|c| f.get(c).is_some()).map(|c| (c, 1.0)).collect();
    if f.get(ENEMY) == Some(1.0) {
        to.push(("p5_backs_common_adversary_lag1", 1.0));
    }
    if let Some(n) = f.get("adversary_backers_lag1") {
        to.push(("adversary_backers_lag1", n + 1.0));
    }
    Ok(to)
}

fn major_drops(f: &Facts<'_>) -> Outcome {
    if !backed_by_major(f)? {
        return Err("no major power is recorded as backing the adversary".into());
    }
    let mut to: Vec<(&str, f64)> =
        BACKED.into_iter().filter(|c| f.get(c).is_some()).map(|c| (c, 0.0)).collect();
    to.push(("p5_backs_common_adversary_lag1", 0.0));
    if let Some(n) = f.get("adversary_backers_lag1") {
        to.push(("adversary_backers_lag1", (n - 1.0).max(0.0)));
    }
    Ok(to)
}

fn ideology_recoded(f: &Facts<'_>) -> Outcome {
    let shared = f.flag("ideology_shared")?;
    let mut to = vec![("ideology_shared", 1.0 - shared)];
    // A pair recoded as alike has no distance; one recoded as unlike has the largest.
    to.push(("ideology_distance", shared));
    Ok(to)
}
