//! `comity events fit`.

use super::spill::Folder;
use super::{asked, text};
use crate::args::{EventsFitArgs, Robust};
use crate::commands::write_file;
use crate::output::Output;
use comity::core::{Code, Error, Result};
use comity::events::{Asked, Cluster, FittedEvents, Options, Progress, Store, csv, fit};
use std::path::Path;
use std::sync::Arc;

/// A format of the file.
#[derive(Clone, Copy)]
enum Format {
    Csv,
    Text,
}

/// Fits a model to a file of events and prints it.
pub(super) fn run(args: &EventsFitArgs, out: &Output) -> Result<()> {
    let format = args.output.as_deref().map(format_of).transpose()?;
    let of = asked(&args.of);
    let options = Options {
        ridge: args.ridge,
        firth: args.firth,
        cluster: args.robust.map(|r| match r {
            Robust::Moment => Cluster::Moment,
            Robust::Sender => Cluster::Sender,
            Robust::Receiver => Cluster::Receiver,
            Robust::Dyad => Cluster::Dyad,
        }),
        memory_limit: args.memory,
        ..of.options
    };
    let of = Asked { options, ..of };
    let store = match args.memory {
        Some(_) => Some(Arc::new(Folder::new()?) as Arc<dyn Store>),
        None => None,
    };
    let from = args.state.as_deref().and_then(|path| state(path).transpose()).transpose()?;
    let mut kept = Ok(());
    let found = fit(&of, from.as_ref(), store, &mut |progress| {
        if out.talks() {
            let of = if progress.beginning { "of the beginning " } else { "" };
            eprint!("\r{:28}\rstep {} {of}", "", progress.iteration);
        }
        if let (Some(path), Ok(())) = (&args.state, &kept) {
            kept = keep(path, progress);
        }
    });
    if out.talks() {
        eprint!("\r{:28}\r", "");
    }
    kept?;
    let found = found?;
    if let Some((path, format)) = args.output.as_deref().zip(format) {
        write(path, format, &found)?;
        out.note(&format!("wrote {} with its manifest", path.display()));
    }
    out.result(&found, || text::fitted(&found, out.width(), out.colour()))
}

fn format_of(path: &Path) -> Result<Format> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "csv" => Ok(Format::Csv),
        "txt" => Ok(Format::Text),
        _ => Err(Error::new(Code::BadSetting, "fits are not written in this format")
            .value(path.display().to_string())
            .expected("a file name ending in .csv or .txt")),
    }
}

fn write(path: &Path, format: Format, found: &FittedEvents) -> Result<()> {
    let bytes = match format {
        Format::Csv => csv(found),
        Format::Text => format!("{}\n", text::fitted(found, 100, false).trim_end()).into_bytes(),
    };
    write_file(path, &bytes)?;
    let mut manifest = serde_json::to_vec_pretty(&found.manifest)
        .map_err(|e| Error::new(Code::Internal, e.to_string()))?;
    manifest.push(b'\n');
    write_file(&path.with_extension("manifest.json"), &manifest)
}

/// The iterate kept in a file, if there is one.
fn state(path: &Path) -> Result<Option<Progress>> {
    let named = |e: Error| e.file(path.display().to_string());
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(named(Error::new(Code::Io, e.to_string()))),
    };
    serde_json::from_slice(&bytes).map(Some).map_err(|e| {
        named(Error::new(Code::BadResume, format!("the file holds no iterate: {e}")))
            .hint("name another file with --state, or remove this one")
    })
}

fn keep(path: &Path, progress: &Progress) -> Result<()> {
    let bytes =
        serde_json::to_vec(progress).map_err(|e| Error::new(Code::Internal, e.to_string()))?;
    write_file(path, &bytes)
}
