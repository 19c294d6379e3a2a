"""Plans written by hand, and what a rule finds in them."""

from collections.abc import Iterable
from types import ModuleType

import pandas as pd

from planner.account import Account
from planner.decisions import KINDS, Decisions, frame
from planner.scenario import Scenario


def decide(
    place: Iterable[tuple] = (),
    opened: Iterable[tuple] = (),
    holds: Iterable[tuple] = (),
    lead: Iterable[tuple] = (),
    grown: Iterable[tuple] = (),
    lifted: Iterable[str] = (),
) -> dict[str, pd.DataFrame]:
    """Return decisions: place (offer, requirement, site, step, units); the others without their amount, which is 1."""
    return {
        "place": frame("place", list(place)),
        "open": frame("open", [(*row, 1) for row in opened]),
        "holds": frame("holds", [(*row, 1) for row in holds]),
        "lead": frame("lead", [(*row, 1) for row in lead]),
        "grow": frame("grow", [(*row, 1) for row in grown]),
        "lift": frame("lift", [(name, 1) for name in lifted]),
    }


def raw(kind: str, *rows: tuple) -> dict[str, pd.DataFrame]:
    """Return decisions of one kind as somebody might have written them, whatever their types."""
    return {kind: pd.DataFrame(list(rows), columns=[*KINDS[kind].key, KINDS[kind].amount])}


def keys(rule: ModuleType, scenario: Scenario, decisions: Decisions) -> list[str]:
    """Return the keys of the breaches that a rule finds."""
    return rule.account(scenario, decisions).breaches["key"].tolist()


def sentences(rule: ModuleType, scenario: Scenario, decisions: Decisions) -> list[str]:
    """Return the sentences of the breaches that a rule finds."""
    return rule.account(scenario, decisions).breaches["say"].tolist()


def assert_same(one: Account, other: Account) -> None:
    """Two accounts say the same, to the last figure."""
    assert one.metrics == other.metrics
    assert one.frames.keys() == other.frames.keys()
    for name in one.frames:
        pd.testing.assert_frame_equal(one.frames[name], other.frames[name])
    pd.testing.assert_frame_equal(one.breaches, other.breaches)


def assert_order_is_nothing(rule: ModuleType, scenario: Scenario, decisions: Decisions) -> None:
    """Shuffled rows of the decisions change nothing in a rule's account."""
    shuffled = {kind: table.sample(frac=1.0, random_state=7) for kind, table in decisions.items()}
    reverse = {kind: table.iloc[::-1] for kind, table in decisions.items()}
    assert_same(rule.account(scenario, decisions), rule.account(scenario, shuffled))
    assert_same(rule.account(scenario, decisions), rule.account(scenario, reverse))
