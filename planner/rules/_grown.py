"""Growth that a posture needs, for plans whose growth nobody decided: as few steps of expansion as give room, from when they are needed."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.account import exceeds
from planner.decisions import Decisions
from planner.frames import groups, records
from planner.rules._posture import marked
from planner.scenario import Scenario

AT = ["site", "resource", "step"]


def able(scenario: Scenario, decisions: Decisions) -> pd.DataFrame:
    """Return the steps of expansion that may be there: site, stage, step; their works and those before them done, the site in use."""
    stages, existing = scenario.frames["stages"], scenario.frames["sites"]["existing"]
    opened = marked(scenario, decisions, "open", "open")
    is_open = set(zip(opened["site"], opened["step"], strict=True))
    ready = stages.groupby("site")["first_month"].cummax()
    rows = [
        (site, number, p)
        for site, number, month in zip(stages["site"], stages["stage"].tolist(), ready, strict=True)
        for p, step in enumerate(scenario.steps)
        if step.first_month >= month and (existing[site] or (site, p) in is_open)
    ]
    return pd.DataFrame(rows, columns=["site", "stage", "step"]).astype({"stage": np.int64, "step": np.int64})


def grown(scenario: Scenario, decisions: Decisions, loads: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    """Yield the steps of expansion (site, stage, step) that loads need, with those written before them, once there for good.

    Where all that may be there is too little, all that adds to what lacks is. `loads`: site, resource, step, used.
    """
    free = scenario.frames["capacity"].set_index(AT[:2])["free"].to_dict()
    adds = able(scenario, decisions).merge(scenario.frames["stage_adds"], on=["site", "stage"]).sort_values([*AT, "stage"])
    more = {key: list(records(of, "stage", "amount")) for key, of in groups(adds.groupby(AT))}
    needed: dict[tuple[str, int], int] = {}
    for site, resource, step, used in records(loads, *AT, "used"):
        room = float(free.get((site, resource), np.inf if resource == "throughput_tpd" else 0.0))  # as each of the two rules reads it
        for stage, amount in more.get((site, resource, step), ()):
            if exceeds(used, room):
                room += amount
                needed[site, step] = max(needed.get((site, step), 0), int(stage))
    for site in sorted({site for site, _ in needed}):
        most = 0
        for p in range(len(scenario.steps)):
            most = max(most, needed.get((site, p), 0))
            yield from ((site, number, p) for number in range(1, most + 1))
