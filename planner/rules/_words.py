"""How rules spell figures, keys and steps in a sentence."""

from collections.abc import Iterable

from planner.scenario import Scenario


def figure(amount: float) -> str:
    """Return a number as a planner writes it: 12 000, 0.25, 3.5."""
    if amount != amount or amount in (float("inf"), float("-inf")):
        return "no number" if amount != amount else "no limit"
    digits = f"{amount:.3g}" if 0 < abs(amount) < 1 else f"{amount:,.2f}"
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits).replace(",", " ")


def count(amount: float, thing: str) -> str:
    """Return an amount of things: 1 unit, 2 units, no units."""
    return f"{figure(amount) if amount else 'no'} {thing}{'' if amount == 1 else 's'}"


def key(*ids: object) -> str:
    """Return the key of a breach: ids joined by " / "."""
    return " / ".join(str(i) for i in ids)


def step_name(scenario: Scenario, step: object) -> str:
    """Return the name of a step, or what stands in its place where there is no such step."""
    known = [p for p in range(len(scenario.steps)) if p == step]
    return scenario.steps[known[0]].name if known else str(step)


def listed(ids: Iterable[object]) -> str:
    """Return ids as an enumeration in sorted order: a, b or c."""
    names = sorted(str(i) for i in ids)
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1] if names else "nobody"
