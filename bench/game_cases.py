"""What the benchmarks of games share: the games, our solvers, the peer's under a time limit."""

import argparse
import itertools
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
sys.path.insert(0, str(ROOT / "bench/peers"))

import gambit as peer  # noqa: E402
import limited  # noqa: E402


def random_tree(seed, nodes, simultaneous):
    """A two-player tree in which each player sees all but, with `simultaneous`, the last move."""
    rng = random.Random(seed)
    tree = peer.Tree(f"random {seed}", ["one", "two"])
    size = 0

    def grow(depth, known, mover):
        nonlocal size
        size += 1
        if depth == 0:
            tree.end(rng.randint(-50, 50), rng.randint(-50, 50))
            return
        tree.move(mover + 1, f"{depth}:{known[mover]}", ["a", "b"])
        for action in "ab":
            hidden = simultaneous and mover == 0
            told = [k + action for k in known]
            if hidden:
                told[1] = known[1] + "?"
            if simultaneous and mover == 1:
                # After both have moved, both moves are known.
                told = [known[0] + action] * 2
            grow(depth - 1, told, 1 - mover)

    grow(levels(nodes), ["", ""], 0)
    return tree.text(), size


def hidden_tree(seed, nodes):
    """Moves that the opponent never sees alternate with moves that both see."""
    rng = random.Random(seed)
    tree = peer.Tree(f"hidden {seed}", ["one", "two"])
    depth = levels(nodes)
    size = 0

    def grow(level, known):
        nonlocal size
        size += 1
        if level == depth:
            tree.end(rng.randint(-50, 50), rng.randint(-50, 50))
            return
        mover = level % 2
        tree.move(mover + 1, f"{level}:{known[mover]}", ["a", "b"])
        for action in "ab":
            seen = level % 4 >= 2
            told = list(known)
            told[mover] += action
            told[1 - mover] += action if seen else "?"
            grow(level + 1, told)

    grow(0, ["", ""])
    return tree.text(), size


def levels(nodes):
    """Moves one after the other in a tree of two actions everywhere with about so many nodes."""
    depth = 1
    while 2 ** (depth + 1) - 1 < nodes * 0.75:
        depth += 1
    return depth


def kuhn(cards):
    """Poker of Kuhn's kind and its number of nodes."""
    return peer.kuhn(cards), 1 + 9 * cards * (cards - 1)


def random_form(n):
    """A strategic form with n strategies a player and random whole payoffs."""
    rng = random.Random(n)
    cells = itertools.product(range(n), repeat=2)
    pairs = {c: [rng.randint(-99, 99) for _ in range(2)] for c in cells}
    return peer.strategic(f"random {n}", [n, n], lambda i, j: pairs[i, j])


def trees(poker, sizes=(100, 1_000, 10_000)):
    """Trees of every kind: name, text, nodes."""
    for cards in poker:
        yield "poker", *kuhn(cards)
    for nodes in sizes:
        yield "hidden moves", *hidden_tree(1, nodes)
        yield "simultaneous moves", *random_tree(1, nodes, True)
        yield "perfect information", *random_tree(1, nodes, False)


def ours(example, task, text, *numbers, seconds=None):
    """What one of our timing examples prints of a game; or why it printed nothing."""
    program = TARGET / "release/examples" / example
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "game"
        file.write_text(text)
        arguments = [program, task, file, *map(repr, numbers)]
        try:
            ran = subprocess.run(arguments, capture_output=True, text=True, timeout=seconds)
        except subprocess.TimeoutExpired:
            return {"seconds": None, "why": f"ours not in {seconds} s"}
    if ran.returncode:
        return {"seconds": None, "why": ran.stderr.strip()}
    return json.loads(ran.stdout)


def _timed(text, solver, arguments, pipe):
    game = peer.read(text)
    pipe.send("read")
    begin = time.perf_counter()
    found = solver(game, *arguments)
    pipe.send((time.perf_counter() - begin, found))


def theirs(text, solver, *arguments, seconds):
    """Seconds the peer's `solver(game, …)` takes and what it returns; the limit and nothing when
    it takes longer. Reading the game is outside the clock and the limit."""
    try:
        return limited.within(seconds, _timed, text, solver, arguments, ready=True)
    except limited.Unanswered as why:
        if str(why) != "slow":
            raise SystemExit("the peer's process died") from None
        return seconds, None


def line(label, mine, seconds, bound, note):
    """One line: both times, their ratio; `bound` says that the peer was stopped."""
    if mine["seconds"] is None:
        print(f"{label:<56} {mine['why']}", flush=True)
        return
    sign = "> " if bound else ""
    print(
        f"{label:<56} {mine['seconds'] * 1e3:10.2f} ms {sign + format(seconds * 1e3, '.1f'):>12} ms"
        f" {sign:>2}{seconds / mine['seconds']:8.1f} ×  {note}",
        flush=True,
    )


def arguments():
    """Of the command line: the limit in seconds, and the cases wanted by part of their names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--slow", action="store_true", help="the same as --limit 120")
    parser.add_argument("--limit", type=float, default=10, help="seconds of the peer a call")
    parser.add_argument("--only", default="", help="part of the names of the cases to run")
    args = parser.parse_args()
    print(f"{'game':<56} {'ours':>13} {'pygambit':>15}")
    return 120 if args.slow else args.limit, args.only
