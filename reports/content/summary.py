"""The first lines: the title as message, the first sentences, the bottom line up front, the decisions sought."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from planner.study.cascade import Stage
from planner.study.dossier import Dossier
from reports.content.gaps import count
from reports.content.names import Names
from reports.content.numbers import amount, day, distance, inert, listed, long_month, percent, plural, whole, words
from reports.content.parts import Commitment, Decision, Gap, Level
from reports.content.people import foreign

MOST_WORDS = 60


def filled(dossier: Dossier) -> list[tuple[int, float]]:
    """Return coverage by priority: the given lines."""
    found = [(int(k.partition(".")[2]), v) for k, v in dossier.plan.metrics.items() if k.startswith("coverage.")]
    return sorted((k, v) for k, v in found if math.isfinite(v))


def title(dossier: Dossier, gaps: tuple[Gap, ...], held: Commitment | None) -> str:
    """Return the message: the decision's one fact and its one danger."""
    levels = filled(dossier)
    if dossier.plan.frames["posture"].empty:
        return "The plan sends nobody"
    fact = f"The plan fills {percent(levels[0][1])} of the given need of priority {levels[0][0]}" if levels else "The plan stands"
    if dossier.breaches:
        return f"{fact}, but breaks its rules in {whole(dossier.breaches)} {plural('place', dossier.breaches)}: not to be used"
    if held is not None:
        return f"{fact}, but hangs on {held.named}, which {held.fails or f'holds {_by(held)}'}"
    if gaps:
        others = count(gaps) - len(gaps[0].lines)
        more, verb = (f" and {others} more", "stay") if others else ("", "stays" if len(gaps[0].lines) == 1 else "stay")
        return f"{fact}, but {gaps[0].title}{more} {verb} short"
    return f"{fact} and no line is short"


def first(dossier: Dossier, names: Names, gaps: tuple[Gap, ...]) -> str:
    """Return the first sentences a terminal prints: how much is filled, what is short."""
    if dossier.plan.frames["posture"].empty:
        return "The plan sends nobody: nothing stands in any phase."
    levels = [f"{percent(v)} of {'the given need of ' if i == 0 else ''}priority {k}" for i, (k, v) in enumerate(filled(dossier))]
    return f"The plan fills {listed(levels) or 'no given line'} {_minima(dossier, names)}. {_short(gaps)}"


def second(dossier: Dossier, names: Names, held: Commitment | None) -> str:
    """Return how near the plan is to losing what it hangs on; empty where it hangs on nothing earned."""
    if held is None:
        return ""
    if held.fails:
        return f"{_first(held.named)} {held.fails}."
    return f"{_first(held.named)} holds {_by(held)}{_against(dossier, names, held)}."


def bluf(dossier: Dossier, names: Names, gaps: tuple[Gap, ...], held: Commitment | None, proof: tuple[Level, ...]) -> str:
    """Return the bottom line: what it buys, what it costs, what stays short, what breaks it; at most 60 words."""
    if dossier.plan.frames["posture"].empty:
        return f"The plan sends nobody and costs {_cost(dossier)}. {_short(gaps)}"
    said = [_buys(dossier, names)]
    open_levels = [x for x in proof if x.open]
    if dossier.breaches:
        said.append("It breaks rules and must not be used.")
    if held is not None:
        said.append(second(dossier, names, held))
    said += [_otherwise(dossier), _short(gaps)]
    if open_levels and dossier.plan.status != "hand-made":
        said.append("A better plan may exist: the search was stopped before it was proven.")
    if held is not None:
        said.append(f"{held.hangs.replace('hang on it', f'hang on {held.named}')}.")
    kept = ""
    for sentence in filter(None, said):
        joined = f"{kept} {sentence}".strip()
        if words(joined) <= MOST_WORDS:
            kept = joined
    return kept


def decisions(dossier: Dossier) -> tuple[Decision, ...]:
    """Return the decisions sought, as the scenario's brief says; without one, to note the plan."""
    asked = dossier.scenario.brief.get("decisions") or ()
    found = [
        Decision(inert(d.get("verb", "NOTE")), inert(d.get("what", "the plan")), inert(d.get("by", "")), _day(d.get("on")))
        for d in asked
        if isinstance(d, Mapping)
    ]
    return tuple(found) or (Decision("NOTE", "the plan", "", ""),)


def _buys(dossier: Dossier, names: Names) -> str:
    scenario, stage = dossier.scenario, dossier.stage
    months = f"over {scenario.months} months"
    if stage is None:
        everyone = float(dossier.plan.frames["posture"].groupby("step")["persons"].sum().max())
        return f"The plan keeps {whole(everyone)} persons on their own soil and costs {_cost(dossier)} {months}."
    where = f"puts {_at_most(dossier)} {foreign(dossier)}persons in {names.country(stage.country)}{_since(dossier)}"
    below = {s.requirement for s in dossier.shortfalls if s.below_minimum}
    minima = f"leaves {len(below)} {plural('line', len(below))} below minimum" if below else "meets every minimum"
    return f"The plan {where}, {minima} and costs {_cost(dossier)} {months}."


