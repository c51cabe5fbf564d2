"""Quantal response beside pygambit, on the same files in the same run.

    cargo build --release -p comity-games --example quantal_timing
    python3 bench/quantal.py [--slow | --limit SECONDS] [--only NAME]

Both follow the principal branch of the logit correspondence, agents' for trees, players' for
strategic forms: once until regret is 1e-8 of the range of payoffs, and once from λ = 0 to
λ = 1 / range, where the largest difference in probabilities is printed. On trees with many hidden
moves the branch may turn back too often for either to reach its end: the second line is then the
comparison. The games are those of bench/games.py. Reading the files is outside the clock of both.
Each call runs in a process of its own and is ended after a limit (10 s, with --slow 120 s): the
ratio is then a lower bound.
"""

import itertools

import game_cases as cases
from game_cases import peer

REGRET = 1e-8


def branch(game):
    """How many points the peer's branch has."""
    return len(peer.gbt.qre.logit_solve_branch(game, maxregret=REGRET))


def at(game, form):
    """The peer's point at λ = 1 / range: λ as it reports it, and probabilities."""
    found = peer.gbt.qre.logit_solve_lambda(game, 1 / peer.spread(game))
    return found[0].lam, peer.flat_profile(game, form, found[0])


def difference(text, mine, lists):
    """The largest difference in probabilities between our point and the peer's."""
    ours = mine["point"]["probabilities"]
    if text.startswith("EFG"):
        ours = [numbers for numbers, player in zip(ours, of_players(text)) if player]
    pairs = zip(itertools.chain(*ours), itertools.chain(*lists), strict=True)
    return max(abs(a - b) for a, b in pairs)


def of_players(text):
    """Of each information set, in the order of a walk down the tree, whether a player's."""
    met, players = set(), []
    for number, node in enumerate(peer.walk(peer.read(text).root)):
        if node.is_terminal:
            continue
        key = number if node.player.is_chance else node.infoset
        if key not in met:
            met.add(key)
            players.append(not node.player.is_chance)
    return players


def whole(label, text, limit):
    """The branch to its end."""
    mine = cases.ours("quantal_timing", "branch", text, REGRET, seconds=limit)
    if mine["seconds"] is None:
        cases.line(label, mine, None, False, "")
        return
    seconds, points = cases.theirs(text, branch, seconds=limit)
    point = mine["point"]
    note = (
        f"{mine['ended']}, {point['steps']} steps (peer {points or '?'}), regret"
        f" {point['regret']:.0e}, {mine['turns']} turns"
    )
    cases.line(label, mine, seconds, points is None, note)


def part(label, text, limit):
    """The branch from λ = 0 to λ = 1 / range, and the point there."""
    form = "sets" if text.startswith("EFG") else "strategies"
    seconds, answer = cases.theirs(text, at, form, seconds=limit)
    # The peer stops near the λ asked for: ours goes to the same.
    reached = answer[0] if answer else 1 / peer.spread(peer.read(text))
    mine = cases.ours("quantal_timing", "at", text, reached, seconds=limit)
    note = ""
    if answer is not None and mine["seconds"] is not None:
        note = f"apart by {difference(text, mine, answer[1]):.0e}"
    cases.line(f"{label}, to 1 / range", mine, seconds, answer is None, note)


def main():
    limit, only = cases.arguments()
    named = [(f"{name}, {nodes} nodes", text) for name, text, nodes in cases.trees((4, 11, 34))]
    named += [(f"strategic form {n} × {n}", cases.random_form(n)) for n in (2, 4, 10, 30)]
    for label, text in named:
        if only in label:
            whole(label, text, limit)
            part(label, text, limit)


if __name__ == "__main__":
    main()
