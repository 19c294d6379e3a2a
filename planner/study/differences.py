"""What was changed between options, what they ask for, and what moves between their plans."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from planner.frames import FRAMES
from planner.plan import Plan
from planner.scenario import AllOf, AnyOf, Condition, Covered, Derivation, Pledged, Reach, Scenario, Test
from planner.study.fields import same, told

INPUT = ("option", "what", "id", "field", "was", "now")
ASKS = ("option", "what", "id", "asked", "base")
MOVES = ("option", "nation", "offer", "before", "after", "moved")
Change = tuple[str, str, str, str]  # id, field, was, now
ASKED = frozenset({"needs", "reach"})  # frames that `asks` and the lines themselves tell better
UNTOLD = {  # fields of a scenario in which an option may differ without a word here, and why
    **dict.fromkeys(("title", "option", "option_title", "options", "without"), "what it is called; the switches say what is off"),
    **dict.fromkeys(("marking", "as_of", "thresholds", "brief", "kept"), "of reports alone, or not planned yet"),
    **dict.fromkeys(("criteria", "yardstick"), "those of the base measure every option"),
    **dict.fromkeys(("marks", "problems", "files", "root", "digest"), "how it was read"),
    "persistence": "the agreed plan to which an option is held is told by held_to",
}


def changed(base: Scenario, own: Scenario, option: str) -> pd.DataFrame:
    """Return what an option changes in its input, row by row (option, what, id, field, was, now): frames, conditions, switches ..."""
    rows: list[tuple[str, str, str, str, str]] = []
    for name, frame in own.frames.items():
        if name not in ASKED:
            rows += [(name, *row) for row in _frame_changes(name, (base, base.frames[name]), (own, frame))]
    for name, before, after in (
        ("conditions", {c.name: c for c in base.conditions.values()}, {c.name: c for c in own.conditions.values()}),
        ("caveats", {c.name: c for c in base.caveats}, {c.name: c for c in own.caveats}),
        ("hosts", dict(base.hosts), dict(own.hosts)),
        ("areas", {a.name: a for a in base.areas}, {a.name: a for a in own.areas}),
        ("derived needs", _derived(base), _derived(own)),
        ("calendar", {s.name: s for s in base.steps}, {s.name: s for s in own.steps}),
    ):
        rows += [(name, *row) for row in _record_changes((base, before), (own, after))]
    for name, field, was, now in (
        *(("calendar", field, getattr(base, field), getattr(own, field)) for field in ("start", "d_day")),
        ("hosts", "consent: explicit", base.consent_explicit, own.consent_explicit),
        *(("model", rule, base.switches.get(rule, ""), own.switches.get(rule, "")) for rule in sorted({*base.switches, *own.switches})),
    ):
        rows += [(name, "", *row) for row in told(field, (base, was), (own, now))]
    for name, was, now in (("pins", base.pins, own.pins), ("pairs", base.pairs, own.pairs), ("goals", base.goals, own.goals)):
        if not same(tuple(was), tuple(now)):
            rows.append((name, "", "count" if len(was) != len(now) else "terms", str(len(was)), str(len(now))))
    return pd.DataFrame([(option, *row) for row in rows], columns=list(INPUT))


def asks(base: Scenario, own: Scenario, option: str) -> pd.DataFrame:
    """Return where an option asks for another amount than the base (option, what, id, asked, base).

    These are the largest need and the largest threshold; of a need that the posture makes, its ratio.
    """
    rows = [("need", *row) for row in _compared(_largest(own), _largest(base))]
    ratios = [{name: d.ratio for name, d in _derived(scenario).items()} for scenario in (own, base)]
    rows += [("ratio", *row) for row in _compared(*ratios)]
    earned = {name for name, condition in own.conditions.items() if condition.earned is not None}  # one that is denied asks nothing
    rows += [("threshold", *row) for row in _compared(_thresholds(own), _thresholds(base)) if row[0] in earned]
    return pd.DataFrame([(option, *row) for row in rows], columns=list(ASKS))


def moves(reference: tuple[Scenario, Plan], own: tuple[Scenario, Plan], option: str) -> pd.DataFrame:
    """Return the offers whose person-months differ between two plans (option, nation, offer, before, after, moved), the largest first."""
    before, after = _person_months(*reference), _person_months(*own)
    table = pd.DataFrame({"before": before, "after": after}).fillna(0.0).rename_axis(["nation", "offer"]).reset_index()
    table["moved"] = table["after"] - table["before"]
    table = table[table["moved"].abs() > 0.5].assign(option=option)  # half a person-month is rounding
    order = table["moved"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order, list(MOVES)].reset_index(drop=True)


def _person_months(scenario: Scenario, plan: Plan) -> pd.Series:
    posture = plan.frames["posture"]
    months = posture["step"].map({i: step.months for i, step in enumerate(scenario.steps)})
    return (posture["persons"] * months).groupby([posture["nation"], posture["offer"]]).sum()


def _frame_changes(name: str, before: tuple[Scenario, pd.DataFrame], after: tuple[Scenario, pd.DataFrame]) -> list[Change]:
    """Return (id, field, was, now) of each row that was added, dropped or changed."""
    key, (base, old), (own, new) = list(FRAMES[name].key), before, after
    was, now = (frame.reset_index() if FRAMES[name].indexed else frame for frame in (old, new))
    was, now = was.drop_duplicates(key).set_index(key), now.drop_duplicates(key).set_index(key)
    rows = [(_id(i), "", "there", "–") for i in was.index.difference(now.index)] + [
        (_id(i), "", "–", "new") for i in now.index.difference(was.index)
    ]
    both = now.index.intersection(was.index)
    for column in now.columns:
        one, other = was.loc[both, column], now.loc[both, column]
        differs = ~((one == other) | (one.isna() & other.isna()))
        pairs = zip(both[differs], one[differs], other[differs], strict=True)
        rows += [(_id(i), *change) for i, a, b in pairs for change in told(column, (base, a), (own, b))]
    return sorted(rows)


def _record_changes(before: tuple[Scenario, Mapping[str, Any]], after: tuple[Scenario, Mapping[str, Any]]) -> list[Change]:
    (base, old), (own, new) = before, after
    rows = []
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            rows.append((name, "", "–" if was is None else "there", "–" if now is None else "new"))
            continue
        for field in vars(now):
            if field != "mark":
                said = "per" if field == "select" and isinstance(now, Derivation) else field
                rows += [(name, *change) for change in told(said, (base, vars(was)[field]), (own, vars(now)[field]))]
    return rows


def _id(key: Any) -> str:
    return " / ".join(str(k) for k in key) if isinstance(key, tuple) else str(key)


def _derived(scenario: Scenario) -> dict[str, Derivation]:
    """Return the needs that the posture makes, by line and capability."""
    return {_id((d.requirement, d.capability)): d for d in scenario.derivations}


def _largest(scenario: Scenario) -> dict[str, float]:
    needs = scenario.frames["needs"]
    largest = needs.groupby(["requirement", "capability"])["level"].max()
    return {_id(key): float(level) for key, level in largest.items()}


def _thresholds(scenario: Scenario) -> dict[str, float]:
    return {name: most for name, condition in scenario.conditions.items() if (most := _most(condition)) > 0}


def _most(condition: Condition) -> float:
    """Return the largest threshold of an earned condition; 0 without one."""
    return max((t for test in reaches(condition.earned) for t in test.at_least if t == t), default=0.0)


def reaches(test: Test | None) -> list[Reach | Covered | Pledged]:
    """Return the thresholds inside a test."""
    match test:
        case Reach() | Covered() | Pledged():
            return [test]
        case AllOf() | AnyOf():
            return [reach for part in test.parts for reach in reaches(part)]
        case _:
            return []


def _compared(own: Mapping[str, float], base: Mapping[str, float]) -> list[tuple[str, float, float]]:
    return [(k, own.get(k, 0.0), base.get(k, 0.0)) for k in sorted({*own, *base}) if abs(own.get(k, 0.0) - base.get(k, 0.0)) > 1e-9]
