//! What importers write to: one method a table, over column builders that are flushed to the
//! sink whenever a batch is full.

use crate::batch::{
    ActorRows, AliasRows, BATCH_ROWS, ClaimRows, CoverageRows, EventRows, StateFactRows,
    StateIdRows,
};
use crate::notes::Notes;
use crate::types::{Note, Sink};
use comity_core::codebook::Codebook;
use comity_core::schema::Table;
use comity_core::{ActorId, Certainty, DomainSet, KindSet, Relation, Result, SourceKey};
use jiff::civil::Date;
use std::collections::HashSet;

/// A row of table `actors`.
pub(crate) struct Actor<'a> {
    pub(crate) actor: ActorId,
    pub(crate) name: &'a str,
    pub(crate) org: Option<i16>,
    pub(crate) regions: Option<&'a str>,
    pub(crate) gwnos: Option<&'a str>,
    pub(crate) record: &'a str,
}

impl<'a> Actor<'a> {
    pub(crate) fn new(actor: ActorId, name: &'a str, record: &'a str) -> Self {
        Self { actor, name, org: None, regions: None, gwnos: None, record }
    }
}

/// A row of table `aliases`.
pub(crate) struct Alias<'a> {
    pub(crate) actor: ActorId,
    pub(crate) name: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) lang: Option<&'a str>,
    pub(crate) first_year: Option<i16>,
    pub(crate) last_year: Option<i16>,
}

impl<'a> Alias<'a> {
    pub(crate) fn new(actor: ActorId, name: &'a str, kind: &'a str) -> Self {
        Self { actor, name, kind, lang: None, first_year: None, last_year: None }
    }
}

/// A row of table `claims`.
pub(crate) struct Claim<'a> {
    pub(crate) record: &'a str,
    pub(crate) subject: ActorId,
    pub(crate) relation: Relation,
    pub(crate) object: Option<ActorId>,
    pub(crate) attribute: Option<&'a str>,
    pub(crate) value: Option<f64>,
    pub(crate) text: Option<&'a str>,
    pub(crate) kinds: KindSet,
    pub(crate) kinds_possible: KindSet,
    pub(crate) year: Option<i16>,
    pub(crate) first: Option<Date>,
    pub(crate) last: Option<Date>,
    pub(crate) certainty: Certainty,
    pub(crate) coder: Option<&'a str>,
    pub(crate) context: Option<&'a str>,
    pub(crate) region: Option<&'a str>,
}

impl<'a> Claim<'a> {
    /// An undated claim, coded without reservation; the rest is set by struct update.
    pub(crate) fn new(record: &'a str, subject: ActorId, relation: Relation) -> Self {
        Self {
            record,
            subject,
            relation,
            object: None,
            attribute: None,
            value: None,
            text: None,
            kinds: KindSet::EMPTY,
            kinds_possible: KindSet::EMPTY,
            year: None,
            first: None,
            last: None,
            certainty: Certainty::Coded,
            coder: None,
            context: None,
            region: None,
        }
    }

    /// The claim about one whole calendar year.
    #[must_use]
    pub(crate) fn in_year(self, year: i16) -> Self {
        let first = Date::new(year, 1, 1).ok();
        let last = Date::new(year, 12, 31).ok();
        Self { year: Some(year), first, last, ..self }
    }

    /// The claim about the calendar years `first` to `last`, in no one year.
    #[must_use]
    pub(crate) fn in_years(self, first: i16, last: i16) -> Self {
        Self { first: Date::new(first, 1, 1).ok(), last: Date::new(last, 12, 31).ok(), ..self }
    }
}

/// A row of table `state_facts`.
pub(crate) struct StateFact<'a> {
    pub(crate) system: &'a str,
    pub(crate) variable: &'a str,
    pub(crate) a: i32,
    pub(crate) b: Option<i32>,
    pub(crate) year: i16,
    pub(crate) value: f64,
}

/// A row of table `state_ids`.
pub(crate) struct StateId<'a> {
    pub(crate) year: i16,
    pub(crate) gw: Option<i32>,
    pub(crate) cow: Option<i32>,
    pub(crate) abb: Option<&'a str>,
    pub(crate) name: &'a str,
}

/// A row of table `events`.
pub(crate) struct Event<'a> {
    pub(crate) event: i64,
    pub(crate) kind: i16,
    pub(crate) side_a: ActorId,
    pub(crate) side_b: Option<ActorId>,
    pub(crate) dyad: Option<i64>,
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) date_precision: Option<i16>,
    pub(crate) gw: Option<i32>,
    pub(crate) country: Option<&'a str>,
    pub(crate) adm1: Option<&'a str>,
    pub(crate) region: Option<&'a str>,
    pub(crate) sources: Option<i32>,
    pub(crate) clarity: Option<i16>,
    pub(crate) deaths_best: Option<i32>,
    pub(crate) deaths_low: Option<i32>,
    pub(crate) deaths_high: Option<i32>,
}

