"""The estimators beside their peers, on the same data in the same run.

    cargo build --release -p comity-numerics --example timing
    python3 bench/estimators.py [--sweeps N]

Peers: statsmodels with a dyadic-robust variance in numpy, pyfixest (bench/peers/requirements.txt),
and, where Rscript has them, logistf and amen. A peer that is missing is named. Where a peer gives
the same figure, the largest relative difference stands beside the ratio.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
OURS = TARGET / "release/examples/timing"


def ours(what, folder):
    time.sleep(0.5)  # numpy's threads wait in a loop for a while after their last product
    return json.loads(subprocess.run([OURS, what, folder], check=True, capture_output=True).stdout)


def rscript(script, *args):
    if shutil.which("Rscript") is None:
        return None
    command = ["Rscript", ROOT / "bench/peers" / script, *map(str, args)]
    ran = subprocess.run(command, capture_output=True, text=True)
    return json.loads(ran.stdout) if ran.returncode == 0 else None


def write(folder, **arrays):
    for name, values in arrays.items():
        np.asarray(values, dtype="<f8").tofile(pathlib.Path(folder) / name)


def shortest(runs, work):
    """The shortest of at least so many runs and a second, as in the timing of comity's."""
    best, found, first, done = np.inf, None, time.perf_counter(), 0
    while done < runs or time.perf_counter() - first < 1:
        done += 1
        begin = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - begin)
    return best, found


def apart(x, y):
    x, y = np.asarray(x, float), np.asarray(y, float)
    return np.max(np.abs(x - y) / np.maximum(np.abs(y), 1e-12))


def line(label, seconds, note=""):
    print(f"{label:<58} {seconds * 1e3:10.2f} ms  {note}", flush=True)


def rows(rng, n, width, intercept):
    x = np.column_stack([np.ones(n), rng.normal(size=(n, width - 1))])
    beta = np.concatenate([[intercept], rng.normal(size=width - 1) * 0.2])
    y = (rng.random(n) < 1 / (1 + np.exp(-x @ beta))).astype(float)
    return x, y