def _at_most(dossier: Dossier) -> str:
    """Return the persons in the main country: a number where they stay as many, else "up to" the most."""
    stage = dossier.stage
    assert stage is not None  # noqa: S101  # asked only where somebody stands abroad
    return ("" if _steady(dossier) else "up to ") + whole(stage.persons)


def _since(dossier: Dossier) -> str:
    if dossier.stage is None or not _steady(dossier):
        return ""
    return f" from {long_month(dossier.scenario.first_day(dossier.scenario.steps[dossier.stage.step].first_month))}"


def _steady(dossier: Dossier) -> bool:
    """Say whether as many stand in the main country from its fullest step to the end."""
    posture, stage = dossier.plan.frames["posture"], dossier.stage
    if stage is None:
        return False
    abroad = posture[(posture["country"] == stage.country) & ~posture["own_soil"].astype(bool)]
    people = abroad.groupby("step")["persons"].sum()
    later = range(stage.step, len(dossier.scenario.steps))
    return (len(later) > 1 or len(people) == 1) and all(abs(float(people.get(p, 0.0)) - stage.persons) < 0.5 for p in later)


def _cost(dossier: Dossier) -> str:
    return f"{amount(dossier.plan.metrics.get('cost', math.nan), 0)} M EUR"


def compared(dossier: Dossier) -> tuple[str, str, float] | None:
    """Return criterion, option and % of the first priority in the worst of the other options; None where none is worse by a point."""
    if dossier.comparison is None:
        return None
    table = dossier.comparison.criteria
    rows = table[table["criterion"].str.startswith("coverage, priority ")]
    criterion = rows["criterion"].min()
    values = rows[rows["criterion"] == criterion].set_index("option")["yardstick"].dropna()
    if values.empty or dossier.plan.option not in values.index or values.min() > values[dossier.plan.option] - 1:
        return None
    return str(criterion), str(values.idxmin()), float(values.min())


def _otherwise(dossier: Dossier) -> str:
    """Return to what the first priority falls in the worst of the other options; empty where none is worse by a point."""
    worst = compared(dossier)
    if worst is None or dossier.comparison is None:
        return ""
    _, option, value = worst
    titles = dict(zip(dossier.comparison.options["option"], dossier.comparison.options["title"], strict=True))
    return f"Under {inert(titles.get(option) or option, 40)} priority 1 coverage falls to {percent(value / 100)}."


def _minima(dossier: Dossier, names: Names) -> str:
    below = list(dict.fromkeys(names.line(s.requirement) for s in dossier.shortfalls if s.below_minimum))
    return f"and leaves {listed(below, 3)} below minimum" if below else "and meets every minimum"


def _short(gaps: tuple[Gap, ...]) -> str:
    if not gaps:
        return "No line is short."
    first_gap = f"{gaps[0].title}, {gaps[0].filled} in {gaps[0].phase}"
    if count(gaps) == 1:
        return f"One line is short: {first_gap}."
    return f"{count(gaps)} lines are short, first {first_gap}."


def _first(name: str) -> str:
    return name[:1].upper() + name[1:]


def _by(held: Commitment) -> str:
    return f"by {_margin(held)}" if held.margin else "with nothing to spare"


def _margin(held: Commitment) -> str:
    return f"{distance(held.margin, held.in_persons)}{' persons' if held.in_persons else ''}"


def unit_that_stands_most(dossier: Dossier, stage: Stage) -> tuple[str, float]:
    """Return the unit type with most persons in the main country, and the persons of one unit."""
    posture, types = dossier.plan.frames["posture"], dossier.scenario.frames["unit_types"]["personnel"]
    there = posture[(posture["country"] == stage.country) & (posture["step"] == stage.step)]
    most = str(there.groupby("unit_type")["persons"].sum().idxmax())
    return most, float(types[most])


def _against(dossier: Dossier, names: Names, held: Commitment) -> str:
    """Return the margin against one unit of those that stand most: "less than one battlegroup (1 200)"."""
    if dossier.stage is None or not held.in_persons:
        return ""
    most, size = unit_that_stands_most(dossier, dossier.stage)
    said = "less than one" if held.margin < size else "more than one" if held.margin < 2 * size else f"{math.floor(held.margin / size)}"
    unit = names.unit_type(most)
    return f": {said} {unit if held.margin < 2 * size else plural(unit)} ({whole(size)})"


def _day(when: Any) -> str:
    if isinstance(when, date):
        return day(when)
    try:
        return day(date.fromisoformat(str(when)))
    except ValueError:
        return inert(when or "")
