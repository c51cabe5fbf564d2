"""Same dyad-months in both files, or exit 1.   usage: months_compare.py OURS THEIRS"""
import sys

import duckdb

ours, theirs = sys.argv[1], sys.argv[2]
columns = "a_id, b_id, year, month, events, deaths_best"
cast = "CAST(a_id AS BIGINT), CAST(b_id AS BIGINT), CAST(year AS BIGINT), CAST(month AS BIGINT), CAST(events AS BIGINT), CAST(deaths_best AS BIGINT)"
rows, different = duckdb.sql(f"""
SELECT (SELECT count(*) FROM '{ours}'),
       (SELECT count(*) FROM ((SELECT {cast} FROM '{ours}' EXCEPT SELECT {cast} FROM '{theirs}')
        UNION ALL (SELECT {cast} FROM '{theirs}' EXCEPT SELECT {cast} FROM '{ours}')))
""").fetchall()[0]
print(f"dyad-months: {rows:,} rows, {different:,} differ")
sys.exit(1 if different or not rows else 0)
