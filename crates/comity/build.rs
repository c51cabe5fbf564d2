//! Fingerprints the sources, so that cached results of another build are never taken for
//! results of this one.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    collect(&crates, &mut files);
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in &files {
        if let Ok(bytes) = std::fs::read(file) {
            bytes.hash(&mut hasher);
        }
    }
    println!("cargo::rustc-env=COMITY_SOURCES={:016x}", hasher.finish());
    println!("cargo::rerun-if-changed={}", crates.display());
}

/// Rust sources and data files that the crates compile in.
fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            if !["target", "tests", "benches", "examples"].iter().any(|d| name == *d) {
                collect(&path, files);
            }
        } else if path
            .extension()
            .is_some_and(|e| ["rs", "toml", "csv", "parquet", "json", "md"].iter().any(|x| e == *x))
        {
            files.push(path);
        }
    }
}
