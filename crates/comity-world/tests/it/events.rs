//! Events: parts, copies, dyad-months.

use crate::support::{self, Place, add, current};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int16Type, Int64Type};
use arrow_array::{Date32Array, Int32Array, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use comity_core::{AsOf, Code, SourceKey};
use comity_world::{EventsFrom, MonthSpec, World};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// `a_id, b_id, year, month, events, deaths`.
type Row = (i64, i64, i16, i16, i64, Option<i64>);

fn read(path: &Path) -> Vec<Row> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let mut rows = Vec::new();
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        let long = |i: usize| batch.column(i).as_primitive::<Int64Type>();
        let short = |i: usize| batch.column(i).as_primitive::<Int16Type>();
        let deaths: Vec<Option<i64>> = long(5).iter().collect();
        for (i, death) in deaths.into_iter().enumerate() {
            rows.push((
                long(0).value(i),
                long(1).value(i),
                short(2).value(i),
                short(3).value(i),
                long(4).value(i),
                death,
            ));
        }
    }
    rows
}

fn months(world: &World, from: EventsFrom<'_>, spec: &MonthSpec) -> Vec<Row> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("m.parquet");
    let written = world.dyad_months(from, &path, spec).unwrap();
    let rows = read(&path);
    assert_eq!(written.rows, rows.len() as u64);
    assert_eq!(written.events, rows.iter().map(|r| r.4 as u64).sum::<u64>());
    rows
}

#[test]
fn country_files_stand_side_by_side_and_a_shared_event_counts_once() {
    let place = Place::new();
    let world = place.world();
    let syria =
        support::events(&[(1, "2016-01-31", 5, 3, 652, 4), (2, "2016-02-01", 3, 5, 652, 6)]);
    let burma = support::events(&[(9, "2016-01-05", 8, 7, 775, 1)]);
    let both = [place.file("ged241-a.csv", &syria), place.file("ged241-b.csv", &burma)];
    add(&world, &both);
    assert_eq!(current(&world, SourceKey::Ged).len(), 2);
    let expected: Vec<Row> =
        vec![(3, 5, 2016, 1, 1, Some(4)), (3, 5, 2016, 2, 1, Some(6)), (7, 8, 2016, 1, 1, Some(1))];
    let spec = MonthSpec::default();
    assert_eq!(months(&world, EventsFrom::Store, &spec), expected);

    // A file that overlaps in country and years: its newer word on event 2 counts.
    let more = support::events(&[
        (2, "2016-02-01", 3, 5, 652, 60),
        (3, "2016-03-01", 3, 5, 652, 1),
        (4, "2016-03-01", 3, 5, 660, 1),
    ]);
    let more = place.file("ged251-c.csv", &more);
    add(&world, &[more]);
    let rows = months(&world, EventsFrom::Store, &spec);
    let total: i64 = rows.iter().map(|r| r.4).sum();
    assert_eq!(total, if current(&world, SourceKey::Ged).len() == 3 { 5 } else { 4 });
    assert!(rows.contains(&(3, 5, 2016, 2, 1, Some(60))), "{rows:?}");
}

#[test]
fn the_event_clock_holds_for_months() {
    let place = Place::new();
    let world = place.world();
    let text = support::events(&[(1, "2016-12-31", 5, 3, 652, 4), (2, "2017-01-01", 3, 5, 652, 6)]);
    let file = place.file("ged241.csv", &text);
    add(&world, &[file]);
    let spec = MonthSpec { as_of: AsOf::year(2016), ..MonthSpec::default() };
    assert_eq!(months(&world, EventsFrom::Store, &spec), [(3, 5, 2016, 12, 1, Some(4))]);
    let none = MonthSpec { as_of: AsOf::year(2000), ..MonthSpec::default() };
    assert!(months(&world, EventsFrom::Store, &none).is_empty());
}

