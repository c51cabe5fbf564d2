//! Domains and kinds of cooperation, and the codebook that maps source codes to them.
//!
//! The mapping itself is the data file `codebook.toml` beside this crate's manifest.

use crate::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A domain of cooperation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Domain {
    /// Joint operations, troops, weapons, materiel, training, military infrastructure.
    Military,
    /// Intelligence sharing, sanctuary, shelter.
    Security,
    /// Statements, talks, formal alliance, merger, joint political bodies.
    Political,
    /// Money and funding: a flag beside the three.
    Finance,
}

impl Domain {
    /// All domains, in the order of the reports.
    pub const ALL: [Domain; 4] =
        [Domain::Military, Domain::Security, Domain::Political, Domain::Finance];

    /// Lower-case name, as in variable names.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Domain::Military => "military",
            Domain::Security => "security",
            Domain::Political => "political",
            Domain::Finance => "finance",
        }
    }

    const fn bit(self) -> i16 {
        1 << self as i16
    }
}

/// A set of domains, stored as a bit mask in tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DomainSet(i16);

impl DomainSet {
    /// No domain.
    pub const EMPTY: Self = Self(0);

    /// The set with one more domain.
    #[must_use]
    pub const fn with(self, d: Domain) -> Self {
        Self(self.0 | d.bit())
    }

    /// Members of either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether `d` is a member.
    #[must_use]
    pub const fn contains(self, d: Domain) -> bool {
        self.0 & d.bit() != 0
    }

    /// Whether no domain is a member.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The mask stored in tables.
    #[must_use]
    pub const fn bits(self) -> i16 {
        self.0
    }

    /// From the mask stored in tables; unknown bits are dropped.
    #[must_use]
    pub const fn from_bits(bits: i16) -> Self {
        Self(bits & 0b1111)
    }

    /// The members in order.
    pub fn iter(self) -> impl Iterator<Item = Domain> {
        Domain::ALL.into_iter().filter(move |d| self.contains(*d))
    }
}

/// A kind of support or cooperation, finer than a domain. The first eleven are the support
/// types of UCDP External Support, each with its letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "labels and meanings are in the codebook data file")]
pub enum Kind {
    Troops,
    Presence,
    Infrastructure,
    Weapons,
    Materiel,
    Training,
    Funding,
    Intelligence,
    Territory,
    Other,
    Unknown,
    JointSide,
    Alliance,
    Merger,
}

impl Kind {
    /// All kinds, in mask order.
    pub const ALL: [Kind; 14] = [
        Kind::Troops,
        Kind::Presence,
        Kind::Infrastructure,
        Kind::Weapons,
        Kind::Materiel,
        Kind::Training,
        Kind::Funding,
        Kind::Intelligence,
        Kind::Territory,
        Kind::Other,
        Kind::Unknown,
        Kind::JointSide,
        Kind::Alliance,
        Kind::Merger,
    ];

    /// The eleven support types of UCDP External Support with their column letters.
    pub const ESD: [(char, Kind); 11] = [
        ('x', Kind::Troops),
        ('p', Kind::Presence),
        ('y', Kind::Infrastructure),
        ('w', Kind::Weapons),
        ('m', Kind::Materiel),
        ('t', Kind::Training),
        ('f', Kind::Funding),
        ('i', Kind::Intelligence),
        ('l', Kind::Territory),
        ('o', Kind::Other),
        ('u', Kind::Unknown),
    ];

    const fn bit(self) -> i32 {
        1 << self as i32
    }

    /// The key of this kind in the codebook file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Troops => "troops",
            Kind::Presence => "presence",
            Kind::Infrastructure => "infrastructure",
            Kind::Weapons => "weapons",
            Kind::Materiel => "materiel",
            Kind::Training => "training",
            Kind::Funding => "funding",
            Kind::Intelligence => "intelligence",
            Kind::Territory => "territory",
            Kind::Other => "other",
            Kind::Unknown => "unknown",
            Kind::JointSide => "joint-side",
            Kind::Alliance => "alliance",
            Kind::Merger => "merger",
        }
    }
}