def dyads_of(rng, n, units):
    """Dyads of `units` actors, about seven rows each."""
    a, b = np.triu_indices(units, 1)
    chosen = rng.choice(a.size, size=max(1, n // 7), replace=False)
    at = chosen[rng.integers(0, chosen.size, n)]
    return a[at], b[at]


def dyadic(x, score, bread, a, b):
    """Aronow, Samii and Assenova (2015), in numpy."""
    rows = x * score[:, None]
    ids, dyad = np.unique(a * (1 << 32) + b, return_inverse=True)
    by_dyad = np.zeros((ids.size, x.shape[1]))
    np.add.at(by_dyad, dyad, rows)
    first, second = ids >> 32, ids & 0xFFFFFFFF
    by_unit = np.zeros((int(max(first.max(), second.max())) + 1, x.shape[1]))
    np.add.at(by_unit, first, by_dyad)
    np.add.at(by_unit, second, by_dyad)
    meat = by_unit.T @ by_unit - by_dyad.T @ by_dyad
    return bread @ meat @ bread


def logit(folder, rng):
    n, width = 61_563, 20
    x, y = rows(rng, n, width, -4.0)
    a, b = dyads_of(rng, n, 408)
    write(folder, x=x.T, y=y, a=a, b=b)
    mine = ours("logit", folder)
    print(f"== logit with dyadic-robust variance, {n:,} x {width}")
    line("comity", mine["seconds"])
    try:
        import statsmodels
        import statsmodels.api as sm

        def fit():
            model = sm.Logit(y, x)
            f = model.fit(disp=0, tol=1e-10)
            v = dyadic(x, y - f.predict(), np.linalg.inv(-model.hessian(f.params)), a, b)
            return f.params, np.sqrt(np.diag(v))

        seconds, (coefficients, errors) = shortest(3, fit)
        same = f"differs by {apart(mine['coefficients'], coefficients):.0e}, s.e. {apart(mine['errors'], errors):.0e}"
        line(f"statsmodels {statsmodels.__version__} and numpy", seconds, f"{seconds / mine['seconds']:.1f}x  {same}")
    except ImportError:
        print("statsmodels is not installed")
    try:
        import pandas as pd
        import pyfixest

        d = pd.DataFrame(x[:, 1:], columns=[f"x{j}" for j in range(1, width)]).assign(y=y)
        formula = "y ~ " + " + ".join(d.columns[:-1])

        def feglm():
            return pyfixest.feglm(formula, data=d, family="logit", vcov="iid", iwls_tol=1e-10)

        seconds, f = shortest(3, feglm)
        same = f"differs by {apart(mine['coefficients'], f.coef().to_numpy()):.0e}, without the dyadic variance"
        line(f"pyfixest {pyfixest.__version__} feglm", seconds, f"{seconds / mine['seconds']:.1f}x  {same}")
    except ImportError:
        print("pyfixest is not installed")


def firth(folder, rng):
    for n, width in [(239, 7), (2_000, 10)]:
        x, y = rows(rng, n, width, -1.0)
        write(folder, x=x.T, y=y)
        mine = ours("firth", folder)
        print(f"== Firth's logit with profile intervals, {n:,} x {width}")
        line("comity", mine["seconds"])
        peer = rscript("firth.R", folder)
        if peer is None:
            print("R's logistf is not installed")
            continue
        far = max(apart(mine[k], peer[k]) for k in ("coefficients", "lower", "upper"))
        line(peer["peer"], peer["seconds"], f"{peer['seconds'] / mine['seconds']:.0f}x  differs by {far:.0e}")
        line("  with its own, looser stopping rule", peer["seconds_default"], f"{peer['seconds_default'] / mine['seconds']:.0f}x")


def network(folder, rng, sweeps):
    n = 100
    x = rng.normal(size=(n, n))
    y = (rng.normal(size=(n, 1)) * 0.7 + 0.5 * x - 1 + rng.normal(size=(n, n)) > 0).astype(float)
    write(folder, x=x, y=y)
    mine = ours("ame", folder)
    print(f"== additive and multiplicative effects, {n} actors, rank 2, binary")
    line("comity, 10,000 sweeps", mine["seconds"])
    peer = rscript("ame.R", folder, sweeps)
    if peer is None:
        print("R's amen is not installed")
        return
    ratio = (peer["seconds"] / peer["sweeps"]) / (mine["seconds"] / mine["sweeps"])
    line(f"{peer['peer']}, {peer['sweeps']:,} sweeps", peer["seconds"], f"{ratio:.0f}x a sweep")
    print(f"  coefficients (means): comity {np.round(mine['means'], 2)}, amen {np.round(peer['means'], 2)}")


def scaling(folder, rng):
    print("== dyadic-robust variance by number of dyads, 20 columns, one row a dyad")
    for n, units in [(10_000, 200), (100_000, 600), (1_000_000, 2_000)]:
        x, y = rows(rng, n, 20, -1.0)
        a, b = np.triu_indices(units, 1)
        at = rng.choice(a.size, size=n, replace=False)
        write(folder, x=x.T, y=y, a=a[at], b=b[at])
        mine = ours("dyads", folder)
        seconds, _ = shortest(1, lambda: dyadic(x, y - 0.5, np.eye(20), a[at], b[at]))
        each = f"{mine['seconds'] / n * 1e9:.0f} ns a dyad; numpy {seconds / mine['seconds']:.0f}x"
        line(f"comity, {n:,} dyads", mine["seconds"], each)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--sweeps", type=int, default=1000, help="sweeps that amen makes")
    sweeps = options.parse_args().sweeps
    if not OURS.exists():
        sys.exit(f"{OURS} is missing: cargo build --release -p comity-numerics --example timing")
    with tempfile.TemporaryDirectory() as folder:
        rng = np.random.default_rng(1)
        logit(folder, rng)
        firth(folder, rng)
        scaling(folder, rng)
        network(folder, rng, sweeps)


if __name__ == "__main__":
    main()
