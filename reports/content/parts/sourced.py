"""Numbers with where they come from: the row that each is read in, and whose word it rests on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trace:
    """Where a number is read: a table of the run, the row or rows by their columns, the columns read, how, and file:line of what it counts.

    A column may be one of several values, as a tuple; all such rows add up. `how`: value (of one row), sum, most, difference (of two
    columns), or lines (how many of the second column have the first above 0).
    """

    table: str
    row: tuple[tuple[str, object], ...]
    columns: tuple[str, ...]
    how: str = "value"
    at: str = ""

    @property
    def words(self) -> str:
        """The row in words: "coverage: requirement land, step 2: filled (scenario.yaml:12)"."""
        named = ", ".join(f"{column} {' or '.join(value) if isinstance(value, tuple) else value}" for column, value in self.row)
        first, last = self.columns[0], self.columns[-1]
        read = {"value": first, "sum": f"sum of {first}", "most": f"most of {first}", "difference": f"{first} less {last}"}
        how = read.get(self.how, f"how many of {last} have {first} above 0")
        return ": ".join(x for x in (self.table, named, how) if x) + (f" ({self.at})" if self.at else "")


@dataclass(frozen=True)
class Fact:
    """One number that a sentence uses: id, value, unit, as written, the row it comes from, and whose word it rests on."""

    id: str
    value: float
    unit: str
    text: str
    trace: Trace
    basis: str


@dataclass(frozen=True)
class Resting:
    """What stands on a line: person-months and the shares of them that are quoted, derived, assumed, and firm (announced or deployed).

    `confidence`: the lowest that is said; `need`: whose word the need itself is, empty where it is not said.
    """

    id: str
    title: str
    person_months: float
    quoted: float
    derived: float
    assumed: float
    firm: float
    confidence: str
    sources: tuple[str, ...]
    need: str
