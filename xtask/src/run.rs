//! What each developer command runs.

use crate::layers;
use std::path::PathBuf;
use std::process::Command;

type Done = Result<(), String>;

fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).unwrap_or(here)
}

fn step(program: &str, args: &[&str]) -> Done {
    eprintln!("> {program} {}", args.join(" "));
    let status = Command::new(program)
        .args(args)
        .current_dir(root())
        .status()
        .map_err(|e| format!("{program}: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{program} {}` failed", args.join(" "))) }
}

fn installed(program: &str, probe: &[&str]) -> bool {
    Command::new(program).args(probe).output().is_ok_and(|o| o.status.success())
}

/// Every test of the workspace; extra arguments go to the test runners. Uses nextest where it
/// is installed and `cargo test` where it is not. The command line's tests share evaluations
/// within one process, so they always run under `cargo test`. Every step takes the whole
/// workspace, so that features agree and nothing is built twice.
pub(crate) fn test(extra: &[&str]) -> Done {
    let nextest = installed("cargo", &["nextest", "--version"]);
    let mut args = if nextest {
        vec!["nextest", "run", "--workspace", "-E", "not package(comity-cli)"]
    } else {
        vec!["test", "--workspace", "--lib", "--bins", "--tests"]
    };
    args.extend(extra);
    step("cargo", &args)?;
    if nextest {
        let mut shell = vec!["test", "--workspace", "--test", "cli"];
        shell.extend(extra);
        step("cargo", &shell)?;
    }
    step("cargo", &["test", "--workspace", "--doc"])
}

/// Everything that is checked beside the tests. Tools that are not installed are named.
pub(crate) fn check() -> Done {
    step("cargo", &["fmt", "--all", "--check"])?;
    step("cargo", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    layers()?;
    optional(
        "cargo-deny",
        &["--version"],
        "cargo",
        &["deny", "check", "bans", "licenses", "sources"],
    )?;
    advisories()?;
    optional("typos", &["--version"], "typos", &[])?;
    optional("mdbook", &["--version"], "mdbook", &["build", "docs"])
}

/// The advisory database lives outside the registries: where it cannot be fetched, that is said.
fn advisories() -> Done {
    if installed("cargo", &["deny", "fetch", "db"]) {
        return step("cargo", &["deny", "check", "advisories"]);
    }
    eprintln!("> the advisory database cannot be fetched here: advisories not checked");
    Ok(())
}

fn optional(tool: &str, probe: &[&str], program: &str, args: &[&str]) -> Done {
    if installed(tool, probe) {
        return step(program, args);
    }
    eprintln!("> {tool} is not installed: not checked");
    Ok(())
}

/// The dependency table.
pub(crate) fn layers() -> Done {
    let found = layers::violations(&root())?;
    if found.is_empty() {
        eprintln!("> the dependency table holds");
        return Ok(());
    }
    Err(format!("the dependency table is broken:\n  {}", found.join("\n  ")))
}

/// The bundled extract, made by comity's own importers.
pub(crate) fn bundle(data: &str) -> Done {
    step(
        "cargo",
        &[
            "run",
            "--release",
            "--package",
            "comity-cli",
            "--",
            "data",
            "bundle",
            data,
            "crates/comity-world/bundled",
        ],
    )
}

/// Benchmarks: the micro-benchmarks, then whole commands beside their peers.
pub(crate) fn bench(extra: &[&str]) -> Done {
    step("cargo", &["build", "--release", "--package", "comity-cli"])?;
    let mut args = vec!["bench/run.sh"];
    args.extend(extra);
    step("bash", &args)
}

/// Each fuzz target for so many seconds.
pub(crate) fn fuzz(seconds: &str) -> Done {
    let limit = format!("-max_total_time={seconds}");
    let dir = root().join("fuzz/fuzz_targets");
    let mut targets: Vec<String> = std::fs::read_dir(&dir)
        .map_err(|e| format!("{}: {e}", dir.display()))?
        .filter_map(|e| e.ok()?.path().file_stem()?.to_str().map(str::to_owned))
        .collect();
    targets.sort();
    for target in targets {
        step("cargo", &["fuzz", "run", &target, "--", &limit, "-rss_limit_mb=4096"])?;
    }
    Ok(())
}
