//! Values of parameters, as they are typed.

use super::source::Source;
use super::symbols::{Compound, FREE, Rule, base, compounds, symbol, typed};
use comity_core::{Code, Error, Result};
use comity_games::catalogue::Parameter;
use comity_games::{Expression, Rational, Scalar};
use serde::Serialize;
use std::collections::BTreeMap;

/// The value of one parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Setting {
    /// The parameter's name.
    pub name: String,
    /// Its symbol.
    pub symbol: String,
    /// The value.
    pub value: f64,
    /// Whether it was set, and is not the default.
    pub set: bool,
    #[serde(skip)]
    pub(super) exact: Rational,
}

/// Values of all parameters of a game.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub(super) values: Vec<Setting>,
    /// What was typed.
    pub(super) typed: Vec<String>,
}

/// An axis as it is typed: `v=0..1` or `v=0..1:200`.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisSpec {
    pub(super) name: String,
    pub(super) low: Rational,
    pub(super) high: Rational,
    pub(super) cells: Option<usize>,
    /// What was typed.
    pub(super) typed: String,
}

/// What a name stands for.
pub(super) enum Meant {
    /// One parameter, or several that move together, by their places.
    Parameters(Vec<usize>),
    /// A combination.
    Compound(Compound, Rule),
}

impl Settings {
    /// Reads `name=value` settings; what is not set has its default. A name is a parameter's,
    /// its symbol, or what those of both groups have in common, such as `v`; values are
    /// numbers or expressions of numbers such as `1/3`.
    ///
    /// ```
    /// use comity::game::{Settings, Source};
    /// let game = Source::catalogue("alliance")?;
    /// let settings = Settings::new(&game, &["p=0.3".to_owned(), "xbar=1/8".to_owned()])?;
    /// let set: Vec<(&str, f64)> =
    ///     settings.iter().filter(|s| s.set).map(|s| (s.name.as_str(), s.value)).collect();
    /// assert_eq!(set, [("strength_a", 0.3), ("strength_b", 0.3), ("price", 0.25)]);
    /// # Ok::<(), comity::core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Code::BadSetting`] for text that is no setting or a parameter that is set twice,
    /// [`Code::NoSuchGame`] for a name that means nothing here, with names like it,
    /// [`Code::BadGame`] for a value outside its range.
    pub fn new(source: &Source, given: &[String]) -> Result<Self> {
        let known = source.parameters();
        let mut exact: BTreeMap<usize, Rational> = BTreeMap::new();
        let mut combined: Vec<(Compound, Rule, Rational)> = Vec::new();
        for text in given {
            let (name, value) = text.split_once('=').ok_or_else(|| {
                Error::new(Code::BadSetting, "this is no setting")
                    .value(text)
                    .expected("name=value")
            })?;
            let (name, value) = (name.trim(), value_of(value)?);
            match meant(source, &known, name)? {
                Meant::Parameters(places) => {
                    for place in places {
                        if exact.insert(place, value.clone()).is_some() {
                            return Err(twice(&known[place].name));
                        }
                    }
                }
                Meant::Compound(compound, rule) => combined.push((compound, rule, value)),
            }
        }
        for (compound, rule, value) in combined {
            let place = position(&known, compound.sets);
            let Some(place) = place else { continue };
            if let Rule::Times(FREE) = rule
                && let Some(free) = position(&known, FREE)
            {
                exact.entry(free).or_insert_with(|| Rational::from_integer(1.into()));
            }
            let now = |name: &str| -> Rational {
                let place = position(&known, name);
                place.map_or_else(
                    || Rational::from_integer(0.into()),
                    |p| exact.get(&p).cloned().unwrap_or_else(|| default(source, &known[p])),
                )
            };
            let zero = Rational::from_integer(0.into());
            let set = match rule {
                Rule::Times(factor) => {
                    let factor_value = now(factor);
                    if factor_value == zero {
                        return Err(Error::new(
                            Code::BadSetting,
                            format!("`{}` cannot be set while `{factor}` is zero", compound.name),
                        )
                        .hint(format!("set {factor} and {} instead", compound.sets)));
                    }
                    value / factor_value
                }
                Rule::Plus(a, b) => value - now(a) * now(b),
            };
            if exact.insert(place, set).is_some() {
                return Err(
                    twice(compound.sets).hint(format!("`{}` sets it as well", compound.name))
                );
            }
        }
        let mut values = Vec::with_capacity(known.len());
        for (place, parameter) in known.iter().enumerate() {
            let set = exact.remove(&place);
            let is_set = set.is_some();
            let exact = set.unwrap_or_else(|| default(source, parameter));
            values.push(Setting {
                name: parameter.name.to_string(),
                symbol: symbol(source.name(), parameter).into_owned(),
                value: if is_set { parameter.check(exact.float())? } else { parameter.default },
                set: is_set,
                exact,
            });
        }
        Ok(Self { values, typed: given.to_vec() })
    }

