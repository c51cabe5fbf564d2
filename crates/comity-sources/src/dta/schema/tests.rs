//! A small file in every format, written byte by byte after Stata's format descriptions.

use super::*;

struct Writer {
    out: Vec<u8>,
    big: bool,
}

impl Writer {
    fn int(&mut self, n: i64, width: usize) {
        let mut raw = n.to_le_bytes()[..width].to_vec();
        if self.big {
            raw.reverse();
        }
        self.out.extend(raw);
    }

    fn padded(&mut self, text: &[u8], width: usize) {
        self.out.extend(text);
        self.out.resize(self.out.len() + width - text.len(), 0);
    }

    fn tag(&mut self, xml: bool, tag: &str) {
        if xml {
            self.out.extend(tag.as_bytes());
        }
    }
}

/// Two rows of one variable of every type; the second row is missing throughout. Formats
/// 113–115 are big endian and lack the long string.
pub(in super::super) fn sample(format: u8) -> Vec<u8> {
    let xml = format >= 117;
    let mut w = Writer { out: Vec::new(), big: !xml };
    let layout = Layout::of(u16::from(format), Order::Little).unwrap();
    let names = ["b", "i", "l", "f", "d", "s", "note"];
    let names = &names[..if xml { 7 } else { 6 }];
    header(&mut w, format, names.len());
    w.tag(xml, "<variable_types>");
    if xml {
        for code in [65_530, 65_529, 65_528, 65_527, 65_526, 4, 32_768] {
            w.int(code, 2);
        }
    } else {
        w.out.extend([251, 252, 253, 254, 255, 4]);
    }
    w.tag(xml, "</variable_types>");
    for (section, width) in [
        ("varnames", layout.name),
        ("sortlist", layout.sort),
        ("formats", layout.format),
        ("value_label_names", layout.name),
        ("variable_labels", layout.label),
    ] {
        w.tag(xml, &format!("<{section}>"));
        for name in names {
            let text = if section == "varnames" { name.as_bytes() } else { b"" };
            w.padded(text, width);
        }
        if section == "sortlist" {
            w.padded(b"", width);
        }
        w.tag(xml, &format!("</{section}>"));
    }
    if xml {
        w.tag(xml, "<characteristics><ch>");
        w.int(3, 4);
        w.tag(xml, "abc</ch></characteristics>");
    } else {
        w.out.push(1);
        w.int(3, 4);
        w.out.extend(b"abc\0\0\0\0\0");
    }
    w.tag(xml, "<data>");
    rows(&mut w, format);
    w.tag(xml, "</data><strls>");
    if xml {
        w.tag(xml, "GSO");
        w.int(7, 4);
        w.int(1, if format == 117 { 4 } else { 8 });
        w.int(130, 1);
        w.int(12, 4);
        w.tag(xml, "a long text\0</strls><value_labels></value_labels></stata_dta>");
    }
    w.out
}

fn header(w: &mut Writer, format: u8, variables: usize) {
    let k = i64::try_from(variables).unwrap();
    if format < 117 {
        w.out.extend([format, 1, 1, 0]);
        w.int(k, 2);
        w.int(2, 4);
        w.padded(b"sample", 81);
        w.padded(b"", 18);
        return;
    }
    w.tag(true, &format!("<stata_dta><header><release>{format}</release><byteorder>LSF"));
    w.tag(true, "</byteorder><K>");
    w.int(k, if format == 119 { 4 } else { 2 });
    w.tag(true, "</K><N>");
    w.int(2, if format == 117 { 4 } else { 8 });
    w.tag(true, "</N><label>");
    w.int(6, if format == 117 { 1 } else { 2 });
    w.tag(true, "sample</label><timestamp>");
    w.int(0, 1);
    w.tag(true, "</timestamp></header><map>");
    w.padded(b"", 112);
    w.tag(true, "</map>");
}

fn rows(w: &mut Writer, format: u8) {
    let name: &[u8] = if format >= 118 { "né".as_bytes() } else { b"n\xe9" };
    w.int(-3, 1);
    w.int(1990, 2);
    w.int(70_000, 4);
    w.int(i64::from(0.1_f32.to_bits()), 4);
    w.int((-2.5_f64).to_bits().cast_signed(), 8);
    w.padded(name, 4);
    // (variable 7, observation 1), each format in its own split of the eight bytes.
    match format {
        117 => w.out.extend([7, 0, 0, 0, 1, 0, 0, 0]),
        118 => w.out.extend([7, 0, 1, 0, 0, 0, 0, 0]),
        119 => w.out.extend([7, 0, 0, 1, 0, 0, 0, 0]),
        _ => {}
    }
    w.int(101, 1);
    w.int(32_741, 2);
    w.int(2_147_483_621, 4);
    w.int(0x7f00_0000, 4);
    w.int(0x7fe0_0000_0000_0000, 8);
    w.padded(b"", if format >= 117 { 12 } else { 4 });
}

#[test]
fn a_file_of_another_format_is_refused() {
    for (at, byte) in [(28, b'2'), (28, b'x')] {
        let mut bytes = sample(118);
        bytes[at] = byte;
        let err = Schema::read(&mut Bytes::new(&bytes)).unwrap_err();
        assert_eq!(err.code(), Code::BadWorkbook);
    }
    assert!(Schema::read(&mut Bytes::new(b"\x6f\x01\x01\x00rest")).is_err());
}

#[test]
fn a_huge_count_allocates_nothing() {
    let mut bytes = sample(119);
    let at = bytes.windows(3).position(|w| w == b"<K>").unwrap() + 3;
    bytes[at..at + 4].fill(0xff);
    let err = Schema::read(&mut Bytes::new(&bytes)).unwrap_err();
    assert_eq!(err.code(), Code::Truncated);
}
