//! Files as downloaded: gzip and zip, whole and damaged.

use super::{ALL, read, refused, sample};
use crate::wrap::{Grid, gz, xlsx, zip};
use comity_core::{Code, EventCodebook};
use comity_sources::EventSource::{Gdelt, Ged};
use comity_sources::read_event_rows;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

#[test]
fn gzip_and_zip_give_the_same() {
    for s in &ALL {
        let whole = s.read();
        let gzipped = gz(s.bytes);
        for (name, bytes) in [
            ("file.gz", gzipped.clone()),
            ("file.gz", gz(&gzipped)),
            ("file.zip", zip(&[(s.name, s.bytes)])),
            ("file.zip", zip(&[("folder/readme.md", b"read me"), ("folder/file.txt", s.bytes)])),
            ("file.zip", zip(&[("file.csv.gz", &gzipped)])),
        ] {
            assert_eq!(read(name, &bytes).unwrap(), whole, "{} in {name}", s.name);
        }
    }
}

#[test]
fn an_archive_must_hold_one_file() {
    let s = sample(Gdelt);
    let e = refused("file.zip", &zip(&[("a.CSV", s.bytes), ("b.CSV", s.bytes)]));
    assert_eq!(e.code(), Code::Unrecognised);
    assert_eq!(e.candidate_names(), ["a.CSV", "b.CSV"]);
    assert!(e.hint_text().is_some_and(|h| h.contains("unpack")), "{e}");
    for bytes in [zip(&[]), zip(&[("a.png", b"\x89PNG")])] {
        assert_eq!(refused("file.zip", &bytes).code(), Code::Unrecognised);
    }
}

#[test]
fn damaged_wrappings_are_refused() {
    let s = sample(Ged);
    let (gzipped, zipped) = (gz(s.bytes), zip(&[(s.name, s.bytes)]));
    let flipped = |bytes: &[u8], at: usize| {
        let mut bytes = bytes.to_vec();
        bytes[at] ^= 0x55;
        bytes
    };
    let (g, z) = (gzipped.len(), zipped.len());
    for (bytes, codes) in [
        (gzipped[..g / 2].to_vec(), &[Code::Truncated][..]),
        (gzipped[..g - 6].to_vec(), &[Code::Truncated]),
        (flipped(&gzipped, g - 6), &[Code::BadArchive]),
        (zipped[..z / 2].to_vec(), &[Code::BadArchive, Code::Truncated]),
        (zipped[..z - 10].to_vec(), &[Code::BadArchive, Code::Truncated]),
        (b"\x1f\x8b\x08\x00".to_vec(), &[Code::Truncated]),
        (gz(&gz(&gzipped)), &[Code::BadArchive]),
        (gz(&zipped), &[Code::BadArchive]),
        (zip(&[("a.gz", &gz(&zipped))]), &[Code::BadArchive]),
        (zip(&[("a.csv", b"")]), &[Code::Empty]),
        (xlsx(&Grid::parse(s.bytes)), &[Code::Unrecognised]),
        (b"<stata_dta><header>".to_vec(), &[Code::Unrecognised]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), &[Code::Unrecognised]),
    ] {
        let e = refused("file", &bytes);
        assert!(codes.contains(&e.code()), "{e}");
        assert!(e.hint_text().is_some(), "{e}");
    }
}

#[test]
fn an_error_in_an_archive_names_the_file_in_it() {
    let text = sample(Gdelt).with("900004\t", "x\t");
    let e = refused("file.zip", &zip(&[("a.CSV", text.as_bytes())]));
    assert_eq!((e.file_name(), e.row_number()), (Some("file.zip/a.CSV"), Some(4)), "{e}");
}

#[test]
fn bombs_are_stopped() {
    let blank = [&[b' '; 4095][..], b"\n"].concat();
    let text = [sample(Gdelt).bytes, &blank.repeat(80 << 8)].concat();
    for bytes in [zip(&[("a.csv", &text)]), gz(&text), zip(&[("a.gz", &gz(&text))])] {
        assert_eq!(refused("file", &bytes).code(), Code::ArchiveTooLarge);
    }
}

/// A file on a disk that fails after some bytes.
struct Failing(Cursor<&'static [u8]>);

impl Read for Failing {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.0.position() >= 16 {
            return Err(io::Error::from_raw_os_error(5));
        }
        let n = buf.len().min(16);
        self.0.read(&mut buf[..n])
    }
}

impl Seek for Failing {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn a_failing_disk_is_not_called_a_damaged_file() {
    let book = EventCodebook::bundled().unwrap();
    let reader = Failing(Cursor::new(sample(Ged).bytes));
    let e = read_event_rows("ged.csv", reader, &book, &mut |_, _| Ok(())).unwrap_err();
    assert_eq!((e.code(), e.file_name()), (Code::Io, Some("ged.csv")), "{e}");
}
