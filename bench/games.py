"""Equilibria of games beside pygambit, on the same files in the same run.

    cargo build --release -p comity-games --example games_timing
    python3 bench/games.py [--slow]

Trees have about 100, 1,000 and 10,000 nodes: poker of Kuhn's kind with more cards, two-player
trees with random moves that are seen or not, and trees of perfect information. Strategic forms
have random whole payoffs. Reading the files is outside the clock of both. The peer's solver runs
in a process of its own and is ended after a limit (10 s, with --slow 120 s): the ratio is then a
lower bound. Peers: pygambit's lcp for trees, its enummixed for strategic forms.
"""

import argparse
import itertools
import json
import multiprocessing
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
OURS = TARGET / "release/examples/games_timing"
sys.path.insert(0, str(ROOT / "bench/peers"))

import gambit as peer  # noqa: E402


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

    depth = 1
    while 2 ** (depth + 1) - 1 < nodes * 0.75:
        depth += 1
    grow(depth, ["", ""], 0)
    return tree.text(), size


def hidden_tree(seed, nodes):
    """Moves that the opponent never sees alternate with moves that both see."""
    rng = random.Random(seed)
    tree = peer.Tree(f"hidden {seed}", ["one", "two"])
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

    depth = 1
    while 2 ** (depth + 1) - 1 < nodes * 0.75:
        depth += 1
    grow(0, ["", ""])
    return tree.text(), size


def kuhn(cards):
    return peer.kuhn(cards), 1 + 9 * cards * (cards - 1)


def ours(solver, text):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "game"
        file.write_text(text)
        ran = subprocess.run([OURS, solver, file], capture_output=True, text=True)
    if ran.returncode:
        return {"seconds": None, "why": ran.stderr.strip()}
    return json.loads(ran.stdout)


def timed(solver, arguments, text, pipe):
    import pygambit as gbt

    game = peer.read(text)
    pipe.send("read")
    begin = time.perf_counter()
    found = getattr(gbt.nash, solver)(game, **arguments)
    pipe.send((time.perf_counter() - begin, len(found.equilibria)))


def theirs(solver, arguments, text, limit):
    """Seconds and number of equilibria; the limit and nothing when it takes longer."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=timed, args=(solver, arguments, text, there))
    process.start()
    there.close()
    try:
        here.recv()
        found = here.recv() if here.poll(limit) else (limit, None)
    except EOFError:
        raise SystemExit("the peer's process died") from None
    process.kill()
    process.join()
    return found


def line(label, mine, other):
    seconds, count = other
    if mine["seconds"] is None:
        print(f"{label:<44} {mine['why']}")
        return
    bound = "" if count is not None else "> "
    note = f"regret {mine['regret']:.0e}" if "regret" in mine else ""
    if "equilibria" in mine:
        note += f", {mine['equilibria']} equilibria (peer {count})"
    print(
        f"{label:<44} {mine['seconds'] * 1e3:10.2f} ms {bound + format(seconds * 1e3, '.1f'):>12} ms"
        f" {bound}{seconds / mine['seconds']:8.1f} ×  {note}",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    limit = 120 if args.slow else 10
    print(f"{'game':<44} {'ours':>13} {'pygambit':>15}")
    trees = [(f"poker, {c} cards", *kuhn(c)) for c in (4, 11, 34)]
    for nodes in (100, 1_000, 10_000):
        trees.append(("hidden moves", *hidden_tree(1, nodes)))
        trees.append(("simultaneous moves", *random_tree(1, nodes, True)))
        trees.append(("perfect information", *random_tree(1, nodes, False)))
    for name, text, nodes in trees:
        if args.only in name:
            for exact in (False, True):
                label = f"{name}, {nodes} nodes, {'exact' if exact else 'floating'}"
                mine = ours("lemke-exact" if exact else "lemke", text)
                line(label, mine, theirs("lcp_solve", {"rational": exact}, text, limit))
    for n in (4, 6, 8, 10):
        rng = random.Random(n)
        pairs = {c: [rng.randint(-99, 99) for _ in range(2)] for c in itertools.product(range(n), repeat=2)}
        text = peer.strategic(f"random {n}", [n, n], lambda i, j, p=pairs: p[i, j])
        if args.only in "strategic":
            for exact in (False, True):
                label = f"strategic form {n} × {n}, all, {'exact' if exact else 'floating'}"
                mine = ours("extreme-exact" if exact else "extreme", text)
                line(label, mine, theirs("enummixed_solve", {"rational": exact}, text, limit))


if __name__ == "__main__":
    main()
