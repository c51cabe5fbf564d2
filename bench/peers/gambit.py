"""Games with the equilibria that pygambit finds, as JSON.

    python3 bench/peers/gambit.py FOLDER [--only NAME]

Writes one file a game:

    name, source      what the game is and where its payoffs are published
    players           how many
    efg, nfg          the game's text as a tree (null without one) and in (reduced) strategic form
    equilibria        a list of {method, complete, form, exact, profiles}
    quantal           a list of {form, points: [{lambda, profile}], fit} of logit quantal response:
                      points of the principal branch, λ as the peer reports it, and the estimate of
                      λ {counts, lambda, log_likelihood} from made-up counts of choices

`form` is "strategies": a profile is a list a player of probabilities in the order of the strategic
form; or "sets": a list of probabilities for each information set of a player, sets in the order in
which a walk down the tree, first action first, meets them. A set where the solver left
probabilities open, or all zero, holds null. `complete` says whether the method claims every equilibrium (for
enummixed: every extreme one).

The games are those of pygambit's own catalogue, read from the installed package, and textbook
games typed here from their published payoffs.
"""

import argparse
import fractions
import io
import itertools
import json
import pathlib
import re

import limited
import pygambit as gbt

# A solver that takes longer than this on a game is left out.
SECONDS = 20


def bimatrix(name, rows, columns):
    """A two-player game from both players' payoffs, row by row."""
    return strategic(name, [len(rows), len(rows[0])], lambda i, j: [rows[i][j], columns[i][j]])


def strategic(name, sizes, payoffs):
    """A strategic form from a function of everybody's strategy, counted from zero."""
    contingencies = [tuple(reversed(c)) for c in itertools.product(*map(range, reversed(sizes)))]
    numbers = [fractions.Fraction(v) for c in contingencies for v in payoffs(*c)]
    players = " ".join(f'"{k + 1}"' for k in range(len(sizes)))
    return (
        f'NFG 1 R "{name}" {{ {players} }} {{ {" ".join(map(str, sizes))} }}\n\n'
        + " ".join(map(str, numbers))
        + "\n"
    )


class Tree:
    """Writes the text of a tree, node by node in depth-first order."""

    def __init__(self, name, players):
        quoted = " ".join(f'"{p}"' for p in players)
        self.lines = [f'EFG 2 R "{name}" {{ {quoted} }}', '""', ""]
        self.sets, self.chances, self.ends = {}, 0, 0

    def move(self, player, label, actions):
        numbers = self.sets.setdefault(player, {})
        number = numbers.setdefault(label, len(numbers) + 1)
        quoted = " ".join(f'"{a}"' for a in actions)
        self.lines.append(f'p "" {player} {number} "{label}" {{ {quoted} }} 0')
        return self

    def chance(self, actions):
        self.chances += 1
        quoted = " ".join(f'"{a}" {p}' for a, p in actions)
        self.lines.append(f'c "" {self.chances} "" {{ {quoted} }} 0')
        return self

    def end(self, *payoffs):
        self.ends += 1
        self.lines.append(f't "" {self.ends} "" {{ {", ".join(map(str, payoffs))} }}')
        return self

    def text(self):
        return "\n".join(self.lines) + "\n"


def kuhn(cards):
    """Kuhn (1950) with any number of cards: ante one, bet one."""
    tree = Tree(f"Kuhn poker with {cards} cards", ["first", "second"])
    deals = list(itertools.permutations(range(cards), 2))
    tree.chance([(f"{a} {b}", f"1/{len(deals)}") for a, b in deals])
    for a, b in deals:
        win = 1 if a > b else -1
        tree.move(1, f"{a}", ["check", "bet"])
        tree.move(2, f"{b} after check", ["check", "bet"]).end(win, -win)
        tree.move(1, f"{a} after check, bet", ["fold", "call"]).end(-1, 1).end(2 * win, -2 * win)
        tree.move(2, f"{b} after bet", ["fold", "call"]).end(1, -1).end(2 * win, -2 * win)
    return tree.text()


