"""The common yardstick: a plan's own posture, measured against the needs and thresholds of the base.

Lines are matched by id, steps by name, conditions by name. Who offers what, and which conditions are granted or denied, stays as the option
says: that is its premise. So a force that asks for less, or a backstop that does, does not win by it.
"""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from planner.scenario import Condition, Scenario, Step
from planner.scenario.recut import retimed


def yardstick(base: Scenario, own: Scenario) -> Scenario:
    """Return the option's scenario with the base's lines, needs, thresholds and goals; lines that only the option has need nothing."""
    there = _same_steps(own.steps, base.steps)
    lines = _first(base.frames["requirements"].reset_index(), own.frames["requirements"].reset_index(), ["requirement"]).set_index(
        "requirement"
    )
    frames = {
        **own.frames,
        "requirements": lines,
        "needs": _needs(base.frames["needs"], there),
        "reach": _first(base.frames["reach"], own.frames["reach"], ["requirement", "site"]),
        "capabilities": _first(
            own.frames["capabilities"].reset_index(), base.frames["capabilities"].reset_index(), ["capability"]
        ).set_index("capability"),
    }
    conditions = {name: _asked(condition, base.conditions.get(name), there) for name, condition in own.conditions.items()}
    return replace(own, frames=frames, conditions=conditions, derivations=base.derivations, goals=base.goals, digest="")


def _same_steps(own: Sequence[Step], base: Sequence[Step]) -> tuple[int | None, ...]:
    """Return, for each step of the option, the step of the base with its name, else the first of its phase, else None."""
    by_phase = {step.phase: i for i, step in reversed(list(enumerate(base)))}
    by_name = {step.name: i for i, step in enumerate(base)}
    return tuple(by_name.get(step.name, by_phase.get(step.phase)) for step in own)


def _needs(needs: pd.DataFrame, there: Sequence[int | None]) -> pd.DataFrame:
    """Return the base's needs on the option's steps."""
    parts = [needs[needs["step"] == step].assign(step=i) for i, step in enumerate(there) if step is not None]
    return pd.concat(parts).sort_values(["requirement", "capability", "step"], ignore_index=True) if parts else needs.iloc[:0]


def _first(one: pd.DataFrame, other: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return the rows of one frame, and those of the other whose key it lacks."""
    return pd.concat([one, other]).drop_duplicates(key).sort_values(key, ignore_index=True)


def _asked(own: Condition, base: Condition | None, there: Sequence[int | None]) -> Condition:
    """Return the option's condition with the base's thresholds, where both are earned."""
    if base is None or own.earned is None or base.earned is None:
        return own
    return replace(own, earned=retimed(base.earned, there))
