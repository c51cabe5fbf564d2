//! From source file to committed import: staged apart, moved into place, then recorded.
//!
//! Order of events, each durable before the next: tables in `tmp/`, the folder renamed to
//! its place under `tables/`, the manifest replaced. A run that dies in between leaves at
//! most a folder that nothing refers to; the next import sweeps it.

use crate::store::manifest::{StoreManifest, StoredSource, TableFile};
use crate::store::scope::part_text;
use crate::store::tables::{self, Packing, TableWriter};
use crate::store::{files, verify};
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use comity_core::schema::Table;
use comity_core::{Code, Error, Result, SourceKey, source};
use comity_sources::{Input, Note};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};

/// Folder of unfinished imports inside the store.
pub(crate) const TMP: &str = "tmp";
/// Folder of finished imports inside the store.
pub(crate) const TABLES: &str = "tables";

/// An import whose tables are written and which is not recorded yet.
#[derive(Debug)]
pub(crate) struct Staged {
    /// The entry, its table paths still without folder.
    pub(crate) entry: StoredSource,
    folder: tempfile::TempDir,
}

/// Removes what interrupted imports left behind. The caller holds the lock.
///
/// # Errors
/// [`Code::Io`].
pub(crate) fn sweep(dir: &Path, manifest: &StoreManifest) -> Result<()> {
    for path in leftovers(dir, manifest)? {
        if path.is_dir() {
            files::remove_dir(&path)?;
        } else {
            std::fs::remove_file(&path).map_err(|e| files::io_error(&path, &e))?;
        }
    }
    Ok(())
}

/// What lies in the store and belongs to no import.
///
/// # Errors
/// [`Code::Io`].
pub(crate) fn leftovers(dir: &Path, manifest: &StoreManifest) -> Result<Vec<PathBuf>> {
    let referenced = manifest.folders();
    let mut found = files::entries(&dir.join(TMP))?;
    for source in files::entries(&dir.join(TABLES))? {
        for folder in files::entries(&source)? {
            if folder.strip_prefix(dir).is_ok_and(|f| !referenced.contains(f)) {
                found.push(folder);
            }
        }
    }
    found.extend(files::entries(dir)?.into_iter().filter(|p| {
        p.file_name().is_some_and(|n| n.to_string_lossy().starts_with(files::NEW_PREFIX))
    }));
    Ok(found)
}

/// Collects what an importer emits: events go straight to their file, the rest is kept to
/// be put in canonical order.
struct Collector<'a> {
    folder: &'a Path,
    kept: BTreeMap<Table, Vec<RecordBatch>>,
    events: Option<TableWriter<File>>,
    countries: BTreeSet<i32>,
}

impl Collector<'_> {
    fn take(&mut self, table: Table, batch: RecordBatch) -> Result<()> {
        if batch.schema().fields() != table.schema().fields() {
            return Err(tables::internal(format!("{} has a foreign schema", table.as_str())));
        }
        if table != Table::Events {
            self.kept.entry(table).or_default().push(batch);
            return Ok(());
        }
        if let Some(gw) = batch.column_by_name("gw").and_then(|c| c.as_primitive_opt::<Int32Type>())
        {
            self.countries.extend(gw.iter().flatten());
        }
        let writer = match &mut self.events {
            Some(writer) => writer,
            None => {
                let path = self.folder.join(file_name(table));
                let file = File::create_new(&path).map_err(|e| files::io_error(&path, &e))?;
                self.events.insert(TableWriter::new(file, table, Packing::Quick)?)
            }
        };
        writer.write(&batch)
    }

    /// Writes what was kept; gives every table's file name and rows.
    fn finish(self) -> Result<BTreeMap<Table, u64>> {
        let mut rows = BTreeMap::new();
        for (table, batches) in &self.kept {
            let batch = tables::canonical(*table, &[], batches)?;
            let path = self.folder.join(file_name(*table));
            rows.insert(*table, tables::write_file(&path, *table, &batch)?);
        }
        if let Some(writer) = self.events {
            let (file, count) = writer.finish()?;
            file.sync_all().map_err(|e| files::io_error(self.folder, &e))?;
            rows.insert(Table::Events, count);
        }
        Ok(rows)
    }
}

pub(crate) fn file_name(table: Table) -> String {
    format!("{}.parquet", table.as_str())
}

