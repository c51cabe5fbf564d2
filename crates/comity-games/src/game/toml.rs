//! TOML values with their places, tables in the order of the text.

use crate::exact;
use crate::expression::Expression;
use crate::scalar::Rational;
use crate::text::{Place, did_you_mean};
use comity_core::{Error, Result};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    pub(super) key: &'a str,
    text: &'a str,
    /// Bytes of the text before the key, or before a value without one.
    at: usize,
    /// Bytes of the text before the value.
    inside: usize,
    value: &'a DeValue<'a>,
}

/// The whole text as one table.
pub(super) fn document(text: &str) -> Result<DeValue<'_>> {
    let table = DeTable::parse(text).map_err(|e| {
        Place::of(text, e.span().map_or(0, |s| s.start)).error(e.message().replace('\n', "; "))
    })?;
    Ok(DeValue::Table(table.into_inner()))
}

impl<'a> Entry<'a> {
    pub(super) fn top(text: &'a str, value: &'a DeValue<'a>) -> Self {
        Self { key: "", text, at: 0, inside: 0, value }
    }

    fn child(&self, key: &'a str, at: usize, value: &'a Spanned<DeValue<'a>>) -> Self {
        let inside = value.span().start;
        Self { key, text: self.text, at, inside, value: value.get_ref() }
    }

    pub(super) fn place(&self) -> Place {
        Place::of(self.text, self.at)
    }

    fn wrong(&self, expected: &str) -> Error {
        let found = match self.value {
            DeValue::String(s) => s.to_string(),
            DeValue::Integer(n) => n.to_string(),
            DeValue::Float(n) => n.to_string(),
            DeValue::Boolean(b) => b.to_string(),
            DeValue::Datetime(d) => d.to_string(),
            DeValue::Array(_) => "a list".to_owned(),
            DeValue::Table(_) => "a table".to_owned(),
        };
        self.place()
            .error(format!("`{}` is not what it should be", self.key))
            .value(found)
            .expected(expected)
    }

    pub(super) fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }

    /// What the table holds, in the order of the text.
    pub(super) fn entries(&self) -> Result<Vec<Self>> {
        let DeValue::Table(table) = self.value else { return Err(self.wrong("a table")) };
        let mut list: Vec<Self> =
            table.iter().map(|(k, v)| self.child(k.get_ref(), k.span().start, v)).collect();
        list.sort_by_key(|e| e.at);
        Ok(list)
    }

    /// What the table holds under a key.
    pub(super) fn find(&self, key: &str) -> Option<Self> {
        let DeValue::Table(table) = self.value else { return None };
        let (k, v) = table.get_key_value(key)?;
        Some(self.child(k.get_ref(), k.span().start, v))
    }

    /// The same for a key that must be there.
    pub(super) fn wanted(&self, key: &str) -> Result<Self> {
        self.find(key).ok_or_else(|| self.place().error(format!("there is no `{key}`")))
    }

    /// The entries of the table under a key; none without that key.
    pub(super) fn list(&self, key: &str) -> Result<Vec<Self>> {
        self.find(key).map_or(Ok(Vec::new()), |e| e.entries())
    }

    /// Refuses a value that is no table, and keys that are not among those known.
    pub(super) fn only(&self, known: &[&str]) -> Result<()> {
        for entry in self.entries()? {
            if !known.contains(&entry.key) {
                let error = entry.place().error("there is no such key here");
                return Err(did_you_mean(error, entry.key, known.iter().copied()));
            }
        }
        Ok(())
    }

    pub(super) fn array(&self) -> Result<Vec<Self>> {
        let DeValue::Array(array) = self.value else { return Err(self.wrong("a list")) };
        Ok(array.iter().map(|v| self.child(self.key, v.span().start, v)).collect())
    }

    pub(super) fn string(&self) -> Result<&'a str> {
        match self.value {
            DeValue::String(s) => Ok(s),
            _ => Err(self.wrong("text in quotation marks")),
        }
    }

    /// A number, as such or in quotation marks.
    pub(super) fn number(&self) -> Result<Rational> {
        let value = match self.value {
            DeValue::Integer(n) if n.radix() == 10 => exact::signed(n.as_str()),
            DeValue::Float(n) => exact::signed(n.as_str()),
            DeValue::String(s) => exact::signed(s.trim()),
            _ => None,
        };
        value.ok_or_else(|| self.wrong("a number, such as 2, 0.25 or \"1/3\""))
    }

    /// An expression in quotation marks, or a number.
    pub(super) fn expression(&self) -> Result<Expression> {
        let DeValue::String(text) = self.value else {
            return self.number().map(|n| Expression::number(&n));
        };
        text.parse().or_else(|_| {
            let quote = Place::of(self.text, self.inside);
            Expression::parse_at(text, Place { column: quote.column + 1, ..quote })
        })
    }

    /// One expression for each of some names: a table, or a list in their order.
    pub(super) fn by_key(&self, names: &[String]) -> Result<Vec<Expression>> {
        if let DeValue::Array(_) = self.value {
            let list = self.array()?;
            if list.len() != names.len() {
                return Err(self.wrong(&format!("{} values: {}", names.len(), names.join(", "))));
            }
            return list.iter().map(Self::expression).collect();
        }
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        self.only(&known)?;
        known.iter().map(|name| self.wanted(name)?.expression()).collect()
    }
}
