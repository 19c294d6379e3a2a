"""What a placement asks for: the clauses of caveats with an exception, of the host's consent, and of the areas its site lies in."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from planner.decisions import Decisions
from planner.frames import items, records
from planner.rules._posture import decided
from planner.scenario import Caveat, Clauses, Host, Scenario

COLUMNS = ["row", "rule", "cause", "clause", "written"]


def months_in(scenario: Scenario, first_month: int, until_month: int) -> list[int]:
    """Return the steps of which any month lies in [first_month, until_month): a bar on one month bars the step."""
    return [p for p, step in enumerate(scenario.steps) if step.first_month < until_month and step.until_month > first_month]


def in_force(scenario: Scenario, caveat: Caveat, stands: pd.DataFrame) -> pd.Series:
    """Say for each row whether the caveat speaks of it in its step."""
    return caveat.select.match(stands) & stands["step"].isin(months_in(scenario, caveat.first_month, caveat.until_month))


def led(caveat: Caveat, stands: pd.DataFrame, leads: pd.DataFrame) -> pd.Series:
    """Say for each row whether another nation leads its line in the step, under whose lead the caveat bars; always where it asks for none.

    `leads` are the decisions of kind lead, as `marked` returns them.
    """
    if not caveat.leads:
        return pd.Series(True, index=stands.index)  # noqa: FBT003  # a constant column
    named = {(r, p, n) for n, r, p in records(leads, "nation", "requirement", "step") if n in caveat.leads}
    rows = zip(stands["requirement"], stands["step"], stands["nation"], strict=True)
    return pd.Series([any((r, p, n) in named for n in caveat.leads - {own}) for r, p, own in rows], index=stands.index, dtype=bool)


def lifted(decisions: Decisions) -> frozenset[str]:
    """Return the names of the caveats that a plan asks to lift."""
    rows = decided(decisions, "lift")
    return frozenset(rows.loc[pd.to_numeric(rows["lifted"], errors="coerce") == 1, "caveat"])


def settled(scenario: Scenario, decisions: Decisions) -> Scenario:
    """Return the scenario as a plan leaves it to be judged: soft caveats that it lifts never said, all others hard."""
    if not any(caveat.soft for caveat in scenario.caveats):
        return scenario
    gone = lifted(decisions)
    kept = tuple(replace(caveat, soft=False) for caveat in scenario.caveats if not (caveat.soft and caveat.name in gone))
    return replace(scenario, caveats=kept)


def guests(host: Host, stands: pd.DataFrame) -> pd.Series:
    """Say for each row whether it stands in the host's country and is not the host's own."""
    return (stands["country"] == host.country) & ~stands["own_soil"].astype(bool)


def asked(scenario: Scenario, stands: pd.DataFrame) -> pd.DataFrame:
    """Return the clauses that rows of `stands` ask for: row (label in stands), rule, cause, clause, written.

    Of the conditions of a clause as it is `written` one must hold that opens the row's unit type: these are in `clause`, maybe none.
    """
    rows: list[tuple[int, str, str, tuple[str, ...], tuple[str, ...]]] = []

    def ask(chosen: pd.Series, rule: str, cause: str, clauses: Clauses) -> None:
        for i, unit_type in items(stands.loc[chosen.to_numpy(dtype=bool), "unit_type"]):
            rows.extend((int(i), rule, cause, opened(scenario, unit_type, clause), tuple(clause)) for clause in clauses)

    for caveat in scenario.caveats:
        if caveat.unless and not caveat.leads:
            ask(in_force(scenario, caveat, stands), "caveat", caveat.name, caveat.unless)
    for host in scenario.hosts.values():
        if host.requires:
            ask(guests(host, stands), "consent", host.country, host.requires)
    for area in scenario.areas:
        for who, clauses in area.requires:
            ask(stands["site"].isin(area.sites) & ~stands["standby"] & who.match(stands), "area", area.name, clauses)
    return pd.DataFrame(rows, columns=COLUMNS)


def opened(scenario: Scenario, unit_type: str, clause: Iterable[str]) -> tuple[str, ...]:
    """Return the conditions of a clause by which a unit of a type may come: a partial backstop opens only some types."""
    partial = {name: c.opens for name, c in scenario.conditions.items() if c.opens is not None}
    return tuple(name for name in clause if name not in partial or unit_type in partial[name])


def only_by(clauses: pd.DataFrame, conditions: frozenset[str]) -> set[int]:
    """Return the rows that stand only by `conditions`: one of their clauses names nothing else."""
    return {row for row, clause in zip(clauses["row"], clauses["clause"], strict=True) if set(clause) <= conditions}
