"""What a report is made of: every number and sentence, once. Formats lay these out and add nothing."""

from dataclasses import dataclass

from reports.content.periods import Period


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


@dataclass(frozen=True)
class Decision:
    """A decision sought: verb (SELECT, ENDORSE, NOTE), what, by whom, on which day."""

    verb: str
    what: str
    by: str
    on: str


@dataclass(frozen=True)
class Risk:
    """A risk as the staff sees it, what is done about it, who answers for it; the last two may be empty."""

    risk: str
    mitigation: str
    owner: str


@dataclass(frozen=True)
class DecisionPoint:
    """A point at which the operation turns: name, day, days from D-day ("D+92"), what must be answered."""

    name: str
    day: str
    from_d_day: str
    question: str


@dataclass(frozen=True)
class Round:
    """A round of force generation, and the day on which offers close; `next` is the first that is still open.

    `tables`: the files that it names: "offers-2.csv, after agreed-1.csv"; empty where it names none.
    """

    name: str
    deadline: str
    next: bool
    tables: str = ""


@dataclass(frozen=True)
class Written:
    """What the staff writes beside the figures: who reads (`to`), which option it recommends, and what its brief says."""

    to: str
    recommended: str
    risks: tuple[Risk, ...]
    points: tuple[DecisionPoint, ...]
    rounds: tuple[Round, ...]
    assumptions: tuple[str, ...]
    next_steps: tuple[str, ...]
    notes: str


@dataclass(frozen=True)
class Row:
    """A row of persons: its group ("By place"), its label, one figure a column."""

    group: str
    label: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Cell:
    """Filled of need in one period: its worst step. `state` indexes numbers.GLYPHS; `need` 0 means not needed."""

    filled: float
    need: float
    share: float
    state: int

    @property
    def needed(self) -> bool:
        """Whether the line is needed in the period."""
        return self.need > 0


@dataclass(frozen=True)
class Line:
    """Coverage of a line by its worst capability: share in the worst step, firm share in its worst step, one cell a period.

    `assumed`: share of all that fills it, month by month, that is assumed; NaN where nothing does. `state` is its colour by the
    thresholds; `short` whether anything at all is missing, as the shortfalls say.
    """

    id: str
    title: str
    unit: str
    share: float
    state: int
    firm: float
    assumed: float
    priority: int
    derived: bool
    short: bool
    cells: tuple[Cell, ...]

    @property
    def needed(self) -> bool:
        """Whether it is needed at all."""
        return any(c.needed for c in self.cells)


@dataclass(frozen=True)
class Gap:
    """A shortfall in words, or those of several lines for one reason. `filled`: "4 of 5 ships"; `need`: whose word it is, or nothing.

    `lines` are the ids of the lines that are short, `id` the one to ask about first.
    """

    id: str
    title: str
    phase: str
    months: str
    filled: str
    need: str
    share: float
    state: int
    effect: str
    cause: str
    could: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Carrier:
    """What a nation carries in the main period: persons by pillar, all persons, M EUR for its units over the horizon."""

    code: str
    name: str
    persons: tuple[float, ...]
    total: float
    meur: float


@dataclass(frozen=True)
class Bearer:
    """What a nation bears over the horizon: person-months outside own soil, its part of all, and that over its share by GDP and equally."""

    code: str
    name: str
    months: float
    part: float
    by_gdp: float
    equally: float


@dataclass(frozen=True)
class Shares:
    """How evenly the force is borne: those who bear most, how many there are, and what is said beneath."""

    bearers: tuple[Bearer, ...]
    count: int
    note: str


@dataclass(frozen=True)
class Burden:
    """Who carries what: the pillars that are columns, the nations, their sum, and what is said beneath."""

    pillars: tuple[str, ...]
    carriers: tuple[Carrier, ...]
    total: Carrier
    period: str
    note: str


@dataclass(frozen=True)
class Presence:
    """Persons of each nation by country and period, the largest first; countries in the order of people."""

    countries: tuple[str, ...]
    periods: tuple[Period, ...]
    rows: tuple[tuple[str, str, tuple[tuple[float, ...], ...]], ...]  # code, name, persons [country][period]
    total: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Commitment:
    """A condition: whether it holds, how far from its threshold, what hangs on it, and by when it must be decided.

    `fails`: where it holds at first and a later threshold is not reached, both in words: "holds in entry by 500, fails in hold by 20 500".
    """

    id: str
    title: str
    owner: str
    state: int
    held: str
    distances: tuple[tuple[str, str, str], ...]  # when, "6 650 of 6 000, +650", decide by
    margins: tuple[float, ...]  # of each distance
    hangs: str
    decide_by: str
    margin: float
    fails: str
    in_persons: bool
    persons: float
    lines: int
    probability: str


@dataclass(frozen=True)
class Leaver:
    """Who leaves, or what is lost, and what goes with it: persons of its own, others who hung on what fell, those who are left.

    `kind`: nation, group or site. `said`: what falls, whose units go too, and which lines fall below their minimum, in words.
    """

    kind: str
    who: str
    own: float
    hung: float
    left: float
    fallen: tuple[str, ...]
    followers: tuple[str, ...]
    below: tuple[str, ...]
    said: str


@dataclass(frozen=True)
class Change:
    """What a nation changes on a line since the agreed plan: "infantry company: entry 0 → 4, stabilise 2 → 6" units."""

    nation: str
    line: str
    what: str


@dataclass(frozen=True)
class Since:
    """What departs from the plan agreed last: a sentence, and the changes, the weightiest first."""

    message: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Level:
    """One goal: its place in the order, name, value and bound as written, gap, state, whether it is open, and the price in words.

    A goal is open if it was asked for and is not proven, however the search ended: also one that was never begun.
    """

    number: int
    name: str
    value: str
    bound: str
    gap: str
    state: str
    proven: bool
    open: bool
    seconds: str
    words: str


@dataclass(frozen=True)
class Option:
    """A column of the table of options: letter, title, one text a criterion with its state (-1: none)."""

    letter: str
    name: str
    title: str
    cells: tuple[tuple[str, int], ...]
    best: tuple[bool, ...]


@dataclass(frozen=True)
class Options:
    """Options beside one another: criteria (name, unit, which is better), the columns, what is said beneath.

    `same`: criteria that tell no option from another. `asked`: values of option `asks_less` on what it asks itself, where they differ.
    """

    criteria: tuple[tuple[str, str, str], ...]
    columns: tuple[Option, ...]
    same: tuple[bool, ...]
    asked: tuple[str, ...]
    asks_less: str
    message: str
    note: str
