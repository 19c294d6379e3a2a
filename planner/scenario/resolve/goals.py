"""Goals: what is made small, in order, each with its tolerance in its own unit."""

from collections.abc import Mapping
from typing import Any

from planner.scenario.document import Path
from planner.scenario.metrics import METRICS, PLANNED
from planner.scenario.resolve.burdens import burdens
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.routes import consumed
from planner.scenario.scenario import Goal, Step
from planner.scenario.schema.goals import GoalEntry


def goals(names: Names, requirements: list[dict[str, Any]], steps: tuple[Step, ...]) -> tuple[Goal, ...]:
    """Return the goals whose rules exist, with those put in that nobody named.

    These are `leaderless` before cost (or last) where lines have a lead, `asks` right before both where caveats may be lifted,
    `unsupported` behind support_gap (or else before all of these) where routes feed units that consume. Last, of plans that are else
    alike: `standby` where a line is held at notice, so that no more are asked to wait than serve; and behind it `arrivals` where a phase
    has several steps, so that fewest people move from step to step.
    """
    found: list[Goal] = []
    for i, entry in enumerate(names.file.goals):
        path: Path = ("goals", i)
        if not _sound(entry, path, names):
            continue
        goal = _goal(entry, path, requirements, names)
        if any(goal.name == earlier.name for earlier in found):
            names.error(path, f"{goal.name} is a goal twice", "keep one of the two")
        elif why := _idle(entry, names, requirements):
            names.note(path, f"goal {entry.minimise}: {why}", "it is skipped")
        else:
            found += burdens(goal, entry, names)
    if all(entry.minimise != "shortfall" or entry.priority is not None for entry in names.file.goals):
        _priorities(found, requirements, names)
    _put_in(found, names, requirements, steps)
    return tuple(found)


def _put_in(found: list[Goal], names: Names, requirements: list[dict[str, Any]], steps: tuple[Step, ...]) -> None:
    """Add, each in its place, the goals that nobody named and that the scenario needs."""
    named, mark = {goal.metric for goal in found}, names.place("goals")
    if "leaderless" not in named and any(line["lead"] for line in requirements):
        found.insert(_before_cost(found), Goal("leaderless", mark=mark))
    if "asks" not in named and _asking(names):
        found.insert(_before_cost(found, "leaderless"), Goal("asks", mark=mark))
    if "unsupported" not in named and consumed(names):
        found.insert(_behind_support(found), Goal("unsupported", mark=mark))
    if "standby" not in named and _held(requirements):
        found.append(Goal("standby", mark=mark))
    if "arrivals" not in named and len(steps) > len({step.phase for step in steps}):
        found.append(Goal("arrivals", mark=mark))


def _idle(entry: GoalEntry, names: Names, requirements: list[dict[str, Any]]) -> str:
    """Return why a goal is skipped, or nothing."""
    if entry.minimise not in PLANNED:
        return "read, not yet planned"
    if entry.minimise == "changes" and names.file.baseline == "none":
        return "there is no baseline: it would be 0"
    if entry.minimise == "standby" and not _held(requirements):
        return "no line is held at notice: it would be 0"
    return "no route feeds anybody who consumes: it would be 0" if entry.minimise == "unsupported" and not consumed(names) else ""


def _before_cost(found: list[Goal], other: str = "") -> int:
    """Return the place right before cost, or before the `other` goal that stands right before it; last where there is no cost."""
    at = next((n for n, goal in enumerate(found) if goal.metric == "cost"), len(found))
    return at - 1 if at and found[at - 1].metric == other else at


def _held(requirements: list[dict[str, Any]]) -> bool:
    return any(line["standby"] for line in requirements)


def _asking(names: Names) -> bool:
    return names.file.model.asks == "allowed" and any(caveat.soft for caveat in names.file.caveats.values())


def _behind_support(found: list[Goal]) -> int:
    """Return where a lack of supplies is looked after: behind support_gap, or else before asks, leaderless and cost, or last."""
    behind = next((n + 1 for n, goal in enumerate(found) if goal.metric == "support_gap"), None)
    return behind or next((n for n, goal in enumerate(found) if goal.metric in {"asks", "leaderless", "cost"}), len(found))


def _sound(entry: GoalEntry, path: Path, names: Names) -> bool:
    if entry.minimise == "shortfall" and entry.priority is None:
        names.error(path, "a goal on shortfall says of which priority", "write {minimise: shortfall, priority: 1}")
        return False
    if entry.minimise != "shortfall" and entry.priority is not None:
        names.error((*path, "priority"), f"{entry.minimise} spans all priorities", "take priority away")
        return False
    for key in ("load", "key", "ignore_below", "block"):
        if entry.minimise != "peak_burden" and getattr(entry, key) is not None:
            names.error((*path, key), f"'{key}' says nothing of {entry.minimise}: it belongs to peak_burden", f"take {key} away")
            return False
    return True


def _goal(entry: GoalEntry, path: Path, requirements: list[dict[str, Any]], names: Names) -> Goal:
    relative = absolute = 0.0
    if entry.tolerance is not None:
        relative, absolute, points = entry.tolerance.relative, entry.tolerance.absolute, entry.tolerance.points
        if METRICS[entry.minimise].in_lines:
            relative, points = 0.0, points + relative
        mine = [line for line in requirements if entry.priority in (None, line["priority"])]
        absolute += points * sum(line["weight"] for line in mine if counts(line, entry.minimise))
    return Goal(entry.minimise, entry.priority, relative, absolute, names.place(*path))


def counts(line: Mapping[str, Any], metric: str) -> bool:
    """Say whether a line, of whatever priority, counts in a metric that is told of lines."""
    match metric:
        case "uncovered" | "support_gap":
            return bool(line["derived"]) and not line["hard"] and line["cover"] == (metric == "uncovered")
        case "leaderless":
            return bool(line["lead"])
        case "foc":
            return True
        case "resilience_gap":
            return not line["derived"] and bool(line["n_minus_1"])
        case "ioc":
            return not line["derived"] and line["priority"] == 1
    return not line["derived"]


def _priorities(found: list[Goal], requirements: list[dict[str, Any]], names: Names) -> None:
    """Refuse a priority of a given line that no goal counts; warn of a goal that counts no line."""
    with_goal = {g.priority for g in found if g.metric == "shortfall"}
    used = {line["priority"]: line["requirement"] for line in reversed(requirements) if not line["derived"]}
    for priority in sorted(set(used) - with_goal):
        path: Path = ("requirements", used[priority], "priority")
        names.error(
            path,
            f"{used[priority]} has priority {priority}, and no goal counts it",
            f"add {{minimise: shortfall, priority: {priority}}} to goals",
        )
    for i, entry in enumerate(names.file.goals):
        if entry.minimise == "shortfall" and entry.priority is not None and entry.priority not in used:
            names.warn(("goals", i), f"no given line has priority {entry.priority}", "take the goal away, or check the priorities")
