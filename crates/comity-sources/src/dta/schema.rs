//! Header and schema of a Stata file, of both families of layouts.

use super::bytes::{Bytes, Order};
use super::text;
use comity_core::{Code, Error, Result};

/// Start of formats 117 and later.
pub(super) const XML_START: &[u8] = b"<stata_dta>";
/// Size of the header of formats 113–115.
pub(super) const OLD_HEADER: usize = 109;

/// How a format writes its sections; widths in bytes.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) order: Order,
    pub(super) utf8: bool,
    pub(super) xml: bool,
    /// Bytes of a long-string reference that hold the variable's number.
    pub(super) variable_width: usize,
    name: usize,
    format: usize,
    label: usize,
    sort: usize,
}

impl Layout {
    fn of(format: u16, order: Order) -> Result<Self> {
        let (name, display, label, sort, variable_width) = match format {
            113 => (33, 12, 81, 2, 0),
            114 | 115 => (33, 49, 81, 2, 0),
            117 => (33, 49, 81, 2, 4),
            118 => (129, 57, 321, 2, 2),
            119 => (129, 57, 321, 4, 3),
            _ => return Err(unknown_format(&format.to_string())),
        };
        let (utf8, xml) = (format >= 118, format >= 117);
        Ok(Self { order, utf8, xml, variable_width, name, format: display, label, sort })
    }

    /// The literal `tag`, which only the formats with marks have.
    pub(super) fn tag(&self, bytes: &mut Bytes<'_>, tag: &str) -> Result<()> {
        if self.xml { bytes.tag(tag) } else { Ok(()) }
    }

    /// The `count` entries of one section of the schema.
    fn section<'a>(
        &self,
        bytes: &mut Bytes<'a>,
        name: &str,
        count: usize,
        width: usize,
    ) -> Result<std::slice::Chunks<'a, u8>> {
        self.tag(bytes, &format!("<{name}>"))?;
        let entries = bytes.entries(count, width, name)?;
        self.tag(bytes, &format!("</{name}>"))?;
        Ok(entries)
    }
}

/// Storage type of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Byte,
    Int,
    Long,
    Float,
    Double,
    Text(usize),
    LongText,
}

impl Kind {
    fn of(code: u64, xml: bool) -> Result<Self> {
        Ok(match (code, xml) {
            (65_530, true) | (251, false) => Kind::Byte,
            (65_529, true) | (252, false) => Kind::Int,
            (65_528, true) | (253, false) => Kind::Long,
            (65_527, true) | (254, false) => Kind::Float,
            (65_526, true) | (255, false) => Kind::Double,
            (32_768, true) => Kind::LongText,
            (1..=2045, true) | (1..=244, false) => Kind::Text(usize::try_from(code).unwrap_or(0)),
            _ => {
                return Err(Error::new(Code::BadWorkbook, "unknown Stata storage type")
                    .value(code.to_string()));
            }
        })
    }

    const fn width(self) -> usize {
        match self {
            Kind::Byte => 1,
            Kind::Int => 2,
            Kind::Long | Kind::Float => 4,
            Kind::Double | Kind::LongText => 8,
            Kind::Text(n) => n,
        }
    }
}

/// Where a variable's cell lies within a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub(super) struct Schema {
    pub(super) layout: Layout,
    pub(super) title: String,
    pub(super) rows: u64,
    pub(super) names: Vec<String>,
    pub(super) labels: Vec<String>,
    pub(super) columns: Vec<Column>,
    pub(super) row_len: usize,
}

