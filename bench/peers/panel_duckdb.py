"""The dyad-year panel in DuckDB SQL, 2 threads.   usage: panel_duckdb.py TABLES OUT.parquet

TABLES is a folder with claims, coverage, actors, aliases, state_facts and state_ids as
Parquet. Columns and their order are those of `comity panel --risk-set all` on the bundled
data; none is left out. Left out is what needs data sets that are not bundled: FORGE founding
years (so an age counts from the first dated record) and Gleditsch-Ward keyed state facts.

Every varying value is computed once for `grid`, the pair-years at risk and the years before
them, and joined twice: as itself and as its `_lag1`. What concerns two sets (enemies,
sponsors, allies) follows from the sizes of both and of what they share: |A or B| = |A| + |B|
- |A and B|, so that no union is ever built a pair at a time.
"""
import sys

import duckdb

tables, out = sys.argv[1], sys.argv[2]
con = duckdb.connect()
con.execute("SET threads = 2")
con.execute("SET memory_limit = '1GB'")
for table in ("claims", "coverage", "actors", "aliases", "state_facts", "state_ids"):
    con.execute(f"CREATE VIEW {table} AS FROM read_parquet('{tables}/{table}.parquet')")

# Actors, and who is a government: by UCDP's Org code, else by a stated state or the name.
con.execute("""
CREATE TEMP TABLE actor AS
WITH registry AS (
  SELECT actor, bool_or(source = 'ucdp-actor') AS registered,
         coalesce(min(name) FILTER (source = 'ucdp-actor'), min(name)) AS name,
         coalesce(max(org) FILTER (source = 'ucdp-actor'), max(org)) AS org,
         flatten(list(string_split(regions, ','))) AS regions,
         flatten(list(string_split(gwnos, ','))) AS countries
  FROM actors GROUP BY actor),
seen AS (
  SELECT actor, min(year) AS first_seen FROM (
    SELECT subject AS actor, year FROM claims
    UNION ALL SELECT object, year FROM claims WHERE object IS NOT NULL
    UNION ALL SELECT actor, year FROM coverage)
  GROUP BY actor),
ruler AS (
  SELECT actor, arg_min(gw, (since, gw)) AS gw, min(since) AS gw_since FROM (
    SELECT actor, CAST(name[4:] AS INTEGER) AS gw, coalesce(first_year, -32768) AS since
    FROM aliases WHERE kind = 'code' AND starts_with(name, 'gw:'))
  GROUP BY actor)
SELECT actor, coalesce(registered, false) AS registered, name, org, first_seen, gw, gw_since,
       list_filter(regions, lambda r: r <> '') AS regions,
       list_filter(countries, lambda c: c <> '') AS countries,
       CASE WHEN org IS NOT NULL THEN org = 4
            ELSE gw IS NOT NULL OR coalesce(starts_with(name, 'Government of '), false)
       END AS government
FROM seen FULL JOIN registry USING (actor) LEFT JOIN ruler USING (actor)
""")

# Claims with year as plain relations, and coverage by actor and year.
con.execute("""
CREATE TEMP TABLE fights AS
SELECT DISTINCT x.actor AS one, y.actor AS other, c.year,
       x.government AS one_rules, y.government AS other_rules
FROM claims c JOIN actor x ON x.actor = c.subject JOIN actor y ON y.actor = c.object
WHERE relation = 'fights' AND attribute NOT IN ('battle-deaths', 'incompatibility')
  AND year IS NOT NULL;

CREATE TEMP TABLE supports AS
SELECT subject, object, year, bit_or(domains) AS certain, bit_or(possible) AS possible,
       any_value(x.government) AS by_government, any_value(y.government) AS to_government,
       any_value(x.org) AS from_org, any_value(y.org) AS to_org
FROM claims c JOIN actor x ON x.actor = c.subject JOIN actor y ON y.actor = c.object
WHERE relation = 'supports' AND source = 'ucdp-esd' AND year IS NOT NULL
GROUP BY subject, object, year;

CREATE TEMP TABLE observed AS
SELECT actor AS g, year, bool_or(topic = 'support') AS support,
       bool_or(topic = 'non-state') AS non_state,
       bool_or(topic IN ('support', 'state-based')) AS fighting,
       bool_or(topic IN ('support', 'state-based', 'non-state', 'battle-deaths', 'events'))
         AS conflict,
       bool_or(topic = 'one-sided') AS one_sided
FROM coverage WHERE year IS NOT NULL GROUP BY actor, year;

CREATE TEMP TABLE reach AS
SELECT year, bool_or(non_state) AS non_state, bool_or(one_sided) AS one_sided
FROM observed GROUP BY year;
""")

