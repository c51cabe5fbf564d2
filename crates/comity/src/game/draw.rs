//! Game trees to be drawn.

use super::convert::number;
use super::method::Method;
use super::methods::play;
use super::settings::Settings;
use super::source::Source;
use comity_core::{Code, Error, Result};
use comity_games::tree::Step;
use comity_report::number as shown;
use comity_report::page::{TreeFigure, TreeNode, TreeNodeKind};

/// Ends that a drawing may have.
pub const DRAWN: usize = 400;

/// A game tree with its solution, for `comity_report::tree_svg` and `tree_text`.
///
/// # Errors
/// [`Code::BadSetting`] when the game is no tree or has more than [`DRAWN`] ends; otherwise
/// those of [`super::solve`].
pub fn draw(source: &Source, settings: &Settings, method: Method) -> Result<TreeFigure> {
    let (tree, profile, how) = play(source, settings, method)?;
    if tree.terminals() > DRAWN {
        return Err(Error::new(Code::BadSetting, "the tree is too large to draw")
            .value(format!("{} ends", tree.terminals()))
            .expected(format!("at most {DRAWN}")));
    }
    let names = source.node_names();
    let mut nodes: Vec<TreeNode> = Vec::with_capacity(tree.nodes().len());
    for (i, node) in tree.nodes().iter().enumerate() {
        let (mut action, mut probability, mut taken, mut reached) =
            (String::new(), String::new(), true, true);
        if let Some((parent, place)) = node.parent {
            let step = tree.nodes().get(parent as usize).map(|n| n.step);
            if let Some(Step::Move { infoset } | Step::Chance { infoset }) = step {
                let set = tree.infosets().get(infoset as usize);
                let p = profile.get(infoset as usize).and_then(|s| s.get(place as usize));
                let p = p.copied().unwrap_or(0.0);
                let label = set.and_then(|s| s.actions.get(place as usize));
                action = label.cloned().unwrap_or_default();
                taken = p > 0.0;
                if p > 0.0 && p < 1.0 {
                    probability = shown((p * 1e4).round() / 1e4);
                }
            }
            reached = taken && nodes.get(parent as usize).is_some_and(|n| n.reached);
        }
        let kind = match node.step {
            Step::Terminal { index } => TreeNodeKind::End {
                payoffs: tree
                    .payoffs(index)
                    .iter()
                    .map(|v| shown(rounded(number(v).value)))
                    .collect(),
            },
            Step::Chance { .. } => TreeNodeKind::Chance,
            Step::Move { infoset } => TreeNodeKind::Decision {
                player: tree.infosets().get(infoset as usize).and_then(|s| s.player).unwrap_or(0),
                infoset,
            },
        };
        let name = match Source::ends(node.step) {
            true => names.get(i).cloned().unwrap_or_default(),
            false => String::new(),
        };
        let parent = node.parent.map(|p| p.0);
        nodes.push(TreeNode { name, parent, action, probability, taken, reached, kind });
    }
    let set: Vec<String> = settings
        .iter()
        .filter(|s| s.set)
        .map(|s| format!("{} = {}", s.name, shown(s.value)))
        .collect();
    let mut caption = vec![format!("Solved by {how}.")];
    if !set.is_empty() {
        caption.push(format!("Set: {}; all other parameters at their defaults.", set.join(", ")));
    }
    if !source.citation().is_empty() {
        caption.push(format!("{}.", source.citation().trim_end_matches('.')));
    }
    let command =
        format!("comity game draw {}{}{}", source.name(), settings.options(), method.options());
    caption.push(format!("comity {}: {command}", crate::spec::VERSION));
    Ok(TreeFigure {
        title: source.title().to_owned(),
        players: tree.players().to_vec(),
        nodes,
        caption,
    })
}

/// Four decimals are drawn.
fn rounded(x: f64) -> f64 {
    if x.abs() < 1e6 { (x * 1e4).round() / 1e4 } else { x }
}
