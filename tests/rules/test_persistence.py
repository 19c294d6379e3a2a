"""Persistence on paper: agreed are 2 French battlegroups (1 200 persons, announced) in entry and stabilise, 1 Estonian company in entry.

Entry lasts 3 months, stabilise 9. A battlegroup that moves in entry counts 5 · 1 200 · 3 = 18 000, in stabilise 54 000.
"""

import numpy as np
import pytest

from planner.frames import make
from planner.plan import GoalLevel, Plan
from planner.rules import persistence
from planner.scenario import Goal, Persistence, Scenario
from planner.verify import account as whole
from planner.verify import verify
from tests.rules.plans import assert_order_is_nothing, decide, keys
from tests.tiny import ROWS, tiny

WEIGHTS = {"exploratory": 0.0, "offered": 1.0, "announced": 5.0, "deployed": 20.0, "unused": 0.2}
AGREED = [("FRA-bg", "land", "camp", 1, 2), ("FRA-bg", "land", "camp", 2, 2), ("EST-coy", "land", "camp", 1, 1)]


def scenario(agreed=AGREED, *, most: float = np.nan, per_site: bool = False, rows=None, **fields) -> Scenario:
    columns = ("offer", "requirement", "site", "step", "units")
    baseline = [dict(zip(columns, row, strict=True)) for row in agreed]
    return tiny({"baseline": baseline} | (rows or {}), persistence=Persistence(WEIGHTS, most, per_site), **fields)


def account(place, made: Scenario):
    return persistence.account(made, decide(place))


def test_the_agreed_plan_changes_nothing():
    made = account(AGREED, scenario())
    assert made.frames["changes"].empty
    assert made.metrics == {"changes": 0.0, "changed_nations": 0.0, "agreed_kept": 1.0}


def test_one_less_and_one_more_count_alike():
    """One battlegroup of two is gone in entry, one more stands in stabilise: 18 000 and 54 000."""
    made = account([("FRA-bg", "land", "camp", 1, 1), ("FRA-bg", "land", "camp", 2, 3), AGREED[2]], scenario())
    rows = made.frames["changes"]
    assert rows[["offer", "step", "baseline", "place", "moved", "persons", "weight"]].values.tolist() == [
        ["FRA-bg", 1, 2, 1, 1, 1200, 5], ["FRA-bg", 2, 2, 3, 1, 1200, 5],
    ]  # fmt: skip
    assert made.metrics["changes"] == 18_000 + 54_000
    assert made.metrics["changed_nations"] == 1


def test_what_stands_as_agreed_is_a_share_of_person_months():
    """Agreed are 2 400 · 12 + 150 · 3 = 29 250; a battlegroup less in stabilise loses 10 800 of these, and one more wins none."""
    made = account([("FRA-bg", "land", "camp", 1, 3), ("FRA-bg", "land", "camp", 2, 1), AGREED[2]], scenario())
    assert made.metrics["agreed_kept"] == pytest.approx(1 - 10_800 / 29_250)


def test_an_offer_that_the_agreed_plan_does_not_use_counts_little():
    """A company more of Estonia counts 1 (offered); without any agreed it counts 0.2, whatever its status."""
    one_more = [*AGREED[:2], ("EST-coy", "land", "camp", 1, 2)]
    assert account(one_more, scenario()).metrics["changes"] == 1 * 150 * 3
    made = account(one_more, scenario(AGREED[:2]))
    assert made.metrics["changes"] == pytest.approx(0.2 * 300 * 3)
    assert made.frames["changes"]["status"].tolist() == ["unused"]


def test_an_offer_is_as_firm_as_its_weakest_tier_in_date():
    """A second tier of France is exploratory and comes in stabilise only: there nothing counts, in entry the first tier alone."""
    tiers = [*ROWS["tiers"], {"offer": "FRA-bg", "tier": "2", "units": 1, "status": "exploratory", "first_month": 5}]
    made = account([AGREED[2]], scenario(rows={"tiers": tiers}))
    assert made.frames["changes"]["status"].tolist() == ["announced", "exploratory"]
    assert made.metrics["changes"] == 2 * 18_000
    gone = [{"offer": "FRA-bg", "tier": "1", "units": 2, "status": "deployed", "until_month": 1}, ROWS["tiers"][1]]
    assert account([AGREED[2]], scenario(rows={"tiers": gone})).frames["changes"]["status"].unique().tolist() == ["deployed"]


def test_a_site_counts_only_where_it_is_asked_for():
    moved = [("FRA-bg", "land", "hub", 1, 2), *AGREED[1:]]
    assert account(moved, scenario()).metrics["changes"] == 0
    made = account(moved, scenario(per_site=True))
    assert made.frames["changes"]["site"].tolist() == ["camp", "hub"]
    assert made.metrics["changes"] == 4 * 18_000


