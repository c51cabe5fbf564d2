//! The alliance game in numbers.

use super::settings::Settings;
use comity_core::{Code, Error, Result};
use comity_games::catalogue::alliance::{
    Ceiling, Condition, Equilibrium, Form, Member, Outcome, PARAMETERS, Params, ValidParams,
    Verdict,
};
use comity_games::catalogue::{self, end_of_play};
use comity_games::solve::backward_induction;
use serde::Serialize;

/// The equilibrium of the alliance game with the numbers that decide it. Pairs are A, B.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AllianceAnswer {
    /// Survival Sᵢ without a sponsor.
    pub survival: [f64; 2],
    /// U⁰ᵢ, the payoffs without an alliance.
    pub alone: [f64; 2],
    /// Payoffs of a victim whose ally sells.
    pub victim: [f64; 2],
    /// The cap on the government's offer, x̄ = ξ·ι.
    pub cap: f64,
    /// What the government loses to two groups that fight alone.
    pub loss_alone: f64,
    /// The two forms of alliance.
    pub forms: Vec<FormRow>,
    /// b(Lʸ − Lᵃˡᵗ) − k, if there is a sponsor.
    pub sponsor_gain: Option<f64>,
    /// Thresholds of the bilateral alliance of equal groups, under the cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thresholds: Option<Bounds>,
    /// Why there are no thresholds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_thresholds: Option<String>,
    /// The conditions of the equilibrium.
    pub conditions: Vec<ConditionRow>,
    /// The most that a player gains by changing strategy alone in the same game as a tree.
    #[serde(skip)]
    pub(super) max_regret: f64,
    /// Whether the tree has the same outcome.
    #[serde(skip)]
    pub(super) tree_agrees: bool,
}

/// One form of alliance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormRow {
    /// `bilateral` or `asymmetric`.
    pub form: &'static str,
    /// Payoffs when nobody sells.
    pub payoffs: [f64; 2],
    /// The payoffs less those without an alliance.
    pub worth: [f64; 2],
    /// xᵢ*, the least price each member sells for.
    pub least_price: [f64; 2],
    /// The most that the government pays each.
    pub ceiling: [f64; 2],
    /// What the government loses to it.
    pub loss: f64,
    /// Whether it is feasible: both join and both honour.
    pub holds: bool,
    /// Why it is not the outcome: the conditions that fail.
    pub why_not: Vec<String>,
}

/// Thresholds of equal groups.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bounds {
    /// S*: nobody sells above this survival; infinities are null.
    pub s_star: f64,
    /// S_part: both gain from this survival on.
    pub s_part: f64,
    /// v̂: the alliance forms below this vulnerability.
    pub v_hat: f64,
}

/// A condition of the equilibrium.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConditionRow {
    /// In words.
    pub condition: String,
    /// Whether it holds.
    pub holds: bool,
}

/// Solves the game.
pub(super) fn answer(settings: &Settings) -> Result<(Outcome, AllianceAnswer)> {
    let params = params(settings)?;
    let valid = params.check()?;
    let equilibrium = valid.equilibrium();
    let (max_regret, tree_outcome) = on_tree(&params)?;
    let (thresholds, no_thresholds) = thresholds(&valid);
    let held = equilibrium.conditions();
    let row = |form, verdict: &Verdict| FormRow {
        form: name(form),
        payoffs: valid.allied(form),
        worth: verdict.worth,
        least_price: verdict.least_price,
        ceiling: verdict.ceiling,
        loss: valid.loss(form),
        holds: verdict.holds(),
        why_not: why_not(&equilibrium, form),
    };
    let answer = AllianceAnswer {
        survival: valid.survival(),
        alone: valid.alone(),
        victim: valid.victim(),
        cap: valid.cap(),
        loss_alone: valid.loss_alone(),
        forms: vec![
            row(Form::Bilateral, &equilibrium.bilateral),
            row(Form::Asymmetric, &equilibrium.asymmetric),
        ],
        sponsor_gain: equilibrium.sponsor_gain,
        thresholds,
        no_thresholds,
        conditions: Condition::ALL
            .iter()
            .enumerate()
            .map(|(bit, c)| ConditionRow { condition: holds(*c), holds: held & (1 << bit) != 0 })
            .collect(),
        max_regret,
        tree_agrees: tree_outcome == equilibrium.outcome.label(),
    };
    Ok((equilibrium.outcome, answer))
}

