"""Which goals look after a line: they come before those of its supplies and support, so that nobody is left at home for want of these."""

from collections.abc import Collection

from planner.scenario import Scenario


def goals_of(scenario: Scenario, lines: Collection[str]) -> frozenset[str]:
    """Return the names of the goals that look after some lines, whether or not the scenario has them."""
    rows = scenario.frames["requirements"].loc[sorted(lines)]
    given, needs = rows[rows["derived"] == ""], scenario.frames["needs"]
    made = rows[(rows["derived"] != "") & ~rows["hard"].astype(bool)]
    goals = {f"shortfall.{int(k)}" for k in given["priority"]}
    if (needs.loc[needs["requirement"].isin(given.index), "minimum"] > 0).any():
        goals.add("below_minimum")
    if given["n_minus_1"].any():
        goals.add("resilience_gap")
    return frozenset(goals | {"uncovered" if cover else "support_gap" for cover in made["cover"].astype(bool)})
