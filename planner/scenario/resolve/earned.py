"""The tests by which conditions are earned: of posture, of offers, of money, of lines, of other conditions."""

from collections.abc import Iterable, Mapping
from math import isnan, nan
from typing import TypeAlias

from planner.scenario.conditions import After, AllOf, AnyOf, Covered, Pledged, Quorum, Reach, Test, Unplanned
from planner.scenario.document import Path
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.selectors import KEYS, Selectors
from planner.scenario.scenario import Step
from planner.scenario.schema import caveats as schema
from planner.scenario.selector import Selector

Span: TypeAlias = tuple[int, int]  # first month, first month after
Thresholds: TypeAlias = tuple[float, ...]

OF_POSTURE = ("personnel", "units", "nations")


class Tests:
    """Tests out of what a planner wrote."""

    def __init__(self, names: Names, selectors: Selectors, steps: tuple[Step, ...]) -> None:
        self.names, self.selectors, self.steps = names, selectors, steps

    def read(self, written: schema.EarnedWhen, path: Path, name: str, span: Span) -> Test:
        """Return the test of condition `name`, which may hold in the months of `span`."""
        match written:
            case schema.AllTests():
                return AllOf(tuple(self.read(part, (*path, "all", i), name, span) for i, part in enumerate(written.all)))
            case schema.AnyTest():
                return AnyOf(tuple(self.read(part, (*path, "any", i), name, span) for i, part in enumerate(written.any)))
            case schema.AfterTest():
                self.names.check("condition", written.after, (*path, "after"))
                return After(written.after)
            case schema.Quorum():
                return self._quorum(written, path, name)
            case schema.FundTest():
                self.names.check("fund", written.fund, (*path, "fund"))
                return Pledged(written.fund, None, self._thresholds(written.at_least, (*path, "at_least")))
            case schema.Effort():
                return self._effort(written, path, span)

    def _quorum(self, test: schema.Quorum, path: Path, name: str) -> Test:
        """Read a quorum of conditions, or of nations that stand; of both together is an error."""
        of = sorted(set(test.of))
        places = {k: self.names.item((*path, "of"), i) for i, k in reversed(list(enumerate(test.of)))}
        known, nations = self.names.file.conditions, {k: self._nations(k) for k in of}
        of_conditions = any(k in known for k in of)
        kind = "condition" if of_conditions else "nation or group"
        if of_conditions and (mixed := [k for k in of if k not in known and nations[k]]):
            what = f"a quorum counts conditions or nations, and {mixed[0]} is no condition"
            self.names.error(places[mixed[0]], what, "write two tests under all: or any:")
            return Unplanned("quorum")
        known_all = [self.names.check(kind, k, places[k]) for k in of]
        if not all(known_all):
            return Unplanned("quorum")
        if name in of:
            self.names.error(places[name], f"{name} counts towards its own quorum", "take it out of the list")
        countries = frozenset(of) if of_conditions else frozenset().union(*nations.values())
        if test.quorum > len(countries):
            group = "condition" if of_conditions else "nation"
            what = f"a quorum of {test.quorum} out of {len(countries)} {group}{'' if len(countries) == 1 else 's'} is never reached"
            self.names.error((*path, "quorum"), what, f"at most {len(countries)}, or name more")
        if of_conditions:
            return Quorum(test.quorum, tuple(of))
        return Reach("nations", "", Selector(nations=countries), False, tuple(float(test.quorum) for _ in self.steps))  # noqa: FBT003  # without_needs_it

    def _nations(self, name: str) -> frozenset[str]:
        """Return the nation of a name, or the nations of a group."""
        nations = self.names.file.nations
        return frozenset(nations if name == "all" else (n for n, entry in nations.items() if name in (n, *entry.groups)))

    def _effort(self, test: schema.Effort, path: Path, span: Span) -> Test:
        at_least = self._thresholds(test.at_least, (*path, "at_least"))
        measure, capability = self._measure(test, path)
        if measure == "money":
            return self._money(test, path, at_least)
        seen_in = self._seen_in(test, path, at_least, span)
        if measure == "coverage":
            return self._coverage(test, path, at_least, seen_in)
        posture, place = self.selectors.expand(test, path), self.selectors.expand(test.in_, (*path, "in"))
        if posture is None or place is None:
            return Unplanned("a selector")
        select = both(posture, place)
        if any(ids is not None and not ids for _, ids in select.fields()):
            self.names.error((*path, "in"), "nothing of what is selected stands there", "check `in` against the keys beside it")
        if test.basis == "offers":
            placed = [k for k in ("in", *_placing(test)) if _said(test, k)]
            self._silent(test, path, (*placed, "measured_in"), "an offer stands nowhere yet, at no time but its own")
        return Reach(measure, capability, select, test.without == "needs-it", at_least, seen_in, test.basis == "offers")

    def _money(self, test: schema.Effort, path: Path, at_least: Thresholds) -> Test:
        """Read a threshold of money that nations pledge, to whatever fund."""
        self._silent(test, path, ("in", "without", "measured_in", "basis"), "money is pledged, and stands nowhere")
        if not self.names.known["fund"]:
            self.names.error((*path, "measure"), "money is measured, and there is no fund to pledge it to", "add finance: {funds: ...}")
        nations = self.selectors.expand(test, path, allowed=("nations",))
        return Unplanned("a selector") if nations is None else Pledged("", nations.nations, at_least)

    def _coverage(self, test: schema.Effort, path: Path, at_least: Thresholds, seen_in: tuple[int, ...]) -> Test:
        """Read a share of the levels of lines; those that the posture makes itself do not count: it could fill them by asking for less."""
        self._silent(test, path, ("in", "without", "basis"), "coverage is of whole lines, whoever fills them")
        over = max((level for level in at_least if not isnan(level)), default=0.0)
        if over > 1:
            self.names.error((*path, "at_least"), f"a coverage of {over:g} is more than all", "write a percentage up to 100%")
        lines = self.selectors.expand(test, path, allowed=("requirements",))
        if lines is None:
            return Unplanned("a selector")
        if lines.requirements is None:
            self.names.error((*path, "measure"), "of which lines the coverage counts is not said", "add requirement: or pillar:")
            return Unplanned("a selector")
        given = frozenset(r for r in lines.requirements if not self._derived(r))
        if not given:
            made = ", ".join(sorted(lines.requirements))
            what = f"{made}: what the posture itself asks for is no threshold, for it could be met by sending less"
            self.names.error((*path, "requirement"), what, "name a line with needs of its own, or measure the capability")
        return Covered(given, at_least, seen_in)

    def _derived(self, line: str) -> bool:
        return any(not isinstance(level, Mapping | float | int) for level in self.names.file.requirements[line].needs.values())

    def _seen_in(self, test: schema.Effort, path: Path, at_least: Thresholds, span: Span) -> tuple[int, ...]:
        """Return the step whose posture counts, by step; empty where it is the step itself."""
        if test.measured_in == "same":
            return ()
        if test.measured_in == "previous":
            return tuple(range(-1, len(self.steps) - 1))
        if not self.names.check("phase", test.measured_in, (*path, "measured_in")):
            return ()
        promised = next(p for p, step in enumerate(self.steps) if step.phase == test.measured_in)
        asked = [p for p, step in enumerate(self.steps) if step.within(*span) and not isnan(at_least[p])]
        last = max(p for p, step in enumerate(self.steps) if step.phase == test.measured_in)
        if asked and asked[0] > last:
            what = f"{test.measured_in} is over in {self.steps[asked[0]].phase}, where this is first asked: it can promise nothing any more"
            self.names.error((*path, "measured_in"), what, "name a phase that is still to come, or write measured_in: previous")
        return tuple(promised for _ in self.steps)

    def _silent(self, test: schema.Effort, path: Path, keys: Iterable[str], why: str) -> None:
        """Refuse keys that say nothing where they stand."""
        for key in keys:
            if _said(test, key):
                self.names.error((*path, key), f"'{key}' says nothing here: {why}", "take it away")

    def _measure(self, test: schema.Effort, path: Path) -> tuple[str, str]:
        """Return measure and capability; `measure: engineering` is short for the capability."""
        if test.measure != "capability" and test.capability is not None:
            self.names.error(
                (*path, "capability"), f"{test.measure} is measured, so the capability says nothing", "write measure: capability"
            )
        if test.measure in (*OF_POSTURE, "money", "coverage"):
            return test.measure, ""
        if test.measure != "capability":
            self.names.check("measure", test.measure, (*path, "measure"))
            return "capability", test.measure
        if test.capability is None:
            self.names.error((*path, "measure"), "which capability is measured is not said", "add capability: and its name")
        else:
            self.names.check("capability", test.capability, (*path, "capability"))
        return "capability", test.capability or ""

    def _thresholds(self, written: float | Mapping[str, float], path: Path) -> Thresholds:
        """Return the threshold of each step: a later phase inherits the last earlier one, before the first there is none."""
        if not isinstance(written, Mapping):
            return tuple(written for _ in self.steps)
        if not written:
            self.names.error(path, "no phase has a threshold", "write {entry: 3500}, or one number for all")
        for phase in written:
            self.names.check_key("phase", (*path, phase))
        found, last = [], nan
        for step in self.steps:
            last = written.get(step.phase, last)
            found.append(last)
        return tuple(found)


def _said(test: schema.Effort, key: str) -> bool:
    """Say whether a test gives a key a value of its own."""
    field = "in_" if key == "in" else key
    return bool(getattr(test, field) != schema.Effort.model_fields[field].get_default(call_default_factory=True))


def _placing(test: schema.Effort) -> list[str]:
    """Return the keys of a selector that say where something stands or what it serves."""
    return [k for field in ("sites", "requirements") for key in KEYS[field] for k in (key, f"{key}_not") if _said(test, k)]


def both(one: Selector, other: Selector) -> Selector:
    """Return the selector of what both select."""
    mine, theirs = dict(one.fields()), dict(other.fields())

    def meet(column: str) -> frozenset[str] | None:
        a, b = mine[column], theirs[column]
        return b if a is None else a if b is None else a & b

    return Selector(meet("offer"), meet("nation"), meet("unit_type"), meet("site"), meet("requirement"))
