"""What a scenario's commitments come to before anything is solved: what stands in any case, what follows in turn, what only comes together.

The core is what holds if nobody sends anything: granted by date, or earned by money and offers as such. From it conditions follow in
turn, each reached by the most that those before it allow. What is left of the largest set holds only if it is announced at once. Where a
test asks for posture the most is an upper bound: what is out of reach here is out of reach of every plan; what is in reach may be too dear.
"""

from dataclasses import dataclass

import pandas as pd

from planner.doubts.hanging import parts
from planner.doubts.reads import named
from planner.placements import Placements
from planner.rules import Holding
from planner.scenario import Covered, Reach, Scenario, Test
from planner.study.conditions import between
from planner.study.conditions.effort import Most
from planner.study.conditions.offers import Nothing
from planner.study.conditions.points import allowed, downwards, granted, upwards
from planner.study.conditions.stages import Stage, stages


@dataclass(frozen=True)
class Coalition:
    """The core, what follows from it in turn, the largest consistent set; the stages from one to the other.

    `exact`: conditions of which it is known, and not only bounded, whether they can come: tests of parties, quorums, money and offers.
    `persons`, a row a step: the most that may stand with the core, with what follows in turn, with the largest set (step, core, turn,
    largest). `lines`: needs that the core cannot fill and a larger set might (between.LINES). `waiting`: tiers, and offers with places,
    that wait for more than the core (between.WAITING; where places wait, tier is empty and lines are named).
    """

    core: Holding
    turn: Holding
    largest: Holding
    stages: tuple[Stage, ...]
    exact: frozenset[str]
    persons: pd.DataFrame
    lines: pd.DataFrame
    waiting: pd.DataFrame


def coalition(scenario: Scenario, admitted: Placements) -> Coalition:
    """Return what the commitments of a scenario come to, from the scenario alone."""
    most = Most(scenario, admitted)
    core = upwards(scenario, Nothing(scenario), granted(scenario))[-1]
    turn = upwards(scenario, most, core)[-1]
    largest = downwards(scenario, most, allowed(scenario))
    sets = {"core": core, "turn": turn, "largest": largest}
    return Coalition(
        core, turn, largest, stages(scenario, most, core, largest), exact(scenario), between.persons(most, sets), between.lines(most, sets),
        between.waiting(most, core, largest),
    )  # fmt: skip


def exact(scenario: Scenario) -> frozenset[str]:
    """Return the conditions whose tests ask for no posture, themselves or through a condition that they name."""
    sure = {n for n, c in scenario.conditions.items() if c.granted != "if-earned" or not any(map(_of_posture, parts(c.earned)))}
    names = {n: frozenset[str]().union(*(named(scenario, t) for t in parts(c.earned))) for n, c in scenario.conditions.items()}
    while doubtful := {n for n in sure if scenario.conditions[n].granted == "if-earned" and not names[n] <= sure}:
        sure -= doubtful
    return frozenset(sure)


def _of_posture(test: Test) -> bool:
    return isinstance(test, Covered) or (isinstance(test, Reach) and not test.of_offers)
