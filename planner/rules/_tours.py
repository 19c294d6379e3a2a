"""Entry forces: whether a posture can be stood by units of one tour each, that rest before they come again."""

from collections.abc import Iterator
from functools import cache

from planner.scenario import Step

Shift = tuple[tuple[int, int], ...]  # units that stand: (first month of their run, how many), longest first
Rest = tuple[tuple[int, int], ...]  # units that rest: (month from which they may come again, how many)


def sustainable(
    posture: tuple[int, ...], fleets: tuple[tuple[int, tuple[bool, ...]], ...], tour: float, dwell: float, steps: tuple[Step, ...]
) -> int | None:
    """Return the first step in which the posture cannot be stood, or None.

    `fleets`: (units, usable in each step), units of the same dates. Inside a fleet it never helps to relieve a unit early, and those who
    have stood longest leave first; between fleets every split of the posture is tried.
    """
    reached = -1

    @cache
    def from_step(p: int, states: tuple[tuple[Shift, Rest], ...]) -> bool:
        nonlocal reached
        reached = max(reached, p)
        if p == len(steps):
            return True
        return any(
            all(s is not None for s in after) and from_step(p + 1, tuple(s for s in after if s is not None))
            for split in _splits(posture[p], tuple(units if use[p] else 0 for units, use in fleets))
            for after in [
                tuple(_next(state, n, fleet[0], steps[p], tour, dwell) for state, n, fleet in zip(states, split, fleets, strict=True))
            ]
        )

    return None if from_step(0, tuple(((), ()) for _ in fleets)) else reached


def _splits(total: int, most: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield each way to take `total` units from fleets of at most `most`."""
    if not most:
        if total == 0:
            yield ()
        return
    for n in range(min(total, most[0]) + 1):
        for rest in _splits(total - n, most[1:]):
            yield n, *rest


def _next(state: tuple[Shift, Rest], wanted: int, units: int, step: Step, tour: float, dwell: float) -> tuple[Shift, Rest] | None:
    """Return a fleet's state after a step in which `wanted` of its units stand; None if so many cannot."""
    shift, rest = state
    may_stay = [(since, n) for since, n in shift if step.until_month - since <= tour]
    stay, room = [], wanted
    for since, n in reversed(may_stay):  # the youngest stay
        if kept := min(n, room):
            stay.append((since, kept))
            room -= kept
    away = [(ready, n) for ready, n in rest if ready > step.first_month]
    leaving = sum(n for _, n in shift) - sum(n for _, n in stay)
    if leaving:
        away.append((step.first_month + int(-(-dwell // 1)), leaving))
    if room > units - sum(n for _, n in stay) - sum(n for _, n in away) or (room and step.months > tour):
        return None
    if room:
        stay.insert(0, (step.first_month, room))
    return tuple(reversed(stay)), tuple(away)
