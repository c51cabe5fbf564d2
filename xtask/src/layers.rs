//! The dependency table of the architecture page, and the check that it holds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Each crate and the crates of this workspace it may depend on (normal dependencies).
const TABLE: &[(&str, &[&str])] = &[
    ("comity-core", &[]),
    ("comity-numerics", &[]),
    ("comity-sources", &["comity-core"]),
    ("comity-world", &["comity-core", "comity-sources"]),
    ("comity-panel", &["comity-core", "comity-world"]),
    ("comity-games", &["comity-core", "comity-numerics"]),
    ("comity-relational", &["comity-core", "comity-numerics"]),
    (
        "comity-theories",
        &["comity-core", "comity-numerics", "comity-panel", "comity-games", "comity-relational"],
    ),
    ("comity-outlook", &["comity-theories", "comity-panel"]),
    ("comity-score", &["comity-core"]),
    ("comity-report", &["comity-core"]),
    (
        "comity",
        &[
            "comity-core",
            "comity-numerics",
            "comity-sources",
            "comity-world",
            "comity-panel",
            "comity-games",
            "comity-relational",
            "comity-theories",
            "comity-outlook",
            "comity-score",
            "comity-report",
        ],
    ),
    ("comity-cli", &["comity"]),
    ("xtask", &[]),
];

/// Dependencies beyond the table, each with its reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("comity-outlook", "comity-core", "forecasts are values of the vocabulary"),
    ("comity-outlook", "comity-numerics", "stacking weights and seeded draws"),
    ("comity-outlook", "comity-score", "stacking learns from out-of-sample scores"),
];

/// Crates that never touch a query engine, a runtime or a terminal: outside dependencies
/// that would break an invariant, with the only crates that may have them.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("datafusion", &["comity-world"]),
    ("tokio", &["comity-world"]),
    ("tempfile", &["comity-world", "comity-cli"]),
    ("clap", &["comity-cli"]),
    ("indicatif", &["comity-cli"]),
    ("etcetera", &["comity-cli"]),
];

/// Reads every manifest under `root` and lists what breaks the table.
///
/// # Errors
/// When a manifest cannot be read or is not TOML.
pub(crate) fn violations(root: &Path) -> Result<Vec<String>, String> {
    let table: BTreeMap<&str, &[&str]> = TABLE.iter().copied().collect();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for manifest in manifests(root)? {
        let (name, deps) = normal_dependencies(&manifest)?;
        let Some(allowed) = table.get(name.as_str()) else {
            found.push(format!("{name} is not in the dependency table"));
            continue;
        };
        seen.insert(name.clone());
        for dep in deps {
            let inside = table.contains_key(dep.as_str());
            let excepted = EXCEPTIONS.iter().any(|(c, d, _)| *c == name && *d == dep);
            if inside && !allowed.contains(&dep.as_str()) && !excepted {
                found.push(format!("{name} must not depend on {dep}"));
            }
            if let Some((_, may)) = OUTSIDE.iter().find(|(d, _)| *d == dep)
                && !may.contains(&name.as_str())
            {
                found.push(format!("{name} must not depend on {dep}: only {} may", may.join(", ")));
            }
        }
    }
    found.extend(
        TABLE
            .iter()
            .filter(|(c, _)| !seen.contains(*c))
            .map(|(c, _)| format!("{c} has no manifest")),
    );
    Ok(found)
}

fn manifests(root: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let crates = root.join("crates");
    let mut paths: Vec<_> = std::fs::read_dir(&crates)
        .map_err(|e| format!("{}: {e}", crates.display()))?
        .filter_map(|e| e.ok().map(|e| e.path().join("Cargo.toml")))
        .filter(|p| p.is_file())
        .collect();
    paths.push(root.join("xtask/Cargo.toml"));
    paths.sort();
    Ok(paths)
}

fn normal_dependencies(manifest: &Path) -> Result<(String, Vec<String>), String> {
    let place = manifest.display();
    let text = std::fs::read_to_string(manifest).map_err(|e| format!("{place}: {e}"))?;
    let value: toml::Table = text.parse().map_err(|e| format!("{place}: {e}"))?;
    let name = value
        .get("package")
        .and_then(|p| p.get("name"))
        .and_then(toml::Value::as_str)
        .ok_or_else(|| format!("{place}: no package name"))?;
    let deps = ["dependencies", "build-dependencies"]
        .iter()
        .filter_map(|k| value.get(*k).and_then(toml::Value::as_table))
        .flat_map(|t| t.keys().cloned())
        .collect();
    Ok((name.to_owned(), deps))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
    }

    #[test]
    fn the_workspace_keeps_the_table() {
        assert_eq!(violations(workspace()).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_breach_is_reported() {
        let root = std::env::temp_dir().join(format!("comity-layers-{}", std::process::id()));
        let bad = root.join("crates/comity-core");
        std::fs::create_dir_all(&bad).unwrap();
        std::fs::create_dir_all(root.join("xtask")).unwrap();
        std::fs::write(
            bad.join("Cargo.toml"),
            "[package]\nname = \"comity-core\"\n[dependencies]\ncomity-world = \"0\"\ntokio = \"1\"\n",
        )
        .unwrap();
        std::fs::write(root.join("xtask/Cargo.toml"), "[package]\nname = \"xtask\"\n").unwrap();
        let found = violations(&root).unwrap();
        std::fs::remove_dir_all(&root).unwrap();
        assert!(found.contains(&"comity-core must not depend on comity-world".to_owned()));
        assert!(found.iter().any(|v| v.contains("comity-core must not depend on tokio")));
    }
}
