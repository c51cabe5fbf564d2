//! Importing files and folders.

use crate::progress::Progress;
use crate::store::commit::{self, Staged};
use crate::store::files;
use crate::store::lock::StoreLock;
use crate::store::manifest::{StoreManifest, StoredSource};
use comity_core::{Code, Error, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

/// How an import runs.
#[derive(Clone, Debug)]
pub struct AddOptions {
    /// Longest wait for another run's lock.
    pub lock_timeout: Duration,
    /// What the manifest states as the time of import; `None` takes the clock.
    pub imported_at: Option<jiff::Timestamp>,
    /// Files read at once.
    pub threads: usize,
}

impl Default for AddOptions {
    fn default() -> Self {
        Self {
            lock_timeout: Duration::from_secs(60),
            imported_at: None,
            threads: std::thread::available_parallelism().map_or(2, |n| n.get().min(8)),
        }
    }
}

/// A file that was imported, or that the store already held.
#[derive(Clone, Debug, Serialize)]
pub struct Added {
    /// The file.
    pub path: PathBuf,
    /// What the store now holds of it.
    pub import: StoredSource,
}

/// A file that was passed over.
#[derive(Clone, Debug, Serialize)]
pub struct Skipped {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub reason: String,
}

/// A file that could not be imported.
#[derive(Clone, Debug, Serialize)]
pub struct Failed {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub error: Error,
}

/// What became of every file, each list in the order of the paths.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AddReport {
    /// Imported now.
    pub added: Vec<Added>,
    /// The same bytes were there already; nothing changed.
    pub unchanged: Vec<Added>,
    /// Not a data set that comity reads.
    pub skipped: Vec<Skipped>,
    /// Damaged or unreadable; nothing of them entered the store.
    pub failed: Vec<Failed>,
}

impl AddReport {
    /// The first failure, for callers that end with its exit status.
    #[must_use]
    pub fn first_error(&self) -> Option<&Error> {
        self.failed.first().map(|f| &f.error)
    }
}

struct Job {
    path: PathBuf,
    bytes: u64,
    /// Named by the caller, not found in a folder.
    named: bool,
}

enum Outcome {
    Staged(Box<Staged>),
    Unchanged(Box<StoredSource>),
    Failed(Error),
}

/// Imports files and folders into the store at `dir`; see [`crate::World::add`].
pub(crate) fn add(
    dir: &Path,
    paths: &[PathBuf],
    options: &AddOptions,
    progress: &dyn Progress,
) -> Result<AddReport> {
    let mut report = AddReport::default();
    let mut jobs = Vec::new();
    for path in paths {
        find(path, true, &mut jobs, &mut report);
    }
    if jobs.is_empty() {
        return finish(report);
    }
    let _lock = StoreLock::take(dir, options.lock_timeout)?;
    let mut manifest = StoreManifest::read(dir)?;
    commit::sweep(dir, &manifest)?;
    files::make_dir(&dir.join(commit::TMP))?;
    files::make_dir(&dir.join(commit::TABLES))?;
    progress.start(jobs.len(), jobs.iter().map(|j| j.bytes).sum());
    let stamp = options.imported_at.unwrap_or_else(jiff::Timestamp::now).to_string();
    let work = Work { dir, jobs: &jobs, before: &manifest.clone(), stamp: &stamp };
    let committed = run(&work, options.threads, |place, outcome| {
        let Some(job) = jobs.get(place) else { return Ok(()) };
        let what = settle(dir, &mut manifest, job, outcome, paths.len() > 1, &mut report)?;
        progress.file_done(&job.path, job.bytes, what);
        Ok(())
    });
    progress.finish();
    committed?;
    commit::sweep(dir, &manifest)?;
    files::remove_dir(&dir.join(commit::TMP))?;
    finish(report)
}

/// An import that brought nothing and failed somewhere is an error.
fn finish(report: AddReport) -> Result<AddReport> {
    match report.first_error() {
        Some(e) if report.added.is_empty() && report.unchanged.is_empty() => Err(e.clone()),
        _ => Ok(report),
    }
}

