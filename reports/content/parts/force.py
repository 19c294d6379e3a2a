"""The force and what it fills: persons, lines, shortfalls, who carries and who bears how much."""

from dataclasses import dataclass

from reports.content.periods import Period


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
