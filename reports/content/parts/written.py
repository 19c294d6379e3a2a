"""The staff's own words: decisions sought, risks, points in time, rounds of offers."""

from dataclasses import dataclass


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
    """A round of force generation, and the day on which offers close; `next` is the first that is still open."""

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
