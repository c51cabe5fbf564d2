//! Making the bundled extract from a folder of source files.

use crate::World;
use crate::add::AddOptions;
use crate::progress::Silent;
use crate::store::manifest::{SCHEMA, StoreManifest, StoredSource, TableFile};
use crate::store::tables::{self, Packing, TableWriter};
use crate::store::{commit, current, files};
use comity_core::schema::Table;
use comity_core::{AsOf, Code, Error, Result, source};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Largest size of the whole extract, in bytes.
const BUDGET: u64 = 2 * 1024 * 1024;

/// What a new bundled extract holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BundleReport {
    /// The source versions in it.
    pub imports: Vec<StoredSource>,
    /// Bytes of each file written.
    pub sizes: BTreeMap<String, u64>,
    /// Bytes of all tables together.
    pub total: u64,
}

/// Makes the bundled extract: every source file under `data` is imported, and the tables of
/// the current versions of those data sets whose licence lets an extract be passed on are
/// written to `out`, one Parquet file a table, with a manifest. Equal inputs give equal bytes.
///
/// # Errors
/// The importers' errors; [`Code::BadSetting`] when nothing under `data` may be passed on or
/// the extract is larger than 2 MiB; [`Code::Io`].
pub fn bundle(data: &Path, out: &Path) -> Result<BundleReport> {
    let store = tempfile::tempdir().map_err(|e| files::io_error(data, &e))?;
    let world = World::store_only(store.path())?;
    let report = world.add_with(&[data.to_path_buf()], &AddOptions::default(), &Silent)?;
    if let Some(e) = report.first_error() {
        return Err(e.clone());
    }
    let mut imports = Vec::new();
    let all = StoreManifest::read(store.path())?.imports;
    for place in current::current(&all, AsOf::LATEST)? {
        if let Some(import) = all.get(place)
            && source::meta(import.source)?.licence.redistributable
        {
            imports.push(import.clone());
        }
    }
    if imports.is_empty() {
        return Err(Error::new(Code::BadSetting, "nothing here may be passed on")
            .file(data.display().to_string()));
    }
    write(store.path(), imports, out)
}

fn write(store: &Path, mut imports: Vec<StoredSource>, out: &Path) -> Result<BundleReport> {
    files::make_dir(out)?;
    let mut sizes = BTreeMap::new();
    let mut total = 0;
    for table in Table::ALL {
        let files_of: Vec<PathBuf> = imports
            .iter()
            .filter_map(|i| i.tables.get(&table))
            .map(|f| store.join(&f.path))
            .collect();
        let bytes = merged(table, &files_of)?;
        let name = commit::file_name(table);
        files::write_atomically(&out.join(&name), &bytes)?;
        let sha256 = files::sha256(&bytes);
        for import in &mut imports {
            if let Some(file) = import.tables.get_mut(&table) {
                *file = TableFile { path: name.clone(), sha256: sha256.clone(), rows: file.rows };
            }
        }
        total += bytes.len() as u64;
        sizes.insert(name, bytes.len() as u64);
    }
    if total > BUDGET {
        return Err(Error::new(Code::BadSetting, "the extract is too large to ship")
            .value(total.to_string())
            .expected(format!("at most {BUDGET} bytes")));
    }
    imports.iter_mut().for_each(|i| i.imported_at = None);
    let manifest = StoreManifest { schema: SCHEMA, imports };
    files::write_atomically(&out.join(crate::store::manifest::FILE), &manifest.to_json()?)?;
    Ok(BundleReport { imports: manifest.imports, sizes, total })
}

/// One table of several imports as one Parquet file, sorted by source, version and then
/// every column; no bytes when no import fills the table.
fn merged(table: Table, paths: &[PathBuf]) -> Result<Vec<u8>> {
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let mut batches = Vec::new();
    for path in paths {
        let bytes = std::fs::read(path).map_err(|e| files::io_error(path, &e))?;
        batches.push(tables::read_bytes(table, bytes)?);
    }
    let batch = tables::canonical(table, &["source", "version"], &batches)?;
    let mut writer = TableWriter::new(Vec::new(), table, Packing::Small)?;
    writer.write(&batch)?;
    Ok(writer.finish()?.0)
}