/// The tables an import fills.
pub(crate) struct Output<'s> {
    source: &'static str,
    version: String,
    codebook: Codebook,
    sink: &'s mut Sink<'s>,
    actors: ActorRows,
    aliases: AliasRows,
    claims: ClaimRows,
    coverage: CoverageRows,
    state_facts: StateFactRows,
    state_ids: StateIdRows,
    events: EventRows,
    covered: HashSet<(&'static str, ActorId, Option<i16>)>,
    named: HashSet<(ActorId, String, String)>,
    years: Option<(i16, i16)>,
    notes: Notes,
}

/// A day as tables hold it: days since 1970-01-01.
pub(crate) fn date32(date: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    i32::try_from(date.duration_since(epoch).as_hours() / 24).unwrap_or(i32::MAX)
}

macro_rules! flush {
    ($self:ident, $rows:ident, $table:ident, $at_least:expr) => {
        if $self.$rows.rows >= $at_least {
            let batch = $self.$rows.take()?;
            ($self.sink)(Table::$table, batch)?;
        }
    };
}

impl<'s> Output<'s> {
    /// Empty tables for one version of one data set.
    ///
    /// # Errors
    /// [`comity_core::Code::Codebook`] when the codebook that ships with comity is damaged.
    pub(crate) fn new(source: SourceKey, version: &str, sink: &'s mut Sink<'s>) -> Result<Self> {
        Ok(Self {
            source: source.as_str(),
            version: version.to_owned(),
            codebook: Codebook::bundled()?,
            sink,
            actors: ActorRows::default(),
            aliases: AliasRows::default(),
            claims: ClaimRows::default(),
            coverage: CoverageRows::default(),
            state_facts: StateFactRows::default(),
            state_ids: StateIdRows::default(),
            events: EventRows::default(),
            covered: HashSet::new(),
            named: HashSet::new(),
            years: None,
            notes: Notes::default(),
        })
    }

    /// Appends to `actors`.
    ///
    /// # Errors
    /// Those of the sink, as for all methods of this type.
    pub(crate) fn actor(&mut self, row: &Actor<'_>) -> Result<()> {
        let t = &mut self.actors;
        t.actor.append_value(row.actor.raw());
        t.name.append_value(row.name);
        t.org.append_option(row.org);
        t.regions.append_option(row.regions);
        t.gwnos.append_option(row.gwnos);
        t.source.append_value(self.source);
        t.version.append_value(&self.version);
        t.record.append_value(row.record);
        t.rows += 1;
        flush!(self, actors, Actors, BATCH_ROWS);
        Ok(())
    }

    /// Appends to `aliases`, unless the actor already has this name of this kind.
    pub(crate) fn alias(&mut self, row: &Alias<'_>) -> Result<()> {
        if row.name.is_empty()
            || !self.named.insert((row.actor, row.kind.to_owned(), row.name.to_owned()))
        {
            return Ok(());
        }
        let t = &mut self.aliases;
        t.actor.append_value(row.actor.raw());
        t.name.append_value(row.name);
        t.kind.append_value(row.kind);
        t.lang.append_option(row.lang);
        t.first_year.append_option(row.first_year);
        t.last_year.append_option(row.last_year);
        t.source.append_value(self.source);
        t.version.append_value(&self.version);
        t.rows += 1;
        flush!(self, aliases, Aliases, BATCH_ROWS);
        Ok(())
    }

    /// Appends to `claims`; domains follow from the kinds by the codebook.
    pub(crate) fn claim(&mut self, row: &Claim<'_>) -> Result<()> {
        self.see_year(row.year);
        let domains: DomainSet = self.codebook.domains(row.kinds);
        let possible: DomainSet = self.codebook.domains(row.kinds_possible);
        let t = &mut self.claims;
        t.source.append_value(self.source);
        t.version.append_value(&self.version);
        t.record.append_value(row.record);
        t.subject.append_value(row.subject.raw());
        t.relation.append_value(row.relation.as_str());
        t.object.append_option(row.object.map(ActorId::raw));
        t.attribute.append_option(row.attribute);
        t.value.append_option(row.value);
        t.text.append_option(row.text);
        t.domains.append_value(domains.bits());
        t.possible.append_value(possible.bits());
        t.kinds.append_value(row.kinds.bits());
        t.kinds_possible.append_value(row.kinds_possible.bits());
        t.year.append_option(row.year);
        t.first.append_option(row.first.map(date32));
        t.last.append_option(row.last.map(date32));
        t.certainty.append_value(row.certainty.as_str());
        t.coder.append_option(row.coder);
        t.context.append_option(row.context);
        t.region.append_option(row.region);
        t.rows += 1;
        flush!(self, claims, Claims, BATCH_ROWS);
        Ok(())
    }

