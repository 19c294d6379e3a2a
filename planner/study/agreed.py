"""A plan as the table that the next round keeps to: who serves which line where, from when until when, in calendar dates."""

import pandas as pd

from planner.frames import records
from planner.plan import Plan
from planner.scenario import Scenario
from planner.study import tidy

COLUMNS = ("offer", "requirement", "site", "from", "until", "units")


def table(scenario: Scenario, plan: Plan) -> pd.DataFrame:
    """Return one row for each span of months in which the units of an offer on a line at a site stay the same (COLUMNS).

    The dates are those of this calendar, so that a round with another one reads them all the same.
    """
    rows: list[list[object]] = []
    last: tuple[tuple[str, str, str, int], int] | None = None
    for row in records(plan.decisions["place"].sort_values(["offer", "requirement", "site", "step"])):
        step = scenario.steps[row.step]
        until = scenario.first_day(step.until_month).isoformat()
        same = (row.offer, row.requirement, row.site, row.units)
        if last == (same, row.step - 1):
            rows[-1][4] = until
        else:
            rows.append([row.offer, row.requirement, row.site, scenario.first_day(step.first_month).isoformat(), until, row.units])
        last = (same, row.step)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def text(scenario: Scenario, plan: Plan) -> str:
    """Return the table as CSV."""
    return tidy.text(table(scenario, plan))
