"""Exact relational event models by size of network and stream, and a peer in the same run.

    cargo build --release -p comity-relational --example scaling
    python3 bench/events.py [--most-actors N] [--most-events M] [--limit SECONDS]
                            [--plot PLOT.svg] [--peers FOLDER]

Every size is fitted to convergence in a process of its own: inertia, reciprocity, sender's
out-degree, receiver's in-degree and two-paths as raw counts, without and with a covariate of all
dyads (of 10,000 actors that takes 6.3 GiB). The table states seconds, seconds of processors, peak
memory, and microseconds an event and pass; the plot draws the last against the number of actors,
beside lines of what would grow with the square. A size that takes longer than the limit is named.

The peers are redeem (github.com/corneliusfritz/redeem), remify with remstats and remstimate, and
goldfish, where Rscript has them; --peers names a library folder of R. They model the times of events
and count distinct partners for two-paths, and so does comity beside them. eventnet (the variable
EVENTNET_JAR names its program) draws ten controls an event, which R's survival fits by their order:
comity beside it is exact, and the difference is what sampling does. A peer that is missing is named.
"""

import argparse
import json
import math
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
OURS = TARGET / "release/examples/scaling"
ACTORS = [50, 200, 1_000, 10_000]
EVENTS = [1_000, 10_000, 100_000, 1_000_000]
# What our model is beside a peer's, and sizes at which a peer that writes its statistics out still
# ends.
TIMES = ["partners", "interval"]
PEERS = {
    "redeem": (TIMES, [(50, 1_000), (50, 10_000), (200, 10_000)]),
    "remverse": (TIMES, [(50, 1_000), (50, 10_000)]),
    "goldfish": (TIMES, [(50, 1_000), (50, 10_000)]),
    "eventnet": ([], [(1_000, 100_000)]),
}
# Our names of terms, and a peer's.
NAMES = {
    "redeem": [
        ("inertia(scaling = none)", "inertia"),
        ("reciprocity(scaling = none)", "reciprocity"),
        ("outdegree_sender(scaling = none)", "general_count_out_sender"),
        ("indegree_receiver(scaling = none)", "general_count_in_receiver"),
        ("otp(scaling = none, measure = binary)", "general_common_partner_OTP"),
        ("baseline", "Intercept"),
    ],
    "remverse": [
        ("inertia(scaling = none)", "inertia"),
        ("reciprocity(scaling = none)", "reciprocity"),
        ("outdegree_sender(scaling = none)", "outdegreeSender"),
        ("indegree_receiver(scaling = none)", "indegreeReceiver"),
        ("otp(scaling = none, measure = binary)", "otp.unique"),
        ("baseline", "baseline"),
    ],
    "eventnet": [
        ("inertia(scaling = none)", "inertia"),
        ("reciprocity(scaling = none)", "reciprocity"),
        ("outdegree_sender(scaling = none)", "outdegree"),
        ("indegree_receiver(scaling = none)", "indegree"),
        ("otp(scaling = none)", "otp"),
    ],
    "goldfish": [
        ("inertia(scaling = none)", "inertia"),
        ("reciprocity(scaling = none)", "recip"),
        ("outdegree_sender(scaling = none)", "outdeg"),
        ("indegree_receiver(scaling = none)", "indeg"),
        ("otp(scaling = none, measure = binary)", "trans"),
        ("baseline", "Intercept"),
    ],
}


