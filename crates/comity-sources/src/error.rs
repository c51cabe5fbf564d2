//! Errors of reading: from the error types of the format crates to coded ones.

use comity_core::{Code, Error};
use std::io;

/// An error of a decompressing reader. A coded error that travelled through [`io::Error`]
/// comes out as it went in.
pub(crate) fn from_io(e: io::Error) -> Error {
    match e.downcast::<Error>() {
        Ok(coded) => coded,
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => {
            Error::new(Code::Truncated, "the compressed data end before they should")
                .hint("the download was probably cut off: download the file again")
        }
        Err(e) => bad_archive(&e.to_string()),
    }
}

/// The compressed data are damaged.
pub(crate) fn bad_archive(why: &str) -> Error {
    Error::new(Code::BadArchive, format!("the archive or compressed file is damaged: {why}"))
        .hint("download the file again, or unpack it and add what is inside")
}

/// The workbook is damaged.
pub(crate) fn bad_workbook(why: &str) -> Error {
    Error::new(Code::BadWorkbook, format!("the workbook cannot be read: {why}"))
        .hint("download the file again, or save its first sheet as CSV (UTF-8)")
}

/// A fault of comity itself.
pub(crate) fn internal(why: impl std::fmt::Display) -> Error {
    Error::new(Code::Internal, why.to_string())
}
