//! One small made-up file in the layout of each data set.

use comity_core::SourceKey;
use comity_sources::Layout;

/// A small valid file, and what the damage tests need to know of it.
pub(crate) struct Fixture {
    pub(crate) file: &'static str,
    pub(crate) bytes: &'static [u8],
    pub(crate) source: SourceKey,
    pub(crate) layout: Layout,
    /// A column of whole numbers, none of which may be blank.
    pub(crate) number: &'static str,
    /// A column of years, if the data set has one.
    pub(crate) year: Option<&'static str>,
    /// A column of dates that the importer reads, if any.
    pub(crate) date: Option<&'static str>,
    /// A column of codes and a number that is no code.
    pub(crate) code: Option<(&'static str, &'static str)>,
    /// Whether rows have a key that must not occur twice.
    pub(crate) keyed: bool,
}

macro_rules! fixture {
    ($file:literal, $source:ident, $layout:ident, $number:literal, $year:expr, $date:expr,
     $code:expr, $keyed:expr) => {
        Fixture {
            file: $file,
            bytes: include_bytes!(concat!("../fixtures/", $file)),
            source: SourceKey::$source,
            layout: Layout::$layout,
            number: $number,
            year: $year,
            date: $date,
            code: $code,
            keyed: $keyed,
        }
    };
}

/// Every fixture. A new importer adds one line.
#[rustfmt::skip]
pub(crate) const ALL: &[Fixture] = &[
    fixture!("ucdp-esd-ay.csv", Esd, ActorYear, "actor_id", Some("year"), None, Some(("active", "2")), true),
    fixture!("ucdp-esd-ty.csv", Esd, TriadYear, "actor_id", Some("year"), None, Some(("ext_sup", "7")), true),
    fixture!("ucdp-actor.csv", Actor, Standard, "ActorId", None, None, Some(("Org", "9")), true),
    fixture!("ucdp-dyadic.csv", Dyadic, Standard, "dyad_id", Some("year"), None, Some(("intensity_level", "3")), true),
    fixture!("ucdp-prio-acd.csv", Acd, Standard, "conflict_id", Some("year"), None, Some(("incompatibility", "4")), true),
    fixture!("ucdp-nonstate.csv", NonState, Standard, "side_a_id", Some("year"), None, Some(("org", "4")), true),
    fixture!("ucdp-onesided.csv", OneSided, Standard, "actor_id", Some("year"), None, Some(("is_government_actor", "2")), true),
    fixture!("ucdp-brd.csv", BattleDeaths, Standard, "dyad_id", Some("year"), None, Some(("type_of_conflict", "0")), true),
    fixture!("ucdp-ged.csv", Ged, Standard, "id", Some("year"), Some("date_start"), Some(("type_of_violence", "4")), true),
    fixture!("un-ideal-points.csv", IdealPoints, Standard, "ccode", None, None, Some(("session", "999")), true),
    fixture!("un-ideal-points-mideast.csv", IdealPointsMideast, Standard, "ccode", None, None, Some(("session", "999")), true),
    fixture!("gw-cow-states.csv", States, Standard, "year", Some("year"), None, Some(("gwcode", "5000")), true),
    fixture!("cow-contiguity.csv", Contiguity, Standard, "ccode1", None, Some("stdate"), Some(("conttype", "9")), true),
    fixture!("cow-majors.csv", Majors, Standard, "ccode", Some("styear"), None, Some(("ccode", "5000")), true),
    fixture!("cow-nmc.csv", Capabilities, Standard, "ccode", Some("year"), None, Some(("cinc", "7")), true),
    fixture!("atop.csv", Atop, Standard, "year", Some("year"), None, Some(("atop_defense", "2")), true),
    fixture!("tss-rivalries.csv", Rivalries, Standard, "tssr_id", Some("start"), None, Some(("positional", "2")), true),
    fixture!("gml-mid.csv", Mids, Standard, "year", Some("year"), None, Some(("hostlev", "9")), true),
    fixture!("forge.csv", Forge, Standard, "foundyear", Some("foundyear"), None, Some(("merger", "7")), true),
    fixture!("nsa.asc", Nsa, Standard, "dyadid", None, Some("startdate"), Some(("rebstrength", "9")), true),
    fixture!("epr.csv", Epr, Standard, "gwgroupid", Some("from"), None, Some(("reg_aut", "7")), true),
    fixture!("acd2epr.csv", Acd2Epr, Standard, "sideb_id", None, None, Some(("claim", "5")), true),
    fixture!("edtg.csv", Edtg, Standard, "gid", Some("year"), None, Some(("left", "3")), true),
];
