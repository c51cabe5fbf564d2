//! The covariates: one file each, listed once in `catalogue.rs`.
//!
//! How to add one: `README.md` beside this file.

mod adversary_backers;
mod adversary_cinc;
mod adversary_major_closeness;
mod adversary_neighbour_closeness;
mod adversary_neighbour_closeness_mideast;
mod adversary_region_closeness;
mod adversary_region_closeness_mideast;
mod age;
mod age_difference;
mod both_sponsored;
mod catalogue;
mod civilians_both;
mod civilians_either;
mod common_allies;
mod common_enemies_groups;
mod common_enemy;
mod common_enemy_nonstate;
mod definition;
mod degree_diff;
mod degree_sum;
mod fought_each_other;
mod helpers;
mod home_contiguous;
mod ideology_distance;
mod ideology_shared;
mod lineage;
mod major_backs_adversary;
mod one_sponsored;
mod p5_backs_adversary;
mod p5_backs_common_adversary;
mod post_1989;
mod post_2001;
mod religion_shared;
mod same_country;
mod same_goal;
mod same_region;
mod shared_kin;
mod shared_sponsor;
mod shared_sponsor_count;
mod shared_sponsor_jaccard;
mod sponsor_adversary_rivalry;
mod sponsor_count;
mod strength_log_ratio;
mod strength_log_sum;
mod tie_coded_lag1;
mod tie_count;
mod tie_decayed;
mod tie_lag1;
mod years_since_tie;
mod years_since_tie_2;
mod years_since_tie_3;

pub use catalogue::{all, variables};
pub use definition::{Covariate, Definition, Timing};
