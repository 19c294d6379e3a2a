"""One side of a plan: what a nation carries, how a line is filled, what stands at a site, what stands in a phase."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from planner.plan import Plan
from planner.scenario import Scenario
from planner.scenario.problems import suggest

# what each side is read from, in the order of reading
NATION = ("posture", "presence", "limits", "pools", "costs")
REQUIREMENT = ("coverage", "posture", "commands", "resilience")
SITE = ("posture", "loads")
PHASE = ("coverage", "posture", "presence", "conditions", "commands", "loads")


class UnknownSideError(LookupError):
    """A side that the scenario does not have: a sentence for the planner."""


@dataclass(frozen=True)
class Side:
    """From where a plan is looked at; None means from anywhere."""

    nation: str | None = None
    requirement: str | None = None
    site: str | None = None
    phase: str | None = None


def side(scenario: Scenario, plan: Plan, asked: Side) -> Mapping[str, pd.DataFrame]:
    """Return the frames of a plan that show the side asked for, by name; steps are named; every frame if nothing was asked.

    Raises
    ------
    UnknownSideError
        The scenario has no such nation, line, site or phase.
    """
    _refuse_unknown(scenario, asked)
    return {name: _named(scenario, _only(scenario, plan.frames[name], asked)) for name in _names(plan, asked)}


def _names(plan: Plan, asked: Side) -> list[str]:
    """Return the frames that every side asked for shares, in order."""
    wanted = [names for value, names in zip(vars(asked).values(), (NATION, REQUIREMENT, SITE, PHASE), strict=True) if value is not None]
    first = wanted[0] if wanted else tuple(plan.frames)
    return [name for name in first if name in plan.frames and all(name in names for names in wanted)]


def _only(scenario: Scenario, frame: pd.DataFrame, asked: Side) -> pd.DataFrame:
    """Keep the rows of the side asked for; a pool is its nation's if one of its offers is, a cost if its payer is."""
    keep = pd.Series(data=True, index=frame.index)
    if asked.nation is not None:
        offers = scenario.frames["offers"]
        mine = set(offers.loc[offers["nation"] == asked.nation, "pool"])
        for column, ids in (("nation", {asked.nation}), ("payer", {asked.nation}), ("pool", mine)):
            if column in frame:
                keep &= frame[column].isin(ids)
    for column, value in (("requirement", asked.requirement), ("site", asked.site)):
        if value is not None and column in frame:
            keep &= frame[column] == value
    if asked.phase is not None and "step" in frame:
        keep &= frame["step"].isin([i for i, step in enumerate(scenario.steps) if asked.phase in {step.phase, step.name}])
    return frame[keep]


def _named(scenario: Scenario, frame: pd.DataFrame) -> pd.DataFrame:
    """Write the names of steps where their numbers stood."""
    if "step" not in frame:
        return frame.reset_index(drop=True)
    return frame.assign(step=[scenario.steps[int(step)].name for step in frame["step"]]).reset_index(drop=True)


def _refuse_unknown(scenario: Scenario, asked: Side) -> None:
    frames = scenario.frames
    phases = {name for step in scenario.steps for name in (step.phase, step.name)}
    known: Mapping[str, Iterable[str]] = {
        "nation": frames["nations"].index, "requirement": frames["requirements"].index, "site": frames["sites"].index, "phase": phases,
    }  # fmt: skip
    for what, value in vars(asked).items():
        if value is not None and value not in set(known[what]):
            raise UnknownSideError(
                f"the scenario has no {what} {value}{suggest(value, known[what]) or '; there are ' + ', '.join(sorted(known[what]))}"
            )
