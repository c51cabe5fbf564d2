"""How many rows of each column differ between panels.   usage: panel_compare.py OURS DUCK PANDAS

Rows are matched by (a_id, b_id, year); a row that only one panel has differs in every column.
Missing equals missing and nothing else. Numbers are the same up to 1e-9 of the larger one of
their size and 1: sums are taken in different orders. Exits 1 when any column differs or is
absent from one of the panels.
"""
import sys

import numpy as np
import pandas as pd

KEYS = ["a_id", "b_id", "year"]


def panel(path):
    frame = pd.read_parquet(path)
    return frame.astype({key: "int64" for key in KEYS}).set_index(KEYS).sort_index()


def different(x, y):
    """A flag a row: whether the two differ."""
    if not (pd.api.types.is_numeric_dtype(x) and pd.api.types.is_numeric_dtype(y)):
        return ~((x == y) | (x.isna() & y.isna())).to_numpy(bool)
    x, y = x.to_numpy("float64", na_value=np.nan), y.to_numpy("float64", na_value=np.nan)
    scale = np.maximum(1.0, np.fmax(np.abs(x), np.abs(y)))
    return ~((np.abs(x - y) <= 1e-9 * scale) | (np.isnan(x) & np.isnan(y)))


ours = panel(sys.argv[1])
peers = {"DuckDB": panel(sys.argv[2]), "pandas": panel(sys.argv[3])}
total, counts = 0, {}
for peer, theirs in peers.items():
    rows = ours.index.union(theirs.index)
    lone = len(rows) - len(ours.index.intersection(theirs.index))
    mine, yours = ours.reindex(rows), theirs.reindex(rows)
    only_one = ~(rows.isin(ours.index) & rows.isin(theirs.index))
    for column in ours.columns.union(theirs.columns, sort=False):
        if column not in mine or column not in yours:
            counts[column, peer] = "absent"
            total += 1
        else:
            n = int((different(mine[column], yours[column]) | only_one).sum())
            counts[column, peer] = n
            total += n
    print(f"{peer}: {len(theirs):,} rows, {lone} of them or of ours without a counterpart")

print(f"{'rows that differ of ' + format(len(ours), ','):<42}{'DuckDB':>10}{'pandas':>10}")
for column in dict.fromkeys(column for column, _ in counts):
    cells = [counts.get((column, peer), "absent") for peer in peers]
    print(f"{column:<42}{cells[0]:>10}{cells[1]:>10}")
columns = len(dict.fromkeys(column for column, _ in counts))
print(f"{columns} columns compared; {total} differences")
sys.exit(1 if total or not len(ours) else 0)