# The pair-years at risk, and those with the years before.
con.execute("""
CREATE TEMP TABLE risk AS
WITH member AS (SELECT g, year FROM observed JOIN actor ON actor = g
                WHERE support AND NOT government)
SELECT x.g AS a, y.g AS b, year FROM member x JOIN member y USING (year) WHERE x.g < y.g;

CREATE TEMP TABLE grid AS
SELECT a, b, year FROM risk UNION SELECT a, b, CAST(year - 1 AS SMALLINT) FROM risk;

CREATE TEMP TABLE member_year AS SELECT a AS g, year FROM grid UNION SELECT b, year FROM grid;
""")

# Opponents, sponsors and allies of the members.
con.execute("""
CREATE TEMP TABLE opponent AS
SELECT DISTINCT g, year, t, rules FROM (
  SELECT one AS g, year, other AS t, other_rules AS rules FROM fights
  UNION ALL SELECT other, year, one, one_rules FROM fights)
SEMI JOIN member_year USING (g, year);

CREATE TEMP TABLE sponsor AS
SELECT object AS g, year, subject AS t FROM supports WHERE by_government;

CREATE TEMP TABLE tie AS
SELECT least(subject, object) AS a, greatest(subject, object) AS b, year,
       bit_or(certain) AS certain, bit_or(possible) AS possible
FROM supports WHERE NOT by_government AND NOT to_government AND subject <> object GROUP BY ALL;

-- Formally organised groups; where no source states the kind, warring parties.
CREATE TEMP TABLE ally AS
WITH formal AS (
  SELECT subject, object, s.year FROM supports s
  LEFT JOIN observed x ON x.g = subject AND x.year = s.year
  LEFT JOIN observed y ON y.g = object AND y.year = s.year
  WHERE NOT by_government AND NOT to_government AND subject <> object
    AND CASE WHEN from_org IS NULL THEN x.support ELSE from_org = 1 END
    AND CASE WHEN to_org IS NULL THEN y.support ELSE to_org = 1 END)
SELECT subject AS g, year, object AS t FROM formal
UNION SELECT object, year, subject FROM formal;
""")

# States: which one a government rules in a year, and how close it votes to others.
con.execute("""
CREATE TEMP TABLE home AS
WITH wanted AS (
  SELECT DISTINCT t, year FROM (
    SELECT t, year FROM opponent WHERE rules UNION ALL SELECT t, year FROM sponsor)),
named AS (
  SELECT lower(trim(split_part(name, '(', 1))) AS stem, year, max(gw) AS gw
  FROM state_ids WHERE gw IS NOT NULL GROUP BY ALL),
numbers AS (SELECT gw, year, max(cow) AS cow FROM state_ids
            WHERE gw IS NOT NULL AND cow IS NOT NULL GROUP BY ALL),
placed AS (
  SELECT t, year, CASE WHEN gw_since <= year THEN gw END AS stated,
         CASE WHEN starts_with(name, 'Government of ')
              THEN lower(trim(split_part(name[15:], '(', 1))) END AS stem
  FROM wanted JOIN actor ON actor = t),
matched AS (
  SELECT t, p.year, coalesce(stated, n.gw) AS gw
  FROM placed p ASOF LEFT JOIN named n ON p.stem = n.stem AND p.year >= n.year)
SELECT t, m.year, cow FROM matched m ASOF JOIN numbers n ON m.gw = n.gw AND m.year >= n.year;

CREATE TEMP TABLE closeness AS
WITH enemy AS (SELECT DISTINCT t, year, cow FROM home SEMI JOIN opponent USING (t, year)),
point AS (
  SELECT a AS state, year, variable, value,
         CASE WHEN a BETWEEN 200 AND 399 THEN 1 WHEN a BETWEEN 630 AND 699 THEN 2
              WHEN a BETWEEN 700 AND 999 THEN 3 WHEN a BETWEEN 400 AND 625 THEN 4
              WHEN a BETWEEN 2 AND 199 THEN 5 END AS region
  FROM state_facts WHERE variable IN ('ideal_point', 'ideal_point_mideast')),
own AS (SELECT * FROM point SEMI JOIN enemy ON cow = state AND enemy.year = point.year),
near AS (
  SELECT o.state, o.year, o.variable, -avg(abs(p.value - o.value)) AS value
  FROM own o JOIN point p USING (year, variable, region) WHERE p.state <> o.state GROUP BY ALL),
major AS (
  SELECT o.state, o.year, -abs(o.value - p.value) AS value
  FROM own o JOIN point p USING (year, variable)
  WHERE variable = 'ideal_point' AND p.state = 2)
SELECT t, e.year, m.value AS major, r.value AS region, q.value AS mideast
FROM enemy e
LEFT JOIN major m ON m.state = cow AND m.year = e.year
LEFT JOIN near r ON r.state = cow AND r.year = e.year AND r.variable = 'ideal_point'
LEFT JOIN near q ON q.state = cow AND q.year = e.year AND q.variable = 'ideal_point_mideast';
""")

