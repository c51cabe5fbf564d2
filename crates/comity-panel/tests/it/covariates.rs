//! Values of the covariates, worked out by hand on small evidence.

use crate::leaks::history;
use crate::made::{Claim, Made, cell};
use comity_core::actor::Space;
use comity_core::{ActorId, SourceKey};
use comity_panel::{PanelSpec, RiskSet, build, covariates};
use std::collections::BTreeSet;

const PAIR: (u32, u32) = (1, 2);

/// Two observed groups, and three governments with votes.
fn made() -> Made {
    Made::default()
        .group(1, "2", "660")
        .group(2, "2", "651")
        .government(7, 630, "2")
        .government(8, 2, "5")
        .government(9, 666, "2")
        .covers("support", &[1, 2, 7, 8, 9], &[2000, 2001, 2002])
        .state(1990, 630, 630)
        .state(1990, 2, 2)
        .state(1990, 666, 666)
        .state(1990, 660, 660)
        .state(1990, 651, 651)
}

#[test]
fn common_enemy_is_zero_only_where_both_were_observed() {
    let p = made()
        .fights(1, 9, "state-based", 2000, 1.0)
        .fights(9, 2, "state-based", 2000, 1.0)
        .fights(1, 9, "state-based", 2001, 1.0)
        .fights(2, 7, "state-based", 2001, 1.0)
        .panel();
    assert_eq!(cell(&p, PAIR, 2000, "common_enemy"), 1.0, "in either order of the sides");
    assert_eq!(cell(&p, PAIR, 2001, "common_enemy"), 0.0);
    assert_eq!(cell(&p, PAIR, 2001, "common_enemy_lag1"), 1.0);
    assert!(cell(&p, PAIR, 2000, "common_enemy_lag1").is_nan());
}

#[test]
fn sponsors_are_compared_as_sets() {
    let p = made()
        .supports(7, 1, 2000, (1, 0))
        .supports(8, 1, 2000, (1, 0))
        .supports(7, 2, 2000, (1, 0))
        .supports(9, 2, 2000, (1, 0))
        .supports(7, 1, 2001, (1, 0))
        .panel();
    let at = |y, c| cell(&p, PAIR, y, c);
    assert_eq!(at(2000, "shared_sponsor"), 1.0);
    assert_eq!(at(2000, "shared_sponsor_count"), 1.0);
    assert_eq!(at(2000, "shared_sponsor_jaccard"), 1.0 / 3.0);
    assert_eq!(at(2000, "sponsor_count"), 3.0);
    assert_eq!((at(2000, "both_sponsored"), at(2000, "one_sponsored")), (1.0, 0.0));
    assert_eq!((at(2001, "both_sponsored"), at(2001, "one_sponsored")), (0.0, 1.0));
    assert_eq!(at(2001, "shared_sponsor"), 0.0);
    assert_eq!(at(2002, "shared_sponsor_jaccard"), 0.0);
}

/// Years before the year count; of a third actor the smaller number of years.
#[test]
fn the_past_is_counted_year_by_year() {
    let fight = |m: Made, a, b, year| m.fights(a, b, "state-based", year, 1.0);
    let mut m = made().covers("non-state", &[1, 2], &[2000, 2001, 2002]);
    m = fight(fight(fight(m, 1, 9, 2000), 1, 9, 2001), 2, 9, 2001);
    m = m
        .fights(1, 2, "non-state", 2000, 1.0)
        .fights(2, 1, "non-state", 2001, 1.0)
        .supports(7, 1, 2000, (1, 0))
        .supports(7, 2, 2000, (1, 0))
        .supports(7, 1, 2001, (1, 0))
        .supports(8, 1, 2001, (1, 0))
        .supports(8, 2, 2001, (1, 0));
    let p = m.panel();
    let at = |year, column| cell(&p, PAIR, year, column);
    assert_eq!((at(2001, "earlier_fights"), at(2002, "earlier_fights")), (1.0, 2.0));
    let enemies = |year| at(year, "earlier_common_enemies");
    assert_eq!((enemies(2001), enemies(2002)), (0.0, 1.0));
    let sponsors = |year| at(year, "earlier_common_sponsors");
    assert_eq!((sponsors(2001), sponsors(2002)), (1.0, 2.0));
    // Nothing was observed before the first year.
    for column in ["earlier_fights", "earlier_common_enemies", "earlier_common_sponsors"] {
        assert!(at(2000, column).is_nan(), "{column}");
    }
}

#[test]
fn a_supporting_group_is_no_state_sponsor() {
    let p = made().group(5, "2", "").supports(5, 1, 2000, (1, 0)).supports(5, 2, 2000, (1, 0));
    let p = p.panel();
    assert_eq!(cell(&p, PAIR, 2000, "shared_sponsor"), 0.0);
    assert_eq!(cell(&p, PAIR, 2000, "common_allies"), 1.0);
    assert_eq!(cell(&p, PAIR, 2000, "degree_sum"), 2.0);
}

