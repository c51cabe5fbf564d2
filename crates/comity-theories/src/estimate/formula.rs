//! The formula of an estimate: covariates, and patterns where the estimator knows them.

use super::patterns::{PATTERNS, Pattern};
use crate::columns::{check, close};
use crate::formula::{Expression, FormulaError, parse};
use crate::theory::{Sign, Term, Transform};
use comity_core::{Code, Error, Result};
use comity_panel::Panel;

/// What is to be estimated: an outcome and the terms of a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The outcome column.
    pub outcome: String,
    /// The formula as it was written.
    pub formula: String,
    /// The covariates.
    pub terms: Vec<Term>,
    /// Patterns of the network.
    pub patterns: Vec<Pattern>,
    /// Columns that the formula names.
    pub(super) names: Vec<String>,
}

/// What is put before a formula that has no left side.
const NO_OUTCOME: &str = "~ ";

impl Asked {
    /// Reads a formula, with or without `outcome ~` before it. Columns must be known before
    /// the year begins, as in a theory's formula. With `patterns` a sum may name those of
    /// [`PATTERNS`] beside the covariates.
    ///
    /// # Errors
    /// [`Code::BadSetting`] naming the place, what stands there, what should, and names that
    /// may have been meant.
    pub fn read(text: &str, outcome: &str, panel: &Panel, patterns: bool) -> Result<Self> {
        let (rest, found) = if patterns { taken_out(text)? } else { (text.to_owned(), Vec::new()) };
        let mut asked = Self {
            outcome: outcome.to_owned(),
            formula: text.trim().to_owned(),
            terms: Vec::new(),
            patterns: found,
            names: Vec::new(),
        };
        let nothing_left = rest.chars().all(|c| c.is_whitespace() || matches!(c, '1' | '+' | '~'));
        if nothing_left && !asked.patterns.is_empty() {
            return Ok(asked);
        }
        let added = if rest.contains('~') { "" } else { NO_OUTCOME };
        let read = parse(&format!("{added}{rest}"))
            .map_err(|e| refused(&e, e.offset.saturating_sub(added.len()), patterns))?;
        if let Some(left) = read.outcome.as_ref().filter(|left| *left != outcome) {
            return Err(Error::new(Code::BadSetting, "the formula explains another outcome")
                .value(left)
                .expected(format!("{outcome}, or no left side; --outcome names the outcome")));
        }
        for (name, offset) in &read.names {
            check(panel, name).map_err(|r| {
                let mut candidates = r.candidates;
                if patterns {
                    let known = PATTERNS.iter().filter_map(|p| p.split('(').next());
                    candidates.splice(0..0, close(name, known));
                }
                let offset = offset.saturating_sub(added.len());
                Error::new(Code::BadSetting, at(r.message, text, offset))
                    .value(name)
                    .expected(r.expected)
                    .candidates(candidates)
            })?;
        }
        asked.names = read.names.into_iter().map(|(name, _)| name).collect();
        asked.terms = read.terms.into_iter().map(term).collect();
        Ok(asked)
    }
}

fn term(expression: Expression) -> Term {
    Term {
        variable: expression.to_string(),
        predicted: Sign::None,
        transform: Transform::Identity,
        because: String::new(),
        cites: Vec::new(),
        expression: expression.plain().is_none().then_some(expression),
        utility: None,
    }
}

fn at(message: &str, text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text).chars().count();
    format!("{message}, at character {} of the formula", before + 1)
}

fn refused(e: &FormulaError, offset: usize, patterns: bool) -> Error {
    let also =
        if patterns { format!("; or a pattern: {}", PATTERNS.join(", ")) } else { String::new() };
    let message = format!("{}, at character {} of the formula", e.message, offset + 1);
    let error = Error::new(Code::BadSetting, message).expected(format!("{}{also}", e.expected));
    let error = if e.found.is_empty() { error } else { error.value(&e.found) };
    error.candidates(e.candidates.clone())
}

/// The formula with `1` in place of every pattern, so that places stay what they are, and the
/// patterns, each once.
fn taken_out(text: &str) -> Result<(String, Vec<Pattern>)> {
    let start = text.find('~').map_or(0, |tilde| tilde + 1);
    let (mut rest, mut found) = (text.get(..start).unwrap_or_default().to_owned(), Vec::new());
    let mut offset = start;
    for (k, piece) in summands(text.get(start..).unwrap_or_default()).into_iter().enumerate() {
        if k > 0 {
            rest.push('+');
            offset += 1;
        }
        match Pattern::read(piece.trim()) {
            None => rest.push_str(piece),
            Some(Ok(pattern)) => {
                if !found.contains(&pattern) {
                    found.push(pattern);
                }
                rest.push('1');
                rest.extend(std::iter::repeat_n(' ', piece.len() - 1));
            }
            Some(Err(expected)) => {
                let lead = piece.len() - piece.trim_start().len();
                let message = at("the pattern cannot be read", text, offset + lead);
                return Err(Error::new(Code::BadSetting, message)
                    .value(piece.trim())
                    .expected(expected));
            }
        }
        offset += piece.len();
    }
    Ok((rest, found))
}

/// The parts between the `+` outside of brackets.
fn summands(text: &str) -> Vec<&str> {
    let (mut depth, mut from, mut out) = (0_i32, 0, Vec::new());
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '+' if depth == 0 => {
                out.extend(text.get(from..i));
                from = i + 1;
            }
            _ => {}
        }
    }
    out.extend(text.get(from..));
    out
}
