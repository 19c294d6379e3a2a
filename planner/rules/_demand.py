"""What lines need in each step: given levels, and levels that the posture makes; and the index in which a lack is counted."""

import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import pandas as pd

from planner.frames import items, records
from planner.rules._arrivals import arrivals
from planner.rules._posture import needed, offered
from planner.rules._supply import Supplied, asked, room, usage
from planner.scenario import Derivation, Scenario

KEY = ["requirement", "capability", "step"]
Serving: TypeAlias = Sequence[tuple[str, str, str, float]]


def given(scenario: Scenario) -> pd.DataFrame:
    """Return the given needs above 0: requirement, capability, step, level, reference (the level itself), minimum."""
    needs, lines = scenario.frames["needs"], scenario.frames["requirements"]
    plain = needs["requirement"].map(lines["derived"]) == ""
    rows = needs[plain & (needs["level"] > 0)]
    return rows.assign(reference=rows["level"])[[*KEY, "level", "reference", "minimum"]].reset_index(drop=True)


def per_unit(scenario: Scenario, of: str) -> pd.Series:
    """Return what one unit counts in a derivation or test, by unit type: persons, or what it provides by itself of a capability."""
    types, provides = scenario.frames["unit_types"], scenario.frames["provides"]
    if of == "personnel":
        return types["personnel"].astype(float)
    own = provides[provides["capability"] == of].groupby("unit_type")["amount"].sum()
    return own.reindex(types.index, fill_value=0.0).astype(float)


def counts(scenario: Scenario, derivation: Derivation) -> pd.Series:
    """Return what one unit counts in a derivation, by unit type: as in `per_unit`, its lift, or its use of the supply that flows."""
    if derivation.kind == "lift":
        return scenario.frames["unit_types"]["lift_t"].astype(float)
    return usage(scenario, derivation.of) if derivation.kind == "flow" else per_unit(scenario, derivation.of)


def serving(scenario: Scenario) -> Serving:
    """Return what unit types provide by themselves on each line that needs it: requirement, capability, unit type, amount above 0."""
    provides = scenario.frames["provides"]
    rows = needed(scenario).merge(provides[provides["amount"] > 0], on="capability")
    return list(records(rows, "requirement", "capability", "unit_type", "amount"))


def drivers(scenario: Scenario, derivation: Derivation, serving: Serving) -> dict[tuple[str, str], float]:
    """Return who drives a derived need, of all that serve: (requirement, capability) -> asks.

    A line drives if an offered type inside the selector provides by itself what the line needs, at a site of the line inside the selector.
    asks: what a unit of that capability asks for at most, by the type that asks most. Caveats, consent and dates do not matter. A flow is
    driven by all but the lines that a flow makes: what carries supplies asks for no other that does.
    """
    select, reach = derivation.select, scenario.frames["reach"]
    lines = set(reach["requirement"] if select.sites is None else reach.loc[reach["site"].isin(select.sites), "requirement"])
    held = scenario.frames["requirements"]["standby"].astype(bool)  # who is held at notice at home asks for nothing
    lines = (lines if select.requirements is None else lines & select.requirements) - {derivation.requirement, *held.index[held]}
    lines -= {d.requirement for d in scenario.derivations if derivation.kind == d.kind == "flow"}
    types, each = set(offered(scenario, select)["unit_type"]), counts(scenario, derivation).to_dict()
    asks: dict[tuple[str, str], float] = {}
    for requirement, capability, unit_type, amount in serving:
        if requirement in lines and unit_type in types:
            asks[requirement, capability] = max(asks.get((requirement, capability), 0.0), each[unit_type] / amount)
    return asks


