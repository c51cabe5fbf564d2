//! Theories of the user's own, from TOML files in the catalogue's layout.

use super::load::{catalogue, comparisons, references};
use super::place::Source;
use super::stated::{Stated, StatedTerm, StatedTime, stated};
use crate::columns::{self, close};
use crate::formula::{self, Expression};
use crate::theory::{Choices, Role, Sign, Term, Theory, TheoryKind, Transform};
use comity_core::{Code, Error, Level, Result};
use comity_panel::Panel;
use std::collections::BTreeMap;
use toml::Spanned;

/// A file of theories: its name, for messages, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TheoryFile {
    /// The name shown in messages; its stem is the id of a theory that states none.
    pub name: String,
    /// The TOML text.
    pub text: String,
}

/// The theories of files, in their order, checked against the columns of a panel and the
/// outcome that is to be explained.
///
/// A theory states its terms as the catalogue does (`[[theory.term]]`) or by a formula. A
/// column that the panel could have but lacks is allowed: the fit names it as unavailable.
/// When a formula names the calendar year or the time since the last tie, that function of
/// time is not added a second time.
///
/// # Errors
/// [`Code::BadTheory`] or [`Code::BadFormula`] naming file, line, column, what stands there and
/// what should.
pub fn user_theories(files: &[TheoryFile], panel: &Panel, outcome: &str) -> Result<Vec<Theory>> {
    let mut taken: Vec<String> =
        catalogue()?.into_iter().chain(comparisons()?).map(|t| t.id).collect();
    let mut theories = Vec::new();
    for file in files {
        let source = Source { file: &file.name, text: &file.text };
        let (stated, mut works) = stated(&source)?;
        works.extend(references()?);
        if stated.is_empty() {
            return Err(source.error(Code::BadTheory, 0, "the file states no theory"));
        }
        for one in stated {
            let reader = Reader { source, panel, outcome, works: &works };
            let theory = reader.theory(one, &taken)?;
            taken.push(theory.id.clone());
            theories.push(theory);
        }
    }
    Ok(theories)
}

/// Reads the theories of one file.
struct Reader<'a> {
    source: Source<'a>,
    panel: &'a Panel,
    outcome: &'a str,
    works: &'a BTreeMap<String, String>,
}

