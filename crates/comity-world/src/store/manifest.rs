//! What the store holds: `manifest.json`.

use crate::store::files;
use crate::store::scope::Scope;
use comity_core::schema::Table;
use comity_core::{Code, Error, InputRef, Result, SourceKey, source};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Version of the store's layout that this program writes.
pub(crate) const SCHEMA: u32 = 1;

/// Name of the manifest inside the store.
pub(crate) const FILE: &str = "manifest.json";

/// One Parquet file of the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// Path relative to the store, with `/` between folders.
    pub path: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// Rows that belong to this import. A bundled file holds several imports' rows.
    pub rows: u64,
}

/// One imported (or bundled) source file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredSource {
    /// The data set.
    pub source: SourceKey,
    /// Version as the source states it, such as `18.1`.
    pub version: String,
    /// Layout the importer recognised, such as `actor-year`.
    pub layout: String,
    /// Part of the version that the file covers, for sources that come in several files;
    /// empty where one file is the whole version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub part: String,
    /// SHA-256 of the original file, lower-case hexadecimal.
    pub sha256: String,
    /// Name of the original file.
    pub file: String,
    /// Size of the original file in bytes.
    pub bytes: u64,
    /// Data rows of the original file.
    pub rows: u64,
    /// When it was imported (RFC 3339, UTC); absent in the bundled extract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported_at: Option<String>,
    /// Licence identifier or statement.
    pub licence: String,
    /// First year of the rows, where they are dated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_year: Option<i16>,
    /// Last year of the rows, where they are dated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_year: Option<i16>,
    /// What the importer noted about the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Parquet file of each table the import filled.
    pub tables: BTreeMap<Table, TableFile>,
    /// Whether this is part of the bundled extract.
    #[serde(skip)]
    pub bundled: bool,
    /// Whether this is what `evidence` reads when nothing limits the release clock.
    #[serde(skip)]
    pub current: bool,
    /// Place in the order of imports: of two files of one version the later one counts.
    #[serde(skip)]
    pub(crate) sequence: usize,
}

impl StoredSource {
    /// Countries and years the file covers, for sources that come in parts.
    pub(crate) fn scope(&self) -> Scope {
        Scope::parse(&self.part, self.first_year, self.last_year)
    }

    /// The reference that results carry in their manifest.
    ///
    /// # Errors
    /// [`Code::Internal`] when the register of sources is damaged.
    pub fn input_ref(&self) -> Result<InputRef> {
        Ok(InputRef {
            source: self.source.as_str().to_owned(),
            version: self.version.clone(),
            sha256: self.sha256.clone(),
            rows: self.rows,
            licence: self.licence.clone(),
            citation: source::meta(self.source)?.citation.clone(),
            bundled: self.bundled,
        })
    }
}

/// The manifest of a store, imports in the order they were made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoreManifest {
    /// Layout version of the store.
    pub(crate) schema: u32,
    /// Imports, oldest first.
    pub(crate) imports: Vec<StoredSource>,
}

impl Default for StoreManifest {
    fn default() -> Self {
        Self { schema: SCHEMA, imports: Vec::new() }
    }
}

#[derive(Deserialize)]
struct SchemaOnly {
    schema: u32,
}

impl StoreManifest {
    /// Reads a manifest from its JSON text; `name` is what errors call it.
    ///
    /// # Errors
    /// [`Code::StoreVersion`] for a newer layout, [`Code::Damaged`] for anything else.
    pub(crate) fn parse(text: &[u8], name: &str) -> Result<Self> {
        let damaged = |e: serde_json::Error| {
            Error::new(Code::Damaged, format!("the store's manifest cannot be read: {e}"))
                .file(name)
                .hint("move the store directory away and import the files again")
        };
        let probe: SchemaOnly = serde_json::from_slice(text).map_err(damaged)?;
        if probe.schema > SCHEMA {
            return Err(Error::new(
                Code::StoreVersion,
                "the store was written by a newer version of comity",
            )
            .file(name)
            .value(probe.schema.to_string())
            .expected(format!("layout {SCHEMA} or older"))
            .hint("update comity, or use another data directory"));
        }
        let mut manifest: Self = serde_json::from_slice(text).map_err(damaged)?;
        for (sequence, import) in manifest.imports.iter_mut().enumerate() {
            import.sequence = sequence;
            for file in import.tables.values() {
                check_relative(&file.path, name)?;
            }
        }
        Ok(manifest)
    }

    /// Reads the manifest of a store directory; an absent one is an empty store.
    ///
    /// # Errors
    /// Those of [`StoreManifest::parse`], and [`Code::Io`].
    pub(crate) fn read(dir: &Path) -> Result<Self> {
        let path = dir.join(FILE);
        match std::fs::read(&path) {
            Ok(text) => Self::parse(&text, &path.display().to_string()),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(files::io_error(&path, &e)),
        }
    }

    /// The manifest as JSON with a trailing newline.
    ///
    /// # Errors
    /// [`Code::Internal`] when it cannot be written as JSON.
    pub(crate) fn to_json(&self) -> Result<Vec<u8>> {
        let mut text = serde_json::to_vec_pretty(self)
            .map_err(|e| Error::new(Code::Internal, format!("the manifest: {e}")))?;
        text.push(b'\n');
        Ok(text)
    }

    /// Replaces the manifest of a store directory in one step.
    ///
    /// # Errors
    /// [`Code::Io`] when the file system refuses; the old manifest then stands.
    pub(crate) fn replace(&self, dir: &Path) -> Result<()> {
        files::write_atomically(&dir.join(FILE), &self.to_json()?)
    }

    /// Folders (relative to the store) that imports refer to.
    pub(crate) fn folders(&self) -> std::collections::BTreeSet<PathBuf> {
        self.imports
            .iter()
            .flat_map(|i| i.tables.values())
            .filter_map(|t| Path::new(&t.path).parent().map(Path::to_path_buf))
            .collect()
    }
}

/// A path of the manifest must stay inside the store.
fn check_relative(path: &str, name: &str) -> Result<()> {
    let inside = Path::new(path).components().all(|c| matches!(c, std::path::Component::Normal(_)));
    if inside && !path.is_empty() {
        return Ok(());
    }
    Err(Error::new(Code::Damaged, "the manifest names a file outside the store")
        .file(name)
        .value(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_layout_and_a_damaged_text_have_their_own_codes() {
        let code = |t: &str| StoreManifest::parse(t.as_bytes(), "m").unwrap_err().code();
        assert_eq!(code(r#"{"schema": 99, "anything": []}"#), Code::StoreVersion);
        assert_eq!(code(r#"{"schema": 1, "imports": ["#), Code::Damaged);
        assert_eq!(code("[]"), Code::Damaged);
    }

    #[test]
    fn a_path_outside_the_store_is_refused() {
        for bad in ["../x", "/etc/passwd", "", "tables/../../x"] {
            assert_eq!(check_relative(bad, "m").unwrap_err().code(), Code::Damaged, "{bad}");
        }
        check_relative("tables/a/b.parquet", "m").unwrap();
    }
}
