//! The choices that a specification is made of.

use comity_core::{Level, Year};
use comity_panel::RiskSet;
use serde::{Deserialize, Serialize};

/// An enumeration of choices with their spelling in tables and files.
macro_rules! choices {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $item:literal])+ $variant:ident => $text:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[doc = $item])+ $variant,)+ }

        impl $name {
            /// Every one, in the order of the tables.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The spelling in tables and files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }
        }
    };
}

choices! {
    /// What counts as cooperation, and which sources say so.
    Measure {
        /// Any support between the two, from UCDP External Support.
        Any => "any",
        /// The same, or a joint side in UCDP Non-State.
        Wide => "any-wide",
        /// Support with troops, weapons, training and the like.
        Military => "military",
        /// Intelligence, territory, infrastructure.
        Security => "security",
        /// A joint side in a non-state conflict.
        Political => "political",
        /// Funding.
        Finance => "finance",
    }
}

impl Measure {
    /// The outcome, whatever sources say so.
    #[must_use]
    pub const fn outcome(self) -> &'static str {
        match self {
            Measure::Wide => "any",
            other => other.as_str(),
        }
    }

    /// The sources that say so.
    #[must_use]
    pub const fn sources(self) -> &'static str {
        match self {
            Measure::Wide => "ESD or Non-State",
            Measure::Political => "Non-State",
            _ => "ESD",
        }
    }

    /// The panel column of a spell.
    #[must_use]
    pub fn column(self, spell: Spell) -> String {
        let stem = match self {
            Measure::Any => "coop_any",
            Measure::Wide => "coop_any_wide",
            Measure::Military => "coop_military",
            Measure::Security => "coop_security",
            Measure::Political => "coop_political",
            Measure::Finance => "coop_finance",
        };
        match spell {
            Spell::Occurrence => stem.to_owned(),
            Spell::Onset => format!("{stem}_onset"),
        }
    }
}

choices! {
    /// Which years of cooperation are explained.
    Spell {
        /// Every year.
        Occurrence => "occurrence",
        /// Years after a year without.
        Onset => "onset",
    }
}

choices! {
    /// The year that covariates are taken from. History is always that of earlier years.
    Lag {
        /// The year before.
        Before => "year before",
        /// The same year.
        Same => "same year",
    }
}

choices! {
    /// Functions of time in the model.
    Time {
        /// None.
        None => "none",
        /// Cubic polynomial of the years since the last tie.
        Cubic => "cubic",
        /// Natural spline of the years since the last tie.
        Spline => "spline",
        /// The same with a natural spline of the calendar year.
        SplineCalendar => "spline, calendar",
        /// A natural spline of the calendar year alone.
        Calendar => "calendar",
    }
}

choices! {
    /// The years of the sample.
    Period {
        /// All.
        All => "all years",
        /// Up to 1989.
        ColdWar => "to 1989",
        /// From 1990.
        Since => "from 1990",
    }
}

impl Period {
    /// Whether a year belongs to it.
    #[must_use]
    pub const fn contains(self, year: Year) -> bool {
        match self {
            Period::All => true,
            Period::ColdWar => year < 1990,
            Period::Since => year >= 1990,
        }
    }
}

choices! {
    /// What becomes of rows in which a covariate is missing.
    Missing {
        /// Filled with the mean, and a column marks them.
        Mark => "mark",
        /// Left out.
        Drop => "drop",
    }
}

choices! {
    /// How the coefficients are estimated.
    Estimator {
        /// Logit by maximum likelihood.
        Logit => "logit",
        /// Probit by maximum likelihood.
        Probit => "probit",
        /// Complementary log-log by maximum likelihood.
        Cloglog => "cloglog",
        /// Firth's penalised logit.
        Firth => "firth",
        /// Logit corrected for rare events.
        RareEvents => "rare events",
        /// Logit with a ridge penalty.
        Ridge => "ridge",
        /// Linear probability model.
        Linear => "linear",
        /// Linear probability model with an effect of every dyad.
        LinearDyad => "linear, dyad effects",
        /// Logit conditional on every dyad's number of years with cooperation.
        ConditionalDyad => "conditional logit",
        /// The alliance game: the columns as utilities of an alliance, bilateral or sponsored.
        Game => "alliance game",
    }
}

/// A set of levels whose covariates stand beside the term, in four bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Levels(u8);

impl Levels {
    /// Number of sets.
    pub const COUNT: u8 = 16;

    /// The set with this number, from zero (none) to fifteen (all).
    #[must_use]
    pub const fn new(number: u8) -> Self {
        Self(number % Self::COUNT)
    }

    /// Whether a level is in it.
    #[must_use]
    pub fn contains(self, level: Level) -> bool {
        let at = Level::ALL.iter().position(|l| *l == level);
        at.is_some_and(|bit| self.0 >> bit & 1 == 1)
    }

    /// Names joined by a plus sign; `term alone` for none.
    #[must_use]
    pub fn text(self) -> String {
        let names: Vec<&str> =
            Level::ALL.iter().filter(|l| self.contains(**l)).map(|l| l.as_str()).collect();
        if names.is_empty() { "term alone".to_owned() } else { names.join("+") }
    }
}

/// Everything but the estimator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Design {
    /// Its number in the grid.
    pub index: u64,
    /// What counts as cooperation.
    pub measure: Measure,
    /// Which years of it.
    pub spell: Spell,
    /// Which pairs are at risk.
    pub risk_set: RiskSet,
    /// The year that covariates are taken from.
    pub lag: Lag,
    /// Levels whose covariates stand beside the term.
    pub levels: Levels,
    /// Functions of time.
    pub time: Time,
    /// Years of the sample.
    pub period: Period,
    /// Missing covariates.
    pub missing: Missing,
    /// Which country is left out, counted from zero; `None` when none is.
    pub left_out: Option<usize>,
}

impl Estimator {
    /// The spelling in names of specifications.
    #[must_use]
    pub fn slug(self) -> String {
        self.as_str().replace(", ", "-").replace(' ', "-")
    }
}
