"""Conditions: by date, denied, or earned by a test of the posture."""

from collections.abc import Mapping
from math import nan

from planner.scenario.document import Path
from planner.scenario.resolve.months import Months
from planner.scenario.resolve.names import Names
from planner.scenario.resolve.selectors import Selectors
from planner.scenario.scenario import After, AllOf, AnyOf, Condition, Reach, Selector, Step, Test, Unplanned
from planner.scenario.schema.caveats import AfterTest, AllTests, AnyTest, ConditionEntry, EarnedWhen, Effort, FundTest, Quorum

LATER = ("nations", "money", "coverage")  # measures whose rule comes later


def conditions(names: Names, months: Months, selectors: Selectors, steps: tuple[Step, ...]) -> dict[str, Condition]:
    """Return the conditions of a document, by name."""
    tests = _Tests(names, selectors, steps)
    return {name: _condition(name, entry, names, months, tests) for name, entry in sorted(names.file.conditions.items())}


def _condition(name: str, entry: ConditionEntry, names: Names, months: Months, tests: "_Tests") -> Condition:
    path: Path = ("conditions", name)
    earned, hint = None, "write granted: if-earned, or take earned_when away"
    if entry.granted != "if-earned":
        if entry.earned_when is not None:
            names.warn((*path, "earned_when"), f"{name} is {entry.granted}: its test is not asked", hint)
    elif entry.earned_when is None:
        names.error((*path, "granted"), f"{name} is to be earned, but nothing says when", "add earned_when: {at_least: {entry: 3500}}")
    else:
        earned = tests.read(entry.earned_when, (*path, "earned_when"))
    if entry.starts_notice and entry.granted != "granted":
        words = "it is to be earned" if entry.granted == "if-earned" else "it never holds"
        names.warn((*path, "starts_notice"), f"{name} has no date from which notice could count: {words}", "take starts_notice away")
    return Condition(
        name,
        entry.granted,
        *months.span(entry.from_, entry.until, path),
        starts_notice=entry.starts_notice,
        earned=earned,
        latch=entry.granted == "granted" if entry.latch is None else entry.latch,
        probability=entry.probability,
        owner=entry.owner or "",
        title=entry.title or name,
        mark=names.place(*path),
    )


class _Tests:
    """Tests of posture out of what a planner wrote."""

    def __init__(self, names: Names, selectors: Selectors, steps: tuple[Step, ...]) -> None:
        self.names, self.selectors, self.steps = names, selectors, steps

    def read(self, written: EarnedWhen, path: Path) -> Test:
        match written:
            case AllTests():
                return AllOf(tuple(self.read(part, (*path, "all", i)) for i, part in enumerate(written.all)))
            case AnyTest():
                return AnyOf(tuple(self.read(part, (*path, "any", i)) for i, part in enumerate(written.any)))
            case AfterTest():
                self.names.check("condition", written.after, (*path, "after"))
                return After(written.after)
            case Quorum():
                return self.later(path, "quorum")
            case FundTest():
                self.names.check("fund", written.fund, (*path, "fund"))
                return self.later(path, "fund")
            case Effort():
                return self.effort(written, path)

    def later(self, path: Path, what: str) -> Unplanned:
        """Say that a test is kept and never true."""
        self.names.note(path, f"a condition by {what}: read, not yet planned", "until then it never holds")
        return Unplanned(what)

    def effort(self, test: Effort, path: Path) -> Test:
        at_least = self.thresholds(test.at_least, (*path, "at_least"))
        posture = self.selectors.expand(test, path)
        place = self.selectors.expand(test.in_, (*path, "in"))
        measure, capability = self.measure(test, path)
        if measure in LATER:
            return self.later((*path, "measure"), f"measure: {measure}")
        if test.measured_in != "same":
            if test.measured_in != "previous":
                self.names.check("phase", test.measured_in, (*path, "measured_in"))
            return self.later((*path, "measured_in"), f"measured_in: {test.measured_in}")
        if test.basis == "offers":
            return self.later((*path, "basis"), "basis: offers")
        if posture is None or place is None:
            return Unplanned("a selector")
        select = both(posture, place)
        if any(ids is not None and not ids for _, ids in select.fields()):
            self.names.error((*path, "in"), "nothing of what is selected stands there", "check `in` against the keys beside it")
        return Reach(measure, capability, select, test.without == "needs-it", at_least)

    def measure(self, test: Effort, path: Path) -> tuple[str, str]:
        """Return measure and capability; `measure: engineering` is short for the capability."""
        if test.measure != "capability" and test.capability is not None:
            self.names.error(
                (*path, "capability"), f"{test.measure} is measured, so the capability says nothing", "write measure: capability"
            )
        if test.measure in ("personnel", "units", *LATER):
            return test.measure, ""
        if test.measure != "capability":
            self.names.check("measure", test.measure, (*path, "measure"))
            return "capability", test.measure
        if test.capability is None:
            self.names.error((*path, "measure"), "which capability is measured is not said", "add capability: and its name")
        else:
            self.names.check("capability", test.capability, (*path, "capability"))
        return "capability", test.capability or ""

    def thresholds(self, written: float | Mapping[str, float], path: Path) -> tuple[float, ...]:
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


def both(one: Selector, other: Selector) -> Selector:
    """Return the selector of what both select."""
    mine, theirs = dict(one.fields()), dict(other.fields())

    def meet(column: str) -> frozenset[str] | None:
        a, b = mine[column], theirs[column]
        return b if a is None else a if b is None else a & b

    return Selector(meet("offer"), meet("nation"), meet("unit_type"), meet("site"), meet("requirement"))
