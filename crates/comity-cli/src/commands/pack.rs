//! `comity pack A B`, and `comity pack FILE.zip`.

use crate::args::PackArgs;
use crate::commands::{spec, write_file};
use crate::output::Output;
use crate::progress::Bar;
use comity::core::{Code, Error, Result};
use comity::{Session, Spec};
use std::path::PathBuf;

/// Writes a replication package, or runs one again and compares.
pub(super) fn run(session: &Session, args: &PackArgs, out: &Output) -> Result<()> {
    match args.pair.as_slice() {
        [file] => again(session, file, out),
        [a, b] => make(session, a, b, args, out),
        _ => Err(Error::new(Code::BadSetting, "a package is about two groups")),
    }
}

fn make(session: &Session, a: &str, b: &str, args: &PackArgs, out: &Output) -> Result<()> {
    let spec = Spec { horizon: args.horizon, ..spec(&args.spec)? };
    let bar = Bar::new(out, "fitting the theories to every earlier year");
    let files = comity::pack::files(session, a, b, &spec, &|done, total| bar.at(done, total))?;
    drop(bar);
    let stem = files.iter().find_map(|(n, _)| n.strip_suffix(".html")).unwrap_or("pair").to_owned();
    let path = args.output.clone().unwrap_or_else(|| PathBuf::from(format!("comity-{stem}.zip")));
    write_file(&path, &comity::pack::zip(&files)?)?;
    let names: Vec<&str> = files.iter().map(|(n, _)| n.as_str()).collect();
    let shown = serde_json::json!({ "package": path.display().to_string(), "files": names });
    out.result(&shown, || format!("{}: {} files", path.display(), names.len()))
}

fn again(session: &Session, file: &str, out: &Output) -> Result<()> {
    let bytes = std::fs::read(file).map_err(|e| {
        Error::new(Code::NoSuchFile, e.to_string())
            .file(file)
            .hint("give two groups to make a package, or the file of one to run it again")
    })?;
    let bar = Bar::new(out, "fitting the theories to every earlier year");
    let compared = comity::pack::compare(session, &bytes, &|done, total| bar.at(done, total))
        .map_err(|e| e.file(file))?;
    drop(bar);
    let differing: Vec<&str> =
        compared.iter().filter(|c| !c.same).map(|c| c.file.as_str()).collect();
    out.result(&compared, || {
        if differing.is_empty() {
            format!("{} files made again: every byte is the same", compared.len())
        } else {
            format!(
                "{} of {} files differ: {}",
                differing.len(),
                compared.len(),
                differing.join(", ")
            )
        }
    })?;
    if differing.is_empty() {
        return Ok(());
    }
    Err(Error::new(Code::Stale, "the package could not be reproduced byte by byte").file(file))
}