impl Schema {
    /// Reads everything before the data.
    pub(super) fn read(bytes: &mut Bytes<'_>) -> Result<Self> {
        let (layout, variables, rows, title) =
            if bytes.skip("<stata_dta>") { new_header(bytes)? } else { old_header(bytes)? };
        let count = usize::try_from(variables).map_err(|_| bytes.truncated("header"))?;
        if count == 0 {
            return Err(Error::new(Code::MissingHeader, "the Stata file has no variables"));
        }
        let types =
            layout.section(bytes, "variable_types", count, if layout.xml { 2 } else { 1 })?;
        let names = layout.section(bytes, "varnames", count, layout.name)?;
        let _ = layout.section(bytes, "sortlist", count + 1, layout.sort)?;
        let _ = layout.section(bytes, "formats", count, layout.format)?;
        let _ = layout.section(bytes, "value_label_names", count, layout.name)?;
        let labels = layout.section(bytes, "variable_labels", count, layout.label)?;
        characteristics(bytes, &layout)?;

        let strings = |entries: std::slice::Chunks<'_, u8>| {
            entries.map(|raw| text::decode(&layout, raw).map(String::from)).collect()
        };
        let (names, labels): (Result<Vec<_>>, Result<Vec<_>>) = (strings(names), strings(labels));
        let (names, labels) = (names?, labels?);
        let mut columns = Vec::with_capacity(names.len());
        let mut end = 0;
        for raw in types {
            let kind = Kind::of(layout.order.number(raw), layout.xml)?;
            let start = end;
            end += kind.width();
            columns.push(Column { kind, start, end });
        }
        Ok(Self { layout, title, rows, names, labels, columns, row_len: end })
    }
}

fn unknown_format(found: &str) -> Error {
    Error::new(Code::BadWorkbook, "this Stata format is not read")
        .value(found)
        .expected("format 113, 114, 115, 117, 118 or 119")
        .hint("save the file again in Stata with `saveold`")
}

/// Layout, number of variables, number of observations, label of the data set.
type Header = (Layout, u64, u64, String);

fn new_header(bytes: &mut Bytes<'_>) -> Result<Header> {
    bytes.tag("<header><release>")?;
    let release = String::from_utf8_lossy(bytes.take(3, "release")?).into_owned();
    let format: u16 = release.parse().map_err(|_| unknown_format(&release))?;
    bytes.tag("</release><byteorder>")?;
    let order = match bytes.take(3, "byteorder")? {
        b"MSF" => Order::Big,
        b"LSF" => Order::Little,
        other => {
            return Err(Error::new(Code::BadWorkbook, "unknown byte order")
                .value(String::from_utf8_lossy(other))
                .expected("MSF or LSF"));
        }
    };
    let layout = Layout::of(format, order)?;
    if !layout.xml {
        return Err(unknown_format(&release));
    }
    bytes.tag("</byteorder><K>")?;
    let variables = bytes.number(if format >= 119 { 4 } else { 2 }, order, "header")?;
    bytes.tag("</K><N>")?;
    let rows = bytes.number(if format >= 118 { 8 } else { 4 }, order, "header")?;
    bytes.tag("</N><label>")?;
    let title = bytes.sized(if format >= 118 { 2 } else { 1 }, order, "header")?;
    let title = text::decode(&layout, title)?.into_owned();
    bytes.tag("</label><timestamp>")?;
    bytes.sized(1, order, "header")?;
    bytes.tag("</timestamp></header><map>")?;
    bytes.take(14 * 8, "map")?;
    bytes.tag("</map>")?;
    Ok((layout, variables, rows, title))
}

fn old_header(bytes: &mut Bytes<'_>) -> Result<Header> {
    let start = bytes.take(4, "header")?;
    let (format, order) = match start {
        [format @ 113..=115, 1, 1, _] => (*format, Order::Big),
        [format @ 113..=115, 2, 1, _] => (*format, Order::Little),
        _ => return Err(unknown_format(&String::from_utf8_lossy(start))),
    };
    let layout = Layout::of(u16::from(format), order)?;
    let variables = bytes.number(2, order, "header")?;
    let rows = bytes.number(4, order, "header")?;
    let title = text::decode(&layout, bytes.take(81, "header")?)?.into_owned();
    bytes.take(18, "header")?;
    Ok((layout, variables, rows, title))
}

/// Moves past the characteristics (notes and settings of Stata's own).
fn characteristics(bytes: &mut Bytes<'_>, layout: &Layout) -> Result<()> {
    const SECTION: &str = "characteristics";
    if layout.xml {
        bytes.tag("<characteristics>")?;
        while bytes.skip("<ch>") {
            bytes.sized(4, layout.order, SECTION)?;
            bytes.tag("</ch>")?;
        }
        return bytes.tag("</characteristics>");
    }
    loop {
        let kind = bytes.number(1, layout.order, SECTION)?;
        let content = bytes.sized(4, layout.order, SECTION)?;
        if kind == 0 && content.is_empty() {
            return Ok(());
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
