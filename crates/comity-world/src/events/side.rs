//! Tables beside a file of events: what is known of actors and of dyads.

use super::{missing, time};
use crate::store::files;
use comity_core::{Code, Error, Result};
use csv::{ReaderBuilder, StringRecord};
use std::path::Path;

/// A table of numbers about actors or dyads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SideTable {
    /// The key columns, row by row in each.
    pub keys: Vec<Vec<String>>,
    /// From when on a row holds, where the table says so.
    pub from: Vec<Option<f64>>,
    /// Until when.
    pub until: Vec<Option<f64>>,
    /// Names of the other columns, and their values.
    pub columns: Vec<(String, Vec<f64>)>,
    /// SHA-256 of the file's bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// Columns that say when a row holds.
const SPELL: [&str; 2] = ["from", "until"];

/// Reads a table of separated values (`.csv`, `.tsv`): the columns `keys`, `from` and `until`
/// where it has them (as times of a file of events; an empty cell is no bound), and numbers in all
/// others.
///
/// # Errors
/// `events/bad-column` when a key column is missing, `events/bad-value` for a cell, with its row and
/// column; [`Code::Io`]. All name the file.
pub fn read_side_table(path: &Path, keys: &[&str]) -> Result<SideTable> {
    let separator =
        if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("tsv")) { b'\t' } else { b',' };
    let bytes = std::fs::read(path).map_err(|e| files::io_error(path, &e))?;
    let table = read(&bytes, separator, keys).map_err(|e| e.file(path.display().to_string()))?;
    Ok(SideTable { sha256: files::sha256(&bytes), ..table })
}

fn read(bytes: &[u8], separator: u8, keys: &[&str]) -> Result<SideTable> {
    let mut reader = ReaderBuilder::new().delimiter(separator).from_reader(bytes);
    let damaged = |e: csv::Error| Error::new(Code::BadEventValue, e.to_string());
    let header: Vec<String> = reader
        .headers()
        .map_err(damaged)?
        .iter()
        .map(|h| h.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    let place = |name: &str| header.iter().position(|h| h == name);
    let at = keys
        .iter()
        .map(|k| place(k).ok_or_else(|| missing(k, header.clone())))
        .collect::<Result<Vec<usize>>>()?;
    let spell = SPELL.map(place);
    let values: Vec<usize> =
        (0..header.len()).filter(|k| !at.contains(k) && !spell.contains(&Some(*k))).collect();
    let mut table = SideTable {
        keys: vec![Vec::new(); keys.len()],
        columns: values.iter().map(|&k| (header[k].clone(), Vec::new())).collect(),
        ..SideTable::default()
    };
    let mut record = StringRecord::new();
    let mut row = 0;
    while reader.read_record(&mut record).map_err(|e| damaged(e).row(row + 1))? {
        row += 1;
        let cell = |k: usize| record.get(k).unwrap_or("").trim();
        let wrong = |k: usize, message: &str, expected: &str| {
            Error::new(Code::BadEventValue, message)
                .row(row)
                .column(header[k].as_str())
                .value(cell(k))
                .expected(expected)
        };
        for (&k, held) in at.iter().zip(&mut table.keys) {
            if cell(k).is_empty() {
                return Err(wrong(k, "the cell is empty", "a name"));
            }
            held.push(cell(k).to_owned());
        }
        let bound = |k: Option<usize>| match k.map(|k| (k, cell(k))) {
            None | Some((_, "")) => Ok(None),
            Some((k, text)) => match time::parse(text) {
                Some((at, _)) => Ok(Some(at)),
                None => Err(wrong(k, "the cell is not a time", "a number or a date, or nothing")),
            },
        };
        let [from, until] = spell;
        table.from.push(bound(from)?);
        table.until.push(bound(until)?);
        for (&k, (_, held)) in values.iter().zip(&mut table.columns) {
            match cell(k).parse::<f64>() {
                Ok(value) if value.is_finite() => held.push(value),
                _ => return Err(wrong(k, "the cell is not a number", "a finite number")),
            }
        }
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_spells_and_numbers() {
        let t =
            read("actor,from,age,until\nA,1,3.5,\nB,,4,9\n".as_bytes(), b',', &["actor"]).unwrap();
        assert_eq!(t.keys, [["A", "B"]]);
        assert_eq!((t.from, t.until), (vec![Some(1.0), None], vec![None, Some(9.0)]));
        assert_eq!(t.columns, [("age".to_owned(), vec![3.5, 4.0])]);
    }

    #[test]
    fn errors_say_where() {
        let e = read("actor,age\nA,1\nB,old\n".as_bytes(), b',', &["actor"]).unwrap_err();
        assert_eq!((e.row_number(), e.column_name()), (Some(2), Some("age")));
        let e = read("name\nA\n".as_bytes(), b',', &["actor"]).unwrap_err();
        assert_eq!((e.code(), e.column_name()), (Code::BadEventColumn, Some("actor")));
    }
}
