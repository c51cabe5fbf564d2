//! The handle to everything that is known.

use crate::add::{self, AddOptions, AddReport};
use crate::bundled::embedded;
use crate::cache;
use crate::engine::months::{self, DyadMonths, EventsFrom, MonthSpec};
use crate::engine::session::Engine;
use crate::engine::{query, tables};
use crate::evidence::Evidence;
use crate::progress::Progress;
use crate::registry::Registry;
use crate::store::lock::StoreLock;
use crate::store::manifest::{StoreManifest, StoredSource};
use crate::store::verify::{self, VerifyReport};
use crate::store::{commit, current, files};
use arrow_array::RecordBatch;
use comity_core::{AsOf, Code, Error, Result, SourceKey};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The evidence store with the bundled extract underneath. A cheap handle; reading needs no
/// lock, and several processes may read while one imports.
///
/// ```
/// use comity_world::World;
/// let world = World::bundled()?;
/// let sources = world.sources()?;
/// assert!(sources.iter().all(|s| s.bundled));
/// # Ok::<(), comity_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct World(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    dir: Option<PathBuf>,
    cache: Option<PathBuf>,
    with_bundle: bool,
    engine: OnceLock<Result<Engine>>,
}

impl World {
    fn new(dir: Option<&Path>, with_bundle: bool) -> Self {
        Self(Arc::new(Inner {
            dir: dir.map(Path::to_path_buf),
            cache: dir.map(|d| d.join("cache")),
            with_bundle,
            engine: OnceLock::new(),
        }))
    }

    /// The store at `dir`, with the bundled extract underneath. The directory may not exist
    /// yet: then there is the bundled extract alone, until the first import makes it.
    ///
    /// # Errors
    /// [`Code::Damaged`] or [`Code::StoreVersion`] when the store's manifest cannot be read;
    /// [`Code::Io`].
    pub fn open(dir: &Path) -> Result<Self> {
        StoreManifest::read(dir)?;
        Ok(Self::new(Some(dir), true))
    }

    /// The store at `dir` without the bundled extract.
    ///
    /// # Errors
    /// Those of [`World::open`].
    pub fn store_only(dir: &Path) -> Result<Self> {
        StoreManifest::read(dir)?;
        Ok(Self::new(Some(dir), false))
    }

    /// The bundled extract alone; nothing can be imported.
    ///
    /// # Errors
    /// [`Code::Damaged`] when the extract is.
    pub fn bundled() -> Result<Self> {
        embedded::imports()?;
        Ok(Self::new(None, true))
    }

    /// The same world, with cached results in another directory than the store's.
    #[must_use]
    pub fn with_cache_dir(&self, dir: &Path) -> Self {
        let old = &self.0;
        Self(Arc::new(Inner {
            dir: old.dir.clone(),
            cache: Some(dir.to_path_buf()),
            with_bundle: old.with_bundle,
            engine: OnceLock::new(),
        }))
    }

    /// The store directory; `None` for the bundled extract alone.
    #[must_use]
    pub fn dir(&self) -> Option<&Path> {
        self.0.dir.as_deref()
    }

    pub(crate) fn store_dir(&self) -> Result<&Path> {
        self.dir().ok_or_else(|| {
            Error::new(Code::BadSetting, "the bundled extract cannot be changed")
                .hint("name a data directory")
        })
    }

    pub(crate) fn engine(&self) -> Result<&Engine> {
        self.0.engine.get_or_init(Engine::new).as_ref().map_err(Clone::clone)
    }

    /// Imports files and folders (searched through, in name order) with the default options.
    ///
    /// Each file enters the store whole or not at all; bytes that are there already change
    /// nothing. Inside folders, and where several paths are given, a file that is no data set
    /// comity reads is listed as skipped; a damaged one is listed as failed.
    ///
    /// # Errors
    /// When nothing was imported or found unchanged and some file failed: that file's error.
    /// [`Code::Locked`] when another run holds the store too long; [`Code::Io`];
    /// [`Code::Damaged`] or [`Code::StoreVersion`] when the store's manifest cannot be read.
    pub fn add(&self, paths: &[PathBuf], progress: &dyn Progress) -> Result<AddReport> {
        self.add_with(paths, &AddOptions::default(), progress)
    }

