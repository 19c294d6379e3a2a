"""Goals: what is made small, in order, each with its tolerance in its own unit."""

from collections.abc import Mapping
from typing import Any

from planner.scenario.document import Path
from planner.scenario.resolve.names import Names
from planner.scenario.scenario import Goal
from planner.scenario.schema.goals import PLANNED, GoalEntry

IN_LINES = ("below_minimum", "shortfall", "resilience_gap", "uncovered", "support_gap")  # sums of weights: a share is one of their total


def goals(names: Names, requirements: list[dict[str, Any]]) -> tuple[Goal, ...]:
    """Return the goals whose rules exist, `leaderless` put in before cost (or last) where lines have a lead and nobody named it."""
    found: list[Goal] = []
    for i, entry in enumerate(names.file.goals):
        path: Path = ("goals", i)
        if not _sound(entry, path, names):
            continue
        goal = _goal(entry, path, requirements, names)
        if any(goal.name == earlier.name for earlier in found):
            names.error(path, f"{goal.name} is a goal twice", "keep one of the two")
        elif entry.minimise not in PLANNED:
            why = (
                "there is no baseline: it would be 0"
                if entry.minimise == "changes" and names.file.baseline == "none"
                else "read, not yet planned"
            )
            names.note(path, f"goal {entry.minimise}: {why}", "it is skipped")
        else:
            found.append(goal)
    if all(entry.minimise != "shortfall" or entry.priority is not None for entry in names.file.goals):
        _priorities(found, requirements, names)
    if any(line["lead"] for line in requirements) and not any(g.metric == "leaderless" for g in found):
        at = next((n for n, g in enumerate(found) if g.metric == "cost"), len(found))
        found.insert(at, Goal("leaderless", mark=names.place("goals")))
    return tuple(found)


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
        if entry.minimise in IN_LINES:
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
