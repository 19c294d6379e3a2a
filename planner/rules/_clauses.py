"""What a placement asks for: the clauses of caveats with an exception, of the host's consent, and of the areas its site lies in."""

import pandas as pd

from planner.scenario import Caveat, Clauses, Host, Scenario

COLUMNS = ["row", "rule", "cause", "clause"]


def months_in(scenario: Scenario, first_month: int, until_month: int) -> list[int]:
    """Return the steps of which any month lies in [first_month, until_month): a bar on one month bars the step."""
    return [p for p, step in enumerate(scenario.steps) if step.first_month < until_month and step.until_month > first_month]


def in_force(scenario: Scenario, caveat: Caveat, stands: pd.DataFrame) -> pd.Series:
    """Say for each row whether the caveat speaks of it in its step."""
    return caveat.select.match(stands) & stands["step"].isin(months_in(scenario, caveat.first_month, caveat.until_month))


def guests(host: Host, stands: pd.DataFrame) -> pd.Series:
    """Say for each row whether it stands in the host's country and is not the host's own."""
    return (stands["country"] == host.country) & ~stands["own_soil"].astype(bool)


def asked(scenario: Scenario, stands: pd.DataFrame) -> pd.DataFrame:
    """Return the clauses that rows of `stands` ask for: row (label in stands), rule, cause, clause (a tuple: one must hold)."""
    rows: list[tuple[int, str, str, tuple[str, ...]]] = []

    def ask(chosen: pd.Series, rule: str, cause: str, clauses: Clauses) -> None:
        rows.extend((int(i), rule, cause, tuple(clause)) for i in stands.index[chosen.to_numpy(dtype=bool)] for clause in clauses)

    for caveat in scenario.caveats:
        if caveat.unless:
            ask(in_force(scenario, caveat, stands), "caveat", caveat.name, caveat.unless)
    for host in scenario.hosts.values():
        if host.requires:
            ask(guests(host, stands), "consent", host.country, host.requires)
    for area in scenario.areas:
        for who, clauses in area.requires:
            ask(stands["site"].isin(area.sites) & who.match(stands), "area", area.name, clauses)
    return pd.DataFrame(rows, columns=COLUMNS)


def only_by(clauses: pd.DataFrame, conditions: frozenset[str]) -> set[int]:
    """Return the rows that stand only by `conditions`: one of their clauses names nothing else."""
    return {row for row, clause in zip(clauses["row"], clauses["clause"], strict=True) if set(clause) <= conditions}