#[test]
fn the_tie_itself_does_not_count_in_the_degree() {
    let p =
        made().group(5, "2", "").supports(1, 2, 2000, (1, 0)).supports(5, 1, 2000, (1, 0)).panel();
    assert_eq!(cell(&p, PAIR, 2000, "degree_sum"), 1.0);
    assert_eq!(cell(&p, PAIR, 2000, "degree_diff"), 1.0);
    assert_eq!(cell(&p, PAIR, 2000, "common_allies"), 0.0);
}

#[test]
fn adversaries_are_placed_by_votes_borders_and_backers() {
    let p = made()
        .fights(1, 9, "state-based", 2000, 1.0)
        .fights(2, 9, "state-based", 2000, 1.0)
        .supports(8, 9, 2000, (1, 0))
        .supports(7, 1, 2000, (1, 0))
        .fact("ideal_point", 666, 2000, 0.5)
        .fact("ideal_point", 2, 2000, 2.0)
        .fact("ideal_point", 630, 2000, -1.0)
        .fact("ideal_point", 660, 2000, 0.25)
        .fact("ideal_point_mideast", 666, 2000, 1.0)
        .fact("ideal_point_mideast", 630, 2000, -2.0)
        .fact("cinc", 666, 2000, 0.125)
        .fact("major", 2, 2000, 1.0)
        .between("contiguity", 660, 666, 2000)
        .between("rivalry", 630, 666, 2000)
        .panel();
    let at = |c| cell(&p, PAIR, 2000, c);
    assert_eq!(at("adversary_major_closeness"), -1.5);
    assert_eq!(at("adversary_region_closeness"), -0.875, "630 at 1.5 and 660 at 0.25, not 2");
    assert_eq!(at("adversary_region_closeness_mideast"), -3.0);
    assert_eq!(at("adversary_neighbour_closeness"), -0.25);
    assert!(at("adversary_neighbour_closeness_mideast").is_nan());
    assert_eq!(at("adversary_backers"), 1.0);
    assert_eq!(at("p5_backs_adversary"), 1.0);
    assert_eq!(at("p5_backs_common_adversary"), 1.0);
    assert_eq!(at("major_backs_adversary"), 1.0);
    assert_eq!(at("adversary_cinc"), 0.125);
    assert_eq!(at("sponsor_adversary_rivalry"), 1.0);
    assert_eq!(at("home_contiguous"), 0.0, "660 and 651 do not border");
    assert!(cell(&p, PAIR, 2001, "sponsor_adversary_rivalry").is_nan());
    assert!(cell(&p, PAIR, 2001, "home_contiguous").is_nan());
    assert!(cell(&p, PAIR, 2001, "adversary_backers").is_nan(), "no adversary");
}

#[test]
fn states_are_matched_by_their_number_in_the_year() {
    let mut m =
        made().fights(1, 9, "state-based", 2000, 1.0).fights(1, 9, "state-based", 2001, 1.0);
    m = m.state(2001, 666, 667).fact("cinc", 666, 2000, 0.5).fact("cinc", 667, 2001, 0.25);
    let p = m.panel();
    assert_eq!(cell(&p, PAIR, 2000, "adversary_cinc"), 0.5);
    assert_eq!(cell(&p, PAIR, 2001, "adversary_cinc"), 0.25);
}

#[test]
fn ideology_and_religion_need_both_groups_coded() {
    let m = made()
        .group(3, "2", "660")
        .covers("support", &[3], &[2000])
        .attribute(1, "ideology-left", 1.0, None)
        .attribute(1, "ideology-religious", 0.0, None)
        .attribute(2, "ideology-left", 1.0, None)
        .attribute(2, "ideology-religious", 1.0, None)
        .attribute(1, "religion", 5.0, None)
        .attribute(2, "religion", 5.0, None);
    let p = m.panel();
    assert_eq!(cell(&p, PAIR, 2000, "ideology_shared"), 1.0);
    assert_eq!(cell(&p, PAIR, 2000, "ideology_distance"), 0.5);
    assert_eq!(cell(&p, PAIR, 2000, "religion_shared"), 1.0);
    for name in ["ideology_shared", "ideology_distance", "religion_shared"] {
        assert!(cell(&p, (1, 3), 2000, name).is_nan(), "{name}");
    }
}

