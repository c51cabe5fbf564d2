//! Segments put aside, as Arrow files in a store that the caller provides.

use crate::compile::{Point, Segment};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, UInt8Type, UInt16Type, UInt32Type};
use arrow_array::{ArrayRef, ArrowPrimitiveType, PrimitiveArray, RecordBatch};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{Field, Schema};
use comity_core::{Code, Error, Result};
use std::io::{Read, Write};
use std::sync::Arc;

/// Where segments of the update stream are put when memory is short: numbered blobs. A folder
/// is one kind; this crate opens no files itself.
pub trait Store: Send + Sync {
    /// A place to write blob `number` to; what was there is replaced.
    ///
    /// # Errors
    /// Those of the place.
    fn create(&self, number: usize) -> std::io::Result<Box<dyn Write>>;

    /// Blob `number`, from its beginning.
    ///
    /// # Errors
    /// Those of the place.
    fn open(&self, number: usize) -> std::io::Result<Box<dyn Read>>;
}

fn failed(what: &str) -> impl Fn(String) -> Error + '_ {
    move |e| Error::new(Code::Spill, format!("the update stream could not be {what}: {e}"))
}

fn floats(values: &[f64]) -> ArrayRef {
    Arc::new(PrimitiveArray::<Float64Type>::from_iter_values(values.iter().copied()))
}

fn words(values: impl IntoIterator<Item = u32>) -> ArrayRef {
    Arc::new(PrimitiveArray::<UInt32Type>::from_iter_values(values))
}

fn halves(values: &[u16]) -> ArrayRef {
    Arc::new(PrimitiveArray::<UInt16Type>::from_iter_values(values.iter().copied()))
}

/// The five tables of a segment: points, factors, updates of actors, updates of dyads, events.
fn tables(segment: &Segment) -> Vec<Vec<(&'static str, ArrayRef)>> {
    let points = &segment.points;
    let time: Vec<f64> = points.iter().map(|p| p.time).collect();
    let exposure: Vec<f64> = points.iter().map(|p| p.exposure).collect();
    let bytes = PrimitiveArray::<UInt8Type>::from_iter_values(segment.parts.iter().copied());
    vec![
        vec![
            ("time", floats(&time)),
            ("exposure", floats(&exposure)),
            ("actor_updates", words(points.iter().map(|p| p.actor_ops))),
            ("dyad_updates", words(points.iter().map(|p| p.dyad_ops))),
            ("events", words(points.iter().map(|p| p.events))),
        ],
        vec![("factor", floats(&segment.factors))],
        vec![
            ("part", Arc::new(bytes) as ArrayRef),
            ("term", halves(&segment.actor_terms)),
            ("actor", words(segment.actors.iter().copied())),
            ("value", floats(&segment.actor_values)),
        ],
        vec![
            ("dyad", words(segment.dyads.iter().copied())),
            ("term", halves(&segment.dyad_terms)),
            ("value", floats(&segment.dyad_values)),
        ],
        vec![
            ("sender", words(segment.senders.iter().copied())),
            ("receiver", words(segment.receivers.iter().copied())),
            ("dyad", words(segment.event_dyads.iter().copied())),
        ],
    ]
}

/// Writes a segment: five Arrow streams, one after the other.
///
/// # Errors
/// `events/spill` when the store fails.
pub(crate) fn write(store: &dyn Store, number: usize, segment: &Segment) -> Result<()> {
    let mut to = store.create(number).map_err(|e| failed("written")(e.to_string()))?;
    for table in tables(segment) {
        let fields: Vec<Field> =
            table.iter().map(|(n, a)| Field::new(*n, a.data_type().clone(), false)).collect();
        let schema = Arc::new(Schema::new(fields));
        let columns = table.into_iter().map(|(_, a)| a).collect();
        let done = RecordBatch::try_new(Arc::clone(&schema), columns).and_then(|batch| {
            let mut writer = StreamWriter::try_new(&mut to, &schema)?;
            writer.write(&batch)?;
            writer.finish()
        });
        done.map_err(|e| failed("written")(e.to_string()))?;
    }
    to.flush().map_err(|e| failed("written")(e.to_string()))
}

fn take<T: ArrowPrimitiveType>(batch: &RecordBatch, name: &str) -> Result<Vec<T::Native>> {
    let column = batch.column_by_name(name).and_then(|c| c.as_primitive_opt::<T>().cloned());
    let column = column.ok_or_else(|| failed("read")(format!("no column {name}")))?;
    Ok(column.values().to_vec())
}

/// Reads a segment back.
///
/// # Errors
/// `events/spill` when the store fails or what it gives back is not what was written.
pub(crate) fn read(store: &dyn Store, number: usize) -> Result<Segment> {
    let mut from = store.open(number).map_err(|e| failed("read")(e.to_string()))?;
    let mut next = || -> Result<RecordBatch> {
        let reader = StreamReader::try_new(&mut from, None);
        let batch = reader.and_then(|mut r| {
            let batch = r.next();
            // Up to the mark at its end, so that the next stream begins there.
            let _ = r.next();
            batch.transpose()
        });
        let batch = batch.map_err(|e| failed("read")(e.to_string()))?;
        batch.ok_or_else(|| failed("read")("it ends too early".into()))
    };
    let (points, factors, actors, dyads, events) = (next()?, next()?, next()?, next()?, next()?);
    let time = take::<Float64Type>(&points, "time")?;
    let exposure = take::<Float64Type>(&points, "exposure")?;
    let actor_ops = take::<UInt32Type>(&points, "actor_updates")?;
    let dyad_ops = take::<UInt32Type>(&points, "dyad_updates")?;
    let at = take::<UInt32Type>(&points, "events")?;
    let point = |k: usize| Point {
        time: time[k],
        exposure: exposure[k],
        actor_ops: actor_ops[k],
        dyad_ops: dyad_ops[k],
        events: at[k],
    };
    Ok(Segment {
        points: (0..time.len()).map(point).collect(),
        factors: take::<Float64Type>(&factors, "factor")?,
        parts: take::<UInt8Type>(&actors, "part")?,
        actor_terms: take::<UInt16Type>(&actors, "term")?,
        actors: take::<UInt32Type>(&actors, "actor")?,
        actor_values: take::<Float64Type>(&actors, "value")?,
        dyads: take::<UInt32Type>(&dyads, "dyad")?,
        dyad_terms: take::<UInt16Type>(&dyads, "term")?,
        dyad_values: take::<Float64Type>(&dyads, "value")?,
        senders: take::<UInt32Type>(&events, "sender")?,
        receivers: take::<UInt32Type>(&events, "receiver")?,
        event_dyads: take::<UInt32Type>(&events, "dyad")?,
        cost: 0.0,
    })
}