/// A set of kinds, stored as a bit mask in tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KindSet(i32);

impl KindSet {
    /// No kind.
    pub const EMPTY: Self = Self(0);

    /// The set with one more kind.
    #[must_use]
    pub const fn with(self, k: Kind) -> Self {
        Self(self.0 | k.bit())
    }

    /// Whether `k` is a member.
    #[must_use]
    pub const fn contains(self, k: Kind) -> bool {
        self.0 & k.bit() != 0
    }

    /// Whether no kind is a member.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The mask stored in tables.
    #[must_use]
    pub const fn bits(self) -> i32 {
        self.0
    }

    /// From the mask stored in tables; unknown bits are dropped.
    #[must_use]
    pub const fn from_bits(bits: i32) -> Self {
        Self(bits & ((1 << Kind::ALL.len()) - 1))
    }

    /// The members in order.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |k| self.contains(*k))
    }
}

/// The versioned codebook: which kind belongs to which domain, and its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codebook {
    /// Version of the codebook; part of every manifest.
    pub version: String,
    /// One entry a kind, keyed by the kind's name.
    pub kinds: BTreeMap<String, KindEntry>,
}

/// One kind in the codebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindEntry {
    /// Human-readable name.
    pub label: String,
    /// The domain; absent for kinds that count as cooperation in no domain.
    pub domain: Option<Domain>,
    /// What the kind covers.
    pub definition: String,
}

impl Codebook {
    /// The codebook that ships with this version of comity.
    ///
    /// # Errors
    /// [`Code::Codebook`] when the text is not a codebook or lacks a kind.
    pub fn bundled() -> Result<Self> {
        Self::from_toml(include_str!("../codebook.toml"))
    }

    /// Reads a codebook and checks that every kind has an entry.
    ///
    /// # Errors
    /// [`Code::Codebook`] when the text is not a codebook or lacks a kind.
    pub fn from_toml(text: &str) -> Result<Self> {
        let book: Self =
            toml::from_str(text).map_err(|e| Error::new(Code::Codebook, e.to_string()))?;
        for kind in Kind::ALL {
            if !book.kinds.contains_key(kind.as_str()) {
                return Err(Error::new(Code::Codebook, "the codebook lacks a kind")
                    .value(kind.as_str())
                    .expected("one [kinds.NAME] table for every kind"));
            }
        }
        Ok(book)
    }

    /// The domains that a set of kinds touches.
    #[must_use]
    pub fn domains(&self, kinds: KindSet) -> DomainSet {
        kinds
            .iter()
            .filter_map(|k| self.kinds.get(k.as_str()).and_then(|e| e.domain))
            .fold(DomainSet::EMPTY, DomainSet::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_codebook_maps_kinds_to_domains() {
        let book = Codebook::bundled().unwrap();
        let set = KindSet::EMPTY.with(Kind::Weapons).with(Kind::Territory).with(Kind::Other);
        let d = book.domains(set);
        assert!(d.contains(Domain::Military) && d.contains(Domain::Security));
        assert!(!d.contains(Domain::Political) && !d.contains(Domain::Finance));
    }

    #[test]
    fn a_codebook_without_a_kind_is_refused() {
        let err = Codebook::from_toml("version = \"1\"\n[kinds]\n").unwrap_err();
        assert_eq!(err.code(), Code::Codebook);
    }

    #[test]
    fn masks_round_trip() {
        let k = Kind::ALL.into_iter().fold(KindSet::EMPTY, KindSet::with);
        assert_eq!(KindSet::from_bits(k.bits()).iter().count(), Kind::ALL.len());
        assert_eq!(DomainSet::from_bits(-1).iter().count(), Domain::ALL.len());
    }
}