    /// Appends to `coverage`, once for each topic, actor and year.
    pub(crate) fn coverage(
        &mut self,
        topic: &'static str,
        actor: ActorId,
        year: Option<i16>,
    ) -> Result<()> {
        if !self.covered.insert((topic, actor, year)) {
            return Ok(());
        }
        self.see_year(year);
        let t = &mut self.coverage;
        t.source.append_value(self.source);
        t.version.append_value(&self.version);
        t.topic.append_value(topic);
        t.actor.append_value(actor.raw());
        t.year.append_option(year);
        t.rows += 1;
        flush!(self, coverage, Coverage, BATCH_ROWS);
        Ok(())
    }

    /// Appends to `state_facts`.
    pub(crate) fn state_fact(&mut self, row: &StateFact<'_>) -> Result<()> {
        self.see_year(Some(row.year));
        let t = &mut self.state_facts;
        t.source.append_value(self.source);
        t.version.append_value(&self.version);
        t.system.append_value(row.system);
        t.variable.append_value(row.variable);
        t.a.append_value(row.a);
        t.b.append_option(row.b);
        t.year.append_value(row.year);
        t.value.append_value(row.value);
        t.rows += 1;
        flush!(self, state_facts, StateFacts, BATCH_ROWS);
        Ok(())
    }

    /// Appends to `state_ids`.
    pub(crate) fn state_id(&mut self, row: &StateId<'_>) -> Result<()> {
        self.see_year(Some(row.year));
        let t = &mut self.state_ids;
        t.source.append_value(self.source);
        t.version.append_value(&self.version);
        t.year.append_value(row.year);
        t.gw.append_option(row.gw);
        t.cow.append_option(row.cow);
        t.abb.append_option(row.abb);
        t.name.append_value(row.name);
        t.rows += 1;
        flush!(self, state_ids, StateIds, BATCH_ROWS);
        Ok(())
    }

    /// Appends to `events`.
    pub(crate) fn event(&mut self, row: &Event<'_>) -> Result<()> {
        self.see_year(Some(row.first.year()));
        self.see_year(Some(row.last.year()));
        let t = &mut self.events;
        t.source.append_value(self.source);
        t.version.append_value(&self.version);
        t.event.append_value(row.event);
        t.kind.append_value(row.kind);
        t.side_a.append_value(row.side_a.raw());
        t.side_b.append_option(row.side_b.map(ActorId::raw));
        t.dyad.append_option(row.dyad);
        t.first.append_value(date32(row.first));
        t.last.append_value(date32(row.last));
        t.date_precision.append_option(row.date_precision);
        t.gw.append_option(row.gw);
        t.country.append_option(row.country);
        t.adm1.append_option(row.adm1);
        t.region.append_option(row.region);
        t.sources.append_option(row.sources);
        t.clarity.append_option(row.clarity);
        t.deaths_best.append_option(row.deaths_best);
        t.deaths_low.append_option(row.deaths_low);
        t.deaths_high.append_option(row.deaths_high);
        t.rows += 1;
        flush!(self, events, Events, BATCH_ROWS);
        Ok(())
    }

    /// Notes that `message` holds for a row of the file.
    pub(crate) fn note(&mut self, message: &'static str, row: u64) {
        self.notes.add(message, row);
    }

    /// Flushes what is left; returns first year, last year and notes.
    pub(crate) fn finish(mut self) -> Result<(Option<i16>, Option<i16>, Vec<Note>)> {
        flush!(self, actors, Actors, 1);
        flush!(self, aliases, Aliases, 1);
        flush!(self, claims, Claims, 1);
        flush!(self, coverage, Coverage, 1);
        flush!(self, state_facts, StateFacts, 1);
        flush!(self, state_ids, StateIds, 1);
        flush!(self, events, Events, 1);
        let (first, last) = self.years.unzip();
        Ok((first, last, self.notes.finish()))
    }

    fn see_year(&mut self, year: Option<i16>) {
        if let Some(y) = year {
            let (first, last) = self.years.unwrap_or((y, y));
            self.years = Some((first.min(y), last.max(y)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_count_from_1970() {
        assert_eq!(date32(Date::constant(1970, 1, 1)), 0);
        assert_eq!(date32(Date::constant(1969, 12, 31)), -1);
        assert_eq!(date32(Date::constant(2000, 3, 1)), 11_017);
    }

    #[test]
    fn batches_are_flushed_when_full_and_coverage_is_not_repeated() {
        let mut sizes = Vec::new();
        let mut sink = |table: Table, batch: arrow_array::RecordBatch| {
            sizes.push((table, batch.num_rows()));
            Ok(())
        };
        let mut out = Output::new(SourceKey::Esd, "1", &mut sink).unwrap();
        for _ in 0..2 {
            for id in 0..70_000 {
                out.coverage("support", ActorId::ucdp(id), Some(1990)).unwrap();
            }
        }
        let (first, last, _) = out.finish().unwrap();
        assert_eq!((first, last), (Some(1990), Some(1990)));
        assert_eq!(sizes, [(Table::Coverage, BATCH_ROWS), (Table::Coverage, 70_000 - BATCH_ROWS)]);
    }
}
