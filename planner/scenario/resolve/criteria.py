"""Criteria: by what options are compared, each held to what its metric can be told of."""

from collections.abc import Mapping, Sequence
from typing import Any

from planner.scenario.document import Path
from planner.scenario.metrics import EACH, LATER, METRICS, Metric
from planner.scenario.resolve.burdens import judge_key
from planner.scenario.resolve.goals import counts
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.selectors import Selectors
from planner.scenario.scenario import Criterion
from planner.scenario.schema.goals import Criterion as CriterionEntry
from planner.scenario.schema.selector import Selector as SelectorEntry
from planner.scenario.selector import Selector

SAID = {"nation": "of ", "group": "of ", "country": "in ", "site": "at ", "kind": "at "}  # before a name that is selected


Lines = Mapping[str, Sequence[Mapping[str, Any]]]


def criteria(names: Names, selectors: Selectors, made: Lines) -> tuple[Criterion, ...]:
    """Return the criteria whose metric is computed, in the planner's order; one that is not yet is noted and left out.

    `made` holds the rows of the frames `requirements` and `reach`.
    """
    found: list[Criterion] = []
    for i, entry in enumerate(names.file.criteria):
        path: Path = ("criteria", i)
        told = METRICS[entry.metric]
        fits = _fits(entry, told, path, names)
        select = selectors.expand(entry, path, allowed=told.of) if told.of else Selector()
        if select is None or not fits:
            continue
        if told.use == LATER:
            names.note(path, f"criterion {entry.metric}: read, not yet planned", "it is left out of the comparison")
            continue
        about = ", ".join(_terms(entry))
        name = entry.title or (f"{told.title}, {about}" if about else told.title)
        criterion = Criterion(name, entry.metric, about, select, entry.priority, entry.phase, entry.weight, _key(entry, names))
        if _new(criterion, found, path, names) and _has_lines(criterion, made, path, names):
            found.append(criterion)
    return tuple(found)


def _key(entry: CriterionEntry, names: Names) -> str:
    """Return what a criterion on burden measures shares by, known of every nation that offers; nothing of any other."""
    if entry.metric != "peak_burden":
        return ""
    judge_key(entry.key or "gdp", names)
    return entry.key or "gdp"


def _fits(entry: CriterionEntry, told: Metric, path: Path, names: Names) -> bool:
    """Say whether a metric can be told of the priority, phase, key and selection that stand with it; what it cannot is an error."""
    wrong = [key for key in EACH if key not in told.by and getattr(entry, key) is not None]
    wrong += [key for key in SelectorEntry.model_fields if not told.of and getattr(entry, key) is not None]
    wrong += ["key"] if entry.key is not None and entry.metric != "peak_burden" else []
    for key in wrong:
        belongs = ": it belongs to peak_burden" if key == "key" else ""
        names.error((*path, key), f"'{key}' says nothing of {entry.metric}{belongs}", f"take {key} away")
    known = entry.phase is None or names.check("phase", entry.phase, (*path, "phase"))
    return known and not wrong


def _terms(entry: CriterionEntry) -> list[str]:
    """Return in words what a criterion speaks of."""
    terms = [] if entry.priority is None else [f"priority {entry.priority}"]
    for key in SelectorEntry.model_fields:
        if values := getattr(entry, key):
            plain = key.removesuffix("_not")
            terms.append(("" if plain == key else "not ") + SAID.get(plain, "") + " or ".join(sorted(values)))
    terms += [f"by {entry.key or 'gdp'}"] if entry.metric == "peak_burden" else []
    return terms + ([] if entry.phase is None else [entry.phase])


def _new(criterion: Criterion, found: Sequence[Criterion], path: Path, names: Names) -> bool:
    for earlier in found:
        if (earlier.metric, earlier.about) == (criterion.metric, criterion.about):
            names.error(path, f"{earlier.name} is a criterion twice", "keep one of the two")
            return False
        if earlier.name == criterion.name:
            names.error(path, f"two criteria are called {criterion.name}", "give one of them another title")
            return False
    return True


def _has_lines(criterion: Criterion, made: Lines, path: Path, names: Names) -> bool:
    """Say whether there are lines of a criterion's priority, and any that its metric counts; if not, that is an error."""
    lines = list(made["requirements"])
    if (named := criterion.select.requirements) is not None:
        lines = [r for r in lines if r["requirement"] in named]
    if (sites := criterion.select.sites) is not None:
        near = {row["requirement"] for row in made["reach"] if row["site"] in sites}
        lines = [r for r in lines if r["requirement"] in near]
    known = sorted({r["priority"] for r in lines})
    if criterion.priority is not None and criterion.priority not in known:
        hint = f"priorities there: {', '.join(map(str, known))}" if known else "no line reaches a site that is selected"
        which = "no line" if criterion.select == Selector() else "no line that is selected"
        names.error((*path, "priority"), f"{which} has priority {criterion.priority}", hint)
        return False
    why = METRICS[criterion.metric].idle
    if not why or any(counts(r, criterion.metric) for r in lines if criterion.priority in (None, r["priority"])):
        return True
    names.error(path, f"{criterion.name}: there is no line to count", why if lines else "no line reaches a site that is selected")
    return False