def run(command, limit, env=None):
    """Standard output and peak memory in MiB of a command; None past the limit."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen([str(c) for c in command], stdout=out, stderr=err, env=env)
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.perf_counter() - begin > limit:
                child.kill()
                os.wait4(child.pid, 0)
                child.returncode = -9
                return None
            time.sleep(0.005)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if child.returncode != 0:
            return {"failed": err.read().decode(errors="replace").strip().splitlines()[-1:]}
        return {"out": out.read().decode(), "peak": usage.ru_maxrss / 1024}


def ours(actors, events, words, limit):
    ran = run([OURS, actors, events, *words, "json"], limit)
    if ran is None or "failed" in ran:
        return ran
    return json.loads(ran["out"].splitlines()[-1])


def cell(events, found):
    fit = found["fit"]
    per = 1e6 * found["processors"] / (events * max(found["passes"], 1))
    return (
        f"{found['seconds']:9.2f} s {found['processors']:9.2f} s {found['peak']:8.0f} MiB"
        f" {found['passes']:3d} passes {per:8.2f} us/event/pass  {fit['status']}"
    )


def table(args):
    points = []
    print(f"{'actors':>7} {'events':>9} {'':6} {'wall':>11} {'processors':>11} {'peak':>12}")
    for actors in [a for a in ACTORS if a <= args.most_actors]:
        for events in [e for e in EVENTS if e <= args.most_events]:
            for words in [[], ["dense"]]:
                label = f"{actors:7,} {events:9,} {' '.join(words) or 'sparse':6}"
                found = ours(actors, events, words, args.limit)
                if found is None:
                    print(f"{label} not in {args.limit:.0f} s", flush=True)
                elif "failed" in found:
                    print(f"{label} failed: {' '.join(found['failed'])}", flush=True)
                else:
                    print(f"{label} {cell(events, found)}", flush=True)
                    cost = 1e6 * found["processors"] / (events * max(found["passes"], 1))
                    points.append((actors, events, bool(words), cost))
    return points


def compare(mine, peer, pairs):
    b = dict(zip(mine["fit"]["names"], mine["fit"]["coefficients"]))
    theirs = dict(zip(peer["names"], peer["coefficients"]))
    far = [abs(b[x] - theirs[y]) / max(abs(theirs[y]), 1e-12) for x, y in pairs if x in b and y in theirs]
    return f"coefficients differ by {max(far):.0e}" if far else "no coefficient in common"


def peers(args):
    if shutil.which("Rscript") is None:
        print("Rscript is not installed: no peers")
        return
    env = dict(os.environ, **({"R_LIBS": args.peers} if args.peers else {}))
    for name, (words, sizes) in PEERS.items():
        script = ROOT / f"bench/peers/events_{name}.R"
        for actors, events in sizes:
            if actors > args.most_actors or events > args.most_events:
                continue
            with tempfile.TemporaryDirectory() as folder:
                mine = ours(actors, events, [*words, f"write={folder}"], args.limit)
                ran = run(["Rscript", script, folder, actors], args.limit, env)
            label = f"{actors:7,} {events:9,} {name:9}"
            if ran is None:
                print(f"{label} not in {args.limit:.0f} s", flush=True)
                continue
            if "failed" in ran:
                print(f"{name}: not installed or failed: {' '.join(ran['failed'])}", flush=True)
                break
            peer = json.loads(ran["out"].splitlines()[-1])
            same = compare(mine, peer, NAMES[name])
            print(
                f"{label} {peer['seconds']:9.2f} s {ran['peak']:8.0f} MiB; comity {mine['seconds']:.3f} s"
                f" {mine['peak']:.0f} MiB: {peer['seconds'] / mine['seconds']:.0f}x the time,"
                f" {ran['peak'] / mine['peak']:.0f}x the memory; {same} ({peer['peer']})",
                flush=True,
            )


def plot(points, path):
    """Microseconds an event and pass against actors, both in logarithms, as SVG."""
    if not points:
        return
    wide, high, left, top, right, bottom = 640, 420, 70, 20, 150, 50
    xs = [math.log10(p[0]) for p in points]
    ys = [math.log10(p[3]) for p in points]
    low_x, high_x = min(xs), max(max(xs), min(xs) + 1)
    low_y, high_y = math.floor(min(ys)), math.ceil(max(max(ys), min(ys) + 1))
    x = lambda v: left + (v - low_x) / (high_x - low_x) * (wide - left - right)
    y = lambda v: high - bottom - (v - low_y) / (high_y - low_y) * (high - top - bottom)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="12">']
    out.append(f'<rect width="{wide}" height="{high}" fill="white"/>')
    for actors in sorted({p[0] for p in points}):
        at = x(math.log10(actors))
        out.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{top}" y2="{high - bottom}" stroke="#eee"/>')
        out.append(f'<text x="{at:.1f}" y="{high - bottom + 18}" text-anchor="middle">{actors:,}</text>')
    for power in range(low_y, high_y + 1):
        at = y(power)
        out.append(f'<line x1="{left}" x2="{wide - right}" y1="{at:.1f}" y2="{at:.1f}" stroke="#eee"/>')
        out.append(f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    out.append(f'<text x="{(left + wide - right) / 2:.0f}" y="{high - 12}" text-anchor="middle">actors</text>')
    middle = (top + high - bottom) / 2
    out.append(f'<text transform="translate(18 {middle:.0f}) rotate(-90)" text-anchor="middle">microseconds an event and pass</text>')
    colours = ["#0072b2", "#009e73", "#d55e00", "#cc79a7"]
    label = top + 12
    for k, events in enumerate(sorted({p[1] for p in points})):
        for dense in (False, True):
            line = sorted((math.log10(p[0]), math.log10(p[3])) for p in points if p[1] == events and p[2] == dense)
            if not line:
                continue
            path_of = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in line)
            dash = ' stroke-dasharray="5 3"' if dense else ""
            colour = colours[k % len(colours)]
            out.append(f'<polyline points="{path_of}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
            out += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3" fill="{colour}"/>' for a, b in line]
            begin = wide - right + 10
            out.append(f'<line x1="{begin}" x2="{begin + 22}" y1="{label - 4}" y2="{label - 4}" stroke="{colour}" stroke-width="2"{dash}/>')
            out.append(f'<text x="{begin + 28}" y="{label}">{events:,}{" dense" if dense else ""}</text>')
            label += 17
    # What a sum over all pairs would grow like.
    a, b = low_x, low_y
    end = min(high_x, low_x + (high_y - low_y) / 2)
    out.append(f'<line x1="{x(a):.1f}" y1="{y(b):.1f}" x2="{x(end):.1f}" y2="{y(b + 2 * (end - a)):.1f}" stroke="#999" stroke-dasharray="2 3"/>')
    out.append(f'<text x="{wide - right + 10}" y="{label + 4}" fill="#777">dotted: actors squared</text>')
    out.append("</svg>")
    pathlib.Path(path).write_text("\n".join(out) + "\n")
    print(f"plot: {path}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most-actors", type=int, default=max(ACTORS))
    parser.add_argument("--most-events", type=int, default=max(EVENTS))
    parser.add_argument("--limit", type=float, default=900.0)
    parser.add_argument("--plot", default="events.svg")
    parser.add_argument("--peers", default=None)
    args = parser.parse_args()
    points = table(args)
    peers(args)
    plot(points, args.plot)


if __name__ == "__main__":
    main()
