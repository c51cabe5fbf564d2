"""Quantal response beside pygambit, on the same files in the same run.

    cargo build --release -p comity-games --example quantal_timing
    python3 bench/quantal.py [--slow] [--only NAME]

Both follow the principal branch of the logit correspondence until regret is 1e-8 of the range of
payoffs: agents' for trees, players' for strategic forms. Then both solve at λ = 1 / range, and the
largest difference in probabilities is printed. The games are those of bench/games.py. Reading the
files is outside the clock of both. The peer runs in a process of its own and is ended after a
limit (10 s, with --slow 120 s): the ratio is then a lower bound.
"""

import argparse
import itertools
import json
import pathlib
import random
import subprocess
import tempfile
import time

import games
from games import peer

OURS = games.ROOT / "target/release/examples/quantal_timing"
REGRET = 1e-8


def ours(task, number, text):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "game"
        file.write_text(text)
        ran = subprocess.run([OURS, task, file, repr(number)], capture_output=True, text=True)
    if ran.returncode:
        raise SystemExit(ran.stderr)
    return json.loads(ran.stdout)


def branch(text, pipe):
    game = peer.read(text)
    begin = time.perf_counter()
    found = peer.gbt.qre.logit_solve_branch(game, maxregret=REGRET)
    pipe.send([time.perf_counter() - begin, len(found), found[-1].lam])


def at(text, form, precision, pipe):
    game = peer.read(text)
    found = peer.gbt.qre.logit_solve_lambda(game, precision)
    pipe.send([found[0].lam, peer.flat_profile(game, form, found[0])])


def difference(text, form, precision):
    """The largest difference in probabilities at the λ that the peer reports."""
    answer = peer.within_time(at, text, form, precision)
    if answer is None:
        return "peer's point: none in time"
    lists = ours("at", answer[0], text)["point"]["probabilities"]
    if form == "sets":
        players = ours_players(text)
        lists = [numbers for numbers, is_player in zip(lists, players) if is_player]
    pairs = zip(itertools.chain(*lists), itertools.chain(*answer[1]), strict=True)
    return f"apart by {max(abs(a - b) for a, b in pairs):.0e}"


def ours_players(text):
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


def compare(label, text):
    form = "sets" if text.startswith("EFG") else "strategies"
    mine = ours("branch", REGRET, text)
    point = mine["point"]
    answer = peer.within_time(branch, text)
    seconds = answer[0] if answer else peer.SECONDS
    bound = "" if answer else "> "
    game = peer.read(text)
    note = difference(text, form, 1 / float(game.max_payoff - game.min_payoff)) if answer else ""
    print(
        f"{label:<36} {mine['seconds'] * 1e3:10.2f} ms {bound + format(seconds * 1e3, '.1f'):>11} ms"
        f" {bound}{seconds / mine['seconds']:7.0f} ×  {mine['ended']}, {point['steps']} steps"
        f" (peer {answer[1] if answer else '?'}), regret {point['regret']:.0e},"
        f" {mine['turns']} turns {note}",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    peer.SECONDS = 120 if args.slow else 10
    print(f"{'game':<36} {'ours':>13} {'pygambit':>14}")
    cases = [(f"poker, {9 * c * (c - 1) + 1} nodes", games.kuhn(c)[0]) for c in (4, 11, 34)]
    for nodes in (100, 1_000, 10_000):
        for name, (text, size) in [
            ("perfect information", games.random_tree(1, nodes, False)),
            ("simultaneous moves", games.random_tree(1, nodes, True)),
            ("hidden moves", games.hidden_tree(1, nodes)),
        ]:
            cases.append((f"{name}, {size} nodes", text))
    for n in (2, 4, 10, 30):
        rng = random.Random(n)
        pairs = {
            c: [rng.randint(-99, 99) for _ in range(2)] for c in itertools.product(range(n), repeat=2)
        }
        text = peer.strategic(f"random {n}", [n, n], lambda i, j, p=pairs: p[i, j])
        cases.append((f"strategic form {n} × {n}", text))
    for label, text in cases:
        if args.only in label:
            compare(label, text)


if __name__ == "__main__":
    main()