impl Reader<'_> {
    fn theory(&self, s: Stated, taken: &[String]) -> Result<Theory> {
        let id = self.id(s.id.as_ref(), taken)?;
        if let Some(kind) = s.kind.as_ref().filter(|k| *k.get_ref() != TheoryKind::Logit) {
            return Err(self
                .source
                .error(Code::BadTheory, kind.span().start, "a theory of this kind has no terms")
                .expected("kind = \"logit\", or none"));
        }
        let mut choices = Choices {
            estimator: s.estimator,
            variance: s.variance,
            time: s.time.as_ref().map(StatedTime::control),
        };
        let mut terms = s.term.iter().map(|t| self.term(t)).collect::<Result<Vec<_>>>()?;
        if let Some(formula) = &s.formula {
            terms.extend(self.formula(formula, &s.predicted, &mut choices)?);
        } else if let Some((key, _)) = s.predicted.first_key_value() {
            let message = "`predicted` belongs to a formula; a term states its own sign";
            return Err(self.source.error(Code::BadTheory, key.span().start, message));
        }
        if terms.is_empty() {
            let message = format!("the theory `{id}` has no terms");
            return Err(self
                .source
                .error(Code::BadTheory, s.id.map_or(0, |i| i.span().start), message)
                .expected("a formula, or [[theory.term]] tables"));
        }
        let mut citations = s.citations;
        let keys = s.cites.iter().chain(s.term.iter().flat_map(|t| &t.cites));
        for key in keys {
            let work = s.references.get(key.get_ref()).or_else(|| self.works.get(key.get_ref()));
            let work = work.ok_or_else(|| self.unknown_work(key))?;
            if !citations.contains(work) {
                citations.push(work.clone());
            }
        }
        let levels = if s.levels.is_empty() { self.levels(&terms) } else { s.levels };
        Ok(Theory {
            title: s.title.unwrap_or_else(|| id.clone()),
            id,
            question: s.question,
            summary: s.summary,
            levels,
            terms,
            citations,
            kind: TheoryKind::Logit,
            role: Role::User,
            choices,
        })
    }

    fn id(&self, stated: Option<&Spanned<String>>, taken: &[String]) -> Result<String> {
        let (id, offset) = match stated {
            Some(id) => (id.get_ref().clone(), id.span().start),
            None => {
                let name = self.source.file.rsplit(['/', '\\']).next().unwrap_or_default();
                (name.strip_suffix(".toml").unwrap_or(name).to_lowercase(), 0)
            }
        };
        let error = |message: &str| self.source.error(Code::BadTheory, offset, message).value(&id);
        let allowed =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if id.is_empty() || id.len() > 40 || !id.chars().all(allowed) {
            let e = error("this cannot be the id of a theory");
            return Err(e.expected("1 to 40 lower-case letters, digits, - or _"));
        }
        if taken.contains(&id) {
            return Err(error("there is another theory of this id").expected("an id of its own"));
        }
        Ok(id)
    }

    fn term(&self, t: &StatedTerm) -> Result<Term> {
        let name = t.variable.get_ref();
        let offset = self.source.inside(&t.variable.span()).unwrap_or(t.variable.span().start);
        self.column(name, offset, Code::BadTheory)?;
        Ok(Term {
            variable: name.clone(),
            predicted: t.predicted.unwrap_or(Sign::None),
            transform: t.transform,
            because: t.because.clone(),
            cites: t.cites.iter().map(|c| c.get_ref().clone()).collect(),
            expression: None,
            utility: None,
        })
    }

    fn formula(
        &self,
        text: &Spanned<String>,
        predicted: &BTreeMap<Spanned<String>, Sign>,
        choices: &mut Choices,
    ) -> Result<Vec<Term>> {
        let inside = self.source.inside(&text.span());
        // Where escapes hide the place, the formula's beginning is named.
        let place = |offset: usize| inside.map_or(text.span().start, |start| start + offset);
        let read = formula::parse(text.get_ref()).map_err(|e| {
            let shown = self.source.error(Code::BadFormula, place(e.offset), e.message);
            let shown = if e.found.is_empty() { shown } else { shown.value(e.found) };
            shown.expected(e.expected)
        })?;
        if let Some(left) = read.outcome.as_ref().filter(|left| *left != self.outcome) {
            return Err(self
                .source
                .error(Code::BadFormula, place(0), "the formula explains another outcome")
                .value(left)
                .expected(format!("{}, or nothing before `~`", self.outcome)));
        }
        for (name, offset) in &read.names {
            self.column(name, place(*offset), Code::BadFormula)?;
        }
        let names = read.names.iter().map(|(name, _)| name.as_str());
        let time = choices.time.unwrap_or_default().beside(names);
        if time != choices.time.unwrap_or_default() {
            choices.time = Some(time);
        }
        self.with_signs(read.terms, predicted)
    }

    /// The terms with the signs predicted for them; a sign for no term is an error.
    fn with_signs(
        &self,
        terms: Vec<Expression>,
        predicted: &BTreeMap<Spanned<String>, Sign>,
    ) -> Result<Vec<Term>> {
        let mut signs: Vec<Sign> = vec![Sign::None; terms.len()];
        for (key, sign) in predicted {
            let wanted = formula::parse(&format!("~ {}", key.get_ref())).ok();
            let wanted = wanted.as_ref().and_then(|f| f.terms.first());
            let place = terms.iter().position(|t| wanted.is_some_and(|w| w.same_as(t)));
            let slot = place.and_then(|k| signs.get_mut(k)).ok_or_else(|| {
                let names: Vec<String> = terms.iter().map(ToString::to_string).collect();
                self.source
                    .error(Code::BadTheory, key.span().start, "the formula has no such term")
                    .value(key.get_ref())
                    .candidates(close(key.get_ref(), names.iter().map(String::as_str)))
            })?;
            *slot = *sign;
        }
        let term = |(expression, predicted): (Expression, Sign)| Term {
            variable: expression.to_string(),
            predicted,
            transform: Transform::Identity,
            because: String::new(),
            cites: Vec::new(),
            expression: expression.plain().is_none().then_some(expression),
            utility: None,
        };
        Ok(terms.into_iter().zip(signs).map(term).collect())
    }

    /// Checks that a name stands for a column that is known before the year begins.
    fn column(&self, name: &str, offset: usize, code: Code) -> Result<()> {
        columns::check(self.panel, name).map_err(|refused| {
            self.source
                .error(code, offset, refused.message)
                .value(name)
                .expected(refused.expected)
                .candidates(refused.candidates)
        })
    }

    /// The levels of the columns that the terms are computed from, in the order of reports.
    fn levels(&self, terms: &[Term]) -> Vec<Level> {
        let of = |name: &str| self.panel.variable(name).and_then(|v| v.level);
        let found: Vec<Level> = terms.iter().flat_map(Term::columns).filter_map(of).collect();
        Level::ALL.into_iter().filter(|l| found.contains(l)).collect()
    }

    fn unknown_work(&self, key: &Spanned<String>) -> Error {
        self.source
            .error(Code::BadTheory, key.span().start, "there is no work of this key")
            .value(key.get_ref())
            .expected("a key of [references], or of the built-in list")
            .candidates(close(key.get_ref(), self.works.keys().map(String::as_str)))
    }
}
