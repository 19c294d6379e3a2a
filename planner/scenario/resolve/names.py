"""The names of a document, and the answer to a wrong one: every reference is checked here, every problem is placed here."""

from collections.abc import Collection, Iterable, Mapping

from planner.scenario.document import Document, Path
from planner.scenario.problems import MOST_PROBLEMS, Mark, Problem, suggest
from planner.scenario.schema import ScenarioFile

ABSENT = {  # what is wrong with a name that nothing bears
    "capability": "there is no capability '{}'",
    "condition": "there is no condition '{}'",
    "country": "no site lies in a country '{}'",
    "domain": "no unit type is of a domain '{}'",
    "formation": "there is no formation '{}'",
    "fund": "there is no fund '{}'",
    "grade": "training knows no grade '{}'",
    "group": "no nation belongs to a group '{}'",
    "item": "neither stock, donations nor purchases know an item '{}'",
    "kind": "no site is of a kind '{}'",
    "measure": "nothing is measured by '{}'",
    "nation": "no nation '{}' offers",
    "nation or group": "neither a nation nor a group is called '{}'",
    "offer": "there is no offer '{}'",
    "option": "there is no option '{}'",
    "phase": "the calendar has no phase '{}'",
    "pillar": "no requirement line is of the pillar '{}'",
    "requirement": "there is no requirement line '{}'",
    "site": "there is no site '{}'",
    "supply": "no unit type consumes '{}'",
    "unit_type": "there is no unit type '{}'",
    "unit type or capability": "neither a unit type nor a capability is called '{}'",
}
MADE_BY = {  # names that no key bears, and the block whose records make them by saying them
    "country": "sites", "kind": "sites", "group": "nations", "nation or group": "nations", "domain": "unit_types", "supply": "unit_types",
    "pillar": "requirements", "item": "equipment", "grade": "training",
}  # fmt: skip
MEASURES = ("personnel", "units", "capability", "nations", "money", "coverage")
SHOWN = 12  # known names that a hint lists


class Names:
    """What a document names, and where each of its values stands.

    `excused` holds the names and texts of what could not be read, if anything could not. Then only references are judged, those to
    what is excused aside: whatever else looks wrong may come from the part that is missing.
    """

    def __init__(self, document: Document, file: ScenarioFile, problems: list[Problem], excused: frozenset[str] = frozenset()) -> None:
        self.document, self.file, self.problems, self.excused = document, file, problems, excused
        self.known: Mapping[str, Collection[str]] = _known(file)
        self.unknown = 0  # wrong names so far

    def check(self, kind: str, name: str, path: Path, *, key: bool = False) -> bool:
        """Say whether a thing of this kind bears the name; if not, that is an error at `path` (at its key, where the name is one)."""
        known = self.known[kind]
        if name in known:
            return True
        if name not in self.excused and f"<{MADE_BY.get(kind)}>" not in self.excused and self.unknown < MOST_PROBLEMS:
            self.unknown += 1
            where = self.document.key_mark(path) if key else self.document.mark(path)
            self.problems.append(Problem("error", where, *_unknown(kind, name, known)))
        return False

    def check_key(self, kind: str, path: Path) -> bool:
        """Check a name that is a key of the document, the last of `path`."""
        return self.check(kind, str(path[-1]), path, key=True)

    def clauses(self, clauses: Iterable[tuple[str, ...]], path: Path) -> tuple[tuple[str, ...], ...]:
        """Return clauses of conditions in canonical order; those with an unknown condition are an error and left out."""
        return tuple(sorted({clause for clause in clauses if not [c for c in clause if not self.check("condition", c, path)]}))

    def place(self, *path: str | int) -> Mark | None:
        """Return where the thing at `path` is named."""
        return self.document.key_mark(path)

    def item(self, path: Path, number: int) -> Path:
        """Return the path of an item of a list, or of the one thing that stands in place of the list."""
        return (*path, number) if (*path, number) in self.document.marks else path

    def error(self, path: Path, what: str, hint: str) -> None:
        """Add an error at the value at `path`."""
        if not self.excused:
            self.problems.append(Problem("error", self.document.mark(path), what, hint))

    def warn(self, path: Path, what: str, hint: str, *, value: bool = False) -> None:
        """Add a warning at the name of the thing at `path`, or at its value."""
        if not self.excused:
            where = self.document.mark(path) if value else self.document.key_mark(path)
            self.problems.append(Problem("warning", where, what, hint))

    def note(self, path: Path, what: str, hint: str = "") -> None:
        """Add a note at the name of the thing at `path`."""
        if not self.excused:
            self.problems.append(Problem("note", self.document.key_mark(path), what, hint))


def _unknown(kind: str, name: str, known: Collection[str]) -> tuple[str, str]:
    """Say that nothing bears a name, and which names there are; several names with commas between them are shown with semicolons."""
    what = ABSENT[kind].format(name)
    several = [part.strip() for part in name.split(",") if part.strip()]
    if len(several) > 1 and any(part in known for part in several):
        return what, f"separate several values by semicolons: {'; '.join(several)}"
    listed = ", ".join(sorted(known)[:SHOWN]) + (", ..." if len(known) > SHOWN else "")
    return what + suggest(name, known), f"known: {listed}" if known else "this scenario has none"


def _known(file: ScenarioFile) -> dict[str, Collection[str]]:
    groups = {g for n in file.nations.values() for g in n.groups}
    sites, types = file.sites.values(), file.unit_types.values()
    training, equipment = file.training, file.equipment
    return {
        "capability": file.capabilities,
        "condition": file.conditions,
        "country": {s.country for s in sites},
        "domain": {u.domain for u in types},
        "formation": training.formations if training else (),
        "fund": file.finance.funds if file.finance else (),
        "grade": training.grades if training else (),
        "group": groups,
        "item": {*equipment.purchases, *equipment.stock, *(d.item for d in equipment.donations)} if equipment else (),
        "kind": {k for s in sites for k in s.kind},
        "measure": {*MEASURES, *file.capabilities},
        "nation": file.nations,
        "nation or group": {*file.nations, *groups, "all"},
        "offer": file.offers,
        "option": {"base", *file.options},
        "phase": file.calendar.phases,
        "pillar": {r.pillar for r in file.requirements.values()},
        "requirement": file.requirements,
        "resource": {r for s in sites for having in (s.capacity, *(step.capacity for step in s.expansion)) for r in having},
        "site": file.sites,
        "supply": {s for u in types for s in u.consumes},
        "unit_type": file.unit_types,
        "unit type or capability": {**file.unit_types, **file.capabilities},
    }
