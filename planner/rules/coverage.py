"""Coverage: what each line of the statement of requirements needs, and what of it is filled.

A unit serves one line at a time, but there with all that it provides. What a line holds beyond its level pays for no other capability,
step or line. A unit that stands in for another counts at its own effectiveness, and all units of its type together for no more than
the share of the level that the planner allows. A minimum is the least that is of use. Entry is reached when every minimum of the first
priority holds, full strength when every line stands at 95 % of the most it ever has. What fills a line is only as good as the offers it
comes from: whether they are firm, and whether somebody is quoted, or they are derived or assumed, is told with it.
"""

import pandas as pd

from planner.account import Account, Row, breaches, exceeds
from planner.decisions import Decisions
from planner.frames import arrange, records
from planner.rules import _basis, _capable
from planner.rules._demand import KEY, demand
from planner.rules._lines import counted, in_lines
from planner.rules._posture import given, needed, standing
from planner.rules._supply import Supplied, supplied
from planner.rules._words import figure, key
from planner.scenario import Problem, Scenario, Selector

VOUCHED = ["firm", *_basis.BASES]  # by whom what fills a need is vouched for


def check(scenario: Scenario) -> list[Problem]:
    """Name priorities that no goal looks after, and needs that no offered unit can fill."""
    return [*_forgotten(scenario), *_nobody(scenario)]


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return each need with what fills it, the shortfall and coverage of each priority, and when entry and full strength are reached."""
    stands = standing(scenario, decisions)
    made = _basis.drawn(scenario, decisions, stands)
    filled, basis = _covered(scenario, stands, made, supplied(scenario, decisions, stands)), _basis.rests(stands, made)
    return Account(
        {"coverage": filled, "basis": basis},
        _metrics(scenario, filled) | _dates(scenario, filled) | _basis.measures(scenario, basis),
        breaches(_stand_ins(scenario, stands, filled)),
    )


def covered(scenario: Scenario, decisions: Decisions, stands: pd.DataFrame) -> pd.DataFrame:
    """Return the frame `coverage`: each capability of each line, given and derived, in each step in which it is needed."""
    return _covered(scenario, stands, _basis.drawn(scenario, decisions, stands), supplied(scenario, decisions, stands))


def alone(scenario: Scenario, decisions: Decisions, select: Selector) -> pd.DataFrame:
    """Return the frame `coverage` as what a selector means fills it by itself: given levels and flows are as ever, the others follow it."""
    stands = standing(scenario, decisions)
    found = supplied(scenario, decisions, stands)
    return _covered(scenario, stands[select.match(stands)], _basis.drawn(scenario, decisions, stands), found)


def _covered(scenario: Scenario, stands: pd.DataFrame, made: pd.DataFrame, found: Supplied) -> pd.DataFrame:
    gave = given(scenario, stands)
    shares = _basis.vouched(made).reindex(gave["row"])
    gave[VOUCHED] = shares[VOUCHED].to_numpy(dtype=float) * gave[["amount"]].to_numpy(dtype=float)
    sums = gave.groupby(KEY, as_index=False)[["amount", *VOUCHED]].sum().rename(columns={"amount": "filled"})
    rows = demand(scenario, stands, found).merge(sums, on=KEY, how="left").fillna(dict.fromkeys(("filled", *VOUCHED), 0.0))
    rows["short"] = (rows["level"] - rows["filled"]).clip(lower=0.0)
    rows["below"] = (rows["minimum"] - rows["filled"]).clip(lower=0.0)
    return arrange("coverage", rows)


def _metrics(scenario: Scenario, filled: pd.DataFrame) -> dict[str, float]:
    lines = scenario.frames["requirements"]
    rows = counted(scenario, "coverage", {"coverage": filled})
    metrics = {name: in_lines(scenario, name, rows) for name in ("below_minimum", "coverage")}
    goals = {g.priority for g in scenario.goals if g.metric == "shortfall" and g.priority is not None}
    for k in sorted(goals | set(lines.loc[lines["derived"] == "", "priority"].astype(int))):
        of = rows[rows["requirement"].map(lines["priority"]) == k]
        metrics |= {f"{name}.{k}": in_lines(scenario, name, of) for name in ("shortfall", "coverage")}
    return metrics


def _dates(scenario: Scenario, filled: pd.DataFrame) -> dict[str, float]:
    """Return the first months of IOC and FOC; the end of the horizon where they are not reached."""
    reached = {"ioc_month": _capable.initial(scenario, filled).step, "foc_month": _capable.full(scenario, filled).step}
    return {name: float(scenario.months if p is None else scenario.steps[p].first_month) for name, p in reached.items()}


def _stand_ins(scenario: Scenario, stands: pd.DataFrame, filled: pd.DataFrame) -> list[Row]:
    """Return the substitutes that give more than their share of a level."""
    gave = given(scenario, stands)
    gave = gave[gave["substitute"].astype(bool) & gave["max_share"].notna()]
    sums = gave.groupby([*KEY, "unit_type", "max_share"], as_index=False)["amount"].sum().merge(filled[[*KEY, "level"]], on=KEY, how="left")
    found = []
    for row in records(sums.fillna({"level": 0.0})):
        if exceeds(row.amount, limit := row.max_share * row.level):
            name = scenario.steps[row.step].name
            text = say(row.unit_type, row.requirement, row.capability, name, row.amount, limit)
            found.append(("coverage", key(row.requirement, row.capability, name, row.unit_type), row.amount, limit, text))
    return found


def say(unit_type: str, requirement: str, capability: str, step: str, amount: float, limit: float) -> str:
    """Return the sentence for a substitute that gives more than its share."""
    return (
        f"{requirement} in {step}: {unit_type} stands in for {figure(amount)} of {capability}; "
        f"substitutes of this type may give {figure(limit)} there at most"
    )


def _forgotten(scenario: Scenario) -> list[Problem]:
    lines = scenario.frames["requirements"]
    used = lines[(lines["derived"] == "") & lines.index.isin(scenario.frames["needs"]["requirement"])]
    looked_after = {g.priority for g in scenario.goals if g.metric == "shortfall"}
    found = [
        Problem(
            "error",
            scenario.mark("requirements", used.index[used["priority"] == k][0]),
            f"priority {k} is in use, but no goal minimises its shortfall",
            f"add `- {{minimise: shortfall, priority: {k}}}` to goals",
        )
        for k in sorted(set(used["priority"].astype(int)))
        if k not in looked_after
    ]
    if (scenario.frames["needs"]["minimum"] > 0).any() and not any(g.metric == "below_minimum" for g in scenario.goals):
        found.append(
            Problem("warning", None, "lines have minima, but no goal looks after them", "add `- {minimise: below_minimum}` to goals")
        )
    return found


def _nobody(scenario: Scenario) -> list[Problem]:
    types = set(scenario.frames["offers"]["unit_type"])
    able = {c for name in ("provides", "substitutes") for t, c in records(scenario.frames[name], "unit_type", "capability") if t in types}
    return [
        Problem(
            "warning",
            scenario.mark("requirements", r),
            f"{r} needs {c}, which no offered unit provides",
            "it will stay short: ask for an offer",
        )
        for r, c in records(needed(scenario), "requirement", "capability")
        if c not in able
    ]
