"""The force in time: who comes when, what supplies it, who relieves whom, what changes since the plan agreed last."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Coming:
    """What comes to a site in a month, or in each of several months alike, against the most that it takes in; NaN where nothing limits."""

    when: str
    persons: float
    most_persons: float
    tonnes: float
    most_tonnes: float

    @property
    def full(self) -> bool:
        """Whether the site takes in no more then."""
        return self.persons >= self.most_persons - 0.5 or self.tonnes >= self.most_tonnes - 0.5

    @property
    def fill(self) -> float:
        """How full the site is then, by what limits it more."""
        pairs = ((self.persons, self.most_persons), (self.tonnes, self.most_tonnes))
        return max((comes / most for comes, most in pairs if most > 0), default=0.0)


@dataclass(frozen=True)
class Ramp:
    """How a force grows through a site that takes in no more than so much: its months, in order."""

    site: str
    months: tuple[Coming, ...]

    @property
    def fullest(self) -> Coming:
        """The month in which the site is fullest."""
        return max(self.months, key=lambda one: one.fill)

    @property
    def most(self) -> tuple[float, float]:
        """Most persons and t that the site takes in, in any of these months; NaN where nothing limits."""
        said = ((c.most_persons, c.most_tonnes) for c in self.months)
        persons, tonnes = zip(*said, strict=True)
        return _most(persons), _most(tonnes)


def _most(values: tuple[float, ...]) -> float:
    return max((v for v in values if v == v), default=math.nan)


@dataclass(frozen=True)
class Hub:
    """A line whose need the flow of supplies makes: what it handles of its need in the phase in which most is lacking, and who asks."""

    title: str
    when: str
    filled: str  # "50 of 90 t/day"
    share: float
    state: int
    asked_by: str


@dataclass(frozen=True)
class Way:
    """A route, or a site that supplies pass, in the phase in which it carries most of what it can, t/day of all supplies."""

    route: str  # or the site
    between: str  # "Lublin → Rivne"
    when: str
    carried: float
    capacity: float
    hub: bool = False  # whether it is a site

    @property
    def share(self) -> float:
        """What it carries of what it can."""
        return self.carried / self.capacity if self.capacity else 1.0


@dataclass(frozen=True)
class Supplies:
    """What is told of supplies: a message, sentences, the hubs, the least filled first, and the routes, those nearest to full first."""

    message: str
    said: tuple[str, ...]
    hubs: tuple[Hub, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Relief:
    """Who relieves whom at a place: the line and site, each month in which somebody takes over, and the months in which nobody does."""

    place: str
    turns: tuple[str, ...]  # "Jun 2027 Germany", "Dec 2027 Germany → 2 France"
    empty: str  # "1 unit in Jun 2028 to Aug 2028"


@dataclass(frozen=True)
class Reliefs:
    """What tours leave empty, or would: a sentence, a line a pool; and places in the order in which they deserve a look."""

    said: tuple[str, ...]
    places: tuple[Relief, ...]


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