fn params(settings: &Settings) -> Result<Params> {
    let get = |name: &str| {
        settings.get(name).map(|s| s.value).ok_or_else(|| {
            Error::new(Code::Internal, format!("the alliance game has no parameter `{name}`"))
        })
    };
    let mut values = [0.0; PARAMETERS.len()];
    for (value, parameter) in values.iter_mut().zip(PARAMETERS) {
        *value = get(&parameter.name)?;
    }
    // Any other number is refused when the game is classified.
    let ceiling = match get("ceiling")? {
        1.0 => Ceiling::Gain,
        2.0 => Ceiling::CapAndGain,
        _ => Ceiling::Cap,
    };
    let sponsor = get("sponsor")? != 0.0;
    Ok(Params { sponsor, ceiling, ..Params::default() }.with_values(values))
}

/// The largest regret and the outcome of the game as a tree with the same parameters.
fn on_tree(params: &Params) -> Result<(f64, String)> {
    let entry = catalogue::find("alliance-tree")?;
    let game = entry.game().ok_or_else(|| Error::new(Code::Internal, "the tree is gone"))?;
    let on = |yes: bool| f64::from(u8::from(yes));
    let mut values: Vec<(&str, f64)> =
        PARAMETERS.iter().map(|p| &*p.name).zip(params.values()).collect();
    values.extend([
        ("sponsor", on(params.sponsor)),
        ("capped", on(params.ceiling != Ceiling::Gain)),
        ("counts_loss", on(params.ceiling != Ceiling::Cap)),
    ]);
    let tree = game.evaluate::<f64>(&values)?;
    let regret = backward_induction(&tree)?.solution.max_regret;
    let end = game.node_names().nth(end_of_play(&tree)? as usize).unwrap_or_default();
    let outcome = match end {
        "bilateral" | "bilateral, offered" => "bilateral",
        "asymmetric" => "asymmetric",
        "no alliance" | "no alliance, offered" => "none",
        other => other,
    };
    Ok((regret, outcome.to_owned()))
}

fn thresholds(valid: &ValidParams) -> (Option<Bounds>, Option<String>) {
    if valid.ceiling != Ceiling::Cap {
        return (None, Some("the closed form holds under the cap only".to_owned()));
    }
    match valid.symmetric() {
        Ok(t) => (Some(Bounds { s_star: t.honour, s_part: t.join, v_hat: t.vulnerability }), None),
        Err(e) => (None, Some(e.message().to_owned())),
    }
}

const fn name(form: Form) -> &'static str {
    match form {
        Form::Bilateral => "bilateral",
        Form::Asymmetric => "asymmetric",
    }
}

const fn group(member: Member) -> &'static str {
    match member {
        Member::A => "A",
        Member::B => "B",
    }
}

fn why_not(equilibrium: &Equilibrium, form: Form) -> Vec<String> {
    if equilibrium.outcome.label() == name(form) {
        return Vec::new();
    }
    equilibrium
        .why_not(form)
        .map(|c| match c {
            Condition::Honours(_, m) => format!("{} would sell", group(m)),
            Condition::Joins(_, m) => format!("{} would lose by it", group(m)),
            Condition::ProposerPrefersAsymmetric if form == Form::Bilateral => {
                "A prefers the asymmetric alliance".to_owned()
            }
            Condition::ProposerPrefersAsymmetric => "A prefers the bilateral alliance".to_owned(),
            Condition::SponsorGains if equilibrium.sponsor_gain.is_none() => {
                "there is no sponsor".to_owned()
            }
            Condition::SponsorGains => "the sponsor would lose by it".to_owned(),
        })
        .collect()
}

fn holds(condition: Condition) -> String {
    match condition {
        Condition::Honours(f, m) => {
            format!("{} would not sell the {} alliance", group(m), name(f))
        }
        Condition::Joins(f, m) => format!("{} gains by the {} alliance", group(m), name(f)),
        Condition::ProposerPrefersAsymmetric => {
            "A prefers the asymmetric to the bilateral alliance".to_owned()
        }
        Condition::SponsorGains => "the sponsor gains".to_owned(),
    }
}
