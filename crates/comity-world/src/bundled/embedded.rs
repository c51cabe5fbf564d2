//! Reading the bundled extract: Parquet files compiled into the program.

use crate::store::manifest::{StoreManifest, StoredSource};
use crate::store::{files, tables, verify::Problem};
use arrow_array::cast::AsArray;
use arrow_array::{RecordBatch, StringArray};
use comity_core::schema::Table;
use comity_core::{Code, Error, Result};
use std::sync::OnceLock;

macro_rules! bundled {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/bundled/", $name))
    };
}

/// The embedded file of a table; empty where the extract leaves the table out.
const fn bytes(table: Table) -> &'static [u8] {
    match table {
        Table::Actors => bundled!("actors.parquet"),
        Table::Aliases => bundled!("aliases.parquet"),
        Table::Claims => bundled!("claims.parquet"),
        Table::Coverage => bundled!("coverage.parquet"),
        Table::StateFacts => bundled!("state_facts.parquet"),
        Table::StateIds => bundled!("state_ids.parquet"),
        Table::Events => bundled!("events.parquet"),
    }
}

/// The entries of the bundled extract, marked as such.
///
/// # Errors
/// [`Code::Damaged`] when the embedded manifest is.
pub(crate) fn imports() -> Result<&'static [StoredSource]> {
    static IMPORTS: OnceLock<Result<Vec<StoredSource>>> = OnceLock::new();
    IMPORTS
        .get_or_init(|| {
            let manifest = StoreManifest::parse(bundled!("manifest.json"), "bundled manifest")?;
            let mut imports = manifest.imports;
            imports.iter_mut().for_each(|i| i.bundled = true);
            Ok(imports)
        })
        .as_deref()
        .map_err(Clone::clone)
}

/// A whole bundled table, decoded once.
///
/// # Errors
/// [`Code::Damaged`] when the embedded file is.
pub(crate) fn table(table: Table) -> Result<&'static RecordBatch> {
    const N: usize = Table::ALL.len();
    static TABLES: [OnceLock<Result<RecordBatch>>; N] = [const { OnceLock::new() }; N];
    TABLES
        .get(table as usize)
        .ok_or_else(|| Error::new(Code::Internal, "a table without a place"))?
        .get_or_init(|| tables::read_bytes(table, bytes(table)))
        .as_ref()
        .map_err(Clone::clone)
}

/// The rows of one bundled source version in one table, without copying: bundled tables
/// are sorted by source and version.
///
/// # Errors
/// [`Code::Damaged`] when the embedded file is.
pub(crate) fn rows_of(table_: Table, import: &StoredSource) -> Result<RecordBatch> {
    let all = table(table_)?;
    let column = |name: &str| -> Result<&StringArray> {
        all.column_by_name(name)
            .and_then(|c| c.as_string_opt::<i32>())
            .ok_or_else(|| Error::new(Code::Internal, "a bundled table lacks its key columns"))
    };
    let (sources, versions) = (column("source")?, column("version")?);
    let wanted = (import.source.as_str(), import.version.as_str());
    let first = lower_bound(all.num_rows(), |i| (sources.value(i), versions.value(i)) < wanted);
    let end = lower_bound(all.num_rows(), |i| (sources.value(i), versions.value(i)) <= wanted);
    Ok(all.slice(first, end - first))
}

/// The first of `n` places for which `before` no longer holds.
fn lower_bound(n: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// What is wrong with the embedded files; `counted` adds up files and bytes hashed.
///
/// # Errors
/// [`Code::Damaged`] when the embedded manifest is.
pub(crate) fn problems(counted: &mut (usize, u64)) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for import in imports()? {
        for (table, file) in &import.tables {
            let bytes = bytes(*table);
            counted.0 += 1;
            counted.1 += bytes.len() as u64;
            if files::sha256(bytes) != file.sha256 {
                problems.push(Problem {
                    source: import.source,
                    version: import.version.clone(),
                    file: format!("bundled/{}", file.path),
                    code: Code::Damaged,
                    message: "the embedded file does not have the recorded hash".to_owned(),
                });
            }
        }
    }
    Ok(problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extract_is_sound_and_every_row_belongs_to_an_entry() {
        assert_eq!(problems(&mut (0, 0)).unwrap(), []);
        for t in Table::ALL {
            let mut keys: Vec<(&str, &str)> = Vec::new();
            let mut rows = 0;
            for import in imports().unwrap() {
                let key = (import.source.as_str(), import.version.as_str());
                if !keys.contains(&key) {
                    keys.push(key);
                    rows += rows_of(t, import).unwrap().num_rows();
                }
            }
            assert_eq!(rows, table(t).unwrap().num_rows(), "{t:?}");
        }
    }

    #[test]
    fn bounds_are_found() {
        let sorted = [1, 1, 2, 4];
        assert_eq!(lower_bound(4, |i| sorted[i] < 1), 0);
        assert_eq!(lower_bound(4, |i| sorted[i] <= 1), 2);
        assert_eq!(lower_bound(4, |i| sorted[i] < 9), 4);
    }
}
