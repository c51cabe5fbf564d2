"""The dyad-year panel in pandas and numpy.   usage: panel_pandas.py TABLES OUT.parquet

TABLES is a folder with claims, coverage, actors, aliases, state_facts and state_ids as
Parquet. Columns and their order are those of `comity panel --risk-set all` on the bundled
data; none is left out. Left out is what needs data sets that are not bundled: FORGE founding
years (so an age counts from the first dated record) and Gleditsch-Ward keyed state facts.

No loop runs over rows. Every varying value is computed once for the grid, the pair-years at
risk and the years before them, and taken twice: as itself and as its `_lag1`. A set (enemies,
sponsors, ...) of a group in a year is a row of bits, so that what two groups share is a
bitwise `and` of two rows.
"""
import sys

import numpy as np
import pandas as pd

tables, out = sys.argv[1], sys.argv[2]


def read(table, *columns):
    return pd.read_parquet(f"{tables}/{table}.parquet", columns=list(columns))


claims = read("claims", "source", "subject", "relation", "object", "attribute", "value",
              "domains", "possible", "year")
coverage = read("coverage", "topic", "actor", "year")
registry = read("actors", "actor", "name", "org", "regions", "gwnos", "source")
aliases = read("aliases", "actor", "name", "kind", "first_year")
facts = read("state_facts", "variable", "a", "year", "value")
state_ids = read("state_ids", "year", "gw", "cow", "name")

# Actors, and who is a government: by UCDP's Org code, else by a stated state or the name.
lineage = claims[claims.attribute.isin(["splinter", "splinter-temporary"])
                 & claims.object.notna()].astype({"object": "int64"})
claims = claims[claims.year.notna()].astype({"year": "int64"})
coverage = coverage[coverage.year.notna()].astype({"year": "int64"})
between = claims[claims.object.notna()].astype({"object": "int64"})
mentions = pd.concat([claims[["subject", "year"]].set_axis(["actor", "year"], axis=1),
                      between[["object", "year"]].set_axis(["actor", "year"], axis=1),
                      coverage[["actor", "year"]]])
first_seen = mentions.groupby("actor").year.min()
ids = np.unique(np.concatenate([registry.actor, first_seen.index, lineage.object]))
count = len(ids)


def node(actors):
    return np.searchsorted(ids, np.asarray(actors, dtype="int64"))


registry["listed"] = registry.source == "ucdp-actor"
best = (registry.sort_values(["listed", "name"], ascending=[False, True])
        .drop_duplicates("actor").set_index("actor").reindex(ids))
codes = aliases[(aliases.kind == "code") & aliases.name.str.startswith("gw:")]
codes = (pd.DataFrame({"actor": codes.actor, "gw": codes.name.str[3:].astype("int64"),
                       "since": codes.first_year.fillna(-32768).astype("int64")})
         .sort_values(["since", "gw"]).drop_duplicates("actor").set_index("actor").reindex(ids))
org = best.org.where(best.listed.fillna(False).astype(bool),
                     registry.groupby("actor").org.max().reindex(ids)).to_numpy("float64")
named = best.name.str.startswith("Government of ").fillna(False).to_numpy(bool)
rules = np.where(np.isnan(org), codes.gw.notna().to_numpy() | named, org == 4)
listed = best.listed.fillna(False).to_numpy(bool)
seen = first_seen.reindex(ids).to_numpy("float64")

# The pair-years at risk: every pair of groups that External Support observed in one year.
topics = {"support": 1, "state-based": 2, "non-state": 4, "one-sided": 8, "battle-deaths": 16,
          "events": 32}
FIGHTING, CONFLICT = 1 | 2, 1 | 2 | 4 | 16 | 32
first = min(coverage.year.min(), claims.year.min()) - 1
span = max(coverage.year.max(), claims.year.max()) - first + 1
observed = np.zeros((count, span), dtype="uint8")
for topic, bit in topics.items():
    rows = coverage[coverage.topic == topic]
    observed[node(rows.actor), rows.year - first] |= bit
