"""Persons: by place, pillar and domain, who carries what, and who stands where."""

import pandas as pd

from planner.frames import records
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import amount, inert, listed, whole
from reports.content.parts import Burden, Carrier, Presence, Row
from reports.content.periods import Period, most_in

PILLARS = ("training", "reassurance", "neighbour")
DOMAINS = ("land", "air", "sea", "support", "training")
COUNTRIES = 4  # rows of places; the rest is one row, so that the sum stays whole
MOST = "most in each phase"  # of a heading, where a phase has several steps
NO_SUM = "Where a phase has several steps each figure is its own most at one time, so that figures may add up to more than All."


def table(dossier: Dossier, names: Names, columns: tuple[Period, ...]) -> tuple[Row, ...]:
    """Return persons by place, pillar and domain, the most in each period, and all of them in the last row, "All".

    Each group adds up to it where a phase is one step, else may exceed it: not everyone is there at one time.
    """
    posture = dossier.plan.frames["posture"]
    place = {c: f"in {names.country(c)}" for c in _largest(posture, "country")}
    if dossier.stage:  # the main country first
        place = {dossier.stage.country: place[dossier.stage.country]} | place
    pillar = {p: names.pillar(p) for p in _ordered(posture["pillar"], PILLARS)}
    domain = {d: d for d in _ordered(posture["domain"], DOMAINS)}
    groups = (("By place", "country", place), ("By pillar", "pillar", pillar), ("By domain", "domain", domain))
    rows = [row for group, column, labels in groups for row in _group(posture, group, column, labels, columns)]
    return (*rows, Row("All", "", _persons(posture, columns)))


def burden(dossier: Dossier, names: Names, column: Period) -> Burden:
    """Return what each nation carries in the fullest step of a period, which adds up, and what its units cost over the horizon."""
    posture, costs = dossier.plan.frames["posture"], dossier.plan.frames["costs"]
    now = posture[posture["step"] == column.shown]
    pillars = tuple(_ordered(posture["pillar"], PILLARS))
    persons = now.pivot_table(index="nation", columns="pillar", values="persons", aggfunc="sum", fill_value=0.0).reindex(
        columns=list(pillars), fill_value=0.0
    )
    of_units = costs["purpose"].isin(["month", "move", "placement"])
    meur = costs[of_units].groupby("payer")["meur"].sum()
    everyone = sorted(set(persons.index) | set(meur.index[meur > 0]))
    persons = persons.reindex(everyone, fill_value=0.0)
    carriers = [
        Carrier(code, names.nation(code), tuple(persons.loc[code]), float(persons.loc[code].sum()), float(meur.get(code, 0.0)))
        for code in everyone
    ]
    carriers.sort(key=lambda c: (-c.total, -c.meur, c.code))
    total = Carrier("all", "All", tuple(persons.sum()), float(persons.to_numpy().sum()), float(meur.sum()))
    used, sites = {c.code for c in carriers} | set(dossier.plan.frames["standby"]["nation"]), float(costs.loc[~of_units, "meur"].sum())
    said = (_at_other_times(posture, names, column), _double_hatted(dossier, names, column), _idle_note(dossier, names, used, sites))
    return Burden(
        tuple(names.pillar(p) for p in pillars), tuple(carriers), total,
        f"{column.name}, {column.fullest}" if column.fullest else column.name, " ".join(filter(None, said)),
    )  # fmt: skip


def presence(dossier: Dossier, names: Names, columns: tuple[Period, ...]) -> Presence:
    """Return persons of each nation by country, the most in each period; countries and nations with most people first."""
    table = dossier.plan.frames["presence"]
    sums = table.groupby("country")["persons"].sum()
    countries = tuple(sorted(sums.index, key=lambda c: (c != (dossier.stage.country if dossier.stage else ""), -sums[c], c)))
    most = {str(n): tuple(_persons(of[of["country"] == c], columns) for c in countries) for n, of in table.groupby("nation")}
    order = sorted(most, key=lambda n: (tuple(-max(row) for row in most[n][:1]), -sum(map(sum, most[n])), n))
    rows = tuple((n, names.nation(n), most[n]) for n in order)
    total = tuple(_persons(table[table["country"] == c], columns) for c in countries)
    return Presence(tuple(names.country(c) for c in countries), columns, rows, total)


def foreign(dossier: Dossier) -> str:
    """Return the word before persons of the main country where others stand there on their own soil, whom the figure leaves out."""
    posture, stage = dossier.plan.frames["posture"], dossier.stage
    return "foreign " if stage and posture.loc[posture["country"] == stage.country, "own_soil"].astype(bool).any() else ""


def _group(posture: pd.DataFrame, group: str, column: str, labels: dict[str, str], columns: tuple[Period, ...]) -> list[Row]:
    keys = list(labels)
    most = COUNTRIES if column == "country" and len(keys) > COUNTRIES else len(keys)
    rows = [Row(group, labels[k], _persons(posture[posture[column] == k], columns)) for k in keys[:most]]
    if rest := keys[most:]:
        rows.append(Row(group, f"in {len(rest)} others", _persons(posture[posture[column].isin(rest)], columns)))
    return rows


def _persons(posture: pd.DataFrame, columns: tuple[Period, ...]) -> tuple[float, ...]:
    people = posture.groupby("step")["persons"].sum()
    return tuple(most_in(people, p) for p in columns)


def _largest(posture: pd.DataFrame, column: str) -> list[str]:
    people = posture.groupby(column)["persons"].sum()
    return sorted(people.index, key=lambda k: (-people[k], k))


def _ordered(values: pd.Series, order: tuple[str, ...]) -> list[str]:
    found = set(values)
    return [v for v in order if v in found] + sorted(found - set(order))


def _at_other_times(posture: pd.DataFrame, names: Names, column: Period) -> str:
    """Return who stands in a phase, but not in the step of it that is shown."""
    phase = posture[posture["step"].isin(column.steps)]
    people = phase.groupby(["nation", "step"])["persons"].sum().reset_index()
    there = people.loc[(people["step"] == column.shown) & (people["persons"] > 0), "nation"]
    others = people[~people["nation"].isin(there)].groupby("nation")["persons"].max().sort_values(ascending=False, kind="stable")
    said = [f"{names.nation(str(n))} up to {whole(most)}" for n, most in others.items()]
    return f"At other times in {column.name}: {listed(said, 4)}." if said else ""


def _double_hatted(dossier: Dossier, names: Names, column: Period) -> str:
    """Return how many of those who stand in a period are taken from other commitments, and who they are."""
    taken = dossier.plan.frames["double_hatted"]
    now = taken[taken["step"] == column.shown].sort_values("persons", ascending=False, kind="stable")
    said = [f"{whole(x.persons)} of {names.nation(x.nation)} from {inert(x.commitment, 48)}" for x in records(now)]
    return f"Taken from other commitments: {listed(said, 3)}." if said else ""


def _idle_note(dossier: Dossier, names: Names, used: set[str], sites: float) -> str:
    offering = sorted(set(dossier.scenario.frames["offers"]["nation"]) - used)
    said = []
    if offering:
        verb = "is" if len(offering) == 1 else "are"
        said.append(f"{listed([names.nation(n) for n in offering], 4)} {verb} not used.")
    if sites > 0:
        said.append(f"Sites cost {amount(sites, 0)} M EUR more.")
    return " ".join(said)
