"""What came, went and changed between two rounds of offers, before anything is solved: by offer, by nation, by capability."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from planner.scenario import Scenario
from planner.scenario.offersfile import Tier

CHANGES = ("what", "nation", "offer", "tier", "field", "was", "now", "persons")
NATIONS = ("nation", "new", "gone", "changed", "was", "now", "persons")
CAPABILITIES = ("capability", "was", "now", "change")
AMOUNTS = ("deployed", "in_cycle", "one_tour")  # how many, by the kind of an offer
REMARKS = frozenset({"title", "notes", "source", "confidence", "languages", "releasable_to", "reliability"})  # of which no plan depends
FIRM = "status"

Offers: TypeAlias = Mapping[tuple[str, str], Tier]


@dataclass(frozen=True)
class OffersDiff:
    """Two rounds of offers beside each other.

    `changes` (CHANGES): one row a tier that is new or gone, one a field that is another; persons in place, more or fewer. `nations`
    (NATIONS) and `capabilities` (CAPABILITIES): what could stand in place, a cycle at the rate that it sustains, whatever the dates,
    conditions and rules; of unit types that are `unknown` nothing is counted.
    """

    changes: pd.DataFrame
    nations: pd.DataFrame
    capabilities: pd.DataFrame
    unknown: tuple[str, ...]


def diff(old: Offers, new: Offers, types: Scenario | None) -> OffersDiff:
    """Return what differs between two rounds of offers; `types` says what a unit of a type is and provides."""
    known = _Types(types)
    rows = [row for key in sorted({*old, *new}) for row in _told(key, old.get(key), new.get(key), known)]
    changes = pd.DataFrame(rows, columns=list(CHANGES))
    order = {"new": 0, "gone": 1, "changed": 2}
    changes = changes.sort_values("what", key=lambda c: c.map(order), kind="stable", ignore_index=True)
    unknown = {tier.unit_type for tier in (*old.values(), *new.values())} - set(known.persons)
    return OffersDiff(changes, _nations(old, new, changes, known), _capabilities(old, new, known), tuple(sorted(unknown)))


class _Types:
    """What one unit of a type is: persons, what it provides, its rotation; empty without a scenario."""

    def __init__(self, scenario: Scenario | None) -> None:
        frames = scenario.frames if scenario is not None else {}
        table = frames["unit_types"] if frames else pd.DataFrame(columns=["personnel", "tour_months", "dwell_months"])
        self.persons: dict[str, float] = {str(k): float(v) for k, v in table["personnel"].items()}
        self.rotation = {
            str(k): (float(t), float(d)) for k, t, d in zip(table.index, table["tour_months"], table["dwell_months"], strict=True)
        }
        self.provides: dict[str, dict[str, float]] = {}
        for row in frames["provides"].to_dict("records") if frames else ():
            self.provides.setdefault(str(row["unit_type"]), {})[str(row["capability"])] = float(row["amount"])

    def in_place(self, tier: Tier | None) -> float:
        """Return the units that a tier could keep in place."""
        if tier is None:
            return 0.0
        kind, amount = _amount(tier)
        tour, dwell = self.rotation.get(tier.unit_type, (1.0, 0.0))
        tour, dwell = float(tier.said.get("tour_months", tour)), float(tier.said.get("dwell_months", dwell))
        return amount * tour / (tour + dwell) if kind == "in_cycle" else amount

    def people(self, tier: Tier | None) -> float:
        """Return the persons of these."""
        return self.in_place(tier) * self.persons.get(tier.unit_type, 0.0) if tier is not None else 0.0


def _amount(tier: Tier) -> tuple[str, float]:
    return next(((kind, float(tier.said[kind])) for kind in AMOUNTS if kind in tier.said), ("", 0.0))


def _told(key: tuple[str, str], was: Tier | None, now: Tier | None, types: _Types) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of one tier: it came, it went, or each field that is another, the persons with the first of them."""
    one = now or was
    assert one is not None  # noqa: S101  # it stands in one of the two
    persons = types.people(now) - types.people(was)
    if was is None or now is None:
        sides = ("–", _whole(one)) if was is None else (_whole(one), "–")
        yield "new" if was is None else "gone", one.nation, *key, "", *sides, persons
        return
    fields = [(name, *pair) for name, *pair in _fields(was, now)]
    for n, (name, before, after) in enumerate(fields):
        yield "changed", now.nation, *key, name, before, after, persons if n == 0 else 0.0


def _fields(was: Tier, now: Tier) -> Iterator[tuple[str, str, str]]:
    """Yield field, was, now of what a plan depends on, the amount first."""
    before, after = _amount(was), _amount(now)
    if before != after:
        yield "units", _units(*before), _units(*after)
    for name, one, other in (("nation", was.nation, now.nation), ("unit_type", was.unit_type, now.unit_type)):
        if one != other:
            yield name, one, other
    for name in sorted({*was.said, *now.said} - REMARKS - set(AMOUNTS)):
        one, other = _text(name, was.said.get(name)), _text(name, now.said.get(name))
        if one != other:
            yield name, one, other


def _units(kind: str, amount: float) -> str:
    return f"{amount:g} {kind.replace('_', ' ')}" if kind else "none"


def _whole(tier: Tier) -> str:
    """Return a tier in a few words: how many, of what, from when, on what condition, how firm."""
    said = tier.said
    parts = [f"{_units(*_amount(tier))} {tier.unit_type}", _text(FIRM, said.get(FIRM))]
    parts += [f"from {said['from']}"] if "from" in said else []
    parts += [f"requires {_text('requires', said['requires'])}"] if "requires" in said else []
    return ", ".join(parts)


def _text(name: str, value: Any) -> str:
    """Return a value in words; what is not said of the status is what the format takes for it."""
    if value is None:
        return "offered" if name == FIRM else "–"
    if name == "requires":
        return " and ".join(" or ".join(clause) for clause in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_text(key, inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _nations(old: Offers, new: Offers, changes: pd.DataFrame, types: _Types) -> pd.DataFrame:
    """Return each nation with a difference: tiers that are new, gone, changed; persons that could stand in place."""
    rows = []
    for nation in sorted(set(changes["nation"])):
        mine = changes[changes["nation"] == nation].drop_duplicates(["offer", "tier"])["what"]
        was, now = (sum(types.people(t) for t in side.values() if t.nation == nation) for side in (old, new))
        rows.append((nation, *(int((mine == what).sum()) for what in ("new", "gone", "changed")), was, now, now - was))
    return pd.DataFrame(rows, columns=list(NATIONS))


def _capabilities(old: Offers, new: Offers, types: _Types) -> pd.DataFrame:
    """Return each capability of which more or less could be provided."""
    sums: dict[str, list[float]] = {}
    for side, offers in enumerate((old, new)):
        for tier in offers.values():
            for capability, amount in types.provides.get(tier.unit_type, {}).items():
                sums.setdefault(capability, [0.0, 0.0])[side] += types.in_place(tier) * amount
    rows = [(name, was, now, now - was) for name, (was, now) in sorted(sums.items()) if abs(now - was) > 1e-9]
    return pd.DataFrame(rows, columns=list(CAPABILITIES))