def beer_quiche():
    """Cho and Kreps (1987): the strong type, nine times in ten, likes beer."""
    tree = Tree("Beer and quiche", ["sender", "receiver"])
    tree.chance([("weak", "1/10"), ("strong", "9/10")])
    for kind in ["weak", "strong"]:
        tree.move(1, kind, ["beer", "quiche"])
        for meal in ["beer", "quiche"]:
            liked = (meal == "beer") == (kind == "strong")
            tree.move(2, meal, ["duel", "defer"])
            tree.end(int(liked), int(kind == "weak"))
            tree.end(int(liked) + 2, int(kind == "strong"))
    return tree.text()


def centipede():
    """Rosenthal (1981), four moves, payoffs of McKelvey and Palfrey (1992)."""
    tree = Tree("Centipede", ["1", "2"])
    stops = [("0.4", "0.1"), ("0.2", "0.8"), ("1.6", "0.4"), ("0.8", "3.2")]
    for k, stop in enumerate(stops):
        tree.move(k % 2 + 1, f"{k}", ["take", "pass"]).end(*stop)
    return tree.end("6.4", "1.6").text()


def chain_store():
    """Selten (1978), one market."""
    tree = Tree("Chain store", ["entrant", "incumbent"])
    tree.move(1, "entry", ["out", "in"]).end(1, 5)
    return tree.move(2, "reply", ["yield", "fight"]).end(2, 2).end(0, 0).text()


def inspection():
    """An inspector who may look once in two periods (Dresher 1962), payoffs 1 and -1."""
    tree = Tree("Inspection", ["violator", "inspector"])
    tree.move(1, "first", ["wait", "act"])
    for acted in [False, True]:
        tree.move(2, "look first", ["look", "wait"])
        for looked in [True, False]:
            if acted:
                tree.end(*((-1, 1) if looked else (1, -1)))
                continue
            tree.move(1, "second, looked" if looked else "second", ["wait", "act"])
            if looked:
                tree.end(0, 0).end(1, -1)
            else:
                for again in [False, True]:
                    tree.move(2, "look second", ["look", "wait"])
                    tree.end(*((-1, 1) if again else (0, 0)))
                    tree.end(*((1, -1) if again else (0, 0)))
    return tree.text()


SIX = [
    [9504, -660, 19976, -20526, 1776, -8976],
    [-111771, 31680, -130944, 168124, -8514, 52764],
    [397584, -113850, 451176, -586476, 29216, -178761],
    [171204, -45936, 208626, -263076, 14124, -84436],
    [1303104, -453420, 1227336, -1718376, 72336, -461736],
    [737154, -227040, 774576, -1039236, 48081, -300036],
]
SIX_COLUMN = [
    [72336, -461736, 1303104, -453420, 1227336, -1718376],
    [48081, -300036, 737154, -227040, 774576, -1039236],
    [29216, -178761, 397584, -113850, 451176, -586476],
    [14124, -84436, 171204, -45936, 208626, -263076],
    [1776, -8976, 9504, -660, 19976, -20526],
    [-8514, 52764, -111771, 31680, -130944, 168124],
]


