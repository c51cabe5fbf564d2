//! Stata 14 and later (format 118).
//!
//! Layout: `help dta` in Stata, "Description of .dta file format 118".

use super::failed;
use super::stata_names::stata_names;
use crate::panel::Panel;
use comity_core::Result;
use std::io::Write;

/// Stata's system missing value `.` as a double.
const MISSING: u64 = 0x7fe0_0000_0000_0000;
/// Longest fixed-length string Stata stores, in bytes.
const LONGEST_TEXT: usize = 2045;
/// Longest variable label, in characters.
const LONGEST_LABEL: usize = 80;

/// Writes the panel for Stata, format 118 (Stata 14 and later), little-endian, without a
/// time stamp. Ids and covariates are doubles, `year` an int, names fixed-length text.
/// Every variable has a label; names over 32 characters are shortened, and their label
/// then begins with the full name.
///
/// # Errors
/// [`comity_core::Code::Io`] when the writer fails or the panel has more columns than
/// Stata can hold.
pub fn dta(panel: &Panel, out: &mut dyn Write) -> Result<()> {
    let variables = variables(panel);
    let count = u16::try_from(variables.len()).map_err(|e| failed("Stata", e))?;
    out.write_all(&encode(panel, &variables, count)).map_err(|e| failed("Stata", e))
}

struct Variable {
    name: String,
    label: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Double,
    Int,
    Text(usize),
}

impl Kind {
    /// Type code of the format.
    fn code(self) -> u16 {
        match self {
            Kind::Double => 65526,
            Kind::Int => 65529,
            Kind::Text(bytes) => u16::try_from(bytes).unwrap_or(u16::MAX),
        }
    }

    fn format(self) -> String {
        match self {
            Kind::Double => "%10.0g".to_owned(),
            Kind::Int => "%8.0g".to_owned(),
            Kind::Text(bytes) => format!("%{}s", bytes.max(9)),
        }
    }
}

fn variables(panel: &Panel) -> Vec<Variable> {
    let width = |ids: &[i64]| {
        let longest = ids.iter().filter_map(|id| panel.name(*id)).map(str::len).max();
        Kind::Text(longest.unwrap_or(1).clamp(1, LONGEST_TEXT))
    };
    let keys = [
        ("a_id", "UCDP id of the first group", Kind::Double),
        ("b_id", "UCDP id of the second group", Kind::Double),
        ("year", "calendar year", Kind::Int),
        ("a_name", "name of the first group", width(panel.a())),
        ("b_name", "name of the second group", width(panel.b())),
    ];
    let rest = panel
        .columns()
        .iter()
        .map(|c| (c.variable.name.as_str(), c.variable.label.as_str(), Kind::Double));
    let all: Vec<(&str, &str, Kind)> = keys.into_iter().chain(rest).collect();
    stata_names(all.iter().map(|(name, _, _)| *name))
        .into_iter()
        .zip(all)
        .map(|(short, (name, label, kind))| {
            let label = if short == name { label.to_owned() } else { format!("{name}: {label}") };
            Variable { name: short, label: label.chars().take(LONGEST_LABEL).collect(), kind }
        })
        .collect()
}

/// Bytes under construction, with the offset of every section that the map lists.
struct File {
    bytes: Vec<u8>,
    map: Vec<u64>,
}

impl File {
    fn mark(&mut self) {
        self.map.push(self.bytes.len() as u64);
    }