at_risk = (observed & 1).astype(bool) & ~rules[:, None]
members = np.flatnonzero(at_risk.any(axis=1))
left, right = np.triu_indices(len(members), 1)
left, right = members[left], members[right]
pair, when = np.nonzero(at_risk[left] & at_risk[right])

# The grid: those and the years before, each once; `now` and `before` are places in it.
keys = pair * span + when
grid = np.unique(np.concatenate([keys, keys - 1]))
now, before = np.searchsorted(grid, keys), np.searchsorted(grid, keys - 1)
grid_pair, t = np.divmod(grid, span)
a, b = left[grid_pair], right[grid_pair]
code = (np.minimum(left, right) * count + np.maximum(left, right))  # ascending, one a pair


def pair_of(one, other):
    """Places of unordered pairs among the pairs, and which of them are there."""
    wanted = np.minimum(one, other) * count + np.maximum(one, other)
    place = np.minimum(np.searchsorted(code, wanted), len(code) - 1)
    return place, code[place] == wanted


def on_grid(one, other, year, bits=None):
    """`bits` (or a flag) joined by `or` on the grid from entries of pairs and years."""
    place, known = pair_of(one, other)
    wanted = place * span + (year - first)
    spot = np.minimum(np.searchsorted(grid, wanted), len(grid) - 1)
    known &= grid[spot] == wanted
    cells = np.zeros(len(grid), dtype="int64")
    np.bitwise_or.at(cells, spot[known], 1 if bits is None else bits[known])
    return cells


