"""Equilibria of games beside pygambit, on the same files in the same run.

    cargo build --release -p comity-games --example games_timing
    python3 bench/games.py [--slow | --limit SECONDS] [--only NAME]

Trees have about 100, 1,000 and 10,000 nodes: poker of Kuhn's kind with more cards, two-player
trees with random moves that are seen or not, and trees of perfect information. Strategic forms
have random whole payoffs. Reading the files is outside the clock of both. The peer's solver runs
in a process of its own and is ended after a limit (10 s, with --slow 120 s): the ratio is then a
lower bound. Peers: pygambit's lcp for trees, its enummixed for strategic forms.
"""

import game_cases as cases


def solved(game, solver, rational):
    """How many equilibria a solver of the peer finds."""
    return len(getattr(cases.peer.gbt.nash, solver)(game, rational=rational).equilibria)


def compare(label, text, limit, task, solver):
    """One game, in floating numbers and exactly."""
    for exact in (False, True):
        mine = cases.ours("games_timing", task + "-exact" if exact else task, text)
        seconds, count = cases.theirs(text, solved, solver, exact, seconds=limit)
        note = f"regret {mine.get('regret', 0):.0e}"
        if "equilibria" in mine:
            note += f", {mine['equilibria']} equilibria (peer {count})"
        kind = "exact" if exact else "floating"
        cases.line(f"{label}, {kind}", mine, seconds, count is None, note)


def main():
    limit, only = cases.arguments()
    for name, text, nodes in cases.trees((4, 11, 34)):
        label = f"{name}, {nodes} nodes"
        if only in label:
            compare(label, text, limit, "lemke", "lcp_solve")
    for n in (4, 6, 8, 10):
        label = f"strategic form {n} × {n}, all"
        if only in label:
            compare(label, cases.random_form(n), limit, "extreme", "enummixed_solve")


if __name__ == "__main__":
    main()