/// Lists the files under a path in name order; hidden ones are passed over.
fn find(path: &Path, named: bool, jobs: &mut Vec<Job>, report: &mut AddReport) {
    let failed = |error: Error| Failed { path: path.to_path_buf(), error };
    let meta = match std::fs::metadata(path) {
        Ok(meta) => meta,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let error = Error::new(Code::NoSuchFile, "there is no such file or folder")
                .file(path.display().to_string());
            return report.failed.push(failed(error));
        }
        Err(e) => return report.failed.push(failed(files::io_error(path, &e))),
    };
    let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
    if hidden && !named {
        let reason = "hidden".to_owned();
        report.skipped.push(Skipped { path: path.to_path_buf(), reason });
    } else if meta.is_file() {
        jobs.push(Job { path: path.to_path_buf(), bytes: meta.len(), named });
    } else if meta.is_dir() {
        match files::entries(path) {
            Ok(entries) => {
                for inner in &entries {
                    // A link that leads back up would never end.
                    if inner.is_symlink() && inner.is_dir() {
                        let reason = "a link to a folder; name the folder itself".to_owned();
                        report.skipped.push(Skipped { path: inner.clone(), reason });
                    } else {
                        find(inner, false, jobs, report);
                    }
                }
            }
            Err(error) => report.failed.push(failed(error)),
        }
    } else {
        let error = Error::new(Code::NoSuchFile, "this is neither a file nor a folder")
            .file(path.display().to_string());
        report.failed.push(failed(error));
    }
}

struct Work<'a> {
    dir: &'a Path,
    jobs: &'a [Job],
    before: &'a StoreManifest,
    stamp: &'a str,
}

/// Stages every job on several threads, largest file first, and hands the outcomes to
/// `settle` in the order of the jobs.
fn run(
    work: &Work<'_>,
    threads: usize,
    mut settle: impl FnMut(usize, Outcome) -> Result<()>,
) -> Result<()> {
    let mut order: Vec<usize> = (0..work.jobs.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(work.jobs.get(*i).map_or(0, |j| j.bytes)));
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, work.jobs.len().max(1)) {
            let (send, next, order) = (send.clone(), &next, &order);
            scope.spawn(move || {
                while let Some(place) = order.get(next.fetch_add(1, Ordering::Relaxed)).copied() {
                    let Some(job) = work.jobs.get(place) else { break };
                    if send.send((place, stage(work, job))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (place, outcome) in receive {
            waiting.insert(place, outcome);
            while let Some(outcome) = waiting.remove(&due) {
                settle(due, outcome)?;
                due += 1;
            }
        }
        Ok(())
    })
}

/// Largest file that is read: no data set comes near it.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;

fn stage(work: &Work<'_>, job: &Job) -> Outcome {
    if job.bytes > LARGEST {
        let error = Error::new(Code::Unrecognised, "the file is larger than any data set")
            .file(job.path.display().to_string())
            .value(format!("{} bytes", job.bytes))
            .expected(format!("at most {LARGEST} bytes"));
        return Outcome::Failed(error);
    }
    let bytes = match std::fs::read(&job.path) {
        Ok(bytes) => bytes,
        Err(e) => return Outcome::Failed(files::io_error(&job.path, &e)),
    };
    let sha256 = files::sha256(&bytes);
    if let Some(there) = commit::already(work.dir, work.before, &sha256) {
        return Outcome::Unchanged(Box::new(there.clone()));
    }
    let name = job.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    match commit::stage(work.dir, &name, &bytes, sha256, Some(work.stamp.to_owned())) {
        Ok(staged) => Outcome::Staged(Box::new(staged)),
        Err(e) => Outcome::Failed(e),
    }
}

/// Commits or reports one outcome; says in a word what became of the file.
fn settle(
    dir: &Path,
    manifest: &mut StoreManifest,
    job: &Job,
    outcome: Outcome,
    several: bool,
    report: &mut AddReport,
) -> Result<&'static str> {
    let path = job.path.clone();
    match outcome {
        Outcome::Unchanged(import) => {
            report.unchanged.push(Added { path, import: *import });
            Ok("unchanged")
        }
        Outcome::Staged(staged) => {
            // Two files of one call may hold the same bytes.
            if let Some(twin) = report.added.iter().find(|a| a.import.sha256 == staged.entry.sha256)
            {
                let import = twin.import.clone();
                report.unchanged.push(Added { path, import });
                return Ok("unchanged");
            }
            let import = commit::commit(dir, manifest, *staged)?;
            report.added.push(Added { path, import });
            Ok("imported")
        }
        Outcome::Failed(e) if passed_over(&e) && (several || !job.named) => {
            report.skipped.push(Skipped { path, reason: e.message().to_owned() });
            Ok("skipped")
        }
        Outcome::Failed(error) => {
            report.failed.push(Failed { path, error });
            Ok("failed")
        }
    }
}

/// Whether the error says that the file is no data set at all.
fn passed_over(e: &Error) -> bool {
    matches!(e.code(), Code::Unrecognised | Code::Empty | Code::MissingHeader | Code::BadEncoding)
}
