//! The alliance game as an entry of the catalogue.

use super::params::{Ceiling, PARAMETERS, Params};
use crate::catalogue::Parameter;
use crate::catalogue::entry::{About, Entry};
use comity_core::{Code, Error, Result};

const SPONSOR: Parameter = Parameter::fixed(
    ["sponsor", "sponsor", "1 if there is a state that could sponsor, 0 if not."],
    1.0,
    [0.0, 1.0],
);
const CEILING: Parameter = Parameter::fixed(
    [
        "ceiling",
        "ceiling",
        "The most that the government pays: 0 the cap ξ·ι, 1 its whole gain, 2 the lesser.",
    ],
    0.0,
    [0.0, 2.0],
);

/// The entry.
pub(in crate::catalogue) fn entry() -> Entry {
    let mut parameters = PARAMETERS.to_vec();
    parameters.extend([SPONSOR, CEILING]);
    let about = About {
        slug: "alliance",
        title: "Alliance game",
        citation: "N. Bapat and K. Bond, Alliances between Militant Groups, British Journal of \
            Political Science 42(4), 2012, 793–824",
        page: "games/alliance-game.md",
        documented: "Two games, of bilateral alliance and of alliance under a sponsor; an ally \
            can sell information to the government; groups little exposed to repression prefer \
            bilateral alliances, vulnerable ones alliances that a sponsor enforces; agenda \
            dilution is a second cost.",
        reconstructed: "All payoffs and the equilibrium conditions. The rules for the offer \
            other than the cap are this project's own.",
    };
    Entry::closed_form(about, parameters, &["none", "bilateral", "asymmetric"], classify)
}

fn classify(values: &[f64]) -> Result<usize> {
    let wrong = || Error::new(Code::Internal, "the alliance game has other parameters");
    let (numbers, switches) = values.split_at_checked(PARAMETERS.len()).ok_or_else(wrong)?;
    let numbers: [f64; PARAMETERS.len()] = numbers.try_into().map_err(|_| wrong())?;
    let &[sponsor, ceiling] = switches else { return Err(wrong()) };
    let whole = |parameter: &Parameter, value: f64| {
        Error::new(Code::BadGame, format!("`{}` is a whole number", parameter.name))
            .value(value.to_string())
            .expected(&*parameter.meaning)
    };
    let sponsor = match sponsor {
        0.0 => false,
        1.0 => true,
        other => return Err(whole(&SPONSOR, other)),
    };
    let ceiling = match ceiling {
        0.0 => Ceiling::Cap,
        1.0 => Ceiling::Gain,
        2.0 => Ceiling::CapAndGain,
        other => return Err(whole(&CEILING, other)),
    };
    let params = Params { sponsor, ceiling, ..Params::default() }.with_values(numbers);
    Ok(params.check()?.equilibrium().outcome as usize)
}