    /// [`World::add`] with options.
    ///
    /// # Errors
    /// Those of [`World::add`].
    pub fn add_with(
        &self,
        paths: &[PathBuf],
        options: &AddOptions,
        progress: &dyn Progress,
    ) -> Result<AddReport> {
        add::add(self.store_dir()?, paths, options, progress)
    }

    /// Every source version, imported ones in the order of import and then bundled ones,
    /// each marked with whether it is current.
    ///
    /// # Errors
    /// Those of [`World::open`].
    pub fn sources(&self) -> Result<Vec<StoredSource>> {
        let mut all = self.snapshot()?;
        for place in current::current(&all, AsOf::LATEST)? {
            if let Some(import) = all.get_mut(place) {
                import.current = true;
            }
        }
        Ok(all)
    }

    /// Imported and bundled entries, unmarked.
    fn snapshot(&self) -> Result<Vec<StoredSource>> {
        let mut all = match self.dir() {
            Some(dir) => StoreManifest::read(dir)?.imports,
            None => Vec::new(),
        };
        if self.0.with_bundle {
            all.extend_from_slice(embedded::imports()?);
        }
        Ok(all)
    }

    /// The entries that count under the release clock of `as_of`, in the order of tables.
    fn chosen(&self, as_of: AsOf) -> Result<Vec<StoredSource>> {
        let all = self.snapshot()?;
        let places = current::current(&all, as_of)?;
        Ok(places.into_iter().filter_map(|p| all.get(p).cloned()).collect())
    }

    /// Hashes every file of the store and of the bundled extract against the manifests.
    ///
    /// # Errors
    /// Those of [`World::open`]. What is wrong with single files is in the report.
    pub fn verify(&self) -> Result<VerifyReport> {
        let mut report = match self.dir() {
            Some(dir) => verify::verify(dir, &StoreManifest::read(dir)?)?,
            None => VerifyReport::default(),
        };
        if self.0.with_bundle {
            let mut counted = (0, 0);
            report.problems.extend(embedded::problems(&mut counted)?);
            report.imports += embedded::imports()?.len();
            report.files += counted.0;
            report.bytes += counted.1;
        }
        Ok(report)
    }

    /// Removes the imports of a data set, or of one version of it; gives their number. The
    /// bundled extract stays.
    ///
    /// # Errors
    /// [`Code::NoSuchSource`] when the store holds no such import; [`Code::Locked`];
    /// [`Code::Io`].
    pub fn remove(&self, key: SourceKey, version: Option<&str>) -> Result<usize> {
        let dir = self.store_dir()?;
        let gone = |i: &StoredSource| i.source == key && version.is_none_or(|v| v == i.version);
        let absent = || {
            let held = self.snapshot().unwrap_or_default();
            Error::new(Code::NoSuchSource, "the store holds no such import")
                .value(version.map_or_else(|| key.to_string(), |v| format!("{key} {v}")))
                .candidates(
                    held.iter()
                        .filter(|i| !i.bundled)
                        .map(|i| format!("{} {}", i.source, i.version))
                        .collect(),
                )
                .hint("the bundled extract cannot be removed; imported versions stand above it")
        };
        if !dir.is_dir() {
            return Err(absent());
        }
        let _lock = StoreLock::take(dir, AddOptions::default().lock_timeout)?;
        let before = StoreManifest::read(dir)?;
        let mut after = before.clone();
        after.imports.retain(|i| !gone(i));
        let removed = before.imports.len() - after.imports.len();
        if removed == 0 {
            return Err(absent());
        }
        after.replace(dir)?;
        commit::sweep(dir, &after)?;
        Ok(removed)
    }

