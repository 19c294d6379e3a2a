"""From the document to the Scenario: references checked, selectors expanded, dates in months, everything sorted by id.

One file for each part of the document. Each reads records of the schema through `Names`, which answers wrong names at their place, and
returns rows of frames or values of the Scenario; none looks at a plan.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from planner.frames import SCENARIO, make
from planner.scenario import switched
from planner.scenario.document import Document
from planner.scenario.problems import Mark, Problem
from planner.scenario.resolve.baseline import baseline
from planner.scenario.resolve.conditions import conditions
from planner.scenario.resolve.consent import caveats, hosts
from planner.scenario.resolve.criteria import criteria
from planner.scenario.resolve.digest import digest
from planner.scenario.resolve.funds import funds
from planner.scenario.resolve.goals import goals
from planner.scenario.resolve.later import brief, kept
from planner.scenario.resolve.lines import lines
from planner.scenario.resolve.months import Months, changes
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.offers import offers
from planner.scenario.resolve.pairs import pairs
from planner.scenario.resolve.pins import pins
from planner.scenario.resolve.places import areas, sites
from planner.scenario.resolve.reception import reception
from planner.scenario.resolve.routes import routes
from planner.scenario.resolve.selectors import Selectors
from planner.scenario.resolve.stages import stages
from planner.scenario.resolve.units import Rows, units
from planner.scenario.resolve.unkeepable import judge
from planner.scenario.resolve.warnings import warn
from planner.scenario.scenario import Scenario
from planner.scenario.schema import Reading
from planner.scenario.schema.whole import ScenarioFile

__all__ = ["resolve"]

NAMED = (
    "nations", "hosts", "caveats", "conditions", "capabilities", "unit_types", "offers", "sites", "areas", "routes", "requirements",
    "options",
)  # fmt: skip


def resolve(
    document: Document, reading: Reading, option: str | None, problems: list[Problem], without: frozenset[str] = frozenset()
) -> Scenario | None:
    """Return the Scenario of a document with its tables expanded and its option merged; None if `problems` then hold an error.

    Parameters
    ----------
    document, reading
        The plain values with their places, and the same as records.
    option
        The option that was merged; None or "base" for none.
    problems
        Takes every problem; warnings and notes also go into the Scenario.
    without
        Rules that are switched off, beside those that the document switches off.
    """
    file, names = reading.file, Names(document, reading.file, problems, reading.excused)
    months, selectors = Months(names), Selectors(names)
    if not months.sound:
        return None
    rows, parts = _parts(names, months, selectors)
    if any(p.severity == "error" for p in problems):
        return None
    chosen = option or "base"
    switches = file.model.model_dump() | dict.fromkeys(sorted(without), "off")
    scenario = Scenario(
        title=file.title,
        option=chosen,
        option_title=", without ".join([_title(file, chosen), *sorted(without)]),
        start=file.calendar.start,
        d_day=file.calendar.d_day,
        frames={declared.name: make(declared.name, rows[declared.name]) for declared in SCENARIO},
        consent_explicit=file.consent == "explicit",
        switches=switches,
        without=tuple(sorted(without)),
        marking=file.marking,
        as_of=file.as_of,
        thresholds=tuple(file.thresholds.coverage),
        yardstick=file.yardstick,
        options={name: entry.title or name for name, entry in file.options.items()},
        marks=_marks(names),
        files=document.files,
        **parts,
    )
    scenario = switched.off(scenario, [rule for rule in switched.BLOCKS if switches[rule] == "off"])
    if not scenario.goals:
        names.error(("goals",), "no goal is left: all belong to rules that are off", "name a goal of another rule")
        return None
    if wrong := judge(scenario):
        problems += wrong
        return None
    warn(names, scenario)
    return replace(scenario, problems=tuple(dict.fromkeys(problems)), digest=digest(scenario))


def _parts(names: Names, months: Months, selectors: Selectors) -> tuple[Rows, dict[str, Any]]:
    """Return what blocks say: the rows of all frames, and the other fields of the Scenario; not to be used where a problem is an error."""
    calendar = names.file.calendar
    steps = months.steps(calendar.step, changes(names, months) if calendar.step == "auto" else ())
    made, derivations = lines(names, selectors, steps)
    agreed, terms = baseline(names, months, steps)
    rows = _rows(names, months, made) | {"baseline": agreed}
    parts: dict[str, Any] = {
        "steps": steps,
        "derivations": derivations,
        "conditions": conditions(names, months, selectors, steps),
        "caveats": caveats(names, months, selectors),
        "hosts": hosts(names, months),
        "areas": areas(names, selectors),
        "pairs": pairs(names, selectors),
        "pins": pins(names, months, selectors, steps),
        "persistence": terms,
        "goals": goals(names, made["requirements"], steps),
        "criteria": criteria(names, selectors, made),
        "kept": kept(names, months, selectors),
        "brief": brief(names, months),
    }
    return rows, parts


def _rows(names: Names, months: Months, made: Rows) -> Rows:
    """Return the rows of all frames but the baseline; `made` are those of the lines."""
    rows = {**units(names), **offers(names, months), **sites(names, months), **stages(names, months), **funds(names, months), **made}
    ways = routes(names, months, made["reach"])
    return rows | {"routes": ways, "reception": reception(names, ways, made["reach"])}


def _title(file: ScenarioFile, option: str) -> str:
    return (file.options[option].title or option) if option in file.options else "as written"


def _marks(names: Names) -> Mapping[tuple[str, ...], Mark]:
    """Return where each thing stands that a report, a rule or a question may have to point at."""
    file = names.file
    found: dict[tuple[str, ...], Mark | None] = {
        (block, name): names.place(block, name) for block in NAMED for name in getattr(file, block)
    }
    for block in ("goals", "pins", "pairs"):
        found |= {(block, str(i)): names.place(block, i) for i in range(len(getattr(file, block)))}
    found |= {("phases", name): names.place("calendar", "phases", name) for name in file.calendar.phases}
    for offer, rows in file.offers.items():
        found |= {("tiers", offer, row.tier or "1"): names.place("offers", offer, n) for n, row in enumerate(rows)}
    return {path: mark for path, mark in found.items() if mark is not None}
