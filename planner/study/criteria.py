"""The scenario's own criteria: what a plan comes to on each, in the unit of its metric.

People, like money, are what a plan costs, so fewer are better: what they achieve is coverage.
"""

from dataclasses import replace

import pandas as pd

from planner import rules
from planner.account import Account
from planner.decisions import Decisions
from planner.scenario import Criterion, Scenario, Selector
from planner.scenario.metrics import METRICS
from planner.study.basis import OF_UNITS


def of_option(criterion: Criterion, option: Scenario, yardstick: Scenario | None = None) -> Criterion:
    """Return a criterion as an option reads it: who is in a group, what lies in a country is as the option says.

    On a yardstick its lines are those of the yardstick, and of the others that only the option has those that the option means.
    """
    mine = _twin(criterion, option)
    if yardstick is None:
        return mine
    theirs, lines = _twin(criterion, yardstick).select.requirements, yardstick.frames["requirements"].index
    if theirs is None or mine.select.requirements is None:
        return mine
    return replace(mine, select=replace(mine.select, requirements=theirs | (mine.select.requirements - frozenset(lines))))


def _twin(criterion: Criterion, scenario: Scenario) -> Criterion:
    of = (criterion.metric, criterion.about)
    return next((c for c in scenario.criteria if (c.metric, c.about) == of), criterion)


def value(scenario: Scenario, made: Account, decisions: Decisions, criterion: Criterion) -> float:
    """Return the raw value of a plan on a criterion, in the unit of its metric; a date that is not reached is the end of the horizon.

    Of lines in an area that is selected, and of posture that is selected, what stands there, or what these alone fill, counts.
    """
    factor = METRICS[criterion.metric].factor
    match criterion.metric:
        case "asks" | "changes" | "conditional_reliance" | "standby":
            return factor * made.metrics[criterion.metric]
        case "peak_burden":
            return rules.peak_ratio(scenario, made.frames["burden"], criterion.key)
        case "cost":
            return _cost(scenario, made.frames["costs"], criterion.select)
        case "personnel" | "person_months" | "contributors":
            return _people(scenario, made.frames["posture"], criterion)
        case "arrivals":
            moved = made.frames["movements"]
            return _people(scenario, moved.assign(unit_type=moved["offer"].map(scenario.frames["offers"]["unit_type"])), criterion)
        case "unsupported":
            return _lacking(scenario, made.frames["supply"], criterion)
        case "leaderless":
            rows = _needs(scenario, made.frames["commands"], criterion)
            return float(rows.loc[rows["lead"] == "", "step"].map(_months(scenario)).sum())
        case "ioc" | "foc":
            date = rules.initial if criterion.metric == "ioc" else rules.full
            step = date(scenario, _needs(scenario, made.frames["coverage"], criterion)).step
            return float(scenario.months if step is None else scenario.steps[step].first_month)
    only_lines = replace(criterion.select, requirements=None) == Selector()
    frames = made.frames if only_lines else {"coverage": rules.alone(scenario, decisions, criterion.select)}
    rows = _needs(scenario, rules.counted(scenario, criterion.metric, frames), criterion)
    return factor * rules.in_lines(scenario, criterion.metric, rows)


def _lacking(scenario: Scenario, supply: pd.DataFrame, criterion: Criterion) -> float:
    """Return what of the supplies comes nowhere, t/day times months, at the selected sites."""
    rows = supply[supply["step"].isin(_steps(scenario, criterion))]
    if criterion.select.sites is not None:
        rows = rows[rows["site"].isin(criterion.select.sites)]
    return float((rows["unsupported"] * rows["step"].map(_months(scenario)).astype(float)).sum())


def _needs(scenario: Scenario, rows: pd.DataFrame, criterion: Criterion) -> pd.DataFrame:
    """Return the rows (requirement, step) of the lines and steps of which a criterion speaks: lines that reach a site that it selects."""
    lines, reach = scenario.frames["requirements"], scenario.frames["reach"]
    meant = rows["step"].isin(_steps(scenario, criterion))
    if criterion.select.requirements is not None:
        meant &= rows["requirement"].isin(criterion.select.requirements)
    if criterion.select.sites is not None:
        meant &= rows["requirement"].isin(reach.loc[reach["site"].isin(criterion.select.sites), "requirement"])
    if criterion.priority is not None:
        meant &= rows["requirement"].map(lines["priority"]) == criterion.priority
    return rows[meant]


def _steps(scenario: Scenario, criterion: Criterion) -> list[int]:
    return [i for i, step in enumerate(scenario.steps) if criterion.phase in (None, step.phase)]


def _months(scenario: Scenario) -> dict[int, float]:
    return {i: float(step.months) for i, step in enumerate(scenario.steps)}


def _people(scenario: Scenario, posture: pd.DataFrame, criterion: Criterion) -> float:
    """Return the most persons in any step, person-months, or the number of nations; own soil counts, as it does towards conditions."""
    rows = posture[criterion.select.match(posture) & posture["step"].isin(_steps(scenario, criterion))]
    if criterion.priority is not None:
        rows = rows[rows["requirement"].map(scenario.frames["requirements"]["priority"]) == criterion.priority]
    match criterion.metric:
        case "contributors":
            return float(rows["nation"].nunique())
        case "arrivals":
            return float(rows["persons"].sum())
        case "personnel":
            return float(rows.groupby("step")["persons"].sum().max()) if len(rows) else 0.0
    return float((rows["persons"] * rows["step"].map(_months(scenario)).astype(float)).sum())


def _cost(scenario: Scenario, costs: pd.DataFrame, select: Selector) -> float:
    """Return what the selected nations pay, for the selected offers and unit types where any are selected; sites are of no offer."""
    meant = pd.Series(True, index=costs.index) if select.nations is None else costs["payer"].isin(select.nations)  # noqa: FBT003
    offers = scenario.frames["offers"]
    for ids, column in ((select.offers, offers.index.to_series()), (select.unit_types, offers["unit_type"])):
        if ids is not None:
            meant &= costs["purpose"].isin(OF_UNITS) & costs["what"].isin(offers.index[column.isin(ids)])
    return float(costs.loc[meant, "meur"].sum())
