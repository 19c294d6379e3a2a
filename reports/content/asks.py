"""What a plan asks of capitals, in words: the caveats that are lifted, their price, and the force without them beside it."""

import math

from planner.frames import records
from planner.scenario.metrics import of_goal, titled
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import amount, apart, fixed, inert, listed, plural, whole

TITLE = "with asks"  # of a plan that lifts a caveat
NATIONS, LINES = 4, 3  # that are named


def title(dossier: Dossier) -> str:
    """Return what is said of a plan that lifts caveats wherever it is named; nothing of any other."""
    return TITLE if len(dossier.plan.frames["asks"]) else ""


def asks(dossier: Dossier, names: Names) -> tuple[str, ...]:
    """Return what is asked, a sentence each, and how the force without asks compares; nothing where nothing is asked."""
    frame = dossier.plan.frames["asks"]
    if frame.empty:
        return ()
    price = amount(float(frame["price"].sum()))
    first = f"{whole(len(frame))} {plural('caveat', len(frame))} to be lifted, at {price} {plural('point', frame['price'].sum())} in all."
    return (first, *(_ask(names, row) for row in records(frame)), _beside(dossier))


def _ask(names: Names, row: object) -> str:
    of = listed([names.nation(n) for n in row.nations], NATIONS)  # type: ignore[attr-defined]  # a row of the frame `asks`
    owner = f", for {inert(row.owner)} to lift" if row.owner else ""  # type: ignore[attr-defined]
    where = listed([names.line(line) for line in row.lines], LINES)  # type: ignore[attr-defined]
    stands = f"{whole(row.persons)} persons on {where} stand only by it" if row.persons else "nobody stands only by it"  # type: ignore[attr-defined]
    return f"{inert(row.caveat)} ({of}{owner}), {amount(row.price)}: {stands}."  # type: ignore[attr-defined]


def _beside(dossier: Dossier) -> str:
    """Return which goals come out otherwise without asks, and how sure that is."""
    if dossier.unasked is None and (failed := dossier.provenance.get("unasked_failed")):
        return f"The force without asks was solved and failed: posture verify {inert(failed)} says where."
    if dossier.unasked is None:
        return f"The force without asks is not solved: posture solve {inert(dossier.provenance.get('source', 'SCENARIO'))} does both."
    goals = dossier.unasked.goals.set_index("goal").drop(index="asks", errors="ignore")
    said = [
        f"{titled(row.Index)} {' instead of '.join(_figures(row.Index, row.without, row.full))}"
        for row in records(goals.rename(columns={"with": "full"}), index=True)
        if math.isfinite(row.full) and math.isfinite(row.without) and abs(row.full - row.without) > 1e-6 * max(1.0, abs(row.full))
    ]
    sure = "" if (goals[["with_state", "without_state"]] == "proven").to_numpy().all() else " Not all of this is proven."
    return f"Without asks: {'; '.join(said) or 'every goal is the same'}.{sure}"


def _figures(goal: str, one: float, other: float) -> tuple[str, str]:
    """Return two values of a goal in as many decimals as tell them apart, two at most where these do, the first with its unit."""
    metric = of_goal(goal)
    digits = min(metric.digits, max(2, apart(one, other)))
    return f"{fixed(one, digits)} {metric.behind or metric.unit}", fixed(other, digits)
