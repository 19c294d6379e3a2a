"""The keeper on hand-made events: the plan on disk holds what was proven by the moment the search ended, however it ended."""

from dataclasses import replace
from math import nan

import numpy as np
import pytest

from planner import store
from planner.keeper import Keeper
from planner.plan import Plan
from planner.store.layout import record
from solvers.program import Aim, Event
from tests.study.test_compare import FRENCH, base, plan

GOALS = ("shortfall.1", "cost")


def keeper(tmp_path, values: dict[float, tuple[float, float]]) -> Keeper:
    """Return a keeper whose incumbents have the values (shortfall, cost) of their second."""
    folder = store.create(tmp_path, base(), {}, {})

    def read(event: Event) -> Plan:
        return replace(plan(base(), FRENCH), metrics=dict(zip(GOALS, values[event.seconds], strict=True)), levels=())

    return Keeper(folder, read, [Aim(name, np.zeros(1)) for name in GOALS])


def incumbent(seconds: float, level: int) -> Event:
    return Event("incumbent", seconds, 0.0, level, x=np.zeros(1))


def levels(keeper: Keeper) -> list[tuple[float, float, str, bool]]:
    told = record(keeper.folder.path, store.PLAN)["levels"]  # as it lies on disk
    return [(x["value"], x["bound"], x["state"], x["under_unproven"]) for x in told]


def test_a_proof_that_follows_the_last_plan_is_on_disk(tmp_path):
    kept = keeper(tmp_path, {1.0: (0.25, 500.0)})
    kept.tell(incumbent(1.0, 0))
    assert levels(kept) == [(0.25, None, "stopped", False), (500.0, None, "stopped", True)]
    kept.tell(Event("bound", 1.1, 0.0, 0, bound=0.2))
    kept.tell(Event("level", 1.2, 0.0, 0, 0.25, 0.25, note="proven"))
    assert levels(kept) == [(0.25, 0.25, "proven", False), (500.0, None, "stopped", False)]


def test_a_later_plan_keeps_a_proof_while_it_has_its_value(tmp_path):
    kept = keeper(tmp_path, {1.0: (0.25, 500.0), 3.0: (0.25, 400.0), 5.0: (0.5, 300.0)})
    kept.tell(incumbent(1.0, 0))
    kept.tell(Event("level", 1.2, 0.0, 0, 0.25, 0.25, note="proven"))
    kept.tell(Event("bound", 2.0, 0.0, 1, bound=350.0))
    kept.tell(Event("bound", 2.1, 0.0, 1, bound=nan))
    kept.tell(incumbent(3.0, 1))
    assert levels(kept) == [(0.25, 0.25, "proven", False), (400.0, 350.0, "stopped", False)]
    kept.tell(incumbent(5.0, 1))
    # the bound of the cost is given a shortfall of 0.25, which this plan has not
    assert levels(kept) == [(0.5, 0.25, "stopped", False), (300.0, None, "stopped", True)]


def test_what_ends_the_search_at_once_leaves_the_last_bound(tmp_path):
    kept = keeper(tmp_path, {1.0: (0.25, 500.0)})

    def search():
        with kept:
            kept.tell(incumbent(1.0, 0))
            kept.tell(Event("bound", 1.1, 0.0, 0, bound=0.2))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search()
    assert levels(kept)[0] == (0.25, 0.2, "stopped", False)