# Adversaries with what is needed of each, and who backs them.
con.execute("""
CREATE TEMP TABLE enemy AS
WITH backed AS (
  SELECT g AS t, s.year, bool_or(cow IN (2, 200, 220, 365, 710)) AS p5
  FROM sponsor s LEFT JOIN home h ON h.t = s.t AND h.year = s.year GROUP BY ALL)
SELECT o.g, o.year, o.t, major, region, mideast, coalesce(p5, false) AS p5,
       coalesce(support, false) AS support
FROM opponent o LEFT JOIN closeness c ON c.t = o.t AND c.year = o.year
LEFT JOIN backed k ON k.t = o.t AND k.year = o.year
LEFT JOIN observed w ON w.g = o.t AND w.year = o.year
WHERE rules;

CREATE TEMP TABLE backer AS
SELECT DISTINCT e.g, e.year, s.t FROM enemy e JOIN sponsor s ON s.g = e.t AND s.year = e.year
WHERE e.support;
""")

# What is known of one member in one year.
con.execute("""
CREATE TEMP TABLE known AS
WITH killed AS (SELECT DISTINCT subject AS g, year FROM claims
                WHERE attribute = 'civilians-killed'),
deaths AS (
  SELECT g, year, sum(value) AS deaths FROM (
    SELECT subject AS g, year, value FROM claims WHERE attribute = 'battle-deaths'
    UNION ALL SELECT object, year, value FROM claims WHERE attribute = 'battle-deaths')
  GROUP BY ALL),
stated AS (SELECT subject AS g, year, bit_or(CAST(value AS INTEGER)) AS goals FROM claims
           WHERE attribute = 'incompatibility' AND value IN (1, 2, 3) GROUP BY ALL),
goal AS (SELECT m.g, m.year, goals FROM member_year m
         ASOF JOIN stated s ON m.g = s.g AND m.year >= s.year),
enemies AS (
  SELECT g, year, count(major) AS n_major, sum(major) AS major, count(region) AS n_region,
         sum(region) AS region, count(mideast) AS n_mideast, sum(mideast) AS mideast,
         bool_or(support) AS adversary_observed, bool_or(p5 AND support) AS p5
  FROM enemy GROUP BY ALL),
sponsors AS (SELECT g, year, count(*) AS sponsors FROM sponsor GROUP BY ALL),
backers AS (SELECT g, year, count(*) AS backers FROM backer GROUP BY ALL),
allies AS (SELECT g, year, count(*) AS allies FROM ally GROUP BY ALL)
SELECT m.g, m.year, coalesce(o.support, false) AS support,
       coalesce(o.non_state, false) AS non_state, coalesce(o.fighting, false) AS fighting,
       CASE WHEN k.g IS NOT NULL THEN true WHEN r.one_sided AND o.conflict THEN false END
         AS killed,
       ln(1 + deaths) AS strength, deaths, goals,
       CASE WHEN first_seen <= m.year THEN m.year - first_seen END AS age,
       coalesce(sponsors, 0) AS sponsors, coalesce(backers, 0) AS backers,
       coalesce(allies, 0) AS allies, coalesce(n_major, 0) AS n_major,
       coalesce(major, 0) AS major, coalesce(n_region, 0) AS n_region,
       coalesce(region, 0) AS region, coalesce(n_mideast, 0) AS n_mideast,
       coalesce(mideast, 0) AS mideast, coalesce(adversary_observed, false) AS adversary_observed,
       coalesce(p5, false) AS p5
FROM member_year m JOIN actor ON actor = m.g
LEFT JOIN observed o ON o.g = m.g AND o.year = m.year
LEFT JOIN reach r ON r.year = m.year
LEFT JOIN killed k ON k.g = m.g AND k.year = m.year
LEFT JOIN deaths d ON d.g = m.g AND d.year = m.year
LEFT JOIN goal ON goal.g = m.g AND goal.year = m.year
LEFT JOIN enemies e ON e.g = m.g AND e.year = m.year
LEFT JOIN sponsors s ON s.g = m.g AND s.year = m.year
LEFT JOIN backers b ON b.g = m.g AND b.year = m.year
LEFT JOIN allies l ON l.g = m.g AND l.year = m.year;
""")

