//! Running the program and writing down what it said.

use regex::Regex;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, Mutex};
use tempfile::TempDir;

/// A working directory of its own, and a data folder that is its own or shared.
pub(crate) struct Place {
    work: TempDir,
    data: PathBuf,
}

/// What one run said.
pub(crate) struct Ran {
    shown: String,
    /// Exit status.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Place {
    /// With an empty data folder: the bundled extract answers.
    pub(crate) fn new() -> Self {
        let work = tempfile::tempdir().unwrap();
        let data = work.path().join("data");
        Self { work, data }
    }

    /// With the data folder that all tests share, so that evaluations are computed once.
    pub(crate) fn shared() -> Self {
        static DATA: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());
        Self { work: tempfile::tempdir().unwrap(), data: DATA.path().to_path_buf() }
    }

    /// The shared place, once the evaluation of a specification is in its cache.
    ///
    /// An evaluation costs most of a minute of processor time in the dev profile. Tests that
    /// need the same one wait for the first of them.
    pub(crate) fn warm(spec: &[&str]) -> Self {
        static DONE: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let place = Self::shared();
        let key = spec.join(" ");
        let mut done = DONE.lock().unwrap();
        if !done.contains(&key) {
            let args = [&["outlook", "Hezbollah", "Hamas", "-o", "-"], spec].concat();
            place.run(&args).ok();
            done.push(key);
        }
        place
    }

    /// The working directory.
    pub(crate) fn path(&self) -> &Path {
        self.work.path()
    }

    /// The data folder.
    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// Writes a file in the working directory.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The bytes of a file in the working directory.
    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// Runs `comity` in the working directory.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Ran {
        let out = Command::new(env!("CARGO_BIN_EXE_comity"))
            .args(args)
            .current_dir(self.path())
            .env("COMITY_DATA_DIR", &self.data)
            .env("NO_COLOR", "1")
            .env("COLUMNS", "100")
            .output()
            .unwrap();
        let shown: Vec<String> =
            args.iter().map(|a| quoted(&a.as_ref().to_string_lossy())).collect();
        Ran {
            shown: self.hide(&shown.join(" ")),
            code: out.status.code().unwrap(),
            stdout: self.hide(&String::from_utf8(out.stdout).unwrap()),
            stderr: self.hide(&String::from_utf8(out.stderr).unwrap()),
        }
    }

    /// Runs a command line written as one would type it, without quotes.
    pub(crate) fn line(&self, line: &str) -> Ran {
        self.run(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// Takes out what differs between machines and builds.
    fn hide(&self, text: &str) -> String {
        static HASH: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"\bmanifest [0-9a-f]{12,64}\b").unwrap());
        static VERSION: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"\bcomity \d+\.\d+\.\d+").unwrap());
        let mut text = text.to_owned();
        for (dir, name) in [(self.data.as_path(), "[data]"), (self.path(), "[dir]")] {
            text = text.replace(&*dir.to_string_lossy(), name);
        }
        let text = HASH.replace_all(&text, "manifest [hash]");
        VERSION.replace_all(&text, "comity [version]").into_owned()
    }
}

impl Ran {
    /// The run, once it is sure that it succeeded.
    pub(crate) fn ok(self) -> Self {
        self.exits(0)
    }

    /// The run, once it is sure that it ended with this status.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.transcript());
        self
    }

    /// Command, exit status and both streams, as snapshots hold them.
    pub(crate) fn transcript(&self) -> String {
        let mut text = format!("$ comity {}\nexit {}\n", self.shown, self.code);
        for (name, stream) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !stream.is_empty() {
                text.push_str(&format!("──── {name}\n{stream}"));
            }
        }
        text
    }

    /// Standard output as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}\n{}", self.transcript()))
    }

    /// The code of the error that `--json` prints on standard error.
    pub(crate) fn code_of_json_error(&self) -> String {
        let value: Value = serde_json::from_str(&self.stderr)
            .unwrap_or_else(|e| panic!("{e}\n{}", self.transcript()));
        value["error"]["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The shape of the JSON on standard output: names and types, without values.
    pub(crate) fn shape(&self) -> Value {
        shape(&self.json())
    }
}

fn quoted(arg: &str) -> String {
    if arg.is_empty() || arg.contains([' ', '(', '*']) {
        format!("\"{arg}\"")
    } else {
        arg.to_owned()
    }
}

/// Names and types of a JSON value. The items of a list are one shape; a field that some items
/// lack or that is sometimes null ends in `?`.
pub(crate) fn shape(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Bool(_) => "bool".into(),
        Value::Number(_) => "number".into(),
        Value::String(_) => "string".into(),
        Value::Array(items) => Value::Array(
            items.iter().map(shape).reduce(|a, b| merged(&a, &b)).into_iter().collect(),
        ),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(k, v)| (k.clone(), shape(v))).collect())
        }
    }
}

fn merged(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (a, b) if a == b => a.clone(),
        (Value::Null, x) | (x, Value::Null) => optional(x),
        (Value::Array(x), Value::Array(y)) => {
            let both = x.iter().chain(y).cloned().reduce(|a, b| merged(&a, &b));
            Value::Array(both.into_iter().collect())
        }
        (Value::Object(x), Value::Object(y)) => {
            let plain = |o: &serde_json::Map<String, Value>| -> BTreeMap<String, (bool, Value)> {
                let bare = |k: &String| (k.trim_end_matches('?').to_owned(), k.ends_with('?'));
                o.iter().map(|(k, v)| (bare(k).0, (bare(k).1, v.clone()))).collect()
            };
            let (x, y) = (plain(x), plain(y));
            let mut out = serde_json::Map::new();
            for key in x.keys().chain(y.keys()) {
                let (name, value) = match (x.get(key), y.get(key)) {
                    (Some((p, v)), Some((q, w))) => (*p || *q, merged(v, w)),
                    (Some((_, v)), None) | (None, Some((_, v))) => (true, v.clone()),
                    (None, None) => continue,
                };
                out.insert(if name { format!("{key}?") } else { key.clone() }, value);
            }
            Value::Object(out)
        }
        (Value::String(x), Value::String(y)) => {
            let mut kinds: Vec<&str> = x.split(" or ").chain(y.split(" or ")).collect();
            kinds.sort_unstable();
            kinds.dedup();
            kinds.join(" or ").into()
        }
        (Value::String(s), other) | (other, Value::String(s)) => {
            Value::Array(vec!["either".into(), s.clone().into(), other.clone()])
        }
        (a, _) => a.clone(),
    }
}

fn optional(x: &Value) -> Value {
    match x {
        Value::String(s) if s.contains("null") => x.clone(),
        Value::String(s) => format!("{s} or null").into(),
        other => other.clone(),
    }
}

/// Every file under a folder with its bytes, the cache and the lock aside.
pub(crate) fn contents(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(next) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&next) else { continue };
        for path in entries.map(|e| e.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else if !path.ends_with("lock") && !path.to_string_lossy().contains("cache") {
                let bytes = std::fs::read(&path).unwrap();
                found.insert(path, bytes);
            }
        }
    }
    found
}

/// The folder with the data sets as published, if this machine has it.
pub(crate) fn conformance() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let data = std::env::var_os("COMITY_SHARED").map_or_else(beside, PathBuf::from).join("data");
    if !data.is_dir() {
        println!("skipped: no conformance data");
        return None;
    }
    Some(data)
}

/// A fixture of the importers: a few made-up rows in the layout of a real file.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../comity-sources/tests/fixtures").join(name)
}
