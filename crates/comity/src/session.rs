//! A session: the evidence store, the registry and the codebook, opened once.

use crate::claims::coverage_of;
use crate::pair::{PairRecord, pair_record};
use crate::profile::{Profile, profile};
use crate::spec::Spec;
use comity_core::codebook::Codebook;
use comity_core::schema::Table;
use comity_core::{ActorId, AsOf, Code, Dyad, Error, Result, Year};
use comity_panel::{Panel, PanelSpec};
use comity_world::{Evidence, Hit, Registry, World};
use std::path::Path;

/// Everything that commands share.
pub struct Session {
    world: World,
    registry: Registry,
    codebook: Codebook,
}

impl Session {
    /// Opens the store in a folder (which need not exist: then the bundled extract answers).
    ///
    /// # Errors
    /// When the store is damaged or was written by a newer version.
    pub fn open(dir: &Path) -> Result<Self> {
        Self::of(World::open(dir)?)
    }

    /// The bundled extract alone.
    ///
    /// # Errors
    /// When the extract cannot be read.
    pub fn bundled() -> Result<Self> {
        Self::of(World::bundled()?)
    }

    fn of(world: World) -> Result<Self> {
        let registry = world.registry()?;
        Ok(Self { world, registry, codebook: Codebook::bundled()? })
    }

    /// The evidence store.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// The registry of actors.
    #[must_use]
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The codebook of domains and kinds.
    #[must_use]
    pub const fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// The evidence that a specification allows.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn evidence(&self, spec: &Spec) -> Result<Evidence> {
        self.world.evidence(spec.clocks())
    }

    /// Actors whose names resemble a text, best first.
    #[must_use]
    pub fn find(&self, text: &str, limit: usize) -> Vec<Hit> {
        self.registry.search(text, limit)
    }

    /// The profile of an actor.
    ///
    /// # Errors
    /// When the name is unknown or ambiguous, or the store cannot be read.
    pub fn show(&self, name: &str) -> Result<Profile> {
        let id = self.registry.resolve(name)?;
        let evidence = self.world.evidence(AsOf::LATEST)?;
        profile(&evidence, &self.registry, &self.codebook, id)
    }

    /// The pair that two names stand for.
    ///
    /// # Errors
    /// When a name is unknown or ambiguous, or both are the same actor.
    pub fn dyad(&self, a: &str, b: &str) -> Result<Dyad> {
        let (x, y) = (self.registry.resolve(a)?, self.registry.resolve(b)?);
        Dyad::new(x, y).ok_or_else(|| {
            Error::new(Code::SameActor, "both names stand for the same actor")
                .value(format!("{x} {}", self.registry.name(x)))
                .expected("two different groups")
        })
    }

    /// Everything on record about a pair.
    ///
    /// # Errors
    /// When a name does not resolve, or the store cannot be read.
    pub fn pair(&self, a: &str, b: &str, as_of: AsOf) -> Result<PairRecord> {
        let dyad = self.dyad(a, b)?;
        let evidence = self.world.evidence(as_of)?;
        pair_record(&evidence, &self.registry, &self.codebook, dyad)
    }

    /// The panel of a specification, observed rows only.
    ///
    /// # Errors
    /// When the store cannot be read or nothing is at risk.
    pub fn panel(&self, spec: &Spec) -> Result<(Evidence, Panel)> {
        let evidence = self.evidence(spec)?;
        let wanted = PanelSpec { risk_set: spec.risk_set, ..PanelSpec::default() };
        let panel = comity_panel::build(&evidence, &wanted)?;
        Ok((evidence, panel))
    }

    /// The last year in which any source observed supporters.
    ///
    /// # Errors
    /// [`Code::NoSample`] when none did.
    pub fn last_coded_year(&self, evidence: &Evidence) -> Result<Year> {
        last_year_of(evidence, "support").ok_or_else(|| {
            Error::new(Code::NoSample, "no source at hand observed support in any year")
                .hint("import UCDP External Support: comity data add FILE")
        })
    }

    /// Years in which a source observed an actor for support.
    ///
    /// # Errors
    /// When the coverage table lacks a column.
    pub fn observed_for_support(&self, evidence: &Evidence, id: ActorId) -> Result<Vec<Year>> {
        Ok(crate::pair::support_years(&coverage_of(evidence, id)?))
    }
}

fn last_year_of(evidence: &Evidence, topic: &str) -> Option<Year> {
    use arrow_array::cast::AsArray;
    let batch = evidence.table(Table::Coverage);
    let topics = batch.column_by_name("topic")?.as_string_opt::<i32>()?;
    let years =
        batch.column_by_name("year")?.as_primitive_opt::<arrow_array::types::Int16Type>()?;
    topics.iter().zip(years.iter()).filter(|(t, _)| *t == Some(topic)).filter_map(|(_, y)| y).max()
}
