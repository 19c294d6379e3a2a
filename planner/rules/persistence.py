"""Persistence: what was agreed in the last round stands, as far as nothing better is worth the surprise.

A nation that has told its parliament what it sends is not asked for something else without need: each person-month by which the posture
departs from the agreed plan counts, the more the firmer the offer is. If the planner says how many nations may be asked to change at all,
no more are.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from planner.account import SLACK, Account, breaches, exceeds
from planner.decisions import Decisions
from planner.frames import arrange, make, records
from planner.rules._posture import standing
from planner.rules._tiers import STATUSES, units_by_date
from planner.rules._words import count, figure
from planner.scenario import Persistence, Problem, Scenario

UNUSED = "unused"


def check(scenario: Scenario) -> list[Problem]:
    """Note nations that can no longer keep what they agreed, refuse more of them than may change; warn where nothing keeps to the plan."""
    agreed = scenario.persistence
    if agreed is None:
        return []
    found = []
    broken = dict(_withdrawn(scenario))
    for nation, what in broken.items():
        found.append(Problem("note", agreed.mark, f"{nation} must change: {what}", "it counts as changed, whatever is planned"))
    if exceeds(len(broken), agreed.most_changed_nations):
        many = f"{count(len(broken), 'nation')} cannot keep what was agreed ({', '.join(broken)})"
        what = f"{many}, at most {figure(agreed.most_changed_nations)} may change"
        found.append(Problem("error", agreed.mark, what, "raise most_changed_nations, or ask these nations again"))
    if not (agreed.most_changed_nations >= 0) and not any(goal.metric == "changes" for goal in scenario.goals):
        what = "there is an agreed plan, and nothing keeps to it"
        found.append(Problem("warning", agreed.mark, what, "add `- {minimise: changes}` to goals, or most_changed_nations to the baseline"))
    return found


def account(scenario: Scenario, decisions: Decisions) -> Account:
    """Return what departs from the agreed plan, by offer, line and step; with a breach if too many nations are changed."""
    agreed = scenario.persistence
    if agreed is None:
        return Account({"changes": make("changes")}, {"changes": 0.0})
    rows = _compared(scenario, agreed, standing(scenario, decisions))
    months = rows["step"].map({p: step.months for p, step in enumerate(scenario.steps)}).astype(float)
    kept = np.minimum(rows["place"], rows["baseline"]) * rows["personnel"] * months
    due = rows["baseline"] * rows["personnel"] * months
    moved = rows[rows["moved"] > SLACK]
    nations = sorted(set(moved["nation"]))
    metrics = {
        "changes": float((rows["weight"] * rows["persons"] * months).sum()),
        "changed_nations": float(len(nations)),
        "agreed_kept": float(kept.sum() / due.sum()) if due.sum() > 0 else 1.0,
    }
    most = agreed.most_changed_nations
    over = [("persistence", "changed nations", float(len(nations)), most, say(nations, most))] if exceeds(len(nations), most) else []
    return Account({"changes": arrange("changes", moved)}, metrics, breaches(over))


def say(nations: Iterable[str], most: float) -> str:
    """Return the sentence for a plan that asks too many nations to change what they agreed."""
    names = list(nations)
    return f"{count(len(names), 'nation')} changed since the agreed plan ({', '.join(names)}), at most {figure(most)} may be"


def _compared(scenario: Scenario, agreed: Persistence, stands: pd.DataFrame) -> pd.DataFrame:
    """Return each offer on each line in each step in which anything stands or was agreed, in the columns of `changes` with `personnel`."""
    units: dict[tuple[str, str, str, int], list[float]] = {}
    for side, table in enumerate((scenario.frames["baseline"], stands)):
        for row in records(table, "offer", "requirement", "site", "step", "units"):
            place = (row.offer, row.requirement, row.site if agreed.per_site else "", int(row.step))
            units.setdefault(place, [0.0, 0.0])[side] += float(row.units)
    rows = [(*place, *both) for place, both in sorted(units.items())]
    table = pd.DataFrame(rows, columns=["offer", "requirement", "site", "step", "baseline", "place"])
    offers, lowest = scenario.frames["offers"], _lowest(scenario)
    used = {place[0] for place, (before, _) in units.items() if before > 0}
    table["nation"] = table["offer"].map(offers["nation"])
    table["personnel"] = table["offer"].map(offers["unit_type"]).map(scenario.frames["unit_types"]["personnel"]).astype(float)
    table["status"] = [lowest[o, p] if o in used else UNUSED for o, p in zip(table["offer"], table["step"], strict=True)]
    table["weight"] = table["status"].map(dict(agreed.weights)).astype(float)
    table["moved"] = (table["place"] - table["baseline"]).abs()
    table["persons"] = table["moved"] * table["personnel"]
    return table


def _lowest(scenario: Scenario) -> dict[tuple[str, int], str]:
    """Return by offer and step the lowest status of the tiers within their dates then, of all tiers where none is."""
    found: dict[tuple[str, int], tuple[bool, int]] = {}
    for tier in records(scenario.frames["tiers"]):
        for p, step in enumerate(scenario.steps):
            said = (step.within(tier.first_month, tier.until_month), STATUSES.index(tier.status))
            found[tier.offer, p] = max(found.get((tier.offer, p), said), said)  # one in date goes before any that is not
    return {key: STATUSES[rank] for key, (_, rank) in found.items()}


def _withdrawn(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield each nation that by its dates offers fewer units in a step than it agreed, with the first case of it."""
    told = set()
    nations = scenario.frames["offers"]["nation"]
    sums = scenario.frames["baseline"].groupby(["offer", "step"])["units"].sum().reset_index()
    for row in records(sums):
        there = units_by_date(scenario, [row.offer], row.step)
        if exceeds(row.units, there) and nations[row.offer] not in told:
            told.add(nations[row.offer])
            step = scenario.steps[row.step].name
            yield nations[row.offer], f"{row.offer} was agreed with {count(row.units, 'unit')} in {step}, {figure(there)} offered then"
