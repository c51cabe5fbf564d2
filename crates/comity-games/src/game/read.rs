//! Reading a game from TOML.

use super::build::GameBuilder;
use super::layout::{Game, GameNode, Parameter, Play};
use super::range::Range;
use super::toml::{Entry, document};
use crate::exact;
use comity_core::Result;

impl Game {
    /// Reads a game from TOML.
    ///
    /// ```toml
    /// title = "Entry under uncertainty"
    /// players = ["entrant", "incumbent"]
    ///
    /// [parameters]
    /// m = 2
    /// q = { default = "1/3", range = "[0, 1]", meaning = "probability of high demand" }
    ///
    /// [definitions]
    /// share = "m / 2"
    ///
    /// [nodes.entry]
    /// player = "entrant"
    /// moves = { "stay out" = "alone", enter = "demand" }
    ///
    /// [nodes.demand]
    /// chance = { high = "q", low = "1 - q" }
    /// moves = { high = "reply high", low = "reply low" }
    ///
    /// [nodes."reply high"]
    /// player = "incumbent"
    /// infoset = "reply"
    /// moves = { share = { pay = ["share", "share"] }, fight = "war" }
    ///
    /// [nodes."reply low"]
    /// player = "incumbent"
    /// infoset = "reply"
    /// moves = { share = { pay = { entrant = 0, incumbent = 0 } }, fight = "war" }
    ///
    /// [nodes.alone]
    /// pay = { entrant = 0, incumbent = "m" }
    ///
    /// [nodes.war]
    /// pay = [-1, -1]
    /// ```
    ///
    /// The keys at the top are `title`, `citation`, `comment`, `players`, `root`,
    /// `parameters`, `definitions` and `nodes`. The root is the first node unless `root`
    /// names another. A node is one of three things, by its keys: a decision (`player`,
    /// `moves` and, for nodes that their player cannot tell apart, a common `infoset`), a
    /// move by chance (`chance`, `moves`), or an end (`pay`: by player, or a list in the
    /// order of `players`). A move leads to the node named, or to one written in its place,
    /// which is called after the node and the action, as in `reply high/share`. Ends may be
    /// led to by several moves. Numbers stand as such or as expressions in quotation marks.
    ///
    /// # Errors
    /// `game/syntax` with line and column for text that is not such a game; otherwise those
    /// of [`GameBuilder::finish`].
    pub fn read(text: &str) -> Result<Self> {
        let document = document(text)?;
        let top = Entry::top(text, &document);
        let keys = [
            "title",
            "citation",
            "comment",
            "players",
            "root",
            "parameters",
            "definitions",
            "nodes",
        ];
        top.only(&keys)?;
        let string = |key: &str| top.find(key).map(|e| e.string()).transpose();
        let mut players = Vec::new();
        for player in top.wanted("players")?.array()? {
            players.push(player.string()?.to_owned());
        }
        let mut builder = GameBuilder::new(string("title")?.unwrap_or("").to_owned(), players)
            .citation(string("citation")?.unwrap_or(""))
            .comment(string("comment")?.unwrap_or(""));
        if let Some(root) = string("root")? {
            builder = builder.root(root);
        }
        for entry in top.list("parameters")? {
            let parameter = read_parameter(&entry)?;
            builder.add_parameter(parameter).map_err(|e| entry.place().on(e))?;
        }
        for entry in top.list("definitions")? {
            let expression = entry.expression()?;
            builder.add_definition(entry.key, expression).map_err(|e| entry.place().on(e))?;
        }
        for entry in top.wanted("nodes")?.entries()? {
            read_node(&mut builder, entry.key, &entry)?;
        }
        builder.finish()
    }
}

fn read_parameter(entry: &Entry<'_>) -> Result<Parameter> {
    let mut parameter = Parameter {
        name: entry.key.to_owned(),
        default: exact::signed("0").unwrap_or_default(),
        range: Range::ALL,
        meaning: String::new(),
    };
    if !entry.is_table() {
        parameter.default = entry.number()?;
        return Ok(parameter);
    }
    entry.only(&["default", "range", "meaning"])?;
    parameter.default = entry.wanted("default")?.number()?;
    if let Some(range) = entry.find("range") {
        parameter.range = range.string()?.parse().map_err(|e| range.place().on(e))?;
    }
    if let Some(meaning) = entry.find("meaning") {
        parameter.meaning = meaning.string()?.to_owned();
    }
    Ok(parameter)
}

/// Adds a node and those written within it. The depth is bounded by that of the TOML reader.
fn read_node(builder: &mut GameBuilder, name: &str, entry: &Entry<'_>) -> Result<()> {
    let on = |e| entry.place().on(e);
    entry.only(&["player", "infoset", "moves", "chance", "pay"])?;
    let (pay, chance, player) = (entry.find("pay"), entry.find("chance"), entry.find("player"));
    let (mut actions, mut next, mut inner) = (Vec::new(), Vec::new(), Vec::new());
    for to in entry.list("moves")? {
        actions.push(to.key.to_owned());
        next.push(match to.is_table() {
            true => format!("{name}/{}", to.key),
            false => to.string()?.to_owned(),
        });
        inner.push(to);
    }
    let play = match (pay, chance, player) {
        (Some(pay), None, None) if actions.is_empty() && entry.find("infoset").is_none() => {
            Play::Terminal(pay.by_key(builder.players())?)
        }
        (None, Some(chance), None) if entry.find("infoset").is_none() => {
            Play::Chance(chance.by_key(&actions)?)
        }
        (None, None, Some(player)) => Play::Move {
            player: builder.player(player.string()?).map_err(|e| player.place().on(e))?,
            infoset: entry.find("infoset").map_or(Ok(name), |e| e.string())?.to_owned(),
        },
        _ => {
            return Err(entry.place().error(format!("node `{name}` is not a node")).expected(
                "`pay` alone, `chance` with `moves`, or `player` with `moves` and perhaps `infoset`",
            ));
        }
    };
    let node = GameNode { name: name.to_owned(), play, actions };
    builder.add_node(node, next.clone(), Some(entry.place())).map_err(on)?;
    for (to, name) in inner.iter().zip(&next).filter(|(to, _)| to.is_table()) {
        read_node(builder, name, to)?;
    }
    Ok(())
}