def textbook():
    """Games typed from their published payoffs: name, source, text."""
    two = [
        ("prisoners", "Tucker 1950", [[-1, -10], [0, -5]], [[-1, 0], [-10, -5]]),
        ("battle", "Luce and Raiffa 1957, p. 91", [[2, 0], [0, 1]], [[1, 0], [0, 2]]),
        ("chicken", "Rapoport and Chammah 1966", [[0, -1], [1, -10]], [[0, 1], [-1, -10]]),
        ("stag-hunt", "Skyrms 2004", [[4, 0], [3, 3]], [[4, 3], [0, 3]]),
        ("pennies", "von Neumann 1928", [[1, -1], [-1, 1]], [[-1, 1], [1, -1]]),
        ("pennies-320", "Goeree and Holt 2001", [[320, 40], [40, 80]], [[40, 80], [80, 40]]),
        (
            "rock-paper-scissors",
            "von Neumann 1928",
            [[0, -1, 1], [1, 0, -1], [-1, 1, 0]],
            [[0, 1, -1], [-1, 0, 1], [1, -1, 0]],
        ),
        (
            "shapley",
            "Shapley 1964",
            [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
            [[0, 1, 0], [0, 0, 1], [1, 0, 0]],
        ),
        (
            "coordination-4",
            "Schelling 1960",
            [[int(i == j) * (i + 1) for j in range(4)] for i in range(4)],
            [[int(i == j) * (i + 1) for j in range(4)] for i in range(4)],
        ),
        (
            "traveller",
            "Basu 1994, claims 2 to 8",
            [[min(i, j) + 2 * ((i < j) - (i > j)) for j in range(2, 9)] for i in range(2, 9)],
            [[min(i, j) + 2 * ((j < i) - (j > i)) for j in range(2, 9)] for i in range(2, 9)],
        ),
        (
            "blotto",
            "Borel 1921: four against three on two fields",
            [[4, 2, 1, 0], [1, 3, 0, -1], [-2, 2, 2, -2], [-1, 0, 3, 1], [0, 1, 2, 4]],
            [[-4, -2, -1, 0], [-1, -3, 0, 1], [2, -2, -2, 2], [1, 0, -3, -1], [0, -1, -2, -4]],
        ),
        ("six-by-six", "after von Stengel 1999: many equilibria", SIX, list(zip(*SIX_COLUMN))),
    ]
    for name, source, rows, columns in two:
        yield name, source, bimatrix(name, rows, columns)

    def majority(*votes):
        return [int(sum(votes) >= 2) - v / 2 if v else int(sum(votes) >= 2) for v in votes]

    def minority(*sides):
        return [int(sides.count(s) == 1) for s in sides]

    def pool(*given):
        return [fractions.Fraction(sum(given) * 2, len(given)) - g for g in given]

    yield "threshold-3", "Palfrey and Rosenthal 1984", strategic("threshold", [2] * 3, majority)
    yield "minority-3", "Challet and Zhang 1997", strategic("minority", [2] * 3, minority)
    yield "public-good-4", "Isaac and Walker 1988", strategic("public good", [2] * 4, pool)
    yield "kuhn-3", "Kuhn 1950", kuhn(3)
    yield "kuhn-4", "Kuhn 1950, four cards", kuhn(4)
    yield "beer-quiche", "Cho and Kreps 1987", beer_quiche()
    yield "centipede-4", "McKelvey and Palfrey 1992", centipede()
    yield "chain-store", "Selten 1978", chain_store()
    yield "inspection-2", "Dresher 1962", inspection()


def read(text):
    reader = gbt.read_efg if text.startswith("EFG") else gbt.read_nfg
    return reader(io.StringIO(text))


def games():
    """All games: name, source, text."""
    folder = pathlib.Path(gbt.__file__).parent / "catalog_data"
    for path in sorted(folder.rglob("*.[en]fg")):
        slug = path.relative_to(folder).with_suffix("").as_posix()
        yield re.sub(r"[^a-z0-9]+", "-", slug.lower()), f"pygambit catalogue, {slug}", path.read_text()
    yield from textbook()


def strategies(game, profile):
    return [[float(profile[s]) for s in player.strategies] for player in game.players]


def walk(node):
    yield node
    for child in node.children:
        yield from walk(child)


def personal(game):
    """Information sets of players in the order of a walk down the tree."""
    met = []
    for node in walk(game.root):
        if not node.is_terminal and not node.player.is_chance and node.infoset not in met:
            met.append(node.infoset)
    return met


def behaviour(game, profile):
    sets = []
    for infoset in personal(game):
        values = [profile[action] for action in infoset.actions]
        unset = any(v is None for v in values) or not any(values)
        sets.append(None if unset else [float(v) for v in values])
    return sets


def methods(game):
    """What to ask of a game: method, whether it claims all, form, exact, the solver."""
    two = len(game.players) == 2
    yield "enumpure", True, "strategies", True, gbt.nash.enumpure_solve
    if two:
        yield "enummixed", True, "strategies", True, gbt.nash.enummixed_solve
        if game.is_tree:
            yield "lcp", False, "sets", True, gbt.nash.lcp_solve
        if game.is_const_sum:
            form = "sets" if game.is_tree else "strategies"
            yield "lp", False, form, True, gbt.nash.lp_solve
    else:
        yield (
            "enumpoly",
            False,
            "strategies",
            False,
            lambda g: gbt.nash.enumpoly_solve(g, use_strategic=True),
        )


def solved(text, wanted, pipe):
    game = read(text)
    for method, complete, form, exact, solver in methods(game):
        if method == wanted:
            try:
                found = solver(game).equilibria
                convert = behaviour if form == "sets" else strategies
                pipe.send([convert(game, p) for p in found])
            except Exception as error:  # noqa: BLE001 - whatever the peer raises is its answer
                pipe.send(str(error))


def equilibria(text):
    """What each solver finds on a game, each in a process that is ended when it is slow."""
    results = []
    for method, complete, form, exact, _ in methods(read(text)):
        record = {"method": method, "complete": complete, "form": form, "exact": exact}
        try:
            answer = limited.within(SECONDS, solved, text, method)
        except limited.Unanswered as why:
            answer = str(why)
        if isinstance(answer, str):
            print(f"  {method}: {answer}")
            results.append(record | {"profiles": None, "why": answer})
        else:
            results.append(record | {"profiles": answer})
    return results


# λ at which quantal response is asked for, per range of payoffs.
PRECISIONS = [0.25, 1, 4, 16]


def spread(game):
    """Largest less smallest payoff of the game."""
    return float(game.max_payoff - game.min_payoff) or 1.0


def flat_profile(game, form, point):
    """A point's probabilities as lists by set or player; agents only answer to a flat index."""
    if form == "strategies":
        return strategies(game, point.profile)
    sets, place = {}, 0
    for player in game.players:
        for infoset in player.infosets:
            sets[infoset] = [point[place + i] for i in range(len(infoset.actions))]
            place += len(infoset.actions)
    return [sets[infoset] for infoset in personal(game)]


def quantal_points(text, form, pipe):
    game = read(text)
    lams = [x / spread(game) for x in PRECISIONS]
    found = gbt.qre.logit_solve_lambda(game, lams, use_strategic=form == "strategies")
    pipe.send([{"lambda": q.lam, "profile": flat_profile(game, form, q)} for q in found])


def quantal_fit(text, form, pipe):
    game = read(text)
    if form == "strategies":
        data, groups = game.mixed_strategy_profile(), [p.strategies for p in game.players]
    else:
        data, groups = game.mixed_behavior_profile(), [s.actions for s in personal(game)]
    counts, number = [], 0
    for group in groups:
        counts.append([])
        for choice in group:
            number += 1
            counts[-1].append(5 + 7 * number % 11)
            data[choice] = counts[-1][-1]
    if form == "strategies":
        found = gbt.qre.logit_estimate(data)
    else:  # logit_estimate reads the result's profile, which pygambit 16.7 cannot give for trees
        found = gbt.gambit._logit_behavior_estimate(data, False, 0.03, 1.1)
    pipe.send({"counts": counts, "lambda": found.lam, "log_likelihood": found.log_like})


def within_time(function, *args):
    """What a function sends; nothing, and a line that says why, when it is slow or dies."""
    try:
        return limited.within(SECONDS, function, *args)
    except limited.Unanswered as why:
        print(f"  {function.__name__}: {why}")
        return None


def quantal(text):
    """Logit quantal response of the strategic form and, of a tree, of its agents."""
    forms = ["strategies", "sets"] if read(text).is_tree else ["strategies"]
    return [
        {
            "form": form,
            "points": within_time(quantal_points, text, form),
            "fit": within_time(quantal_fit, text, form),
        }
        for form in forms
    ]


def record(name, source, text):
    game = read(text)
    return {
        "peer": f"pygambit {gbt.__version__}",
        "name": name,
        "source": source,
        "players": len(game.players),
        "efg": game.to_efg() if game.is_tree else None,
        "nfg": game.to_nfg(),
        "equilibria": equilibria(text),
        "quantal": quantal(text),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--only")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    for name, source, text in games():
        if args.only not in (None, name):
            continue
        found = record(name, source, text)
        (args.folder / f"{name}.json").write_text(json.dumps(found, indent=1))
        counts = {e["method"]: len(e["profiles"] or []) for e in found["equilibria"]}
        print(name, counts, flush=True)


if __name__ == "__main__":
    main()