#[test]
fn a_store_without_events_says_so() {
    let place = Place::new();
    let path = place.store().join("x.parquet");
    let world = place.world();
    let error = world.dyad_months(EventsFrom::Store, &path, &MonthSpec::default()).unwrap_err();
    assert_eq!(error.code(), Code::NoSample);
}

/// Made-up events; `offset` moves the ids beyond what a packed key holds.
fn parquet(path: &Path, n: i64, offset: i64) -> Vec<Row> {
    type Month = (i64, i64, i16, i16);
    let mut counted: BTreeMap<Month, (i64, Option<i64>)> = BTreeMap::new();
    let (mut a, mut b, mut first, mut deaths) = (vec![], vec![], vec![], vec![]);
    for i in 0..n {
        // A fixed scatter: multiplication by primes, remainders.
        let (x, y) = (offset + i * 7919 % 23, offset + i * 104_729 % 19);
        let civilians = i % 11 == 0;
        let day = i32::try_from(7_000 + i * 613 % 900).unwrap();
        let dead = (i % 5 != 0).then(|| i32::try_from(i % 17).unwrap());
        a.push(x);
        b.push((!civilians).then_some(y));
        first.push(day);
        deaths.push(dead);
        if !civilians && x != y {
            let date = jiff::civil::date(1970, 1, 1)
                .saturating_add(jiff::Span::new().days(i64::from(day)));
            let key = (x.min(y), x.max(y), date.year(), i16::from(date.month()));
            let entry = counted.entry(key).or_default();
            entry.0 += 1;
            entry.1 = match (entry.1, dead) {
                (old, None) => old,
                (old, Some(d)) => Some(old.unwrap_or(0) + i64::from(d)),
            };
        }
    }
    let schema = Arc::new(Schema::new(vec![
        Field::new("side_a", DataType::Int64, false),
        Field::new("side_b", DataType::Int64, true),
        Field::new("first", DataType::Date32, false),
        Field::new("deaths_best", DataType::Int32, true),
    ]));
    let batch = RecordBatch::try_new(
        schema.clone(),
        vec![
            Arc::new(Int64Array::from(a)),
            Arc::new(Int64Array::from(b)),
            Arc::new(Date32Array::from(first)),
            Arc::new(Int32Array::from(deaths)),
        ],
    )
    .unwrap();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), schema, None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    counted.into_iter().map(|((a, b, y, m), (n, d))| (a, b, y, m, n, d)).collect()
}

#[test]
fn months_of_parquet_files_agree_with_a_plain_count_for_small_and_large_ids() {
    let dir = tempfile::tempdir().unwrap();
    let world = World::bundled().unwrap();
    for offset in [1, 2_000_000_000] {
        let path = dir.path().join(format!("{offset}.parquet"));
        let expected = parquet(&path, 20_000, offset);
        let files = [path];
        assert_eq!(months(&world, EventsFrom::Files(&files), &MonthSpec::default()), expected);
    }
}

#[test]
fn a_small_memory_limit_gives_the_same_answer() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("e.parquet");
    let expected = parquet(&path, 50_000, 1);
    let spec = MonthSpec { memory_limit: 24 * 1024 * 1024, ..MonthSpec::default() };
    let files = [path];
    let world = World::bundled().unwrap();
    assert_eq!(months(&world, EventsFrom::Files(&files), &spec), expected);
}

#[test]
fn foreign_files_are_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let world = World::bundled().unwrap();
    let output = dir.path().join("out.parquet");
    let code = |path: PathBuf| {
        let files = [path];
        let from = EventsFrom::Files(&files);
        world.dyad_months(from, &output, &MonthSpec::default()).unwrap_err().code()
    };
    assert_eq!(code(dir.path().join("absent.parquet")), Code::NoSuchFile);
    let text = dir.path().join("text.parquet");
    std::fs::write(&text, "not parquet").unwrap();
    assert_eq!(code(text), Code::Unrecognised);
    assert!(!output.exists());
}