    fn put(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// One section of the map: its tags around what `fill` writes.
    fn section(&mut self, tag: &str, fill: impl FnOnce(&mut Self)) {
        self.mark();
        self.put(format!("<{tag}>").as_bytes());
        fill(self);
        self.put(format!("</{tag}>").as_bytes());
    }

    /// Text in a field of `width` bytes, cut between characters and filled with zeros.
    fn text(&mut self, text: &str, width: usize) {
        let mut end = text.len().min(width);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.put(text.get(..end).unwrap_or("").as_bytes());
        self.bytes.resize(self.bytes.len() + width - end, 0);
    }
}

/// Number of offsets in the map.
const OFFSETS: usize = 14;

fn encode(panel: &Panel, variables: &[Variable], count: u16) -> Vec<u8> {
    let mut f = File { bytes: Vec::new(), map: Vec::new() };
    f.mark();
    f.put(b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>");
    f.put(&count.to_le_bytes());
    f.put(b"</K><N>");
    f.put(&(panel.len() as u64).to_le_bytes());
    f.put(b"</N><label>");
    f.put(&0_u16.to_le_bytes());
    f.put(b"</label><timestamp>\0</timestamp></header>");
    f.section("map", |f| f.put(&[0; OFFSETS * 8]));
    f.section("variable_types", |f| {
        variables.iter().for_each(|v| f.put(&v.kind.code().to_le_bytes()));
    });
    f.section("varnames", |f| variables.iter().for_each(|v| f.text(&v.name, 129)));
    f.section("sortlist", |f| {
        // Sorted by the variables 1, 2 and 3: a_id, b_id, year; zero ends the list.
        let order = [1_u16, 2, 3].into_iter().chain(std::iter::repeat(0));
        order.take(variables.len() + 1).for_each(|n| f.put(&n.to_le_bytes()));
    });
    f.section("formats", |f| variables.iter().for_each(|v| f.text(&v.kind.format(), 57)));
    f.section("value_label_names", |f| variables.iter().for_each(|_| f.text("", 129)));
    f.section("variable_labels", |f| variables.iter().for_each(|v| f.text(&v.label, 321)));
    f.section("characteristics", |_| {});
    f.section("data", |f| rows(f, panel, variables));
    f.section("strls", |_| {});
    f.section("value_labels", |_| {});
    f.mark();
    f.put(b"</stata_dta>");
    f.mark();
    let at = f.map.get(1).map_or(0, |o| usize::try_from(*o).unwrap_or(0)) + "<map>".len();
    let offsets: Vec<u8> = f.map.iter().flat_map(|o| o.to_le_bytes()).collect();
    if let Some(slot) = f.bytes.get_mut(at..at + offsets.len()) {
        slot.copy_from_slice(&offsets);
    }
    f.bytes
}

fn rows(f: &mut File, panel: &Panel, variables: &[Variable]) {
    let width = |at: usize| match variables.get(at).map(|v| v.kind) {
        Some(Kind::Text(bytes)) => bytes,
        _ => 1,
    };
    let (a_width, b_width) = (width(3), width(4));
    let keys = panel.a().iter().zip(panel.b()).zip(panel.year());
    for (row, ((a, b), year)) in keys.enumerate() {
        for id in [*a, *b] {
            #[expect(clippy::cast_precision_loss, reason = "ids are below 2^53")]
            f.put(&(id as f64).to_le_bytes());
        }
        f.put(&year.to_le_bytes());
        f.text(panel.name(*a).unwrap_or(""), a_width);
        f.text(panel.name(*b).unwrap_or(""), b_width);
        for column in panel.columns() {
            match column.values.get(row) {
                Some(value) if value.is_finite() => f.put(&value.to_le_bytes()),
                _ => f.put(&MISSING.to_le_bytes()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::Column;
    use crate::spec::PanelSpec;
    use comity_core::variable::{Role, Variable};
    use comity_sources::dta::DtaFile;

    fn column(name: &str, label: &str, values: [f64; 3]) -> Column {
        let variable = Variable {
            name: name.to_owned(),
            role: Role::Covariate,
            level: None,
            label: label.to_owned(),
            definition: String::new(),
            unit: String::new(),
            sources: Vec::new(),
        };
        Column { variable, values: values.to_vec() }
    }

    #[test]
    fn the_reader_of_stata_files_gives_back_every_cell() {
        let columns = vec![
            column("coop_any", "any cooperation", [0.0, 1.0, f64::NAN]),
            column("x", "é", [-0.1, f64::INFINITY, f64::NEG_INFINITY]),
        ];
        let (a, b) = (vec![1, 1, 2], vec![2, 209, 209]);
        let years = vec![1975, 2017, 2018];
        let panel = Panel::from_columns(PanelSpec::default(), a, b, years, columns).unwrap();
        let names = [(1, "Naïve Front".to_owned()), (209, "Z".to_owned())].into();
        let panel = panel.with_context(Vec::new(), names);
        let mut bytes = Vec::new();
        dta(&panel, &mut bytes).unwrap();

        let file = DtaFile::open(&bytes).unwrap();
        assert_eq!(file.names(), ["a_id", "b_id", "year", "a_name", "b_name", "coop_any", "x"]);
        assert_eq!(file.labels()[5..], ["any cooperation", "é"]);
        assert_eq!(file.rows(), 3);
        let expected = [
            ["1", "2", "1975", "Naïve Front", "", "0", "-0.1"],
            ["1", "209", "2017", "Naïve Front", "Z", "1", ""],
            ["2", "209", "2018", "", "Z", "", ""],
        ];
        let mut cells = Vec::new();
        for (row, expected) in expected.into_iter().enumerate() {
            file.row(row as u64, &mut cells).unwrap();
            assert_eq!(cells, expected);
        }
    }
}
