"""Whether plans may stand side by side: only those of one scenario are measured on the same need; and which of them are the same plan."""

import os
from collections.abc import Mapping, Sequence

from planner.decisions import KINDS, Decisions
from planner.frames import records
from planner.plan import Plan
from planner.scenario import Scenario

ALIKE = 0.5  # share of all lines of two scenarios that both must have, where neither file nor title is the same


class UnlikeError(ValueError):
    """Plans of different scenarios: a sentence for the planner."""


def refuse_unlike(base: Scenario, scenarios: Sequence[Scenario]) -> None:
    """Raise UnlikeError unless all are options or versions of one scenario.

    They are where the main file is the same, byte by byte; where the title is and any line of requirement; or where most lines are: a
    later round of offers, or a copy under another title, is measured on the same need.
    """
    for scenario in scenarios:
        mine, theirs = (set(s.frames["requirements"].index) for s in (base, scenario))
        enough = 0.0 if base.title == scenario.title else ALIKE * len(mine | theirs)
        if _main(base) != _main(scenario) and not len(mine & theirs) > enough:
            named = f'"{base.title}" and "{scenario.title}"' if base.title != scenario.title else f'both called "{base.title}"'
            shared = f"{len(mine & theirs) or 'none'} of {len(mine | theirs)} lines of requirement in common"
            raise UnlikeError(f"these runs are of different scenarios: {named}, {shared}; compare runs of one scenario")


def another_version(base: Scenario, scenario: Scenario) -> bool:
    """Say whether a scenario was read from files that say otherwise than those of the base; both may have files that the other lacks."""
    if base.digest == scenario.digest and base.option == scenario.option:
        return False
    mine, theirs = _by_name(base), _by_name(scenario)
    return _main(base) != _main(scenario) or any(mine[name] != theirs[name] for name in mine.keys() & theirs.keys())


def same_plan(one: tuple[Scenario, Plan], other: tuple[Scenario, Plan]) -> bool:
    """Say whether two plans decide the same."""
    steps = [[step.name for step in scenario.steps] for scenario, _ in (one, other)]
    mine, theirs = (plan.decisions for _, plan in (one, other))
    return steps[0] == steps[1] and all(_rows(mine, kind) == _rows(theirs, kind) for kind in KINDS)


def _rows(decisions: Decisions, kind: str) -> list[tuple[object, ...]]:
    return sorted(records(decisions[kind])) if kind in decisions else []


def _main(scenario: Scenario) -> bytes:
    return next(iter(scenario.files.values()), b"")


def _by_name(scenario: Scenario) -> Mapping[str, bytes]:
    """Return what was read, by its place in the scenario's folder: a run keeps it elsewhere."""
    return {os.path.relpath(file, scenario.root or "."): data for file, data in scenario.files.items()}
