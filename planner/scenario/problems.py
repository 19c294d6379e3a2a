"""Problems as values: what is wrong, where, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, order=True)
class Mark:
    """Where a value stands: file, line and column (both from 1), the line's text, and the cell of a table ("row 57, units")."""

    file: str
    line: int
    column: int
    cell: str = ""
    text: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" + (f" ({self.cell})" if self.cell else "")


@dataclass(frozen=True)
class Problem:
    """One problem of a scenario: severity, place (None where it has none), what is wrong, what to do."""

    severity: Severity
    where: Mark | None
    what: str
    hint: str = ""


class ScenarioError(Exception):
    """A scenario that cannot be used: carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(p.what for p in self.problems if p.severity == "error"))