class Sets:
    """A set of actors for every actor and year, as rows of bits."""

    def __init__(self, owner, year, member):
        self.members, column = np.unique(member, return_inverse=True)
        slots, row = np.unique(owner * span + (year - first), return_inverse=True)
        self.flags = np.zeros((len(slots) + 1, -(-len(self.members) // 64) * 64), dtype=bool)
        self.flags[row, column] = True
        self.bits = np.packbits(self.flags, axis=1).view("uint64")
        self.slot = np.full(count * span, len(slots), dtype="int32")
        self.slot[slots] = np.arange(len(slots), dtype="int32")
        self.sizes = self.flags.sum(axis=1)

    def rows(self, owner, t):
        return self.slot[owner * span + t]

    def size(self, owner, t):
        return self.sizes[self.rows(owner, t)]

    def shared(self, x, y, t):
        both = self.bits[self.rows(x, t)] & self.bits[self.rows(y, t)]
        return np.bitwise_count(both).sum(axis=1, dtype="int64")

    def has(self, owner, t, member):
        column = np.minimum(np.searchsorted(self.members, member), len(self.members) - 1)
        return (self.members[column] == member) & self.flags[self.rows(owner, t), column]


# Opponents, sponsors, ties and allies.
fights = between[(between.relation == "fights")
                 & ~between.attribute.isin(["battle-deaths", "incompatibility"])]
one, other, year = node(fights.subject), node(fights.object), fights.year.to_numpy()
group_fight = ~rules[one] & ~rules[other]
place, known = pair_of(one, other)
known &= group_fight
fought = np.full(len(left), np.inf)
np.minimum.at(fought, place[known], year[known])
one, other, year = np.r_[one, other], np.r_[other, one], np.r_[year, year]
enemies = Sets(one[rules[other]], year[rules[other]], other[rules[other]])
rivals = Sets(one[~rules[other]], year[~rules[other]], other[~rules[other]])

support = between[(between.relation == "supports") & (between.source == "ucdp-esd")]
giver, taker, year = node(support.subject), node(support.object), support.year.to_numpy()
sponsors = Sets(taker[rules[giver]], year[rules[giver]], giver[rules[giver]])
tied = ~rules[giver] & ~rules[taker] & (giver != taker)
giver, taker, year = giver[tied], taker[tied], year[tied]
# Bit 16 flags the tie itself: it may have no certain or possible domain.
ties = on_grid(giver, taker, year, 16 | support.domains.to_numpy()[tied].astype("int64"))
doubts = on_grid(giver, taker, year, support.possible.to_numpy()[tied].astype("int64"))
warring = (observed & 1).astype(bool)
formal = [np.where(np.isnan(org[x]), warring[x, year - first], org[x] == 1)
          for x in (giver, taker)]
formal = formal[0] & formal[1]
allies = Sets(np.r_[giver, taker][np.r_[formal, formal]], np.r_[year, year][np.r_[formal, formal]],
              np.r_[taker, giver][np.r_[formal, formal]])

# States: which one a government rules in a year, and how close it votes to others.
years = np.arange(first, first + span)
state_ids = state_ids[state_ids.gw.notna()].astype({"gw": "int64", "year": "int64"})
numbers = state_ids[state_ids.cow.notna()].astype({"cow": "int64"})
stems = state_ids.assign(stem=state_ids.name.str.split("(", n=1).str[0].str.strip().str.lower())
stems = stems.groupby(["stem", "year"], as_index=False).gw.max()
governments = np.union1d(enemies.members, sponsors.members)
homes = pd.DataFrame({"government": np.repeat(governments, span),
                      "year": np.tile(years, len(governments))})
shown = best.name.str.removeprefix("Government of ").str.split("(", n=1).str[0]
shown = shown.str.strip().str.lower().where(named)
homes["stem"] = shown.to_numpy()[homes.government]
homes = pd.merge_asof(homes.sort_values("year"), stems.sort_values("year"), on="year", by="stem")
stated = codes.gw.to_numpy()[homes.government]
since = codes.since.to_numpy()[homes.government]
homes["gw"] = np.where(since <= homes.year, stated, homes.gw)
homes = homes[homes.gw.notna()].astype({"gw": "int64"})
homes = pd.merge_asof(homes, numbers[["gw", "year", "cow"]].sort_values("year"),
                      on="year", by="gw").dropna(subset="cow")
home = np.zeros((count, span), dtype="int64")
home[homes.government, homes.year - first] = homes.cow.astype("int64")

region = np.zeros(1000, dtype="int8")
for label, low, high in ((1, 200, 399), (2, 630, 699), (3, 700, 999), (4, 400, 625), (5, 2, 199)):
    region[low:high + 1] = label


def points(variable):
    """Ideal points by year and state number; NaN is missing."""
    rows = facts[facts.variable == variable]
    rows = rows[rows.year.between(first, first + span - 1) & rows.a.between(0, 999)]
    cells = np.full((span, 1000), np.nan)
    cells[rows.year - first, rows.a] = rows.value
    return cells


def region_closeness(cells):
    """Minus the mean distance to the other states of the region."""
    closeness = np.full((span, 1000), np.nan)
    for label in range(1, 6):
        states = np.flatnonzero((region == label) & ~np.isnan(cells).all(axis=0))
        own = cells[:, states]
        distance = np.abs(own[:, :, None] - own[:, None, :])
        others = (~np.isnan(distance)).sum(axis=2) - 1
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.nansum(distance, axis=2) / others
        closeness[:, states] = np.where(others > 0, -mean, np.nan)
    return closeness


ideal = points("ideal_point")
leader = -np.abs(ideal - ideal[:, [2]])
everywhere, mideast = region_closeness(ideal), region_closeness(points("ideal_point_mideast"))

# Who backs the adversaries.
backed_by_five = np.zeros((count, span), dtype=bool)
backing = support[rules[node(support.subject)]]
giver, taker, when_backed = node(backing.subject), node(backing.object), backing.year - first
five = np.isin(home[giver, when_backed], (2, 200, 220, 365, 710))
backed_by_five[taker[five], when_backed[five]] = True
slots = np.flatnonzero(enemies.slot < len(enemies.bits) - 1)
row, column = np.nonzero(enemies.flags[enemies.slot[slots]])
owner, slot_t = np.divmod(slots[row], span)
enemy = enemies.members[column]
adversaries = pd.DataFrame({"owner": owner, "t": slot_t, "enemy": enemy})
adversaries = adversaries[warring[adversaries.enemy, adversaries.t]]
adversary_seen = np.zeros((count, span), dtype=bool)
adversary_seen[adversaries.owner, adversaries.t] = True
adversary_five = np.zeros((count, span), dtype=bool)
five = adversaries[backed_by_five[adversaries.enemy, adversaries.t]]
adversary_five[five.owner, five.t] = True
chain = adversaries.merge(pd.DataFrame({"enemy": taker, "t": when_backed.to_numpy(), "by": giver}),
                          on=["enemy", "t"])
backers = Sets(chain.owner.to_numpy(), chain.t.to_numpy() + first, chain.by.to_numpy())

# What is known of one actor in one year.
deaths = np.full((count, span), np.nan)
rows = between[between.attribute == "battle-deaths"]
sums = pd.concat([rows[["subject", "year", "value"]].set_axis(["g", "year", "value"], axis=1),
                  rows[["object", "year", "value"]].set_axis(["g", "year", "value"], axis=1)])
sums = sums.groupby(["g", "year"], as_index=False).value.sum()
deaths[node(sums.g), sums.year - first] = sums.value

rows = claims[claims.attribute == "civilians-killed"]
killed = np.where((observed & 8).any(axis=0) & (observed & CONFLICT).astype(bool), 0.0, np.nan)
killed[node(rows.subject), rows.year - first] = 1.0

rows = claims[(claims.attribute == "incompatibility") & claims.value.isin([1, 2, 3])]
goals = np.zeros((count, span), dtype="int64")
np.bitwise_or.at(goals, (node(rows.subject), rows.year - first), rows.value.astype("int64"))
latest = np.maximum.accumulate(np.where(goals > 0, np.arange(span), 0), axis=1)
goals = np.take_along_axis(goals, latest, axis=1)

# What is known of one pair whatever the year.
watched = (observed & CONFLICT).astype(bool)
joint_conflict = watched[left] & watched[right]
joint_conflict = np.where(joint_conflict.any(axis=1), joint_conflict.argmax(axis=1) + first, np.inf)
joint_support = np.full(len(left), np.inf)
np.minimum.at(joint_support, pair, when + first)


def mask(texts, number):
    """A row of flags for each comma-joined list of numbers below `number`."""
    parts = texts.fillna("").str.split(",").explode()
    parts = parts[parts != ""].astype("int64")
    flags = np.zeros((count, number), dtype=bool)
    flags[node(parts.index), parts] = True
    return flags


def in_common(flags):
    """1 where two members share a flag, 0 where not, missing where either has none."""
    bits = np.packbits(flags, axis=1)
    share = (bits[left] & bits[right]).any(axis=1)
    some = flags.any(axis=1)
    return np.where(some[left] & some[right], share, np.nan)


same_country, same_region = in_common(mask(best.gwnos, 1000)), in_common(mask(best.regions, 64))
child, parent = node(lineage.subject), node(lineage.object)
related = np.full(len(left), np.inf)
place, known = pair_of(child, parent)
np.minimum.at(related, place[known], np.nan_to_num(seen[child[known]], nan=np.inf))
siblings = pd.DataFrame({"child": child, "parent": parent})
siblings = siblings.merge(siblings, on="parent").query("child_x < child_y")
one, other = siblings.child_x.to_numpy(), siblings.child_y.to_numpy()
place, known = pair_of(one, other)
np.minimum.at(related, place[known],
              np.nan_to_num(np.maximum(seen[one[known]], seen[other[known]]), nan=np.inf))
registered = listed[left] & listed[right]

# Values on the grid.
year = t + first
seen_both = warring[a, t] & warring[b, t]
watched_both = ((observed[a, t] & observed[b, t]) & 4).astype(bool)
fighting_both = (observed[a, t] & FIGHTING).astype(bool) & (observed[b, t] & FIGHTING).astype(bool)


def where(known, value):
    return np.where(known, value, np.nan)


def mean_of_adversaries(by_state):
    """Mean over the governments that either fights of a value of the state each rules."""
    value = by_state[np.arange(span)[:, None], home[enemies.members].T]
    value = np.where(home[enemies.members].T > 0, value, np.nan)
    has, value = (~np.isnan(value)).astype(float), np.nan_to_num(value)
    owner_t = np.zeros(len(enemies.bits), dtype="int64")
    owner_t[enemies.slot[slots]] = slots % span
    wide = enemies.flags[:, :len(enemies.members)]
    n = np.einsum("ij,ij->i", wide, has[owner_t])
    total = np.einsum("ij,ij->i", wide, value[owner_t])
    x, y = enemies.rows(a, t), enemies.rows(b, t)
    numerator, denominator = total[x] + total[y], n[x] + n[y]
    overlap = np.flatnonzero(common_enemies > 0)
    both = wide[x[overlap]] & wide[y[overlap]]
    numerator[overlap] -= np.einsum("ij,ij->i", both, value[t[overlap]])
    denominator[overlap] -= np.einsum("ij,ij->i", both, has[t[overlap]])
    return np.where(denominator > 0, numerator / np.maximum(denominator, 1), np.nan)


common_enemies, common_rivals = enemies.shared(a, b, t), rivals.shared(a, b, t)
overlap = np.flatnonzero(common_enemies > 0)
five = np.zeros(len(grid), dtype=bool)
wide = enemies.flags[:, :len(enemies.members)]
both = wide[enemies.rows(a, t)[overlap]] & wide[enemies.rows(b, t)[overlap]]
five[overlap] = (both & backed_by_five[enemies.members][:, t[overlap]].T).any(axis=1)
sponsors_a, sponsors_b = sponsors.size(a, t), sponsors.size(b, t)
sponsors_both = sponsors.shared(a, b, t)
sponsors_either = sponsors_a + sponsors_b - sponsors_both
backed = adversary_seen[a, t] | adversary_seen[b, t]
age_a, age_b = (np.where(seen[x] <= year, year - seen[x], np.nan) for x in (a, b))
strength_a, strength_b = np.log1p(deaths[a, t]), np.log1p(deaths[b, t])
killed_a, killed_b = killed[a, t], killed[b, t]
degree_a, degree_b = allies.size(a, t), allies.size(b, t)
linked = allies.has(a, t, b)
joint = between[(between.relation == "cooperates") & (between.subject != between.object)]
joint = on_grid(node(joint.subject), node(joint.object), joint.year.to_numpy()) > 0
tie = ties > 0
coop_any = np.where(tie, 1.0, where(seen_both, 0.0))
political = np.where(joint, 1.0, where(watched_both, 0.0))


def domain(bit):
    return np.where(ties & bit, 1.0, np.where(doubts & bit, np.nan, np.where(tie, 0.0, coop_any)))


coop = {"any": coop_any, "military": domain(1), "security": domain(2), "political": political,
        "finance": domain(8),
        "any_wide": np.where((coop_any == 1) | (political == 1), 1.0, coop_any)}
either_killed = np.where((killed_a == 1) | (killed_b == 1), 1.0,
                         where((killed_a == 0) & (killed_b == 0), 0.0))
both_killed = np.where((killed_a == 0) | (killed_b == 0), 0.0,
                       where((killed_a == 1) & (killed_b == 1), 1.0))
non_state_years = (observed & 4).any(axis=0)
fought_each_other = np.where(fought[grid_pair] <= year, 1.0,
                             where(non_state_years[t] & (joint_conflict[grid_pair] <= year), 0.0))

# The panel.
panel = {"a_id": ids[left[pair]], "b_id": ids[right[pair]], "year": (when + first).astype("int16"),
         "a_name": best.name.to_numpy()[left[pair]], "b_name": best.name.to_numpy()[right[pair]]}
for name, value in coop.items():
    panel[f"coop_{name}"] = value[now]
for name, value in coop.items():
    panel[f"coop_{name}_onset"] = where(value[before] == 0, value[now])
for name, value in coop.items():
    panel[f"coop_{name}_continuation"] = where(value[before] == 1, value[now])


def varying(**values):
    for name, value in values.items():
        panel[name] = value[now].astype("float64")
        panel[f"{name}_lag1"] = value[before].astype("float64")


panel["post_1989"] = (panel["year"] > 1989).astype("float64")
panel["post_2001"] = (panel["year"] > 2001).astype("float64")
varying(
    adversary_major_closeness=mean_of_adversaries(leader),
    adversary_backers=where(backed, backers.size(a, t) + backers.size(b, t)
                            - backers.shared(a, b, t)),
    p5_backs_adversary=where(backed, adversary_five[a, t] | adversary_five[b, t]),
    p5_backs_common_adversary=where(seen_both, five),
    common_enemy=np.where(common_enemies > 0, 1.0, where(fighting_both, 0.0)),
    common_enemy_nonstate=np.where(common_rivals > 0, 1.0, where(watched_both, 0.0)),
    shared_sponsor=where(seen_both, sponsors_both > 0),
    shared_sponsor_count=where(seen_both, sponsors_both),
    shared_sponsor_jaccard=where(seen_both, sponsors_both / np.maximum(sponsors_either, 1)),
    both_sponsored=where(seen_both, (sponsors_a > 0) & (sponsors_b > 0)),
    one_sponsored=where(seen_both, (sponsors_a > 0) != (sponsors_b > 0)),
    sponsor_count=where(seen_both, sponsors_either),
    adversary_region_closeness=mean_of_adversaries(everywhere),
    adversary_region_closeness_mideast=mean_of_adversaries(mideast),
)
panel["same_country"], panel["same_region"] = same_country[pair], same_region[pair]
varying(
    same_goal=where((goals[a, t] > 0) & (goals[b, t] > 0), (goals[a, t] & goals[b, t]) > 0),
    age=(age_a + age_b) / 2,
    age_difference=np.abs(age_a - age_b),
    strength_log_ratio=np.abs(strength_a - strength_b),
    strength_log_sum=np.log1p(deaths[a, t] + deaths[b, t]),
    lineage=where(registered[grid_pair], related[grid_pair] <= year),
    civilians_either=either_killed,
    civilians_both=both_killed,
)
row_year = panel["year"].astype("int64")
past = pd.DataFrame({"pair": pair, "row": np.arange(len(pair)), "year": row_year})
place, known = pair_of(node(support.subject)[tied], node(support.object)[tied])
tie_years = (pd.DataFrame({"pair": place, "tie": support.year.to_numpy()[tied]})[known]
             .drop_duplicates())
past = past.merge(tie_years, on="pair").query("tie < year")
weight = np.exp2(-(past.year - 1 - past.tie) / 5)
tie_count = np.bincount(past.row, minlength=len(pair))
decayed = np.bincount(past.row, weights=weight, minlength=len(pair))
last = np.full(len(pair), -np.inf)
np.maximum.at(last, past.row.to_numpy(), past.tie.to_numpy())
anchor = np.where(tie_count > 0, last, joint_support[pair])
since = np.where(anchor < row_year, np.minimum(row_year - anchor, 30), 0)
coded = (tie_count > 0) | (joint_support[pair] < row_year)
panel["tie_lag1"] = coop_any[before]
panel["tie_coded_lag1"] = (~np.isnan(coop_any[before])).astype("float64")
panel["years_since_tie"] = since
panel["years_since_tie_2"], panel["years_since_tie_3"] = (since / 10) ** 2, (since / 10) ** 3
panel["tie_count"], panel["tie_decayed"] = where(coded, tie_count), where(coded, decayed)
varying(
    fought_each_other=fought_each_other,
    common_allies=where(seen_both, allies.shared(a, b, t)),
    common_enemies_groups=where(watched_both, common_rivals),
    degree_sum=where(seen_both, degree_a + degree_b - 2 * linked),
    degree_diff=where(seen_both, np.abs(degree_a - degree_b)),
)
pd.DataFrame(panel).to_parquet(out, compression="zstd", index=False)
