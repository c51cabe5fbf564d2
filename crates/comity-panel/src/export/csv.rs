//! Comma-separated values.

use super::failed;
use crate::panel::Panel;
use comity_core::Result;
use std::fmt::Write as _;
use std::io::Write;

/// Writes the panel as UTF-8 CSV with a header row. Numbers have the fewest digits that
/// read back to the same value; missing values are empty cells.
///
/// # Errors
/// [`comity_core::Code::Io`] when the writer fails.
pub fn csv(panel: &Panel, out: &mut dyn Write) -> Result<()> {
    write(panel, out).map_err(|e| failed("CSV", e))
}

fn write(panel: &Panel, out: &mut dyn Write) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_writer(out);
    let names = panel.columns().iter().map(|c| c.variable.name.as_str());
    writer.write_record(["a_id", "b_id", "year", "a_name", "b_name"].into_iter().chain(names))?;
    let mut cell = String::new();
    let keys = panel.a().iter().zip(panel.b()).zip(panel.year());
    for (row, ((a, b), year)) in keys.enumerate() {
        for key in [*a, *b, i64::from(*year)] {
            writer.write_field(digits(&mut cell, key))?;
        }
        for id in [*a, *b] {
            writer.write_field(panel.name(id).unwrap_or(""))?;
        }
        for column in panel.columns() {
            let value = column.values.get(row).copied().unwrap_or(f64::NAN);
            writer.write_field(number(&mut cell, value))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(())
}

fn digits(cell: &mut String, value: i64) -> &str {
    cell.clear();
    // Writing to a string cannot fail.
    let _ = write!(cell, "{value}");
    cell
}

fn number(cell: &mut String, value: f64) -> &str {
    cell.clear();
    if value.is_nan() {
        return cell;
    }
    if value == 0.0 || value == 1.0 {
        cell.push(if value == 0.0 { '0' } else { '1' });
    } else {
        let _ = write!(cell, "{value}");
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_to_themselves_and_missing_is_empty() {
        let mut cell = String::new();
        for x in [0.1 + 0.2, 1.0 / 3.0, -2.5e-9, 123_456_789.0, f64::MAX] {
            assert_eq!(number(&mut cell, x).parse::<f64>().unwrap().to_bits(), x.to_bits());
        }
        assert_eq!(number(&mut cell, f64::NAN), "");
        assert_eq!(number(&mut cell, -0.0), "0");
    }
}
