//! The two entry points.

use crate::input::with_sheet;
use crate::output::Output;
use crate::registry::{IMPORTERS, Importer};
use crate::sheet::Sheet;
use crate::types::{Detected, Imported, Input, Layout, Sink};
use crate::version;
use comity_core::{Code, Error, Result, SourceKey};

/// Says what a file is, from its content; the name serves only for a version that the
/// content does not state.
///
/// ```
/// use comity_sources::{Input, detect};
/// let bytes = b"dyad_id,conflict_id,side_a_id,side_b,side_b_id,incompatibility,year,\
///     intensity_level,type_of_conflict,gwno_a,region,version\n\
///     406,205,114,KDPI,164,1,1979,2,3,630,2,24.1\n";
/// let found = detect(&Input { name: "table.csv", bytes })?;
/// assert_eq!((found.source.as_str(), found.version.as_str()), ("ucdp-dyadic", "24.1"));
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// Codes `source/…`: the file is damaged, too large when unpacked, or no data set that
/// comity reads. Every error names the file.
pub fn detect(input: &Input<'_>) -> Result<Detected> {
    let mut detected = None;
    with_sheet(input, &mut |sheet, importer| {
        detected = Some(Detected {
            source: importer.key,
            version: version::of(sheet, importer, input.name)?,
            layout: importer.layout,
        });
        Ok(())
    })?;
    detected.ok_or_else(|| nothing(input))
}

/// Streams a file's rows to `sink`, as batches of at most 65,536 rows in the schemas of
/// [`comity_core::schema`]. A caller that gets an error must drop what the sink received.
///
/// Rows in errors and notes are counted as a person counts records: the header is row 1;
/// blank lines are not counted, and a record whose cells hold line ends is one row.
///
/// # Errors
/// As [`detect`], and for any cell that is not what the data set's codebook allows: the
/// error names file, row, column and value. Errors of `sink` are passed on.
pub fn import(input: &Input<'_>, sink: &mut Sink<'_>) -> Result<Imported> {
    let mut imported = None;
    with_sheet(input, &mut |sheet, importer| {
        let version = version::of(sheet, importer, input.name)?;
        if sheet.first().is_none() {
            return Err(Error::new(Code::NoRows, "the file has a header and no rows")
                .file(sheet.file())
                .expected("at least one row of data")
                .hint("download the file again"));
        }
        imported = Some(read(sheet, importer, version, sink)?);
        Ok(())
    })?;
    imported.ok_or_else(|| nothing(input))
}

fn read(
    sheet: &mut Sheet<'_>,
    importer: &'static Importer,
    version: String,
    sink: &mut Sink<'_>,
) -> Result<Imported> {
    for names in importer.signature {
        sheet.col(names)?;
    }
    let mut out = Output::new(importer.key, &version, sink)?;
    (importer.read)(sheet, &mut out)?;
    let (first_year, last_year, notes) = out.finish()?;
    Ok(Imported {
        source: importer.key,
        version,
        layout: importer.layout,
        rows: sheet.rows_read(),
        first_year,
        last_year,
        notes,
    })
}

/// The columns without which a layout of a data set is refused, as `(source, layout, names)`
/// with a column's other accepted names after `|`: for documentation, tests and fuzzing.
#[must_use]
pub fn required_columns() -> Vec<(SourceKey, Layout, &'static [&'static str])> {
    IMPORTERS.iter().map(|i| (i.key, i.layout, i.signature)).collect()
}

fn nothing(input: &Input<'_>) -> Error {
    Error::new(Code::Unrecognised, "the file holds no table").file(input.name)
}