/// Imports one file into a staging folder of the store. Nothing else of the store changes.
///
/// # Errors
/// The importer's errors, naming the file; [`Code::Io`].
pub(crate) fn stage(
    dir: &Path,
    name: &str,
    bytes: &[u8],
    sha256: String,
    imported_at: Option<String>,
) -> Result<Staged> {
    let tmp = dir.join(TMP);
    let folder = tempfile::Builder::new()
        .prefix("import-")
        .tempdir_in(&tmp)
        .map_err(|e| files::io_error(&tmp, &e))?;
    let mut collector = Collector {
        folder: folder.path(),
        kept: BTreeMap::new(),
        events: None,
        countries: BTreeSet::new(),
    };
    let imported = comity_sources::import(&Input { name, bytes }, &mut |table, batch| {
        collector.take(table, batch)
    })
    .map_err(|e| e.file(name))?;
    let part = match imported.source {
        SourceKey::Ged => part_text(&collector.countries),
        _ => String::new(),
    };
    let mut written = BTreeMap::new();
    for (table, rows) in collector.finish()? {
        let file = file_name(table);
        let path = folder.path().join(&file);
        let sha256 = files::sha256_file(&path).map_err(|e| files::io_error(&path, &e))?;
        written.insert(table, TableFile { path: file, sha256, rows });
    }
    files::sync_dir(folder.path())?;
    let entry = StoredSource {
        source: imported.source,
        version: imported.version,
        layout: imported.layout.as_str().to_owned(),
        part,
        sha256,
        file: name.to_owned(),
        bytes: bytes.len() as u64,
        rows: imported.rows,
        imported_at,
        licence: source::meta(imported.source)?.licence.name.clone(),
        first_year: imported.first_year,
        last_year: imported.last_year,
        notes: imported.notes.iter().map(note_text).collect(),
        tables: written,
        bundled: false,
        current: false,
        sequence: 0,
    };
    Ok(Staged { entry, folder })
}

fn note_text(note: &Note) -> String {
    let rows: Vec<String> = note.rows.iter().map(ToString::to_string).collect();
    match rows.as_slice() {
        [] => format!("{} ({})", note.message, note.count),
        rows => format!("{} ({}; rows {})", note.message, note.count, rows.join(", ")),
    }
}

/// The import of the same bytes that the store already holds, if its tables are sound.
pub(crate) fn already<'m>(
    dir: &Path,
    manifest: &'m StoreManifest,
    sha256: &str,
) -> Option<&'m StoredSource> {
    manifest
        .imports
        .iter()
        .find(|i| i.sha256 == sha256 && verify::problems_of(dir, i, &mut (0, 0)).is_empty())
}

/// Moves a staged import into place and records it. The caller holds the lock.
///
/// # Errors
/// [`Code::Io`]; the manifest is then as it was.
pub(crate) fn commit(
    dir: &Path,
    manifest: &mut StoreManifest,
    staged: Staged,
) -> Result<StoredSource> {
    let Staged { mut entry, folder } = staged;
    let place = free_place(dir, &entry)?;
    let parent = dir.join(&place);
    let parent = parent.parent().unwrap_or(dir);
    if !parent.is_dir() {
        files::make_dir(parent)?;
        files::sync_dir(&dir.join(TABLES))?;
    }
    let target = dir.join(&place);
    let from = folder.keep();
    std::fs::rename(&from, &target).map_err(|e| files::io_error(&target, &e))?;
    files::sync_dir(parent)?;
    for table in entry.tables.values_mut() {
        table.path = format!("{place}/{}", table.path);
    }
    let mut next = manifest.clone();
    next.imports.retain(|i| i.sha256 != entry.sha256);
    entry.sequence = next.imports.len();
    next.imports.push(entry.clone());
    next.replace(dir)?;
    *manifest = next;
    Ok(entry)
}

/// A folder name that nothing uses, relative to the store: `tables/SOURCE/VERSION-HASH`.
fn free_place(dir: &Path, entry: &StoredSource) -> Result<String> {
    let version: String = entry
        .version
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '.' || c == '_' { c } else { '_' })
        .take(32)
        .collect();
    let hash = entry.sha256.get(..8).unwrap_or(&entry.sha256);
    let base = format!("{TABLES}/{}/{version}-{hash}", entry.source);
    (1..1000)
        .map(|n| if n == 1 { base.clone() } else { format!("{base}-{n}") })
        .find(|place| !dir.join(place).exists())
        .ok_or_else(|| Error::new(Code::Io, "no free folder for the import").file(base))
}