#[test]
fn kin_is_shared_only_through_a_full_link_and_missing_when_not_listed() {
    let kurds = ActorId::in_space(Space::EprGroup, 64_003_000).unwrap().raw();
    let link = |id: i64, value: f64| Claim {
        source: "acd2epr",
        subject: id,
        relation: "attribute",
        object: Some(kurds),
        attribute: Some("ethnic-link".to_owned()),
        value: Some(value),
        ..Claim::default()
    };
    let groups = [1, 2, 3, 4];
    let m = groups.into_iter().fold(Made::default(), |m, id| m.group(id, "2", ""));
    let m = m.covers("support", &groups, &[2000]);
    let p = m.claim(link(1, 1.0)).claim(link(2, 1.0)).claim(link(3, 0.0)).panel();
    assert_eq!(cell(&p, (1, 2), 2000, "shared_kin"), 1.0);
    assert_eq!(cell(&p, (1, 3), 2000, "shared_kin"), 0.0);
    assert!(cell(&p, (1, 4), 2000, "shared_kin").is_nan());
}

#[test]
fn goals_carry_on_from_the_latest_record() {
    let p = made()
        .fights(1, 9, "incompatibility", 2000, 1.0)
        .fights(2, 7, "incompatibility", 2000, 2.0)
        .fights(1, 9, "incompatibility", 2001, 3.0)
        .panel();
    let values = [2000, 2001, 2002].map(|y| cell(&p, PAIR, y, "same_goal"));
    assert_eq!(values, [0.0, 1.0, 1.0]);
}

#[test]
fn age_counts_from_founding_else_from_the_first_record() {
    let p =
        made().attribute(1, "founded", 1982.0, None).attribute(2, "founded", 2001.0, None).panel();
    assert_eq!(cell(&p, PAIR, 2002, "age"), (20.0 + 1.0) / 2.0);
    assert_eq!(cell(&p, PAIR, 2002, "age_difference"), 19.0);
    assert_eq!(cell(&p, PAIR, 2000, "age"), 9.0, "2 is not yet founded but first seen in 2000");
}

#[test]
fn strength_is_summed_over_conflicts() {
    let p = made()
        .fights(1, 9, "battle-deaths", 2000, 60.0)
        .fights(1, 7, "battle-deaths", 2000, 39.0)
        .fights(2, 9, "battle-deaths", 2000, 9.0)
        .panel();
    // ln(100) − ln(10) and ln(109): one rounding each, hence a tolerance of a few ulps.
    let near = |x: f64, y: f64| (x - y).abs() < 1e-14;
    assert!(near(cell(&p, PAIR, 2000, "strength_log_ratio"), 10_f64.ln()));
    assert!(near(cell(&p, PAIR, 2000, "strength_log_sum"), 109_f64.ln()));
    assert!(cell(&p, PAIR, 2001, "strength_log_sum").is_nan());
}

#[test]
fn lineage_starts_when_the_splinter_appears() {
    let m = Made::default()
        .group(1, "2", "")
        .group(2, "2", "")
        .group(3, "2", "")
        .group(4, "2", "")
        .covers("support", &[1, 2, 3, 4], &[2000, 2001])
        .covers("support", &[5], &[2000])
        .relates(2, "lineage", 1, "splinter", None)
        .relates(3, "lineage", 1, "splinter-temporary", None)
        .relates(4, "lineage", 1, "alliance", None);
    let p = m.panel();
    assert_eq!(cell(&p, (1, 2), 2000, "lineage"), 1.0);
    assert_eq!(cell(&p, (2, 3), 2000, "lineage"), 1.0, "of a common parent");
    assert_eq!(cell(&p, (1, 4), 2000, "lineage"), 0.0, "an alliance is no lineage");
    assert!(cell(&p, (1, 5), 2000, "lineage").is_nan(), "5 is not in the registry");
    assert_eq!(cell(&p, (1, 2), 2001, "lineage_lag1"), 1.0);
    assert_eq!(cell(&p, (1, 2), 2000, "lineage_lag1"), 0.0, "not seen before 2000");
}

#[test]
fn civilians_are_spared_only_where_the_source_covers_the_year() {
    let p = made()
        .covers("one-sided", &[9], &[2000, 2001])
        .attribute(1, "civilians-killed", 40.0, Some(2000))
        .panel();
    let at = |y, c| cell(&p, PAIR, y, c);
    assert_eq!((at(2000, "civilians_either"), at(2000, "civilians_both")), (1.0, 0.0));
    assert_eq!((at(2001, "civilians_either"), at(2001, "civilians_both")), (0.0, 0.0));
    assert!(at(2002, "civilians_either").is_nan());
}

