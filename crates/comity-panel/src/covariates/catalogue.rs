//! The list of covariates, in the order of the codebook: by level, then by theme.

use super::Covariate;
use super::adversary_backers::AdversaryBackers;
use super::adversary_cinc::AdversaryCinc;
use super::adversary_major_closeness::AdversaryMajorCloseness;
use super::adversary_neighbour_closeness::AdversaryNeighbourCloseness;
use super::adversary_neighbour_closeness_mideast::AdversaryNeighbourClosenessMideast;
use super::adversary_region_closeness::AdversaryRegionCloseness;
use super::adversary_region_closeness_mideast::AdversaryRegionClosenessMideast;
use super::age::Age;
use super::age_difference::AgeDifference;
use super::both_sponsored::BothSponsored;
use super::civilians_both::CiviliansBoth;
use super::civilians_either::CiviliansEither;
use super::common_allies::CommonAllies;
use super::common_enemies_groups::CommonEnemiesGroups;
use super::common_enemy::CommonEnemy;
use super::common_enemy_nonstate::CommonEnemyNonstate;
use super::degree_diff::DegreeDiff;
use super::degree_sum::DegreeSum;
use super::earlier_common_enemies::EarlierCommonEnemies;
use super::earlier_common_sponsors::EarlierCommonSponsors;
use super::earlier_fights::EarlierFights;
use super::fought_each_other::FoughtEachOther;
use super::home_contiguous::HomeContiguous;
use super::ideology_distance::IdeologyDistance;
use super::ideology_shared::IdeologyShared;
use super::lineage::Lineage;
use super::major_backs_adversary::MajorBacksAdversary;
use super::one_sponsored::OneSponsored;
use super::p5_backs_adversary::P5BacksAdversary;
use super::p5_backs_common_adversary::P5BacksCommonAdversary;
use super::post_1989::Post1989;
use super::post_2001::Post2001;
use super::religion_shared::ReligionShared;
use super::same_country::SameCountry;
use super::same_goal::SameGoal;
use super::same_region::SameRegion;
use super::shared_kin::SharedKin;
use super::shared_sponsor::SharedSponsor;
use super::shared_sponsor_count::SharedSponsorCount;
use super::shared_sponsor_jaccard::SharedSponsorJaccard;
use super::sponsor_adversary_rivalry::SponsorAdversaryRivalry;
use super::sponsor_count::SponsorCount;
use super::strength_log_ratio::StrengthLogRatio;
use super::strength_log_sum::StrengthLogSum;
use super::tie_coded_lag1::TieCodedLag1;
use super::tie_count::TieCount;
use super::tie_decayed::TieDecayed;
use super::tie_lag1::TieLag1;
use super::years_since_tie::YearsSinceTie;
use super::years_since_tie_2::YearsSinceTie2;
use super::years_since_tie_3::YearsSinceTie3;
use comity_core::Variable;

static ALL: &[&dyn Covariate] = &[
    &Post1989,
    &Post2001,
    &AdversaryMajorCloseness,
    &AdversaryBackers,
    &P5BacksAdversary,
    &P5BacksCommonAdversary,
    &MajorBacksAdversary,
    &CommonEnemy,
    &CommonEnemyNonstate,
    &EarlierCommonEnemies,
    &SharedSponsor,
    &SharedSponsorCount,
    &SharedSponsorJaccard,
    &EarlierCommonSponsors,
    &BothSponsored,
    &OneSponsored,
    &SponsorCount,
    &SponsorAdversaryRivalry,
    &AdversaryRegionCloseness,
    &AdversaryRegionClosenessMideast,
    &AdversaryNeighbourCloseness,
    &AdversaryNeighbourClosenessMideast,
    &SameCountry,
    &SameRegion,
    &HomeContiguous,
    &IdeologyShared,
    &IdeologyDistance,
    &ReligionShared,
    &SharedKin,
    &SameGoal,
    &Age,
    &AgeDifference,
    &StrengthLogRatio,
    &StrengthLogSum,
    &AdversaryCinc,
    &Lineage,
    &CiviliansEither,
    &CiviliansBoth,
    &TieLag1,
    &TieCodedLag1,
    &YearsSinceTie,
    &YearsSinceTie2,
    &YearsSinceTie3,
    &TieCount,
    &TieDecayed,
    &FoughtEachOther,
    &EarlierFights,
    &CommonAllies,
    &CommonEnemiesGroups,
    &DegreeSum,
    &DegreeDiff,
];

/// Every covariate, in the order of the codebook.
///
/// ```
/// let names: Vec<_> = comity_panel::covariates::all().iter().map(|c| c.definition().name).collect();
/// assert!(names.contains(&"shared_sponsor"));
/// ```
#[must_use]
pub fn all() -> &'static [&'static dyn Covariate] {
    ALL
}

/// The codebook entries of every column that covariates may have, lagged ones included.
#[must_use]
pub fn variables() -> Vec<Variable> {
    ALL.iter().flat_map(|c| c.definition().variables()).collect()
}
