"""Goals on burden: whose load is weighed against what, and every key that is asked for known of every nation that offers."""

from dataclasses import replace

from planner.scenario.resolve.names import Names
from planner.scenario.scenario import Burden, Goal
from planner.scenario.schema.goals import GoalEntry

SAID_AS = {"gdp": "gdp_busd", "defence": "defence_busd", "active": "active_personnel", "given": "given_share"}


def burdens(goal: Goal, entry: GoalEntry, names: Names) -> list[Goal]:
    """Return a goal with what it weighs where it is one on burden: the most loaded; if lexicographic, then the two most loaded, and so on.

    Any other goal is returned as it is.
    """
    if goal.metric != "peak_burden":
        return [goal]
    key = entry.key or "gdp"
    judge_key(key, names)
    count = max(1, len(_offering(names))) if entry.block == "lexicographic" else 1
    asked = Burden(entry.load or "person_months", key, entry.ignore_below or 0.0)
    return [replace(goal, burden=replace(asked, largest=largest)) for largest in range(1, count + 1)]


def _offering(names: Names) -> list[str]:
    """Return the nations that offer, used or not."""
    said = {row.nation for rows in names.file.offers.values() for row in rows}
    return sorted(nation for nation in names.file.nations if nation in said)


def judge_key(key: str, names: Names) -> None:
    """Refuse a key that is not known, or is 0, of a nation that offers: nobody could say what its share is."""
    if key not in SAID_AS:
        return
    column = SAID_AS[key]
    lacking = [nation for nation in _offering(names) if not getattr(names.file.nations[nation], column)]
    if lacking:
        more = f" (nor have {', '.join(lacking[1:4])}{' and more' if len(lacking) > 4 else ''})" if lacking[1:] else ""
        what = f"{lacking[0]} offers and has no {column} above 0{more}, and peak_burden shares by it"
        names.error(("nations", lacking[0]), what, f"add {column} to each nation that offers, or take another key: equal needs none")