# What is known of one pair whatever the year.
con.execute("""
CREATE TEMP TABLE pair AS
WITH pairs AS (SELECT a, b, min(year) AS joint_support FROM risk GROUP BY a, b),
parents AS (SELECT subject AS g, list(DISTINCT object) AS parents FROM claims
            WHERE attribute IN ('splinter', 'splinter-temporary') AND object IS NOT NULL
            GROUP BY subject),
watched AS (SELECT g, year FROM observed SEMI JOIN member_year USING (g) WHERE conflict),
joint AS (SELECT x.g AS a, y.g AS b, min(year) AS joint_conflict
          FROM watched x JOIN watched y USING (year) WHERE x.g < y.g GROUP BY ALL),
fought AS (
  SELECT least(one, other) AS a, greatest(one, other) AS b, min(year) AS fought
  FROM fights WHERE NOT one_rules AND NOT other_rules GROUP BY ALL)
SELECT a, b, joint_support, joint_conflict, fought, x.name AS a_name, y.name AS b_name,
       CASE WHEN len(x.countries) > 0 AND len(y.countries) > 0
            THEN list_has_any(x.countries, y.countries) END AS same_country,
       CASE WHEN len(x.regions) > 0 AND len(y.regions) > 0
            THEN list_has_any(x.regions, y.regions) END AS same_region,
       x.registered AND y.registered AS registered,
       least(CASE WHEN list_contains(p.parents, b) THEN x.first_seen END,
             CASE WHEN list_contains(q.parents, a) THEN y.first_seen END,
             CASE WHEN list_has_any(p.parents, q.parents)
                  THEN greatest(x.first_seen, y.first_seen) END) AS related
FROM pairs JOIN actor x ON x.actor = a JOIN actor y ON y.actor = b
LEFT JOIN parents p ON p.g = a LEFT JOIN parents q ON q.g = b
LEFT JOIN joint USING (a, b) LEFT JOIN fought USING (a, b);
""")

# What two members share in one year.
for kind, source, values in (
    ("enemy", "enemy", """, count(x.major) AS n_major, sum(x.major) AS major,
        count(x.region) AS n_region, sum(x.region) AS region, count(x.mideast) AS n_mideast,
        sum(x.mideast) AS mideast, bool_or(x.p5) AS p5"""),
    ("rival", "(FROM opponent WHERE NOT rules)", ""),
    ("sponsor", "(FROM sponsor SEMI JOIN member_year USING (g, year))", ""),
    ("ally", "ally", ""),
    ("backer", "backer", ""),
):
    con.execute(f"""
    CREATE TEMP TABLE shared_{kind} AS
    SELECT x.g AS a, y.g AS b, x.year AS year, count(*) AS n {values}
    FROM {source} x JOIN {source} y ON x.year = y.year AND x.t = y.t AND x.g < y.g
    GROUP BY ALL
    """)

