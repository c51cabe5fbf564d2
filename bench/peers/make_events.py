"""A synthetic event file: N dated events between 2,000 actors over 30 years, as Parquet.

usage: make_events.py OUT.parquet N
The pairs are Zipf-like so that some dyads are busy and most are rare.
"""
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

out, n = sys.argv[1], int(sys.argv[2])
rng = np.random.default_rng(1)
schema = pa.schema([("event", pa.int64()), ("side_a", pa.int64()), ("side_b", pa.int64()),
                    ("first", pa.date32()), ("deaths_best", pa.int32())])
with pq.ParquetWriter(out, schema, compression="snappy") as writer:
    for start in range(0, n, 1_000_000):
        size = min(1_000_000, n - start)
        a = np.minimum(rng.zipf(1.3, size), 2000).astype("int64")
        b = rng.integers(1, 2001, size)
        b = np.where(a == b, b % 2000 + 1, b).astype("int64")
        day = rng.integers(7000, 18000, size).astype("int32")
        deaths = rng.poisson(3, size).astype("int32")
        writer.write_table(pa.table(
            [pa.array(np.arange(start, start + size)), pa.array(a), pa.array(b),
             pa.array(day).cast(pa.date32()), pa.array(deaths)], schema=schema))