    /// The tables as an as-of date allows: of every data set the current version among those
    /// released in time, without what happened after the event clock. The events table stays
    /// empty here: see [`World::dyad_months`] and [`World::sql`].
    ///
    /// # Errors
    /// [`Code::Damaged`] when a table file is missing or cannot be read; [`Code::Query`].
    pub fn evidence(&self, as_of: AsOf) -> Result<Evidence> {
        self.retry(|| {
            let chosen = self.chosen(as_of)?;
            let read = tables::read(self.engine()?, self.dir(), &chosen, as_of)?;
            let inputs = chosen.iter().map(StoredSource::input_ref).collect::<Result<_>>()?;
            Evidence::from_tables(as_of, inputs, read)
        })
    }

    /// Reads again when a table vanished because another run removed its version meanwhile.
    fn retry<T>(&self, read: impl Fn() -> Result<T>) -> Result<T> {
        let before = self.manifest_bytes();
        match read() {
            Err(e) if e.code() == Code::Damaged && self.manifest_bytes() != before => read(),
            result => result,
        }
    }

    fn manifest_bytes(&self) -> Option<Vec<u8>> {
        std::fs::read(self.dir()?.join(crate::store::manifest::FILE)).ok()
    }

    /// The registry of actors, from everything at hand.
    ///
    /// # Errors
    /// Those of [`World::evidence`].
    pub fn registry(&self) -> Result<Registry> {
        Registry::from_evidence(&self.evidence(AsOf::LATEST)?)
    }

    /// Runs one read-only SQL query. Tables: those of [`comity_core::schema::Table`] by name
    /// with the current versions, and the same with `_all` with every version.
    ///
    /// # Errors
    /// [`Code::Query`] when the query is not SQL, would change something, or fails.
    pub fn sql(&self, text: &str) -> Result<Vec<RecordBatch>> {
        self.retry(|| {
            query::run(
                self.engine()?,
                self.dir(),
                &self.chosen(AsOf::LATEST)?,
                &self.snapshot()?,
                text,
            )
        })
    }

    /// Counts events by dyad and month and writes them as one Parquet file, sorted.
    ///
    /// # Errors
    /// [`Code::NoSuchFile`], [`Code::MissingColumn`] for the input; [`Code::NoSample`] when
    /// there are no events; [`Code::Io`]; [`Code::Query`].
    pub fn dyad_months(
        &self,
        from: EventsFrom<'_>,
        output: &Path,
        spec: &MonthSpec,
    ) -> Result<DyadMonths> {
        let chosen = self.chosen(spec.as_of)?;
        months::run(self.engine()?, self.dir(), &chosen, from, output, spec)
    }

    /// What a result that used everything as of `as_of` depends on: the hash of the source
    /// versions chosen and of both clocks, lower-case hexadecimal.
    ///
    /// # Errors
    /// Those of [`World::open`].
    pub fn inputs_hash_as_of(&self, as_of: AsOf) -> Result<String> {
        let mut text = format!("{as_of:?}\n");
        for import in self.chosen(as_of)? {
            text.push_str(&format!("{} {} {}\n", import.source, import.version, import.sha256));
            for file in import.tables.values() {
                text.push_str(&format!("{}\n", file.sha256));
            }
        }
        Ok(files::sha256(text.as_bytes()))
    }

    /// [`World::inputs_hash_as_of`] with no limit on either clock.
    ///
    /// # Errors
    /// Those of [`World::open`].
    pub fn inputs_hash(&self) -> Result<String> {
        self.inputs_hash_as_of(AsOf::LATEST)
    }

    /// A cached result; `None` when there is none, or no cache directory.
    #[must_use]
    pub fn cache_get(&self, key: &str) -> Option<Vec<u8>> {
        cache::get(self.0.cache.as_deref()?, key)
    }

    /// The journal of a key that names everything its lines depend on, beside the cached
    /// results; in memory when there is no cache directory.
    ///
    /// # Errors
    /// [`Code::Locked`] when another run writes to it, [`Code::Io`].
    pub fn journal(&self, key: &str) -> Result<crate::Journal> {
        crate::Journal::open(self.0.cache.as_deref(), key)
    }

    /// Keeps a result under a key that names everything it depends on. Never fails: a cache
    /// that cannot be written is a cache that stays empty.
    pub fn cache_put(&self, key: &str, bytes: &[u8]) {
        if let Some(dir) = self.0.cache.as_deref() {
            cache::put(dir, key, bytes);
        }
    }
}
