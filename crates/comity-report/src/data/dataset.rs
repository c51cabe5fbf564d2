//! One table of a figure's data.

use crate::format;
use serde_json::{Map, Value as Json};

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Text, written unchanged.
    Text(String),
    /// A real number; not finite is written as missing.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// Missing: an empty cell in CSV, `null` in JSON.
    Missing,
}

impl From<&str> for Value {
    fn from(s: &str) -> Self {
        Self::Text(s.to_owned())
    }
}

impl From<String> for Value {
    fn from(s: String) -> Self {
        Self::Text(s)
    }
}

impl From<f64> for Value {
    fn from(x: f64) -> Self {
        if x.is_finite() { Self::Number(x) } else { Self::Missing }
    }
}

impl From<i64> for Value {
    fn from(x: i64) -> Self {
        Self::Whole(x)
    }
}

impl From<i16> for Value {
    fn from(x: i16) -> Self {
        Self::Whole(x.into())
    }
}

impl From<u32> for Value {
    fn from(x: u32) -> Self {
        Self::Whole(x.into())
    }
}

impl From<u64> for Value {
    fn from(x: u64) -> Self {
        i64::try_from(x).map_or(Self::Missing, Self::Whole)
    }
}

impl From<bool> for Value {
    fn from(x: bool) -> Self {
        Self::Whole(x.into())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(x: Option<T>) -> Self {
        x.map_or(Self::Missing, Into::into)
    }
}

/// A named table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dataset {
    /// Part of the file name, such as `answers`.
    pub(crate) name: &'static str,
    /// What the table holds, in words.
    pub(crate) title: String,
    /// Column names.
    pub(crate) columns: Vec<&'static str>,
    /// Rows, one value a column.
    pub(crate) rows: Vec<Vec<Value>>,
}

impl Dataset {
    /// File name beside the page, such as `a-b-2017.answers.csv`.
    pub(crate) fn file(&self, stem: &str, extension: &str) -> String {
        format!("{stem}.{}.{extension}", self.name)
    }

    /// CSV after RFC 4180 in UTF-8, header first, lines ended by CR LF.
    pub(crate) fn csv(&self) -> Vec<u8> {
        let mut out = String::new();
        push_line(&mut out, self.columns.iter().map(|c| quoted(c)));
        for row in &self.rows {
            push_line(&mut out, row.iter().map(cell));
        }
        out.into_bytes()
    }

    /// JSON: an array with one object a row.
    pub(crate) fn json(&self) -> Vec<u8> {
        let rows = self.rows.iter().map(|row| {
            let object: Map<String, Json> =
                self.columns.iter().map(|c| (*c).to_owned()).zip(row.iter().map(json)).collect();
            Json::Object(object)
        });
        let mut out = format!("{:#}", Json::Array(rows.collect())).into_bytes();
        out.push(b'\n');
        out
    }
}

fn push_line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (i, c) in cells.enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push_str(&c);
    }
    out.push_str("\r\n");
}

/// A cell of CSV, in quotation marks where they are needed.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) || text != text.trim() {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn cell(v: &Value) -> String {
    match v {
        Value::Text(s) => quoted(s),
        Value::Number(x) => x.to_string(),
        Value::Whole(x) => x.to_string(),
        Value::Missing => String::new(),
    }
}

fn json(v: &Value) -> Json {
    match v {
        Value::Text(s) => Json::from(s.as_str()),
        Value::Number(x) => Json::from(*x),
        Value::Whole(x) => Json::from(*x),
        Value::Missing => Json::Null,
    }
}

impl Value {
    /// As the page's own tables show it: at most four decimals.
    pub(crate) fn shown(&self) -> String {
        match self {
            Value::Text(s) => s.clone(),
            Value::Whole(x) => x.to_string(),
            Value::Missing => format::ABSENT.to_owned(),
            Value::Number(x) if x.fract() == 0.0 && x.abs() < 1e9 => format!("{x:.0}"),
            Value::Number(x) => format!("{x:.4}").replace('-', "−"),
        }
    }

    /// Whether it is set flush right.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Value::Number(_) | Value::Whole(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_quotes_what_must_be_quoted() {
        let d = Dataset {
            name: "x",
            title: String::new(),
            columns: vec!["name", "p"],
            rows: vec![
                vec!["a \"b\", c\nd".into(), 0.25.into()],
                vec![" x".into(), Value::from(f64::NAN)],
            ],
        };
        let text = String::from_utf8(d.csv()).unwrap();
        assert_eq!(text, "name,p\r\n\"a \"\"b\"\", c\nd\",0.25\r\n\" x\",\r\n");
        let back: Json = serde_json::from_slice(&d.json()).unwrap();
        assert_eq!(back[0]["name"], "a \"b\", c\nd");
        assert!(back[1]["p"].is_null());
    }
}
