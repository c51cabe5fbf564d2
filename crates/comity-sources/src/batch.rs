//! Column builders, one set a table, in the order of its schema.

use crate::error::internal;
use arrow_array::builder::{
    Date32Builder, Float64Builder, Int16Builder, Int32Builder, Int64Builder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use comity_core::Result;
use comity_core::schema::Table;
use std::sync::Arc;

/// Most rows of one batch.
pub(crate) const BATCH_ROWS: usize = 64 * 1024;

macro_rules! builders {
    ($(#[doc = $doc:literal] $name:ident, $table:ident { $($field:ident: $ty:ty),+ $(,)? })+) => {$(
        #[doc = $doc]
        #[derive(Default)]
        pub(crate) struct $name {
            $(pub(crate) $field: $ty,)+
            pub(crate) rows: usize,
        }

        impl $name {
            /// The rows gathered so far as one batch; the builders are empty afterwards.
            ///
            /// # Errors
            /// [`comity_core::Code::Internal`] when the columns contradict the schema.
            pub(crate) fn take(&mut self) -> Result<RecordBatch> {
                self.rows = 0;
                let columns: Vec<ArrayRef> = vec![$(Arc::new(self.$field.finish()),)+];
                RecordBatch::try_new(Table::$table.schema(), columns).map_err(internal)
            }
        }
    )+};
}

builders! {
    /// Builders of table `actors`.
    ActorRows, Actors {
        actor: Int64Builder, name: StringBuilder, org: Int16Builder, regions: StringBuilder,
        gwnos: StringBuilder, source: StringBuilder, version: StringBuilder,
        record: StringBuilder,
    }
    /// Builders of table `aliases`.
    AliasRows, Aliases {
        actor: Int64Builder, name: StringBuilder, kind: StringBuilder, lang: StringBuilder,
        first_year: Int16Builder, last_year: Int16Builder, source: StringBuilder,
        version: StringBuilder,
    }
    /// Builders of table `claims`.
    ClaimRows, Claims {
        source: StringBuilder, version: StringBuilder, record: StringBuilder,
        subject: Int64Builder, relation: StringBuilder, object: Int64Builder,
        attribute: StringBuilder, value: Float64Builder, text: StringBuilder,
        domains: Int16Builder, possible: Int16Builder, kinds: Int32Builder,
        kinds_possible: Int32Builder, year: Int16Builder, first: Date32Builder,
        last: Date32Builder, certainty: StringBuilder, coder: StringBuilder,
        context: StringBuilder, region: StringBuilder,
    }
    /// Builders of table `coverage`.
    CoverageRows, Coverage {
        source: StringBuilder, version: StringBuilder, topic: StringBuilder,
        actor: Int64Builder, year: Int16Builder,
    }
    /// Builders of table `state_facts`.
    StateFactRows, StateFacts {
        source: StringBuilder, version: StringBuilder, system: StringBuilder,
        variable: StringBuilder, a: Int32Builder, b: Int32Builder, year: Int16Builder,
        value: Float64Builder,
    }
    /// Builders of table `state_ids`.
    StateIdRows, StateIds {
        source: StringBuilder, version: StringBuilder, year: Int16Builder, gw: Int32Builder,
        cow: Int32Builder, abb: StringBuilder, name: StringBuilder,
    }
    /// Builders of table `events`.
    EventRows, Events {
        source: StringBuilder, version: StringBuilder, event: Int64Builder,
        kind: Int16Builder, side_a: Int64Builder, side_b: Int64Builder, dyad: Int64Builder,
        first: Date32Builder, last: Date32Builder, date_precision: Int16Builder,
        gw: Int32Builder, country: StringBuilder, adm1: StringBuilder,
        region: StringBuilder, sources: Int32Builder, clarity: Int16Builder,
        deaths_best: Int32Builder, deaths_low: Int32Builder, deaths_high: Int32Builder,
    }
}
