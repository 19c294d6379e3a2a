"""Options beside one another: raw values on the common yardstick; beside them an option that asks for less, on what it asks itself."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from planner.frames import records
from planner.scenario.metrics import EARLIER, HIGHER
from planner.study.compare import ABROAD, Comparison
from planner.study.dossier import Dossier
from reports.content.names import Names
from reports.content.numbers import amount, apart, day, inert, listed, share_number, signed, state, whole
from reports.content.parts import Option, Options

MOST = 4  # columns on a page
MARGINS = 2  # rows of margins to thresholds
LEFT = ("rests on quoted figures", "rests on derived figures")  # the rest of what is assumed: `compare` has them
TITLE = 30  # characters of an option's name
LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Criterion:
    """One criterion: name, unit, direction, its values on the yardstick and on the option's own terms, in the order of the options."""

    name: str
    unit: str
    direction: str
    common: tuple[float, ...]
    own: tuple[float, ...]

    @property
    def same(self) -> bool:
        """Whether it tells no option from another."""
        return _equal(self.common)

    def best(self, j: int) -> bool:
        """Whether an option is the best, or one of the best, where they differ."""
        known = [v for v in self.common if math.isfinite(v)]
        if self.same or not known or not self.direction:
            return False
        return _equal((self.common[j], max(known) if self.direction == HIGHER else min(known)))


def options(dossier: Dossier, names: Names) -> Options | None:
    """Return the table of options, the plan of the dossier first; None where there is no other."""
    comparison = dossier.comparison
    if comparison is None:
        return None
    labels = [str(o) for o in comparison.options["option"]][:MOST]
    criteria = _criteria(dossier, comparison, labels)
    less = next((j for j, o in enumerate(labels) if o in comparison.asks_less()), None)
    return Options(
        tuple((_named(dossier, names, c.name), "" if c.unit == "month" else c.unit, c.direction or "–") for c in criteria),
        tuple(_column(dossier, criteria, j, row) for j, row in enumerate(records(comparison.options.head(MOST)))),
        tuple(c.same for c in criteria),
        () if less is None else tuple("" if _equal((c.common[less], c.own[less])) else _write(dossier, c, c.own[less]) for c in criteria),
        "" if less is None else LETTERS[less],
        _message(criteria, labels), _note(comparison, labels, less),
    )  # fmt: skip


def _criteria(dossier: Dossier, comparison: Comparison, labels: list[str]) -> list[Criterion]:
    """Return the criteria that a page shows: of persons those of the main country in its fullest step, of margins the first."""
    table = comparison.criteria
    stage = dossier.stage
    persons = f"{ABROAD}{stage.country}, {dossier.scenario.steps[stage.step].name}" if stage else ""
    margins = [c for c in table["criterion"].unique() if c.startswith("margin of ")][:MARGINS]
    found = []
    for name in table["criterion"].unique():
        if (name.startswith(ABROAD) and name != persons) or (name.startswith("margin of ") and name not in margins) or name in LEFT:
            continue
        rows = table[table["criterion"] == name].drop_duplicates("option").set_index("option")
        values = rows[["yardstick", "own"]].reindex(labels).astype(float)
        first = rows.iloc[0]
        criterion = Criterion(str(name), str(first["unit"]), str(first["direction"]), tuple(values["yardstick"]), tuple(values["own"]))
        if not all(math.isnan(v) or abs(v) < 1e-9 for v in criterion.common + criterion.own):
            found.append(criterion)
    return found


def _column(dossier: Dossier, criteria: list[Criterion], j: int, row: object) -> Option:
    label, title = (inert(getattr(row, field), TITLE) for field in ("option", "title"))
    cells = tuple((_write(dossier, c, c.common[j]), _state(dossier, c, c.common[j])) for c in criteria)
    return Option(LETTERS[j], label, title or label, cells, tuple(c.best(j) for c in criteria))


def _write(dossier: Dossier, criterion: Criterion, value: float) -> str:
    scenario = dossier.scenario
    if criterion.direction == EARLIER:
        return "not reached" if not value < scenario.months else day(scenario.first_day(round(value)))
    if not math.isfinite(value):
        return "not held" if criterion.name.startswith("margin of ") else "–"
    if criterion.name.startswith("margin of "):
        return signed(value, apart(value, 0.0))
    if criterion.unit.startswith("%"):
        return share_number(value / 100, 1)
    return whole(value) if criterion.unit == "persons" or abs(value) >= 100 else amount(value, 3)


def _state(dossier: Dossier, criterion: Criterion, value: float) -> int:
    coloured = criterion.unit == "% of need" and math.isfinite(value)
    return state(value / 100, dossier.scenario.thresholds) if coloured else -1


def _named(dossier: Dossier, names: Names, criterion: str) -> str:
    said = criterion.removeprefix("margin of ")
    if said != criterion:
        return f"Margin of {names.condition(said)}"
    if criterion.startswith(ABROAD) and dossier.stage:
        said = criterion.replace(dossier.stage.country, names.country(dossier.stage.country))
    return inert(said[:1].upper() + said[1:])


def _equal(values: Sequence[float]) -> bool:
    known = pd.Series(values, dtype=float)
    return bool(known.isna().all() or (known.notna().all() and known.max() - known.min() <= 1e-6 * max(1.0, known.abs().max())))


def _message(criteria: list[Criterion], labels: list[str]) -> str:
    first = next((c for c in criteria if c.name.startswith("coverage, priority ")), None)
    if first is None or first.same:
        return f"all {len(labels)} fill the same share of the first priority" if first else f"{len(labels)} side by side"
    best = [LETTERS[j] for j in range(len(labels)) if first.best(j)]
    worst = min(range(len(labels)), key=lambda j: first.common[j])
    return f"{listed(best)} {'fills' if len(best) == 1 else 'fill'} most, {LETTERS[worst]} least, measured on the same need"


def _note(comparison: Comparison, labels: list[str], less: int | None) -> str:
    yardstick = "the base" if comparison.yardstick.option == "base" else inert(comparison.yardstick.option)
    said = [f"Measured on the needs and thresholds of {yardstick}."]
    if less is not None:
        said.append(f"{LETTERS[less]} asks for less than {yardstick}.")
    if other := [LETTERS[j] for j, label in enumerate(labels) if label in comparison.versions]:
        said.append(f"{listed(other)} of another version of the scenario.")
    said += [f"{LETTERS[j]} {comparison.agreed[label]}." for j, label in enumerate(labels) if label in comparison.agreed]
    if left := len(comparison.options) - len(labels):
        said.append(f"{left} more not shown.")
    return " ".join(said)
