#!/usr/bin/env bash
# Whole commands, and their peers in the same run. Needs python3 with duckdb, pandas and
# pyarrow for the peers (bench/peers/requirements.txt; R with logistf and amen for two of the
# estimators) and GNU time; a missing peer is named, not skipped in silence.
#   bench/run.sh [DATA]      DATA: folder of data sets to import (default ../shared/data)
set -euo pipefail
cd "$(dirname "$0")/.."
comity=target/release/comity
data=${1:-../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

timed() { # label, command…
  local label=$1; shift
  /usr/bin/time -f "%e %M" -o "$work/time" "$@" >"$work/out" 2>"$work/err" || { cat "$work/err"; return 1; }
  read -r seconds kib <"$work/time"
  printf '%-58s %8.2f s %8.0f MiB\n' "$label" "$seconds" "$(echo "$kib/1024" | bc -l)"
  last=$seconds
}
ratio() { printf '%-58s %8.2fx\n' "  $1" "$(echo "$2/$3" | bc -l)"; }

peers=yes
python3 -c 'import duckdb, pandas, pyarrow' 2>/dev/null || { peers=no; echo "peers: not installed (pip install -r bench/peers/requirements.txt)"; }

echo "== import"
if [ -d "$data" ]; then
  timed "data add: every data set" "$comity" --data-dir "$work/store" data add "$data"
else
  echo "no data at $data: import not measured"
fi

echo "== outlook, bundled data"
timed "outlook of a pair, first time" "$comity" --data-dir "$work/fresh" outlook Hezbollah Hamas -o "$work/page.html"
timed "outlook of a pair, nothing changed" "$comity" --data-dir "$work/fresh" outlook Hezbollah Hamas -o "$work/page.html"
timed "outlook --all, last coded year" "$comity" --data-dir "$work/fresh2" outlook --all

echo "== panel, 61,563 dyad-years, every covariate"
timed "panel: comity" "$comity" --data-dir "$work/fresh" panel --risk-set all -o "$work/panel.parquet"; ours=$last
if [ $peers = yes ]; then
  timed "panel: DuckDB SQL" python3 bench/peers/panel_duckdb.py crates/comity-world/bundled "$work/duck.parquet"; ratio "DuckDB / comity" "$last" "$ours"
  timed "panel: pandas" python3 bench/peers/panel_pandas.py crates/comity-world/bundled "$work/pandas.parquet"; ratio "pandas / comity" "$last" "$ours"
  python3 bench/peers/panel_compare.py "$work/panel.parquet" "$work/duck.parquet" "$work/pandas.parquet"
fi

echo "== 10,000,000 events to dyad-months"
if [ $peers = yes ]; then
  python3 bench/peers/make_events.py "$work/events.parquet" 10000000
  timed "dyad-months: comity" "$comity" --data-dir "$work/fresh" panel --unit month --events "$work/events.parquet" -o "$work/months.parquet"; ours=$last
  timed "dyad-months: DuckDB, 2 threads" python3 bench/peers/months_duckdb.py "$work/events.parquet" "$work/duck_months.parquet"; ratio "comity / DuckDB" "$ours" "$last"
  python3 bench/peers/months_compare.py "$work/months.parquet" "$work/duck_months.parquet"
fi

echo "== estimators beside statsmodels, pyfixest, logistf and amen"
if python3 -c 'import numpy' 2>/dev/null; then
  cargo build --quiet --release -p comity-numerics --example timing
  python3 bench/estimators.py
else
  echo "numpy: not installed, estimators not measured beside their peers"
fi

echo "== relational events beside redeem"
if command -v python3 >/dev/null; then
  cargo build --quiet --release -p comity-relational --example scaling
  python3 bench/events.py --most-actors 1000 --most-events 100000 --plot "$work/events.svg"
else
  echo "python3: not installed, relational events not measured"
fi
