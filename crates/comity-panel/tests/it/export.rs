//! Exports read back to the panel, and are the same bytes every time.

use crate::leaks::history;
use arrow_array::{Array, Float64Array, Int16Array, Int64Array, StringArray};
use comity_core::{Code, Result};
use comity_panel::{Panel, export};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::io::Write;

type Writer = fn(&Panel, &mut dyn Write) -> Result<()>;
const WRITERS: [Writer; 3] = [export::csv, export::dta, export::parquet];

fn bytes(write: Writer, panel: &Panel) -> Vec<u8> {
    let mut out = Vec::new();
    write(panel, &mut out).unwrap();
    out
}

#[test]
fn the_same_evidence_gives_the_same_bytes() {
    let (one, two) = (history().panel(), history().panel());
    for write in WRITERS {
        assert_eq!(bytes(write, &one), bytes(write, &two));
    }
}

#[test]
fn a_full_disk_is_a_coded_error() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for write in WRITERS {
        assert_eq!(write(&history().panel(), &mut Full).unwrap_err().code(), Code::Io);
    }
}

#[test]
fn csv_has_every_value_and_empty_cells_for_missing_ones() {
    let panel = history().panel();
    let text = bytes(export::csv, &panel);
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let header = reader.headers().unwrap().clone();
    assert_eq!(
        header.iter().take(5).collect::<Vec<_>>(),
        ["a_id", "b_id", "year", "a_name", "b_name"]
    );
    let mut rows = 0;
    for (row, record) in reader.records().map(Result::unwrap).enumerate() {
        assert_eq!(record[0].parse::<i64>().unwrap(), panel.a()[row]);
        assert_eq!(&record[3], panel.name(panel.a()[row]).unwrap());
        for (column, cell) in panel.columns().iter().zip(record.iter().skip(5)) {
            match cell {
                "" => assert!(column.values[row].is_nan()),
                number => assert_eq!(number.parse::<f64>().unwrap(), column.values[row]),
            }
        }
        rows += 1;
    }
    assert_eq!(rows, panel.len());
}

#[test]
fn parquet_has_typed_keys_and_nulls_for_missing_values() {
    let panel = history().panel();
    let mut file = tempfile::tempfile().unwrap();
    export::parquet(&panel, &mut file).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build();
    let mut row = 0;
    for batch in reader.unwrap().map(std::result::Result::unwrap) {
        let column = |name: &str| batch.column_by_name(name).unwrap().clone();
        let (id, year, name) = (column("a_id"), column("year"), column("b_name"));
        let id = id.as_any().downcast_ref::<Int64Array>().unwrap();
        let year = year.as_any().downcast_ref::<Int16Array>().unwrap();
        let name = name.as_any().downcast_ref::<StringArray>().unwrap();
        for i in 0..batch.num_rows() {
            assert_eq!((id.value(i), year.value(i)), (panel.a()[row], panel.year()[row]));
            assert_eq!(name.value(i), panel.name(panel.b()[row]).unwrap());
            for c in panel.columns() {
                let array = column(&c.variable.name);
                let array = array.as_any().downcast_ref::<Float64Array>().unwrap();
                assert_eq!(array.is_null(i), c.values[row].is_nan(), "{}", c.variable.name);
                assert!(array.is_null(i) || array.value(i) == c.values[row]);
            }
            row += 1;
        }
    }
    assert_eq!(row, panel.len());
}

#[test]
fn stata_sections_lie_where_the_map_says() {
    let file = bytes(export::dta, &history().panel());
    let find = |tag: &str| file.windows(tag.len()).position(|w| w == tag.as_bytes()).unwrap();
    let map = find("<map>");
    let offset = |i: usize| {
        let at = map + "<map>".len() + 8 * i;
        usize::try_from(u64::from_le_bytes(file[at..at + 8].try_into().unwrap())).unwrap()
    };
    let tags = [
        "<stata_dta>",
        "<map>",
        "<variable_types>",
        "<varnames>",
        "<sortlist>",
        "<formats>",
        "<value_label_names>",
        "<variable_labels>",
        "<characteristics>",
        "<data>",
        "<strls>",
        "<value_labels>",
        "</stata_dta>",
    ];
    for (i, tag) in tags.into_iter().enumerate() {
        assert_eq!(offset(i), find(tag), "{tag}");
    }
    assert_eq!(offset(tags.len()), file.len());
}