# Every varying value, once.
mean = ", ".join(
    f"(x.{v} + y.{v} - coalesce(e.{v}, 0))"
    f" / nullif(x.n_{v} + y.n_{v} - coalesce(e.n_{v}, 0), 0) AS {name}"
    for v, name in (("major", "adversary_major_closeness"),
                    ("region", "adversary_region_closeness"),
                    ("mideast", "adversary_region_closeness_mideast")))
domain = ", ".join(
    f"CASE WHEN t.certain & {bit} <> 0 THEN 1 WHEN t.possible & {bit} <> 0 THEN NULL"
    f" WHEN t.a IS NOT NULL OR observed THEN 0 END AS coop_{name}"
    for name, bit in (("military", 1), ("security", 2), ("finance", 8)))
con.execute(f"""
CREATE TEMP TABLE value AS
WITH joint AS (
  SELECT DISTINCT least(subject, object) AS a, greatest(subject, object) AS b, year
  FROM claims WHERE relation = 'cooperates' AND subject <> object AND year IS NOT NULL),
basis AS (
  SELECT a, b, year, x.support AND y.support AS observed,
         x.non_state AND y.non_state AS watched,
         CASE WHEN t.a IS NOT NULL THEN 1 WHEN observed THEN 0 END AS coop_any, {domain},
         CASE WHEN j.a IS NOT NULL THEN 1 WHEN watched THEN 0 END AS coop_political,
         CASE WHEN coop_any = 1 OR coop_political = 1 THEN 1 ELSE coop_any END AS coop_any_wide,
         CASE WHEN x.adversary_observed OR y.adversary_observed
              THEN x.backers + y.backers - coalesce(k.n, 0) END AS adversary_backers,
         CASE WHEN x.adversary_observed OR y.adversary_observed THEN x.p5 OR y.p5 END
           AS p5_backs_adversary,
         {mean},
         CASE WHEN observed THEN coalesce(e.p5, false) END AS p5_backs_common_adversary,
         CASE WHEN e.n > 0 THEN 1 WHEN x.fighting AND y.fighting THEN 0 END AS common_enemy,
         CASE WHEN r.n > 0 THEN 1 WHEN watched THEN 0 END AS common_enemy_nonstate,
         coalesce(s.n, 0) AS both_sides, x.sponsors + y.sponsors - both_sides AS either_side,
         CASE WHEN observed THEN both_sides > 0 END AS shared_sponsor,
         CASE WHEN observed THEN both_sides END AS shared_sponsor_count,
         CASE WHEN observed THEN coalesce(both_sides / nullif(either_side, 0), 0) END
           AS shared_sponsor_jaccard,
         CASE WHEN observed THEN x.sponsors > 0 AND y.sponsors > 0 END AS both_sponsored,
         CASE WHEN observed THEN (x.sponsors > 0) <> (y.sponsors > 0) END AS one_sponsored,
         CASE WHEN observed THEN either_side END AS sponsor_count,
         x.goals & y.goals <> 0 AS same_goal,
         (x.age + y.age) / 2 AS age, abs(x.age - y.age) AS age_difference,
         abs(x.strength - y.strength) AS strength_log_ratio,
         ln(1 + x.deaths + y.deaths) AS strength_log_sum,
         x.killed OR y.killed AS civilians_either, x.killed AND y.killed AS civilians_both,
         CASE WHEN observed THEN coalesce(l.n, 0) END AS common_allies,
         CASE WHEN watched THEN coalesce(r.n, 0) END AS common_enemies_groups,
         CASE WHEN observed THEN x.allies + y.allies - if(w.a IS NULL, 0, 2) END AS degree_sum,
         CASE WHEN observed THEN abs(x.allies - y.allies) END AS degree_diff
  FROM grid
  JOIN (SELECT g AS a, * EXCLUDE (g) FROM known) x USING (a, year)
  JOIN (SELECT g AS b, * EXCLUDE (g) FROM known) y USING (b, year)
  LEFT JOIN (SELECT g AS a, t AS b, year FROM ally) w USING (a, b, year)
  LEFT JOIN tie t USING (a, b, year) LEFT JOIN joint j USING (a, b, year)
  LEFT JOIN shared_enemy e USING (a, b, year) LEFT JOIN shared_rival r USING (a, b, year)
  LEFT JOIN shared_sponsor s USING (a, b, year) LEFT JOIN shared_ally l USING (a, b, year)
  LEFT JOIN shared_backer k USING (a, b, year))
SELECT * EXCLUDE (watched, both_sides, either_side) FROM basis
""")

