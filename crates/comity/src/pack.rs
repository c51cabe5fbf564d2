//! Replication packages: everything a result was computed from and all it says, in one file
//! that can be run again and compared byte by byte.

use crate::forecasts::Progress;
use crate::outlook;
use crate::panel_file::{self, Format};
use crate::session::Session;
use crate::spec::Spec;
use comity_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Bytes of one file in a package that comity is willing to unpack.
const LARGEST: u64 = 1 << 30;

/// What a package was made for: enough to make it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// First group, as an id.
    pub a: String,
    /// Second group, as an id.
    pub b: String,
    /// The specification, with the as-of year resolved.
    pub spec: Spec,
    /// Version of the program.
    pub program: String,
}

/// One file compared on a second run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// File in the package.
    pub file: String,
    /// Whether the bytes are the same.
    pub same: bool,
}

/// The files of a package and their bytes, in order.
pub type Files = Vec<(String, Vec<u8>)>;

/// Makes the files of a package.
///
/// # Errors
/// As for the outlook of the pair.
pub fn files(
    session: &Session,
    a: &str,
    b: &str,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<Files> {
    let page = outlook::page(session, a, b, spec, progress)?;
    let spec = Spec { as_of: Some(page.question.as_of), ..spec.check()? };
    let recipe = Recipe {
        a: page.question.a.id.clone(),
        b: page.question.b.id.clone(),
        spec,
        program: crate::spec::VERSION.to_owned(),
    };
    // Made again from the resolved recipe, so that a second run takes exactly this path.
    let page = outlook::page(session, &recipe.a, &recipe.b, &spec, progress)?;
    let made = panel_file::make(session, spec.clocks(), spec.risk_set)?;
    let record = session.pair(&recipe.a, &recipe.b, spec.clocks())?;
    let mut files: Files = vec![
        ("README.txt".to_owned(), readme(&page.provenance.command).into_bytes()),
        ("recipe.json".to_owned(), json(&recipe)?),
        ("manifest.json".to_owned(), json(&page.provenance.manifest)?),
        ("panel.parquet".to_owned(), made.bytes(Format::Parquet)?),
    ];
    for (ending, bytes) in made.companions()? {
        files.push((format!("panel.{ending}"), bytes));
    }
    files.push(("evidence.json".to_owned(), json(&record)?));
    files.push(("outlook.json".to_owned(), json(&page)?));
    files.push((format!("{}.html", page.stem()), comity_report::html(&page).into_bytes()));
    for (name, bytes) in comity_report::figures_data(&page) {
        files.push((format!("figures/{name}"), bytes));
    }
    Ok(files)
}

fn json<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json::to_vec_pretty(value).map_err(|e| Error::new(Code::Internal, e.to_string()))
}

fn readme(command: &str) -> String {
    format!(
        "A replication package of comity {}.\n\n\
         manifest.json   inputs with versions and hashes, specification, seed\n\
         recipe.json     what comity needs to make this package again\n\
         panel.*         the dyad-year panel, its codebook, bibliography and manifest\n\
         evidence.json   every claim about the pair\n\
         outlook.json    every value on the page; figures/ holds the data of each figure\n\n\
         The result alone:      {command}\n\
         Make it all again and compare byte by byte:\n\
         \x20                      comity pack THIS-FILE.zip\n\n\
         Cite the data sets that manifest.json names. Not for targeting.\n",
        crate::spec::VERSION
    )
}

/// The package as bytes of a zip file: the same files give the same bytes.
///
/// # Errors
/// [`Code::Internal`] when the archive cannot be written.
pub fn zip(files: &Files) -> Result<Vec<u8>> {
    let failed = |e: String| Error::new(Code::Internal, format!("writing the package: {e}"));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in files {
        writer.start_file(name.as_str(), options).map_err(|e| failed(e.to_string()))?;
        writer.write_all(bytes).map_err(|e| failed(e.to_string()))?;
    }
    Ok(writer.finish().map_err(|e| failed(e.to_string()))?.into_inner())
}

/// The recipe of a package.
///
/// # Errors
/// [`Code::BadArchive`] when the bytes are not a package.
pub fn recipe(bytes: &[u8]) -> Result<Recipe> {
    serde_json::from_slice(&entry(bytes, "recipe.json")?).map_err(|e| {
        Error::new(Code::BadArchive, format!("recipe.json: {e}")).expected("a package of comity")
    })
}

fn entry(bytes: &[u8], name: &str) -> Result<Vec<u8>> {
    let bad = |e: String| {
        Error::new(Code::BadArchive, e).expected("a replication package made by `comity pack A B`")
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| bad(e.to_string()))?;
    let file = archive.by_name(name).map_err(|e| bad(format!("{name}: {e}")))?;
    let mut out = Vec::new();
    file.take(LARGEST).read_to_end(&mut out).map_err(|e| bad(format!("{name}: {e}")))?;
    Ok(out)
}

/// Makes a package again from its recipe and compares it, file by file.
///
/// # Errors
/// [`Code::BadArchive`] when the bytes are not a package; [`Code::Stale`] when an input of the
/// package is not at hand in the same bytes; otherwise as for making it.
pub fn compare(session: &Session, package: &[u8], progress: Progress<'_>) -> Result<Vec<Compared>> {
    let recipe = recipe(package)?;
    let theirs: comity_core::Manifest =
        serde_json::from_slice(&entry(package, "manifest.json")?)
            .map_err(|e| Error::new(Code::BadArchive, format!("manifest.json: {e}")))?;
    let ours = session.evidence(&recipe.spec)?;
    let absent: Vec<String> = theirs
        .inputs
        .iter()
        .filter(|i| !ours.inputs().iter().any(|o| o.source == i.source && o.sha256 == i.sha256))
        .map(|i| format!("{} {} (sha256 {})", i.source, i.version, i.sha256))
        .collect();
    if !absent.is_empty() {
        return Err(Error::new(Code::Stale, "inputs of the package are not at hand")
            .candidates(absent)
            .hint("import these files with `comity data add`, then run the package again"));
    }
    let again = files(session, &recipe.a, &recipe.b, &recipe.spec, progress)?;
    again
        .into_iter()
        .map(|(file, bytes)| {
            let same = entry(package, &file).is_ok_and(|old| old == bytes);
            Ok(Compared { file, same })
        })
        .collect()
}