    /// The values, in the order of the parameters.
    pub fn iter(&self) -> impl Iterator<Item = &Setting> {
        self.values.iter()
    }

    /// The value of a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&Setting> {
        self.values.iter().find(|s| s.name == name)
    }

    /// Name and number of every parameter.
    pub(super) fn floats(&self) -> Vec<(&str, f64)> {
        self.values.iter().map(|s| (s.name.as_str(), s.value)).collect()
    }

    /// Name and exact number of every parameter.
    pub(super) fn exacts(&self) -> Vec<(&str, Rational)> {
        self.values.iter().map(|s| (s.name.as_str(), s.exact.clone())).collect()
    }

    /// Every parameter's value by name, for a manifest.
    pub(super) fn by_name(&self) -> BTreeMap<String, f64> {
        self.values.iter().map(|s| (s.name.clone(), s.value)).collect()
    }

    /// What was typed, as options of a command.
    pub(super) fn options(&self) -> String {
        self.typed.iter().map(|t| format!(" --set {t}")).collect()
    }
}

impl AxisSpec {
    /// Reads an axis.
    ///
    /// # Errors
    /// [`Code::BadSetting`] for text that is no axis.
    pub fn new(text: &str) -> Result<Self> {
        let wrong = || {
            Error::new(Code::BadSetting, "this is no axis")
                .value(text)
                .expected("name=low..high or name=low..high:cells")
        };
        let (name, range) = text.split_once('=').ok_or_else(wrong)?;
        let (range, cells) = match range.split_once(':') {
            Some((range, cells)) => (range, Some(cells.trim().parse().map_err(|_| wrong())?)),
            None => (range, None),
        };
        if cells.is_some_and(|c: usize| c < 2) {
            return Err(wrong().expected("at least two cells"));
        }
        let (low, high) = range.split_once("..").ok_or_else(wrong)?;
        let (low, high) = (value_of(low)?, value_of(high)?);
        Ok(Self { name: name.trim().to_owned(), low, high, cells, typed: text.to_owned() })
    }
}

fn twice(name: &str) -> Error {
    Error::new(Code::BadSetting, "a parameter is set twice").value(name)
}

fn position(known: &[Parameter], name: &str) -> Option<usize> {
    known.iter().position(|p| p.name == name)
}

/// The default as an exact number: as the game says it, else the floating number in as few
/// digits as determine it.
fn default(source: &Source, parameter: &Parameter) -> Rational {
    let shortest = || parameter.default.to_string().parse::<Expression>().ok();
    source.exact_default(&parameter.name).unwrap_or_else(|| {
        let value = shortest().and_then(|e| e.evaluate(&BTreeMap::new()).ok());
        value.unwrap_or_else(|| Rational::from_integer(0.into()))
    })
}

/// A number or an expression of numbers.
fn value_of(text: &str) -> Result<Rational> {
    let text = text.trim();
    let wrong = |e: Error| {
        Error::new(Code::BadSetting, format!("this is no number: {}", e.message()))
            .value(text)
            .expected("a number such as 0.25 or 1/3")
    };
    text.parse::<Expression>().and_then(|e| e.evaluate(&BTreeMap::new())).map_err(wrong)
}

/// What a typed name stands for.
pub(super) fn meant(source: &Source, known: &[Parameter], name: &str) -> Result<Meant> {
    let lower = name.to_lowercase();
    let names: Vec<[String; 2]> =
        known.iter().map(|p| [p.name.to_string(), typed(&symbol(source.name(), p))]).collect();
    let spelled = typed(name);
    let one = names.iter().position(|n| n.contains(&lower) || n[1] == spelled);
    if let Some(place) = one {
        return Ok(Meant::Parameters(vec![place]));
    }
    let both: Vec<usize> = (0..names.len())
        .filter(|&i| names[i].iter().any(|n| base(n).is_some_and(|b| b == lower || b == spelled)))
        .collect();
    if both.len() > 1 {
        return Ok(Meant::Parameters(both));
    }
    if let Some((compound, rule)) = compounds(known).into_iter().find(|(c, _)| c.name == lower) {
        return Ok(Meant::Compound(compound, rule));
    }
    if known.is_empty() {
        return Err(Error::new(Code::NoSuchGame, "the game has no parameters").value(name));
    }
    let error = match source.classed() {
        Ok(entry) => entry.place(name).err(),
        Err(_) => source.symbolic().and_then(|g| g.values::<f64>(&[(name, 0.0)]).err()),
    };
    Err(error.unwrap_or_else(|| {
        Error::new(Code::NoSuchGame, "the game has no such parameter").value(name)
    }))
}
