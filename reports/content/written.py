"""What the staff wrote beside the figures, as a report says it: whole, whatever its length; points in time as days."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from planner.scenario import Scenario
from planner.study.dossier import Dossier
from reports.content.numbers import day, inert, signed
from reports.content.options import LETTERS
from reports.content.parts import DecisionPoint, Risk, Round, Written

WHOLE = 1_000_000  # characters: the staff's own words are never cut


def written(dossier: Dossier) -> Written:
    """Return everything that the brief, the rounds and the notes of a scenario say."""
    scenario = dossier.scenario
    brief = scenario.brief
    return Written(
        to=", ".join(_texts(brief.get("recipients"))),
        recommended=_recommended(dossier),
        risks=tuple(Risk(*(said(r.get(key)) for key in ("risk", "mitigation", "owner"))) for r in brief.get("risks", ())),
        points=tuple(_point(scenario, p) for p in _in_time(brief.get("decision_points", ()), "at")),
        rounds=_rounds(scenario),
        assumptions=tuple(_texts(brief.get("assumptions"))),
        next_steps=tuple(_texts(brief.get("next_steps"))),
        notes=said(scenario.kept.get("notes")),
    )


def marking(scenario: Scenario) -> str:
    """Return the marking with those to whom it may be released; "all" adds nothing."""
    to = _texts(scenario.kept.get("releasable_to"))
    return inert(scenario.marking) + (f" · REL TO {', '.join(to)}" if to and "all" not in to else "")


def prices(scenario: Scenario) -> str:
    """Return the year of prices after an amount of money: ", prices of 2026"; nothing where the scenario does not say it."""
    year = (scenario.kept.get("prices") or {}).get("year")
    return f", prices of {year:.0f}" if year else ""


def said(text: object) -> str:
    """Return a text of the staff in one line, safe to print, whole."""
    return "" if text is None else inert(text, WHOLE)


def _texts(texts: Iterable[object] | None) -> list[str]:
    return [said(text) for text in texts or ()]


def _recommended(dossier: Dossier) -> str:
    """Return the option that the staff recommends, by its letter where it stands beside others; whether it is another than is briefed."""
    scenario, wanted = dossier.scenario, dossier.scenario.brief.get("recommend")
    if not wanted:
        return ""
    title = inert(scenario.options.get(wanted, "the plan as written" if wanted == "base" else wanted))
    shown = [] if dossier.comparison is None else [str(o) for o in dossier.comparison.options["option"]]
    letter = f"{LETTERS[shown.index(wanted)]}, " if wanted in shown[: len(LETTERS)] else ""
    if wanted == scenario.option:
        return f"{letter}{title}: this plan"
    return f"{letter}{title}; this is the plan of {inert(scenario.option)}"


def _in_time(entries: Iterable[Mapping[str, Any]], key: str) -> list[Mapping[str, Any]]:
    return sorted(entries, key=lambda entry: str(entry.get(key, "")))


def _point(scenario: Scenario, point: Mapping[str, Any]) -> DecisionPoint:
    when = date.fromisoformat(point["at"])
    days = (when - scenario.d_day).days
    return DecisionPoint(said(point.get("name")), day(when), f"D{signed(days) if days else ''}", said(point.get("question")))


def _rounds(scenario: Scenario) -> tuple[Round, ...]:
    """Return the rounds in the order of their deadlines; the next is the first that has not closed when the scenario was written."""
    found = [(date.fromisoformat(r["deadline"]), said(r["name"])) for r in _in_time(scenario.kept.get("rounds", ()), "deadline")]
    still = [deadline for deadline, _ in found if scenario.as_of and deadline >= scenario.as_of]
    return tuple(Round(name, day(deadline), bool(still) and deadline == still[0]) for deadline, name in found)