# The panel.
outcomes = ["any", "military", "security", "political", "finance", "any_wide"]
varying = {
    "adversary": ["adversary_major_closeness", "adversary_backers", "p5_backs_adversary",
                  "p5_backs_common_adversary", "common_enemy", "common_enemy_nonstate",
                  "shared_sponsor", "shared_sponsor_count", "shared_sponsor_jaccard",
                  "both_sponsored", "one_sponsored", "sponsor_count",
                  "adversary_region_closeness", "adversary_region_closeness_mideast"],
    "group": ["same_goal", "age", "age_difference", "strength_log_ratio", "strength_log_sum"],
    "civilians": ["civilians_either", "civilians_both"],
    "network": ["common_allies", "common_enemies_groups", "degree_sum", "degree_diff"],
}


def number(expression, name):
    return f"CAST({expression} AS DOUBLE) AS {name}"


def both(names):
    return [c for n in names for c in (number(f"v.{n}", n), number(f"l.{n}", f"{n}_lag1"))]


def by_year(expression, name):
    """A value that depends on the pair and the year alone."""
    return [number(expression.format(year="v.year"), name),
            number(expression.format(year="l.year"), f"{name}_lag1")]


past = "(t.ties > 0 OR p.joint_support < v.year)"
since = "least(v.year - coalesce(t.last, CASE WHEN p.joint_support < v.year"\
        " THEN p.joint_support END, v.year), 30)"
columns = (
    ["a", "b", "year"]
    + [number(f"v.coop_{o}", f"coop_{o}") for o in outcomes]
    + [number(f"CASE WHEN l.coop_{o} = 0 THEN v.coop_{o} END", f"coop_{o}_onset")
       for o in outcomes]
    + [number(f"CASE WHEN l.coop_{o} = 1 THEN v.coop_{o} END", f"coop_{o}_continuation")
       for o in outcomes]
    + [number("v.year > 1989", "post_1989"), number("v.year > 2001", "post_2001")]
    + both(varying["adversary"])
    + [number(f"p.{n}", n) for n in ("same_country", "same_region")]
    + both(varying["group"])
    + by_year("CASE WHEN p.registered THEN coalesce(p.related <= {year}, false) END", "lineage")
    + both(varying["civilians"])
    + [number("l.coop_any", "tie_lag1"), number("l.coop_any IS NOT NULL", "tie_coded_lag1"),
       number(since, "years_since_tie"), number(f"({since} / 10) ** 2", "years_since_tie_2"),
       number(f"({since} / 10) ** 3", "years_since_tie_3"),
       number(f"CASE WHEN {past} THEN coalesce(t.ties, 0) END", "tie_count"),
       number(f"CASE WHEN {past} THEN coalesce(t.decayed, 0) END", "tie_decayed")]
    + by_year("CASE WHEN p.fought <= {year} THEN 1 WHEN p.joint_conflict <= {year} AND {year} IN"
              " (SELECT year FROM reach WHERE non_state) THEN 0 END", "fought_each_other")
    + both(varying["network"])
)
con.execute(f"""
COPY (
  WITH earlier AS (
    SELECT a, b, r.year, max(t.year) AS last, count(*) AS ties,
           sum(2 ** (-(r.year - 1 - t.year) / 5)) AS decayed
    FROM risk r JOIN tie t USING (a, b) WHERE t.year < r.year GROUP BY ALL),
  flat AS (
    SELECT {", ".join(columns)}, p.a_name, p.b_name
    FROM risk r JOIN value v USING (a, b, year)
    JOIN value l ON l.a = r.a AND l.b = r.b AND l.year = r.year - 1
    JOIN pair p ON p.a = r.a AND p.b = r.b
    LEFT JOIN earlier t ON t.a = r.a AND t.b = r.b AND t.year = r.year)
  SELECT a AS a_id, b AS b_id, year, a_name, b_name, * EXCLUDE (a, b, year, a_name, b_name)
  FROM flat ORDER BY a, b, year
) TO '{out}' (FORMAT parquet, COMPRESSION zstd)
""")