def references(scenario: Scenario) -> Mapping[tuple[str, str, int], float]:
    """Return the reference level of each derived need above 0 by (requirement, capability, step).

    Every driver stands exactly at its level, a derived one at its reference; of a flow no more than can pass the sites of the line.
    `check` refuses a circle; here it counts once.
    """
    known: dict[str, dict[tuple[str, int], float]] = {}
    for r, c, p, amount in records(given(scenario), *KEY, "level"):
        known.setdefault(r, {})[c, int(p)] = float(amount)
    made: dict[str, list[Derivation]] = {}
    for derivation in scenario.derivations:
        made.setdefault(derivation.requirement, []).append(derivation)
    serve = serving(scenario)

    def level(line: str, open_lines: frozenset[str]) -> dict[tuple[str, int], float]:
        if line in known or line not in made or line in open_lines:
            return known.get(line, {})
        total: dict[tuple[str, int], float] = {}
        for derivation in made[line]:
            asked_by: dict[int, float] = {}
            for (driver, capability), asks in sorted(drivers(scenario, derivation, serve).items()):
                of_driver = {p: most for (c, p), most in level(driver, open_lines | {line}).items() if c == capability}
                for p, most in (_rises(scenario, of_driver) if derivation.kind == "lift" else of_driver).items():
                    asked_by[p] = asked_by.get(p, 0.0) + most * asks
            passes = room(scenario, line) if derivation.kind == "flow" else math.inf
            for p, amount in asked_by.items():
                total[derivation.capability, p] = total.get((derivation.capability, p), 0.0) + derivation.ratio * min(amount, passes)
        known[line] = total
        return total

    return {(line, c, p): amount for line in made for (c, p), amount in level(line, frozenset()).items() if amount > 0}


def _rises(scenario: Scenario, levels: Mapping[int, float]) -> dict[int, float]:
    """Return what may come a month in each step: the last rise of a level up to the step after it, while there is a level then."""
    found, rise = {}, levels.get(0, 0.0)
    for p, step in enumerate(scenario.steps[:-1]):
        now, then = levels.get(p, 0.0), levels.get(p + 1, 0.0)
        rise = then - now if then > now else rise
        if then > 0:
            found[p] = rise / step.months
    return found


def _coming_next(scenario: Scenario, stands: pd.DataFrame) -> pd.DataFrame:
    """Return the units a month that come in each step to where they stand in the next."""
    come = arrivals(scenario, stands)
    months = (come["step"] - 1).map({p: float(step.months) for p, step in enumerate(scenario.steps)}).astype(float)
    return come.assign(step=come["step"] - 1, units=come["units"] / months)


def asking(scenario: Scenario, derivation: Derivation, stands: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the posture that a derivation counts, each with the `amount` it counts for; of lift who comes next, a month."""
    if derivation.kind == "lift":
        stands = _coming_next(scenario, stands)
    rows = stands[derivation.select.match(stands) & (stands["requirement"] != derivation.requirement) & ~stands["standby"]]
    return rows.assign(amount=rows["units"] * rows["unit_type"].map(counts(scenario, derivation)).astype(float))


def derived(scenario: Scenario, stands: pd.DataFrame, found: Supplied) -> pd.DataFrame:
    """Return the derived needs of a posture where level or reference is above 0: the columns of `given`; they have no minimum."""
    levels: dict[tuple[str, str, int], float] = {}
    for d in scenario.derivations:
        counted = asked(scenario, d, found) if d.kind == "flow" else asking(scenario, d, stands).groupby("step")["amount"].sum()
        for p, amount in items(counted):
            place = (d.requirement, d.capability, int(p))
            levels[place] = levels.get(place, 0.0) + d.ratio * float(amount)
    against = references(scenario)
    keys = sorted(k for k in set(levels) | set(against) if levels.get(k, 0.0) > 0 or k in against)
    rows_ = [(*k, levels.get(k, 0.0), against.get(k, 0.0), 0.0) for k in keys]
    return pd.DataFrame(rows_, columns=[*KEY, "level", "reference", "minimum"])


def demand(scenario: Scenario, stands: pd.DataFrame, found: Supplied) -> pd.DataFrame:
    """Return all needs, given and derived: requirement, capability, step, level, reference, minimum."""
    parts = [part for part in (given(scenario), derived(scenario, stands, found)) if not part.empty]
    return pd.concat(parts, ignore_index=True) if parts else given(scenario)


def index(scenario: Scenario, rows: pd.DataFrame, lack: pd.Series) -> pd.Series:
    """Return the line index of a lack, by requirement.

    Of the capabilities needed in a step the mean counts, of the steps each by its share of the months in which the line needs anything.
    `rows` (requirement, step, one row a capability) are all that the lines need; `lack` is the share that is missing, row by row.
    """
    months = {p: float(step.months) for p, step in enumerate(scenario.steps)}
    mean = lack.astype(float).groupby([rows["requirement"], rows["step"]]).mean().rename("lack").reset_index()
    mean["months"] = mean["step"].map(months).astype(float)
    needed = mean.groupby("requirement")["months"].transform("sum")
    return (mean["lack"] * mean["months"] / needed).groupby(mean["requirement"]).sum()
