"""Events to dyad-months in DuckDB.   usage: months_duckdb.py EVENTS.parquet OUT.parquet"""
import sys

import duckdb

events, out = sys.argv[1], sys.argv[2]
con = duckdb.connect()
con.execute("SET threads = 2")
con.execute("SET memory_limit = '1GB'")
con.execute(f"""
COPY (
  SELECT least(side_a, side_b) AS a_id, greatest(side_a, side_b) AS b_id,
         CAST(year(first) AS SMALLINT) AS year, CAST(month(first) AS SMALLINT) AS month,
         count(*) AS events, sum(deaths_best) AS deaths_best
  FROM read_parquet('{events}')
  WHERE side_b IS NOT NULL AND side_a <> side_b
  GROUP BY ALL ORDER BY a_id, b_id, year, month
) TO '{out}' (FORMAT parquet, COMPRESSION zstd)
""")
