//! One event of a file, and batches of them.

use crate::cells::Row;
use crate::error::internal;
use crate::header::Col;
use crate::output::date32;
use arrow_array::builder::{Date32Builder, Int64Builder, StringBuilder, UInt64Builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::DataType::{Date32, Int64, UInt64, Utf8};
use arrow_schema::{Field, Schema, SchemaRef};
use comity_core::{Domain, EventClass, Result};
use jiff::civil::Date;
use std::borrow::Cow;
use std::sync::Arc;

/// The schema of the batches of [`read_event_rows`](super::read_event_rows), in 13 columns:
/// `row` of the file; `key`, the source's own id of the event; `first` and `last` day; `code`
/// as the codebook lists it (a type, or type/detail) or, for codes of digits, as the source
/// states it; `event`, an [`EventKind`](comity_core::EventKind); `domain`, a [`Domain`], null
/// for fights and where the code tells none; and of `sender` and `receiver` the name, the
/// UCDP id (`…_id`, GED alone) and the country's name (`…_country`), null where the source
/// states none.
#[must_use]
pub fn event_schema() -> SchemaRef {
    let f = |name: &str, ty| Field::new(name, ty, false);
    let n = |name: &str, ty| Field::new(name, ty, true);
    Arc::new(Schema::new(vec![
        f("row", UInt64),
        f("key", Utf8),
        f("first", Date32),
        f("last", Date32),
        f("code", Utf8),
        f("event", Utf8),
        n("domain", Utf8),
        n("sender_id", Int64),
        f("sender", Utf8),
        n("sender_country", Utf8),
        n("receiver_id", Int64),
        f("receiver", Utf8),
        n("receiver_country", Utf8),
    ]))
}

/// One side of an event.
pub(crate) struct Side<'r> {
    /// UCDP id.
    pub(crate) id: Option<i64>,
    /// Name, as the source writes it.
    pub(crate) name: Cow<'r, str>,
    /// Name of the country.
    pub(crate) country: Option<Cow<'r, str>>,
}

impl<'r> Side<'r> {
    /// The side with this name and country; none when it is not named.
    ///
    /// # Errors
    /// [`comity_core::Code::BadEncoding`].
    pub(crate) fn read(row: &Row<'r>, name: Col, country: Option<Col>) -> Result<Option<Self>> {
        let Some(name) = row.opt_text(name)? else { return Ok(None) };
        Ok(Some(Self { id: None, name, country: row.opt_text(country)? }))
    }

    /// Whether both are the same actor: by UCDP id where both have one, else by name.
    pub(crate) fn is(&self, other: &Self) -> bool {
        match (self.id, other.id) {
            (Some(a), Some(b)) => a == b,
            _ => self.name == other.name,
        }
    }
}

/// What happened between two sides, and when.
pub(crate) struct What<'w> {
    /// Row of the file.
    pub(crate) row: u64,
    /// The source's own id of the event.
    pub(crate) key: &'w str,
    /// First and last day.
    pub(crate) days: (Date, Date),
    /// The code as matched.
    pub(crate) code: &'w str,
    /// What the code stands for.
    pub(crate) class: EventClass,
}

#[derive(Default)]
struct SideBuilders {
    id: Int64Builder,
    name: StringBuilder,
    country: StringBuilder,
}

impl SideBuilders {
    fn append(&mut self, side: &Side<'_>) {
        self.id.append_option(side.id);
        self.name.append_value(&side.name);
        self.country.append_option(side.country.as_deref());
    }

    fn finish(&mut self) -> [ArrayRef; 3] {
        [Arc::new(self.id.finish()), Arc::new(self.name.finish()), Arc::new(self.country.finish())]
    }
}

/// The columns of a batch in the making.
#[derive(Default)]
pub(crate) struct Builders {
    row: UInt64Builder,
    key: StringBuilder,
    first: Date32Builder,
    last: Date32Builder,
    code: StringBuilder,
    event: StringBuilder,
    domain: StringBuilder,
    sender: SideBuilders,
    receiver: SideBuilders,
    /// Rows gathered so far.
    pub(crate) rows: usize,
}

impl Builders {
    /// Appends one event.
    pub(crate) fn append(&mut self, what: &What<'_>, sender: &Side<'_>, receiver: &Side<'_>) {
        self.row.append_value(what.row);
        self.key.append_value(what.key);
        self.first.append_value(date32(what.days.0));
        self.last.append_value(date32(what.days.1));
        self.code.append_value(what.code);
        self.event.append_value(what.class.event.as_str());
        self.domain.append_option(what.class.domain.map(Domain::as_str));
        self.sender.append(sender);
        self.receiver.append(receiver);
        self.rows += 1;
    }

    /// The rows gathered so far as one batch; none are left behind.
    ///
    /// # Errors
    /// [`comity_core::Code::Internal`] when the columns contradict the schema.
    pub(crate) fn take(&mut self) -> Result<RecordBatch> {
        self.rows = 0;
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(self.row.finish()),
            Arc::new(self.key.finish()),
            Arc::new(self.first.finish()),
            Arc::new(self.last.finish()),
            Arc::new(self.code.finish()),
            Arc::new(self.event.finish()),
            Arc::new(self.domain.finish()),
        ];
        columns.extend(self.sender.finish());
        columns.extend(self.receiver.finish());
        RecordBatch::try_new(event_schema(), columns).map_err(internal)
    }
}