#[test]
fn history_counts_only_earlier_ties() {
    let m = made().covers("support", &[1, 2], &[2004, 2006]).supports(1, 2, 2000, (1, 0)).supports(
        1,
        2,
        2002,
        (1, 0),
    );
    let p = m.panel();
    let at = |y, c| cell(&p, PAIR, y, c);
    assert_eq!([2000, 2001, 2002, 2004].map(|y| at(y, "tie_coded_lag1")), [0.0, 1.0, 1.0, 0.0]);
    assert!(at(2000, "tie_lag1").is_nan() && at(2004, "tie_lag1").is_nan());
    assert_eq!((at(2001, "tie_lag1"), at(2002, "tie_lag1")), (1.0, 0.0));
    let years = [2000, 2001, 2002, 2004, 2006];
    assert_eq!(years.map(|y| at(y, "years_since_tie")), [0.0, 1.0, 2.0, 2.0, 4.0]);
    assert_eq!(at(2006, "years_since_tie_2"), 0.4 * 0.4);
    assert!(at(2000, "tie_count").is_nan());
    assert_eq!([2001, 2002, 2004].map(|y| at(y, "tie_count")), [1.0, 1.0, 2.0]);
    // Weights halve every five years: ages 3 and 5 years behind the year before 2006.
    let decayed = 2_f64.powf(-3.0 / 5.0) + 2_f64.powf(-5.0 / 5.0);
    assert!((at(2006, "tie_decayed") - decayed).abs() < 1e-15);
}

#[test]
fn time_without_a_tie_counts_from_the_first_joint_year_and_is_capped() {
    let years: Vec<i16> = (1960..2000).collect();
    let p = Made::default().covers("support", &[1, 2], &years).panel();
    assert_eq!(cell(&p, PAIR, 1960, "years_since_tie"), 0.0);
    assert_eq!(cell(&p, PAIR, 1975, "years_since_tie"), 15.0);
    assert_eq!(cell(&p, PAIR, 1999, "years_since_tie"), 30.0);
    assert_eq!(cell(&p, PAIR, 1975, "tie_count"), 0.0);
}

#[test]
fn past_fighting_stays_and_is_zero_only_where_looked_for() {
    let p = made()
        .covers("non-state", &[5], &[2000, 2002])
        .fights(1, 2, "non-state", 2002, 25.0)
        .panel();
    assert_eq!(cell(&p, PAIR, 2000, "fought_each_other"), 0.0);
    assert!(cell(&p, PAIR, 2001, "fought_each_other").is_nan());
    assert_eq!(cell(&p, PAIR, 2002, "fought_each_other"), 1.0);
    assert!(cell(&p, PAIR, 2002, "fought_each_other_lag1").is_nan());
}

#[test]
fn common_non_state_enemies_need_both_observed_by_that_source() {
    let p = made()
        .covers("non-state", &[1, 2], &[2000, 2001])
        .fights(1, 5, "non-state", 2000, 25.0)
        .fights(6, 1, "non-state", 2000, 25.0)
        .fights(2, 5, "non-state", 2000, 25.0)
        .fights(2, 6, "non-state", 2000, 25.0)
        .panel();
    assert_eq!(cell(&p, PAIR, 2000, "common_enemies_groups"), 2.0);
    assert_eq!(cell(&p, PAIR, 2000, "common_enemy_nonstate"), 1.0);
    assert_eq!(cell(&p, PAIR, 2001, "common_enemy_nonstate"), 0.0);
    assert!(cell(&p, PAIR, 2002, "common_enemy_nonstate").is_nan());
}

#[test]
fn an_absent_data_set_makes_its_covariates_unavailable_and_names_itself() {
    let mut m = history();
    m.absent = vec![SourceKey::Forge, SourceKey::Contiguity, SourceKey::Majors];
    let spec = PanelSpec { risk_set: RiskSet::All, ..PanelSpec::default() };
    let p = build(&m.evidence(), &spec).unwrap();
    let missing = |name: &str| {
        let found = p.unavailable().iter().find(|u| u.variable.name == name);
        found.map(|u| u.missing_source)
    };
    assert_eq!(missing("ideology_shared"), Some(SourceKey::Forge));
    assert_eq!(missing("major_backs_adversary_lag1"), Some(SourceKey::Majors));
    assert_eq!(missing("age"), None, "FORGE only refines it");
    assert!(p.column("ideology_shared").is_none() && p.column("age").is_some());
}

#[test]
fn every_declared_column_is_in_the_panel_or_unavailable() {
    let p = history().panel();
    let declared: BTreeSet<_> = covariates::variables().into_iter().map(|v| v.name).collect();
    assert_eq!(declared.len(), covariates::variables().len(), "names are distinct");
    let present = p.columns().iter().map(|c| c.variable.name.clone());
    let present: BTreeSet<_> = present.filter(|n| !n.starts_with("coop_")).collect();
    assert_eq!(declared, present);
}

#[test]
fn every_definition_says_when_the_value_is_missing() {
    for covariate in covariates::all() {
        let d = covariate.definition();
        assert!(d.definition.to_lowercase().contains("missing"), "{}", d.name);
        assert!(!d.label.is_empty() && !d.unit.is_empty(), "{}", d.name);
    }
}