def test_no_more_nations_are_changed_than_may_be():
    """France and Estonia change: with one allowed that is a breach, with two it is none."""
    nobody: list[tuple] = []
    assert keys(persistence, scenario(most=1), decide(nobody)) == ["changed nations"]
    assert keys(persistence, scenario(most=2), decide(nobody)) == []
    assert keys(persistence, scenario(most=0), decide(AGREED)) == []
    said = persistence.account(scenario(most=1), decide(nobody)).breaches["say"].tolist()
    assert said == ["2 nations changed since the agreed plan (EST, FRA), at most 1 may be"]


def test_a_change_that_counts_nothing_changes_the_nation_all_the_same():
    tiers = [ROWS["tiers"][0] | {"status": "exploratory"}, ROWS["tiers"][1]]
    made = account([AGREED[2]], scenario(rows={"tiers": tiers}, most=0))
    assert made.metrics["changes"] == 0
    assert made.breaches["amount"].tolist() == [1]


def test_without_an_agreed_plan_nothing_changes():
    made = persistence.account(tiny(), decide(AGREED))
    assert made.metrics == {"changes": 0.0}
    assert made.frames["changes"].empty


def test_order_of_rows_is_nothing():
    assert_order_is_nothing(persistence, scenario(), decide([("FRA-bg", "land", "camp", 1, 1), ("EST-coy", "land", "hub", 2, 3)]))


def test_check_tells_who_must_change_and_whether_so_many_may():
    """France was agreed with 3 and has 2: it changes, which none may; nothing makes changes small either."""
    more = [("FRA-bg", "land", "camp", 1, 3)]
    said = [(p.severity, p.what) for p in persistence.check(scenario(more, most=0))]
    assert said == [
        ("note", "FRA must change: FRA-bg was agreed with 3 units in entry, 2 offered then"),
        ("error", "1 nation cannot keep what was agreed (FRA), at most 0 may change"),
    ]
    assert [p.severity for p in persistence.check(scenario())] == ["warning"]
    assert persistence.check(scenario(goals=(Goal("changes"),))) == []
    assert persistence.check(tiny()) == []


def plan(made: Scenario, place) -> Plan:
    """Return a plan as it would be stored."""
    decisions = decide(place)
    found = whole(made, decisions)
    levels = tuple(GoalLevel(g.name, found.metrics[g.name], float("-inf"), "stopped") for g in made.goals[:1])
    levels += tuple(GoalLevel(g.name, found.metrics[g.name], float("-inf"), "stopped", under_unproven=True) for g in made.goals[1:])
    return Plan(made.digest, made.option, decisions, found.frames, found.metrics, levels, "feasible", "clock")


def falsified(made: Scenario, place, **changes) -> list[tuple[str, str]]:
    """Return rule and key of what `verify` finds in a plan with something forged, less what it finds in the honest one."""
    honest = plan(made, place)
    known = set(verify(made, honest)[["rule", "key"]].itertuples(index=False, name=None))
    forged = Plan(**(vars(honest) | {name: change(getattr(honest, name)) for name, change in changes.items()}))
    return sorted(set(verify(made, forged)[["rule", "key"]].itertuples(index=False, name=None)) - known)


ONE_GONE = [("FRA-bg", "land", "camp", 1, 1), *AGREED[1:]]
KEPT = {"goals": (Goal("changes"), Goal("shortfall", 1))}


def test_a_change_that_is_kept_silent_is_found():
    hidden = falsified(scenario(**KEPT), ONE_GONE, frames=lambda f: f | {"changes": make("changes")})
    assert hidden == [("stored", "changes")]


def test_a_smaller_change_than_was_made_is_found():
    smaller = falsified(scenario(**KEPT), ONE_GONE, metrics=lambda m: m | {"changes": 9_000.0})
    assert smaller == [("stored", "changes")]
    claimed = falsified(scenario(**KEPT), ONE_GONE, levels=lambda found: (GoalLevel("changes", 9_000.0, 0.0, "stopped"), *found[1:]))
    assert claimed == [("goal", "changes")]


def test_a_plan_that_changes_too_many_nations_is_found_whatever_is_stored():
    forged = falsified(scenario(most=0, **KEPT), AGREED, decisions=lambda d: d | decide(ONE_GONE))
    assert ("persistence", "changed nations") in forged
    assert ("stored", "changed_nations") in forged


def test_a_softer_weight_than_the_scenario_says_is_found():
    softer = falsified(scenario(**KEPT), ONE_GONE, frames=lambda f: f | {"changes": f["changes"].assign(status="offered", weight=1.0)})
    assert softer == [("stored", "changes / FRA-bg / land /  / 1 / status"), ("stored", "changes / FRA-bg / land /  / 1 / weight")]
